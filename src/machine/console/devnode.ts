/** `!devnode`: the device tree as the PnP manager keeps it. */
import type { DevicePnpState } from '../../kernel/pnp/device-pnp.machine.ts';
import type { DeviceState } from '../../protocol/state.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression } from './expression.ts';
import { prefixed, word, wrapNames } from './format.ts';
import { devnodeAddress, findDevnode, pdoOf } from './objects.ts';
import { ConsoleError } from './page.ts';

/** Codes of the states of a device node, as debuggers print them. */
const STATES: Readonly<Record<DevicePnpState, readonly [name: string, code: number]>> = {
  uninitialized: ['DeviceNodeUninitialized', 0x301],
  initialized: ['DeviceNodeInitialized', 0x302],
  driversAdded: ['DeviceNodeDriversAdded', 0x303],
  resourcesAssigned: ['DeviceNodeResourcesAssigned', 0x304],
  startPending: ['DeviceNodeStartPending', 0x305],
  startCompletion: ['DeviceNodeStartCompletion', 0x306],
  startPostWork: ['DeviceNodeStartPostWork', 0x307],
  started: ['DeviceNodeStarted', 0x308],
  queryStopped: ['DeviceNodeQueryStopped', 0x309],
  stopped: ['DeviceNodeStopped', 0x30a],
  restartCompletion: ['DeviceNodeRestartCompletion', 0x30b],
  enumeratePending: ['DeviceNodeEnumeratePending', 0x30c],
  enumerateCompletion: ['DeviceNodeEnumerateCompletion', 0x30d],
  awaitingQueuedDeletion: ['DeviceNodeAwaitingQueuedDeletion', 0x30e],
  awaitingQueuedRemoval: ['DeviceNodeAwaitingQueuedRemoval', 0x30f],
  queryRemoved: ['DeviceNodeQueryRemoved', 0x310],
  removePendingCloses: ['DeviceNodeRemovePendingCloses', 0x311],
  removed: ['DeviceNodeRemoved', 0x312],
  deleted: ['DeviceNodeDeleted', 0x314],
};

const HISTORY = 20;
const SHOWS = { children: 1, resources: 2, required: 4, translated: 8, notStarted: 0x10, problems: 0x20 } as const;
const DNF = {
  DNF_MADEUP: 0x1,
  DNF_ENUMERATED: 0x10,
  DNF_IDS_QUERIED: 0x20,
  DNF_NO_RESOURCE_REQUIRED: 0x100,
  DNF_HAS_PROBLEM: 0x2000,
} as const;

function stateText(state: string): string {
  const known = (STATES as Readonly<Record<string, readonly [string, number] | undefined>>)[state];
  return known === undefined ? 'Unknown State (0x0)' : `${known[0]} (0x${known[1].toString(16)})`;
}

function flagsOf({ parent, problem, resources, present, pnp }: DeviceState): readonly (keyof typeof DNF)[] {
  return [
    ...(parent === null ? (['DNF_MADEUP'] as const) : []),
    ...(present ? (['DNF_ENUMERATED'] as const) : []),
    ...(pnp === 'uninitialized' ? [] : (['DNF_IDS_QUERIED'] as const)),
    ...(resources === undefined ? (['DNF_NO_RESOURCE_REQUIRED'] as const) : []),
    ...(problem === null ? [] : (['DNF_HAS_PROBLEM'] as const)),
  ];
}

const CAPABILITIES = { LockSupported: 0x4, EjectSupported: 0x8, Removable: 0x10 } as const;

function capabilityNames({ slot }: DeviceState): readonly (keyof typeof CAPABILITIES)[] {
  if (slot === undefined) return [];
  if (slot === 'removable') return ['Removable'];
  return slot === 'locked' ? ['LockSupported', 'EjectSupported', 'Removable'] : ['EjectSupported', 'Removable'];
}

function addressOfId({ target }: CommandCall, id: string | null | undefined): string {
  const device = target.state().devices.find((one) => one.id === id);
  return device === undefined ? prefixed(0) : prefixed(devnodeAddress(target, device));
}

function siblingOf({ target }: CommandCall, { id, parent }: DeviceState): string | undefined {
  const family = target.state().devices.find((one) => one.id === parent)?.children ?? [];
  return family[family.indexOf(id) + 1];
}

/** What every form prints. */
function showHead({ target, page }: CommandCall, device: DeviceState, indent: string): void {
  const { instancePath, service, pnp, previous, problem, id } = device;
  page.line(`${indent}DevNode ${prefixed(devnodeAddress(target, device))} for PDO ${prefixed(pdoOf(device))}`);
  page.line(`${indent}  InstancePath is "${instancePath}"`);
  if (service !== null) page.line(`${indent}  ServiceName is "${service}"`);
  page.line(`${indent}  State = ${stateText(pnp)}`);
  page.line(`${indent}  Previous State = ${stateText(previous[0] ?? '')}`);
  if (problem !== null) page.line(`${indent}  Problem = ${problem.name} (${problem.code.toString(16)})`);
  page.item({ name: id, value: instancePath, command: `!devnode ${prefixed(devnodeAddress(target, device))}` });
}

function showOne(call: CommandCall, device: DeviceState, shows: number): void {
  const { target, page } = call;
  const { previous, notDisableable, children, id, service, instancePath, pnp, problem } = device;
  page.line(`DevNode ${prefixed(devnodeAddress(target, device))} for PDO ${prefixed(pdoOf(device))}`);
  page.line(
    `  Parent ${addressOfId(call, device.parent)}   Sibling ${addressOfId(call, siblingOf(call, device))}   Child ${addressOfId(call, children[0])}`,
  );
  page.line(`  InstancePath is "${instancePath}"`);
  if (service !== null) page.line(`  ServiceName is "${service}"`);
  page.line(`  State = ${stateText(pnp)}`, `  Previous State = ${stateText(previous[0] ?? '')}`);
  showHistory(call, previous);
  const names = flagsOf(device);
  const bits = names.reduce((sum, name) => sum | DNF[name], 0);
  page.line(...wrapNames(`  Flags (0x${word(bits)})`, names));
  const capabilities = capabilityNames(device);
  const traits = capabilities.reduce((sum, name) => sum | CAPABILITIES[name], 0);
  page.line(...wrapNames(`  CapabilityFlags (0x${word(traits)})`, capabilities));
  if (notDisableable) page.line(`  DisableableDepends = ${dependsOf(call, device)} (including self)`);
  if (problem !== null) page.line(`  Problem = ${problem.name} (${problem.code.toString(16)})`, `    ${problem.text}`);
  if ((shows & (SHOWS.resources | SHOWS.translated)) !== 0) showResources(call, device, '  ');
  page.line(
    '',
    `${id}: ${device.description}, ${device.power.device}; stack: !devstack ${prefixed(pdoOf(device)).slice(2)}`,
  );
  page.item({ name: 'Stack', value: id, command: `!devstack ${id}` });
  for (const child of children) page.item({ name: child, value: 'child', command: `!devnode ${child}` });
}

/** The newest stands in front; slots that were never used are unknown. */
function showHistory({ page }: CommandCall, previous: readonly string[]): void {
  const used = Math.min(previous.length, HISTORY);
  for (let step = 0; step < HISTORY; step += 1) {
    const slot = (used - 1 - step + HISTORY) % HISTORY;
    page.line(`  StateHistory[${String(slot).padStart(2, '0')}] = ${stateText(previous[step] ?? '')}`);
  }
}

/** What the device and its children say; a dump has only the children's part. */
function dependsOf({ target }: CommandCall, { id, children }: DeviceState): number {
  const own = target.live?.nt.pnp.byId(id)?.disableableDepends;
  return own ?? target.state().devices.filter((one) => children.includes(one.id) && one.notDisableable).length;
}

function showResources({ page }: CommandCall, { resources = [] }: DeviceState, indent: string): void {
  page.line(`${indent}CmResourceList:`);
  if (resources.length === 0) page.line(`${indent}  none`);
  for (const [index, { type, start, length, shared }] of resources.entries()) {
    const first = Number(start);
    const range = type === 'interrupt' ? `Vector ${start}` : `${prefixed(first)} - ${prefixed(first + length - 1)}`;
    page.line(`${indent}  Entry ${index} - ${type} (${shared ? 'shared' : 'exclusive'})  ${range}`);
  }
}

function showTree(call: CommandCall, from: DeviceState, shows: number, service: string | undefined): void {
  const { devices } = call.target.state();
  const byId = new Map(devices.map((device) => [device.id, device]));
  const seen = new Set<DeviceState>();
  const visit = (device: DeviceState, depth: number): void => {
    // A damaged dump may say that a device is its own descendant.
    if (seen.has(device)) return;
    seen.add(device);
    const isWanted =
      ((shows & SHOWS.notStarted) === 0 || device.pnp !== 'started') &&
      ((shows & SHOWS.problems) === 0 || device.problem !== null) &&
      (service === undefined || device.service?.toLowerCase() === service.toLowerCase());
    if (isWanted) {
      showHead(call, device, '  '.repeat(depth));
      if ((shows & (SHOWS.resources | SHOWS.translated)) !== 0) showResources(call, device, '  '.repeat(depth + 1));
    }
    for (const child of device.children) {
      const next = byId.get(child);
      if (next !== undefined) visit(next, depth + 1);
    }
  };
  visit(from, 0);
}

const PENDING: Readonly<Record<number, readonly [string, readonly string[]]>> = {
  1: ['removals', ['queryRemoved', 'awaitingQueuedRemoval', 'removePendingCloses']],
  2: ['ejects', ['awaitingQueuedDeletion']],
};

function devnode(call: CommandCall): void {
  const { target, page, words } = call;
  const [place = '0', flags = '0', service] = words;
  const shows = evaluateExpression(target, flags);
  const isNumber = /^[0-2]$/.test(place);
  const root = target.state().devices.find(({ parent }) => parent === null);
  if (isNumber && place !== '0') {
    const [what, states] = PENDING[Number(place)] ?? ['', []];
    page.line(`Dumping pending ${what}`);
    const pending = target.state().devices.filter(({ pnp }) => states.includes(pnp));
    if (pending.length === 0) page.line(`There are no pending ${what}.`);
    for (const device of pending) showHead(call, device, '');
    return;
  }
  if (root === undefined) throw new ConsoleError('The machine has no devices yet.');
  const from = isNumber ? root : findDevnode(target, place);
  if (isNumber) page.line(`Dumping IopRootDeviceNode (= ${prefixed(devnodeAddress(target, root))})`);
  if ((shows & SHOWS.children) !== 0 || service !== undefined) showTree(call, from, shows, service);
  else showOne(call, from, shows);
}

export const devnodeCommand: ConsoleCommand = {
  names: ['!devnode'],
  group: 'Devices and drivers',
  usage: '[DEVICE | 0 | 1 | 2] [FLAGS] [SERVICE]',
  summary: 'a device node (0 1: the whole tree; 1: pending removals; 2: pending ejects)',
  takes: ['device'],
  run: devnode,
};
