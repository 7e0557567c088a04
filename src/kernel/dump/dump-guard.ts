/** What code that powers a device on for the dump may do: it runs at HIGH_LEVEL, and nothing else runs any more. */
import { isPromise } from '../../base/maybe-promise.ts';
import { type Duration, type Instant, later, seconds } from '../../base/time.ts';
import { hasSucceeded } from '../fx/crashdump-devices.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import { EVENT, type EventCode, eventName } from '../sim/events.ts';
import type { Frozen } from '../sim/frozen.ts';
import type { Simulation } from '../sim/simulation.ts';

/** How long one device may be polled before the system takes it for hanging; the documents do not tell. */
export const POWER_ON_LIMIT: Duration = seconds(20);

/** Routines that only touch memory or pass time. Every other one needs something that has stopped (PEP-32). */
const ALLOWED =
  /^(?:KeStallExecutionProcessor|KeBugCheck(?:Ex)?|DbgPrint(?:Ex)?|KeGetCurrentIrql|KeQuery\w+Time|Ke(?:Acquire|Release)SpinLock\w*|Interlocked\w+|Rtl(?:Zero|Fill|Copy|Move|Compare)Memory|(?:READ|WRITE)_(?:REGISTER|PORT)_\w+)$/;

const HARMLESS: ReadonlySet<EventCode> = new Set([EVENT.state, EVENT.irql, EVENT.dbgPrint, EVENT.violation]);

/** Thrown to end the code that did what it may not: on Windows it would never return. */
export class EndedByDump extends Error {
  override readonly name = 'EndedByDump';
}

export class DumpGuard implements Frozen {
  /** What the code of the device that is being powered on did and may not do, in words. */
  readonly violations: string[] = [];
  readonly #sim: Simulation;
  readonly #onViolation: (message: string) => void;
  readonly #until: Instant;

  /** @param onViolation - called while the code that did it is on the stack */
  constructor(sim: Simulation, onViolation: (message: string) => void) {
    this.#sim = sim;
    this.#onViolation = onViolation;
    this.#until = later(sim.now, POWER_ON_LIMIT);
  }

  call(routine: string): void {
    if (!ALLOWED.test(routine)) this.#end(`${routine} was called`);
  }

  happens(code: EventCode, a: number): void {
    if (code === EVENT.call) this.call(this.#sim.recorder.text(a));
    else if (!HARMLESS.has(code)) this.#end(`there was ${WORDS[code] ?? eventName(code)}`);
  }

  again(error: Error): void {
    // The first mistake ends the code by an error that comes by here too.
    if (!(error instanceof EndedByDump)) this.#note(`${error.message} came up`);
  }

  stall(until: Instant): void {
    if (until > this.#until) this.#end('polling went on for more than 20 seconds');
    this.#sim.clock.skipTo(until);
    this.#sim.recorder.setTime(until);
  }

  /** Calls the routine that is to power the device on. @returns whether it has, by fair means */
  judge(call: () => unknown): boolean {
    let answer: unknown;
    try {
      answer = call();
    } catch (error) {
      const isNoted = error instanceof EndedByDump || error instanceof BugCheckError;
      if (!isNoted) this.#note(`there was an exception, ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
    if (isPromise(answer)) {
      answer.catch(() => {});
      if (this.violations.length === 0) this.#note('an answer was to come later, and nothing ever goes on');
    }
    return this.violations.length === 0 && hasSucceeded(answer);
  }

  #note(message: string): void {
    this.violations.push(message);
    this.#onViolation(message);
  }

  #end(message: string): never {
    this.#note(message);
    throw new EndedByDump(message);
  }
}

const WORDS: Readonly<Partial<Record<EventCode, string>>> = {
  [EVENT.wait]: 'a wait',
  [EVENT.allocate]: 'an allocation',
  [EVENT.free]: 'pool being freed',
  [EVENT.callDriver]: 'an IRP being sent',
  [EVENT.completeRequest]: 'an IRP being completed',
  [EVENT.timer]: 'a timer',
  [EVENT.dpc]: 'a DPC',
};
