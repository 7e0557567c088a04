import { STATUS_DELETE_PENDING, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { IO_REMOVE_LOCK } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { OBJECT } from '../ke/dispatcher.ts';
import type { IoManager } from './io-manager.ts';

const EVENT_WORDS = 4;

/** The lock counts 1 at the start: the device itself. @source nf-wdm-ioinitializeremovelock */
export function IoInitializeRemoveLock(io: IoManager, lock: IO_REMOVE_LOCK): void {
  lock.Common.Removed = false;
  lock.Common.IoCount = 1;
  io.dispatcher.initialize(lock.Common.RemoveEvent.address, OBJECT.synchronizationEvent, EVENT_WORDS, 0);
}

/** @returns STATUS_DELETE_PENDING once removal has begun. @source nf-wdm-ioacquireremovelock */
export function IoAcquireRemoveLock(lock: IO_REMOVE_LOCK): NTSTATUS {
  if (lock.Common.Removed) return STATUS_DELETE_PENDING;
  lock.Common.IoCount += 1;
  return STATUS_SUCCESS;
}

/** @source nf-wdm-ioreleaseremovelock */
export function IoReleaseRemoveLock(io: IoManager, lock: IO_REMOVE_LOCK): void {
  lock.Common.IoCount -= 1;
  if (lock.Common.IoCount === 0) io.dispatcher.signal(lock.Common.RemoveEvent.address, 1);
}

/** Gives back the caller's own acquisition and the first one, then waits for all others. @source nf-wdm-ioreleaseremovelockandwait */
export function IoReleaseRemoveLockAndWait(io: IoManager, lock: IO_REMOVE_LOCK): MaybePromise<void> {
  lock.Common.Removed = true;
  lock.Common.IoCount -= 2;
  if (lock.Common.IoCount <= 0) return undefined;
  return chain(io.dispatcher.wait([lock.Common.RemoveEvent.address], false, null), () => undefined);
}
