/**
 * What happens on the storage sample, whole. Read a changed golden file as code: which driver is told what, in which
 * order, and whether flags and counts end as they must.
 */
import { expect, test } from 'vitest';
import type { PnpRequest } from '../../src/protocol/injection.ts';
import { bootDescription, bootMachine, deviceOf } from '../support/machine.ts';
import { bootText, ledgerOf } from './support/observe.ts';
import { Scenario } from './support/scenario.ts';
import { bootStripe } from './support/stripe.ts';

const CREATE = { op: 'usage', device: 'volC', type: 'paging', inPath: true } as const;
const REMOVE = { op: 'usage', device: 'volC', type: 'paging', inPath: false } as const;
const pnp = (device: string, request: PnpRequest) => ({ op: 'pnp', device, request }) as const;

/** The storage sample without its page file. */
async function bootWithoutFiles(): Promise<Awaited<ReturnType<typeof bootMachine>>> {
  const machine = await bootMachine();
  await machine.inject(REMOVE);
  return machine;
}

test('4(a) PNP-20 PNP-21 PNP-22 the machine boots: every device is found, identified, given its drivers and started', async () => {
  const machine = await bootMachine();
  await expect(`${bootText(machine)}\n${ledgerOf(machine)}`).toMatchFileSnapshot('./golden/boot.txt');
});

test('4(b) USE-09 USE-21 USE-52 USE-61 page files come: one, and another', async () => {
  const scenario = new Scenario(await bootWithoutFiles());
  await scenario.play(CREATE);
  await scenario.play(CREATE);
  expect(deviceOf(scenario.machine, 'disk0').stack.map(({ pagingPathCount }) => pagingPathCount)).toEqual([2, 2, 2, 2]);
  await scenario.matches('page-files-come');
});

test('USE-55 USE-61 page files go: one, then the last, and the device may be disabled again', async () => {
  const machine = await bootMachine();
  await machine.inject(CREATE);
  const scenario = new Scenario(machine);
  await scenario.play(REMOVE);
  await scenario.play(REMOVE);
  expect(deviceOf(machine, 'disk0')).toMatchObject({ notDisableable: false, specialFiles: { paging: 0 } });
  await scenario.matches('page-files-go');
});

test('4(c) USE-25 USE-28 one disk of a stripe refuses: all that was told before is told the opposite', async () => {
  const machine = await bootStripe({}, { lowerFilters: ['filter'] });
  const before = ledgerOf(machine);
  const scenario = new Scenario(machine);
  await scenario.play({
    op: 'fault',
    device: 'disk2',
    driver: 'filter',
    at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    status: 'STATUS_INSUFFICIENT_RESOURCES',
  });
  const { ok, status } = await scenario.play({ ...CREATE, device: 'volS' });
  expect([ok, status]).toEqual([false, 'STATUS_INSUFFICIENT_RESOURCES']);
  expect(ledgerOf(machine)).toBe(before);
  await scenario.matches('stripe-refused');
});

test('4(c) USE-25 the only disk of a volume refuses: the volume manager takes back what it told its parent', async () => {
  const machine = await bootWithoutFiles();
  const before = ledgerOf(machine);
  const scenario = new Scenario(machine);
  await scenario.play({
    op: 'fault',
    device: 'hba0',
    driver: 'pci',
    at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    status: 'STATUS_DEVICE_NOT_READY',
  });
  expect(await scenario.play(CREATE)).toMatchObject({
    ok: false,
    status: 'STATUS_DEVICE_NOT_READY',
    vetoedBy: 'volC/volmgr',
  });
  expect(ledgerOf(machine)).toBe(before);
  await scenario.matches('adapter-refused');
});

test('4(c) USE-08 a driver wrongly refuses that the last file goes: those above it keep count and flag, the file is gone', async () => {
  const scenario = new Scenario(await bootMachine());
  await scenario.play({
    op: 'fault',
    device: 'disk0',
    driver: 'disk',
    at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    status: 'STATUS_UNSUCCESSFUL',
  });
  const { ok } = await scenario.play(REMOVE);
  expect(ok).toBe(true);
  await scenario.matches('removal-refused');
});

test('4(d) USE-62 USE-63 PNP-40 a disk with a page file is not removed, and every stack that was asked is told so', async () => {
  const scenario = new Scenario(await bootMachine());
  expect(await scenario.play(pnp('disk0', 'disable'))).toMatchObject({ ok: false });
  expect(await scenario.play(pnp('disk0', 'eject'))).toMatchObject({
    ok: false,
    status: 'STATUS_DEVICE_BUSY',
    vetoedBy: 'volC/volmgr',
  });
  expect(await scenario.play(pnp('disk0', 'queryRemove'))).toMatchObject({
    ok: false,
    status: 'STATUS_DEVICE_BUSY',
    vetoedBy: 'disk0/auditflt',
  });
  expect(deviceOf(scenario.machine, 'disk0').pnp).toBe('started');
  await scenario.matches('removal-vetoed');
});

test('USE-64 PNP-50 PNP-51 PNP-52 PNP-12 a disk with a page file is pulled out, and put in again', async () => {
  const scenario = new Scenario(await bootMachine());
  expect(await scenario.play(pnp('disk0', 'unplug'))).toMatchObject({ ok: true, violations: ['USE-64'] });
  expect(scenario.machine.state().devices.map(({ id }) => id)).toEqual(['root', 'acpi0', 'pci0', 'hba0', 'volmgr0']);
  await scenario.play(pnp('disk0', 'plugIn'));
  expect(deviceOf(scenario.machine, 'volC').pnp).toBe('started');
  await scenario.matches('disk-pulled-out');
});

test('PNP-50 PNP-53 an adapter reports that it is gone: all below it goes with it', async () => {
  const scenario = new Scenario(await bootWithoutFiles());
  await scenario.play(pnp('hba0', 'surpriseRemove'));
  expect(scenario.machine.state().devices.map(({ id, pnp: state }) => `${id} ${state}`)).toEqual([
    'root started',
    'acpi0 started',
    'pci0 started',
    'hba0 removed',
    'volmgr0 started',
    'volC removed',
  ]);
  await scenario.play(pnp('hba0', 'enable'));
  expect(scenario.machine.state().devices.every(({ pnp: state }) => state === 'started')).toBe(true);
  await scenario.matches('adapter-surprise-removed');
});

test('PNP-30 PNP-31 USE-32 a rebalance stops and starts an adapter, and is refused while a page file lies behind it', async () => {
  const scenario = new Scenario(await bootMachine());
  expect(await scenario.play(pnp('hba0', 'rebalance'))).toMatchObject({ ok: false, status: 'STATUS_DEVICE_BUSY' });
  await scenario.play(REMOVE);
  expect(await scenario.play(pnp('hba0', 'rebalance'))).toMatchObject({ ok: true });
  await scenario.matches('rebalance');
});

test('R1 R3 R7 PNP-41 a disk is disabled and enabled: its volume goes and comes with it', async () => {
  const scenario = new Scenario(await bootWithoutFiles());
  await scenario.play(pnp('disk0', 'disable'));
  expect([deviceOf(scenario.machine, 'disk0').problem?.code, deviceOf(scenario.machine, 'volC').pnp]).toEqual([
    22,
    'removed',
  ]);
  await scenario.play(pnp('disk0', 'enable'));
  expect(deviceOf(scenario.machine, 'volC').pnp).toBe('started');
  await scenario.matches('disable-enable');
});

test('PNP-33 a disk fails to start: its drivers are removed and its volume does not start', async () => {
  const scenario = new Scenario(await bootWithoutFiles());
  await scenario.play(pnp('disk0', 'disable'));
  await scenario.play({
    op: 'fault',
    device: 'disk0',
    driver: 'disk',
    at: 'IRP_MN_START_DEVICE',
    status: 'STATUS_DEVICE_NOT_READY',
  });
  await scenario.play(pnp('disk0', 'enable'));
  expect(deviceOf(scenario.machine, 'disk0')).toMatchObject({
    pnp: 'removed',
    problem: { code: 10, name: 'CM_PROB_FAILED_START' },
  });
  await scenario.play(pnp('disk0', 'enable'));
  expect(deviceOf(scenario.machine, 'volC').pnp).toBe('started');
  await scenario.matches('start-failed');
});

test('PNP-12 PNP-41 an adapter is disabled and enabled: its children go with it and are found again', async () => {
  const scenario = new Scenario(await bootWithoutFiles());
  await scenario.play(pnp('hba0', 'disable'));
  expect(scenario.machine.state().devices.map(({ id, pnp: state }) => `${id} ${state}`)).toEqual([
    'root started',
    'acpi0 started',
    'pci0 started',
    'hba0 removed',
    'volmgr0 started',
    'volC removed',
  ]);
  await scenario.play(pnp('hba0', 'enable'));
  expect(scenario.machine.state().devices.every(({ pnp: state }) => state === 'started')).toBe(true);
  await scenario.matches('adapter-disabled');
});

test('PNP-33 a disk fails to start again after a rebalance: it is surprise-removed with its volume', async () => {
  const scenario = new Scenario(await bootWithoutFiles());
  await scenario.play(pnp('disk0', 'queryStop'));
  await scenario.play(pnp('disk0', 'stop'));
  await scenario.play({
    op: 'fault',
    device: 'disk0',
    driver: 'disk',
    at: 'IRP_MN_START_DEVICE',
    status: 'STATUS_DEVICE_NOT_READY',
  });
  await scenario.play(pnp('disk0', 'start'));
  expect(deviceOf(scenario.machine, 'disk0')).toMatchObject({ pnp: 'removed', problem: { code: 10 } });
  expect(deviceOf(scenario.machine, 'volC').pnp).toBe('removed');
  await scenario.matches('restart-failed');
});

test('USE-02 USE-04 a null device can hold no special file, and its bus is not told', async () => {
  const machine = await bootDescription({
    name: 'plain',
    devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'null' }] }],
  });
  const scenario = new Scenario(machine);
  expect(await scenario.play({ ...CREATE, device: 'dev0' })).toMatchObject({
    ok: false,
    status: 'STATUS_INVALID_PARAMETER',
  });
  await scenario.matches('null-device-refuses');
});
