import type { Disposable } from '../emitter.ts';

/** At most ten refreshes a second. */
export const REFRESH_INTERVAL_MS = 100;

export interface RefreshClock {
  now(): number;
  /** @returns what cancels it */
  later(milliseconds: number, action: () => void): () => void;
}

/**
 * Collects what changed in a view and hands it on at most ten times a second: the first change at once, the rest together.
 * A hidden view collects only the fact that something changed, and is refreshed once, whole, when it is shown.
 */
export class RefreshGate implements Disposable {
  readonly #refresh: (changed: ReadonlySet<string> | 'everything') => void;
  readonly #clock: RefreshClock;
  #pending: Set<string> | 'everything' = new Set();
  #visible = false;
  #last = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(refresh: (changed: ReadonlySet<string> | 'everything') => void, clock: RefreshClock) {
    this.#refresh = refresh;
    this.#clock = clock;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#schedule();
    else this.#stopTimer();
  }

  mark(changed: ReadonlySet<string> | 'everything'): void {
    if (changed !== 'everything' && changed.size === 0) return;
    if (changed === 'everything' || !this.#visible) this.#pending = 'everything';
    else if (this.#pending !== 'everything') for (const id of changed) this.#pending.add(id);
    if (this.#visible) this.#schedule();
  }

  dispose(): void {
    this.#stopTimer();
    this.#visible = false;
  }

  #schedule(): void {
    if (this.#cancel !== undefined || (this.#pending !== 'everything' && this.#pending.size === 0)) return;
    const wait = this.#last + REFRESH_INTERVAL_MS - this.#clock.now();
    if (wait <= 0) {
      this.#flush();
      return;
    }
    this.#cancel = this.#clock.later(wait, () => {
      this.#cancel = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = new Set();
    this.#last = this.#clock.now();
    this.#refresh(pending);
  }

  #stopTimer(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
