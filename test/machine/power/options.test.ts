/** The options of the power manager, one by one. */
import { describe, expect, test } from 'vitest';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { bootPower, power, powerCalls, statesOf, stopped } from './support/power-machine.ts';

/** Refuses queries for S3, agrees to all others. */
const REFUSES_S3 = {
  power: `if (minor === IRP_MN_QUERY_POWER && location.Parameters.Power.Type === SystemPowerState && location.Parameters.Power.State.SystemState === PowerSystemSleeping3) {
    irp.IoStatus.Status = STATUS_DEVICE_BUSY;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return STATUS_DEVICE_BUSY;
  }`,
};

describe('PWR-31 a driver refuses the query', () => {
  test('proceed: the request for the same state comes all the same', async () => {
    const machine = await bootPower({ driver: REFUSES_S3 });
    const { events } = machine.state();
    const result = await power(machine, 'sleep');
    expect(result).toMatchObject({ ok: true });
    expect(result.message).toContain('The refusal of N was overruled');
    expect(powerCalls(machine, events, 'flt')).toEqual([
      'N/flt QUERY_POWER S3, PowerActionSleep',
      'N/flt SET_POWER S3, PowerActionSleep',
      'N/flt SET_POWER D3, PowerActionSleep',
    ]);
    expect(statesOf(machine, 'devnode-power', 'N')).toBe('s0 > querying > refused > downInFlight > down');
  });

  test('TV-05 reaffirm: every stack that was asked gets S0, with the context 0x11100', async () => {
    const machine = await bootPower({
      options: { queryVeto: 'reaffirm' },
      driver: {
        more: 'let contexts = [];',
        power: `if (minor === IRP_MN_SET_POWER) DbgPrint('%x %d', location.Parameters.Power.SystemPowerStateContext.ContextAsUlong, location.Parameters.Power.ShutdownType);
        ${REFUSES_S3.power}`,
      },
    });
    const said: string[] = [];
    machine.onDbgPrint = ({ text }) => said.push(text);
    const { events } = machine.state();
    expect(await power(machine, 'sleep')).toMatchObject({
      ok: false,
      status: 'STATUS_INVALID_DEVICE_STATE',
      vetoedBy: 'N/flt',
    });
    expect(said[0]).toBe('11100 0');
    const sets = powerCalls(machine, events).filter((call) => call.includes('SET_POWER S0'));
    expect(sets.map((call) => call.split('/')[0])).toEqual(
      expect.arrayContaining(['root', 'acpi0', 'P', 'C', 'K', 'N']),
    );
    expect(powerCalls(machine, events).filter((call) => call.includes('SET_POWER S3'))).toEqual([]);
    expect(statesOf(machine, 'system-power', 'system')).toBe('working > preparing > reaffirming > working');
    expect(statesOf(machine, 'devnode-power', 'K')).toBe('s0 > querying > queried > upInFlight > s0');
    expect(machine.state().power.state).toBe('working');
  });

  test('nextState: the next deeper state is asked for, and there the refusal ends', async () => {
    const machine = await bootPower({
      options: { queryVeto: 'nextState' },
      specialFiles: ['hibernation'],
      driver: REFUSES_S3,
    });
    const { events } = machine.state();
    expect(await power(machine, 'sleep')).toMatchObject({
      ok: true,
      message: 'The system is in S4, every device has been told. Wake it to go on.',
    });
    expect(powerCalls(machine, events, 'flt').slice(0, 3)).toEqual([
      'N/flt QUERY_POWER S3, PowerActionSleep',
      'N/flt QUERY_POWER S4, PowerActionHibernate',
      'N/flt SET_POWER S4, PowerActionHibernate',
    ]);
    expect(statesOf(machine, 'devnode-power', 'N').split(' > ').slice(0, 5)).toEqual([
      's0',
      'querying',
      'refused',
      'querying',
      'queried',
    ]);
  });

  test('nextState: where no deeper state is left, S0 stays', async () => {
    const machine = await bootPower({ options: { queryVeto: 'nextState' }, driver: REFUSES_S3 });
    expect(await power(machine, 'sleep')).toMatchObject({ ok: false, vetoedBy: 'N/flt' });
    expect(machine.state().power.state).toBe('working');
  });

  test('PWR-31 nobody is asked in an emergency, and never before S0', async () => {
    const machine = await bootPower({ driver: REFUSES_S3, specialFiles: ['hibernation'] });
    expect(await power(machine, 'lowBattery')).toMatchObject({ ok: true });
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
    expect(await power(machine, 'thermalShutdown')).toMatchObject({ ok: true });
    expect(powerCalls(machine).filter((call) => call.includes('QUERY_POWER'))).toEqual([]);
  });
});

describe('PWR-52 the older rules', () => {
  const asOlderDrivers = (call: string) => ({
    power: `${call}
    IoSkipCurrentIrpStackLocation(irp);
    return PoCallDriver(extension.Lower, irp);`,
  });

  test('a driver that calls PoStartNextPowerIrp for each request, while it has it', async () => {
    const machine = await bootPower({
      options: { legacyRules: true },
      driver: asOlderDrivers('PoStartNextPowerIrp(irp);'),
    });
    expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
    expect(stopped(machine)).toBeNull();
  });

  test('BC-01 0x9F/2 a system request completed without it', async () => {
    const machine = await bootPower({ options: { legacyRules: true }, driver: asOlderDrivers('') });
    await power(machine, 'sleep');
    const { nt } = machine;
    const pdo = nt.pnp.byId('N')?.pdo;
    const filter = pdo?.AttachedDevice?.AttachedDevice;
    expect(filter?.DriverObject?.address).toBeGreaterThan(0);
    const hex = (value: number | undefined) => `0x${(value ?? 0).toString(16)}`;
    expect(stopped(machine)).toEqual([
      'DRIVER_POWER_STATE_FAILURE',
      '0x2',
      hex(pdo?.address),
      hex(filter?.address),
      hex(filter?.DriverObject?.address),
    ]);
    expect(machine.state().bugcheck?.driver).toBe('flt');
  });

  test('a device request completed without it: the next one is never delivered, and what waits for it stops the machine', async () => {
    const onlyForSystem = 'if (location.Parameters.Power.Type === SystemPowerState) PoStartNextPowerIrp(irp);';
    const machine = await bootPower({ options: { legacyRules: true }, driver: asOlderDrivers(onlyForSystem) });
    expect(await power(machine, 'setDevice', { device: 'N', state: 'D3' })).toMatchObject({ ok: true });
    const { events } = machine.state();
    expect(await power(machine, 'sleep')).toMatchObject({ ok: false });
    expect(powerCalls(machine, events, 'flt')).toEqual([
      'N/flt QUERY_POWER S3, PowerActionSleep',
      'N/flt SET_POWER S3, PowerActionSleep',
    ]);
    expect(stopped(machine)?.slice(0, 2)).toEqual(['DRIVER_POWER_STATE_FAILURE', '0x3']);
    expect(machine.state().bugcheck?.driver).toBe('flt');
  });

  test('BC-01 0x9F/3 a device request that is never delivered stops the machine by itself, and the report blames who holds it up', async () => {
    const onlyForSystem = 'if (location.Parameters.Power.Type === SystemPowerState) PoStartNextPowerIrp(irp);';
    const machine = await bootPower({
      options: { legacyRules: true, watchdog: '1min' },
      verifier: 'all',
      driver: asOlderDrivers(onlyForSystem),
    });
    await power(machine, 'setDevice', { device: 'N', state: 'D3' });
    expect(machine.state().violations.filter(({ rule }) => rule === 'power/start-next-missing')).toMatchObject([
      {
        driver: 'flt',
        message:
          'IRP_MN_SET_POWER for D3 of N ended, and flt has not called PoStartNextPowerIrp for it: the next request is never delivered',
      },
    ]);
    const { events } = machine.state();
    await power(machine, 'setDevice', { device: 'N', state: 'D0' });
    await machine.inject({ op: 'advance', by: '2min' });
    expect(powerCalls(machine, events)).toEqual([]);
    const pdo = machine.nt.pnp.byId('N')?.pdo.address ?? 0;
    expect(stopped(machine)?.slice(0, 3)).toEqual(['DRIVER_POWER_STATE_FAILURE', '0x3', `0x${pdo.toString(16)}`]);
    expect(machine.state()).toMatchObject({ time: '60.0000000s', bugcheck: { driver: 'flt' } });
  });

  test.each([{}, { pep: 'soc' }])(
    'PWR-76 in-box drivers keep them all the way through, also while a plug-in switches their power: %o',
    async (more) => {
      const machine = await bootDescription({
        name: 'older',
        memory: '16MiB',
        verifier: 'all',
        power: { legacyRules: true },
        ...more,
        drivers: {
          storport: { registry: { PoFx: 1, IdleTimeout: 500 } },
          pci: { registry: { PoFx: 1 } },
        },
        devices: [
          {
            id: 'pci0',
            function: 'pci',
            children: [
              {
                id: 'hba0',
                function: 'storport',
                power: { inrush: true },
                children: [
                  {
                    id: 'disk0',
                    function: 'disk',
                    upperFilters: ['filter'],
                    size: '64MiB',
                    volumes: [{ id: 'volC', size: '32MiB' }],
                  },
                ],
              },
              { id: 'n0', function: 'null', power: { d1: true, d2: true, systemWake: 'S4', deviceWake: 'D3' } },
            ],
          },
        ],
        specialFiles: [
          { device: 'volC', type: 'paging' },
          { device: 'volC', type: 'hibernation' },
        ],
      });
      const idle: Injection = { op: 'advance', by: '2s' };
      const device = { op: 'power', request: 'setDevice', device: 'n0' } as const;
      const requests = [
        'sleep',
        'wake',
        'hibernate',
        'wake',
        'standby',
        'wake',
        'hybridSleep',
        'wake',
        'shutdown',
      ] as const;
      const results = await injectAll(machine, [
        idle,
        { op: 'io', device: 'volC', request: 'read', offset: 0, length: 512 },
        { ...device, state: 'D2' },
        { ...device, request: 'queryDevice', state: 'D0' },
        { ...device, state: 'D0' },
        ...requests.flatMap((request): Injection[] => [idle, { op: 'power', request }]),
      ]);
      expect(results.filter(({ ok }) => !ok)).toEqual([]);
      expect(machine.state()).toMatchObject({ bugcheck: null, violations: [] });
    },
  );

  test('from Vista on it does nothing, and PoCallDriver still works', async () => {
    const machine = await bootPower({ driver: asOlderDrivers('') });
    expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
    expect(await power(machine, 'wake')).toMatchObject({ ok: true });
  });
});

describe('TV-29 BC-02 0xA0/0xA a machine that is set to stop while it resumes', () => {
  test.for([
    { when: 'atOnce', progress: '0x0', on: [] },
    { when: 'afterNonPageable', progress: '0x1', on: ['C', 'K', 'P'] },
    { when: 'afterAll', progress: '0x2', on: ['C', 'K', 'N', 'P'] },
  ])('$when', async ({ when, progress, on }) => {
    const machine = await bootPower({ options: { resumeBugCheck: when }, specialFiles: ['paging'] });
    await power(machine, 'sleep');
    const { events } = machine.state();
    await power(machine, 'wake');
    expect(stopped(machine)).toEqual(['INTERNAL_POWER_ERROR', '0xa', progress, '0x0', '0x0']);
    const { devices } = machine.state();
    expect(
      devices
        .filter(({ id, power: { hardware } }) => id.length === 1 && hardware === 'd0')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(on);
    const toN = powerCalls(machine, events).filter((call) => call.startsWith('N/'));
    expect(toN.length > 0).toBe(when === 'afterAll');
  });
});

test('BC-02 0xA0/0x401 more devices wait to draw inrush current than may', async () => {
  const inrush = { power: { inrush: true } };
  const machine = await bootPower({
    options: { inrushLimit: 1 },
    hardware: { N: { inrush: true } },
    driver: {
      power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState && location.Parameters.Power.State.DeviceState === PowerDeviceD0) {
      IoMarkIrpPending(irp);
      return STATUS_PENDING;
    }`,
    },
    more: [
      { id: 'A', function: 'null', ...inrush },
      { id: 'B', function: 'null', ...inrush },
    ],
  });
  await power(machine, 'sleep');
  await power(machine, 'wake');
  const pdo = machine.nt.pnp.byId('B')?.pdo.address ?? 0;
  expect(stopped(machine)).toEqual(['INTERNAL_POWER_ERROR', '0x401', '0x0', '0x0', `0x${pdo.toString(16)}`]);
});

test('BC-01 0x9F/3 the watchdog of the machine file counts', async () => {
  const machine = await bootPower({
    options: { watchdog: '30s' },
    driver: { power: 'if (minor === IRP_MN_SET_POWER) { IoMarkIrpPending(irp); return STATUS_PENDING; }' },
  });
  await power(machine, 'sleep');
  expect(stopped(machine)?.slice(0, 2)).toEqual(['DRIVER_POWER_STATE_FAILURE', '0x3']);
  expect(machine.state().time).toBe('30.0001000s');
});

test.for([
  { power: { watchdog: '10' }, says: '"watchdog" must be a duration' },
  { power: { workers: 0 }, says: '"workers" must be a whole number from 1 to 64' },
  { power: { queryVeto: 'ignore' }, says: '"queryVeto" cannot be `ignore`' },
  { power: { legacyRules: 'yes' }, says: '"legacyRules" must be true or false' },
  { power: { workrs: 1 }, says: 'workrs' },
])('a wrong option is refused with what is wrong: $says', async ({ power: options, says }) => {
  await expect(bootPower({ options })).rejects.toThrow(says);
});
