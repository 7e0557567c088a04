/** Calls what drivers have registered for bug checks: at HIGH_LEVEL, one after the other, and never twice what failed. */
import {
  BufferFinished,
  BufferIncomplete,
  BufferStarted,
  DUMP_TYPE_BITMAP_FULL,
  KB_ADD_PAGES_FLAG_ADDITIONAL_RANGES_EXIST,
  KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS,
  KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS,
  KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA,
  KB_TRIAGE_DUMP_DATA_FLAG_BUGCHECK_ACTIVE,
  KbCallbackAddPages,
  KbCallbackDumpIo,
  KbCallbackSecondaryDumpData,
  KbCallbackSecondaryMultiPartDumpData,
  KbCallbackTriageDumpData,
} from '../../abi/bugcheck-constants.ts';
import { HIGH_LEVEL } from '../../abi/enums.ts';
import type { StructClass, StructView } from '../../abi/struct.ts';
import {
  KBUGCHECK_ADD_PAGES,
  type KBUGCHECK_CALLBACK_RECORD,
  KBUGCHECK_DUMP_IO,
  type KBUGCHECK_REASON_CALLBACK_RECORD,
  KBUGCHECK_SECONDARY_DUMP_DATA,
  KBUGCHECK_SECONDARY_DUMP_DATA_EX,
  KBUGCHECK_TRIAGE_DUMP_DATA,
} from '../../abi/structs/bugcheck.ts';
import { hex } from '../../base/hex.ts';
import { readGuid } from '../io/guid.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Kernel } from '../kernel.ts';
import { PAGE_SIZE, SHADOW } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { Crash } from '../sim/bug-check.ts';
import type { BugCheckCallback, BugCheckCallbacks } from './bugcheck-callbacks.ts';
import { CALLBACK_CALLS, DumpGuard, type GuardedMistake } from './dump-guard.ts';
import type { SecondaryBlob } from './file/secondary-data.ts';
import { SECONDARY_DATA_MAX } from './limits.ts';
import { MOST_TRIAGE_BYTES } from './triage-data.ts';

/** What a callback did that it may not, or handed over that cannot be used. */
export interface CallbackMistake {
  readonly kind: GuardedMistake | 'pages' | 'secondaryData' | 'triageData' | 'record';
  readonly driver: number;
  /** Its code is on the stack now. */
  readonly isRunning: boolean;
  /** Where the callback was registered. */
  readonly site: Error | null;
  readonly message: string;
}

export interface AddressRange {
  readonly address: number;
  readonly size: number;
}

type ReasonCallback = BugCheckCallback<KBUGCHECK_REASON_CALLBACK_RECORD>;
type AnyCallback = ReasonCallback | BugCheckCallback<KBUGCHECK_CALLBACK_RECORD>;

/** A callback that always has more ranges or data to add is ended. */
const MOST_CALLS = 256;
/** Bytes of the system's own buffer for secondary data. */
const IN_BUFFER_SIZE = 4096;

export class CallbackRunner {
  onMistake: (mistake: CallbackMistake) => void = () => {};
  /** Hears of a bug check inside of a callback. */
  onNested: (error: Error) => void = () => {};
  readonly #kernel: Kernel;
  readonly #callbacks: BugCheckCallbacks;
  /** Where the data of each reason is handed over, and behind it the system's buffer; 0: none. */
  #scratch = 0;

  constructor(kernel: Kernel, callbacks: BugCheckCallbacks) {
    this.#kernel = kernel;
    this.#callbacks = callbacks;
  }

  /** While the system works: after a bug check nothing can be allocated. */
  reserve(): void {
    if (this.#scratch === 0)
      this.#scratch = this.#kernel.pool.allocate(PAGE_SIZE + IN_BUFFER_SIZE, poolTag('BugC'), 0, true);
  }

  /** @returns the ranges that drivers want in a small dump (BUG-09) */
  triageRanges(crash: Crash): readonly AddressRange[] {
    const ranges: AddressRange[] = [];
    this.#each(KbCallbackTriageDumpData, KBUGCHECK_TRIAGE_DUMP_DATA, (one, data) => {
      data.Flags = KB_TRIAGE_DUMP_DATA_FLAG_BUGCHECK_ACTIVE;
      data.MaxVirtMemSize = MOST_TRIAGE_BYTES;
      data.BugCheckCode = crash.code;
      fillParameters(data, crash);
      if (!this.#ask(one, data)) return;
      const array = data.DataArray;
      for (let index = 0; array !== null && index < array.NumBlocksUsed; index += 1) {
        const { Address: address, Size: size } = array.Blocks.get(index);
        if (this.#isResident(address, size)) ranges.push({ address, size });
        else this.#tell(one, 'triageData', `the range of ${size} bytes at ${hex(address)} is not resident: left out`);
      }
    });
    return ranges;
  }

  /** @returns page numbers that callbacks want in the dump, or out of it (BUG-07) */
  pages(reason: number, crash: Crash): ReadonlySet<number> {
    const pages = new Set<number>();
    this.#each(reason, KBUGCHECK_ADD_PAGES, (one, data) => {
      data.BugCheckCode = crash.code;
      for (let calls = 1; ; calls += 1) {
        data.Flags = 0;
        data.Count = 0;
        if (!this.#ask(one, data)) return;
        this.#take(one, data, pages);
        if ((data.Flags & KB_ADD_PAGES_FLAG_ADDITIONAL_RANGES_EXIST) === 0) return;
        if (calls === MOST_CALLS) {
          this.#tell(one, 'pages', `there is always one range more, after ${MOST_CALLS} calls too`);
          return;
        }
      }
    });
    return pages;
  }

  #take(one: ReasonCallback, { Flags, Address, Count }: KBUGCHECK_ADD_PAGES, pages: Set<number>): void {
    if (Count === 0) return;
    const what = reasonWord(one.reason);
    const kinds = Flags & (KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS | KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS);
    const last = this.#kernel.memory.size / PAGE_SIZE;
    const first = Address / PAGE_SIZE;
    if (kinds !== KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS && kinds !== KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS) {
      const said = kinds === 0 ? 'neither as virtual nor as physical' : 'both as virtual and as physical';
      this.#tell(one, 'pages', `${Count} pages to ${what} at ${hex(Address)} are given ${said}: left out`);
    } else if (!Number.isInteger(first) || first + Count > last)
      this.#tell(one, 'pages', `${Count} pages to ${what} at ${hex(Address)} are no whole pages of memory: left out`);
    else for (let page = first; page < first + Count; page += 1) pages.add(page);
  }

  /** @returns what drivers add behind the pages (BUG-06) */
  secondaryData(crash: Crash): readonly SecondaryBlob[] {
    const blobs: SecondaryBlob[] = [];
    const left = (): number => SECONDARY_DATA_MAX - blobs.reduce((sum, { data }) => sum + data.length, 0);
    this.#each(KbCallbackSecondaryDumpData, KBUGCHECK_SECONDARY_DUMP_DATA, (one, data) => {
      this.#askForData(one, data, left(), blobs);
    });
    this.#each(KbCallbackSecondaryMultiPartDumpData, KBUGCHECK_SECONDARY_DUMP_DATA_EX, (one, data) => {
      data.DumpType = DUMP_TYPE_BITMAP_FULL;
      data.BugCheckCode = crash.code;
      fillParameters(data, crash);
      for (let calls = 1; ; calls += 1) {
        data.Flags = 0;
        if (!this.#askForData(one, data, left(), blobs)) return;
        if ((data.Flags & KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA) === 0) return;
        if (calls === MOST_CALLS) {
          this.#tell(one, 'secondaryData', `there is always more data, after ${MOST_CALLS} calls too`);
          return;
        }
      }
    });
    return blobs;
  }

  /** Once for the size, once for the data. @returns false when that is all */
  #askForData(one: ReasonCallback, data: KBUGCHECK_SECONDARY_DUMP_DATA, most: number, blobs: SecondaryBlob[]): boolean {
    const inBuffer = this.#scratch + PAGE_SIZE;
    for (const wanted of [0, inBuffer]) {
      data.InBuffer = inBuffer;
      data.InBufferLength = IN_BUFFER_SIZE;
      data.MaximumAllowed = most;
      data.OutBuffer = wanted;
      data.OutBufferLength = 0;
      if (!this.#ask(one, data) || data.OutBufferLength === 0) return false;
    }
    const { OutBuffer: address, OutBufferLength: length } = data;
    const { memory } = this.#kernel;
    if (length > most) this.#tell(one, 'secondaryData', `${length} bytes of data, and ${most} are allowed: left out`);
    else if (!this.#isResident(address, length))
      this.#tell(one, 'secondaryData', `the ${length} bytes of data at ${hex(address)} are not resident: left out`);
    else blobs.push({ guid: readGuid(data.Guid).slice(1, -1), data: memory.u8.slice(address, address + length) });
    return true;
  }

  /**
   * Shows a piece of the dump to whoever copies it elsewhere (BUG-08).
   *
   * @param offset - in the file; null: behind the piece before
   * @param buffer - address; 0 when the dump is complete
   */
  dumpIo(type: number, offset: bigint | null, buffer: number, length: number): void {
    this.#each(KbCallbackDumpIo, KBUGCHECK_DUMP_IO, (one, data) => {
      data.Offset = offset ?? 0xffff_ffff_ffff_ffffn;
      data.Buffer = buffer;
      data.BufferLength = length;
      data.Type = type;
      this.#ask(one, data);
    });
  }

  /** When the dump is complete. */
  plain(): void {
    for (const one of this.#callbacks.plain) {
      const { record, driver } = one;
      if (!this.#isUsable(one)) continue;
      const { CallbackRoutine: callback, Buffer: buffer, Length: length } = record;
      if (callback !== null) this.#run(one, () => callback(buffer, length), driver);
    }
  }

  #each<D extends StructView>(reason: number, type: StructClass<D>, act: (one: ReasonCallback, data: D) => void): void {
    for (const one of this.#callbacks.forReason(reason)) {
      if (!this.#isUsable(one) || this.#scratch === 0 || one.record.State === BufferIncomplete) continue;
      this.#kernel.memory.zero(this.#scratch, type.size);
      act(one, this.#kernel.memory.view(type, this.#scratch));
    }
  }

  /** @returns whether the callback has returned */
  #ask(one: ReasonCallback, data: StructView): boolean {
    const { record, driver, reason } = one;
    const { CallbackRoutine: callback } = record;
    const { size } = data.constructor as StructClass;
    return callback !== null && this.#run(one, () => callback(reason, record, data.address, size), driver);
  }

  #run(one: AnyCallback, call: () => unknown, driver: number): boolean {
    const { sim } = this.#kernel;
    const before = sim.frozen;
    const onMistake = (message: string, kind: GuardedMistake): void =>
      this.onMistake({ kind, driver, isRunning: true, site: one.site, message });
    const guard = new DumpGuard(sim, onMistake, CALLBACK_CALLS);
    guard.onNested = this.onNested;
    one.record.State = BufferStarted;
    sim.frozen = guard;
    const done = guard.attempt(() => callDriverRoutine(this.#kernel, driver, 0, () => call() as undefined));
    sim.frozen = before;
    // Code that was ended in its middle has left nothing behind.
    sim.current.depth = 0;
    sim.current.irql = HIGH_LEVEL;
    const isDone = done !== null && guard.violations.length === 0;
    one.record.State = isDone ? BufferFinished : BufferIncomplete;
    return isDone;
  }

  /** Reads the record as the system does: one that was freed or written over is left out. */
  #isUsable(one: AnyCallback): boolean {
    const { record } = one;
    const { address } = record;
    const { size } = record.constructor as unknown as StructClass;
    if (!this.#isResident(address, size)) {
      this.#tell(one, 'record', `the record at ${hex(address)} is memory that may not be touched: it is left out`);
      return false;
    }
    if (this.#callbacks.isIntact(record)) return true;
    this.#tell(one, 'record', `the record at ${hex(address)} has changed since it was registered: it is left out`);
    return false;
  }

  #isResident(address: number, length: number): boolean {
    const { shadow, size } = this.#kernel.memory;
    if (length <= 0 || address + length > size) return false;
    for (let unit = address >>> 3; unit <= (address + length - 1) >>> 3; unit += 1)
      if (shadow[unit] !== SHADOW.accessible) return false;
    return true;
  }

  #tell(one: AnyCallback, kind: CallbackMistake['kind'], message: string): void {
    this.onMistake({ kind, driver: one.driver, isRunning: false, site: one.site, message });
  }
}

function fillParameters(
  data: KBUGCHECK_TRIAGE_DUMP_DATA | KBUGCHECK_SECONDARY_DUMP_DATA_EX,
  { parameters: [p1, p2, p3, p4] }: Crash,
): void {
  data.BugCheckParameter1 = p1;
  data.BugCheckParameter2 = p2;
  data.BugCheckParameter3 = p3;
  data.BugCheckParameter4 = p4;
}

function reasonWord(reason: number): string {
  return reason === KbCallbackAddPages ? 'add' : 'remove';
}
