/** Lab 3: this filter counts the file before the drivers below have agreed to it, and keeps the count when they refuse. */
import {
  addressOf,
  DeviceUsageTypePaging,
  type DRIVER_OBJECT,
  IoAdjustPagingPathCount,
  IoGetCurrentIrpStackLocation,
  IoInvalidateDeviceState,
  type IRP,
  NT_SUCCESS,
  type NTSTATUS,
  STATUS_SUCCESS,
} from 'wdm';
import {
  AllCounts,
  ClearPagable,
  Complete,
  CountFile,
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
  const isEarly = inPath && type === DeviceUsageTypePaging;
  const isFirst = AllCounts(extension) === 0;
  if (isEarly) {
    IoAdjustPagingPathCount(addressOf(extension, 'PagingPathCount'), inPath); // (X)
  }
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) {
    if (!isEarly) {
      CountFile(extension, type, inPath);
    } else {
      ClearPagable(extension);
      if (isFirst) {
        IoInvalidateDeviceState(extension.Pdo);
      }
    }
  } else if (setPagable) {
    ClearPagable(extension);
  }
  return Complete(irp, status);
}
