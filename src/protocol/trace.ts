/** The event stream in readable form: one object an event, in order, the same from run to run. */

export const EVENT_KINDS = [
  'callDriver',
  'dispatchReturn',
  'completeRequest',
  'completionRoutine',
  'irpDone',
  'state',
  'wait',
  'wake',
  'thread',
  'irql',
  'dpc',
  'timer',
  'allocate',
  'free',
  'pofx',
  'srb',
  'dumpIo',
  'dbgPrint',
  'violation',
  'bugcheck',
  'injection',
  'call',
  'fault',
  'notification',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface TraceEvent {
  /** Counts from 0 at boot. */
  readonly n: number;
  /** Virtual time: `0.0012300s`. */
  readonly t: string;
  readonly kind: EventKind;
  readonly thread: string;
  readonly irp?: string;
  readonly device?: string;
  readonly driver?: string;
  readonly major?: string;
  readonly minor?: string;
  readonly status?: string;
  /** With `state`. */
  readonly machine?: string;
  readonly from?: string;
  /** With `notification` and `state`: the event, by its documented name where it has one. */
  readonly event?: string;
  readonly to?: string;
  /** The rest of what the event says, in words, for the table's detail column. */
  readonly detail?: string;
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}

export interface TracePage {
  readonly first: number;
  readonly events: readonly TraceEvent[];
  /** Number of events recorded so far; events before `oldest` have left the ring. */
  readonly total: number;
  readonly oldest: number;
}

export type TraceMarkKind = 'violation' | 'bugcheck' | 'injection' | 'fault';

/** What stands out of a run from afar. */
export interface TraceMark {
  readonly n: number;
  readonly kind: TraceMarkKind;
}

/** A run from afar: as many columns as were asked for, each for the same number of events. */
export interface TraceOutline {
  readonly from: number;
  readonly to: number;
  /** Drivers that did something, with the number of their events in each column. */
  readonly lanes: readonly { readonly driver: string; readonly counts: readonly number[] }[];
  /** The first of each kind in each column, in order. */
  readonly marks: readonly TraceMark[];
  /** As in a page. */
  readonly total: number;
  readonly oldest: number;
}
