// Measures the budgets of the design. `npm run bench`
import { join } from 'node:path';
import { build } from 'esbuild';
import { inboxDriversForEsbuild } from './lib/inbox-drivers.ts';
import { cachePath, root, scriptPath } from './lib/paths.ts';
import { runNode } from './lib/run.ts';

if ((await runNode([scriptPath('build'), '--minify'])) !== 0) process.exit(1);
const folder = cachePath('bench');
await build({
  entryPoints: [join(root, 'test', 'bench', 'run.ts')],
  outfile: join(folder, 'run.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  external: ['esbuild'],
  // The name must not meet one that the bundle imports.
  banner: {
    js: "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);",
  },
  define: {
    'import.meta.dirname': JSON.stringify(join(root, 'scripts', 'lib')),
    'import.meta.url': JSON.stringify(new URL('../test/support/machine.ts', import.meta.url).href),
  },
  plugins: [inboxDriversForEsbuild()],
  logLevel: 'warning',
});
process.exit(await runNode([join(folder, 'run.mjs')]));
