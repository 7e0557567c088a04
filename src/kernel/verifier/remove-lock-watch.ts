/** Remove locks: who holds each, by tag. */
import { IRP_MJ_PNP, IRP_MJ_POWER, IRP_MN_REMOVE_DEVICE } from '../../abi/irp-codes.ts';
import { hex } from '../../base/hex.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpPoint } from './irp-point.ts';
import type { Judge } from './judge.ts';
import { earlierAt, type RuleText } from './rule.ts';
import {
  INITIALIZED_AGAIN,
  NOT_ACQUIRED,
  STILL_HELD,
  STILL_HELD_POWER,
  WAIT_OUTSIDE_REMOVE,
  WRONG_LOCK_TAG,
  WRONG_WAIT_TAG,
} from './rules/calls.ts';

const REMOVE_DEVICE = (IRP_MJ_PNP << 8) | IRP_MN_REMOVE_DEVICE;

const ALIGNMENT = 4;
/** By major code. */
const RULES: Readonly<Record<number, RuleText>> = { [IRP_MJ_PNP]: STILL_HELD, [IRP_MJ_POWER]: STILL_HELD_POWER };

export class RemoveLockWatch {
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  /** Tags of the acquisitions that are not released, by address of the lock. */
  readonly #locks = new Map<number, number[]>();
  /** The same acquisitions the other way round: a machine has thousands of locks, and few of them are held. */
  readonly #held = new Map<number, number[]>();
  /** Where users' drivers have initialized their locks. */
  readonly #made = new Map<number, Error | null>();

  constructor(judge: Judge, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
  }

  initialize(lock: number): void {
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

  acquire(lock: number, tag: number): void {
    // Once removal has begun the acquisition fails.
    if (this.#judge.kernel.memory.u8[lock] !== 0) return;
    const tags = this.#locks.get(lock);
    if (tags === undefined) return;
    tags.push(tag);
    const locks = this.#held.get(tag);
    if (locks === undefined) this.#held.set(tag, [lock]);
    else locks.push(lock);
  }

  /** @returns whether the lock was held with the tag */
  #drop(lock: number, tag: number): boolean {
    removeLast(this.#held, tag, lock);
    const tags = this.#locks.get(lock);
    const index = tags?.lastIndexOf(tag) ?? -1;
    if (index >= 0) tags?.splice(index, 1);
    return index >= 0;
  }

  release(lock: number, tag: number): void {
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

  releaseAndWait(lock: number, tag: number): void {
    const tags = this.#locks.get(lock);
    const place = this.#place();
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

  /** A PnP or power request has been dealt with in full: its lock has to be free. */
  dispatchEnded(point: IrpPoint): void {
    const rule = RULES[point.major];
    if (rule === undefined || this.#judge.actionOf(rule) === 'off') return;
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
    const size = this.#judge.kernel.memory.u16[(address + 2) >>> 1] ?? 0;
    return !point.isDeleted && lock >= address && lock < address + size + 16;
  }

  forget(start: number, length: number): void {
    // Address by address: a device has few, a machine may have thousands of locks.
    for (let lock = start; lock < start + length; lock += ALIGNMENT) {
      for (const tag of this.#locks.get(lock) ?? []) removeLast(this.#held, tag, lock);
      this.#locks.delete(lock);
      this.#made.delete(lock);
    }
  }
}

function removeLast(held: Map<number, number[]>, tag: number, lock: number): void {
  const locks = held.get(tag);
  const index = locks?.lastIndexOf(lock) ?? -1;
  if (locks === undefined || index < 0) return;
  locks.splice(index, 1);
  if (locks.length === 0) held.delete(tag);
}
