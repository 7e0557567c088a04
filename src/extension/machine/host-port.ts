import type { TimeTravel } from '../../client/travel/time-travel.ts';
import type { History } from '../../protocol/history.ts';
import type { HostNotifications, HostRequests } from '../../protocol/messages.ts';
import type { MachineState } from '../../protocol/state.ts';

/** A running sandbox process, as far as a session needs it. */
export interface Host {
  readonly pid: number;
  request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]>;
  dispose(): Promise<void>;
  readonly travel: TimeTravel;
}

export interface HostListener {
  /** The host has no file system. null: no such file, or one that it must not see. */
  readFile(path: string): Promise<string | null>;
  notify<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void;
  /** The machine is elsewhere in its history; null: it is where it was, and its history is another. */
  travelled(state: MachineState | null, history: History): void;
  /** The process ended and nobody asked for it: a driver hung, ate all memory, or something else went wrong. */
  ended(end: HostLoss): void;
}

export interface HostLoss {
  /** What happened, for people. */
  readonly message: string;
  /** Where a driver was, when one is to blame and the place is known. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface HostPort {
  start(listener: HostListener): Promise<Host>;
}
