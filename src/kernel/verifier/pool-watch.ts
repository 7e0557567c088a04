/** Pool: sizes, kinds, tags, and what is left when a driver is unloaded. */
import { DISPATCH_LEVEL, POOL_FLAG_PAGED } from '../../abi/enums.ts';
import { hex } from '../../base/hex.ts';
import { SHADOW } from '../mm/memory.ts';
import { poolTag, tagText } from '../mm/pool.ts';
import type { CallPlace } from './call-place.ts';
import type { Judge } from './judge.ts';
import { PoolTracking } from './pool-tracking.ts';
import { earlierAt } from './rule.ts';
import {
  DEPRECATED_POOL,
  DOUBLE_FREE,
  IRP_AS_POOL,
  LEAK,
  PAGED_ALLOCATION,
  PAGED_FREE,
  WRONG_TAG,
  ZERO_BYTES,
} from './rules/calls.ts';
import { nameOfIrql } from './rules/irql.ts';
import { INSIDE_BLOCK, NEVER_ALLOCATED } from './rules/objects.ts';

const PAGED = 1;
const NONPAGED = 0;
const PAGED_POOL = 1;
const HEADER_SIZE = 16;

/** Hears of pool that is about to be freed. */
interface FreeListener {
  readonly freeing: (block: number, size: number) => void;
}

const FREED_KEPT = 1000;

export class PoolWatch {
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  readonly #hears: readonly FreeListener[];
  /** Blocks of paged pool. */
  readonly #paged = new Set<number>();
  readonly tracking: PoolTracking;
  /** Where they have freed what nobody has allocated again; the latest of them. */
  readonly #freed = new Map<number, Error>();
  #isPaged = false;

  constructor(judge: Judge, place: () => CallPlace, hears: readonly FreeListener[]) {
    this.#judge = judge;
    this.#place = place;
    this.#hears = hears;
    this.tracking = new PoolTracking(judge);
  }

  /** @param kind - POOL_FLAGS of ExAllocatePool2 as a bigint, POOL_TYPE of the older routines as a number */
  allocate(kind: unknown, size: unknown, hasFlags: boolean): void {
    this.#isPaged = hasFlags ? (BigInt(kind as number | bigint) & POOL_FLAG_PAGED) !== 0n : kind === PAGED_POOL;
    if (!hasFlags) this.#judge.violate(DEPRECATED_POOL, this.#place(), 'ExAllocatePool2 clears what it gives');
    const { irql } = this.#judge.kernel.sim.current;
    const type = this.#isPaged ? PAGED : NONPAGED;
    if (size === 0) this.#judge.violate(ZERO_BYTES, this.#place(), 'the size is 0', [irql, type, 0]);
    if (this.#isPaged && irql >= DISPATCH_LEVEL && this.#place().entryIrql < DISPATCH_LEVEL) {
      this.#judge.violate(
        PAGED_ALLOCATION,
        this.#place(),
        `${String(size)} bytes of paged pool at ${nameOfIrql(irql)}`,
        [irql, type, Number(size)],
      );
    }
  }

  allocated(address: number, size: number, tag: number): void {
    if (address === 0) return;
    if (this.#isPaged) this.#paged.add(address);
    this.#isPaged = false;
    const { driver } = this.#judge.kernel;
    if (this.#judge.options.poolTracking)
      this.tracking.allocated(address, { driver, size, tag, site: this.#judge.siteOf(driver) });
    this.#freed.delete(address);
  }

  free(address: number, tag: unknown): void {
    const { memory, pool, sim } = this.#judge.kernel;
    const { irql } = sim.current;
    if (this.#judge.io.irps.has(address)) {
      this.#judge.violate(IRP_AS_POOL, this.#place(), `there is an IRP at ${hex(address)}`, [address, 0, 0]);
      return;
    }
    if (memory.shadow[address >>> 3] === SHADOW.freed) {
      this.#judge.violate(
        DOUBLE_FREE,
        { ...this.#place(), earlier: earlierAt('it was freed here', this.#freed.get(address)) },
        `the block at ${hex(address)} has been freed before`,
        [0, address - HEADER_SIZE, memory.u32[(address - HEADER_SIZE) >>> 2] ?? 0],
      );
      return;
    }
    if (!this.#isBlock(address)) return;
    if (this.#paged.delete(address) && irql >= DISPATCH_LEVEL && this.#place().entryIrql < DISPATCH_LEVEL) {
      this.#judge.violate(PAGED_FREE, this.#place(), `a block of paged pool at ${nameOfIrql(irql)}`, [
        irql,
        PAGED,
        address,
      ]);
    }
    for (const listener of this.#hears) listener.freeing(address, pool.sizeOf(address));
    this.#noteFree(address);
    const wanted = typeof tag === 'string' ? poolTag(tag) : Number(tag ?? 0);
    const actual = pool.tagOf(address);
    if (wanted !== 0 && wanted !== actual) {
      this.#judge.violate(
        WRONG_TAG,
        this.#place(),
        `the tag is '${tagText(wanted)}', and the block has '${tagText(actual)}'`,
        [address, actual, wanted],
      );
    }
  }

  /** Whether a block begins there; what it is otherwise is told. */
  #isBlock(address: number): boolean {
    const { pool } = this.#judge.kernel;
    if (pool.isBlock(address)) return true;
    const block = address === 0 ? undefined : pool.find(address);
    if (block === undefined || block.freed || block.owner === 0)
      this.#judge.violate(NEVER_ALLOCATED, this.#place(), `there is no block at ${hex(address)}`, [address, 0, 0]);
    else {
      const where = `${hex(address)} is in the block at ${hex(block.address)}`;
      this.#judge.violate(INSIDE_BLOCK, this.#place(), where, [0, address, 0]);
    }
    return false;
  }

  #noteFree(address: number): void {
    const site = this.#judge.siteOf(this.#judge.kernel.driver);
    if (site === null) return;
    this.#freed.set(address, site);
    const [oldest] = this.#freed.keys();
    if (this.#freed.size > FREED_KEPT && oldest !== undefined) this.#freed.delete(oldest);
  }

  freedNow(address: number): void {
    this.tracking.freed(address);
  }

  unloaded(driver: number): void {
    const blocks = this.#judge.kernel.pool.ownedBy(driver);
    if (blocks.length === 0) return;
    const bytes = blocks.reduce((sum, block) => sum + block.size, 0);
    const list = blocks.slice(0, 4).map(({ tag, size }) => `'${tag}' ${size} bytes`);
    const sites = this.tracking.sitesOf(blocks.map(({ address }) => address));
    const place = {
      driver,
      device: 0,
      irp: 0,
      isRunning: false,
      site: sites[0]?.site ?? null,
      earlier: PoolTracking.steps(sites),
      routine: '',
    };
    const name = this.#judge.io.drivers.find(({ entry }) => entry.index === driver)?.object.DriverName.address ?? 0;
    this.#judge.violate(LEAK, place, `${blocks.length} blocks, ${bytes} bytes: ${list.join(', ')}`, [
      name,
      0,
      blocks.length,
    ]);
  }
}
