/** Reads a driver's source and all files that it imports, and turns each into a module that can be linked. */
import { resolveFrom } from '../base/file-path.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import { type ImportPlace, listImports } from './list-imports.ts';
import { transpile } from './transpile.ts';

export interface DriverModule {
  readonly path: string;
  /** As the user wrote it. */
  readonly text: string;
  readonly code: string;
  /** What each relative module name in this file means. */
  readonly links: ReadonlyMap<string, string>;
}

export interface DriverProgram {
  /** Path of the file that exports DriverEntry. */
  readonly entry: string;
  /** The entry first, then in the order of their first import. */
  readonly modules: readonly DriverModule[];
  readonly diagnostics: readonly Diagnostic[];
}

export type ReadFile = (path: string) => Promise<string | null>;

/** The module that the sandbox itself provides. */
export const API_MODULE = 'wdm';

export async function loadDriver(entry: string, readFile: ReadFile): Promise<DriverProgram> {
  const text = await readFile(entry);
  if (text === null) {
    return { entry, modules: [], diagnostics: [missingEntry(entry)] };
  }
  const diagnostics: Diagnostic[] = [];
  const modules: DriverModule[] = [];
  const texts = new Map([[entry, text]]);
  for (const [path, source] of texts) {
    const transpiled = transpile(path, source);
    diagnostics.push(...transpiled.diagnostics);
    const links = new Map<string, string>();
    for (const place of runtimeImports(source, transpiled.code)) {
      const found = isRelative(place.specifier) ? await find(path, place.specifier, texts, readFile) : null;
      if (found === null) {
        diagnostics.push(refuse(path, place));
      } else {
        texts.set(found.path, found.text);
        links.set(place.specifier, found.path);
      }
    }
    modules.push({ path, text: source, code: transpiled.code, links });
  }
  return { entry, modules, diagnostics };
}

/** Imports that are left after the types are gone, except the API. Most drivers import nothing else: they cost one test. */
function runtimeImports(source: string, code: string): ImportPlace[] {
  const left = new Set<string>();
  for (const match of code.matchAll(/require\((['"])(.+?)\1\)/g)) {
    left.add(match[2] ?? '');
  }
  left.delete(API_MODULE);
  if (left.size === 0) {
    return [];
  }
  const seen = new Set<string>();
  return listImports(source).filter(({ specifier }) => {
    const wanted = left.has(specifier) && !seen.has(specifier);
    seen.add(specifier);
    return wanted;
  });
}

function isRelative(specifier: string): boolean {
  return /^\.\.?[\\/]/.test(specifier);
}

async function find(
  from: string,
  specifier: string,
  known: ReadonlyMap<string, string>,
  readFile: ReadFile,
): Promise<{ path: string; text: string } | null> {
  for (const path of candidates(resolveFrom(from, specifier))) {
    const text = known.get(path) ?? (await readFile(path));
    if (text !== null) {
      return { path, text };
    }
  }
  return null;
}

/** TypeScript users leave the ending out, or write the one that the file would have after a build. */
function candidates(path: string): string[] {
  if (/\.[cm]?ts$/.test(path)) {
    return [path];
  }
  if (/\.[cm]?js$/.test(path)) {
    return [path.replace(/js$/, 'ts'), path];
  }
  return [`${path}.ts`, `${path}.js`, `${path}/index.ts`];
}

function missingEntry(path: string): Diagnostic {
  return {
    file: path,
    line: 1,
    column: 1,
    severity: 'error',
    code: 'driver/missing-file',
    message: `There is no file \`${path}\`. Create it, or correct the driver's "source" in the machine file.`,
  };
}

function refuse(file: string, place: ImportPlace): Diagnostic {
  const { specifier, line, column, endColumn } = place;
  const relative = isRelative(specifier);
  return {
    file,
    line,
    column,
    endLine: line,
    endColumn,
    severity: 'error',
    code: relative ? 'driver/missing-file' : 'driver/import',
    message: relative
      ? `There is no file \`${resolveFrom(file, specifier)}\`. Create it, or correct this path.`
      : `A driver runs in an emulated kernel, so it cannot import \`${specifier}\`. It can import '${API_MODULE}' and files beside it, such as './queue.ts'.`,
  };
}
