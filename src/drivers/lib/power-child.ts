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
  PoRequestPowerIrp,
  PoStartNextPowerIrp,
  PowerDeviceD0,
  STATUS_NO_SUCH_DEVICE,
  STATUS_NOT_IMPLEMENTED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  SystemPowerState,
} from 'wdm';
import { type BUS_PDO_EXTENSION, ChildExtension, ChildrenOf } from './bus.ts';
import { type COMMON_EXTENSION, CommonExtension } from './common.ts';
import { ReportPowerState, RequestForSystemState } from './power-policy.ts';
import { ArmForWake } from './wake.ts';

/** What differs from bus to bus. */
export interface ChildPower {
  /** The bus driver decides for its children too, as a port driver does for its logical units. */
  readonly isPolicyOwner?: boolean;
  /** The child's hardware still works on something: it calls `FinishChildPower` when that is over. */
  readonly isBusy?: (pdo: DEVICE_OBJECT) => boolean;
  readonly poweredUp?: (pdo: DEVICE_OBJECT) => void;
}

export function DispatchChildPower(child: ChildPower, common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const stack = IoGetCurrentIrpStackLocation(irp);
  PoStartNextPowerIrp(irp);
  switch (stack.MinorFunction) {
    case IRP_MN_WAIT_WAKE:
      return ArmForWake(common, irp);
    case IRP_MN_QUERY_POWER:
      return CompletePower(common, irp, STATUS_SUCCESS);
    case IRP_MN_POWER_SEQUENCE:
      return CompletePower(common, irp, STATUS_NOT_IMPLEMENTED);
    case IRP_MN_SET_POWER:
      return stack.Parameters.Power.Type === SystemPowerState
        ? SetSystemState(child, common, irp)
        : SetDeviceState(child, common, irp);
    default:
      return CompletePower(common, irp, irp.IoStatus.Status);
  }
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
  ReportPowerState(common, IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.DeviceState);
  const status = CompletePower(common, irp, STATUS_SUCCESS);
  if (isUp && NT_SUCCESS(status)) {
    child.poweredUp?.(common.Self as DEVICE_OBJECT);
  }
  return status;
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
