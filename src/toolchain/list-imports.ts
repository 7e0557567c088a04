import { getFormattedTokens } from 'sucrase';

/** One module name in a source text. */
export interface ImportPlace {
  readonly specifier: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

const ROW = /^(\d+):(\d+)-(\d+):(\d+)\s+(\S+)\s+(\S*)/;

/** Every module name that the text imports, exports from, or requires, types included; in order. */
export function listImports(text: string): ImportPlace[] {
  const lines = text.split('\n');
  const found: ImportPlace[] = [];
  let before = '';
  let beforeThat = '';
  for (const row of getFormattedTokens(text, { transforms: ['typescript', 'imports'] }).split('\n')) {
    const match = ROW.exec(row);
    if (match === null) {
      continue;
    }
    const [, line, column, endLine, endColumn, label, raw] = match;
    const called = before === '(' && (beforeThat === 'require' || beforeThat === 'import');
    if (label === 'string' && line === endLine && (before === 'from' || before === 'import' || called)) {
      found.push({
        specifier: (lines[Number(line) - 1] ?? '').slice(Number(column), Number(endColumn) - 2),
        line: Number(line),
        column: Number(column),
        endColumn: Number(endColumn),
      });
    }
    beforeThat = before;
    before = raw ?? '';
  }
  return found;
}
