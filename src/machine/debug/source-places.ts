/** What can be told of a driver's text without a debugger's help: where a function begins, and which names it has. */

/** A line in column 1 that begins something: a function, a class, an import. */
const BEGINS = /^[A-Za-z_@"'([]/;

/** First and last line of the top-level declaration that a line stands in, from 1. */
export function regionOf(text: string, line: number): { readonly first: number; readonly last: number } {
  const lines = text.split('\n');
  let first = Math.min(line, lines.length);
  while (first > 1 && !BEGINS.test(lines[first - 1] ?? '')) first -= 1;
  let last = first;
  while (last < lines.length && !BEGINS.test(lines[last] ?? '')) last += 1;
  return { first, last };
}

/** Lines inside of functions that have more than a brace or a comment. */
export function codeLines(text: string): readonly number[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => (/^\s+(?!\/\/|\*|\/\*|[\])},;\s]*$)\S/.test(line) ? [index + 1] : []));
}

const KEYWORDS = new Set([
  'const',
  'let',
  'var',
  'function',
  'async',
  'export',
  'default',
  'return',
  'if',
  'for',
  'of',
]);

/** Names of parameters and variables that a function has declared up to a line. */
export function localNames(text: string, line: number): readonly string[] {
  const { first } = regionOf(text, line);
  const code = text
    .split('\n')
    .slice(first - 1, line)
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
  const names = new Set<string>();
  const parameters = /\bfunction\b[^(]*\(([^)]*)\)/.exec(code)?.[1] ?? /\(([^)]*)\)[^=]*=>/.exec(code)?.[1] ?? '';
  for (const [, name] of parameters.matchAll(/(?:^|,)\s*(?:\.\.\.)?([A-Za-z_$][\w$]*)/g)) add(names, name);
  for (const [, name] of code.matchAll(/\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)/g)) add(names, name);
  for (const [, members = ''] of code.matchAll(/\b(?:const|let|var)\s*[{[]([^=]*?)[}\]]\s*(?:=|of\b)/g))
    for (const member of members.split(',')) add(names, /([A-Za-z_$][\w$]*)\s*$/.exec(member.replace(/^.*:/, ''))?.[1]);
  return [...names];
}

function add(names: Set<string>, name: string | undefined): void {
  if (name !== undefined && !KEYWORDS.has(name)) names.add(name);
}
