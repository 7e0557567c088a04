/** Threads, time, IRQL, and what can be waited for. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import type { IO_WORKITEM_ROUTINE, KDEFERRED_ROUTINE } from '../abi/roles.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT } from '../abi/structs/io.ts';
import type { KDPC, KEVENT, KMUTEX, KSEMAPHORE, KTIMER } from '../abi/structs/ke.ts';
import type { Pointer } from '../abi/types.ts';
import { later, microseconds } from '../base/time.ts';
import { IoAllocateWorkItem, IoFreeWorkItem, IoQueueWorkItem } from '../kernel/io/work-item.ts';
import {
  KeDelayExecutionThread,
  KeInitializeMutex,
  KeInitializeSemaphore,
  KeReleaseMutex,
  KeReleaseSemaphore,
  OBJECT,
} from '../kernel/ke/dispatcher.ts';
import { KeGetCurrentIrql, KeLowerIrql, KeRaiseIrql } from '../kernel/ke/irql.ts';
import { type Out, routine } from './routine.ts';

const EVENT_WORDS = 4;

export const keRoutines = [
  routine(
    'KeInitializeEvent',
    'Event: PKEVENT, Type: EVENT_TYPE, State: BOOLEAN',
    { summary: 'NotificationEvent stays set until it is cleared; SynchronizationEvent lets one waiter go.' },
    (nt, event: KEVENT, type: number, state: boolean) =>
      nt.dispatcher.initialize(
        event.address,
        type === 0 ? OBJECT.notificationEvent : OBJECT.synchronizationEvent,
        EVENT_WORDS,
        state ? 1 : 0,
      ),
  ),
  routine(
    'KeSetEvent',
    'Event: PKEVENT, Increment: KPRIORITY, Wait: BOOLEAN',
    {
      returns: 'LONG',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Sets an event and lets waiters go. Returns the state before.',
    },
    (nt, event: KEVENT) => nt.dispatcher.signal(event.address, 1),
  ),
  routine(
    'KeClearEvent',
    'Event: PKEVENT',
    { max: DISPATCH_LEVEL, summary: 'Clears an event.' },
    (nt, event: KEVENT) => {
      nt.dispatcher.signal(event.address, 0);
    },
  ),
  routine(
    'KeResetEvent',
    'Event: PKEVENT',
    { returns: 'LONG', max: DISPATCH_LEVEL, summary: 'Clears an event and returns the state before.' },
    (nt, event: KEVENT) => nt.dispatcher.signal(event.address, 0),
  ),
  routine(
    'KeReadStateEvent',
    'Event: PKEVENT',
    { returns: 'LONG', max: DISPATCH_LEVEL, summary: 'Not zero when the event is set.' },
    (nt, event: KEVENT) => nt.dispatcher.signalState(event.address),
  ),
  routine(
    'KeWaitForSingleObject',
    'Object: PVOID, WaitReason: KWAIT_REASON, WaitMode: KPROCESSOR_MODE, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      waits: true,
      summary:
        'Waits for an event, mutex, semaphore, timer or thread. Timeout in ticks of 100 ns: negative = from now, 0 = only look, NULL = no limit.',
    },
    (nt, object: Pointer, _reason: number, _mode: number, _alertable: boolean, timeout: bigint | null) =>
      nt.dispatcher.wait([toAddress(object)], false, timeout),
  ),
  routine(
    'KeWaitForMultipleObjects',
    'Count: ULONG, Object: PVOID[], WaitType: WAIT_TYPE, WaitReason: KWAIT_REASON, WaitMode: KPROCESSOR_MODE, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER, WaitBlockArray: PVOID',
    { returns: 'NTSTATUS', max: DISPATCH_LEVEL, waits: true, summary: 'Waits for all or any of several objects.' },
    (
      nt,
      count: number,
      objects: readonly Pointer[],
      type: number,
      _reason: number,
      _mode: number,
      _alertable: boolean,
      timeout: bigint | null,
    ) => nt.dispatcher.wait(objects.slice(0, count).map(toAddress), type === 0, timeout),
  ),
  routine(
    'KeDelayExecutionThread',
    'WaitMode: KPROCESSOR_MODE, Alertable: BOOLEAN, Interval: PLARGE_INTEGER',
    {
      returns: 'NTSTATUS',
      max: APC_LEVEL,
      waits: true,
      summary: 'Lets virtual time pass. Interval in ticks of 100 ns: negative = from now.',
    },
    (nt, _mode: number, _alertable: boolean, interval: bigint) => KeDelayExecutionThread(nt.dispatcher, interval),
  ),
  routine(
    'KeStallExecutionProcessor',
    'MicroSeconds: ULONG',
    { header: 'wdm.h', isEvent: true, summary: 'Busy waiting: time passes while the thread runs.' },
    (nt, count: number) => nt.kernel.sim.stall(later(nt.kernel.sim.now, microseconds(count))),
  ),
  routine(
    'KeQuerySystemTime',
    'CurrentTime: Out<LARGE_INTEGER>',
    { summary: 'Virtual time in ticks of 100 ns since boot.' },
    (nt, time: Out<bigint>) => {
      time.value = BigInt(nt.kernel.sim.now);
    },
  ),
  routine(
    'KeQueryInterruptTime',
    '',
    { returns: 'ULONGLONG', summary: 'Virtual time in ticks of 100 ns since boot.' },
    (nt) => BigInt(nt.kernel.sim.now),
  ),
  routine('KeGetCurrentIrql', '', { returns: 'KIRQL', summary: 'The IRQL at which this code runs.' }, (nt) =>
    KeGetCurrentIrql(nt.kernel),
  ),
  routine(
    'KeRaiseIrql',
    'NewIrql: KIRQL, OldIrql: Out<KIRQL>',
    { summary: 'Raises the IRQL.' },
    (nt, irql: number, old: Out<number>) => {
      old.value = KeRaiseIrql(nt.kernel, irql);
    },
  ),
  routine(
    'KeLowerIrql',
    'NewIrql: KIRQL',
    { summary: 'Puts the IRQL back to what it was before KeRaiseIrql.' },
    (nt, irql: number) => {
      KeLowerIrql(nt.kernel, irql);
      nt.dpcs.drain();
    },
  ),
  routine('KeEnterCriticalRegion', '', { max: APC_LEVEL, summary: 'Keeps the thread from being suspended.' }, (nt) => {
    nt.kernel.sim.current.apcDisable += 1;
  }),
  routine('KeLeaveCriticalRegion', '', { max: APC_LEVEL, summary: 'Ends what KeEnterCriticalRegion began.' }, (nt) => {
    const { current } = nt.kernel.sim;
    if (current.apcDisable === 0) nt.kernel.bugCheck(0xc4, 0x3e);
    current.apcDisable -= 1;
  }),
  routine(
    'KeInitializeSemaphore',
    'Semaphore: PKSEMAPHORE, Count: LONG, Limit: LONG',
    { max: PASSIVE_LEVEL, summary: 'Prepares a semaphore.' },
    (nt, semaphore: KSEMAPHORE, count: number, limit: number) =>
      KeInitializeSemaphore(nt.dispatcher, semaphore, count, limit),
  ),
  routine(
    'KeReleaseSemaphore',
    'Semaphore: PKSEMAPHORE, Increment: KPRIORITY, Adjustment: LONG, Wait: BOOLEAN',
    { returns: 'LONG', max: DISPATCH_LEVEL, isEvent: true, summary: 'Counts a semaphore up and lets waiters go.' },
    (nt, semaphore: KSEMAPHORE, _increment: number, adjustment: number) =>
      KeReleaseSemaphore(nt.dispatcher, semaphore, adjustment),
  ),
  routine(
    'KeInitializeMutex',
    'Mutex: PKMUTEX, Level: ULONG',
    { summary: 'Prepares a mutex, free.' },
    (nt, mutex: KMUTEX) => KeInitializeMutex(nt.dispatcher, mutex),
  ),
  routine(
    'KeReleaseMutex',
    'Mutex: PKMUTEX, Wait: BOOLEAN',
    { returns: 'LONG', max: DISPATCH_LEVEL, isEvent: true, summary: 'Gives a mutex back.' },
    (nt, mutex: KMUTEX) => KeReleaseMutex(nt.dispatcher, mutex),
  ),
  routine(
    'KeInitializeTimer',
    'Timer: PKTIMER',
    { max: DISPATCH_LEVEL, summary: 'Prepares a timer that stays signaled.' },
    (nt, timer: KTIMER) => nt.dpcs.initializeTimer(timer, 0),
  ),
  routine(
    'KeInitializeTimerEx',
    'Timer: PKTIMER, Type: TIMER_TYPE',
    { max: DISPATCH_LEVEL, summary: 'Prepares a timer.' },
    (nt, timer: KTIMER, type: number) => nt.dpcs.initializeTimer(timer, type),
  ),
  routine(
    'KeSetTimer',
    'Timer: PKTIMER, DueTime: LARGE_INTEGER, Dpc: PKDPC',
    {
      returns: 'BOOLEAN',
      max: DISPATCH_LEVEL,
      summary: 'Starts a timer; the DPC runs when it is due. Ticks of 100 ns: negative = from now.',
    },
    (nt, timer: KTIMER, due: bigint, dpc: KDPC | null) => nt.dpcs.setTimer(timer, due, 0, dpc),
  ),
  routine(
    'KeSetTimerEx',
    'Timer: PKTIMER, DueTime: LARGE_INTEGER, Period: LONG, Dpc: PKDPC',
    { returns: 'BOOLEAN', max: DISPATCH_LEVEL, summary: 'The same, again and again. Period in milliseconds.' },
    (nt, timer: KTIMER, due: bigint, period: number, dpc: KDPC | null) => nt.dpcs.setTimer(timer, due, period, dpc),
  ),
  routine(
    'KeCancelTimer',
    'Timer: PKTIMER',
    { returns: 'BOOLEAN', max: DISPATCH_LEVEL, summary: 'Stops a timer. TRUE when it was set.' },
    (nt, timer: KTIMER) => nt.dpcs.cancelTimer(timer),
  ),
  routine(
    'KeInitializeDpc',
    'Dpc: PKDPC, DeferredRoutine: PKDEFERRED_ROUTINE, DeferredContext: PVOID',
    { summary: 'Prepares a deferred procedure call.' },
    (nt, dpc: KDPC, deferred: KDEFERRED_ROUTINE, context: Pointer) =>
      nt.dpcs.initialize(dpc, deferred, toAddress(context)),
  ),
  routine(
    'KeInsertQueueDpc',
    'Dpc: PKDPC, SystemArgument1: PVOID, SystemArgument2: PVOID',
    { returns: 'BOOLEAN', summary: 'Queues a DPC; it runs as soon as the IRQL is below DISPATCH_LEVEL.' },
    (nt, dpc: KDPC, first: Pointer, second: Pointer) => nt.dpcs.insert(dpc, toAddress(first), toAddress(second)),
  ),
  routine(
    'KeRemoveQueueDpc',
    'Dpc: PKDPC',
    { returns: 'BOOLEAN', summary: 'Takes a DPC out of the queue.' },
    (nt, dpc: KDPC) => nt.dpcs.remove(dpc),
  ),
  routine(
    'KeBugCheckEx',
    'BugCheckCode: ULONG, BugCheckParameter1: ULONG_PTR, BugCheckParameter2: ULONG_PTR, BugCheckParameter3: ULONG_PTR, BugCheckParameter4: ULONG_PTR',
    { summary: 'Stops the machine.' },
    (nt, code: number, p1: number, p2: number, p3: number, p4: number) => nt.kernel.bugCheck(code, p1, p2, p3, p4),
  ),
  routine(
    'KeBugCheck',
    'BugCheckCode: ULONG',
    { header: 'ntddk.h', summary: 'Stops the machine.' },
    (nt, code: number) => nt.kernel.bugCheck(code),
  ),
  routine(
    'IoAllocateWorkItem',
    'DeviceObject: PDEVICE_OBJECT',
    { returns: 'PIO_WORKITEM', max: DISPATCH_LEVEL, summary: 'A work item; NULL when pool is used up.' },
    (nt, device: DEVICE_OBJECT) => IoAllocateWorkItem(nt.io, device),
  ),
  routine(
    'IoFreeWorkItem',
    'IoWorkItem: PIO_WORKITEM',
    { max: DISPATCH_LEVEL, summary: 'Frees a work item that is not queued.' },
    (nt, item: number) => IoFreeWorkItem(nt.io, item),
  ),
  routine(
    'IoQueueWorkItem',
    'IoWorkItem: PIO_WORKITEM, WorkerRoutine: PIO_WORKITEM_ROUTINE, QueueType: WORK_QUEUE_TYPE, Context: PVOID',
    { max: DISPATCH_LEVEL, isEvent: true, summary: 'Has a routine called in a system thread at PASSIVE_LEVEL.' },
    (nt, item: number, worker: IO_WORKITEM_ROUTINE, _queue: number, context: Pointer) =>
      IoQueueWorkItem(nt.io, item, worker, toAddress(context)),
  ),
];
