/** Lab 1: this filter lets the usage notification pass. It stays pagable above drivers that are not. */
import { type DRIVER_OBJECT, IoCallDriver, IoSkipCurrentIrpStackLocation, type IRP, type NTSTATUS } from 'wdm';
import { type LAB_EXTENSION, LoadFilter } from './lab.ts';

export function DriverEntry(driverObject: DRIVER_OBJECT): NTSTATUS {
  return LoadFilter(driverObject, { HandleUsageNotification });
}

async function HandleUsageNotification(extension: LAB_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(extension.Lower, irp); // (X)
}
