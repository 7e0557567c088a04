/** Lab 6: this filter has no objection to the removal of a disk that holds a paging file. */
import {
  type DRIVER_OBJECT,
  IoCallDriver,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  type NTSTATUS,
  STATUS_SUCCESS,
} from 'wdm';
import { type LAB_EXTENSION, LoadFilter } from './lab.ts';

export function DriverEntry(driverObject: DRIVER_OBJECT): NTSTATUS {
  return LoadFilter(driverObject, { QueryRelease });
}

async function QueryRelease(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(extension.Lower, irp); // (X)
}
