import { DeviceUsageTypePaging } from '../../abi/enums.ts';
import { GUID_TARGET_DEVICE_REMOVE_COMPLETE } from '../../abi/guids.ts';
import { IRP_MN_REMOVE_DEVICE, IRP_MN_SURPRISE_REMOVAL } from '../../abi/irp-codes.ts';
import { dereference, deviceIndex } from '../io/device-object.ts';
import { forgetRequirements } from './assignment.ts';
import type { DeviceProblem, Devnode } from './devnode.ts';
import { forgetDepends } from './disableable.ts';
import { disableInterfaces } from './interfaces.ts';
import { targetListeners, tellAllTargets } from './notifications.ts';
import type { PnpManager } from './pnp-manager.ts';
import { removalSet } from './removal-set.ts';
import { sendPnp } from './requests.ts';
import { unloadUnused } from './unload.ts';

/**
 * The device is gone, or has failed: SURPRISE_REMOVAL to it, to all below it and to what goes with it, deepest first,
 * then REMOVE_DEVICE, as soon as nobody holds a handle to any of them (PNP-50 to PNP-53).
 */
export async function surpriseRemove(
  pnp: PnpManager,
  devnode: Devnode,
  problem: DeviceProblem | null,
  cause: 'SURPRISE_REMOVAL' | 'RESTART.failed' = 'SURPRISE_REMOVAL',
): Promise<void> {
  reportLostFiles(pnp, devnode);
  const affected = await removalSet(pnp, devnode);
  for (const one of affected) {
    if ((one.specialFiles.get(DeviceUsageTypePaging) ?? 0) > 0) pnp.lostPageFiles.add(one.id);
    if (!one.can('SURPRISE_REMOVAL')) continue;
    await sendPnp(pnp, one, IRP_MN_SURPRISE_REMOVAL);
    one.apply(pnp.kernel.sim, one === devnode && one.can(cause) ? cause : 'SURPRISE_REMOVAL');
  }
  devnode.problem = problem ?? devnode.problem;
  for (const one of affected) await tellAllTargets(pnp, GUID_TARGET_DEVICE_REMOVE_COMPLETE, targetListeners(pnp, one));
  if (affected.some((one) => pnp.files.onStack(one.pdo).length > 0)) pnp.removedBySurprise.add(affected);
  else for (const one of affected) await removeStack(pnp, one);
}

/** Nothing keeps a device with a special file from being pulled out; the system has lost its file then (USE-64). */
function reportLostFiles(pnp: PnpManager, devnode: Devnode): void {
  const device = deviceIndex(pnp.io, devnode.pdo);
  const { paging, hibernation, dump } = pnp.ledger.of(device);
  if (paging + hibernation + dump === 0) return;
  pnp.kernel.sim.report({
    rule: 'USE-64',
    title: 'A device went with special files on it',
    message: `${devnode.id} was removed by surprise in the path of paging files ${paging}, hibernation files ${hibernation}, dump files ${dump}; Windows stops with 0x7A KERNEL_DATA_INPAGE_ERROR when it next needs a page from there`,
    remedy: 'have the special files removed before the device goes; drivers must survive it all the same',
    driver: 0,
    device,
    irp: 0,
    site: null,
  });
}

/**
 * REMOVE_DEVICE: the drivers of the stack detach and delete their devices; the PDO stays while its bus reports it. With
 * a bus go the devices of its children, which its driver alone could report.
 */
export async function removeStack(pnp: PnpManager, devnode: Devnode): Promise<void> {
  if (devnode.state === 'uninitialized' || devnode.state === 'removed' || devnode.state === 'deleted') return;
  await pnp.beforeRemove(devnode);
  await sendPnp(pnp, devnode, IRP_MN_REMOVE_DEVICE);
  forgetDepends(devnode);
  pnp.arbiter.release(devnode);
  disableInterfaces(pnp, devnode);
  devnode.apply(pnp.kernel.sim, devnode.can('REMOVE_DEVICE') ? 'REMOVE_DEVICE' : 'REMOVE_DEVICE.forced');
  await pnp.onRemoved(devnode);
  for (const child of [...devnode.children]) await deleteMissing(pnp, child);
  await unloadUnused(pnp);
}

/** A device that its bus no longer reports: the bus driver is told once more, and the devnode goes. */
export async function deleteMissing(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const { sim } = pnp.kernel;
  devnode.present = false;
  if (devnode.can('SURPRISE_REMOVAL') && devnode.state !== 'initialized') await surpriseRemove(pnp, devnode, null);
  // A handle is open: the rest follows when it is closed.
  if (devnode.state === 'removePendingCloses') return;
  for (const child of [...devnode.children]) await deleteMissing(pnp, child);
  const isDeleted = sim.directory.devices[deviceIndex(pnp.io, devnode.pdo)]?.deleted === true;
  devnode.apply(sim, 'MISSING_FROM_BUS');
  // A stack that was removed while its bus still reported it keeps its PDO until this second REMOVE (PNP-12).
  if (!isDeleted) {
    await pnp.beforeRemove(devnode);
    await sendPnp(pnp, devnode, IRP_MN_REMOVE_DEVICE);
  }
  devnode.apply(sim, 'PDO_DELETED');
  const { address } = devnode.pdo;
  forgetRequirements(pnp, devnode);
  pnp.forget(devnode);
  dereference(pnp.io, address);
  await unloadUnused(pnp);
}
