/** Memory descriptor lists. Nothing is paged out here, so an MDL only says where a buffer is; no page list follows it. */
import { MDL } from '../../abi/structs/mm.ts';
import { PAGE_SIZE } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { IoManager } from './io-manager.ts';

const TAG = poolTag('Mdl ');
/** MDL.MdlFlags. */
export const MDL_MAPPED_TO_SYSTEM_VA = 0x1;
export const MDL_PAGES_LOCKED = 0x2;
export const MDL_SOURCE_IS_NONPAGED_POOL = 0x4;

/** @returns null when pool is used up. @source nf-wdm-ioallocatemdl */
export function IoAllocateMdl(io: IoManager, buffer: number, length: number): MDL | null {
  const address = io.kernel.pool.allocate(MDL.size, TAG, 0, true);
  if (address === 0) return null;
  const mdl = io.kernel.memory.view(MDL, address);
  describeBuffer(mdl, buffer, length);
  return mdl;
}

/** @source nf-wdm-mminitializemdl */
export function describeBuffer(mdl: MDL, buffer: number, length: number): void {
  mdl.Next = null;
  mdl.Size = MDL.size;
  mdl.MdlFlags = 0;
  mdl.ByteOffset = buffer % PAGE_SIZE;
  mdl.StartVa = buffer - mdl.ByteOffset;
  mdl.ByteCount = length;
}

/** @source nf-wdm-mmbuildmdlfornonpagedpool */
export function MmBuildMdlForNonPagedPool(mdl: MDL): void {
  mdl.MappedSystemVa = mdl.StartVa + mdl.ByteOffset;
  mdl.MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}

/** @source nf-wdm-mmgetsystemaddressformdlsafe */
export function MmGetSystemAddressForMdlSafe(mdl: MDL): number {
  if ((mdl.MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)) === 0) {
    mdl.MappedSystemVa = mdl.StartVa + mdl.ByteOffset;
    mdl.MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
  }
  return mdl.MappedSystemVa;
}

/** @source nf-wdm-mmprobeandlockpages */
export function MmProbeAndLockPages(io: IoManager, mdl: MDL): void {
  io.kernel.memory.touch(mdl.StartVa + mdl.ByteOffset, mdl.ByteCount, false);
  mdl.MdlFlags |= MDL_PAGES_LOCKED;
}

/** @source nf-wdm-mmunlockpages */
export function MmUnlockPages(mdl: MDL): void {
  mdl.MdlFlags &= ~(MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA);
}

export function IoFreeMdl(io: IoManager, mdl: MDL): void {
  io.kernel.pool.free(mdl.address);
}
