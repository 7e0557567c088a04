/** Wherever a machine stands, it can be looked at: every thread, every scope, every field, without a stumble or a trace. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { ROOT } from '../../support/machine.ts';
import { debugged } from './support.ts';

/** Stops between two that are looked at: one in so many, so that each kind of stop is among them. */
const EVERY = 19;

interface Looked {
  frames: number;
  variables: number;
  withLine: number;
}

function lookAround({ debug }: Machine, looked: Looked): void {
  const { handlers } = debug;
  for (const { id } of handlers['debug/threads']({}).threads) {
    for (const frame of handlers['debug/stack']({ thread: id }).frames) {
      looked.frames += 1;
      if (frame.file !== null) {
        looked.withLine += 1;
        expect(frame.line).toBeGreaterThan(0);
      }
      for (const { reference } of handlers['debug/scopes']({ frame: frame.id }).scopes) open(reference, 2, frame.id);
    }
  }

  function open(reference: number, depth: number, frame: number): void {
    for (const variable of handlers['debug/variables']({ reference }).variables) {
      looked.variables += 1;
      expect(variable.value).not.toBe('');
      const { path, value } = variable;
      if (path !== '')
        expect([path, handlers['debug/evaluate']({ expression: path, frame }).value]).toEqual([path, value]);
      if (variable.reference !== 0 && depth > 1) open(variable.reference, depth - 1, frame);
    }
  }
}

test.each([
  'storage/storage.machine.json',
  'usage-lab/lab.machine.json',
  'power/power.machine.json',
  'soc/soc.machine.json',
])(
  '%s, at each turn of its boot',
  async (sample) => {
    const looked: Looked = { frames: 0, variables: 0, withLine: 0 };
    let turns = 0;
    const { machine, stops } = await debugged(
      (standing) => {
        turns += 1;
        if (turns % EVERY === 0) {
          const { count } = standing.nt.kernel.sim.recorder;
          lookAround(standing, looked);
          expect(standing.nt.kernel.sim.recorder.count).toBe(count);
        }
        standing.debug.resume('into');
      },
      join(ROOT, 'samples', sample).replaceAll('\\', '/'),
    );
    machine.debug.handlers['debug/pause']({ stopReason: 'entry' });
    await machine.boot();
    expect(stops.length).toBeGreaterThan(100);
    expect(looked.frames).toBeGreaterThan(20);
    expect(looked.withLine).toBeGreaterThan(0);
    expect(looked.variables).toBeGreaterThan(500);
    expect(machine.state()).toMatchObject({ run: 'idle', bugcheck: null });
  },
  60_000,
);
