/**
 * Reads kernel dump files of 64 bits, from the format and not from our writer. A file may be anything: cut off, or made to
 * mislead. Whatever is read from it is checked before it is used, and nothing is held in memory but what was asked for.
 */
import { DumpError, type DumpSource } from './dump-source.ts';
import {
  BITMAP,
  DUMP_TYPE,
  FULL_SUMMARY,
  HEADER,
  HEADER_SIZE,
  PAGE,
  RUNS,
  SIGNATURE,
  SUMMARY,
  SUMMARY_VALID,
  VALID_DUMP,
} from './layout.ts';
import { PageMap } from './page-map.ts';
import { TriageDump } from './triage-dump.ts';

export { DumpError, type DumpSource };

export interface DumpHeader {
  readonly majorVersion: number;
  readonly minorVersion: number;
  readonly directoryTableBase: bigint;
  readonly machineImageType: number;
  readonly numberProcessors: number;
  readonly bugCheckCode: number;
  readonly parameters: readonly [bigint, bigint, bigint, bigint];
  readonly dumpType: number;
  readonly requiredDumpSpace: bigint;
  readonly systemTime: bigint;
  readonly systemUpTime: bigint;
  readonly comment: string;
  /** ATTRIBUTES; what another system left unwritten reads as `PAGE`, and as no bits here. */
  readonly attributes: number;
  readonly instruction: bigint;
  readonly stack: bigint;
}

/** Page frame numbers of x64 have fewer bits than this; a number beyond is damage, and would not be exact. */
const MOST_PAGES = 2 ** 40;
/** A bitmap for a tebibyte of memory takes 32 MiB; whoever says more wants to use up ours. */
const MOST_BITS = 2 ** 28;
const COMMENT_SIZE = 128;
const RIP = HEADER.context + 0xf8;
const RSP = HEADER.context + 0x98;

export class DumpFile {
  readonly header: DumpHeader;
  readonly source: DumpSource;
  readonly pages: PageMap;
  /** What a small dump has instead of pages and tables; null: any other dump. */
  readonly triage: TriageDump | null;

  private constructor(source: DumpSource, header: DumpHeader, pages: PageMap, triage: TriageDump | null) {
    this.source = source;
    this.header = header;
    this.pages = pages;
    this.triage = triage;
  }

  /** @throws DumpError for what is no dump of this format, or is damaged */
  static open(source: DumpSource): DumpFile {
    if (source.size < HEADER_SIZE)
      throw new DumpError(`The file has ${source.size} bytes; the header of a kernel dump alone takes ${HEADER_SIZE}.`);
    const bytes = source.read(0, HEADER_SIZE);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(HEADER.signature, true) !== SIGNATURE)
      throw new DumpError('The file does not begin with PAGE: it is no kernel dump.');
    const valid = view.getUint32(HEADER.validDump, true);
    if (valid === 0) throw new DumpError('The dump was cut off while it was written: its header was never made valid.');
    if (valid !== VALID_DUMP)
      throw new DumpError('The file is no dump of a 64-bit system: DU64 is missing behind PAGE.');
    const header = readHeader(bytes, view);
    if (header.dumpType !== DUMP_TYPE.triage)
      return new DumpFile(source, header, readPages(source, header, view), null);
    const triage = TriageDump.read(source, view.getBigUint64(HEADER.debuggerDataBlock, true));
    return new DumpFile(source, { ...header, ...(triage.context ?? {}) }, PageMap.ofRuns(triage.size, []), triage);
  }

  /** Where the secondary data begins: behind the last page, or behind the end mark of a small dump. */
  get end(): number {
    return this.pages.end;
  }

  /** @returns null for a page that is not in the dump */
  readPhysicalPage(page: number): Uint8Array | null {
    const offset = this.pages.offsetOf(page);
    return offset === null ? null : this.source.read(offset, PAGE);
  }

  /** @returns the bytes, or null when one of them is not in the dump */
  readPhysical(address: number, length: number): Uint8Array | null {
    return this.#gather(address, length, (at) => at);
  }

  /** The same by virtual address, through the page tables in the dump; in a small dump from its ranges. */
  readVirtual(address: bigint, length: number): Uint8Array | null {
    if (this.triage !== null) return this.triage.readVirtual(address, length);
    return this.#gather(0, length, (at) => {
      const physical = this.translate(address + BigInt(at));
      return physical === null ? null : Number(physical);
    });
  }

  #gather(from: number, length: number, place: (at: number) => number | null): Uint8Array | null {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const address = place(from + done);
      if (address === null) return null;
      const page = this.readPhysicalPage(Math.floor(address / PAGE));
      if (page === null) return null;
      const part = page.subarray(address % PAGE, Math.min(PAGE, (address % PAGE) + length - done));
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  }

  /** Physical address of a virtual one; null when it is not mapped, or a table is not in the dump. Four levels, no more. */
  translate(address: bigint): bigint | null {
    let table = this.header.directoryTableBase & ENTRY_ADDRESS;
    for (const shift of [39n, 30n, 21n, 12n]) {
      const entry = this.#entry(table, Number((address >> shift) & 0x1ffn));
      if (entry === null || (entry & 1n) === 0n) return null;
      const isLarge = (entry & LARGE_PAGE) !== 0n && (shift === 30n || shift === 21n);
      if (shift === 12n || isLarge) {
        const inside = (1n << shift) - 1n;
        return (entry & ENTRY_ADDRESS & ~inside) | (address & inside);
      }
      table = entry & ENTRY_ADDRESS;
    }
    return null;
  }

  #entry(table: bigint, index: number): bigint | null {
    const page = this.readPhysicalPage(Number(table >> 12n));
    if (page === null) return null;
    return new DataView(page.buffer, page.byteOffset, page.byteLength).getBigUint64(index * 8, true);
  }
}

const ENTRY_ADDRESS = 0x000f_ffff_ffff_f000n;
const LARGE_PAGE = 0x80n;

function readHeader(bytes: Uint8Array, view: DataView): DumpHeader {
  const parameter = (index: number): bigint => view.getBigUint64(HEADER.bugCheckParameters + index * 8, true);
  const comment = bytes.subarray(HEADER.comment, HEADER.comment + COMMENT_SIZE);
  const length = comment.indexOf(0);
  const attributes = view.getUint32(HEADER.attributes, true);
  return {
    majorVersion: view.getUint32(HEADER.majorVersion, true),
    minorVersion: view.getUint32(HEADER.minorVersion, true),
    directoryTableBase: view.getBigUint64(HEADER.directoryTableBase, true),
    machineImageType: view.getUint32(HEADER.machineImageType, true),
    numberProcessors: view.getUint32(HEADER.numberProcessors, true),
    bugCheckCode: view.getUint32(HEADER.bugCheckCode, true),
    parameters: [parameter(0), parameter(1), parameter(2), parameter(3)],
    dumpType: view.getUint32(HEADER.dumpType, true),
    requiredDumpSpace: view.getBigUint64(HEADER.requiredDumpSpace, true),
    systemTime: view.getBigUint64(HEADER.systemTime, true),
    systemUpTime: view.getBigUint64(HEADER.systemUpTime, true),
    comment: String.fromCharCode(...comment.subarray(0, length < 0 ? COMMENT_SIZE : length)),
    attributes: attributes === SIGNATURE ? 0 : attributes,
    instruction: view.getBigUint64(RIP, true),
    stack: view.getBigUint64(RSP, true),
  };
}

function readPages(source: DumpSource, { dumpType }: DumpHeader, view: DataView): PageMap {
  switch (dumpType) {
    case DUMP_TYPE.full:
      return readRuns(source, view);
    case DUMP_TYPE.bitmapFull:
    case DUMP_TYPE.bitmapKernel:
      return readBitmap(source);
    default:
      throw new DumpError(
        `The dump is of type ${dumpType}, which holds no pages that this reader knows. It reads complete dumps (1), small dumps (4) and bitmap dumps (5, 6).`,
      );
  }
}

function exact(value: bigint, what: string): number {
  if (value > BigInt(MOST_PAGES)) throw new DumpError(`${what} is 0x${value.toString(16)}, more than any machine has.`);
  return Number(value);
}

function readRuns(source: DumpSource, view: DataView): PageMap {
  const block = HEADER.physicalMemoryBlock;
  const count = view.getUint32(block + RUNS.numberOfRuns, true);
  if (count === SIGNATURE || count === 0 || count > RUNS.most)
    throw new DumpError(`A complete dump has 1 to ${RUNS.most} runs of pages; this one says ${count}.`);
  const runs: { first: number; count: number }[] = [];
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const at = block + RUNS.first + index * RUNS.size;
    const first = exact(view.getBigUint64(at, true), `The first page of run ${index}`);
    const length = exact(view.getBigUint64(at + 8, true), `The length of run ${index}`);
    if (length === 0) throw new DumpError(`Run ${index} has no pages.`);
    if (first < end)
      throw new DumpError(`Run ${index} begins at page ${first}, inside the one before or in front of it.`);
    end = first + length;
    runs.push({ first, count: length });
  }
  const total = runs.reduce((sum, run) => sum + run.count, 0);
  if (HEADER_SIZE + total * PAGE > source.size)
    throw new DumpError(`The runs have ${total} pages, but the file ends after ${pagesIn(source.size - HEADER_SIZE)}.`);
  return PageMap.ofRuns(HEADER_SIZE, runs);
}

function readBitmap(source: DumpSource): PageMap {
  if (source.size < HEADER_SIZE + BITMAP.map) throw new DumpError('The file ends inside the summary header.');
  const bytes = source.read(HEADER_SIZE, BITMAP.map);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signature = view.getUint32(BITMAP.signature, true);
  if ((signature !== SUMMARY && signature !== FULL_SUMMARY) || view.getUint32(BITMAP.valid, true) !== SUMMARY_VALID)
    throw new DumpError('The summary header is damaged: SDMPDUMP or FDMPDUMP should stand at 0x2000.');
  const bits = exact(view.getBigUint64(BITMAP.bits, true), 'The number of pages in the bitmap');
  const first = exact(view.getBigUint64(BITMAP.firstPage, true), 'The place of the first page');
  const present = exact(view.getBigUint64(BITMAP.presentPages, true), 'The number of pages');
  if (bits > MOST_BITS) throw new DumpError(`The bitmap is said to be for ${bits} pages, more than any machine has.`);
  const mapEnd = HEADER_SIZE + BITMAP.map + Math.ceil(bits / 8);
  if (mapEnd > source.size) throw new DumpError(`The bitmap of ${bits} pages goes on behind the end of the file.`);
  if (first % PAGE !== 0)
    throw new DumpError(`The first page is said to stand at 0x${first.toString(16)}, which is no multiple of a page.`);
  if (first < mapEnd)
    throw new DumpError(`The first page is said to stand at 0x${first.toString(16)}, inside the bitmap.`);
  if (first + present * PAGE > source.size)
    throw new DumpError(
      `The dump is said to have ${present} pages, but the file ends after ${pagesIn(source.size - first)}.`,
    );
  const map = source.read(HEADER_SIZE + BITMAP.map, Math.ceil(bits / 8));
  const pages = PageMap.ofBitmap(first, map, bits);
  if (pages.count !== present)
    throw new DumpError(`The dump is said to have ${present} pages, but ${pages.count} bits are set in the bitmap.`);
  return pages;
}

function pagesIn(bytes: number): number {
  return Math.max(0, Math.floor(bytes / PAGE));
}
