/** Finds the event at which a lifecycle came into a state. */
import type { TraceEvent, TracePage } from '../../protocol/trace.ts';
import { placeOf } from '../model/history.ts';
import { FIRST_CHART } from '../model/view-model.ts';
import type { ViewContext } from '../view-context.ts';
import { nextRequestId } from './trace-pages.ts';

/** The last so many changes of state are looked through. */
const ROWS = 4000;

export interface Visit {
  readonly device: string;
  /** As `ActiveChart` has it. */
  readonly chart: string;
  readonly state: string;
  /** So many states before the one that it is in. */
  readonly back: number;
}

/** @returns null: it is not in these events */
export function eventOf(visit: Visit, events: readonly TraceEvent[], place: number): number | null {
  const [id = '', component = '0'] = visit.chart.split('/');
  const machine = id === FIRST_CHART ? 'pnp' : id;
  const isOurs = ({ device, machine: theirs, event = '', n }: TraceEvent): boolean =>
    device === visit.device &&
    theirs === machine &&
    n <= place &&
    (!/ \[\d+\]$/.test(event) || event.endsWith(` [${component}]`));
  const changes = events.filter(isOurs);
  const there = changes.at(-1 - visit.back);
  return (there?.to === visit.state ? there : changes.findLast(({ to }) => to === visit.state))?.n ?? null;
}

export class Visits {
  #asked: {
    readonly requestId: number;
    readonly visit: Visit;
    readonly context: ViewContext;
    readonly from: number;
    readonly then: (event: number) => void;
  } | null = null;

  find(context: ViewContext, visit: Visit, then: (event: number) => void): void {
    this.#ask(context, visit, 0, then);
  }

  /** @returns whether it was asked for here */
  receivePage(requestId: number, page: TracePage): boolean {
    const asked = this.#asked;
    if (asked?.requestId !== requestId) return false;
    this.#asked = null;
    const { context, visit, then } = asked;
    if (asked.from + ROWS < page.total) {
      this.#ask(context, visit, page.total - ROWS, then);
      return true;
    }
    const event = eventOf(visit, page.events, placeOf(context.model));
    if (event !== null) then(event);
    return true;
  }

  #ask(context: ViewContext, visit: Visit, from: number, then: (event: number) => void): void {
    const requestId = nextRequestId();
    this.#asked = { requestId, visit, context, from, then };
    const filter = visit.device;
    context.post({ type: 'traceRequest', requestId, from, count: ROWS, filter, kind: 'state' });
  }
}
