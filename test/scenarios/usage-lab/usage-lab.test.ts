import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInjections } from '../../../src/cli/read-injections.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootMachine, ROOT } from '../../support/machine.ts';

const LAB = join(ROOT, 'samples', 'usage-lab').replaceAll('\\', '/');

const FINDINGS = {
  skips: 'USE-V07',
  early: 'USE-V03',
  'counts-first': 'USE-V05',
  'refuses-late': 'USE-V08',
  'forgets-state': 'USE-V09',
  'lets-go': 'USE-V12',
} as const;

const MARK = '// (X)';

async function lineOf(driver: string): Promise<number> {
  const text = await readFile(join(LAB, `${driver}.ts`), 'utf8');
  const lines = text.split('\n').flatMap((line, index) => (line.includes(MARK) ? [index + 1] : []));
  expect(lines).toHaveLength(1);
  return lines[0] ?? 0;
}

async function playLab(): Promise<Machine> {
  const machine = await bootMachine({ file: `${LAB}/lab.machine.json` });
  const file = `${LAB}/lab.injections.jsonc`;
  const { injections, diagnostics } = readInjections(file, await readFile(file, 'utf8'));
  expect(diagnostics).toEqual([]);
  for (const { injection } of injections) await machine.inject(injection);
  return machine;
}

describe('the usage lab', () => {
  test('each of the six filters gives its finding, at its marked line, and nothing else is found', async () => {
    const machine = await playLab();
    const found = machine.state().violations.map(({ rule, driver, file, line }) => `${rule} ${driver} ${file}:${line}`);
    const expected = await Promise.all(
      Object.entries(FINDINGS).map(
        async ([driver, rule]) => `${rule} ${driver} ${LAB}/${driver}.ts:${await lineOf(driver)}`,
      ),
    );
    expect(found).toEqual(expected);
    expect(machine.state().bugcheck).toBeNull();
  });

  test('each finding says what to do and why', async () => {
    const machine = await playLab();
    for (const { title, message, remedy, why } of machine.state().violations) {
      for (const text of [title, message, remedy, why]) expect(text?.length).toBeGreaterThan(20);
    }
  });
});
