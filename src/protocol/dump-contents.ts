/** What a crash dump of the sandbox holds beside memory: the machine as it was, for our own reader. */
import type { Hex, MachineState } from './state.ts';

export interface DumpContents {
  /** Of this structure; a reader refuses a later one. */
  readonly format: 1;
  readonly state: MachineState;
  /** The report of the bug check. */
  readonly analysis: string | null;
  /** The last events, one JSON object each, oldest first. */
  readonly trace: readonly string[];
  /** The routines of drivers. Left out: the dump is older than the console. */
  readonly symbols?: readonly DumpSymbol[];
}

/** A routine of a driver. */
export interface DumpSymbol {
  readonly address: Hex;
  readonly driver: string;
  readonly name: string;
  /** Where a user's driver declares it. */
  readonly file: string | null;
  readonly line: number | null;
}
