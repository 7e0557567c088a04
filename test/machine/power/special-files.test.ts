/** What a page file, a hibernation file and a dump file mean for the power of the devices that they need. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { UsageType } from '../../../src/protocol/injection.ts';
import { deviceOf } from '../../support/machine.ts';
import { bootPower, power, powerCalls, statesOf, stopped } from './support/power-machine.ts';

const file = (machine: Machine, type: UsageType, inPath: boolean) =>
  machine.inject({ op: 'usage', device: 'K', type, inPath });
const pageable = (machine: Machine, ...ids: readonly string[]) => ids.map((id) => deviceOf(machine, id).power.pageable);
const PATH = ['K', 'C', 'P'];

describe('PWR-71 PWR-72 DO_POWER_PAGABLE on the path of a file', () => {
  test('is clear while any count is not 0: TV-10 paging goes, hibernation stays', async () => {
    const machine = await bootPower();
    expect(pageable(machine, ...PATH, 'N')).toEqual([true, true, true, true]);
    await file(machine, 'paging', true);
    expect(pageable(machine, ...PATH, 'N')).toEqual([false, false, false, true]);
    await file(machine, 'hibernation', true);
    await file(machine, 'paging', false);
    expect(pageable(machine, ...PATH)).toEqual([false, false, false]);
    await file(machine, 'hibernation', false);
    expect(pageable(machine, ...PATH)).toEqual([true, true, true]);
  });

  test('PWR-05 TV-09 a device that draws inrush current never becomes pageable again', async () => {
    const machine = await bootPower({ hardware: { K: { inrush: true } } });
    await file(machine, 'paging', true);
    await file(machine, 'paging', false);
    expect(pageable(machine, ...PATH)).toEqual([false, true, true]);
  });
});

test.for(['paging', 'hibernation', 'dump'] as const)(
  'PWR-73 TV-11 with a %s file a device cannot be stopped or removed',
  async (type) => {
    const machine = await bootPower({ specialFiles: [type] });
    for (const request of ['queryStop', 'queryRemove'] as const)
      expect(await machine.inject({ op: 'pnp', device: 'K', request })).toMatchObject({
        ok: false,
        status: 'STATUS_DEVICE_BUSY',
      });
  },
);

describe('PWR-73 PWR-75 a device on the path of the hibernation file that sleeps', () => {
  test('is brought to D0 before the image is written', async () => {
    const machine = await bootPower({ specialFiles: ['hibernation'] });
    await power(machine, 'setDevice', { device: 'K', state: 'D3' });
    expect(deviceOf(machine, 'K').power.hardware).toBe('d3hot');
    const { events } = machine.state();
    expect(await power(machine, 'hibernate')).toMatchObject({ ok: true });
    const calls = powerCalls(machine, events, 'storport').filter((call) => call.startsWith('K/'));
    expect(calls).toEqual([
      'K/storport QUERY_POWER S4, PowerActionHibernate',
      'K/storport SET_POWER S4, PowerActionHibernate',
      'K/storport SET_POWER D0, PowerActionHibernate',
      'K/storport SET_POWER D3, PowerActionHibernate',
    ]);
    expect(statesOf(machine, 'system-power', 'system').split(' > ')).toContain('hiberWrite');
    expect(stopped(machine)).toBeNull();
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
  });

  test('a page file alone asks for nothing: the device may sleep in S0', async () => {
    const machine = await bootPower({ specialFiles: ['paging'] });
    expect(await power(machine, 'setDevice', { device: 'K', state: 'D3' })).toMatchObject({ ok: true });
    expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
  });
});

describe('PWR-82 PWR-90 requests for a device that sleeps', () => {
  test('wait, bring the device back, and are carried out then', async () => {
    const machine = await bootPower();
    await power(machine, 'setDevice', { device: 'K', state: 'D3' });
    const { events } = machine.state();
    expect(await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 })).toMatchObject({ ok: true });
    expect(powerCalls(machine, events, 'storport')).toEqual(['K/storport SET_POWER D0']);
    expect(deviceOf(machine, 'K').power.device).toBe('D0');
  });

  test('PWR-32 the disk comes back after its adapter, which is asked to come back for it', async () => {
    const machine = await bootPower();
    await power(machine, 'setDevice', { device: 'K', state: 'D3' });
    await power(machine, 'setDevice', { device: 'C', state: 'D3' });
    const { events } = machine.state();
    expect(await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 })).toMatchObject({ ok: true });
    const up = machine
      .readTrace(events, 10_000)
      .events.filter(
        ({ kind, machine: chart, to }) => kind === 'state' && chart === 'device-power.hardware' && to === 'd0',
      );
    expect(up.map(({ device }) => device)).toEqual(['C', 'K']);
  });

  test('a page is read in as soon as the paging disk is up', async () => {
    const machine = await bootPower({ specialFiles: ['paging'] });
    await power(machine, 'sleep');
    await power(machine, 'wake');
    expect(await machine.inject({ op: 'pageIn', device: 'K' })).toMatchObject({ ok: true });
  });
});

describe('PWR-79 PWR-80 PWR-83 where the memory goes', () => {
  const way = (machine: Machine) => statesOf(machine, 'system-power', 'system').split(' > ');

  test.for([
    { request: 'hybridSleep', writes: true, hardware: 'd3cold', end: 'asleep' },
    { request: 'hybridShutdown', writes: true, hardware: 'd3cold', end: 'asleep' },
    { request: 'sleep', writes: false, hardware: 'd3cold', end: 'asleep' },
    { request: 'powerOff', writes: false, hardware: 'd3cold', end: 'off' },
  ] as const)('$request: image written $writes, the end is $end', async ({ request, writes, hardware, end }) => {
    const machine = await bootPower({ specialFiles: ['hibernation'] });
    await power(machine, request);
    expect(way(machine).includes('hiberWrite')).toBe(writes);
    expect([deviceOf(machine, 'K').power.hardware, way(machine).at(-1)]).toEqual([hardware, end]);
  });

  test('PWR-10 PWR-14 S1 leaves power to whatever is not in D3', async () => {
    const machine = await bootPower({
      isFunctionDriver: true,
      driver: { power: '/* nobody asks for a device state */' },
    });
    await power(machine, 'sleep', { state: 'S1' });
    expect([deviceOf(machine, 'N').power.hardware, deviceOf(machine, 'K').power.hardware]).toEqual(['d0', 'd3cold']);
  });
});

describe('PWR-85 power and PnP', () => {
  test('a start reports D0 and a removal D3, without a request', async () => {
    const machine = await bootPower();
    expect(powerCalls(machine)).toEqual([]);
    expect(statesOf(machine, 'device-power.reported', 'N')).toBe('unspecified > d0');
    await machine.inject({ op: 'pnp', device: 'N', request: 'disable' });
    expect(powerCalls(machine)).toEqual([]);
    expect(statesOf(machine, 'device-power.reported', 'N')).toBe('unspecified > d0 > d3');
    expect(deviceOf(machine, 'N').power.hardware).toBe('d3hot');
  });

  test('PWR-51 a device that goes holds nobody up: requests that reach it afterwards fail', async () => {
    const machine = await bootPower();
    await machine.inject({ op: 'pnp', device: 'N', request: 'surpriseRemove' });
    expect(await power(machine, 'setDevice', { device: 'N', state: 'D0' })).toMatchObject({ ok: false });
    expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
  });
});

describe('BC-02 what stops the machine', () => {
  test('0xA0/0x901 a dispatch routine leaves a critical region open', async () => {
    const machine = await bootPower({ driver: { power: 'if (minor === IRP_MN_SET_POWER) KeEnterCriticalRegion();' } });
    await power(machine, 'sleep');
    const filter = machine.nt.pnp.byId('N')?.pdo.AttachedDevice?.AttachedDevice;
    const [name, first, device, , count] = stopped(machine) ?? [];
    expect([name, first, device, count]).toEqual([
      'INTERNAL_POWER_ERROR',
      '0x901',
      `0x${filter?.address.toString(16)}`,
      '0x1',
    ]);
  });

  test('BC-02 0xA0/0x1 there is no memory for a system request', async () => {
    const machine = await bootPower();
    const { pool } = machine.nt.kernel;
    pool.allocate = () => 0;
    await power(machine, 'sleep');
    const pdo = machine.nt.pnp.byId('K')?.pdo.address ?? 0;
    expect(stopped(machine)).toEqual(['INTERNAL_POWER_ERROR', '0x1', '0x6', `0x${pdo.toString(16)}`, '0x0']);
  });
});

test('PWR-41 PWR-77 a disk that is told to sleep finishes what it has begun; what comes later brings it back', async () => {
  const machine = await bootPower({
    above: 'K',
    driver: {
      more: 'let isFirst = true;',
      read: 'if (isFirst) PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL); isFirst = false;',
    },
  });
  const { events } = machine.state();
  const read = () => machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 });
  expect(await read()).toMatchObject({ ok: true });
  await machine.inject({ op: 'advance', by: '1s' });
  expect(deviceOf(machine, 'K').power).toMatchObject({ device: 'D3', hardware: 'd3hot' });
  const seen = machine.readTrace(events, 10_000).events;
  const done = seen.findIndex(({ kind, major }) => kind === 'completeRequest' && major === 'READ');
  const off = seen.findIndex(({ machine: chart, to }) => chart === 'device-power.hardware' && to === 'd3hot');
  expect(done).toBeGreaterThan(-1);
  expect(done).toBeLessThan(off);
  expect(await read()).toMatchObject({ ok: true });
  expect(deviceOf(machine, 'K').power.device).toBe('D0');
});
