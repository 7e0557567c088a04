/** What the view knows, and how messages change it. No DOM here. */
import type { StateChart } from '../../protocol/chart.ts';
import type { DeviceState, DumpMemoryState, MachineDelta, MachineState } from '../../protocol/state.ts';
import type { HostState, Selection, ViewMessage } from '../../protocol/view.ts';
import { type Moment, withHistory, withStop } from './history.ts';

export interface ViewModel extends Moment {
  readonly host: HostState;
  readonly hostMessage: string;
  readonly charts: readonly StateChart[];
  /** The device whose stack is shown: follows the selection, and stays when something without a device is selected. */
  readonly device: string | null;
  /** Id of the lifecycle that is drawn, as `ActiveChart` has it. */
  readonly chart: string;
}

/** The lifecycle that is shown first: the others move within it. */
export const FIRST_CHART = 'device-pnp';

/** Where each lifecycle of a device stands, where there are no charts to draw: `device-power.policy: s0Active`. */
export function statesText({ charts }: ViewModel, { lifecycles }: DeviceState): readonly string[] {
  return charts.length > 0 ? [] : Object.entries(lifecycles).map(([id, state]) => `${id}: ${state}`);
}

/** Stacks shown beside the selected one. */
const MOST_OTHERS = 4;

export const EMPTY: ViewModel = {
  host: 'none',
  hostMessage: '',
  charts: [],
  state: null,
  history: null,
  epoch: 0,
  stops: [],
  selection: null,
  device: null,
  chart: FIRST_CHART,
};

/** @returns the same object when nothing changed */
export function receive(model: ViewModel, message: ViewMessage): ViewModel {
  switch (message.type) {
    case 'host': {
      const gone = message.state === 'none' || message.state === 'starting';
      const known = { ...model, host: message.state, hostMessage: message.message };
      return gone ? { ...known, state: null, history: null, epoch: model.epoch + 1, stops: [] } : known;
    }
    case 'charts':
      return { ...model, charts: message.charts };
    case 'state':
      return withDevice({ ...model, state: message.state });
    case 'delta':
      return model.state === null
        ? model
        : follow(model, withDevice(withStop(model, { ...model, state: applyDelta(model.state, message.delta) })));
    case 'history':
      return withHistory(model, message.history);
    case 'select':
      return select(model, message.selection);
    case 'chart':
      return { ...model, chart: message.chart };
    case 'tracePage':
    case 'outline':
      return model;
  }
}

export function select(model: ViewModel, selection: Selection): ViewModel {
  return withDevice({ ...model, selection, device: deviceOfSelection(model, selection) ?? model.device });
}

function deviceOfSelection(model: ViewModel, selection: Selection): string | null {
  if (selection.kind === 'device' || selection.kind === 'object') return selection.device;
  if (selection.kind === 'irp') return model.state?.irps.find((irp) => irp.address === selection.irp)?.device ?? null;
  if (selection.kind === 'violation')
    return (
      model.state?.violations.find(({ event, rule }) => event === selection.event && rule === selection.rule)?.device ??
      null
    );
  return null;
}

/** Where a request is held, there the picture goes; what is selected stays selected. */
function follow(before: ViewModel, after: ViewModel): ViewModel {
  const paused = after.state?.paused ?? null;
  if (paused === null || paused.device === null || paused.event === before.state?.paused?.event) return after;
  return withDevice({ ...after, device: paused.device });
}

/** A device that is not there any more gives way to the first that has a filter of the user's, else to the last one. */
function withDevice(model: ViewModel): ViewModel {
  const { state, device } = model;
  if (state === null || state.devices.some((one) => one.id === device)) return model;
  const interesting =
    state.devices.find((one) => one.stack.some((entry) => entry.source !== null)) ?? state.devices.at(-1);
  return { ...model, device: interesting?.id ?? null };
}

export function applyDelta(state: MachineState, delta: MachineDelta): MachineState {
  const { devices: changed = [], order, addedViolations = [], ...rest } = delta;
  let devices = state.devices;
  if (changed.length > 0 || order !== undefined) {
    const byId = new Map(devices.map((device) => [device.id, device]));
    for (const device of changed) byId.set(device.id, device);
    const ids = order ?? [...byId.keys()];
    devices = ids.map((id) => byId.get(id)).filter((device): device is DeviceState => device !== undefined);
  }
  return { ...state, ...rest, devices, violations: [...state.violations, ...addedViolations] };
}

/** The shown device and its ancestors, itself first: what it stands on. */
export function chainOf(state: MachineState, id: string | null): readonly DeviceState[] {
  const chain: DeviceState[] = [];
  const byId = new Map(state.devices.map((device) => [device.id, device]));
  // What a dump says may go in a circle.
  for (let at = byId.get(id ?? ''); at !== undefined && !chain.includes(at); ) {
    chain.push(at);
    // A volume stands on its disk, not on the volume manager that reports it.
    const next: string | null = at.shownUnder ?? at.parent;
    at = next === null ? undefined : byId.get(next);
  }
  return chain;
}

/** The memory of the miniport that the shown device stands on, or is driven by; undefined: none is known. */
export function memoryBelow(state: MachineState, id: string | null): DumpMemoryState | undefined {
  const chain = chainOf(state, id);
  return state.dumpMemory?.find(({ device }) => chain.some((one) => one.id === device));
}

/** Devices outside of the shown chain that have an IRP in their stack: a request often goes through several stacks. */
export function othersBusy(state: MachineState, chain: readonly DeviceState[]): readonly DeviceState[] {
  const busy = new Set(state.irps.map((irp) => irp.device));
  return state.devices.filter((device) => busy.has(device.id) && !chain.includes(device)).slice(0, MOST_OTHERS);
}

/** A lifecycle that the shown device, or the system, is in. */
export interface ActiveChart {
  readonly chart: StateChart;
  /** What tells it from the others of the device: the chart's id, and for components after the first their index. */
  readonly id: string;
  readonly title: string;
  readonly state: string;
}

/** Every lifecycle that says where the device is now, as the machine lists them. */
export function activeCharts({ charts, state }: ViewModel, device: DeviceState): readonly ActiveChart[] {
  return charts.flatMap((chart) => {
    const active = stateIn(chart.id, device, state);
    if (active === undefined) return [];
    const first = { chart, id: chart.id, title: chart.title, state: active };
    const others = moreOf(chart, device);
    return others.length === 0 ? [first] : [{ ...first, title: `${chart.title}, component 0` }, ...others];
  });
}

/** The same lifecycle of the device's other components, in the order of their indices. */
function moreOf(chart: StateChart, { lifecycles }: DeviceState): readonly ActiveChart[] {
  const found: ActiveChart[] = [];
  for (let index = 1; ; index += 1) {
    const id = `${chart.id}/${index}`;
    const state = lifecycles[id];
    if (state === undefined) return found;
    found.push({ chart, id, title: `${chart.title}, component ${index}`, state });
  }
}

/** Lifecycles of the whole system that concern the devices on the way to a file. */
const STACK_CHARTS: Readonly<
  Record<string, { readonly kind: string; readonly file: 'dump' | 'hibernation' } | undefined>
> = {
  'dump-stack': { kind: 'crash', file: 'dump' },
  'hiber-stack': { kind: 'hibernation', file: 'hibernation' },
};

function stateIn(chart: string, device: DeviceState, machine: MachineState | null): string | undefined {
  if (chart === FIRST_CHART) return device.pnp;
  if (chart === 'system-power') return machine?.power.state;
  const stack = STACK_CHARTS[chart];
  if (stack !== undefined)
    return device.specialFiles[stack.file] > 0
      ? machine?.dumpStacks?.find(({ kind }) => kind === stack.kind)?.state
      : undefined;
  return device.lifecycles[chart];
}

/** The chosen lifecycle; the first one where the device does not have that. */
export function shownChart(model: ViewModel, device: DeviceState): ActiveChart | undefined {
  const charts = activeCharts(model, device);
  return charts.find(({ id }) => id === model.chart) ?? charts[0];
}

export function filesText(counts: DeviceState['specialFiles']): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

/** `IRP_MN_DEVICE_USAGE_NOTIFICATION`, or the major code where there is no minor one. */
export function requestText(irp: { readonly major: string; readonly minor: string | null }): string {
  return irp.minor === null ? `IRP_MJ_${irp.major}` : `IRP_MN_${irp.minor}`;
}

/** One sentence for screen readers about what has changed; empty when nothing worth saying has. */
export function announcement(before: MachineState | null, after: MachineState | null): string {
  if (after === null) return '';
  if (after.bugcheck !== null && before?.bugcheck === null) return `The machine stopped with ${after.bugcheck.name}.`;
  if (after.paused !== null && after.paused.text !== before?.paused?.text) return after.paused.text;
  const added = after.violations.length - (before?.violations.length ?? 0);
  const last = after.violations.at(-1);
  if (added > 0 && last !== undefined) return `${last.driver}: ${last.title}.`;
  const known = new Map(before?.devices.map((device) => [device.id, device]));
  for (const device of after.devices) {
    const old = known.get(device.id);
    if (old === undefined || old === device) continue;
    if (old.pnp !== device.pnp) return `${device.id} is ${device.pnp}.`;
    if (filesText(old.specialFiles) !== filesText(device.specialFiles))
      return `${device.id} has ${filesText(device.specialFiles) || 'no special files'}.`;
  }
  return '';
}
