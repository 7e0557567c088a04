import { transform } from 'sucrase';
import type { Diagnostic } from '../protocol/diagnostic.ts';

export interface Transpiled {
  /** CommonJS; each statement stands on the line where the source has it. Empty when the source has syntax errors. */
  readonly code: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns one TypeScript or JavaScript module into CommonJS. Types are removed, not checked. */
export function transpile(path: string, text: string): Transpiled {
  try {
    const { code } = transform(text, { transforms: ['typescript', 'imports'], disableESTransforms: true });
    return { code, diagnostics: [] };
  } catch (error) {
    return { code: '', diagnostics: [syntaxDiagnostic(path, text, error)] };
  }
}

function syntaxDiagnostic(path: string, text: string, error: unknown): Diagnostic {
  const raw = error instanceof Error ? error.message : String(error);
  const { line, column } = placeOf(error);
  const found = wordAt(text, line, column);
  return {
    file: path,
    line,
    column,
    endLine: line,
    endColumn: column + Math.max(1, found.length),
    severity: 'error',
    code: 'driver/syntax',
    message: explain(raw.replace(/ \(\d+:\d+\)$/, ''), found),
  };
}

/** The parser's errors carry their place; anything else that it throws is put at the start of the file. */
function placeOf(error: unknown): { line: number; column: number } {
  if (typeof error === 'object' && error !== null && 'loc' in error) {
    const place = error.loc;
    if (typeof place === 'object' && place !== null && 'line' in place && 'column' in place) {
      return { line: Number(place.line), column: Number(place.column) };
    }
  }
  return { line: 1, column: 1 };
}

function wordAt(text: string, line: number, column: number): string {
  const rest = (text.split('\n')[line - 1] ?? '').slice(column - 1);
  return /^(?:[\p{L}\p{N}_$]+|[^\s])/u.exec(rest)?.[0] ?? '';
}

function explain(message: string, found: string): string {
  const expected = /^Unexpected token, expected "(.+)"$/.exec(message)?.[1];
  const here = found === '' ? 'the line ends here' : `found \`${found}\``;
  if (expected !== undefined) {
    return `Syntax error: expected \`${expected}\`, but ${here}.`;
  }
  if (message === 'Unexpected token') {
    return found === ''
      ? 'Syntax error: something is missing before the end of this line.'
      : `Syntax error: \`${found}\` cannot stand here.`;
  }
  return `Syntax error: ${message.charAt(0).toLowerCase()}${message.slice(1)}.`;
}
