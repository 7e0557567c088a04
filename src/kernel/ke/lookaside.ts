/**
 * Lookaside lists. Nothing is kept for later: each block goes back to pool at once, as it does under Driver Verifier,
 * so that an access to a freed one is found.
 */

import { toAddress } from '../../abi/struct.ts';
import type { NPAGED_LOOKASIDE_LIST } from '../../abi/structs/ex.ts';
import type { Pointer } from '../../abi/types.ts';
import type { Kernel } from '../kernel.ts';
import { EVENT } from '../sim/events.ts';
import { withoutWait } from './callback.ts';

const BAD_POOL_CALLER = 0xc2;
const ALREADY_FREED = 7;
const NOT_A_BLOCK = 0x46;
const LEAST_DEPTH = 4;
const PAGED_POOL = 1;

export type AllocateFunction = (poolType: number, size: number, tag: number) => unknown;
export type FreeFunction = (block: number) => unknown;

export interface LookasideOptions {
  readonly allocate: AllocateFunction | null;
  readonly free: FreeFunction | null;
  readonly poolType: number;
  /** Bytes of each block. */
  readonly size: number;
  readonly tag: number;
}

/** @source nf-wdm-exinitializenpagedlookasidelist */
export function initializeLookaside(kernel: Kernel, list: NPAGED_LOOKASIDE_LIST, options: LookasideOptions): void {
  kernel.memory.zero(list.address, (list.constructor as typeof NPAGED_LOOKASIDE_LIST).size);
  list.Depth = LEAST_DEPTH;
  list.MaximumDepth = 256;
  list.Type = options.poolType;
  list.Tag = options.tag;
  list.Size = options.size;
  list.Allocate = options.allocate === null ? 0 : kernel.memory.addressOfRoutine(options.allocate);
  list.Free = options.free === null ? 0 : kernel.memory.addressOfRoutine(options.free);
}

/** @returns 0 when pool is used up. @source nf-wdm-exallocatefromnpagedlookasidelist */
export function allocateFromLookaside(kernel: Kernel, list: NPAGED_LOOKASIDE_LIST): number {
  const { memory, pool, sim } = kernel;
  list.TotalAllocates += 1;
  list.AllocateMisses += 1;
  const own = memory.routine(list.Allocate) as AllocateFunction | null;
  if (own !== null) {
    const given = withoutWait(kernel, 'Allocate of a lookaside list', own(list.Type, list.Size, list.Tag));
    return toAddress(given as Pointer | undefined) >>> 0;
  }
  const address = pool.allocate(list.Size, list.Tag, kernel.driver, false);
  if (list.Type === PAGED_POOL) pool.pageable?.add(address, list.Size, kernel.driver);
  sim.record(EVENT.allocate, 0, sim.current.device, address, list.Size, list.Tag);
  return address;
}

/** @throws BugCheckError 0xC2 for what is no block of pool, or was freed. @source nf-wdm-exfreetonpagedlookasidelist */
export function freeToLookaside(kernel: Kernel, list: NPAGED_LOOKASIDE_LIST, block: number): void {
  const { memory, pool, sim } = kernel;
  list.TotalFrees += 1;
  list.FreeMisses += 1;
  const own = memory.routine(list.Free) as FreeFunction | null;
  if (own !== null) {
    withoutWait(kernel, 'Free of a lookaside list', own(block));
    return;
  }
  const result = pool.free(block);
  if (result !== 'ok')
    kernel.bugCheck(BAD_POOL_CALLER, result === 'alreadyFreed' ? ALREADY_FREED : NOT_A_BLOCK, 0, 0, block);
  sim.record(EVENT.free, 0, sim.current.device, block, 0, 0);
}
