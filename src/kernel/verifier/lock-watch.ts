/** Deadlock detection: in which order locks are taken, who releases them, and what is done while one is held. */
import { hex } from '../../base/hex.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { Thread } from '../sim/thread.ts';
import type { CallPlace } from './call-place.ts';
import type { Judge } from './judge.ts';
import { earlierAt } from './rule.ts';
import {
  COMPLETION_UNDER_LOCK,
  ENDED_HOLDING,
  FREED_LOCK,
  LOCK_ORDER,
  NOT_HELD,
  RELEASE_ORDER,
  TAKEN_TWICE,
} from './rules/locks.ts';

const ALIGNMENT = 4;

interface Held {
  readonly lock: number;
  readonly isSpin: boolean;
  readonly driver: number;
  readonly site: Error | null;
}

export class LockWatch {
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  readonly #held = new WeakMap<Thread, Held[]>();
  /** Which thread holds a lock. */
  readonly #holders = new Map<number, Thread>();
  /** For each lock, those that were taken while it was held. */
  readonly #after = new Map<number, Map<number, Error | null>>();

  constructor(judge: Judge, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
  }

  #heldNow(): Held[] {
    const { current } = this.#judge.kernel.sim;
    let held = this.#held.get(current);
    if (held === undefined) {
      held = [];
      this.#held.set(current, held);
      current.onEnd.push(() => this.#ended(current));
    }
    return held;
  }

  acquire(lock: number, isSpin: boolean): void {
    const held = this.#heldNow();
    // The kernel itself tells of a mutex that is acquired twice.
    const own = isSpin ? held.find((one) => one.lock === lock) : undefined;
    if (own !== undefined) {
      const place = { ...this.#place(), earlier: earlierAt('it was taken here', own.site) };
      this.#judge.violate(TAKEN_TWICE, place, `${hex(lock)} is held by this thread already`, [lock, 0, 0]);
      return;
    }
    const site = this.#judge.siteOf(this.#judge.kernel.driver);
    // A DPC runs in whatever thread there is, and has nothing to do with the mutexes of that.
    const inDpc = this.#judge.kernel.sim.dpcDepth > 0;
    for (const before of held) if (before.isSpin || !inDpc) this.#order(before.lock, lock, site);
    held.push({ lock, isSpin, driver: this.#judge.kernel.driver, site });
    this.#holders.set(lock, this.#judge.kernel.sim.current);
  }

  #order(before: number, lock: number, site: Error | null): void {
    const after = this.#after.get(before) ?? new Map<number, Error | null>();
    if (!after.has(lock)) after.set(lock, site);
    this.#after.set(before, after);
    const other = this.#after.get(lock);
    if (other?.has(before) !== true) return;
    this.#judge.violate(
      LOCK_ORDER,
      { ...this.#place(), earlier: earlierAt('here it is the other way round', other.get(before)) },
      `${hex(lock)} is taken while ${hex(before)} is held; elsewhere it is the other way round`,
      [lock, 0, 0],
    );
  }

  release(lock: number, isSpin: boolean): void {
    const held = this.#heldNow();
    const index = held.findLastIndex((one) => one.lock === lock);
    if (index < 0) {
      // Whoever took it before the verifier could hear of it, or in another thread, is looked at elsewhere.
      if (isSpin && !this.#holders.has(lock) && this.#judge.kernel.memory.u32[lock >>> 2] === 0)
        this.#judge.violate(NOT_HELD, this.#place(), `nobody holds ${hex(lock)}`, [lock, 0, 0]);
      return;
    }
    const last = held.at(-1)?.lock ?? 0;
    if (last !== lock)
      this.#judge.violate(
        RELEASE_ORDER,
        this.#place(),
        `${hex(lock)} is released before ${hex(last)}, which was taken after it`,
        [lock, last, 0],
      );
    held.splice(index, 1);
    this.#holders.delete(lock);
  }

  completeRequest(): void {
    const spin = this.#heldNow().find(({ isSpin }) => isSpin);
    if (spin !== undefined)
      this.#judge.violate(COMPLETION_UNDER_LOCK, this.#place(), `the lock at ${hex(spin.lock)} is held`);
  }

  /** Pool is about to be freed. */
  freeing(start: number, length: number): void {
    for (const [lock, thread] of this.#holders) {
      if (lock < start || lock >= start + length) continue;
      const site = this.#held.get(thread)?.find((one) => one.lock === lock)?.site;
      const place = { ...this.#place(), earlier: earlierAt('it was taken here', site) };
      this.#judge.violate(FREED_LOCK, place, `the lock at ${hex(lock)} in it is held`, [lock, thread.id, 0]);
    }
    this.forget(start, length);
  }

  /** What is in the memory from now on is something else. */
  forget(start: number, length: number): void {
    for (let lock = start; lock < start + length; lock += ALIGNMENT) {
      this.#after.delete(lock);
      this.#holders.delete(lock);
    }
  }

  #ended(thread: Thread): void {
    // When the machine has stopped, every thread ends where it is.
    if (this.#judge.kernel.sim.crash !== null) return;
    const left = (this.#held.get(thread) ?? []).find(
      ({ lock, site }) => site !== null && this.#holders.get(lock) === thread,
    );
    if (left === undefined) return;
    this.#holders.delete(left.lock);
    const place = { ...this.#place(), driver: left.driver, site: left.site, isRunning: false };
    const message = `${thread.name} has ended and holds ${hex(left.lock)}`;
    try {
      this.#judge.violate(ENDED_HOLDING, place, message, [thread.id, left.lock, 0]);
    } catch (error) {
      // The thread is over: nobody is there to be told that the machine has stopped.
      if (!(error instanceof BugCheckError)) throw error;
    }
  }
}
