/** Timers, threads, work items and lookaside lists of drivers: what is done to them, and what is left at unload. */
import type { Routine } from '../../abi/struct.ts';
import { hex } from '../../base/hex.ts';
import { SHADOW } from '../mm/memory.ts';
import type { CallPlace } from './call-place.ts';
import type { Judge } from './judge.ts';
import { earlierAt, type Place } from './rule.ts';
import {
  FREED_LIST,
  FREED_TIMER,
  LIST_AGAIN,
  LIST_AT_UNLOAD,
  NO_LIST,
  OVERLAP,
  PROVIDER_DELETED,
  SMALL_LIST,
  THREAD_AT_UNLOAD,
  TIMER_AGAIN,
  TIMER_AT_UNLOAD,
  WORK_AT_UNLOAD,
} from './rules/objects.ts';

/** Bytes of a SLIST_ENTRY. */
const SMALLEST_LIST_BLOCK = 4;
/** WORK_QUEUE_ITEM.WorkerRoutine. */
const WORKER_ROUTINE = 8;
const EXECUTE = 8;
const NONPAGED = 0;

/** Who did something to an object last, and where. */
interface Use {
  readonly driver: number;
  readonly site: Error | null;
}

export class ObjectWatch {
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  readonly #timers = new Map<number, Use>();
  readonly #lists = new Map<number, Use>();
  readonly #items = new Map<number, Use>();
  /** The latest thread that each driver has started: where, and the address of its routine. */
  readonly #threads = new Map<number, Use & { readonly routine: number }>();

  constructor(judge: Judge, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
  }

  #use(): Use {
    const { driver } = this.#judge.kernel;
    return { driver, site: this.#judge.siteOf(driver) };
  }

  setTimer(timer: number): void {
    this.#timers.set(timer, this.#use());
  }

  queueWork(item: number): void {
    this.#items.set(item, this.#use());
  }

  startThread(routine: Routine): void {
    const use = this.#use();
    this.#threads.set(use.driver, { ...use, routine: this.#judge.kernel.memory.addressOfRoutine(routine) });
  }

  initializeList(list: number, size: number): void {
    const known = this.#lists.get(list);
    if (known !== undefined) {
      const place = { ...this.#place(), earlier: earlierAt('it was initialized here', known.site) };
      this.#judge.violate(LIST_AGAIN, place, `the list at ${hex(list)} is in use`, [list, 0, 0]);
    }
    if (size < SMALLEST_LIST_BLOCK)
      this.#judge.violate(SMALL_LIST, this.#place(), `the size is ${size}`, [list, size, SMALLEST_LIST_BLOCK]);
    this.#lists.set(list, this.#use());
  }

  deleteList(list: number): void {
    if (!this.#lists.delete(list))
      this.#judge.violate(NO_LIST, this.#place(), `there is no list at ${hex(list)}`, [list, 0, 0]);
  }

  initializeTimer(device: number): void {
    if (this.#judge.io.timers.has(device))
      this.#judge.violate(TIMER_AGAIN, this.#place(), `the device object at ${hex(device)} has one`, [device, 0, 0]);
  }

  copy(to: number, from: number, length: number): void {
    if (length > 0 && to !== from && to < from + length && from < to + length)
      this.#judge.violate(OVERLAP, this.#place(), `${length} bytes from ${hex(from)} to ${hex(to)}`, [
        to,
        from,
        length,
      ]);
  }

  /** A device object is about to be deleted. */
  deleteDevice(device: number): void {
    if (this.#judge.io.wmiProviders.has(device))
      this.#judge.violate(PROVIDER_DELETED, this.#place(), 'it was not taken out before', [device, 0, 0]);
  }

  /** Pool is about to be freed. */
  freeing(block: number, size: number): void {
    const isInside = (address: number): boolean => address >= block && address < block + size;
    for (const [timer, { site }] of this.#timers) {
      if (!isInside(timer)) continue;
      this.#timers.delete(timer);
      if (!this.#judge.io.dpcs.isTimerSet(timer)) continue;
      const place = { ...this.#place(), earlier: earlierAt('it was set here', site) };
      this.#judge.violate(FREED_TIMER, place, `the timer at ${hex(timer)} is set`, [timer, NONPAGED, block]);
    }
    for (const [list, { site }] of this.#lists) {
      if (!isInside(list)) continue;
      this.#lists.delete(list);
      const place = { ...this.#place(), earlier: earlierAt('it was initialized here', site) };
      this.#judge.violate(FREED_LIST, place, `the list at ${hex(list)} was not deleted`, [list, block, 0]);
    }
    for (const item of this.#items.keys()) if (isInside(item)) this.#items.delete(item);
  }

  /** DriverUnload has returned. */
  unloaded(driver: number): void {
    const { dpcs } = this.#judge.io;
    const at = (site: Error | null): Place => ({ driver, device: 0, irp: 0, isRunning: false, site, routine: '' });
    for (const [timer, { site }] of this.#takeOf(driver, this.#timers)) {
      if (dpcs.isTimerSet(timer))
        this.#judge.violate(TIMER_AT_UNLOAD, at(site), `the timer at ${hex(timer)} is set`, [timer, 0, 0]);
    }
    for (const [list, { site }] of this.#takeOf(driver, this.#lists))
      this.#judge.violate(LIST_AT_UNLOAD, at(site), `the list at ${hex(list)} is in use`, [list, 0, 0]);
    for (const [item, { site }] of this.#takeOf(driver, this.#items)) {
      if (this.#isQueued(item)) this.#leaveWork(item, at(site));
    }
    const started = this.#threads.get(driver);
    if (started !== undefined) this.#leaveThreads(driver, started.routine, at(started.site));
    this.#threads.delete(driver);
  }

  #isQueued(item: number): boolean {
    const { u32, shadow } = this.#judge.kernel.memory;
    return shadow[item >>> 3] === SHADOW.accessible && u32[item >>> 2] !== 0;
  }

  #leaveWork(item: number, place: Place): void {
    const routine = this.#judge.kernel.memory.u32[(item + WORKER_ROUTINE) >>> 2] ?? 0;
    this.#judge.violate(WORK_AT_UNLOAD, place, `the item at ${hex(item)} is queued`, [routine, EXECUTE, routine]);
  }

  #leaveThreads(driver: number, routine: number, place: Place): void {
    const { current, threads } = this.#judge.kernel.sim;
    for (const thread of threads.values()) {
      const isInside = thread.frameDriver.slice(0, thread.depth).includes(driver);
      if (thread === current || !isInside) continue;
      const what = thread.wait === null ? 'it is ready to run' : `it waits for ${thread.wait.what}`;
      this.#judge.violate(THREAD_AT_UNLOAD, place, `${thread.name}: ${what}`, [routine, EXECUTE, routine]);
    }
  }

  #takeOf(driver: number, objects: Map<number, Use>): readonly (readonly [number, Use])[] {
    const own = [...objects].filter(([, use]) => use.driver === driver);
    for (const [address] of own) objects.delete(address);
    return own;
  }
}
