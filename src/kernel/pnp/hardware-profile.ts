/** The machine gets another hardware profile: it was docked or undocked, or a user chose one. */
import { EventCategoryHardwareProfileChange } from '../../abi/enums.ts';
import {
  GUID_HWPROFILE_CHANGE_CANCELLED,
  GUID_HWPROFILE_CHANGE_COMPLETE,
  GUID_HWPROFILE_QUERY_CHANGE,
} from '../../abi/guids.ts';
import { NT_SUCCESS, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { HWPROFILE_CHANGE_NOTIFICATION } from '../../abi/structs/pnp.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { writeGuid } from '../io/guid.ts';
import { callBack, NOTIFICATION_TAG, registered } from './notifications.ts';
import type { PnpManager } from './pnp-manager.ts';
import type { Registration } from './registration.ts';

export interface ProfileChange {
  /** Of the driver that refused, or STATUS_SUCCESS. */
  readonly status: NTSTATUS;
  /** Name of the driver that refused. */
  readonly refusedBy: string | null;
  /** Drivers that were asked. */
  readonly asked: number;
}

/**
 * All that have registered are asked; when one refuses, or somebody else calls it off, those that were asked hear that
 * it is cancelled, else that it is complete. The page only says that drivers typically agree: a refusal is taken for one.
 *
 * @param isCalledOff - after the drivers have been asked
 * @source handling-hardware-profile-change-events
 */
export async function changeHardwareProfile(pnp: PnpManager, isCalledOff: boolean): Promise<ProfileChange> {
  const asked: Registration[] = [];
  let status: NTSTATUS = STATUS_SUCCESS;
  let refusedBy: string | null = null;
  for (const one of registered(pnp, ({ category }) => category === EventCategoryHardwareProfileChange)) {
    asked.push(one);
    status = await tell(pnp, one, GUID_HWPROFILE_QUERY_CHANGE);
    if (NT_SUCCESS(status)) continue;
    refusedBy = one.driver.entry.name;
    break;
  }
  const isCancelled = isCalledOff || refusedBy !== null;
  const outcome = isCancelled ? GUID_HWPROFILE_CHANGE_CANCELLED : GUID_HWPROFILE_CHANGE_COMPLETE;
  for (const one of asked) await tell(pnp, one, outcome);
  return { status: refusedBy === null ? STATUS_SUCCESS : status, refusedBy, asked: asked.length };
}

async function tell(pnp: PnpManager, registration: Registration, event: string): Promise<NTSTATUS> {
  const { memory, pool } = pnp.kernel;
  if (!pnp.registrations.has(registration.entry)) return STATUS_SUCCESS;
  const address = pool.allocate(HWPROFILE_CHANGE_NOTIFICATION.size, NOTIFICATION_TAG, 0, true);
  if (address === 0) return STATUS_SUCCESS;
  const notification = memory.view(HWPROFILE_CHANGE_NOTIFICATION, address);
  notification.Version = 1;
  notification.Size = HWPROFILE_CHANGE_NOTIFICATION.size;
  writeGuid(notification.Event, event);
  const status = await callBack(pnp, registration, address, event, null);
  pool.free(address);
  return status;
}
