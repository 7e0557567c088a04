/**
 * IRP_MJ_POWER in a function or filter driver. Requests for devices in the path of a special file come at DISPATCH_LEVEL,
 * so nothing here waits: what has to happen later happens in completion routines.
 */
import {
  cast,
  type DEVICE_OBJECT,
  FALSE,
  IO_NO_INCREMENT,
  IoAcquireRemoveLock,
  IoCallDriver,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseRemoveLock,
  IoSetCompletionRoutine,
  type IRP,
  IRP_MN_SET_POWER,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  type PDEVICE_OBJECT,
  PoStartNextPowerIrp,
  PowerDeviceD0,
  PowerSystemWorking,
  type PVOID,
  STATUS_CONTINUE_COMPLETION,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  SystemPowerState,
  TRUE,
  type ULONG,
} from 'wdm';
import { COMMON_EXTENSION, CommonExtension } from './common.ts';
import { type ChildPower, DispatchChildPower } from './power-child.ts';
import { ReportPowerState, RequestForSystemState } from './power-policy.ts';

/** What differs from driver to driver. */
export interface DevicePower {
  /** The driver decides which device state goes with which system state. One driver of a stack does. */
  readonly isPolicyOwner: boolean;
  /** The device state for a system sleeping state; D3 unless told. */
  readonly sleepState?: (fdo: DEVICE_OBJECT, systemState: ULONG) => ULONG;
  /** The device is about to leave D0, and still has power. @param action - POWER_ACTION */
  readonly poweringDown?: (fdo: DEVICE_OBJECT, state: ULONG, action: ULONG) => void;
  /** The device is in D0 again. */
  readonly poweredUp?: (fdo: DEVICE_OBJECT) => void;
  /**
   * The device is about to leave D0, or to come back to it, and the drivers below have not heard of it yet.
   *
   * @returns whether `goOn` will be called, now or later: it passes the request on
   */
  readonly prepare?: (fdo: DEVICE_OBJECT, irp: IRP, goOn: GoOn) => boolean | Promise<boolean>;
  /**
   * The drivers below are done with such a request.
   *
   * @returns whether `goOn` will be called, now or later: it completes the request
   */
  readonly conclude?: (fdo: DEVICE_OBJECT, irp: IRP, goOn: GoOn) => boolean;
  /** The system is back in S0, and D0 is about to be requested. */
  readonly systemResumed?: (fdo: DEVICE_OBJECT) => void;
  /** Of a bus driver: what it does with the power of its children. */
  readonly child?: ChildPower;
}

/** At any IRQL at which the device may get power requests. */
export type GoOn = () => void | Promise<void>;

type PowerDispatch = (deviceObject: DEVICE_OBJECT, irp: IRP) => NTSTATUS | Promise<NTSTATUS>;

/** The dispatch routine for IRP_MJ_POWER. */
export function MakeDispatchPower(power: DevicePower): PowerDispatch {
  const onUp = MakePowerUpCompletion(power);
  const onDown = MakePowerDownCompletion(power);
  const onSystem = MakeSystemCompletion(power);
  return (deviceObject, irp) => {
    const common = CommonExtension(deviceObject);
    const entered = IoAcquireRemoveLock(common.RemoveLock, irp);
    if (!NT_SUCCESS(entered)) {
      PoStartNextPowerIrp(irp);
      irp.IoStatus.Status = entered;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return entered;
    }
    if (common.Lower === NULL) {
      return DispatchChildPower(power.child ?? {}, common, irp);
    }
    const stack = IoGetCurrentIrpStackLocation(irp);
    if (stack.MinorFunction !== IRP_MN_SET_POWER) {
      return Forward(common, irp, ReleaseOnCompletion);
    }
    const { Type: type, State: state } = stack.Parameters.Power;
    if (type === SystemPowerState) {
      return power.isPolicyOwner ? ForwardPending(common, irp, onSystem) : Forward(common, irp, ReleaseOnCompletion);
    }
    const wasOn = common.PowerState === PowerDeviceD0;
    if (state.DeviceState === PowerDeviceD0) {
      return wasOn ? ForwardPending(common, irp, onUp) : PrepareAndForward(power, common, irp, onUp);
    }
    // Going down, the device loses power from the top of its stack to the bottom.
    if (common.Self !== NULL) {
      power.poweringDown?.(common.Self, state.DeviceState, stack.Parameters.Power.ShutdownType);
    }
    ReportPowerState(common, state.DeviceState);
    return wasOn && power.prepare !== undefined
      ? PrepareAndForward(power, common, irp, onDown)
      : Forward(common, irp, ReleaseOnCompletion);
  };
}

/** A filter has nothing of its own to power: it keeps count and passes on. */
export const DispatchPower = MakeDispatchPower({ isPolicyOwner: false });

type Completion = (deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID) => NTSTATUS;

function Forward(common: COMMON_EXTENSION, irp: IRP, completion: Completion): NTSTATUS | Promise<NTSTATUS> {
  PoStartNextPowerIrp(irp);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, completion, common, TRUE, TRUE, TRUE);
  return IoCallDriver(common.Lower, irp);
}

/** For what goes on after the drivers below are done: whoever sent the request is told to wait. */
function ForwardPending(common: COMMON_EXTENSION, irp: IRP, completion: Completion): NTSTATUS | Promise<NTSTATUS> {
  IoMarkIrpPending(irp);
  const sent = Forward(common, irp, completion);
  return typeof sent === 'number' ? STATUS_PENDING : sent.then(() => STATUS_PENDING);
}

function PrepareAndForward(
  power: DevicePower,
  common: COMMON_EXTENSION,
  irp: IRP,
  completion: Completion,
): NTSTATUS | Promise<NTSTATUS> {
  const goOn = (): void | Promise<void> => {
    const sent = Forward(common, irp, completion);
    return typeof sent === 'number' ? undefined : sent.then(() => {});
  };
  if (common.Self === NULL || power.prepare === undefined) {
    return ForwardPending(common, irp, completion);
  }
  // Pending first: a moment later the request may be complete.
  IoMarkIrpPending(irp);
  const prepared = power.prepare(common.Self, irp, goOn);
  if (prepared !== FALSE) {
    return prepared === TRUE ? STATUS_PENDING : prepared.then(() => STATUS_PENDING);
  }
  const sent = Forward(common, irp, completion);
  return typeof sent === 'number' ? STATUS_PENDING : sent.then(() => STATUS_PENDING);
}

function ReleaseOnCompletion(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    IoMarkIrpPending(irp);
  }
  IoReleaseRemoveLock(cast(COMMON_EXTENSION, context).RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

/** D0: the bus has given the device power by now. */
function MakePowerUpCompletion(power: DevicePower): Completion {
  const finish = (common: COMMON_EXTENSION, irp: IRP): void => {
    if (NT_SUCCESS(irp.IoStatus.Status) && common.Self !== NULL) {
      ReportPowerState(common, PowerDeviceD0);
      power.poweredUp?.(common.Self);
    }
  };
  return (_deviceObject, irp, context) => Conclude(power, cast(COMMON_EXTENSION, context), irp, finish);
}

/** The device has lost its power. Its request was marked pending on the way down. */
function MakePowerDownCompletion(power: DevicePower): Completion {
  return (_deviceObject, irp, context) => Conclude(power, cast(COMMON_EXTENSION, context), irp, () => {});
}

function Conclude(
  power: DevicePower,
  common: COMMON_EXTENSION,
  irp: IRP,
  finish: (common: COMMON_EXTENSION, irp: IRP) => void,
): NTSTATUS {
  const goOn = (): void => {
    finish(common, irp);
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    IoReleaseRemoveLock(common.RemoveLock, irp);
  };
  if (common.Self !== NULL && power.conclude?.(common.Self, irp, goOn) === true) {
    return STATUS_MORE_PROCESSING_REQUIRED;
  }
  finish(common, irp);
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

/**
 * The drivers below have completed the system request, so the policy owner asks for the device state that goes with it.
 * Going to sleep, the system request is complete when the device is down; coming back, it does not wait for the device.
 */
function MakeSystemCompletion(power: DevicePower): Completion {
  return (_deviceObject, irp, context) => {
    const common = cast(COMMON_EXTENSION, context);
    if (!NT_SUCCESS(irp.IoStatus.Status)) {
      IoReleaseRemoveLock(common.RemoveLock, irp);
      return STATUS_CONTINUE_COMPLETION;
    }
    const { SystemState: state } = IoGetCurrentIrpStackLocation(irp).Parameters.Power.State;
    if (state === PowerSystemWorking && common.Self !== NULL) {
      power.systemResumed?.(common.Self);
    }
    const isHeld = RequestForSystemState(common, irp, power.sleepState);
    return isHeld ? STATUS_MORE_PROCESSING_REQUIRED : STATUS_CONTINUE_COMPLETION;
  };
}
