import { ErrorCodes, type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import type { MachineDump } from '../machine/dump.ts';
import type { MachineEnvironment } from '../machine/environment.ts';
import { publishedRulesView, verifierRules } from '../machine/view/rule-view.ts';
import { type HostRequests, PROTOCOL_VERSION, type StartParams, type StartResult } from '../protocol/messages.ts';
import type { MachineState } from '../protocol/state.ts';
import { ChangeFeed, type Notify } from './change-feed.ts';
import type { DebugChannel, Serve } from './debug-channel.ts';
import { debugHandlers } from './debug-handlers.ts';
import type { HeldCalls } from './javascript-debugger.ts';
import type { MachineFactory, MachinePort } from './machine-port.ts';

export type Handlers = {
  [M in keyof HostRequests]: (params: HostRequests[M][0]) => HostRequests[M][1] | Promise<HostRequests[M][1]>;
};

export interface HostServerOptions {
  readonly connection: MessageConnection;
  readonly factory: MachineFactory;
  /** A new one for each machine: drivers of one machine must not meet those of the one before. */
  readonly createEnvironment: () => MachineEnvironment;
  readonly openDebugChannel: (serve: Serve) => DebugChannel;
  /** Lets a JavaScript debugger in. @returns where. @throws where the runtime does not permit it */
  readonly openInspector: (signal: Int32Array, calls: HeldCalls) => string;
  readonly closeInspector: () => void;
}

/** Answers `HostRequests` for one machine at a time. */
export class HostServer {
  readonly #options: HostServerOptions;
  readonly #notify: Notify;
  readonly #handlers: Handlers;
  /** While somebody debugs, everything goes through it. */
  #channel: DebugChannel | null = null;
  /** Folder of the machine file, while a JavaScript debugger may look at the drivers; null: none may. */
  #sources: string | null = null;
  #running: { readonly machine: MachinePort; readonly feed: ChangeFeed } | null = null;

  constructor(options: HostServerOptions) {
    this.#options = options;
    this.#notify = (method, params) => {
      if (this.#channel !== null) this.#channel.notify(method, params);
      else options.connection.sendNotification(method, params).catch(() => {});
    };
    this.#handlers = this.#makeHandlers();
    for (const [method, handler] of Object.entries(this.#handlers)) {
      options.connection.onRequest(method, this.#logged(method, handler as (params: unknown) => unknown));
    }
  }

  /** For a machine that stands at a breakpoint: requests come through the debug channel until it goes on. */
  stand(isReleased: () => boolean): void {
    this.#channel?.stand(isReleased);
  }

  get sources(): string | null {
    return this.#sources;
  }

  #makeHandlers(): Handlers {
    return {
      ...debugHandlers(() => this.#debug()),
      'debug/open': ({ sources }) => {
        const channel = this.#openChannel();
        return sources === undefined ? this.#closeInspector() : this.#openInspector(sources, channel);
      },
      'machine/boot': () => this.#boot(),
      'host/initialize': ({ protocolVersion }) => initialize(protocolVersion),
      'host/ping': () => ({}),
      'machine/check': async (params) => ({
        diagnostics: await this.#options.factory.check(params, this.#options.createEnvironment()),
      }),
      'machine/start': (params) => this.#start(params),
      'machine/stop': () => this.#stop(),
      'machine/state': () => this.#state(),
      'machine/progress': () => this.#machine().progress(),
      'machine/digest': ({ events, memory = true }) => this.#machine().nt.kernel.digest(events, memory),
      'machine/inject': (injection) => this.#acted((machine) => machine.inject(injection)),
      'machine/pause': () => this.#acted((machine) => machine.pause()),
      'machine/resume': () => this.#acted((machine) => machine.resume()),
      'machine/step': ({ kind }) => this.#acted((machine) => machine.step(kind)),
      'trace/read': ({ from, count, filter, kind }) => this.#machine().readTrace(from, count, filter, kind),
      'trace/lines': ({ from }) => this.#machine().traceLines(from),
      'trace/outline': ({ from, to, columns }) => this.#machine().outlineTrace(from, to, columns),
      'chart/list': () => ({ charts: this.#machine().charts() }),
      'machine/analyze': () => ({ text: this.#machine().analyze() }),
      'machine/dump': ({ kind, from }) => dumpPart(this.#machine().dump(kind), from),
      'verifier/rules': () => ({ rules: verifierRules(), published: publishedRulesView() }),
      'machine/describe': ({ device }) => ({ text: this.#machine().describe(device) }),
      'machine/console': ({ line }) => this.#machine().console.evaluate(line),
      'machine/console-completions': ({ line, column }) => this.#machine().console.complete(line, column),
    };
  }

  /** The answer carries only an error's message; its stack goes where a bug report finds it. */
  #logged(method: string, handler: (params: unknown) => unknown): (params: unknown) => Promise<unknown> {
    return async (params) => {
      try {
        return await handler(params);
      } catch (error) {
        if (!(error instanceof ResponseError)) {
          const text = `${method}: ${error instanceof Error ? error.stack : String(error)}`;
          process.stderr.write(`${text}\n`);
          this.#notify('output/log', { level: 'error', text });
        }
        throw error;
      }
    };
  }

  async #start(params: StartParams): Promise<StartResult> {
    const disks = params.keepDisks === true ? this.#running?.machine.disks() : undefined;
    this.#stop();
    const environment = this.#options.createEnvironment();
    const started = await this.#options.factory.start(params, {
      ...environment,
      ...(disks?.file === params.file ? { disks } : {}),
    });
    if (!started.ok) {
      return started;
    }
    const { machine, diagnostics } = started;
    this.#stop(); // another start may have come while this one was reading files
    const state = machine.state();
    const feed = new ChangeFeed(machine, this.#notify, diagnostics);
    this.#hear(machine, feed);
    this.#running = { machine, feed };
    return { ok: true, state, diagnostics };
  }

  #openInspector(sources: string, channel: DebugChannel): HostRequests['debug/open'][1] {
    const isOthers = (): boolean => this.#running?.machine.debug?.isOthers === true;
    const calls: HeldCalls = {
      stopped: () => this.#running?.machine.debug?.heldByOther(),
      serve: () => {
        const wasHeld = isOthers();
        channel.serve(() => wasHeld && !isOthers());
        return wasHeld && !isOthers();
      },
    };
    try {
      const inspector = this.#options.openInspector(channel.signal, calls);
      this.#sources = sources;
      return { inspector };
    } catch (error) {
      return { refusal: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Whoever was let in is put out. */
  #closeInspector(): Record<string, never> {
    if (this.#sources !== null) this.#options.closeInspector();
    this.#sources = null;
    return {};
  }

  #openChannel(): DebugChannel {
    if (this.#channel !== null) return this.#channel;
    const channel = this.#options.openDebugChannel((method, params) => {
      const handler = this.#handlers[method as keyof Handlers] as ((params: unknown) => unknown) | undefined;
      if (handler === undefined)
        throw new ResponseError(ErrorCodes.MethodNotFound, `There is no request \`${method}\`.`);
      return this.#whileHeld(method, params) ?? handler(params);
    });
    this.#channel = channel;
    return channel;
  }

  /** A machine that stands still answers at once: promises are kept when it goes on. */
  #whileHeld(method: string, params: unknown): MachineState | undefined {
    const machine = this.#running?.machine;
    if (machine?.debug == null || machine.debug.paused === null) return undefined;
    if (method === 'machine/resume') machine.debug.resume('run');
    else if (method === 'machine/step') machine.debug.resume((params as HostRequests['machine/step'][0]).kind);
    else if (method !== 'machine/pause') return undefined;
    return machine.state();
  }

  async #boot(): Promise<Record<string, never>> {
    await this.#machine().boot();
    this.#running?.feed.flush();
    return {};
  }

  #debug(): NonNullable<MachinePort['debug']> {
    const { debug } = this.#machine();
    if (debug === null) throw new ResponseError(ErrorCodes.InvalidRequest, 'This machine cannot be debugged.');
    return debug;
  }

  #hear({ debug }: MachinePort, feed: ChangeFeed): void {
    if (debug === null) return;
    debug.listener = {
      onStop: (stop) => {
        feed.flush();
        this.#notify('debug/stopped', stop);
      },
      onContinue: () => this.#notify('debug/continued', {}),
      onOutput: (text, file, line) => this.#notify('debug/output', { text, file, line }),
    };
  }

  #stop(): Record<string, never> {
    this.#running?.feed.stop();
    this.#running?.machine.stop();
    this.#running = null;
    return {};
  }

  #state(): HostRequests['machine/state'][1] {
    this.#running?.feed.flush();
    return this.#running?.machine.state() ?? null;
  }

  async #acted<T>(act: (machine: MachinePort) => Promise<T>): Promise<T> {
    const result = await act(this.#machine());
    this.#running?.feed.flush();
    return result;
  }

  #machine(): MachinePort {
    if (this.#running === null) {
      throw new ResponseError(ErrorCodes.InvalidRequest, 'No machine is running in this sandbox. Start one first.');
    }
    return this.#running.machine;
  }
}

/** Bytes in one answer: enough to be quick, little enough to pass as one message. */
const BYTES_IN_ANSWER = 0x10_0000;

function dumpPart(dump: MachineDump | null, from: number): HostRequests['machine/dump'][1] {
  const pieces: { readonly offset: number; readonly base64: string }[] = [];
  let index = from;
  for (let bytes = 0; bytes < BYTES_IN_ANSWER; index += 1) {
    const piece = dump?.pieces[index];
    if (piece === undefined) return { size: dump?.size ?? 0, pieces, next: null };
    bytes += piece.length;
    pieces.push({ offset: piece.offset, base64: Buffer.from(piece.bytes()).toString('base64') });
  }
  return { size: dump?.size ?? 0, pieces, next: index };
}

function initialize(protocolVersion: number): HostRequests['host/initialize'][1] {
  if (protocolVersion !== PROTOCOL_VERSION) {
    const versions = `${PROTOCOL_VERSION}, the other side speaks ${protocolVersion}`;
    throw new ResponseError(
      ErrorCodes.InvalidParams,
      `This sandbox process speaks protocol version ${versions}. Install both from the same release.`,
    );
  }
  // Electron's and older runtimes' types know no permission model.
  const permission = (process as { permission?: { has(scope: string): boolean } }).permission;
  const permissionModel = permission !== undefined && !permission.has('fs.write');
  return { protocolVersion: PROTOCOL_VERSION, runtime: `Node.js ${process.versions.node}`, permissionModel };
}
