/** The sandbox process: from nothing to a booted sample, against a bare Node process that does nothing. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import { startHost } from '../../src/client/start-host.ts';

export interface HostResult {
  /** Milliseconds. */
  readonly bareProcess: number;
  readonly booted: number;
  /** The same once the process runs: reading, compiling and booting the sample again. */
  readonly again: number;
}

function bareProcess(): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', '0']);
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - start));
  });
}

export async function benchHost(): Promise<HostResult> {
  const file = join(root, 'samples', 'storage', 'storage.machine.json');
  await bareProcess();
  const bare = await bareProcess();
  const start = performance.now();
  const host = await startHost({
    entry: join(root, 'dist', 'host.cjs'),
    readFile: (path: string) => readFile(path, 'utf8').catch(() => null),
  });
  const first = await host.request('machine/start', { file });
  const booted = performance.now() - start;
  if (!first.ok) throw new Error('the sample does not start');
  const restart = performance.now();
  await host.request('machine/start', { file });
  const again = performance.now() - restart;
  await host.dispose();
  return { bareProcess: bare, booted, again };
}
