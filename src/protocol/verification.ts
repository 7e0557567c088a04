/** What the options of Driver Verifier have done in a machine. Times and addresses are text, as in the state. */

/** One request that came to a device. */
export interface LoggedIrpState {
  readonly irp: string;
  readonly request: string;
  readonly since: string;
  /** The drivers that it reached, top first. */
  readonly drivers: readonly string[];
  /** null: nobody has completed it. */
  readonly completed: null | { readonly time: string; readonly by: string; readonly status: string };
}

/** One call of a routine that allocates, in a driver that is verified. */
export interface AllocationState {
  /** Counted from 1 over the whole run. */
  readonly number: number;
  readonly routine: string;
  readonly driver: string;
  readonly device: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

export interface VerificationState {
  /** Each option that is on, with what came of it in words. */
  readonly options: readonly { readonly name: string; readonly text: string }[];
  /** With low resources simulation. */
  readonly allocations?: {
    readonly attempts: number;
    readonly failures: number;
    /** Those that failed; all of them where none is to fail. */
    readonly kept: readonly AllocationState[];
  };
}
