/** What clang and the linker print, as diagnostics. */
import type { Diagnostic } from '../../protocol/diagnostic.ts';

const LINE = /^(.+?):(\d+):(\d+): (fatal error|error|warning|note): (.*?)(?: \[(-W[^\]]+)\])?$/;

type Related = NonNullable<Diagnostic['related']>[number];

/** @param pathOf - the user's path of a file that the compiler names */
export function clangDiagnostics(log: string, pathOf: (path: string) => string): Diagnostic[] {
  const found: { -readonly [K in keyof Diagnostic]: Diagnostic[K] }[] = [];
  for (const text of log.split('\n')) {
    const [, path = '', line, column, kind = '', message = '', flag] = LINE.exec(text) ?? [];
    if (message === '') continue;
    const place = { file: pathOf(path), line: Number(line), column: Number(column) };
    const last = found.at(-1);
    if (kind === 'note') {
      const note: Related = { ...place, message };
      if (last !== undefined) last.related = [...(last.related ?? []), note];
      continue;
    }
    found.push({
      ...place,
      severity: kind === 'warning' ? 'warning' : 'error',
      code: flag === undefined ? 'driver/c' : `driver/c${flag}`,
      message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`,
    });
  }
  return found;
}
