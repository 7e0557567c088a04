import { assert } from '../../base/assert.ts';
import { BOOT, type Instant } from '../../base/time.ts';
import { LIMITS } from './limits.ts';

export interface Alarm {
  readonly due: Instant;
  /** Equal times ring in the order in which they were set. */
  readonly order: number;
  readonly ring: () => void;
  set: boolean;
}

/** Cancelled alarms are cleared away when there are more than this many, and more than half are cancelled. */
const CROWDED = 1024;

/** Virtual time and what is due in it. It moves only when it is told to, and stops at every due time. */
export class Clock {
  #now: Instant = BOOT;
  #order = 0;
  /** A binary heap by due time, then by order. Cancelled alarms stay until they come up. */
  readonly #heap: Alarm[] = [];
  #pending = 0;

  get now(): Instant {
    return this.#now;
  }

  /** Alarms that are set. */
  get pending(): number {
    return this.#pending;
  }

  set(due: Instant, ring: () => void): Alarm {
    assert(this.#heap.length < LIMITS.alarms, 'limit reached: alarms');
    const alarm: Alarm = { due: due < this.#now ? this.#now : due, order: this.#order, ring, set: true };
    this.#order += 1;
    this.#pending += 1;
    this.#heap.push(alarm);
    this.#up(this.#heap.length - 1);
    return alarm;
  }

  cancel(alarm: Alarm): boolean {
    if (!alarm.set) return false;
    alarm.set = false;
    this.#pending -= 1;
    if (this.#heap.length > CROWDED && this.#pending * 2 < this.#heap.length) this.#compact();
    return true;
  }

  /** Most alarms were cancelled long before they would have come up: timeouts of requests that ended well. */
  #compact(): void {
    const kept = this.#heap.filter((alarm) => alarm.set);
    this.#heap.length = 0;
    for (const alarm of kept) {
      this.#heap.push(alarm);
      this.#up(this.#heap.length - 1);
    }
  }

  /** When the next alarm is due, or undefined. */
  next(): Instant | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.due;
  }

  /** Takes the next alarm off and moves the clock to its time. The caller rings it. */
  take(): Alarm | undefined {
    this.#dropCancelled();
    const alarm = this.#pop();
    if (alarm === undefined) return undefined;
    alarm.set = false;
    this.#pending -= 1;
    this.moveTo(alarm.due);
    return alarm;
  }

  moveTo(time: Instant): void {
    assert(time >= this.#now, 'time does not run backward');
    const next = this.next();
    assert(next === undefined || time <= next, 'the clock stops at every due time');
    this.#now = time;
  }

  /** Time goes on while nothing can happen any more: what falls due on the way is passed over. */
  skipTo(time: Instant): void {
    assert(time >= this.#now, 'time does not run backward');
    this.#now = time;
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.set === false) this.#pop();
  }

  #before(a: number, b: number): boolean {
    const left = this.#heap[a];
    const right = this.#heap[b];
    if (left === undefined || right === undefined) return left !== undefined;
    return left.due === right.due ? left.order < right.order : left.due < right.due;
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    const [left, right] = [heap[a], heap[b]];
    if (left === undefined || right === undefined) return;
    heap[a] = right;
    heap[b] = left;
  }

  #up(index: number): void {
    let at = index;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop(): Alarm | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return top;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const child = this.#before(at * 2 + 2, at * 2 + 1) ? at * 2 + 2 : at * 2 + 1;
      if (child >= this.#heap.length || !this.#before(child, at)) return top;
      this.#swap(at, child);
      at = child;
    }
  }
}
