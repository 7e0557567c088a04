/** Events of a driver's own, told to all that have one of its devices as their target. */
import { TargetDeviceRelation } from '../../abi/enums.ts';
import {
  GUID_TARGET_DEVICE_QUERY_REMOVE,
  GUID_TARGET_DEVICE_REMOVE_CANCELLED,
  GUID_TARGET_DEVICE_REMOVE_COMPLETE,
} from '../../abi/guids.ts';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_PENDING,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { TARGET_DEVICE_CUSTOM_NOTIFICATION } from '../../abi/structs/pnp.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { dereference } from '../io/device-object.ts';
import type { OpenFile } from '../io/file-object.ts';
import { readGuid } from '../io/guid.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from './devnode.ts';
import { callBack, targetListeners } from './notifications.ts';
import type { PnpManager } from './pnp-manager.ts';
import { queryRelations } from './requests.ts';

const TAG = poolTag('PnpN');
/** Only the system says these. */
const RESERVED: readonly string[] = [
  GUID_TARGET_DEVICE_QUERY_REMOVE,
  GUID_TARGET_DEVICE_REMOVE_CANCELLED,
  GUID_TARGET_DEVICE_REMOVE_COMPLETE,
];

/** The device behind a file, as its stack tells it: IRP_MN_QUERY_DEVICE_RELATIONS for TargetDeviceRelation. */
export async function targetOf(pnp: PnpManager, { device }: OpenFile): Promise<Devnode | null> {
  const devnode = pnp.devnodeAbove(device);
  if (devnode === undefined) return null;
  const [pdo, ...rest] = (await queryRelations(pnp, devnode, TargetDeviceRelation)) ?? [];
  for (const one of [pdo, ...rest]) if (one !== undefined) dereference(pnp.io, one.address);
  return pdo === undefined ? null : (pnp.devnodeOf(pdo) ?? null);
}

function isReportable(pnp: PnpManager, pdo: DEVICE_OBJECT, structure: number): boolean {
  const { Event: event } = pnp.kernel.memory.view(TARGET_DEVICE_CUSTOM_NOTIFICATION, structure);
  return pnp.devnodeOf(pdo) !== undefined && !RESERVED.includes(readGuid(event));
}

/** Each listener finds its own file in the structure. */
async function tell(pnp: PnpManager, pdo: DEVICE_OBJECT, structure: number): Promise<void> {
  const devnode = pnp.devnodeOf(pdo);
  const notification = pnp.kernel.memory.view(TARGET_DEVICE_CUSTOM_NOTIFICATION, structure);
  const event = readGuid(notification.Event);
  for (const one of devnode === undefined ? [] : targetListeners(pnp, devnode)) {
    if (!pnp.registrations.has(one.entry)) continue;
    const { file } = one;
    notification.FileObject = file !== null && pnp.files.at(file.file.address) === file ? file.file : null;
    await callBack(pnp, one, structure, event, one.target);
  }
}

/** @source nf-wdm-ioreporttargetdevicechange */
export async function reportTargetChange(pnp: PnpManager, pdo: DEVICE_OBJECT, structure: number): Promise<NTSTATUS> {
  if (!isReportable(pnp, pdo, structure)) return STATUS_INVALID_DEVICE_REQUEST;
  await tell(pnp, pdo, structure);
  return STATUS_SUCCESS;
}

/** The structure is copied: the caller's may go as soon as this returns. @source nf-wdm-ioreporttargetdevicechangeasynchronous */
export function reportTargetChangeLater(
  pnp: PnpManager,
  pdo: DEVICE_OBJECT,
  structure: number,
  done: () => MaybePromise<void>,
): NTSTATUS {
  if (!isReportable(pnp, pdo, structure)) return STATUS_INVALID_DEVICE_REQUEST;
  const { memory, pool } = pnp.kernel;
  const size = memory.view(TARGET_DEVICE_CUSTOM_NOTIFICATION, structure).Size;
  const copy = pool.allocate(size, TAG, 0, true);
  if (copy === 0) return STATUS_INSUFFICIENT_RESOURCES;
  memory.copy(copy, structure, size);
  pnp.enqueue('report a change of a device', async () => {
    await tell(pnp, pdo, copy);
    pool.free(copy);
    await done();
  });
  return STATUS_PENDING;
}
