/** Memory descriptor lists: where a buffer is, followed by the frames of its pages once they are known. */
import { MDL } from '../../abi/structs/mm.ts';
import type { Kernel } from '../kernel.ts';
import { PAGE_SIZE } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { IoManager } from './io-manager.ts';

const TAG = poolTag('Mdl ');
/** MDL.MdlFlags. */
export const MDL_MAPPED_TO_SYSTEM_VA = 0x1;
export const MDL_PAGES_LOCKED = 0x2;
export const MDL_SOURCE_IS_NONPAGED_POOL = 0x4;

/** Of a PFN_NUMBER. */
const FRAME_SIZE = 4;

/** Pages that a buffer lies on. @source ADDRESS_AND_SIZE_TO_SPAN_PAGES */
export function pagesSpanned(buffer: number, length: number): number {
  return Math.ceil(((buffer % PAGE_SIZE) + length) / PAGE_SIZE);
}

/** Bytes of an MDL for a buffer, with the frames behind it. @source nf-wdm-mmsizeofmdl */
export function MmSizeOfMdl(buffer: number, length: number): number {
  return MDL.size + pagesSpanned(buffer, length) * FRAME_SIZE;
}

/** Address of the first frame. @source nf-wdm-mmgetmdlpfnarray */
export function MmGetMdlPfnArray(mdl: MDL): number {
  return mdl.address + MDL.size;
}

/** All memory is where it seems to be: the frame of an address is the address without the offset in its page. */
function writeFrames({ memory }: Kernel, mdl: MDL): void {
  const start = MmGetMdlPfnArray(mdl);
  const count = pagesSpanned(mdl.ByteOffset, mdl.ByteCount);
  // Where an MDL has no room for them, the access says so.
  memory.touch(start, count * FRAME_SIZE, true);
  for (let index = 0; index < count; index += 1)
    memory.data.setUint32(start + index * FRAME_SIZE, mdl.StartVa / PAGE_SIZE + index, true);
}

/** @returns null when pool is used up. @source nf-wdm-ioallocatemdl */
export function IoAllocateMdl(io: IoManager, buffer: number, length: number): MDL | null {
  const address = io.kernel.pool.allocate(MmSizeOfMdl(buffer, length), TAG, 0, true);
  if (address === 0) return null;
  const mdl = io.kernel.memory.view(MDL, address);
  describeBuffer(mdl, buffer, length);
  return mdl;
}

/** @source nf-wdm-mminitializemdl */
export function describeBuffer(mdl: MDL, buffer: number, length: number): void {
  mdl.Next = null;
  mdl.Size = MmSizeOfMdl(buffer, length);
  mdl.MdlFlags = 0;
  mdl.ByteOffset = buffer % PAGE_SIZE;
  mdl.StartVa = buffer - mdl.ByteOffset;
  mdl.ByteCount = length;
}

/** @source nf-wdm-mmbuildmdlfornonpagedpool */
export function MmBuildMdlForNonPagedPool(kernel: Kernel, mdl: MDL): void {
  writeFrames(kernel, mdl);
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
  writeFrames(io.kernel, mdl);
  mdl.MdlFlags |= MDL_PAGES_LOCKED;
}

/** @source nf-wdm-mmunlockpages */
export function MmUnlockPages(mdl: MDL): void {
  mdl.MdlFlags &= ~(MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA);
}

export function IoFreeMdl(io: IoManager, mdl: MDL): void {
  io.kernel.pool.free(mdl.address);
}
