import { expect, test } from 'vitest';
import { DO_POWER_PAGABLE } from '../../../src/abi/device-flags.ts';
import { found } from './support.ts';
import { bootChanged, bootSilentBus, refusedAfterTelling, USAGE } from './usage-tellers.ts';

test('USE-V10 a bus that does not tell its parent is found at the line that completes the request', async () => {
  const { machine, line } = await bootSilentBus();
  await machine.inject({ op: 'usage', device: 'hba0', type: 'paging', inPath: true });
  expect(found(machine)).toEqual([`USE-V10 mine ${USAGE}:${line}`]);
});

test('the same bus as it is tells its parent', async () => {
  const { machine } = await bootChanged('pci', USAGE, 'IsKnownUsage', 'IsKnownUsage');
  await machine.inject({ op: 'usage', device: 'hba0', type: 'paging', inPath: true });
  await machine.inject({ op: 'usage', device: 'hba0', type: 'paging', inPath: false });
  expect(found(machine)).toEqual([]);
});

test('USE-V06 a filter that tells a second stack and does not take it back is found where it completes', async () => {
  const { machine, line } = await refusedAfterTelling(false);
  expect(found(machine)).toEqual([`USE-V06 flt flt.ts:${line}`]);
});

test('a filter that takes it back is not found', async () => {
  const { machine } = await refusedAfterTelling(true);
  expect(found(machine)).toEqual([]);
});

test('USE-V04 USE-V09 a special file for the root of the tree blames nobody: the PnP manager keeps its own flag', async () => {
  const { machine } = await bootChanged('pci', USAGE, 'IsKnownUsage', 'IsKnownUsage');
  const pagable = (): boolean => ((machine.nt.pnp.root?.pdo.Flags ?? 0) & DO_POWER_PAGABLE) !== 0;
  expect(pagable()).toBe(true);
  await machine.inject({ op: 'usage', device: 'root', type: 'paging', inPath: true });
  await machine.inject({ op: 'usage', device: 'root', type: 'dump', inPath: true });
  await machine.inject({ op: 'usage', device: 'root', type: 'paging', inPath: false });
  expect(pagable()).toBe(false);
  await machine.inject({ op: 'usage', device: 'root', type: 'dump', inPath: false });
  expect(pagable()).toBe(true);
  expect(found(machine)).toEqual([]);
});
