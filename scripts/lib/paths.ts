import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's folder. */
export const root = dirname(dirname(import.meta.dirname));

/** Downloads and other things that can be made again; `DRIVER_SANDBOX_CACHE` moves it out of the repository. */
export const cacheFolder = process.env['DRIVER_SANDBOX_CACHE'] ?? join(root, '.cache');

/** A folder under the cache, made if it is not there. */
export function cachePath(...parts: string[]): string {
  const path = join(cacheFolder, ...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

/** One of the scripts beside `lib`. */
export function scriptPath(name: string): string {
  return join(root, 'scripts', `${name}.ts`);
}
