/** One run of a machine in which one allocation fails, and what came of it. */
import type { HostHandle } from '../../client/start-host.ts';
import type { MachineState, ViolationState } from '../../protocol/state.ts';
import type { AllocationState } from '../../protocol/verification.ts';
import type { PlacedInjection } from '../read-injections.ts';

export type Verdict = 'pass' | 'finding' | 'stuck' | 'bug check' | 'hang';

/** Worst last. */
export const VERDICTS: readonly Verdict[] = ['pass', 'finding', 'stuck', 'bug check', 'hang'];

export interface AllocationRun {
  readonly allocation: AllocationState;
  readonly verdict: Verdict;
  /** What was found, in words; empty when it passed. */
  readonly text: string;
}

/** What a run without a failure shows: its own mistakes are not those of a failed allocation. */
export interface Baseline {
  readonly violations: ReadonlySet<string>;
  /** Requests that nobody completes even so. */
  readonly irps: number;
}

/**
 * Does everything that is injected; expectations are left out, because a failed allocation may well change what they
 * ask for.
 *
 * @param started - the machine right after its start
 * @returns the machine at the end
 */
export async function playAll(
  host: HostHandle,
  injections: readonly PlacedInjection[],
  started: MachineState,
): Promise<MachineState> {
  let state = started;
  for (const { injection } of injections) {
    if (state.bugcheck !== null) break;
    if (injection.op === 'expect') continue;
    await host.request('machine/inject', injection);
    state = (await host.request('machine/state', {})) ?? state;
  }
  return state;
}

export function baselineOf({ violations, irps }: MachineState): Baseline {
  return { violations: new Set(violations.map(keyOf)), irps: irps.length };
}

export function judge(state: MachineState, baseline: Baseline, allocation: AllocationState): AllocationRun {
  const { bugcheck, violations, irps } = state;
  if (bugcheck !== null) {
    const place = bugcheck.file === null ? (bugcheck.driver ?? 'the kernel') : `${bugcheck.file}:${bugcheck.line ?? 1}`;
    return {
      allocation,
      verdict: 'bug check',
      text: `0x${bugcheck.code.toString(16).toUpperCase()} ${bugcheck.name} at ${place}`,
    };
  }
  const added = violations.filter((violation) => !baseline.violations.has(keyOf(violation)));
  if (added.length > 0) return { allocation, verdict: 'finding', text: added.map(keyOf).join(', ') };
  if (irps.length > baseline.irps)
    return {
      allocation,
      verdict: 'stuck',
      text: irps.map(({ at, minor, major }) => `${minor ?? major} at ${at}`).join(', '),
    };
  return { allocation, verdict: 'pass', text: '' };
}

function keyOf({ rule, file, line, driver }: ViolationState): string {
  return `${rule} at ${file === null ? driver : `${file}:${line ?? 1}`}`;
}
