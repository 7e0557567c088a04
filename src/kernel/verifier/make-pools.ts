/** Pool, with what the settings ask for: special pool beside it, and paged pool that can be paged out. */
import { type KernelMemory, PAGE_SIZE } from '../mm/memory.ts';
import { Pageable } from '../mm/pageable.ts';
import { Pool, poolTag } from '../mm/pool.ts';
import { SpecialPool } from '../mm/special-pool.ts';
import { tableRegion } from '../mm/table-region.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { Simulation } from '../sim/simulation.ts';
import { optionsOf, type VerifierSettings } from './settings.ts';
import { captureSite } from './site.ts';
import { VerifiedDrivers } from './verified-drivers.ts';

const SPECIAL_POOL_DETECTED_MEMORY_CORRUPTION = 0xc1;
/** P4: bytes behind the end of the block were written to. */
const BEHIND_THE_END = 0x24;
/** One part in so many of memory is special pool. */
const SPECIAL_SHARE = 4;

/** @param start - address behind the images of C drivers */
export function makePools(memory: KernelMemory, sim: Simulation, start: number, settings: VerifierSettings): Pool {
  const { drivers, specialPool, forceIrqlChecking } = optionsOf(settings);
  const verified = new VerifiedDrivers(sim.directory, drivers);
  const size = specialPool === null ? 0 : Math.floor(memory.size / SPECIAL_SHARE / PAGE_SIZE) * PAGE_SIZE;
  const pool = new Pool(memory, start, memory.size - size, tableRegion(memory.size, start));
  if (forceIrqlChecking) pool.pageable = new Pageable(memory, (owner) => verified.isStressed(owner));
  if (specialPool === null) return pool;
  const tags = new Set(specialPool.tags.map(poolTag));
  pool.special = new SpecialPool(memory, memory.size - size, memory.size, {
    align: specialPool.align,
    wants: (owner, tag) => verified.isStressed(owner) && (tags.size === 0 || tags.has(tag)),
    onOverrun: (block, at) => {
      const error = new BugCheckError(SPECIAL_POOL_DETECTED_MEMORY_CORRUPTION, block, at, 0, BEHIND_THE_END);
      // The free is deep in the kernel: the driver's line is beyond what an error keeps by itself.
      error.stack = captureSite(error.message).stack ?? '';
      throw sim.stop(error);
    },
  });
  return pool;
}
