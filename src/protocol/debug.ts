/** What a debugger asks of a machine, and what it hears from it. Debug adapters speak it; no driver ever sees it. */
import type { Hex } from './state.ts';

export type StepKind = 'into' | 'over' | 'out';

interface BreakpointOptions {
  /** Chosen by the client; unique among all kinds of breakpoints. */
  readonly id: number;
  /** An expression, such as `Irp->IoStatus.Status != STATUS_SUCCESS`. */
  readonly condition?: string;
  /** `5`, `>= 5`, `% 3`: which of its hits count. */
  readonly hitCondition?: string;
  /** Print this instead of stopping; `{expression}` stands for a value. */
  readonly logMessage?: string;
}

export interface LineBreakpoint extends BreakpointOptions {
  /** 1-based. */
  readonly line: number;
}

export interface FunctionBreakpoint extends BreakpointOptions {
  /**
   * `IRP_MN_START_DEVICE`, `disk!IRP_MJ_PNP`: a request enters a driver. `IoCompleteRequest`, `auditflt!IoCallDriver`: a driver
   * calls a routine. `auditflt!DispatchPnp`: one of its own is entered. `disk0 pnp → removePending`: a state is entered.
   */
  readonly name: string;
}

export interface DataBreakpoint extends BreakpointOptions {
  readonly address: Hex;
  /** Bytes. */
  readonly size: number;
  /** What it is, for people: `Irp->IoStatus.Status`. */
  readonly name: string;
}

/** `violation`: a rule is broken; `bugcheck`: the machine stops; `failedStatus`: a request is completed with an error. */
export type ExceptionKind = 'violation' | 'bugcheck' | 'failedStatus';

export interface ExceptionBreakpoint {
  readonly kind: ExceptionKind;
  /** Rules, or statuses by name, separated by commas, with `*`; empty: all. */
  readonly only: string;
}

export interface BreakpointResult {
  readonly id: number;
  readonly verified: boolean;
  /** Where it really is. */
  readonly line?: number;
  /** Why it is not verified, and what to do. */
  readonly message?: string;
}

export interface DebugThread {
  readonly id: number;
  readonly name: string;
}

export interface DebugFrame {
  readonly id: number;
  /** `auditflt!DispatchPnp`. */
  readonly name: string;
  /** Path as in the machine file; null: none, as in in-box drivers. */
  readonly file: string | null;
  readonly line: number;
  readonly column: number;
  /** `user`: a driver of the user's own. */
  readonly owner: 'user' | 'inbox' | 'kernel';
}

export interface DebugScope {
  readonly name: string;
  readonly reference: number;
  /** Reading it costs time. */
  readonly expensive: boolean;
}

export interface DebugVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  /** 0: it has no parts. */
  readonly reference: number;
  /** An expression that gives it again; empty where there is none. */
  readonly path: string;
  /** Where it points, or where it is. */
  readonly memory?: Hex;
  /** Where it lies itself: what a data breakpoint watches. */
  readonly location?: { readonly address: Hex; readonly size: number };
  readonly writable: boolean;
}

export interface DebugModule {
  readonly name: string;
  readonly source: string | null;
  readonly inBox: boolean;
  /** Address of its DRIVER_OBJECT. */
  readonly object: Hex;
}

/** A place in a run: the same in each repetition of it. */
export interface RunPlace {
  /** How many events have been recorded. */
  readonly events: number;
  /** Which of the breakpoints that were hit since the last of them, from 1; 0: at that event itself. */
  readonly hit: number;
}

/** Why the machine stands still. */
export interface DebugStop {
  /** `goto`: a repeated run has come to where it was sent. */
  readonly reason: 'entry' | 'pause' | 'step' | 'breakpoint' | 'function' | 'data' | 'exception' | 'goto';
  readonly place: RunPlace;
  /** It stands in code between two events, not at one. */
  readonly isBetween: boolean;
  /** One sentence: `IRP_MN_START_DEVICE is about to enter disk0/disk`. */
  readonly text: string;
  readonly thread: number;
  /** Breakpoints that were hit. */
  readonly breakpoints: readonly number[];
  /** The JavaScript debugger holds the driver's code, and shows where. */
  readonly isOthers?: true;
  readonly exception?: {
    /** Id of the rule, or the name of a bug check or status. */
    readonly id: string;
    readonly kind: ExceptionKind;
    readonly description: string;
    readonly details: string;
  };
}

export interface DebugRequests {
  /** From the answer on, requests and notifications go through the debug pipe: see `DebugChannel` of the host. */
  'debug/open': [
    {
      /**
       * Path or URI of the machine file's folder: lets a JavaScript debugger in too, which finds the drivers' files there. Left out: one
       * that was let in is put out.
       */
      readonly sources?: string;
    },
    {
      /** Where the JavaScript debugger attaches. */
      readonly inspector?: string;
      /** Why it cannot. */
      readonly refusal?: string;
    },
  ];
  'debug/attach': [Record<never, never>, Record<never, never>];
  'debug/detach': [Record<never, never>, Record<never, never>];
  /** All breakpoints in one file; those before are gone. */
  'debug/setLines': [
    { readonly file: string; readonly breakpoints: readonly LineBreakpoint[] },
    { readonly breakpoints: readonly BreakpointResult[] },
  ];
  'debug/setFunctions': [
    { readonly breakpoints: readonly FunctionBreakpoint[] },
    { readonly breakpoints: readonly BreakpointResult[] },
  ];
  'debug/setData': [
    { readonly breakpoints: readonly DataBreakpoint[] },
    { readonly breakpoints: readonly BreakpointResult[] },
  ];
  'debug/setExceptions': [{ readonly breakpoints: readonly ExceptionBreakpoint[] }, Record<never, never>];
  /** @param stopReason - `entry`: stop at the first thing that happens, and call it that */
  'debug/pause': [{ readonly stopReason?: 'entry' }, Record<never, never>];
  'debug/continue': [{ readonly how: 'run' | StepKind; readonly thread?: number }, Record<never, never>];
  /**
   * Stops at that place when the machine comes there, having gone past all breakpoints unless it `hears` them. With a machine that
   * has not been booted this repeats a run.
   *
   * @throws when that place has been passed already
   */
  'debug/travel': [RunPlace & { readonly hears?: boolean }, Record<never, never>];
  /** The last breakpoint that the machine passed on its last journey. */
  'debug/lastHit': [Record<never, never>, { readonly place: RunPlace | null }];
  /** Where the request of a thread, or of the one that runs, was one step before the place at which the machine stands; null: nothing is before it. */
  'debug/stepBefore': [{ readonly thread?: number }, { readonly place: RunPlace | null }];
  'debug/threads': [Record<never, never>, { readonly threads: readonly DebugThread[] }];
  'debug/stack': [{ readonly thread: number }, { readonly frames: readonly DebugFrame[] }];
  'debug/scopes': [{ readonly frame: number }, { readonly scopes: readonly DebugScope[] }];
  'debug/variables': [{ readonly reference: number }, { readonly variables: readonly DebugVariable[] }];
  /** @throws when the text is no value for it */
  'debug/setVariable': [{ readonly reference: number; readonly name: string; readonly value: string }, DebugVariable];
  /** The same for what an expression gives. */
  'debug/setExpression': [
    { readonly expression: string; readonly value: string; readonly frame?: number },
    DebugVariable,
  ];
  /** @throws when the expression means nothing here */
  'debug/evaluate': [{ readonly expression: string; readonly frame?: number }, DebugVariable];
  /** Bytes are two hex digits each. */
  'debug/readMemory': [
    { readonly address: Hex; readonly count: number },
    { readonly bytes: string; readonly unreadable: number },
  ];
  'debug/writeMemory': [{ readonly address: Hex; readonly bytes: string }, { readonly written: number }];
  'debug/modules': [Record<never, never>, { readonly modules: readonly DebugModule[] }];
}

export interface DebugNotifications {
  'debug/stopped': DebugStop;
  'debug/continued': Record<never, never>;
  /** Of log points. */
  'debug/output': {
    readonly text: string;
    readonly file: string | null;
    readonly line: number;
  };
}
