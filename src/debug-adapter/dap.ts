/** The part of the Debug Adapter Protocol that this adapter speaks. @see https://microsoft.github.io/debug-adapter-protocol/specification */

export interface DapRequest {
  readonly seq: number;
  readonly type: 'request';
  readonly command: string;
  readonly arguments?: unknown;
}

export interface DapResponse {
  readonly seq: number;
  readonly type: 'response';
  readonly request_seq: number;
  readonly success: boolean;
  readonly command: string;
  readonly message?: string;
  readonly body?: unknown;
}

export interface DapEvent {
  readonly seq: number;
  readonly type: 'event';
  readonly event: string;
  readonly body?: unknown;
}

export type DapMessage = DapRequest | DapResponse | DapEvent;

export interface Source {
  readonly name?: string;
  readonly path?: string;
}

export interface SourceBreakpoint {
  readonly line: number;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

/** What `launch` and `attach` take. */
export interface StartArguments {
  /** Path of a machine file, or of a driver's source. */
  readonly program?: string;
  readonly stopOnEntry?: boolean;
  readonly seed?: number;
  readonly verifier?: string;
  /** Who stops at lines of TypeScript drivers; where there is no JavaScript debugger, the sandbox does. */
  readonly sourceDebugger?: 'javascript' | 'sandbox';
  readonly noDebug?: boolean;
}

/** Arguments of each request that is answered. */
export interface DapArguments {
  initialize: {
    readonly linesStartAt1?: boolean;
    readonly columnsStartAt1?: boolean;
    readonly supportsInvalidatedEvent?: boolean;
  };
  launch: StartArguments;
  attach: StartArguments;
  configurationDone: object;
  disconnect: { readonly terminateDebuggee?: boolean };
  terminate: object;
  threads: object;
  setBreakpoints: { readonly source: Source; readonly breakpoints?: readonly SourceBreakpoint[] };
  setFunctionBreakpoints: {
    readonly breakpoints: readonly (Omit<SourceBreakpoint, 'line'> & { readonly name: string })[];
  };
  setExceptionBreakpoints: {
    readonly filters: readonly string[];
    readonly filterOptions?: readonly { readonly filterId: string; readonly condition?: string }[];
  };
  exceptionInfo: { readonly threadId: number };
  dataBreakpointInfo: { readonly variablesReference?: number; readonly name: string; readonly frameId?: number };
  setDataBreakpoints: {
    readonly breakpoints: readonly {
      readonly dataId: string;
      readonly condition?: string;
      readonly hitCondition?: string;
    }[];
  };
  continue: { readonly threadId: number };
  next: { readonly threadId: number };
  stepIn: { readonly threadId: number };
  stepOut: { readonly threadId: number };
  stepBack: { readonly threadId: number };
  reverseContinue: { readonly threadId: number };
  /** The sandbox's own: back to where a variable was written last. */
  lastWriter: DapArguments['dataBreakpointInfo'];
  pause: { readonly threadId: number };
  stackTrace: { readonly threadId: number; readonly startFrame?: number; readonly levels?: number };
  scopes: { readonly frameId: number };
  variables: { readonly variablesReference: number; readonly start?: number; readonly count?: number };
  setVariable: { readonly variablesReference: number; readonly name: string; readonly value: string };
  setExpression: { readonly expression: string; readonly value: string; readonly frameId?: number };
  evaluate: { readonly expression: string; readonly frameId?: number; readonly context?: string };
  completions: { readonly text: string; readonly column: number; readonly frameId?: number };
  readMemory: { readonly memoryReference: string; readonly offset?: number; readonly count: number };
  writeMemory: { readonly memoryReference: string; readonly offset?: number; readonly data: string };
  modules: { readonly startModule?: number; readonly moduleCount?: number };
  loadedSources: object;
}

export type DapCommand = keyof DapArguments;
