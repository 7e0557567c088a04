/** Power of the plug-in's own device. It has no hardware of its own, so it only goes along with the system. */
import {
  cast,
  type DEVICE_OBJECT,
  DevicePowerState,
  IO_NO_INCREMENT,
  type IO_STATUS_BLOCK,
  IoCallDriver,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
  IRP,
  IRP_MN_SET_POWER,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  type PDEVICE_OBJECT,
  type POWER_STATE,
  PoRequestPowerIrp,
  PoSetPowerState,
  PowerDeviceD0,
  PowerDeviceD3,
  PowerSystemWorking,
  type PVOID,
  STATUS_CONTINUE_COMPLETION,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  SystemPowerState,
  TRUE,
  type UCHAR,
} from 'wdm';

/** @param lower - the device object below this one */
export function DispatchPower(
  lower: PDEVICE_OBJECT,
  deviceObject: DEVICE_OBJECT,
  irp: IRP,
): NTSTATUS | Promise<NTSTATUS> {
  const stack = IoGetCurrentIrpStackLocation(irp);
  const { Type: type, State: state } = stack.Parameters.Power;
  if (stack.MinorFunction === IRP_MN_SET_POWER && type === SystemPowerState) {
    return Pend(lower, irp, SystemStateSet);
  }
  if (stack.MinorFunction === IRP_MN_SET_POWER && state.DeviceState === PowerDeviceD0) {
    return Pend(lower, irp, PoweredUp);
  }
  if (stack.MinorFunction === IRP_MN_SET_POWER) {
    PoSetPowerState(deviceObject, DevicePowerState, state.DeviceState);
  }
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(lower, irp);
}

type Completion = (deviceObject: PDEVICE_OBJECT, irp: IRP) => NTSTATUS;

function Pend(lower: PDEVICE_OBJECT, irp: IRP, routine: Completion): NTSTATUS | Promise<NTSTATUS> {
  IoMarkIrpPending(irp);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, routine, NULL, TRUE, TRUE, TRUE);
  const sent = IoCallDriver(lower, irp);
  return typeof sent === 'number' ? STATUS_PENDING : sent.then(() => STATUS_PENDING);
}

function PoweredUp(deviceObject: PDEVICE_OBJECT, irp: IRP): NTSTATUS {
  if (NT_SUCCESS(irp.IoStatus.Status)) {
    PoSetPowerState(deviceObject, DevicePowerState, PowerDeviceD0);
  }
  return STATUS_CONTINUE_COMPLETION;
}

/** On the way down the system waits for the device, on the way up it does not. */
function SystemStateSet(deviceObject: PDEVICE_OBJECT, irp: IRP): NTSTATUS {
  const isUp = IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.SystemState === PowerSystemWorking;
  const state = isUp ? PowerDeviceD0 : PowerDeviceD3;
  const held = isUp ? NULL : irp;
  const status = PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, state, DeviceStateReached, held, NULL);
  return isUp || status !== STATUS_PENDING ? STATUS_CONTINUE_COMPLETION : STATUS_MORE_PROCESSING_REQUIRED;
}

function DeviceStateReached(
  _deviceObject: DEVICE_OBJECT,
  _minor: UCHAR,
  _state: POWER_STATE,
  context: PVOID,
  ioStatus: IO_STATUS_BLOCK,
): void {
  if (context !== 0) {
    const irp = cast(IRP, context);
    irp.IoStatus.Status = ioStatus.Status;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
  }
}
