import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { STORPORT_ADAPTER_EVENTS, storportAdapter } from '../../../src/kernel/storport/adapter.machine.ts';
import { STORPORT_UNIT_EVENTS, storportUnit } from '../../../src/kernel/storport/unit.machine.ts';
import { bootStorport } from './support.ts';

const machines: readonly (readonly [string, AnyStateMachine, readonly string[]])[] = [
  ['SSM-01 the adapter', storportAdapter, STORPORT_ADAPTER_EVENTS],
  ['SSM-02 the unit', storportUnit, STORPORT_UNIT_EVENTS],
];

describe.each(machines)('%s', (_name, machine, events) => {
  const paths = getShortestPaths(machine, { events: () => events.map((type) => ({ type })) });

  test('every state can be reached, and is described', () => {
    const states = Object.entries(machine.config.states ?? {});
    expect(new Set(paths.map(({ state }) => String(state.value)))).toEqual(new Set(states.map(([name]) => name)));
    for (const [, { description }] of states) expect(description?.length ?? 0).toBeGreaterThan(10);
  });

  test('every event means something somewhere', () => {
    const heard = new Set(paths.flatMap(({ state }) => events.filter((type) => state.can({ type }))));
    expect([...events].filter((type) => !heard.has(type))).toEqual([]);
  });

  test('it is drawn with the others', async () => {
    const chart = (await bootStorport()).charts().find(({ id }) => id === machine.id);
    expect(chart?.states.map(({ id }) => id)).toEqual(Object.keys(machine.config.states ?? {}));
  });
});
