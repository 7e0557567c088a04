/** What the tidy tests look at: files that git would keep, as text. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';

/** Paths with forward slashes, tracked or about to be. A look that finds nothing is itself a failure. */
export function filesMatching(pattern: RegExp): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const found = listed.split('\n').filter((path) => pattern.test(path) && existsSync(join(root, path)));
  if (found.length === 0) throw new Error(`no file matches ${pattern}: the check would check nothing`);
  return found;
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function linesOf(path: string): readonly string[] {
  return read(path).split(/\r?\n/);
}

/** Number of the first line that has the text, from 1; 1 when none has. */
export function lineWith(path: string, text: string): number {
  return (
    Math.max(
      0,
      linesOf(path).findIndex((line) => line.includes(text)),
    ) + 1
  );
}
