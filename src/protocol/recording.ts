/**
 * A run in one file (`*.repro.json`): what the machine was made of and what was done to it. Whoever repeats it gets the same events,
 * in the same order, with the same memory in the end.
 */
import type { RunPlace } from './debug.ts';
import type { Injection } from './injection.ts';
import type { StartParams } from './messages.ts';
import type { Hex } from './state.ts';

export const RECORDING_SUFFIX = '.repro.json';
export const RECORDING_FORMAT = 'driver-sandbox-repro';
/** Raised when a file changes its meaning. */
export const RECORDING_VERSION = 1;

/** A debugger's user changed memory. */
export interface RecordedWrite {
  readonly kind: 'write';
  /** Where the machine stood; null: nothing ran. */
  readonly place: RunPlace | null;
  /** The line at which it stood, where that was between two events. */
  readonly line: { readonly file: string; readonly line: number } | null;
  readonly address: Hex;
  /** Two hex digits each. */
  readonly bytes: string;
}

export type RecordedInput =
  | { readonly kind: 'boot' }
  | { readonly kind: 'inject'; readonly injection: Injection }
  | RecordedWrite;

/** One run of a machine, from its start on. */
export interface RecordedRun {
  readonly start: StartParams;
  /** Texts of the machine file, the drivers, and what they import, by path; null: there was no such file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly inputs: readonly RecordedInput[];
}

export interface Recording {
  readonly format: typeof RECORDING_FORMAT;
  readonly version: typeof RECORDING_VERSION;
  /** Version of Driver Sandbox that recorded it: another may run the same differently. */
  readonly product: string;
  /** Runs whose disks the last one keeps, and that one. */
  readonly runs: readonly RecordedRun[];
  /** Where the machine stood; null: at rest, with all inputs done. */
  readonly place: RunPlace | null;
  /** What shows that a repetition is the same. */
  readonly end: { readonly events: number; readonly digest: { readonly events: number; readonly memory: number } };
}
