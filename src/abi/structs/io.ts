/** The objects of the I/O manager, and the routines that drivers give to it. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { array, members, over, pointer, reference, routinePointer, struct, union } from '../struct.ts';
import {
  BOOLEAN,
  CCHAR,
  CHAR,
  CSHORT,
  KIRQL,
  KSPIN_LOCK,
  LARGE_INTEGER,
  LONG,
  NTSTATUS,
  PVOID,
  UCHAR,
  ULONG,
  ULONG_PTR,
  USHORT,
  WCHAR,
} from '../types.ts';
import { IO_STACK_PARAMETERS } from './io-parameters.ts';
import { KAPC, KDEVICE_QUEUE, KDEVICE_QUEUE_ENTRY, KDPC, KEVENT, PKDPC, PKEVENT } from './ke.ts';
import { PMDL } from './mm.ts';
import type { POWER_STATE } from './power.ts';
import { LIST_ENTRY, PUNICODE_STRING, UNICODE_STRING } from './rtl.ts';

export type DRIVER_INITIALIZE = (DriverObject: DRIVER_OBJECT, RegistryPath: UNICODE_STRING) => MaybePromise<NTSTATUS>;
export type PDRIVER_INITIALIZE = DRIVER_INITIALIZE | null;
export const PDRIVER_INITIALIZE = routinePointer<DRIVER_INITIALIZE>('PDRIVER_INITIALIZE');

export type DRIVER_ADD_DEVICE = (
  DriverObject: DRIVER_OBJECT,
  PhysicalDeviceObject: DEVICE_OBJECT,
) => MaybePromise<NTSTATUS>;
export type PDRIVER_ADD_DEVICE = DRIVER_ADD_DEVICE | null;
export const PDRIVER_ADD_DEVICE = routinePointer<DRIVER_ADD_DEVICE>('PDRIVER_ADD_DEVICE');

export type DRIVER_UNLOAD = (DriverObject: DRIVER_OBJECT) => MaybePromise<void>;
export type PDRIVER_UNLOAD = DRIVER_UNLOAD | null;
export const PDRIVER_UNLOAD = routinePointer<DRIVER_UNLOAD>('PDRIVER_UNLOAD');

export type DRIVER_DISPATCH = (DeviceObject: DEVICE_OBJECT, Irp: IRP) => MaybePromise<NTSTATUS>;
export type PDRIVER_DISPATCH = DRIVER_DISPATCH | null;
export const PDRIVER_DISPATCH = routinePointer<DRIVER_DISPATCH>('PDRIVER_DISPATCH');

export type DRIVER_STARTIO = (DeviceObject: DEVICE_OBJECT, Irp: IRP) => MaybePromise<void>;
export type PDRIVER_STARTIO = DRIVER_STARTIO | null;
export const PDRIVER_STARTIO = routinePointer<DRIVER_STARTIO>('PDRIVER_STARTIO');

export type DRIVER_CANCEL = (DeviceObject: DEVICE_OBJECT, Irp: IRP) => MaybePromise<void>;
export type PDRIVER_CANCEL = DRIVER_CANCEL | null;
export const PDRIVER_CANCEL = routinePointer<DRIVER_CANCEL>('PDRIVER_CANCEL');

/** `DeviceObject` is null for the one who allocated the IRP without a stack location of its own. */
export type IO_COMPLETION_ROUTINE = (DeviceObject: PDEVICE_OBJECT, Irp: IRP, Context: PVOID) => MaybePromise<NTSTATUS>;
export type PIO_COMPLETION_ROUTINE = IO_COMPLETION_ROUTINE | null;
export const PIO_COMPLETION_ROUTINE = routinePointer<IO_COMPLETION_ROUTINE>('PIO_COMPLETION_ROUTINE');

/** Hears of the end of a power IRP that PoRequestPowerIrp sent. */
export type REQUEST_POWER_COMPLETE = (
  DeviceObject: DEVICE_OBJECT,
  MinorFunction: UCHAR,
  PowerState: POWER_STATE,
  Context: PVOID,
  IoStatus: IO_STATUS_BLOCK,
) => void;
export type PREQUEST_POWER_COMPLETE = REQUEST_POWER_COMPLETE | null;

export type IO_WORKITEM_ROUTINE = (DeviceObject: DEVICE_OBJECT, Context: PVOID) => MaybePromise<void>;
export type PIO_WORKITEM_ROUTINE = IO_WORKITEM_ROUTINE | null;
export type IO_WORKITEM_ROUTINE_EX = (IoObject: PVOID, Context: PVOID, IoWorkItem: PVOID) => MaybePromise<void>;
export type PIO_WORKITEM_ROUTINE_EX = IO_WORKITEM_ROUTINE_EX | null;
export type IO_TIMER_ROUTINE = (DeviceObject: DEVICE_OBJECT, Context: PVOID) => MaybePromise<void>;
export type PIO_TIMER_ROUTINE = IO_TIMER_ROUTINE | null;
export type IO_DPC_ROUTINE = (Dpc: KDPC, DeviceObject: DEVICE_OBJECT, Irp: PIRP, Context: PVOID) => MaybePromise<void>;
export type PIO_DPC_ROUTINE = IO_DPC_ROUTINE | null;
export type DRIVER_REINITIALIZE = (DriverObject: DRIVER_OBJECT, Context: PVOID, Count: ULONG) => MaybePromise<void>;
export type PDRIVER_REINITIALIZE = DRIVER_REINITIALIZE | null;
/** Returns an IO_ALLOCATION_ACTION. */
export type DRIVER_CONTROL = (
  DeviceObject: DEVICE_OBJECT,
  Irp: PIRP,
  MapRegisterBase: PVOID,
  Context: PVOID,
) => MaybePromise<number>;
export type PDRIVER_CONTROL = DRIVER_CONTROL | null;
export const PDRIVER_CONTROL = routinePointer<DRIVER_CONTROL>('PDRIVER_CONTROL');

/** How an IRP ended. */
export class IO_STATUS_BLOCK extends struct('IO_STATUS_BLOCK', {
  Status: NTSTATUS,
  Pointer: over('Status', PVOID),
  /** Often the number of bytes moved. */
  Information: ULONG_PTR,
}) {}
export type PIO_STATUS_BLOCK = IO_STATUS_BLOCK | null;
export const PIO_STATUS_BLOCK = pointer<IO_STATUS_BLOCK>('IO_STATUS_BLOCK');

/** Volume parameter block: ties a storage device to the file system mounted on it. */
export class VPB extends struct('VPB', {
  Type: CSHORT,
  Size: CSHORT,
  Flags: USHORT,
  /** Bytes. */
  VolumeLabelLength: USHORT,
  DeviceObject: pointer<DEVICE_OBJECT>('DEVICE_OBJECT'),
  RealDevice: pointer<DEVICE_OBJECT>('DEVICE_OBJECT'),
  SerialNumber: ULONG,
  ReferenceCount: ULONG,
  VolumeLabel: array(WCHAR, 32),
}) {}
export type PVPB = VPB | null;
export const PVPB = pointer<VPB>('VPB');

export class FILE_OBJECT extends struct('FILE_OBJECT', {
  Type: CSHORT,
  Size: CSHORT,
  DeviceObject: pointer<DEVICE_OBJECT>('DEVICE_OBJECT'),
  Vpb: PVPB,
  FsContext: PVOID,
  FsContext2: PVOID,
  SectionObjectPointer: PVOID,
  PrivateCacheMap: PVOID,
  FinalStatus: NTSTATUS,
  RelatedFileObject: pointer<FILE_OBJECT>('FILE_OBJECT'),
  LockOperation: BOOLEAN,
  DeletePending: BOOLEAN,
  ReadAccess: BOOLEAN,
  WriteAccess: BOOLEAN,
  DeleteAccess: BOOLEAN,
  SharedRead: BOOLEAN,
  SharedWrite: BOOLEAN,
  SharedDelete: BOOLEAN,
  Flags: ULONG,
  FileName: UNICODE_STRING,
  CurrentByteOffset: LARGE_INTEGER,
  Waiters: ULONG,
  Busy: ULONG,
  LastLock: PVOID,
  Lock: KEVENT,
  Event: KEVENT,
  CompletionContext: PVOID,
  IrpListLock: KSPIN_LOCK,
  IrpList: LIST_ENTRY,
  FileObjectExtension: PVOID,
}) {}
export type PFILE_OBJECT = FILE_OBJECT | null;
export const PFILE_OBJECT = pointer<FILE_OBJECT>('FILE_OBJECT');

/** Where an IRP stands in a stack, and what it asks of the driver there. */
export class IO_STACK_LOCATION extends struct(
  'IO_STACK_LOCATION',
  {
    MajorFunction: UCHAR,
    MinorFunction: UCHAR,
    Flags: UCHAR,
    Control: UCHAR,
    Parameters: IO_STACK_PARAMETERS,
    DeviceObject: pointer<DEVICE_OBJECT>('DEVICE_OBJECT'),
    FileObject: PFILE_OBJECT,
    CompletionRoutine: PIO_COMPLETION_ROUTINE,
    Context: PVOID,
  },
  { pack: 4 },
) {}
export type PIO_STACK_LOCATION = IO_STACK_LOCATION | null;
export const PIO_STACK_LOCATION = pointer<IO_STACK_LOCATION>('IO_STACK_LOCATION');

/** An I/O request packet. Its stack locations follow it in memory. */
export class IRP extends struct('IRP', {
  Type: CSHORT,
  Size: USHORT,
  MdlAddress: PMDL,
  Flags: ULONG,
  AssociatedIrp: union('IRP_AssociatedIrp', {
    MasterIrp: pointer<IRP>('IRP'),
    IrpCount: LONG,
    SystemBuffer: PVOID,
  }),
  ThreadListEntry: LIST_ENTRY,
  IoStatus: IO_STATUS_BLOCK,
  RequestorMode: CHAR,
  PendingReturned: BOOLEAN,
  StackCount: CHAR,
  CurrentLocation: CHAR,
  Cancel: BOOLEAN,
  CancelIrql: KIRQL,
  ApcEnvironment: CCHAR,
  AllocationFlags: UCHAR,
  UserIosb: PIO_STATUS_BLOCK,
  UserEvent: PKEVENT,
  Overlay: union('IRP_Overlay', {
    AsynchronousParameters: members('IRP_AsynchronousParameters', { UserApcRoutine: PVOID, UserApcContext: PVOID }),
    AllocationSize: LARGE_INTEGER,
  }),
  CancelRoutine: PDRIVER_CANCEL,
  UserBuffer: PVOID,
  Tail: union('IRP_Tail', {
    Overlay: members('IRP_Tail_Overlay', {
      DriverContext: array(PVOID, 4),
      DeviceQueueEntry: over('DriverContext', KDEVICE_QUEUE_ENTRY),
      Thread: PVOID,
      AuxiliaryBuffer: PVOID,
      ListEntry: LIST_ENTRY,
      CurrentStackLocation: PIO_STACK_LOCATION,
      PacketType: over('CurrentStackLocation', ULONG),
      OriginalFileObject: PFILE_OBJECT,
    }),
    Apc: KAPC,
    CompletionKey: PVOID,
  }),
}) {}
export type PIRP = IRP | null;
export const PIRP = pointer<IRP>('IRP');

export class WAIT_CONTEXT_BLOCK extends struct('WAIT_CONTEXT_BLOCK', {
  WaitQueueEntry: KDEVICE_QUEUE_ENTRY,
  DeviceRoutine: PDRIVER_CONTROL,
  DeviceContext: PVOID,
  NumberOfMapRegisters: ULONG,
  DeviceObject: PVOID,
  CurrentIrp: PVOID,
  BufferChainingDpc: PKDPC,
}) {}
export type PWAIT_CONTEXT_BLOCK = WAIT_CONTEXT_BLOCK | null;
export const PWAIT_CONTEXT_BLOCK = pointer<WAIT_CONTEXT_BLOCK>('WAIT_CONTEXT_BLOCK');

export class DEVICE_OBJECT extends struct(
  'DEVICE_OBJECT',
  {
    Type: CSHORT,
    Size: USHORT,
    ReferenceCount: LONG,
    DriverObject: reference<DRIVER_OBJECT>('DRIVER_OBJECT'),
    /** The next device object of the same driver. */
    NextDevice: pointer<DEVICE_OBJECT>('DEVICE_OBJECT'),
    /** The device object directly above this one in its stack. */
    AttachedDevice: pointer<DEVICE_OBJECT>('DEVICE_OBJECT'),
    CurrentIrp: PIRP,
    Timer: PVOID,
    Flags: ULONG,
    Characteristics: ULONG,
    Vpb: PVPB,
    DeviceExtension: PVOID,
    DeviceType: ULONG,
    /** Stack locations that an IRP to this device needs. */
    StackSize: CCHAR,
    Queue: union('DEVICE_OBJECT_Queue', { ListEntry: LIST_ENTRY, Wcb: WAIT_CONTEXT_BLOCK }),
    AlignmentRequirement: ULONG,
    DeviceQueue: KDEVICE_QUEUE,
    Dpc: KDPC,
    ActiveThreadCount: ULONG,
    SecurityDescriptor: PVOID,
    DeviceLock: KEVENT,
    SectorSize: USHORT,
    Spare1: USHORT,
    DeviceObjectExtension: reference<DEVOBJ_EXTENSION>('DEVOBJ_EXTENSION'),
    Reserved: PVOID,
  },
  { align: 8 },
) {}
export type PDEVICE_OBJECT = DEVICE_OBJECT | null;
export const PDEVICE_OBJECT = pointer<DEVICE_OBJECT>('DEVICE_OBJECT');

/** The I/O manager's own part of a device object. Only the first three fields are for drivers. */
export class DEVOBJ_EXTENSION extends struct('DEVOBJ_EXTENSION', {
  Type: CSHORT,
  Size: USHORT,
  DeviceObject: PDEVICE_OBJECT,
  PowerFlags: ULONG,
  Dope: PVOID,
  ExtensionFlags: ULONG,
  DeviceNode: PVOID,
  /** The device object directly below this one in its stack. */
  AttachedTo: PDEVICE_OBJECT,
  StartIoCount: LONG,
  StartIoKey: LONG,
  StartIoFlags: ULONG,
  Vpb: PVPB,
  /** The number by which the sandbox knows the device object. */
  SandboxIndex: ULONG,
}) {}
export type PDEVOBJ_EXTENSION = DEVOBJ_EXTENSION | null;
export const PDEVOBJ_EXTENSION = pointer<DEVOBJ_EXTENSION>('DEVOBJ_EXTENSION');

export class DRIVER_EXTENSION extends struct('DRIVER_EXTENSION', {
  DriverObject: reference<DRIVER_OBJECT>('DRIVER_OBJECT'),
  AddDevice: PDRIVER_ADD_DEVICE,
  Count: ULONG,
  ServiceKeyName: UNICODE_STRING,
}) {}
export type PDRIVER_EXTENSION = DRIVER_EXTENSION | null;
export const PDRIVER_EXTENSION = pointer<DRIVER_EXTENSION>('DRIVER_EXTENSION');

export class DRIVER_OBJECT extends struct('DRIVER_OBJECT', {
  Type: CSHORT,
  Size: CSHORT,
  /** The first device object of the driver; the others follow through NextDevice. */
  DeviceObject: PDEVICE_OBJECT,
  Flags: ULONG,
  DriverStart: PVOID,
  DriverSize: ULONG,
  DriverSection: PVOID,
  DriverExtension: reference<DRIVER_EXTENSION>('DRIVER_EXTENSION'),
  DriverName: UNICODE_STRING,
  HardwareDatabase: PUNICODE_STRING,
  FastIoDispatch: PVOID,
  DriverInit: PDRIVER_INITIALIZE,
  DriverStartIo: PDRIVER_STARTIO,
  DriverUnload: PDRIVER_UNLOAD,
  MajorFunction: array(PDRIVER_DISPATCH, 28),
}) {}
export type PDRIVER_OBJECT = DRIVER_OBJECT | null;
export const PDRIVER_OBJECT = pointer<DRIVER_OBJECT>('DRIVER_OBJECT');

export class IO_REMOVE_LOCK_COMMON_BLOCK extends struct('IO_REMOVE_LOCK_COMMON_BLOCK', {
  Removed: BOOLEAN,
  Reserved: array(BOOLEAN, 3),
  IoCount: LONG,
  RemoveEvent: KEVENT,
}) {}

/** Counts the operations that keep a device from going away. */
export class IO_REMOVE_LOCK extends struct('IO_REMOVE_LOCK', {
  Common: IO_REMOVE_LOCK_COMMON_BLOCK,
}) {}
export type PIO_REMOVE_LOCK = IO_REMOVE_LOCK | null;
export const PIO_REMOVE_LOCK = pointer<IO_REMOVE_LOCK>('IO_REMOVE_LOCK');
