import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './paths.ts';

/** `node_modules/a/node_modules/@b/c` of an input; undefined for our own files. */
function packageFolder(input: string): string | undefined {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  const [scope = '', name = ''] = input.slice(at + 'node_modules/'.length).split('/');
  return `${input.slice(0, at)}node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
}

function licenseText(folder: string): string {
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
}

/** The licences of everything that the bundles contain, as they ask for. */
export function noticesOf(metafiles: readonly Metafile[]): string {
  const folders = new Set<string>();
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const folder = packageFolder(input);
      if (folder !== undefined && existsSync(join(root, folder, 'package.json'))) folders.add(folder);
    }
  }
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license?: string;
    };
    return `${name} ${version} (${license ?? 'see below'})\n\n${licenseText(folder)}\n`;
  });
  return `Driver Sandbox contains the following packages.\n\n${parts.join(`\n${'-'.repeat(79)}\n\n`)}`;
}
