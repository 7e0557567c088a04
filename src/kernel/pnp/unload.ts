import { unloadDriver } from '../io/driver-object.ts';
import type { LoadedDriver } from '../io/io-manager.ts';
import { hasRegistrations } from './notifications.ts';
import type { PnpManager } from './pnp-manager.ts';

/** Drivers that can be unloaded are, once the last of their devices is gone; the next device loads them again. */
export async function unloadUnused(pnp: PnpManager): Promise<void> {
  for (const driver of [...pnp.io.drivers]) {
    if (isUnused(pnp, driver) && !hasRegistrations(pnp, driver)) await unloadDriver(pnp.io, driver);
  }
}

function isUnused(pnp: PnpManager, { object, entry }: LoadedDriver): boolean {
  if (object.DeviceObject !== null || object.DriverUnload === null) return false;
  if (pnp.isInUse.some((asks) => asks(entry.index))) return false;
  const { devices } = pnp.kernel.sim.directory;
  // A device that was deleted is still there for whoever holds a reference to it.
  return !devices.some(
    ({ driver, address, deleted }) => driver === entry.index && deleted && pnp.io.references.has(address),
  );
}
