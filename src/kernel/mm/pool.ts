import { assert } from '../../base/assert.ts';
import { type KernelMemory, NULL_REGION_SIZE, SHADOW } from './memory.ts';
import type { Pageable } from './pageable.ts';
import type { SpecialBlock, SpecialPool } from './special-pool.ts';
import type { Region } from './table-region.ts';

/** Bytes before each block: size, tag, owner, state. They lie in memory, so a dump shows them. */
const HEADER_SIZE = 16;
const HEADER_TAG = 4;
const GRANULARITY = 16;
const SMALLEST_BLOCK = HEADER_SIZE + GRANULARITY;
const SHADOW_UNIT = 8;
const FREED_FILL = 0xdd;
const FRESH_FILL = 0xcd;

const STATE_ALLOCATED = 0x616c_6c6f;
const STATE_FREED = 0x6672_6565;

/** A freed block waits until this many bytes were freed after it, so that a late access to it is found. */
const QUARANTINE_SHARE = 16;
const RESERVE_SHARE = 32;

export interface PoolBlock {
  readonly address: number;
  /** Bytes asked for. */
  readonly size: number;
  readonly tag: string;
  /** Index of the driver that allocated it; 0 = the kernel. */
  readonly owner: number;
}

/** What a free found: `ok`, or what is wrong with the address. */
export type FreeResult = 'ok' | 'alreadyFreed' | 'notABlock';

/**
 * Pool with tags, guards and quarantine over one range of memory. A block's header is poisoned, so an overrun into
 * the next block is found; a freed block is filled and poisoned until it is used again.
 */
export class Pool {
  /** Takes the allocations that it wants, as far as it has room. */
  special: SpecialPool | null = null;
  /** Hears of blocks that are freed; set while paged pool can be paged out. */
  pageable: Pageable | null = null;
  readonly #memory: KernelMemory;
  readonly #start: number;
  readonly #end: number;
  readonly #quarantineLimit: number;
  /** Bytes at the end that only the system may use. */
  readonly #reserve: number;
  /** Free blocks by rounded size; each list is used last in, first out. */
  readonly #free = new Map<number, number[]>();
  readonly #quarantine: number[] = [];
  #quarantineHead = 0;
  #quarantined = 0;
  /** What allocation has not passed yet. */
  #hole: Region | null;
  #next: number;
  #blocks = 0;
  #bytes = 0;

  /** @param hole - pages inside of the range that are kept free, above `start`; null: none */
  constructor(memory: KernelMemory, start = NULL_REGION_SIZE, end = memory.size, hole: Region | null = null) {
    this.#hole = hole !== null && hole.end + SMALLEST_BLOCK < end ? hole : null;
    this.#memory = memory;
    this.#start = start;
    this.#end = end;
    this.#next = start;
    this.#quarantineLimit = Math.floor((end - start) / QUARANTINE_SHARE);
    this.#reserve = Math.floor((end - start) / RESERVE_SHARE);
  }

  /** Blocks in use. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Bytes in use, as asked for. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * @param size - bytes; 0 gives a block of no bytes
   * @param tag - four characters packed as C packs `'gaT1'`
   * @param owner - index of the driver it is charged to
   * @returns the address, a multiple of 16, or 0 when memory is used up, for drivers a little earlier than for the
   *   system. The bytes are zero if `zeroed`.
   */
  allocate(size: number, tag: number, owner: number, zeroed: boolean): number {
    const special = this.special?.allocate(size, tag, owner, zeroed) ?? 0;
    if (special !== 0) {
      this.#blocks += 1;
      this.#bytes += size;
      return special;
    }
    const rounded = HEADER_SIZE + Math.ceil(Math.max(size, 1) / GRANULARITY) * GRANULARITY;
    // Drivers cannot take the last of it: the system needs IRPs to tell them that their devices go.
    const block = this.#take(rounded, owner === 0 ? this.#end : this.#end - this.#reserve);
    if (block === 0) return 0;
    const { u32, u8 } = this.#memory;
    const header = block >>> 2;
    u32[header] = size;
    u32[header + 1] = tag;
    u32[header + 2] = owner;
    u32[header + 3] = STATE_ALLOCATED;
    const address = block + HEADER_SIZE;
    u8.fill(zeroed ? 0 : FRESH_FILL, address, block + rounded);
    this.#memory.mark(address, size, SHADOW.accessible);
    // What rounding added belongs to nobody: an overrun is found at the first eight bytes that it touches.
    const end = Math.ceil((address + size) / SHADOW_UNIT) * SHADOW_UNIT;
    if (end < block + rounded) this.#memory.mark(end, block + rounded - end, SHADOW.poolHeader);
    this.#blocks += 1;
    this.#bytes += size;
    return address;
  }

  free(address: number): FreeResult {
    this.pageable?.remove(address);
    const special = this.special?.blockAt(address);
    if (special !== undefined) return this.#freeSpecial(special);
    const block = address - HEADER_SIZE;
    if (address % GRANULARITY !== 0 || block < this.#start || block >= this.#next) return 'notABlock';
    const { u32, u8 } = this.#memory;
    const header = block >>> 2;
    if (u32[header + 3] === STATE_FREED) return 'alreadyFreed';
    if (u32[header + 3] !== STATE_ALLOCATED || this.#memory.shadow[block >>> 3] !== SHADOW.poolHeader)
      return 'notABlock';
    const size = u32[header] ?? 0;
    const rounded = roundedSize(size);
    u32[header + 3] = STATE_FREED;
    u8.fill(FREED_FILL, address, block + rounded);
    this.#memory.mark(address, rounded - HEADER_SIZE, SHADOW.freed);
    this.#blocks -= 1;
    this.#bytes -= size;
    this.#quarantine.push(block);
    this.#quarantined += rounded;
    if (this.#quarantined > this.#quarantineLimit) this.#release();
    return 'ok';
  }

  /** Whether a block that is in use begins at an address. */
  isBlock(address: number): boolean {
    const special = this.special?.blockAt(address);
    if (special !== undefined) return !special.freed;
    const block = address - HEADER_SIZE;
    if (address % GRANULARITY !== 0 || block < this.#start || block >= this.#next) return false;
    const isHeader = this.#memory.shadow[block >>> 3] === SHADOW.poolHeader;
    return isHeader && this.#memory.u32[(block >>> 2) + 3] === STATE_ALLOCATED;
  }

  #freeSpecial({ address, size, freed }: SpecialBlock): FreeResult {
    if (freed) return 'alreadyFreed';
    this.special?.free(address);
    this.#blocks -= 1;
    this.#bytes -= size;
    return 'ok';
  }

  /** Bytes asked for by whoever has allocated the block that begins at an address. */
  sizeOf(address: number): number {
    return this.special?.blockAt(address)?.size ?? this.#memory.u32[(address - HEADER_SIZE) >>> 2] ?? 0;
  }

  /** Packed tag of the block that begins at an address. */
  tagOf(address: number): number {
    return this.special?.blockAt(address)?.tag ?? this.#memory.u32[(address - HEADER_SIZE + HEADER_TAG) >>> 2] ?? 0;
  }

  /** The block that holds an address, in use or freed; undefined outside of any. */
  find(address: number): (PoolBlock & { readonly freed: boolean }) | undefined {
    const special = this.special?.find(address);
    if (special !== undefined) return { ...special, tag: tagText(special.tag) };
    for (const block of this.#walk()) {
      if (address >= block.address && address < block.address + roundedSize(block.size) - HEADER_SIZE) return block;
    }
    return undefined;
  }

  /** Blocks in use that are charged to a driver, in address order. */
  ownedBy(owner: number): readonly PoolBlock[] {
    const special = [...(this.special?.blocks() ?? [])].map((block) => ({ ...block, tag: tagText(block.tag) }));
    return [...this.#walk(), ...special].filter((block) => !block.freed && block.owner === owner);
  }

  /** Every block, in use or freed, in address order; for inspectors. */
  all(): readonly (PoolBlock & { readonly freed: boolean })[] {
    const special = [...(this.special?.blocks() ?? [])].map((block) => ({ ...block, tag: tagText(block.tag) }));
    return [...this.#walk(), ...special];
  }

  *#walk(): Generator<PoolBlock & { readonly freed: boolean }> {
    const { u32 } = this.#memory;
    for (let block = this.#start; block < this.#next; ) {
      const header = block >>> 2;
      const size = u32[header] ?? 0;
      const freed = u32[header + 3] !== STATE_ALLOCATED;
      yield {
        address: block + HEADER_SIZE,
        size,
        tag: tagText(u32[header + 1] ?? 0),
        owner: u32[header + 2] ?? 0,
        freed,
      };
      block += roundedSize(size);
    }
  }

  #take(rounded: number, end: number): number {
    const reused = this.#free.get(rounded)?.pop();
    if (reused !== undefined) return reused;
    if (this.#hole !== null && this.#next + rounded + HEADER_SIZE > this.#hole.start) this.#passHole(this.#hole);
    if (this.#next + rounded <= end) return this.#extend(rounded);
    while (this.#quarantined > 0) {
      this.#release();
      const released = this.#free.get(rounded)?.pop();
      if (released !== undefined) return released;
    }
    this.#coalesce();
    if (this.#next + rounded <= end) return this.#extend(rounded);
    return this.#free.get(rounded)?.pop() ?? this.#split(rounded);
  }

  /** A block that nobody frees lies over it, so that the blocks follow each other as everywhere. */
  #passHole(hole: Region): void {
    this.#hole = null;
    const header = this.#extend(hole.end - this.#next) >>> 2;
    const { u32 } = this.#memory;
    u32[header] = hole.end - (header << 2) - HEADER_SIZE;
    u32[header + 1] = poolTag('PTab');
    u32[header + 2] = 0;
    u32[header + 3] = STATE_ALLOCATED;
  }

  #extend(rounded: number): number {
    const block = this.#next;
    this.#next += rounded;
    // With the header of the block that will follow, so that an overrun of the last one is found as any other.
    this.#memory.mark(block, HEADER_SIZE, SHADOW.poolHeader);
    this.#memory.mark(this.#next, HEADER_SIZE, SHADOW.poolHeader);
    return block;
  }

  /** Memory is used up: free neighbours become one block, and what is free at the end is given back. */
  #coalesce(): void {
    this.#free.clear();
    let start = 0;
    let end = 0;
    const close = (): void => {
      if (start !== 0) this.#makeFree(start, end - start);
      start = 0;
    };
    for (const { address, size, freed } of [...this.#walk()]) {
      if (!freed) {
        close();
        continue;
      }
      if (start === 0) start = address - HEADER_SIZE;
      end = address - HEADER_SIZE + roundedSize(size);
    }
    if (start !== 0) this.#next = start;
  }

  /** A part of the smallest free block that is large enough to be cut in two. @returns 0 when there is none */
  #split(rounded: number): number {
    const fitting = [...this.#free].filter(([size, list]) => list.length > 0 && size >= rounded + SMALLEST_BLOCK);
    const [size, list] = fitting.sort(([left], [right]) => left - right)[0] ?? [0, []];
    const block = list.pop();
    if (block === undefined) return 0;
    this.#makeFree(block + rounded, size - rounded);
    return block;
  }

  /** @param rounded - bytes with the header */
  #makeFree(block: number, rounded: number): void {
    const { u32 } = this.#memory;
    u32[block >>> 2] = rounded - HEADER_SIZE;
    u32[(block >>> 2) + 3] = STATE_FREED;
    this.#memory.mark(block, HEADER_SIZE, SHADOW.poolHeader);
    this.#memory.mark(block + HEADER_SIZE, rounded - HEADER_SIZE, SHADOW.freed);
    const list = this.#free.get(rounded);
    if (list === undefined) this.#free.set(rounded, [block]);
    else list.push(block);
  }

  /** The oldest block of the quarantine becomes free for use. */
  #release(): void {
    const block = this.#quarantine[this.#quarantineHead];
    assert(block !== undefined, 'the quarantine counts bytes that it does not hold');
    this.#quarantineHead += 1;
    if (this.#quarantineHead > 1024 && this.#quarantineHead * 2 > this.#quarantine.length) {
      this.#quarantine.splice(0, this.#quarantineHead);
      this.#quarantineHead = 0;
    }
    const rounded = roundedSize(this.#memory.u32[block >>> 2] ?? 0);
    this.#quarantined -= rounded;
    const list = this.#free.get(rounded);
    if (list === undefined) this.#free.set(rounded, [block]);
    else list.push(block);
  }
}

function roundedSize(size: number): number {
  return HEADER_SIZE + Math.ceil(Math.max(size, 1) / GRANULARITY) * GRANULARITY;
}

/** Four characters in memory order, as debuggers show a tag. */
export function tagText(tag: number): string {
  let text = '';
  for (let shift = 0; shift < 32; shift += 8) {
    const code = (tag >>> shift) & 0x7f;
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
  }
  return text;
}

/** `Disk` as C's `'ksiD'`: the text that debuggers show, packed as drivers write it. */
export function poolTag(text: string): number {
  let tag = 0;
  for (let index = 0; index < 4; index += 1) tag |= (text.charCodeAt(index) || 0x20) << (index * 8);
  return tag >>> 0;
}
