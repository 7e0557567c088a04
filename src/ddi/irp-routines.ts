/** IRPs: made, sent, completed, cancelled. */
import { APC_LEVEL, DISPATCH_LEVEL } from '../abi/enums.ts';
import type { DRIVER_CANCEL, IO_COMPLETION_ROUTINE } from '../abi/roles.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, IO_STATUS_BLOCK, IRP } from '../abi/structs/io.ts';
import type { KEVENT } from '../abi/structs/ke.ts';
import type { Pointer } from '../abi/types.ts';
import { isPromise } from '../base/maybe-promise.ts';
import { IoMakeAssociatedIrp } from '../kernel/io/associated.ts';
import {
  IoBuildAsynchronousFsdRequest,
  IoBuildDeviceIoControlRequest,
  IoBuildSynchronousFsdRequest,
  IoForwardIrpSynchronously,
} from '../kernel/io/build-request.ts';
import { IoCallDriver } from '../kernel/io/call-driver.ts';
import {
  IoAcquireCancelSpinLock,
  IoCancelIrp,
  IoReleaseCancelSpinLock,
  IoSetCancelRoutine,
} from '../kernel/io/cancel.ts';
import { IoCompleteRequest } from '../kernel/io/complete-request.ts';
import { IoSetCompletionRoutineEx } from '../kernel/io/completion-routine-ex.ts';
import { IoAllocateIrp, IoFreeIrp, IoReuseIrp, IoSizeOfIrp, layOutIrp } from '../kernel/io/irp.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoGetNextIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
  IoSetNextIrpStackLocation,
  IoSkipCurrentIrpStackLocation,
} from '../kernel/io/stack-location.ts';
import { toError } from '../kernel/sim/to-error.ts';
import { type Out, routine } from './routine.ts';

export const irpRoutines = [
  routine(
    'IoCallDriver',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      waits: true,
      summary: 'Sends an IRP to the next driver down. STATUS_PENDING: it will be completed later.',
      source: 'nf-wdm-iocalldriver',
    },
    (nt, device: DEVICE_OBJECT, irp: IRP) => IoCallDriver(nt.io, device, irp),
  ),
  routine(
    'IoCompleteRequest',
    'Irp: PIRP, PriorityBoost: CCHAR',
    {
      max: DISPATCH_LEVEL,
      summary:
        'Ends work on an IRP: the completion routines of the drivers above are called. Do not touch the IRP afterwards.',
    },
    (nt, irp: IRP, boost: number) => {
      const walked = IoCompleteRequest(nt.io, irp, boost);
      // Only when a completion routine waits, which it may not; the finding is there, and its failure must not get lost.
      if (isPromise(walked)) walked.catch((error: unknown) => nt.kernel.sim.stop(toError(error)));
    },
  ),
  routine(
    'IoGetCurrentIrpStackLocation',
    'Irp: PIRP',
    { returns: 'IO_STACK_LOCATION', summary: 'The stack location that this driver owns.' },
    (nt, irp: IRP) => IoGetCurrentIrpStackLocation(nt.io, irp),
  ),
  routine(
    'IoGetNextIrpStackLocation',
    'Irp: PIRP',
    { returns: 'IO_STACK_LOCATION', summary: 'The stack location of the next driver down.' },
    (nt, irp: IRP) => IoGetNextIrpStackLocation(nt.io, irp),
  ),
  routine(
    'IoSetNextIrpStackLocation',
    'Irp: PIRP',
    { summary: 'Makes the next location the current one, for the maker of an IRP.' },
    (nt, irp: IRP) => IoSetNextIrpStackLocation(nt.io, irp),
  ),
  routine(
    'IoSkipCurrentIrpStackLocation',
    'Irp: PIRP',
    {
      summary: "Gives this driver's location to the next driver down. Only without a completion routine of one's own.",
    },
    (nt, irp: IRP) => IoSkipCurrentIrpStackLocation(nt.io, irp),
  ),
  routine(
    'IoCopyCurrentIrpStackLocationToNext',
    'Irp: PIRP',
    {
      max: DISPATCH_LEVEL,
      summary: "Copies this driver's location to that of the next one down, without the completion routine.",
    },
    (nt, irp: IRP) => IoCopyCurrentIrpStackLocationToNext(nt.io, irp),
  ),
  routine(
    'IoSetCompletionRoutine',
    'Irp: PIRP, CompletionRoutine: PIO_COMPLETION_ROUTINE, Context: PVOID, InvokeOnSuccess: BOOLEAN, InvokeOnError: BOOLEAN, InvokeOnCancel: BOOLEAN',
    { max: DISPATCH_LEVEL, summary: 'Has a routine called when the drivers below are done with the IRP.' },
    (
      nt,
      irp: IRP,
      completion: IO_COMPLETION_ROUTINE | null,
      context: Pointer,
      onSuccess: boolean,
      onError: boolean,
      onCancel: boolean,
    ) => IoSetCompletionRoutine(nt.io, irp, completion, context, onSuccess, onError, onCancel),
  ),
  routine(
    'IoSetCompletionRoutineEx',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP, CompletionRoutine: PIO_COMPLETION_ROUTINE, Context: PVOID, InvokeOnSuccess: BOOLEAN, InvokeOnError: BOOLEAN, InvokeOnCancel: BOOLEAN',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      summary:
        'The same, and the driver stays loaded until the routine has returned. It can fail: the routine is not set then.',
    },
    (
      nt,
      device: DEVICE_OBJECT,
      irp: IRP,
      completion: IO_COMPLETION_ROUTINE,
      context: Pointer,
      onSuccess: boolean,
      onError: boolean,
      onCancel: boolean,
    ) => IoSetCompletionRoutineEx(nt.io, device, irp, completion, toAddress(context), { onSuccess, onError, onCancel }),
  ),
  routine(
    'IoMakeAssociatedIrp',
    'Irp: PIRP, StackSize: CCHAR',
    {
      header: 'ntddk.h',
      returns: 'PIRP',
      max: DISPATCH_LEVEL,
      summary:
        'A part of a master IRP, which is completed with the last part. Write AssociatedIrp.IrpCount of the master before.',
    },
    (nt, irp: IRP, stackSize: number) => IoMakeAssociatedIrp(nt.io, irp, stackSize),
  ),
  routine(
    'IoMarkIrpPending',
    'Irp: PIRP',
    { summary: 'Says that the IRP will be completed later. Return STATUS_PENDING afterwards, in any case.' },
    (nt, irp: IRP) => IoMarkIrpPending(nt.io, irp),
  ),
  routine(
    'IoForwardIrpSynchronously',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP',
    {
      returns: 'BOOLEAN',
      max: APC_LEVEL,
      waits: true,
      summary: 'Sends an IRP down and waits until it is back; its status stands in Irp.IoStatus.',
    },
    (nt, device: DEVICE_OBJECT, irp: IRP) => IoForwardIrpSynchronously(nt.io, device, irp),
  ),
  routine(
    'IoAllocateIrp',
    'StackSize: CCHAR, ChargeQuota: BOOLEAN',
    {
      returns: 'PIRP',
      max: DISPATCH_LEVEL,
      summary: "An IRP of one's own. Its completion routine must free it and return STATUS_MORE_PROCESSING_REQUIRED.",
    },
    (nt, stackSize: number) => IoAllocateIrp(nt.io, stackSize),
  ),
  routine(
    'IoFreeIrp',
    'Irp: PIRP',
    { max: DISPATCH_LEVEL, summary: 'Frees an IRP that IoAllocateIrp or IoBuildAsynchronousFsdRequest made.' },
    (nt, irp: IRP) => IoFreeIrp(nt.io, irp),
  ),
  routine(
    'IoReuseIrp',
    'Irp: PIRP, Iostatus: NTSTATUS',
    { max: DISPATCH_LEVEL, summary: "Makes an IRP of one's own fit to be sent again." },
    (nt, irp: IRP, status: number) => IoReuseIrp(nt.io, irp, status),
  ),
  routine(
    'IoInitializeIrp',
    'Irp: PIRP, PacketSize: USHORT, StackSize: CCHAR',
    { max: DISPATCH_LEVEL, summary: 'Sets up an IRP in memory that the driver allocated itself.' },
    (_nt, irp: IRP, _size: number, stackSize: number) => layOutIrp(irp, stackSize),
  ),
  routine(
    'IoSizeOfIrp',
    'StackSize: CCHAR',
    { returns: 'USHORT', summary: 'Bytes of an IRP with that many stack locations.' },
    (_nt, stackSize: number) => IoSizeOfIrp(stackSize),
  ),
  routine(
    'IoBuildSynchronousFsdRequest',
    'MajorFunction: ULONG, DeviceObject: PDEVICE_OBJECT, Buffer: PVOID, Length: ULONG, StartingOffset: PLARGE_INTEGER, Event: PKEVENT, IoStatusBlock: PIO_STATUS_BLOCK',
    {
      returns: 'PIRP',
      max: APC_LEVEL,
      summary:
        'An IRP that the I/O manager frees; it sets the event at the end. Wait only if IoCallDriver returns STATUS_PENDING.',
    },
    (
      nt,
      major: number,
      device: DEVICE_OBJECT,
      buffer: Pointer,
      length: number,
      offset: bigint | null,
      event: KEVENT,
      status: IO_STATUS_BLOCK,
    ) => IoBuildSynchronousFsdRequest(nt.io, major, device, toAddress(buffer), length, offset, event, status),
  ),
  routine(
    'IoBuildAsynchronousFsdRequest',
    'MajorFunction: ULONG, DeviceObject: PDEVICE_OBJECT, Buffer: PVOID, Length: ULONG, StartingOffset: PLARGE_INTEGER, IoStatusBlock: PIO_STATUS_BLOCK',
    {
      returns: 'PIRP',
      max: APC_LEVEL,
      summary: "An IRP of one's own for a read, write, flush or shutdown. Its completion routine must free it.",
    },
    (nt, major: number, device: DEVICE_OBJECT, buffer: Pointer, length: number, offset: bigint | null) =>
      IoBuildAsynchronousFsdRequest(nt.io, major, device, toAddress(buffer), length, offset),
  ),
  routine(
    'IoBuildDeviceIoControlRequest',
    'IoControlCode: ULONG, DeviceObject: PDEVICE_OBJECT, InputBuffer: PVOID, InputBufferLength: ULONG, OutputBuffer: PVOID, OutputBufferLength: ULONG, InternalDeviceIoControl: BOOLEAN, Event: PKEVENT, IoStatusBlock: PIO_STATUS_BLOCK',
    {
      returns: 'PIRP',
      max: APC_LEVEL,
      summary: 'A control request that the I/O manager frees; it sets the event at the end.',
    },
    (
      nt,
      code: number,
      device: DEVICE_OBJECT,
      input: Pointer,
      inputLength: number,
      output: Pointer,
      outputLength: number,
      internal: boolean,
      event: KEVENT,
      status: IO_STATUS_BLOCK,
    ) =>
      IoBuildDeviceIoControlRequest(
        nt.io,
        { code, device, input: toAddress(input), inputLength, output: toAddress(output), outputLength, internal },
        event,
        status,
      ),
  ),
  routine(
    'IoCancelIrp',
    'Irp: PIRP',
    {
      returns: 'BOOLEAN',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Asks whoever holds the IRP to complete it early. Only its maker may.',
    },
    (nt, irp: IRP) => IoCancelIrp(nt.io, irp),
  ),
  routine(
    'IoSetCancelRoutine',
    'Irp: PIRP, CancelRoutine: PDRIVER_CANCEL',
    {
      returns: 'PDRIVER_CANCEL',
      max: DISPATCH_LEVEL,
      summary: 'Exchanges the cancel routine; NULL comes back when cancelling has begun.',
    },
    (_nt, irp: IRP, cancel: DRIVER_CANCEL | null) => IoSetCancelRoutine(irp, cancel),
  ),
  routine(
    'IoAcquireCancelSpinLock',
    'Irql: Out<KIRQL>',
    { max: DISPATCH_LEVEL, summary: 'Takes the lock under which IRPs are cancelled.' },
    (nt, irql: Out<number>) => {
      irql.value = IoAcquireCancelSpinLock(nt.io);
    },
  ),
  routine(
    'IoReleaseCancelSpinLock',
    'Irql: KIRQL',
    { max: DISPATCH_LEVEL, min: DISPATCH_LEVEL, summary: 'Gives the cancel lock back.' },
    (nt, irql: number) => IoReleaseCancelSpinLock(nt.io, irql),
  ),
];
