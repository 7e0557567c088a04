/** IRP_MJ_POWER. Dispatch runs at DISPATCH_LEVEL once DO_POWER_PAGABLE is clear, so nothing here waits. */
import {
  cast,
  type DEVICE_OBJECT,
  DevicePowerState,
  IO_NO_INCREMENT,
  IoAcquireRemoveLock,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseRemoveLock,
  IoSetCompletionRoutine,
  type IRP,
  IRP_MN_QUERY_POWER,
  IRP_MN_SET_POWER,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  type PDEVICE_OBJECT,
  PoCallDriver,
  PoSetPowerState,
  PoStartNextPowerIrp,
  PowerDeviceD0,
  type PVOID,
  STATUS_CONTINUE_COMPLETION,
  STATUS_SUCCESS,
  TRUE,
} from 'wdm';
import { COMMON_EXTENSION, CommonExtension } from './common.ts';

export function DispatchPower(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = IoAcquireRemoveLock(common.RemoveLock, irp);
  if (!NT_SUCCESS(entered)) {
    PoStartNextPowerIrp(irp);
    irp.IoStatus.Status = entered;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return entered;
  }
  if (common.Lower === NULL) {
    return CompletePower(common, irp);
  }
  if (IsSetDevicePower(irp) && !IsPowerUp(irp)) {
    // Going down, the device loses power from the top of its stack to the bottom.
    PoSetPowerState(deviceObject, DevicePowerState, IoGetCurrentIrpStackLocation(irp).Parameters.Power.State);
  }
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, PowerCompletion, common, TRUE, TRUE, TRUE);
  return PoCallDriver(common.Lower, irp);
}

function PowerCompletion(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  const common = cast(COMMON_EXTENSION, context);
  if (irp.PendingReturned) {
    IoMarkIrpPending(irp);
  }
  if (NT_SUCCESS(irp.IoStatus.Status) && IsSetDevicePower(irp) && IsPowerUp(irp)) {
    // Going up, the bus has given it power again by now.
    PoSetPowerState(common.Self, DevicePowerState, IoGetCurrentIrpStackLocation(irp).Parameters.Power.State);
  }
  PoStartNextPowerIrp(irp);
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

/** The PDO carries it out: it is the bus that has power to give. */
function CompletePower(common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const stack = IoGetCurrentIrpStackLocation(irp);
  if (IsSetDevicePower(irp)) {
    PoSetPowerState(common.Self, DevicePowerState, stack.Parameters.Power.State);
  }
  if (stack.MinorFunction === IRP_MN_SET_POWER || stack.MinorFunction === IRP_MN_QUERY_POWER) {
    irp.IoStatus.Status = STATUS_SUCCESS;
  }
  const status = irp.IoStatus.Status;
  PoStartNextPowerIrp(irp);
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return status;
}

function IsSetDevicePower(irp: IRP): boolean {
  const stack = IoGetCurrentIrpStackLocation(irp);
  return stack.MinorFunction === IRP_MN_SET_POWER && stack.Parameters.Power.Type === DevicePowerState;
}

function IsPowerUp(irp: IRP): boolean {
  return IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.DeviceState === PowerDeviceD0;
}
