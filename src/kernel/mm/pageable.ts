import { type KernelMemory, SHADOW } from './memory.ts';

/**
 * Paged pool under forced IRQL checking: all of it leaves memory whenever the IRQL rises to DISPATCH_LEVEL, and each
 * block comes back at the first access from below.
 */
export class Pageable {
  /** How often everything was paged out. */
  trims = 0;
  /** Blocks that came back. */
  pageIns = 0;
  readonly #memory: KernelMemory;
  readonly #wants: (owner: number) => boolean;
  /** Bytes of each block, by its address. */
  readonly #blocks = new Map<number, number>();
  readonly #resident = new Set<number>();

  /** @param wants - whether a driver's blocks are looked at, by its index */
  constructor(memory: KernelMemory, wants: (owner: number) => boolean) {
    this.#memory = memory;
    this.#wants = wants;
  }

  /** @param address - of a block of paged pool in use */
  add(address: number, size: number, owner: number): void {
    if (address === 0 || size === 0 || !this.#wants(owner)) return;
    this.#blocks.set(address, size);
    this.#resident.add(address);
  }

  /** The block is freed. */
  remove(address: number): void {
    if (this.#blocks.delete(address)) this.#resident.delete(address);
  }

  trim(): void {
    this.trims += 1;
    for (const address of this.#resident) this.#memory.mark(address, this.#blocks.get(address) ?? 0, SHADOW.pagedOut);
    this.#resident.clear();
  }

  /** Address of the block of paged pool in use that an address lies in; undefined: it lies in none. */
  blockOf(address: number): number | undefined {
    for (const [start, size] of this.#blocks) if (address >= start && address < start + size) return start;
    return undefined;
  }

  /** Makes the block with an address resident. */
  bringIn(address: number): void {
    const block = this.blockOf(address);
    if (block === undefined) return;
    this.pageIns += 1;
    this.#resident.add(block);
    this.#memory.mark(block, this.#blocks.get(block) ?? 0, SHADOW.accessible);
  }
}
