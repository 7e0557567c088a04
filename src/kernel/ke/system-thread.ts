/** Thread objects in memory: what a driver waits for, and the handles to threads that drivers start. */
import { STATUS_INVALID_HANDLE, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { KSTART_ROUTINE } from '../../abi/roles.ts';
import type { HANDLE, NTSTATUS } from '../../abi/types.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { poolTag } from '../mm/pool.ts';
import type { Thread } from '../sim/thread.ts';
import { type Dispatcher, OBJECT } from './dispatcher.ts';
import { callDriverRoutine, leaveDriver } from './driver-frame.ts';

/** Of the KTHREAD: a dispatcher header, and room that is opaque. */
const THREAD_SIZE = 64;
const TAG = poolTag('Thre');
/** Handles of the kernel have the highest bit set. */
const FIRST_HANDLE = 0x8000_0004;
const HANDLE_STEP = 4;

/** Unwinds a thread from wherever PsTerminateSystemThread was called. */
class ThreadExit extends Error {
  override readonly name = 'ThreadExit';
}

interface ThreadObject {
  readonly address: number;
  hasEnded: boolean;
  handles: number;
}

export class SystemThreads {
  readonly #dispatcher: Dispatcher;
  readonly #isReferenced: (address: number) => boolean;
  readonly #byThread = new Map<Thread, ThreadObject>();
  readonly #byAddress = new Map<number, ThreadObject>();
  readonly #byHandle = new Map<HANDLE, ThreadObject>();
  /** Threads that drivers started: only these can be terminated. */
  readonly #started = new WeakSet<Thread>();
  #nextHandle = FIRST_HANDLE;

  /** @param isReferenced - whether somebody holds a reference to the object at an address */
  constructor(dispatcher: Dispatcher, isReferenced: (address: number) => boolean) {
    this.#dispatcher = dispatcher;
    this.#isReferenced = isReferenced;
  }

  /**
   * Starts a thread of a driver at PASSIVE_LEVEL.
   *
   * @param rundown - what is left to do when its routine has returned
   * @returns the handle; 0 when pool is used up
   */
  start(routine: KSTART_ROUTINE, context: number, rundown: (thread: Thread) => MaybePromise<void>): HANDLE {
    const { kernel } = this.#dispatcher;
    const { sim } = kernel;
    const { driver } = kernel;
    const object = this.#makeObject();
    if (object === null) return 0;
    const thread: Thread = sim.createThread(`thread of ${sim.directory.driverName(driver)}`, () =>
      this.#run(thread, driver, () => routine(context), rundown),
    );
    this.#bind(thread, object);
    this.#started.add(thread);
    const handle = this.#nextHandle;
    this.#nextHandle += HANDLE_STEP;
    this.#byHandle.set(handle, object);
    object.handles = 1;
    return handle;
  }

  #run(
    thread: Thread,
    driver: number,
    call: () => MaybePromise<void>,
    rundown: (thread: Thread) => MaybePromise<void>,
  ): MaybePromise<void> {
    const left = (error: unknown): MaybePromise<void> => {
      if (!(error instanceof ThreadExit)) throw error;
      leaveDriver(this.#dispatcher.kernel, thread, 1);
      return rundown(thread);
    };
    try {
      const result = callDriverRoutine(this.#dispatcher.kernel, driver, 0, call);
      return isPromise(result) ? result.then(() => rundown(thread), left) : rundown(thread);
    } catch (error) {
      return left(error);
    }
  }

  /** Ends the current thread, if a driver started it; then it does not return. */
  terminate(): boolean {
    if (this.#started.has(this.#dispatcher.kernel.sim.current)) throw new ThreadExit('the thread has ended itself');
    return false;
  }

  /** Address of the current thread's object; 0 when pool is used up. */
  current(): number {
    const { current } = this.#dispatcher.kernel.sim;
    const known = this.#byThread.get(current);
    if (known !== undefined) return known.address;
    const object = this.#makeObject();
    if (object !== null) this.#bind(current, object);
    return object?.address ?? 0;
  }

  /** Address of the thread that a handle stands for; undefined when it stands for none. */
  objectOf(handle: HANDLE): number | undefined {
    return this.#byHandle.get(handle)?.address;
  }

  close(handle: HANDLE): NTSTATUS {
    const object = this.#byHandle.get(handle);
    if (object === undefined) return STATUS_INVALID_HANDLE;
    this.#byHandle.delete(handle);
    object.handles -= 1;
    this.#releaseUnused(object);
    return STATUS_SUCCESS;
  }

  /** A reference to the object at an address was given back. */
  dereferenced(address: number): void {
    const object = this.#byAddress.get(address);
    if (object !== undefined) this.#releaseUnused(object);
  }

  #makeObject(): ThreadObject | null {
    const address = this.#dispatcher.kernel.pool.allocate(THREAD_SIZE, TAG, 0, true);
    if (address === 0) return null;
    this.#dispatcher.initialize(address, OBJECT.thread, THREAD_SIZE / 4, 0);
    const object = { address, hasEnded: false, handles: 0 };
    this.#byAddress.set(address, object);
    return object;
  }

  #bind(thread: Thread, object: ThreadObject): void {
    this.#byThread.set(thread, object);
    thread.onEnd.push(() => {
      this.#byThread.delete(thread);
      object.hasEnded = true;
      this.#dispatcher.signal(object.address, 1);
      this.#releaseUnused(object);
    });
  }

  #releaseUnused(object: ThreadObject): void {
    if (!object.hasEnded || object.handles > 0 || this.#isReferenced(object.address)) return;
    this.#byAddress.delete(object.address);
    this.#dispatcher.kernel.pool.free(object.address);
  }
}
