/**
 * Transitions of state machines, each worked out once. Thousands of devices go through the same few states: snapshots do
 * not change, so all devices in one state share one, and what an event leads to is the same for all of them.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';

const initial = new WeakMap<AnyStateMachine, AnyMachineSnapshot>();
const known = new WeakMap<AnyMachineSnapshot, Map<string, AnyMachineSnapshot | null>>();

interface MachineEvent {
  readonly type: string;
}

export function initialSnapshot(machine: AnyStateMachine): AnyMachineSnapshot {
  let snapshot = initial.get(machine);
  if (snapshot === undefined) {
    [snapshot] = initialTransition<AnyStateMachine>(machine, undefined);
    initial.set(machine, snapshot);
  }
  return snapshot;
}

/**
 * @param machine - one whose states and context are few: each of them is kept
 * @returns null when the machine has no transition for the event in this state
 */
export function nextSnapshot(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: MachineEvent,
): AnyMachineSnapshot | null {
  let ways = known.get(snapshot);
  if (ways === undefined) {
    ways = new Map();
    known.set(snapshot, ways);
  }
  const key = keyOf(event);
  let next = ways.get(key);
  if (next === undefined) {
    next = snapshot.can(event) ? transition<AnyStateMachine>(machine, snapshot, event)[0] : null;
    ways.set(key, next);
  }
  return next;
}

/** Events that carry facts lead to different states by these. */
function keyOf(event: MachineEvent): string {
  for (const member in event) if (member !== 'type') return JSON.stringify(event);
  return event.type;
}
