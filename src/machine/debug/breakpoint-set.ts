/** All breakpoints of a machine, by where they can be hit. */
import type { Nt } from '../../kernel/assemble.ts';
import type { Recorder } from '../../kernel/sim/recorder.ts';
import type { BreakpointResult, DataBreakpoint, FunctionBreakpoint, LineBreakpoint } from '../../protocol/debug.ts';
import type { CodePlace } from '../../toolchain/c/line-table.ts';
import { sourceUrlOf } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import type { CodeHook, DebugEnvironment, LineHook } from '../environment.ts';
import {
  type AnyBreakpoint,
  type Armed,
  countHit,
  expressionsOf,
  hitConditionError,
  isMachine,
  logText,
  parseTarget,
  type Target,
} from './breakpoints.ts';
import type { Frame, FrameContext } from './frames.ts';
import type { Inspector } from './inspector.ts';
import { javaScriptOf } from './javascript-text.ts';
import { codeLines, localNames, regionOf } from './source-places.ts';

type ArmedFunction = Armed<FunctionBreakpoint> & { readonly target: Target };
type ArmedData = Armed<DataBreakpoint> & { before: string };
/** Stops at the first call from its line on, where the engine cannot stop at the line itself. */
type ArmedCall = Armed<LineBreakpoint> & { readonly file: string; readonly last: number; seen: number };

/** Under this name places are set that a step may end at; others have the name of their file. */
const STEPS = '\0steps';
const SCRIPT = /\.[cm]?[jt]s$/i;
const RESTART = 'Start the machine with the debugger to stop at this routine: it was started without.';

export class BreakpointSet {
  /** Every call of a routine is heard, not only those that are events. */
  hearsCalls = false;
  readonly #nt: Nt;
  readonly #programs: DriverPrograms;
  readonly #inspector: Inspector;
  readonly #environment: DebugEnvironment | null;
  #functions: readonly ArmedFunction[] = [];
  #data: readonly ArmedData[] = [];
  readonly #lines = new Map<string, readonly Armed<LineBreakpoint>[]>();
  #calls: readonly ArmedCall[] = [];
  /** By file; texts do not change while a machine runs. */
  readonly #stepHooks = new Map<string, readonly LineHook[]>();
  /** Kernel routines that drivers can call: whether a call of each is an event. */
  routines: ReadonlyMap<string, boolean> = new Map();

  constructor(nt: Nt, programs: DriverPrograms, inspector: Inspector, environment: DebugEnvironment | null) {
    this.#nt = nt;
    this.#programs = programs;
    this.#inspector = inspector;
    this.#environment = environment;
  }

  /** Of a driver's requests only the events are heard: the two routines that call other drivers have a way of their own from C. */
  hearsEvents(driver: number): boolean {
    if (driver === 0) return false;
    const name = this.#nt.kernel.sim.directory.driverName(driver);
    return !this.hearsCalls || this.#programs.users.some((user) => user.name === name && user.image !== null);
  }

  clear(): void {
    for (const file of [...this.#lines.keys()]) this.setLines(file, []);
    this.#functions = [];
    this.setData([]);
  }

  setFunctions(breakpoints: readonly FunctionBreakpoint[]): readonly BreakpointResult[] {
    const results: BreakpointResult[] = [];
    const armed: ArmedFunction[] = [];
    for (const set of breakpoints) {
      const target = parseTarget(set.name);
      const wrong =
        typeof target === 'string' ? target : (hitConditionError(set.hitCondition) ?? this.#whyNever(target));
      results.push(wrong === null ? { id: set.id, verified: true } : { id: set.id, verified: false, message: wrong });
      if (wrong === null && typeof target !== 'string') armed.push({ set, hits: 0, target });
    }
    this.#functions = armed;
    return results;
  }

  #whyNever(target: Target): string | null {
    if (target.kind !== 'routine') return null;
    const isEvent = this.routines.get(target.name);
    if (isEvent === false && !this.hearsCalls) return RESTART;
    if (isEvent !== undefined || this.#declares(target.name)) return null;
    return `There is no routine \`${target.name}\`: the sandbox has none of that name, and no driver of this machine declares one.`;
  }

  #declares(name: string): boolean {
    const declared = new RegExp(`\\b${name}\\b`);
    return this.#programs.users.some(({ program }) => program.modules.some(({ text }) => declared.test(text)));
  }

  setData(breakpoints: readonly DataBreakpoint[]): readonly BreakpointResult[] {
    const wrong = (set: DataBreakpoint): string | null => {
      if (Number(set.address) + set.size > this.#nt.kernel.memory.size) return `There is no memory at ${set.address}.`;
      return hitConditionError(set.hitCondition);
    };
    this.#data = breakpoints
      .filter((set) => wrong(set) === null)
      .map((set) => ({ set, hits: 0, before: this.#bytesOf(set) }));
    this.#nt.kernel.memory.watch(this.#data.map(({ set }) => ({ start: Number(set.address), length: set.size })));
    return breakpoints.map((set) => {
      const message = wrong(set);
      return message === null ? { id: set.id, verified: true } : { id: set.id, verified: false, message };
    });
  }

  setLines(file: string, breakpoints: readonly LineBreakpoint[]): readonly BreakpointResult[] {
    const module = this.#programs.users.flatMap(({ program }) => program.modules).find(({ path }) => path === file);
    this.#calls = this.#calls.filter((call) => call.file !== file);
    this.#lines.delete(file);
    if (module === undefined) {
      const message = 'No driver of this machine is made of this file. Name it in the machine file, under "drivers".';
      return breakpoints.map(({ id }) => ({ id, verified: false, message }));
    }
    const armed = breakpoints.map((set) => ({ set, hits: 0 }));
    this.#lines.set(file, armed);
    const isScript = SCRIPT.test(file);
    const hooks = breakpoints.map((set) => hookOf(set, module.text));
    const lines = isScript ? (this.#environment?.setLines(sourceUrlOf(file), hooks) ?? null) : null;
    if (lines !== null)
      return breakpoints.map((set, index) => result(set, lines[index] ?? null, module.text.split('\n').length));
    const places = isScript ? null : this.#setPlaces(file, breakpoints);
    if (places !== null)
      return breakpoints.map((set, index) => result(set, places[index] ?? null, module.text.split('\n').length));
    const calls = armed.map((one) => ({ ...one, file, last: regionOf(module.text, one.set.line).last, seen: 0 }));
    this.#calls = [...this.#calls, ...calls];
    const message = this.hearsCalls
      ? 'Stops where the driver next calls a kernel routine from this line or a later one of the same function.'
      : RESTART.replace('at this routine', 'at lines');
    return breakpoints.map(({ id }) => ({ id, verified: this.hearsCalls, message }));
  }

  /** @returns the line of each breakpoint; null: this runtime cannot stop in code of C drivers */
  #setPlaces(file: string, breakpoints: readonly LineBreakpoint[]): readonly (number | null)[] | null {
    const modules = this.#programs.placesIn(file);
    const lines = new Set(modules.flatMap(({ places }) => places.map(({ line }) => line)));
    const found = breakpoints.map(({ line }) => Math.min(...[...lines].filter((one) => one >= line)));
    const hooks = breakpoints.flatMap(({ id }, index) =>
      modules.flatMap(({ module, places }) => firstOf(places, found[index]).map((offset) => ({ id, module, offset }))),
    );
    const canStop = modules.length > 0 && this.#environment?.setPlaces(file, hooks) === true;
    return canStop ? found.map((line) => (Number.isFinite(line) ? line : null)) : null;
  }

  /**
   * While a step is on its way through a driver, each line of it is heard.
   *
   * @param driver - null: no step
   * @param within - only lines of the functions that these stand in; null: all of the driver
   * @returns whether they are
   */
  hearSteps(driver: string | null, within: readonly Frame['shown'][] | null = null): boolean {
    const modules = driver === null ? [] : (this.#programs.programOf(driver)?.modules ?? []);
    const scripts = modules.filter(({ path }) => SCRIPT.test(path));
    const sources = scripts.map(({ path, text }) => ({
      sourceUrl: sourceUrlOf(path),
      lines: linesWithin(this.#stepLines(path, text), text, within?.filter(({ file }) => file === path) ?? null),
    }));
    const steps = modules.flatMap(({ path, text }) => this.#stepPlaces(path, text, within));
    const hearsCode = (this.#environment?.setPlaces(STEPS, steps) ?? false) && steps.length > 0;
    return ((this.#environment?.setSteps(sources) ?? false) && sources.length > 0) || hearsCode;
  }

  #stepPlaces(path: string, text: string, within: readonly Frame['shown'][] | null): readonly CodeHook[] {
    const regions = within?.filter(({ file }) => file === path).map(({ line }) => regionOf(text, line)) ?? null;
    const isWithin = (line: number): boolean =>
      regions?.some(({ first, last }) => first <= line && line <= last) ?? true;
    return this.#programs
      .placesIn(path)
      .flatMap(({ module, places }) =>
        places.filter(({ line }) => isWithin(line)).map(({ offset }) => ({ id: 0, module, offset })),
      );
  }

  #stepLines(path: string, text: string): readonly LineHook[] {
    const known =
      this.#stepHooks.get(path) ??
      codeLines(text).map((line) => ({ id: 0, line, locals: localNames(text, line), expressions: [] }));
    this.#stepHooks.set(path, known);
    return known;
  }

  line(id: number): Armed<LineBreakpoint> | undefined {
    return [...this.#lines.values()].flat().find(({ set }) => set.id === id);
  }

  /** @param isOwn - one of the driver's own routines is entered */
  atRoutine(driver: string, name: string, isOwn = false): ArmedFunction | null {
    if (this.#functions.length === 0 || name === '') return null;
    const isHit = ({ target }: ArmedFunction): boolean =>
      target.kind === 'routine' &&
      target.name === name &&
      (target.driver === null || target.driver === driver) &&
      (!isOwn || !this.routines.has(name));
    return this.#functions.find(isHit) ?? null;
  }

  /** @param routineName - of the driver's dispatch routine */
  atRequest(driver: string, code: number, routineName: () => string): ArmedFunction | null {
    if (this.#functions.length === 0) return null;
    const isHit = ({ target }: ArmedFunction): boolean => {
      if (target.kind === 'state' || (target.driver !== null && target.driver !== driver)) return false;
      if (target.kind === 'routine') return !this.routines.has(target.name) && target.name === routineName();
      return target.major === code >>> 8 && (target.minor < 0 || target.minor === (code & 0xff));
    };
    return this.#functions.find(isHit) ?? null;
  }

  /** The members of a state event, as recorded. */
  atState(
    recorder: Recorder,
    names: number,
    device: number,
    to: number,
  ): { armed: ArmedFunction; text: string } | null {
    if (this.#functions.length === 0) return null;
    const [machine = '', event = ''] = recorder.text(names).split('\0');
    const [owner, state] = [recorder.text(device), recorder.text(to)];
    const isHit = ({ target }: ArmedFunction): boolean =>
      target.kind === 'state' &&
      target.state === state &&
      (target.device === null || target.device === owner) &&
      isMachine(target.machine, machine);
    const armed = this.#functions.find(isHit);
    return armed === undefined ? null : { armed, text: `${owner} ${machine} --${event}--> ${state}` };
  }

  /** @param frameOf - the caller's frame; finding it costs time, so it is only asked for where a line might be hit */
  atCall(driver: number, frameOf: () => Frame['shown'] | null): ArmedCall | null {
    if (this.#calls.length === 0 || driver === 0) return null;
    const frame = frameOf();
    let hit: ArmedCall | null = null;
    for (const call of this.#calls) {
      if (frame?.file !== call.file || frame.line > call.last) continue;
      // A line again, or one before: the function was entered anew, or goes round.
      const seen = frame.line <= call.seen ? 0 : call.seen;
      if (seen < call.set.line && frame.line >= call.set.line) hit ??= call;
      call.seen = frame.line;
    }
    return hit;
  }

  changedData(): { armed: ArmedData; text: string } | null {
    for (const armed of this.#data) {
      const now = this.#bytesOf(armed.set);
      if (now === armed.before) continue;
      const text = `${armed.set.name} has changed from 0x${armed.before} to 0x${now}`;
      armed.before = now;
      return { armed, text };
    }
    return null;
  }

  /** In hex, most significant first. */
  #bytesOf({ address, size }: DataBreakpoint): string {
    const bytes = this.#nt.kernel.memory.peek(Number(address), size);
    return [...bytes]
      .reverse()
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
  }

  /** Whether a breakpoint that was reached stops the machine, prints, or does neither. */
  judge(armed: Armed<AnyBreakpoint>, context: FrameContext): 'stop' | 'pass' | { readonly log: string } {
    const { condition, logMessage } = armed.set;
    if (condition !== undefined && condition.trim() !== '') {
      try {
        if (!this.#inspector.isTrue(condition, context)) return 'pass';
      } catch (error) {
        // A slip in a condition must be seen, and never lose the place.
        return { log: `The condition \`${condition}\` cannot be told here: ${messageOf(error)}` };
      }
    }
    if (!countHit(armed)) return 'pass';
    if (logMessage === undefined || logMessage === '') return 'stop';
    const textOf = (expression: string): string => {
      try {
        return this.#inspector.textOf(expression, context);
      } catch (error) {
        return `<${messageOf(error)}>`;
      }
    };
    return { log: logText(logMessage, textOf) };
  }
}

/** A line's code may lie in several places, as that of a loop does: it begins at the first. */
function firstOf(places: readonly CodePlace[], line: number | undefined): readonly number[] {
  const offsets = places.filter((place) => place.line === line).map(({ offset }) => offset);
  return offsets.length === 0 ? [] : [Math.min(...offsets)];
}

function hookOf(set: LineBreakpoint, text: string): LineHook {
  const locals = localNames(text, set.line);
  return {
    id: set.id,
    line: set.line,
    locals,
    expressions: expressionsOf(set).map((one) => javaScriptOf(one, locals)),
  };
}

function linesWithin(
  hooks: readonly LineHook[],
  text: string,
  within: readonly { readonly line: number }[] | null,
): readonly LineHook[] {
  if (within === null) return hooks;
  const regions = within.map(({ line }) => regionOf(text, line));
  return hooks.filter(({ line }) => regions.some(({ first, last }) => first <= line && line <= last));
}

function result({ id, line, hitCondition }: LineBreakpoint, found: number | null, lines: number): BreakpointResult {
  const wrong = hitConditionError(hitCondition);
  if (wrong !== null) return { id, verified: false, message: wrong };
  if (found !== null) return { id, verified: true, line: found };
  return {
    id,
    verified: false,
    message: line > lines ? 'The file has no such line.' : 'No code stands here, or behind it.',
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
