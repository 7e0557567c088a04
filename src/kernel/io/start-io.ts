/** StartIo: the I/O manager queues a driver's IRPs in the device object and hands them over one at a time. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import type { DRIVER_CANCEL, DRIVER_STARTIO } from '../../abi/roles.ts';
import { offsetOf } from '../../abi/struct.ts';
import { type DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { KDEVICE_QUEUE_ENTRY } from '../../abi/structs/ke.ts';
import { callWithoutWait } from '../ke/callback.ts';
import { KeRaiseIrql, setIrql } from '../ke/irql.ts';
import { IoAcquireCancelSpinLock, IoCancelIrp, IoReleaseCancelSpinLock, IoSetCancelRoutine } from './cancel.ts';
import { deviceIndex, extensionOf } from './device-object.ts';
import {
  KeInsertByKeyDeviceQueue,
  KeInsertDeviceQueue,
  KeRemoveByKeyDeviceQueue,
  KeRemoveDeviceQueue,
} from './device-queue.ts';
import type { IoManager } from './io-manager.ts';

const DRIVER_IRQL_NOT_LESS_OR_EQUAL = 0xd1;
const EXECUTE = 8;
const QUEUE_ENTRY = offsetOf(IRP, 'Tail') ?? 0;

/** DEVOBJ_EXTENSION.StartIoFlags: what IoSetStartIoAttributes asked for, and what was put off. */
const FLAG = { deferred: 0x1, nonCancelable: 0x2, isWaiting: 0x4, withKey: 0x8, cancelable: 0x10 } as const;
const ATTRIBUTES = FLAG.deferred | FLAG.nonCancelable;
const PUT_OFF = FLAG.isWaiting | FLAG.withKey | FLAG.cancelable;

/** @source nf-wdm-iosetstartioattributes */
export function IoSetStartIoAttributes(device: DEVICE_OBJECT, deferred: boolean, nonCancelable: boolean): void {
  const extension = extensionOf(device);
  const kept = extension.StartIoFlags & ~ATTRIBUTES;
  extension.StartIoFlags = kept | (deferred ? FLAG.deferred : 0) | (nonCancelable ? FLAG.nonCancelable : 0);
}

/** StartIo of the device has not returned. */
export function isInStartIo(device: DEVICE_OBJECT): boolean {
  return extensionOf(device).StartIoCount > 0;
}

/** IoStartNextPacket waits until StartIo has returned. */
export function isDeferringStartIo(device: DEVICE_OBJECT): boolean {
  return (extensionOf(device).StartIoFlags & FLAG.deferred) !== 0;
}

/**
 * Hands the IRP to StartIo when the device is free, or queues it.
 *
 * @param key - where in the queue, by rising key; null = at the end
 * @param cancel - cancel routine for as long as the IRP is queued, or null
 * @source nf-wdm-iostartpacket
 */
export function IoStartPacket(
  io: IoManager,
  device: DEVICE_OBJECT,
  irp: IRP,
  key: number | null,
  cancel: DRIVER_CANCEL | null,
): void {
  const { kernel } = io;
  const old = KeRaiseIrql(kernel, DISPATCH_LEVEL);
  const cancelIrql = cancel === null ? null : IoAcquireCancelSpinLock(io);
  if (cancel !== null) IoSetCancelRoutine(irp, cancel);
  const entry = irp.Tail.Overlay.DeviceQueueEntry;
  const { DeviceQueue } = device;
  const isQueued =
    key === null
      ? KeInsertDeviceQueue(kernel, DeviceQueue, entry)
      : KeInsertByKeyDeviceQueue(kernel, DeviceQueue, entry, key);
  if (isQueued) {
    if (cancelIrql !== null) IoReleaseCancelSpinLock(io, cancelIrql);
    // It was cancelled before it had a routine, so nobody has called that yet:
    //   canceller: Cancel = TRUE, no routine, returns FALSE     driver: IoStartPacket sets the routine, queues
    if (cancel !== null && irp.Cancel) IoCancelIrp(io, irp);
  } else {
    begin(io, device, irp, cancelIrql);
  }
  setIrql(kernel, old);
  io.dpcs.drain();
}

/** The device is done with its current IRP: the next one that is queued goes to StartIo. @source nf-wdm-iostartnextpacket */
export function IoStartNextPacket(io: IoManager, device: DEVICE_OBJECT, cancelable: boolean): void {
  startNext(io, device, cancelable, null);
}

/** @source nf-wdm-iostartnextpacketbykey */
export function IoStartNextPacketByKey(io: IoManager, device: DEVICE_OBJECT, cancelable: boolean, key: number): void {
  startNext(io, device, cancelable, key);
}

function startNext(io: IoManager, device: DEVICE_OBJECT, cancelable: boolean, key: number | null): void {
  const extension = extensionOf(device);
  if ((extension.StartIoFlags & FLAG.deferred) !== 0 && extension.StartIoCount > 0) {
    // StartIo itself asks for the next one: it gets that when it has returned, so the stack does not grow.
    extension.StartIoKey = key ?? 0;
    extension.StartIoFlags |= FLAG.isWaiting | (key === null ? 0 : FLAG.withKey) | (cancelable ? FLAG.cancelable : 0);
    return;
  }
  const { kernel } = io;
  const cancelIrql = cancelable ? IoAcquireCancelSpinLock(io) : null;
  device.CurrentIrp = null;
  const entry: KDEVICE_QUEUE_ENTRY | null =
    key === null
      ? KeRemoveDeviceQueue(kernel, device.DeviceQueue)
      : KeRemoveByKeyDeviceQueue(kernel, device.DeviceQueue, key);
  if (entry !== null) begin(io, device, kernel.memory.view(IRP, entry.address - QUEUE_ENTRY), cancelIrql);
  else if (cancelIrql !== null) IoReleaseCancelSpinLock(io, cancelIrql);
}

/** @param cancelIrql - IRQL to go back to when the cancel lock is held, or null */
function begin(io: IoManager, device: DEVICE_OBJECT, irp: IRP, cancelIrql: number | null): void {
  device.CurrentIrp = irp;
  if (cancelIrql !== null) {
    if ((extensionOf(device).StartIoFlags & FLAG.nonCancelable) !== 0) IoSetCancelRoutine(irp, null);
    IoReleaseCancelSpinLock(io, cancelIrql);
  }
  callStartIo(io, device, irp);
}

function callStartIo(io: IoManager, device: DEVICE_OBJECT, irp: IRP): void {
  const { kernel } = io;
  const routine = device.DriverObject.DriverStartIo as DRIVER_STARTIO | null;
  if (routine === null) io.kernel.bugCheck(DRIVER_IRQL_NOT_LESS_OR_EQUAL, 0, DISPATCH_LEVEL, EXECUTE, 0);
  const extension = extensionOf(device);
  const index = deviceIndex(io, device);
  const driver = kernel.sim.directory.devices[index]?.driver ?? 0;
  extension.StartIoCount += 1;
  callWithoutWait(kernel, 'StartIo', driver, index, () => routine(device, irp));
  extension.StartIoCount -= 1;
  const flags = extension.StartIoFlags;
  if ((flags & FLAG.isWaiting) === 0 || extension.StartIoCount > 0) return;
  extension.StartIoFlags = flags & ~PUT_OFF;
  startNext(io, device, (flags & FLAG.cancelable) !== 0, (flags & FLAG.withKey) === 0 ? null : extension.StartIoKey);
}
