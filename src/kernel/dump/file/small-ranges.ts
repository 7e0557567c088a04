/** Which memory a small dump has: ranges that lie apart from each other, by address. */
import { type KernelMemory, PAGE_SIZE, SHADOW } from '../../mm/memory.ts';

export interface SmallRange {
  readonly address: number;
  /** Bytes. */
  readonly size: number;
}

/** Bytes of an entry of the shadow. */
const UNIT = 8;
/** Of memory in front of and behind an address that a bug check names. */
const AROUND = 128;

/** Whether the byte is there, with what it holds or held until it was freed. */
function isThere({ shadow, size }: KernelMemory, address: number): boolean {
  const value = shadow[address >>> 3];
  return address < size && value !== SHADOW.unallocated && value !== SHADOW.nullPage && value !== SHADOW.pagedOut;
}

/** @returns what is there around an address, on whole units; none where nothing is */
export function rangeAround(memory: KernelMemory, address: number): readonly SmallRange[] {
  if (!isThere(memory, address)) return [];
  const middle = address - (address % UNIT);
  let start = middle;
  while (start > middle - AROUND && isThere(memory, start - UNIT)) start -= UNIT;
  let end = middle + UNIT;
  while (end < middle + AROUND && isThere(memory, end)) end += UNIT;
  return [{ address: start, size: end - start }];
}

/**
 * @param wanted - the most important ones first
 * @param removed - numbers of pages that callbacks keep out of any dump
 * @param most - bytes that all ranges may have together
 * @returns what there is of them, each byte once; `isCut`: not everything had room
 */
export function chooseRanges(
  memory: KernelMemory,
  wanted: readonly SmallRange[],
  removed: ReadonlySet<number>,
  most: number,
): { readonly ranges: readonly SmallRange[]; readonly isCut: boolean } {
  let left = most;
  let isCut = false;
  const taken: SmallRange[] = [];
  for (const range of wanted.flatMap((one) => presentParts(memory, one, removed))) {
    if (range.size > left) isCut = true;
    else {
      left -= range.size;
      taken.push(range);
    }
  }
  return { ranges: merged(taken), isCut };
}

/** The parts of a range on pages that nobody removed, up to where nothing is. */
function presentParts(
  memory: KernelMemory,
  { address, size }: SmallRange,
  removed: ReadonlySet<number>,
): readonly SmallRange[] {
  const parts: SmallRange[] = [];
  let start = address;
  const close = (end: number): void => {
    if (end > start) parts.push({ address: start, size: end - start });
  };
  for (let at = address; at < address + size; at = Math.floor(at / UNIT) * UNIT + UNIT) {
    if (isThere(memory, at) && !removed.has(Math.floor(at / PAGE_SIZE))) continue;
    close(at);
    start = Math.floor(at / UNIT) * UNIT + UNIT;
  }
  close(address + size);
  return parts;
}

function merged(ranges: readonly SmallRange[]): readonly SmallRange[] {
  const whole: SmallRange[] = [];
  for (const range of ranges.toSorted((one, other) => one.address - other.address)) {
    const last = whole.at(-1);
    const end = last === undefined ? -1 : last.address + last.size;
    if (last === undefined || range.address > end) whole.push(range);
    else
      whole[whole.length - 1] = {
        address: last.address,
        size: Math.max(end, range.address + range.size) - last.address,
      };
  }
  return whole;
}
