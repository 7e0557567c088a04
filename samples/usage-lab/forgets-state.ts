/** Lab 5: this filter never asks the PnP manager to look again, so the user is still offered to disable the disk. */
import {
  type DRIVER_OBJECT,
  IO_NO_INCREMENT,
  IoCompleteRequest,
  IoGetCurrentIrpStackLocation,
  type IRP,
  NT_SUCCESS,
  type NTSTATUS,
  STATUS_SUCCESS,
} from 'wdm';
import {
  AdjustCount,
  ClearPagable,
  ForwardAndWait,
  type LAB_EXTENSION,
  LoadFilter,
  SetPagableBeforeLastRemoval,
} from './lab.ts';

export function DriverEntry(driverObject: DRIVER_OBJECT): NTSTATUS {
  return LoadFilter(driverObject, { HandleUsageNotification });
}

async function HandleUsageNotification(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) {
    AdjustCount(extension, type, inPath);
  }
  if (NT_SUCCESS(status) ? inPath : setPagable) {
    ClearPagable(extension);
  }
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT); // (X)
  return status;
}
