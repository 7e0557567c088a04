import { RemovalRelations } from '../../abi/enums.ts';
import { IRP_MN_CANCEL_REMOVE_DEVICE, IRP_MN_EJECT, IRP_MN_QUERY_REMOVE_DEVICE } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { CM_PROB_DISABLED, CM_PROB_HELD_FOR_EJECT } from '../../abi/problem-codes.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { dereference } from '../io/device-object.ts';
import { deepestFirst, type Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { queryRelations, sendPnp } from './requests.ts';
import { startDevice } from './start.ts';
import { enumerateChildren } from './enumerate.ts';
import { removeStack } from './surprise-removal.ts';

/** How an orderly removal ended. */
export interface RemovalResult {
  readonly status: NTSTATUS;
  /** The device whose stack said no; null when nobody did. */
  readonly vetoedBy: Devnode | null;
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

/** The device, all below it, and what its drivers say must go with it; deepest first (R1). */
async function removalSet(pnp: PnpManager, devnode: Devnode): Promise<readonly Devnode[]> {
  const set = new Set<Devnode>();
  const add = async (one: Devnode): Promise<void> => {
    for (const member of deepestFirst(one)) {
      if (set.has(member) || member.state === 'removed') continue;
      for (const related of await relatedDevnodes(pnp, member)) if (!set.has(related)) await add(related);
      set.add(member);
    }
  };
  await add(devnode);
  return [...set];
}

async function relatedDevnodes(pnp: PnpManager, devnode: Devnode): Promise<readonly Devnode[]> {
  if (!devnode.isStarted) return [];
  const related: Devnode[] = [];
  for (const pdo of (await queryRelations(pnp, devnode, RemovalRelations)) ?? []) {
    const found = pnp.devnodeOf(pdo);
    if (found !== undefined) related.push(found);
    dereference(pnp.io, pdo.address);
  }
  return related;
}

/** R3 to R7: everybody is asked, deepest first; if all agree, all are removed in the same order. */
export async function removeOrderly(pnp: PnpManager, devnode: Devnode): Promise<RemovalResult> {
  const set = await removalSet(pnp, devnode);
  const agreed: Devnode[] = [];
  for (const one of set) {
    if (one.state === 'queryRemoved') continue;
    const status = await queryRemove(pnp, one);
    if (NT_SUCCESS(status)) {
      agreed.push(one);
      continue;
    }
    for (const other of agreed.reverse()) await cancelRemove(pnp, other);
    return { status, vetoedBy: one };
  }
  for (const one of set) await removeStack(pnp, one);
  return { status: STATUS_SUCCESS, vetoedBy: null };
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
  if (!devnode.apply(pnp.kernel.sim, 'ENUMERATED_AGAIN')) return;
  devnode.disabledByUser = false;
  devnode.problem = null;
  await startDevice(pnp, devnode);
  if (devnode.state === 'started') await enumerateChildren(pnp, devnode);
  for (const volume of removedWith(pnp, devnode)) {
    if (volume.apply(pnp.kernel.sim, 'ENUMERATED_AGAIN')) {
      volume.problem = null;
      await startDevice(pnp, volume);
    }
  }
}

/** Devices that went because they lie on this one, such as volumes on a disk. */
function removedWith(pnp: PnpManager, devnode: Devnode): readonly Devnode[] {
  return pnp
    .tree()
    .filter((other) => other.state === 'removed' && !other.disabledByUser && other.present && other.hardware.members.some(({ disk }) => disk === devnode.hardware));
}

/** Orderly removal, then EJECT to the PDO (R8). */
export async function ejectDevice(pnp: PnpManager, devnode: Devnode): Promise<RemovalResult> {
  const result = await removeOrderly(pnp, devnode);
  if (result.vetoedBy !== null) return result;
  const { status } = await sendPnp(pnp, devnode, IRP_MN_EJECT);
  devnode.problem = { code: CM_PROB_HELD_FOR_EJECT, status: 0 };
  return { status: status === STATUS_NOT_SUPPORTED ? STATUS_SUCCESS : status, vetoedBy: null };
}
