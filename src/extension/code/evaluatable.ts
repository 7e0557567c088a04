/** While the debugger stands in a driver: names under the pointer, and beside their lines, as the debugger knows them. */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../debug/debug-type.ts';
import { chainAt, expressionOf, isDriverText, type Meaning, meaningsAt } from './driver-text.ts';
import { givenNames } from './given-names.ts';
import { DRIVER_FILES } from './routine-lens.ts';

const NONE: ReadonlyMap<string, Meaning> = new Map();
const SCRIPTS: ReadonlySet<string> = new Set(['typescript', 'javascript']);
/** Lines above the one that is stopped at whose values are shown. */
const LINES_SHOWN = 40;

export function registerEvaluatable(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerEvaluatableExpressionProvider(DRIVER_FILES, { provideEvaluatableExpression }),
    vscode.languages.registerInlineValuesProvider(DRIVER_FILES, {
      provideInlineValues: (document, view, { stoppedLocation }) => inlineValues(document, view, stoppedLocation),
    }),
  );
}

function provideEvaluatableExpression(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.EvaluatableExpression | undefined {
  const text = document.getText();
  if (!isDriverText(text)) return undefined;
  const chain = chainAt(document.lineAt(position).text, position.character);
  if (chain === null) return undefined;
  const range = new vscode.Range(position.line, chain.start, position.line, chain.end);
  const meanings = isOurs() ? meaningsAt(text, document.offsetAt(position)) : NONE;
  return new vscode.EvaluatableExpression(range, expressionOf(document.getText(range), meanings));
}

/** The JavaScript debugger knows a driver's variables, and nothing of requests. */
function isOurs(): boolean {
  return vscode.debug.activeDebugSession?.type === DEBUG_TYPE;
}

/** The first chain of each line that begins with a name that means something to the debugger. */
function inlineValues(document: vscode.TextDocument, view: vscode.Range, stopped: vscode.Range): vscode.InlineValue[] {
  const text = document.getText();
  const meanings = isOurs() ? meaningsAt(text, document.offsetAt(stopped.start)) : NONE;
  const values: vscode.InlineValue[] = variablesIn(document, view, stopped.start.line);
  const first = Math.max(view.start.line, stopped.end.line - LINES_SHOWN);
  for (let line = first; line <= Math.min(stopped.end.line, view.end.line); line += 1) {
    const found = chainIn(document.lineAt(line).text, meanings);
    if (found === null) continue;
    const range = new vscode.Range(line, found.start, line, found.end);
    values.push(new vscode.InlineValueEvaluatableExpression(range, expressionOf(document.getText(range), meanings)));
  }
  return values;
}

/** What the debugger does not know is not shown. */
function variablesIn(document: vscode.TextDocument, view: vscode.Range, stopped: number): vscode.InlineValue[] {
  if (!SCRIPTS.has(document.languageId)) return [];
  return givenNames(document.getText().split('\n'), stopped)
    .filter(({ line }) => view.start.line <= line && line <= view.end.line)
    .map(({ name, line, start }) => {
      const range = new vscode.Range(line, start, line, start + name.length);
      return new vscode.InlineValueVariableLookup(range, name, true);
    });
}

function chainIn(
  line: string,
  meanings: ReadonlyMap<string, Meaning>,
): { readonly start: number; readonly end: number } | null {
  for (const match of line.matchAll(/\b(\w+)(?:(?:\.|->)[A-Za-z_]\w*)+(?!\s*\()/g)) {
    if (meanings.has(match[1] ?? '')) return { start: match.index, end: match.index + match[0].length };
  }
  return null;
}
