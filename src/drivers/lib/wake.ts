/** IRP_MN_WAIT_WAKE at a PDO: it stays pending until the device's hardware asks to wake up. */
import {
  cast,
  DEVICE_OBJECT,
  IO_NO_INCREMENT,
  IoCompleteRequest,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseCancelSpinLock,
  IoReleaseRemoveLock,
  type IRP,
  type NTSTATUS,
  NULL,
  PowerSystemHibernate,
  PowerSystemUnspecified,
  SandboxQueryChildPower,
  SandboxSetWakeRoutine,
  STATUS_CANCELLED,
  STATUS_DEVICE_BUSY,
  STATUS_INVALID_DEVICE_STATE,
  STATUS_NO_SUCH_DEVICE,
  STATUS_PENDING,
  STATUS_SUCCESS,
  SystemPowerState,
  type ULONG,
} from 'wdm';
import { ChildExtension } from './bus.ts';
import { ChildArmed, EndChildWake, SignalChildWake } from './bus-wake.ts';
import type { COMMON_EXTENSION } from './common.ts';
import { InsertIrp, IsQueueEmpty, RemoveIrp, UnlinkIrp } from './irp-queue.ts';

export function ArmForWake(common: COMMON_EXTENSION, irp: IRP): NTSTATUS {
  const extension = ChildExtension(common.Self as DEVICE_OBJECT);
  const deepest = SandboxQueryChildPower(extension.ChildId, 'SystemWake');
  const status = WhyNotArmed(irp, deepest, IsQueueEmpty(extension.WakeQueue));
  if (status !== STATUS_SUCCESS) {
    irp.IoStatus.Status = status;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    IoReleaseRemoveLock(common.RemoveLock, irp);
    return status;
  }
  IoMarkIrpPending(irp);
  SandboxSetWakeRoutine(common.Self, SignalChildWake, 0);
  if (extension.ParentFdo !== NULL) {
    ChildArmed(extension.ParentFdo);
  }
  if (!InsertIrp(extension.WakeQueue, irp, CancelWake)) {
    EndChildWake(common.Self as DEVICE_OBJECT, irp, STATUS_CANCELLED);
  }
  return STATUS_PENDING;
}

/** A device that cannot wake the system leaves the request as it is: that says that it is not supported. */
function WhyNotArmed(irp: IRP, deepest: number, isFree: boolean): NTSTATUS {
  const { PowerState: wanted } = IoGetCurrentIrpStackLocation(irp).Parameters.WaitWake;
  if (deepest === PowerSystemUnspecified) {
    return irp.IoStatus.Status;
  }
  if (wanted > deepest) {
    return STATUS_INVALID_DEVICE_STATE;
  }
  return isFree ? STATUS_SUCCESS : STATUS_DEVICE_BUSY;
}

/** The device is going: nobody will wake anything any more. */
export function FailWake(pdo: DEVICE_OBJECT): void {
  const extension = ChildExtension(pdo);
  const irp = RemoveIrp(extension.WakeQueue);
  if (irp !== NULL) {
    EndChildWake(pdo, irp, STATUS_NO_SUCH_DEVICE);
  }
}

/** The cancel lock is held on entry; the IRP says at which IRQL to give it back. */
function CancelWake(pdo: DEVICE_OBJECT, irp: IRP): void {
  IoReleaseCancelSpinLock(irp.CancelIrql);
  const extension = ChildExtension(cast(DEVICE_OBJECT, pdo));
  UnlinkIrp(extension.WakeQueue, irp);
  EndChildWake(pdo, irp, STATUS_CANCELLED);
}

/** An armed device must not go deeper than it can wake from; from S4 on its owner has given up waking anyway. */
export function WakeSurvives(common: COMMON_EXTENSION, type: ULONG, state: ULONG): boolean {
  const { ChildId: child, WakeQueue: queue } = ChildExtension(common.Self as DEVICE_OBJECT);
  if (IsQueueEmpty(queue)) {
    return true;
  }
  return type === SystemPowerState
    ? state >= PowerSystemHibernate || state <= SandboxQueryChildPower(child, 'SystemWake')
    : state <= SandboxQueryChildPower(child, 'DeviceWake');
}
