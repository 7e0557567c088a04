/** How a plug-in is told something: a structure in nonpaged pool, the call of its routine, and what it wrote back. */
import { DISPATCH_LEVEL } from '../../../abi/enums.ts';
import * as numbers from '../../../abi/pep-constants.ts';
import type { Routine, StructClass, StructView } from '../../../abi/struct.ts';
import type { PEPCALLBACKNOTIFYDPM } from '../../../abi/structs/pep.ts';
import { assert } from '../../../base/assert.ts';
import { chain, isPromise, type MaybePromise } from '../../../base/maybe-promise.ts';
import { deviceIndex } from '../../io/device-object.ts';
import type { IoManager } from '../../io/io-manager.ts';
import { callDriverRoutine } from '../../ke/driver-frame.ts';
import { setIrql } from '../../ke/irql.ts';
import { needsCode } from '../../ke/paged-code.ts';
import { poolTag } from '../../mm/pool.ts';
import type { Devnode } from '../../pnp/devnode.ts';
import { EVENT } from '../../sim/events.ts';
import type { Thread } from '../../sim/thread.ts';

const TAG = poolTag('PepN');
const ATTEMPTED_SWITCH_FROM_DPC = 0xb8;

/** Notifications about devices and about processors are numbered each by themselves. */
type Family = 'PEP_DPM_' | 'PEP_NOTIFY_PPM_';

function namesOf(family: Family): ReadonlyMap<number, string> {
  return new Map(Object.entries(numbers).flatMap(([name, value]) => (name.startsWith(family) ? [[value, name]] : [])));
}

const NAMES: Readonly<Record<Family, ReadonlyMap<number, string>>> = {
  PEP_DPM_: namesOf('PEP_DPM_'),
  PEP_NOTIFY_PPM_: namesOf('PEP_NOTIFY_PPM_'),
};

export interface Notification<V extends StructView> {
  readonly number: number;
  readonly type: StructClass<V>;
  readonly fill: (data: V) => void;
  /** What it says, in words, for the event stream. */
  readonly facts?: string;
  /** What the plug-in wrote back, in words. */
  readonly answer?: (data: V) => string;
}

/** Sends the notifications of one plug-in. */
export class Notifier {
  readonly #io: IoManager;
  readonly #driver: number;
  readonly #accept: PEPCALLBACKNOTIFYDPM | null;
  readonly #family: Family;
  /** The thread whose handler waits in a notification about a device: it is the only one until it returns (PEP-29). */
  readonly #inside = new Map<Devnode, Thread>();
  #waiting: readonly { readonly devnode: Devnode; readonly thread: Thread }[] = [];

  /** @param driver - index of the plug-in's driver. @param accept - null: it takes none */
  constructor(io: IoManager, driver: number, accept: PEPCALLBACKNOTIFYDPM | null, family: Family = 'PEP_DPM_') {
    this.#io = io;
    this.#driver = driver;
    this.#accept = accept;
    this.#family = family;
  }

  /** Whether there is a routine to call at all. */
  get accepts(): boolean {
    return this.#accept !== null;
  }

  /**
   * A notification at PASSIVE_LEVEL, whose handler may wait. Meanwhile no other one about the device begins.
   *
   * @param read - gets the structure and whether the plug-in has handled it
   */
  send<V extends StructView, R>(
    devnode: Devnode | null,
    notification: Notification<V>,
    read: (data: V, isHandled: boolean) => R,
  ): MaybePromise<R> {
    return this.sendAt(devnode, 0, notification, read);
  }

  /** The same for a structure that ends in a list. @param place - where it stands in pool, which is freed; 0 = it is made here */
  sendAt<V extends StructView, R>(
    devnode: Devnode | null,
    place: number,
    notification: Notification<V>,
    read: (data: V, isHandled: boolean) => R,
  ): MaybePromise<R> {
    const inside = devnode === null ? undefined : this.#inside.get(devnode);
    if (devnode !== null && inside !== undefined && inside !== this.#io.kernel.sim.current)
      return this.#waitFor(devnode).then(() => this.sendAt(devnode, place, notification, read));
    const accept = this.#accept;
    const data = this.#allocate(notification, place);
    const called = accept === null ? false : this.#call(devnode, () => accept(notification.number, data.address));
    const ended = isPromise(called) && devnode !== null ? this.#alone(devnode, called) : called;
    return chain(ended, (handled) => this.#finish(devnode, notification, data, handled, read));
  }

  async #alone(devnode: Devnode, called: Promise<boolean>): Promise<boolean> {
    const { sim } = this.#io.kernel;
    // The handler itself may have led to another notification.
    const outer = this.#inside.get(devnode);
    this.#inside.set(devnode, outer ?? sim.current);
    try {
      return await called;
    } finally {
      if (outer === undefined) {
        this.#inside.delete(devnode);
        const waiters = this.#waiting.filter((one) => one.devnode === devnode);
        this.#waiting = this.#waiting.filter((one) => one.devnode !== devnode);
        // The first goes on; the others look again, and wait for it where it waits.
        for (const { thread } of waiters) sim.wake(thread, 0);
      }
    }
  }

  async #waitFor(devnode: Devnode): Promise<void> {
    const { sim } = this.#io.kernel;
    const waiter = { devnode, thread: sim.current };
    this.#waiting = [...this.#waiting, waiter];
    await sim.block('the end of a notification of a plug-in', 0, () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiter);
    });
  }

  /** The same for notifications that come at any IRQL up to DISPATCH_LEVEL: the handler runs there and cannot wait. */
  sendAtDispatch<V extends StructView, R>(
    devnode: Devnode | null,
    notification: Notification<V>,
    read: (data: V, isHandled: boolean) => R,
  ): R {
    const { kernel, dpcs } = this.#io;
    const accept = this.#accept;
    const data = this.#allocate(notification);
    const before = kernel.sim.current.irql;
    setIrql(kernel, DISPATCH_LEVEL);
    const notify = (routine: PEPCALLBACKNOTIFYDPM): MaybePromise<boolean> => {
      if (kernel.code.isUsed) needsCode(kernel, kernel.memory.addressOfRoutine(routine as Routine));
      return routine(notification.number, data.address);
    };
    const called = accept === null ? false : this.#call(devnode, () => notify(accept));
    if (isPromise(called)) return kernel.bugCheck(ATTEMPTED_SWITCH_FROM_DPC, 0, 0, 0, data.address);
    setIrql(kernel, before);
    dpcs.drain();
    return this.#finish(devnode, notification, data, called, read);
  }

  #allocate<V extends StructView>({ type, fill }: Notification<V>, place = 0): V {
    const { kernel } = this.#io;
    const address = place === 0 ? kernel.pool.allocate(type.size, TAG, 0, true) : place;
    assert(address !== 0, 'the pool of the system is used up');
    const data = kernel.memory.view(type, address);
    fill(data);
    return data;
  }

  #call(devnode: Devnode | null, call: () => MaybePromise<boolean>): MaybePromise<boolean> {
    return callDriverRoutine(this.#io.kernel, this.#driver, this.#indexOf(devnode), call);
  }

  #indexOf(devnode: Devnode | null): number {
    return devnode === null ? 0 : deviceIndex(this.#io, devnode.pdo);
  }

  #finish<V extends StructView, R>(
    devnode: Devnode | null,
    { number, facts, answer }: Notification<V>,
    data: V,
    handled: unknown,
    read: (data: V, isHandled: boolean) => R,
  ): R {
    // A C driver returns a number.
    const isHandled = handled === true || (typeof handled === 'number' && (handled & 0xff) !== 0);
    const { sim } = this.#io.kernel;
    const name = NAMES[this.#family].get(number) ?? `notification ${number}`;
    const given = facts === undefined ? '' : `(${facts})`;
    const written = isHandled && answer !== undefined ? `, ${answer(data)}` : '';
    const text = `${sim.directory.driverName(this.#driver)} ${name}${given}: ${isHandled ? 'handled' : 'not handled'}${written}`;
    sim.record(EVENT.pofx, 0, this.#indexOf(devnode), sim.recorder.intern(text), 0, 0);
    const result = read(data, isHandled);
    this.#io.kernel.pool.free(data.address);
    return result;
  }
}
