/** Which events the timeline shows: `from` to before `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Fewer events are not worth a whole pane. */
const LEAST = 16;
/** What one looks at first: an IRP or a few, with room for their names. */
export const FIRST_SIZE = 240;
/** Share of the span that stays beside an event that is brought into sight. */
const MARGIN = 0.15;

/** @param total - events that there are */
function fitted(from: number, size: number, total: number): Span {
  const fits = Math.round(Math.max(LEAST, Math.min(size, Math.max(total, LEAST))));
  const first = Math.round(Math.max(0, Math.min(from, total - fits)));
  return { from: first, to: first + fits };
}

export function around(event: number, size: number, total: number): Span {
  return fitted(event - size / 2, size, total);
}

/** The last events, with the very last at the right edge. */
export function atEnd(size: number, total: number): Span {
  return fitted(total - size, size, total);
}

/** @param at - the event that stays where it is. @param factor - less than 1: nearer */
export function zoomed({ from, to }: Span, factor: number, at: number, total: number): Span {
  const size = (to - from) * factor;
  const fits = Math.max(LEAST, Math.min(size, Math.max(total, LEAST)));
  return fitted(at - ((at - from) / (to - from)) * fits, fits, total);
}

export function panned({ from, to }: Span, by: number, total: number): Span {
  return fitted(from + by, to - from, total);
}

/**
 * The same span, or one as large that has the event in it.
 *
 * @param isMargined - and something of what comes before and after it, as far as there is any
 */
export function withEvent(span: Span, event: number, total: number, isMargined = false): Span {
  const size = span.to - span.from;
  const margin = size * MARGIN;
  const edge = isMargined ? margin : 0;
  if (event >= span.from + edge && event < span.to - edge) return fitted(span.from, size, total);
  return event < span.from + edge ? fitted(event - margin, size, total) : fitted(event + margin - size, size, total);
}

/** Numbers of events for an axis, at round distances. @param most - ticks that there is room for */
export function ticks({ from, to }: Span, most: number): readonly number[] {
  const wanted = (to - from) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((one) => one >= wanted) ?? power * 10);
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) found.push(at);
  return found;
}
