import { type KernelMemory, PAGE_SIZE, SHADOW } from './memory.ts';

/** In front of a block's pages, at the end of the guard page: size, tag, owner, state. */
const HEADER_SIZE = 16;
/** Blocks begin at multiples of this, as on 32-bit Windows. */
const ALIGNMENT = 8;
/** What the bytes between the end of a block and the end of its page hold; a free looks whether they still do. */
const SLACK_FILL = 0xb5;
const FRESH_FILL = 0xcd;
const FREED_FILL = 0xdd;
const STATE_ALLOCATED = 0x616c_6c6f;
const STATE_FREED = 0x6672_6565;

/** A guard page, and the pages of one block behind it. */
interface Run {
  /** First byte of the pages behind the guard page. */
  readonly start: number;
  readonly pages: number;
  address: number;
  size: number;
  tag: number;
  owner: number;
  freed: boolean;
}

export interface SpecialBlock {
  readonly address: number;
  readonly size: number;
  readonly tag: number;
  readonly owner: number;
  readonly freed: boolean;
}

export interface SpecialPoolOptions {
  readonly align: 'end' | 'start';
  /** Which allocations it is for. */
  readonly wants: (owner: number, tag: number) => boolean;
  /** A free has found bytes behind the block that were written to. */
  readonly onOverrun: (block: number, at: number) => void;
}

/**
 * Pool in which each block has pages of its own, between guard pages. With `end`, blocks end where a page ends, so that
 * the first unit of eight bytes behind them cannot be touched; what lies within the last unit is looked at when the
 * block is freed. Freed pages are used again only when there are no others.
 */
export class SpecialPool {
  /** Blocks handed out so far. */
  served = 0;
  /** Allocations that were meant for it and found it used up. */
  refused = 0;
  readonly #memory: KernelMemory;
  readonly #end: number;
  readonly #options: SpecialPoolOptions;
  #next: number;
  /** By the address of the block that was placed there last. */
  readonly #runs = new Map<number, Run>();
  readonly #free: Run[] = [];

  /** @param start - of a page; the range is the pool's alone */
  constructor(memory: KernelMemory, start: number, end: number, options: SpecialPoolOptions) {
    this.#memory = memory;
    this.#next = start;
    // The last page guards the block before it.
    this.#end = end - PAGE_SIZE;
    this.#options = options;
  }

  /** @returns address of the block; 0: it is not for this pool, or the pool is used up */
  allocate(size: number, tag: number, owner: number, zeroed: boolean): number {
    if (!this.#options.wants(owner, tag)) return 0;
    const run = this.#take(Math.max(1, Math.ceil(size / PAGE_SIZE)));
    if (run === undefined) {
      this.refused += 1;
      return 0;
    }
    this.served += 1;
    const end = run.start + run.pages * PAGE_SIZE;
    const rounded = Math.ceil(Math.max(size, 1) / ALIGNMENT) * ALIGNMENT;
    run.address = this.#options.align === 'end' ? end - rounded : run.start;
    run.size = size;
    run.tag = tag;
    run.owner = owner;
    run.freed = false;
    this.#runs.set(run.address, run);
    this.#writeHeader(run);
    const { u8 } = this.#memory;
    this.#memory.mark(run.start, end - run.start, SHADOW.poolHeader);
    u8.fill(SLACK_FILL, run.start, end);
    u8.fill(zeroed ? 0 : FRESH_FILL, run.address, run.address + size);
    this.#memory.mark(run.address, size, SHADOW.accessible);
    return run.address;
  }

  /** undefined: the address is none of this pool's. */
  blockAt(address: number): SpecialBlock | undefined {
    return this.#runs.get(address);
  }

  /** The block whose bytes an address is among, in use or freed. */
  find(address: number): SpecialBlock | undefined {
    for (const run of this.#runs.values()) {
      if (address >= run.address && address < run.address + Math.max(run.size, 1)) return run;
    }
    return undefined;
  }

  /** @param address - of a block in use */
  free(address: number): void {
    const run = this.#runs.get(address);
    if (run === undefined) return;
    this.#checkSlack(run);
    run.freed = true;
    this.#writeHeader(run);
    const length = run.pages * PAGE_SIZE;
    this.#memory.u8.fill(FREED_FILL, run.start, run.start + length);
    this.#memory.mark(run.start, length, SHADOW.freed);
    this.#free.push(run);
  }

  /** In the order in which their pages lie. */
  *blocks(): Generator<SpecialBlock> {
    yield* [...this.#runs.values()].filter(({ freed }) => !freed).sort((one, other) => one.start - other.start);
  }

  #take(pages: number): Run | undefined {
    const length = (pages + 1) * PAGE_SIZE;
    if (this.#next + length <= this.#end) {
      const start = this.#next + PAGE_SIZE;
      this.#memory.mark(this.#next, PAGE_SIZE, SHADOW.poolHeader);
      this.#next += length;
      this.#memory.mark(this.#next, PAGE_SIZE, SHADOW.poolHeader);
      return { start, pages, address: start, size: 0, tag: 0, owner: 0, freed: false };
    }
    const index = this.#free.findIndex((run) => run.pages === pages);
    const [run] = index < 0 ? [] : this.#free.splice(index, 1);
    if (run !== undefined) this.#runs.delete(run.address);
    return run;
  }

  #writeHeader({ start, size, tag, owner, freed }: Run): void {
    const { u32 } = this.#memory;
    const header = (start - HEADER_SIZE) >>> 2;
    u32[header] = size;
    u32[header + 1] = tag;
    u32[header + 2] = owner;
    u32[header + 3] = freed ? STATE_FREED : STATE_ALLOCATED;
  }

  #checkSlack({ address, size, start, pages }: Run): void {
    const { u8 } = this.#memory;
    const end = Math.min(start + pages * PAGE_SIZE, address + Math.ceil(size / ALIGNMENT) * ALIGNMENT);
    for (let at = address + size; at < end; at += 1) {
      if (u8[at] !== SLACK_FILL) {
        this.#options.onOverrun(address, at);
        return;
      }
    }
  }
}
