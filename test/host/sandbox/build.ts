import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the process with the fake machine, as scripts/build.ts does the real one; gives the path. */
export async function buildSandbox(name: string): Promise<string> {
  const outfile = here(`../../../.cache/test/${name}.cjs`);
  await build({
    entryPoints: [here('./main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}
