import type { HangReport, HostNotifications, HostRequests } from '../../protocol/messages.ts';

/** A running sandbox process, as far as a session needs it. */
export interface Host {
  readonly pid: number;
  request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]>;
  dispose(): Promise<void>;
}

export interface HostListener {
  /** The host has no file system. null: no such file, or one that it must not see. */
  readFile(path: string): Promise<string | null>;
  notify<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void;
  /** A driver does not come back; the process is being ended. */
  hung(report: HangReport): void;
  /** The process ended and nobody asked for it. */
  ended(reason: string): void;
}

export interface HostPort {
  start(listener: HostListener): Promise<Host>;
}
