import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { toAddress } from '../../abi/struct.ts';
import type { KLOCK_QUEUE_HANDLE } from '../../abi/structs/ke.ts';
import type { KIRQL } from '../../abi/types.ts';
import type { DpcQueue } from './dpc.ts';
import { KeRaiseIrql, setIrql } from './irql.ts';

const SPIN_LOCK_ALREADY_OWNED = 0x0f;
const SPIN_LOCK_NOT_OWNED = 0x10;

function locks(dpcs: DpcQueue): Uint32Array {
  return dpcs.dispatcher.kernel.memory.u32;
}

/**
 * One processor: a lock that is held can only be held by whoever asks again, which on Windows would spin for ever.
 *
 * @param lock - address of the KSPIN_LOCK
 * @throws BugCheckError 0x0F SPIN_LOCK_ALREADY_OWNED
 */
export function KeAcquireSpinLockAtDpcLevel(dpcs: DpcQueue, lock: number): void {
  const { kernel } = dpcs.dispatcher;
  kernel.sim.frozen?.call('KeAcquireSpinLockAtDpcLevel');
  kernel.memory.touch(lock, 4, true);
  if (locks(dpcs)[lock >>> 2] !== 0) kernel.bugCheck(SPIN_LOCK_ALREADY_OWNED, lock);
  locks(dpcs)[lock >>> 2] = kernel.sim.current.id + 1;
}

/** @throws BugCheckError 0x10 SPIN_LOCK_NOT_OWNED */
export function KeReleaseSpinLockFromDpcLevel(dpcs: DpcQueue, lock: number): void {
  const { kernel } = dpcs.dispatcher;
  kernel.memory.touch(lock, 4, true);
  if (locks(dpcs)[lock >>> 2] === 0) kernel.bugCheck(SPIN_LOCK_NOT_OWNED, lock);
  locks(dpcs)[lock >>> 2] = 0;
}

/** @returns the IRQL before. @source nf-wdm-keacquirespinlock */
export function KeAcquireSpinLock(dpcs: DpcQueue, lock: number): KIRQL {
  dpcs.dispatcher.kernel.sim.frozen?.call('KeAcquireSpinLock');
  const old = KeRaiseIrql(dpcs.dispatcher.kernel, DISPATCH_LEVEL);
  KeAcquireSpinLockAtDpcLevel(dpcs, lock);
  return old;
}

/** @source nf-wdm-kereleasespinlock */
export function KeReleaseSpinLock(dpcs: DpcQueue, lock: number, newIrql: KIRQL): void {
  KeReleaseSpinLockFromDpcLevel(dpcs, lock);
  setIrql(dpcs.dispatcher.kernel, newIrql);
  dpcs.drain();
}

/** @param handle - filled in with the lock. @source nf-wdm-keacquireinstackqueuedspinlockatdpclevel */
export function KeAcquireInStackQueuedSpinLockAtDpcLevel(
  dpcs: DpcQueue,
  lock: number,
  handle: KLOCK_QUEUE_HANDLE,
): void {
  KeAcquireSpinLockAtDpcLevel(dpcs, lock);
  handle.LockQueue.Lock = lock;
}

/** @throws BugCheckError 0x10 for a handle with which nothing was acquired */
export function KeReleaseInStackQueuedSpinLockFromDpcLevel(dpcs: DpcQueue, handle: KLOCK_QUEUE_HANDLE): void {
  const { kernel } = dpcs.dispatcher;
  const lock = toAddress(handle.LockQueue.Lock);
  if (lock === 0) kernel.bugCheck(SPIN_LOCK_NOT_OWNED, 0);
  handle.LockQueue.Lock = 0;
  KeReleaseSpinLockFromDpcLevel(dpcs, lock);
}

/** @param handle - filled in with the lock and the IRQL before. @source nf-wdm-keacquireinstackqueuedspinlock */
export function KeAcquireInStackQueuedSpinLock(dpcs: DpcQueue, lock: number, handle: KLOCK_QUEUE_HANDLE): void {
  const old = KeRaiseIrql(dpcs.dispatcher.kernel, DISPATCH_LEVEL);
  KeAcquireInStackQueuedSpinLockAtDpcLevel(dpcs, lock, handle);
  handle.OldIrql = old;
}

/** @source nf-wdm-kereleaseinstackqueuedspinlock */
export function KeReleaseInStackQueuedSpinLock(dpcs: DpcQueue, handle: KLOCK_QUEUE_HANDLE): void {
  const { OldIrql } = handle;
  KeReleaseInStackQueuedSpinLockFromDpcLevel(dpcs, handle);
  setIrql(dpcs.dispatcher.kernel, OldIrql);
  dpcs.drain();
}
