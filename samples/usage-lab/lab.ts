/**
 * What the six filters of the lab share: an upper filter on a disk that does everything right. Each filter's own file
 * puts one routine of its own in the place of one of these, and that one is wrong.
 */
import {
  addressOf,
  BOOLEAN,
  cast,
  type DEVICE_OBJECT,
  DeviceUsageTypeDumpFile,
  DeviceUsageTypeHibernation,
  DeviceUsageTypePaging,
  DO_BUFFERED_IO,
  DO_DEVICE_INITIALIZING,
  DO_DIRECT_IO,
  DO_POWER_INRUSH,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  Executive,
  FALSE,
  IO_NO_INCREMENT,
  IoAdjustPagingPathCount,
  IoAttachDeviceToDeviceStack,
  IoCallDriver,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoCreateDevice,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  IoInvalidateDeviceState,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_MAXIMUM_FUNCTION,
  IRP_MJ_PNP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  KEVENT,
  KeInitializeEvent,
  KernelMode,
  KeSetEvent,
  KeWaitForSingleObject,
  LONG,
  local,
  NotificationEvent,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  PDEVICE_OBJECT,
  PNP_DEVICE_NOT_DISABLEABLE,
  type PVOID,
  STATUS_DEVICE_BUSY,
  STATUS_DEVICE_NOT_READY,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_NO_SUCH_DEVICE,
  STATUS_PENDING,
  STATUS_SUCCESS,
  struct,
  TRUE,
  type ULONG,
} from 'wdm';

export class LAB_EXTENSION extends struct('LAB_EXTENSION', {
  Self: PDEVICE_OBJECT,
  Lower: PDEVICE_OBJECT,
  Pdo: PDEVICE_OBJECT,
  IsStarted: BOOLEAN,
  PagingPathCount: LONG,
  HibernationPathCount: LONG,
  DumpPathCount: LONG,
}) {}

/** What a filter may do in its own way. */
export interface LabRoutines {
  HandleUsageNotification(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS>;
  /** IRP_MN_QUERY_STOP_DEVICE and IRP_MN_QUERY_REMOVE_DEVICE. */
  QueryRelease(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS>;
}

let routines: LabRoutines = { HandleUsageNotification, QueryRelease };

/** What DriverEntry of each filter calls. */
export function LoadFilter(driverObject: DRIVER_OBJECT, own: Partial<LabRoutines>): NTSTATUS {
  routines = { ...routines, ...own };
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) {
    driverObject.MajorFunction.set(major, DispatchPassDown);
  }
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const device = out<PDEVICE_OBJECT>();
  const { DeviceType: type, Characteristics: characteristics } = physicalDeviceObject;
  const status = IoCreateDevice(driverObject, LAB_EXTENSION, NULL, type, characteristics, FALSE, device);
  const self = device.value;
  if (!NT_SUCCESS(status) || self === NULL) {
    return status;
  }
  const lower = IoAttachDeviceToDeviceStack(self, physicalDeviceObject);
  if (lower === NULL) {
    IoDeleteDevice(self);
    return STATUS_NO_SUCH_DEVICE;
  }
  self.DeviceType = lower.DeviceType;
  self.Characteristics = lower.Characteristics;
  self.Flags |= lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE | DO_POWER_INRUSH);
  const extension = cast(LAB_EXTENSION, self.DeviceExtension);
  extension.Self = self;
  extension.Lower = lower;
  extension.Pdo = physicalDeviceObject;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

function DispatchPassDown(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(LAB_EXTENSION, deviceObject.DeviceExtension).Lower, irp);
}

async function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const extension = cast(LAB_EXTENSION, deviceObject.DeviceExtension);
  switch (IoGetCurrentIrpStackLocation(irp).MinorFunction) {
    case IRP_MN_DEVICE_USAGE_NOTIFICATION:
      return routines.HandleUsageNotification(extension, irp);

    case IRP_MN_QUERY_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
      return routines.QueryRelease(extension, irp);

    case IRP_MN_QUERY_PNP_DEVICE_STATE:
      if (AllCounts(extension) !== 0) {
        irp.IoStatus.Information |= PNP_DEVICE_NOT_DISABLEABLE;
      }
      return PassDownHandled(extension, irp);

    case IRP_MN_START_DEVICE: {
      const status = await ForwardAndWait(extension, irp);
      extension.IsStarted = NT_SUCCESS(status);
      return Complete(irp, status);
    }

    case IRP_MN_STOP_DEVICE:
    case IRP_MN_SURPRISE_REMOVAL:
      extension.IsStarted = FALSE;
      return PassDownHandled(extension, irp);

    case IRP_MN_REMOVE_DEVICE:
      return RemoveDevice(extension, deviceObject, irp);

    default:
      return PassDown(extension, irp);
  }
}

/** How it should be. Each filter of the lab differs from this in one point, or from the routine below. */
async function HandleUsageNotification(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  if (inPath && !extension.IsStarted) {
    return Complete(irp, STATUS_DEVICE_NOT_READY);
  }
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
  } else if (setPagable) {
    ClearPagable(extension);
  }
  return Complete(irp, status);
}

/** The system cannot do without its files: a device that holds one has to stay. */
async function QueryRelease(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  return AllCounts(extension) === 0 ? PassDownHandled(extension, irp) : Complete(irp, STATUS_DEVICE_BUSY);
}

/** On the way down, before the drivers below do the same. @returns whether it did */
export function SetPagableBeforeLastRemoval(extension: LAB_EXTENSION, type: ULONG, inPath: boolean): boolean {
  const isLast = !inPath && CountOf(extension, type) === 1 && AllCounts(extension) === 1;
  if (!isLast || extension.Self === NULL || (extension.Self.Flags & DO_POWER_INRUSH) !== 0) {
    return false;
  }
  extension.Self.Flags |= DO_POWER_PAGABLE;
  return true;
}

export function ClearPagable(extension: LAB_EXTENSION): void {
  if (extension.Self !== NULL) {
    extension.Self.Flags &= ~DO_POWER_PAGABLE;
  }
}

/** On the way up, when the drivers below have agreed. */
export function CountFile(extension: LAB_EXTENSION, type: ULONG, inPath: boolean): void {
  const before = AllCounts(extension);
  AdjustCount(extension, type, inPath);
  if (inPath) {
    ClearPagable(extension);
  }
  if ((before === 0) !== (AllCounts(extension) === 0)) {
    IoInvalidateDeviceState(extension.Pdo);
  }
}

type Counter = 'PagingPathCount' | 'HibernationPathCount' | 'DumpPathCount';

const COUNTERS: Readonly<Record<ULONG, Counter>> = {
  [DeviceUsageTypePaging]: 'PagingPathCount',
  [DeviceUsageTypeHibernation]: 'HibernationPathCount',
  [DeviceUsageTypeDumpFile]: 'DumpPathCount',
};

export function AdjustCount(extension: LAB_EXTENSION, type: ULONG, inPath: boolean): void {
  const field = COUNTERS[type];
  if (field !== undefined) {
    IoAdjustPagingPathCount(addressOf(extension, field), inPath);
  }
}

export function CountOf(extension: LAB_EXTENSION, type: ULONG): number {
  const field = COUNTERS[type];
  return field === undefined ? 0 : extension[field];
}

export function AllCounts(extension: LAB_EXTENSION): number {
  return extension.PagingPathCount + extension.HibernationPathCount + extension.DumpPathCount;
}

/** Sends a request down and waits until it is back: it belongs to this driver again then. */
export async function ForwardAndWait(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, SignalEvent, event, TRUE, TRUE, TRUE);
  const status = await IoCallDriver(extension.Lower, irp);
  if (status === STATUS_PENDING) {
    await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  }
  return irp.IoStatus.Status;
}

function SignalEvent(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    KeSetEvent(cast(KEVENT, context), IO_NO_INCREMENT, FALSE);
  }
  return STATUS_MORE_PROCESSING_REQUIRED;
}

export async function PassDown(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(extension.Lower, irp);
}

export function PassDownHandled(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  irp.IoStatus.Status = STATUS_SUCCESS;
  return PassDown(extension, irp);
}

export function Complete(irp: IRP, status: NTSTATUS): NTSTATUS {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

async function RemoveDevice(extension: LAB_EXTENSION, deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const status = await PassDownHandled(extension, irp);
  IoDetachDevice(extension.Lower);
  IoDeleteDevice(deviceObject);
  return status;
}
