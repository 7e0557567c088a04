/** Associated IRPs: parts of a master IRP, which the I/O manager completes with the last of them. */
import { IRP_ASSOCIATED_IRP } from '../../abi/irp-codes.ts';
import type { IRP } from '../../abi/structs/io.ts';
import type { CCHAR } from '../../abi/types.ts';
import type { IoManager } from './io-manager.ts';
import { IoAllocateIrp } from './irp.ts';

/**
 * The caller writes the number of parts into the master's AssociatedIrp.IrpCount before it sends the first.
 *
 * @returns null when pool is used up. The I/O manager frees it at the top of its own stack
 * @source nf-ntddk-iomakeassociatedirp
 */
export function IoMakeAssociatedIrp(io: IoManager, master: IRP, stackSize: CCHAR): IRP | null {
  const irp = IoAllocateIrp(io, stackSize);
  if (irp === null) return null;
  irp.Flags |= IRP_ASSOCIATED_IRP;
  irp.AssociatedIrp.MasterIrp = master;
  irp.RequestorMode = master.RequestorMode;
  irp.Tail.Overlay.Thread = master.Tail.Overlay.Thread;
  return irp;
}
