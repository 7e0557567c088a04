import * as vscode from 'vscode';
import type { ViolationState } from '../../protocol/state.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { resolveBeside } from '../machine/workspace-files.ts';
import { t } from '../text.ts';
import { trustedMarkdown } from '../views/trusted-markdown.ts';
import { VIOLATION_COMMANDS, violationMarkdown } from '../views/violation-markdown.ts';
import { type FixName, type QuickFix, quickFix } from './quick-fixes.ts';

const SELECTOR: readonly vscode.DocumentFilter[] = ['typescript', 'javascript', 'c', 'cpp'].map((language) => ({
  language,
}));

interface Found {
  readonly session: MachineSession;
  readonly violation: ViolationState;
}

/** At the line that breaks a rule: what it means, and what can be done about it. */
export function registerViolationProviders(machines: MachineSessions): vscode.Disposable {
  const hover: vscode.HoverProvider = {
    provideHover: (document, { line }) => {
      const found = violationsAt(machines, document.uri, line);
      return found.length === 0
        ? undefined
        : new vscode.Hover(
            found.map(({ session, violation }) =>
              trustedMarkdown(violationMarkdown(violation, session.uri, true), VIOLATION_COMMANDS),
            ),
            document.lineAt(line).range,
          );
    },
  };
  const actions: vscode.CodeActionProvider = {
    provideCodeActions: (document, { start }) =>
      violationsAt(machines, document.uri, start.line).flatMap((found) => actionsFor(document, start.line, found)),
  };
  const metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(SELECTOR, hover),
    vscode.languages.registerCodeActionsProvider(SELECTOR, actions, metadata),
  );
}

/** One of each rule, however often it was broken there. */
function violationsAt(machines: MachineSessions, uri: vscode.Uri, line: number): readonly Found[] {
  const key = uri.toString();
  const found = new Map<string, Found>();
  for (const session of machines.all) {
    const machine = vscode.Uri.parse(session.uri);
    for (const violation of session.model?.violations ?? []) {
      if (violation.line !== line + 1 || violation.file === null) continue;
      if (resolveBeside(machine, violation.file).toString() === key) found.set(violation.rule, { session, violation });
    }
  }
  return [...found.values()];
}

function actionsFor(document: vscode.TextDocument, line: number, { session, violation }: Found): vscode.CodeAction[] {
  const { rule, level, event } = violation;
  const lines = document.getText().split(/\r?\n/);
  const fix = quickFix(rule, lines, line);
  const actions = fix === undefined ? [] : [fixAction(document, fix, rule)];
  const show = new vscode.CodeAction(t('Show {0} in the Stack View', rule), vscode.CodeActionKind.QuickFix);
  show.command = { title: show.title, command: 'driverSandbox.openStackView', arguments: [{ rule, event }] };
  actions.push(show);
  if (level !== undefined) {
    const title = t('Suppress {0} for {1}', rule, session.fileName);
    const suppress = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    const argument = { rule, machine: session.uri };
    suppress.command = { title, command: 'driverSandbox.suppressRule', arguments: [argument] };
    actions.push(suppress);
  }
  for (const action of actions) action.diagnostics = diagnosticsOf(document.uri, line, rule);
  return actions;
}

function fixAction(document: vscode.TextDocument, { name, edits }: QuickFix, rule: string): vscode.CodeAction {
  const action = new vscode.CodeAction(fixTitle(name, rule), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { line, from, to, text } of edits)
    action.edit.replace(document.uri, new vscode.Range(line, from, line, to), text);
  action.isPreferred = true;
  return action;
}

function fixTitle(name: FixName, rule: string): string {
  switch (name) {
    case 'await':
      return t('Await the call ({0})', rule);
    case 'copyInsteadOfSkip':
      return t('Copy the stack location instead of skipping it ({0})', rule);
    case 'skipInsteadOfCopy':
      return t('Skip the stack location instead of copying it ({0})', rule);
    case 'markPending':
      return t('Hand on that the IRP was pending ({0})', rule);
  }
}

/** Ties an action to its squiggle, so that the light bulb stands there. */
function diagnosticsOf(uri: vscode.Uri, line: number, rule: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ code, range }) => {
    const value = typeof code === 'object' ? code.value : code;
    return value === rule && range.start.line === line;
  });
}
