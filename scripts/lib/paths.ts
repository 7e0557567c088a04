import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
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

/**
 * The same outside of the repository, in the user's own cache. What holds VS Code has to be there: a VS Code that lies
 * inside the extension that it develops takes its own extensions for parts of that one, and loses its themes.
 */
export function userCachePath(...parts: string[]): string {
  const path = join(process.env['DRIVER_SANDBOX_CACHE'] ?? join(userCaches(), 'driver-sandbox'), ...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

function userCaches(): string {
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
}

/** One of the scripts beside `lib`. */
export function scriptPath(name: string): string {
  return join(root, 'scripts', `${name}.ts`);
}
