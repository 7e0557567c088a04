/** Open handles: they keep a device from being removed, and the last of them lets a device go that was pulled out. */
import { STATUS_NO_SUCH_DEVICE, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { deleteMissing, removeStack } from './surprise-removal.ts';

/** Before START has completed for all drivers, and once they are gone, nobody can open the device (PNP-10). */
const CLOSED_STATES: readonly string[] = [
  'uninitialized',
  'initialized',
  'driversAdded',
  'resourcesAssigned',
  'startPending',
  'awaitingQueuedRemoval',
  'removed',
  'awaitingQueuedDeletion',
  'deleted',
];

export function watchHandles(pnp: PnpManager): void {
  pnp.files.mayOpen = (device) => mayOpen(pnp, device);
  pnp.files.onClosed = () => removeClosed(pnp);
}

function mayOpen(pnp: PnpManager, device: DEVICE_OBJECT): NTSTATUS {
  const devnode = pnp.devnodeAbove(device);
  // A device object that no bus reported, such as the one through which programs control a driver, is always there.
  if (devnode === undefined) return STATUS_SUCCESS;
  return CLOSED_STATES.includes(devnode.state) ? STATUS_NO_SUCH_DEVICE : STATUS_SUCCESS;
}

/** REMOVE_DEVICE to those that were removed by surprise and on which nothing is open any more (PNP-51). */
function removeClosed(pnp: PnpManager): void {
  for (const set of [...pnp.removedBySurprise]) {
    if (set.some((one) => openFiles(pnp, one) > 0)) continue;
    pnp.removedBySurprise.delete(set);
    pnp.enqueue('remove after the last close', async () => {
      for (const one of set) await removeStack(pnp, one);
      for (const one of set) if (!one.present && one.state !== 'deleted') await deleteMissing(pnp, one);
    });
  }
}

export function openFiles(pnp: PnpManager, devnode: Devnode): number {
  return pnp.files.onStack(devnode.pdo).length;
}
