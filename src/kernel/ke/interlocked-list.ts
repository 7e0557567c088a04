/** Lists that are changed under a spin lock, at any IRQL. */
import type { LIST_ENTRY, SINGLE_LIST_ENTRY } from '../../abi/structs/rtl.ts';
import type { DpcQueue } from './dpc.ts';
import { firstOf, insertBefore, removeEntry } from './list.ts';
import { KeAcquireSpinLockAtDpcLevel, KeReleaseSpinLockFromDpcLevel } from './spin-lock.ts';

function locked<T>(dpcs: DpcQueue, lock: number, act: () => T): T {
  KeAcquireSpinLockAtDpcLevel(dpcs, lock);
  const result = act();
  KeReleaseSpinLockFromDpcLevel(dpcs, lock);
  return result;
}

/** @returns the entry that was the last one; null = the list was empty. @source nf-wdm-exinterlockedinserttaillist */
export function ExInterlockedInsertTailList(
  dpcs: DpcQueue,
  head: LIST_ENTRY,
  entry: LIST_ENTRY,
  lock: number,
): LIST_ENTRY | null {
  return locked(dpcs, lock, () => {
    const last = firstOf(head) === null ? null : head.Blink;
    insertBefore(dpcs.dispatcher.kernel, head, entry);
    return last;
  });
}

/** @returns the entry that was the first one; null = the list was empty. @source nf-wdm-exinterlockedinsertheadlist */
export function ExInterlockedInsertHeadList(
  dpcs: DpcQueue,
  head: LIST_ENTRY,
  entry: LIST_ENTRY,
  lock: number,
): LIST_ENTRY | null {
  return locked(dpcs, lock, () => {
    const first = firstOf(head);
    insertBefore(dpcs.dispatcher.kernel, first ?? head, entry);
    return first;
  });
}

/** @returns null when the list is empty. @source nf-wdm-exinterlockedremoveheadlist */
export function ExInterlockedRemoveHeadList(dpcs: DpcQueue, head: LIST_ENTRY, lock: number): LIST_ENTRY | null {
  return locked(dpcs, lock, () => {
    const first = firstOf(head);
    if (first !== null) removeEntry(dpcs.dispatcher.kernel, first);
    return first;
  });
}

/** @returns the entry that was the first one. @source nf-wdm-exinterlockedpushentrylist */
export function ExInterlockedPushEntryList(
  dpcs: DpcQueue,
  head: SINGLE_LIST_ENTRY,
  entry: SINGLE_LIST_ENTRY,
  lock: number,
): SINGLE_LIST_ENTRY | null {
  return locked(dpcs, lock, () => {
    const first = head.Next;
    entry.Next = first;
    head.Next = entry;
    return first;
  });
}

/** @returns null when the list is empty. @source nf-wdm-exinterlockedpopentrylist */
export function ExInterlockedPopEntryList(
  dpcs: DpcQueue,
  head: SINGLE_LIST_ENTRY,
  lock: number,
): SINGLE_LIST_ENTRY | null {
  return locked(dpcs, lock, () => {
    const first = head.Next;
    if (first !== null) head.Next = first.Next;
    return first;
  });
}
