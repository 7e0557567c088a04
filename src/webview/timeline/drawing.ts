/** The timeline as SVG: one path for all that looks alike, so that thousands of events are a dozen elements. */
import type { TraceMark, TraceMarkKind, TraceOutline } from '../../protocol/trace.ts';
import { svg } from '../dom/element.ts';
import { laneOf } from './lanes.ts';
import { type IrpLine, isFailure, type Picture, type Step } from './picture.ts';
import { type Span, ticks } from './span.ts';

/** Pixels, as in the style sheet. */
export const LANE = 16;
export const AXIS = 18;
export const MARKS = 16;
export const NAMES = 14;
export const HEAD = AXIS + MARKS + NAMES;
const TICK_ROOM = 96;
/** Width of a letter of the names. */
const LETTER = 6.2;
/** Arrows nearer together than this would be a smear. */
const ARROW_ROOM = 3;
const BAR = 6;
const SIGN_ROOM = 20;

export interface Scale {
  readonly span: Span;
  readonly width: number;
  readonly lanes: readonly string[];
}

export interface Places {
  /** The event that was recorded last where the machine stands. */
  readonly place: number;
  readonly total: number;
  /** The event that is looked at. */
  readonly cursor: number;
  /** An IRP that stands out. */
  readonly irp: string | null;
}

export const MARK_SIGNS: Readonly<Record<TraceMarkKind | 'stop', string>> = {
  violation: '✕',
  bugcheck: '■',
  injection: '▾',
  fault: '⚡',
  stop: '●',
};

/** The middle of an event. */
export function xOf({ span, width }: Scale, n: number): number {
  return ((n + 0.5 - span.from) / (span.to - span.from)) * width;
}

function yOf(lane: number): number {
  return HEAD + lane * LANE + LANE / 2;
}

/** One decimal place is a tenth of a pixel. */
function at(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

function axis(scale: Scale, height: number): readonly SVGElement[] {
  const places = ticks(scale.span, Math.floor(scale.width / TICK_ROOM));
  const lines = places.map((n) => `M${at(xOf(scale, n))} ${AXIS - 5}V${height}`).join('');
  const texts = places.map((n) =>
    svg('text', { x: at(xOf(scale, n) + 3), y: AXIS - 6, class: 'tick-text' }, n.toLocaleString('en-US')),
  );
  return [svg('path', { class: 'tick', d: lines }), ...texts];
}

function lanes({ width, lanes: names }: Scale): SVGElement {
  return svg('path', { class: 'lane-line', d: names.map((_, lane) => `M0 ${yOf(lane)}H${at(width)}`).join('') });
}

/** The way from one step to the next, by how it ends. */
type Kind = 'down' | 'up' | 'bad';

function kindOf({ way, status }: Step): Kind {
  if (way === 'down') return 'down';
  return isFailure(status) ? 'bad' : 'up';
}

class Strokes {
  readonly lines: Record<Kind, string> = { down: '', up: '', bad: '' };
  readonly arrows: Record<Kind, string> = { down: '', up: '', bad: '' };

  add(scale: Scale, { steps, isWhole }: IrpLine): void {
    const first = steps[0];
    if (first === undefined) return;
    const { width } = scale;
    const perEvent = width / (scale.span.to - scale.span.from);
    let before = first;
    if (!isWhole.start && first.n > scale.span.from)
      this.lines[kindOf(first)] += `M0 ${yOf(first.lane)}H${at(xOf(scale, first.n))}`;
    else if (perEvent > ARROW_ROOM) this.#arrow('down', xOf(scale, first.n), yOf(first.lane));
    for (const step of steps.slice(1)) {
      const [from, to] = [xOf(scale, before.n), xOf(scale, step.n)];
      const kind = kindOf(step);
      if (to >= 0 && from <= width) {
        // Until the next step it is still on the way that it was on.
        this.lines[kindOf(before)] += `M${at(from)} ${yOf(before.lane)}H${at(to)}`;
        this.lines[kind] += `M${at(to)} ${yOf(before.lane)}V${yOf(step.lane)}`;
        if (perEvent > ARROW_ROOM && step.lane !== before.lane)
          this.#arrow(step.lane > before.lane ? 'down' : 'up', to, yOf(step.lane), kind);
      }
      before = step;
    }
    if (!isWhole.end) this.lines[kindOf(before)] += `M${at(xOf(scale, before.n))} ${yOf(before.lane)}H${at(width)}`;
    else if (perEvent > ARROW_ROOM) this.#end(kindOf(before), xOf(scale, before.n), yOf(before.lane));
  }

  #arrow(way: 'down' | 'up', x: number, y: number, kind: Kind = way): void {
    const [tip, base] = way === 'down' ? [y, y - 5] : [y, y + 5];
    this.arrows[kind] += `M${at(x)} ${tip}L${at(x - 3)} ${base}H${at(x + 3)}z`;
  }

  /** A disc: it came back; a cross: with an error. */
  #end(kind: Kind, x: number, y: number): void {
    if (kind === 'bad') this.lines.bad += `M${at(x - 3)} ${y - 3}l6 6m0 -6l-6 6`;
    else this.arrows[kind] += `M${at(x - 3)} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`;
  }
}

function irps(scale: Scale, picture: Picture, chosen: string | null): readonly SVGElement[] {
  const strokes = new Strokes();
  const bright = new Strokes();
  for (const line of picture.irps) (line.irp === chosen ? bright : strokes).add(scale, line);
  return [
    { of: strokes, extra: '' },
    { of: bright, extra: ' chosen' },
  ].flatMap(({ of, extra }) =>
    (['down', 'up', 'bad'] as const).flatMap((kind) => [
      svg('path', { class: `irp-line ${kind}${extra}`, d: of.lines[kind] }),
      svg('path', { class: `irp-arrow ${kind}`, d: of.arrows[kind] }),
    ]),
  );
}

function waits(scale: Scale, picture: Picture): SVGElement {
  const bars = picture.waits.map(({ from, to, lane }) => {
    const [left, right] = [xOf(scale, from), to === null ? scale.width : xOf(scale, to)];
    return `M${at(left)} ${yOf(lane) - BAR / 2}H${at(right)}v${BAR}H${at(left)}z`;
  });
  return svg('path', { class: 'wait-bar', d: bars.join('') });
}

/** Names of requests, where there is room until the next one. */
function names(scale: Scale, picture: Picture): readonly SVGElement[] {
  const found: SVGElement[] = [];
  let free = Number.POSITIVE_INFINITY;
  for (const { request, steps } of [...picture.irps].reverse()) {
    const x = Math.max(0, xOf(scale, steps[0]?.n ?? 0) - 3);
    const letters = Math.floor((Math.min(free, scale.width) - x - 4) / LETTER);
    const text = request.replace(/^IRP_M[NJ]_/, '');
    if (x > scale.width || text === '' || letters < 3 || xOf(scale, steps.at(-1)?.n ?? 0) < 0) continue;
    const short = text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
    found.push(svg('text', { x: at(x), y: AXIS + MARKS + 10, class: 'irp-name' }, short));
    free = x;
  }
  return found;
}

/** Of those that a user gave by the thousand only so many as can be told apart. */
function signs(scale: Scale, marks: readonly TraceMark[]): readonly SVGElement[] {
  const here = marks.filter(({ n }) => n >= scale.span.from && n < scale.span.to);
  const given = here.filter(({ kind }) => kind === 'injection' || kind === 'fault');
  const isCrowded = given.length > scale.width / SIGN_ROOM;
  return here
    .filter(({ kind }) => !isCrowded || kind === 'violation' || kind === 'bugcheck')
    .map(({ n, kind }) =>
      svg(
        'text',
        { x: at(xOf(scale, n)), y: AXIS + 12, class: `sign ${kind}`, 'text-anchor': 'middle' },
        MARK_SIGNS[kind],
      ),
    );
}

/** Where the machine stands, what has not happened there yet, and what is looked at. */
function places(scale: Scale, { place, total, cursor }: Places, height: number): readonly SVGElement[] {
  const edge = xOf(scale, place) + scale.width / (scale.span.to - scale.span.from) / 2;
  const parts: SVGElement[] = [];
  if (place + 1 < total && edge < scale.width) {
    const x = Math.max(0, edge);
    parts.push(svg('rect', { class: 'future', x: at(x), y: 0, width: at(scale.width - x), height }));
  }
  if (edge >= 0 && edge <= scale.width + 1) {
    const x = Math.min(edge, scale.width - 1);
    parts.push(svg('path', { class: 'place', d: `M${at(x)} 0V${height}` }));
    parts.push(svg('path', { class: 'place-head', d: `M${at(x - 5)} 0h10l-5 7z` }));
  }
  const x = xOf(scale, cursor);
  if (cursor !== place && x >= 0 && x <= scale.width)
    parts.push(svg('path', { class: 'cursor', d: `M${at(x)} ${AXIS - 5}V${height}` }));
  return parts;
}

function frame(scale: Scale, height: number, parts: readonly SVGElement[]): SVGElement {
  return svg(
    'svg',
    {
      class: 'tracks',
      width: at(scale.width),
      height,
      viewBox: `0 0 ${at(scale.width)} ${height}`,
      'aria-hidden': 'true',
    },
    ...parts,
  );
}

export function heightOf(laneCount: number): number {
  return HEAD + laneCount * LANE;
}

/** Few enough events to draw each. */
export function drawPicture(scale: Scale, picture: Picture, where: Places): SVGElement {
  const height = heightOf(scale.lanes.length);
  return frame(scale, height, [
    ...axis(scale, height),
    lanes(scale),
    waits(scale, picture),
    ...irps(scale, picture, where.irp),
    ...names(scale, picture),
    ...signs(scale, picture.marks),
    ...places(scale, where, height),
  ]);
}

/** So many that only their number can be drawn: the taller, the more. */
export function drawOutline(scale: Scale, outline: TraceOutline, where: Places): SVGElement {
  const height = heightOf(scale.lanes.length);
  const most = Math.max(1, ...outline.lanes.flatMap(({ counts }) => [Math.max(...counts)]));
  let d = '';
  for (const { driver, counts } of outline.lanes) {
    const lane = laneOf(scale.lanes, driver);
    if (lane < 0) continue;
    const perColumn = (outline.to - outline.from) / counts.length;
    const bottom = yOf(lane) + LANE / 2 - 1;
    for (const [column, count] of counts.entries()) {
      if (count === 0) continue;
      const left = xOf(scale, outline.from + column * perColumn - 0.5);
      const right = xOf(scale, outline.from + (column + 1) * perColumn - 0.5);
      if (right < 0 || left > scale.width) continue;
      const tall = Math.max(2, Math.sqrt(count / most) * (LANE - 3));
      d += `M${at(left)} ${bottom}V${at(bottom - tall)}H${at(Math.max(right, left + 1))}V${bottom}z`;
    }
  }
  return frame(scale, height, [
    ...axis(scale, height),
    svg('path', { class: 'density', d }),
    ...signs(scale, outline.marks),
    ...places(scale, where, height),
  ]);
}
