/** Threads of drivers, executive work items, and the mutexes that only kernel code has. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_HANDLE,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../abi/ntstatus.ts';
import type { KSTART_ROUTINE, WORKER_THREAD_ROUTINE } from '../abi/roles.ts';
import { type StructView, toAddress } from '../abi/struct.ts';
import { FAST_MUTEX, type KGUARDED_MUTEX, type WORK_QUEUE_ITEM } from '../abi/structs/ke.ts';
import type { Pointer } from '../abi/types.ts';
import { chain } from '../base/maybe-promise.ts';
import type { Nt } from '../kernel/assemble.ts';
import { reference } from '../kernel/io/device-object.ts';
import { runDownThread } from '../kernel/io/thread-rundown.ts';
import {
  acquire,
  ExAcquireFastMutex,
  ExInitializeFastMutex,
  ExReleaseFastMutex,
  ExTryToAcquireFastMutex,
  release,
  tryToAcquire,
} from '../kernel/ke/fast-mutex.ts';
import { ExInitializeWorkItem, ExQueueWorkItem } from '../kernel/ke/work-queue.ts';
import { type Out, routine } from './routine.ts';

const REGION_NOT_ENTERED = 0x3e;
const DRIVER_VERIFIER_DETECTED_VIOLATION = 0xc4;

const threads = [
  routine(
    'PsCreateSystemThread',
    'ThreadHandle: Out<HANDLE>, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES, ProcessHandle: HANDLE, ClientId: PCLIENT_ID, StartRoutine: PKSTART_ROUTINE, StartContext: PVOID',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary:
        'Starts a thread at PASSIVE_LEVEL. Close the handle; wait for the object behind it before the driver goes.',
    },
    (
      nt,
      handle: Out<number>,
      _access: number,
      _attributes: StructView | null,
      _process: number,
      _client: StructView | null,
      start: KSTART_ROUTINE,
      context: Pointer,
    ) => {
      const made = nt.io.threads.start(start, toAddress(context), (thread) => runDownThread(nt.io, thread));
      if (made === 0) return STATUS_INSUFFICIENT_RESOURCES;
      handle.value = made;
      return STATUS_SUCCESS;
    },
  ),
  routine(
    'PsTerminateSystemThread',
    'ExitStatus: NTSTATUS',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary: 'Ends the thread that calls it and does not return. Only for threads of PsCreateSystemThread.',
    },
    (nt) => {
      nt.io.threads.terminate();
      return STATUS_INVALID_PARAMETER;
    },
  ),
  routine(
    'ObReferenceObjectByHandle',
    'Handle: HANDLE, DesiredAccess: ACCESS_MASK, ObjectType: PVOID, AccessMode: KPROCESSOR_MODE, Object: Out<PVOID>, HandleInformation: PVOID',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      summary: 'The thread object behind a handle, with a reference to give back. KeWaitForSingleObject waits for it.',
    },
    (nt, handle: number, _access: number, _type: Pointer, _mode: number, object: Out<number>) => {
      const address = nt.io.threads.objectOf(handle);
      if (address === undefined) return STATUS_INVALID_HANDLE;
      reference(nt.io, address);
      object.value = address;
      return STATUS_SUCCESS;
    },
  ),
  routine(
    'ZwClose',
    'Handle: HANDLE',
    { returns: 'NTSTATUS', max: PASSIVE_LEVEL, summary: 'Closes a handle.' },
    (nt, handle: number) => nt.io.threads.close(handle),
  ),
  routine('KeGetCurrentThread', '', { returns: 'PKTHREAD', summary: 'The thread object of this thread.' }, (nt) =>
    nt.io.threads.current(),
  ),
  routine(
    'PsGetCurrentThread',
    '',
    { header: 'ntddk.h', returns: 'PETHREAD', summary: 'The same object under its other name.' },
    (nt) => nt.io.threads.current(),
  ),
];

const workItems = [
  routine(
    'ExInitializeWorkItem',
    'Item: PWORK_QUEUE_ITEM, Routine: PWORKER_THREAD_ROUTINE, Context: PVOID',
    {
      max: DISPATCH_LEVEL,
      summary: 'Prepares a work item. IoAllocateWorkItem gives one that keeps the driver loaded.',
    },
    (_nt, item: WORK_QUEUE_ITEM, worker: WORKER_THREAD_ROUTINE, context: Pointer) =>
      ExInitializeWorkItem(item, worker, toAddress(context)),
  ),
  routine(
    'ExQueueWorkItem',
    'WorkItem: PWORK_QUEUE_ITEM, QueueType: WORK_QUEUE_TYPE',
    { max: DISPATCH_LEVEL, isEvent: true, summary: 'Has its routine called in a system thread at PASSIVE_LEVEL.' },
    (nt, item: WORK_QUEUE_ITEM) => ExQueueWorkItem(nt.kernel, item),
  ),
];

const fastMutexes = [
  routine(
    'ExInitializeFastMutex',
    'FastMutex: PFAST_MUTEX',
    { max: DISPATCH_LEVEL, summary: 'Prepares a fast mutex, free.' },
    (nt, mutex: FAST_MUTEX) => ExInitializeFastMutex(nt.dispatcher, mutex),
  ),
  routine(
    'ExAcquireFastMutex',
    'FastMutex: PFAST_MUTEX',
    { max: APC_LEVEL, waits: true, isEvent: true, summary: 'Waits for a fast mutex and raises to APC_LEVEL.' },
    (nt, mutex: FAST_MUTEX) => ExAcquireFastMutex(nt.dispatcher, mutex),
  ),
  routine(
    'ExTryToAcquireFastMutex',
    'FastMutex: PFAST_MUTEX',
    { returns: 'BOOLEAN', max: APC_LEVEL, isEvent: true, summary: 'Takes a fast mutex if it is free.' },
    (nt, mutex: FAST_MUTEX) => ExTryToAcquireFastMutex(nt.dispatcher, mutex),
  ),
  routine(
    'ExReleaseFastMutex',
    'FastMutex: PFAST_MUTEX',
    { max: APC_LEVEL, min: APC_LEVEL, isEvent: true, summary: 'Gives a fast mutex back and lowers the IRQL again.' },
    (nt, mutex: FAST_MUTEX) => ExReleaseFastMutex(nt.dispatcher, mutex),
  ),
  routine(
    'ExAcquireFastMutexUnsafe',
    'FastMutex: PFAST_MUTEX',
    { max: APC_LEVEL, waits: true, isEvent: true, summary: 'The same for a caller that has switched APCs off itself.' },
    (nt, mutex: FAST_MUTEX) => acquire(nt.dispatcher, mutex),
  ),
  routine(
    'ExReleaseFastMutexUnsafe',
    'FastMutex: PFAST_MUTEX',
    { max: APC_LEVEL, isEvent: true, summary: 'Gives back what ExAcquireFastMutexUnsafe took.' },
    (nt, mutex: FAST_MUTEX) => {
      release(nt.dispatcher, mutex);
    },
  ),
];

/** Both have one layout; C has a type for each. */
function asFastMutex(nt: Nt, mutex: KGUARDED_MUTEX): FAST_MUTEX {
  return nt.kernel.memory.view(FAST_MUTEX, mutex.address);
}

function enterRegion(nt: Nt): void {
  nt.kernel.sim.current.apcDisable += 1;
}

function leaveRegion(nt: Nt): void {
  const { current } = nt.kernel.sim;
  if (current.apcDisable === 0) nt.kernel.bugCheck(DRIVER_VERIFIER_DETECTED_VIOLATION, REGION_NOT_ENTERED);
  current.apcDisable -= 1;
}

const guardedMutexes = [
  routine(
    'KeEnterGuardedRegion',
    '',
    { max: APC_LEVEL, summary: 'Switches all APCs to this thread off.' },
    enterRegion,
  ),
  routine(
    'KeLeaveGuardedRegion',
    '',
    { max: APC_LEVEL, summary: 'Ends what KeEnterGuardedRegion began.' },
    leaveRegion,
  ),
  routine(
    'KeInitializeGuardedMutex',
    'Mutex: PKGUARDED_MUTEX',
    { max: APC_LEVEL, summary: 'Prepares a guarded mutex, free.' },
    (nt, mutex: KGUARDED_MUTEX) => ExInitializeFastMutex(nt.dispatcher, asFastMutex(nt, mutex)),
  ),
  routine(
    'KeAcquireGuardedMutex',
    'Mutex: PKGUARDED_MUTEX',
    { max: APC_LEVEL, waits: true, isEvent: true, summary: 'Waits for a guarded mutex and enters a guarded region.' },
    (nt, mutex: KGUARDED_MUTEX) =>
      chain(acquire(nt.dispatcher, asFastMutex(nt, mutex)), () => {
        enterRegion(nt);
      }),
  ),
  routine(
    'KeTryToAcquireGuardedMutex',
    'Mutex: PKGUARDED_MUTEX',
    { returns: 'BOOLEAN', max: APC_LEVEL, isEvent: true, summary: 'Takes a guarded mutex if it is free.' },
    (nt, mutex: KGUARDED_MUTEX) => {
      const isMine = tryToAcquire(nt.dispatcher, asFastMutex(nt, mutex));
      if (isMine) enterRegion(nt);
      return isMine;
    },
  ),
  routine(
    'KeReleaseGuardedMutex',
    'Mutex: PKGUARDED_MUTEX',
    { max: APC_LEVEL, isEvent: true, summary: 'Gives a guarded mutex back and leaves the guarded region.' },
    (nt, mutex: KGUARDED_MUTEX) => {
      if (release(nt.dispatcher, asFastMutex(nt, mutex))) leaveRegion(nt);
    },
  ),
];

export const threadRoutines = [...threads, ...workItems, ...fastMutexes, ...guardedMutexes];
