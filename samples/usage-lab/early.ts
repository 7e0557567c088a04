/** Lab 2: this filter clears DO_POWER_PAGABLE on the way down, while the drivers below are still pagable. */
import {
  cast,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  Executive,
  FALSE,
  IO_NO_INCREMENT,
  IoCallDriver,
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoSetCompletionRoutine,
  type IRP,
  KEVENT,
  KeInitializeEvent,
  KernelMode,
  KeSetEvent,
  KeWaitForSingleObject,
  local,
  NotificationEvent,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  type PDEVICE_OBJECT,
  type PVOID,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  TRUE,
} from 'wdm';
import {
  ClearPagable,
  Complete,
  CountFile,
  type LAB_EXTENSION,
  LoadFilter,
  SetPagableBeforeLastRemoval,
} from './lab.ts';

export function DriverEntry(driverObject: DRIVER_OBJECT): NTSTATUS {
  return LoadFilter(driverObject, { HandleUsageNotification });
}

async function HandleUsageNotification(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const wasPagable = extension.Self !== NULL && (extension.Self.Flags & DO_POWER_PAGABLE) !== 0;
  if (inPath) {
    ClearPagable(extension);
  }
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;

  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, SignalEvent, event, TRUE, TRUE, TRUE);
  const returned = await IoCallDriver(extension.Lower, irp); // (X)
  if (returned === STATUS_PENDING) {
    await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  }

  const status = irp.IoStatus.Status;
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
  } else if (setPagable) {
    ClearPagable(extension);
  } else if (wasPagable && extension.Self !== NULL) {
    extension.Self.Flags |= DO_POWER_PAGABLE;
  }
  return Complete(irp, status);
}

function SignalEvent(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    KeSetEvent(cast(KEVENT, context), IO_NO_INCREMENT, FALSE);
  }
  return STATUS_MORE_PROCESSING_REQUIRED;
}
