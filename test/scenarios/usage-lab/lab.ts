/** The usage lab: six filters, each with one mistake, and the story that shows them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readInjections } from '../../../src/cli/read-injections.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootMachine, type Files, ROOT } from '../../support/machine.ts';

export const LAB = join(ROOT, 'samples', 'usage-lab').replaceAll('\\', '/');

export const FINDINGS = {
  skips: 'USE-V07',
  early: 'USE-V03',
  'counts-first': 'USE-V05',
  'refuses-late': 'USE-V08',
  'forgets-state': 'USE-V09',
  'lets-go': 'USE-V12',
} as const;

const MARK = '// (X)';

export async function lineOf(driver: string): Promise<number> {
  const text = await readFile(join(LAB, `${driver}.ts`), 'utf8');
  const lines = text.split('\n').flatMap((line, index) => (line.includes(MARK) ? [index + 1] : []));
  expect(lines).toHaveLength(1);
  return lines[0] ?? 0;
}

/** @param files - texts in place of those on the disk */
export async function playLab(files: Files = {}): Promise<Machine> {
  const machine = await bootMachine({ file: `${LAB}/lab.machine.json` }, files);
  const file = `${LAB}/lab.injections.jsonc`;
  const { injections, diagnostics } = readInjections(file, await readFile(file, 'utf8'));
  expect(diagnostics).toEqual([]);
  for (const { injection } of injections) await machine.inject(injection);
  return machine;
}
