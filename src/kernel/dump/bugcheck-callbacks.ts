/** Callbacks that drivers have registered for bug checks: the records in memory, and who registered them. */
import {
  BufferEmpty,
  BufferInserted,
  KbCallbackAddPages,
  KbCallbackDumpIo,
  KbCallbackInvalid,
  KbCallbackRemovePages,
  KbCallbackSecondaryDumpData,
  KbCallbackSecondaryMultiPartDumpData,
  KbCallbackTriageDumpData,
} from '../../abi/bugcheck-constants.ts';
import type { Routine } from '../../abi/struct.ts';
import {
  type KBUGCHECK_CALLBACK_RECORD,
  type KBUGCHECK_CALLBACK_ROUTINE,
  KBUGCHECK_REASON_CALLBACK_RECORD,
  type KBUGCHECK_REASON_CALLBACK_ROUTINE,
} from '../../abi/structs/bugcheck.ts';
import { LIST_ENTRY } from '../../abi/structs/rtl.ts';
import { initializeList, insertBefore, removeEntry } from '../ke/list.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';

type CallbackRecord = KBUGCHECK_CALLBACK_RECORD | KBUGCHECK_REASON_CALLBACK_RECORD;

export interface BugCheckCallback<R extends CallbackRecord> {
  readonly record: R;
  /** KBUGCHECK_CALLBACK_REASON, as it was registered; 0: a plain one. */
  readonly reason: number;
  /** Index of the driver that registered it. */
  readonly driver: number;
  /** Where, for a finding that comes later. */
  readonly site: Error | null;
}

/** What can be asked for; the other numbers of the enumeration are reserved. */
const REASONS: ReadonlySet<number> = new Set([
  KbCallbackSecondaryDumpData,
  KbCallbackDumpIo,
  KbCallbackAddPages,
  KbCallbackSecondaryMultiPartDumpData,
  KbCallbackRemovePages,
  KbCallbackTriageDumpData,
]);

export class BugCheckCallbacks {
  /** A callback with a reason has been registered: after a bug check nothing can be allocated any more. */
  onRegistered: () => void = () => {};
  /** Names the line of whoever registers, while its code runs. */
  siteOf: (driver: number) => Error | null = () => null;
  readonly #kernel: Kernel;
  readonly #plain: BugCheckCallback<KBUGCHECK_CALLBACK_RECORD>[] = [];
  readonly #reasons: BugCheckCallback<KBUGCHECK_REASON_CALLBACK_RECORD>[] = [];
  /** Heads of the two lists in memory; null until the first record comes. */
  #plainHead: LIST_ENTRY | null = null;
  #reasonHead: LIST_ENTRY | null = null;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** In the order in which they were registered. */
  get plain(): readonly BugCheckCallback<KBUGCHECK_CALLBACK_RECORD>[] {
    return this.#plain;
  }

  /** @returns those for one reason, in the order in which they were registered */
  forReason(reason: number): readonly BugCheckCallback<KBUGCHECK_REASON_CALLBACK_RECORD>[] {
    return this.#reasons.filter((one) => one.reason === reason);
  }

  /** Records of a driver that goes: whoever is called after a bug check is no more. */
  ofDriver(driver: number): readonly BugCheckCallback<CallbackRecord>[] {
    return [...this.#plain, ...this.#reasons].filter((one) => one.driver === driver);
  }

  /**
   * @param buffer - address; stays the driver's, which must keep it resident
   * @param component - address of a text
   * @returns false for a record that was not initialised or is registered
   * @source nf-wdm-keregisterbugcheckcallback
   */
  register(
    record: KBUGCHECK_CALLBACK_RECORD,
    routine: KBUGCHECK_CALLBACK_ROUTINE,
    buffer: number,
    length: number,
    component: number,
  ): boolean {
    if (record.State !== BufferEmpty || this.#isKnown(record)) return false;
    record.CallbackRoutine = routine;
    record.Buffer = buffer;
    record.Length = length;
    record.Component = component;
    record.Checksum = checksumOf(this.#kernel, record);
    record.State = BufferInserted;
    this.#plainHead ??= this.#makeHead();
    insertBefore(this.#kernel, this.#plainHead, record.Entry);
    this.#plain.push(this.#noted(record, KbCallbackInvalid));
    return true;
  }

  /** @source nf-wdm-keregisterbugcheckreasoncallback */
  registerReason(
    record: KBUGCHECK_REASON_CALLBACK_RECORD,
    routine: KBUGCHECK_REASON_CALLBACK_ROUTINE,
    reason: number,
    component: number,
  ): boolean {
    if (!REASONS.has(reason) || record.State !== BufferEmpty || this.#isKnown(record)) return false;
    record.CallbackRoutine = routine;
    record.Component = component;
    record.Reason = reason;
    record.Checksum = checksumOf(this.#kernel, record);
    record.State = BufferInserted;
    this.#reasonHead ??= this.#makeHead();
    insertBefore(this.#kernel, this.#reasonHead, record.Entry);
    this.#reasons.push(this.#noted(record, reason));
    this.onRegistered();
    return true;
  }

  /** @returns false for a record that is not registered. @source nf-wdm-kederegisterbugcheckcallback */
  deregister(record: KBUGCHECK_CALLBACK_RECORD): boolean {
    return this.#remove(this.#plain, record);
  }

  /** @source nf-wdm-kederegisterbugcheckreasoncallback */
  deregisterReason(record: KBUGCHECK_REASON_CALLBACK_RECORD): boolean {
    return this.#remove(this.#reasons, record);
  }

  /** Whether nobody has written over it since it was registered: the system leaves out a record that changed (BUG-03). */
  isIntact(record: CallbackRecord): boolean {
    return record.Checksum === checksumOf(this.#kernel, record);
  }

  #remove<R extends CallbackRecord>(from: BugCheckCallback<R>[], record: R): boolean {
    const index = from.findIndex((one) => one.record.address === record.address);
    if (index < 0) return false;
    removeEntry(this.#kernel, record.Entry);
    record.State = BufferEmpty;
    from.splice(index, 1);
    return true;
  }

  #isKnown({ address }: CallbackRecord): boolean {
    return [...this.#plain, ...this.#reasons].some(({ record }) => record.address === address);
  }

  #noted<R extends CallbackRecord>(record: R, reason: number): BugCheckCallback<R> {
    const { driver } = this.#kernel;
    return { record, reason, driver, site: this.siteOf(driver) };
  }

  #makeHead(): LIST_ENTRY {
    const { pool, memory } = this.#kernel;
    const head = memory.view(LIST_ENTRY, pool.allocate(LIST_ENTRY.size, poolTag('BugC'), 0, true));
    initializeList(head);
    return head;
  }
}

/** The sum of what the driver handed over, so that a stray write shows. */
function checksumOf({ memory }: Kernel, record: CallbackRecord): number {
  const routine = record.CallbackRoutine === null ? 0 : memory.addressOfRoutine(record.CallbackRoutine as Routine);
  const own =
    record instanceof KBUGCHECK_REASON_CALLBACK_RECORD ? record.Reason : (record.Buffer + record.Length) >>> 0;
  return (routine + own + record.Component) >>> 0;
}
