/** Who wants to hear of devices that come and go, and how they are told. */
import { EventCategoryDeviceInterfaceChange, EventCategoryTargetDeviceChange } from '../../abi/enums.ts';
import { NT_SUCCESS, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { DEVICE_INTERFACE_CHANGE_NOTIFICATION, TARGET_DEVICE_REMOVAL_NOTIFICATION } from '../../abi/structs/pnp.ts';
import { UNICODE_STRING } from '../../abi/structs/rtl.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { deviceIndex } from '../io/device-object.ts';
import { writeUnicodeString } from '../io/driver-object.ts';
import { writeGuid } from '../io/guid.ts';
import type { LoadedDriver } from '../io/io-manager.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import type { DeviceInterface, Registration } from './registration.ts';

/** Of the structures that callbacks get. */
export const NOTIFICATION_TAG = poolTag('PnpN');
const PNP_DETECTED_FATAL_ERROR = 0xca;
const IRQL_CHANGED = 0xa;

export function addRegistration(pnp: PnpManager, facts: Omit<Registration, 'entry'>): Registration | null {
  const entry = pnp.kernel.pool.allocate(16, NOTIFICATION_TAG, 0, true);
  if (entry === 0) return null;
  const registration = { ...facts, entry };
  pnp.registrations.set(entry, registration);
  return registration;
}

/** @returns false when there is no such registration */
export function removeRegistration(pnp: PnpManager, entry: number): boolean {
  if (!pnp.registrations.delete(entry)) return false;
  pnp.kernel.pool.free(entry);
  return true;
}

/** A driver that hears of something stays loaded. */
export function hasRegistrations(pnp: PnpManager, driver: LoadedDriver): boolean {
  return [...pnp.registrations.values()].some((one) => one.driver === driver);
}

/**
 * Calls one callback. Whatever it is told, it may unregister itself or others.
 *
 * @param event - the structure's Event, as text
 * @param about - the device whose interface or whose end it is
 */
export async function callBack(
  pnp: PnpManager,
  { driver, category, callback, context }: Registration,
  structure: number,
  event: string,
  about: Devnode | null,
): Promise<NTSTATUS> {
  const { kernel } = pnp;
  const { current } = kernel.sim;
  const irql = current.irql;
  const status = await callDriverRoutine(kernel, driver.entry.index, 0, () => callback(structure, context));
  if (current.irql !== irql)
    kernel.bugCheck(
      PNP_DETECTED_FATAL_ERROR,
      IRQL_CHANGED,
      kernel.memory.addressOfRoutine(callback),
      irql,
      current.irql,
    );
  const answer = typeof status === 'number' ? status >>> 0 : STATUS_SUCCESS;
  const device = about === null ? 0 : deviceIndex(pnp.io, about.pdo);
  const { sim } = kernel;
  sim.record(EVENT.notification, 0, device, sim.recorder.intern(event), answer, (driver.entry.index << 8) | category);
  // A callback that lets its file go has let the device go: nothing of it must be left when handles are counted.
  await pnp.files.closeUnused();
  return answer;
}

export function registered(pnp: PnpManager, matches: (one: Registration) => boolean): readonly Registration[] {
  return [...pnp.registrations.values()].filter(matches);
}

/** An interface came or went. What the callbacks return does not matter. */
export async function tellInterfaceChange(
  pnp: PnpManager,
  event: string,
  { interfaceClass, link, devnode }: DeviceInterface,
  only: Registration | null = null,
): Promise<void> {
  const { memory, pool } = pnp.kernel;
  const listeners =
    only === null
      ? registered(
          pnp,
          (one) => one.category === EventCategoryDeviceInterfaceChange && one.interfaceClass === interfaceClass,
        )
      : [only];
  for (const one of listeners) {
    if (!pnp.registrations.has(one.entry)) continue;
    const size = DEVICE_INTERFACE_CHANGE_NOTIFICATION.size;
    const address = pool.allocate(size + UNICODE_STRING.size, NOTIFICATION_TAG, 0, true);
    if (address === 0) return;
    const notification = memory.view(DEVICE_INTERFACE_CHANGE_NOTIFICATION, address);
    const name = memory.view(UNICODE_STRING, address + size);
    notification.Version = 1;
    notification.Size = size;
    writeGuid(notification.Event, event);
    writeGuid(notification.InterfaceClassGuid, interfaceClass);
    writeUnicodeString(pnp.io, name, link);
    notification.SymbolicLinkName = name;
    const { Buffer: text } = name;
    await callBack(pnp, one, address, event, devnode);
    if (text !== 0) pool.free(text);
    pool.free(address);
  }
}

/** Those who have named a device as their target, oldest first. */
export function targetListeners(pnp: PnpManager, devnode: Devnode): readonly Registration[] {
  return registered(pnp, (one) => one.category === EventCategoryTargetDeviceChange && one.target === devnode);
}

/** @returns the first failure, which only means something for a query (R2) */
export async function tellTargets(
  pnp: PnpManager,
  event: string,
  listeners: readonly Registration[],
  told: Registration[] = [],
): Promise<{ readonly status: NTSTATUS; readonly by: Registration | null }> {
  const { memory, pool } = pnp.kernel;
  for (const one of listeners) {
    if (!pnp.registrations.has(one.entry)) continue;
    const address = pool.allocate(TARGET_DEVICE_REMOVAL_NOTIFICATION.size, NOTIFICATION_TAG, 0, true);
    if (address === 0) break;
    const notification = memory.view(TARGET_DEVICE_REMOVAL_NOTIFICATION, address);
    notification.Version = 1;
    notification.Size = TARGET_DEVICE_REMOVAL_NOTIFICATION.size;
    writeGuid(notification.Event, event);
    // A file that the driver has closed meanwhile is named no more.
    const { file } = one;
    notification.FileObject = file !== null && pnp.files.at(file.file.address) === file ? file.file : null;
    told.push(one);
    const status = await callBack(pnp, one, address, event, one.target);
    pool.free(address);
    if (!NT_SUCCESS(status)) return { status, by: one };
  }
  return { status: STATUS_SUCCESS, by: null };
}

/** The same for notifications that nobody can refuse. */
export async function tellAllTargets(
  pnp: PnpManager,
  event: string,
  listeners: readonly Registration[],
): Promise<void> {
  for (const one of listeners) await tellTargets(pnp, event, [one]);
}
