/** What a miniport may call in a dump run: only what touches memory and registers. */
import type { Instant } from '../../base/time.ts';
import { EVENT, type EventCode, eventName } from '../sim/events.ts';
import type { Frozen } from '../sim/frozen.ts';
import type { Simulation } from '../sim/simulation.ts';

/** Storport's own routines say themselves what they do in a dump run. */
const ALLOWED =
  /^(?:StorPort\w+|KeStallExecutionProcessor|KeGetCurrentIrql|DbgPrint(?:Ex)?|Interlocked\w+|Rtl(?:Zero|Fill|Copy|Move|Compare)Memory|RtlInit\w+|SandboxQueryRegistry)$/;
const HARMLESS: ReadonlySet<EventCode> = new Set([EVENT.state, EVENT.irql, EVENT.dbgPrint, EVENT.violation]);

export class DumpFrozen implements Frozen {
  readonly #sim: Simulation;
  readonly #violate: (routine: string, message: string) => void;
  readonly #elapse: (microseconds: number) => void;

  constructor(
    sim: Simulation,
    violate: (routine: string, message: string) => void,
    elapse: (microseconds: number) => void,
  ) {
    this.#sim = sim;
    this.#violate = violate;
    this.#elapse = elapse;
  }

  call(routine: string): void {
    if (!ALLOWED.test(routine)) this.#violate(routine, `${routine} was called`);
  }

  happens(code: EventCode, a: number): void {
    if (code === EVENT.call) this.call(this.#sim.recorder.text(a));
    else if (!HARMLESS.has(code)) this.#violate(eventName(code), `there was an event of kind ${eventName(code)}`);
  }

  again(error: Error): void {
    this.#violate('', `${error.message} came up`);
  }

  stall(until: Instant): void {
    this.#elapse(Math.ceil((until - this.#sim.now) / 10));
  }
}
