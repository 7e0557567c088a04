/** A removal begins when a rebalance is over (PNP-09). */
import { type Devnode, deepestFirst } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { restartDevice } from './start.ts';
import { cancelStop } from './stopping.ts';

/** A device that is stopped, or has agreed to it, runs again first. */
export async function endRebalance(pnp: PnpManager, devnode: Devnode): Promise<void> {
  if (devnode.state === 'queryStopped') await cancelStop(pnp, devnode);
  else if (devnode.state === 'stopped') await restartDevice(pnp, devnode);
}

/**
 * REMOVE_DEVICE waits for the requests that are under way at the device, and a device further down that is stopped
 * holds these: it would not run again before the removal has ended.
 */
export function watchRemovals(pnp: PnpManager): void {
  pnp.beforeRemove = async (devnode) => {
    for (const one of carriersOf(pnp, devnode)) await endRebalance(pnp, one);
  };
}

/** Where the requests of a device and its children go: to its bus, and to the disks on which it lies. */
function carriersOf(pnp: PnpManager, devnode: Devnode): ReadonlySet<Devnode> {
  const found = new Set<Devnode>();
  const add = (one: Devnode | null | undefined): void => {
    if (one === null || one === undefined || found.has(one)) return;
    found.add(one);
    add(one.parent);
    for (const { disk } of one.hardware.members) add(pnp.byId(disk.id));
  };
  for (const one of deepestFirst(devnode)) add(one);
  for (const one of deepestFirst(devnode)) found.delete(one);
  return found;
}
