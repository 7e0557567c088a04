/** A machine: a description, a kernel and drivers, booted, and what can be done to it. */
import { formatInstant, later, minutes, parseDuration } from '../base/time.ts';
import type { Wdm } from '../ddi/wdm.ts';
import { assemble, type Nt } from '../kernel/assemble.ts';
import { bootTree } from '../kernel/pnp/boot.ts';
import { Hardware } from '../kernel/pnp/hardware.ts';
import { EVENT } from '../kernel/sim/events.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { AdvanceInjection, Injection, InjectionResult } from '../protocol/injection.ts';
import type { HostRequests, StartParams, StepKind } from '../protocol/messages.ts';
import type { MachineDelta, MachineState } from '../protocol/state.ts';
import type { EventKind, TraceOutline, TracePage } from '../protocol/trace.ts';
import { stateCharts } from './charts.ts';
import { Console } from './console/console.ts';
import { DebugSession } from './debug/debug-session.ts';
import { kindOfDump, registryOf, sizeOfDumpFile } from './description-facts.ts';
import { DriverPrograms, readPrograms } from './driver-programs.ts';
import { Driving, type Ended } from './driving.ts';
import { type MachineDump, type MachineDumpKind, MachineDumps } from './dump.ts';
import type { KeptDisks, MachineEnvironment, MachineMemory } from './environment.ts';
import type { MachineDescription } from './file/description.ts';
import { makeHardware } from './hardware-tree.ts';
import { compareAt } from './injections/expectation.ts';
import { armFault } from './injections/fault-request.ts';
import { performProfileChange } from './injections/hardware-profile.ts';
import {
  findDevice,
  isOutcome,
  manualCrash,
  type Outcome,
  performBugcheck,
  performPnp,
  performUsage,
  refused,
  startIo,
} from './injections/inject.ts';
import { whyMalformed } from './injections/malformed.ts';
import { startPageIn, whyNoPage } from './injections/page-in.ts';
import { changesPlugs, isAbsent, performPlugIn, performReplugAsleep } from './injections/plug-request.ts';
import { performPoFx } from './injections/pofx-request.ts';
import { performPower, whyNotWorking } from './injections/power-request.ts';
import { runUntil } from './injections/run-until.ts';
import { startWmi } from './injections/wmi.ts';
import { readDescription } from './read-description.ts';
import { Steering } from './steering.ts';
import { type DbgPrintLine, Unheard } from './unheard.ts';
import { describeMachine } from './view/describe.ts';
import { crashDiagnostic, driverLine, violationDiagnostic, violationState } from './view/finding-view.ts';
import { problemDiagnostic } from './view/problem-diagnostic.ts';
import { StateView } from './view/state-view.ts';
import { outlineTrace } from './view/trace-outline.ts';
import { readTrace, traceLines, whoRefused } from './view/trace-view.ts';
import { describeWaits } from './view/waits.ts';

export type MachineStart =
  | { readonly ok: true; readonly machine: Machine; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly reason: 'machine' | 'driver'; readonly diagnostics: readonly Diagnostic[] };

/** An operation that has not ended after this much virtual time never will. */
const PATIENCE = minutes(10);
/** Longer than the watchdog of power IRPs, which then says who is to blame. */
const POWER_PATIENCE = minutes(30);

export class Machine {
  onChange: (() => void) | null = null;
  onDbgPrint: ((line: DbgPrintLine) => void) | null = null;
  onDiagnostics: ((diagnostics: readonly Diagnostic[]) => void) | null = null;
  readonly unheard = new Unheard();
  readonly nt: Nt;
  readonly console: Console;
  readonly debug: DebugSession;
  readonly #memory: MachineMemory;
  readonly #dumps: MachineDumps;
  readonly #description: MachineDescription;
  readonly #steering: Steering;
  readonly #driving: Driving;
  readonly #view: StateView;
  readonly #diagnostics: Diagnostic[] = [];
  /** Of each injection, how many events there were when its turn came. */
  readonly #began: number[] = [];
  #withSpecialFiles = true;

  private constructor(
    description: MachineDescription,
    programs: DriverPrograms,
    environment: MachineEnvironment,
    seed: number,
  ) {
    this.#description = description;
    this.#memory = environment.createMemory(description.memoryBytes);
    this.nt = assemble({
      memory: this.#memory.buffer,
      imagesEnd: programs.imagesEnd,
      seed,
      hardware: new Hardware(makeHardware(description, environment.disks?.media ?? new Map())),
      dump: {
        fileSizeOf: (id) => sizeOfDumpFile(description, id),
        filters: description.dumpFilters.map(({ driver }) => driver),
        kind: kindOfDump(description),
      },
      drivers: programs,
      registry: registryOf(description),
      power: description.power,
      platform: {
        hasDefaultPlugIn: description.pep !== 'none',
        isStrict: description.isPepStrict,
        isStrictRegistration: description.isPepStrict,
      },
      verifier: description.verifier,
      lineOf: (site) => driverLine(programs, site),
      hooks: {
        onChange: () => this.#changed(),
        onFinding: (finding) => {
          this.#tell(violationDiagnostic(violationState(this.nt, programs, finding)));
          this.debug.finding(finding);
        },
        onCrash: () => {
          this.#tell(crashDiagnostic(this.nt, programs));
          this.debug.crashed();
        },
        onDbgPrint: (text, driver) => this.#print(text, driver),
        breathe: () => this.#driving.breathe(),
      },
    });
    this.#dumps = new MachineDumps(this.nt, programs, this, environment.disks, description.crashControl);
    const { sim } = this.nt.kernel;
    sim.status = environment.status;
    this.#steering = new Steering(sim);
    this.#driving = new Driving(sim, this.#steering, environment, () => describeWaits(this.nt));
    this.debug = new DebugSession({
      nt: this.nt,
      programs,
      environment: environment.debug ?? null,
      deviceState: (id) => this.state().devices.find((device) => device.id === id),
      onChange: () => this.#changed(),
      isRunning: () => this.#driving.isRunning,
    });
    this.#driving.onIdle = () => this.debug.idle();
    this.#view = new StateView(this.nt, programs, description, seed, this.#steering, this.#driving, {
      debug: this.debug,
      found: this.#dumps.kept,
    });
    this.console = new Console(this.nt, programs, this.#view);
  }

  /** Reads, compiles, boots. A machine that stops while it boots is started all the same: its crash can be looked at. */
  static async start(params: StartParams, environment: MachineEnvironment): Promise<MachineStart> {
    const { description, diagnostics } = await readDescription(params, environment);
    if (description === null) return { ok: false, reason: 'machine', diagnostics };
    const users = await readPrograms(description, environment);
    const compiled = users.flatMap(({ program }) => program.diagnostics);
    if (compiled.some(({ severity }) => severity === 'error'))
      return { ok: false, reason: 'driver', diagnostics: [...diagnostics, ...compiled] };
    const programs = new DriverPrograms(users, environment);
    const machine = new Machine(description, programs, environment, params.seed ?? description.seed);
    if (params.debug === true && users.some(({ image }) => image !== null)) environment.debug?.prepareForC();
    const heard = params.debug === true ? (wdm: Wdm) => machine.debug.heard(wdm) : undefined;
    if (!programs.link(machine.nt, machine.#memory, heard))
      return { ok: false, reason: 'driver', diagnostics: [...diagnostics, ...compiled, ...programs.diagnostics] };
    if (params.crashAfter !== undefined) machine.#steering.stopAfter(params.crashAfter, manualCrash());
    machine.#withSpecialFiles = params.specialFiles !== false;
    if (params.debug !== true) await machine.boot();
    return { ok: true, machine, diagnostics: [...diagnostics, ...compiled, ...machine.#diagnostics] };
  }

  /** Reads and compiles; starts nothing. */
  static async check(params: StartParams, environment: MachineEnvironment): Promise<readonly Diagnostic[]> {
    const { description, diagnostics } = await readDescription(params, environment);
    if (description === null) return diagnostics;
    const users = await readPrograms(description, environment);
    return [...diagnostics, ...users.flatMap(({ program }) => program.diagnostics)];
  }

  /** Once; what is asked of the machine meanwhile is done afterwards. */
  boot(): Promise<void> {
    return this.#driving.inTurn(() => this.#boot(this.#withSpecialFiles));
  }

  async #boot(withSpecialFiles: boolean): Promise<void> {
    const { pnp } = this.nt;
    await this.#driving.operate(() => pnp.perform('boot', () => bootTree(pnp)), PATIENCE);
    for (const file of withSpecialFiles ? this.#description.specialFiles : []) {
      const devnode = pnp.byId(file.device);
      if (devnode === undefined || this.nt.kernel.sim.crash !== null) continue;
      const ended = await this.#driving.operate(
        () => performUsage(this.nt, devnode, { op: 'usage', device: file.device, type: file.type, inPath: true }),
        PATIENCE,
      );
      const outcome = ended.done ? ended.value : refused(ended.why);
      if (!outcome.ok)
        this.#tell({
          file: this.#description.file,
          ...file.place,
          severity: 'warning',
          code: 'machine/special-file',
          message: outcome.message,
        });
    }
    for (const devnode of pnp.tree()) {
      if (devnode.problem !== null) this.#tell(problemDiagnostic(this.#description, this.state(), devnode.id));
    }
  }

  #tell(diagnostic: Diagnostic | null): void {
    if (diagnostic === null) return;
    this.#diagnostics.push(diagnostic);
    this.onDiagnostics?.([...this.#diagnostics]);
  }

  #print(text: string, driver: number): void {
    const { now, directory } = this.nt.kernel.sim;
    const line = { time: formatInstant(now), driver: directory.driverName(driver), text };
    (this.onDbgPrint ?? this.unheard.add)(line);
  }

  #changed(): void {
    this.#view?.changed();
    this.onChange?.();
  }

  get revision(): number {
    return this.#view.revision;
  }

  state(): MachineState {
    return this.#view.state();
  }

  delta(since: number): MachineDelta {
    return this.#view.delta(since);
  }

  /** Does one thing to the machine, after all that was asked for before, and waits for its end. */
  inject(injection: Injection): Promise<InjectionResult> {
    return this.#driving.inTurn(() => this.#inject(injection));
  }

  async #inject(injection: Injection): Promise<InjectionResult> {
    const { sim } = this.nt.kernel;
    const first = sim.recorder.count;
    this.#began.push(first);
    const before = new Map(this.state().devices.map((device) => [device.id, device]));
    const findings = sim.findings.length;
    const outcome = await this.#outcomeOf(injection);
    const after = new Map(this.state().devices.map((device) => [device.id, device]));
    const vetoedBy = outcome.vetoedBy === undefined ? undefined : whoRefused(sim, first, outcome.vetoedBy);
    return {
      ...outcome,
      ...(vetoedBy === undefined ? {} : { vetoedBy }),
      events: [first, sim.recorder.count],
      changed: [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id)),
      violations: sim.findings.slice(findings).map((finding) => finding.rule),
    };
  }

  async #outcomeOf(injection: Injection): Promise<Outcome & Pick<InjectionResult, 'difference'>> {
    const malformed = whyMalformed(injection);
    if (malformed !== null) return refused(malformed);
    if (injection.op === 'expect') return compareAt(this.state(), injection.path, injection.equals);
    if (this.nt.kernel.sim.crash !== null)
      return {
        ok: false,
        status: 'STATUS_INVALID_DEVICE_STATE',
        message: 'The machine has stopped with a bug check. Restart it first.',
      };
    const away = ['usage', 'pnp', 'io', 'wmi', 'pageIn', 'pofx'].includes(injection.op) ? whyNotWorking(this.nt) : null;
    if (away !== null) return changesPlugs(injection) ? performReplugAsleep(this.nt, injection) : refused(away);
    this.#note(injection);
    switch (injection.op) {
      case 'usage':
      case 'pnp':
      case 'io':
      case 'wmi':
        return this.#onDevice(injection);
      case 'hardwareProfileChange':
        return this.#ended(await this.#driving.operate(() => performProfileChange(this.nt, injection), PATIENCE));
      case 'pageIn':
        return this.#pageIn(injection.device);
      case 'power':
        return this.#ended(await this.#driving.operate(() => performPower(this.nt, injection), POWER_PATIENCE));
      case 'pofx':
        return this.#ended(await this.#driving.operate(() => performPoFx(this.nt, injection), PATIENCE));
      case 'bugcheck':
        return performBugcheck(this.nt, this.#steering, injection);
      case 'fault': {
        const why = armFault(this.nt, injection);
        return why === null
          ? {
              ok: true,
              status: 'STATUS_SUCCESS',
              message: `${injection.at} will be struck at ${injection.device ?? injection.driver}.`,
            }
          : refused(why);
      }
      case 'advance':
        return this.#advance(injection);
      case 'run':
        return runUntil(injection, this.nt.kernel.sim, this.#driving, PATIENCE);
    }
  }

  async #onDevice(injection: Extract<Injection, { op: 'usage' | 'pnp' | 'io' | 'wmi' }>): Promise<Outcome> {
    const { nt } = this;
    if (injection.op === 'pnp' && injection.request === 'plugIn' && isAbsent(nt, injection.device))
      return this.#ended(await this.#driving.operate(() => performPlugIn(nt, injection.device), PATIENCE));
    const devnode = findDevice(nt, injection.device);
    if (isOutcome(devnode)) return devnode;
    const start = (): Promise<Outcome> => {
      if (injection.op === 'usage') return performUsage(nt, devnode, injection);
      if (injection.op === 'wmi') return startWmi(nt, devnode, injection);
      return injection.op === 'pnp' ? performPnp(nt, devnode, injection) : startIo(nt, devnode, injection);
    };
    return this.#ended(await this.#driving.operate(start, PATIENCE));
  }

  async #pageIn(id: string): Promise<Outcome> {
    const why = whyNoPage(this.nt, id);
    if (why !== null) return refused(why);
    return this.#ended(await this.#driving.operate(() => startPageIn(this.nt, id), PATIENCE));
  }

  #ended(ended: Ended<Outcome>): Outcome {
    if (ended.done) return ended.value;
    const unfinished = ended.isUnfinished === true ? { unfinished: true } : {};
    return { ok: false, status: 'STATUS_UNSUCCESSFUL', message: ended.why, ...unfinished };
  }

  async #advance(injection: AdvanceInjection): Promise<Outcome> {
    const by = parseDuration(injection.by);
    if (by === undefined) return refused(`\`${injection.by}\` is no duration. Write it as 20ms, 5s or 2min.`);
    const { sim } = this.nt.kernel;
    await this.#driving.advance(later(sim.now, by));
    return { ok: true, status: 'STATUS_SUCCESS', message: `It is ${formatInstant(sim.now)} now.` };
  }

  #note(injection: Injection): void {
    const { sim } = this.nt.kernel;
    sim.recorder.add(EVENT.injection, 0, 0, 0, sim.recorder.intern(JSON.stringify(injection)), 0, 0);
  }

  pause(): Promise<MachineState> {
    if (this.debug.isAttached) this.debug.pause();
    else this.#steering.pause();
    return Promise.resolve(this.state());
  }

  resume(): Promise<MachineState> {
    if (this.debug.paused !== null) this.debug.resume('run');
    else this.#steering.resume();
    return Promise.resolve(this.state());
  }

  async step(kind: StepKind): Promise<MachineState> {
    if (this.debug.isAttached) this.debug.resume(kind);
    else await this.#steering.step(kind);
    return this.state();
  }

  progress(): HostRequests['machine/progress'][1] {
    return { events: this.nt.kernel.sim.recorder.count, run: this.#view.run, began: this.#began };
  }

  readonly readTrace = (from: number, count: number, filter?: string, kind?: EventKind): TracePage =>
    readTrace(this.nt.kernel.sim, from, count, filter, kind);
  readonly traceLines = (from: number): ReturnType<typeof traceLines> => traceLines(this.nt.kernel.sim, from);
  readonly outlineTrace = (from: number, to: number, columns: number): TraceOutline =>
    outlineTrace(this.nt.kernel.sim, from, to, columns);
  readonly charts = stateCharts;

  /** null while the machine has not stopped. */
  analyze(): string | null {
    return this.#view.analyze();
  }

  dump(kind: MachineDumpKind | 'found'): MachineDump | null {
    return this.#dumps.get(kind);
  }

  /** What a restart keeps. */
  disks(): KeptDisks {
    return this.#dumps.disks(this.#description.file);
  }

  describe(device?: string): string {
    return describeMachine(this.state(), device);
  }

  stop(): void {
    this.#driving.stop();
    this.debug.detach();
  }
}
