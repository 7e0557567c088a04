/** Finds the files that a C file includes, so that the compiler, which has no disk, gets them. */
import { resolveFrom } from '../../base/file-path.ts';
import type { ReadFile } from '../load-driver.ts';

const INCLUDE = /^([ \t]*#[ \t]*include[ \t]*["<])([^">]+)(?=[">])/gm;

/** Text by path, the entry first. Headers that are not found are the sandbox's own, or clang says that they miss. */
export async function readWithIncludes(
  entry: string,
  folders: readonly string[],
  readFile: ReadFile,
): Promise<ReadonlyMap<string, string> | null> {
  const text = await readFile(entry);
  if (text === null) return null;
  const texts = new Map([[entry, text]]);
  for (const [path, source] of texts) {
    for (const [, , name = ''] of source.matchAll(INCLUDE)) {
      for (const target of placesOf(path, name, folders)) {
        const found = texts.get(target) ?? (await readFile(target));
        if (found === null) continue;
        texts.set(target, found);
        break;
      }
    }
  }
  return texts;
}

/** Where an included file may be: beside the file that names it first. */
function placesOf(path: string, name: string, folders: readonly string[]): string[] {
  const beside = (folder: string): string => `${folder}${/\\/.test(folder) ? '\\' : '/'}file`;
  return [resolveFrom(path, name), ...folders.map((folder) => resolveFrom(beside(folder), name))];
}

/**
 * Names the files that a text includes by whole paths, because the compiler's file system knows no `..`, and tells
 * upper case from lower. Lines stay where they are.
 *
 * @param pathOf - the path that the compiler knows a file by, or null
 */
export function withWholePaths(
  path: string,
  text: string,
  folders: readonly string[],
  pathOf: (path: string) => string | null,
): string {
  return text.replace(INCLUDE, (whole, before: string, name: string) => {
    const found = placesOf(path, name, folders).map(pathOf);
    return `${before}${found.find((target) => target !== null) ?? whole.slice(before.length)}`;
  });
}
