import {
  GUID_TARGET_DEVICE_QUERY_REMOVE,
  GUID_TARGET_DEVICE_REMOVE_CANCELLED,
  GUID_TARGET_DEVICE_REMOVE_COMPLETE,
} from '../../abi/guids.ts';
import { IRP_MN_CANCEL_REMOVE_DEVICE, IRP_MN_EJECT, IRP_MN_QUERY_REMOVE_DEVICE } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED, STATUS_PLUGPLAY_QUERY_VETOED, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { CM_PROB_DISABLED, CM_PROB_HELD_FOR_EJECT } from '../../abi/problem-codes.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { startDependents } from './dependents.ts';
import type { Devnode } from './devnode.ts';
import { endRebalance } from './end-rebalance.ts';
import { enumerateChildren } from './enumerate.ts';
import { openFiles } from './handles.ts';
import { targetListeners, tellAllTargets, tellTargets } from './notifications.ts';
import { noticeGone } from './plugging.ts';
import type { PnpManager } from './pnp-manager.ts';
import type { Registration } from './registration.ts';
import { removalSet } from './removal-set.ts';
import { sendPnp } from './requests.ts';
import { startDevice } from './start.ts';
import { removeStack } from './surprise-removal.ts';

/** How an orderly removal ended. */
export interface RemovalResult {
  readonly status: NTSTATUS;
  /** The device whose stack said no; null when nobody did. */
  readonly vetoedBy: Devnode | null;
  /** The drivers agreed, but this many handles to the device are open (R4). */
  readonly openHandles?: number;
  /** No driver of the stack, but one that has it as its target, has refused in its callback (R2). */
  readonly refusedBy?: string;
  /** The slot has let the device go, or has failed to. */
  readonly isEjected?: boolean;
}

/** QUERY_REMOVE_DEVICE to one stack. A refusal is followed by CANCEL_REMOVE_DEVICE to the same stack (R5). */
export async function queryRemove(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_QUERY_REMOVE_DEVICE);
  if (NT_SUCCESS(status)) devnode.apply(pnp.kernel.sim, 'QUERY_REMOVE_DEVICE.succeeded');
  else await sendPnp(pnp, devnode, IRP_MN_CANCEL_REMOVE_DEVICE);
  return status;
}

export async function cancelRemove(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { status } = await sendPnp(pnp, devnode, IRP_MN_CANCEL_REMOVE_DEVICE);
  devnode.apply(pnp.kernel.sim, 'CANCEL_REMOVE_DEVICE');
  return status;
}

/** R1 to R7: everybody is asked, deepest first; if all agree, all are removed in the same order. */
export async function removeOrderly(pnp: PnpManager, devnode: Devnode, isEject = false): Promise<RemovalResult> {
  const set = await removalSet(pnp, devnode, isEject);
  const listeners = set.flatMap((one) => targetListeners(pnp, one));
  const told: Registration[] = [];
  const { status, by } = await tellTargets(pnp, GUID_TARGET_DEVICE_QUERY_REMOVE, listeners, told);
  const refusal =
    by === null
      ? await queryAll(pnp, set)
      : { status, vetoedBy: by.target ?? devnode, refusedBy: by.driver.entry.name };
  if (refusal !== null) {
    await tellAllTargets(pnp, GUID_TARGET_DEVICE_REMOVE_CANCELLED, told);
    return refusal;
  }
  for (const one of set) {
    await tellAllTargets(pnp, GUID_TARGET_DEVICE_REMOVE_COMPLETE, targetListeners(pnp, one));
    await removeStack(pnp, one);
  }
  return { status: STATUS_SUCCESS, vetoedBy: null };
}

/** R3 to R5. @returns null when all have agreed */
async function queryAll(pnp: PnpManager, set: readonly Devnode[]): Promise<RemovalResult | null> {
  const agreed: Devnode[] = [];
  for (const one of set) {
    await endRebalance(pnp, one);
    if (one.state === 'queryRemoved' || one.state === 'removed') continue;
    const status = one.state === 'removePendingCloses' ? STATUS_SUCCESS : await queryRemove(pnp, one);
    if (NT_SUCCESS(status) && one.state === 'queryRemoved') agreed.push(one);
    const openHandles = openFiles(pnp, one);
    if (NT_SUCCESS(status) && openHandles === 0) continue;
    for (const other of agreed.reverse()) await cancelRemove(pnp, other);
    return NT_SUCCESS(status)
      ? { status: STATUS_PLUGPLAY_QUERY_VETOED, vetoedBy: one, openHandles }
      : { status, vetoedBy: one };
  }
  return null;
}

/** @returns null when the device cannot be disabled and nothing was sent (USE-62) */
export async function disableDevice(pnp: PnpManager, devnode: Devnode): Promise<RemovalResult | null> {
  if (devnode.disableableDepends > 0) return null;
  const result = await removeOrderly(pnp, devnode);
  if (result.vetoedBy === null) {
    devnode.disabledByUser = true;
    devnode.problem = { code: CM_PROB_DISABLED, status: 0 };
  }
  return result;
}

/** Drivers are added again to a device that was removed and is still there. */
export async function enableDevice(pnp: PnpManager, devnode: Devnode): Promise<void> {
  if (!devnode.can('ENUMERATED_AGAIN')) return;
  devnode.apply(pnp.kernel.sim, 'ENUMERATED_AGAIN');
  devnode.disabledByUser = false;
  devnode.problem = null;
  await startDevice(pnp, devnode);
  if (devnode.state === 'started') await enumerateChildren(pnp, devnode);
  await startDependents(pnp);
}

/** Orderly removal, then EJECT to the PDO (R8). */
export async function ejectDevice(pnp: PnpManager, devnode: Devnode): Promise<RemovalResult> {
  const result = await removeOrderly(pnp, devnode, true);
  if (result.vetoedBy !== null) return result;
  const { status } = await sendPnp(pnp, devnode, IRP_MN_EJECT);
  devnode.problem = { code: CM_PROB_HELD_FOR_EJECT, status: 0 };
  // Where no slot ejects it, somebody has to take it out by hand.
  if (status === STATUS_NOT_SUPPORTED) return { status: STATUS_SUCCESS, vetoedBy: null };
  if (NT_SUCCESS(status)) await noticeGone(pnp, devnode.hardware);
  return { status, vetoedBy: null, isEjected: NT_SUCCESS(status) };
}
