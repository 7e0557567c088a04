/** The memory that a read or write moves its bytes to or from. */
import type { IRP, PVOID } from 'wdm';

/**
 * The sandbox has one address space and locks no pages, so direct I/O needs no MDL: buffered and direct requests carry
 * an address that is valid everywhere, and what is left carries the caller's own.
 */
export function TransferBuffer(irp: IRP): PVOID {
  const { SystemBuffer: systemBuffer } = irp.AssociatedIrp;
  return systemBuffer === 0 ? irp.UserBuffer : systemBuffer;
}
