import type { StateChart } from './chart.ts';
import type { History } from './history.ts';
import type { PnpRequest } from './injection.ts';
import type { StepKind } from './messages.ts';
import type { Hex, MachineDelta, MachineState } from './state.ts';
import type { EventKind, TraceOutline, TracePage } from './trace.ts';

/** Stands among the lifecycles: the memory of the miniport that the shown device stands on. */
export const MEMORY_CHART = 'dump-memory';

/** Raised when a message changes its meaning; a restored panel of another version asks to be opened again. */
export const VIEW_VERSION = 1;

/** What the whole tool is looking at: tree, stacks, events and inspector show the same thing. */
export type Selection =
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'object'; readonly device: string; readonly object: Hex }
  | { readonly kind: 'irp'; readonly irp: Hex }
  | { readonly kind: 'event'; readonly event: number }
  | { readonly kind: 'violation'; readonly rule: string; readonly event: number };

/** `none`: no machine was started, or it was stopped. `lost`: its process ended unasked or hung. */
export type HostState = 'none' | 'starting' | 'running' | 'lost';

/** Extension to view. After `ready` the extension sends `host` first, then `charts`, `state` and `select`. */
export type ViewMessage =
  | {
      readonly type: 'host';
      readonly version: number;
      readonly state: HostState;
      /** One or two sentences for people: what is being started, or why the host was lost. May be empty. */
      readonly message: string;
    }
  | { readonly type: 'charts'; readonly charts: readonly StateChart[] }
  | { readonly type: 'state'; readonly state: MachineState }
  | { readonly type: 'delta'; readonly delta: MachineDelta }
  /** After `state`, and when it changes. `state` says how many events there are where the machine stands. */
  | { readonly type: 'history'; readonly history: History | null }
  | { readonly type: 'select'; readonly selection: Selection }
  /** Which lifecycle is shown, or `dump-memory`. */
  | { readonly type: 'chart'; readonly chart: string }
  | { readonly type: 'tracePage'; readonly requestId: number; readonly page: TracePage }
  | { readonly type: 'outline'; readonly requestId: number; readonly outline: TraceOutline };

/**
 * What the view's buttons ask for, with the arguments that the view knows. A missing argument is asked for
 * as the command of the same purpose does when it comes from the palette.
 */
export interface ViewCommands {
  readonly startMachine: Record<string, never>;
  readonly restartMachine: Record<string, never>;
  readonly stopMachine: Record<string, never>;
  readonly pause: Record<string, never>;
  readonly resume: Record<string, never>;
  readonly step: { readonly kind: StepKind };
  /** To be at an event: the machine as it is when that has just been recorded. */
  readonly goToEvent: { readonly event?: number };
  readonly stepBack: Record<string, never>;
  readonly reverseContinue: Record<string, never>;
  readonly returnToPresent: Record<string, never>;
  readonly switchBranch: { readonly branch?: number };
  readonly copyRepro: Record<string, never>;
  readonly injectUsage: { readonly device?: string };
  readonly injectPnp: { readonly device: string; readonly request?: PnpRequest };
  readonly injectBugcheck: Record<string, never>;
  readonly analyzeBugcheck: Record<string, never>;
  readonly saveDump: Record<string, never>;
  readonly openCrashDump: Record<string, never>;
  readonly failNext: { readonly device?: string; readonly driver?: string };
  readonly advanceTime: Record<string, never>;
  readonly openMachineFile: Record<string, never>;
  readonly showLog: Record<string, never>;
}

export type ViewCommand = keyof ViewCommands;

export type CommandMessage = {
  readonly [Name in ViewCommand]: {
    readonly type: 'command';
    readonly command: Name;
    readonly args: ViewCommands[Name];
  };
}[ViewCommand];

/** View to extension. */
export type ViewRequest =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'select'; readonly selection: Selection }
  | CommandMessage
  | {
      readonly type: 'traceRequest';
      readonly requestId: number;
      /** An event number; with a filter or a kind, the index of a matching row. */
      readonly from: number;
      readonly count: number;
      /** Empty: every event. */
      readonly filter: string;
      readonly kind?: EventKind;
    }
  | {
      readonly type: 'outlineRequest';
      readonly requestId: number;
      /** Events `from` to before `to`. */
      readonly from: number;
      readonly to: number;
      readonly columns: number;
    }
  | { readonly type: 'openSource'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly type: 'copy'; readonly text: string };

/** What the view keeps through `setState`, and a panel serializer gets back. */
export interface SavedView {
  readonly version: number;
  /** Path of the machine file that was shown; null before the first state. */
  readonly file: string | null;
  readonly selection: Selection | null;
  readonly filter: string;
  readonly chart: string;
  readonly text: boolean;
  /** Scroll positions by pane, in CSS pixels. */
  readonly scroll: Readonly<Record<string, number>>;
}
