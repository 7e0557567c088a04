// Makes dist/. `npm run build [-- --minify] [--watch]`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context, type Metafile } from 'esbuild';
import { esbuildOptions, presentBundles } from './lib/bundles.ts';
import { noticesOf } from './lib/notices.ts';
import { root } from './lib/paths.ts';

const { values } = parseArgs({ options: { watch: { type: 'boolean' }, minify: { type: 'boolean' } } });
const minify = values.minify === true;
const { present, missing } = presentBundles();
for (const { name, entry } of missing) console.warn(`skipped ${name}: there is no ${entry}`);
if (present.length === 0) throw new Error('nothing to build: no entry of scripts/lib/bundles.ts exists');

function sizes(metafile: Metafile): string {
  const files = Object.entries(metafile.outputs).filter(([path]) => /\.(cjs|js|css)$/.test(path));
  return files.map(([path, { bytes }]) => `${path} ${(bytes / 1024).toFixed(1)} KB`).join('\n');
}

if (values.watch === true) {
  await watch();
} else {
  const results = await Promise.all(present.map((bundle) => build(esbuildOptions(bundle, minify))));
  const metafiles = results.map(({ metafile }) => metafile).filter((metafile) => metafile !== undefined);
  for (const metafile of metafiles) console.log(sizes(metafile));
  writeFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), noticesOf(metafiles));
}

/** The words "watching" and "rebuilt" are what .vscode/tasks.json waits for. */
async function watch(): Promise<void> {
  const rebuilt = {
    name: 'report',
    setup(run: { onStart(f: () => void): void; onEnd(f: (result: { errors: unknown[] }) => void): void }): void {
      run.onStart(() => console.log('build started'));
      run.onEnd(({ errors }) => console.log(`build finished, ${errors.length} errors`));
    },
  };
  for (const bundle of present) {
    const options = esbuildOptions(bundle, minify);
    const watched = await context({ ...options, plugins: [...(options.plugins ?? []), rebuilt] });
    await watched.watch();
  }
}
