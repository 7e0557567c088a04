/** Reads what a small dump has: a few ranges of memory by virtual address, the drivers, and what the processor was doing. */
import { DumpError, type DumpSource } from './dump-source.ts';
import {
  CONTEXT,
  DATA_BLOCK,
  DRIVER_ENTRY,
  HEADER_SIZE,
  STAND_IN,
  TRIAGE,
  TRIAGE_OVERFLOWED,
  TRIAGE_VALID,
} from './layout.ts';

/** A range of memory in the file. */
export interface DumpedRange {
  readonly address: bigint;
  /** Bytes. */
  readonly size: number;
  /** In the file. */
  readonly offset: number;
}

export interface DumpedDriver {
  /** Empty where the file has none that can be read. */
  readonly name: string;
  readonly base: bigint;
  /** Bytes. */
  readonly size: number;
}

/** The thread or process of a small dump that the sandbox has written. */
export interface DumpedStandIn {
  readonly id: number;
  readonly irql: number;
  readonly name: string;
}

/** Real dumps have a few hundred of each; a damaged file may seem to have millions. */
const MOST_RANGES = 16_384;
const MOST_DRIVERS = 4096;
const MOST_CHARACTERS = 512;
/** Entries have grown over the years; a longer one than this is damage. */
const LARGEST_ENTRY = 0x200;
const LAST_ADDRESS = 2n ** 64n;

export class TriageDump {
  /** Bytes in front of the secondary data. */
  readonly size: number;
  /** By address; they may overlap. */
  readonly ranges: readonly DumpedRange[];
  readonly drivers: readonly DumpedDriver[];
  /** The driver that is to blame; null: the file names none. */
  readonly broken: DumpedDriver | null;
  /** From the stack pointer to the end of the stack; null: none is there. */
  readonly stack: DumpedRange | null;
  readonly thread: DumpedStandIn | null;
  readonly process: DumpedStandIn | null;
  /** Where the processor was; null: the file has no context record. */
  readonly context: { readonly instruction: bigint; readonly stack: bigint } | null;
  /** Not everything had room. */
  readonly isCut: boolean;
  readonly #source: DumpSource;

  /** @throws DumpError for a damaged file */
  static read(source: DumpSource, debuggerData: bigint): TriageDump {
    return new TriageDump(source, debuggerData);
  }

  private constructor(source: DumpSource, debuggerData: bigint) {
    this.#source = source;
    if (source.size < HEADER_SIZE + TRIAGE.size) throw new DumpError('The file ends inside the triage header.');
    const view = viewOf(source.read(HEADER_SIZE, TRIAGE.size));
    const word = (field: number): number => view.getUint32(field, true);
    this.size = word(TRIAGE.sizeOfDump);
    this.#checkEnd(word(TRIAGE.validOffset));
    const address = (field: number): bigint => view.getBigUint64(field, true);
    const range = (at: bigint, offset: number, size: number): readonly DumpedRange[] => this.#range(at, offset, size);
    const stack = range(address(TRIAGE.topOfStack), word(TRIAGE.callStackOffset), word(TRIAGE.sizeOfCallStack));
    this.stack = stack[0] ?? null;
    this.ranges = [
      ...stack,
      ...range(address(TRIAGE.dataPageAddress), word(TRIAGE.dataPageOffset), word(TRIAGE.dataPageSize)),
      ...range(debuggerData, word(TRIAGE.debuggerDataOffset), word(TRIAGE.debuggerDataSize)),
      ...this.#blocks(word(TRIAGE.dataBlocksOffset), word(TRIAGE.dataBlocksCount)),
    ].toSorted((one, other) => (one.address < other.address ? -1 : one.address > other.address ? 1 : 0));
    const list = word(TRIAGE.driverListOffset);
    const count = word(TRIAGE.driverCount);
    this.drivers = this.#drivers(list, count, word(TRIAGE.stringPoolOffset));
    this.broken = this.#broken(word(TRIAGE.brokenDriverOffset));
    this.context = this.#context(word(TRIAGE.contextOffset));
    this.thread = this.#standIn(word(TRIAGE.threadOffset));
    this.process = this.#standIn(word(TRIAGE.processOffset));
    this.isCut = (word(TRIAGE.triageOptions) & TRIAGE_OVERFLOWED) !== 0;
  }

  /** The same bytes of the file may be listed at several addresses: here each stretch stands at its lowest. */
  get distinct(): readonly DumpedRange[] {
    const seen = new Set<number>();
    return this.ranges.filter(({ offset }) => {
      const isNew = !seen.has(offset);
      seen.add(offset);
      return isNew;
    });
  }

  /** @returns the bytes, or null when one of them is not in the dump */
  readVirtual(address: bigint, length: number): Uint8Array | null {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const at = address + BigInt(done);
      const found = this.ranges.find((one) => at >= one.address && at < one.address + BigInt(one.size));
      if (found === undefined) return null;
      const inside = Number(at - found.address);
      const part = Math.min(found.size - inside, length - done);
      bytes.set(this.#source.read(found.offset + inside, part), done);
      done += part;
    }
    return bytes;
  }

  /** The mark is written last: a dump without it was cut off. */
  #checkEnd(validOffset: number): void {
    if (this.size < HEADER_SIZE + TRIAGE.size + 4)
      throw new DumpError(`The small dump is said to have ${this.size} bytes, less than its headers take.`);
    if (this.size > this.#source.size)
      throw new DumpError(
        `The small dump is said to have ${this.size} bytes, but the file ends after ${this.#source.size}.`,
      );
    if (!this.#holds(validOffset, 4) || viewOf(this.#source.read(validOffset, 4)).getUint32(0, true) !== TRIAGE_VALID)
      throw new DumpError(`The small dump is damaged: its end mark TRGD should stand at ${hex(validOffset)}.`);
  }

  /** Whether so many bytes lie behind the file's header and in front of the end. */
  #holds(offset: number, size: number): boolean {
    return offset >= HEADER_SIZE && offset + size <= this.size;
  }

  #range(address: bigint, offset: number, size: number): readonly DumpedRange[] {
    if (size === 0 || offset === 0) return [];
    if (!this.#holds(offset, size))
      throw new DumpError(
        `${size} bytes of memory are said to stand at ${hex(offset)}, which is outside of the small dump.`,
      );
    if (address + BigInt(size) > LAST_ADDRESS)
      throw new DumpError(`A range of ${size} bytes at 0x${address.toString(16)} goes on behind the last address.`);
    return [{ address, size, offset }];
  }

  #blocks(offset: number, count: number): readonly DumpedRange[] {
    if (count === 0) return [];
    if (count > MOST_RANGES) throw new DumpError(`The small dump is said to have ${count} ranges of memory.`);
    if (!this.#holds(offset, count * DATA_BLOCK.size))
      throw new DumpError(`The list of ${count} ranges at ${hex(offset)} is outside of the small dump.`);
    const view = viewOf(this.#source.read(offset, count * DATA_BLOCK.size));
    return Array.from({ length: count }, (_, index) => index * DATA_BLOCK.size).flatMap((at) =>
      this.#range(
        view.getBigUint64(at + DATA_BLOCK.address, true),
        view.getUint32(at + DATA_BLOCK.offset, true),
        view.getUint32(at + DATA_BLOCK.length, true),
      ),
    );
  }

  #drivers(offset: number, count: number, pool: number): readonly DumpedDriver[] {
    if (count === 0) return [];
    if (count > MOST_DRIVERS) throw new DumpError(`The small dump is said to have ${count} drivers.`);
    // Later systems describe an image with more bytes: the names follow the list, and so tell how many.
    const gap = pool > offset ? Math.floor((pool - offset) / count) : 0;
    const entry = gap >= DRIVER_ENTRY.size && gap <= LARGEST_ENTRY ? gap - (gap % 8) : DRIVER_ENTRY.size;
    if (!this.#holds(offset, count * entry))
      throw new DumpError(`The list of ${count} drivers at ${hex(offset)} is outside of the small dump.`);
    return Array.from({ length: count }, (_, index) => this.#driver(offset + index * entry));
  }

  #driver(offset: number): DumpedDriver {
    const view = viewOf(this.#source.read(offset, DRIVER_ENTRY.size));
    return {
      name: this.#text(view.getUint32(DRIVER_ENTRY.nameOffset, true)),
      base: view.getBigUint64(DRIVER_ENTRY.base, true),
      size: view.getUint32(DRIVER_ENTRY.imageSize, true),
    };
  }

  #broken(offset: number): DumpedDriver | null {
    return this.#holds(offset, DRIVER_ENTRY.size) ? this.#driver(offset) : null;
  }

  /** A length, then so many characters; whoever counts bytes there has a zero behind the last character. */
  #text(offset: number): string {
    if (!this.#holds(offset, 4)) return '';
    const length = Math.min(viewOf(this.#source.read(offset, 4)).getUint32(0, true), MOST_CHARACTERS);
    const room = Math.min(length, Math.floor((this.size - offset - 4) / 2));
    const view = viewOf(this.#source.read(offset + 4, room * 2));
    const codes = Array.from({ length: room }, (_, index) => view.getUint16(index * 2, true));
    const end = codes.indexOf(0);
    return String.fromCharCode(...(end < 0 ? codes : codes.slice(0, end)));
  }

  /** It may be the record in the file's own header. */
  #context(offset: number): TriageDump['context'] {
    if (offset === 0 || offset + CONTEXT.size > this.size) return null;
    const view = viewOf(this.#source.read(offset, CONTEXT.size));
    return { instruction: view.getBigUint64(CONTEXT.rip, true), stack: view.getBigUint64(CONTEXT.rsp, true) };
  }

  #standIn(offset: number): DumpedStandIn | null {
    if (!this.#holds(offset, STAND_IN.size)) return null;
    const bytes = this.#source.read(offset, STAND_IN.size);
    const view = viewOf(bytes);
    if (view.getUint32(STAND_IN.mark, true) !== STAND_IN.value) return null;
    const name = bytes.subarray(STAND_IN.name);
    const end = name.indexOf(0);
    return {
      id: view.getUint32(STAND_IN.id, true),
      irql: view.getUint32(STAND_IN.irql, true),
      name: String.fromCharCode(...(end < 0 ? name : name.subarray(0, end))),
    };
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
