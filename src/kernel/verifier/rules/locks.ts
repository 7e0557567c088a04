/** What can be wrong with spin locks and mutexes. */
import { type RuleText, STANDARD, STRICT } from '../rule.ts';

const DETECTED_VIOLATION = 0xc4;
const DOCUMENT = 'deadlock-detection';
const DETECTION = { option: 'deadlockDetection', document: DOCUMENT } as const;

export const TAKEN_TWICE: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1000',
  title: 'A lock is taken by a thread that holds it already',
  why: 'The thread waits for itself, for ever.',
  remedy:
    'release the lock before the call that takes it again, or split the routine into one with and one without the lock',
  bugCheck: [DETECTED_VIOLATION, 0x1000],
};

export const LOCK_ORDER: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1001',
  title: 'Two locks are taken in both orders',
  why: 'On two processors each holds the lock that the other one waits for, for ever.',
  remedy: 'take locks in the same order everywhere',
  bugCheck: [DETECTED_VIOLATION, 0x1001],
};

export const RELEASE_ORDER: RuleText = {
  ...STRICT,
  ...DETECTION,
  id: 'C4/0x1003',
  title: 'Locks are not released in the reverse order',
  why: 'The IRQL that is restored first is not the one that was there last.',
  remedy: 'release the lock first that was taken last',
  bugCheck: [DETECTED_VIOLATION, 0x1003],
};

export const NOT_HELD: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1007',
  title: 'A spin lock is released that nobody holds',
  why: 'Another thread takes the lock while a third one still relies on it.',
  remedy: 'release the lock once on each path that has taken it',
  bugCheck: [DETECTED_VIOLATION, 0x1007],
};

export const UNINITIALIZED: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1002',
  title: 'A mutex is used that was not initialized',
  why: 'What happens to lie in memory decides whether the mutex is free: the thread waits for ever, or for nobody.',
  remedy: 'call ExInitializeFastMutex or KeInitializeGuardedMutex before the mutex is used first',
  bugCheck: [DETECTED_VIOLATION, 0x1002],
};

export const FOREIGN_RELEASE: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1004',
  title: 'A lock is released by another thread than the one that took it',
  why: 'The thread that took it goes on as if it had the lock, together with the next one.',
  remedy: 'release a lock in the thread that took it; use an event to hand work over',
  bugCheck: [DETECTED_VIOLATION, 0x1004],
};

export const INITIALIZED_TWICE: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1005',
  title: 'A mutex is initialized a second time',
  why: 'Whoever holds it or waits for it is forgotten.',
  remedy: 'initialize the mutex once, where the memory for it comes from',
  bugCheck: [DETECTED_VIOLATION, 0x1005],
};

export const WRONG_ACQUIRE: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1008',
  title: 'A lock is acquired with a routine for another kind of lock',
  why: 'The two kinds keep different things in their memory: neither works.',
  remedy: 'use the routines for fast mutexes with fast mutexes, and those for guarded mutexes with guarded mutexes',
  bugCheck: [DETECTED_VIOLATION, 0x1008],
};

export const WRONG_RELEASE: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x1009',
  title: 'A lock is released with a routine that does not belong to the one that acquired it',
  why: 'The IRQL, or the state of APCs, is set back to what it never was.',
  remedy: 'release with the counterpart of the routine that acquired: Unsafe with Unsafe, queued with queued',
  bugCheck: [DETECTED_VIOLATION, 0x1009],
};

export const ENDED_HOLDING: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x100A',
  title: 'A thread ends and holds a lock',
  why: 'Nobody can release the lock any more: whoever takes it next waits for ever.',
  remedy: 'release every lock before the routine of the thread returns',
  bugCheck: [DETECTED_VIOLATION, 0x100a],
};

export const FREED_LOCK: RuleText = {
  ...STANDARD,
  ...DETECTION,
  id: 'C4/0x100B',
  title: 'Pool is freed in which a lock is held',
  why: 'Whoever holds the lock releases it in memory that belongs to somebody else by then.',
  remedy: 'release the lock, and make sure that nobody else takes it, before the memory is freed',
  bugCheck: [DETECTED_VIOLATION, 0x100b],
};

export const COMPLETION_UNDER_LOCK: RuleText = {
  ...STRICT,
  id: 'SpinLockSafe',
  title: 'An IRP is completed while a spin lock is held',
  why: 'Drivers above may call this one again from their completion routines, and spin for ever on the same lock.',
  remedy: 'release the lock before IoCompleteRequest',
  document: 'wdm-spinlocksafe',
  bugCheck: null,
};

export const GUARDED_NOT_ENTERED: RuleText = {
  ...STANDARD,
  id: 'GuardedRegions',
  title: 'KeLeaveGuardedRegion is called outside of a guarded region',
  why: 'It ends a region that somebody else has entered: APCs run where that code relies on none.',
  remedy: 'pair KeEnterGuardedRegion and KeLeaveGuardedRegion on every path; a critical region is another thing',
  document: 'wdm-guardedregions',
  bugCheck: [DETECTED_VIOLATION, 0x4000e],
};

const QUEUED = { ...STANDARD, ...DETECTION } as const;

export const QUEUED_TWICE: RuleText = {
  ...QUEUED,
  id: 'QueuedSpinLock',
  title: 'A queued spin lock is acquired by a thread that holds it already',
  why: 'The thread waits for itself, for ever.',
  remedy: 'release the lock with the same handle before it is acquired again',
  document: 'wdm-queuedspinlock',
  bugCheck: [DETECTED_VIOLATION, 0x40006],
};

export const QUEUED_NOT_HELD: RuleText = {
  ...QUEUED,
  id: 'QueuedSpinLockRelease',
  title: 'A queued spin lock is released that was not acquired with this handle',
  why: 'The handle points nowhere, or at a lock that another thread relies on.',
  remedy: 'release the lock once for each time, with the handle that it was acquired with',
  document: 'wdm-queuedspinlockrelease',
  bugCheck: [DETECTED_VIOLATION, 0x40007],
};

export const CANCEL_LOCK: RuleText = {
  ...STANDARD,
  id: 'CancelSpinLock',
  title: 'Acquiring and releasing the cancel spin lock do not alternate',
  why: 'There is one cancel spin lock for the whole system: acquired twice it stops this processor, released twice it lets two cancel routines run at once.',
  remedy: 'release it once for each time that it was acquired; a cancel routine is called with it held',
  document: 'wdm-cancelspinlock',
  bugCheck: null,
};

export const lockRules: readonly RuleText[] = [
  UNINITIALIZED,
  FOREIGN_RELEASE,
  INITIALIZED_TWICE,
  WRONG_ACQUIRE,
  WRONG_RELEASE,
  GUARDED_NOT_ENTERED,
  QUEUED_TWICE,
  QUEUED_NOT_HELD,
  CANCEL_LOCK,
  TAKEN_TWICE,
  LOCK_ORDER,
  RELEASE_ORDER,
  NOT_HELD,
  ENDED_HOLDING,
  FREED_LOCK,
  COMPLETION_UNDER_LOCK,
];
