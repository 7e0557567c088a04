import type { PO_FX_COMPONENT_PERF_STATE_CALLBACK } from '../../abi/structs/pofx.ts';
import type { PerfStateChange, PerfStateSet } from './platform-extension.ts';

/** A request for other performance states that has not ended. */
export interface PerfRequest {
  /** What the driver gave; its callback gets it back. */
  readonly context: number;
  readonly changes: readonly PerfStateChange[];
}

/** The performance states of one component. */
export class PerfStates {
  readonly sets: readonly PerfStateSet[];
  readonly callback: PO_FX_COMPONENT_PERF_STATE_CALLBACK;
  /** The plug-in knows nothing of them: the driver changes the hardware by itself. */
  readonly isWithoutPlugIn: boolean;
  pending: PerfRequest | null = null;
  /** What each set was changed to last; undefined = never. */
  readonly current: (bigint | undefined)[] = [];

  constructor(sets: readonly PerfStateSet[], callback: PO_FX_COMPONENT_PERF_STATE_CALLBACK, isWithoutPlugIn: boolean) {
    this.sets = sets;
    this.callback = callback;
    this.isWithoutPlugIn = isWithoutPlugIn;
  }
}
