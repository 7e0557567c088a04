/** What a debugger costs when it is gone: the same IRPs as for the verifier. */
import { DebugSession } from '../../src/machine/debug/debug-session.ts';
import { DriverPrograms } from '../../src/machine/driver-programs.ts';
import type { DebugEnvironment } from '../../src/machine/environment.ts';
import { testEnvironment } from '../support/machine.ts';
import { makeNt, type TestKernel } from '../support/nt.ts';
import { throughStack } from './verifier.bench.ts';

const ROUNDS = 21;

export interface DebuggerResult {
  /** Requests a second; the trace is on, and nobody debugs. */
  readonly never: number;
  /** Parts of that. */
  readonly left: number;
  readonly leftFromStart: number;
}

const environment: DebugEnvironment = {
  stand: () => {},
  setLines: () => null,
  setSteps: () => false,
  prepareForC: () => {},
  setPlaces: () => false,
  onLine: null,
  frames: [],
  partsOf: () => [],
};

/** @param fromStart - every call of a routine can be heard, not events alone */
function debuggedOnce(fromStart: boolean): TestKernel {
  const nt = makeNt();
  const programs = new DriverPrograms([], testEnvironment({}));
  const hooks = { deviceState: () => undefined, onChange: () => {}, isRunning: () => true };
  const session = new DebugSession({ nt, programs, environment, ...hooks });
  const wdm = fromStart ? session.heard(nt.wdm) : nt.wdm;
  session.handlers['debug/attach']({});
  session.handlers['debug/setFunctions']({ breakpoints: [{ id: 1, name: 'IoCompleteRequest' }] });
  session.handlers['debug/setData']({ breakpoints: [{ id: 2, address: '0x20000', size: 4, name: 'a field' }] });
  session.handlers['debug/setExceptions']({ breakpoints: [{ kind: 'failedStatus', only: '' }] });
  session.handlers['debug/detach']({});
  return { ...nt, wdm };
}

/** Time of the processor, in milliseconds: a few percent are asked for, and other programs take more than that. */
const busy = (): number => process.cpuUsage().user / 1000;

export async function benchDebugger(count = 100_000): Promise<DebuggerResult> {
  let never = 0;
  const left: number[] = [];
  const leftFromStart: number[] = [];
  // Neighbours are compared, since the whole computer has its fast and its slow seconds.
  for (let round = 0; round < ROUNDS; round += 1) {
    const once = await throughStack(makeNt(), count, busy);
    left.push((await throughStack(debuggedOnce(false), count, busy)) / once);
    leftFromStart.push((await throughStack(debuggedOnce(true), count, busy)) / once);
    never = Math.max(never, once);
  }
  return { never, left: median(left), leftFromStart: median(leftFromStart) };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
