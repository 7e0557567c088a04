/** Where the timeline looks: it follows the machine until the user looks elsewhere. */
import { cursorOf, isPast, placeOf, totalEvents } from '../model/history.ts';
import type { ViewModel } from '../model/view-model.ts';
import { around, FIRST_SIZE, panned, type Span, withEvent, zoomed } from './span.ts';

/** Pixels of an event that is drawn with its arrow. */
const ROOM = 4;
const LEAST_SIZE = 48;

export class Camera {
  span: Span = { from: 0, to: FIRST_SIZE };
  #follows = true;
  #size = FIRST_SIZE;
  #seen = { cursor: -2, place: -2, isPast: false };

  /** A narrow pane shows fewer events, as large. @param width - in pixels */
  fit(width: number): void {
    const { from, to } = this.span;
    const size = Math.max(LEAST_SIZE, Math.min(FIRST_SIZE, Math.round(width / ROOM)));
    if (to - from === this.#size) this.span = { from: to - size, to };
    this.#size = size;
  }

  /** Another line of history. */
  reset(): void {
    this.#follows = true;
  }

  /** @param isHeld - by the pointer: it stays where it is */
  follow(model: ViewModel, isHeld: boolean): void {
    const total = totalEvents(model);
    const [cursor, place] = [cursorOf(model), placeOf(model)];
    const before = this.#seen;
    const hasTravelled =
      isPast(model) !== before.isPast || place < before.place || (before.isPast && place !== before.place);
    this.#seen = { cursor, place, isPast: isPast(model) };
    if (hasTravelled) this.#follows = true;
    else if (cursor !== before.cursor && cursor !== place) this.#follows = false;
    if (isHeld) return;
    if (this.#follows) this.span = withEvent(this.span, place, total, true);
    else if (cursor !== before.cursor) this.span = withEvent(this.span, cursor, total);
    else this.span = panned(this.span, 0, total);
  }

  move(span: Span): void {
    this.span = span;
    this.#follows = false;
  }

  /** @param at - what stays where it is; left out: what is looked at, or the middle */
  zoom(model: ViewModel, factor: number, at?: number): void {
    const { from, to } = this.span;
    const cursor = cursorOf(model);
    const anchor = at ?? (cursor >= from && cursor < to ? cursor + 0.5 : (from + to) / 2);
    this.move(zoomed(this.span, factor, anchor, totalEvents(model)));
  }

  showAll(model: ViewModel): void {
    const total = totalEvents(model);
    this.move(around(total / 2, total, total));
  }

  showPlace(model: ViewModel): void {
    this.span = around(placeOf(model), this.#size, totalEvents(model));
    this.#follows = true;
  }
}
