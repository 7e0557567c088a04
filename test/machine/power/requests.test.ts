/** PoRequestPowerIrp and what is around it: senders, turns, completion routines, watchdogs, flags, contexts. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf } from '../../support/machine.ts';
import type { DriverParts } from '../support/driver-text.ts';
import { bootPower, type PowerMachine, power, powerCalls, stopped } from './support/power-machine.ts';

const DONE = 'irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;';
const SAYS = `function Said(device, minor, state, context, ioStatus) {
  DbgPrint('%d: minor %x, D%d, %x at %d', context, minor, state.DeviceState - 1, ioStatus.Status, KeGetCurrentIrql());
}`;

async function boot(machine: PowerMachine): Promise<{ readonly machine: Machine; readonly said: string[] }> {
  const said: string[] = [];
  const booted = await bootPower(machine);
  booted.onDbgPrint = ({ text }) => said.push(text.trim());
  return { machine: booted, said };
}

const read = (machine: Machine, device = 'N') => machine.inject({ op: 'io', device, request: 'read', length: 512 });
const onRead = (body: string, more = SAYS): DriverParts => ({ more, read: `${body} ${DONE}` });

describe('PWR-53 PWR-54 PoRequestPowerIrp', () => {
  test('TV-01 a minor code that nobody may ask for: STATUS_INVALID_PARAMETER_2, and no completion routine', async () => {
    const { machine, said } = await boot({
      driver: onRead(
        "for (const minor of [IRP_MN_POWER_SEQUENCE, 0x7]) DbgPrint('%x', PoRequestPowerIrp(device, minor, PowerDeviceD3, Said, 1, NULL));",
      ),
    });
    const { events } = machine.state();
    await read(machine);
    expect(said).toEqual(['c00000f0', 'c00000f0']);
    expect(powerCalls(machine, events)).toEqual([]);
  });

  test('TV-02 PWR-18 two requests for one device: the second is sent when the first is complete, both are pending', async () => {
    const { machine, said } = await boot({
      driver: onRead(
        "for (const index of [1, 2]) DbgPrint('%x', PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD0, Said, index, NULL));",
      ),
    });
    const { events } = machine.state();
    await read(machine);
    expect(said).toEqual(['103', '103', '1: minor 2, D0, 0 at 0', '2: minor 2, D0, 0 at 0']);
    expect(powerCalls(machine, events, 'flt')).toEqual(['N/flt SET_POWER D0', 'N/flt SET_POWER D0']);
  });

  test('any object of the stack may be named: the request goes to the top', async () => {
    const { machine, said } = await boot({
      driver: onRead('PoRequestPowerIrp(extension.Lower, IRP_MN_QUERY_POWER, PowerDeviceD3, Said, 1, NULL);'),
    });
    const { events } = machine.state();
    await read(machine);
    expect(said).toEqual(['1: minor 3, D3, 0 at 0']);
    expect(powerCalls(machine, events)[0]).toBe('N/flt QUERY_POWER D3');
  });

  test('without memory it says so, and the completion routine never runs', async () => {
    const { machine, said } = await boot({
      driver: onRead("DbgPrint('%x', PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, Said, 1, NULL));"),
    });
    machine.nt.kernel.pool.allocate = () => 0;
    await read(machine).catch(() => {});
    expect(said.filter((line) => line !== 'c000009a')).toEqual([]);
  });

  test('PWR-54 the completion routine runs after those of all drivers', async () => {
    const { machine, said } = await boot({
      driver: {
        more: `${SAYS}
        function Completed(device, irp) { DbgPrint('completion routine'); if (irp.PendingReturned) IoMarkIrpPending(irp); return STATUS_SUCCESS; }`,
        power:
          'if (minor === IRP_MN_SET_POWER) { IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutine(irp, Completed, NULL, TRUE, TRUE, TRUE); return IoCallDriver(extension.Lower, irp); }',
        read: `PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, Said, 1, NULL); ${DONE}`,
      },
    });
    await read(machine);
    expect(said).toEqual(['completion routine', '1: minor 2, D3, 0 at 0']);
  });
});

describe('PWR-19 PWR-20 PWR-43 what a power request looks like', () => {
  test('PWR-01 PWR-02 PWR-03 PWR-19 its codes, its slots, and STATUS_NOT_SUPPORTED until a driver says otherwise', async () => {
    const { machine, said } = await boot({
      driver: {
        power: `const { Power } = location.Parameters;
        DbgPrint('%x/%x %x+%d: %x %d %d %d', location.MajorFunction, minor, irp.IoStatus.Status, irp.IoStatus.Information, Power.SystemContext, Power.Type, Power.State.SystemState, Power.ShutdownType);`,
      },
    });
    await power(machine, 'powerOff');
    expect(said).toEqual([
      '16/3 c00000bb+0: 16600 0 6 6',
      '16/2 c00000bb+0: 16600 0 6 6',
      '16/2 c00000bb+0: 16600 1 4 6',
    ]);
  });

  test('PWR-43 a minor code that a bus driver does not know comes back as it was sent', async () => {
    const { machine, said } = await boot({
      driver: onRead(
        `const asked = IoAllocateIrp(extension.Pdo.StackSize, FALSE);
        asked.IoStatus.Status = STATUS_NOT_SUPPORTED;
        const next = IoGetNextIrpStackLocation(asked);
        next.MajorFunction = IRP_MJ_POWER;
        next.MinorFunction = 0x9;
        IoSetCompletionRoutine(asked, () => STATUS_MORE_PROCESSING_REQUIRED, NULL, TRUE, TRUE, TRUE);
        IoCallDriver(extension.Pdo, asked);
        DbgPrint('%x', asked.IoStatus.Status);
        IoFreeIrp(asked);`,
        '',
      ),
    });
    await read(machine);
    expect(said).toEqual(['c00000bb']);
  });

  test('PWR-81 a device request says why the system moves; in S0 it says nothing', async () => {
    const { machine } = await boot({
      driver: onRead('PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);'),
    });
    const { events } = machine.state();
    await read(machine);
    await power(machine, 'sleep');
    await power(machine, 'wake');
    expect(powerCalls(machine, events, 'flt')).toEqual([
      'N/flt SET_POWER D3',
      'N/flt QUERY_POWER S3, PowerActionSleep',
      'N/flt SET_POWER S3, PowerActionSleep',
      'N/flt SET_POWER D3, PowerActionSleep',
      'N/flt SET_POWER S0, PowerActionSleep',
      'N/flt SET_POWER D0, PowerActionSleep',
    ]);
  });
});

describe('PWR-26 TV-03 devices that draw inrush current', () => {
  test('come up one at a time, in the order in which they asked', async () => {
    const inrush = { power: { inrush: true } };
    const machine = await bootPower({
      hardware: { N: { inrush: true } },
      driver: {
        more: `function Later(dpc, context) { IoCompleteRequest(cast(IRP, context), IO_NO_INCREMENT); }
        function Hold(device, irp) {
          const timer = cast(KTIMER, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KTIMER), 'miTt'));
          const dpc = cast(KDPC, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KDPC), 'cpDt'));
          KeInitializeTimer(timer);
          KeInitializeDpc(dpc, Later, irp);
          KeSetTimer(timer, -10000000n, dpc);
          return STATUS_MORE_PROCESSING_REQUIRED;
        }`,
        power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState && location.Parameters.Power.State.DeviceState === PowerDeviceD0) {
          IoMarkIrpPending(irp);
          IoCopyCurrentIrpStackLocationToNext(irp);
          IoSetCompletionRoutine(irp, Hold, NULL, TRUE, TRUE, TRUE);
          IoCallDriver(extension.Lower, irp);
          return STATUS_PENDING;
        }`,
      },
      more: [
        { id: 'A', function: 'null', ...inrush },
        { id: 'B', function: 'null', ...inrush },
        { id: 'Q', function: 'null' },
      ],
    });
    for (const id of ['N', 'A', 'B', 'Q'])
      expect(deviceOf(machine, id).stack.at(-1)?.flags.includes('DO_POWER_INRUSH')).toBe(id !== 'Q');
    await power(machine, 'sleep');
    const { events } = machine.state();
    await power(machine, 'wake');
    await machine.inject({ op: 'advance', by: '10s' });
    const underWay = new Set<string>();
    let most = 0;
    const order: string[] = [];
    for (const { kind, machine: chart, device, to } of machine.readTrace(events, 10_000).events) {
      if (kind !== 'state' || chart !== 'device-power.deviceIrp' || !['N', 'A', 'B'].includes(device ?? '')) continue;
      if (to === 'setUp') {
        underWay.add(device ?? '');
        order.push(device ?? '');
      }
      if (to === 'idle') underWay.delete(device ?? '');
      most = Math.max(most, underWay.size);
    }
    expect([order, most]).toEqual([['N', 'A', 'B'], 1]);
    expect(deviceOf(machine, 'B').power.device).toBe('D0');
  });
});

describe('PWR-59 BC-01 the watchdog', () => {
  test('TV-08 PoQueryWatchdogTime counts down to the bug check that names the request and its driver', async () => {
    const { machine, said } = await boot({
      driver: {
        more: `function Asked(dpc, context) {
          const left = out();
          DbgPrint('%d %d', PoQueryWatchdogTime(cast(DEVICE_OBJECT, context), left), left.value);
        }`,
        power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === SystemPowerState) {
          const timer = cast(KTIMER, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KTIMER), 'miTt'));
          const dpc = cast(KDPC, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KDPC), 'cpDt'));
          KeInitializeTimer(timer);
          KeInitializeDpc(dpc, Asked, extension.Pdo);
          IoMarkIrpPending(irp);
          KeSetTimerEx(timer, 0n, 200000, dpc);
          return STATUS_PENDING;
        }`,
      },
    });
    const result = await power(machine, 'sleep');
    expect(result.ok).toBe(false);
    expect(said.slice(0, 3)).toEqual(['1 600', '1 400', '1 200']);
    const { bugcheck, time } = machine.state();
    expect([bugcheck?.driver, time]).toEqual(['flt', '600.0001000s']);
    const devnode = machine.nt.pnp.byId('N');
    const request = devnode === undefined ? null : machine.nt.power.record(devnode).systemRequest;
    expect(stopped(machine)?.[4]).toBe(`0x${request?.irp.address.toString(16)}`);
  });

  test('nothing is watched: FALSE; nor is a wait/wake request', async () => {
    const { machine, said } = await boot({
      hardware: { N: { systemWake: 'S3' } },
      driver: onRead(
        `PoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, NULL, NULL, out());
        const left = out(); DbgPrint('%d %d', PoQueryWatchdogTime(extension.Pdo, left), left.value);`,
        '',
      ),
    });
    await read(machine);
    await machine.inject({ op: 'advance', by: '1h' });
    expect(said).toEqual(['0 0']);
    expect(stopped(machine)).toBeNull();
  });
});

test('TV-07 BC-01 0x9F/1 a device object is deleted while it still has a power request', async () => {
  const { machine } = await boot({
    driver: {
      power: 'if (minor === IRP_MN_SET_POWER) { IoMarkIrpPending(irp); return STATUS_PENDING; }',
      read: `PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL); ${DONE}`,
    },
  });
  await read(machine);
  const filter = machine.nt.pnp.byId('N')?.pdo.AttachedDevice?.AttachedDevice;
  await machine.inject({ op: 'pnp', device: 'N', request: 'disable' });
  expect(stopped(machine)?.slice(0, 3)).toEqual([
    'DRIVER_POWER_STATE_FAILURE',
    '0x1',
    `0x${filter?.address.toString(16)}`,
  ]);
});

describe('PWR-49 PWR-58 PoSetPowerState', () => {
  test('gives the state before of the same device object, and what the bus driver says is the state of the device', async () => {
    const { machine, said } = await boot({
      driver: onRead(
        "for (const state of [PowerDeviceD3, PowerDeviceD0, PowerDeviceD0]) DbgPrint('%d', PoSetPowerState(device, DevicePowerState, state));",
        '',
      ),
    });
    await read(machine);
    expect(said).toEqual(['4', '4', '1']);
    expect(deviceOf(machine, 'N').power).toMatchObject({ device: 'D0', hardware: 'd0' });
  });
});

describe('PWR-21 TV-04 nobody can refuse a set-power request', () => {
  test.for([
    { what: 'a filter fails the system request', type: 'SystemPowerState' },
    { what: 'a filter fails the device request', type: 'DevicePowerState' },
  ])('$what: the transition goes on', async ({ type }) => {
    const { machine } = await boot({
      driver: {
        power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === ${type} && location.Parameters.Power.State.SystemState !== 1) { irp.IoStatus.Status = STATUS_UNSUCCESSFUL; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_UNSUCCESSFUL; }`,
      },
    });
    expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
    expect(machine.state().power.state).toBe('asleep');
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
  });

  test('PWR-88 a device that is removed before its requests are sent: they end all the same', async () => {
    const { machine, said } = await boot({
      driver: {
        more: SAYS,
        pnp: `if (minor === IRP_MN_SURPRISE_REMOVAL) {
          PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, Said, 1, NULL);
          PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, Said, 2, NULL);
        }`,
      },
    });
    await machine.inject({ op: 'pnp', device: 'N', request: 'unplug' });
    await machine.inject({ op: 'advance', by: '1s' });
    expect(said).toEqual(['1: minor 2, D3, c000000e at 0', '2: minor 2, D0, c000000e at 0']);
    expect(stopped(machine)).toBeNull();
  });
});

test('TV-30 the same seed gives the same events, whatever the power does', async () => {
  const lines = await Promise.all(
    [0, 1].map(async () => {
      const machine = await bootPower({ specialFiles: ['paging', 'hibernation'] });
      for (const request of ['sleep', 'wake', 'hibernate', 'wake', 'powerOff'] as const) await power(machine, request);
      return JSON.stringify(machine.readTrace(0, 100_000).events);
    }),
  );
  expect(lines[0]).toBe(lines[1]);
});
