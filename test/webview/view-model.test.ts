import { expect, test } from 'vitest';
import { stateCharts } from '../../src/machine/charts.ts';
import type { DeviceState, IrpState, MachineState, PausedState } from '../../src/protocol/state.ts';
import {
  activeCharts,
  announcement,
  applyDelta,
  chainOf,
  EMPTY,
  memoryBelow,
  othersBusy,
  receive,
  select,
  shownChart,
  statesText,
  type ViewModel,
} from '../../src/webview/model/view-model.ts';

const NO_FILES = { paging: 0, hibernation: 0, dump: 0, boot: 0 };

function device(id: string, parent: string | null, more: Partial<DeviceState> = {}): DeviceState {
  return {
    id,
    instancePath: id,
    parent,
    children: [],
    kind: 'null',
    description: id,
    hardwareIds: [],
    service: null,
    pnp: 'started',
    previous: [],
    problem: null,
    power: { system: 'S0', device: 'D0', hardware: 'd0', policy: 's0Active', pageable: true },
    lifecycles: {},
    specialFiles: NO_FILES,
    notDisableable: false,
    present: true,
    pofx: null,
    stack: [],
    violations: 0,
    ...more,
  };
}

function machine(devices: readonly DeviceState[], more: Partial<MachineState> = {}): MachineState {
  return {
    name: 'm',
    file: 'm',
    revision: 1,
    run: 'idle',
    time: '0s',
    seed: 1,
    verifier: 'standard',
    systemPower: 'S0',
    userIo: { pending: 0, succeeded: 0, failed: 0 },
    power: { state: 'working', source: 'mains', wokenBy: [] },
    events: 0,
    paused: null,
    bugcheck: null,
    devices,
    irps: [],
    violations: [],
    ...more,
  };
}

const TREE = [
  device('root', null),
  device('hba0', 'root'),
  device('disk0', 'hba0'),
  device('volmgr0', 'root'),
  device('volC', 'volmgr0', { shownUnder: 'disk0' }),
];

function showing(state: MachineState): ViewModel {
  return receive(EMPTY, { type: 'state', state });
}

test('the memory of a miniport belongs to its adapter and to what stands on it', () => {
  const memory = { device: 'hba0', driver: 'mini', time: '0s', phase: 'marked', ranges: [] } as const;
  const state = machine(TREE, { dumpMemory: [memory] });
  expect(memoryBelow(state, 'hba0')).toBe(memory);
  expect(memoryBelow(state, 'volC')).toBe(memory);
  expect(memoryBelow(state, 'volmgr0')).toBeUndefined();
  expect(receive(showing(state), { type: 'chart', chart: 'dump-memory' }).chart).toBe('dump-memory');
});

test('the lifecycles of the dump stacks belong to the devices on the way to their files', () => {
  const files = { ...NO_FILES, dump: 1 };
  const stack = {
    kind: 'crash',
    state: 'ready',
    device: 'volC',
    image: 'dump_mini',
    problem: null,
    filters: [],
  } as const;
  const state = machine([device('disk0', null, { specialFiles: files }), device('disk1', null)], {
    dumpStacks: [stack],
  });
  const model = { ...showing(state), charts: stateCharts() };
  const [disk0, disk1] = state.devices;
  const ids = (one: DeviceState | undefined) => (one === undefined ? [] : activeCharts(model, one).map(({ id }) => id));
  expect(ids(disk0)).toContain('dump-stack');
  expect(ids(disk0)).not.toContain('hiber-stack');
  expect(ids(disk1)).not.toContain('dump-stack');
});

test('a dump has no charts: there the lifecycles of a device are told in words', () => {
  const one = device('disk0', null, { lifecycles: { 'device-power.policy': 's0Active' } });
  const model = showing(machine([one]));
  expect(statesText(model, one)).toEqual(['device-power.policy: s0Active']);
  expect(statesText({ ...model, charts: stateCharts() }, one)).toEqual([]);
});

test('a delta replaces the devices that it names, in the order that it gives', () => {
  const after = applyDelta(machine(TREE), {
    revision: 2,
    order: ['root', 'disk0'],
    devices: [device('disk0', 'root', { pnp: 'stopped' })],
  });
  expect(after.devices.map(({ id, pnp }) => `${id} ${pnp}`)).toEqual(['root started', 'disk0 stopped']);
  expect(after.revision).toBe(2);
});

test('a volume stands on its disk, and the disk on its adapter', () => {
  expect(chainOf(machine(TREE), 'volC').map(({ id }) => id)).toEqual(['volC', 'disk0', 'hba0', 'root']);
});

test('the shown device gives way when it goes, to the one with a driver of the user', () => {
  const entry = {
    driver: 'mine',
    role: 'upperFilter',
    object: '0x1',
    name: null,
    flags: [],
    pagingPathCount: 0,
    specialFiles: NO_FILES,
    source: './mine.ts',
  } as const;
  const state = machine([device('root', null), device('a', 'root', { stack: [entry] }), device('b', 'root')]);
  const selected = select(showing(state), { kind: 'device', device: 'b' });
  expect(selected.device).toBe('b');
  const after = receive(selected, { type: 'delta', delta: { revision: 2, order: ['root', 'a'] } });
  expect(after.device).toBe('a');
});

test('the picture goes where a request is held, and the selection stays', () => {
  const paused: PausedState = {
    event: 5,
    reason: 'step',
    text: 'held',
    device: 'hba0',
    driver: 'storport',
    irp: '0x1',
  };
  const before = select(showing(machine(TREE)), { kind: 'device', device: 'disk0' });
  const after = receive(before, { type: 'delta', delta: { revision: 2, paused } });
  expect([after.device, after.selection]).toEqual(['hba0', { kind: 'device', device: 'disk0' }]);
  const chosen = select(after, { kind: 'device', device: 'disk0' });
  expect(receive(chosen, { type: 'delta', delta: { revision: 3, paused } }).device).toBe('disk0');
});

test('stacks with IRPs outside of the chain are shown too, a few of them', () => {
  const irp = (id: string): IrpState => ({
    address: '0x1',
    major: 'PNP',
    minor: null,
    at: id,
    device: id,
    driver: id,
    stackIndex: 0,
    direction: 'down',
    pendingSince: null,
    heldBy: null,
    waitingFor: null,
    status: 'STATUS_SUCCESS',
    cause: null,
    args: {},
  });
  const state = machine(TREE, { irps: [irp('volC'), irp('disk0'), irp('volmgr0')] });
  expect(othersBusy(state, chainOf(state, 'disk0')).map(({ id }) => id)).toEqual(['volmgr0', 'volC']);
});

test('a screen reader hears one sentence for what matters most', () => {
  const before = machine(TREE);
  const files = applyDelta(before, {
    revision: 2,
    devices: [device('disk0', 'hba0', { specialFiles: { ...NO_FILES, paging: 2 } })],
  });
  expect(announcement(before, files)).toBe('disk0 has paging 2.');
  const stopped = applyDelta(before, { revision: 2, devices: [device('disk0', 'hba0', { pnp: 'stopped' })] });
  expect(announcement(before, stopped)).toBe('disk0 is stopped.');
  expect(announcement(before, before)).toBe('');
});

test('a host that is gone takes its state with it, one that is lost leaves it', () => {
  const model = showing(machine(TREE));
  expect(receive(model, { type: 'host', version: 1, state: 'none', message: '' }).state).toBeNull();
  expect(receive(model, { type: 'host', version: 1, state: 'lost', message: 'hang' }).state).not.toBeNull();
});

test("each lifecycle of the shown device is offered with the state that it is in, the system's beside", () => {
  const lifecycles = { 'devnode-power': 'down', 'device-power.hardware': 'd3cold', 'wait-wake': 'armedPending' };
  const disk = device('disk0', 'hba0', { pnp: 'started', lifecycles });
  const asleep = machine([device('root', null), disk], {
    power: { state: 'asleep', source: 'mains', wokenBy: [] },
  });
  const model = receive(showing(asleep), { type: 'charts', charts: stateCharts() });
  expect(activeCharts(model, disk).map(({ chart, state }) => `${chart.title}: ${state}`)).toEqual([
    'Plug and Play: started',
    'System power: asleep',
    'System state as told to the device: down',
    'Device power: what the device itself is in: d3cold',
    'Wait/wake: armedPending',
  ]);
  expect(shownChart(model, disk)).toMatchObject({ chart: { id: 'device-pnp' }, state: 'started' });
  const chosen = { ...model, chart: 'wait-wake' };
  expect(shownChart(chosen, disk)).toMatchObject({ chart: { id: 'wait-wake' }, state: 'armedPending' });
  const other = device('dev0', 'root');
  expect(shownChart(chosen, other)).toMatchObject({ chart: { id: 'device-pnp' } });
});

test('SM-07: each component of a device has its lifecycles in the list', () => {
  const lifecycles = {
    'pofx-device': 'required',
    'pofx-component.condition': 'active',
    'pofx-component.fstate': 'settled',
    'pofx-component.condition/1': 'idle',
    'pofx-component.fstate/1': 'asking',
  };
  const sensor = device('dev0', 'root', { pnp: 'started', lifecycles });
  const model = receive(showing(machine([device('root', null), sensor])), { type: 'charts', charts: stateCharts() });
  const listed = activeCharts(model, sensor).filter(({ id }) => id.startsWith('pofx-component.condition'));
  expect(listed.map(({ title, state }) => [title.replace(/^.*, /, ''), state])).toEqual([
    ['component 0', 'active'],
    ['component 1', 'idle'],
  ]);
  const chosen = { ...model, chart: 'pofx-component.fstate/1' };
  expect(shownChart(chosen, sensor)).toMatchObject({ chart: { id: 'pofx-component.fstate' }, state: 'asking' });
});

test('a finding that is chosen brings the stack in which it happened', () => {
  const violation = {
    rule: 'USE-V03',
    title: 't',
    message: 'm',
    remedy: 'r',
    driver: 'early',
    device: 'hba0',
    file: null,
    line: null,
    column: null,
    irp: null,
    time: '0s',
    event: 9,
    bugcheck: null,
  };
  const shown = showing(machine(TREE, { violations: [violation] }));
  expect(select(shown, { kind: 'violation', rule: 'USE-V03', event: 9 }).device).toBe('hba0');
  expect(select(shown, { kind: 'violation', rule: 'USE-V07', event: 9 }).device).toBe(shown.device);
});
