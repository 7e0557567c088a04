/** A debug adapter for one machine: DAP on one side, the sandbox's protocol on the other. */

import type { BreakpointResult, DebugStop } from '../protocol/debug.ts';
import type { HostNotifications, HostRequests } from '../protocol/messages.ts';
import { CAPABILITIES } from './capabilities.ts';
import { ConsoleResults } from './console-results.ts';
import type { DapArguments, DapCommand, DapMessage, DapRequest, StartArguments } from './dap.ts';
import { dataInfo } from './data-info.ts';
import type { DebugTarget, TargetStarter } from './target.ts';
import { TimeTravelRequests } from './time-travel-requests.ts';
import {
  addressAt,
  evaluated,
  exceptionBreakpoints,
  plainBreakpoint,
  stoppedBody,
  toCompletions,
  toFrame,
  toModule,
  toScope,
  toVariable,
} from './translate.ts';

type Handlers = { readonly [C in DapCommand]: (arguments_: DapArguments[C]) => unknown };

/** What goes out: everything but the number. */
type Outgoing = { readonly [key: string]: unknown; readonly type: 'response' | 'event' };

export class DebugAdapter {
  readonly #starter: TargetStarter;
  readonly #send: (message: DapMessage) => void;
  readonly #handlers: Handlers;
  #target: DebugTarget | null = null;
  #sequence = 0;
  #breakpointId = 0;
  #stop: DebugStop | null = null;
  #left: DebugStop | null = null; // when the client asked to go elsewhere
  #isLaunched = false;
  #start: StartArguments = {};
  #ended = false;
  /** Lines as the client counts them, less lines from 1. */
  #lineShift = 0;
  /** The same for columns, less columns from 0. */
  #columnShift = -1;
  #hearsInvalidated = false;
  readonly #console = new ConsoleResults((line) => this.#request('machine/console', { line }));
  readonly #time = new TimeTravelRequests({
    travel: () => this.#machine().travel,
    ask: (method, params) => this.#request(method, params),
    leaving: () => {
      this.#console.reset();
      [this.#left, this.#stop] = [this.#stop, null]; // the client has asked for it
    },
    stayed: (why) => {
      this.#event('output', { category: 'important', output: `${why}\n` });
      if (this.#left !== null) this.#hear({ method: 'debug/stopped', params: this.#left });
    },
  });

  constructor(starter: TargetStarter, send: (message: DapMessage) => void) {
    this.#starter = starter;
    this.#send = send;
    this.#handlers = {
      ...this.#lifetime(),
      ...this.#breakpoints(),
      ...this.#running(),
      ...this.#looking(),
      ...this.#time.handlers(),
    };
  }

  /** Requests that are answered. */
  get commands(): readonly DapCommand[] {
    return Object.keys(this.#handlers) as DapCommand[];
  }

  /** Never throws: what goes wrong is the answer. */
  async handle(message: DapMessage): Promise<void> {
    if (message.type !== 'request') return;
    try {
      const handler = this.#handlers[message.command as DapCommand] as ((arguments_: unknown) => unknown) | undefined;
      if (handler === undefined) throw new Error(`The adapter does not know the request \`${message.command}\`.`);
      this.#respond(message, await handler(message.arguments ?? {}));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#out({
        type: 'response',
        request_seq: message.seq,
        command: message.command,
        success: false,
        message: text,
        body: { error: { id: 1, format: text.replaceAll(/[{}]/g, "'"), showUser: SHOWN.has(message.command) } },
      });
    }
    if (message.command === 'launch' || message.command === 'attach') this.#afterStart();
  }

  async dispose(): Promise<void> {
    await this.#end(this.#isLaunched);
  }

  #respond({ seq, command }: DapRequest, body: unknown): void {
    this.#out({ type: 'response', request_seq: seq, command, success: true, ...(body === undefined ? {} : { body }) });
  }

  #event(event: string, body?: object): void {
    this.#out({ type: 'event', event, ...(body === undefined ? {} : { body }) });
  }

  #out(message: Outgoing): void {
    this.#sequence += 1;
    this.#send({ seq: this.#sequence, ...message } as unknown as DapMessage);
  }

  #request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    return this.#machine().request(method, params);
  }

  #machine(): DebugTarget {
    if (this.#target === null) throw new Error('No machine is being debugged. Start one with launch or attach.');
    return this.#target;
  }

  #lifetime() {
    return {
      initialize: ({ linesStartAt1, columnsStartAt1, supportsInvalidatedEvent }) => {
        this.#lineShift = linesStartAt1 === false ? -1 : 0;
        this.#columnShift = columnsStartAt1 === false ? 0 : -1;
        this.#hearsInvalidated = supportsInvalidatedEvent === true;
        return CAPABILITIES;
      },
      launch: async (start) => {
        this.#start = start;
        this.#isLaunched = true;
        this.#target = await this.#starter.launch(start, this.#listener);
      },
      attach: async (start) => {
        this.#start = start;
        this.#target = await this.#starter.attach(start, this.#listener);
      },
      configurationDone: () => this.#go(),
      disconnect: ({ terminateDebuggee }) => this.#end(terminateDebuggee ?? this.#isLaunched),
      terminate: async () => {
        await this.#end(true);
        this.#event('terminated');
      },
    } satisfies Partial<Handlers>;
  }

  #afterStart(): void {
    if (this.#target === null) return;
    this.#event('initialized');
    if (!this.#isLaunched) this.#announce();
  }

  /** Breakpoints are set: the machine may run. */
  #go(): void {
    if (!this.#isLaunched) return;
    const boot = async (): Promise<void> => {
      if (this.#start.stopOnEntry === true && this.#start.noDebug !== true)
        await this.#request('debug/pause', { stopReason: 'entry' });
      await this.#request('machine/boot', {});
      this.#announce();
    };
    boot().catch((error: unknown) => {
      // A machine that is gone has told so already.
      if (!this.#ended) this.#event('output', { category: 'stderr', output: `${String(error)}\n` });
    });
  }

  #announce(): void {
    this.#request('debug/modules', {}).then(
      ({ modules }) => {
        for (const module of modules) this.#event('module', { reason: 'new', module: this.#module(module) });
      },
      () => {},
    );
  }

  async #end(terminate: boolean): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#target?.end(terminate);
  }

  readonly #listener = {
    notify: <N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void => {
      this.#hear({ method, params } as Notification);
    },
    ended: (message: string): void => {
      if (this.#ended) return;
      this.#ended = true;
      this.#event('output', { category: 'stderr', output: `${message}\n` });
      this.#event('terminated');
    },
  };

  #hear(notification: Notification): void {
    switch (notification.method) {
      case 'debug/stopped':
        // Elsewhere in its history: why it stood before is no longer why it stands.
        this.#continued();
        this.#stop = notification.params;
        this.#event('stopped', stoppedBody(notification.params));
        break;
      case 'debug/continued':
        // The client is told by the answer to its own request; this is for when somebody else let it go.
        this.#continued();
        break;
      case 'debug/output': {
        const { text, file, line } = notification.params;
        this.#event('output', { category: 'console', output: `${text}\n`, ...this.#place(file, line) });
        break;
      }
      case 'output/dbgPrint':
        for (const { driver, text } of notification.params.lines)
          this.#event('output', { category: 'stdout', output: `${driver}: ${text.trimEnd()}\n` });
        break;
      case 'machine/diagnostics':
        for (const { file, line, severity, message } of notification.params.diagnostics) {
          const category = severity === 'error' ? 'stderr' : 'console';
          this.#event('output', { category, output: `${file}:${line}: ${message}\n`, ...this.#place(file, line) });
        }
        break;
    }
  }

  #continued(): void {
    if (this.#stop !== null) this.#event('continued', { threadId: this.#stop.thread, allThreadsContinued: true });
    this.#stop = null;
  }

  #place(file: string | null, line: number): object {
    return file === null || this.#target === null
      ? {}
      : { source: this.#target.sourceOf(file), line: line + this.#lineShift };
  }

  #id(): number {
    this.#breakpointId += 1;
    return this.#breakpointId;
  }

  #results(results: readonly BreakpointResult[]): object {
    const breakpoints = results.map(({ line, ...rest }) => ({
      ...rest,
      ...(line === undefined ? {} : { line: line + this.#lineShift }),
    }));
    return { breakpoints };
  }

  #breakpoints() {
    return {
      setBreakpoints: async ({ source, breakpoints = [] }) => {
        const set = breakpoints.map((one) => ({
          id: this.#id(),
          line: one.line - this.#lineShift,
          ...plainBreakpoint(one),
        }));
        const file = this.#target?.fileOf(source) ?? null;
        if (file === null) {
          const message = `The machine has no file ${source.path ?? source.name ?? ''}.`;
          return this.#results(set.map(({ id }) => ({ id, verified: false, message })));
        }
        const message = this.#target?.stopsElsewhere?.(file);
        if (message != null) return this.#results(set.map(({ id }) => ({ id, verified: false, message })));
        return this.#results((await this.#request('debug/setLines', { file, breakpoints: set })).breakpoints);
      },
      setFunctionBreakpoints: async ({ breakpoints }) => {
        const set = breakpoints.map((one) => ({ id: this.#id(), name: one.name, ...plainBreakpoint(one) }));
        return this.#results((await this.#request('debug/setFunctions', { breakpoints: set })).breakpoints);
      },
      setExceptionBreakpoints: async (set) => {
        await this.#request('debug/setExceptions', { breakpoints: exceptionBreakpoints(set) });
      },
      dataBreakpointInfo: (asked) => dataInfo((method, params) => this.#request(method, params), asked),
      setDataBreakpoints: async ({ breakpoints }) => {
        const set = breakpoints.map(({ dataId, ...one }) => ({
          ...(JSON.parse(dataId) as { readonly address: `0x${string}`; readonly size: number; readonly name: string }),
          id: this.#id(),
          ...plainBreakpoint(one),
        }));
        return this.#results((await this.#request('debug/setData', { breakpoints: set })).breakpoints);
      },
    } satisfies Partial<Handlers>;
  }

  #running() {
    const go =
      (how: HostRequests['debug/continue'][0]['how']) =>
      async ({ threadId }: { readonly threadId: number }): Promise<object> => {
        this.#stop = null;
        this.#console.reset();
        await this.#request('debug/continue', { how, thread: threadId });
        return { allThreadsContinued: true };
      };
    return {
      continue: go('run'),
      next: go('over'),
      stepIn: go('into'),
      stepOut: go('out'),
      pause: async () => {
        await this.#request('debug/pause', {});
      },
      threads: async () => {
        if (this.#target === null || this.#start.noDebug === true) return { threads: [] };
        return await this.#request('debug/threads', {});
      },
    } satisfies Partial<Handlers>;
  }

  #module = (module: HostRequests['debug/modules'][1]['modules'][number]): object =>
    toModule(module, (file) => this.#target?.sourceOf(file) ?? {});

  #looking() {
    const sourceOf = (file: string): object => this.#target?.sourceOf(file) ?? {};
    return {
      stackTrace: async ({ threadId, startFrame = 0, levels = 0 }) => {
        const { frames } = await this.#request('debug/stack', { thread: threadId });
        const shown = frames.slice(startFrame, levels > 0 ? startFrame + levels : undefined);
        return {
          stackFrames: shown.map((frame) => toFrame(frame, sourceOf, this.#lineShift)),
          totalFrames: frames.length,
        };
      },
      scopes: async ({ frameId }) => {
        const { scopes } = await this.#request('debug/scopes', { frame: frameId });
        return { scopes: scopes.map(toScope) };
      },
      variables: async ({ variablesReference, start = 0, count = 0 }) => {
        if (this.#console.isOurs(variablesReference))
          return { variables: await this.#console.open(variablesReference) };
        const { variables } = await this.#request('debug/variables', { reference: variablesReference });
        return { variables: variables.slice(start, count > 0 ? start + count : undefined).map(toVariable) };
      },
      setVariable: async ({ variablesReference, name, value }) => {
        const set = await this.#request('debug/setVariable', { reference: variablesReference, name, value });
        if (this.#hearsInvalidated) this.#event('invalidated', { areas: ['variables'] });
        return toVariable(set);
      },
      setExpression: async ({ expression, value, frameId }) => {
        const asked = { expression, value, ...(frameId === undefined ? {} : { frame: frameId }) };
        return toVariable(await this.#request('debug/setExpression', asked));
      },
      evaluate: async ({ expression, frameId, context }) => {
        const frame = frameId === undefined ? {} : { frame: frameId };
        const value = async (one: string) =>
          evaluated(await this.#request('debug/evaluate', { expression: one, ...frame }));
        if (context !== 'repl') return await value(expression);
        const moved = this.#time.typed(expression);
        return moved === null ? await this.#console.typed(expression, value) : { result: moved, variablesReference: 0 };
      },
      completions: async ({ text, column }) => {
        const line = { line: text, column: column + this.#columnShift };
        return toCompletions(await this.#request('machine/console-completions', line), line.column, this.#columnShift);
      },
      readMemory: async ({ memoryReference, offset = 0, count }) => {
        const address = addressAt(memoryReference, offset);
        const { bytes, unreadable } = await this.#request('debug/readMemory', { address, count });
        return { address, data: Buffer.from(bytes, 'hex').toString('base64'), unreadableBytes: unreadable };
      },
      writeMemory: async ({ memoryReference, offset = 0, data }) => {
        const bytes = Buffer.from(data, 'base64').toString('hex');
        const { written } = await this.#request('debug/writeMemory', {
          address: addressAt(memoryReference, offset),
          bytes,
        });
        return { bytesWritten: written };
      },
      modules: async () => {
        const { modules } = await this.#request('debug/modules', {});
        return { modules: modules.map(this.#module), totalModules: modules.length };
      },
      loadedSources: async () => {
        const { modules } = await this.#request('debug/modules', {});
        return { sources: modules.flatMap(({ source }) => (source === null ? [] : [sourceOf(source)])) };
      },
      exceptionInfo: () => {
        const exception = this.#stop?.exception;
        if (exception === undefined)
          throw new Error('The machine does not stand at a broken rule, a crash or an error.');
        const { id, description, details } = exception;
        return {
          exceptionId: id,
          description,
          breakMode: 'always',
          details: { message: details, typeName: exception.kind },
        };
      },
    } satisfies Partial<Handlers>;
  }
}

/** Requests whose failure the user must see; the others fail where he looks anyway. */
const SHOWN: ReadonlySet<string> = new Set(['launch', 'attach']);

type Notification = {
  [N in keyof HostNotifications]: { readonly method: N; readonly params: HostNotifications[N] };
}[keyof HostNotifications];
