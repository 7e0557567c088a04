/**
 * Cancel-safe queues: the driver keeps the list and the lock, and the library decides who gets an IRP, the driver or
 * whoever cancels it. What decides is the exchange of the IRP's cancel routine: only one of two gets it.
 */
import { NT_SUCCESS, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { DRIVER_CANCEL } from '../../abi/roles.ts';
import { toAddress } from '../../abi/struct.ts';
import { IRP } from '../../abi/structs/io.ts';
import {
  IO_CSQ,
  IO_CSQ_IRP_CONTEXT,
  type PIO_CSQ_ACQUIRE_LOCK,
  type PIO_CSQ_COMPLETE_CANCELED_IRP,
  type PIO_CSQ_INSERT_IRP,
  type PIO_CSQ_INSERT_IRP_EX,
  type PIO_CSQ_PEEK_NEXT_IRP,
  type PIO_CSQ_RELEASE_LOCK,
  type PIO_CSQ_REMOVE_IRP,
} from '../../abi/structs/io-services.ts';
import type { KIRQL, NTSTATUS, Pointer } from '../../abi/types.ts';
import { withoutWait } from '../ke/callback.ts';
import { allocateCell, type Cell, freeCell } from '../ke/cell.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import { IoReleaseCancelSpinLock, IoSetCancelRoutine } from './cancel.ts';
import { deviceIndex } from './device-object.ts';
import type { IoManager } from './io-manager.ts';
import { IoMarkIrpPending } from './stack-location.ts';

/** IO_CSQ.Type and IO_CSQ_IRP_CONTEXT.Type: an IRP in a queue points at one of them. */
const TYPE = { context: 1, queue: 2, queueEx: 3 } as const;
/** In IRP.Tail.Overlay.DriverContext: the element that the library owns while the IRP is queued. */
const LIBRARY_CONTEXT = 3;

export interface CsqRoutines {
  readonly insert: PIO_CSQ_INSERT_IRP | PIO_CSQ_INSERT_IRP_EX;
  readonly remove: PIO_CSQ_REMOVE_IRP;
  readonly peekNext: PIO_CSQ_PEEK_NEXT_IRP;
  readonly acquireLock: PIO_CSQ_ACQUIRE_LOCK;
  readonly releaseLock: PIO_CSQ_RELEASE_LOCK;
  readonly completeCanceled: PIO_CSQ_COMPLETE_CANCELED_IRP;
}

/** @param isEx - its insert routine returns a status. @source nf-wdm-iocsqinitialize, nf-wdm-iocsqinitializeex */
export function IoCsqInitialize(csq: IO_CSQ, routines: CsqRoutines, isEx: boolean): NTSTATUS {
  csq.Type = isEx ? TYPE.queueEx : TYPE.queue;
  // C has one field for both kinds; the type of the queue says which one it is.
  csq.CsqInsertIrp = routines.insert as PIO_CSQ_INSERT_IRP;
  csq.CsqRemoveIrp = routines.remove;
  csq.CsqPeekNextIrp = routines.peekNext;
  csq.CsqAcquireLock = routines.acquireLock;
  csq.CsqReleaseLock = routines.releaseLock;
  csq.CsqCompleteCanceledIrp = routines.completeCanceled;
  csq.ReservePointer = 0;
  return STATUS_SUCCESS;
}

/** Puts an IRP into the queue, pending and with the library's cancel routine. @source nf-wdm-iocsqinsertirp */
export function IoCsqInsertIrp(io: IoManager, csq: IO_CSQ, irp: IRP, context: IO_CSQ_IRP_CONTEXT | null): void {
  IoCsqInsertIrpEx(io, csq, irp, context, 0);
}

/** @returns what the driver's insert routine returned: not a success = the IRP is not queued. @source nf-wdm-iocsqinsertirpex */
export function IoCsqInsertIrpEx(
  io: IoManager,
  csq: IO_CSQ,
  irp: IRP,
  context: IO_CSQ_IRP_CONTEXT | null,
  insertContext: number,
): NTSTATUS {
  const lock = acquire(io, csq);
  if (irp.Cancel) {
    // As the documentation says: what is cancelled already is not inserted. The caller returns STATUS_PENDING all the same.
    IoMarkIrpPending(io, irp);
    release(io, csq, lock);
    completeCanceled(io, csq, irp);
    return STATUS_SUCCESS;
  }
  associate(irp, csq, context);
  const status = insert(io, csq, irp, insertContext);
  if (!NT_SUCCESS(status)) {
    dissociate(io, irp);
    release(io, csq, lock);
    return status;
  }
  IoMarkIrpPending(io, irp);
  IoSetCancelRoutine(irp, cancelRoutine(io));
  // IoCancelIrp may have come after the look at Cancel and before there was a routine to call:
  //   driver:    Cancel is FALSE, inserts
  //   canceller: Cancel = TRUE, finds no routine, returns FALSE
  //   driver:    sets the routine, which nobody would call any more
  // So whoever takes the routine back has to complete the IRP: this call, or a canceller that came after all.
  if (!irp.Cancel || IoSetCancelRoutine(irp, null) === null) {
    release(io, csq, lock);
    return status;
  }
  takeOut(io, csq, irp);
  release(io, csq, lock);
  completeCanceled(io, csq, irp);
  return status;
}

/** Takes out the IRP that was inserted with this context. @returns null when it is cancelled or gone. @source nf-wdm-iocsqremoveirp */
export function IoCsqRemoveIrp(io: IoManager, csq: IO_CSQ, context: IO_CSQ_IRP_CONTEXT): IRP | null {
  const lock = acquire(io, csq);
  const irp = context.Irp;
  // The context loses its IRP under the lock, so an IRP that stands there has not been completed.
  const isMine = irp !== null && IoSetCancelRoutine(irp, null) !== null;
  if (isMine) takeOut(io, csq, irp);
  release(io, csq, lock);
  return isMine ? irp : null;
}

/** Takes out the next IRP that fits and is not being cancelled. @source nf-wdm-iocsqremovenextirp */
export function IoCsqRemoveNextIrp(io: IoManager, csq: IO_CSQ, peekContext: number): IRP | null {
  const lock = acquire(io, csq);
  let irp = peekNext(io, csq, null, peekContext);
  // Without a cancel routine the IRP belongs to a canceller that waits for the lock:
  //   canceller: takes the routine, calls it, waits for the lock of the queue
  //   driver:    holds the lock, finds the IRP still in the list
  // It is left to the canceller, who removes and completes it.
  while (irp !== null && IoSetCancelRoutine(irp, null) === null) irp = peekNext(io, csq, irp, peekContext);
  if (irp !== null) takeOut(io, csq, irp);
  release(io, csq, lock);
  return irp;
}

const cancelRoutines = new WeakMap<IoManager, DRIVER_CANCEL>();

/** One for all queues: the IRP says which one it is in. */
function cancelRoutine(io: IoManager): DRIVER_CANCEL {
  let routine = cancelRoutines.get(io);
  if (routine === undefined) {
    routine = function cancelQueuedIrp(device, irp): void {
      IoReleaseCancelSpinLock(io, irp.CancelIrql);
      const csq = queueOf(io, irp);
      const index = deviceIndex(io, device);
      const driver = io.kernel.sim.directory.devices[index]?.driver ?? 0;
      void callDriverRoutine(io.kernel, driver, index, () => {
        const lock = acquire(io, csq);
        takeOut(io, csq, irp);
        release(io, csq, lock);
        completeCanceled(io, csq, irp);
      });
    };
    cancelRoutines.set(io, routine);
  }
  return routine;
}

function associate(irp: IRP, csq: IO_CSQ, context: IO_CSQ_IRP_CONTEXT | null): void {
  if (context !== null) {
    context.Type = TYPE.context;
    context.Irp = irp;
    context.Csq = csq;
  }
  irp.Tail.Overlay.DriverContext.set(LIBRARY_CONTEXT, toAddress(context ?? csq));
}

function contextOf(io: IoManager, irp: IRP): IO_CSQ_IRP_CONTEXT | null {
  const { memory } = io.kernel;
  const context = memory.view(IO_CSQ_IRP_CONTEXT, irp.Tail.Overlay.DriverContext.get(LIBRARY_CONTEXT));
  return context.Type === TYPE.context ? context : null;
}

function queueOf(io: IoManager, irp: IRP): IO_CSQ {
  const context = contextOf(io, irp);
  if (context?.Csq !== undefined && context.Csq !== null) return context.Csq;
  return io.kernel.memory.view(IO_CSQ, irp.Tail.Overlay.DriverContext.get(LIBRARY_CONTEXT));
}

function dissociate(io: IoManager, irp: IRP): void {
  const context = contextOf(io, irp);
  if (context !== null) context.Irp = null;
  irp.Tail.Overlay.DriverContext.set(LIBRARY_CONTEXT, 0);
}

function takeOut(io: IoManager, csq: IO_CSQ, irp: IRP): void {
  withoutWait(io.kernel, 'CsqRemoveIrp', csq.CsqRemoveIrp?.(csq, irp));
  dissociate(io, irp);
}

/** The driver's lock routine writes the IRQL through a pointer. */
function acquire(io: IoManager, csq: IO_CSQ): KIRQL {
  const cell: Cell = allocateCell(io.kernel);
  withoutWait(io.kernel, 'CsqAcquireLock', csq.CsqAcquireLock?.(csq, cell));
  const irql = cell.value;
  freeCell(io.kernel, cell);
  return irql;
}

function release(io: IoManager, csq: IO_CSQ, irql: KIRQL): void {
  withoutWait(io.kernel, 'CsqReleaseLock', csq.CsqReleaseLock?.(csq, irql));
}

function insert(io: IoManager, csq: IO_CSQ, irp: IRP, insertContext: number): NTSTATUS {
  if (csq.Type !== TYPE.queueEx) {
    withoutWait(io.kernel, 'CsqInsertIrp', csq.CsqInsertIrp?.(csq, irp));
    return STATUS_SUCCESS;
  }
  const routine = csq.CsqInsertIrp as PIO_CSQ_INSERT_IRP_EX;
  const returned = withoutWait(io.kernel, 'CsqInsertIrpEx', routine?.(csq, irp, insertContext));
  return typeof returned === 'number' ? returned >>> 0 : STATUS_SUCCESS;
}

/** A driver in C returns an address. */
function peekNext(io: IoManager, csq: IO_CSQ, irp: IRP | null, context: number): IRP | null {
  const found = withoutWait(io.kernel, 'CsqPeekNextIrp', csq.CsqPeekNextIrp?.(csq, irp, context));
  const address = toAddress(found as Pointer | undefined) >>> 0;
  return address === 0 ? null : io.kernel.memory.view(IRP, address);
}

function completeCanceled(io: IoManager, csq: IO_CSQ, irp: IRP): void {
  withoutWait(io.kernel, 'CsqCompleteCanceledIrp', csq.CsqCompleteCanceledIrp?.(csq, irp));
}
