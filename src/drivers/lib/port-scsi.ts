/** IRP_MJ_SCSI at a logical unit: requests that a class driver has made itself, and the lock of the unit's queue. */
import {
  addressOf,
  type DEVICE_OBJECT,
  InterlockedExchange,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  type IRP,
  IRP_MJ_SCSI,
  IRP_MN_SCSI_CLASS,
  LONG,
  type NTSTATUS,
  NULL,
  PIRP,
  SandboxPortControlUnit,
  type SCSI_REQUEST_BLOCK,
  SRB_FLAGS_BYPASS_LOCKED_QUEUE,
  SRB_FUNCTION_ABORT_COMMAND,
  SRB_FUNCTION_CLAIM_DEVICE,
  SRB_FUNCTION_EXECUTE_SCSI,
  SRB_FUNCTION_FLUSH,
  SRB_FUNCTION_FLUSH_QUEUE,
  SRB_FUNCTION_IO_CONTROL,
  SRB_FUNCTION_LOCK_QUEUE,
  SRB_FUNCTION_QUIESCE_DEVICE,
  SRB_FUNCTION_RELEASE_DEVICE,
  SRB_FUNCTION_RELEASE_QUEUE,
  SRB_FUNCTION_RESET_BUS,
  SRB_FUNCTION_RESET_DEVICE,
  SRB_FUNCTION_RESET_LOGICAL_UNIT,
  SRB_FUNCTION_SHUTDOWN,
  SRB_FUNCTION_UNLOCK_QUEUE,
  SRB_STATUS_BUSY,
  SRB_STATUS_INVALID_REQUEST,
  SRB_STATUS_NO_DEVICE,
  SRB_STATUS_NOT_POWERED,
  SRB_STATUS_SUCCESS,
  STATUS_DEVICE_BUSY,
  STATUS_DEVICE_DOES_NOT_EXIST,
  STATUS_DEVICE_NOT_CONNECTED,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_PENDING,
  STATUS_SUCCESS,
  struct,
  type ULONG,
} from 'wdm';
import { type COMMON_EXTENSION, CommonExtension, CompleteIrp, EnterDevice } from './common.ts';
import { CheckUsable } from './dispatch.ts';

export class UNIT_LOCK extends struct('UNIT_LOCK', {
  /** 1: what is queued stays there. */
  IsLocked: LONG,
  /** SRB_FUNCTION_QUIESCE_DEVICE that waits until the miniport has no request of the unit any more. */
  QuiesceIrp: PIRP,
}) {}

/** What the port driver knows about a unit. */
export interface ScsiPort {
  readonly lock: (pdo: DEVICE_OBJECT) => UNIT_LOCK;
  readonly isIdle: (pdo: DEVICE_OBJECT) => boolean;
  /** The adapter runs, and both have power. */
  readonly isReady: (pdo: DEVICE_OBJECT) => boolean;
  /** Like a read. */
  readonly queue: (pdo: DEVICE_OBJECT, irp: IRP) => NTSTATUS;
  /** Past the queue. The request is pending already. */
  readonly send: (pdo: DEVICE_OBJECT, irp: IRP) => void;
  readonly unlocked: (pdo: DEVICE_OBJECT) => void;
  /** Ends what is queued with SRB_STATUS_REQUEST_FLUSHED. */
  readonly flush: (pdo: DEVICE_OBJECT) => void;
}

export function DispatchUnitScsi(port: ScsiPort, pdo: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  const common = CommonExtension(pdo);
  const entered = EnterDevice(common, irp);
  if (entered !== STATUS_SUCCESS) {
    return entered;
  }
  const stack = IoGetCurrentIrpStackLocation(irp);
  const srb = stack.MinorFunction === IRP_MN_SCSI_CLASS ? stack.Parameters.Scsi.Srb : NULL;
  if (common.Lower !== NULL || srb === NULL) {
    // The adapter has no medium. Without the minor code it is some other internal request, which nobody here knows.
    return CompleteIrp(common, irp, STATUS_INVALID_DEVICE_REQUEST);
  }
  const usable = CheckUsable(common);
  return usable === STATUS_SUCCESS
    ? DoFunction(port, common, irp, srb)
    : EndScsi(common, irp, srb, SRB_STATUS_NO_DEVICE, usable);
}

function DoFunction(port: ScsiPort, common: COMMON_EXTENSION, irp: IRP, srb: SCSI_REQUEST_BLOCK): NTSTATUS {
  const pdo = common.Self as DEVICE_OBJECT;
  const lock = port.lock(pdo);
  switch (srb.Function) {
    case SRB_FUNCTION_LOCK_QUEUE:
      InterlockedExchange(addressOf(lock, 'IsLocked'), 1);
      return EndScsi(common, irp, srb, SRB_STATUS_SUCCESS, STATUS_SUCCESS);
    case SRB_FUNCTION_UNLOCK_QUEUE: {
      InterlockedExchange(addressOf(lock, 'IsLocked'), 0);
      const status = EndScsi(common, irp, srb, SRB_STATUS_SUCCESS, STATUS_SUCCESS);
      port.unlocked(pdo);
      return status;
    }
    case SRB_FUNCTION_QUIESCE_DEVICE:
      if (port.isIdle(pdo) || lock.QuiesceIrp !== NULL) {
        return EndScsi(common, irp, srb, SRB_STATUS_SUCCESS, STATUS_SUCCESS);
      }
      IoMarkIrpPending(irp);
      lock.QuiesceIrp = irp;
      return STATUS_PENDING;
    case SRB_FUNCTION_EXECUTE_SCSI:
    case SRB_FUNCTION_IO_CONTROL:
    case SRB_FUNCTION_FLUSH:
    case SRB_FUNCTION_SHUTDOWN:
      return Execute(port, common, irp, srb);
    case SRB_FUNCTION_RESET_LOGICAL_UNIT:
    case SRB_FUNCTION_RESET_DEVICE:
    case SRB_FUNCTION_ABORT_COMMAND:
      return PassOn(port, common, irp, srb);
    case SRB_FUNCTION_CLAIM_DEVICE:
    case SRB_FUNCTION_RELEASE_DEVICE:
    case SRB_FUNCTION_RELEASE_QUEUE:
    case SRB_FUNCTION_FLUSH_QUEUE:
    case SRB_FUNCTION_RESET_BUS:
      return Control(port, common, irp, srb);
    default:
      return EndScsi(common, irp, srb, SRB_STATUS_INVALID_REQUEST, STATUS_INVALID_DEVICE_REQUEST);
  }
}

/** Most requests take their turn, and wake the unit. One that belongs to a change of its power does neither. */
function Execute(port: ScsiPort, common: COMMON_EXTENSION, irp: IRP, srb: SCSI_REQUEST_BLOCK): NTSTATUS {
  const pdo = common.Self as DEVICE_OBJECT;
  if ((srb.SrbFlags & SRB_FLAGS_BYPASS_LOCKED_QUEUE) === 0) {
    return port.queue(pdo, irp);
  }
  return PassOn(port, common, irp, srb);
}

/** Past the queue: resets, aborts, and what belongs to a change of power. */
function PassOn(port: ScsiPort, common: COMMON_EXTENSION, irp: IRP, srb: SCSI_REQUEST_BLOCK): NTSTATUS {
  const pdo = common.Self as DEVICE_OBJECT;
  if (!port.isReady(pdo)) {
    return EndScsi(common, irp, srb, SRB_STATUS_NOT_POWERED, STATUS_DEVICE_NOT_CONNECTED);
  }
  IoMarkIrpPending(irp);
  port.send(pdo, irp);
  return STATUS_PENDING;
}

/** What the port driver does itself. A unit belongs to one class driver at a time: it gets the device object to send to. */
function Control(port: ScsiPort, common: COMMON_EXTENSION, irp: IRP, srb: SCSI_REQUEST_BLOCK): NTSTATUS {
  const pdo = common.Self as DEVICE_OBJECT;
  if (srb.Function === SRB_FUNCTION_FLUSH_QUEUE) {
    port.flush(pdo);
  }
  const ended = SandboxPortControlUnit(pdo, srb.Function);
  if (ended === SRB_STATUS_BUSY) {
    return EndScsi(common, irp, srb, ended, STATUS_DEVICE_BUSY);
  }
  if (srb.Function === SRB_FUNCTION_CLAIM_DEVICE) {
    srb.DataBuffer = pdo.address;
  }
  const status = EndScsi(
    common,
    irp,
    srb,
    ended,
    ended === SRB_STATUS_SUCCESS ? STATUS_SUCCESS : STATUS_DEVICE_DOES_NOT_EXIST,
  );
  port.unlocked(pdo);
  return status;
}

/** The miniport has no request of the unit any more. */
export function QuiesceEnded(pdo: DEVICE_OBJECT, lock: UNIT_LOCK): void {
  const { QuiesceIrp: irp } = lock;
  if (irp === NULL) {
    return;
  }
  lock.QuiesceIrp = NULL;
  const { Srb: srb } = IoGetCurrentIrpStackLocation(irp).Parameters.Scsi;
  if (srb !== NULL) {
    EndScsi(CommonExtension(pdo), irp, srb, SRB_STATUS_SUCCESS, STATUS_SUCCESS);
  }
}

/** A request in the queue may be an SRB, or not. */
export function SetSrbStatus(irp: IRP, srbStatus: ULONG): void {
  const stack = IoGetCurrentIrpStackLocation(irp);
  const srb = stack.MajorFunction === IRP_MJ_SCSI ? stack.Parameters.Scsi.Srb : NULL;
  if (srb !== NULL) {
    srb.SrbStatus = srbStatus;
  }
}

function EndScsi(
  common: COMMON_EXTENSION,
  irp: IRP,
  srb: SCSI_REQUEST_BLOCK,
  srbStatus: ULONG,
  status: NTSTATUS,
): NTSTATUS {
  srb.SrbStatus = srbStatus;
  irp.IoStatus.Information = 0;
  return CompleteIrp(common, irp, status);
}
