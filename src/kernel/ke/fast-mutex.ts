/** Fast mutexes and guarded ones: the same structure; the first raise to APC_LEVEL, the second enter a guarded region. */
import { APC_LEVEL } from '../../abi/enums.ts';
import type { FAST_MUTEX } from '../../abi/structs/ke.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { type Dispatcher, OBJECT } from './dispatcher.ts';
import { KeRaiseIrql, setIrql } from './irql.ts';

const EVENT_WORDS = 4;

/** Free. @source nf-wdm-exinitializefastmutex, nf-wdm-keinitializeguardedmutex */
export function ExInitializeFastMutex(dispatcher: Dispatcher, mutex: FAST_MUTEX): void {
  mutex.Count = 1;
  mutex.Owner = 0;
  mutex.Contention = 0;
  dispatcher.initialize(mutex.Event.address, OBJECT.synchronizationEvent, EVENT_WORDS, 0);
}

/** Waits for it; no APC comes in until it is released. @source nf-wdm-exacquirefastmutex */
export function ExAcquireFastMutex(dispatcher: Dispatcher, mutex: FAST_MUTEX): MaybePromise<void> {
  return chain(acquire(dispatcher, mutex), () => {
    // The level belongs to the thread, so it is raised when the wait is over: nothing else runs in this thread meanwhile.
    mutex.OldIrql = KeRaiseIrql(dispatcher.kernel, APC_LEVEL);
  });
}

/** @returns false when somebody holds it. @source nf-wdm-extrytoacquirefastmutex */
export function ExTryToAcquireFastMutex(dispatcher: Dispatcher, mutex: FAST_MUTEX): boolean {
  if (!tryToAcquire(dispatcher, mutex)) return false;
  mutex.OldIrql = KeRaiseIrql(dispatcher.kernel, APC_LEVEL);
  return true;
}

/** @source nf-wdm-exreleasefastmutex */
export function ExReleaseFastMutex(dispatcher: Dispatcher, mutex: FAST_MUTEX): void {
  const { OldIrql } = mutex;
  if (release(dispatcher, mutex)) setIrql(dispatcher.kernel, OldIrql);
}

/** The caller has switched APCs off itself. @source nf-wdm-exacquirefastmutexunsafe */
export function acquire(dispatcher: Dispatcher, mutex: FAST_MUTEX): MaybePromise<void> {
  if (tryToAcquire(dispatcher, mutex)) return undefined;
  const { sim } = dispatcher.kernel;
  const thread = sim.current;
  if (mutex.Owner === thread.id + 1) {
    sim.report({
      rule: 'driver/fast-mutex-recursion',
      title: 'A thread waits for a mutex that it holds itself',
      message: 'a fast or guarded mutex cannot be acquired twice: this thread waits for itself and never goes on',
      remedy: 'release it before it is acquired again, or use a KMUTEX, which counts',
      driver: thread.driver,
      device: thread.device,
      irp: thread.irp,
      site: new Error('the second acquisition'),
    });
  }
  mutex.Count -= 1;
  mutex.Contention += 1;
  return chain(dispatcher.wait([mutex.Event.address], false, null), () => {
    mutex.Owner = thread.id + 1;
  });
}

export function tryToAcquire(dispatcher: Dispatcher, mutex: FAST_MUTEX): boolean {
  if (mutex.Count !== 1) return false;
  mutex.Count = 0;
  mutex.Owner = dispatcher.kernel.sim.current.id + 1;
  return true;
}

/** @returns false, with a finding, when the thread does not hold it; nothing is released then */
export function release(dispatcher: Dispatcher, mutex: FAST_MUTEX): boolean {
  const { sim } = dispatcher.kernel;
  const { current } = sim;
  if (mutex.Owner !== current.id + 1) {
    sim.report({
      rule: 'driver/fast-mutex-not-owned',
      title: 'A mutex was released by a thread that does not hold it',
      message: mutex.Owner === 0 ? 'nobody holds the mutex' : 'another thread holds the mutex',
      remedy: 'release each fast or guarded mutex once, in the thread that has acquired it',
      driver: current.driver,
      device: current.device,
      irp: current.irp,
      site: new Error('the release'),
    });
    return false;
  }
  mutex.Owner = 0;
  mutex.Count += 1;
  // Who waits gets it without a race: the event lets exactly one of them go.
  if (mutex.Count <= 0) dispatcher.signal(mutex.Event.address, 1);
  return true;
}
