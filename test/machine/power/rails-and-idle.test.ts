/** Power rails and D3cold; devices and systems that nobody needs. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf } from '../../support/machine.ts';
import type { DriverParts } from '../support/driver-text.ts';
import { bootPower, power, powerCalls } from './support/power-machine.ts';

const hardware = (machine: Machine, ...ids: readonly string[]) => ids.map((id) => deviceOf(machine, id).power.hardware);
const set = (machine: Machine, device: string, state: string) => power(machine, 'setDevice', { device, state });

describe('PWR-86 PWR-87 a power rail', () => {
  const rail = { power: { rail: 1, d3cold: true } };
  const boot = (other: object = rail) =>
    bootPower({ hardware: { N: { rail: 1, d3cold: true } }, more: [{ id: 'M', function: 'null', ...other }] });

  test('power goes when the last device on it is in D3, and no driver is called for it', async () => {
    const machine = await boot();
    await set(machine, 'N', 'D3');
    expect(hardware(machine, 'N', 'M')).toEqual(['d3hot', 'd0']);
    const { events } = machine.state();
    await set(machine, 'M', 'D3');
    expect(hardware(machine, 'N', 'M')).toEqual(['d3cold', 'd3cold']);
    expect(powerCalls(machine, events)).toEqual(['M/null SET_POWER D3', 'M/pci SET_POWER D3']);
  });

  test('a device that may not lose it keeps it for all', async () => {
    const machine = await boot({ power: { rail: 1 } });
    await set(machine, 'N', 'D3');
    await set(machine, 'M', 'D3');
    expect(hardware(machine, 'N', 'M')).toEqual(['d3hot', 'd3hot']);
  });

  test('power for one is power for all: the others are on, with their registers at their defaults', async () => {
    const machine = await boot();
    for (const id of ['N', 'M']) await set(machine, id, 'D3');
    const { events } = machine.state();
    await set(machine, 'N', 'D0');
    expect(hardware(machine, 'N', 'M')).toEqual(['d0', 'd0Uninit']);
    expect(deviceOf(machine, 'M').power.device).toBe('D3');
    const told = machine.readTrace(events, 1000).events.filter(({ detail }) => detail?.includes('SurprisePowerOn'));
    expect(told).toHaveLength(1);
    expect(machine.state().violations).toEqual([]);
    await set(machine, 'M', 'D0');
    expect(hardware(machine, 'N', 'M')).toEqual(['d0', 'd0']);
  });

  test('a bus driver that does not say so is found', async () => {
    const machine = await boot();
    for (const id of ['N', 'M']) await set(machine, id, 'D3');
    const [n, m] = ['N', 'M'].map((id) => machine.nt.pnp.byId(id));
    if (n === undefined || m === undefined) throw new Error('there are two devices');
    machine.nt.power.setHardware(n, 1);
    expect(machine.nt.power.rails.takeUntold(n)).toEqual([m]);
  });

  test('a device with a rail of its own loses its power in D3 when it may', async () => {
    const machine = await bootPower({ hardware: { N: { d3cold: true } } });
    await set(machine, 'N', 'D3');
    expect(hardware(machine, 'N')).toEqual(['d3cold']);
    await set(machine, 'N', 'D0');
    expect(hardware(machine, 'N')).toEqual(['d0']);
  });
});

describe('PWR-70 PWR-86 GUID_D3COLD_SUPPORT_INTERFACE', () => {
  const asks: DriverParts = {
    more: `class CELL extends struct('CELL', { Value: ULONG }) {}
    let given = null; let cell = null; let step = 0;
    async function Query(extension) {
      const irp = IoAllocateIrp(extension.Pdo.StackSize, FALSE);
      given = cast(D3COLD_SUPPORT_INTERFACE, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(D3COLD_SUPPORT_INTERFACE), '3Dni'));
      cell = cast(CELL, ExAllocatePool2(POOL_FLAG_NON_PAGED, 4, 'llec'));
      irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
      const next = IoGetNextIrpStackLocation(irp);
      next.MajorFunction = IRP_MJ_PNP;
      next.MinorFunction = IRP_MN_QUERY_INTERFACE;
      next.Parameters.QueryInterface.InterfaceType = guid(GUID_D3COLD_SUPPORT_INTERFACE);
      next.Parameters.QueryInterface.Size = sizeof(D3COLD_SUPPORT_INTERFACE);
      next.Parameters.QueryInterface.Version = 1;
      next.Parameters.QueryInterface.Interface = cast(INTERFACE, given);
      IoSetCompletionRoutine(irp, () => STATUS_MORE_PROCESSING_REQUIRED, NULL, TRUE, TRUE, TRUE);
      await IoCallDriver(extension.Pdo, irp);
      DbgPrint('query %x, version %d', irp.IoStatus.Status, given.Version);
      IoFreeIrp(irp);
    }`,
    pnp: 'if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE && given === null) await Query(extension);',
    read: `step += 1;
    if (step === 1) {
      const wakes = [1, 4, 5].map((state) => { given.GetIdleWakeInfo(given.Context, state, cell.address); return cell.Value; });
      given.GetD3ColdCapability(given.Context, cell.address);
      DbgPrint('wakes %d %d %d, capable %d', wakes[0], wakes[1], wakes[2], cell.Value);
    }
    if (step === 2) given.SetD3ColdSupport(given.Context, FALSE);
    given.GetLastTransitionStatus(given.Context, cell.address);
    DbgPrint('last %d', cell.Value);
    irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;`,
  };

  test('a driver asks how deep its device can wake, and has its power kept', async () => {
    const machine = await bootPower({
      hardware: { N: { d3cold: true, systemWake: 'S3', deviceWake: 'D3' } },
      driver: asks,
    });
    const said: string[] = [];
    machine.onDbgPrint = ({ text }) => said.push(text.trim());
    const read = () => machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    await read();
    await set(machine, 'N', 'D3');
    expect(hardware(machine, 'N')).toEqual(['d3cold']);
    await set(machine, 'N', 'D0');
    await read();
    await set(machine, 'N', 'D3');
    expect(hardware(machine, 'N')).toEqual(['d3hot']);
    await set(machine, 'N', 'D0');
    await read();
    expect(said).toEqual(['wakes 5 5 0, capable 1', 'last 0', 'last 2', 'last 1']);
    const asked = machine.readTrace(0, 10_000).events.find(({ detail }) => detail?.startsWith('query '));
    expect(asked?.detail?.trim()).toBe('query 0, version 1');
  });
});

const REGISTERS: DriverParts = {
  more: 'let counter = 0; let busy = 0;',
  pnp: 'if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) counter = PoRegisterDeviceForIdleDetection(device, 20, 60, PowerDeviceD3);',
  read: `if (busy === 0) PoStartDeviceBusy(counter); else PoEndDeviceBusy(counter);
  busy = 1 - busy;
  irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;`,
};

describe('PWR-55 PWR-56 a device that is idle', () => {
  const advance = (machine: Machine, by: string) => machine.inject({ op: 'advance', by });
  const state = (machine: Machine) => deviceOf(machine, 'N').power.device;

  test.for([
    { source: 'mains', before: '59s', after: '2s' },
    { source: 'battery', before: '19s', after: '2s' },
  ] as const)('on $source it sleeps after its time, and nobody is asked', async ({ source, before, after }) => {
    const machine = await bootPower({ driver: REGISTERS });
    await power(machine, source);
    const { events } = machine.state();
    await advance(machine, before);
    expect(state(machine)).toBe('D0');
    await advance(machine, after);
    expect(state(machine)).toBe('D3');
    expect(powerCalls(machine, events, 'flt')).toEqual(['N/flt SET_POWER D3']);
    expect(deviceOf(machine, 'N').power.policy).toBe('s0Idle');
  });

  test('while it is busy no time counts; at the end of that it begins anew', async () => {
    const machine = await bootPower({ driver: REGISTERS });
    const read = () => machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    await advance(machine, '50s');
    await read();
    await advance(machine, '10min');
    expect(state(machine)).toBe('D0');
    await read();
    await advance(machine, '55s');
    expect(state(machine)).toBe('D0');
    await advance(machine, '10s');
    expect(state(machine)).toBe('D3');
  });

  test.for([
    { call: 'device, 0, 0, PowerDeviceD3', why: 'both times 0 take a registration back' },
    { call: 'device, 0xFFFFFFFF, 0xFFFFFFFF, PowerDeviceD3', why: 'only disks and mass storage have class defaults' },
  ])('$why', async ({ call }) => {
    const machine = await bootPower({
      driver: {
        ...REGISTERS,
        pnp: `if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
          PoRegisterDeviceForIdleDetection(device, 20, 60, PowerDeviceD3);
          counter = PoRegisterDeviceForIdleDetection(${call});
        }`,
        read: 'DbgPrint("%d", counter); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
      },
    });
    const said: string[] = [];
    machine.onDbgPrint = ({ text }) => said.push(text.trim());
    await machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    await advance(machine, '5min');
    expect([said, state(machine)]).toEqual([['0'], 'D0']);
  });

  test('PWR-74 a device in the path of a dump file stays on', async () => {
    const machine = await bootPower({ driver: REGISTERS, above: 'K', specialFiles: ['dump'] });
    await advance(machine, '5min');
    expect(deviceOf(machine, 'K').power.device).toBe('D0');
  });
});

describe('PWR-57 a system that nobody needs', () => {
  const options = { systemIdle: '10min' };
  const read = (machine: Machine) => machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
  const advance = (machine: Machine, by: string) => machine.inject({ op: 'advance', by });
  const done = 'irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;';

  test('goes to S3 by itself, and a user wakes it', async () => {
    const machine = await bootPower({ options });
    await advance(machine, '9min');
    expect(machine.state().power.state).toBe('working');
    await advance(machine, '2min');
    expect(machine.state().power.state).toBe('asleep');
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
    await advance(machine, '9min');
    expect(machine.state().power.state).toBe('working');
  });

  test('PoSetSystemState begins its time anew', async () => {
    const machine = await bootPower({ options, driver: { read: `PoSetSystemState(ES_SYSTEM_REQUIRED); ${done}` } });
    await advance(machine, '9min');
    await read(machine);
    await advance(machine, '9min');
    expect(machine.state().power.state).toBe('working');
    await advance(machine, '2min');
    expect(machine.state().power.state).toBe('asleep');
  });

  test('PoRegisterSystemState keeps it awake until it is changed or taken back, but not from what a user wants', async () => {
    const machine = await bootPower({
      options,
      driver: {
        more: 'let handle = 0; let step = 0;',
        read: `step += 1;
        if (step === 1) handle = PoRegisterSystemState(NULL, ES_SYSTEM_REQUIRED | ES_CONTINUOUS);
        if (step === 2) DbgPrint('%d', PoRegisterSystemState(handle, ES_CONTINUOUS) === handle);
        if (step === 3) PoRegisterSystemState(handle, ES_SYSTEM_REQUIRED | ES_CONTINUOUS);
        if (step === 4) PoUnregisterSystemState(handle);
        ${done}`,
      },
    });
    const states: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await read(machine);
      await advance(machine, '15min');
      states.push(machine.state().power.state);
      if (states.at(-1) === 'asleep') await power(machine, 'wake');
      else {
        expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
        await power(machine, 'wake');
      }
    }
    expect(states).toEqual(['working', 'asleep', 'working', 'asleep']);
  });
});

test('BC-02 PWR-55: a device that is idle by its class, and is of another class now, stops the machine with 0xA0/0x200', async () => {
  const machine = await bootPower({
    driver: {
      pnp: `if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
        device.DeviceType = FILE_DEVICE_DISK;
        PoRegisterDeviceForIdleDetection(device, 0xFFFFFFFF, 0xFFFFFFFF, PowerDeviceD3);
      }`,
      read: 'device.DeviceType = FILE_DEVICE_UNKNOWN; irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
    },
  });
  await machine.inject({ op: 'advance', by: '10s' });
  expect(machine.state().bugcheck).toBeNull();
  await machine.inject({ op: 'io', device: 'N', request: 'read', length: 1 });
  await machine.inject({ op: 'advance', by: '10s' });
  expect(machine.state().bugcheck).toMatchObject({
    code: 0xa0,
    parameters: ['0x200', '0x0', expect.anything(), '0x0'],
  });
});
