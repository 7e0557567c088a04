import { startDependents } from './dependents.ts';
import { Devnode } from './devnode.ts';
import { enumerateChildren } from './enumerate.ts';
import type { PnpManager } from './pnp-manager.ts';
import { createRootDevice } from './root-device.ts';
import { startDevice } from './start.ts';

/** Makes the root of the tree and brings up all below it. */
export async function bootTree(pnp: PnpManager): Promise<void> {
  const { root } = pnp.hardware;
  const pdo = createRootDevice(pnp.io);
  pnp.hardware.bind(root, pdo.address);
  const devnode = new Devnode(root, pdo, null);
  devnode.deviceId = root.deviceId;
  devnode.instanceId = root.instanceId;
  pnp.root = devnode;
  pnp.add(devnode);
  devnode.apply(pnp.kernel.sim, 'IDS_QUERIED');
  await startDevice(pnp, devnode);
  await enumerateChildren(pnp, devnode);
  // A volume may have been found before the disk on which it lies.
  await startDependents(pnp);
}
