/** StorPortMarkDumpMemory: which memory has to be there when a dump instance of the miniport runs (STOR-63). */
import {
  DUMP_MODE_NONE,
  DUMP_MODE_RESUME,
  MARK_DUMP_MEMORY_FLAG_PHYSICAL_ADDRESS,
  STOR_STATUS_INVALID_DEVICE_STATE,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_SUCCESS,
} from '../../abi/storport-constants.ts';
import type { Kernel } from '../kernel.ts';
import { SHADOW } from '../mm/memory.ts';

const PAGE = 4096;

/** Memory that lies in an image: a section of a driver that is loaded. */
export interface ImageSection {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** One call of the routine that has marked something. */
export interface Mark {
  readonly address: number;
  /** Bytes as they were asked for; 0: the whole section or block. */
  readonly asked: number;
  /** Whole pages. */
  readonly start: number;
  readonly length: number;
  /** What lies there: a pool tag, or a section. */
  readonly what: string;
  /** Where the miniport has called it. */
  readonly site: Error;
}

/** The pages that one run has marked: sorted, without overlap. */
export class MarkedMemory {
  readonly marks: Mark[] = [];
  readonly #pages = new Set<number>();

  add(mark: Mark): void {
    this.marks.push(mark);
    for (let page = mark.start; page < mark.start + mark.length; page += PAGE) this.#pages.add(page);
  }

  has(address: number): boolean {
    return this.#pages.has(address - (address % PAGE));
  }

  /** Addresses of the pages, in order. */
  get pages(): readonly number[] {
    return [...this.#pages].sort((one, other) => one - other);
  }

  /** The same as ranges. */
  get ranges(): readonly { readonly start: number; readonly length: number }[] {
    const ranges: { start: number; length: number }[] = [];
    for (const page of this.pages) {
      const last = ranges.at(-1);
      if (last !== undefined && last.start + last.length === page) last.length += PAGE;
      else ranges.push({ start: page, length: PAGE });
    }
    return ranges;
  }
}

/** Whom a call concerns. */
export interface MarkCaller {
  /** DUMP_MODE_*. */
  readonly mode: number;
  /** DriverEntry or HwStorFindAdapter of the miniport runs. */
  readonly isLegal: boolean;
  readonly marked: MarkedMemory;
  readonly sectionOf: (address: number) => ImageSection | null;
  readonly wrongPlace: () => void;
  readonly wrongRange: (message: string) => void;
}

/** The same for every mode: the first reason counts. */
export function markDumpMemory(
  kernel: Kernel,
  caller: MarkCaller,
  address: number,
  length: number,
  flags: number,
): number {
  const isPhysical = flags === MARK_DUMP_MEMORY_FLAG_PHYSICAL_ADDRESS;
  if (!caller.isLegal) {
    caller.wrongPlace();
    return STOR_STATUS_INVALID_DEVICE_STATE;
  }
  if (flags !== 0 && !isPhysical) return STOR_STATUS_INVALID_PARAMETER;
  if (!isPhysical && address === 0) return STOR_STATUS_INVALID_PARAMETER;
  if (isPhysical && length === 0) return STOR_STATUS_INVALID_PARAMETER;
  // What is there in a resume was decided when the image was written; what the address lies in nobody can tell yet.
  if (caller.mode === DUMP_MODE_RESUME) return STOR_STATUS_SUCCESS;
  const range = length === 0 ? wholeOf(kernel, caller, address) : rangeOf(kernel, caller, address, length);
  if (range === null) return STOR_STATUS_INVALID_PARAMETER;
  if (caller.mode === DUMP_MODE_NONE) return STOR_STATUS_SUCCESS;
  const start = range.start - (range.start % PAGE);
  const end = Math.ceil((range.start + range.length) / PAGE) * PAGE;
  const site = new Error('StorPortMarkDumpMemory');
  caller.marked.add({ address, asked: length, start, length: end - start, what: range.what, site });
  return STOR_STATUS_SUCCESS;
}

interface Found {
  readonly start: number;
  readonly length: number;
  readonly what: string;
}

/** Length 0: the section of the image, or the block of pool, that the address lies in. */
function wholeOf(kernel: Kernel, caller: MarkCaller, address: number): Found | null {
  const section = caller.sectionOf(address);
  if (section !== null) return { start: section.start, length: section.length, what: section.name };
  const block = kernel.pool.find(address);
  if (block !== undefined && !block.freed)
    return { start: block.address, length: block.size, what: `pool ${block.tag}` };
  caller.wrongRange(
    `with Length 0 the address 0x${address.toString(16)} has to lie in a driver's image or in a block of pool`,
  );
  return null;
}

function rangeOf(kernel: Kernel, caller: MarkCaller, address: number, length: number): Found | null {
  if (address + length > kernel.memory.size || !isMapped(kernel, address, length)) {
    caller.wrongRange(`0x${address.toString(16)} with ${length} bytes is not memory`);
    return null;
  }
  const block = kernel.pool.find(address);
  const what = block === undefined ? (caller.sectionOf(address)?.name ?? 'memory') : `pool ${block.tag}`;
  return { start: address, length, what };
}

/** What was never allocated, and the page at 0, is nowhere. */
function isMapped({ memory }: Kernel, address: number, length: number): boolean {
  const isThere = (at: number): boolean => {
    const shadow = memory.shadow[at >>> 3] ?? SHADOW.unallocated;
    return shadow !== SHADOW.unallocated && shadow !== SHADOW.nullPage;
  };
  for (let at = address; at < address + length; at += PAGE) if (!isThere(at)) return false;
  return isThere(address + length - 1);
}
