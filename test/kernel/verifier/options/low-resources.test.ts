/** Low resources simulation: allocations that fail, by chance or one by one. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../../src/machine/machine.ts';
import { traceOf } from '../../../support/machine.ts';
import type { Parts } from '../support.ts';
import { playWith, READ, stopAt } from './support.ts';

/** Looks at what it gets. */
const CAREFUL: Parts = {
  read: `const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); if (block === 0) return Complete(irp, STATUS_INSUFFICIENT_RESOURCES);
const other = IoAllocateIrp(device.StackSize, FALSE); if (other === NULL) { ExFreePool(block); return Complete(irp, STATUS_INSUFFICIENT_RESOURCES); }
const item = IoAllocateWorkItem(device); if (item !== 0 && item !== NULL) IoFreeWorkItem(item);
IoFreeIrp(other); ExFreePool(block);`,
};
/** Takes it that there is memory. */
const CARELESS: Parts = {
  read: "const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT');\nRtlZeroMemory(block, 64); //!\nExFreePool(block);",
};
const HUNDRED = { steps: Array.from({ length: 100 }, () => READ) };

/** One for AddDevice, three for the read. */
const ATTEMPTS = 4;

const failures = (machine: Machine): readonly string[] =>
  machine.nt.lowResources?.kept.map(({ number, routine }) => `${number} ${routine}`) ?? [];

test('a driver that does not look at what it gets is found at the line that uses it', async () => {
  const machine = await playWith(CARELESS, { lowResources: { allocation: 2 } });
  expect(failures(machine)).toEqual(['2 ExAllocatePool2']);
  expect(machine.state().bugcheck).toMatchObject({
    ...stopAt(CARELESS, 0x7e),
    parameters: ['0xc0000005', '0x0', '0x0', '0x0'],
  });
});

test('a driver that does look goes on with each of its allocations failing in turn', async () => {
  const failed: string[] = [];
  for (let allocation = 2; allocation <= ATTEMPTS; allocation += 1) {
    const machine = await playWith(CAREFUL, { mode: 'all', lowResources: { allocation } });
    expect(machine.state()).toMatchObject({ bugcheck: null, violations: [] });
    failed.push(...failures(machine));
  }
  expect(failed).toEqual(['2 ExAllocatePool2', '3 IoAllocateIrp', '4 IoAllocateWorkItem']);
  expect(failures(await playWith(CAREFUL, { lowResources: { allocation: ATTEMPTS + 1 } }))).toEqual([]);
});

test('IoCreateDevice fails in AddDevice: the device has a problem, and the machine goes on', async () => {
  const careful = { ...CAREFUL, created: 'if (created.value === NULL) return STATUS_INSUFFICIENT_RESOURCES;' };
  const machine = await playWith(careful, { lowResources: { allocation: 1 } });
  expect(failures(machine)).toEqual(['1 IoCreateDevice']);
  expect(machine.state().bugcheck).toBeNull();
  expect(machine.state().devices.find(({ id }) => id === 'dev0')?.problem).not.toBeNull();
});

test('with no chance and no allocation singled out, all are counted and none fails', async () => {
  const machine = await playWith(CAREFUL, { lowResources: { probability: 0 } });
  const kept = machine.nt.lowResources?.kept ?? [];
  expect(kept.map(({ routine }) => routine)).toEqual([
    'IoCreateDevice',
    'ExAllocatePool2',
    'IoAllocateIrp',
    'IoAllocateWorkItem',
  ]);
  expect(machine.nt.lowResources).toMatchObject({ attempts: ATTEMPTS, failures: 0 });
});

test('by chance, the same seed fails the same allocations, and another seed others', async () => {
  const verifier = (seed: number): object => ({ lowResources: { probability: 1000, seed, tags: ['Test', 'tesT'] } });
  const first = await playWith(CAREFUL, verifier(7), HUNDRED);
  const again = await playWith(CAREFUL, verifier(7), HUNDRED);
  const other = await playWith(CAREFUL, verifier(8), HUNDRED);
  expect(failures(first).length).toBeGreaterThan(0);
  expect(failures(first)).toEqual(failures(again));
  expect(traceOf(first)).toBe(traceOf(again));
  expect(failures(first)).not.toEqual(failures(other));
  expect(new Set(failures(first).map((text) => text.split(' ')[1]))).toEqual(new Set(['ExAllocatePool2']));
});

test('only drivers that are verified, and those that the option names, meet it; nothing fails before the delay is over', async () => {
  for (const verifier of [
    { drivers: ['filter'], lowResources: { probability: 10_000 } },
    { lowResources: { probability: 10_000, drivers: ['filter'] } },
    { lowResources: { probability: 10_000, delay: '1min' } },
  ]) {
    const machine = await playWith(CARELESS, verifier);
    expect(failures(machine)).toEqual([]);
    expect(machine.state().bugcheck).toBeNull();
  }
});

test('each failure stands in the trace, with its number and routine', async () => {
  const machine = await playWith(CAREFUL, { lowResources: { allocation: 3 } });
  const lines = traceOf(machine)
    .split('\n')
    .filter((line) => line.includes('"kind":"fault"'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('injected failure of allocation 3, IoAllocateIrp');
  expect(lines[0]).toContain('"driver":"flt"');
});
