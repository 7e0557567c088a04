/** What code of drivers may do after a bug check: it runs at HIGH_LEVEL, and nothing else runs any more. */
import { isPromise } from '../../base/maybe-promise.ts';
import { type Duration, type Instant, later, seconds } from '../../base/time.ts';
import { hasSucceeded } from '../fx/crashdump-devices.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import { EVENT, type EventCode, eventName } from '../sim/events.ts';
import type { Frozen } from '../sim/frozen.ts';
import type { Simulation } from '../sim/simulation.ts';

/** How long one device may be polled before the system takes it for hanging; the documents do not tell. */
export const POWER_ON_LIMIT: Duration = seconds(20);

/** For the routine of a plug-in: what only touches memory or passes time. All else needs something that has stopped (PEP-32). */
export const POWER_ON_CALLS =
  /^(?:KeStallExecutionProcessor|KeBugCheck(?:Ex)?|DbgPrint(?:Ex)?|KeGetCurrentIrql|KeQuery\w+Time|Ke(?:Acquire|Release)SpinLock\w*|Interlocked\w+|Rtl(?:Zero|Fill|Copy|Move|Compare)Memory|(?:READ|WRITE)_(?:REGISTER|PORT)_\w+)$/;

/** For a bug check callback: locks may be held by code that never goes on, so they are no use either (BUG-05). */
export const CALLBACK_CALLS =
  /^(?:KeStallExecutionProcessor|KeBugCheck(?:Ex)?|DbgPrint(?:Ex)?|KeGetCurrentIrql|KeQuery\w+Time|KeAddTriageDumpDataBlock|MmIsAddressValid|MmGetPhysicalAddress|Interlocked\w+|Rtl(?:Zero|Fill|Copy|Move|Compare)Memory|(?:READ|WRITE)_(?:REGISTER|PORT)_\w+)$/;

const HARMLESS: ReadonlySet<EventCode> = new Set([
  EVENT.state,
  EVENT.irql,
  EVENT.dbgPrint,
  EVENT.violation,
  EVENT.dumpIo,
  EVENT.srb,
]);

/** `call`: something that needs the system; `fault`: a bug check or an exception inside of the bug check. */
export type GuardedMistake = 'call' | 'fault';

/** Hears what the code does wrong, while it is on the stack. */
export type OnGuarded = (message: string, kind: GuardedMistake) => void;

/** Thrown to end the code that did what it may not: on Windows it would never return. */
export class EndedByDump extends Error {
  override readonly name = 'EndedByDump';
}

export class DumpGuard implements Frozen {
  /** What the code of the device that is being powered on did and may not do, in words. */
  readonly violations: string[] = [];
  /** Hears of a bug check inside of the bug check. */
  onNested: (error: Error) => void = () => {};
  readonly #sim: Simulation;
  readonly #onViolation: OnGuarded;
  readonly #allowed: RegExp;
  readonly #until: Instant;

  /** @param allowed - names of the routines that may be called */
  constructor(sim: Simulation, onViolation: OnGuarded, allowed = POWER_ON_CALLS) {
    this.#sim = sim;
    this.#onViolation = onViolation;
    this.#allowed = allowed;
    this.#until = later(sim.now, POWER_ON_LIMIT);
  }

  call(routine: string): void {
    if (!this.#allowed.test(routine)) this.#end(`${routine} was called`);
  }

  happens(code: EventCode, a: number): void {
    if (code === EVENT.call) this.call(this.#sim.recorder.text(a));
    else if (!HARMLESS.has(code)) this.#end(`there was ${WORDS[code] ?? eventName(code)}`);
  }

  again(error: Error): void {
    // The first mistake ends the code by an error that comes by here too.
    if (error instanceof EndedByDump) return;
    this.onNested(error);
    this.#note(`${error.message} came up`, 'fault');
  }

  stall(until: Instant): void {
    if (until > this.#until) this.#end('polling went on for more than 20 seconds');
    this.#sim.clock.skipTo(until);
    this.#sim.recorder.setTime(until);
  }

  /** Calls the routine that is to power the device on. @returns whether it has, by fair means */
  judge(call: () => unknown): boolean {
    const done = this.attempt(call);
    return done !== null && this.violations.length === 0 && hasSucceeded(done.answer);
  }

  /** Calls code that cannot wait. @returns null when it was ended in its middle, or would have gone on later */
  attempt(call: () => unknown): { readonly answer: unknown } | null {
    let answer: unknown;
    try {
      answer = call();
    } catch (error) {
      const isNoted = error instanceof EndedByDump || error instanceof BugCheckError;
      if (!isNoted) {
        this.#note(`there was an exception, ${error instanceof Error ? error.message : String(error)}`, 'fault');
      }
      return null;
    }
    if (!isPromise(answer)) return { answer };
    answer.catch(() => {});
    if (this.violations.length === 0) this.#note('an answer was to come later, and nothing ever goes on', 'call');
    return null;
  }

  #note(message: string, kind: GuardedMistake): void {
    this.violations.push(message);
    this.#onViolation(message, kind);
  }

  #end(message: string): never {
    this.#note(message, 'call');
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
