/** What a device needs is asked, filtered by its drivers, arbitrated, and given to them with START_DEVICE. */
import {
  IRP_MN_FILTER_RESOURCE_REQUIREMENTS,
  IRP_MN_QUERY_RESOURCE_REQUIREMENTS,
  IRP_MN_START_DEVICE,
} from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { AssignedResource, Requirements } from './arbiter.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { sendPnp } from './requests.ts';
import { copyRequirements, readRequirements, writeResources } from './resource-lists.ts';

/** E8, and again whenever the bus says that they have changed. */
export async function queryRequirements(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const { status, information } = await sendPnp(pnp, devnode, IRP_MN_QUERY_RESOURCE_REQUIREMENTS);
  forgetRequirements(pnp, devnode);
  if (NT_SUCCESS(status)) devnode.requirements = information;
}

export function forgetRequirements(pnp: PnpManager, devnode: Devnode): void {
  if (devnode.requirements !== 0) pnp.kernel.pool.free(devnode.requirements);
  devnode.requirements = 0;
}

/**
 * E11. The list goes in through IoStatus.Information; a driver that wants another one replaces it there and frees the
 * old one.
 */
export async function readNeeds(pnp: PnpManager, devnode: Devnode): Promise<Requirements> {
  const given = copyRequirements(pnp.kernel, devnode.requirements);
  const filter = IRP_MN_FILTER_RESOURCE_REQUIREMENTS;
  const { status, information } = await sendPnp(pnp, devnode, filter, () => {}, given);
  const filtered = NT_SUCCESS(status) ? information : given;
  const requirements = readRequirements(pnp.kernel, filtered);
  if (filtered !== 0) pnp.kernel.pool.free(filtered);
  return requirements;
}

/**
 * E11 and E12.
 *
 * @param avoid - what the device is to get rid of, as long as there is anything else
 * @returns false on a conflict; the device keeps what it has
 */
export async function assignResources(
  pnp: PnpManager,
  devnode: Devnode,
  avoid: readonly AssignedResource[] = [],
): Promise<boolean> {
  const requirements = await readNeeds(pnp, devnode);
  const { arbiter } = pnp;
  return arbiter.assign(devnode, requirements, avoid) || (avoid.length > 0 && arbiter.assign(devnode, requirements));
}

/** START_DEVICE with the device's resources. The lists are gone when the request has ended: drivers copy them. */
export async function sendStart(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { kernel, arbiter } = pnp;
  const resources = arbiter.ownedBy(devnode);
  const raw = writeResources(kernel, resources, false);
  const translated = writeResources(kernel, resources, true);
  const { status } = await sendPnp(pnp, devnode, IRP_MN_START_DEVICE, (location) => {
    location.Parameters.StartDevice.AllocatedResources = raw;
    location.Parameters.StartDevice.AllocatedResourcesTranslated = translated;
  });
  for (const list of [raw, translated]) if (list !== null) kernel.pool.free(list.address);
  return status;
}
