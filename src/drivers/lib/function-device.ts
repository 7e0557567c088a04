/** PnP in a function or filter driver: a device object that stands above another one. */
import {
  type DEVICE_OBJECT,
  IoCallDriver,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  IoReleaseRemoveLockAndWait,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  NT_SUCCESS,
  type NTSTATUS,
  PowerDeviceD0,
  STATUS_DEVICE_BUSY,
  STATUS_SUCCESS,
  type ULONG,
} from 'wdm';
import {
  type COMMON_EXTENSION,
  CommonExtension,
  CompleteIrp,
  Deleted,
  EnterDevice,
  ForwardAndWait,
  PassDown,
  RemovePending,
  RestorePnpState,
  SetPnpState,
  Started,
  StopPending,
  Stopped,
  SurpriseRemoved,
} from './common.ts';
import { ReportPowerState } from './power-policy.ts';
import { HandleUsageNotification, HasSpecialFile, ReportNotDisableable } from './usage.ts';

/** What differs from driver to driver. */
export interface FunctionDevice {
  /** Whether the device can hold, or be in the path of, a special file of this type. */
  readonly isSupportedUsage: (type: ULONG) => boolean;
  /** The drivers below have started the device. A failure fails the start. */
  readonly start?: (deviceObject: DEVICE_OBJECT) => NTSTATUS | Promise<NTSTATUS>;
  /** The device runs again after a stop was asked for and dropped, or was started after a stop. */
  readonly resume?: (deviceObject: DEVICE_OBJECT) => void | Promise<void>;
  /** The device is gone, or about to go: nothing may stay queued. */
  readonly failQueued?: (deviceObject: DEVICE_OBJECT) => void;
  /** Adds to the relations of one type. A failure completes the request with it. */
  readonly addRelations?: (deviceObject: DEVICE_OBJECT, irp: IRP, type: ULONG) => NTSTATUS;
  /** The device is being removed; the drivers below have not heard of it yet. */
  readonly remove?: (deviceObject: DEVICE_OBJECT) => void | Promise<void>;
}

export async function DispatchFunctionPnp(
  device: FunctionDevice,
  deviceObject: DEVICE_OBJECT,
  irp: IRP,
): Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const stack = IoGetCurrentIrpStackLocation(irp);
  switch (stack.MinorFunction) {
    case IRP_MN_START_DEVICE:
      return StartDevice(device, common, deviceObject, irp);
    case IRP_MN_QUERY_STOP_DEVICE:
      return QueryRelease(common, irp, StopPending);
    case IRP_MN_QUERY_REMOVE_DEVICE:
      return QueryRelease(common, irp, RemovePending);
    case IRP_MN_CANCEL_STOP_DEVICE:
      return CancelRelease(device, common, deviceObject, irp, StopPending);
    case IRP_MN_CANCEL_REMOVE_DEVICE:
      return CancelRelease(device, common, deviceObject, irp, RemovePending);
    case IRP_MN_STOP_DEVICE:
      SetPnpState(common, Stopped);
      return PassDownHandled(common, irp);
    case IRP_MN_SURPRISE_REMOVAL:
      // Still attached: only what needs the hardware ends here. The rest follows with REMOVE_DEVICE.
      SetPnpState(common, SurpriseRemoved);
      device.failQueued?.(deviceObject);
      return PassDownHandled(common, irp);
    case IRP_MN_REMOVE_DEVICE:
      return RemoveDevice(device, common, deviceObject, irp);
    case IRP_MN_QUERY_DEVICE_RELATIONS: {
      const status =
        device.addRelations?.(deviceObject, irp, stack.Parameters.QueryDeviceRelations.Type) ?? STATUS_SUCCESS;
      return NT_SUCCESS(status) ? PassDown(common, irp) : CompleteIrp(common, irp, status);
    }
    case IRP_MN_QUERY_PNP_DEVICE_STATE:
      ReportNotDisableable(common, irp);
      return PassDown(common, irp);
    case IRP_MN_DEVICE_USAGE_NOTIFICATION:
      return HandleUsageNotification(common, irp, device.isSupportedUsage);
    default:
      return PassDown(common, irp);
  }
}

/** Upward: the bus has to bring the device up before its function driver may touch it. */
async function StartDevice(
  device: FunctionDevice,
  common: COMMON_EXTENSION,
  deviceObject: DEVICE_OBJECT,
  irp: IRP,
): Promise<NTSTATUS> {
  let status = await ForwardAndWait(common, irp);
  if (NT_SUCCESS(status)) {
    status = (await device.start?.(deviceObject)) ?? STATUS_SUCCESS;
  }
  if (NT_SUCCESS(status)) {
    SetPnpState(common, Started);
    ReportPowerState(common, PowerDeviceD0);
    await device.resume?.(deviceObject);
  }
  return CompleteIrp(common, irp, status);
}

/** The system cannot do without a device that holds a special file: it can neither be stopped nor removed. */
async function QueryRelease(common: COMMON_EXTENSION, irp: IRP, pending: ULONG): Promise<NTSTATUS> {
  if (HasSpecialFile(common)) {
    return CompleteIrp(common, irp, STATUS_DEVICE_BUSY);
  }
  SetPnpState(common, pending);
  return PassDownHandled(common, irp);
}

/** Upward, like a start: the drivers below are ready again before this one is. */
async function CancelRelease(
  device: FunctionDevice,
  common: COMMON_EXTENSION,
  deviceObject: DEVICE_OBJECT,
  irp: IRP,
  pending: ULONG,
): Promise<NTSTATUS> {
  irp.IoStatus.Status = STATUS_SUCCESS;
  await ForwardAndWait(common, irp);
  RestorePnpState(common, pending);
  await device.resume?.(deviceObject);
  return CompleteIrp(common, irp, STATUS_SUCCESS);
}

/** A driver that has handled a request on its way down says so before it passes it on. */
function PassDownHandled(common: COMMON_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  irp.IoStatus.Status = STATUS_SUCCESS;
  return PassDown(common, irp);
}

/** Passed down first, then detached: a request that is still on its way finds the whole stack until it is back. */
async function RemoveDevice(
  device: FunctionDevice,
  common: COMMON_EXTENSION,
  deviceObject: DEVICE_OBJECT,
  irp: IRP,
): Promise<NTSTATUS> {
  SetPnpState(common, Deleted);
  device.failQueued?.(deviceObject);
  await device.remove?.(deviceObject);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(common.Lower, irp);
  await IoReleaseRemoveLockAndWait(common.RemoveLock, irp);
  IoDetachDevice(common.Lower);
  IoDeleteDevice(deviceObject);
  return status;
}
