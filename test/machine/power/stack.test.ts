/** What the drivers of one stack do with a power request, each in its turn. */
import { describe, expect, test } from 'vitest';
import * as enums from '../../../src/abi/enums.ts';
import * as ntstatus from '../../../src/abi/ntstatus.ts';
import { DEVICE_CAPABILITIES } from '../../../src/abi/structs/capabilities.ts';
import { requestPowerIrp } from '../../../src/kernel/po/device-requests.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf } from '../../support/machine.ts';
import { bootPower, power, powerCalls, statesOf, stopped } from './support/power-machine.ts';

/** What happens to one device, in a few words each: requests, completions, reports, calls. */
function steps(machine: Machine, device: string, from: number): readonly string[] {
  return machine.readTrace(from, 100_000).events.flatMap((event) => {
    const { kind, driver, minor, detail, machine: chart, to } = event;
    if (event.device !== device) return [];
    if (kind === 'callDriver') return [`${driver} gets ${minor} ${detail?.split(',')[0]}`];
    if (kind === 'completeRequest') return [`${driver} completes ${minor}`];
    if (kind === 'completionRoutine') return [`${driver} hears that ${minor} is complete`];
    if (kind === 'state' && chart === 'device-power.reported') return [`reported ${to}`];
    if (kind === 'call' && detail?.startsWith('PoRequestPowerIrp')) return [`${driver} asks`];
    return [];
  });
}

test('PWR-06 PWR-07 codes and layouts that power drivers rely on', () => {
  expect([
    ntstatus.STATUS_CANCELLED,
    ntstatus.STATUS_DEVICE_BUSY,
    ntstatus.STATUS_POWER_STATE_INVALID,
    ntstatus.STATUS_INVALID_PARAMETER_2,
    ntstatus.STATUS_INVALID_DEVICE_STATE,
    ntstatus.STATUS_DELETE_PENDING,
  ]).toEqual([0xc000_0120, 0x8000_0011, 0xc000_02d3, 0xc000_00f0, 0xc000_0184, 0xc000_0056]);
  expect(ntstatus.NT_SUCCESS(ntstatus.STATUS_DEVICE_BUSY)).toBe(false);
  expect([enums.PowerSystemHibernate, enums.PowerDeviceD3, enums.PowerActionHibernate]).toEqual([5, 4, 3]);
  expect(DEVICE_CAPABILITIES.size).toBe(64);
});

test('PWR-09 PWR-08 capabilities are asked for before the stack is built and after the start, with what the sender presets', async () => {
  const machine = await bootPower({
    hardware: { N: { d1: true, systemWake: 'S3', deviceWake: 'D2', d2: true } },
    driver: {
      pnp: `if (minor === IRP_MN_QUERY_CAPABILITIES) {
        const capabilities = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceCapabilities.Capabilities;
        DbgPrint('%d %d %x %x %x', capabilities.Size, capabilities.Version, capabilities.Address, capabilities.UINumber, irp.IoStatus.Status);
        await IoForwardIrpSynchronously(extension.Lower, irp);
        DbgPrint('D1 %d D2 %d wake %d %d %d %d map %d %d', capabilities.DeviceD1, capabilities.DeviceD2, capabilities.SystemWake, capabilities.DeviceWake, capabilities.WakeFromD2, capabilities.WakeFromD3, capabilities.DeviceState.get(PowerSystemWorking), capabilities.DeviceState.get(PowerSystemSleeping3));
        const status = irp.IoStatus.Status;
        IoCompleteRequest(irp, IO_NO_INCREMENT);
        return status;
      }`,
    },
  });
  const asked = machine
    .readTrace(0, 10_000)
    .events.filter(
      ({ kind, device, minor }) => kind === 'callDriver' && device === 'N' && minor === 'QUERY_CAPABILITIES',
    );
  expect(asked.map(({ driver }) => driver)).toEqual(['pci', 'flt', 'null', 'pci']);
  const said = machine.readTrace(0, 10_000).events.filter(({ kind }) => kind === 'dbgPrint');
  expect(said.map(({ detail }) => detail?.trim())).toEqual([
    '64 1 ffffffff ffffffff c00000bb',
    'D1 1 D2 1 wake 4 3 1 0 map 1 3',
  ]);
});

describe('PWR-17 PWR-38 PWR-39 the policy owner', () => {
  test('is the function driver: it asks when the drivers below have completed S3, and completes S3 when the device is down', async () => {
    const machine = await bootPower();
    await power(machine, 'sleep');
    const { events } = machine.state();
    await power(machine, 'wake');
    await power(machine, 'sleep');
    const seen = steps(machine, 'N', events);
    const down = seen.slice(seen.lastIndexOf('null gets SET_POWER S3'));
    expect(down).toEqual([
      'null gets SET_POWER S3',
      'pci gets SET_POWER S3',
      'pci completes SET_POWER',
      'null asks',
      'null hears that SET_POWER is complete',
      'null gets SET_POWER D3',
      'pci gets SET_POWER D3',
      'reported d3',
      'pci completes SET_POWER',
      'null hears that SET_POWER is complete',
      'null completes SET_POWER',
    ]);
  });

  test('PWR-39 coming back it does not hold S0 until the device is in D0', async () => {
    const machine = await bootPower();
    await power(machine, 'sleep');
    const { events } = machine.state();
    await power(machine, 'wake');
    const seen = machine
      .readTrace(events, 100_000)
      .events.filter(({ kind, device }) => kind === 'state' && device === 'N');
    const order = seen.map(({ machine: chart, to }) => `${chart} ${to}`);
    expect(order.indexOf('devnode-power s0')).toBeGreaterThan(-1);
    expect(order.indexOf('devnode-power s0')).toBeLessThan(order.indexOf('device-power.hardware d0'));
  });

  test('PWR-17 is the port driver at the PDO of a disk, whose function driver never asks', async () => {
    const machine = await bootPower();
    const { events } = machine.state();
    await power(machine, 'sleep');
    const asks = steps(machine, 'K', events).filter((step) => step.endsWith('asks'));
    expect(asks).toEqual(['storport asks']);
  });
});

describe('PWR-41 PWR-42 PWR-48 PWR-50 a device request on its way', () => {
  test('down: each driver is done before it passes the request on; up: not before the drivers below are', async () => {
    const machine = await bootPower({
      driver: {
        more: `function Up(device, irp) { DbgPrint('up: %d', PoSetPowerState(device, DevicePowerState, PowerDeviceD0)); if (irp.PendingReturned) IoMarkIrpPending(irp); return STATUS_SUCCESS; }`,
        power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState) {
          if (location.Parameters.Power.State.DeviceState === PowerDeviceD0) {
            IoMarkIrpPending(irp);
            IoCopyCurrentIrpStackLocationToNext(irp);
            IoSetCompletionRoutine(irp, Up, NULL, TRUE, TRUE, TRUE);
            IoCallDriver(extension.Lower, irp);
            return STATUS_PENDING;
          }
          DbgPrint('down: %d', PoSetPowerState(device, DevicePowerState, location.Parameters.Power.State.DeviceState));
        }`,
      },
    });
    const { events } = machine.state();
    for (const state of ['D3', 'D0']) await power(machine, 'setDevice', { device: 'N', state });
    const seen = machine.readTrace(events, 10_000).events;
    const at = (text: string) =>
      seen.findIndex(
        ({ detail, machine: chart, to }) => detail?.trim().startsWith(text) === true || `${chart} ${to}` === text,
      );
    expect(at('down:')).toBeLessThan(at('device-power.hardware d3hot'));
    expect(at('device-power.hardware d0')).toBeLessThan(at('up: 4'));
  });

  test('PWR-48 D0 for a device in D0 goes to the bus all the same, and changes nothing', async () => {
    const machine = await bootPower();
    const { events } = machine.state();
    expect(await power(machine, 'setDevice', { device: 'N', state: 'D0' })).toMatchObject({ ok: true });
    expect(powerCalls(machine, events)).toEqual(['N/null SET_POWER D0', 'N/pci SET_POWER D0']);
    expect(statesOf(machine, 'device-power.hardware', 'N', events)).toBe('');
  });

  test('PWR-40 after a query that was agreed to nothing is started until the device is told; nothing is lost', async () => {
    const machine = await bootPower();
    await power(machine, 'queryDevice', { device: 'N', state: 'D3' });
    const io = () => deviceOf(machine, 'N').lifecycles['device-power.io'];
    expect(io()).toBe('holding');
    await power(machine, 'setDevice', { device: 'N', state: 'D0' });
    expect(io()).toBe('open');
  });

  test('PWR-12 PWR-13 from one sleeping state straight to another: the drivers pass it on, and the device goes there', async () => {
    const machine = await bootPower({ hardware: { N: { d1: true, d2: true } } });
    const { events } = machine.state();
    for (const state of ['D1', 'D2', 'D3', 'D0']) await power(machine, 'setDevice', { device: 'N', state });
    expect(statesOf(machine, 'device-power.hardware', 'N', events)).toBe('d0 > d1 > d2 > d3hot > d0');
    expect(stopped(machine)).toBeNull();
  });

  test('PWR-60 PoCallDriver sends a request on as IoCallDriver does', async () => {
    const machine = await bootPower({
      driver: { power: 'IoSkipCurrentIrpStackLocation(irp); return PoCallDriver(extension.Lower, irp);' },
    });
    const { events } = machine.state();
    expect(await power(machine, 'setDevice', { device: 'N', state: 'D3' })).toMatchObject({ ok: true });
    expect(powerCalls(machine, events).map((call) => call.split(' ')[0])).toEqual(['N/flt', 'N/null', 'N/pci']);
  });
});

describe('PWR-16 PWR-25 PWR-35 who sends, where, and in which order at the root', () => {
  test('PWR-16 system requests come from the power manager alone, in threads of their own', async () => {
    const machine = await bootPower();
    const { events } = machine.state();
    await power(machine, 'sleep');
    const sent = machine
      .readTrace(events, 100_000)
      .events.filter(
        ({ kind, major, detail }) => kind === 'callDriver' && major === 'POWER' && detail?.startsWith('S'),
      );
    expect(new Set(sent.map(({ thread, device }) => thread === `power worker for ${device} (system)`))).toEqual(
      new Set([true]),
    );
  });

  test('PWR-35 the root goes down last and comes up first, once each', async () => {
    const machine = await bootPower();
    const { events } = machine.state();
    await power(machine, 'sleep');
    await power(machine, 'wake');
    const tops = powerCalls(machine, events)
      .filter((call) => / SET_POWER S/.test(call))
      .filter((call, index, all) => index === 0 || call.split('/')[0] !== all[index - 1]?.split('/')[0])
      .map((call) => call.split('/')[0]);
    // The root is the last of the way down and the first of the way up: both stand together.
    expect(tops.filter((id) => id === 'root')).toHaveLength(1);
    expect(tops.indexOf('root')).toBe((tops.length - 1) / 2);
  });

  test('PWR-25 completion routines of raised requests run at DISPATCH_LEVEL, and PowerCompletion too', async () => {
    const machine = await bootPower({
      specialFiles: ['paging'],
      below: 'K',
      driver: {
        more: `function Up(device, irp) { DbgPrint('routine at %d', KeGetCurrentIrql()); if (irp.PendingReturned) IoMarkIrpPending(irp); return STATUS_SUCCESS; }`,
        pnp: `if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) {
          const lower = extension.Lower;
          await IoForwardIrpSynchronously(lower, irp);
          device.Flags = (device.Flags & ~DO_POWER_PAGABLE) | (lower.Flags & DO_POWER_PAGABLE);
          const status = irp.IoStatus.Status;
          IoCompleteRequest(irp, IO_NO_INCREMENT);
          return status;
        }`,
        power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState) {
          IoCopyCurrentIrpStackLocationToNext(irp);
          IoSetCompletionRoutine(irp, Up, NULL, TRUE, TRUE, TRUE);
          return IoCallDriver(extension.Lower, irp);
        }`,
      },
    });
    const said: string[] = [];
    machine.onDbgPrint = ({ text }) => said.push(text.trim());
    await power(machine, 'sleep');
    await power(machine, 'wake');
    expect(said).toEqual(['routine at 0', 'routine at 2']);
  });
});

test('PWR-42 PWR-89 a device that goes while its power-up waits for the bus: the bus fails it, and it ends', async () => {
  const machine = await bootPower({
    above: 'P',
    driver: {
      power:
        'if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState && location.Parameters.Power.State.DeviceState === PowerDeviceD0) { IoMarkIrpPending(irp); return STATUS_PENDING; }',
    },
  });
  await power(machine, 'setDevice', { device: 'N', state: 'D3' });
  await power(machine, 'setDevice', { device: 'P', state: 'D3' });
  const { nt } = machine;
  const devnode = nt.pnp.byId('N');
  if (devnode === undefined) throw new Error('there is no N');
  const ended: number[] = [];
  requestPowerIrp(nt.power, devnode, {
    minor: 2,
    state: enums.PowerDeviceD0,
    requester: 0,
    completion: (_irp, status) => ended.push(status),
  });
  await machine.inject({ op: 'advance', by: '1s' });
  expect(ended).toEqual([]);
  await machine.inject({ op: 'pnp', device: 'N', request: 'surpriseRemove' });
  expect(ended).toEqual([ntstatus.STATUS_NO_SUCH_DEVICE]);
});
