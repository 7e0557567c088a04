/**
 * A function driver for a device that needs nothing: it does what every driver has to do, and no more. Its device cannot
 * hold a special file, so it refuses to be in the path of one.
 */
import {
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  FALSE,
  FILE_DEVICE_UNKNOWN,
  type IRP,
  type NTSTATUS,
  out,
  type PDEVICE_OBJECT,
  STATUS_SUCCESS,
  type UNICODE_STRING,
} from 'wdm';
import { AttachNewDevice, COMMON_EXTENSION } from './lib/common.ts';
import { FillFunctionDispatch } from './lib/dispatch.ts';
import { DispatchFunctionPnp, type FunctionDevice } from './lib/function-device.ts';

const device: FunctionDevice = { isSupportedUsage: () => FALSE };

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const created = out<PDEVICE_OBJECT>();
  return AttachNewDevice(driverObject, physicalDeviceObject, COMMON_EXTENSION, FILE_DEVICE_UNKNOWN, created);
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  return DispatchFunctionPnp(device, deviceObject, irp);
}
