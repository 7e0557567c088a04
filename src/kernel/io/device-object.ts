import {
  DO_BUS_ENUMERATED_DEVICE,
  DO_DEVICE_HAS_NAME,
  DO_DEVICE_INITIALIZING,
  DO_EXCLUSIVE,
} from '../../abi/device-flags.ts';
import { STATUS_INSUFFICIENT_RESOURCES, STATUS_OBJECT_NAME_COLLISION, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { DEVICE_OBJECT, DEVOBJ_EXTENSION, type DRIVER_OBJECT } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { poolTag } from '../mm/pool.ts';
import type { DeviceEntry } from '../sim/directory.ts';
import { KeInitializeDeviceQueue } from './device-queue.ts';
import type { IoManager } from './io-manager.ts';

const IO_TYPE_DEVICE = 3;
const IO_TYPE_DEVICE_OBJECT_EXTENSION = 13;
const TAG = poolTag('Devi');
const EXTENSION_ALIGN = 16;
const PDO_NOT_A_DEVICE = 0xc9;

const DEVICE_OBJECT_EXTENSION = 176;
const sandboxIndex = DEVOBJ_EXTENSION.fields.find((field) => field.name === 'SandboxIndex')?.offset ?? 0;

/** The number by which events name a device object. */
export function deviceIndex(io: IoManager, device: DEVICE_OBJECT): number {
  return deviceIndexAt(io, device.address);
}

export function deviceIndexAt(io: IoManager, address: number): number {
  const { u32 } = io.kernel.memory;
  const extension = u32[(address + DEVICE_OBJECT_EXTENSION) >>> 2] ?? 0;
  return u32[(extension + sandboxIndex) >>> 2] ?? 0;
}

/** What stands in the directory for the device object at an address; undefined when there is none, or it was deleted. */
export function liveDevice(io: IoManager, address: number): DeviceEntry | undefined {
  const entry = io.kernel.sim.directory.devices[deviceIndexAt(io, address)];
  return entry?.address === address && !entry.deleted ? entry : undefined;
}

export interface DeviceOptions {
  /** Bytes of the driver's own extension. */
  readonly extensionSize: number;
  /** `\Device\Name`, or null. */
  readonly name: string | null;
  readonly type: number;
  readonly characteristics: number;
  readonly exclusive: boolean;
}

/** The device, or why there is none. @source nf-wdm-iocreatedevice */
export function createDevice(
  io: IoManager,
  driver: DRIVER_OBJECT,
  options: DeviceOptions,
): { status: NTSTATUS; device: DEVICE_OBJECT | null } {
  const { kernel } = io;
  const key = options.name?.toLowerCase();
  if (key !== undefined && io.names.has(key)) return { status: STATUS_OBJECT_NAME_COLLISION, device: null };
  const ownSize = Math.ceil(options.extensionSize / EXTENSION_ALIGN) * EXTENSION_ALIGN;
  const headSize = Math.ceil(DEVICE_OBJECT.size / EXTENSION_ALIGN) * EXTENSION_ALIGN;
  const owner = io.driverAt(driver.address)?.entry.index ?? 0;
  const address = kernel.pool.allocate(headSize + ownSize + DEVOBJ_EXTENSION.size, TAG, 0, true);
  if (address === 0) return { status: STATUS_INSUFFICIENT_RESOURCES, device: null };
  const device = kernel.memory.view(DEVICE_OBJECT, address);
  device.Type = IO_TYPE_DEVICE;
  device.Size = DEVICE_OBJECT.size + options.extensionSize;
  device.DriverObject = driver;
  device.NextDevice = driver.DeviceObject;
  driver.DeviceObject = device;
  device.Flags =
    DO_DEVICE_INITIALIZING | (options.exclusive ? DO_EXCLUSIVE : 0) | (key === undefined ? 0 : DO_DEVICE_HAS_NAME);
  device.Characteristics = options.characteristics;
  device.DeviceExtension = options.extensionSize === 0 ? 0 : address + headSize;
  device.DeviceType = options.type;
  device.StackSize = 1;
  KeInitializeDeviceQueue(device.DeviceQueue);
  const extension = kernel.memory.view(DEVOBJ_EXTENSION, address + headSize + ownSize);
  extension.Type = IO_TYPE_DEVICE_OBJECT_EXTENSION;
  extension.DeviceObject = device;
  extension.SandboxIndex = kernel.sim.directory.addDevice(address, owner).index;
  io.deviceViews[extension.SandboxIndex] = device;
  device.DeviceObjectExtension = extension;
  if (key !== undefined && options.name !== null) {
    io.names.set(key, address);
    io.deviceNames.set(address, options.name);
  }
  return { status: STATUS_SUCCESS, device };
}

/** The device goes when nobody refers to it any more. @source nf-wdm-iodeletedevice */
export function IoDeleteDevice(io: IoManager, device: DEVICE_OBJECT): void {
  const extension = extensionOf(device);
  const entry = io.kernel.sim.directory.devices[extension.SandboxIndex];
  if (entry === undefined || entry.deleted) io.kernel.bugCheck(PDO_NOT_A_DEVICE, 0x240, 0, 0, device.address);
  entry.deleted = true;
  unlinkFromDriver(device);
  if (io.timers.delete(device.address)) io.kernel.pool.free(device.Timer);
  const name = io.deviceNames.get(device.address);
  if (name !== undefined) {
    io.names.delete(name.toLowerCase());
    io.deviceNames.delete(device.address);
  }
  freeIfUnused(io, device);
}

/** A deleted device stays as long as somebody refers to it or stands on it: an upper driver detaches after its lower one. */
function freeIfUnused(io: IoManager, device: DEVICE_OBJECT): void {
  const entry = io.kernel.sim.directory.devices[extensionOf(device).SandboxIndex];
  if (entry?.deleted !== true || device.AttachedDevice !== null || io.references.has(device.address)) return;
  io.onDeviceFreed?.(device);
  io.kernel.pool.free(device.address);
}

function unlinkFromDriver(device: DEVICE_OBJECT): void {
  const driver = device.DriverObject;
  if (driver === null) return;
  if (driver.DeviceObject === device) {
    driver.DeviceObject = device.NextDevice;
    return;
  }
  for (let at = driver.DeviceObject; at !== null; at = at.NextDevice) {
    if (at.NextDevice === device) {
      at.NextDevice = device.NextDevice;
      return;
    }
  }
}

export function extensionOf(device: DEVICE_OBJECT): DEVOBJ_EXTENSION {
  const extension = device.DeviceObjectExtension;
  if (extension === null) throw new TypeError('a device object without its extension');
  return extension;
}

/** The device on top of a stack. */
export function topOf(device: DEVICE_OBJECT): DEVICE_OBJECT {
  let top = device;
  for (let above = top.AttachedDevice; above !== null; above = top.AttachedDevice) top = above;
  return top;
}

/** The device at the bottom of a stack: the PDO, where a bus driver made it. */
export function bottomOf(device: DEVICE_OBJECT): DEVICE_OBJECT {
  let bottom = device;
  for (let below = extensionOf(bottom).AttachedTo; below !== null; below = extensionOf(bottom).AttachedTo)
    bottom = below;
  return bottom;
}

export function isPhysicalDevice(device: DEVICE_OBJECT): boolean {
  return (device.Flags & DO_BUS_ENUMERATED_DEVICE) !== 0;
}

/** @returns the device that it now stands on, or null when that one is going away. @source nf-wdm-ioattachdevicetodevicestack */
export function IoAttachDeviceToDeviceStack(
  io: IoManager,
  source: DEVICE_OBJECT,
  target: DEVICE_OBJECT,
): DEVICE_OBJECT | null {
  const lower = topOf(target);
  // Nothing stands on itself: what looks for the top would never find one.
  if (lower.address === source.address) return null;
  const { directory } = io.kernel.sim;
  if (
    directory.devices[extensionOf(lower).SandboxIndex]?.deleted !== false ||
    (lower.Flags & DO_DEVICE_INITIALIZING) !== 0
  )
    return null;
  lower.AttachedDevice = source;
  extensionOf(source).AttachedTo = lower;
  source.StackSize = lower.StackSize + 1;
  source.AlignmentRequirement = lower.AlignmentRequirement;
  const entry = directory.devices[extensionOf(source).SandboxIndex];
  if (entry !== undefined) entry.device = directory.deviceId(extensionOf(lower).SandboxIndex);
  return lower;
}

/** @param target - the device below, as IoAttachDeviceToDeviceStack returned it. @source nf-wdm-iodetachdevice */
export function IoDetachDevice(io: IoManager, target: DEVICE_OBJECT): void {
  const upper = target.AttachedDevice;
  if (upper === null) io.kernel.bugCheck(PDO_NOT_A_DEVICE, 0x202, 0, target.address);
  target.AttachedDevice = null;
  extensionOf(upper).AttachedTo = null;
  freeIfUnused(io, target);
}

/** The top of the stack, with a reference that the caller gives back. @source nf-wdm-iogetattacheddevicereference */
export function IoGetAttachedDeviceReference(io: IoManager, device: DEVICE_OBJECT): DEVICE_OBJECT {
  const top = topOf(device);
  reference(io, top.address);
  return top;
}

export function reference(io: IoManager, object: number): number {
  const count = (io.references.get(object) ?? 0) + 1;
  io.references.set(object, count);
  return count + 1;
}

/** @throws BugCheckError 0x18 REFERENCE_BY_POINTER when there was no reference. @source nf-wdm-obdereferenceobject */
export function dereference(io: IoManager, object: number): number {
  const { kernel } = io;
  const count = (io.references.get(object) ?? 0) - 1;
  if (count < 0) kernel.bugCheck(0x18, 0, object, 1, 0);
  if (count > 0) {
    io.references.set(object, count);
    return count + 1;
  }
  io.references.delete(object);
  const device = kernel.memory.view(DEVICE_OBJECT, object);
  if (device.Type === IO_TYPE_DEVICE) freeIfUnused(io, device);
  else io.threads.dereferenced(object);
  return 1;
}

/** The device object that another one is attached to; null: it is the lowest of its stack. */
export function lowerDeviceOf(device: DEVICE_OBJECT): DEVICE_OBJECT | null {
  return extensionOf(device).AttachedTo;
}
