/** Spin locks: in which order they are taken, and what is done while one is held. */
import { hex } from '../../base/hex.ts';
import type { Thread } from '../sim/thread.ts';
import type { CallPlace } from './call-place.ts';
import type { Judge } from './judge.ts';
import { earlierAt } from './rule.ts';
import { COMPLETION_UNDER_LOCK, LOCK_ORDER, RELEASE_ORDER } from './rules/calls.ts';

const ALIGNMENT = 4;

export class SpinLockWatch {
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  readonly #held = new WeakMap<Thread, number[]>();
  /** For each lock, those that were taken while it was held. */
  readonly #after = new Map<number, Map<number, Error | null>>();

  constructor(judge: Judge, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
  }

  #heldNow(): number[] {
    const { current } = this.#judge.kernel.sim;
    let held = this.#held.get(current);
    if (held === undefined) {
      held = [];
      this.#held.set(current, held);
    }
    return held;
  }

  acquire(lock: number): void {
    const held = this.#heldNow();
    for (const before of held) {
      if (before === lock) continue;
      const after = this.#after.get(before) ?? new Map<number, Error | null>();
      if (!after.has(lock)) after.set(lock, this.#judge.siteOf(this.#judge.kernel.driver));
      this.#after.set(before, after);
      const other = this.#after.get(lock);
      if (other?.has(before) === true) {
        this.#judge.violate(
          LOCK_ORDER,
          { ...this.#place(), earlier: earlierAt('here it is the other way round', other.get(before)) },
          `${hex(lock)} is taken while ${hex(before)} is held; elsewhere it is the other way round`,
          [lock, 0, 0],
        );
      }
    }
    held.push(lock);
  }

  release(lock: number): void {
    const held = this.#heldNow();
    const index = held.lastIndexOf(lock);
    if (index < 0) return;
    const last = held.at(-1) ?? 0;
    if (last !== lock)
      this.#judge.violate(
        RELEASE_ORDER,
        this.#place(),
        `${hex(lock)} is released before ${hex(last)}, which was taken after it`,
        [lock, last, 0],
      );
    held.splice(index, 1);
  }

  completeRequest(): void {
    const [lock] = this.#heldNow();
    if (lock !== undefined)
      this.#judge.violate(COMPLETION_UNDER_LOCK, this.#place(), `the lock at ${hex(lock)} is held`);
  }

  forget(start: number, length: number): void {
    for (let lock = start; lock < start + length; lock += ALIGNMENT) this.#after.delete(lock);
  }
}
