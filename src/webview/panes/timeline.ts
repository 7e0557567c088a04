/** One lane a driver; an IRP is a line that goes down through them and comes back up. */
import type { TraceEvent, TraceOutline, TracePage } from '../../protocol/trace.ts';
import { h, replaceContent, roving } from '../dom/element.ts';
import { cursorOf, placeOf, totalEvents } from '../model/history.ts';
import type { ViewModel } from '../model/view-model.ts';
import { type BarActions, barOf, labelsOf } from '../timeline/bar.ts';
import { Camera } from '../timeline/camera.ts';
import { AXIS, drawOutline, drawPicture, HEAD, LANE, type Scale } from '../timeline/drawing.ts';
import { Lanes } from '../timeline/lanes.ts';
import { Outlines } from '../timeline/outlines.ts';
import { eventText, nearest, type Picture, pictureOf } from '../timeline/picture.ts';
import { panned, type Span } from '../timeline/span.ts';
import { TracePages } from '../timeline/trace-pages.ts';
import type { Pane, ViewContext } from '../view-context.ts';
import { goTo } from './past.ts';

/** Events before the picture: an IRP in it has often been sent there. */
const BEFORE = 200;
/** More events than this are only counted. */
const MOST_DRAWN = 2400;
/** Pixels of a column of an outline. */
const COLUMN = 4;
/** Pixels between the pointer and what it means. */
const REACH = 6;
/** A pointer that moved less has clicked. */
const CLICK = 4;
const ZOOM = 1.5;
/** Milliseconds between two pictures of a machine that runs. */
const PATIENCE = 200;

/** Events that are steps of an IRP's way. */
const STEPS: ReadonlySet<string> = new Set(['callDriver', 'completeRequest', 'completionRoutine', 'irpDone']);

export class TimelinePane implements Pane {
  readonly element: HTMLElement;
  readonly pages: TracePages;
  readonly #outlines: Outlines;
  readonly #schedule: () => void;
  readonly #labels = h('div', { class: 'lane-names', 'aria-hidden': 'true' });
  readonly #tip = h('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  readonly #plot: HTMLElement;
  readonly #bar = h('div', { class: 'bar', role: 'toolbar', 'aria-label': 'Timeline' });
  #canvas: Element = h('div');
  #context: ViewContext | null = null;
  readonly #camera = new Camera();
  readonly #drivers = new Lanes();
  #lanes: readonly string[] = [];
  #events: readonly TraceEvent[] = [];
  /** What the picture was drawn from: the same, the same picture. */
  #key = '';
  #pictureKey = '';
  #picture: Picture = { irps: [], waits: [], marks: [] };
  #epoch = -1;
  #isResting = false;
  #drag: { readonly x: number; readonly span: Span; moved: boolean } | null = null;

  constructor(schedule: () => void) {
    this.#schedule = schedule;
    this.pages = new TracePages(schedule);
    this.#outlines = new Outlines(schedule);
    this.#plot = h(
      'div',
      {
        class: 'plot',
        role: 'slider',
        tabindex: 0,
        'aria-label': 'Timeline',
        'aria-describedby': 'timeline-keys',
        'data-key': 'timeline',
      },
      this.#canvas as HTMLElement,
      this.#tip,
    );
    roving(this.#bar, 'button');
    this.#listen();
    const keys = 'Left and right: events. Up and down: events of the same IRP. Plus and minus: zoom. Enter: be there.';
    this.element = h(
      'div',
      { class: 'pane timeline', 'data-pane': 'timeline', role: 'region', 'aria-label': 'Timeline' },
      this.#bar,
      h('div', { class: 'lanes' }, this.#labels, this.#plot),
      h('div', { class: 'live', id: 'timeline-keys' }, keys),
    );
    if (typeof ResizeObserver !== 'undefined') new ResizeObserver(schedule).observe(this.#plot);
  }

  /** An event that is at hand. */
  eventAt(n: number): TraceEvent | null {
    return this.pages.eventAt(n);
  }

  /** What is drawn now, for those who read it. */
  get picture(): Picture {
    return this.#picture;
  }

  get lanes(): readonly string[] {
    return this.#lanes;
  }

  get span(): Span {
    return this.#camera.span;
  }

  get #size(): number {
    return this.span.to - this.span.from;
  }

  /** What is at hand of an IRP's way, up to an event. */
  stepsOf(irp: string, until: number): readonly TraceEvent[] {
    return this.pages.known().filter((event) => event.irp === irp && event.n <= until && STEPS.has(event.kind));
  }

  receivePage(requestId: number, page: TracePage): boolean {
    return this.pages.receive(requestId, page);
  }

  receiveOutline(requestId: number, outline: TraceOutline): boolean {
    if (!this.#outlines.receive(requestId, outline)) return false;
    for (const { driver } of outline.lanes) this.#drivers.meet(driver);
    return true;
  }

  /** Asks for what it would draw, and follows what is selected. */
  look(context: ViewContext): void {
    const { model } = context;
    this.#context = context;
    if (model.epoch !== this.#epoch) {
      this.#epoch = model.epoch;
      this.pages.forget();
      this.#outlines.forget();
      this.#drivers.forget();
      this.#camera.reset();
    }
    this.#camera.follow(model, this.#drag !== null);
    this.#events = this.#isFar
      ? []
      : this.pages.read(this.span.from - BEFORE, this.span.to, totalEvents(model), context.post);
    for (const { driver } of this.#events) this.#drivers.meet(driver);
    if (model.state !== null) this.#lanes = this.#drivers.of(model.state, model.device);
    this.#paint(model);
  }

  render(context: ViewContext): void {
    const { model } = context;
    if (model.state === null) return;
    this.#context = context;
    // Sixty pictures a second would be seen by nobody.
    if (model.state.run === 'running' && this.#isResting && this.#drag === null) return;
    const { width } = this;
    if (width > 0) this.#camera.fit(width);
    this.look(context);
    const { version } = this.#isFar ? this.#outlines : this.pages;
    const irp = this.#chosenIrp(model);
    const { from, to } = this.span;
    const key = [
      from,
      to,
      width,
      version,
      placeOf(model),
      totalEvents(model),
      cursorOf(model),
      irp,
      this.#lanes.join(),
    ];
    if (key.join(' ') === this.#key || width <= 0) return;
    this.#key = key.join(' ');
    this.#rest();
    this.#draw(context, { span: this.span, width, lanes: this.#lanes }, irp);
    replaceContent(this.#bar, ...barOf(context, this.span, this.#isFar, this.#actions));
    this.#say(model);
  }

  get width(): number {
    return this.#plot.clientWidth;
  }

  get #isFar(): boolean {
    return this.#size > MOST_DRAWN;
  }

  #rest(): void {
    if (this.#isResting) return;
    this.#isResting = true;
    setTimeout(() => {
      this.#isResting = false;
      this.#schedule();
    }, PATIENCE);
  }

  #chosenIrp({ selection }: ViewModel): string | null {
    if (selection?.kind === 'irp') return selection.irp;
    if (selection?.kind !== 'event' && selection?.kind !== 'violation') return null;
    return this.pages.eventAt(selection.event)?.irp ?? null;
  }

  /** Text reads the picture too, so it is there before anything is drawn. */
  #paint(model: ViewModel): void {
    const { from, to } = this.span;
    const key = `${from} ${to} ${this.pages.version} ${totalEvents(model)} ${this.#lanes.join()}`;
    if (key === this.#pictureKey) return;
    this.#pictureKey = key;
    this.#picture = pictureOf(this.#events, this.#lanes);
  }

  #draw({ model, post }: ViewContext, scale: Scale, irp: string | null): void {
    const { from, to } = scale.span;
    const [place, total] = [placeOf(model), totalEvents(model)];
    const where = { place, total, cursor: cursorOf(model), irp };
    const columns = Math.floor(scale.width / COLUMN);
    const outline = this.#isFar ? this.#outlines.read(from, to, columns, total, post) : null;
    const drawn = outline === null ? drawPicture(scale, this.#picture, where) : drawOutline(scale, outline, where);
    this.#canvas.replaceWith(drawn);
    this.#canvas = drawn;
    replaceContent(this.#labels, ...labelsOf(this.#lanes));
  }

  readonly #actions: BarActions = {
    zoomIn: () => this.#look((model) => this.#camera.zoom(model, 1 / ZOOM)),
    zoomOut: () => this.#look((model) => this.#camera.zoom(model, ZOOM)),
    showAll: () => this.#look((model) => this.#camera.showAll(model)),
    showPlace: () => this.#look((model) => this.#camera.showPlace(model)),
  };

  /** Looks elsewhere. */
  #look(how: (model: ViewModel) => void): void {
    if (this.#context === null) return;
    how(this.#context.model);
    this.#schedule();
  }

  #say(model: ViewModel): void {
    const cursor = cursorOf(model);
    const event = this.pages.eventAt(cursor);
    const text = event === null ? `event ${cursor.toLocaleString('en-US')}` : eventText(event);
    this.#plot.setAttribute('aria-valuemin', '0');
    this.#plot.setAttribute('aria-valuemax', String(Math.max(0, totalEvents(model) - 1)));
    this.#plot.setAttribute('aria-valuenow', String(Math.max(0, cursor)));
    this.#plot.setAttribute('aria-valuetext', cursor < 0 ? 'nothing has happened' : text);
  }

  #listen(): void {
    const plot = this.#plot;
    plot.addEventListener('keydown', (event) => this.#pressed(event));
    plot.addEventListener('wheel', (event) => this.#wheeled(event), { passive: false });
    plot.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.#drag = { x: event.clientX, span: this.span, moved: false };
      plot.setPointerCapture(event.pointerId);
    });
    plot.addEventListener('pointermove', (event) => this.#pointed(event));
    plot.addEventListener('pointerup', (event) => this.#released(event));
    plot.addEventListener('pointercancel', () => {
      this.#drag = null;
    });
    plot.addEventListener('pointerleave', () => this.#hideTip());
    plot.addEventListener('dblclick', (event) => {
      const meant = this.#meant(event);
      if (meant !== null && this.#context !== null) goTo(this.#context, meant.n);
    });
  }

  #pressed(event: KeyboardEvent): void {
    const context = this.#context;
    if (context === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const { model } = context;
    const [cursor, size] = [cursorOf(model), this.#size];
    const act = {
      ArrowRight: () => this.#choose(cursor + 1),
      ArrowLeft: () => this.#choose(cursor - 1),
      ArrowDown: () => this.#sameIrp(1),
      ArrowUp: () => this.#sameIrp(-1),
      PageDown: () => this.#choose(cursor + Math.floor(size / 2)),
      PageUp: () => this.#choose(cursor - Math.floor(size / 2)),
      Home: () => this.#choose(0),
      End: () => this.#choose(totalEvents(model) - 1),
      Enter: () => goTo(context, cursor),
      '+': () => this.#look((now) => this.#camera.zoom(now, 1 / ZOOM, cursor)),
      '=': () => this.#look((now) => this.#camera.zoom(now, 1 / ZOOM, cursor)),
      '-': () => this.#look((now) => this.#camera.zoom(now, ZOOM, cursor)),
      '0': this.#actions.showPlace,
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  /** To the next or the previous event of the same IRP. */
  #sameIrp(way: 1 | -1): void {
    const model = this.#context?.model;
    if (model === undefined) return;
    const cursor = cursorOf(model);
    const irp = this.pages.eventAt(cursor)?.irp;
    const others = this.pages.known().filter((one) => irp === undefined || one.irp === irp);
    const next = way > 0 ? others.find(({ n }) => n > cursor) : others.findLast(({ n }) => n < cursor);
    if (next !== undefined) this.#choose(next.n);
  }

  #choose(wanted: number): void {
    const context = this.#context;
    if (context === null) return;
    const event = Math.max(0, Math.min(totalEvents(context.model) - 1, wanted));
    context.select({ kind: 'event', event });
  }

  /** As in other timelines: with Ctrl, and by pinching, it zooms; sideways, and with Shift, it pans. */
  #wheeled(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#look((model) => this.#camera.zoom(model, 1.002 ** event.deltaY, this.#eventUnder(event)));
      return;
    }
    const by = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
    if (Math.abs(by) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
    event.preventDefault();
    this.#pan(this.span, this.#eventsOf(by));
  }

  #pan(from: Span, by: number): void {
    this.#look((model) => this.#camera.move(panned(from, by, totalEvents(model))));
  }

  #eventsOf(pixels: number): number {
    return (pixels / Math.max(1, this.width)) * this.#size;
  }

  /** Not rounded. */
  #eventUnder({ clientX }: MouseEvent): number {
    return this.span.from + this.#eventsOf(clientX - this.#plot.getBoundingClientRect().left);
  }

  #meant(event: MouseEvent): { readonly n: number; readonly known: TraceEvent | null } | null {
    const total = totalEvents(this.#context?.model ?? { state: null, history: null });
    const under = this.#eventUnder(event);
    const y = event.clientY - this.#plot.getBoundingClientRect().top;
    const n = Math.floor(under);
    if (n < 0 || n >= total) return null;
    const reach = Math.max(0.5, this.#eventsOf(REACH));
    if (y >= AXIS && y < AXIS + LANE) {
      const mark = this.#picture.marks.find((one) => Math.abs(one.n + 0.5 - under) <= reach * 2);
      if (mark !== undefined) return { n: mark.n, known: this.pages.eventAt(mark.n) };
    }
    const lane = Math.floor((y - HEAD) / LANE);
    const known = nearest(this.#events, this.#lanes, under, lane, reach);
    return { n: known?.n ?? n, known };
  }

  #pointed(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag === null) {
      this.#showTip(event);
      return;
    }
    const by = event.clientX - drag.x;
    if (!drag.moved && Math.abs(by) < CLICK) return;
    drag.moved = true;
    this.#hideTip();
    this.#pan(drag.span, -this.#eventsOf(by));
  }

  #released(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null || drag.moved) return;
    const meant = this.#meant(event);
    if (meant !== null) this.#choose(meant.n);
  }

  #showTip(event: MouseEvent): void {
    const meant = this.#meant(event);
    if (meant === null) {
      this.#hideTip();
      return;
    }
    const box = this.#plot.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    this.#tip.textContent = this.#tipText(meant.n, meant.known, y);
    this.#tip.hidden = false;
    const { offsetWidth, offsetHeight } = this.#tip;
    const left = Math.max(0, Math.min(x + 12, this.width - offsetWidth));
    const top = y + 20 + offsetHeight > box.height ? y - offsetHeight - 8 : y + 20;
    this.#tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(0, top))}px)`;
  }

  #tipText(n: number, known: TraceEvent | null, y: number): string {
    const lane = Math.floor((y - HEAD) / LANE);
    const wait = this.#picture.waits.find((one) => one.lane === lane && one.from <= n && (one.to ?? n) >= n);
    if (wait !== undefined && (known === null || known.n !== n)) return wait.text;
    return known === null ? `event ${n.toLocaleString('en-US')}` : eventText(known);
  }

  #hideTip(): void {
    this.#tip.hidden = true;
  }
}
