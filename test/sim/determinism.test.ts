/** The same machine, the same injections, the same seed: the same event stream, byte for byte. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { bootMachine, STORAGE, traceOf } from '../support/machine.ts';

const STORY: readonly Injection[] = [
  { op: 'io', device: 'volC', request: 'write', offset: 512, data: 'hello' },
  { op: 'usage', device: 'volC', type: 'hibernation', inPath: true },
  { op: 'pnp', device: 'disk0', request: 'eject' },
  { op: 'advance', by: '5s' },
  { op: 'usage', device: 'volC', type: 'paging', inPath: false },
  { op: 'usage', device: 'volC', type: 'hibernation', inPath: false },
  { op: 'pnp', device: 'disk0', request: 'rebalance' },
  { op: 'fault', device: 'disk0', driver: 'disk', at: 'IRP_MN_START_DEVICE', status: 'STATUS_DEVICE_NOT_READY' },
  { op: 'pnp', device: 'disk0', request: 'unplug' },
  { op: 'pnp', device: 'disk0', request: 'plugIn' },
  { op: 'pnp', device: 'disk0', request: 'enable' },
  { op: 'io', device: 'volC', request: 'read', offset: 512, length: 1024 },
  { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] },
];

async function play(machine: Machine): Promise<string> {
  for (const injection of STORY) await machine.inject(injection);
  return traceOf(machine);
}

describe.each([1, 4_000_000_000])('with seed %d', (seed) => {
  test('two runs are the same, byte for byte, and so are their states', async () => {
    const [first, second] = [await bootMachine({ file: STORAGE, seed }), await bootMachine({ file: STORAGE, seed })];
    expect(await play(first)).toBe(await play(second));
    expect({ ...first.state(), revision: 0 }).toEqual({ ...second.state(), revision: 0 });
    expect(Buffer.from(first.nt.kernel.memory.u8).equals(Buffer.from(second.nt.kernel.memory.u8))).toBe(true);
  });

  test('machines that take turns in one process do not disturb each other', async () => {
    const alone = await play(await bootMachine({ file: STORAGE, seed }));
    const [first, second] = await Promise.all([
      bootMachine({ file: STORAGE, seed }),
      bootMachine({ file: STORAGE, seed }),
    ]);
    for (const injection of STORY) await Promise.all([first.inject(injection), second.inject(injection)]);
    expect(traceOf(first)).toBe(alone);
    expect(traceOf(second)).toBe(alone);
  });

  test('looking at a machine changes nothing', async () => {
    const [watched, alone] = [await bootMachine({ file: STORAGE, seed }), await bootMachine({ file: STORAGE, seed })];
    for (const injection of STORY) {
      watched.state();
      watched.delta(0);
      watched.describe('disk0');
      watched.readTrace(0, 10, 'disk0');
      await watched.inject(injection);
      await alone.inject(injection);
    }
    expect(traceOf(watched)).toBe(traceOf(alone));
  });

  test('pausing and stepping through it changes nothing but the time that it takes', async () => {
    const alone = await play(await bootMachine({ file: STORAGE, seed }));
    const machine = await bootMachine({ file: STORAGE, seed });
    for (const injection of STORY) {
      await machine.pause();
      const ended = machine.inject(injection);
      for (let steps = 0; steps < 5; steps += 1) await machine.step(steps % 2 === 0 ? 'into' : 'over');
      await machine.resume();
      await ended;
    }
    expect(traceOf(machine)).toBe(alone);
  });
});

test('every line of a trace is one event of JSON, counted from 0 without a gap', async () => {
  const lines = (await play(await bootMachine())).split('\n').slice(0, -1);
  expect(lines.length).toBeGreaterThan(2000);
  expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual(lines.map((_, index) => index));
});
