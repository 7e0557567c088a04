/** Device interfaces: names under which a device can be found by what it does, whatever driver it has. */
import { GUID_DEVICE_INTERFACE_ARRIVAL, GUID_DEVICE_INTERFACE_REMOVAL } from '../../abi/guids.ts';
import { STATUS_OBJECT_NAME_EXISTS, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Devnode } from './devnode.ts';
import { tellInterfaceChange } from './notifications.ts';
import type { PnpManager } from './pnp-manager.ts';
import type { DeviceInterface } from './registration.ts';

/** The same device, class and reference string give the same interface, over restarts of the device too. */
export function registerInterface(
  pnp: PnpManager,
  devnode: Devnode,
  interfaceClass: string,
  referenceString: string,
): DeviceInterface {
  const path = devnode.instancePath.replaceAll('\\', '#');
  const reference = referenceString === '' ? '' : `\\${referenceString}`;
  const link = `\\??\\${path}#${interfaceClass}${reference}`;
  const known = pnp.interfaces.get(link.toLowerCase());
  if (known !== undefined) {
    known.devnode = devnode;
    return known;
  }
  const made: DeviceInterface = { link, interfaceClass, devnode, isEnabled: false, isAnnounced: false };
  pnp.interfaces.set(link.toLowerCase(), made);
  return made;
}

/** @source nf-wdm-iosetdeviceinterfacestate */
export function setInterfaceState(pnp: PnpManager, link: string, isEnabled: boolean): NTSTATUS {
  const found = pnp.interfaces.get(link.toLowerCase());
  if (found === undefined) return STATUS_OBJECT_NAME_NOT_FOUND;
  if (found.isEnabled === isEnabled) return isEnabled ? STATUS_OBJECT_NAME_EXISTS : STATUS_OBJECT_NAME_NOT_FOUND;
  found.isEnabled = isEnabled;
  pnp.kernel.sim.hooks.onChange();
  if (isEnabled) {
    // While the device starts, whoever heard of it would find it closed.
    if (found.devnode.state === 'started') pnp.enqueue('interface arrival', () => announce(pnp, found));
  } else if (found.isAnnounced) {
    found.isAnnounced = false;
    pnp.enqueue('interface removal', () => tellInterfaceChange(pnp, GUID_DEVICE_INTERFACE_REMOVAL, found));
  }
  return STATUS_SUCCESS;
}

async function announce(pnp: PnpManager, one: DeviceInterface): Promise<void> {
  if (!one.isEnabled || one.isAnnounced) return;
  one.isAnnounced = true;
  await tellInterfaceChange(pnp, GUID_DEVICE_INTERFACE_ARRIVAL, one);
}

export function interfacesOf(pnp: PnpManager, devnode: Devnode): readonly DeviceInterface[] {
  return [...pnp.interfaces.values()].filter((one) => one.devnode === devnode);
}

/** E16: START has completed for all drivers, so what they have enabled is told. */
export async function announceInterfaces(pnp: PnpManager, devnode: Devnode): Promise<void> {
  for (const one of interfacesOf(pnp, devnode)) await announce(pnp, one);
}

/** The device goes: interfaces that its drivers have left enabled are disabled for them. */
export function disableInterfaces(pnp: PnpManager, devnode: Devnode): void {
  for (const one of interfacesOf(pnp, devnode)) if (one.isEnabled) setInterfaceState(pnp, one.link, false);
}

/** Links of a class, in the order in which they were registered. */
export function findInterfaces(
  pnp: PnpManager,
  interfaceClass: string,
  devnode: Devnode | null,
  withDisabled: boolean,
): readonly DeviceInterface[] {
  return [...pnp.interfaces.values()].filter(
    (one) =>
      one.interfaceClass === interfaceClass &&
      (withDisabled || one.isEnabled) &&
      (devnode === null || one.devnode === devnode),
  );
}
