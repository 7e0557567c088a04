import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin as VitePlugin } from 'vitest/config';
import { transpile } from '../../src/toolchain/transpile.ts';
import { root } from './paths.ts';

const NAME = 'virtual:inbox-drivers';
const SUFFIX = /\.(?:driver|miniport)\.ts$/;
const folder = join(root, 'src', 'drivers');

interface InboxModule {
  code: string;
  files: string[];
}

/** A driver, or a part that drivers share. */
function isModule(name: string): boolean {
  return SUFFIX.test(name) || /^lib\/[\w-]+\.ts$/.test(name);
}

/** The text of the module `virtual:inbox-drivers`; goes through the same transform as a user's driver. */
async function inboxDriversModule(): Promise<InboxModule> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter(isModule)
    .sort();
  const files = names.map((name) => join(folder, name));
  const entries = await Promise.all(
    names.map(async (name, index) => {
      const { code, diagnostics } = transpile(name, await readFile(files[index] ?? '', 'utf8'));
      const [first] = diagnostics;
      if (first !== undefined) throw new Error(`src/drivers/${name}: ${first.message}`);
      return `${JSON.stringify(name)}: function (require, module, exports) {${code}\n}`;
    }),
  );
  return { code: `export const inboxModules = {\n${entries.join(',\n')}\n};\n`, files };
}

export function inboxDriversForEsbuild(): EsbuildPlugin {
  return {
    name: 'inbox-drivers',
    setup(build) {
      build.onResolve({ filter: /^virtual:inbox-drivers$/ }, () => ({ path: NAME, namespace: 'inbox-drivers' }));
      build.onLoad({ filter: /.*/, namespace: 'inbox-drivers' }, async () => {
        const { code, files } = await inboxDriversModule();
        return { contents: code, loader: 'js', watchFiles: files, watchDirs: [folder] };
      });
    },
  };
}

export function inboxDriversForVite(): VitePlugin {
  return {
    name: 'inbox-drivers',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const { code, files } = await inboxDriversModule();
      for (const file of files) this.addWatchFile(file);
      return code;
    },
  };
}
