/** Variables of a TypeScript routine, at the lines that give them a value: where their values are shown while the debugger stands there. */

export interface GivenName {
  readonly name: string;
  /** From 0. */
  readonly line: number;
  readonly start: number;
}

const NAME = '[A-Za-z_$][\\w$]*';
/** A top-level declaration begins in column 1. */
const BEGINS = /^[A-Za-z@]/;
const DECLARED = new RegExp(`\\b(?:const|let|var)\\s+(${NAME})`, 'g');
const ASSIGNED = new RegExp(`^\\s*(${NAME})\\s*(?:[-+*/%&|^]|<<|>>>?)?=(?!=|>)`, 'g');
const TAKEN_APART = /\b(?:const|let|var)\s*[{[]([^=]*)[}\]]\s*=/g;
const PARAMETER = new RegExp(`(?:[(,]|^)\\s*(?:\\.\\.\\.)?(${NAME})\\s*[?]?\\s*:`, 'g');

/**
 * @param stopped - line at which the debugger stands, from 0: what stands there has not been done yet
 * @returns in the order of the text, each name once a line
 */
export function givenNames(lines: readonly string[], stopped: number): readonly GivenName[] {
  let first = stopped;
  while (first > 0 && !BEGINS.test(lines[first] ?? '')) first -= 1;
  const body = lines.findIndex((line, index) => index >= first && line.trimEnd().endsWith('{'));
  const found: GivenName[] = [];
  for (let line = first; line < stopped; line += 1) {
    const text = (lines[line] ?? '').replace(/\/\/.*$/, '');
    const patterns = line <= body ? [PARAMETER] : [DECLARED, ASSIGNED];
    for (const pattern of patterns)
      for (const match of text.matchAll(pattern))
        add(found, line, match[1] ?? '', match.index + match[0].indexOf(match[1] ?? ''));
    if (line > body) for (const match of text.matchAll(TAKEN_APART)) addParts(found, line, match);
  }
  return found;
}

/** `{ InPath: inPath, Type }`: the names behind the colons. */
function addParts(found: GivenName[], line: number, { 0: whole, 1: parts = '', index }: RegExpExecArray): void {
  let at = index + whole.indexOf(parts);
  for (const part of parts.split(',')) {
    const name = new RegExp(`(${NAME})\\s*$`).exec(part.replace(/=.*$/, ''));
    if (name !== null) add(found, line, name[1] ?? '', at + name.index);
    at += part.length + 1;
  }
}

function add(found: GivenName[], line: number, name: string, start: number): void {
  if (!found.some((one) => one.line === line && one.name === name)) found.push({ name, line, start });
}
