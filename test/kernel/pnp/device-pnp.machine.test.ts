import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import {
  type DevicePnpState,
  devicePnp,
  isDropped,
  PNP_EVENTS,
  type PnpEventType,
  REQUEST_OF_EVENT,
} from '../../../src/kernel/pnp/device-pnp.machine.ts';
import type { PnpSnapshot } from '../../../src/kernel/pnp/devnode.ts';
import { PNP_REQUESTS, type PnpRequest } from '../../../src/protocol/injection.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';
import { KernelDevice, withEnumeration } from './support/kernel-device.ts';

/** Where a device stays until it is asked for something. In all other states the kernel goes on by itself. */
const RESTS: readonly string[] = ['started', 'queryStopped', 'stopped', 'queryRemoved', 'removed'];

/** What the kernel does by itself on its way through the other states. */
const ON_THE_WAY: ReadonlySet<PnpEventType> = new Set([
  ...PNP_EVENTS.filter((event) =>
    /^(?:IDS_|ADD_|RESOURCES|START_|QUERY_CAP|QUERY_PNP|QUERY_DEVICE|CHILDREN)/.test(event),
  ),
  'RESTART.completed',
  'REMOVE_DEVICE',
  'PDO_DELETED',
]);

function isTaken(snapshot: PnpSnapshot, event: PnpEventType): boolean {
  const isRest = RESTS.includes(snapshot.value as string);
  // A device that is only initialized has no drivers yet that could be asked to remove it.
  const isOnTheWay =
    ON_THE_WAY.has(event) && !(event === 'REMOVE_DEVICE' && /^(?:init|drivers|resources)/.test(String(snapshot.value)));
  return snapshot.can({ type: event }) && (isRest || isOnTheWay);
}

/** One shortest path to every state; two to the one whose way back depends on the past. */
function shortestPaths(isWanted: (snapshot: PnpSnapshot, event: PnpEventType) => boolean) {
  return getShortestPaths(devicePnp, {
    events: (snapshot) => PNP_EVENTS.filter((event) => isWanted(snapshot, event)).map((type) => ({ type })),
    serializeState: ({ value, context }) =>
      `${String(value)}${value === 'queryRemoved' && context.wasStarted ? ' (was started)' : ''}`,
  });
}

function nextState(from: PnpSnapshot, type: PnpEventType): string {
  const [next] = transition(devicePnp, from, { type });
  return String(next.value);
}

function stateTable(): string {
  const lines: string[] = [];
  for (const { state } of shortestPaths((snapshot, event) => snapshot.can({ type: event }))) {
    const name = state.value as DevicePnpState;
    lines.push(`${name}${name === 'queryRemoved' && state.context.wasStarted ? ' (was started)' : ''}`);
    const unexpected: string[] = [];
    for (const event of PNP_EVENTS) {
      if (state.can({ type: event })) lines.push(`  ${event} -> ${nextState(state, event)}`);
      else if (isDropped(name, event)) lines.push(`  ${event} dropped`);
      else unexpected.push(event);
    }
    lines.push('  unexpected:', ...unexpected.map((event) => `    ${event}`), '');
  }
  return lines.join('\n');
}

test('PNP-09 every state answers every event: a target, dropped, or unexpected', async () => {
  await expect(stateTable()).toMatchFileSnapshot('./device-pnp.table.txt');
});

/** Every path to a state, and each prolonged by every event that can come there. */
const walks = shortestPaths(isTaken).flatMap(({ state, steps }) => {
  const way = steps.map(({ event }) => event.type).filter((type) => PNP_EVENTS.includes(type));
  return [way, ...PNP_EVENTS.filter((event) => isTaken(state, event)).map((event) => [...way, event])];
});

describe('PNP-09 the kernel takes each path as the machine draws it', () => {
  const taken = new Set<string>();

  test.for(walks.map((walk) => ({ walk: withEnumeration(walk), name: walk.join(' ') || 'nothing' })))(
    '$name',
    async ({ walk }) => {
      const device = await KernelDevice.boot();
      expect(await device.follow(walk)).toBeNull();
      expect(device.log.map(({ event }) => event).slice(0, walk.length)).toEqual(walk);
      let snapshot = device.initial;
      for (const { from, event, to } of device.log) {
        expect([snapshot.value, nextState(snapshot, event)]).toEqual([from, to]);
        [snapshot] = transition(devicePnp, snapshot, { type: event });
        taken.add(`${from} --${event}--> ${to}`);
      }
      expect(device.findings()).toEqual([]);
    },
  );

  test('and these transitions are those that nothing leads to from outside while all drivers behave', () => {
    const drawn = shortestPaths((snapshot, event) => snapshot.can({ type: event })).flatMap(({ state }) =>
      PNP_EVENTS.filter((event) => state.can({ type: event })).map(
        (event) => `${String(state.value)} --${event}--> ${nextState(state, event)}`,
      ),
    );
    expect([...new Set(drawn)].filter((one) => !taken.has(one)).sort()).toMatchInlineSnapshot(`
      [
        "awaitingQueuedRemoval --SURPRISE_REMOVAL--> removePendingCloses",
        "driversAdded --QUERY_REMOVE_DEVICE.succeeded--> queryRemoved",
        "driversAdded --REMOVE_DEVICE--> removed",
        "driversAdded --SURPRISE_REMOVAL--> removePendingCloses",
        "initialized --MISSING_FROM_BUS--> awaitingQueuedDeletion",
        "initialized --QUERY_REMOVE_DEVICE.succeeded--> queryRemoved",
        "initialized --REMOVE_DEVICE--> removed",
        "initialized --SURPRISE_REMOVAL--> removePendingCloses",
        "queryRemoved --CANCEL_REMOVE_DEVICE--> resourcesAssigned",
        "resourcesAssigned --QUERY_REMOVE_DEVICE.succeeded--> queryRemoved",
        "resourcesAssigned --REMOVE_DEVICE--> removed",
        "resourcesAssigned --SURPRISE_REMOVAL--> removePendingCloses",
        "restartCompletion --SURPRISE_REMOVAL--> removePendingCloses",
        "startPostWork --SURPRISE_REMOVAL--> removePendingCloses",
        "uninitialized --MISSING_FROM_BUS--> awaitingQueuedDeletion",
      ]
    `);
  });
});

/** How to bring a device to rest in a state. */
const ways: Readonly<Record<string, readonly PnpRequest[]>> = {
  started: [],
  queryStopped: ['queryStop'],
  stopped: ['queryStop', 'stop'],
  queryRemoved: ['queryRemove'],
  removed: ['queryRemove', 'remove'],
};

describe('a raw request is refused exactly where the machine does not know its event', () => {
  const eventOf = new Map(Object.entries(REQUEST_OF_EVENT).map(([event, request]) => [request, event as PnpEventType]));
  const raw = PNP_REQUESTS.filter((request) => eventOf.has(request) && request !== 'unplug');

  test.for(Object.entries(ways).flatMap(([state, way]) => raw.map((request) => ({ state, way, request }))))(
    '$state: $request',
    async ({ state, way, request }) => {
      const { machine } = await KernelDevice.boot();
      for (const step of way) await machine.inject({ op: 'pnp', device: 'dev0', request: step });
      expect(deviceOf(machine, 'dev0').pnp).toBe(state);
      const { snapshot } = machine.nt.pnp.byId('dev0') ?? {};
      const isLegal = snapshot?.can({ type: eventOf.get(request) ?? 'IDS_QUERIED' }) === true;
      const before = machine.state().events;
      const result = await machine.inject({ op: 'pnp', device: 'dev0', request });
      expect([result.ok, result.violations]).toEqual([isLegal, []]);
      if (isLegal) return;
      expect(result.message).toContain(`dev0 is ${state}, where ${request} is not legal`);
      const sent = machine.readTrace(before, 1000).events.filter(({ kind }) => kind === 'callDriver');
      expect(sent).toEqual([]);
    },
  );
});

test('PNP-09 a forced request that the machine does not know is sent, reported, and leaves the state', async () => {
  const { machine } = await KernelDevice.boot();
  const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'stop', force: true });
  expect(result.violations).toEqual(['PNP-09']);
  expect(deviceOf(machine, 'dev0').pnp).toBe('started');
});

test('a forced removal removes, whatever the state was', async () => {
  const { machine } = await KernelDevice.boot();
  const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'remove', force: true });
  expect([result.ok, result.violations]).toEqual([true, []]);
  expect(deviceOf(machine, 'dev0')).toMatchObject({ pnp: 'removed', stack: [{ driver: 'pci' }] });
  expect(await machine.inject({ op: 'pnp', device: 'dev0', request: 'enable' })).toMatchObject({ ok: true });
  expect(deviceOf(machine, 'dev0').pnp).toBe('started');
});

test('R7 a bus is not removed by a raw request before the devices below it', async () => {
  const machine = await bootDescription({
    name: 'bus',
    devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'null' }] }],
  });
  await machine.inject({ op: 'pnp', device: 'pci0', request: 'queryRemove' });
  const refused = await machine.inject({ op: 'pnp', device: 'pci0', request: 'remove' });
  expect(refused).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_STATE' });
  expect(refused.message).toContain('dev0');
  for (const device of ['dev0', 'pci0']) {
    await machine.inject({ op: 'pnp', device, request: 'queryRemove' });
    expect(await machine.inject({ op: 'pnp', device, request: 'remove' })).toMatchObject({ ok: true });
  }
  expect(machine.state().devices.map(({ id, pnp }) => `${id} ${pnp}`)).toEqual([
    'root started',
    'acpi0 started',
    'pci0 removed',
  ]);
});
