/** The queue of each logical unit: what comes in, what goes to the miniport, and what has to be on for that. */
import {
  addressOf,
  cast,
  type DEVICE_OBJECT,
  InterlockedDecrement,
  InterlockedExchange,
  InterlockedIncrement,
  IoMarkIrpPending,
  IoReleaseCancelSpinLock,
  type IRP,
  IRP_MN_SET_POWER,
  type NTSTATUS,
  NULL,
  type POWER_STATE,
  PoRequestPowerIrp,
  PowerDeviceD0,
  PowerSystemWorking,
  type PVOID,
  SandboxPortCanSend,
  SandboxPortPowerUnit,
  SandboxPortSend,
  SRB_STATUS_NO_DEVICE,
  SRB_STATUS_REQUEST_FLUSHED,
  STATUS_CANCELLED,
  STATUS_DEVICE_REMOVED,
  STATUS_PENDING,
  STATUS_UNSUCCESSFUL,
  type UCHAR,
  type ULONG,
} from 'wdm';
import { ChildrenOf } from './bus.ts';
import { CommonExtension, CompleteIrp, RemovePending, Started } from './common.ts';
import { InsertIrp, IsQueueEmpty, RemoveIrp, UnlinkIrp } from './irp-queue.ts';
import { LUN_EXTENSION, LunExtension } from './port-extensions.ts';
import { AdapterRuntime, HoldAdapter, UnitRuntime } from './port-runtime.ts';
import { QuiesceEnded, type ScsiPort, SetSrbStatus } from './port-scsi.ts';
import { type ChildPower, FinishChildPower } from './power-child.ts';
import { BeginUse, EndUse, ReportPoweredOn, SystemResumed } from './runtime-power.ts';

export const runtime = AdapterRuntime(ResumeChildren);
export const unitRuntime = UnitRuntime((pdo) => StartNext(LunExtension(pdo)));

/** The adapter's units are powered here: a disk's own driver leaves that to the port. */
export const unitPower: ChildPower = {
  isPolicyOwner: true,
  isBusy: (pdo) => LunExtension(pdo).Outstanding !== 0,
  systemResumed: (pdo) => {
    SystemResumed(unitRuntime.of(pdo));
    HoldAdapter(pdo);
  },
  poweredUp: (pdo) => {
    ReportPoweredOn(unitRuntime.of(pdo));
    StartNext(LunExtension(pdo));
  },
  changing: SandboxPortPowerUnit,
};

/** The driver of the disk asks for this, among others, when the unit's power changes. */
export const scsi: ScsiPort = {
  lock: (pdo) => LunExtension(pdo).Lock,
  isIdle: (pdo) => LunExtension(pdo).Outstanding === 0,
  isReady: (pdo) => IsReady(LunExtension(pdo)),
  queue: (pdo, irp) => Enqueue(pdo, irp),
  send: Pass,
  unlocked: (pdo) => StartNext(LunExtension(pdo)),
  flush: (pdo) => EndQueued(LunExtension(pdo), STATUS_UNSUCCESSFUL, SRB_STATUS_REQUEST_FLUSHED),
};

export function Enqueue(pdo: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  // Pending before it is queued: a moment later it may be complete. The remove lock is held until then.
  IoMarkIrpPending(irp);
  const lun = LunExtension(pdo);
  BeginUseOf(lun);
  if (InsertIrp(lun.Queue, irp, CancelQueued)) {
    StartNext(lun);
  } else {
    CompleteIo(lun, irp, STATUS_CANCELLED);
  }
  return STATUS_PENDING;
}

/** Hands requests to the miniport, oldest first, as long as it takes some. */
export function StartNext(lun: LUN_EXTENSION): void {
  const pdo = lun.Bus.Common.Self as DEVICE_OBJECT;
  while (MayStart(lun) && SandboxPortCanSend(pdo)) {
    const irp = RemoveIrp(lun.Queue);
    if (irp === NULL) {
      return;
    }
    InterlockedIncrement(addressOf(lun, 'Outstanding'));
    SandboxPortSend(pdo, irp, RequestDone);
  }
}

/** Not while the adapter is stopped, nor before it and the unit have power: they are asked for it. */
function MayStart(lun: LUN_EXTENSION): boolean {
  const { ParentFdo: adapter } = lun.Bus;
  if (adapter === NULL || !IsRunning(adapter) || IsQueueEmpty(lun.Queue) || lun.Lock.IsLocked !== 0) {
    return false;
  }
  if (runtime.of(adapter).IsActive === 0 || lun.Runtime.IsActive === 0) {
    return false; // The power framework has not said yet that both may be used; it starts the queue when it does.
  }
  if (lun.Bus.Common.PowerState !== PowerDeviceD0) {
    PowerUpForRequest(lun);
    return false;
  }
  // The adapter, or the unit's own power request, starts the queue when it is done.
  return IsReady(lun) && lun.Bus.PowerIrp === NULL;
}

function IsReady(lun: LUN_EXTENSION): boolean {
  const { Common: common, ParentFdo: adapter } = lun.Bus;
  const isPowered = adapter !== NULL && CommonExtension(adapter).PowerState === PowerDeviceD0;
  return isPowered && common.PowerState === PowerDeviceD0 && IsRunning(adapter);
}

/** Requests wait while the unit sleeps, and wake it; while the system sleeps, its return to S0 does. */
function PowerUpForRequest(lun: LUN_EXTENSION): void {
  const isAwake = lun.Bus.Common.SystemState === PowerSystemWorking;
  if (isAwake && InterlockedExchange(addressOf(lun, 'IsPoweringUp'), 1) === 0) {
    PoRequestPowerIrp(lun.Bus.Common.Self, IRP_MN_SET_POWER, PowerDeviceD0, PowerUpEnded, lun, NULL);
  }
}

function PowerUpEnded(
  _deviceObject: DEVICE_OBJECT,
  _minorFunction: UCHAR,
  _powerState: POWER_STATE,
  context: PVOID,
): void {
  InterlockedExchange(addressOf(cast(LUN_EXTENSION, context), 'IsPoweringUp'), 0);
}

/** An adapter that may be removed soon works on as usual; one that may be stopped soon does not (PNP-11). */
export function IsRunning(adapter: DEVICE_OBJECT): boolean {
  const { PnpState: state } = CommonExtension(adapter);
  return state === Started || state === RemovePending;
}

/** The miniport is done with one request. At DISPATCH_LEVEL. */
function RequestDone(pdo: DEVICE_OBJECT, irp: IRP, status: NTSTATUS): void {
  const lun = LunExtension(pdo);
  Ended(pdo, lun, () => CompleteIo(lun, irp, status));
}

/**
 * For a request that belongs to a change of the unit's power: it does not wait for the queue. The adapter has to be in
 * use for it, as for any other; the unit need not be, because it is on its way to sleep or back.
 */
function Pass(pdo: DEVICE_OBJECT, irp: IRP): void {
  const lun = LunExtension(pdo);
  BeginUseOfAdapter(lun);
  if (InsertIrp(lun.Passing, irp, CancelPassing)) {
    SendPassing(pdo);
  } else {
    EndPassing(lun, irp, STATUS_CANCELLED);
  }
}

function SendPassing(pdo: DEVICE_OBJECT): void {
  const lun = LunExtension(pdo);
  const { ParentFdo: adapter } = lun.Bus;
  while (adapter !== NULL && runtime.of(adapter).IsActive !== 0) {
    const irp = RemoveIrp(lun.Passing);
    if (irp === NULL) {
      return;
    }
    InterlockedIncrement(addressOf(lun, 'Outstanding'));
    SandboxPortSend(pdo, irp, PassedRequestDone);
  }
}

function PassedRequestDone(pdo: DEVICE_OBJECT, irp: IRP, status: NTSTATUS): void {
  const lun = LunExtension(pdo);
  Ended(pdo, lun, () => EndPassing(lun, irp, status));
}

function EndPassing(lun: LUN_EXTENSION, irp: IRP, status: NTSTATUS): void {
  const { ParentFdo: adapter } = lun.Bus;
  CompleteIrp(lun.Bus.Common, irp, status);
  if (adapter !== NULL) {
    EndUse(runtime.of(adapter));
  }
}

function CancelPassing(deviceObject: DEVICE_OBJECT, irp: IRP): void {
  IoReleaseCancelSpinLock(irp.CancelIrql);
  const lun = LunExtension(deviceObject);
  UnlinkIrp(lun.Passing, irp);
  irp.IoStatus.Information = 0;
  EndPassing(lun, irp, STATUS_CANCELLED);
}

function Ended(pdo: DEVICE_OBJECT, lun: LUN_EXTENSION, complete: () => void): void {
  const left = InterlockedDecrement(addressOf(lun, 'Outstanding'));
  const { PowerIrp: powerIrp } = lun.Bus;
  if (powerIrp === NULL) {
    StartNext(lun);
  }
  complete();
  if (lun.Outstanding === 0) {
    QuiesceEnded(pdo, lun.Lock);
  }
  if (powerIrp !== NULL && left === 0) {
    // The unit has been told to sleep: what it had begun is over, and what is queued brings it back.
    FinishChildPower(unitPower, pdo);
    StartNext(lun);
  }
}

/** As long as there are requests, the unit and its adapter stay in use. */
function BeginUseOf(lun: LUN_EXTENSION): void {
  BeginUse(lun.Runtime);
  BeginUseOfAdapter(lun);
}

function BeginUseOfAdapter(lun: LUN_EXTENSION): void {
  if (lun.Bus.ParentFdo !== NULL) {
    BeginUse(runtime.of(lun.Bus.ParentFdo));
  }
}

function CompleteIo(lun: LUN_EXTENSION, irp: IRP, status: NTSTATUS): void {
  const { ParentFdo: adapter } = lun.Bus;
  CompleteIrp(lun.Bus.Common, irp, status);
  EndUse(lun.Runtime);
  if (adapter !== NULL) {
    EndUse(runtime.of(adapter));
  }
}

/** The cancel lock is held on entry; the IRP says at which IRQL to give it back. */
function CancelQueued(deviceObject: DEVICE_OBJECT, irp: IRP): void {
  IoReleaseCancelSpinLock(irp.CancelIrql);
  UnlinkIrp(LunExtension(deviceObject).Queue, irp);
  irp.IoStatus.Information = 0;
  CompleteIo(LunExtension(deviceObject), irp, STATUS_CANCELLED);
}

function EndQueued(lun: LUN_EXTENSION, status: NTSTATUS, srbStatus: ULONG): void {
  for (let irp = RemoveIrp(lun.Queue); irp !== NULL; irp = RemoveIrp(lun.Queue)) {
    SetSrbStatus(irp, srbStatus);
    CompleteIo(lun, irp, status);
  }
}

export function FailQueued(pdo: DEVICE_OBJECT): void {
  const lun = LunExtension(pdo);
  EndQueued(lun, STATUS_DEVICE_REMOVED, SRB_STATUS_NO_DEVICE);
  for (let irp = RemoveIrp(lun.Passing); irp !== NULL; irp = RemoveIrp(lun.Passing)) {
    EndPassing(lun, irp, STATUS_DEVICE_REMOVED);
  }
}

/** The adapter runs again: what came in while it was stopped is done now. */
export function ResumeChildren(adapter: DEVICE_OBJECT): void {
  for (const pdo of ChildrenOf(adapter)) {
    SendPassing(pdo);
    StartNext(LunExtension(pdo));
  }
}
