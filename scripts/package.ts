// Makes driver-sandbox-VERSION.vsix. With --check it makes nothing: it lists what would go in, and holds it against
// what users need and how large it may be. `npm run package [-- --check]`
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, scriptPath } from './lib/paths.ts';
import { runNode, runPackage } from './lib/run.ts';

/** Bytes of all files together, before compression. */
const MOST_BYTES = 6 * 1024 * 1024;
/** What VS Code loads when it activates the extension; the design's budget. */
const MOST_ON_ACTIVATION = 300 * 1024;
const NEEDED = [
  'dist/extension.cjs',
  'dist/travelling-host.cjs',
  'dist/dump-reader.cjs',
  'dist/dump-console.cjs',
  'dist/host.cjs',
  'dist/c-compiler.cjs',
  'dist/webview.js',
  'dist/dump-view.js',
  'media/sdk/wdm.d.ts',
  'media/sdk/wdm.h',
  'media/sdk/storport.h',
  'media/machine.schema.json',
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];
/** Everything that may go in; one pattern a kind of file. */
const ALLOWED = [
  /^dist\/[\w.-]+\.(cjs|js|css)$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^media\//,
  /^l10n\//,
  /^samples\/[\w-]+\/[\w.-]+$/,
  /^package(\.nls)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
];

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
if ((await runNode([scriptPath('build'), '--minify'])) !== 0) process.exit(1);
let listed = '';
const code = await runPackage('@vscode/vsce/vsce', ['ls', '--no-dependencies'], {
  onText: (text) => {
    listed += text;
  },
});
if (code !== 0) process.exit(code);
const files = listed.split(/\r?\n/).filter((file) => file !== '' && existsSync(join(root, file)));
const problems = [
  ...NEEDED.filter((file) => !files.includes(file)).map((file) => `${file} is missing: see .vscodeignore`),
  ...files
    .filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))
    .map((file) => `${file} should not go in: see .vscodeignore`),
];
const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
if (bytes > MOST_BYTES) problems.push(`${bytes} bytes in all, ${MOST_BYTES} are allowed`);
const onActivation = statSync(join(root, 'dist/extension.cjs')).size;
if (onActivation > MOST_ON_ACTIVATION)
  problems.push(
    `dist/extension.cjs has ${onActivation} bytes, ${MOST_ON_ACTIVATION} are allowed: load what is rarely needed from a bundle of its own (scripts/lib/bundles.ts)`,
  );
console.log(`${files.length} files, ${(bytes / 1024).toFixed(0)} KB`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
if (values.check !== true)
  process.exit(
    await runPackage('@vscode/vsce/vsce', [
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
    ]),
  );
