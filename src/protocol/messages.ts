import type { StateChart } from './chart.ts';
import type { ConsoleCompletions, ConsoleResult } from './console.ts';
import type { DebugNotifications, DebugRequests, StepKind } from './debug.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Injection, InjectionResult } from './injection.ts';
import type { MachineDelta, MachineState, RunState } from './state.ts';
import type { EventKind, TraceOutline, TracePage } from './trace.ts';
import type { PublishedRule, VerifierRule } from './verifier.ts';

/** Raised when a message changes its meaning; both sides refuse another major number. */
export const PROTOCOL_VERSION = 1;

/** No members: an empty object on the wire. */
export type Nothing = Readonly<Record<never, never>>;

export type { StepKind } from './debug.ts';

export interface StartParams {
  /** Path of the machine file: what messages name, and what driver paths are relative to. */
  readonly file: string;
  readonly seed?: number;
  readonly verifier?: string;
  /** Low resources simulation: this allocation alone fails, counted from 1; 0: none does, and all are counted. */
  readonly failAllocation?: number;
  /** false: the special files that the machine file puts on devices are left out. */
  readonly specialFiles?: boolean;
  /** Loads the drivers, and waits for `machine/boot`: a debugger sets its breakpoints first. */
  readonly debug?: boolean;
  /** The disks keep what the machine before in this process has left on them, if it was of the same file. */
  readonly keepDisks?: boolean;
  /** While it boots, the machine stops with MANUALLY_INITIATED_CRASH after this many steps; see `BugcheckInjection`. */
  readonly crashAfter?: number;
}

export type StartResult =
  | { readonly ok: true; readonly state: MachineState; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly reason: 'machine' | 'driver'; readonly diagnostics: readonly Diagnostic[] };

/** Client to host. Each entry: [parameters, result]. */
export interface HostRequests extends DebugRequests {
  'host/initialize': [
    { readonly protocolVersion: number },
    { readonly protocolVersion: number; readonly runtime: string; readonly permissionModel: boolean },
  ];
  'host/ping': [Nothing, Nothing];
  'machine/check': [StartParams, { readonly diagnostics: readonly Diagnostic[] }];
  'machine/start': [StartParams, StartResult];
  /** Boots a machine that was started with `debug`; answered when it has booted. */
  'machine/boot': [Nothing, Nothing];
  'machine/stop': [Nothing, Nothing];
  'machine/state': [Nothing, MachineState | null];
  /** How far the run has come; `began`: of each injection so far, how many events there were when its turn came. */
  'machine/progress': [Nothing, { readonly events: number; readonly run: RunState; readonly began: readonly number[] }];
  /** Numbers that two runs share when they are the same: of the first events, and of the memory as it is now; 0 when nobody asks. */
  'machine/digest': [
    { readonly events: number; readonly memory?: boolean },
    { readonly events: number; readonly memory: number },
  ];
  'machine/inject': [Injection, InjectionResult];
  'machine/pause': [Nothing, MachineState];
  'machine/resume': [Nothing, MachineState];
  'machine/step': [{ readonly kind: StepKind }, MachineState];
  /** `filter` is matched against every field's text, case-blind. With it, or with `kind`, `from` counts matching rows. */
  'trace/read': [
    { readonly from: number; readonly count: number; readonly filter?: string; readonly kind?: EventKind },
    TracePage,
  ];
  /** The same as text, one JSON object a line; ends when `next` is null. */
  'trace/lines': [{ readonly from: number }, { readonly text: string; readonly next: number | null }];
  /** How much happened where, and what stands out: for pictures of more events than anyone can read. */
  'trace/outline': [{ readonly from: number; readonly to: number; readonly columns: number }, TraceOutline];
  'chart/list': [Nothing, { readonly charts: readonly StateChart[] }];
  /** The report of the bug check, as `!analyze -v` lays it out; null while the machine has not stopped. */
  'machine/analyze': [Nothing, { readonly text: string | null }];
  /**
   * The crash dump of a machine that has stopped, or the one that it found on its disks when it booted (`found`), some pieces at a time, from piece `from` on: what to write at which
   * offset of the file, in this order. `size` is 0 while the machine has not stopped; ends when `next` is null.
   */
  'machine/dump': [
    { readonly kind: 'complete' | 'active' | 'kernel' | 'small' | 'found'; readonly from: number },
    {
      readonly size: number;
      readonly pieces: readonly { readonly offset: number; readonly base64: string }[];
      readonly next: number | null;
    },
  ];
  /** Every rule of the verifier, whether a machine runs or not. */
  'verifier/rules': [
    Nothing,
    { readonly rules: readonly VerifierRule[]; readonly published: readonly PublishedRule[] },
  ];
  /** What the Stack View shows, in sentences and lists: the text twin. */
  'machine/describe': [{ readonly device?: string }, { readonly text: string }];
  /** A line of the console: `!irp 12340`. It looks, and changes nothing. */
  'machine/console': [{ readonly line: string }, ConsoleResult];
  /** What can stand at `column` of a line that is being written, from 0. */
  'machine/console-completions': [{ readonly line: string; readonly column: number }, ConsoleCompletions];
}

/** A file on its way: text as it is, anything else in base64. */
export type FileContent = { readonly text: string } | { readonly base64: string };

export interface CompilerRun {
  readonly tool: 'clang' | 'wasm-ld';
  readonly arguments: readonly string[];
  /** All that the tool can read beside the sandbox's own headers, by path. */
  readonly files: Readonly<Record<string, FileContent>>;
  /** The file that the tool writes; null: what it writes to its standard output counts. */
  readonly output: string | null;
}

export interface CompilerResult {
  readonly exitCode: number;
  /** In base64. */
  readonly output: string;
  /** What the tool has to say: errors, warnings. */
  readonly log: string;
}

/** Host to client, with an answer. */
export interface ClientRequests {
  /** The host has no file system: whoever started it reads for it. null: no such file. */
  'workspace/readFile': [{ readonly path: string }, { readonly text: string | null }];
  /** Runs the C compiler, for which the host has no room. null: it is not installed. */
  'toolchain/run': [CompilerRun, CompilerResult | null];
}

/** Host to client, without an answer. */
export interface HostNotifications extends DebugNotifications {
  'machine/changed': MachineDelta;
  /** Those that are new. */
  'machine/diagnostics': { readonly diagnostics: readonly Diagnostic[] };
  'output/dbgPrint': {
    readonly lines: readonly { readonly time: string; readonly driver: string; readonly text: string }[];
  };
  'output/log': { readonly level: 'info' | 'warning' | 'error'; readonly text: string };
}

/**
 * One JSON object a line on the host's fourth pipe (fd 3), written by its watchdog thread while the main one is stuck.
 * `driver`, `file` and `line` are null where they cannot be told.
 */
export interface HangReport {
  /** `memory`: about to use up all memory that the process may have. */
  readonly kind: 'hang' | 'memory';
  readonly driver: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly routine: string | null;
  readonly seconds: number;
}
