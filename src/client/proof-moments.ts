/** The moments at which a machine is stopped, to see whether its dump can be written. */
import type { Injection } from '../protocol/injection.ts';
import type { DeviceState, MachineState } from '../protocol/state.ts';

export interface ProofMoment {
  /** For people; moments of one name belong together. */
  readonly name: string;
  /** What is done first. */
  readonly before: readonly Injection[];
  /** What the machine does when it stops, at each of several steps; null: nothing. */
  readonly action: Injection | null;
}

const READ_LENGTH = 4096;
/** Allocations of each driver that fail. */
const FAILURES = 1_000_000;
/** Devices that are pulled out and put back. */
const MOST_HOTPLUGS = 3;
const SYSTEM_DRIVERS: ReadonlySet<string> = new Set(['root', 'acpi', 'volmgr']);

/** @param state - of the machine when it has booted */
export function momentsOf(state: MachineState, scenario: readonly Injection[]): readonly ProofMoment[] {
  const path = state.devices.filter(({ specialFiles }) => specialFiles.dump > 0);
  const holder = path.at(-1)?.id ?? null;
  const still = (name: string, ...before: Injection[]): ProofMoment => ({ name, before, action: null });
  const moving = (name: string, action: Injection, ...before: Injection[]): ProofMoment => ({ name, before, action });
  const hasImage = state.devices.some(({ specialFiles }) => specialFiles.hibernation > 0);
  const io = (request: 'read' | 'write'): Injection[] =>
    holder === null ? [] : [{ op: 'io', device: holder, request, offset: 0, length: READ_LENGTH, wait: false }];
  return [
    still('idle'),
    still('idle for a minute', { op: 'advance', by: '1min' }),
    ...io('read').map((read) => moving('a read in flight', read)),
    ...io('write').map((write) => moving('a write in flight', write)),
    ...path
      .filter(canSleepAlone)
      .map(({ id }) => still(`${id} in D3`, { op: 'power', request: 'setDevice', device: id, state: 'D3' })),
    moving('on the way to sleep', { op: 'power', request: 'sleep' }),
    moving('on the way back from sleep', { op: 'power', request: 'wake' }, { op: 'power', request: 'sleep' }),
    ...(hasImage ? [moving('on the way to hibernation', { op: 'power', request: 'hibernate' })] : []),
    ...io('read').map((read) => moving('low memory', read, ...starved(path))),
    ...hotplugs(state),
    ...scenario.map((injection, index) =>
      still(`after injection ${index + 1} of the scenario, ${injection.op}`, ...scenario.slice(0, index + 1)),
    ),
  ];
}

/** What stands for the system or for software has no power of its own to lose. */
function canSleepAlone({ stack }: DeviceState): boolean {
  return (
    !stack.some(({ driver, role }) => role === 'function' && SYSTEM_DRIVERS.has(driver)) &&
    stack.some(({ role }) => role === 'function')
  );
}

/** No driver on the way gets any more pool. */
function starved(path: readonly DeviceState[]): readonly Injection[] {
  const drivers = new Set(path.flatMap(({ stack }) => stack.map(({ driver }) => driver)));
  return [...drivers].map((driver) => ({
    op: 'fault',
    driver,
    at: 'ExAllocatePool2',
    status: 0,
    times: FAILURES,
  }));
}

/** Devices without the dump file on or below them, pulled out and put back. */
function hotplugs({ devices }: MachineState): readonly ProofMoment[] {
  const others = devices.filter(({ specialFiles, slot }) => specialFiles.dump === 0 && slot !== undefined);
  return others.slice(0, MOST_HOTPLUGS).map(({ id }) => ({
    name: `${id} plugged in`,
    before: [{ op: 'pnp', device: id, request: 'unplug' }],
    action: { op: 'pnp', device: id, request: 'plugIn' },
  }));
}
