/** Structures of the kernel proper: dispatcher objects, timers, DPCs, queues, and the routines they call. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { over, pointer, routinePointer, struct } from '../struct.ts';
import {
  BOOLEAN,
  CCHAR,
  KIRQL,
  KSPIN_LOCK,
  LARGE_INTEGER,
  LONG,
  PVOID,
  SHORT,
  UCHAR,
  ULONG,
  USHORT,
} from '../types.ts';
import { LIST_ENTRY } from './rtl.ts';

/** What every object that can be waited for starts with. */
export class DISPATCHER_HEADER extends struct('DISPATCHER_HEADER', {
  Type: UCHAR,
  Signalling: UCHAR,
  Size: UCHAR,
  Reserved1: UCHAR,
  Lock: over('Type', LONG),
  SignalState: LONG,
  WaitListHead: LIST_ENTRY,
}) {}
export type PDISPATCHER_HEADER = DISPATCHER_HEADER | null;
export const PDISPATCHER_HEADER = pointer<DISPATCHER_HEADER>('DISPATCHER_HEADER');

export class KEVENT extends struct('KEVENT', {
  Header: DISPATCHER_HEADER,
}) {}
export type PKEVENT = KEVENT | null;
export const PKEVENT = pointer<KEVENT>('KEVENT');

export class KSEMAPHORE extends struct('KSEMAPHORE', {
  Header: DISPATCHER_HEADER,
  Limit: LONG,
}) {}
export type PKSEMAPHORE = KSEMAPHORE | null;
export const PKSEMAPHORE = pointer<KSEMAPHORE>('KSEMAPHORE');

export class KMUTEX extends struct('KMUTEX', {
  Header: DISPATCHER_HEADER,
  MutantListEntry: LIST_ENTRY,
  OwnerThread: PVOID,
  Abandoned: BOOLEAN,
  ApcDisable: UCHAR,
}) {}
export type PKMUTEX = KMUTEX | null;
export const PKMUTEX = pointer<KMUTEX>('KMUTEX');

export class FAST_MUTEX extends struct('FAST_MUTEX', {
  Count: LONG,
  Owner: PVOID,
  Contention: ULONG,
  Event: KEVENT,
  OldIrql: ULONG,
}) {}
export type PFAST_MUTEX = FAST_MUTEX | null;
export const PFAST_MUTEX = pointer<FAST_MUTEX>('FAST_MUTEX');

/** The fast mutex of code that must not be disturbed by any APC. */
export class KGUARDED_MUTEX extends struct('KGUARDED_MUTEX', {
  Count: LONG,
  Owner: PVOID,
  Contention: ULONG,
  Gate: KEVENT,
  KernelApcDisable: SHORT,
  SpecialApcDisable: SHORT,
}) {}
export type PKGUARDED_MUTEX = KGUARDED_MUTEX | null;
export const PKGUARDED_MUTEX = pointer<KGUARDED_MUTEX>('KGUARDED_MUTEX');

export type KDEFERRED_ROUTINE = (
  Dpc: KDPC,
  DeferredContext: PVOID,
  SystemArgument1: PVOID,
  SystemArgument2: PVOID,
) => MaybePromise<void>;
export type PKDEFERRED_ROUTINE = KDEFERRED_ROUTINE | null;
export const PKDEFERRED_ROUTINE = routinePointer<KDEFERRED_ROUTINE>('PKDEFERRED_ROUTINE');

/** A deferred procedure call: runs its routine at DISPATCH_LEVEL. */
export class KDPC extends struct('KDPC', {
  Type: UCHAR,
  Importance: UCHAR,
  Number: USHORT,
  DpcListEntry: LIST_ENTRY,
  DeferredRoutine: PKDEFERRED_ROUTINE,
  DeferredContext: PVOID,
  SystemArgument1: PVOID,
  SystemArgument2: PVOID,
  DpcData: PVOID,
}) {}
export type PKDPC = KDPC | null;
export const PKDPC = pointer<KDPC>('KDPC');
export type PRKDPC = PKDPC;

export class KTIMER extends struct('KTIMER', {
  Header: DISPATCHER_HEADER,
  /** Ticks of 100 ns since boot. */
  DueTime: LARGE_INTEGER,
  TimerListEntry: LIST_ENTRY,
  Dpc: PKDPC,
  Period: ULONG,
}) {}
export type PKTIMER = KTIMER | null;
export const PKTIMER = pointer<KTIMER>('KTIMER');

export class KDEVICE_QUEUE_ENTRY extends struct('KDEVICE_QUEUE_ENTRY', {
  DeviceListEntry: LIST_ENTRY,
  SortKey: ULONG,
  Inserted: BOOLEAN,
}) {}
export type PKDEVICE_QUEUE_ENTRY = KDEVICE_QUEUE_ENTRY | null;
export const PKDEVICE_QUEUE_ENTRY = pointer<KDEVICE_QUEUE_ENTRY>('KDEVICE_QUEUE_ENTRY');

export class KDEVICE_QUEUE extends struct('KDEVICE_QUEUE', {
  Type: SHORT,
  Size: SHORT,
  DeviceListHead: LIST_ENTRY,
  Lock: KSPIN_LOCK,
  Busy: BOOLEAN,
}) {}
export type PKDEVICE_QUEUE = KDEVICE_QUEUE | null;
export const PKDEVICE_QUEUE = pointer<KDEVICE_QUEUE>('KDEVICE_QUEUE');

export class KSPIN_LOCK_QUEUE extends struct('KSPIN_LOCK_QUEUE', {
  Next: PVOID,
  Lock: PVOID,
}) {}

export class KLOCK_QUEUE_HANDLE extends struct('KLOCK_QUEUE_HANDLE', {
  LockQueue: KSPIN_LOCK_QUEUE,
  OldIrql: KIRQL,
}) {}
export type PKLOCK_QUEUE_HANDLE = KLOCK_QUEUE_HANDLE | null;
export const PKLOCK_QUEUE_HANDLE = pointer<KLOCK_QUEUE_HANDLE>('KLOCK_QUEUE_HANDLE');

export class KWAIT_BLOCK extends struct('KWAIT_BLOCK', {
  WaitListEntry: LIST_ENTRY,
  WaitType: UCHAR,
  BlockState: UCHAR,
  WaitKey: USHORT,
  Thread: PVOID,
  Object: PVOID,
  SparePtr: PVOID,
}) {}
export type PKWAIT_BLOCK = KWAIT_BLOCK | null;
export const PKWAIT_BLOCK = pointer<KWAIT_BLOCK>('KWAIT_BLOCK');

export class KAPC extends struct('KAPC', {
  Type: UCHAR,
  SpareByte0: UCHAR,
  Size: UCHAR,
  SpareByte1: UCHAR,
  SpareLong0: ULONG,
  Thread: PVOID,
  ApcListEntry: LIST_ENTRY,
  KernelRoutine: PVOID,
  RundownRoutine: PVOID,
  NormalRoutine: PVOID,
  NormalContext: PVOID,
  SystemArgument1: PVOID,
  SystemArgument2: PVOID,
  ApcStateIndex: CCHAR,
  ApcMode: CCHAR,
  Inserted: BOOLEAN,
}) {}
export type PKAPC = KAPC | null;
export const PKAPC = pointer<KAPC>('KAPC');

export type WORKER_THREAD_ROUTINE = (Parameter: PVOID) => MaybePromise<void>;
export type PWORKER_THREAD_ROUTINE = WORKER_THREAD_ROUTINE | null;
export const PWORKER_THREAD_ROUTINE = routinePointer<WORKER_THREAD_ROUTINE>('PWORKER_THREAD_ROUTINE');

export class WORK_QUEUE_ITEM extends struct('WORK_QUEUE_ITEM', {
  List: LIST_ENTRY,
  WorkerRoutine: PWORKER_THREAD_ROUTINE,
  Parameter: PVOID,
}) {}
export type PWORK_QUEUE_ITEM = WORK_QUEUE_ITEM | null;
export const PWORK_QUEUE_ITEM = pointer<WORK_QUEUE_ITEM>('WORK_QUEUE_ITEM');

export type KSTART_ROUTINE = (StartContext: PVOID) => MaybePromise<void>;
export type PKSTART_ROUTINE = KSTART_ROUTINE | null;
export const PKSTART_ROUTINE = routinePointer<KSTART_ROUTINE>('PKSTART_ROUTINE');

/** A spin lock stands in memory as one pointer-sized number; routines take the address of it. */
export type PKSPIN_LOCK = { readonly address: number } | number | null;
