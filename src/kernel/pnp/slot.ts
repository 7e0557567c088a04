/** The lock of the slot in which a device sits. */
import { IRP_MN_SET_LOCK } from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { sendPnp } from './requests.ts';

/** @source irp-mn-set-lock */
export async function setLock(pnp: PnpManager, devnode: Devnode, isLocked: boolean): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_SET_LOCK, (location) => {
    location.Parameters.SetLock.Lock = isLocked;
  });
  if (NT_SUCCESS(status)) devnode.isLocked = isLocked;
  pnp.kernel.sim.hooks.onChange();
  return status;
}
