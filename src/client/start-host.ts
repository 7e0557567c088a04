/** Starts and watches a sandbox process; for whoever wants to run a machine. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import {
  type ClientRequests,
  type CompilerResult,
  type CompilerRun,
  type HangReport,
  type HostNotifications,
  type HostRequests,
  PROTOCOL_VERSION,
} from '../protocol/messages.ts';
import { DebugPipe } from './debug-pipe.ts';
import { explainEnd, type HostEnd } from './host-end.ts';
import { GUARDS, type HostProcess, spawnHost } from './host-process.ts';

export type RunCompiler = (run: CompilerRun) => Promise<CompilerResult | null>;

export interface StartHostOptions {
  /** `dist/host.cjs`. */
  readonly entry: string;
  /** The runtime; the one that runs this code unless told. */
  readonly execPath?: string;
  readonly heapMegabytes?: number;
  /** Sets of the runtime's options, the strictest first; the first set that the runtime knows is used. */
  readonly guards?: readonly (readonly string[])[];
  /** The host cannot read files itself. null: no such file, or one that it must not see. */
  readFile(path: string): Promise<string | null>;
  /** Runs the C compiler, which the host has no room for. null: it is not installed. Without this there is none. */
  readonly runCompiler?: RunCompiler;
  onNotification?<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void;
  /** A driver hangs or eats all memory; the process is being ended, `onExit` follows. */
  onHang?(report: HangReport): void;
  /** Once, also after `dispose`. */
  onExit?(end: HostEnd): void;
  /** Seconds between two signs of life, and how many may stay out. */
  readonly heartbeat?: { readonly seconds: number; readonly misses: number };
}

export interface HostHandle {
  readonly pid: number;
  /** What the process said of itself at the start. */
  readonly runtime: HostRequests['host/initialize'][1];
  /** @throws HostEndedError when the process ends before it answers */
  request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]>;
  /** Ends the process; returns when it is gone. */
  dispose(): Promise<void>;
  readonly ended: Promise<HostEnd>;
}

export class HostEndedError extends Error {
  override readonly name = 'HostEndedError';
  readonly end: HostEnd;

  constructor(end: HostEnd) {
    super(end.message);
    this.end = end;
  }
}

/** By runtime: the guards that it took, so that the next start need not try. */
const accepted = new Map<string, readonly string[]>();

const NOTIFICATIONS: readonly (keyof HostNotifications)[] = [
  'machine/changed',
  'machine/diagnostics',
  'output/dbgPrint',
  'output/log',
  'debug/stopped',
  'debug/continued',
  'debug/output',
];

const BROKEN_PIPE: ReadonlySet<number> = new Set([
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
]);
const DEFAULT_HEAP = 1024;
/** Longer than the watchdog inside the process takes, which knows the place. */
const DEFAULT_HEARTBEAT = { seconds: 2, misses: 5 };
const LOG_LENGTH = 16_384;
/** A loaded computer takes its time; this is for a process that never answers. */
const START_MILLISECONDS = 30_000;
const GRACE_MILLISECONDS = 1000;

export async function startHost(options: StartHostOptions): Promise<HostHandle> {
  const execPath = options.execPath ?? process.execPath;
  const heapMegabytes = options.heapMegabytes ?? DEFAULT_HEAP;
  const known = accepted.get(execPath);
  const choices = known === undefined || options.guards !== undefined ? (options.guards ?? GUARDS) : [known];
  let failure: unknown = new Error(`The runtime ${execPath} cannot run the sandbox process.`);
  for (const guards of choices) {
    const host = new RunningHost(spawnHost({ entry: options.entry, execPath, heapMegabytes, guards }), options);
    try {
      await host.initialize();
      accepted.set(execPath, guards);
      return host;
    } catch (error) {
      // No driver has run yet, so none can have had a hand in this: the runtime does not take these guards.
      failure = error;
      await host.dispose();
    }
  }
  throw failure;
}

class RunningHost implements HostHandle {
  readonly pid: number;
  readonly ended: Promise<HostEnd>;
  runtime: HostRequests['host/initialize'][1] = {
    protocolVersion: PROTOCOL_VERSION,
    runtime: '',
    permissionModel: false,
  };
  readonly #process: HostProcess;
  readonly #options: StartHostOptions;
  readonly #connection: MessageConnection;
  readonly #waiting = new Set<(end: HostEnd) => void>();
  #end: HostEnd | null = null;
  #log = '';
  #started = false;
  #disposed = false;
  #report: HangReport | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  /** While somebody debugs: the process may stand in the middle of a driver's code, and hears nothing else. */
  #debugPipe: DebugPipe | null = null;

  constructor(host: HostProcess, options: StartHostOptions) {
    this.#process = host;
    this.#options = options;
    this.pid = host.child.pid ?? -1;
    this.#connection = createMessageConnection(
      new StreamMessageReader(host.stdout),
      new StreamMessageWriter(host.stdin),
    );
    host.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-LOG_LENGTH);
    });
    for (const stream of [host.stdin, host.stdout, host.stderr, host.reports, host.debug]) {
      stream.on('error', () => {}); // a pipe that breaks is seen as the end of the process
    }
    createInterface({ input: host.reports }).on('line', (line) => this.#reported(line));
    this.ended = this.#watchEnd();
    this.#listen();
  }

  async initialize(): Promise<void> {
    const timer = setTimeout(() => this.#process.child.kill('SIGKILL'), START_MILLISECONDS);
    try {
      this.runtime = await this.request('host/initialize', { protocolVersion: PROTOCOL_VERSION });
    } finally {
      clearTimeout(timer);
    }
    this.#started = true;
    this.#startHeartbeat();
  }

  async request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    if (this.#end !== null) {
      throw new HostEndedError(this.#end);
    }
    return await new Promise((resolve, reject) => {
      const fail = (end: HostEnd): void => reject(new HostEndedError(end));
      this.#waiting.add(fail);
      this.#send<HostRequests[M][1]>(method, params).then(
        (result) => {
          this.#waiting.delete(fail);
          // What the process wrote to the pipe meanwhile comes after what it wrote before.
          if (method === 'debug/open') this.#debugPipe ??= new DebugPipe(this.#process.debug, this.#notify);
          resolve(result);
        },
        (error: unknown) => {
          // When the process ends, its pipes break first; the reason is known a moment later.
          if (!(error instanceof ResponseError && BROKEN_PIPE.has(error.code))) {
            this.#waiting.delete(fail);
            reject(error);
          }
        },
      );
    });
  }

  #send<T>(method: string, params: unknown): Promise<T> {
    if (this.#debugPipe !== null) return this.#debugPipe.request(method, params) as Promise<T>;
    return this.#connection.sendRequest<T>(method, params);
  }

  readonly #notify = (method: keyof HostNotifications, params: never): void => {
    this.#options.onNotification?.(method, params);
  };

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#stopHeartbeat();
    this.#process.stdin.end();
    this.#process.debug.end();
    const timer = setTimeout(() => this.#process.child.kill('SIGKILL'), GRACE_MILLISECONDS);
    await this.ended;
    clearTimeout(timer);
  }

  #listen(): void {
    this.#connection.onRequest('workspace/readFile', async ({ path }: ClientRequests['workspace/readFile'][0]) => ({
      text: await this.#options.readFile(path),
    }));
    this.#connection.onRequest(
      'toolchain/run',
      async (run: CompilerRun) => (await this.#options.runCompiler?.(run)) ?? null,
    );
    for (const method of NOTIFICATIONS) {
      this.#connection.onNotification(method, (params) => this.#options.onNotification?.(method, params));
    }
    this.#connection.onError(() => {}); // the same
    this.#connection.listen();
  }

  async #watchEnd(): Promise<HostEnd> {
    const { child, reports, stderr } = this.#process;
    const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      child.once('error', (error) => {
        this.#log += `${error.message}\n`;
        resolve([null, null]);
      });
      child.once('exit', (code, name) => resolve([code, name]));
    });
    // What the process wrote last may still be on its way.
    await Promise.race([
      Promise.all([drained(stderr), drained(reports)]),
      new Promise((resolve) => setTimeout(resolve, GRACE_MILLISECONDS).unref()),
    ]);
    this.#stopHeartbeat();
    const end = explainEnd({
      started: this.#started,
      disposed: this.#disposed,
      report: this.#report,
      exitCode,
      signal,
      log: this.#log,
    });
    this.#end = end;
    for (const fail of this.#waiting) {
      fail(end);
    }
    this.#connection.dispose();
    if (this.#started) {
      this.#options.onExit?.(end);
    }
    return end;
  }

  #reported(line: string): void {
    const report = parseReport(line);
    if (report !== null) {
      this.#hang(report);
    }
  }

  #hang(report: HangReport): void {
    if (this.#report === null && !this.#disposed) {
      this.#report = report;
      this.#stopHeartbeat();
      this.#options.onHang?.(report);
      this.#process.child.kill('SIGKILL');
    }
  }

  /** Missed answers are counted, not time: after the computer slept, none is missing. */
  #startHeartbeat(): void {
    const { seconds, misses } = this.#options.heartbeat ?? DEFAULT_HEARTBEAT;
    let waiting = 0;
    this.#heartbeat = setInterval(() => {
      if (waiting >= misses) {
        this.#hang({ kind: 'hang', driver: null, file: null, line: null, routine: null, seconds: seconds * misses });
        return;
      }
      waiting++;
      this.request('host/ping', {}).then(
        () => {
          waiting = 0;
        },
        () => {},
      );
    }, seconds * 1000).unref();
  }

  #stopHeartbeat(): void {
    if (this.#heartbeat !== null) {
      clearInterval(this.#heartbeat);
      this.#heartbeat = null;
    }
  }
}

async function drained(
  stream: NodeJS.ReadableStream & { readonly readableEnded: boolean; readonly destroyed: boolean },
): Promise<void> {
  if (!stream.readableEnded && !stream.destroyed) {
    await once(stream, 'close').catch(() => {});
  }
}

function parseReport(line: string): HangReport | null {
  try {
    const report: Partial<HangReport> = JSON.parse(line);
    return report.kind === 'hang' || report.kind === 'memory' ? (report as HangReport) : null;
  } catch {
    return null; // cut off: the process died while it wrote
  }
}
