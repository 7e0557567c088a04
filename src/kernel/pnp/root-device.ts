import {
  DO_BUS_ENUMERATED_DEVICE,
  DO_DEVICE_INITIALIZING,
  DO_POWER_PAGABLE,
  FILE_DEVICE_BUS_EXTENDER,
} from '../../abi/device-flags.ts';
import { DeviceUsageTypeDumpFile, DeviceUsageTypeHibernation, DeviceUsageTypePaging } from '../../abi/enums.ts';
import {
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
} from '../../abi/irp-codes.ts';
import { STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../abi/roles.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { assert } from '../../base/assert.ts';
import { chain } from '../../base/maybe-promise.ts';
import { IoCompleteRequest } from '../io/complete-request.ts';
import { createDevice } from '../io/device-object.ts';
import { createDriverObject } from '../io/driver-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import { IoGetCurrentIrpStackLocation } from '../io/stack-location.ts';

const HANDLED: ReadonlySet<number> = new Set([
  IRP_MN_START_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
]);

const COUNTED: ReadonlySet<number> = new Set([
  DeviceUsageTypePaging,
  DeviceUsageTypeHibernation,
  DeviceUsageTypeDumpFile,
]);

/** Special files in the whole tree end here: the device is not pagable while there is one (USE-V04). */
function followSpecialFiles(device: DEVICE_OBJECT, inPath: boolean, count: number): number {
  const left = Math.max(0, count + (inPath ? 1 : -1));
  device.Flags = left === 0 ? device.Flags | DO_POWER_PAGABLE : device.Flags & ~DO_POWER_PAGABLE;
  return left;
}

/** The device under the root of the tree. The PnP manager itself is its bus driver. */
export function createRootDevice(io: IoManager): DEVICE_OBJECT {
  const driver = createDriverObject(io, 'PnpManager', null);
  assert(driver !== null, 'memory is too small for the root device');
  let specialFiles = 0;
  const dispatch: DRIVER_DISPATCH = (device, irp) => {
    const location = IoGetCurrentIrpStackLocation(io, irp);
    const isHandled =
      location.MajorFunction === IRP_MJ_PNP
        ? HANDLED.has(location.MinorFunction)
        : location.MajorFunction === IRP_MJ_POWER;
    if (isHandled) irp.IoStatus.Status = STATUS_SUCCESS;
    if (location.MajorFunction === IRP_MJ_PNP && location.MinorFunction === IRP_MN_DEVICE_USAGE_NOTIFICATION) {
      const { InPath, Type } = location.Parameters.UsageNotification;
      if (COUNTED.has(Type)) specialFiles = followSpecialFiles(device, InPath, specialFiles);
    }
    const status = irp.IoStatus.Status;
    return chain(IoCompleteRequest(io, irp, 0), () => status);
  };
  driver.object.MajorFunction.set(IRP_MJ_PNP, dispatch);
  driver.object.MajorFunction.set(IRP_MJ_POWER, dispatch);
  const { device } = createDevice(io, driver.object, {
    extensionSize: 0,
    name: null,
    type: FILE_DEVICE_BUS_EXTENDER,
    characteristics: 0,
    exclusive: false,
  });
  assert(device !== null, 'memory is too small for the root device');
  device.Flags = (device.Flags | DO_BUS_ENUMERATED_DEVICE | DO_POWER_PAGABLE) & ~DO_DEVICE_INITIALIZING;
  return device;
}
