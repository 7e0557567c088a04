/**
 * What a disk does before it loses power and after it has it again. Its requests stop at the port driver's queue, what
 * the disk has cached is written, and its motor stops and starts: the steps are SCSI requests to the drivers below.
 */
import {
  array,
  type DEVICE_OBJECT,
  DelayedWorkQueue,
  DISPATCH_LEVEL,
  FALSE,
  IoAllocateIrp,
  IoAllocateWorkItem,
  IoCallDriver,
  IoFreeIrp,
  IoFreeWorkItem,
  IoGetCurrentIrpStackLocation,
  IoGetNextIrpStackLocation,
  IoQueueWorkItem,
  IoReuseIrp,
  IoSetCompletionRoutine,
  type IRP,
  IRP_MJ_SCSI,
  IRP_MN_SCSI_CLASS,
  KeGetCurrentIrql,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  PIRP,
  PowerActionHibernate,
  PowerDeviceD0,
  PowerDeviceD3,
  PVOID,
  SCSI_REQUEST_BLOCK,
  SCSIOP_START_STOP_UNIT,
  SCSIOP_SYNCHRONIZE_CACHE,
  SRB_FLAGS_BYPASS_LOCKED_QUEUE,
  SRB_FLAGS_D3_PROCESSING,
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_FUNCTION_EXECUTE_SCSI,
  SRB_FUNCTION_LOCK_QUEUE,
  SRB_FUNCTION_QUIESCE_DEVICE,
  SRB_FUNCTION_UNLOCK_QUEUE,
  SRB_STATUS,
  SRB_STATUS_INVALID_REQUEST,
  SRB_STATUS_NO_DEVICE,
  SRB_STATUS_NO_HBA,
  SRB_STATUS_NOT_POWERED,
  SRB_STATUS_PENDING,
  SRB_STATUS_SELECTION_TIMEOUT,
  SRB_STATUS_SUCCESS,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_SUCCESS,
  sizeof,
  struct,
  TRUE,
  ULONG,
} from 'wdm';
import { CommonExtension, RemovePending, Started, StopPending } from './common.ts';
import type { DevicePower, GoOn } from './power.ts';

/** In byte 4 of START STOP UNIT. */
const START = 0x01;
/** Seconds: a motor takes its time. */
const MOTOR_TIMEOUT = 240;
/** How often a command that has failed is tried again. */
const MOST_RETRIES = 4;
/** Four on the way down, and the last one, which opens the queue again. */
const MOST_STEPS = 5;
const SIX_BYTES = 6;
const TEN_BYTES = 10;

/** Kept in the extension of a disk. A stack has one request for a device state at a time, so one of each is enough. */
export class DISK_POWER extends struct('DISK_POWER', {
  /** One for each step: the port may still hold its remove lock for one step when it gets the next. */
  Irps: array(PIRP, MOST_STEPS),
  /** 1: the queue was locked, and has to be opened again. */
  IsLocked: ULONG,
  /** Of the step that runs now. */
  Retries: ULONG,
  /** Steps that are left. 0: the power does not change now, or there was no memory, and it changes without them. */
  Left: ULONG,
  WorkItem: PVOID,
  Srb: SCSI_REQUEST_BLOCK,
}) {}

/** One of the requests. */
interface Step {
  /** Writes it into an SRB that is all zeros. */
  readonly fill: (srb: SCSI_REQUEST_BLOCK) => void;
  /** It goes to the disk, which may be able to do it later. */
  readonly isCommand?: boolean;
  /** Without it the other steps are of no use: the power changes without them. */
  readonly isNeeded?: boolean;
}

/** For one change of power, down or up. @returns FALSE when there is no memory */
function Begin(power: DISK_POWER, fdo: DEVICE_OBJECT): boolean {
  let isComplete = true;
  for (let index = 0; index < MOST_STEPS; index += 1) {
    const irp = IoAllocateIrp(CommonExtension(fdo).Lower?.StackSize ?? 1, FALSE);
    power.Irps.set(index, irp);
    isComplete &&= irp !== NULL;
  }
  power.WorkItem = IoAllocateWorkItem(fdo) ?? 0;
  power.Left = MOST_STEPS;
  power.IsLocked = 0;
  if (isComplete && power.WorkItem !== 0) {
    return TRUE;
  }
  End(power);
  return FALSE;
}

function End(power: DISK_POWER): void {
  for (let index = 0; index < MOST_STEPS; index += 1) {
    const irp = power.Irps.get(index);
    power.Irps.set(index, NULL);
    if (irp !== NULL) {
      IoFreeIrp(irp);
    }
  }
  if (power.WorkItem !== 0) {
    IoFreeWorkItem(power.WorkItem);
    power.WorkItem = 0;
  }
  power.Left = 0;
}

/** @param of - the structure in the disk's extension */
export function DiskPower(of: (fdo: DEVICE_OBJECT) => DISK_POWER): DevicePower {
  return {
    // The port driver below decides when the disk sleeps.
    isPolicyOwner: false,
    prepare: (fdo, irp, goOn) => {
      if (!MayAsk(fdo) || !Begin(of(fdo), fdo)) {
        return FALSE;
      }
      const steps = IsPowerUp(irp) ? [Lock(of(fdo))] : StepsDown(of(fdo), fdo, irp);
      const isPassive = KeGetCurrentIrql() < DISPATCH_LEVEL;
      const sent = Run(of(fdo), fdo, steps, () => (isPassive ? AtPassiveLevel(of(fdo), goOn) : goOn()));
      return sent === undefined ? TRUE : sent.then(() => TRUE);
    },
    conclude: (fdo, irp, goOn) => {
      const power = of(fdo);
      if (power.Left === 0 || power.IsLocked === 0) {
        End(power);
        return FALSE;
      }
      const isOn = IsPowerUp(irp) && NT_SUCCESS(irp.IoStatus.Status);
      const motor = isOn ? [StartStop(START)] : [];
      void Run(power, fdo, [...motor, Ask(SRB_FUNCTION_UNLOCK_QUEUE)], () => {
        End(power);
        return goOn();
      });
      return TRUE;
    },
  };
}

/** A disk that is stopped or gone has nobody below that would answer. */
function MayAsk(fdo: DEVICE_OBJECT): boolean {
  const { PnpState: state } = CommonExtension(fdo);
  return state === Started || state === StopPending || state === RemovePending;
}

function IsPowerUp(irp: IRP): boolean {
  return IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.DeviceState === PowerDeviceD0;
}

/** A disk that the hibernation file goes to keeps its motor running: the file is written after this. */
function StepsDown(power: DISK_POWER, fdo: DEVICE_OBJECT, irp: IRP): readonly Step[] {
  const { State: state, ShutdownType: action } = IoGetCurrentIrpStackLocation(irp).Parameters.Power;
  const isNeeded = CommonExtension(fdo).HibernationPathCount !== 0;
  const staysOn = state.DeviceState === PowerDeviceD3 && action === PowerActionHibernate && isNeeded;
  const quiet = [Lock(power), Ask(SRB_FUNCTION_QUIESCE_DEVICE), SYNCHRONIZE_CACHE];
  return staysOn ? quiet : [...quiet, StartStop(0)];
}

function Ask(fn: ULONG): Step {
  return {
    fill: (srb) => {
      srb.Function = fn;
    },
  };
}

function Lock(power: DISK_POWER): Step {
  const { fill } = Ask(SRB_FUNCTION_LOCK_QUEUE);
  power.IsLocked = 1;
  return { fill, isNeeded: true };
}

const SYNCHRONIZE_CACHE: Step = {
  isCommand: true,
  fill: (srb) => {
    srb.Function = SRB_FUNCTION_EXECUTE_SCSI;
    srb.CdbLength = TEN_BYTES;
    srb.Cdb.set(0, SCSIOP_SYNCHRONIZE_CACHE);
  },
};

function StartStop(start: ULONG): Step {
  return {
    isCommand: true,
    fill: (srb) => {
      srb.Function = SRB_FUNCTION_EXECUTE_SCSI;
      srb.TimeOutValue = MOTOR_TIMEOUT;
      srb.CdbLength = SIX_BYTES;
      srb.Cdb.set(0, SCSIOP_START_STOP_UNIT);
      srb.Cdb.set(4, start);
    },
  };
}

/** How a step has ended: the next one, the same again, or none of the others. */
type Ending = 'next' | 'again' | 'none';

/**
 * A command that has failed is tried again a few times. After that it does not matter: power goes and comes whether the
 * disk likes it or not. Only without the lock nothing of this is done.
 */
function EndingOf(power: DISK_POWER, step: Step): Ending {
  const status = SRB_STATUS(power.Srb.SrbStatus);
  if (status === SRB_STATUS_SUCCESS) {
    return 'next';
  }
  if (step.isNeeded === true) {
    power.IsLocked = 0;
    return 'none';
  }
  const mayRetry = step.isCommand === true && power.Retries < MOST_RETRIES && !HOPELESS.includes(status);
  power.Retries += 1;
  return mayRetry ? 'again' : 'next';
}

/** Trying again would change nothing: there is no such disk, or no such command. */
const HOPELESS: readonly ULONG[] = [
  SRB_STATUS_PENDING,
  SRB_STATUS_INVALID_REQUEST,
  SRB_STATUS_NO_DEVICE,
  SRB_STATUS_NO_HBA,
  SRB_STATUS_SELECTION_TIMEOUT,
  SRB_STATUS_NOT_POWERED,
];

/** One after the other. @returns what `goOn` does, when no step took time */
function Run(power: DISK_POWER, fdo: DEVICE_OBJECT, steps: readonly Step[], goOn: GoOn): void | Promise<void> {
  for (const [index, step] of steps.entries()) {
    let ending: Ending | undefined;
    let isLate = false;
    const rest = (): readonly Step[] => (ending === 'none' ? [] : steps.slice(index + 1));
    power.Left -= 1;
    power.Retries = 0;
    const ended = (): NTSTATUS => {
      const end = EndingOf(power, step);
      if (end === 'again') {
        // The port is still busy with it; and the disk gets a moment.
        isLate = true;
        IoQueueWorkItem(power.WorkItem, () => Send(power, fdo, step, ended), DelayedWorkQueue, 0);
        return STATUS_MORE_PROCESSING_REQUIRED;
      }
      ending = end;
      if (isLate) {
        void Run(power, fdo, rest(), goOn);
      }
      return STATUS_MORE_PROCESSING_REQUIRED;
    };
    Send(power, fdo, step, ended);
    if (ending === undefined) {
      isLate = true;
      return undefined;
    }
    if (ending === 'none') {
      break;
    }
  }
  return goOn();
}

/** Also once more, with the same request. */
function Send(power: DISK_POWER, fdo: DEVICE_OBJECT, step: Step, done: () => NTSTATUS): void {
  const { Srb: srb } = power;
  const irp = power.Irps.get(power.Left);
  if (irp === NULL) {
    return;
  }
  if (power.Retries !== 0) {
    IoReuseIrp(irp, STATUS_SUCCESS);
  }
  ClearSrb(srb);
  step.fill(srb);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_SCSI;
  next.MinorFunction = IRP_MN_SCSI_CLASS;
  next.Parameters.Scsi.Srb = srb;
  IoSetCompletionRoutine(irp, done, NULL, TRUE, TRUE, TRUE);
  void IoCallDriver(CommonExtension(fdo).Lower, irp);
}

function ClearSrb(srb: SCSI_REQUEST_BLOCK): void {
  srb.Length = sizeof(SCSI_REQUEST_BLOCK);
  srb.SrbStatus = 0;
  srb.ScsiStatus = 0;
  srb.CdbLength = 0;
  srb.TimeOutValue = 0;
  srb.SrbFlags = SRB_FLAGS_BYPASS_LOCKED_QUEUE | SRB_FLAGS_D3_PROCESSING | SRB_FLAGS_NO_QUEUE_FREEZE;
  for (let at = 0; at < TEN_BYTES; at += 1) {
    srb.Cdb.set(at, 0);
  }
}

/** The last step has perhaps ended at DISPATCH_LEVEL; drivers that may have pageable code must not get the request there. */
function AtPassiveLevel(power: DISK_POWER, goOn: GoOn): void | Promise<void> {
  if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
    return goOn();
  }
  IoQueueWorkItem(power.WorkItem, () => goOn(), DelayedWorkQueue, 0);
}
