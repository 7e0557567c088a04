/** Where the machine is in its history, on a rail: dragged, it shows where one would be; let go, one is there. */
import type { TraceMark, TraceMarkKind, TraceOutline, TracePage } from '../../protocol/trace.ts';
import { h, replaceContent } from '../dom/element.ts';
import { isPast, placeOf, totalEvents } from '../model/history.ts';
import type { ViewModel } from '../model/view-model.ts';
import { MARK_SIGNS } from '../timeline/drawing.ts';
import { Marks } from '../timeline/outlines.ts';
import { secondsText } from '../timeline/picture.ts';
import { TracePages } from '../timeline/trace-pages.ts';
import type { ViewContext } from '../view-context.ts';
import { goTo } from './past.ts';

/** Share of the run that a page key moves by. */
const LEAP = 0.05;
/** Marks nearer together than this share of the rail are one. */
const NEAR = 0.006;
/** Injections by the thousand are no landmarks. */
const MOST_GIVEN = 40;
/** Milliseconds after which a journey has failed: its message is elsewhere. */
const JOURNEY = 10_000;

type SliderMark = { readonly n: number; readonly kind: TraceMarkKind | 'stop' };

const KIND_NAMES: Readonly<Record<SliderMark['kind'], string>> = {
  violation: 'broken rule',
  bugcheck: 'bug check',
  injection: 'injection',
  fault: 'fault',
  stop: 'breakpoint',
};
/** Those that matter more stand in front. */
const RANK: readonly SliderMark['kind'][] = ['fault', 'injection', 'stop', 'violation', 'bugcheck'];

/** One of those that would stand on each other: the one that matters most. */
export function thinned(marks: readonly TraceMark[], stops: readonly number[], total: number): readonly SliderMark[] {
  const all: SliderMark[] = [...marks, ...stops.map((n) => ({ n, kind: 'stop' as const }))];
  const places = new Map<string, SliderMark>();
  for (const mark of all) {
    const place = String(Math.floor(mark.n / Math.max(1, total * NEAR)));
    const known = places.get(place);
    if (known === undefined || RANK.indexOf(mark.kind) > RANK.indexOf(known.kind)) places.set(place, mark);
  }
  const shown = [...places.values()].sort((one, other) => one.n - other.n);
  const isGiven = ({ kind }: SliderMark): boolean => kind === 'injection' || kind === 'fault';
  return shown.filter(isGiven).length > MOST_GIVEN ? shown.filter((mark) => !isGiven(mark)) : shown;
}

export class TimeSlider {
  readonly element: HTMLElement;
  readonly #rail: HTMLElement;
  readonly #fill = h('span', { class: 'fill' });
  readonly #thumb = h('span', { class: 'thumb' });
  readonly #signs = h('span', { class: 'signs' });
  readonly #readout = h('span', { class: 'fact readout' });
  readonly #marks: Marks;
  readonly #pages: TracePages;
  #context: ViewContext | null = null;
  #epoch = -1;
  #key = '';
  #marksKey = '';
  /** Where it would go; null: where the machine is. */
  #wanted: number | null = null;
  #isDragging = false;
  /** On the way there. */
  #isGoing = false;

  constructor(schedule: () => void) {
    this.#marks = new Marks(schedule);
    this.#pages = new TracePages(schedule);
    this.#rail = h(
      'span',
      { class: 'rail-of-time', role: 'slider', tabindex: 0, 'aria-label': 'Time', 'data-key': 'time' },
      this.#fill,
      this.#signs,
      this.#thumb,
    );
    this.element = h('span', { class: 'time-slider' }, this.#rail, this.#readout);
    this.#listen(schedule);
  }

  receivePage(requestId: number, page: TracePage): boolean {
    return this.#pages.receive(requestId, page);
  }

  receiveOutline(requestId: number, outline: TraceOutline): boolean {
    return this.#marks.receive(requestId, outline);
  }

  /** The machine has gone where it was sent, or elsewhere. */
  arrived(): void {
    this.#isGoing = false;
    if (!this.#isDragging) this.#wanted = null;
  }

  render(context: ViewContext): void {
    const { model } = context;
    this.#context = context;
    this.element.hidden = model.state === null;
    if (model.state === null) return;
    if (model.epoch !== this.#epoch) {
      this.#epoch = model.epoch;
      this.#marks.forget();
      this.#pages.forget();
      this.#wanted = null;
    }
    const total = totalEvents(model);
    const marks = this.#marks.read(total, context.post);
    const marksKey = `${this.#marks.version} ${model.stops.length} ${total}`;
    if (marksKey !== this.#marksKey) {
      this.#marksKey = marksKey;
      replaceContent(this.#signs, ...thinned(marks, model.stops, total).map((mark) => this.#sign(mark, total)));
    }
    this.#draw(model, total);
  }

  #draw(model: ViewModel, total: number): void {
    const shown = this.#wanted ?? placeOf(model);
    const time = this.#timeAt(model, shown);
    const key = `${shown} ${total} ${time} ${this.#isGoing} ${this.#isDragging} ${model.history === null} ${isPast(model)}`;
    if (key === this.#key) return;
    this.#key = key;
    const share = `${(Math.max(0, shown) / Math.max(1, total - 1)) * 100}%`;
    this.#fill.style.width = share;
    this.#thumb.style.left = share;
    const isElsewhere = this.#wanted !== null && !this.#isGoing;
    this.element.classList.toggle('elsewhere', this.#wanted !== null);
    this.element.classList.toggle('going', this.#isGoing);
    this.element.classList.toggle('past', isPast(model));
    const event = `event ${Math.max(0, shown).toLocaleString('en-US')}`;
    const hint = this.#isGoing ? 'going there' : isElsewhere && !this.#isDragging ? 'Enter goes there' : '';
    this.#readout.textContent = [time, event, hint].filter((text) => text !== '').join(' · ');
    const rail = this.#rail;
    rail.setAttribute('aria-valuemin', '0');
    rail.setAttribute('aria-valuemax', String(Math.max(0, total - 1)));
    rail.setAttribute('aria-valuenow', String(Math.max(0, shown)));
    const past = isPast(model) && this.#wanted === null ? ', in the past' : '';
    rail.setAttribute('aria-valuetext', `${this.#readout.textContent}, of ${total.toLocaleString('en-US')}${past}`);
    rail.setAttribute('aria-disabled', String(model.history === null));
    rail.title =
      model.history === null
        ? 'Where the machine is'
        : 'Drag to go there. Arrow keys and Page keys move, Enter goes, Esc stays.';
  }

  #timeAt(model: ViewModel, event: number): string {
    if (this.#wanted === null) return secondsText(model.state?.time ?? '');
    const post = this.#context?.post;
    if (post !== undefined) this.#pages.read(event, event + 1, totalEvents(model), post);
    return secondsText(this.#pages.eventAt(event)?.t ?? '… s');
  }

  #sign({ n, kind }: SliderMark, total: number): HTMLElement {
    const title = `${KIND_NAMES[kind]}, event ${n.toLocaleString('en-US')}`;
    const sign = h('span', { class: `mark ${kind}`, title, 'aria-hidden': 'true' }, MARK_SIGNS[kind]);
    sign.style.left = `${(n / Math.max(1, total - 1)) * 100}%`;
    return sign;
  }

  #listen(schedule: () => void): void {
    const rail = this.#rail;
    const end = (isLetGo: boolean): void => {
      if (!this.#isDragging) return;
      this.#isDragging = false;
      if (isLetGo) this.#go();
      else this.#wanted = null;
      schedule();
    };
    rail.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || !this.#canGo) return;
      this.#isDragging = true;
      rail.setPointerCapture(event.pointerId);
      this.#point(event);
      schedule();
    });
    rail.addEventListener('pointermove', (event) => {
      if (!this.#isDragging) return;
      this.#point(event);
      schedule();
    });
    rail.addEventListener('pointerup', () => end(true));
    rail.addEventListener('pointercancel', () => end(false));
    rail.addEventListener('blur', () => {
      if (this.#isDragging || this.#isGoing || this.#wanted === null) return;
      this.#wanted = null;
      schedule();
    });
    rail.addEventListener('keydown', (event) => {
      if (this.#pressed(event)) schedule();
    });
  }

  get #canGo(): boolean {
    return this.#context !== null && this.#context.model.history !== null;
  }

  #point({ clientX }: PointerEvent): void {
    const model = this.#context?.model;
    if (model === undefined) return;
    const { left, width } = this.#rail.getBoundingClientRect();
    this.#aim(((clientX - left) / Math.max(1, width)) * (totalEvents(model) - 1));
  }

  #aim(event: number): void {
    const model = this.#context?.model;
    if (model === undefined || !this.#canGo) return;
    this.#isGoing = false;
    this.#wanted = Math.max(0, Math.min(totalEvents(model) - 1, Math.round(event)));
  }

  #pressed(event: KeyboardEvent): boolean {
    const model = this.#context?.model;
    if (model === undefined || !this.#canGo || event.ctrlKey || event.metaKey || event.altKey) return false;
    const total = totalEvents(model);
    const shown = this.#wanted ?? placeOf(model);
    const leap = Math.max(1, Math.round(total * LEAP));
    const to = {
      ArrowRight: shown + 1,
      ArrowUp: shown + 1,
      ArrowLeft: shown - 1,
      ArrowDown: shown - 1,
      PageUp: shown + leap,
      PageDown: shown - leap,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (to !== undefined) this.#aim(to);
    else if (event.key === 'Enter' || event.key === ' ') this.#go();
    else if (event.key === 'Escape' && this.#wanted !== null) {
      this.#wanted = null;
      event.stopPropagation();
    } else return false;
    event.preventDefault();
    return true;
  }

  #go(): void {
    const context = this.#context;
    const wanted = this.#wanted;
    if (context === null || wanted === null) return;
    if (wanted === placeOf(context.model)) {
      this.#wanted = null;
      return;
    }
    this.#isGoing = true;
    setTimeout(() => {
      if (this.#isGoing && this.#wanted === wanted) this.arrived();
    }, JOURNEY);
    goTo(context, wanted);
  }
}
