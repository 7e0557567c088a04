import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SHAPE } from '../../src/machine/file/shape.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { bootMachine, deviceOf, injectAll, ROOT } from '../support/machine.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  if (found === undefined) throw new Error(`README.md has no ${language} block`);
  return found;
}

test("the README's driver stands in the README's machine, survives the README's story, and goes clean", async () => {
  const machine = await bootMachine(
    { file: 'storage.machine.json' },
    { 'storage.machine.json': block('jsonc'), 'auditflt.ts': block('ts') },
  );
  expect(deviceOf(machine, 'disk0').stack[0]).toMatchObject({ driver: 'auditflt', role: 'upperFilter' });
  const results = await injectAll(machine, JSON.parse(block('json')) as Injection[]);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true, false, true]);
  const gone = await injectAll(machine, [
    { op: 'usage', device: 'volC', type: 'paging', inPath: false },
    { op: 'usage', device: 'volC', type: 'dump', inPath: false },
    { op: 'pnp', device: 'disk0', request: 'eject' },
  ]);
  expect(gone.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(machine.state()).toMatchObject({ bugcheck: null, run: 'idle' });
  expect(deviceOf(machine, 'disk0').stack.map(({ driver }) => driver)).toEqual(['storport']);
});

test('the options of Driver Verifier in the README are those of the machine file, and a machine starts with all of them', async () => {
  const [, options = ''] = /stand beside `rules`[^`]*```json5\n([\s\S]*?)```/.exec(readme) ?? [];
  const named = [...options.matchAll(/^"(\w+)":/gm)].map(([, name]) => name);
  expect(['mode', 'rules', ...named]).toEqual([...SHAPE.verifier]);
  const machine = await bootMachine(
    { file: 'storage.machine.json' },
    {
      'storage.machine.json': block('jsonc').replace('{', `{ "verifier": { "mode": "all", ${options} },`),
      'auditflt.ts': block('ts'),
    },
  );
  expect(machine.state().verification?.options.map(({ name }) => name)).toContain('low resources');
});

test('every injection of the README is one that there is', () => {
  const listed = [...readme.matchAll(/^\| `(\w+)`(?:, `(\w+)`)? \|/gm)].flatMap((match) =>
    match.slice(1).filter((name) => name !== undefined),
  );
  expect(listed.sort()).toEqual([
    'advance',
    'bugcheck',
    'expect',
    'fault',
    'hardwareProfileChange',
    'io',
    'pageIn',
    'pnp',
    'pofx',
    'power',
    'run',
    'usage',
    'wmi',
  ]);
});
