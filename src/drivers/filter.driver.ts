/**
 * A filter that lets everything pass. Its settings, numbers in the registry, make it refuse, dawdle or do the steps of a
 * usage notification in the wrong order, to see what the drivers around it and the system make of that:
 *
 * - AcceptUsage: bit N set = special files of type N are welcome. All are, unless told.
 * - FailUsage: an NTSTATUS with which every new special file is refused.
 * - DelayMs: how long a usage notification is held before it goes on.
 * - ForwardLate: 1 = does its own part too early when a file comes, and too late when it goes.
 */
import {
  cast,
  type DEVICE_OBJECT,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  FALSE,
  IoGetCurrentIrpStackLocation,
  type IRP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  KeDelayExecutionThread,
  KernelMode,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  SandboxQueryRegistry,
  STATUS_SUCCESS,
  struct,
  ULONG,
  type UNICODE_STRING,
} from 'wdm';
import { AttachNewDevice, COMMON_EXTENSION, CompleteIrp, EnterDevice, ForwardAndWait } from './lib/common.ts';
import { FillFilterDispatch } from './lib/dispatch.ts';
import { DispatchFunctionPnp, type FunctionDevice } from './lib/function-device.ts';
import { CountSpecialFile, HandleUsageNotification, HasSpecialFile } from './lib/usage.ts';

const ALL_TYPES = 0xffff_ffff;
const TICKS_PER_MILLISECOND = 10_000n;

class FILTER_EXTENSION extends struct('FILTER_EXTENSION', {
  Common: COMMON_EXTENSION,
  AcceptUsage: ULONG,
  FailUsage: ULONG,
  DelayMs: ULONG,
  ForwardLate: ULONG,
}) {}

const device: FunctionDevice = { isSupportedUsage: () => true };

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFilterDispatch(driverObject, AddDevice, DispatchPnp);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const created = out<PDEVICE_OBJECT>();
  const status = AttachNewDevice(driverObject, physicalDeviceObject, FILTER_EXTENSION, NULL, created);
  if (NT_SUCCESS(status) && created.value !== NULL) {
    const filter = cast(FILTER_EXTENSION, created.value.DeviceExtension);
    filter.AcceptUsage = SandboxQueryRegistry(driverObject, 'AcceptUsage', ALL_TYPES);
    filter.FailUsage = SandboxQueryRegistry(driverObject, 'FailUsage', STATUS_SUCCESS);
    filter.DelayMs = SandboxQueryRegistry(driverObject, 'DelayMs', 0);
    filter.ForwardLate = SandboxQueryRegistry(driverObject, 'ForwardLate', 0);
  }
  return status;
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const { MinorFunction: minor } = IoGetCurrentIrpStackLocation(irp);
  return minor === IRP_MN_DEVICE_USAGE_NOTIFICATION
    ? HandleUsage(cast(FILTER_EXTENSION, deviceObject.DeviceExtension), irp)
    : DispatchFunctionPnp(device, deviceObject, irp);
}

async function HandleUsage(filter: FILTER_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const entered = EnterDevice(filter.Common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  if (inPath && filter.FailUsage !== STATUS_SUCCESS) {
    return CompleteIrp(filter.Common, irp, filter.FailUsage);
  }
  if (filter.DelayMs !== 0) {
    await KeDelayExecutionThread(KernelMode, FALSE, -BigInt(filter.DelayMs) * TICKS_PER_MILLISECOND);
  }
  return filter.ForwardLate === 0
    ? HandleUsageNotification(filter.Common, irp, () => ((filter.AcceptUsage >>> type) & 1) !== 0)
    : HandleInWrongOrder(filter.Common, irp, type, inPath);
}

/** What a driver must not do: for a moment it is not pagable above a driver that is, or pagable too late. */
async function HandleInWrongOrder(common: COMMON_EXTENSION, irp: IRP, type: ULONG, inPath: boolean): Promise<NTSTATUS> {
  if (inPath) {
    CountSpecialFile(common, type, inPath);
  }
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(common, irp);
  const mustUncount = inPath ? !NT_SUCCESS(status) : NT_SUCCESS(status);
  if (mustUncount) {
    CountSpecialFile(common, type, FALSE);
    if (common.Self !== NULL && common.IsPagable && !HasSpecialFile(common)) {
      common.Self.Flags |= DO_POWER_PAGABLE;
    }
  }
  return CompleteIrp(common, irp, status);
}
