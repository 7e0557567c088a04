/** Memory descriptor lists. */
import { APC_LEVEL, DISPATCH_LEVEL } from '../abi/enums.ts';
import { toAddress } from '../abi/struct.ts';
import type { IRP } from '../abi/structs/io.ts';
import type { MDL } from '../abi/structs/mm.ts';
import type { Pointer } from '../abi/types.ts';
import {
  describeBuffer,
  IoAllocateMdl,
  IoFreeMdl,
  MmBuildMdlForNonPagedPool,
  MmGetMdlPfnArray,
  MmGetSystemAddressForMdlSafe,
  MmProbeAndLockPages,
  MmSizeOfMdl,
  MmUnlockPages,
} from '../kernel/io/mdl.ts';
import { routine } from './routine.ts';

export const mdlRoutines = [
  routine(
    'IoAllocateMdl',
    'VirtualAddress: PVOID, Length: ULONG, SecondaryBuffer: BOOLEAN, ChargeQuota: BOOLEAN, Irp: PIRP',
    {
      returns: 'PMDL',
      max: DISPATCH_LEVEL,
      summary: "An MDL for a buffer. With an IRP it becomes that IRP's MdlAddress. NULL when pool is used up.",
    },
    (nt, buffer: Pointer, length: number, _secondary: boolean, _charge: boolean, irp: IRP | null) => {
      const mdl = IoAllocateMdl(nt.io, toAddress(buffer), length);
      if (irp !== null) irp.MdlAddress = mdl;
      return mdl;
    },
  ),
  routine('IoFreeMdl', 'Mdl: PMDL', { max: DISPATCH_LEVEL, summary: 'Frees an MDL.' }, (nt, mdl: MDL) =>
    IoFreeMdl(nt.io, mdl),
  ),
  routine(
    'MmBuildMdlForNonPagedPool',
    'MemoryDescriptorList: PMDL',
    { max: DISPATCH_LEVEL, summary: 'Completes an MDL whose buffer lies in nonpaged pool.' },
    (nt, mdl: MDL) => MmBuildMdlForNonPagedPool(nt.kernel, mdl),
  ),
  routine(
    'MmInitializeMdl',
    'MemoryDescriptorList: PMDL, BaseVa: PVOID, Length: SIZE_T',
    { summary: 'Points an MDL at another buffer. MmBuildMdlForNonPagedPool or MmProbeAndLockPages completes it.' },
    (_nt, mdl: MDL, buffer: Pointer, length: number) => describeBuffer(mdl, toAddress(buffer), length),
  ),
  routine(
    'MmProbeAndLockPages',
    'MemoryDescriptorList: PMDL, AccessMode: KPROCESSOR_MODE, Operation: LOCK_OPERATION',
    { max: APC_LEVEL, summary: 'Makes the buffer resident, which all memory is here.' },
    (nt, mdl: MDL) => MmProbeAndLockPages(nt.io, mdl),
  ),
  routine(
    'MmUnlockPages',
    'MemoryDescriptorList: PMDL',
    { max: DISPATCH_LEVEL, summary: 'Ends what MmProbeAndLockPages began.' },
    (_nt, mdl: MDL) => MmUnlockPages(mdl),
  ),
  routine(
    'MmGetSystemAddressForMdlSafe',
    'Mdl: PMDL, Priority: ULONG',
    {
      returns: 'PVOID',
      max: DISPATCH_LEVEL,
      summary: 'The address by which a driver reaches the buffer; NULL (0) when it cannot be mapped.',
    },
    (_nt, mdl: MDL) => MmGetSystemAddressForMdlSafe(mdl),
  ),
  routine(
    'MmGetMdlVirtualAddress',
    'Mdl: PMDL',
    { returns: 'PVOID', summary: 'The address that the MDL was made for.' },
    (_nt, mdl: MDL) => mdl.StartVa + mdl.ByteOffset,
  ),
  routine(
    'MmGetMdlByteCount',
    'Mdl: PMDL',
    { returns: 'ULONG', summary: 'Bytes of the buffer.' },
    (_nt, mdl: MDL) => mdl.ByteCount,
  ),
  routine(
    'MmGetMdlByteOffset',
    'Mdl: PMDL',
    { returns: 'ULONG', summary: 'Bytes from the beginning of its first page to the buffer.' },
    (_nt, mdl: MDL) => mdl.ByteOffset,
  ),
  routine(
    'MmGetMdlPfnArray',
    'Mdl: PMDL',
    {
      returns: 'PULONG',
      summary:
        'The frame numbers of the pages that the buffer lies on, behind the MDL. Known after MmBuildMdlForNonPagedPool or MmProbeAndLockPages.',
    },
    (_nt, mdl: MDL) => MmGetMdlPfnArray(mdl),
  ),
  routine(
    'MmSizeOfMdl',
    'Base: PVOID, Length: SIZE_T',
    { returns: 'SIZE_T', summary: 'Bytes of an MDL for a buffer, with the frame numbers behind it.' },
    (_nt, base: Pointer, length: number) => MmSizeOfMdl(toAddress(base), length),
  ),
];
