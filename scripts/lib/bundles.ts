import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { inboxDriversForEsbuild } from './inbox-drivers.ts';
import { root } from './paths.ts';

export interface Bundle {
  name: string;
  entry: string;
  options: BuildOptions;
}

const inPage: BuildOptions = { platform: 'browser', format: 'iife', target: 'chrome128' };
const inNode: BuildOptions = { platform: 'node', format: 'cjs', target: 'node20' };

/** Only the extension may leave `vscode` unresolved, so a stray import of it breaks every other bundle. */
export const bundles: readonly Bundle[] = [
  {
    name: 'extension.cjs',
    entry: 'src/extension/activate.ts',
    options: { ...inNode, external: ['vscode'], plugins: [lazyBundles()], supported: { 'dynamic-import': false } },
  },
  { name: 'travelling-host.cjs', entry: 'src/client/travel/travelling-host.ts', options: inNode },
  { name: 'debug-adapter.cjs', entry: 'src/debug-adapter/adapter.ts', options: inNode },
  { name: 'dump-reader.cjs', entry: 'src/extension/dump/read-dump.ts', options: inNode },
  { name: 'dump-console.cjs', entry: 'src/dump-console/open-dump-console.ts', options: inNode },
  { name: 'host.cjs', entry: 'src/host/main.ts', options: { ...inNode, plugins: [inboxDriversForEsbuild()] } },
  {
    name: 'cli.cjs',
    entry: 'src/cli/main.ts',
    options: { ...inNode, banner: { js: '#!/usr/bin/env node' }, plugins: [inboxDriversForEsbuild()] },
  },
  { name: 'c-compiler.cjs', entry: 'src/client/compiler/compiler-thread.ts', options: inNode },
  {
    name: 'webview.js',
    entry: 'src/webview/main.ts',
    options: inPage,
  },
  { name: 'dump-view.js', entry: 'src/webview/dump/main.ts', options: inPage },
];

/** What is imported where it is needed, and has a bundle of its own, is read from the disk only then. */
function lazyBundles(): Plugin {
  return {
    name: 'lazy-bundles',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
        const entry = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
        const bundle = bundles.find((one) => one.entry === entry);
        return kind === 'dynamic-import' && bundle ? { path: `./${bundle.name}`, external: true } : undefined;
      });
    },
  };
}

export function esbuildOptions(bundle: Bundle, minify: boolean): BuildOptions {
  return {
    ...bundle.options,
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: join('dist', bundle.name),
    bundle: true,
    // Names stay: `dt`, stacks and error messages show them, and keeping them by other means would slow every call.
    minifyWhitespace: minify,
    minifySyntax: minify,
    minifyIdentifiers: minify && bundle.options.platform === 'browser',
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    mainFields: bundle.options.platform === 'browser' ? ['browser', 'module', 'main'] : ['module', 'main'],
    metafile: true,
    logLevel: 'warning',
  };
}

/** The bundles whose entry exists, and the names of the others. */
export function presentBundles(): { present: Bundle[]; missing: Bundle[] } {
  const isThere = ({ entry }: Bundle): boolean => existsSync(join(root, entry));
  return { present: bundles.filter(isThere), missing: bundles.filter((bundle) => !isThere(bundle)) };
}
