/** What every device object of the in-box drivers keeps, and the few steps that all dispatch routines share. */
import {
  BOOLEAN,
  cast,
  type DEVICE_OBJECT,
  DO_BUFFERED_IO,
  DO_DEVICE_INITIALIZING,
  DO_DIRECT_IO,
  DO_POWER_INRUSH,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  FALSE,
  IO_NO_INCREMENT,
  IO_REMOVE_LOCK,
  IoAcquireRemoveLock,
  IoAttachDeviceToDeviceStack,
  IoCallDriver,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoCreateDevice,
  IoDeleteDevice,
  IoForwardIrpSynchronously,
  IoInitializeRemoveLock,
  IoMarkIrpPending,
  IoReleaseRemoveLock,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  KEVENT,
  KeInitializeEvent,
  LONG,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  PDEVICE_OBJECT,
  PowerDeviceD3,
  PowerSystemWorking,
  type PVOID,
  STATUS_CONTINUE_COMPLETION,
  STATUS_NO_SUCH_DEVICE,
  STATUS_SUCCESS,
  type StructClass,
  SynchronizationEvent,
  struct,
  TRUE,
  ULONG,
} from 'wdm';

// Where a device object stands in its PnP life. A number each, because it is kept in the device extension.
export const NotStarted = 0;
export const Started = 1;
export const StopPending = 2;
export const Stopped = 3;
export const RemovePending = 4;
export const SurpriseRemoved = 5;
export const Deleted = 6;

/** The first member of every device extension here, so that shared code can read any of them as this structure. */
export class COMMON_EXTENSION extends struct('COMMON_EXTENSION', {
  Self: PDEVICE_OBJECT,
  /** The device object at the bottom of the stack: what IoInvalidateDeviceState takes. */
  Pdo: PDEVICE_OBJECT,
  /** The device object below this one. NULL: this is the PDO itself. */
  Lower: PDEVICE_OBJECT,
  RemoveLock: IO_REMOVE_LOCK,
  PnpState: ULONG,
  PreviousPnpState: ULONG,
  /** DEVICE_POWER_STATE that this driver has reported last. */
  PowerState: ULONG,
  /** SYSTEM_POWER_STATE that its stack was told last. */
  SystemState: ULONG,
  PagingPathCount: LONG,
  HibernationPathCount: LONG,
  DumpPathCount: LONG,
  /** Held while a usage notification is on its way: their counts and flags change one at a time. */
  PathEvent: KEVENT,
  /** DO_POWER_PAGABLE was set when the device was made, so it may be set again after the last special file. */
  IsPagable: BOOLEAN,
}) {}

export function CommonExtension(deviceObject: DEVICE_OBJECT): COMMON_EXTENSION {
  return cast(COMMON_EXTENSION, deviceObject.DeviceExtension);
}

export function InitializeCommonExtension(
  self: DEVICE_OBJECT,
  pdo: DEVICE_OBJECT,
  lower: PDEVICE_OBJECT,
): COMMON_EXTENSION {
  const common = CommonExtension(self);
  common.Self = self;
  common.Pdo = pdo;
  common.Lower = lower;
  common.PnpState = NotStarted;
  common.PreviousPnpState = NotStarted;
  common.PowerState = PowerDeviceD3;
  common.SystemState = PowerSystemWorking;
  common.IsPagable = (self.Flags & DO_POWER_PAGABLE) !== 0;
  IoInitializeRemoveLock(common.RemoveLock, 0, 0, 0);
  KeInitializeEvent(common.PathEvent, SynchronizationEvent, TRUE);
  return common;
}

/**
 * What AddDevice does in a function or filter driver: make the device object, put it on the stack, take over from the
 * device below how buffers and power requests reach this stack, and only then let requests in.
 *
 * @param deviceType - NULL: that of the device below, which is right for a filter
 * @param device - the new device object
 */
export function AttachNewDevice(
  driverObject: DRIVER_OBJECT,
  pdo: DEVICE_OBJECT,
  extension: StructClass,
  deviceType: ULONG | null,
  device: { value: PDEVICE_OBJECT },
): NTSTATUS {
  const created = out<PDEVICE_OBJECT>();
  const type = deviceType ?? pdo.DeviceType;
  const status = IoCreateDevice(driverObject, extension, NULL, type, pdo.Characteristics, FALSE, created);
  const self = created.value;
  if (!NT_SUCCESS(status) || self === NULL) {
    return status;
  }
  const lower = IoAttachDeviceToDeviceStack(self, pdo);
  if (lower === NULL) {
    IoDeleteDevice(self);
    return STATUS_NO_SUCH_DEVICE;
  }
  if (deviceType === NULL) {
    self.DeviceType = lower.DeviceType;
    self.Characteristics = lower.Characteristics;
  }
  // A pagable device above one that is not would be called at an IRQL at which it cannot run, and would pass that on.
  self.Flags |= lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE | DO_POWER_INRUSH);
  InitializeCommonExtension(self, pdo, lower);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  device.value = self;
  return STATUS_SUCCESS;
}

export function SetPnpState(common: COMMON_EXTENSION, state: ULONG): void {
  common.PreviousPnpState = common.PnpState;
  common.PnpState = state;
}

/** A cancel request may come although nothing was asked before; then there is nothing to undo. */
export function RestorePnpState(common: COMMON_EXTENSION, pending: ULONG): void {
  if (common.PnpState === pending) {
    common.PnpState = common.PreviousPnpState;
  }
}

/** Takes the remove lock for a request. When the device is going away it completes the request and says why. */
export function EnterDevice(common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const status = IoAcquireRemoveLock(common.RemoveLock, irp);
  if (!NT_SUCCESS(status)) {
    irp.IoStatus.Status = status;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
  }
  return status;
}

/** Completes a request that entered the device. @returns the status, because dispatch must return what it completed with */
export function CompleteIrp(common: COMMON_EXTENSION, irp: IRP, status: NTSTATUS): NTSTATUS {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return status;
}

/** Passes a request on without looking at it again. For PnP and other requests at PASSIVE_LEVEL. */
export async function PassDown(common: COMMON_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(common.Lower, irp);
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return status;
}

/** Passes a request on and waits until the drivers below have completed it; it belongs to the caller again then. */
export async function ForwardAndWait(common: COMMON_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  await IoForwardIrpSynchronously(common.Lower, irp);
  return irp.IoStatus.Status;
}

/** Passes a request on at any IRQL up to DISPATCH_LEVEL; the remove lock is held until the request has completed. */
export function PassDownLocked(common: COMMON_EXTENSION, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, ReleaseLockOnCompletion, common, TRUE, TRUE, TRUE);
  return IoCallDriver(common.Lower, irp);
}

export function ReleaseLockOnCompletion(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    IoMarkIrpPending(irp);
  }
  IoReleaseRemoveLock(cast(COMMON_EXTENSION, context).RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}
