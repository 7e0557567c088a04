/** Pool tracking: what each driver has of pool, and where it got it. */

import type { EarlierStep } from '../sim/finding.ts';
import type { Judge } from './judge.ts';

export interface TrackedBlock {
  readonly driver: number;
  readonly size: number;
  readonly tag: number;
  /** null: the driver is none of the user's. */
  readonly site: Error | null;
}

/** What one driver has, now and at the most. */
export interface PoolUse {
  blocks: number;
  bytes: number;
  mostBlocks: number;
  mostBytes: number;
  /** Blocks so far. */
  allocations: number;
}

/** Blocks that one line has allocated. */
export interface CallSite {
  readonly site: Error | null;
  blocks: number;
  bytes: number;
}

export class PoolTracking {
  readonly #judge: Judge;
  readonly #blocks = new Map<number, TrackedBlock>();
  readonly #uses = new Map<number, PoolUse>();

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** By index of the driver, in the order of their first allocations. */
  get uses(): ReadonlyMap<number, PoolUse> {
    return this.#uses;
  }

  allocated(address: number, block: TrackedBlock): void {
    this.#blocks.set(address, block);
    const use = this.#useOf(block.driver);
    use.allocations += 1;
    use.blocks += 1;
    use.bytes += block.size;
    use.mostBlocks = Math.max(use.mostBlocks, use.blocks);
    use.mostBytes = Math.max(use.mostBytes, use.bytes);
  }

  freed(address: number): void {
    const block = this.#blocks.get(address);
    if (block === undefined) return;
    this.#blocks.delete(address);
    const use = this.#useOf(block.driver);
    use.blocks -= 1;
    use.bytes -= block.size;
  }

  /** Where the blocks were allocated, line by line, in the order of the first of each. */
  sitesOf(addresses: readonly number[]): readonly CallSite[] {
    const sites = new Map<string, CallSite>();
    for (const address of addresses) {
      const block = this.#blocks.get(address);
      if (block === undefined) continue;
      const line = block.site === null ? '' : this.#judge.lineOf(block.site);
      const site = sites.get(line) ?? { site: block.site, blocks: 0, bytes: 0 };
      site.blocks += 1;
      site.bytes += block.size;
      sites.set(line, site);
    }
    return [...sites.values()];
  }

  /** The sites but the first, each as a step that led to a leak. */
  static steps(sites: readonly CallSite[]): readonly EarlierStep[] {
    return sites.slice(1).flatMap(({ site, blocks, bytes }) => {
      const count = blocks === 1 ? '1 block' : `${blocks} blocks`;
      return site === null ? [] : [{ text: `${count}, ${bytes} bytes, were allocated here`, site }];
    });
  }

  #useOf(driver: number): PoolUse {
    const known = this.#uses.get(driver);
    if (known !== undefined) return known;
    const use = { blocks: 0, bytes: 0, mostBlocks: 0, mostBytes: 0, allocations: 0 };
    this.#uses.set(driver, use);
    return use;
  }
}
