/** IRPs that drivers queue: when they are marked, and how StartIo gets them. */
import { SL_PENDING_RETURNED } from '../../abi/irp-codes.ts';
import { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import { isCancelSpinLockHeld } from '../io/cancel.ts';
import { isDeferringStartIo, isInStartIo } from '../io/start-io.ts';
import type { Thread } from '../sim/thread.ts';
import { addressOf, type CallCheck, type CallChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import type { Place } from './rule.ts';
import { CANCEL_RACE, INTERLOCKED_UNMARKED, QUEUED_UNMARKED, RECURSION } from './rules/queueing.ts';

const CURRENT_STACK_LOCATION = 0x60;
const CONTROL = 3;
/** IRP.Tail.Overlay.ListEntry. */
const LIST_ENTRY = CURRENT_STACK_LOCATION - 8;

interface Queued {
  readonly thread: Thread;
  readonly place: Place;
}

export class QueueWatch {
  readonly checks: CallChecks;
  readonly #judge: Judge;
  readonly #irps: IrpWatch;
  readonly #place: () => CallPlace;
  /** IRPs that were queued under a spin lock before they were marked, by address. */
  readonly #unmarked = new Map<number, Queued>();
  /** Devices for which IoSetStartIoAttributes was called with NonCancelable FALSE. */
  readonly #cancelable = new Set<number>();

  constructor(judge: Judge, irps: IrpWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#irps = irps;
    this.#place = place;
    const insert: CallCheck = (_head, entry) => this.#insert(addressOf(entry));
    const interlocked: CallCheck = (_head, entry) => this.#interlocked(addressOf(entry));
    const release: CallCheck = () => this.#released();
    const next: CallCheck = (device) => this.#startsNext(addressOf(device));
    this.checks = {
      InsertTailList: insert,
      InsertHeadList: insert,
      ExInterlockedInsertTailList: interlocked,
      ExInterlockedInsertHeadList: interlocked,
      KeReleaseSpinLock: release,
      KeReleaseSpinLockFromDpcLevel: release,
      IoStartNextPacket: next,
      IoStartNextPacketByKey: next,
      IoSetStartIoAttributes: (device, _deferred, nonCancelable) => {
        if (nonCancelable === true) this.#cancelable.delete(addressOf(device));
        else this.#cancelable.add(addressOf(device));
      },
      IoSetCancelRoutine: (irp, routine) => this.#setCancelRoutine(addressOf(irp), routine !== null),
    };
  }

  /** The IRP that a list entry is part of, if the dispatch routine that runs holds it and has not marked it; 0: none. */
  #unmarkedAt(entry: number): number {
    const irp = entry - LIST_ENTRY;
    const { irp: held, kind } = this.#irps.innermost();
    return kind === 'dispatch' && held === irp && !this.#isMarked(irp) ? irp : 0;
  }

  #isMarked(irp: number): boolean {
    const { u8, u32 } = this.#judge.kernel.memory;
    const location = u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    return ((u8[location + CONTROL] ?? 0) & SL_PENDING_RETURNED) !== 0;
  }

  #insert(entry: number): void {
    const irp = this.#unmarkedAt(entry);
    if (irp === 0) return;
    const { current } = this.#judge.kernel.sim;
    const place = { ...this.#place(), isRunning: false, site: this.#judge.siteOf(current.driver) };
    this.#unmarked.set(irp, { thread: current, place });
  }

  #released(): void {
    if (this.#unmarked.size === 0) return;
    const { current } = this.#judge.kernel.sim;
    for (const [irp, { thread, place }] of this.#unmarked) {
      if (thread !== current) continue;
      this.#unmarked.delete(irp);
      if (this.#judge.io.irps.has(irp) && !this.#isMarked(irp))
        this.#judge.violate(QUEUED_UNMARKED, place, `the lock is released, and the IRP at ${hex(irp)} is not marked`);
    }
  }

  #interlocked(entry: number): void {
    const irp = this.#unmarkedAt(entry);
    if (irp !== 0)
      this.#judge.violate(INTERLOCKED_UNMARKED, this.#place(), `the IRP at ${hex(irp)} is not marked pending`);
  }

  #startsNext(device: number): void {
    const view = this.#judge.kernel.memory.view(DEVICE_OBJECT, device);
    if (isInStartIo(view) && !isDeferringStartIo(view))
      this.#judge.violate(RECURSION, this.#place(), 'StartIo of this device has not returned');
  }

  #setCancelRoutine(address: number, isSet: boolean): void {
    if (!isSet) return;
    this.#irps.note(address, { isCancelable: true });
    if (this.#cancelable.size === 0 || isCancelSpinLockHeld(this.#judge.io)) return;
    const { directory } = this.#judge.kernel.sim;
    const irp = this.#judge.kernel.memory.view(IRP, address);
    const device = directory.devices[this.#place().device]?.address ?? 0;
    if (this.#cancelable.has(device))
      this.#judge.violate(CANCEL_RACE, this.#place(), `it is for the IRP at ${hex(irp.address)}`);
  }
}
