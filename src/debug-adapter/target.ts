/** What the adapter debugs: one machine, however it was started. */
import type { TimeTravel } from '../client/travel/time-travel.ts';
import type { HostNotifications, HostRequests } from '../protocol/messages.ts';
import type { Source, StartArguments } from './dap.ts';

export interface DebugTarget {
  request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]>;
  /** @param file - path as the machine file gives it */
  sourceOf(file: string): Source;
  /** null: the machine has no such file. */
  fileOf(source: Source): string | null;
  /** Another debugger owns the lines of a file, and says so; null: this one does. */
  stopsElsewhere?(file: string): string | null;
  /** Through the machine's history. */
  readonly travel: TimeTravel;
  /** Lets go of it, or ends the machine. */
  end(terminate: boolean): Promise<void>;
}

export interface TargetListener {
  notify<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void;
  /** The machine is gone, unasked. */
  ended(message: string): void;
}

export interface TargetStarter {
  /** A machine that is loaded and waits for `machine/boot`. @throws with a message for the user */
  launch(arguments_: StartArguments, listener: TargetListener): Promise<DebugTarget>;
  attach(arguments_: StartArguments, listener: TargetListener): Promise<DebugTarget>;
}
