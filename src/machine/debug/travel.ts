/** The way to a place in a run that is being repeated: what is passed on it, and where it ends. */
import { EVENT, type EventCode } from '../../kernel/sim/events.ts';
import type { Recorder } from '../../kernel/sim/recorder.ts';
import type { DebugStop, RunPlace } from '../../protocol/debug.ts';
import { DebugError } from './inspector.ts';

const HITS: ReadonlySet<DebugStop['reason']> = new Set(['breakpoint', 'function', 'data', 'exception']);
const STEPS: ReadonlySet<EventCode> = new Set([
  EVENT.callDriver,
  EVENT.dispatchReturn,
  EVENT.completeRequest,
  EVENT.completionRoutine,
  EVENT.irpDone,
]);

export class Travel {
  readonly #recorder: Recorder;
  /** null: it runs as it likes. */
  #goal: RunPlace | null = null;
  #hears = false;
  #at: RunPlace = { events: 0, hit: 0 };
  #last: RunPlace | null = null;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Of the last journey: the last breakpoint on the way. */
  get lastHit(): RunPlace | null {
    return this.#last;
  }

  get isUnderWay(): boolean {
    return this.#goal !== null;
  }

  /**
   * @param hears - breakpoints stop the machine on the way
   * @param arrived - called where no breakpoint is the goal, or the run has missed it
   * @throws DebugError where that has been passed
   */
  start(goal: RunPlace, hears: boolean, arrived: () => void): void {
    const { count } = this.#recorder;
    if (goal.events < count || (goal.events === count && goal.hit === 0))
      throw new DebugError(`The machine has passed event ${goal.events - 1} already: it is at ${count - 1}.`);
    this.#goal = goal;
    this.#hears = hears;
    this.#last = null;
    // Hits are counted until the next event, so that one tells that there are no more.
    this.#recorder.await(goal.hit === 0 ? goal.events : goal.events + 1, () => {
      if (this.#goal === null) return;
      this.#goal = null;
      arrived();
    });
  }

  /** The machine is about to stop. @returns where that is; null: it must not stop there */
  comesTo(reason: DebugStop['reason']): RunPlace | null {
    const events = this.#recorder.count;
    const isDeaf = this.#goal !== null && !this.#hears;
    if (!HITS.has(reason)) return isDeaf ? null : { events, hit: 0 };
    this.#at = { events, hit: this.#at.events === events ? this.#at.hit + 1 : 1 };
    const isThere = events === this.#goal?.events && this.#at.hit === this.#goal.hit;
    if (isThere) this.#goal = null;
    if (isThere || !isDeaf) return this.#at;
    this.#last = this.#at;
    return null;
  }

  /** Where a request, in the same thread, was one step before: as many events as there were then; null: at the beginning. */
  before(events: number, thread: number): number | null {
    for (const wanted of [thread, null]) {
      for (let n = events - 2; n >= this.#recorder.oldest; n -= 1) {
        const event = this.#recorder.read(n);
        if ((wanted === null || event.thread === wanted) && STEPS.has(event.code)) return n + 1;
      }
    }
    return null;
  }
}
