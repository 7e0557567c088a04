import { assert } from '../../base/assert.ts';
import type { Instant } from '../../base/time.ts';
import type { EventCode } from './events.ts';
import { LIMITS } from './limits.ts';

const WORDS = 8;
const CHUNK_EVENTS = 1 << 14;
const TWO_32 = 0x1_0000_0000;

/** One event, read back. What `a`, `b`, `c` mean depends on the code; see `trace/decode.ts`. */
export interface RecordedEvent {
  readonly n: number;
  readonly time: Instant;
  readonly code: EventCode;
  readonly thread: number;
  /** Address of the IRP, or 0. */
  readonly irp: number;
  /** Index of the device object in the directory, or 0. */
  readonly device: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * The event stream: a ring of 32-byte records. Always on unless switched off for a measurement; it costs eight
 * stores an event and nothing else. Memory is taken in chunks as events come.
 */
export class Recorder {
  enabled = true;
  #count = 0;
  #chunk: Uint32Array = new Uint32Array(CHUNK_EVENTS * WORDS);
  readonly #chunks: Uint32Array[] = [this.#chunk];
  #at = 0;
  /** Where `add` looks up: the chunk's end, or the event that somebody waits for. */
  #limit = CHUNK_EVENTS * WORDS;
  #awaited = Number.POSITIVE_INFINITY;
  #onAwaited: () => void = () => {};
  #timeLow = 0;
  #timeHigh = 0;
  readonly #texts: string[] = [''];
  readonly #textIndices = new Map<string, number>([['', 0]]);

  /** Number of events recorded since boot. */
  get count(): number {
    return this.#count;
  }

  /** Number of the oldest event that is still kept. */
  get oldest(): number {
    return Math.max(0, this.#count - (this.#count % CHUNK_EVENTS) - (LIMITS.events - CHUNK_EVENTS));
  }

  setTime(time: Instant): void {
    this.#timeLow = time >>> 0;
    this.#timeHigh = Math.floor(time / TWO_32);
  }

  add(code: EventCode, thread: number, irp: number, device: number, a: number, b: number, c: number): void {
    if (!this.enabled) return;
    const chunk = this.#chunk;
    const at = this.#at;
    chunk[at] = this.#timeLow;
    chunk[at + 1] = this.#timeHigh;
    chunk[at + 2] = code | (thread << 8);
    chunk[at + 3] = irp;
    chunk[at + 4] = device;
    chunk[at + 5] = a;
    chunk[at + 6] = b;
    chunk[at + 7] = c;
    this.#count += 1;
    this.#at = at + WORDS;
    if (this.#at === this.#limit) this.#atLimit();
  }

  /**
   * Calls `reached` when that many events are recorded, from within the code that records the last one. One at a time; costs nothing.
   *
   * @param count - more than there are already
   */
  await(count: number, reached: () => void): void {
    assert(count > this.#count, `event ${count - 1} has been recorded already`);
    this.#awaited = count;
    this.#onAwaited = reached;
    this.#setLimit();
  }

  #atLimit(): void {
    if (this.#at === CHUNK_EVENTS * WORDS) this.#nextChunk();
    const isReached = this.#count === this.#awaited;
    if (isReached) this.#awaited = Number.POSITIVE_INFINITY;
    this.#setLimit();
    if (isReached) this.#onAwaited();
  }

  #setLimit(): void {
    const ahead = (this.#awaited - this.#count) * WORDS;
    this.#limit = Math.min(CHUNK_EVENTS * WORDS, this.#at + ahead);
  }

  /** A number that two runs share as long as their events up to `count` are the same. */
  digest(count: number): number {
    let hash = 0x811c_9dc5;
    for (let chunk = Math.floor(this.oldest / CHUNK_EVENTS); chunk * CHUNK_EVENTS < count; chunk += 1) {
      const words = this.#chunks[chunk % (LIMITS.events / CHUNK_EVENTS)] ?? this.#chunk;
      const end = Math.min(CHUNK_EVENTS, count - chunk * CHUNK_EVENTS) * WORDS;
      for (let at = 0; at < end; at += 1) hash = Math.imul(hash ^ (words[at] ?? 0), 0x0100_0193);
    }
    return hash >>> 0;
  }

  #nextChunk(): void {
    const index = Math.floor(this.#count / CHUNK_EVENTS) % (LIMITS.events / CHUNK_EVENTS);
    this.#chunk = this.#chunks[index] ??= new Uint32Array(CHUNK_EVENTS * WORDS);
    this.#at = 0;
  }

  read(n: number): RecordedEvent {
    assert(n >= this.oldest && n < this.#count, `event ${n} is not kept (${this.oldest} to ${this.#count - 1} are)`);
    const chunk = this.#chunks[Math.floor(n / CHUNK_EVENTS) % (LIMITS.events / CHUNK_EVENTS)];
    assert(chunk !== undefined, 'a kept event has a chunk');
    const at = (n % CHUNK_EVENTS) * WORDS;
    const word = (index: number): number => chunk[at + index] ?? 0;
    const head = word(2);
    return {
      n,
      time: (word(1) * TWO_32 + word(0)) as Instant,
      code: (head & 0xff) as EventCode,
      thread: head >>> 8,
      irp: word(3),
      device: word(4),
      a: word(5),
      b: word(6),
      c: word(7),
    };
  }

  /** A number that stands for a text in an event. */
  intern(text: string): number {
    const known = this.#textIndices.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length >= LIMITS.texts) return 0;
    this.#texts.push(text);
    this.#textIndices.set(text, this.#texts.length - 1);
    return this.#texts.length - 1;
  }

  text(index: number): string {
    return this.#texts[index] ?? '';
  }
}
