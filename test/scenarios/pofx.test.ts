/** TR-C: a device with one component goes to F1, to D3, and back, and what happens when its driver makes mistakes. */
import { expect, test } from 'vitest';
import { later, microseconds } from '../../src/base/time.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { RecordingPlugIn } from '../kernel/fx/support/recording-plug-in.ts';
import { bootDescription, deviceOf } from '../support/machine.ts';
import {
  ACTIVATE,
  ACTIVATE_ASYNC,
  ACTIVATE_BLOCKING_AT_DISPATCH,
  COMPLETE_IDLE_CONDITION,
  IDLE,
  type RuntimeParts,
  runtimeDriver,
} from './support/runtime-driver.ts';
import { Scenario } from './support/scenario.ts';

const ioctl = (code: number) => ({ op: 'io', device: 'dev0', request: 'ioctl', code }) as const;
const wait = (by: string) => ({ op: 'advance', by }) as const;

function boot(parts: RuntimeParts = {}): Promise<Machine> {
  return bootDescription(
    {
      name: 'runtime power',
      memory: '4MiB',
      drivers: { runtime: { source: './runtime.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
    },
    { 'runtime.ts': runtimeDriver(parts) },
  );
}

/** The plug-in powers the component up 100 microseconds after it was told to. */
function addPlugIn(machine: Machine): void {
  const { nt } = machine;
  const { sim } = nt.kernel;
  const recording = new RecordingPlugIn((line) => {
    sim.record(15, 0, 0, sim.recorder.intern(line), 0, 0);
    if (line !== 'plug-in: 0 F0 before') return;
    sim.setAlarm(later(sim.now, microseconds(100)), () => {
      sim.createThread('plug-in worker', () => {
        const [device] = nt.fx.devices;
        if (device !== undefined) nt.fx.idleStateCompleted(device, 0);
      });
    });
  });
  recording.slow.add('F0 before');
  nt.fx.plugIn(recording.plugIn);
}

test('TR-C POFX-30 POFX-31 POFX-34 POFX-35 POFX-38: F1, D3 and back, with a plug-in of the platform', async () => {
  const machine = await boot();
  addPlugIn(machine);
  await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
  await machine.inject({ op: 'pnp', device: 'dev0', request: 'enable' });
  const scenario = new Scenario(machine);
  for (const step of [
    ioctl(IDLE),
    wait('3ms'),
    ioctl(ACTIVATE_ASYNC),
    wait('2ms'),
    ioctl(IDLE),
    wait('10ms'),
    wait('25ms'),
    ioctl(ACTIVATE),
    wait('1ms'),
  ])
    await scenario.play(step);
  expect(deviceOf(machine, 'dev0').power.device).toBe('D0');
  await scenario.matches('pofx-f1-d3-and-back');
});

test('TR-C: a driver that does not complete DevicePowerNotRequired is told so', async () => {
  const machine = await boot({ notRequired: '' });
  await machine.inject(ioctl(IDLE));
  await machine.inject(wait('11min'));
  await machine.inject(ioctl(ACTIVATE));
  expect(machine.nt.fx.devices[0]?.state).toBe('releaseReported');
  expect(machine.nt.fx.devices[0]?.components[0]?.condition).toBe('awaitingPower');
});

test('TR-C: without PoFxReportDevicePoweredOn the component is never active', async () => {
  const machine = await boot({ poweredUp: '' });
  for (const step of [ioctl(IDLE), wait('20ms'), ioctl(ACTIVATE), wait('1s')]) await machine.inject(step);
  expect(deviceOf(machine, 'dev0').power.device).toBe('D0');
  expect(machine.nt.fx.devices[0]?.components[0]?.condition).toBe('awaitingPower');
});

test.each([
  ['TR-C: completing IdleCondition twice', [ioctl(IDLE), ioctl(COMPLETE_IDLE_CONDITION)], '0x613'],
  ['TR-C: BLOCKING at DISPATCH_LEVEL', [ioctl(IDLE), ioctl(ACTIVATE_BLOCKING_AT_DISPATCH)], '0x614'],
  ['TR-C: one PoFxIdleComponent too many', [ioctl(IDLE), ioctl(IDLE)], '0x608'],
])('%s stops the machine', async (_, steps, reason) => {
  const machine = await boot();
  for (const step of steps) await machine.inject(step);
  const { bugcheck } = machine.state();
  expect([bugcheck?.code, bugcheck?.parameters[0]]).toEqual([0xa0, reason]);
  expect(bugcheck?.file).toMatch(/runtime\.ts$/);
  if (reason !== '0x608') expect(bugcheck?.values?.[1]).toBe('dev0, registered by runtime');
});

test('POFX-30 POFX-34: the state says who owns the device, what its components do, and whose answer is awaited', async () => {
  const machine = await boot({ idleCondition: '' });
  expect(deviceOf(machine, 'dev0').pofx).toMatchObject({
    owner: 'Default PEP',
    state: 'required',
    powerRequired: true,
    idleTimeout: '100000',
    components: [{ condition: 'active', active: true, state: 'F0', references: 1, outstanding: null }],
  });
  await machine.inject(wait('5ms'));
  await machine.inject(ioctl(IDLE));
  expect(deviceOf(machine, 'dev0').pofx?.components[0]).toMatchObject({
    condition: 'idleReported',
    active: false,
    outstanding: {
      callback: 'ComponentIdleConditionCallback',
      answer: 'PoFxCompleteIdleCondition',
      since: '0.0050000s',
    },
  });
  expect(machine.describe('dev0')).toContain(
    'component 0: idleReported, F0 · 0 references · PoFxCompleteIdleCondition awaited since 0.0050000s',
  );
  await machine.inject(ioctl(COMPLETE_IDLE_CONDITION));
  const { pofx, lifecycles } = deviceOf(machine, 'dev0');
  expect(pofx).toMatchObject({ state: 'idleTimer', idleTimerDue: '0.0150000s', components: [{ state: 'F1' }] });
  expect(lifecycles).toMatchObject({
    'pofx-device': 'idleTimer',
    'pofx-component.condition': 'idle',
    'pofx-component.fstate': 'settled',
  });
});

test('TV-15 POFX-27: the registration survives a stop, so registering at the next start is 0xA0/0x600', async () => {
  const machine = await boot();
  for (const request of ['queryStop', 'stop'] as const) await machine.inject({ op: 'pnp', device: 'dev0', request });
  expect(machine.nt.fx.devices.map(({ devnode }) => devnode.id)).toEqual(['dev0']);
  await machine.inject({ op: 'pnp', device: 'dev0', request: 'start' });
  const { bugcheck } = machine.state();
  expect([bugcheck?.code, bugcheck?.parameters[0], bugcheck?.driver]).toEqual([0xa0, '0x600', 'runtime']);
});

test('POFX-27: the registration goes with the device', async () => {
  const machine = await boot();
  const [device] = machine.nt.fx.devices;
  await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
  expect(machine.nt.fx.devices).toEqual([]);
  expect(device?.state).toBe('unregistered');
});

test('POFX-32: told to, the system activates the components of a device before it sleeps, and lets go when it is back', async () => {
  const machine = await bootDescription(
    {
      name: 'held up',
      memory: '4MiB',
      power: { holdUpForSleep: true },
      drivers: { runtime: { source: './runtime.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
    },
    { 'runtime.ts': runtimeDriver() },
  );
  for (const step of [ioctl(IDLE), wait('20ms')]) await machine.inject(step);
  expect(deviceOf(machine, 'dev0').power.device).toBe('D3');
  const { events } = machine.state();
  expect(await machine.inject({ op: 'power', request: 'sleep' })).toMatchObject({ ok: true });
  const called = machine
    .readTrace(events, 10_000)
    .events.filter(({ device, detail }) => device?.startsWith('dev0') && /Callback\(|SET_POWER/.test(detail ?? ''))
    .map(({ detail }) => detail?.replace(/\(.*/, ''));
  expect(called.slice(0, 3)).toEqual([
    'DevicePowerRequiredCallback',
    'ComponentIdleStateCallback',
    'ComponentActiveConditionCallback',
  ]);
  expect(await machine.inject({ op: 'power', request: 'wake' })).toMatchObject({ ok: true });
  await machine.inject(wait('5ms'));
  expect(deviceOf(machine, 'dev0').pofx?.components[0]).toMatchObject({ condition: 'idle', references: 0 });
  expect([machine.state().violations, machine.state().bugcheck]).toEqual([[], null]);
});
