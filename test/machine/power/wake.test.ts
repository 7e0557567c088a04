/** Wait/wake from end to end: armed, signalled, cancelled, refused; and the bus that is armed for its children. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { DriverParts } from '../support/driver-text.ts';
import { bootPower, type PowerMachine, power, powerCalls, statesOf } from './support/power-machine.ts';

/** Arms the device once it is started, for a system state; on request arms it again, or cancels. */
function arming(systemState: string, again = ''): DriverParts {
  return {
    more: `let waitWake = null;
function Woken(device, minor, state, context, ioStatus) {
  DbgPrint('minor %x, S%d ended with %x%s', minor, state.SystemState - 1, ioStatus.Status, PoGetSystemWake(waitWake) ? ', has woken' : '');
  waitWake = null;
  if (NT_SUCCESS(ioStatus.Status)) PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, NULL, NULL, NULL);
  ${again}
}
function Arm(device) {
  const irp = out();
  const status = PoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, ${systemState}, Woken, NULL, irp);
  waitWake = irp.value;
  return status;
}`,
    pnp: 'if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) Arm(device);',
    read: 'DbgPrint("cancelled %d", IoCancelIrp(waitWake)); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
  };
}

async function boot(machine: PowerMachine): Promise<{ readonly machine: Machine; readonly said: string[] }> {
  const said: string[] = [];
  const booted = await bootPower(machine);
  booted.onDbgPrint = ({ text }) => said.push(text.trim());
  return { machine: booted, said };
}

const WAKES = { N: { systemWake: 'S3', deviceWake: 'D3' } };
const BOTH_WAKE = { ...WAKES, P: { systemWake: 'S3', deviceWake: 'D2', d2: true } };
const signal = (machine: Machine) => power(machine, 'wake', { device: 'N' });
const wake = (machine: Machine, device: string) => statesOf(machine, 'wait-wake', device);

describe('PWR-63 PWR-67 a device wakes the system', () => {
  test('its bus completes the request, its owner asks for D0', async () => {
    const { machine, said } = await boot({ hardware: WAKES, driver: arming('PowerSystemSleeping3') });
    expect(wake(machine, 'N')).toBe('idle > armedPending');
    await power(machine, 'sleep');
    expect(machine.state().devices.find(({ id }) => id === 'N')?.power.hardware).toBe('d3hot');
    expect(await signal(machine)).toMatchObject({ ok: true, message: 'The system is back in S0 from S3, woken by N.' });
    expect(said).toEqual(['minor 0, S3 ended with 0, has woken']);
    expect(wake(machine, 'N')).toBe('idle > armedPending > signalled > idle');
    expect(machine.state().power.wokenBy).toEqual(['N']);
  });

  test('while the system works: the device alone comes back, and the signal itself moves nothing', async () => {
    const { machine, said } = await boot({ hardware: WAKES, driver: arming('PowerSystemSleeping3') });
    await power(machine, 'setDevice', { device: 'N', state: 'D3' });
    const { events } = machine.state();
    expect(await signal(machine)).toMatchObject({ ok: true, message: 'N has signalled wake.' });
    expect(said).toEqual(['minor 0, S3 ended with 0, has woken']);
    expect(powerCalls(machine, events)).toEqual(['N/flt SET_POWER D0', 'N/null SET_POWER D0', 'N/pci SET_POWER D0']);
    expect(machine.state().power.wokenBy).toEqual([]);
  });

  test('a user wakes the machine: the device stays armed', async () => {
    const { machine, said } = await boot({ hardware: WAKES, driver: arming('PowerSystemSleeping3') });
    await power(machine, 'sleep');
    expect(await power(machine, 'wake')).toMatchObject({
      message: 'The system is back in S0 from S3, woken by a user.',
    });
    expect([said, wake(machine, 'N')]).toEqual([[], 'idle > armedPending']);
  });
});

describe('PWR-64 PWR-65 what cannot be armed', () => {
  test('a device that cannot wake leaves the request as it was made', async () => {
    const { machine, said } = await boot({ driver: arming('PowerSystemSleeping3') });
    expect(wake(machine, 'N')).toBe('idle > armedPending > idle');
    expect(await signal(machine)).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_STATE' });
    expect(said).toEqual([]);
  });

  test.for([
    { state: 'PowerSystemHibernate', status: 'c0000184', why: 'deeper than the device can wake from' },
    { state: 'PowerSystemSleeping3', status: 'c00000bb', why: 'no wake at all', hardware: {} },
  ])('$why: $status', async ({ state, status, hardware = WAKES }) => {
    const driver = arming(state);
    const text: string[] = [];
    const machine = await bootPower({
      hardware,
      driver: {
        ...driver,
        pnp: '',
        read: 'Arm(device); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
      },
    });
    machine.onDbgPrint = (line) => text.push(line.text.trim());
    await machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    expect(text).toEqual([expect.stringContaining(`ended with ${status}`)]);
  });

  test('a second request while one is pending: STATUS_DEVICE_BUSY, and the first one stays', async () => {
    const driver = arming('PowerSystemSleeping3');
    const { machine, said } = await boot({
      hardware: WAKES,
      driver: {
        ...driver,
        read: 'Arm(device); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
      },
    });
    await machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    expect(said).toEqual(['minor 0, S3 ended with 80000011']);
    expect(wake(machine, 'N')).toBe('idle > armedPending');
  });
});

describe('PWR-68 PWR-69 the end of a request that did not wake', () => {
  test('its owner cancels it', async () => {
    const { machine, said } = await boot({ hardware: WAKES, driver: arming('PowerSystemSleeping3') });
    await machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    expect(said).toEqual(['minor 0, S3 ended with c0000120', 'cancelled 1']);
    expect(wake(machine, 'N')).toBe('idle > armedPending > idle');
  });

  test.for(['surpriseRemove', 'disable'] as const)('the device goes (%s): its bus fails it', async (request) => {
    const { machine, said } = await boot({ hardware: WAKES, driver: arming('PowerSystemSleeping3') });
    await machine.inject({ op: 'pnp', device: 'N', request });
    expect(said).toEqual(['minor 0, S3 ended with c000000e']);
    expect(machine.state().bugcheck).toBeNull();
  });
});

describe('PWR-66 a bus that has to wake for its children', () => {
  test('is armed with the first child, and disarmed with the last', async () => {
    const { machine } = await boot({ hardware: BOTH_WAKE, driver: arming('PowerSystemSleeping3') });
    expect([wake(machine, 'N'), wake(machine, 'P')]).toEqual(['idle > armedPending', 'idle > armedPending']);
    await machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
    expect([wake(machine, 'N'), wake(machine, 'P')]).toEqual([
      'idle > armedPending > idle',
      'idle > armedPending > idle',
    ]);
  });

  test('PWR-46 sleeps no deeper than it can wake from', async () => {
    const { machine } = await boot({ hardware: BOTH_WAKE, driver: arming('PowerSystemSleeping3') });
    const { events } = machine.state();
    await power(machine, 'sleep');
    expect(powerCalls(machine, events, 'acpi')).toContain('P/acpi SET_POWER D2, PowerActionSleep');
  });

  test('PWR-67 its own request ends first, then that of the child; it is armed again while a child is', async () => {
    const { machine, said } = await boot({
      hardware: BOTH_WAKE,
      driver: arming('PowerSystemSleeping3', 'Arm(device);'),
    });
    await power(machine, 'sleep');
    const { events } = machine.state();
    expect(await signal(machine)).toMatchObject({ message: 'The system is back in S0 from S3, woken by N.' });
    const ended = machine
      .readTrace(events, 10_000)
      .events.filter(({ kind, machine: chart, to }) => kind === 'state' && chart === 'wait-wake' && to === 'idle');
    expect(ended.map(({ device }) => device)).toEqual(['P', 'N']);
    expect(said).toEqual(['minor 0, S3 ended with 0, has woken']);
    await machine.inject({ op: 'advance', by: '1s' });
    expect([wake(machine, 'N'), wake(machine, 'P')]).toEqual([
      'idle > armedPending > signalled > idle > armedPending',
      'idle > armedPending > signalled > idle > armedPending',
    ]);
  });

  test('a bus that cannot wake is left alone, and its child wakes by itself', async () => {
    const { machine } = await boot({ hardware: WAKES, driver: arming('PowerSystemSleeping3') });
    expect(statesOf(machine, 'wait-wake', 'P')).toBe('');
    await power(machine, 'sleep');
    expect(await signal(machine)).toMatchObject({ ok: true });
  });
});

describe('PWR-37 PWR-44 a query of a state from which an armed device could not wake', () => {
  test.for([
    { request: 'sleep', state: 'S1', agrees: true },
    { request: 'sleep', state: 'S3', agrees: false },
    { request: 'hibernate', agrees: true },
  ] as const)('$request $state: $agrees', async ({ request, agrees, ...more }) => {
    const { machine } = await boot({
      options: { queryVeto: 'reaffirm' },
      hardware: { N: { systemWake: 'S1', deviceWake: 'D3' } },
      driver: arming('PowerSystemSleeping1'),
      specialFiles: ['hibernation'],
    });
    const result = await power(machine, request, more);
    expect(result.ok).toBe(agrees);
    if (!agrees) expect(result.vetoedBy).toBe('N/pci');
  });
});

test('PWR-62 a driver says that its device has woken the system, within two seconds', async () => {
  const { machine } = await boot({
    driver: {
      read: 'PoSetSystemWakeDevice(device); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
    },
    above: 'K',
  });
  const wokenBy: (readonly string[])[] = [];
  for (const by of ['1s', '3s']) {
    await power(machine, 'sleep');
    await power(machine, 'wake');
    await machine.inject({ op: 'advance', by });
    await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 });
    wokenBy.push(machine.state().power.wokenBy);
  }
  expect(wokenBy).toEqual([['K'], []]);
});

test('PWR-61 IRP_MN_POWER_SEQUENCE: unequal numbers before and after say that the device has lost its state', async () => {
  const { machine, said } = await boot({
    hardware: { N: { d1: true, d2: true } },
    driver: {
      more: `class SEQUENCE extends struct('SEQUENCE', { D1: ULONG, D2: ULONG, D3: ULONG }) {}`,
      read: `const top = extension.Pdo;
      const asked = IoAllocateIrp(top.StackSize, FALSE);
      const told = cast(SEQUENCE, ExAllocatePool2(POOL_FLAG_NON_PAGED, 12, 'qeSt'));
      asked.IoStatus.Status = STATUS_NOT_SUPPORTED;
      const next = IoGetNextIrpStackLocation(asked);
      next.MajorFunction = IRP_MJ_POWER;
      next.MinorFunction = IRP_MN_POWER_SEQUENCE;
      next.Parameters.PowerSequence.PowerSequence = told;
      IoSetCompletionRoutine(asked, () => STATUS_MORE_PROCESSING_REQUIRED, NULL, TRUE, TRUE, TRUE);
      IoCallDriver(top, asked);
      DbgPrint('%x %d %d %d', asked.IoStatus.Status, told.D1, told.D2, told.D3);
      IoFreeIrp(asked);
      ExFreePool(told);
      irp.IoStatus.Status = STATUS_SUCCESS;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return STATUS_SUCCESS;`,
    },
  });
  const read = () => machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
  await read();
  for (const state of ['D1', 'D0', 'D2', 'D0', 'D3', 'D0']) await power(machine, 'setDevice', { device: 'N', state });
  await read();
  expect(said).toEqual(['0 0 0 0', '0 3 2 1']);
});
