/** Standby on the system on a chip, and every notification about devices that there is. */
import { expect, test } from 'vitest';
import * as numbers from '../../../src/abi/pep-constants.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { TraceEvent } from '../../../src/protocol/trace.ts';
import { deviceOf } from '../../support/machine.ts';
import { Scenario } from '../support/scenario.ts';
import { bootSoc, IDLE } from './support.ts';

/** Names of all notifications that were sent. */
function toldIn(machine: Machine): ReadonlySet<string> {
  const told = new Set<string>();
  for (let from: number | null = 0; from !== null; ) {
    const lines = machine.traceLines(from);
    for (const line of lines.text.split('\n').filter((text) => text.includes('PEP_DPM_'))) {
      const { detail = '' } = JSON.parse(line) as TraceEvent;
      told.add(/PEP_DPM_\w+/.exec(detail)?.[0] ?? detail);
    }
    from = lines.next;
  }
  return told;
}

/** The controller is what a debugger talks through, too. */
const DEBUG_PORT = [
  ['"description": "Storage controller",', '"description": "Storage controller", "power": { "debugPort": true },'],
] as const;

test('PEP-33 PEP-34 PEP-35 PEP-36 PEP-39: a whole life of a system on a chip sends all that there is to tell', async () => {
  const machine = await bootSoc({ machine: DEBUG_PORT });
  for (const injection of [
    IDLE,
    { op: 'io', device: 'volC', request: 'read', offset: 0, length: 512 },
    { op: 'power', request: 'latency', time: '5ms' },
    { op: 'power', request: 'standby' },
    IDLE,
    { op: 'power', request: 'wake' },
    { op: 'usage', device: 'volC', type: 'dump', inPath: false },
    { op: 'usage', device: 'volC', type: 'paging', inPath: false },
    { op: 'pnp', device: 'hba0', request: 'disable' },
    { op: 'pnp', device: 'hba0', request: 'enable' },
  ] as const)
    await machine.inject(injection);
  const told = toldIn(machine);
  // Drivers and plug-ins of this machine use neither; test/kernel/fx has them.
  const unused = /PERF|POWER_CONTROL/;
  const names = Object.keys(numbers).filter((name) => name.startsWith('PEP_DPM_') && !unused.test(name));
  expect(names.filter((name) => !told.has(name))).toEqual([]);
  // Retired numbers have no name.
  expect([...told].filter((name) => !names.includes(name))).toEqual([]);
  expect(machine.state().violations).toEqual([]);
});

test('PEP-35 PEP-36 PEP-39: the chip idles deeply in standby as soon as the controller is in D3', async () => {
  const machine = await bootSoc();
  const scenario = new Scenario(machine);
  const entered = await scenario.play({ op: 'power', request: 'standby' });
  expect(entered.message).toContain('hba0 (D0, needs D3)');
  expect(deviceOf(machine, 'root').lifecycles['standby']).toBe('blocked');
  expect(machine.state().power.standby).toBe('blocked');
  await scenario.play(IDLE);
  expect(deviceOf(machine, 'root').lifecycles['standby']).toBe('deepest');
  expect(await machine.inject({ op: 'power', request: 'sleep' })).toMatchObject({ ok: false });
  expect(await machine.inject({ op: 'power', request: 'standby' })).toMatchObject({ ok: false });
  await machine.inject({ op: 'io', device: 'volC', request: 'read', offset: 0, length: 512 });
  expect(deviceOf(machine, 'root').lifecycles['standby']).toBe('blocked');
  const { message } = await scenario.play({ op: 'power', request: 'wake' });
  expect(message).toMatch(/deepest idle state for \d+\w+\. Chip\/SensorHub was in the way for 1000 ms \(Rail on\)\.$/);
  expect(deviceOf(machine, 'root').lifecycles['standby']).toBe('working');
  expect(machine.state().violations).toEqual([]);
  await scenario.matches('soc-standby');
});

test('PEP-36: without a plug-in that knows the platform nothing keeps it from idling', async () => {
  const machine = await bootSoc({
    plugIn: [
      ['  soc.Information.AcceptProcessorNotification = AcceptProcessorNotification;\n', ''],
      ['AcceptPlatformNotification, AcceptProcessorNotification }', 'AcceptPlatformNotification }'],
    ],
  });
  const { message } = await machine.inject({ op: 'power', request: 'standby' });
  expect(message).toContain('the platform is in its deepest idle state');
  expect([...toldIn(machine)].filter((name) => /CONSTRAINTS|SUBSYSTEM/.test(name))).toEqual([]);
});

test('PWR-31: what cannot wait ends a standby first, and the system does not go to sleep by itself meanwhile', async () => {
  const machine = await bootSoc({
    machine: [['"memory": "64MiB",', '"memory": "64MiB", "power": { "systemIdle": "1min" },']],
  });
  await machine.inject({ op: 'power', request: 'standby' });
  await machine.inject({ op: 'advance', by: '4min' });
  expect(machine.state().power).toMatchObject({ state: 'working', standby: 'deepest' });
  expect(await machine.inject({ op: 'power', request: 'thermalShutdown' })).toMatchObject({ ok: true });
  expect(machine.state().power).toMatchObject({ state: 'off' });
  expect(machine.state().power.standby).toBeUndefined();
  expect(machine.state().violations).toEqual([]);
});
