/** The memory that a read or write moves its bytes to or from. */
import { type IRP, MmGetSystemAddressForMdlSafe, NormalPagePriority, NULL, type PVOID } from 'wdm';

/**
 * A device with DO_DIRECT_IO gets the caller's pages in an MDL; one with DO_BUFFERED_IO gets a copy in system memory.
 *
 * @returns 0 when the pages could not be mapped
 */
export function TransferBuffer(irp: IRP): PVOID {
  const { MdlAddress: mdl } = irp;
  return mdl === NULL ? irp.AssociatedIrp.SystemBuffer : MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
}
