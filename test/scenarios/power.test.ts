/**
 * The system goes to sleep and comes back, whole: a bus P, an adapter C with a disk K that holds the page file, a network
 * card N. Read a changed golden file as code: who is told what, in which order, at which IRQL.
 */
import { describe, expect, test } from 'vitest';
import { DevicePowerState, PowerDeviceD3 } from '../../src/abi/enums.ts';
import { bootPower, power, powerCalls, stopped } from '../machine/power/support/power-machine.ts';
import { deviceOf } from '../support/machine.ts';
import { Scenario } from './support/scenario.ts';

const hardware = (scenario: Scenario) =>
  ['N', 'K', 'C', 'P'].map((id) => deviceOf(scenario.machine, id).power.hardware);

describe('TR-A S0 to S3 and back, with a page file', () => {
  test('PWR-28 PWR-29 PWR-30 PWR-32 the pageable device first, then the path of the page file from leaf to root; back the other way', async () => {
    const scenario = new Scenario(await bootPower({ specialFiles: ['paging'] }));
    const { machine } = scenario;
    const from = machine.state().events;
    await scenario.play({ op: 'power', request: 'sleep', state: 'S3' });
    expect(hardware(scenario)).toEqual(['d3cold', 'd3cold', 'd3cold', 'd3cold']);
    const down = powerCalls(machine, from).map((call) => call.split(', ')[0]);
    const isFirst = (call: string | undefined) =>
      /^(?:N\/null|K\/partmgr|C\/storport|P\/pci) (?:SET_POWER [SD]3|QUERY)/.test(call ?? '');
    expect(down.filter(isFirst)).toEqual([
      'K/partmgr QUERY_POWER S3',
      'C/storport QUERY_POWER S3',
      'N/null QUERY_POWER S3',
      'P/pci QUERY_POWER S3',
      'N/null SET_POWER S3',
      'N/null SET_POWER D3',
      'K/partmgr SET_POWER S3',
      'K/partmgr SET_POWER D3',
      'C/storport SET_POWER S3',
      'C/storport SET_POWER D3',
      'P/pci SET_POWER S3',
      'P/pci SET_POWER D3',
    ]);
    await scenario.play({ op: 'power', request: 'wake' });
    await scenario.play({ op: 'run', until: 'idle' });
    expect(hardware(scenario)).toEqual(['d0', 'd0', 'd0', 'd0']);
    await scenario.matches('sleep-and-wake');
  });

  test('BC-01 0x9F/3 N never completes its D3: after ten minutes the machine stops and names the driver', async () => {
    const machine = await bootPower({
      specialFiles: ['paging'],
      driver: {
        power:
          'if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState) { IoMarkIrpPending(irp); return STATUS_PENDING; }',
      },
    });
    const result = await power(machine, 'sleep');
    expect(result.ok).toBe(false);
    const { bugcheck, time } = machine.state();
    expect(time).toBe('600.0000000s');
    const devnode = machine.nt.pnp.byId('N');
    if (devnode === undefined) throw new Error('there is no N');
    const { active } = machine.nt.power.record(devnode);
    const hex = (value: number | undefined) => `0x${value?.toString(16)}`;
    expect(active).toMatchObject({ type: DevicePowerState, state: PowerDeviceD3 });
    expect(bugcheck).toMatchObject({
      driver: 'flt',
      parameters: ['0x3', hex(devnode.pdo.address), expect.any(String), hex(active?.irp.address)],
    });
    const triage = machine.nt.kernel.memory.u32[Number(bugcheck?.parameters[2]) >>> 2];
    expect(triage).toBe(0x1_8000);
  });
});

describe('TR-B S4 with the hibernation file on K', () => {
  const FILES = ['paging', 'hibernation'];

  test('PWR-71 PWR-73 PWR-76 PWR-78 D3 is reported on the path of the file, and the power stays until the image is written', async () => {
    const scenario = new Scenario(await bootPower({ specialFiles: FILES }));
    const { machine } = scenario;
    const before = machine.state().events;
    await scenario.play({ op: 'power', request: 'hibernate' });
    const states = machine.readTrace(before, 100_000).events.filter(({ kind }) => kind === 'state');
    const changes = states.map((event) => `${event.device} ${event.machine} ${event.to}`);
    const written = changes.indexOf('system hiberWrite'.replace(' ', ' system-power '));
    for (const id of ['K', 'C', 'P']) {
      expect(changes.indexOf(`${id} device-power.reported d3`)).toBeGreaterThan(-1);
      expect(changes.indexOf(`${id} device-power.reported d3`)).toBeLessThan(written);
      expect(changes.indexOf(`${id} device-power.hardware d3cold`)).toBeGreaterThan(written);
      expect(changes).not.toContain(`${id} device-power.hardware d3hot`);
    }
    expect(changes.indexOf('N device-power.hardware d3hot')).toBeLessThan(written);
    await scenario.play({ op: 'power', request: 'wake' });
    await scenario.play({ op: 'run', until: 'idle' });
    expect(hardware(scenario)).toEqual(['d0', 'd0', 'd0', 'd0']);
    await scenario.matches('hibernate-and-wake');
  });

  test('TV-13 PWR-76 0xA0/0x10A a bus driver takes the power away before the image is written', async () => {
    const machine = await bootPower({
      specialFiles: FILES,
      above: 'C',
      driver: {
        power: `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState && location.Parameters.Power.State.DeviceState === PowerDeviceD3)
        SandboxSetDevicePower(extension.Pdo, PowerDeviceD3);`,
      },
    });
    await power(machine, 'hibernate');
    expect(stopped(machine)).toEqual(['INTERNAL_POWER_ERROR', '0x10a', '0x0', '0x0', '0xc00000a3']);
    expect(machine.state().violations).toMatchObject([
      { rule: 'power/hibernation-path-power-lost', message: expect.stringContaining('C is in d3hot') },
    ]);
  });

  test('without a file there is nothing to hibernate to', async () => {
    const machine = await bootPower({ specialFiles: ['paging'] });
    expect(await power(machine, 'hibernate')).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_STATE' });
  });
});

describe('PWR-04 the context of each transition, as drivers see it', () => {
  const tells = {
    power: `if (location.Parameters.Power.Type === SystemPowerState && (minor === IRP_MN_SET_POWER || minor === IRP_MN_QUERY_POWER))
      DbgPrint('%s S%d 0x%08x action %d', minor === IRP_MN_SET_POWER ? 'set' : 'query', location.Parameters.Power.State.SystemState - 1, location.Parameters.Power.SystemPowerStateContext.ContextAsUlong, location.Parameters.Power.ShutdownType);`,
  };

  test.for([
    { request: 'sleep', down: 'S3 0x00014400 action 2', up: 'S0 0x00041100 action 2' },
    { request: 'hybridSleep', down: 'S4 0x00015400 action 3', up: 'S0 0x00041100 action 2' },
    { request: 'hybridSleep', lost: true, down: 'S4 0x00015400 action 3', up: 'S0 0x00051100 action 2' },
    { request: 'hibernate', down: 'S4 0x00015500 action 3', up: 'S0 0x00051100 action 2' },
    { request: 'hybridShutdown', down: 'S4 0x00015600 action 3', up: 'S0 0x00051100 action 2' },
    { request: 'shutdown', down: 'S5 0x00016600 action 4' },
    { request: 'restart', down: 'S5 0x00016600 action 5' },
    { request: 'powerOff', down: 'S5 0x00016600 action 6' },
  ] as const)('$request: $down, then $up', async ({ request, down, ...rest }) => {
    const machine = await bootPower({ specialFiles: ['hibernation'], driver: tells });
    const said: string[] = [];
    machine.onDbgPrint = ({ text }) => said.push(text.trim());
    await power(machine, request);
    const up = 'up' in rest ? rest.up : undefined;
    if (up !== undefined) await power(machine, 'wake', 'lost' in rest ? { powerLost: true } : {});
    expect(said).toEqual([`query ${down}`, `set ${down}`, ...(up === undefined ? [] : [`set ${up}`])]);
  });
});
