/**
 * Special files whole, where more than one stack or more than one request is in play. Read a changed golden file as code:
 * each driver takes back exactly what it has told others, and the ledger at the end is that of the beginning.
 */
import { expect, test } from 'vitest';
import { DeviceUsageTypePaging } from '../../src/abi/enums.ts';
import type { Devnode } from '../../src/kernel/pnp/devnode.ts';
import { disableDevice } from '../../src/kernel/pnp/removal.ts';
import { notifyUsage } from '../../src/kernel/pnp/usage.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { FaultInjection } from '../../src/protocol/injection.ts';
import { withoutIrp } from '../support/low-memory.ts';
import { deviceOf } from '../support/machine.ts';
import { ledgerOf } from './support/observe.ts';
import { Scenario } from './support/scenario.ts';
import { bootStripe } from './support/stripe.ts';

const COMES = { op: 'usage', device: 'volS', type: 'paging', inPath: true } as const;
const GOES = { ...COMES, inPath: false } as const;

const refuse = (device: string, driver: string, more: Partial<FaultInjection> = {}): FaultInjection => ({
  op: 'fault',
  device,
  driver,
  at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  status: 'STATUS_INSUFFICIENT_RESOURCES',
  ...more,
});

function devnodeOf(machine: Machine, id: string): Devnode {
  const devnode = machine.nt.pnp.byId(id);
  if (devnode === undefined) throw new Error(`there is no ${id}`);
  return devnode;
}

test('USE-20 USE-21 USE-22 a volume over disks of two adapters: a file comes and goes', async () => {
  const machine = await bootStripe({}, {}, 'hba1');
  const before = ledgerOf(machine);
  const scenario = new Scenario(machine);
  expect(await scenario.play(COMES)).toMatchObject({ ok: true, violations: [] });
  expect(await scenario.play(GOES)).toMatchObject({ ok: true, violations: [] });
  expect(ledgerOf(machine)).toBe(before);
  await scenario.matches('two-adapters');
});

test('USE-25 the second adapter’s bus refuses: each driver takes back what it has told, the first disk and its adapter too', async () => {
  const machine = await bootStripe({}, {}, 'hba1');
  const before = ledgerOf(machine);
  const scenario = new Scenario(machine);
  await scenario.play(refuse('hba1', 'pci'));
  expect(await scenario.play(COMES)).toMatchObject({
    ok: false,
    status: 'STATUS_INSUFFICIENT_RESOURCES',
    violations: [],
  });
  expect(ledgerOf(machine)).toBe(before);
  await scenario.matches('two-adapters-refused');
});

test('USE-10 a file comes while the disk is to be disabled, and another is to go: one after the other, and the disk stays', async () => {
  const machine = await bootStripe({}, {}, 'hba1');
  await machine.inject(COMES);
  const { pnp } = machine.nt;
  const [volume, disk] = [devnodeOf(machine, 'volS'), devnodeOf(machine, 'disk1')];
  const scenario = new Scenario(machine);
  // The adapter takes its time, so that everything else has been asked for before the first is through.
  await scenario.play(refuse('hba0', 'storport', { status: 'delay', by: '2ms' }));
  const second = pnp.perform('usage', () => notifyUsage(pnp, volume, DeviceUsageTypePaging, true));
  const disabled = pnp.perform('disable', () => disableDevice(pnp, disk));
  const first = pnp.perform('usage', () => notifyUsage(pnp, volume, DeviceUsageTypePaging, false));
  await scenario.play({ op: 'run', until: 'idle' });
  // It is not even asked: it has said that it cannot be disabled.
  expect([await second, await disabled, await first]).toEqual([0, null, 0]);
  expect([deviceOf(machine, 'disk1').pnp, deviceOf(machine, 'disk1').specialFiles.paging]).toEqual(['started', 1]);
  await scenario.matches('file-and-removal-at-once');
});

test('USE-64 a disk of the stripe is pulled out while a file is on its way: what was told is there, then the disk is gone', async () => {
  const machine = await bootStripe({}, {}, 'hba1');
  const { pnp } = machine.nt;
  const volume = devnodeOf(machine, 'volS');
  const scenario = new Scenario(machine);
  await scenario.play(refuse('hba1', 'storport', { status: 'delay', by: '2ms' }));
  const comes = pnp.perform('usage', () => notifyUsage(pnp, volume, DeviceUsageTypePaging, true));
  const { ok, violations } = await scenario.play({ op: 'pnp', device: 'disk1', request: 'unplug' });
  expect([await comes, ok, violations]).toEqual([0, true, ['USE-64']]);
  expect(machine.state().devices.some(({ id }) => id === 'disk1')).toBe(false);
  expect(deviceOf(machine, 'disk2').specialFiles.paging).toBe(1);
  await scenario.matches('disk-pulled-out-meanwhile');
});

test('USE-23 memory runs out while the second disk is told: the first one and the volume manager hear that the file does not come', async () => {
  const machine = await bootStripe({}, {}, 'hba1');
  const before = ledgerOf(machine);
  const scenario = new Scenario(machine);
  // One is for the system, one for the volume manager, three for the stacks of the first disk; the next is the second's.
  await withoutIrp(machine, 5, async () =>
    expect(await scenario.play(COMES)).toMatchObject({
      ok: false,
      status: 'STATUS_INSUFFICIENT_RESOURCES',
      violations: [],
    }),
  );
  expect(ledgerOf(machine)).toBe(before);
  await scenario.matches('out-of-memory');
});
