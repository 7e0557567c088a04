/** Pool tracking: what is left at unload, with every place that allocated it. */
import { expect, test } from 'vitest';
import { filterText } from '../support.ts';
import { playWith, READ } from './support.ts';

const UNLOADED = { steps: [READ, READ, { op: 'pnp', device: 'dev0', request: 'disable' }] } as const;
const LEAKS = {
  read: "ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); // first\nExAllocatePool2(POOL_FLAG_PAGED, 32, 'rehO'); // second",
  unload: 'DbgPrint("unloaded");',
};

const lineOf = (text: string): number =>
  filterText(LEAKS)
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

test('a leak is told once, with each line that allocated, how many blocks and how many bytes', async () => {
  const machine = await playWith(LEAKS, {}, UNLOADED);
  const [leak, ...others] = machine.state().violations;
  expect(others).toEqual([]);
  expect(leak).toMatchObject({ rule: 'C4/0x62', driver: 'flt', line: lineOf('// first') });
  expect(leak?.message).toContain('4 blocks, 192 bytes');
  expect(leak?.earlier).toMatchObject([
    { line: lineOf('// second'), message: '2 blocks, 64 bytes, were allocated here' },
  ]);
});

test('stopping at it gives 0xC4 with 0x62, the name of the driver, 0, and the number of blocks', async () => {
  const machine = await playWith(LEAKS, { rules: { 'C4/0x62': 'bugcheck' } }, UNLOADED);
  const { bugcheck } = machine.state();
  expect(bugcheck).toMatchObject({ code: 0xc4, driver: 'flt' });
  const [what, name, reserved, blocks] = (bugcheck?.parameters ?? []).map(Number);
  expect([what, reserved, blocks]).toEqual([0x62, 0, 4]);
  const { data } = machine.nt.kernel.memory;
  const buffer = data.getUint32((name ?? 0) + 4, true);
  const length = data.getUint16(name ?? 0, true);
  expect(new TextDecoder('utf-16le').decode(machine.nt.kernel.memory.peek(buffer, length))).toBe('\\Driver\\flt');
});

test('switched off, or with all freed, there is no finding', async () => {
  expect((await playWith(LEAKS, { poolTracking: false }, UNLOADED)).state().violations).toEqual([]);
  const frees = { ...LEAKS, read: "ExFreePool(ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'));" };
  expect((await playWith(frees, { mode: 'all' }, UNLOADED)).state().violations).toEqual([]);
});
