/** Remove locks: who holds each, by tag. */
import { IRP_MJ_PNP, IRP_MN_REMOVE_DEVICE } from '../../abi/irp-codes.ts';
import { hex } from '../../base/hex.ts';
import { addressOf, type CallChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpPoint } from './irp-point.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import { earlierAt } from './rule.ts';
import {
  forwardedUnlocked,
  forwardedUnlockedRules,
  INITIALIZED_AGAIN,
  NOT_ACQUIRED,
  NOT_DRAINED,
  SEVERAL_LOCKS,
  STILL_HELD,
  WAIT_OUTSIDE_REMOVE,
  WRONG_LOCK_TAG,
  WRONG_WAIT_TAG,
} from './rules/remove-locks.ts';

const REMOVE_DEVICE = (IRP_MJ_PNP << 8) | IRP_MN_REMOVE_DEVICE;

const ALIGNMENT = 4;
/** DEVICE_OBJECT.Size: with the extension, and what may lie between. */
const DEVICE_SIZE = 2;
const SLACK = 16;

export class RemoveLockWatch {
  readonly checks: CallChecks;
  readonly #judge: Judge;
  readonly #irps: IrpWatch;
  readonly #place: () => CallPlace;
  /** Tags of the acquisitions that are not released, by address of the lock. */
  readonly #locks = new Map<number, number[]>();
  /** The same acquisitions the other way round: a machine has thousands of locks, and few of them are held. */
  readonly #held = new Map<number, number[]>();
  /** The first lock that was acquired of each device object, by index: which devices go by a lock at all. */
  readonly #lockOf = new Map<number, number>();
  /** For which requests the lock of each device object was acquired: major << 8 | minor. */
  readonly #acquiredFor = new Map<number, Set<number>>();
  /** Index of the device object in whose extension a lock lies; 0: in none. */
  readonly #owners = new Map<number, number>();
  /** Indices of device objects for which IoReleaseRemoveLockAndWait was called. */
  readonly #drained = new Set<number>();
  /** Where users' drivers have initialized their locks. */
  readonly #made = new Map<number, Error | null>();

  constructor(judge: Judge, irps: IrpWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#irps = irps;
    this.#place = place;
    if (judge.active(forwardedUnlockedRules).length > 0) irps.onForward = (point) => this.#forwards(point);
    this.checks = {
      IoInitializeRemoveLock: (lock) => this.#initialize(addressOf(lock)),
      IoAcquireRemoveLock: (lock, tag) => this.#acquire(addressOf(lock), addressOf(tag)),
      IoReleaseRemoveLock: (lock, tag) => this.#release(addressOf(lock), addressOf(tag)),
      IoReleaseRemoveLockAndWait: (lock, tag) => this.#releaseAndWait(addressOf(lock), addressOf(tag)),
    };
  }

  #initialize(lock: number): void {
    if (this.#locks.has(lock))
      this.#judge.violate(
        INITIALIZED_AGAIN,
        { ...this.#place(), earlier: earlierAt('it was initialized here', this.#made.get(lock)) },
        `the lock at ${hex(lock)} has been initialized before`,
        [lock, lock, 0],
      );
    for (const tag of this.#locks.get(lock) ?? []) removeLast(this.#held, tag, lock);
    this.#locks.set(lock, []);
    this.#made.set(lock, this.#judge.siteOf(this.#judge.kernel.driver));
  }

  #acquire(lock: number, tag: number): void {
    // Once removal has begun the acquisition fails.
    if (this.#judge.kernel.memory.u8[lock] !== 0) return;
    const tags = this.#locks.get(lock);
    if (tags === undefined) return;
    this.#use(lock);
    tags.push(tag);
    const locks = this.#held.get(tag);
    if (locks === undefined) this.#held.set(tag, [lock]);
    else locks.push(lock);
  }

  #use(lock: number): void {
    const device = this.#owners.get(lock) ?? this.#findOwner(lock);
    const first = this.#lockOf.get(device);
    const { kind, code } = this.#irps.innermost();
    if (kind === 'dispatch') {
      const codes = this.#acquiredFor.get(device);
      if (codes === undefined) this.#acquiredFor.set(device, new Set([code]));
      else codes.add(code);
    }
    if (device === 0 || first === lock) return;
    if (first === undefined) this.#lockOf.set(device, lock);
    else this.#judge.violate(SEVERAL_LOCKS, this.#place(), `the locks are at ${hex(first)} and ${hex(lock)}`);
  }

  #findOwner(lock: number): number {
    const { memory, sim } = this.#judge.kernel;
    const index = sim.directory.devices.findLastIndex(({ address, deleted }) => {
      const size = memory.u16[(address + DEVICE_SIZE) >>> 1] ?? 0;
      return !deleted && lock >= address && lock < address + size + SLACK;
    });
    this.#owners.set(lock, Math.max(index, 0));
    return Math.max(index, 0);
  }

  /** A dispatch routine sends its IRP on. */
  #forwards(point: IrpPoint): void {
    const lock = this.#lockOf.get(point.device);
    if (lock === undefined || (this.#locks.get(lock)?.length ?? 0) > 0) return;
    // Once IoReleaseRemoveLockAndWait was called there is nothing to acquire any more.
    if (this.#drained.has(point.device) || this.#acquiredFor.get(point.device)?.has(point.code) !== true) return;
    const message = `${point.request()} goes down, and nobody holds the lock at ${hex(lock)}`;
    this.#judge.violate(forwardedUnlocked(point.code), point, message);
  }

  /** @returns whether the lock was held with the tag */
  #drop(lock: number, tag: number): boolean {
    removeLast(this.#held, tag, lock);
    const tags = this.#locks.get(lock);
    return tags !== undefined && takeLast(tags, tag);
  }

  #release(lock: number, tag: number): void {
    const tags = this.#locks.get(lock);
    if (tags === undefined || this.#drop(lock, tag)) return;
    const other = tags.at(-1);
    if (other === undefined) {
      this.#judge.violate(
        NOT_ACQUIRED,
        this.#place(),
        `the lock at ${hex(lock)} is released with the tag ${hex(tag)}, and nobody holds it`,
        [lock, tag, 0],
      );
      return;
    }
    this.#drop(lock, other);
    this.#judge.violate(
      WRONG_LOCK_TAG,
      this.#place(),
      `the tag is ${hex(tag)}, and the lock at ${hex(lock)} was never acquired with it`,
      [lock, tag, 0],
    );
  }

  #releaseAndWait(lock: number, tag: number): void {
    const tags = this.#locks.get(lock);
    const place = this.#place();
    this.#drained.add(this.#owners.get(lock) ?? 0);
    if (place.code !== REMOVE_DEVICE && place.isDispatch) {
      this.#judge.violate(WAIT_OUTSIDE_REMOVE, place, 'this is not the dispatch routine of IRP_MN_REMOVE_DEVICE');
    }
    if (tags === undefined || this.#drop(lock, tag)) return;
    this.#judge.violate(
      WRONG_WAIT_TAG,
      place,
      `the tag is ${hex(tag)}, and the lock at ${hex(lock)} was never acquired with it`,
      [lock, tag, tags.at(-1) ?? 0],
    );
  }

  /** A request has been dealt with in full: its lock has to be free. */
  dispatchEnded(point: IrpPoint): void {
    // The device at the bottom of a stack may stay when it was removed.
    const isLeaving = point.code === REMOVE_DEVICE && point.frame.forwards > 0;
    if (isLeaving && this.#lockOf.has(point.device) && !this.#drained.has(point.device))
      this.#judge.violate(NOT_DRAINED, point, 'the request has been dealt with, and nobody has waited for the others');
    // The usual case: every request passes here, and few locks are held at its end.
    if (!this.#held.has(point.irp)) return;
    const rule = STILL_HELD[point.major];
    // An in-box driver still has it only because one below has taken its completion routine away.
    if (rule === undefined || !this.#judge.isUsers(point.driver) || this.#judge.actionOf(rule) === 'off') return;
    for (const lock of [...(this.#held.get(point.irp) ?? [])]) {
      if (!this.#belongs(lock, point)) continue;
      this.#drop(lock, point.irp);
      this.#judge.violate(
        rule,
        point,
        `${point.request()} has been dealt with, and the lock at ${hex(lock)} is still held for it`,
        [lock, point.irp, 0],
      );
    }
  }

  /** The lock lies in the extension of the device that has returned. */
  #belongs(lock: number, point: IrpPoint): boolean {
    const address = point.deviceAddress;
    const size = this.#judge.kernel.memory.u16[(address + DEVICE_SIZE) >>> 1] ?? 0;
    return !point.isDeleted && lock >= address && lock < address + size + SLACK;
  }

  forget(start: number, length: number): void {
    // Address by address: a device has few, a machine may have thousands of locks.
    for (let lock = start; lock < start + length; lock += ALIGNMENT) {
      for (const tag of this.#locks.get(lock) ?? []) removeLast(this.#held, tag, lock);
      this.#locks.delete(lock);
      this.#made.delete(lock);
      this.#owners.delete(lock);
    }
  }
}

function removeLast(held: Map<number, number[]>, tag: number, lock: number): void {
  const locks = held.get(tag);
  if (locks === undefined || !takeLast(locks, lock)) return;
  if (locks.length === 0) held.delete(tag);
}

/** @returns whether it was there */
function takeLast(list: number[], value: number): boolean {
  let at = list.length - 1;
  while (at >= 0 && list[at] !== value) at -= 1;
  if (at < 0) return false;
  if (at === list.length - 1) list.pop();
  else list.splice(at, 1);
  return true;
}
