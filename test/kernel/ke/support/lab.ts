/** A kernel with threads of the test's own, which write down what they do and when. */

import type { StructClass, StructView } from '../../../../src/abi/struct.ts';
import { type KDEFERRED_ROUTINE, KDPC, KEVENT, KMUTEX, KSEMAPHORE, KTIMER } from '../../../../src/abi/structs/ke.ts';
import type { MaybePromise } from '../../../../src/base/maybe-promise.ts';
import { formatInstant, later, seconds } from '../../../../src/base/time.ts';
import { KeInitializeMutex, KeInitializeSemaphore, OBJECT } from '../../../../src/kernel/ke/dispatcher.ts';
import { makeNt, type TestKernel } from '../../../support/nt.ts';

/** Ticks of 100 ns, from now: what drivers give as a timeout. */
export const milliseconds = (count: number): bigint => -BigInt(count) * 10_000n;

const EVENT_WORDS = 4;

export class Lab {
  readonly nt: TestKernel;
  readonly log: string[] = [];

  constructor(seed = 1) {
    this.nt = makeNt(seed);
  }

  make<V extends StructView>(type: StructClass<V>): V {
    return this.nt.kernel.memory.view(type, this.nt.kernel.pool.allocate(type.size, 0x31474154, 0, true));
  }

  event(kind: 'notification' | 'synchronization', isSet = false): KEVENT {
    const event = this.make(KEVENT);
    const type = kind === 'notification' ? OBJECT.notificationEvent : OBJECT.synchronizationEvent;
    this.nt.dispatcher.initialize(event.address, type, EVENT_WORDS, isSet ? 1 : 0);
    return event;
  }

  semaphore(count: number, limit: number): KSEMAPHORE {
    const semaphore = this.make(KSEMAPHORE);
    KeInitializeSemaphore(this.nt.dispatcher, semaphore, count, limit);
    return semaphore;
  }

  mutex(): KMUTEX {
    const mutex = this.make(KMUTEX);
    KeInitializeMutex(this.nt.dispatcher, mutex);
    return mutex;
  }

  timer(kind: 'notification' | 'synchronization' = 'notification'): KTIMER {
    const timer = this.make(KTIMER);
    this.nt.dpcs.initializeTimer(timer, kind === 'notification' ? 0 : 1);
    return timer;
  }

  dpc(routine: KDEFERRED_ROUTINE, context = 0): KDPC {
    const dpc = this.make(KDPC);
    this.nt.dpcs.initialize(dpc, routine, context);
    return dpc;
  }

  /** Sets an event, or clears it. @returns the state before */
  set(event: KEVENT, state: 0 | 1 = 1): number {
    return this.nt.dispatcher.signal(event.address, state);
  }

  state(object: StructView): number {
    return this.nt.dispatcher.signalState(object.address);
  }

  wait(object: StructView, timeout: bigint | null = null): MaybePromise<number> {
    return this.nt.dispatcher.wait([object.address], false, timeout);
  }

  waitFor(objects: readonly StructView[], all: boolean, timeout: bigint | null = null): MaybePromise<number> {
    return this.nt.dispatcher.wait(
      objects.map(({ address }) => address),
      all,
      timeout,
    );
  }

  note(text: string): void {
    this.log.push(`${formatInstant(this.nt.kernel.sim.now)} ${text}`);
  }

  thread(name: string, body: () => MaybePromise<unknown>): void {
    this.nt.kernel.sim.createThread(name, async () => {
      await body();
    });
  }

  /** Runs until nothing can run any more and nothing is due, an hour at the most. */
  async run(): Promise<readonly string[]> {
    const { sim } = this.nt.kernel;
    await sim.run(later(sim.now, seconds(3600)), () => false);
    return this.log;
  }

  /** The bug check that ended it: code and first parameter, or null. */
  get crash(): readonly [number, number] | null {
    const { crash } = this.nt.kernel.sim;
    return crash === null ? null : [crash.code, crash.parameters[0]];
  }
}
