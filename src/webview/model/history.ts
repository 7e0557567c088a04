/** Where the machine stands in what has happened. No DOM here. */
import type { History } from '../../protocol/history.ts';
import type { MachineState } from '../../protocol/state.ts';
import type { Selection } from '../../protocol/view.ts';

/** Breakpoints in a loop would fill the slider. */
const MOST_STOPS = 200;

/** What a view model knows of it. */
export interface Moment {
  readonly state: MachineState | null;
  /** null: the machine cannot go into its past, or it has none. */
  readonly history: History | null;
  /** Another number, another line of history: what was known of events is void. */
  readonly epoch: number;
  /** Events at which the machine has stopped for a breakpoint, of this line of history. */
  readonly stops: readonly number[];
  readonly selection: Selection | null;
}

export function isPast({ history }: Moment): boolean {
  return history?.isPast === true;
}

/** Events of this line of history, also those after the place where the machine stands. */
export function totalEvents({ state, history }: Pick<Moment, 'state' | 'history'>): number {
  const events = state?.events ?? 0;
  return history?.isPast === true ? Math.max(events, history.end) : events;
}

/** The event that was recorded last where the machine stands; -1: none was. */
export function placeOf({ state }: Moment): number {
  return (state?.events ?? 0) - 1;
}

/** The event that the user looks at: the selected one, else the place. */
export function cursorOf(model: Moment): number {
  const { selection } = model;
  if (selection?.kind === 'event' || selection?.kind === 'violation') return selection.event;
  return placeOf(model);
}

export function withHistory<M extends Moment>(model: M, history: History | null): M {
  const before = model.history;
  const isSame = before === null || history === null || before.current === history.current;
  if (isSame && (before?.branches.length ?? 0) <= (history?.branches.length ?? 0)) return { ...model, history };
  const stops = model.stops.filter((event) => event <= placeOf(model));
  const isGone = cursorOf(model) >= totalEvents({ state: model.state, history });
  const selection = isGone ? null : model.selection;
  return { ...model, history, epoch: model.epoch + 1, stops, selection };
}

/** A machine that goes to a place stops there too, but that says nothing of a breakpoint. */
export function withStop<M extends Moment>(before: M, after: M): M {
  const paused = after.state?.paused ?? null;
  const isNew = paused?.reason === 'breakpoint' && before.state?.paused?.event !== paused.event && !isPast(after);
  if (!isNew || after.stops.includes(placeOf(after))) return after;
  return { ...after, stops: [...after.stops, placeOf(after)].slice(-MOST_STOPS) };
}

/** One sentence for screen readers when the machine has gone elsewhere in its history; else empty. */
export function travelAnnouncement(before: Moment, after: Moment): string {
  if (isPast(after) && (!isPast(before) || placeOf(before) !== placeOf(after)))
    return `In the past: event ${placeOf(after)} of ${totalEvents(after) - 1}.`;
  if (!isPast(before) || isPast(after)) return '';
  return before.epoch === after.epoch ? 'Back in the present.' : 'Another branch of history begins here.';
}
