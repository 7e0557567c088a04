/** The machines of Storport, the dump stack, hibernation and the bug check: what a kernel goes through is what they draw. */
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { bugCheck } from '../../../src/kernel/dump/bugcheck.machine.ts';
import { dumpStack } from '../../../src/kernel/dump/dump-stack.machine.ts';
import { hiberStack } from '../../../src/kernel/dump/hiber-stack.machine.ts';
import { storportAdapter } from '../../../src/kernel/storport/adapter.machine.ts';
import { storportUnit } from '../../../src/kernel/storport/unit.machine.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { changesOf, drawnBy, lineOf } from '../po/support/drawn.ts';

const MACHINES: readonly (readonly [id: string, machine: AnyStateMachine])[] = [
  ['SSM-01', storportAdapter],
  ['SSM-02', storportUnit],
  ['SSM-03', dumpStack],
  ['SSM-04', hiberStack],
  ['SSM-05', bugCheck],
];
const events = (machine: AnyStateMachine): { type: string }[] => machine.events.map((type) => ({ type: String(type) }));
const drawn = new Map(MACHINES.map(([, machine]) => [machine.id, drawnBy(machine, events(machine))]));

async function boot(): Promise<Machine> {
  return await bootDescription(
    {
      name: 'machines',
      memory: '8MiB',
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              miniport: 'ramdisk',
              children: [{ id: 'disk0', function: 'disk', size: '64MiB', volumes: [{ id: 'volC', size: '48MiB' }] }],
            },
          ],
        },
      ],
    },
    {},
  );
}

const file = (type: 'dump' | 'hibernation', inPath: boolean): Injection => ({
  op: 'usage',
  device: 'volC',
  type,
  inPath,
});
const STORIES: Readonly<Record<string, readonly Injection[]>> = {
  'sleep, a rebalance, removal and return': [
    { op: 'power', request: 'sleep', state: 'S3' },
    { op: 'power', request: 'wake' },
    { op: 'pnp', device: 'hba0', request: 'disable' },
    { op: 'pnp', device: 'hba0', request: 'enable' },
    { op: 'pnp', device: 'hba0', request: 'surpriseRemove' },
  ],
  'a dump file that comes, goes and comes, and a crash': [
    file('dump', true),
    file('dump', false),
    file('dump', true),
    { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' },
  ],
  'a crash without a dump file': [{ op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' }],
  'hibernation and resume': [
    file('hibernation', true),
    { op: 'power', request: 'hibernate' },
    { op: 'power', request: 'wake', powerLost: true },
    file('hibernation', false),
  ],
};
const taken = new Set<string>();

function initialOf(id: string): string {
  const [, machine] = MACHINES.find(([, one]) => one.id === id) ?? [];
  return String(machine?.root.initial?.target[0]?.key ?? '');
}

describe.each(Object.entries(STORIES))('%s', (_title, steps) => {
  test('each step of a machine begins where the one before ended, and is drawn', async () => {
    const machine = await boot();
    await injectAll(machine, steps);
    const states = new Map<string, string>();
    const changes = changesOf(machine).filter(({ chart }) => drawn.has(chart));
    expect(changes.length).toBeGreaterThan(5);
    for (const change of changes) {
      const key = `${change.owner} ${change.chart}`;
      // A device that comes back begins anew.
      const isNew = change.from === initialOf(change.chart);
      expect([key, isNew ? change.from : states.get(key)]).toEqual([key, change.from]);
      states.set(key, change.to);
      expect(drawn.get(change.chart)).toContain(lineOf(change));
      taken.add(lineOf(change));
    }
  });
});

test.each(MACHINES)(
  '%s: every state can be reached, and the stories above have gone through a good part',
  (_id, machine) => {
    const all = Object.keys(machine.states);
    const reached = new Set([...(drawn.get(machine.id) ?? [])].map((line) => line.replace(/^.*--> /, '')));
    const initial = initialOf(machine.id);
    expect(all.filter((state) => state !== initial && !reached.has(state))).toEqual([]);
    const visited = new Set(
      [...taken].filter((line) => line.startsWith(`${machine.id}:`)).map((line) => line.replace(/^.*--> /, '')),
    );
    expect(visited.size * 4).toBeGreaterThan(all.length);
  },
);
