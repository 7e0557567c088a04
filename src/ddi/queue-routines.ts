/** Queues of IRPs: cancel-safe ones, those of device objects, and StartIo. */
import { DISPATCH_LEVEL } from '../abi/enums.ts';
import { NT_SUCCESS } from '../abi/ntstatus.ts';
import type { DRIVER_CANCEL } from '../abi/roles.ts';
import { type StructView, toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, IRP } from '../abi/structs/io.ts';
import type {
  IO_CSQ,
  IO_CSQ_IRP_CONTEXT,
  PIO_CSQ_ACQUIRE_LOCK,
  PIO_CSQ_COMPLETE_CANCELED_IRP,
  PIO_CSQ_INSERT_IRP,
  PIO_CSQ_INSERT_IRP_EX,
  PIO_CSQ_PEEK_NEXT_IRP,
  PIO_CSQ_RELEASE_LOCK,
  PIO_CSQ_REMOVE_IRP,
} from '../abi/structs/io-services.ts';
import type { KDEVICE_QUEUE, KDEVICE_QUEUE_ENTRY } from '../abi/structs/ke.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import {
  IoCsqInitialize,
  IoCsqInsertIrp,
  IoCsqInsertIrpEx,
  IoCsqRemoveIrp,
  IoCsqRemoveNextIrp,
} from '../kernel/io/csq.ts';
import {
  KeInitializeDeviceQueue,
  KeInsertByKeyDeviceQueue,
  KeInsertDeviceQueue,
  KeRemoveByKeyDeviceQueue,
  KeRemoveDeviceQueue,
  KeRemoveEntryDeviceQueue,
} from '../kernel/io/device-queue.ts';
import {
  IoSetStartIoAttributes,
  IoStartNextPacket,
  IoStartNextPacketByKey,
  IoStartPacket,
} from '../kernel/io/start-io.ts';
import { routine } from './routine.ts';

const CSQ_ROUTINES =
  'CsqRemoveIrp: PIO_CSQ_REMOVE_IRP, CsqPeekNextIrp: PIO_CSQ_PEEK_NEXT_IRP, CsqAcquireLock: PIO_CSQ_ACQUIRE_LOCK, CsqReleaseLock: PIO_CSQ_RELEASE_LOCK, CsqCompleteCanceledIrp: PIO_CSQ_COMPLETE_CANCELED_IRP';

function initializeCsq(isEx: boolean) {
  return (
    _nt: Nt,
    csq: IO_CSQ,
    insert: PIO_CSQ_INSERT_IRP | PIO_CSQ_INSERT_IRP_EX,
    remove: PIO_CSQ_REMOVE_IRP,
    peekNext: PIO_CSQ_PEEK_NEXT_IRP,
    acquireLock: PIO_CSQ_ACQUIRE_LOCK,
    releaseLock: PIO_CSQ_RELEASE_LOCK,
    completeCanceled: PIO_CSQ_COMPLETE_CANCELED_IRP,
  ): number => IoCsqInitialize(csq, { insert, remove, peekNext, acquireLock, releaseLock, completeCanceled }, isEx);
}

/** The library marks the IRP in the driver's place; the verifier has to know it as it knows the driver's own call. */
function noteMarked(nt: Nt, irp: IRP): void {
  nt.verifier?.checkOf('IoMarkIrpPending', {})?.(irp);
}

function keyOf(nt: Nt, key: Pointer): number | null {
  const address = toAddress(key);
  if (address === 0) return null;
  nt.kernel.memory.touch(address, 4, false);
  return nt.kernel.memory.u32[address >>> 2] ?? 0;
}

const csqRoutines = [
  routine(
    'IoCsqInitialize',
    `Csq: PIO_CSQ, CsqInsertIrp: PIO_CSQ_INSERT_IRP, ${CSQ_ROUTINES}`,
    { returns: 'NTSTATUS', summary: "Prepares a cancel-safe queue: the list and the lock are the driver's." },
    initializeCsq(false),
  ),
  routine(
    'IoCsqInitializeEx',
    `Csq: PIO_CSQ, CsqInsertIrp: PIO_CSQ_INSERT_IRP_EX, ${CSQ_ROUTINES}`,
    { returns: 'NTSTATUS', summary: 'The same, with an insert routine that can refuse an IRP.' },
    initializeCsq(true),
  ),
  routine(
    'IoCsqInsertIrp',
    'Csq: PIO_CSQ, Irp: PIRP, Context: PIO_CSQ_IRP_CONTEXT',
    {
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Queues an IRP and marks it pending: return STATUS_PENDING. From then on it may be cancelled.',
    },
    (nt, csq: IO_CSQ, irp: IRP, context: IO_CSQ_IRP_CONTEXT | null) => {
      noteMarked(nt, irp);
      IoCsqInsertIrp(nt.io, csq, irp, context);
    },
  ),
  routine(
    'IoCsqInsertIrpEx',
    'Csq: PIO_CSQ, Irp: PIRP, Context: PIO_CSQ_IRP_CONTEXT, InsertContext: PVOID',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: "Queues an IRP. Returns what the driver's insert routine returned; not a success = it is not queued.",
    },
    (nt, csq: IO_CSQ, irp: IRP, context: IO_CSQ_IRP_CONTEXT | null, insertContext: Pointer) => {
      const status = IoCsqInsertIrpEx(nt.io, csq, irp, context, toAddress(insertContext));
      if (NT_SUCCESS(status)) noteMarked(nt, irp);
      return status;
    },
  ),
  routine(
    'IoCsqRemoveIrp',
    'Csq: PIO_CSQ, Context: PIO_CSQ_IRP_CONTEXT',
    {
      returns: 'PIRP',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Takes the IRP with this context out of the queue; NULL when it is being cancelled or gone.',
    },
    (nt, csq: IO_CSQ, context: IO_CSQ_IRP_CONTEXT) => IoCsqRemoveIrp(nt.io, csq, context),
  ),
  routine(
    'IoCsqRemoveNextIrp',
    'Csq: PIO_CSQ, PeekContext: PVOID',
    {
      returns: 'PIRP',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Takes the next IRP that fits out of the queue; NULL when there is none.',
    },
    (nt, csq: IO_CSQ, context: Pointer) => IoCsqRemoveNextIrp(nt.io, csq, toAddress(context)),
  ),
];

const deviceQueueRoutines = [
  routine(
    'KeInitializeDeviceQueue',
    'DeviceQueue: PKDEVICE_QUEUE',
    { max: DISPATCH_LEVEL, summary: 'Prepares a device queue: empty, and the device not busy.' },
    (_nt, queue: KDEVICE_QUEUE) => KeInitializeDeviceQueue(queue),
  ),
  routine(
    'KeInsertDeviceQueue',
    'DeviceQueue: PKDEVICE_QUEUE, DeviceQueueEntry: PKDEVICE_QUEUE_ENTRY',
    {
      returns: 'BOOLEAN',
      max: DISPATCH_LEVEL,
      min: DISPATCH_LEVEL,
      summary: 'Queues an entry. FALSE: the device was not busy, so the entry is not queued and its turn is now.',
    },
    (nt, queue: KDEVICE_QUEUE, entry: KDEVICE_QUEUE_ENTRY) => KeInsertDeviceQueue(nt.kernel, queue, entry),
  ),
  routine(
    'KeInsertByKeyDeviceQueue',
    'DeviceQueue: PKDEVICE_QUEUE, DeviceQueueEntry: PKDEVICE_QUEUE_ENTRY, SortKey: ULONG',
    { returns: 'BOOLEAN', max: DISPATCH_LEVEL, min: DISPATCH_LEVEL, summary: 'The same, sorted by rising key.' },
    (nt, queue: KDEVICE_QUEUE, entry: KDEVICE_QUEUE_ENTRY, key: number) =>
      KeInsertByKeyDeviceQueue(nt.kernel, queue, entry, key),
  ),
  routine(
    'KeRemoveDeviceQueue',
    'DeviceQueue: PKDEVICE_QUEUE',
    {
      returns: 'PKDEVICE_QUEUE_ENTRY',
      max: DISPATCH_LEVEL,
      min: DISPATCH_LEVEL,
      summary: 'Takes the first entry out; NULL when nothing waits: the device is not busy then.',
    },
    (nt, queue: KDEVICE_QUEUE) => KeRemoveDeviceQueue(nt.kernel, queue),
  ),
  routine(
    'KeRemoveByKeyDeviceQueue',
    'DeviceQueue: PKDEVICE_QUEUE, SortKey: ULONG',
    {
      returns: 'PKDEVICE_QUEUE_ENTRY',
      max: DISPATCH_LEVEL,
      min: DISPATCH_LEVEL,
      summary: 'Takes the first entry from the key on out, and behind the last one the first of all.',
    },
    (nt, queue: KDEVICE_QUEUE, key: number) => KeRemoveByKeyDeviceQueue(nt.kernel, queue, key),
  ),
  routine(
    'KeRemoveEntryDeviceQueue',
    'DeviceQueue: PKDEVICE_QUEUE, DeviceQueueEntry: PKDEVICE_QUEUE_ENTRY',
    { returns: 'BOOLEAN', max: DISPATCH_LEVEL, summary: 'Takes this entry out. FALSE: it was not queued any more.' },
    (nt, _queue: StructView, entry: KDEVICE_QUEUE_ENTRY) => KeRemoveEntryDeviceQueue(nt.kernel, entry),
  ),
];

const startIoRoutines = [
  routine(
    'IoStartPacket',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Key: PULONG, CancelFunction: PDRIVER_CANCEL',
    {
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: "Gives an IRP to the driver's StartIo, or queues it while the device is busy. Mark it pending before.",
    },
    (nt, device: DEVICE_OBJECT, irp: IRP, key: Pointer, cancel: DRIVER_CANCEL | null) =>
      IoStartPacket(nt.io, device, irp, keyOf(nt, key), cancel),
  ),
  routine(
    'IoStartNextPacket',
    'DeviceObject: PDEVICE_OBJECT, Cancelable: BOOLEAN',
    {
      max: DISPATCH_LEVEL,
      min: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Says that the device is done with its current IRP: StartIo gets the next one.',
    },
    (nt, device: DEVICE_OBJECT, cancelable: boolean) => IoStartNextPacket(nt.io, device, cancelable),
  ),
  routine(
    'IoStartNextPacketByKey',
    'DeviceObject: PDEVICE_OBJECT, Cancelable: BOOLEAN, Key: ULONG',
    {
      max: DISPATCH_LEVEL,
      min: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'The same; the next one is the first from the key on.',
    },
    (nt, device: DEVICE_OBJECT, cancelable: boolean, key: number) =>
      IoStartNextPacketByKey(nt.io, device, cancelable, key),
  ),
  routine(
    'IoSetStartIoAttributes',
    'DeviceObject: PDEVICE_OBJECT, DeferredStartIo: BOOLEAN, NonCancelable: BOOLEAN',
    {
      summary:
        'DeferredStartIo: StartIo is not called again before it has returned. NonCancelable: what it gets has no cancel routine.',
    },
    (_nt, device: DEVICE_OBJECT, deferred: boolean, nonCancelable: boolean) =>
      IoSetStartIoAttributes(device, deferred, nonCancelable),
  ),
];

export const queueRoutines = [...csqRoutines, ...deviceQueueRoutines, ...startIoRoutines];
