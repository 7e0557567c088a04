import type { Place } from './rule.ts';

/** The driver whose code calls. */
export interface CallPlace extends Place {
  /** Major << 8 | minor of the request that it handles. */
  readonly code: number;
  readonly isDispatch: boolean;
  /** IRQL at which its routine was called. */
  readonly entryIrql: number;
}
