import { STATUS_SUCCESS, STATUS_TIMEOUT, STATUS_WAIT_0 } from '../../abi/ntstatus.ts';
import { DISPATCHER_HEADER, KMUTEX, KSEMAPHORE } from '../../abi/structs/ke.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { hex } from '../../base/hex.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { type Instant, later, ticks } from '../../base/time.ts';
import type { Kernel } from '../kernel.ts';
import type { Alarm } from '../sim/clock.ts';
import { EVENT } from '../sim/events.ts';
import type { Thread } from '../sim/thread.ts';
import { mayWait } from './irql.ts';

/** DISPATCHER_HEADER.Type: which kind of object it is. */
export const OBJECT = {
  notificationEvent: 0,
  synchronizationEvent: 1,
  mutant: 2,
  semaphore: 5,
  thread: 6,
  notificationTimer: 8,
  synchronizationTimer: 9,
} as const;

const WORDS: Readonly<Record<number, string>> = {
  0: 'event',
  1: 'event',
  2: 'mutex',
  5: 'semaphore',
  6: 'thread',
  8: 'timer',
  9: 'timer',
};

const IRQL_NOT_LESS_OR_EQUAL = 0x0a;

interface Waiter {
  readonly thread: Thread;
  readonly objects: readonly number[];
  readonly all: boolean;
  alarm: Alarm | null;
}

/** Objects that can be waited for. Their signal state lies in memory; who waits is kept here. */
export class Dispatcher {
  readonly kernel: Kernel;
  readonly #waiters = new Map<number, Waiter[]>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  initialize(address: number, type: number, words: number, signalState: number): void {
    const header = this.#header(address);
    header.Type = type;
    header.Size = words;
    header.SignalState = signalState;
    header.WaitListHead.Flink = header.WaitListHead;
    header.WaitListHead.Blink = header.WaitListHead;
  }

  #header(address: number): DISPATCHER_HEADER {
    return this.kernel.memory.view(DISPATCHER_HEADER, address);
  }

  signalState(address: number): number {
    return this.#header(address).SignalState;
  }

  /** Sets the signal state and wakes who can go on now. @returns the previous state */
  signal(address: number, state: number): number {
    const header = this.#header(address);
    const previous = header.SignalState;
    header.SignalState = state;
    this.#wakeWaiters(address);
    return previous;
  }

  #wakeWaiters(address: number): void {
    const waiters = this.#waiters.get(address);
    if (waiters === undefined) return;
    for (const waiter of [...waiters]) {
      if (!waiters.includes(waiter)) continue;
      const met = this.#tryTake(waiter.objects, waiter.all, waiter.thread);
      if (met >= 0) this.#finish(waiter, STATUS_WAIT_0 + met);
    }
  }

  /** Takes what a wait needs, if it is there. @returns index of the object that met it, or -1 */
  #tryTake(objects: readonly number[], all: boolean, thread: Thread): number {
    if (all) {
      if (!objects.every((object) => this.#isSignaled(object, thread))) return -1;
      for (const object of objects) this.#take(object, thread);
      return 0;
    }
    const index = objects.findIndex((object) => this.#isSignaled(object, thread));
    if (index >= 0) this.#take(objects[index] ?? 0, thread);
    return index;
  }

  #isSignaled(address: number, thread: Thread): boolean {
    const header = this.#header(address);
    if (header.SignalState > 0) return true;
    return (
      header.Type === OBJECT.mutant && this.kernel.memory.view(KMUTEX, address).OwnerThread === threadToken(thread)
    );
  }

  #take(address: number, thread: Thread): void {
    const header = this.#header(address);
    switch (header.Type) {
      case OBJECT.synchronizationEvent:
      case OBJECT.synchronizationTimer:
        header.SignalState = 0;
        return;
      case OBJECT.semaphore:
        header.SignalState -= 1;
        return;
      case OBJECT.mutant:
        header.SignalState -= 1;
        this.kernel.memory.view(KMUTEX, address).OwnerThread = threadToken(thread);
        return;
      default:
        return;
    }
  }

  #finish(waiter: Waiter, status: NTSTATUS): void {
    this.#withdraw(waiter);
    this.kernel.sim.wake(waiter.thread, status);
  }

  #withdraw(waiter: Waiter): void {
    for (const object of waiter.objects) {
      const waiters = this.#waiters.get(object);
      if (waiters === undefined) continue;
      const rest = waiters.filter((other) => other !== waiter);
      waiters.length = 0;
      waiters.push(...rest);
      if (rest.length === 0) this.#waiters.delete(object);
    }
    if (waiter.alarm !== null) this.kernel.sim.clock.cancel(waiter.alarm);
  }

  /**
   * @param timeout - negative: 100 ns ticks from now; positive: a system time; 0: only try; null: no limit
   * @returns STATUS_WAIT_0 + index of the object, or STATUS_TIMEOUT; a promise of it only when the thread blocks
   * @throws BugCheckError 0x0A for a wait that may block at DISPATCH_LEVEL or above, or inside a DPC
   */
  wait(objects: readonly number[], all: boolean, timeout: bigint | null): MaybePromise<NTSTATUS> {
    const { sim } = this.kernel;
    const { current } = sim;
    if (timeout !== 0n && !mayWait(this.kernel))
      this.kernel.bugCheck(IRQL_NOT_LESS_OR_EQUAL, objects[0] ?? 0, current.irql);
    const met = this.#tryTake(objects, all, current);
    sim.record(EVENT.wait, 0, current.device, objects[0] ?? 0, met >= 0 ? 1 : 0, 0);
    if (met >= 0) return STATUS_WAIT_0 + met;
    if (timeout === 0n) return STATUS_TIMEOUT;
    const waiter: Waiter = { thread: current, objects, all, alarm: null };
    for (const object of objects) {
      const waiters = this.#waiters.get(object);
      if (waiters === undefined) this.#waiters.set(object, [waiter]);
      else waiters.push(waiter);
    }
    if (timeout !== null)
      waiter.alarm = sim.setAlarm(this.dueTime(timeout), () => this.#finish(waiter, STATUS_TIMEOUT));
    return sim.block(this.describe(objects), objects[0] ?? 0, () => this.#withdraw(waiter));
  }

  /** The instant that a driver's timeout means. */
  dueTime(timeout: bigint): Instant {
    const { now } = this.kernel.sim;
    return timeout <= 0n ? later(now, ticks(Number(-timeout))) : (Number(timeout) as Instant);
  }

  describe(objects: readonly number[]): string {
    if (objects.length === 0) return 'a delay';
    return objects.map((object) => `${WORDS[this.#header(object).Type] ?? 'object'} ${hex(object)}`).join(', ');
  }
}

/** What stands in a mutex for its owner: never 0. */
function threadToken(thread: Thread): number {
  return thread.id + 1;
}

/** Blocks the current thread until the interval has passed. @source nf-wdm-kedelayexecutionthread */
export function KeDelayExecutionThread(dispatcher: Dispatcher, interval: bigint): MaybePromise<NTSTATUS> {
  const { kernel } = dispatcher;
  if (interval === 0n) return STATUS_SUCCESS;
  const { sim } = kernel;
  if (!mayWait(kernel)) kernel.bugCheck(IRQL_NOT_LESS_OR_EQUAL, 0, sim.current.irql);
  const thread = sim.current;
  sim.record(EVENT.wait, 0, thread.device, 0, 0, 0);
  const alarm = sim.setAlarm(dispatcher.dueTime(interval), () => sim.wake(thread, STATUS_SUCCESS));
  return sim.block('a delay', 0, () => sim.clock.cancel(alarm));
}

/** @param limit - greatest count; @source nf-wdm-keinitializesemaphore */
export function KeInitializeSemaphore(
  dispatcher: Dispatcher,
  semaphore: KSEMAPHORE,
  count: number,
  limit: number,
): void {
  dispatcher.initialize(semaphore.address, OBJECT.semaphore, KSEMAPHORE.size / 4, count);
  semaphore.Limit = limit;
}

/** @source nf-wdm-kereleasesemaphore */
export function KeReleaseSemaphore(dispatcher: Dispatcher, semaphore: KSEMAPHORE, adjustment: number): number {
  const count = dispatcher.signalState(semaphore.address) + adjustment;
  if (count > semaphore.Limit || adjustment <= 0)
    dispatcher.kernel.bugCheck(0x1e, 0xc0000047, 0, semaphore.address, count);
  return dispatcher.signal(semaphore.address, count);
}

/** A mutex is free at the start. @source nf-wdm-keinitializemutex */
export function KeInitializeMutex(dispatcher: Dispatcher, mutex: KMUTEX): void {
  dispatcher.initialize(mutex.address, OBJECT.mutant, KMUTEX.size / 4, 1);
  mutex.OwnerThread = 0;
}

/** @throws BugCheckError 0x1E STATUS_MUTANT_NOT_OWNED when another thread owns it. @source nf-wdm-kereleasemutex */
export function KeReleaseMutex(dispatcher: Dispatcher, mutex: KMUTEX): number {
  const { sim } = dispatcher.kernel;
  if (mutex.OwnerThread !== threadToken(sim.current)) dispatcher.kernel.bugCheck(0x1e, 0xc0000046, 0, mutex.address);
  const state = dispatcher.signalState(mutex.address) + 1;
  if (state === 1) mutex.OwnerThread = 0;
  return dispatcher.signal(mutex.address, state);
}
