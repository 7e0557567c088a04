/** What the host needs from a machine; `Machine` of src/machine is one, tests bring their own. */
import type { DebugSession } from '../machine/debug/debug-session.ts';
import type { MachineDump } from '../machine/dump.ts';
import type { KeptDisks, MachineEnvironment } from '../machine/environment.ts';
import type { StateChart } from '../protocol/chart.ts';
import type { ConsoleCompletions, ConsoleResult } from '../protocol/console.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { Injection, InjectionResult } from '../protocol/injection.ts';
import type { HostNotifications, HostRequests, StartParams, StepKind } from '../protocol/messages.ts';
import type { MachineDelta, MachineState } from '../protocol/state.ts';
import type { EventKind, TraceOutline, TracePage } from '../protocol/trace.ts';

export type DbgPrintLine = HostNotifications['output/dbgPrint']['lines'][number];

export interface MachinePort {
  readonly revision: number;
  onChange: (() => void) | null;
  onDbgPrint: ((line: DbgPrintLine) => void) | null;
  /** Printed before anybody listened. */
  readonly unheard: { readonly lines: readonly DbgPrintLine[] };
  /** Called with all that there are, the same objects each time; only new ones go out. */
  onDiagnostics: ((diagnostics: readonly Diagnostic[]) => void) | null;
  state(): MachineState;
  /** What changed after the revision `since`. */
  delta(since: number): MachineDelta;
  /** null: it cannot be debugged. */
  readonly debug: Pick<DebugSession, 'handlers' | 'listener' | 'paused' | 'resume' | 'isOthers' | 'heldByOther'> | null;
  boot(): Promise<void>;
  inject(injection: Injection): Promise<InjectionResult>;
  pause(): Promise<MachineState>;
  resume(): Promise<MachineState>;
  step(kind: StepKind): Promise<MachineState>;
  progress(): HostRequests['machine/progress'][1];
  readonly nt: { readonly kernel: { digest(events: number, memory: boolean): HostRequests['machine/digest'][1] } };
  readTrace(from: number, count: number, filter?: string, kind?: EventKind): TracePage;
  traceLines(from: number): { readonly text: string; readonly next: number | null };
  outlineTrace(from: number, to: number, columns: number): TraceOutline;
  charts(): readonly StateChart[];
  analyze(): string | null;
  /** null while the machine has not stopped; of `found`, when none was on its disks. */
  dump(kind: 'complete' | 'active' | 'kernel' | 'small' | 'found'): MachineDump | null;
  /** What a restart keeps. */
  disks(): KeptDisks;
  describe(device?: string): string;
  readonly console: {
    evaluate(line: string): ConsoleResult;
    complete(line: string, column: number): ConsoleCompletions;
  };
  stop(): void;
}

export type MachineStart =
  | { readonly ok: true; readonly machine: MachinePort; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly reason: 'machine' | 'driver'; readonly diagnostics: readonly Diagnostic[] };

export interface MachineFactory {
  start(params: StartParams, environment: MachineEnvironment): Promise<MachineStart>;
  check(params: StartParams, environment: MachineEnvironment): Promise<readonly Diagnostic[]>;
}
