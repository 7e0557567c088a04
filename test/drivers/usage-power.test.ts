/** Special files and power: what the power manager and the in-box drivers do with a device in the path of one. */
import { describe, expect, test } from 'vitest';
import { DO_POWER_INRUSH, DO_POWER_PAGABLE } from '../../src/abi/device-flags.ts';
import { PowerActionHibernate, PowerActionNone, PowerActionSleep, PowerDeviceD0 } from '../../src/abi/enums.ts';
import { IRP_MN_SET_POWER } from '../../src/abi/irp-codes.ts';
import { topOf } from '../../src/kernel/io/device-object.ts';
import { requestPowerIrp } from '../../src/kernel/po/device-requests.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { InjectionResult, PowerInjection } from '../../src/protocol/injection.ts';
import { bootStripe } from '../scenarios/support/stripe.ts';
import { deviceOf } from '../support/machine.ts';
import { logPower, type PowerEntry } from '../support/power-log.ts';
import { UsageLog } from '../support/usage-log.ts';
import { bootStorage, events, findings, usage } from './support.ts';

const TYPES = ['paging', 'hibernation', 'dump'] as const;

function power(
  machine: Machine,
  request: PowerInjection['request'],
  rest: Partial<PowerInjection> = {},
): Promise<InjectionResult> {
  return machine.inject({ op: 'power', request, ...rest });
}

/** `partmgr 2` for each driver of the device that got it, top first. */
function irqls(entries: readonly PowerEntry[], device: string, what: string): readonly string[] {
  return entries
    .filter((entry) => entry.where.startsWith(`${device}/`) && entry.what === what)
    .map(({ where, irql }) => `${where.slice(device.length + 1)} ${irql}`);
}

describe('USE-50 DO_POWER_PAGABLE decides at which IRQL power requests come', () => {
  test('set: at PASSIVE_LEVEL', async () => {
    const machine = await bootStorage();
    const entries = logPower(machine);
    for (const state of ['D3', 'D0'] as const) await power(machine, 'setDevice', { device: 'disk0', state });
    expect(irqls(entries, 'disk0', 'set D3')).toEqual(['partmgr 0', 'disk 0', 'storport 0']);
    expect(irqls(entries, 'disk0', 'set D0')).toEqual(['partmgr 0', 'disk 0', 'storport 0']);
  });

  test.each(TYPES)(
    'clear because of a %s file: the device is powered up at DISPATCH_LEVEL, down the whole stack',
    async (type) => {
      const machine = await bootStorage();
      await usage(machine, 'volC', type, true);
      const entries = logPower(machine);
      await power(machine, 'setDevice', { device: 'disk0', state: 'D0' });
      expect(irqls(entries, 'disk0', 'set D0')).toEqual(['partmgr 2', 'disk 2', 'storport 2']);
      expect([findings(machine), machine.nt.kernel.sim.current.irql]).toEqual([[], 0]);
    },
  );

  test('of the driver that is called: a pagable filter above a stack that is not gets them at PASSIVE_LEVEL', async () => {
    const machine = await bootStorage({ filter: {} });
    await usage(machine, 'disk0', 'paging', true);
    const disk = machine.nt.pnp.byId('disk0');
    if (disk === undefined) throw new Error('there is no disk');
    topOf(disk.pdo).Flags |= DO_POWER_PAGABLE;
    const entries = logPower(machine);
    await power(machine, 'setDevice', { device: 'disk0', state: 'D0' });
    expect(irqls(entries, 'disk0', 'set D0')).toEqual(['filter 0', 'partmgr 0', 'disk 0', 'storport 0']);
    expect(machine.state().bugcheck).toBeNull();
  });
});

describe('USE-57 what goes wrong when the flags are wrong', () => {
  test('0xA0/0x404 a power request comes at DISPATCH_LEVEL to a driver that is pagable: stack location and device are named', async () => {
    const machine = await bootStorage();
    await usage(machine, 'disk0', 'paging', true);
    const disk = machine.nt.pnp.byId('disk0');
    if (disk === undefined) throw new Error('there is no disk');
    disk.pdo.Flags |= DO_POWER_PAGABLE;
    const entries = logPower(machine);
    await power(machine, 'setDevice', { device: 'disk0', state: 'D0' });
    const { crash } = machine.nt.kernel.sim;
    const [p1, p2, location, device] = crash?.parameters ?? [];
    expect([crash?.code, p1, p2, device]).toEqual([0xa0, 0x404, 0, disk.pdo.address]);
    // Above the driver at the bottom all went well, at the IRQL of the first.
    expect(entries.map(({ where, irql }) => [where, irql])).toEqual([
      ['disk0/partmgr', 2],
      ['disk0/disk', 2],
    ]);
    const irps = [...machine.nt.io.irps.values()].filter(
      ({ irp }) => irp.Tail.Overlay.CurrentStackLocation?.address === location,
    );
    expect(irps).toHaveLength(1);
  });
});

describe('USE-37 nobody refuses a power question because of a special file', () => {
  test.each(TYPES)('%s', async (type) => {
    const machine = await bootStorage();
    await usage(machine, 'volC', type, true);
    const entries = logPower(machine);
    expect(await power(machine, 'queryDevice', { device: 'disk0', state: 'D3' })).toMatchObject({ ok: true });
    expect(await power(machine, 'sleep', { state: 'S3' })).toMatchObject({ ok: true });
    expect(entries.some(({ what, where }) => what === 'query S3' && where === 'disk0/storport')).toBe(true);
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
    expect(findings(machine)).toEqual([]);
  });
});

describe('USE-38 a dump file and the state of the device', () => {
  test('the device sleeps with the system, which is no mistake', async () => {
    const machine = await bootStorage();
    await usage(machine, 'volC', 'dump', true);
    const entries = logPower(machine);
    await power(machine, 'sleep', { state: 'S3' });
    expect(deviceOf(machine, 'disk0').power.device).toBe('D3');
    const down = entries.filter(({ where, what }) => where.startsWith('disk0/') && what === 'set D3');
    expect([...new Set(down.map(({ shutdownType }) => shutdownType))]).toEqual([PowerActionSleep]);
    await power(machine, 'wake');
    expect([deviceOf(machine, 'disk0').power.device, findings(machine)]).toEqual(['D0', []]);
  });
});

describe('USE-34 a hibernation file', () => {
  test('the device is in D0 when the system is asked, gets D3 for hibernation, and keeps its power until the image is written', async () => {
    const machine = await bootStorage();
    await usage(machine, 'volC', 'hibernation', true);
    const disk = machine.nt.pnp.byId('disk0');
    if (disk === undefined) throw new Error('there is no disk');
    const entries = logPower(machine);
    expect(await power(machine, 'hibernate')).toMatchObject({ ok: true });
    const [first] = entries.filter(({ where }) => where === 'disk0/disk');
    expect(first?.what).toBe('query S4');
    const down = entries.filter(({ where, what }) => where === 'disk0/storport' && what === 'set D3');
    expect(down.map(({ shutdownType }) => shutdownType)).toEqual([PowerActionHibernate]);
    expect(findings(machine)).toEqual([]);
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
    expect([deviceOf(machine, 'disk0').power.device, findings(machine)]).toEqual(['D0', []]);
  });

  test('without one nothing keeps the power of the device, and there is no hibernation', async () => {
    const machine = await bootStorage();
    expect(await power(machine, 'hibernate')).toMatchObject({ ok: false });
    expect(deviceOf(machine, 'disk0').power.device).toBe('D0');
  });

  test('a driver that really cuts the power is found, and the image cannot be written: 0xA0/0x10A', async () => {
    const machine = await bootStorage();
    await usage(machine, 'volC', 'hibernation', true);
    const disk = machine.nt.pnp.byId('disk0');
    if (disk === undefined) throw new Error('there is no disk');
    const { listeners } = machine.nt.power;
    listeners.push({ afterDeviceSet: (devnode) => void (devnode === disk && machine.nt.power.setHardware(disk, 4)) });
    await power(machine, 'hibernate');
    expect(findings(machine)).toEqual(['power/hibernation-path-power-lost nt', 'INTERNAL_POWER_ERROR']);
    expect(machine.nt.kernel.sim.crash?.parameters[0]).toBe(0x10a);
  });
});

describe('USE-35 routines that paging needs', () => {
  test('a page is read at APC_LEVEL, by every driver down to the adapter', async () => {
    const machine = await bootStorage({ filter: {} });
    await usage(machine, 'volC', 'paging', true);
    const seen = new Set<string>();
    new UsageLog(machine, () => {
      const { current, directory } = machine.nt.kernel.sim;
      if (current.code >>> 8 === 3) seen.add(`${directory.driverName(current.driver)} ${current.irql}`);
    });
    const result = await machine.inject({ op: 'pageIn', device: 'volC' });
    expect(result.ok).toBe(true);
    const reads = events(machine, result.events).filter(({ kind, major }) => kind === 'callDriver' && major === 'READ');
    expect(reads.map(({ device, driver }) => `${device}/${driver}`)).toEqual([
      'volC/volmgr',
      'disk0/filter',
      'disk0/partmgr',
      'disk0/disk',
      'disk0/storport',
    ]);
    for (const driver of ['volmgr', 'filter', 'partmgr', 'disk', 'storport']) expect(seen).toContain(`${driver} 1`);
    expect([findings(machine), machine.nt.kernel.sim.current.irql]).toEqual([[], 0]);
  });

  test('the same at DISPATCH_LEVEL for power', async () => {
    const machine = await bootStorage({ filter: {} });
    await usage(machine, 'volC', 'paging', true);
    const entries = logPower(machine);
    await power(machine, 'sleep', { state: 'S3' });
    await power(machine, 'wake');
    const up = entries.filter(({ where, what }) => where.startsWith('disk0/') && what === 'set D0');
    expect(up.map(({ where, irql, isPagable }) => [where, irql, isPagable])).toEqual([
      ['disk0/filter', 2, false],
      ['disk0/partmgr', 2, false],
      ['disk0/disk', 2, false],
      ['disk0/storport', 2, false],
    ]);
    expect(findings(machine)).toEqual([]);
  });
});

test('USE-38 a runtime power-down of a device says PowerActionNone', async () => {
  const machine = await bootStorage();
  const entries = logPower(machine);
  await power(machine, 'setDevice', { device: 'disk0', state: 'D3' });
  expect([...new Set(entries.map(({ shutdownType }) => shutdownType))]).toEqual([PowerActionNone]);
});

describe('USE-54 DO_POWER_INRUSH', () => {
  test('one device at a time powers up: the second waits until the first has done so', async () => {
    const machine = await bootStripe();
    for (const id of ['disk1', 'disk2']) {
      const pdo = machine.nt.pnp.byId(id)?.pdo;
      if (pdo !== undefined) pdo.Flags |= DO_POWER_INRUSH;
    }
    for (const device of ['disk1', 'disk2']) await power(machine, 'setDevice', { device, state: 'D3' });
    const late = {
      op: 'fault',
      device: 'disk1',
      driver: 'storport',
      at: 'IRP_MN_SET_POWER',
      status: 'delay',
      by: '5ms',
    } as const;
    await machine.inject(late);
    const entries = logPower(machine);
    const from = machine.state().events;
    const { pnp, power: manager } = machine.nt;
    for (const id of ['disk1', 'disk2']) {
      const devnode = pnp.byId(id);
      if (devnode !== undefined)
        requestPowerIrp(manager, devnode, {
          minor: IRP_MN_SET_POWER,
          state: PowerDeviceD0,
          requester: 0,
          completion: () => {},
        });
    }
    await machine.inject({ op: 'run', until: 'idle' });
    const order = entries.filter(({ what }) => what === 'set D0').map(({ where }) => where);
    expect(order.indexOf('disk2/partmgr')).toBeGreaterThan(order.indexOf('disk1/storport'));
    const times = events(machine, [from, machine.state().events]).filter(
      ({ kind, major }) => kind === 'callDriver' && major === 'POWER',
    );
    const at = (name: string): number =>
      Number.parseFloat(times.find(({ device, driver }) => `${device}/${driver}` === name)?.t ?? '0');
    expect(at('disk2/partmgr') - at('disk1/partmgr')).toBeCloseTo(0.005, 6);
    expect(['disk1', 'disk2'].map((id) => deviceOf(machine, id).power.device)).toEqual(['D0', 'D0']);
  });
});

describe('USE-34 a device that sleeps by itself', () => {
  test('is turned on before it goes down for hibernation, so that the image can be written', async () => {
    const machine = await bootStorage();
    await usage(machine, 'volC', 'hibernation', true);
    await power(machine, 'setDevice', { device: 'disk0', state: 'D3' });
    const entries = logPower(machine);
    const result = await power(machine, 'hibernate');
    const own = entries.filter(({ where }) => where === 'disk0/disk').map(({ what }) => what);
    expect([result.ok, machine.state().bugcheck, own]).toEqual([
      true,
      null,
      ['query S4', 'set S4', 'set D0', 'set D3'],
    ]);
  });
});
