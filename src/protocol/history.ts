/** Where a machine is in its own history. */

export interface HistoryBranch {
  /** For people: `Branch 2, from event 1,204`. */
  readonly name: string;
  readonly events: number;
  /** Why it cannot be repeated; null: it can. */
  readonly obstacle: string | null;
}

export interface History {
  /** The machine stands at a place that it has passed before. */
  readonly isPast: boolean;
  /** Number of events of this line of history, as far as it is known. */
  readonly end: number;
  readonly branches: readonly HistoryBranch[];
  /** Which of them this is. */
  readonly current: number;
}
