/** A driver registers its device with the power framework, starts power management, and takes the registration back. */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import {
  STATUS_DEVICE_NOT_READY,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { NTSTATUS, Out } from '../../abi/types.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { PoFxDevice } from './device.ts';
import type { PowerFramework } from './power-framework.ts';
import { type RegisteredDevice, readDevice } from './read-device.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const REGISTERED_TWICE = 0x600;
const NO_OWNER = 0x601;
const HAS_DEPENDENTS = 0x622;
const TAG = poolTag('PoFx');
/** What the framework keeps of a device beside the copy of the driver's structure. */
const RECORD_SIZE = 64;
const FIRST_HANDLE = 0xf0f0_0010;
const HANDLE_STEP = 0x10;

/** Numbers of handles: none is ever used twice, so that one that has gone is found. */
const counts = new WeakMap<PowerFramework, number>();
const records = new WeakMap<PoFxDevice, number>();

function nextHandle(fx: PowerFramework): number {
  const count = counts.get(fx) ?? 0;
  counts.set(fx, count + 1);
  return (FIRST_HANDLE + count * HANDLE_STEP) >>> 0;
}

/**
 * Registers a device that is in D0: all its components are in F0 and active, each with one reference of the framework.
 *
 * @param address - of the PO_FX_DEVICE, which is copied
 * @param result - gets the POHANDLE
 * @returns STATUS_SUCCESS; STATUS_INVALID_PARAMETER; STATUS_DEVICE_NOT_READY for a device that is not started or not in
 *   D0; STATUS_INSUFFICIENT_RESOURCES
 * @throws BugCheckError 0xA0/0x600 for a second registration, 0xA0/0x601 when no plug-in takes the device
 * @source nf-wdm-pofxregisterdevice, bug-check-0xa0--internal-power-error
 */
export function PoFxRegisterDevice(
  fx: PowerFramework,
  pdo: DEVICE_OBJECT | null,
  address: number,
  result: Out<number>,
): MaybePromise<NTSTATUS> {
  const { kernel } = fx.io;
  if (pdo === null) return STATUS_INVALID_PARAMETER;
  const registered = readDevice(kernel.memory, address);
  if (registered === null) return STATUS_INVALID_PARAMETER;
  if (fx.ofPdo(pdo) !== undefined) kernel.bugCheck(INTERNAL_POWER_ERROR, REGISTERED_TWICE, pdo.address);
  const devnode = fx.pnp.devnodeOf(pdo);
  if (devnode === undefined || !isStartedOrStarting(devnode) || fx.power.of(devnode) !== PowerDeviceD0)
    return STATUS_DEVICE_NOT_READY;
  const record = kernel.pool.allocate(RECORD_SIZE, TAG, 0, true);
  if (record === 0) return STATUS_INSUFFICIENT_RESOURCES;
  return offer(fx, makeDevice(fx, devnode, registered, record), result);
}

/** From the moment in which START_DEVICE is under way until the device is removed; a rebalance in between included. */
function isStartedOrStarting(devnode: Devnode): boolean {
  return devnode.isStarted || ['startPending', 'stopped', 'restartCompletion'].includes(devnode.state);
}

function makeDevice(fx: PowerFramework, devnode: Devnode, registered: RegisteredDevice, record: number): PoFxDevice {
  const { current } = fx.io.kernel.sim;
  const registrant = { driver: current.driver, device: current.device };
  const [first] = fx.candidates(devnode);
  if (first === undefined) return fx.io.kernel.bugCheck(INTERNAL_POWER_ERROR, NO_OWNER);
  const device = new PoFxDevice(fx, nextHandle(fx), devnode, registered, registrant, first);
  records.set(device, record);
  return device;
}

/** Asks the plug-ins one after the other; the first that accepts the device owns it (PEP-10 to PEP-12). */
async function offerToAll(fx: PowerFramework, device: PoFxDevice): Promise<boolean> {
  for (const plugIn of fx.candidates(device.devnode)) {
    device.owner = plugIn;
    if (await plugIn.registerDevice(device)) return true;
  }
  return false;
}

function offer(fx: PowerFramework, device: PoFxDevice, result: Out<number>): MaybePromise<NTSTATUS> {
  const finish = (isOwned: boolean): NTSTATUS => {
    if (!isOwned) fx.io.kernel.bugCheck(INTERNAL_POWER_ERROR, NO_OWNER, device.handle);
    fx.add(device);
    device.note(`registered with ${device.owner.name}`);
    result.value = device.handle;
    return STATUS_SUCCESS;
  };
  // Where there is only the default plug-in nobody has to be waited for.
  const { owner } = device;
  return owner.isDefault ? finish(owner.registerDevice(device) === true) : offerToAll(fx, device).then(finish);
}

/**
 * Lets go of the framework's own references: components that the driver has not activated become idle, some of them
 * perhaps before this returns. Once for each registration.
 *
 * @source nf-wdm-pofxstartdevicepowermanagement
 */
export function PoFxStartDevicePowerManagement(device: PoFxDevice): void {
  if (!device.apply('START_POWER_MANAGEMENT')) return;
  device.owner.deviceStarted(device);
  for (const component of device.components) component.apply({ type: 'IDLE' });
  device.queue.advance(true);
}

/**
 * Ends a registration. What has not been called yet is not called any more, and what is outstanding is dropped.
 *
 * @throws BugCheckError 0xA0/0x622 when a component depends on another one of the device and is not idle
 * @source nf-wdm-pofxunregisterdevice
 */
export function PoFxUnregisterDevice(fx: PowerFramework, device: PoFxDevice): MaybePromise<void> {
  const { kernel } = fx.io;
  if (device.queue.isInside)
    fx.mistake(
      'pofx-unregister-in-callback',
      device,
      `${device.devnode.id} was unregistered inside of a callback of the framework`,
      true,
    );
  for (const component of device.components) {
    const isLive = component.condition !== 'idle';
    const [provider] = component.description.providers;
    if (isLive && provider !== undefined && device.state !== 'registered')
      kernel.bugCheck(INTERNAL_POWER_ERROR, HAS_DEPENDENTS, provider, component.index);
  }
  device.apply('UNREGISTER');
  const finish = (): void => {
    device.apply('CALLBACKS_RETURNED');
    const record = records.get(device);
    if (record !== undefined) kernel.pool.free(record);
    fx.forget(device);
  };
  const told = device.owner.unregisterDevice(device);
  return isPromise(told) ? told.then(finish) : finish();
}
