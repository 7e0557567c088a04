/** IRP logging: the last requests of each device are kept and shown. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../../src/machine/machine.ts';
import { deviceOf } from '../../../support/machine.ts';
import { playWith, READ } from './support.ts';

const reads = (count: number): { readonly steps: (typeof READ)[] } => ({
  steps: Array.from({ length: count }, () => READ),
});
const logOf = (machine: Machine): readonly string[] =>
  (deviceOf(machine, 'dev0').irpLog ?? []).map(
    ({ request, drivers, completed }) => `${request} ${drivers.join('>')} ${completed?.by} ${completed?.status}`,
  );

test('each request stands there with the drivers that it reached, who completed it, and how', async () => {
  const machine = await playWith({}, { irpLogging: true }, reads(1));
  const log = logOf(machine);
  expect(log).toContain('IRP_MN_START_DEVICE flt>null>pci pci STATUS_SUCCESS');
  expect(log.at(-1)).toMatch(/^IRP_MJ_READ flt>null null STATUS_/);
});

test('only the last ones are kept, as many as were asked for, oldest first', async () => {
  const machine = await playWith(
    {},
    { irpLogging: 3 },
    { steps: [...reads(5).steps, { op: 'pnp', device: 'dev0', request: 'queryStop' }] },
  );
  expect(logOf(machine).map((line) => line.split(' ')[0])).toEqual([
    'IRP_MJ_READ',
    'IRP_MJ_READ',
    'IRP_MN_QUERY_STOP_DEVICE',
  ]);
});

test('one that a driver keeps is under way, and the description says so', async () => {
  const machine = await playWith({ read: 'IoMarkIrpPending(irp); return STATUS_PENDING;' }, { irpLogging: true });
  expect(deviceOf(machine, 'dev0').irpLog?.at(-1)).toMatchObject({
    request: 'IRP_MJ_READ',
    drivers: ['flt'],
    completed: null,
  });
  expect(machine.describe('dev0')).toMatch(/IRP_MJ_READ 0x[0-9a-f]+: flt; under way/);
});

test('it works without any rule, and is left out unless it was asked for', async () => {
  expect(logOf(await playWith({}, { mode: 'off', irpLogging: true })).length).toBeGreaterThan(2);
  expect(deviceOf(await playWith({}, { mode: 'all' }), 'dev0').irpLog).toBeUndefined();
});

test('clients are told of a device whose log has grown', async () => {
  const machine = await playWith({}, { irpLogging: true });
  const { revision } = machine.state();
  await machine.inject(READ);
  expect(machine.delta(revision).devices?.map(({ id }) => id)).toContain('dev0');
});
