import type { MaybePromise } from '../../base/maybe-promise.ts';
import { type Duration, later } from '../../base/time.ts';
import type { Kernel } from '../kernel.ts';
import type { Thread } from '../sim/thread.ts';

interface Step {
  readonly run: () => void;
  /** It must run in any other thread than this one. */
  readonly avoid: Thread | null;
}

interface Waiter {
  readonly thread: Thread;
  readonly isDone: () => boolean;
}

/**
 * What the framework has to do for one device, one step at a time: callbacks of one device never overlap. Steps run in
 * the thread that asked for them, in one that waits for their end, or else in a worker of the framework.
 */
export class CallbackQueue {
  readonly #kernel: Kernel;
  readonly #name: string;
  readonly #settle: () => void;
  readonly #delay: () => Duration;
  #steps: Step[] = [];
  #waiters: Waiter[] = [];
  /** The thread in which a step runs now. */
  #thread: Thread | null = null;
  /** The thread in which what is pushed now must not run. */
  #avoided: Thread | null = null;
  /** Somebody has been asked to go on and has not begun yet. */
  #isHandedOver = false;

  /**
   * @param settle - decides after each step what follows from it
   * @param delay - virtual time that passes before what is to be done begins; 0 = none
   */
  constructor(kernel: Kernel, name: string, settle: () => void, delay: () => Duration) {
    this.#kernel = kernel;
    this.#name = name;
    this.#settle = settle;
    this.#delay = delay;
  }

  /** A callback of the device runs in the current thread. */
  get isInside(): boolean {
    return this.#thread !== null && this.#thread === this.#kernel.sim.current;
  }

  push(run: () => void): void {
    this.#steps.push({ run, avoid: this.#avoided });
  }

  /** What `cause` leads to must not be done in this thread; null = it may be done anywhere. */
  avoid(thread: Thread | null, cause: () => void): void {
    this.#avoided = thread;
    cause();
    this.#avoided = null;
  }

  /** Drops what has not begun and lets everybody go who waits. */
  clear(): void {
    this.#steps = [];
    for (const waiter of this.#waiters.splice(0)) this.#kernel.sim.wake(waiter.thread, 0);
  }

  /** Decides now what follows from what has happened, also in the middle of a callback. */
  settle(): void {
    this.#settle();
  }

  /** Sees to it that what is to be done gets done. @param isHere - this thread may do it */
  advance(isHere: boolean): void {
    // The loop that runs goes on with whatever has come up meanwhile.
    if (this.#thread !== null) return;
    this.#settle();
    const [first] = this.#steps;
    if (first === undefined) this.#wakeDone();
    else if (this.#isHandedOver || this.#isDelayed()) return;
    else if (isHere && first.avoid !== this.#kernel.sim.current) this.#drain();
    else this.#handOver();
  }

  /** Has the current thread do what is to be done, until `isDone`. It waits where somebody else has to do something. */
  runUntil(isDone: () => boolean): MaybePromise<void> {
    this.advance(true);
    if (isDone()) return undefined;
    return this.#wait(isDone);
  }

  /** Something holds up what is to be done, to see what its driver makes of it. */
  #isDelayed(): boolean {
    const delay = this.#delay();
    if (delay === 0) return false;
    const { sim } = this.#kernel;
    this.#isHandedOver = true;
    sim.setAlarm(later(sim.now, delay), () => {
      this.#isHandedOver = false;
      if (this.#thread === null && this.#steps.length > 0) this.#handOver();
    });
    return true;
  }

  async #wait(isDone: () => boolean): Promise<void> {
    const { sim } = this.#kernel;
    let isWithdrawn = false;
    while (!isDone() && !isWithdrawn) {
      const waiter: Waiter = { thread: sim.current, isDone };
      this.#waiters.push(waiter);
      await sim.block(this.#name, 0, () => {
        isWithdrawn = true;
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
      });
      if (isWithdrawn) return;
      this.#isHandedOver = false;
      if (this.#thread === null && this.#steps.length > 0) this.#drain();
    }
  }

  #handOver(): void {
    const { sim } = this.#kernel;
    this.#isHandedOver = true;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      sim.wake(waiter.thread, 0);
      return;
    }
    sim.createThread('power framework', () => {
      this.#isHandedOver = false;
      if (this.#thread === null) this.#drain();
    });
  }

  #drain(): void {
    const { current } = this.#kernel.sim;
    this.#thread = current;
    try {
      for (let step = this.#steps[0]; step !== undefined && step.avoid !== current; step = this.#steps[0]) {
        this.#steps.shift();
        step.run();
        this.#settle();
      }
    } finally {
      this.#thread = null;
    }
    if (this.#steps.length > 0 && !this.#isHandedOver) this.#handOver();
    this.#wakeDone();
  }

  #wakeDone(): void {
    const done = this.#waiters.filter((waiter) => waiter.isDone());
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) this.#kernel.sim.wake(waiter.thread, 0);
  }
}
