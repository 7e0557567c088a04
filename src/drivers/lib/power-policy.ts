/** What a power policy owner does, wherever in the stack it stands. */
import {
  cast,
  type DEVICE_OBJECT,
  DevicePowerState,
  IO_NO_INCREMENT,
  type IO_STATUS_BLOCK,
  IoCompleteRequest,
  IoGetCurrentIrpStackLocation,
  IoReleaseRemoveLock,
  IRP,
  IRP_MN_SET_POWER,
  NT_SUCCESS,
  NULL,
  type POWER_STATE,
  PoRequestPowerIrp,
  PoSetPowerState,
  PowerDeviceD0,
  PowerDeviceD3,
  PowerSystemHibernate,
  PowerSystemWorking,
  type PVOID,
  type REQUEST_POWER_COMPLETE,
  STATUS_PENDING,
  type UCHAR,
  type ULONG,
} from 'wdm';
import { type COMMON_EXTENSION, CommonExtension } from './common.ts';

/** Tells the power manager, and remembers. */
export function ReportPowerState(common: COMMON_EXTENSION, state: ULONG): void {
  common.PowerState = state;
  PoSetPowerState(common.Self, DevicePowerState, state);
}

/**
 * Asks for the device state that goes with a system set-power request.
 *
 * @param sleepState - the device state in which the device sleeps; D3 unless told
 * @returns whether the request is held until the device has got there; if not, the remove lock was given back
 */
export function RequestForSystemState(
  common: COMMON_EXTENSION,
  irp: IRP,
  sleepState: (fdo: DEVICE_OBJECT, systemState: ULONG) => ULONG = () => PowerDeviceD3,
): boolean {
  const { SystemState: system } = IoGetCurrentIrpStackLocation(irp).Parameters.Power.State;
  const isUp = system === PowerSystemWorking;
  const state = isUp ? PowerDeviceD0 : sleepState(common.Self as DEVICE_OBJECT, system);
  const held = isUp ? NULL : irp;
  const status = MustTurnOnFirst(common, system)
    ? PoRequestPowerIrp(common.Self, IRP_MN_SET_POWER, PowerDeviceD0, MakeTurnedOn(state), held, NULL)
    : PoRequestPowerIrp(common.Self, IRP_MN_SET_POWER, state, DeviceStateReached, held, NULL);
  if (held !== NULL && status === STATUS_PENDING) {
    return true;
  }
  if (status !== STATUS_PENDING) {
    irp.IoStatus.Status = status;
  }
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return false;
}

/**
 * The hibernation file is written through this device when no driver runs any more, so one that sleeps by itself is turned
 * on before it is told to go down for hibernation, which then leaves it its power.
 */
function MustTurnOnFirst(common: COMMON_EXTENSION, system: ULONG): boolean {
  return system === PowerSystemHibernate && common.HibernationPathCount !== 0 && common.PowerState !== PowerDeviceD0;
}

/** @param state - what is asked for when the device is on */
function MakeTurnedOn(state: ULONG): REQUEST_POWER_COMPLETE {
  return (deviceObject, minorFunction, powerState, context, ioStatus) => {
    const asked = NT_SUCCESS(ioStatus.Status)
      ? PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, state, DeviceStateReached, context, NULL)
      : ioStatus.Status;
    if (asked !== STATUS_PENDING) {
      DeviceStateReached(deviceObject, minorFunction, powerState, context, ioStatus);
    }
  };
}

/** @param context - the system request that waits for it; 0 = none */
function DeviceStateReached(
  deviceObject: DEVICE_OBJECT,
  _minorFunction: UCHAR,
  _powerState: POWER_STATE,
  context: PVOID,
  ioStatus: IO_STATUS_BLOCK,
): void {
  if (context === 0) {
    return;
  }
  const irp = cast(IRP, context);
  irp.IoStatus.Status = ioStatus.Status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  IoReleaseRemoveLock(CommonExtension(deviceObject).RemoveLock, irp);
}
