import { IRP_MN_DEVICE_USAGE_NOTIFICATION } from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { isPromise } from '../../base/maybe-promise.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { sendPnp } from './requests.ts';

/**
 * The system puts a special file on a device, or has taken it away (USE-05 to USE-08). When the drivers refuse, the
 * file is not created; a refusal of a removal changes nothing, the file is gone already.
 *
 * @param type - DEVICE_USAGE_NOTIFICATION_TYPE
 */
export async function notifyUsage(pnp: PnpManager, devnode: Devnode, type: number, inPath: boolean): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_DEVICE_USAGE_NOTIFICATION, (location) => {
    location.Parameters.UsageNotification.InPath = inPath;
    location.Parameters.UsageNotification.Type = type;
  });
  const files = devnode.specialFiles.get(type) ?? 0;
  if (inPath && NT_SUCCESS(status)) devnode.specialFiles.set(type, files + 1);
  if (!inPath) devnode.specialFiles.set(type, Math.max(0, files - 1));
  for (const hear of pnp.onSpecialFile) {
    const heard = hear(devnode, type);
    if (isPromise(heard)) await heard;
  }
  return status;
}
