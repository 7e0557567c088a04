/** Runs the machine until nothing is left to do, or until an event has happened. */
import { type Duration, formatInstant, later } from '../../base/time.ts';
import type { Simulation } from '../../kernel/sim/simulation.ts';
import type { RunInjection } from '../../protocol/injection.ts';
import type { Driving } from '../driving.ts';
import { readTrace } from '../view/trace-view.ts';
import type { Outcome } from './inject.ts';

export async function runUntil(
  injection: RunInjection,
  sim: Simulation,
  driving: Driving,
  patience: Duration,
): Promise<Outcome> {
  const until = injection.until ?? 'idle';
  if (until === 'idle') {
    await driving.run(later(sim.now, patience), () => false);
    return { ok: true, status: 'STATUS_SUCCESS', message: `Nothing is left to run at ${formatInstant(sim.now)}.` };
  }
  let seen = sim.recorder.count;
  const isFound = (): boolean => {
    const { events } = readTrace(sim, seen, sim.recorder.count - seen);
    seen = sim.recorder.count;
    return events.some((event) =>
      Object.entries(until).every(
        ([key, value]) => (event as unknown as Readonly<Record<string, unknown>>)[key] === value,
      ),
    );
  };
  let found = false;
  await driving.run(later(sim.now, patience), () => {
    found ||= isFound();
    return found;
  });
  found ||= isFound();
  return found
    ? { ok: true, status: 'STATUS_SUCCESS', message: `It happened by ${formatInstant(sim.now)}.` }
    : { ok: false, status: 'STATUS_TIMEOUT', message: 'Nothing is left to run, and no such event has happened.' };
}
