/** What the options have done is told in the state, and in its text. */
import { expect, test } from 'vitest';
import { playWith } from './support.ts';

const USES = {
  read: "const block = ExAllocatePool2(POOL_FLAG_PAGED, 64, 'tesT'); if (block === 0) return Complete(irp, STATUS_INSUFFICIENT_RESOURCES); const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old); KeLowerIrql(old.value); RtlZeroMemory(block, 64); ExFreePool(block);",
};

test('each option that is on has a line with what came of it', async () => {
  const machine = await playWith(USES, {
    drivers: ['flt'],
    specialPool: true,
    lowResources: { probability: 0 },
    forcePendingIo: true,
    irpLogging: 4,
  });
  const lines = machine.state().verification?.options.map(({ name, text }) => `${name}: ${text}`);
  expect(lines).toEqual([
    'drivers: flt',
    'special pool: 1 allocations on pages of their own, 0 found no room',
    expect.stringMatching(/^force IRQL checking: paged pool was paged out \d+ times, 1 blocks came back$/),
    expect.stringMatching(/^pool tracking: \w+ has \d+ blocks/),
    ...(lines ?? []).filter((line) => line.startsWith('pool tracking')).slice(1),
    'low resources: 0 of 2 allocations failed',
    expect.stringMatching(/^force pending I\/O: \d+ requests were made pending$/),
    'IRP logging: the last 4 of each device',
  ]);
  expect(lines).toContain('pool tracking: flt has 0 blocks, 0 bytes; at the most 1 blocks, 64 bytes');
  for (const line of lines ?? []) expect(machine.describe()).toContain(`- ${line}`);
});

test('an allocation that failed is named with its routine, its driver and its line', async () => {
  const machine = await playWith(USES, { lowResources: { allocation: 2 } });
  expect(machine.state().verification?.allocations).toMatchObject({
    attempts: 2,
    failures: 1,
    kept: [{ number: 2, routine: 'ExAllocatePool2', driver: 'flt', device: 'dev0', file: 'flt.ts' }],
  });
  expect(machine.describe()).toMatch(/- allocation 2 failed: ExAllocatePool2 in flt at flt\.ts:\d+/);
});

test('a machine file that names no option shows nothing of them', async () => {
  const machine = await playWith(USES, { mode: 'all' });
  expect(machine.state().verification).toBeUndefined();
  expect(machine.describe()).not.toContain('Driver Verifier');
});
