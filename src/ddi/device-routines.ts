/** Device objects, their stacks, references, and what they tell the PnP manager. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { NT_SUCCESS, STATUS_BUFFER_TOO_SMALL, STATUS_NO_SUCH_DEVICE, STATUS_SUCCESS } from '../abi/ntstatus.ts';
import type { StructClass } from '../abi/struct.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, DRIVER_OBJECT, IO_REMOVE_LOCK } from '../abi/structs/io.ts';
import type { UNICODE_STRING } from '../abi/structs/rtl.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import {
  bottomOf,
  createDevice,
  IoAttachDeviceToDeviceStack,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetAttachedDeviceReference,
  isPhysicalDevice,
  reference,
} from '../kernel/io/device-object.ts';
import {
  IoAcquireRemoveLock,
  IoInitializeRemoveLock,
  IoReleaseRemoveLock,
  IoReleaseRemoveLockAndWait,
} from '../kernel/io/remove-lock.ts';
import { invalidateDeviceState } from '../kernel/pnp/device-state.ts';
import { invalidateRelations, requestEject } from '../kernel/pnp/relations.ts';
import { type Out, routine } from './routine.ts';

const NO_PHYSICAL_DEVICE = 0xca;

/** A string parameter: TypeScript's own, or a UNICODE_STRING in memory. */
export function textOf(nt: Nt, text: UNICODE_STRING | string | null): string | null {
  if (text === null || typeof text === 'string') return text;
  return nt.kernel.memory.readWide(text.Buffer, text.Length);
}

/** @throws BugCheckError 0xCA/2 for a device that is no PDO of a device in the tree */
function devnodeOf(nt: Nt, pdo: DEVICE_OBJECT): string {
  const devnode = nt.pnp.devnodeOf(pdo);
  if (devnode === undefined || !isPhysicalDevice(pdo)) return nt.kernel.bugCheck(NO_PHYSICAL_DEVICE, 2, pdo.address);
  return devnode.id;
}

export const deviceRoutines = [
  routine(
    'IoCreateDevice',
    'DriverObject: PDRIVER_OBJECT, DeviceExtensionSize: ULONG | StructClass, DeviceName: PUNICODE_STRING | string, DeviceType: DEVICE_TYPE, DeviceCharacteristics: ULONG, Exclusive: BOOLEAN, DeviceObject: Out<PDEVICE_OBJECT>',
    {
      returns: 'NTSTATUS',
      max: APC_LEVEL,
      isEvent: true,
      summary:
        "Makes a device object with room for the driver's own extension, zeroed. Where C says sizeof(EXTENSION), give the structure itself.",
    },
    (
      nt,
      driver: DRIVER_OBJECT,
      size: number | StructClass,
      name: UNICODE_STRING | string | null,
      type: number,
      characteristics: number,
      exclusive: boolean,
      result: Out<DEVICE_OBJECT | null>,
    ) => {
      const extensionSize = typeof size === 'number' ? size : size.size;
      const { status, device } = createDevice(nt.io, driver, {
        extensionSize,
        name: textOf(nt, name),
        type,
        characteristics,
        exclusive,
      });
      if (NT_SUCCESS(status)) {
        result.value = device;
        if (device !== null && typeof size !== 'number') nt.extensionTypes.set(device.address, size);
      }
      return status;
    },
  ),
  routine(
    'IoDeleteDevice',
    'DeviceObject: PDEVICE_OBJECT',
    { max: APC_LEVEL, isEvent: true, summary: 'Deletes a device object; it goes when nobody refers to it any more.' },
    (nt, device: DEVICE_OBJECT) => {
      nt.extensionTypes.delete(device.address);
      IoDeleteDevice(nt.io, device);
    },
  ),
  routine(
    'IoAttachDeviceToDeviceStack',
    'SourceDevice: PDEVICE_OBJECT, TargetDevice: PDEVICE_OBJECT',
    {
      returns: 'PDEVICE_OBJECT',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Puts a device on top of a stack. Returns the device that it now stands on: send IRPs down to that one.',
    },
    (nt, source: DEVICE_OBJECT, target: DEVICE_OBJECT) => IoAttachDeviceToDeviceStack(nt.io, source, target),
  ),
  routine(
    'IoDetachDevice',
    'TargetDevice: PDEVICE_OBJECT',
    {
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary: 'Takes the device above off the given one, which is what IoAttachDeviceToDeviceStack returned.',
    },
    (nt, target: DEVICE_OBJECT) => IoDetachDevice(nt.io, target),
  ),
  routine(
    'IoGetAttachedDeviceReference',
    'DeviceObject: PDEVICE_OBJECT',
    {
      returns: 'PDEVICE_OBJECT',
      max: DISPATCH_LEVEL,
      summary: 'The top of the stack that a device stands in, with a reference to give back.',
    },
    (nt, device: DEVICE_OBJECT) => IoGetAttachedDeviceReference(nt.io, device),
  ),
  routine(
    'IoGetLowerDeviceObject',
    'DeviceObject: PDEVICE_OBJECT',
    {
      header: 'ntifs.h',
      returns: 'PDEVICE_OBJECT',
      max: DISPATCH_LEVEL,
      summary: 'The device below, with a reference to give back; NULL at the bottom.',
    },
    (nt, device: DEVICE_OBJECT) => {
      const bottom = bottomOf(device);
      let below = bottom === device ? null : bottom;
      while (below !== null && below.AttachedDevice !== device) below = below.AttachedDevice;
      if (below !== null) reference(nt.io, below.address);
      return below;
    },
  ),
  routine(
    'ObReferenceObject',
    'Object: PVOID',
    {
      returns: 'LONG_PTR',
      max: DISPATCH_LEVEL,
      summary: 'Adds a reference, so that the object outlives its deletion.',
      source: 'nf-wdm-obreferenceobject',
    },
    (nt, object: Pointer) => reference(nt.io, toAddress(object)),
  ),
  routine(
    'ObDereferenceObject',
    'Object: PVOID',
    { returns: 'LONG_PTR', max: DISPATCH_LEVEL, summary: 'Gives a reference back.' },
    (nt, object: Pointer) => nt.pnp.files.dereference(toAddress(object)),
  ),
  routine(
    'IoInitializeRemoveLock',
    'Lock: PIO_REMOVE_LOCK, AllocateTag: ULONG, MaxLockedMinutes: ULONG, HighWatermark: ULONG',
    { max: PASSIVE_LEVEL, summary: 'Prepares the lock that keeps a device from going away under an IRP.' },
    (nt, lock: IO_REMOVE_LOCK) => IoInitializeRemoveLock(nt.io, lock),
  ),
  routine(
    'IoAcquireRemoveLock',
    'RemoveLock: PIO_REMOVE_LOCK, Tag: PVOID',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      summary: 'Keeps the device; STATUS_DELETE_PENDING once it is being removed.',
    },
    (_nt, lock: IO_REMOVE_LOCK) => IoAcquireRemoveLock(lock),
  ),
  routine(
    'IoReleaseRemoveLock',
    'RemoveLock: PIO_REMOVE_LOCK, Tag: PVOID',
    { max: DISPATCH_LEVEL, summary: 'Lets the device go again.' },
    (nt, lock: IO_REMOVE_LOCK) => IoReleaseRemoveLock(nt.io, lock),
  ),
  routine(
    'IoReleaseRemoveLockAndWait',
    'RemoveLock: PIO_REMOVE_LOCK, Tag: PVOID',
    {
      returns: 'VOID',
      max: PASSIVE_LEVEL,
      waits: true,
      summary: 'For IRP_MN_REMOVE_DEVICE: forbids new acquisitions and waits until every other one is released.',
    },
    (nt, lock: IO_REMOVE_LOCK) => IoReleaseRemoveLockAndWait(nt.io, lock),
  ),
  routine(
    'IoInvalidateDeviceState',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    { max: DISPATCH_LEVEL, isEvent: true, summary: 'Has the PnP manager send IRP_MN_QUERY_PNP_DEVICE_STATE, later.' },
    (nt, pdo: DEVICE_OBJECT) => {
      const devnode = nt.pnp.byId(devnodeOf(nt, pdo));
      if (devnode !== undefined) invalidateDeviceState(nt.pnp, devnode);
    },
  ),
  routine(
    'IoInvalidateDeviceRelations',
    'DeviceObject: PDEVICE_OBJECT, Type: DEVICE_RELATION_TYPE',
    { max: DISPATCH_LEVEL, isEvent: true, summary: 'Has the PnP manager ask for the children again, later.' },
    (nt, pdo: DEVICE_OBJECT, type: number) => {
      invalidateRelations(nt.pnp, devnodeOf(nt, pdo), type);
    },
  ),
  routine(
    'IoRequestDeviceEject',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    {
      header: 'ntddk.h',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Somebody has pressed the eject button: has the device removed in an orderly way and ejected, later.',
    },
    (nt, pdo: DEVICE_OBJECT) => requestEject(nt.pnp, devnodeOf(nt, pdo)),
  ),
  routine(
    'IoAdjustPagingPathCount',
    'Count: PLONG, Increment: BOOLEAN',
    { header: 'wdm.h', isEvent: true, summary: 'Counts a special file up or down, interlocked. It does nothing else.' },
    (nt, count: Pointer, increment: boolean) => {
      const address = toAddress(count);
      nt.kernel.memory.touch(address, 4, true);
      const { i32 } = nt.kernel.memory;
      i32[address >>> 2] = (i32[address >>> 2] ?? 0) + (increment ? 1 : -1);
    },
  ),
  routine(
    'IoGetDeviceProperty',
    'DeviceObject: PDEVICE_OBJECT, DeviceProperty: ULONG, BufferLength: ULONG, PropertyBuffer: PVOID, ResultLength: Out<ULONG>',
    { returns: 'NTSTATUS', max: PASSIVE_LEVEL, summary: 'Copies a property of a device, as text with a final zero.' },
    (nt, pdo: DEVICE_OBJECT, property: number, length: number, buffer: Pointer, result: Out<number>) =>
      deviceProperty(nt, pdo, property, length, toAddress(buffer), result),
  ),
];

function deviceProperty(
  nt: Nt,
  pdo: DEVICE_OBJECT,
  property: number,
  length: number,
  buffer: number,
  result: Out<number>,
): number {
  const devnode = nt.pnp.devnodeOf(pdo);
  const values: Readonly<Record<number, string | undefined>> = {
    0: devnode?.description,
    1: devnode === undefined ? undefined : `${devnode.hardwareIds.join('\0')}\0`,
    2: devnode === undefined ? undefined : `${devnode.compatibleIds.join('\0')}\0`,
    10: devnode?.location,
  };
  const text = values[property];
  if (text === undefined) return STATUS_NO_SUCH_DEVICE;
  result.value = text.length * 2 + 2;
  if (length < result.value) return STATUS_BUFFER_TOO_SMALL;
  nt.kernel.memory.writeWide(buffer, `${text}\0`);
  return STATUS_SUCCESS;
}
