/** The firmware's view of the machine: reports the buses and devices that stand directly on the main board. */
import {
  ACPIBus,
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  FILE_DEVICE_ACPI,
  type IRP,
  type NTSTATUS,
  STATUS_SUCCESS,
  type UNICODE_STRING,
} from 'wdm';
import { BUS_FDO_EXTENSION, BUS_PDO_EXTENSION } from './lib/bus.ts';
import { type BusChild, ParentStack } from './lib/bus-child.ts';
import { AddBusDevice, AllocateBusInformation, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { FillFunctionDispatch } from './lib/dispatch.ts';
import { IsKnownUsage } from './lib/usage.ts';

/** GUID_BUS_TYPE_ACPI */
const BUS_TYPE_ACPI = [0xd7b46895, 0x001a, 0x4942, [0x89, 0x1f, 0xa7, 0xd4, 0x66, 0x10, 0xa8, 0x43]] as const;

const child: BusChild = {
  extension: BUS_PDO_EXTENSION,
  deviceType: FILE_DEVICE_ACPI,
  isSupportedUsage: IsKnownUsage,
  usageTargets: ParentStack,
  busInformation: () => AllocateBusInformation({ guid: BUS_TYPE_ACPI, legacyType: ACPIBus, number: 0 }),
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
