/** What the timeline shows, for those who read it. */
import { h } from '../dom/element.ts';
import { isPast, placeOf, totalEvents } from '../model/history.ts';
import { eventText, type IrpLine } from '../timeline/picture.ts';
import type { ViewContext } from '../view-context.ts';
import { goThere } from './past.ts';
import type { TimelinePane } from './timeline.ts';

function lineText({ irp, request, device, steps, isWhole }: IrpLine, lanes: readonly string[]): string {
  const way = (direction: 'down' | 'up'): string =>
    steps
      .filter((step) => step.way === direction)
      .map(({ lane }) => lanes[lane] ?? '')
      .filter((name, index, all) => name !== all[index - 1])
      .join(' → ');
  const [down, up] = [way('down'), way('up')];
  const status = steps.at(-1)?.status ?? null;
  const back = up === '' ? '' : `, back through ${up}${status === null ? '' : ` with ${status}`}`;
  const first = (steps[0]?.n ?? 0).toLocaleString('en-US');
  const last = (steps.at(-1)?.n ?? 0).toLocaleString('en-US');
  return `events ${first} to ${last}: ${request || 'a request'} ${irp} of ${device}, down ${down || 'before that'}${back}${isWhole.end ? '' : ', still under way'}`;
}

/** The same window of events as in the picture. */
export function timelineText(context: ViewContext, timeline: TimelinePane): readonly HTMLElement[] {
  timeline.look(context);
  const { model } = context;
  const { picture, lanes, span } = timeline;
  const place = placeOf(model);
  const [from, to] = [span.from, Math.max(span.from, Math.min(span.to, totalEvents(model)) - 1)];
  const where = `${isPast(model) ? 'In the past: at' : 'At'} event ${place.toLocaleString('en-US')} of ${totalEvents(model).toLocaleString('en-US')}.`;
  const requests = picture.irps.map((line) =>
    h('li', {}, `${lineText(line, lanes)} `, goThere(context, line.steps[0]?.n ?? -1, `text ${line.irp}`)),
  );
  const waits = picture.waits.map(({ from: begin, to: end, text }) =>
    h('li', {}, `events ${begin} to ${end ?? 'now'}: ${text}`),
  );
  const marks = picture.marks.map(({ n, kind }) => {
    const event = timeline.eventAt(n);
    return h('li', {}, `${event === null ? `${n} ${kind}` : eventText(event)} `, goThere(context, n, 'text mark'));
  });
  return [
    h('h3', {}, `Timeline, events ${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')}`),
    h('p', {}, where),
    h('ul', { 'aria-label': 'Requests' }, ...requests),
    h('ul', { 'aria-label': 'Waits' }, ...waits),
    h('ul', { 'aria-label': 'Findings and injections' }, ...marks),
  ];
}
