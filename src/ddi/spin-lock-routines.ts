/** Spin locks, plain and queued, and the assertion that code may be paged out. */
import { APC_LEVEL, DISPATCH_LEVEL } from '../abi/enums.ts';
import { toAddress } from '../abi/struct.ts';
import type { KLOCK_QUEUE_HANDLE } from '../abi/structs/ke.ts';
import type { Pointer } from '../abi/types.ts';
import {
  KeAcquireInStackQueuedSpinLock,
  KeAcquireInStackQueuedSpinLockAtDpcLevel,
  KeAcquireSpinLock,
  KeAcquireSpinLockAtDpcLevel,
  KeReleaseInStackQueuedSpinLock,
  KeReleaseInStackQueuedSpinLockFromDpcLevel,
  KeReleaseSpinLock,
  KeReleaseSpinLockFromDpcLevel,
} from '../kernel/ke/spin-lock.ts';
import { type Out, routine } from './routine.ts';

export const spinLockRoutines = [
  routine('KeInitializeSpinLock', 'SpinLock: PKSPIN_LOCK', { summary: 'Prepares a spin lock.' }, (nt, lock: Pointer) =>
    nt.kernel.memory.zero(toAddress(lock), 4),
  ),
  routine(
    'KeAcquireSpinLock',
    'SpinLock: PKSPIN_LOCK, OldIrql: Out<KIRQL>',
    { max: DISPATCH_LEVEL, summary: 'Raises to DISPATCH_LEVEL and takes the lock.' },
    (nt, lock: Pointer, old: Out<number>) => {
      old.value = KeAcquireSpinLock(nt.dpcs, toAddress(lock));
    },
  ),
  routine(
    'KeReleaseSpinLock',
    'SpinLock: PKSPIN_LOCK, NewIrql: KIRQL',
    { max: DISPATCH_LEVEL, min: DISPATCH_LEVEL, summary: 'Gives the lock back and lowers the IRQL.' },
    (nt, lock: Pointer, irql: number) => KeReleaseSpinLock(nt.dpcs, toAddress(lock), irql),
  ),
  routine(
    'KeAcquireSpinLockAtDpcLevel',
    'SpinLock: PKSPIN_LOCK',
    { min: DISPATCH_LEVEL, summary: 'Takes the lock at DISPATCH_LEVEL.' },
    (nt, lock: Pointer) => KeAcquireSpinLockAtDpcLevel(nt.dpcs, toAddress(lock)),
  ),
  routine(
    'KeReleaseSpinLockFromDpcLevel',
    'SpinLock: PKSPIN_LOCK',
    { max: DISPATCH_LEVEL, min: DISPATCH_LEVEL, summary: 'Gives the lock back and stays at DISPATCH_LEVEL.' },
    (nt, lock: Pointer) => KeReleaseSpinLockFromDpcLevel(nt.dpcs, toAddress(lock)),
  ),
  routine(
    'KeAcquireSpinLockRaiseToDpc',
    'SpinLock: PKSPIN_LOCK',
    { returns: 'KIRQL', max: DISPATCH_LEVEL, summary: 'KeAcquireSpinLock, with the old IRQL as its value.' },
    (nt, lock: Pointer) => KeAcquireSpinLock(nt.dpcs, toAddress(lock)),
  ),
  routine(
    'KeAcquireInStackQueuedSpinLock',
    'SpinLock: PKSPIN_LOCK, LockHandle: PKLOCK_QUEUE_HANDLE',
    { max: DISPATCH_LEVEL, summary: 'Raises to DISPATCH_LEVEL and takes the lock; the handle remembers both.' },
    (nt, lock: Pointer, handle: KLOCK_QUEUE_HANDLE) => KeAcquireInStackQueuedSpinLock(nt.dpcs, toAddress(lock), handle),
  ),
  routine(
    'KeReleaseInStackQueuedSpinLock',
    'LockHandle: PKLOCK_QUEUE_HANDLE',
    { max: DISPATCH_LEVEL, min: DISPATCH_LEVEL, summary: 'Gives the lock of a handle back and lowers the IRQL.' },
    (nt, handle: KLOCK_QUEUE_HANDLE) => KeReleaseInStackQueuedSpinLock(nt.dpcs, handle),
  ),
  routine(
    'KeAcquireInStackQueuedSpinLockAtDpcLevel',
    'SpinLock: PKSPIN_LOCK, LockHandle: PKLOCK_QUEUE_HANDLE',
    { min: DISPATCH_LEVEL, summary: 'Takes the lock at DISPATCH_LEVEL; the handle remembers it.' },
    (nt, lock: Pointer, handle: KLOCK_QUEUE_HANDLE) =>
      KeAcquireInStackQueuedSpinLockAtDpcLevel(nt.dpcs, toAddress(lock), handle),
  ),
  routine(
    'KeReleaseInStackQueuedSpinLockFromDpcLevel',
    'LockHandle: PKLOCK_QUEUE_HANDLE',
    {
      max: DISPATCH_LEVEL,
      min: DISPATCH_LEVEL,
      summary: 'Gives the lock of a handle back and stays at DISPATCH_LEVEL.',
    },
    (nt, handle: KLOCK_QUEUE_HANDLE) => KeReleaseInStackQueuedSpinLockFromDpcLevel(nt.dpcs, handle),
  ),
  routine(
    'PAGED_CODE',
    '',
    { max: APC_LEVEL, summary: 'Says that this code may be paged out: it is wrong to be here above APC_LEVEL.' },
    () => undefined,
  ),
];
