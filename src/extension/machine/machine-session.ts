import type { TimeTravel } from '../../client/travel/time-travel.ts';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { History } from '../../protocol/history.ts';
import type { Injection, InjectionResult } from '../../protocol/injection.ts';
import type { HostNotifications, HostRequests, StartParams, StartResult, StepKind } from '../../protocol/messages.ts';
import { RECORDING_SUFFIX, type Recording } from '../../protocol/recording.ts';
import type { MachineDelta, MachineState } from '../../protocol/state.ts';
import { Emitter } from '../emitter.ts';
import { t } from '../text.ts';
import type { Host, HostListener, HostLoss, HostPort } from './host-port.ts';
import { MachineModel, type ModelChange } from './machine-model.ts';

/** `failed`: machine file or drivers are wrong. `lost`: the process hung or ended unasked. */
export type SessionStatus = 'stopped' | 'starting' | 'live' | 'failed' | 'lost';

export type SessionEvent =
  | { readonly type: 'status' }
  | { readonly type: 'delta'; readonly delta: MachineDelta; readonly change: ModelChange }
  | { readonly type: 'diagnostics' }
  /** The machine is elsewhere in its history, or that is another. */
  | { readonly type: 'history' }
  | { readonly type: 'print'; readonly lines: HostNotifications['output/dbgPrint']['lines'] }
  | { readonly type: 'log'; readonly entry: HostNotifications['output/log'] }
  | { readonly type: 'lost'; readonly loss: HostLoss };

/** Reads a file named relative to the machine file's folder. */
export type ReadFile = (path: string) => Promise<string | null>;

/** Somebody who wants to be in the sandbox process before any driver is. */
export interface SourceDebugger {
  /** Path or URI of the machine file's folder. */
  readonly sources: string;
  /** @returns whether it is there */
  attach(opened: HostRequests['debug/open'][1]): Promise<boolean>;
}

/** Which start a process serves now. */
interface Heard {
  run: number;
}

/** One machine file, and the sandbox process that runs it. */
export class MachineSession {
  readonly uri: string;
  /** Name of the machine file: what the host calls it. All other paths are relative to its folder. */
  readonly fileName: string;
  readonly events = new Emitter<SessionEvent>();
  /** Everything that the host tells, as it comes. */
  readonly notifications = new Emitter<Notification>();
  readonly #port: HostPort;
  readonly #readFile: ReadFile;
  #status: SessionStatus = 'stopped';
  #model: MachineModel | null = null;
  #diagnostics: readonly Diagnostic[] = [];
  #loss: HostLoss | null = null;
  #filesRead = new Set<string>();
  #host: Host | null = null;
  /** Tells a later start's messages from those of a process that is on its way out. */
  #run = 0;
  #heard: Heard = { run: 0 };

  constructor(uri: string, port: HostPort, readFile: ReadFile) {
    this.uri = uri;
    this.fileName = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
    this.#port = port;
    this.#readFile = readFile;
  }

  get status(): SessionStatus {
    return this.#status;
  }

  /** null unless the machine is live. */
  get model(): MachineModel | null {
    return this.#model;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  get loss(): HostLoss | null {
    return this.#loss;
  }

  get pid(): number | null {
    return this.#host?.pid ?? null;
  }

  /** Every file that the host asked for in this run: the machine file, the drivers and what they import. */
  get filesRead(): ReadonlySet<string> {
    return this.#filesRead;
  }

  /**
   * Starts the machine, or starts it anew.
   *
   * @param debug - it is loaded, and waits for its debugger to boot it
   * @param source - attaches before the drivers are loaded
   * @param keepsDisks - a machine that has stopped with a bug check boots with its disks as they are; a debugger's does not
   * @returns whether it runs
   */
  async start(debug = false, source: SourceDebugger | null = null, keepsDisks = false): Promise<boolean> {
    const run = ++this.#run;
    const isKept = keepsDisks && !debug && this.#model?.summary.run === 'crashed';
    this.#model = null;
    this.#loss = null;
    this.#diagnostics = [];
    this.#filesRead = new Set();
    this.#setStatus('starting');
    this.events.fire({ type: 'diagnostics' });
    try {
      const host = isKept ? this.#keepHost(run) : await this.#startHost(run);
      if (host === null) return false;
      if (debug) await this.#open(host, source);
      return await this.#boot(host, run, { file: this.fileName, ...(debug ? { debug } : {}), ...kept(isKept) });
    } catch (error) {
      if (run === this.#run && this.#loss === null) this.#lose({ message: reasonOf(error), file: null, line: null });
      return false;
    }
  }

  async stop(): Promise<void> {
    this.#run++;
    this.#model = null;
    this.#diagnostics = [];
    this.#loss = null;
    this.#setStatus('stopped');
    this.events.fire({ type: 'diagnostics' });
    await this.#endHost();
  }

  inject(injection: Injection): Promise<InjectionResult> {
    return this.host().request('machine/inject', injection);
  }

  /** null: it has none. */
  get history(): History | null {
    return this.#status === 'live' ? (this.#host?.travel.history ?? null) : null;
  }

  /** Moves it through its history. @throws TravelError */
  async travel(move: (travel: TimeTravel) => Promise<void>): Promise<void> {
    await move(this.host().travel);
  }

  /** What it takes to repeat the run up to where it is. @throws TravelError */
  async record(product: string): Promise<Recording> {
    return await this.host().travel.record(product);
  }

  async pause(): Promise<void> {
    this.#replace(await this.host().request('machine/pause', {}));
  }

  async resume(): Promise<void> {
    this.#replace(await this.host().request('machine/resume', {}));
  }

  async step(kind: StepKind): Promise<void> {
    this.#replace(await this.host().request('machine/step', { kind }));
  }

  /** @throws when the machine does not run */
  host(): Host {
    if (this.#host === null || this.#status !== 'live')
      throw new Error(t('The machine {0} is not running.', this.fileName));
    return this.#host;
  }

  async dispose(): Promise<void> {
    this.#run++;
    this.events.dispose();
    this.notifications.dispose();
    await this.#endHost();
  }

  async #open(host: Host, source: SourceDebugger | null): Promise<void> {
    const opened = await host.request('debug/open', source === null ? {} : { sources: source.sources });
    // One that comes too late would stop at lines that are another's by then.
    if (source !== null && !(await source.attach(opened))) await host.request('debug/open', {});
  }

  /** The disks are in the process that has crashed: it starts its machine anew. */
  #keepHost(run: number): Host | null {
    this.#heard.run = run;
    return this.#host;
  }

  /** @returns null when somebody else has started or stopped the machine meanwhile */
  async #startHost(run: number): Promise<Host | null> {
    await this.#endHost();
    if (run !== this.#run) return null;
    const heard = { run };
    const host = await this.#port.start(this.#listener(heard));
    if (run !== this.#run) {
      await host.dispose();
      return null;
    }
    this.#heard = heard;
    this.#host = host;
    return host;
  }

  async #boot(host: Host, run: number, params: StartParams): Promise<boolean> {
    const { debug = false } = params;
    const result = await this.#load(host, params);
    if (run !== this.#run || this.#loss !== null) return false;
    this.#addDiagnostics(result.diagnostics);
    if (!result.ok) {
      this.#setStatus('failed');
      await this.#endHost();
      return false;
    }
    if (debug) await host.request('debug/attach', {});
    if (run !== this.#run || this.#loss !== null) return false;
    this.#model = new MachineModel(result.state);
    this.#setStatus('live');
    return true;
  }

  /** A machine file is started; a recording is repeated. */
  async #load(host: Host, params: StartParams): Promise<StartResult> {
    if (!this.fileName.endsWith(RECORDING_SUFFIX)) return await host.request('machine/start', params);
    const { parseRecording, RecordingError } = await import('../../client/travel/recording.ts');
    try {
      return await host.travel.replay(
        parseRecording((await this.#readFile(this.fileName)) ?? ''),
        params.debug === true,
      );
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      const place = { file: this.fileName, line: 1, column: 1 };
      const diagnostic = { ...place, severity: 'error', code: 'machine/no-recording', message: error.message } as const;
      return { ok: false, reason: 'machine', diagnostics: [diagnostic] };
    }
  }

  #listener(heard: Heard): HostListener {
    const current = (): boolean => heard.run === this.#run;
    return {
      readFile: async (path) => {
        this.#filesRead.add(path);
        return await this.#readFile(path);
      },
      notify: (method, params) => {
        if (current()) this.#hear({ method, params } as Notification);
      },
      travelled: (state) => {
        if (current()) this.#travelled(state);
      },
      ended: (loss) => {
        if (current() && this.#loss === null) this.#lose(loss);
      },
    };
  }

  /** Another state altogether, older or newer. */
  #travelled(state: MachineState | null): void {
    if (this.#status !== 'live') return;
    if (state !== null) {
      this.#model = new MachineModel(state);
      this.events.fire({ type: 'status' });
    }
    this.events.fire({ type: 'history' });
  }

  #hear(notification: Notification): void {
    this.notifications.fire(notification);
    switch (notification.method) {
      case 'machine/changed':
        this.#applyDelta(notification.params);
        break;
      case 'machine/diagnostics':
        this.#addDiagnostics(notification.params.diagnostics);
        break;
      case 'output/dbgPrint':
        this.events.fire({ type: 'print', lines: notification.params.lines });
        break;
      case 'output/log':
        this.events.fire({ type: 'log', entry: notification.params });
        break;
    }
  }

  #applyDelta(delta: MachineDelta): void {
    // What arrives before the start's answer, or late, is already part of the state that we have.
    if (this.#model === null || delta.revision <= this.#model.summary.revision) return;
    const change = this.#model.apply(delta);
    this.events.fire({ type: 'delta', delta, change });
  }

  /** The answer to pause, resume or step may overtake the delta that says the same. */
  #replace(state: MachineState): void {
    if (this.#model !== null) this.#applyDelta(stateAsDelta(state, this.#model));
  }

  #addDiagnostics(added: readonly Diagnostic[]): void {
    const known = new Set(this.#diagnostics.map(keyOf));
    const fresh = added.filter((diagnostic) => !known.has(keyOf(diagnostic)));
    if (fresh.length === 0) return;
    this.#diagnostics = [...this.#diagnostics, ...fresh];
    this.events.fire({ type: 'diagnostics' });
  }

  #lose(loss: HostLoss): void {
    this.#loss = loss;
    this.#model = null;
    if (loss.file !== null) {
      const place = { file: loss.file, line: loss.line ?? 1, column: 1 };
      this.#addDiagnostics([{ ...place, severity: 'error', code: 'driver/hang', message: loss.message }]);
    }
    this.#setStatus('lost');
    this.events.fire({ type: 'lost', loss });
    // The process is gone or going; what is left of it must not outlive the session.
    this.#endHost().catch(() => {});
  }

  #setStatus(status: SessionStatus): void {
    this.#status = status;
    this.events.fire({ type: 'status' });
  }

  async #endHost(): Promise<void> {
    const host = this.#host;
    this.#host = null;
    await host?.dispose();
  }
}

export type Notification = {
  [N in keyof HostNotifications]: { readonly method: N; readonly params: HostNotifications[N] };
}[keyof HostNotifications];

/** What of a whole state is news to the model, so that the views draw no more than that. */
function stateAsDelta(state: MachineState, model: MachineModel): MachineDelta {
  const { name: _name, file: _file, seed: _seed, verifier: _verifier, devices, violations, ...rest } = state;
  const changed = devices.filter((device) => JSON.stringify(device) !== JSON.stringify(model.device(device.id)));
  const order = devices.map((device) => device.id);
  const moved = order.join('\n') !== [...model.devices()].map((device) => device.id).join('\n');
  const delta = { ...rest, devices: changed, addedViolations: violations.slice(model.violations.length) };
  return moved ? { ...delta, order } : delta;
}

function kept(keepDisks: boolean): Pick<StartParams, 'keepDisks'> {
  return keepDisks ? { keepDisks } : {};
}

function keyOf(diagnostic: Diagnostic): string {
  return JSON.stringify([diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.code, diagnostic.message]);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
