/** Lab 4: this filter gets ready only after the drivers below have agreed, and then refuses: nobody tells them. */
import {
  DeviceUsageTypeDumpFile,
  type DRIVER_OBJECT,
  ExAllocatePool2,
  ExFreePool,
  IO_NO_INCREMENT,
  IoCompleteRequest,
  IoGetCurrentIrpStackLocation,
  type IRP,
  NT_SUCCESS,
  type NTSTATUS,
  POOL_FLAG_NON_PAGED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_SUCCESS,
} from 'wdm';
import {
  ClearPagable,
  Complete,
  CountFile,
  ForwardAndWait,
  type LAB_EXTENSION,
  LoadFilter,
  SetPagableBeforeLastRemoval,
} from './lab.ts';

/** More than the machine has: what a dump needs cannot be had on this disk. */
const DUMP_BUFFER_SIZE = 0x4000_0000;

export function DriverEntry(driverObject: DRIVER_OBJECT): NTSTATUS {
  return LoadFilter(driverObject, { HandleUsageNotification });
}

async function HandleUsageNotification(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status) && inPath && type === DeviceUsageTypeDumpFile) {
    const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, DUMP_BUFFER_SIZE, 'pmuD');
    if (buffer === 0) {
      irp.IoStatus.Status = STATUS_INSUFFICIENT_RESOURCES;
      IoCompleteRequest(irp, IO_NO_INCREMENT); // (X)
      return STATUS_INSUFFICIENT_RESOURCES;
    }
    ExFreePool(buffer);
  }
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
  } else if (setPagable) {
    ClearPagable(extension);
  }
  return Complete(irp, status);
}
