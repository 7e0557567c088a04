/** What clients see of a machine: deltas, descriptions, charts and traces. */
import { describe, expect, test } from 'vitest';
import { devicePnp, PNP_EVENTS } from '../../src/kernel/pnp/device-pnp.machine.ts';
import { PNP_REQUESTS } from '../../src/protocol/injection.ts';
import type { MachineDelta, MachineState } from '../../src/protocol/state.ts';
import type { TraceEvent } from '../../src/protocol/trace.ts';
import { bootDescription, bootMachine, deviceOf, traceOf } from '../support/machine.ts';

const USAGE = { op: 'usage', device: 'disk0', type: 'dump', inPath: true } as const;

/** What a client does with a delta. */
function applyDelta(state: MachineState, delta: MachineDelta): MachineState {
  const devices = new Map(state.devices.map((device) => [device.id, device]));
  for (const device of delta.devices ?? []) devices.set(device.id, device);
  const order = delta.order ?? state.devices.map(({ id }) => id);
  const { devices: _devices, order: _order, addedViolations = [], ...scalars } = delta;
  return {
    ...state,
    ...scalars,
    devices: order.flatMap((id) => devices.get(id) ?? []),
    violations: [...state.violations, ...addedViolations],
  };
}

describe('delta', () => {
  test('names only the devices that changed since the revision that the client knows', async () => {
    const machine = await bootMachine();
    const { revision } = machine.state();
    expect(machine.delta(revision).devices).toBeUndefined();
    await machine.inject(USAGE);
    const delta = machine.delta(revision);
    expect(delta.devices?.map(({ id }) => id)).toEqual(['acpi0', 'pci0', 'hba0', 'disk0']);
    expect([delta.order, delta.addedViolations]).toEqual([undefined, undefined]);
    expect(machine.delta(delta.revision).devices).toBeUndefined();
  });

  test('names the new order when a device goes or comes', async () => {
    const machine = await bootMachine();
    const { revision } = machine.state();
    await machine.inject({ op: 'pnp', device: 'disk0', request: 'unplug' });
    const gone = machine.delta(revision);
    expect(gone.order).toEqual(['root', 'acpi0', 'pci0', 'hba0', 'volmgr0']);
    await machine.inject({ op: 'pnp', device: 'disk0', request: 'plugIn' });
    const back = machine.delta(gone.revision);
    expect(back.order).toEqual(['root', 'acpi0', 'pci0', 'hba0', 'disk0', 'volmgr0', 'volC']);
    expect(back.devices?.map(({ id }) => id)).toEqual(expect.arrayContaining(['disk0', 'volC']));
  });

  test('applied one after the other, deltas give what the state gives', async () => {
    const machine = await bootMachine();
    let known = machine.state();
    for (const injection of [
      USAGE,
      { op: 'pnp', device: 'disk0', request: 'unplug' },
      { op: 'advance', by: '1s' },
      { op: 'pnp', device: 'disk0', request: 'plugIn' },
      { op: 'fault', driver: 'disk', at: 'IRP_MJ_READ', status: 'drop' },
      { op: 'io', device: 'disk0', request: 'read' },
      { op: 'bugcheck', code: 0xe2 },
    ] as const) {
      await machine.inject(injection);
      known = applyDelta(known, machine.delta(known.revision));
      expect(known).toEqual(machine.state());
    }
  });
});

describe('a machine with two thousand devices', () => {
  const children = Array.from({ length: 2000 }, (_, index) => ({ id: `dev${index}`, function: 'null' }));
  const LARGE = { name: 'large', memory: '64MiB', devices: [{ id: 'pci0', function: 'pci', children }] };

  test('boots, answers, and tells of one change with one device and its parents', async () => {
    const machine = await bootDescription(LARGE);
    const { devices, revision, violations } = machine.state();
    expect([devices.length, violations]).toEqual([2003, []]);
    expect(devices.every(({ pnp }) => pnp === 'started')).toBe(true);
    await machine.inject({ op: 'pnp', device: 'dev1000', request: 'queryStop' });
    const delta = machine.delta(revision);
    expect(delta.devices?.map(({ id }) => id)).toEqual(['dev1000']);
    expect(JSON.stringify(delta).length).toBeLessThan(4000);
    expect(machine.nt.io.irps.size).toBe(0);
  });
});

describe('describe', () => {
  test('says in sentences what the views draw', async () => {
    const machine = await bootMachine();
    await machine.inject(USAGE);
    await expect(machine.describe()).toMatchFileSnapshot('./describe.txt');
  });

  test('of one device says only that one', async () => {
    const text = (await bootMachine()).describe('disk0');
    expect(text).toContain('disk0');
    expect(text).not.toContain('volmgr0');
  });

  test('names the bug check and the held IRPs', async () => {
    const machine = await bootMachine();
    await machine.inject({ op: 'fault', driver: 'disk', at: 'IRP_MJ_READ', status: 'drop' });
    await machine.inject({ op: 'io', device: 'disk0', request: 'read' });
    expect(machine.describe()).toMatch(/IRP_MJ_READ at disk0\/disk, on its way down, held by disk/);
    await machine.inject({ op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' });
    expect(machine.describe()).toContain('Bug check MANUALLY_INITIATED_CRASH');
  });
});

test('charts draw every state and every transition of the machine itself, with the request that leads along it', async () => {
  const [chart] = (await bootMachine()).charts();
  const states = Object.keys(devicePnp.config.states ?? {});
  expect(chart?.states.map(({ id }) => id)).toEqual(states);
  expect(chart?.states.every(({ description }) => description !== '')).toBe(true);
  for (const { from, event, to, request } of chart?.transitions ?? []) {
    expect(states).toContain(from);
    expect(states).toContain(to);
    expect(PNP_EVENTS).toContain(event);
    if (request !== null) expect(PNP_REQUESTS).toContain(request);
  }
  const drawn = new Set(chart?.transitions.map(({ to }) => to));
  expect(states.filter((state) => !drawn.has(state))).toEqual(['uninitialized']);
  expect(chart?.transitions.find(({ from, to }) => from === 'started' && to === 'queryStopped')?.request).toBe(
    'queryStop',
  );
});

describe('the trace', () => {
  test('comes in pages that join without a gap or a double', async () => {
    const machine = await bootMachine();
    const { total, oldest } = machine.readTrace(0, 0);
    expect(oldest).toBe(0);
    const events: TraceEvent[] = [];
    while (events.length < total) events.push(...machine.readTrace(events.length, 97).events);
    expect(events.map(({ n }) => n)).toEqual(Array.from({ length: total }, (_, n) => n));
    expect(traceOf(machine)).toBe(`${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  });

  test('filtered, it counts and pages only the events that match, in any member, whatever the case', async () => {
    const machine = await bootMachine();
    const all = machine.readTrace(0, 1_000_000).events;
    const matching = all.filter((event) =>
      Object.values(event).some((value) => String(value).toLowerCase().includes('usage_notification')),
    );
    const page = machine.readTrace(5, 10, ' Usage_Notification ');
    expect(matching.length).toBeGreaterThan(20);
    expect([page.total, page.events]).toEqual([matching.length, matching.slice(5, 15)]);
    expect(machine.readTrace(0, 10, 'no such thing')).toMatchObject({ total: 0, events: [] });
  });

  test('beyond its end there is nothing, and before its begin it starts with the oldest', async () => {
    const machine = await bootMachine();
    expect(machine.readTrace(1_000_000, 10).events).toEqual([]);
    expect(machine.readTrace(-5, 1).events.map(({ n }) => n)).toEqual([0]);
  });
});

test('a device shows its stack from the top, with roles, flags and counts', async () => {
  const disk = deviceOf(await bootMachine(), 'disk0');
  expect(disk).toMatchObject({
    instancePath: 'SCSI\\Disk&Ven_Sandbox&Prod_RAM_Disk\\pci0&hba0&disk0',
    parent: 'hba0',
    kind: 'disk',
    service: 'disk',
    pnp: 'started',
    power: { system: 'S0', device: 'D0' },
    notDisableable: true,
    present: true,
    problem: null,
  });
  expect(disk.stack.map(({ driver, role, source }) => [driver, role, source])).toEqual([
    ['auditflt', 'upperFilter', expect.stringMatching(/auditflt\.ts$/)],
    ['partmgr', 'upperFilter', null],
    ['disk', 'function', null],
    ['storport', 'bus', null],
  ]);
  expect(disk.previous.slice(0, 3)).toEqual(['enumerateCompletion', 'enumeratePending', 'started']);
});
