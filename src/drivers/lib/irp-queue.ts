/** A first-in, first-out queue of IRPs, each of which can be cancelled while it waits. */
import {
  addressOf,
  CONTAINING_RECORD,
  type DRIVER_CANCEL,
  InitializeListHead,
  InsertTailList,
  IoSetCancelRoutine,
  IRP,
  IsListEmpty,
  KeAcquireSpinLock,
  KeInitializeSpinLock,
  KeReleaseSpinLock,
  type KIRQL,
  KSPIN_LOCK,
  LIST_ENTRY,
  NULL,
  out,
  type PIRP,
  RemoveEntryList,
  RemoveHeadList,
  struct,
} from 'wdm';

export class IRP_QUEUE extends struct('IRP_QUEUE', { Head: LIST_ENTRY, Lock: KSPIN_LOCK }) {}

export function InitializeIrpQueue(queue: IRP_QUEUE): void {
  InitializeListHead(queue.Head);
  KeInitializeSpinLock(addressOf(queue, 'Lock'));
}

/**
 * @param irp - marked pending already
 * @returns false when it was cancelled before: it is not in the queue and the caller completes it
 */
export function InsertIrp(queue: IRP_QUEUE, irp: IRP, cancelRoutine: DRIVER_CANCEL): boolean {
  const irql = out<KIRQL>();
  KeAcquireSpinLock(addressOf(queue, 'Lock'), irql);
  IoSetCancelRoutine(irp, cancelRoutine);
  // Cancelled before the routine was in place: nobody else will complete it. If the routine is gone again, IoCancelIrp
  // has taken it and is about to call it; it waits for our lock and then expects the IRP in the queue.
  const isOurs = irp.Cancel && IoSetCancelRoutine(irp, NULL) !== NULL;
  if (!isOurs) {
    InsertTailList(queue.Head, irp.Tail.Overlay.ListEntry);
  }
  KeReleaseSpinLock(addressOf(queue, 'Lock'), irql.value);
  return !isOurs;
}

/** Takes the oldest IRP out. It can no longer be cancelled. @returns NULL when the queue is empty */
export function RemoveIrp(queue: IRP_QUEUE): PIRP {
  const irql = out<KIRQL>();
  let taken: PIRP = NULL;
  KeAcquireSpinLock(addressOf(queue, 'Lock'), irql);
  while (taken === NULL && !IsListEmpty(queue.Head)) {
    const entry = RemoveHeadList(queue.Head);
    const irp = CONTAINING_RECORD(entry, IRP, 'Tail.Overlay.ListEntry');
    if (IoSetCancelRoutine(irp, NULL) === NULL) {
      // Its cancel routine is waiting for our lock and will unlink it: give it something to unlink from.
      InitializeListHead(irp.Tail.Overlay.ListEntry);
    } else {
      taken = irp;
    }
  }
  KeReleaseSpinLock(addressOf(queue, 'Lock'), irql.value);
  return taken;
}

export function IsQueueEmpty(queue: IRP_QUEUE): boolean {
  return IsListEmpty(queue.Head);
}

/** For cancel routines: the IRP leaves the queue wherever it stands. */
export function UnlinkIrp(queue: IRP_QUEUE, irp: IRP): void {
  const irql = out<KIRQL>();
  KeAcquireSpinLock(addressOf(queue, 'Lock'), irql);
  RemoveEntryList(irp.Tail.Overlay.ListEntry);
  KeReleaseSpinLock(addressOf(queue, 'Lock'), irql.value);
}
