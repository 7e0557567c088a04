/** What drivers ask of the PnP manager for a device: to look at its relations again, or to eject it. */
import { BusRelations, PowerRelations, SingleBusRelations } from '../../abi/enums.ts';
import { dereference } from '../io/device-object.ts';
import { invalidateBusRelations } from './plugging.ts';
import type { PnpManager } from './pnp-manager.ts';
import { ejectDevice } from './removal.ts';
import { queryRelations } from './requests.ts';

/**
 * The query comes later, in the PnP worker (PNP-58). Ejection and removal relations are asked for each time that they
 * are needed, so there is nothing to look at again.
 *
 * @param type - DEVICE_RELATION_TYPE
 */
export function invalidateRelations(pnp: PnpManager, id: string, type: number): void {
  if (type === BusRelations || type === SingleBusRelations) invalidateBusRelations(pnp, id);
  if (type !== PowerRelations) return;
  pnp.enqueue('query power relations', async () => {
    const devnode = pnp.byId(id);
    if (devnode === undefined || !devnode.isStarted) return;
    const related = (await queryRelations(pnp, devnode, PowerRelations)) ?? [];
    devnode.powerRelations = related.flatMap((pdo) => pnp.devnodeOf(pdo)?.id ?? []);
    for (const pdo of related) dereference(pnp.io, pdo.address);
    pnp.kernel.sim.hooks.onChange();
  });
}

/** @source nf-ntddk-iorequestdeviceeject */
export function requestEject(pnp: PnpManager, id: string): void {
  pnp.enqueue('eject', async () => {
    const devnode = pnp.byId(id);
    // The slot holds a device that is locked, so its drivers go on.
    if (devnode?.hasDrivers === true && !devnode.isLocked) await ejectDevice(pnp, devnode);
  });
}
