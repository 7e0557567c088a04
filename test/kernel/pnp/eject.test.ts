import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { PnpRequest } from '../../../src/protocol/injection.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { leftOvers } from '../../scenarios/support/scenario.ts';
import { bootDescription, deviceOf, injectAll } from '../../support/machine.ts';

/** A disk that its slot can eject, a device that can only be taken out, and one that is soldered in. */
const DEVICES = [
  {
    id: 'pci0',
    function: 'pci',
    children: [
      {
        id: 'hba0',
        function: 'storport',
        children: [
          { id: 'disk0', function: 'disk', size: '1MiB', ejectable: true, volumes: [{ id: 'volC', size: '64KiB' }] },
        ],
      },
      { id: 'card0', function: 'null', removable: true },
      { id: 'chip0', function: 'null' },
    ],
  },
];

const boot = (): Promise<Machine> =>
  bootDescription({ name: 'slots', memory: '8MiB', verifier: 'all', devices: DEVICES });
const pnp = (device: string, request: PnpRequest, force = false) =>
  ({ op: 'pnp', device, request, ...(force ? { force } : {}) }) as const;

/** What reached the bus of the disk, and how it ended. */
function seenByBus(machine: Machine, from: number): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter(
      ({ kind, driver, device }) => kind === 'completeRequest' && driver === 'storport' && device === 'disk0',
    )
    .map(({ minor, status }) => `${minor} ${status}`);
}

const steps = (machine: Machine, from: number): readonly string[] =>
  machine
    .readTrace(from, 100_000)
    .events.filter(({ kind, device, driver }) => kind === 'callDriver' && device === 'disk0' && driver === 'storport')
    .map(({ minor }) => String(minor));

/** What the disk's drivers have reported, in words. */
function powerOf(machine: Machine, from: number): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter(({ device, machine: chart }) => device === 'disk0' && chart === 'device-power.reported')
    .map(({ from: before, to }) => `${before} to ${to}`);
}

function clean(machine: Machine): void {
  expect([machine.state().bugcheck, machine.state().violations, leftOvers(machine)]).toEqual([null, [], []]);
}

describe('IRP_MN_EJECT', () => {
  test('R8 PNP-41 the drivers go, the power goes, the slot lets the device go, and its bus reports it no more', async () => {
    const machine = await boot();
    const from = machine.state().events;
    const eject = await machine.inject(pnp('disk0', 'eject'));
    expect(eject).toMatchObject({ ok: true, message: 'disk0 is out of its slot.' });
    const seen = steps(machine, from).filter((step) => !step.startsWith('QUERY_DEVICE_RELATIONS'));
    expect(powerOf(machine, from)).toEqual(['d0 to d3']);
    expect(seen).toEqual(['QUERY_REMOVE_DEVICE', 'REMOVE_DEVICE', 'EJECT', 'REMOVE_DEVICE']);
    expect(machine.state().devices.map(({ id }) => id)).toEqual([
      'root',
      'acpi0',
      'pci0',
      'hba0',
      'card0',
      'chip0',
      'volmgr0',
    ]);
    clean(machine);
  });

  test('R8 is not complete before the device is out', async () => {
    const machine = await boot();
    const { time } = machine.state();
    await machine.inject(pnp('disk0', 'eject'));
    const events = machine.readTrace(0, 100_000).events.filter(({ minor }) => minor === 'EJECT');
    const sent = events.find(({ kind }) => kind === 'callDriver');
    const done = events.find(({ kind }) => kind === 'completeRequest');
    expect(sent?.t).toBe(time);
    expect(done?.t).not.toBe(sent?.t);
    expect(done?.status).toBe('STATUS_SUCCESS');
  });

  test('a device that is plugged in again is a new one', async () => {
    const machine = await boot();
    const before = deviceOf(machine, 'disk0').stack.at(-1)?.object;
    const results = await injectAll(machine, [pnp('disk0', 'eject'), pnp('disk0', 'plugIn')]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(['disk0', 'volC'].map((id) => deviceOf(machine, id).pnp)).toEqual(['started', 'started']);
    expect(deviceOf(machine, 'disk0').stack.at(-1)?.object).not.toBe(before);
    clean(machine);
  });

  test.for(['card0', 'chip0'])('PNP-02 a slot that cannot eject leaves the request as it is: %s', async (device) => {
    const machine = await boot();
    const eject = await machine.inject(pnp(device, 'eject'));
    expect(eject).toMatchObject({ ok: true, message: `${device} is removed and may be taken out.` });
    expect(deviceOf(machine, device).problem?.name).toBe('CM_PROB_HELD_FOR_EJECT');
    clean(machine);
  });

  test('a slot that fails keeps the device, without its drivers', async () => {
    const machine = await boot();
    const [, eject] = await injectAll(machine, [
      { op: 'fault', device: 'disk0', at: 'IRP_MN_EJECT', status: 'STATUS_IO_DEVICE_ERROR' },
      pnp('disk0', 'eject'),
    ]);
    expect(eject).toMatchObject({ ok: false, status: 'STATUS_IO_DEVICE_ERROR' });
    expect(eject?.message).toContain('still in its slot');
    expect(deviceOf(machine, 'disk0')).toMatchObject({ pnp: 'removed', present: true });
    const [again] = await injectAll(machine, [pnp('disk0', 'eject')]);
    expect(again).toMatchObject({ ok: true });
    clean(machine);
  });

  test('a veto of a driver leaves the device in its slot', async () => {
    const machine = await boot();
    const [, eject] = await injectAll(machine, [
      { op: 'usage', device: 'volC', type: 'paging', inPath: true },
      pnp('disk0', 'eject'),
    ]);
    expect(eject?.ok).toBe(false);
    expect(deviceOf(machine, 'disk0').pnp).toBe('started');
  });
});

describe('IRP_MN_SET_LOCK', () => {
  test.for(['eject', 'unplug'] as const)('a device that is locked is not let go: %s', async (request) => {
    const machine = await boot();
    const from = machine.state().events;
    const [locked, kept, unlocked, gone] = await injectAll(machine, [
      pnp('disk0', 'lock'),
      pnp('disk0', request),
      pnp('disk0', 'unlock'),
      pnp('disk0', request),
    ]);
    expect(locked).toMatchObject({ ok: true, message: 'disk0 is locked in its slot.' });
    expect(kept).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_STATE' });
    expect(kept?.message).toContain('disk0 stays: it is locked in its slot. Unlock it first.');
    expect(unlocked).toMatchObject({ ok: true });
    expect(gone).toMatchObject({ ok: true });
    expect(seenByBus(machine, from).slice(0, 2)).toEqual(['SET_LOCK STATUS_SUCCESS', 'SET_LOCK STATUS_SUCCESS']);
    clean(machine);
  });

  test('a bus refuses to eject what it has locked, when the system asks for it all the same', async () => {
    const machine = await boot();
    const [, eject] = await injectAll(machine, [pnp('disk0', 'lock'), pnp('disk0', 'eject', true)]);
    expect(eject).toMatchObject({ ok: false, status: 'STATUS_DEVICE_BUSY' });
    expect(deviceOf(machine, 'disk0')).toMatchObject({ pnp: 'removed', present: true, slot: 'locked' });
    clean(machine);
  });

  test('IoRequestDeviceEject does nothing to a device that is locked', async () => {
    const device = { id: 'dev0', function: 'null', upperFilters: ['mydrv'], ejectable: true };
    const machine = await bootDescription(
      {
        name: 'asks',
        memory: '4MiB',
        drivers: { mydrv: { source: './mydrv.ts' } },
        devices: [{ id: 'pci0', function: 'pci', children: [device] }],
      },
      { 'mydrv.ts': driverText({ read: 'IoRequestDeviceEject(extension.Pdo);' }) },
    );
    const read = { op: 'io', device: 'dev0', request: 'read' } as const;
    const idle = { op: 'run', until: 'idle' } as const;
    await injectAll(machine, [pnp('dev0', 'lock'), read, idle]);
    expect(deviceOf(machine, 'dev0').pnp).toBe('started');
    await injectAll(machine, [pnp('dev0', 'unlock'), read, idle]);
    expect(machine.state().devices.map(({ id }) => id)).not.toContain('dev0');
    clean(machine);
  });

  test('PNP-02 a slot without a lock leaves the request as it is', async () => {
    const machine = await boot();
    const [refused, forced] = await injectAll(machine, [pnp('card0', 'lock'), pnp('card0', 'lock', true)]);
    expect(refused?.message).toContain('card0 has no lock: its bus reports no LockSupported.');
    expect(forced).toMatchObject({ ok: false, status: 'STATUS_NOT_SUPPORTED' });
    clean(machine);
  });
});

test('E4 the bus tells what the slot can do', async () => {
  const machine = await boot();
  const slots = Object.fromEntries(machine.state().devices.map(({ id, slot }) => [id, slot]));
  expect(slots).toMatchObject({ disk0: 'ejectable', card0: 'removable', chip0: undefined, hba0: undefined });
});

test.for([
  [{ ejectable: 1 }, '"ejectable" must be true or false'],
  [{ removable: 'yes' }, '"removable" must be true or false'],
] as const)('in a machine file, %j is told at its line', async ([property, message]) => {
  const device = { id: 'dev0', function: 'null', ...property };
  const started = bootDescription({
    name: 'slots',
    devices: [{ id: 'pci0', function: 'pci', children: [device] }],
  });
  await expect(started).rejects.toThrow(message);
});
