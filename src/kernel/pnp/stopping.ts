import { IRP_MN_CANCEL_STOP_DEVICE, IRP_MN_QUERY_STOP_DEVICE, IRP_MN_STOP_DEVICE } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_RESOURCE_REQUIREMENTS_CHANGED, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { assignResources, queryRequirements } from './assignment.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { sendPnp } from './requests.ts';
import { restartDevice } from './start.ts';

/** QUERY_STOP_DEVICE. A refusal is followed by CANCEL_STOP_DEVICE to the same stack (PNP-30). */
export async function queryStop(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_QUERY_STOP_DEVICE);
  if (NT_SUCCESS(status)) devnode.apply(pnp.kernel.sim, 'QUERY_STOP_DEVICE.succeeded');
  else await sendPnp(pnp, devnode, IRP_MN_CANCEL_STOP_DEVICE);
  return status;
}

export async function cancelStop(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_CANCEL_STOP_DEVICE);
  devnode.apply(pnp.kernel.sim, 'CANCEL_STOP_DEVICE');
  return status;
}

export async function stop(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_STOP_DEVICE);
  devnode.apply(pnp.kernel.sim, 'STOP_DEVICE');
  return status;
}

/**
 * The whole rebalance of one device: ask, stop, start with other resources where there are any. A refusal leaves it
 * running. A PDO may agree and say that it needs something else now (PNP-32).
 */
export async function rebalance(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const asked = await queryStop(pnp, devnode);
  if (!NT_SUCCESS(asked)) return asked;
  if (asked === STATUS_RESOURCE_REQUIREMENTS_CHANGED) await queryRequirements(pnp, devnode);
  await stop(pnp, devnode);
  if (devnode.requirements !== 0) await assignResources(pnp, devnode, pnp.arbiter.ownedBy(devnode));
  const restarted = await restartDevice(pnp, devnode);
  return NT_SUCCESS(restarted) ? STATUS_SUCCESS : restarted;
}
