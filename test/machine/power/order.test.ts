/** In which order devices hear of system transitions, and what holds meanwhile. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';
import { type DriverParts, driverText } from '../support/driver-text.ts';
import { bootPower, power, powerCalls, stopped } from './support/power-machine.ts';

/** `flt` on A, B and C, which stand beside each other; `needs` says which of them reports which for PowerRelations. */
function bootRelated(needs: Readonly<Record<number, readonly number[]>>, more: object = {}): Promise<Machine> {
  const driver: DriverParts = {
    more: `const pdos = [];
const NEEDS = ${JSON.stringify(needs)};
function Related(device) { return (NEEDS[pdos.findIndex((pdo) => pdo.address === cast(EXTENSION, device.DeviceExtension).Pdo.address)] ?? []).map((index) => pdos[index]); }`,
    add: 'if (!pdos.some((known) => known.address === pdo.address)) pdos.push(pdo);',
    pnp: `const related = minor === IRP_MN_QUERY_DEVICE_RELATIONS && IoGetCurrentIrpStackLocation(irp).Parameters.QueryDeviceRelations.Type === PowerRelations ? Related(device) : [];
  if (related.length > 0) {
    const list = cast(DEVICE_RELATIONS, ExAllocatePool2(POOL_FLAG_PAGED, 4 + 4 * related.length, 'leRP'));
    list.Count = related.length;
    for (const [index, pdo] of related.entries()) { ObReferenceObject(pdo); list.Objects.set(index, pdo); }
    irp.IoStatus.Information = list.address;
    irp.IoStatus.Status = STATUS_SUCCESS;
  }`,
    read: 'IoInvalidateDeviceRelations(extension.Pdo, PowerRelations); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
  };
  return bootDescription(
    {
      name: 'related',
      memory: '4MiB',
      verifier: 'off',
      drivers: { flt: { source: './flt.ts' } },
      devices: [
        {
          id: 'bus',
          function: 'pci',
          children: ['A', 'B', 'C'].map((id) => ({ id, function: 'null', upperFilters: ['flt'] })),
        },
      ],
      ...more,
    },
    { 'flt.ts': driverText(driver) },
  );
}

/** The drivers of each device say that their relations are new, and the PnP manager asks. */
async function invalidate(machine: Machine, devices: readonly string[]): Promise<void> {
  for (const device of devices) await machine.inject({ op: 'io', device, request: 'read', length: 512 });
  await machine.inject({ op: 'run', until: 'idle' });
}

const order = (machine: Machine, from: number, state: string) =>
  powerCalls(machine, from, 'flt')
    .filter((call) => call.includes(`SET_POWER ${state}`))
    .map((call) => call[0])
    .join('');

describe('PWR-34 power relations', () => {
  test('without any, devices hear in the order in which their bus has found them', async () => {
    const machine = await bootRelated({});
    const { events } = machine.state();
    await power(machine, 'sleep');
    await power(machine, 'wake');
    expect([order(machine, events, 'S3'), order(machine, events, 'S0')]).toEqual(['ABC', 'ABC']);
  });

  test('are asked for when a driver says that they are new, and from then on decide the order', async () => {
    const machine = await bootRelated({ 1: [0], 2: [1] });
    await power(machine, 'sleep');
    await power(machine, 'wake');
    await invalidate(machine, ['B', 'C']);
    const { events } = machine.state();
    await power(machine, 'sleep');
    await power(machine, 'wake');
    expect([order(machine, events, 'S3'), order(machine, events, 'S0')]).toEqual(['CBA', 'ABC']);
  });

  test('a circle is reported once, and the order goes without what closes it', async () => {
    const machine = await bootRelated({ 0: [2], 1: [0], 2: [1] });
    await invalidate(machine, ['A', 'B', 'C']);
    const { events } = machine.state();
    for (let round = 0; round < 2; round += 1) {
      expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
      expect(await power(machine, 'wake')).toMatchObject({ ok: true });
    }
    expect(machine.state().violations).toMatchObject([
      { rule: 'power/relation-cycle', message: expect.stringContaining('C reports that it needs B powered') },
    ]);
    expect(order(machine, events, 'S3').slice(0, 3)).toBe('BAC');
  });

  test('hold for system states alone: a device sleeps while others that need it work', async () => {
    const machine = await bootRelated({ 1: [0] });
    await invalidate(machine, ['B']);
    expect(await power(machine, 'setDevice', { device: 'A', state: 'D3' })).toMatchObject({ ok: true });
    expect([deviceOf(machine, 'A').power.device, deviceOf(machine, 'B').power.device]).toEqual(['D3', 'D0']);
  });
});

describe('PWR-36 who takes part', () => {
  test('a device that already sleeps is told all the same; one that is not started is not', async () => {
    const machine = await bootPower({ more: [{ id: 'M', function: 'null' }] });
    await power(machine, 'setDevice', { device: 'N', state: 'D3' });
    await machine.inject({ op: 'pnp', device: 'M', request: 'disable' });
    const { events } = machine.state();
    await power(machine, 'sleep');
    const calls = powerCalls(machine, events).filter((call) => call.includes('SET_POWER'));
    expect(calls.filter((call) => call.startsWith('N/null'))).toEqual([
      'N/null SET_POWER S3, PowerActionSleep',
      'N/null SET_POWER D3, PowerActionSleep',
    ]);
    expect(calls.filter((call) => call.startsWith('M/'))).toEqual([]);
  });
});

describe('PWR-11 PWR-27 while the system is not in S0', () => {
  test('there is no way from one sleeping state to another', async () => {
    const machine = await bootPower();
    await power(machine, 'sleep', { state: 'S1' });
    expect(await power(machine, 'sleep', { state: 'S3' })).toMatchObject({
      ok: false,
      status: 'STATUS_INVALID_DEVICE_STATE',
      message: 'The system is in S1: between two sleeping states it always passes through S0.',
    });
  });

  test('the device tree stays as it is: what drivers ask of the PnP manager comes after the last S0', async () => {
    const machine = await bootPower({
      driver: {
        power:
          'if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === SystemPowerState) IoInvalidateDeviceState(extension.Pdo);',
      },
    });
    const { events } = machine.state();
    await power(machine, 'sleep');
    await power(machine, 'wake');
    await machine.inject({ op: 'advance', by: '1s' });
    const seen = machine.readTrace(events, 10_000).events;
    const back = seen.findIndex(({ machine: chart, to }) => chart === 'system-power' && to === 'working');
    const asked = seen.findIndex(({ kind, minor }) => kind === 'callDriver' && minor === 'QUERY_PNP_DEVICE_STATE');
    expect(back).toBeGreaterThan(0);
    expect(asked).toBeGreaterThan(back);
  });

  test('nothing else is injected into a machine that sleeps', async () => {
    const machine = await bootPower();
    await power(machine, 'sleep');
    const { events } = machine.state();
    expect(await machine.inject({ op: 'pnp', device: 'N', request: 'disable' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('Wake it first'),
    });
    expect(powerCalls(machine, events)).toEqual([]);
  });
});

describe('PWR-24 at which IRQL a driver hears', () => {
  const tells: DriverParts = {
    power: `if (minor === IRP_MN_SET_POWER) DbgPrint('%s%d at %d', location.Parameters.Power.Type === SystemPowerState ? 'S' : 'D', location.Parameters.Power.State.DeviceState - 1, KeGetCurrentIrql());`,
    pnp: `if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) {
      const lower = extension.Lower;
      await IoForwardIrpSynchronously(lower, irp);
      device.Flags = (device.Flags & ~DO_POWER_PAGABLE) | (lower.Flags & DO_POWER_PAGABLE);
      const status = irp.IoStatus.Status;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return status;
    }`,
  };

  test.for([
    { what: 'pageable', specialFiles: [], raise: true, up: 0 },
    { what: 'in the path of a page file', specialFiles: ['paging'], raise: true, up: 2 },
    { what: 'in the path of a page file, raiseIrql off', specialFiles: ['paging'], raise: false, up: 0 },
  ])('$what: down at PASSIVE_LEVEL, up at $up', async ({ specialFiles, raise, up }) => {
    const machine = await bootPower({ options: { raiseIrql: raise }, specialFiles, driver: tells, above: 'K' });
    const said: string[] = [];
    machine.onDbgPrint = ({ text }) => said.push(text.trim());
    await power(machine, 'sleep');
    await power(machine, 'wake');
    expect(said).toEqual(['S3 at 0', 'D3 at 0', `S0 at ${up}`, `D0 at ${up}`]);
  });

  test('TV-06 BC-02 0xA0/0x404 a request at DISPATCH_LEVEL enters a device object that says it is pageable', async () => {
    const machine = await bootPower({
      specialFiles: ['paging'],
      below: 'K',
      driver: { pnp: 'device.Flags |= DO_POWER_PAGABLE;' },
    });
    await power(machine, 'sleep');
    await power(machine, 'wake');
    const filter = machine.nt.pnp.byId('K')?.pdo.AttachedDevice;
    const [name, ...parameters] = stopped(machine) ?? [];
    expect([name, parameters[0], parameters[3]]).toEqual([
      'INTERNAL_POWER_ERROR',
      '0x404',
      `0x${filter?.address.toString(16)}`,
    ]);
  });
});
