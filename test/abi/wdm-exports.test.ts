import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/lib/paths.ts';
import { makeWdm } from '../../src/ddi/wdm.ts';
import { assemble, type NtOptions } from '../../src/kernel/assemble.ts';

const nothing = (): void => {};

/** A kernel without devices: enough to see what it gives to drivers. */
function bareKernel(): ReturnType<typeof assemble> {
  const options = {
    memory: new ArrayBuffer(0x20_0000),
    seed: 1,
    hardware: { children: () => [] },
    drivers: { find: () => undefined },
    registry: new Map(),
    hooks: { onCrash: nothing, onFinding: nothing, onChange: nothing, onDbgPrint: nothing, breathe: nothing },
  };
  return assemble(options as unknown as NtOptions);
}

test('what wdm.d.ts declares is what a driver gets', () => {
  const text = readFileSync(join(root, 'media', 'sdk', 'wdm.d.ts'), 'utf8');
  const declared = new Set([...text.matchAll(/^ {2}export (?:const|function) (\w+)/gm)].map(([, name]) => name));
  const given = new Set(Object.keys(makeWdm(bareKernel())));
  expect(declared.size).toBeGreaterThan(900);
  expect({
    'declared, but not there': [...declared].filter((name) => !given.has(name ?? '')).sort(),
    'there, but not declared': [...given].filter((name) => !declared.has(name)).sort(),
  }).toEqual({ 'declared, but not there': [], 'there, but not declared': [] });
});
