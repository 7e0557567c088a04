/** The event stream as a table: only the rows in sight are there, fetched by the page. */
import type { TraceEvent, TracePage } from '../../protocol/trace.ts';
import { h, replaceContent } from '../dom/element.ts';
import { cursorOf, isPast, placeOf, totalEvents } from '../model/history.ts';
import { isFailure } from '../timeline/picture.ts';
import { nextRequestId } from '../timeline/trace-pages.ts';
import type { Pane, ViewContext } from '../view-context.ts';
import { goThere, goTo } from './past.ts';

/** As in the style sheet. */
const ROW_HEIGHT = 20;
const PAGE = 100;
const PAGES_KEPT = 40;
/** Browsers limit an element's height; beyond it a pixel stands for several rows. */
const MOST_HEIGHT = 8_000_000;
const COLUMNS = ['#', 'Time', 'Thread', 'Event', 'IRP', 'Device', 'Detail', 'Status'] as const;

function cells(event: TraceEvent): readonly string[] {
  const where = [event.device, event.driver].filter((part) => part !== undefined && part !== '').join('/');
  const request = event.minor ?? event.major ?? '';
  const detail = [request, event.detail ?? ''].filter((part) => part !== '').join(' ');
  return [
    String(event.n),
    event.t.replace(/s$/, ''),
    event.thread,
    event.kind,
    event.irp ?? '',
    where,
    detail,
    (event.status ?? '').replace(/^STATUS_/, ''),
  ];
}

/** In the past; the present is always at the end. */
function isHereOf({ model }: ViewContext, n: number): boolean {
  return isPast(model) && n === placeOf(model);
}

function isToComeIn({ model }: ViewContext, n: number): boolean {
  return isPast(model) && n > placeOf(model);
}

interface KnownPage {
  readonly events: readonly TraceEvent[];
  /** How many events there were when it was asked for. */
  readonly known: number;
}

export class EventsPane implements Pane {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #sizer: HTMLElement;
  readonly #rows: HTMLElement;
  readonly #count: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #pages = new Map<number, KnownPage>();
  readonly #asked = new Map<number, { readonly index: number; readonly known: number }>();
  #context: ViewContext | null = null;
  #total = 0;
  #known = -1;
  #filter = '';
  #current = -1;
  #follows = true;
  #epoch = 0;
  /** Selected, also elsewhere. */
  #selected = -1;
  /** Where the machine stands in its past; -1: it does not. */
  #place = -1;

  constructor(filter: string, onFilter: (filter: string) => void) {
    this.#filter = filter;
    this.#input = h('input', {
      type: 'search',
      placeholder: 'Filter',
      'aria-label': 'Filter events',
      'data-key': 'filter',
      value: filter,
    });
    this.#input.addEventListener('input', () => {
      this.#filter = this.#input.value;
      onFilter(this.#filter);
      this.#forget();
      this.#ask(0);
    });
    this.#count = h('span', { class: 'count', 'aria-live': 'off' });
    this.#rows = h('div', { class: 'rows', role: 'presentation' });
    this.#sizer = h('div', { class: 'sizer', role: 'presentation' }, this.#rows);
    // What scrolls has the keyboard: it is the part of the grid that can be moved.
    this.#viewport = h(
      'div',
      { class: 'viewport', role: 'rowgroup', 'aria-label': 'Events', tabindex: 0 },
      this.#sizer,
    );
    this.#viewport.addEventListener('scroll', () => this.#scrolled());
    const head = h(
      'div',
      { class: 'event head', role: 'row' },
      ...COLUMNS.map((name) => h('span', { role: 'columnheader' }, name)),
    );
    const grid = h(
      'div',
      { class: 'grid', role: 'grid', 'aria-label': 'Events' },
      h('div', { role: 'rowgroup' }, head),
      this.#viewport,
    );
    grid.addEventListener('keydown', (event) => this.#key(event));
    this.element = h(
      'div',
      { class: 'pane events', 'data-pane': 'events', role: 'region', 'aria-label': 'Events' },
      h('div', { class: 'bar' }, h('h2', {}, 'Events'), this.#input, this.#count),
      grid,
    );
  }

  /** A row that is at hand. */
  eventAt(n: number): TraceEvent | null {
    for (const page of this.#pages.values()) {
      const found = page.events.find((event) => event.n === n);
      if (found !== undefined) return found;
    }
    return null;
  }

  render(context: ViewContext): void {
    this.#context = context;
    const { model } = context;
    const events = totalEvents(model);
    if (events < this.#known || model.epoch !== this.#epoch) this.#forget();
    this.#epoch = model.epoch;
    if (events !== this.#known) {
      const before = this.#known;
      this.#known = events;
      if (this.#filter === '') this.#setTotal(events);
      // The last page was asked for when it was shorter: it stays in sight until the longer one comes.
      if (this.#filter === '') this.#ask(Math.floor(Math.max(0, before - 1) / PAGE));
      else this.#ask(0);
    }
    const selected = model.selection === null ? -1 : cursorOf(model);
    if (selected !== this.#selected && this.#filter === '' && model.selection?.kind !== 'irp')
      this.#bringIntoSight(selected);
    this.#selected = selected;
    const place = isPast(model) ? placeOf(model) : -1;
    if (place >= 0 && place !== this.#place && this.#filter === '') this.#showRow(place);
    this.#place = place;
    this.#draw();
  }

  /** What is selected elsewhere is shown here. */
  #bringIntoSight(n: number): void {
    const selection = this.#context?.model.selection?.kind;
    if (selection !== 'event' && selection !== 'violation') return;
    const row = this.#rowOf(n);
    if (row === this.#current || row < 0 || row >= this.#total) return;
    this.#current = row;
    this.#showRow(row);
  }

  /** A dump has the last events only: its first row is not the first event. */
  #rowOf(n: number): number {
    for (const [index, page] of this.#pages) {
      const [first] = page.events;
      if (first !== undefined) return n - first.n + index * PAGE;
    }
    return n;
  }

  #showRow(row: number): void {
    const { scrollTop, clientHeight } = this.#viewport;
    const top = (row * ROW_HEIGHT) / this.#scale;
    // With what was before and comes after it.
    if (top < scrollTop || top + ROW_HEIGHT > scrollTop + clientHeight)
      this.#viewport.scrollTop = top - (clientHeight - ROW_HEIGHT) / 2;
  }

  receive(requestId: number, page: TracePage): void {
    const asked = this.#asked.get(requestId);
    this.#asked.delete(requestId);
    if (asked === undefined) return;
    const { index, known } = asked;
    this.#pages.set(index, { events: page.events, known });
    if (this.#pages.size > PAGES_KEPT) this.#pages.delete(this.#pages.keys().next().value ?? index);
    if (this.#filter !== '') this.#setTotal(page.total);
    this.#draw();
  }

  #setTotal(total: number): void {
    this.#total = total;
    this.#sizer.style.height = `${Math.min(total * ROW_HEIGHT, MOST_HEIGHT)}px`;
    this.#count.textContent = this.#filter === '' ? `${total} events` : `${total} match`;
    if (this.#follows) this.#viewport.scrollTop = this.#viewport.scrollHeight;
  }

  #forget(): void {
    this.#pages.clear();
    this.#asked.clear();
    this.#current = -1;
    this.#follows = true;
    if (this.#filter === '') this.#setTotal(Math.max(0, this.#known));
    this.#draw();
  }

  /** Rows by which one pixel of the scroll bar moves. */
  get #scale(): number {
    return Math.max(1, (this.#total * ROW_HEIGHT) / MOST_HEIGHT);
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
    this.#follows = scrollTop + clientHeight >= scrollHeight - ROW_HEIGHT;
    this.#draw();
  }

  #ask(index: number): void {
    if ([...this.#asked.values()].some((one) => one.index === index)) return;
    const requestId = nextRequestId();
    this.#asked.set(requestId, { index, known: this.#known });
    this.#context?.post({
      type: 'traceRequest',
      requestId,
      from: index * PAGE,
      count: PAGE,
      filter: this.#filter,
    });
  }

  #rowAt(row: number): TraceEvent | undefined {
    const index = Math.floor(row / PAGE);
    const page = this.#pages.get(index);
    const event = page?.events[row % PAGE];
    // It may have come after its page was asked for.
    if (page === undefined || (event === undefined && page.known < this.#known)) this.#ask(index);
    return event;
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#viewport;
    const first = Math.max(0, Math.min(this.#total - 1, Math.floor((scrollTop * this.#scale) / ROW_HEIGHT)));
    const count = Math.ceil(clientHeight / ROW_HEIGHT) + 1;
    const rows: HTMLElement[] = [];
    for (let row = first; row < Math.min(this.#total, first + count); row += 1) rows.push(this.#row(row));
    this.#rows.style.transform = `translateY(${scrollTop - (this.#scale === 1 ? scrollTop % ROW_HEIGHT : 0)}px)`;
    this.element.querySelector('.grid')?.setAttribute('aria-rowcount', String(this.#total + 1));
    replaceContent(this.#rows, ...rows);
  }

  #row(row: number): HTMLElement {
    const event = this.#rowAt(row);
    const selection = this.#context?.model.selection;
    const isAnEvent = selection?.kind === 'event' || selection?.kind === 'violation';
    const isSelected = event !== undefined && isAnEvent && selection.event === event.n;
    const texts = event === undefined ? ['…', '', '', '', '', '', '', ''] : cells(event);
    const kind = event?.kind ?? '';
    const isToCome = event !== undefined && this.#context !== null && isToComeIn(this.#context, event.n);
    const isHere = event !== undefined && this.#context !== null && isHereOf(this.#context, event.n);
    const kinds = [
      isHere && 'here',
      isSelected && 'selected',
      isFailure(event?.status) && 'failed',
      isToCome && 'to-come',
    ];
    const go = isSelected && this.#context !== null ? goThere(this.#context, event.n, 'row') : null;
    return h(
      'div',
      {
        class: ['event', `kind-${kind}`, ...kinds].filter((one) => one !== false).join(' '),
        role: 'row',
        'aria-rowindex': row + 2,
        'aria-selected': String(isSelected),
        'data-row': row,
        'aria-description': isHere ? 'the machine is here' : isToCome ? 'still to come' : undefined,
        onclick: () => this.#choose(row),
        ondblclick: () => this.#goTo(row),
      },
      ...texts.map((text, index) =>
        h(
          'span',
          { role: 'gridcell', title: index >= 5 ? text : undefined },
          text,
          index === texts.length - 1 ? go : null,
        ),
      ),
    );
  }

  #choose(row: number): void {
    const event = this.#rowAt(row);
    this.#current = row;
    if (event === undefined) return;
    this.#context?.select({ kind: 'event', event: event.n });
  }

  #key(event: KeyboardEvent): void {
    if (event.target === this.#input || event.target instanceof HTMLButtonElement) return;
    if (event.key === 'Enter' && this.#current >= 0) {
      event.preventDefault();
      this.#goTo(this.#current);
      return;
    }
    const screen = Math.floor(this.#viewport.clientHeight / ROW_HEIGHT);
    const at = this.#current < 0 ? this.#total : this.#current;
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + screen,
      PageUp: at - screen,
      Home: 0,
      End: this.#total - 1,
    }[event.key];
    if (to === undefined || this.#total === 0) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(this.#total - 1, to));
    this.#scrollTo(row);
    this.#choose(row);
  }

  #scrollTo(row: number): void {
    const top = (row * ROW_HEIGHT) / this.#scale;
    const { scrollTop, clientHeight } = this.#viewport;
    if (top < scrollTop) this.#viewport.scrollTop = top;
    else if (top + ROW_HEIGHT > scrollTop + clientHeight) this.#viewport.scrollTop = top + ROW_HEIGHT - clientHeight;
  }

  #goTo(row: number): void {
    const event = this.#rowAt(row);
    if (event !== undefined && this.#context !== null) goTo(this.#context, event.n);
  }
}
