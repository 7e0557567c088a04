/** A bus driver as a whole: one FDO on its own device, one PDO for each child. */
import {
  cast,
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  ExAllocatePool2,
  FILE_DEVICE_BUS_EXTENDER,
  type INTERFACE_TYPE,
  type IRP,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  PNP_BUS_INFORMATION,
  POOL_FLAG_PAGED,
  type PVOID,
  type StructClass,
  sizeof,
} from 'wdm';
import { AddBusRelations, DeleteChildren, InitializeBus } from './bus.ts';
import { type BusChild, DispatchChildPnp } from './bus-child.ts';
import { BusSleepState } from './bus-wake.ts';
import { AttachNewDevice, CommonExtension } from './common.ts';
import { DispatchFunctionPnp, type FunctionDevice } from './function-device.ts';
import type { DevicePower } from './power.ts';
import { type ChildPower, PowerUpChildren } from './power-child.ts';
import { IsKnownUsage } from './usage.ts';

const TAG = 'fnIB';

/**
 * AddDevice of a bus driver.
 *
 * @param extension - starts with a BUS_FDO_EXTENSION
 * @param initialize - what else stands in it
 */
export function AddBusDevice(
  driverObject: DRIVER_OBJECT,
  pdo: DEVICE_OBJECT,
  extension: StructClass,
  initialize: (fdo: DEVICE_OBJECT) => void = () => {},
): NTSTATUS {
  const device = out<PDEVICE_OBJECT>();
  const status = AttachNewDevice(driverObject, pdo, extension, FILE_DEVICE_BUS_EXTENDER, device);
  if (NT_SUCCESS(status) && device.value !== NULL) {
    InitializeBus(device.value);
    initialize(device.value);
  }
  return status;
}

/** The FDO's part: a bus is in the path of whatever its children are in the path of. */
export function BusFunctionDevice(child: BusChild, more: Partial<FunctionDevice> = {}): FunctionDevice {
  return {
    isSupportedUsage: IsKnownUsage,
    addRelations: (fdo, irp, type) => AddBusRelations(child, fdo, irp, type),
    remove: (fdo) => DeleteChildren(fdo, child.cleanUp),
    ...more,
  };
}

/** A bus decides for itself, and powers its children up when it is on. @param child - what it does with their power */
export function BusPower(child: ChildPower = {}): DevicePower {
  return { isPolicyOwner: true, child, sleepState: BusSleepState, poweredUp: (fdo) => PowerUpChildren(child, fdo) };
}

/** IRP_MJ_PNP reaches both kinds of device object through one routine. */
export function DispatchBusPnp(
  device: FunctionDevice,
  child: BusChild,
  deviceObject: DEVICE_OBJECT,
  irp: IRP,
): Promise<NTSTATUS> {
  return CommonExtension(deviceObject).Lower === NULL
    ? DispatchChildPnp(child, deviceObject, irp)
    : DispatchFunctionPnp(device, deviceObject, irp);
}

/** An identifier as its text has it: the first three groups as numbers, the rest byte by byte. */
export interface BusType {
  readonly guid: readonly [number, number, number, readonly number[]];
  readonly legacyType: INTERFACE_TYPE;
  readonly number: number;
}

/** The answer to IRP_MN_QUERY_BUS_INFORMATION. @returns 0 when there is no memory */
export function AllocateBusInformation(bus: BusType): PVOID {
  const address = ExAllocatePool2(POOL_FLAG_PAGED, sizeof(PNP_BUS_INFORMATION), TAG);
  if (address !== 0) {
    const information = cast(PNP_BUS_INFORMATION, address);
    const [first, second, third, rest] = bus.guid;
    information.BusTypeGuid.Data1 = first;
    information.BusTypeGuid.Data2 = second;
    information.BusTypeGuid.Data3 = third;
    for (const [index, byte] of rest.entries()) {
      information.BusTypeGuid.Data4.set(index, byte);
    }
    information.LegacyBusType = bus.legacyType;
    information.BusNumber = bus.number;
  }
  return address;
}
