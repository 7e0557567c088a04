/** Where in a dump file each physical page stands. */
import { PAGE } from './layout.ts';

/** Bits of the bitmap that share one entry of the running count. */
const CHUNK = 1024;

interface Run {
  readonly first: number;
  readonly count: number;
}

export class PageMap {
  /** Pages in the dump. */
  readonly count: number;
  readonly #start: number;
  readonly #index: (page: number) => number;

  private constructor(start: number, count: number, index: (page: number) => number) {
    this.#start = start;
    this.count = count;
    this.#index = index;
  }

  /** @param runs - ascending, not overlapping */
  static ofRuns(start: number, runs: readonly Run[]): PageMap {
    const before: number[] = [];
    let count = 0;
    for (const run of runs) {
      before.push(count);
      count += run.count;
    }
    return new PageMap(start, count, (page) => {
      const at = runs.findIndex(({ first, count: length }) => page >= first && page < first + length);
      return at < 0 ? -1 : (before[at] ?? 0) + page - (runs[at]?.first ?? 0);
    });
  }

  /** @param bits - of the bitmap that count; what stands behind them does not */
  static ofBitmap(start: number, map: Uint8Array, bits: number): PageMap {
    // How many pages there are in front of each chunk, so that a look-up counts one chunk at the most.
    const before = new Float64Array(Math.ceil(bits / CHUNK) + 1);
    let count = 0;
    for (let chunk = 0; chunk * CHUNK < bits; chunk += 1) {
      before[chunk] = count;
      count += countBits(map, chunk * CHUNK, Math.min(bits, (chunk + 1) * CHUNK));
    }
    return new PageMap(start, count, (page) => {
      if (page < 0 || page >= bits || !isSet(map, page)) return -1;
      const chunk = Math.floor(page / CHUNK);
      return (before[chunk] ?? 0) + countBits(map, chunk * CHUNK, page);
    });
  }

  /** Behind the last page, in bytes. */
  get end(): number {
    return this.#start + this.count * PAGE;
  }

  /** Byte offset in the file; null when the page is not there. */
  offsetOf(page: number): number | null {
    const index = this.#index(page);
    return index < 0 ? null : this.#start + index * PAGE;
  }
}

function isSet(map: Uint8Array, bit: number): boolean {
  return (((map[Math.floor(bit / 8)] ?? 0) >>> (bit % 8)) & 1) === 1;
}

const BITS_IN_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
});

/** @param from - a multiple of 8 */
function countBits(map: Uint8Array, from: number, to: number): number {
  let count = 0;
  let bit = from;
  for (; bit + 8 <= to; bit += 8) count += BITS_IN_BYTE[map[bit / 8] ?? 0] ?? 0;
  for (; bit < to; bit += 1) if (isSet(map, bit)) count += 1;
  return count;
}
