/** Transitions as lines: those that a machine draws, and those that a kernel has taken. */
import type { AnyStateMachine, EventObject } from 'xstate';
import { transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import type { Machine } from '../../../../src/machine/machine.ts';

export interface Change {
  /** Of the machine, with the region where it has regions. */
  readonly chart: string;
  readonly owner: string;
  readonly from: string;
  readonly event: string;
  readonly to: string;
}

export function lineOf({ chart, from, event, to }: Omit<Change, 'owner'>): string {
  return `${chart}: ${from} --${event}--> ${to}`;
}

function valuesOf(machine: AnyStateMachine, value: unknown): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[machine.id, value]]);
  const regions = Object.entries(value as Readonly<Record<string, unknown>>);
  return new Map(regions.map(([region, state]) => [`${machine.id}.${region}`, String(state)]));
}

/** Every change that can follow from any state that can be reached. */
export function drawnBy(machine: AnyStateMachine, events: readonly EventObject[]): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { state } of getShortestPaths(machine, { events: () => [...events] })) {
    const before = valuesOf(machine, state.value);
    for (const event of events) {
      const [next] = transition(machine, state, event);
      for (const [chart, to] of valuesOf(machine, next.value)) {
        const from = before.get(chart) ?? '';
        if (from !== to) lines.add(lineOf({ chart, from, event: event.type, to }));
      }
    }
  }
  return lines;
}

/** What the machines of a kernel went through, oldest first. */
export function changesOf(machine: Machine, from = 0): readonly Change[] {
  return machine
    .readTrace(from, 200_000)
    .events.filter(({ kind }) => kind === 'state')
    .map((event) => ({
      chart: event.machine ?? '',
      owner: event.device ?? '',
      from: event.from ?? '',
      event: event.event ?? '',
      to: event.to ?? '',
    }));
}
