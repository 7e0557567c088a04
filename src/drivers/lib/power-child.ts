/** IRP_MJ_POWER at the bottom of a child's stack: it is the bus that has power to give. */
import {
  type DEVICE_OBJECT,
  IO_NO_INCREMENT,
  IoCompleteRequest,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseRemoveLock,
  type IRP,
  IRP_MN_POWER_SEQUENCE,
  IRP_MN_QUERY_POWER,
  IRP_MN_SET_POWER,
  IRP_MN_WAIT_WAKE,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  PoFxNotifySurprisePowerOn,
  PoRequestPowerIrp,
  PoStartNextPowerIrp,
  PowerDeviceD0,
  PowerDeviceD1,
  PowerDeviceD2,
  PowerDeviceD3,
  PowerSystemWorking,
  SandboxQueryChildPower,
  STATUS_INVALID_PARAMETER,
  STATUS_NO_SUCH_DEVICE,
  STATUS_PENDING,
  STATUS_POWER_STATE_INVALID,
  STATUS_SUCCESS,
  SystemPowerState,
  type ULONG,
} from 'wdm';
import { type BUS_PDO_EXTENSION, ChildExtension, ChildrenOf } from './bus.ts';
import { type COMMON_EXTENSION, CommonExtension } from './common.ts';
import { ReportPowerState, RequestForSystemState } from './power-policy.ts';
import { ArmForWake, WakeSurvives } from './wake.ts';

/** What differs from bus to bus. */
export interface ChildPower {
  /** The bus driver decides for its children too, as a port driver does for its logical units. */
  readonly isPolicyOwner?: boolean;
  /** The child's hardware still works on something: it calls `FinishChildPower` when that is over. */
  readonly isBusy?: (pdo: DEVICE_OBJECT) => boolean;
  readonly poweredUp?: (pdo: DEVICE_OBJECT) => void;
  /** The system is back in S0, and D0 is about to be requested for the child. */
  readonly systemResumed?: (pdo: DEVICE_OBJECT) => void;
  /** The child's state is about to change. @param action - POWER_ACTION */
  readonly changing?: (pdo: DEVICE_OBJECT, state: ULONG, action: ULONG) => void;
}

export function DispatchChildPower(child: ChildPower, common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const stack = IoGetCurrentIrpStackLocation(irp);
  PoStartNextPowerIrp(irp);
  switch (stack.MinorFunction) {
    case IRP_MN_WAIT_WAKE:
      return ArmForWake(common, irp);
    case IRP_MN_QUERY_POWER:
      return CompletePower(common, irp, AnswerQuery(common, irp));
    case IRP_MN_POWER_SEQUENCE:
      return CompletePower(common, irp, TellSequence(common, irp));
    case IRP_MN_SET_POWER:
      return stack.Parameters.Power.Type === SystemPowerState
        ? SetSystemState(child, common, irp)
        : SetDeviceState(child, common, irp);
    default:
      return CompletePower(common, irp, irp.IoStatus.Status);
  }
}

function AnswerQuery(common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const { Type: type, State: state } = IoGetCurrentIrpStackLocation(irp).Parameters.Power;
  return WakeSurvives(common, type, state.SystemState) ? STATUS_SUCCESS : STATUS_POWER_STATE_INVALID;
}

/** Whoever asks twice and gets the same numbers knows that the device has lost nothing in between. */
function TellSequence(common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const { PowerSequence: told } = IoGetCurrentIrpStackLocation(irp).Parameters.PowerSequence;
  if (told === NULL) {
    return STATUS_INVALID_PARAMETER;
  }
  const { Sequence: counted } = ChildExtension(common.Self as DEVICE_OBJECT);
  told.SequenceD1 = counted.SequenceD1;
  told.SequenceD2 = counted.SequenceD2;
  told.SequenceD3 = counted.SequenceD3;
  return STATUS_SUCCESS;
}

function CountSequence({ Sequence: counted }: BUS_PDO_EXTENSION, state: ULONG): void {
  counted.SequenceD1 += state >= PowerDeviceD1 ? 1 : 0;
  counted.SequenceD2 += state >= PowerDeviceD2 ? 1 : 0;
  counted.SequenceD3 += state >= PowerDeviceD3 ? 1 : 0;
}

function CompletePower(common: COMMON_EXTENSION, irp: IRP, status: NTSTATUS): NTSTATUS {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  IoReleaseRemoveLock(common.RemoveLock, irp);
  return status;
}

/** A bus changes nothing for a system state; a port driver that decides for its children asks for their device state. */
function SetSystemState(child: ChildPower, common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  common.SystemState = IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.SystemState;
  if (child.isPolicyOwner !== true) {
    return CompletePower(common, irp, STATUS_SUCCESS);
  }
  if (common.SystemState === PowerSystemWorking && common.Self !== NULL) {
    child.systemResumed?.(common.Self);
  }
  IoMarkIrpPending(irp);
  irp.IoStatus.Status = STATUS_SUCCESS;
  if (!RequestForSystemState(common, irp)) {
    IoCompleteRequest(irp, IO_NO_INCREMENT);
  }
  return STATUS_PENDING;
}

function SetDeviceState(child: ChildPower, common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const { Self: pdo } = common;
  const extension = ChildExtension(pdo as DEVICE_OBJECT);
  const isUp = IsPowerUp(irp);
  if (isUp && !extension.IsReported) {
    return CompletePower(common, irp, STATUS_NO_SUCH_DEVICE);
  }
  const mustWait = isUp ? !IsParentOn(extension) : child.isBusy?.(pdo as DEVICE_OBJECT) === true;
  if (!mustWait) {
    return Carry(child, common, irp);
  }
  // At most one device request is in a stack, so there is room for one.
  IoMarkIrpPending(irp);
  extension.PowerIrp = irp;
  if (isUp) {
    RequestParent(extension);
  }
  return STATUS_PENDING;
}

function IsPowerUp(irp: IRP): boolean {
  return IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.DeviceState === PowerDeviceD0;
}

function IsParentOn(extension: BUS_PDO_EXTENSION): boolean {
  const { ParentFdo: parent } = extension;
  return parent === NULL || CommonExtension(parent).PowerState === PowerDeviceD0;
}

/** A bus must be on before a device on it can be; on the way out of a system sleep state it is on its way already. */
function RequestParent({ ParentFdo: parent }: BUS_PDO_EXTENSION): void {
  if (parent !== NULL) {
    PoRequestPowerIrp(parent, IRP_MN_SET_POWER, PowerDeviceD0, NULL, NULL, NULL);
  }
}

function Carry(child: ChildPower, common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const isUp = IsPowerUp(irp);
  const { State: asked, ShutdownType: action } = IoGetCurrentIrpStackLocation(irp).Parameters.Power;
  const state = asked.DeviceState;
  const extension = ChildExtension(common.Self as DEVICE_OBJECT);
  if (state !== common.PowerState) {
    child.changing?.(common.Self as DEVICE_OBJECT, state, action);
  }
  if (state > common.PowerState) {
    CountSequence(extension, state);
  }
  ReportPowerState(common, state);
  if (isUp) {
    TellSiblings(extension);
  }
  const status = CompletePower(common, irp, STATUS_SUCCESS);
  if (isUp && NT_SUCCESS(status)) {
    child.poweredUp?.(common.Self as DEVICE_OBJECT);
  }
  return status;
}

/** Power for one device is power for all on the same rail: they are on now, and nobody has asked for it. */
function TellSiblings({ ChildId: child, ParentFdo: parent, Common: common }: BUS_PDO_EXTENSION): void {
  const rail = SandboxQueryChildPower(child, 'Rail');
  if (rail === 0 || parent === NULL) {
    return;
  }
  for (const pdo of ChildrenOf(parent)) {
    const { ChildId: other, Common: sibling } = ChildExtension(pdo);
    const isSurprised = pdo !== common.Self && sibling.PowerState !== PowerDeviceD0;
    if (isSurprised && SandboxQueryChildPower(other, 'Rail') === rail) {
      PoFxNotifySurprisePowerOn(pdo);
    }
  }
}

/** What the child's power request waited for has come: its hardware is idle, or its bus is on. */
export function FinishChildPower(child: ChildPower, pdo: DEVICE_OBJECT): void {
  const extension = ChildExtension(pdo);
  const irp = extension.PowerIrp;
  if (irp !== NULL && (!IsPowerUp(irp) || IsParentOn(extension))) {
    extension.PowerIrp = NULL;
    Carry(child, extension.Common, irp);
  }
}

/** The device is going: nobody will power it any more, and a power-down has nothing left to do. */
export function EndChildPower(pdo: DEVICE_OBJECT): void {
  const extension = ChildExtension(pdo);
  const irp = extension.PowerIrp;
  if (irp !== NULL) {
    extension.PowerIrp = NULL;
    CompletePower(extension.Common, irp, IsPowerUp(irp) ? STATUS_NO_SUCH_DEVICE : STATUS_SUCCESS);
  }
}

/** The bus is in D0: children that waited for that go on. */
export function PowerUpChildren(child: ChildPower, fdo: DEVICE_OBJECT): void {
  for (const pdo of ChildrenOf(fdo)) {
    FinishChildPower(child, pdo);
  }
}
