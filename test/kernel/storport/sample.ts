/** samples/miniport, as it is or with something replaced. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootMachine, ROOT } from '../../support/machine.ts';

const FOLDER = join(ROOT, 'samples', 'miniport').replaceAll('\\', '/');
export const SAMPLE = `${FOLDER}/miniport.machine.json`;

export interface Change {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

export function textOf(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8').replaceAll('\r\n', '\n');
}

/** @throws Error when a text that is to be replaced is not there */
export function changedFiles(changes: readonly Change[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { file, find, put } of changes) {
    const path = `${FOLDER}/${file}`;
    const text = files[path] ?? textOf(file);
    if (!text.includes(find)) throw new Error(`${file} of samples/miniport does not have: ${find}`);
    files[path] = text.replace(find, () => put);
  }
  return files;
}

export function bootSample(changes: readonly Change[] = []): Promise<Machine> {
  return bootMachine({ file: SAMPLE }, changedFiles(changes));
}
