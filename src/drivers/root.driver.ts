/** The root of the device tree: reports what is there without any bus, such as the firmware's device and the volume manager. */
import {
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  FILE_DEVICE_CONTROLLER,
  type IRP,
  type NTSTATUS,
  STATUS_SUCCESS,
  type UNICODE_STRING,
} from 'wdm';
import { BUS_FDO_EXTENSION, BUS_PDO_EXTENSION } from './lib/bus.ts';
import type { BusChild } from './lib/bus-child.ts';
import { AddBusDevice, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { FillFunctionDispatch } from './lib/dispatch.ts';
import { IsKnownUsage } from './lib/usage.ts';

const child: BusChild = {
  extension: BUS_PDO_EXTENSION,
  deviceType: FILE_DEVICE_CONTROLLER,
  isSupportedUsage: IsKnownUsage,
  // Above the root there is no hardware that would have to stay on: the chain of usage notifications ends here.
  usageTargets: () => [],
  addCapabilities: (_pdo, capabilities) => {
    capabilities.UniqueID = 1;
  },
};

const device = BusFunctionDevice(child);

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp, BusPower());
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  return AddBusDevice(driverObject, physicalDeviceObject, BUS_FDO_EXTENSION);
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  return DispatchBusPnp(device, child, deviceObject, irp);
}
