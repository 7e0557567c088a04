import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inboxDriversForEsbuild } from '../../../scripts/lib/inbox-drivers.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles a sandbox process as scripts/build.ts does, so that tests need no build before them; gives the path.
 *
 * @param name - each test file has a bundle of its own: they run at the same time
 * @param machine - `fake`: one driver and no kernel
 */
export async function buildSandbox(name: string, machine: 'fake' | 'real' = 'fake'): Promise<string> {
  const outfile = here(`../../../.cache/test/${name}.cjs`);
  await build({
    entryPoints: [here(machine === 'fake' ? './main.ts' : '../../../src/host/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    plugins: [inboxDriversForEsbuild()],
    logLevel: 'warning',
  });
  return outfile;
}
