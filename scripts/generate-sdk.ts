/** Writes what drivers are built against into `media/sdk`. With `--check` it only says whether that is up to date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './lib/paths.ts';
import { cHeader } from './sdk/c-header.ts';
import { wdmTypes } from './sdk/wdm-types.ts';

const files = [
  { path: join('media', 'sdk', 'wdm.d.ts'), make: wdmTypes },
  { path: join('media', 'sdk', 'wdm.h'), make: cHeader },
];

function current(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

const isCheck = process.argv.includes('--check');
for (const { path, make } of files) {
  const text = make();
  if (current(path) === text) continue;
  if (isCheck) {
    process.exitCode = 1;
    console.error(`${path} is out of date: run \`npm run sdk\`.`);
  } else {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`${path} written`);
  }
}
