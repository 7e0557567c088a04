/** Pages of the event stream, fetched when somebody looks at them. */
import type { TraceEvent, TracePage } from '../../protocol/trace.ts';
import type { ViewRequest } from '../../protocol/view.ts';

const PAGE = 400;
const PAGES_KEPT = 32;
/** Milliseconds after which a page that was not full is asked for again. */
const PATIENCE = 250;

let lastRequest = 0;

/** Answers find the pane that asked by it. */
export function nextRequestId(): number {
  lastRequest += 1;
  return lastRequest;
}

export class TracePages {
  /** Grows with every page that came. */
  version = 0;
  readonly #pages = new Map<number, TracePage>();
  readonly #asked = new Map<number, number>();
  readonly #resting = new Set<number>();
  readonly #onRested: () => void;
  #post: (request: ViewRequest) => void = () => {};

  /** @param onRested - pages that have grown can be asked for again: time to draw */
  constructor(onRested: () => void) {
    this.#onRested = onRested;
  }

  forget(): void {
    this.#pages.clear();
    this.#asked.clear();
    this.#resting.clear();
    this.version += 1;
  }

  /** @returns whether the page is one of these */
  receive(requestId: number, page: TracePage): boolean {
    const index = this.#asked.get(requestId);
    if (index === undefined) return false;
    this.#asked.delete(requestId);
    this.#pages.delete(index);
    this.#pages.set(index, page);
    if (this.#pages.size > PAGES_KEPT) this.#pages.delete(this.#pages.keys().next().value ?? index);
    this.version += 1;
    return true;
  }

  /**
   * Those of them that are here, with their neighbours on the same pages; the others are asked for.
   *
   * @param total - events that there are
   */
  read(from: number, to: number, total: number, post: (request: ViewRequest) => void): readonly TraceEvent[] {
    this.#post = post;
    const found: TraceEvent[] = [];
    const end = Math.min(to, total);
    for (let index = Math.floor(Math.max(0, from) / PAGE); index * PAGE < end; index += 1) {
      const page = this.#pages.get(index);
      // A page that was not full when it was asked for has more by now.
      if (page === undefined || page.total < Math.min(end, (index + 1) * PAGE)) this.#ask(index);
      for (const event of page?.events ?? []) if (event.n < total) found.push(event);
    }
    return found;
  }

  /** A row that is at hand. */
  eventAt(n: number): TraceEvent | null {
    return this.#pages.get(Math.floor(n / PAGE))?.events.find((event) => event.n === n) ?? null;
  }

  /** All that is at hand, in order. */
  known(): readonly TraceEvent[] {
    return [...this.#pages.entries()].sort(([one], [other]) => one - other).flatMap(([, { events }]) => events);
  }

  #ask(index: number): void {
    if (this.#resting.has(index)) return;
    this.#resting.add(index);
    setTimeout(() => {
      if (this.#resting.delete(index)) this.#onRested();
    }, PATIENCE);
    const requestId = nextRequestId();
    this.#asked.set(requestId, index);
    this.#post({ type: 'traceRequest', requestId, from: index * PAGE, count: PAGE, filter: '' });
  }
}
