/** Finds the files that a C file includes, so that the compiler, which has no disk, gets them. */
import { resolveFrom } from '../../base/file-path.ts';
import type { ReadFile } from '../load-driver.ts';

const INCLUDE = /^([ \t]*#[ \t]*include[ \t]*["<])([^">]+)(?=[">])/gm;

/** Text by path, the entry first. Headers that are not found are the sandbox's own, or clang says that they miss. */
export async function readWithIncludes(entry: string, readFile: ReadFile): Promise<ReadonlyMap<string, string> | null> {
  const text = await readFile(entry);
  if (text === null) return null;
  const texts = new Map([[entry, text]]);
  for (const [path, source] of texts) {
    for (const [, , name = ''] of source.matchAll(INCLUDE)) {
      const target = resolveFrom(path, name);
      const found = texts.has(target) ? null : await readFile(target);
      if (found !== null) texts.set(target, found);
    }
  }
  return texts;
}

/**
 * Names the files that a text includes by whole paths, because the compiler's file system knows no `..`, and tells
 * upper case from lower. Lines stay where they are.
 *
 * @param pathOf - the path that the compiler knows a file by, or null
 */
export function withWholePaths(path: string, text: string, pathOf: (path: string) => string | null): string {
  return text.replace(INCLUDE, (whole, before: string, name: string) => {
    const target = pathOf(resolveFrom(path, name));
    return target === null ? whole : `${before}${target}`;
  });
}
