/**
 * Stops the machine where a debugger wants it: at a line, a request, a routine, a state, a broken rule, after a step.
 *
 * It hears the event stream at the checkpoint, and stops by not coming back from there: whatever a driver was about to do, it does
 * afterwards, so a run is the same with or without stops. While nobody debugs, nothing of this is called.
 */

import { nameOfStatus } from '../../abi/names.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { EVENT, type EventCode } from '../../kernel/sim/events.ts';
import type { Watcher } from '../../kernel/sim/simulation.ts';
import type { DebugRequests, DebugStop } from '../../protocol/debug.ts';
import type { StepKind } from '../../protocol/messages.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import type { DebugEnvironment, LocalVariables } from '../environment.ts';
import { BreakpointSet } from './breakpoint-set.ts';
import type { AnyBreakpoint, Armed } from './breakpoints.ts';
import { ExceptionStops } from './exception-stops.ts';
import { framesOf, type StopPoint } from './frames.ts';
import { DebugError, type Inspector } from './inspector.ts';
import { dispatchName, requestName } from './request-names.ts';
import type { DebuggerHooks, Standing, Wanted } from './standing.ts';
import { endsHere, type LinePlace, stepFrom, wants } from './stepping.ts';
import { eventText, otherStop, pausedState } from './stop-texts.ts';
import { Travel } from './travel.ts';

export class Debugger {
  readonly breakpoints: BreakpointSet;
  readonly travel: Travel;
  readonly exceptions = new ExceptionStops();
  readonly #nt: Nt;
  readonly #programs: DriverPrograms;
  readonly #inspector: Inspector;
  readonly #environment: DebugEnvironment | null;
  readonly #hooks: DebuggerHooks;
  #wanted: Wanted = { how: 'run' };
  #standing: Standing | null = null;
  /** What heard the events before. */
  #before: Watcher | null = null;
  #isAttached = false;
  /** An event is being heard: the machine is not between two. */
  #isAtEvent = false;
  /** How many events there were where a journey ended: it ends before that event is heard. */
  #arrivedAt = -1;

  constructor(
    nt: Nt,
    programs: DriverPrograms,
    inspector: Inspector,
    environment: DebugEnvironment | null,
    hooks: DebuggerHooks,
  ) {
    this.#nt = nt;
    this.#programs = programs;
    this.#inspector = inspector;
    this.#environment = environment;
    this.#hooks = hooks;
    this.breakpoints = new BreakpointSet(nt, programs, inspector, environment);
    this.travel = new Travel(nt.kernel.sim.recorder);
  }

  get isAttached(): boolean {
    return this.#isAttached;
  }

  get standing(): Standing | null {
    return this.#standing;
  }

  /** @throws DebugError where the process has nobody to serve the debugger */
  attach(): void {
    if (this.#isAttached) return;
    if (this.#environment === null)
      throw new DebugError('This sandbox process cannot be debugged. Start the machine again with the debugger.');
    const { sim } = this.#nt.kernel;
    const { watcher } = sim;
    this.#before = watcher;
    sim.watcher = (code, irp, device, a, b, c) => {
      watcher?.(code, irp, device, a, b, c);
      if (sim.recorder.count === this.#arrivedAt) return;
      this.#isAtEvent = true;
      this.#hear(code, irp, device, a, b, c);
      this.#isAtEvent = false;
    };
    this.#environment.onLine = (id, locals) => this.#line(id, locals);
    this.#nt.kernel.memory.onWatched = () => this.#checkData();
    this.#isAttached = true;
  }

  detach(): void {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    this.#nt.kernel.sim.watcher = this.#before;
    this.#nt.kernel.memory.onWatched = null;
    this.breakpoints.clear();
    this.exceptions.set([]);
    this.resume('run');
  }

  /** Stops at the next thing that happens; at once when nothing does. */
  pause(reason: 'entry' | 'pause' = 'pause'): void {
    if (this.#standing !== null) return;
    this.#wanted = { how: 'hold', reason };
    if (reason === 'pause' && !this.#hooks.isRunning()) {
      const text = 'Nothing runs; the next request will be held at its first step.';
      this.#stand({ ...this.#plainStop(reason, text), thread: 0 }, null, 0, 0);
    }
  }

  /** @param thread - whose next step it is; left out: of the one that stopped */
  resume(how: 'run' | StepKind, thread?: number): void {
    const standing = this.#standing;
    if (standing === null) {
      this.#wanted = { how: 'run' };
      return;
    }
    this.#wanted = how === 'run' ? { how } : this.#step(how, thread ?? standing.stop.thread, standing);
    this.#standing = null;
    this.#inspector.reset();
    this.#hooks.onChange();
    this.#hooks.onContinue();
  }

  #step(how: StepKind, id: number, standing: Standing): Wanted {
    const { sim } = this.#nt.kernel;
    const thread = sim.threads.get(id);
    if (standing.point === null || thread === undefined) return { how: 'hold', reason: 'step' };
    const point = id === standing.stop.thread ? standing.point : null;
    const { driver, ...goal } = stepFrom(thread, point, sim.directory);
    const began = point !== null && point.entering === null ? this.#placeOf(point) : { place: null, functions: 1 };
    // A step over cannot end in a function that is not on its way already.
    const within = how === 'over' ? this.frames(id).map(({ shown }) => shown) : null;
    const hearsLines = this.breakpoints.hearSteps(sim.directory.driverName(driver), within);
    return { how, thread, hearsLines, ...goal, ...began };
  }

  /** @throws DebugError where that has been passed, or nobody can hold the machine there */
  travelTo({ hears, ...place }: DebugRequests['debug/travel'][0]): void {
    const { sim } = this.#nt.kernel;
    if (this.#environment === null) throw new DebugError('This sandbox process cannot hold a machine.');
    this.travel.start(place, hears === true, () => {
      this.#isAtEvent = true;
      this.#arrivedAt = sim.recorder.count;
      const stop = this.#plainStop('goto', eventText(sim, sim.recorder.count - 1));
      this.#stand(stop, this.#here(), sim.current.irp, sim.current.device);
      this.#isAtEvent = false;
    });
  }

  /** The JavaScript debugger has stopped the code that runs: it is shown as it stands, and nothing waits here. */
  heldByOther(): void {
    if (!this.#isAttached || this.#isHeld()) return;
    const { sim } = this.#nt.kernel;
    this.#show(otherStop(this.#plainStop('pause', ''), sim), this.#here(), sim.current.irp, sim.current.device);
  }

  /** Whether code is held here. What the JavaScript debugger held has gone on when something happens. */
  #isHeld(): boolean {
    if (this.#standing?.stop.isOthers === true) this.resume('run');
    return this.#standing !== null && this.#standing.point !== null;
  }

  /** Nothing can run any more, so a step has come to its end. */
  idle(): void {
    this.#isHeld();
    if (this.#wanted.how === 'run' || this.#wanted.how === 'hold') return;
    this.#wanted = { how: 'run' };
    this.breakpoints.hearSteps(null);
  }

  /** A driver is about to call a routine. */
  called(name: string): void {
    if (this.#isHeld()) return;
    this.#checkData();
    const { current, directory } = this.#nt.kernel.sim;
    const caller = directory.driverName(current.driver);
    const hit = this.breakpoints.atRoutine(caller, name);
    if (hit !== null && this.#hit(hit, 'function', `${caller} calls ${name}`)) return;
    const line = this.breakpoints.atCall(current.driver, () => this.#frameOfCaller());
    if (line !== null && this.#hit(line, 'breakpoint', `${caller} calls ${name}`)) return;
    if (this.#wanted.how === 'run' || directory.drivers[current.driver]?.source === null || current.driver === 0)
      return;
    this.#stepTo({ kind: 'call', thread: current, level: current.depth, irp: current.irp }, `${caller} calls ${name}`);
  }

  #hear(code: EventCode, irp: number, device: number, a: number, b: number, _c: number): void {
    if (this.#isHeld()) return;
    this.#checkData();
    const { sim } = this.#nt.kernel;
    const thread = sim.current;
    const { depth } = thread;
    switch (code) {
      case EVENT.callDriver:
        this.#entering(irp, device, a);
        return;
      case EVENT.dispatchReturn: {
        const text = `${this.#where(device)} has returned ${nameOfStatus(b)} from ${requestName(a)}`;
        this.#stepTo({ kind: 'return', thread, level: depth - 1, irp }, text, { returned: true });
        return;
      }
      case EVENT.completeRequest:
        this.#completing(irp, device, a, b);
        return;
      case EVENT.completionEntered: {
        const name = this.#nt.kernel.memory.routine(a)?.name ?? '';
        const driver = sim.directory.driverName(thread.driver);
        const text = `the completion routine ${driver}!${name} is entered`;
        const hit = this.breakpoints.atRoutine(driver, name, true);
        if (hit !== null && this.#hit(hit, 'function', text, { routine: name })) return;
        this.#stepTo({ kind: 'enter', thread, level: depth, irp }, text, { routine: name });
        return;
      }
      case EVENT.irpDone:
        this.#stepTo(
          { kind: 'done', thread, level: depth, irp },
          `the request ${nameOfStatus(b)} has reached its maker`,
        );
        return;
      case EVENT.state: {
        const hit = this.breakpoints.atState(sim.recorder, irp, device, b);
        if (hit !== null) this.#hit(hit.armed, 'function', hit.text);
        return;
      }
      case EVENT.call:
        if (!this.breakpoints.hearsCalls) this.called(sim.recorder.text(a));
        return;
    }
  }

  #where(device: number): string {
    const { directory } = this.#nt.kernel.sim;
    return `${directory.deviceId(device)}/${directory.driverOfDevice(device)}`;
  }

  #entering(irp: number, device: number, code: number): void {
    const { sim } = this.#nt.kernel;
    const thread = sim.current;
    if (this.breakpoints.hearsEvents(thread.driver)) this.called('IoCallDriver');
    const entering = { device, irp, code };
    const text = `${requestName(code)} is about to enter ${this.#where(device)}`;
    const driver = sim.directory.driverOfDevice(device);
    const hit = this.breakpoints.atRequest(driver, code, () => dispatchName(this.#nt, device, code));
    if (hit !== null && this.#hit(hit, 'function', text, { entering })) return;
    this.#stepTo({ kind: 'call', thread, level: thread.depth, irp }, text, { entering });
  }

  #completing(irp: number, device: number, code: number, status: number): void {
    const { sim } = this.#nt.kernel;
    const thread = sim.current;
    if (this.breakpoints.hearsEvents(thread.driver)) this.called('IoCompleteRequest');
    const text = `${this.#where(device)} completes ${requestName(code)} with ${nameOfStatus(status)}`;
    const exception = this.exceptions.ofStatus(status, text);
    if (exception !== null) {
      this.#stand({ ...this.#plainStop('exception', text), exception }, this.#here(), irp, device);
      return;
    }
    this.#stepTo({ kind: 'complete', thread, level: thread.depth, irp }, text);
  }

  /** A rule was broken: its event is the last. */
  finding(rule: string, message: string, details: string): void {
    const exception = this.exceptions.ofRule(rule, message, details);
    if (!this.#isAttached || this.#isHeld() || exception === null) return;
    const { current } = this.#nt.kernel.sim;
    this.#stand({ ...this.#plainStop('exception', message), exception }, this.#here(), current.irp, current.device);
  }

  crashed(): void {
    const { crash, current } = this.#nt.kernel.sim;
    if (!this.#isAttached || this.#isHeld() || crash === null) return;
    const exception = this.exceptions.ofCrash(crash);
    if (exception === null) return;
    const stop = { ...this.#plainStop('exception', exception.description), exception };
    this.#stand(stop, { ...this.#here(), site: crash.cause }, current.irp, current.device);
  }

  #line(id: number, locals: LocalVariables): void {
    if (this.#isHeld()) return;
    const { current, directory } = this.#nt.kernel.sim;
    if (current.driver === 0) return;
    const armed = this.breakpoints.line(id);
    const driver = directory.driverName(current.driver);
    if (armed !== undefined && this.#hit(armed, 'breakpoint', `${driver} comes to line ${armed.set.line}`, { locals }))
      return;
    if (this.#wanted.how === 'run' || this.#wanted.how === 'hold') return;
    const here = { kind: 'line', thread: current, level: current.depth, irp: current.irp } as const;
    this.#stepTo(here, `${driver} goes on`, { locals });
  }

  /** What C drivers write, and what the kernel writes without a view, is found at the next thing that happens. */
  #checkData(): void {
    if (this.#isHeld()) return;
    const changed = this.breakpoints.changedData();
    if (changed !== null) this.#hit(changed.armed, 'data', changed.text);
  }

  /** @returns whether it stopped */
  #hit(
    armed: Armed<AnyBreakpoint>,
    reason: 'breakpoint' | 'function' | 'data',
    text: string,
    where: Partial<StopPoint> = {},
  ): boolean {
    const point = { ...this.#here(), ...where };
    const frames = framesOf(this.#nt, this.#programs, this.#nt.kernel.sim.current, point);
    const context = frames[0]?.context;
    const outcome = context === undefined ? 'pass' : this.breakpoints.judge(armed, context);
    if (outcome === 'pass') return false;
    if (outcome !== 'stop') {
      const shown = frames.find(({ shown: { file } }) => file !== null)?.shown;
      this.#hooks.onOutput(outcome.log, shown?.file ?? null, shown?.line ?? 0);
      return false;
    }
    const stop = { ...this.#plainStop(reason, text), breakpoints: [armed.set.id] };
    this.#stand(stop, point, context?.irp ?? 0, context?.device ?? 0);
    return true;
  }

  #stepTo(here: Parameters<typeof wants>[1], text: string, where: Partial<StopPoint> = {}): void {
    const wanted = this.#wanted;
    if (wanted.how === 'run') return;
    let point = { ...this.#here(), ...where };
    const { entering } = point;
    if (wanted.how !== 'hold') {
      if (!wants(wanted.how, here, wanted)) return;
      const isLine = ['line', 'call', 'return', 'complete'].includes(here.kind) && entering === null;
      if (isLine && !endsHere(wanted.how, wanted, here, this.#placeOf(point))) return;
      // The line that makes the call has been shown already: over it means behind it.
      const isCallShown = entering !== null && this.breakpoints.hearsCalls && this.#isUsers(here.thread.driver);
      if (isCallShown && wanted.how === 'over') return;
      // A step over stays in its driver: that one makes the call.
      if (wanted.how === 'over' && here.thread.depth > 0) point = { ...point, entering: null };
    }
    const reason = wanted.how === 'hold' ? wanted.reason : 'step';
    this.#stand(this.#plainStop(reason, text), point, here.irp, entering?.device ?? here.thread.device);
  }

  #isUsers(driver: number): boolean {
    const source = this.#nt.kernel.sim.directory.drivers[driver]?.source;
    return source !== null && source !== undefined;
  }

  #plainStop(reason: DebugStop['reason'], text: string): DebugStop {
    const { current, recorder } = this.#nt.kernel.sim;
    return {
      reason,
      place: { events: recorder.count, hit: 0 },
      isBetween: !this.#isAtEvent,
      text,
      thread: current.id,
      breakpoints: [],
    };
  }

  #here(): StopPoint {
    return { site: new Error('here'), entering: null, returned: false, locals: null, routine: null };
  }

  #frameOfCaller(): ReturnType<typeof framesOf>[number]['shown'] | null {
    const { current } = this.#nt.kernel.sim;
    return framesOf(this.#nt, this.#programs, current, this.#here())[0]?.shown ?? null;
  }

  /** Where the innermost driver's code is, in the thread that runs. */
  #placeOf(point: StopPoint): LinePlace {
    const frames = framesOf(this.#nt, this.#programs, this.#nt.kernel.sim.current, { ...point, entering: null });
    const [top] = frames;
    const functions = frames.filter(({ level }) => level === top?.level).length;
    return { place: `${top?.shown.file}:${top?.shown.line}`, functions };
  }

  #stand(why: DebugStop, point: StopPoint | null, irp: number, device: number): void {
    const place = this.travel.comesTo(why.reason);
    if (place === null) return;
    this.#show({ ...why, place }, point, irp, device);
    if (point !== null) this.#environment?.stand(() => this.#standing === null);
  }

  #show(stop: DebugStop, point: StopPoint | null, irp: number, device: number): void {
    if (point !== null) this.#wanted = { how: 'run' };
    this.breakpoints.hearSteps(null);
    const { sim } = this.#nt.kernel;
    this.#inspector.reset();
    this.#standing = { stop, point, paused: pausedState(sim, stop, irp, device) };
    this.#hooks.onChange();
    this.#hooks.onStop(stop);
  }

  frames(id: number): ReturnType<typeof framesOf> {
    const thread = this.#nt.kernel.sim.threads.get(id);
    if (thread === undefined) return [];
    const standing = this.#standing;
    const isHere = standing?.stop.thread === id && thread === this.#nt.kernel.sim.current;
    const code = isHere ? this.#environment?.frames : [];
    return framesOf(this.#nt, this.#programs, thread, isHere ? (standing?.point ?? null) : null, code);
  }
}
