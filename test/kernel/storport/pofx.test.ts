/** STOR-65, POFX-68: run-time power of adapters and units, as their miniport describes it and hears of it. */
import { describe, expect, test } from 'vitest';
import {
  STOR_STATUS_BUSY,
  STOR_STATUS_INVALID_DEVICE_REQUEST,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_NOT_IMPLEMENTED,
  STOR_STATUS_SUCCESS,
  STOR_STATUS_UNSUCCESSFUL,
} from '../../../src/abi/storport-constants.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf, injectAll } from '../../support/machine.ts';
import { bootPoFx, controlsOf, IDLE, READ } from './pofx.ts';
import { dumpRunOf } from './support.ts';

const SECOND = { timeout: 1000 };

function registered(machine: Machine): readonly string[] {
  return machine.nt.fx.devices.map(({ devnode, components }) => {
    const [component] = components;
    return `${devnode.id} F0..F${(component?.description.idleStates.length ?? 0) - 1}`;
  });
}

function rulesOf(machine: Machine): readonly string[] {
  return machine.state().violations.map(({ rule }) => rule);
}

function powerOf(machine: Machine, ...ids: readonly string[]): readonly (string | null)[] {
  return ids.map((id) => deviceOf(machine, id).power.device);
}

describe('STOR-65 StorPortInitializePoFxPower', () => {
  test.each([1, 2, 3] as const)('takes version %i of the structure', async (version) => {
    const { machine, manual } = await bootPoFx({ adapter: { version, states: 8, ...(version === 1 ? {} : SECOND) } });
    expect(manual.seen).toEqual([[STOR_STATUS_SUCCESS, false]]);
    expect(registered(machine)).toEqual(['hba0 F0..F7']);
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0', 'disk0')).toEqual(['D3', 'D3']);
    expect(rulesOf(machine)).toEqual([]);
  });

  test('takes both versions of a component in any of them', async () => {
    const { machine } = await bootPoFx({ adapter: { version: 1, crashReady: 1 }, unit: { version: 3, crashReady: 0 } });
    expect(registered(machine)).toEqual(['hba0 F0..F1', 'disk0 F0..F1', 'disk1 F0..F1']);
  });

  test.each([
    ['a version that there is not', { wrong: 'device.Version = 4;' }],
    ['the size of another structure', { wrong: 'device.Size = 40;' }],
    ['two components', { wrong: 'device.ComponentCount = 2;' }],
    ['nine F states', { wrong: 'component.FStateCount = 9;' }],
    ['no F state', { wrong: 'component.FStateCount = 0;' }],
    ['a wake state behind the last', { wrong: 'component.DeepestWakeableFState = 2;' }],
    ['a component of another version', { wrong: 'component.Version = 3;' }],
    ['a component of another size', { wrong: 'component.Size = 64;' }],
    ['an F state of another version', { wrong: 'states.get(1).Version = 2;' }],
    ['an F state of another size', { wrong: 'states.get(1).Size = 28;' }],
    ['an F0 that takes time', { wrong: 'states.get(0).TransitionLatency = 1n;' }],
    ['a dump state behind the last', { crashReady: 2 }],
  ])('refuses %s with STOR_STATUS_INVALID_PARAMETER, and says which', async (_what, described) => {
    const { machine, manual } = await bootPoFx({ adapter: described });
    expect(manual.seen).toEqual([[STOR_STATUS_INVALID_PARAMETER, false]]);
    expect(rulesOf(machine)).toEqual(['StorPortPoFxDescription']);
    expect(registered(machine)).toEqual([]);
    expect(deviceOf(machine, 'disk0').pnp).toBe('started');
  });

  test('refuses three F states of a unit, which may have two', async () => {
    const { machine, manual } = await bootPoFx({ adapter: {}, unit: { states: 3 } });
    expect(manual.seen.slice(1)).toEqual([
      [STOR_STATUS_INVALID_PARAMETER, false],
      [STOR_STATUS_INVALID_PARAMETER, false],
    ]);
    expect(registered(machine)).toEqual(['hba0 F0..F1']);
  });

  test('refuses NULL, an address of no unit, and a second description', async () => {
    const { manual } = await bootPoFx({
      adapter: {},
      passive: `manual.seen.push(StorPortInitializePoFxPower(extension, NULL, NULL, NULL));`,
      adapterControl: '',
      find: 'manual.seen.push(StorPortPoFxSetIdleTimeout(extension, NULL, 5));',
    });
    expect(manual.seen.slice(0, 2)).toEqual([STOR_STATUS_UNSUCCESSFUL, STOR_STATUS_INVALID_PARAMETER]);
    const twice = await bootPoFx({
      adapter: { wrong: 'StorPortInitializePoFxPower(extension, NULL, cast(STOR_POFX_DEVICE, memory.address), NULL);' },
    });
    expect(twice.manual.seen).toEqual([[STOR_STATUS_UNSUCCESSFUL, false]]);
    expect(registered(twice.machine)).toEqual(['hba0 F0..F1']);
  });

  test('has a time and a place: elsewhere it is a finding, and nothing is registered', async () => {
    const { machine, manual } = await bootPoFx({
      find: 'manual.seen.push(StorPortInitializePoFxPower(extension, NULL, cast(STOR_POFX_DEVICE, local(ROOM).address), NULL));',
    });
    expect(manual.seen).toEqual([STOR_STATUS_UNSUCCESSFUL]);
    expect(rulesOf(machine)).toEqual(['StorPortPoFxPlace']);
    expect(registered(machine)).toEqual([]);
  });

  test('a unit with two F states needs ScsiUnitPoFxPowerSetFState', async () => {
    const { machine } = await bootPoFx({ adapter: {}, unit: {}, unitTypes: 'ScsiUnitPoFxPowerInfo' });
    expect(rulesOf(machine)).toEqual(['StorPortPoFxDescription']);
  });
});

test('STOR-65 STOR-20 STOR-24 the adapter is described before the bus is scanned, and each unit when it starts', async () => {
  const { manual, machine } = await bootPoFx({ adapter: SECOND, unit: SECOND });
  expect(registered(machine)).toEqual(['hba0 F0..F1', 'disk0 F0..F1', 'disk1 F0..F1']);
  const asked = manual.calls.filter((call) => call.startsWith('Unit 4'));
  expect(asked).toEqual(['Unit 4@0', 'Unit 4@0']);
  expect(manual.calls.indexOf('Init@9')).toBeLessThan(manual.calls.findIndex((call) => call.startsWith('Adapter 8')));
});

test('STOR-65 a unit is not asked for a description where its adapter has none, or does not want it', async () => {
  const without = await bootPoFx({ unit: {} });
  expect(registered(without.machine)).toEqual([]);
  const unwanted = await bootPoFx({ adapter: { flags: 'STOR_POFX_DEVICE_FLAG_NO_UNIT_REGISTRATION' }, unit: {} });
  expect(registered(unwanted.machine)).toEqual(['hba0 F0..F1']);
  // It hears that it is not wanted.
  expect(unwanted.manual.calls.filter((call) => call.startsWith('Unit 4'))).toEqual(['Unit 4@0', 'Unit 4@0']);
});

test('POFX-68 what the framework says of an adapter, its miniport hears as control types, in that order', async () => {
  const { machine, manual } = await bootPoFx({ adapter: SECOND });
  await machine.inject({ op: 'advance', by: '500ms' });
  // Idle, and in F1 before it loses its power; each is told, and power is not required a second later.
  expect(controlsOf(manual.calls).filter((call) => call.startsWith('Adapter'))).toEqual([
    'Adapter 8 false',
    'Adapter 9 F1',
  ]);
  await machine.inject(IDLE);
  const down = controlsOf(manual.calls).filter((call) => call.startsWith('Adapter'));
  expect(down.filter((call) => call === 'Adapter 7 false').length).toBeGreaterThan(0);
  expect(down.at(-1)).toBe('Adapter 6');
  const before = manual.calls.length;
  manual.answers.push(1);
  expect(await machine.inject(READ)).toMatchObject({ ok: true });
  const up = controlsOf(manual.calls, before).filter((call) => call.startsWith('Adapter'));
  expect(up.slice(0, 4)).toEqual(['Adapter 7 true', 'Adapter 6', 'Adapter 9 F0', 'Adapter 8 true']);
  expect(rulesOf(machine)).toEqual([]);
});

test('POFX-68 POFX-42 a unit hears of its own power, at DISPATCH_LEVEL, and keeps the adapter on while it has some', async () => {
  const { machine, manual } = await bootPoFx({ adapter: { timeout: 100 }, unit: { timeout: 2000 } });
  await machine.inject({ op: 'advance', by: '1s' });
  // The adapter has a shorter time-out, but its units have power.
  expect(powerOf(machine, 'hba0', 'disk0', 'disk1')).toEqual(['D0', 'D0', 'D0']);
  const first = manual.calls.filter((call) => /^Unit [5-8]/.test(call));
  expect(first).toEqual(['Unit 6 false@2', 'Unit 7 F1@2', 'Unit 6 false@2', 'Unit 7 F1@2']);
  await machine.inject(IDLE);
  expect(powerOf(machine, 'hba0', 'disk0', 'disk1')).toEqual(['D3', 'D3', 'D3']);
  const before = manual.calls.length;
  manual.answers.push(1);
  expect(await machine.inject(READ)).toMatchObject({ ok: true });
  expect(powerOf(machine, 'hba0', 'disk0', 'disk1')).toEqual(['D0', 'D0', 'D3']);
  const ofUnit = manual.calls.slice(before).filter((call) => /^Unit [35-8]/.test(call));
  expect(ofUnit.slice(0, 4)).toEqual(['Unit 5 true@2', 'Unit 3@2', 'Unit 7 F0@2', 'Unit 6 true@2']);
  await machine.inject(IDLE);
  expect(powerOf(machine, 'hba0', 'disk0', 'disk1')).toEqual(['D3', 'D3', 'D3']);
  expect(rulesOf(machine)).toEqual([]);
});

test('POFX-37 both come back from a system sleep, on and asleep, and can be used', async () => {
  const { machine, manual } = await bootPoFx({ adapter: SECOND, unit: SECOND });
  for (const before of [[], [IDLE]]) {
    await injectAll(machine, before);
    expect(await machine.inject({ op: 'power', request: 'sleep', state: 'S3' })).toMatchObject({ ok: true });
    expect(await machine.inject({ op: 'power', request: 'wake' })).toMatchObject({ ok: true });
    manual.answers.push(1);
    expect(await machine.inject(READ)).toMatchObject({ ok: true });
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0', 'disk0')).toEqual(['D3', 'D3']);
  }
  expect(machine.state()).toMatchObject({ violations: [], bugcheck: null });
});

test('POFX-27 registrations end with their devices, and come back with them; a rebalance keeps them', async () => {
  const { machine } = await bootPoFx({ adapter: SECOND, unit: SECOND });
  const all = ['hba0 F0..F1', 'disk0 F0..F1', 'disk1 F0..F1'];
  await machine.inject({ op: 'pnp', device: 'hba0', request: 'rebalance' });
  expect(registered(machine)).toEqual(all);
  await machine.inject({ op: 'pnp', device: 'disk0', request: 'disable' });
  expect(registered(machine)).toEqual(['hba0 F0..F1', 'disk1 F0..F1']);
  await machine.inject({ op: 'pnp', device: 'disk0', request: 'enable' });
  expect([...registered(machine)].sort()).toEqual([...all].sort());
  await machine.inject({ op: 'pnp', device: 'hba0', request: 'surpriseRemove' });
  expect(registered(machine)).toEqual([]);
  expect(machine.state()).toMatchObject({ violations: [], bugcheck: null });
});

describe('STOR-65 references of the miniport', () => {
  test('keep the component active; BUSY says that it is not yet', async () => {
    const { machine, manual } = await bootPoFx({
      adapter: SECOND,
      passive: `manual.take = (up) => (up ? StorPortPoFxActivateComponent : StorPortPoFxIdleComponent)(extension, NULL, NULL, 0, 0);`,
    });
    const take = Reflect.get(manual, 'take') as (up: boolean) => number;
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0')).toEqual(['D3']);
    expect(take(true)).toBe(STOR_STATUS_BUSY);
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0')).toEqual(['D0']);
    expect(take(true)).toBe(STOR_STATUS_SUCCESS);
    expect(take(false)).toBe(STOR_STATUS_BUSY);
    expect(take(false)).toBe(STOR_STATUS_SUCCESS);
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0')).toEqual(['D3']);
    expect(take(false)).toBe(STOR_STATUS_INVALID_DEVICE_REQUEST);
    expect(rulesOf(machine)).toEqual(['StorPortPoFxBalance']);
  });

  test('count from the description on, before the port has registered the device', async () => {
    const { machine, manual } = await bootPoFx({
      adapter: { ...SECOND },
      passive: 'manual.early = () => StorPortPoFxActivateComponent(extension, NULL, NULL, 0, 0);',
      adapterControl: 'if (type === 8 && manual.done !== true) { manual.done = true; }',
      more: '',
      resetBus: '',
    });
    expect((Reflect.get(manual, 'early') as () => number)()).toBe(STOR_STATUS_BUSY);
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0')).toEqual(['D0']);
  });

  test('of a request belong to that request; flags, another component and an unknown request are refused', async () => {
    const { machine, manual } = await bootPoFx({
      adapter: SECOND,
      startIo: `manual.seen.push(StorPortPoFxActivateComponent(extension, NULL, srb, 0, 0), StorPortPoFxIdleComponent(extension, NULL, NULL, 0, 0),
        StorPortPoFxIdleComponent(extension, NULL, srb, 0, 0), StorPortPoFxActivateComponent(extension, NULL, srb, 0, 1),
        StorPortPoFxActivateComponent(extension, NULL, srb, 1, 0), StorPortPoFxActivateComponent(extension, NULL, cast(SCSI_REQUEST_BLOCK, 16), 0, 0));`,
    });
    manual.seen.length = 0;
    manual.answers.push(1);
    await machine.inject(READ);
    expect(manual.seen).toEqual([
      STOR_STATUS_SUCCESS,
      STOR_STATUS_INVALID_DEVICE_REQUEST,
      STOR_STATUS_BUSY,
      STOR_STATUS_INVALID_PARAMETER,
      STOR_STATUS_INVALID_PARAMETER,
      STOR_STATUS_INVALID_PARAMETER,
    ]);
  });

  test('that are left when the adapter is removed are a finding', async () => {
    const { machine } = await bootPoFx({
      adapter: { ...SECOND, wrong: 'manual.extension = extension;' },
      startIo: 'StorPortPoFxActivateComponent(extension, NULL, NULL, 0, 0); Done(extension, srb, 1); return TRUE;',
    });
    await machine.inject(READ);
    await machine.inject({ op: 'pnp', device: 'hba0', request: 'disable' });
    expect(rulesOf(machine)).toEqual(['StorPortPoFxBalance']);
    expect(machine.state().violations[0]?.message).toContain('1 activations of the adapter were not given back');
  });

  test('without a description there is nothing to refer to', async () => {
    const { manual } = await bootPoFx({
      passive:
        'manual.seen.push(StorPortPoFxActivateComponent(extension, NULL, NULL, 0, 0), StorPortPoFxSetComponentLatency(extension, NULL, 0, 1n), StorPortPoFxPowerControl(extension, NULL, NULL, 0, 0, 0, 0, NULL));',
    });
    expect(manual.seen).toEqual(Array(3).fill(STOR_STATUS_INVALID_DEVICE_REQUEST));
  });
});

test('STOR-65 POFX-12 a latency that is not tolerated keeps the component in F0, and gone again it goes to F1', async () => {
  const { machine, manual } = await bootPoFx({
    adapter: { timeout: 60_000 },
    passive: 'manual.tolerate = (latency) => StorPortPoFxSetComponentLatency(extension, NULL, 0, latency);',
  });
  const tolerate = Reflect.get(manual, 'tolerate') as (latency: bigint) => number;
  const state = (): number | undefined => machine.nt.fx.devices[0]?.components[0]?.state;
  await machine.inject({ op: 'advance', by: '1s' });
  expect(state()).toBe(1);
  expect(tolerate(10n)).toBe(STOR_STATUS_SUCCESS);
  await machine.inject({ op: 'advance', by: '1s' });
  expect(state()).toBe(0);
  tolerate(1000n);
  await machine.inject({ op: 'advance', by: '1s' });
  expect(state()).toBe(1);
});

test('STOR-65 POFX-14 an adapter sets its idle time-out later on; a unit has no say in it', async () => {
  const { machine, manual } = await bootPoFx({
    adapter: { timeout: 60_000 },
    passive:
      'manual.setTimeout = (timeout, unit) => StorPortPoFxSetIdleTimeout(extension, unit ? local(STOR_ADDR_BTL8) : NULL, timeout);',
  });
  const setTimeoutOf = Reflect.get(manual, 'setTimeout') as (timeout: number, unit?: boolean) => number;
  await machine.inject(IDLE);
  expect(powerOf(machine, 'hba0')).toEqual(['D0']);
  expect(setTimeoutOf(100)).toBe(STOR_STATUS_SUCCESS);
  await machine.inject(IDLE);
  expect(powerOf(machine, 'hba0')).toEqual(['D3']);
});

test('STOR-65 with an adaptive time-out there are no more ways to D3 and back than the miniport allows', async () => {
  const { machine, manual } = await bootPoFx({
    adapter: { timeout: 100, cycle: 10_000, flags: 'STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT' },
  });
  await machine.inject(IDLE);
  expect(powerOf(machine, 'hba0')).toEqual(['D3']);
  manual.answers.push(1);
  await machine.inject(READ);
  await machine.inject({ op: 'advance', by: '9s' });
  expect(powerOf(machine, 'hba0')).toEqual(['D0']);
  await machine.inject({ op: 'advance', by: '2s' });
  expect(powerOf(machine, 'hba0')).toEqual(['D3']);
});

test('STOR-65 with NO_D3 and NO_D0 the miniport hears of it, and nobody asks for another state', async () => {
  const { machine, manual } = await bootPoFx({
    adapter: { ...SECOND, flags: 'STOR_POFX_DEVICE_FLAG_NO_D0 | STOR_POFX_DEVICE_FLAG_NO_D3' },
  });
  await machine.inject(IDLE);
  expect(powerOf(machine, 'hba0')).toEqual(['D0']);
  manual.answers.push(1);
  expect(await machine.inject(READ)).toMatchObject({ ok: true });
  await machine.inject(IDLE);
  const told = controlsOf(manual.calls).filter((call) => /^Adapter [67]/.test(call));
  expect(told).toEqual(['Adapter 7 false', 'Adapter 7 true', 'Adapter 7 false']);
  expect(rulesOf(machine)).toEqual([]);
});

describe('POFX-68 PWR-84 a dump file behind the adapter', () => {
  const withDump = (pep: string): object => ({ pep, specialFiles: [{ device: 'disk0', type: 'dump' }] });
  const state = (machine: Machine): unknown => {
    const found = machine.nt.fx.devices.find(({ devnode }) => devnode.id === 'hba0');
    return found?.components[0]?.state;
  };

  test.each([
    ['with a plug-in of the platform it sleeps', 'soc', '', 'D3'],
    ['without one it stays on', 'default', '', 'D0'],
    ['with NO_DUMP_ACTIVE it stays on though there is one', 'soc', 'STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE', 'D0'],
    [
      'with DUMP_ALWAYS_POWER_ON as well it sleeps',
      'soc',
      'STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE | STOR_POFX_DEVICE_FLAG_DUMP_ALWAYS_POWER_ON',
      'D3',
    ],
  ])('%s, and has power after a crash', async (_what, pep, flags, power) => {
    const { machine } = await bootPoFx({ adapter: { ...SECOND, flags }, unit: SECOND }, withDump(pep));
    await machine.inject(IDLE);
    expect(powerOf(machine, 'hba0')).toEqual([power]);
    expect(rulesOf(machine)).toEqual([]);
    await machine.inject({ op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' });
    const way = machine.state().bugcheck?.dumpPath?.devices ?? [];
    expect(way.find(({ id }) => id === 'hba0')).toMatchObject({ powered: true, reason: null });
  });

  test('STOR-65 it idles no deeper than the F state that the dump can begin in, and in D0', async () => {
    const flags = 'STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE';
    const { machine } = await bootPoFx({ adapter: { ...SECOND, flags, states: 4, crashReady: 1 } }, withDump('soc'));
    await machine.inject(IDLE);
    expect([powerOf(machine, 'hba0'), state(machine)]).toEqual([['D0'], 1]);
    await injectAll(machine, [{ op: 'usage', device: 'disk0', type: 'dump', inPath: false }, IDLE]);
    expect(powerOf(machine, 'hba0')).toEqual(['D3']);
    await injectAll(machine, [{ op: 'usage', device: 'disk0', type: 'dump', inPath: true }, IDLE]);
    expect([powerOf(machine, 'hba0'), state(machine)]).toEqual([['D0'], 1]);
    expect(rulesOf(machine)).toEqual([]);
  });
});

test('STOR-65 PWR-86 with ENABLE_D3_COLD the adapter loses its power in D3, where the platform can take it', async () => {
  const cold = { flags: 'STOR_POFX_DEVICE_FLAG_ENABLE_D3_COLD', ...SECOND };
  const hba0 = { id: 'hba0', function: 'storport', miniport: 'mini', power: { d3cold: true } };
  const devices = [
    {
      id: 'pci0',
      function: 'pci',
      children: [{ ...hba0, children: [{ id: 'disk0', function: 'disk', size: '1MiB' }] }],
    },
  ];
  const { machine, manual } = await bootPoFx({ adapter: cold }, { devices });
  expect(manual.seen).toEqual([[STOR_STATUS_SUCCESS, true]]);
  await machine.inject(IDLE);
  const devnode = machine.nt.pnp.byId('hba0');
  expect(devnode === undefined ? '' : machine.nt.power.hardwareOf(devnode)).toBe('d3cold');
});

test('STOR-61 in a dump run there is no run-time power', async () => {
  const { machine, manual } = await bootPoFx({
    find: 'if (config.DumpMode !== 0) manual.seen.push(StorPortInitializePoFxPower(extension, NULL, NULL, NULL), StorPortPoFxActivateComponent(extension, NULL, NULL, 0, 0));',
    adapter: SECOND,
  });
  manual.seen.length = 0;
  dumpRunOf(machine, 1).start();
  expect(manual.seen).toEqual([STOR_STATUS_NOT_IMPLEMENTED, STOR_STATUS_NOT_IMPLEMENTED]);
});
