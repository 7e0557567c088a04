import { IRP_MN_REMOVE_DEVICE, IRP_MN_SURPRISE_REMOVAL } from '../../abi/irp-codes.ts';
import { dereference } from '../io/device-object.ts';
import { forgetDepends } from './disableable.ts';
import { deepestFirst, type DeviceProblem, type Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { sendPnp } from './requests.ts';

/**
 * The device is gone, or has failed: SURPRISE_REMOVAL to it and all below it, deepest first, then REMOVE_DEVICE,
 * because nobody holds a handle (PNP-50 to PNP-53).
 */
export async function surpriseRemove(pnp: PnpManager, devnode: Devnode, problem: DeviceProblem | null): Promise<void> {
  const affected = deepestFirst(devnode);
  for (const one of affected) {
    if (!one.can('SURPRISE_REMOVAL')) continue;
    await sendPnp(pnp, one, IRP_MN_SURPRISE_REMOVAL);
    one.apply(pnp.kernel.sim, 'SURPRISE_REMOVAL');
  }
  devnode.problem = problem ?? devnode.problem;
  for (const one of affected) await removeStack(pnp, one);
}

/** REMOVE_DEVICE: the drivers of the stack detach and delete their devices; the PDO stays while its bus reports it. */
export async function removeStack(pnp: PnpManager, devnode: Devnode): Promise<void> {
  if (devnode.state === 'uninitialized' || devnode.state === 'removed' || devnode.state === 'deleted') return;
  await sendPnp(pnp, devnode, IRP_MN_REMOVE_DEVICE);
  forgetDepends(devnode);
  devnode.apply(pnp.kernel.sim, 'REMOVE_DEVICE');
}

/** A device that its bus no longer reports: the bus driver is told once more, and the devnode goes. */
export async function deleteMissing(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const { sim } = pnp.kernel;
  if (devnode.can('SURPRISE_REMOVAL') && devnode.state !== 'initialized') await surpriseRemove(pnp, devnode, null);
  for (const child of [...devnode.children]) await deleteMissing(pnp, child);
  const wasToldAlready = devnode.state === 'removed' && devnode.history[0] === 'removePendingCloses';
  devnode.apply(sim, 'MISSING_FROM_BUS');
  // A stack that was removed while its bus still reported it keeps its PDO until this second REMOVE (PNP-12).
  if (!wasToldAlready) await sendPnp(pnp, devnode, IRP_MN_REMOVE_DEVICE);
  devnode.apply(sim, 'PDO_DELETED');
  const { address } = devnode.pdo;
  pnp.forget(devnode);
  dereference(pnp.io, address);
}
