/** Deadlock detection: in which order locks are taken, who releases them, and what is done while one is held. */
import { hex } from '../../base/hex.ts';
import { isCancelSpinLockHeld } from '../io/cancel.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { Thread } from '../sim/thread.ts';
import { addressOf, type CallCheck, type CallChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { Judge } from './judge.ts';
import { earlierAt } from './rule.ts';
import {
  CANCEL_LOCK,
  COMPLETION_UNDER_LOCK,
  ENDED_HOLDING,
  FOREIGN_RELEASE,
  FREED_LOCK,
  INITIALIZED_TWICE,
  LOCK_ORDER,
  NOT_HELD,
  QUEUED_NOT_HELD,
  QUEUED_TWICE,
  RELEASE_ORDER,
  TAKEN_TWICE,
  UNINITIALIZED,
  WRONG_ACQUIRE,
  WRONG_RELEASE,
} from './rules/locks.ts';

const ALIGNMENT = 4;
/** In words, for messages. */
const KINDS = {
  spin: 'a spin lock',
  queued: 'a queued spin lock',
  fast: 'a fast mutex',
  unsafe: 'an unsafe fast mutex',
  guarded: 'a guarded mutex',
} as const;

/** By which kind of routine a lock was acquired. */
type Kind = 'spin' | 'queued' | 'fast' | 'unsafe' | 'guarded';
type MutexKind = 'fast' | 'guarded';

interface Held {
  readonly lock: number;
  readonly isSpin: boolean;
  readonly kind: Kind;
  readonly driver: number;
  readonly site: Error | null;
}

function isSpinLock(kind: Kind): boolean {
  return kind === 'spin' || kind === 'queued';
}

export class LockWatch {
  readonly checks: CallChecks;
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  /** By number of the thread. */
  readonly #held = new Map<number, Held[]>();
  /** Which thread holds a lock. */
  readonly #holders = new Map<number, Thread>();
  /** Mutexes that were initialized. */
  readonly #mutexes = new Map<number, MutexKind>();
  /** The queued spin lock that each handle stands for. */
  readonly #handles = new Map<number, number>();
  /** For each lock, those that were taken while it was held. */
  readonly #after = new Map<number, Map<number, Error | null>>();

  constructor(judge: Judge, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
    this.checks = this.#makeChecks();
  }

  #heldNow(): Held[] {
    const { current } = this.#judge.kernel.sim;
    let held = this.#held.get(current.id);
    if (held === undefined) {
      held = [];
      this.#held.set(current.id, held);
      current.onEnd.push(() => this.#ended(current));
    }
    return held;
  }

  #makeChecks(): CallChecks {
    const acquire: CallCheck = (lock) => this.#acquire(addressOf(lock), 'spin');
    const acquireMutex =
      (kind: Kind): CallCheck =>
      (mutex) =>
        this.#acquireMutex(addressOf(mutex), kind);
    const initialize =
      (kind: MutexKind): CallCheck =>
      (mutex) =>
        this.#initialize(addressOf(mutex), kind);
    const acquireQueued: CallCheck = (lock, handle) => this.#acquireQueued(addressOf(lock), addressOf(handle));
    const release: CallCheck = (lock) => this.#release(addressOf(lock), 'spin');
    const releaseMutex =
      (kind: Kind): CallCheck =>
      (mutex) =>
        this.#release(addressOf(mutex), kind);
    const releaseQueued: CallCheck = (handle) => this.#releaseQueued(addressOf(handle));
    return {
      KeAcquireSpinLock: acquire,
      KeAcquireSpinLockAtDpcLevel: acquire,
      KeAcquireSpinLockRaiseToDpc: acquire,
      KeReleaseSpinLock: release,
      KeReleaseSpinLockFromDpcLevel: release,
      KeAcquireInStackQueuedSpinLock: acquireQueued,
      KeAcquireInStackQueuedSpinLockAtDpcLevel: acquireQueued,
      KeReleaseInStackQueuedSpinLock: releaseQueued,
      KeReleaseInStackQueuedSpinLockFromDpcLevel: releaseQueued,
      ExInitializeFastMutex: initialize('fast'),
      KeInitializeGuardedMutex: initialize('guarded'),
      ExAcquireFastMutex: acquireMutex('fast'),
      ExAcquireFastMutexUnsafe: acquireMutex('unsafe'),
      ExReleaseFastMutex: releaseMutex('fast'),
      ExReleaseFastMutexUnsafe: releaseMutex('unsafe'),
      KeAcquireGuardedMutex: acquireMutex('guarded'),
      KeReleaseGuardedMutex: releaseMutex('guarded'),
      IoAcquireCancelSpinLock: () => this.#cancelLock(false),
      IoReleaseCancelSpinLock: () => this.#cancelLock(true),
    };
  }

  /** @param isWanted - whether it has to be held already */
  #cancelLock(isWanted: boolean): void {
    if (isCancelSpinLockHeld(this.#judge.io) === isWanted) return;
    const message = isWanted ? 'it is released, and nobody holds it' : 'it is acquired, and is held already';
    this.#judge.violate(CANCEL_LOCK, this.#place(), message);
  }

  #acquireQueued(lock: number, handle: number): void {
    const own = this.#heldNow().find((one) => one.lock === lock);
    if (own === undefined) {
      this.#handles.set(handle, lock);
      this.#acquire(lock, 'queued');
      return;
    }
    const place = { ...this.#place(), earlier: earlierAt('it was acquired here', own.site) };
    this.#judge.violate(QUEUED_TWICE, place, `${hex(lock)} is held by this thread already`, [lock, 0, 0]);
  }

  #releaseQueued(handle: number): void {
    const lock = this.#handles.get(handle);
    this.#handles.delete(handle);
    if (lock !== undefined) this.#release(lock, 'queued');
    else
      this.#judge.violate(QUEUED_NOT_HELD, this.#place(), `nothing was acquired with ${hex(handle)}`, [handle, 0, 0]);
  }

  #initialize(mutex: number, kind: MutexKind): void {
    const { sim, pool } = this.#judge.kernel;
    const isLocal = sim.current.locals.some(
      ({ address }) => mutex >= address && mutex < address + pool.sizeOf(address),
    );
    if (this.#mutexes.has(mutex) && !isLocal)
      this.#judge.violate(INITIALIZED_TWICE, this.#place(), `the mutex at ${hex(mutex)} was initialized before`, [
        mutex,
        0,
        0,
      ]);
    this.#mutexes.set(mutex, kind);
  }

  #acquireMutex(mutex: number, kind: Kind): void {
    const made = this.#mutexes.get(mutex);
    const wanted: MutexKind = kind === 'guarded' ? 'guarded' : 'fast';
    if (made === undefined) {
      this.#judge.violate(UNINITIALIZED, this.#place(), `the one at ${hex(mutex)}`, [mutex, 0, 0]);
      this.#mutexes.set(mutex, wanted);
    } else if (made !== wanted) {
      const message = `the mutex at ${hex(mutex)} is a ${made} one`;
      this.#judge.violate(WRONG_ACQUIRE, this.#place(), message, [mutex, 0, 0]);
    }
    this.#acquire(mutex, kind);
  }

  #acquire(lock: number, kind: Kind): void {
    const isSpin = isSpinLock(kind);
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
    held.push({ lock, isSpin, kind, driver: this.#judge.kernel.driver, site });
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

  #release(lock: number, kind: Kind): void {
    const held = this.#heldNow();
    const index = held.findLastIndex((one) => one.lock === lock);
    const own = held[index];
    if (own === undefined) {
      // The kernel itself tells of a mutex that this thread does not hold.
      if (isSpinLock(kind)) this.#releaseUnheld(lock);
      return;
    }
    if (own.kind !== kind) {
      const place = { ...this.#place(), earlier: earlierAt('it was acquired here', own.site) };
      const message = `${hex(lock)} was acquired as ${KINDS[own.kind]}, and is released as ${KINDS[kind]}`;
      this.#judge.violate(WRONG_RELEASE, place, message, [lock, 0, 0]);
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

  #releaseUnheld(lock: number): void {
    const { memory, sim } = this.#judge.kernel;
    const holder = this.#holders.get(lock);
    if (holder !== undefined) {
      const site = this.#held.get(holder.id)?.find((one) => one.lock === lock)?.site;
      const place = { ...this.#place(), earlier: earlierAt('it was taken here', site) };
      const message = `${holder.name} holds ${hex(lock)}`;
      this.#judge.violate(FOREIGN_RELEASE, place, message, [lock, holder.id, sim.current.id]);
      this.#holders.delete(lock);
    } else if (memory.u32[lock >>> 2] === 0) {
      // Whoever took it before the verifier could hear of it is let be.
      this.#judge.violate(NOT_HELD, this.#place(), `nobody holds ${hex(lock)}`, [lock, 0, 0]);
    }
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
      const site = this.#held.get(thread.id)?.find((one) => one.lock === lock)?.site;
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
      this.#mutexes.delete(lock);
    }
  }

  #ended(thread: Thread): void {
    // When the machine has stopped, every thread ends where it is.
    if (this.#judge.kernel.sim.crash !== null) return;
    const held = this.#held.get(thread.id) ?? [];
    this.#held.delete(thread.id);
    const left = held.find(({ lock, site }) => site !== null && this.#holders.get(lock) === thread);
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
