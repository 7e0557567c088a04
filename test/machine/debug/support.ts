/** Machines under the debugger, in the test's own process: what stands still is a function of the test. */
import { expect } from 'vitest';
import type { DebugEnvironment } from '../../../src/machine/environment.ts';
import { Machine } from '../../../src/machine/machine.ts';
import type { DebugStop } from '../../../src/protocol/debug.ts';
import { type Files, STORAGE, testEnvironment } from '../../support/machine.ts';

export interface Debugged {
  readonly machine: Machine;
  readonly stops: DebugStop[];
}

/**
 * A machine that waits to be booted, in a runtime that cannot stop at lines.
 *
 * @param atStop - called while it stands still; it must let go
 */
export async function debugged(
  atStop: (machine: Machine, stop: DebugStop) => void,
  file = STORAGE,
  files: Files = {},
): Promise<Debugged> {
  const stops: DebugStop[] = [];
  let machine: Machine | null = null;
  const debug: DebugEnvironment = {
    stand: (isReleased) => {
      const stop = stops.at(-1);
      if (machine === null || stop === undefined) throw new Error('nobody was told of the stop');
      atStop(machine, stop);
      expect(isReleased()).toBe(true);
    },
    setLines: () => null,
    setSteps: () => false,
    prepareForC: () => {},
    setPlaces: () => false,
    onLine: null,
    frames: [],
    partsOf: () => [],
  };
  const started = await Machine.start({ file, debug: true }, { ...testEnvironment(files), debug });
  if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join('\n'));
  ({ machine } = started);
  machine.debug.listener = { onStop: (stop) => stops.push(stop), onContinue: () => {}, onOutput: () => {} };
  machine.debug.handlers['debug/attach']({});
  return { machine, stops };
}
