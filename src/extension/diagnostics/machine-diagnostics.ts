import * as vscode from 'vscode';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import { bugCheckUrl, documentUrl } from '../../protocol/document-url.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { resolveBeside } from '../machine/workspace-files.ts';
import { RefreshGate } from '../views/refresh-gate.ts';
import { timerClock } from '../views/timer-clock.ts';
import { violationDiagnostics } from './violation-diagnostics.ts';

/** The Problems of all machines: what checking their files found, and what their runs found, each at its line. */
export class MachineDiagnostics implements vscode.Disposable {
  readonly #machines: MachineSessions;
  readonly #collection = vscode.languages.createDiagnosticCollection('driver-sandbox');
  /** By machine file: what the last check of its files found. */
  readonly #checked = new Map<string, readonly Diagnostic[]>();
  readonly #gate = new RefreshGate(() => this.#publish(), timerClock);
  readonly #disposables: { dispose(): void }[];
  #published: readonly vscode.Uri[] = [];

  constructor(machines: MachineSessions) {
    this.#machines = machines;
    this.#gate.setVisible(true);
    this.#disposables = [
      this.#collection,
      this.#gate,
      machines.events.event(({ event }) => {
        const { type } = event;
        const found = type === 'delta' && (event.change.violations || event.delta.bugcheck !== undefined);
        if (type === 'diagnostics' || type === 'status' || found) this.#gate.mark('everything');
      }),
    ];
  }

  setChecked(machine: string, diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length === 0) this.#checked.delete(machine);
    else this.#checked.set(machine, diagnostics);
    this.#gate.mark('everything');
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #publish(): void {
    const byFile = new Map<string, { readonly uri: vscode.Uri; readonly found: Map<string, vscode.Diagnostic> }>();
    const documents = documentsOf(this.#machines.all);
    const add = (machine: string, diagnostic: Diagnostic): void => {
      const uri = resolveBeside(vscode.Uri.parse(machine), diagnostic.file);
      const key = uri.toString();
      const entry = byFile.get(key) ?? { uri, found: new Map<string, vscode.Diagnostic>() };
      byFile.set(key, entry);
      // A check and a run find the same mistake; a rule broken a thousand times at one line is one problem.
      const same = `${diagnostic.line}:${diagnostic.code}:${diagnostic.message}`;
      if (!entry.found.has(same)) entry.found.set(same, toVsCode(diagnostic, machine, documents));
    };
    for (const [machine, diagnostics] of this.#checked) for (const diagnostic of diagnostics) add(machine, diagnostic);
    for (const session of this.#machines.all)
      for (const diagnostic of runDiagnostics(session)) add(session.uri, diagnostic);
    const cleared = this.#published.filter((uri) => !byFile.has(uri.toString()));
    const entries = [...byFile.values()];
    this.#published = entries.map(({ uri }) => uri);
    this.#collection.set([
      ...cleared.map((uri): [vscode.Uri, undefined] => [uri, undefined]),
      ...entries.map(({ uri, found }): [vscode.Uri, vscode.Diagnostic[]] => [uri, [...found.values()]]),
    ]);
  }
}

/** Page of the public documentation, by rule. */
type Documents = ReadonlyMap<string, string>;

function documentsOf(sessions: readonly MachineSession[]): Documents {
  const documents = new Map<string, string>();
  for (const { model } of sessions)
    for (const { rule, document } of model?.violations ?? []) if (document !== undefined) documents.set(rule, document);
  return documents;
}

/** Where a problem's code leads to. */
function pageOf(code: string, documents: Documents): string | undefined {
  const stop = /^bugcheck\/(\w+)$/.exec(code)?.[1];
  if (stop !== undefined) return bugCheckUrl(stop);
  const page = documents.get(code);
  return page === undefined ? undefined : documentUrl(page);
}

function runDiagnostics(session: MachineSession): readonly Diagnostic[] {
  const { model, diagnostics } = session;
  if (model === null) return diagnostics;
  // A bug check that a driver's line caused is among what the machine itself reports.
  return [...diagnostics, ...violationDiagnostics(model.violations, diagnostics)];
}

function toVsCode(diagnostic: Diagnostic, machine: string, documents: Documents): vscode.Diagnostic {
  const result = new vscode.Diagnostic(rangeOf(diagnostic), diagnostic.message, severityOf(diagnostic.severity));
  result.source = 'Driver Sandbox';
  const page = pageOf(diagnostic.code, documents);
  result.code = page === undefined ? diagnostic.code : { value: diagnostic.code, target: vscode.Uri.parse(page) };
  const related = diagnostic.related ?? [];
  if (related.length > 0) {
    result.relatedInformation = related.map(({ file, line, column, message }) => {
      const uri = resolveBeside(vscode.Uri.parse(machine), file);
      return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, positionOf(line, column)), message);
    });
  }
  return result;
}

/** To the end of the line where the end is not known; VS Code cuts it at the text's end. */
function rangeOf(diagnostic: Diagnostic): vscode.Range {
  const start = positionOf(diagnostic.line, diagnostic.column);
  const { endLine = diagnostic.line, endColumn } = diagnostic;
  return new vscode.Range(
    start,
    endColumn === undefined ? new vscode.Position(endLine - 1, 1000) : positionOf(endLine, endColumn),
  );
}

function positionOf(line: number, column: number): vscode.Position {
  return new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
}

function severityOf(severity: Diagnostic['severity']): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
  }
}
