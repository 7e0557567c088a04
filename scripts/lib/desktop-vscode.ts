import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cachePath } from './paths.ts';

/** The newest version that the Marketplace's users have; the oldest supported one stands in package.json. */
const VERSION = 'stable';

/** Whether a window can be opened here at all. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Downloads VS Code into the cache, once a version; undefined with the reason printed where that cannot be done. */
export async function desktopVsCode(): Promise<string | undefined> {
  try {
    const program = await downloadAndUnzipVSCode({
      version: VERSION,
      cachePath: cachePath('vscode'),
      extractSync: true,
    });
    return existsSync(program) ? program : undefined;
  } catch (error) {
    console.log(`No desktop VS Code: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Runs `body` with a fresh folder for a profile, which it removes afterwards. */
export async function withProfile<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'driver-sandbox-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
