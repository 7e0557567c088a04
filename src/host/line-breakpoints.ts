/**
 * Breakpoints at lines of TypeScript drivers, and a look into their code while it stands.
 *
 * The engine evaluates a condition at the line, which asks the machine's debugger whether to stop. If so, the engine stops behind the
 * condition, and tells in this same thread: the machine stands inside of that call, where every frame can be asked.
 */
import { type Debugger, Session } from 'node:inspector';
import { Script } from 'node:vm';
import type {
  CodeHook,
  DebugEnvironment,
  JavaScriptExpression,
  LineHook,
  LocalVariables,
  StoppedFrame,
} from '../machine/environment.ts';
import { pathOfSourceUrl } from '../toolchain/stack-lines.ts';
import { CodeBreakpoints } from './code-breakpoints.ts';
import { partsOf, readFrames } from './stopped-code.ts';

/** What the condition calls. A driver that calls it itself stops nowhere: no breakpoint has its number. */
export const BREAK_NAME = '__driverSandboxBreak';

/** What C drivers' variables hold is not read. */
const NO_LOCALS: LocalVariables = { values: new Map(), names: [], set: () => false };

export interface LineOptions {
  /** Whether a file is a driver's. */
  isDriver(path: string): boolean;
  /** Another debugger would stop too if the engine did: the machine then stands without its frames. */
  isShared(): boolean;
  /** Answers requests until then. */
  wait(isReleased: () => boolean): void;
}

export class LineBreakpoints implements DebugEnvironment {
  onLine: DebugEnvironment['onLine'] = null;
  readonly #options: LineOptions;
  /** undefined: not tried yet; null: this runtime does not permit it. */
  #session: Session | null | undefined;
  readonly #set = new Map<string, readonly string[]>();
  #steps: readonly string[] = [];
  /** Of C drivers; null until the engine's debugger is on. */
  #code: CodeBreakpoints | null = null;
  /** A condition is being evaluated: the engine can stop right behind it. */
  #isInCondition = false;
  /** Of drivers, by the engine's numbers of their scripts. */
  readonly #files = new Map<string, string>();
  /** What is done when the engine has stopped. */
  #wait: (() => void) | null = null;
  #frames: readonly StoppedFrame[] = [];

  constructor(options: LineOptions) {
    this.#options = options;
  }

  readonly partsOf = partsOf;

  get frames(): readonly StoppedFrame[] {
    return this.#frames;
  }

  /**
   * @param locals - an object whose accessors are those of the variables; one that fails is not there yet
   * @param expressions - functions, by the text of what they give
   * @returns whether the engine stops
   */
  readonly reached = (id: unknown, locals: unknown, expressions: unknown): boolean => {
    if (typeof id !== 'number' || typeof locals !== 'object' || locals === null) return false;
    this.#isInCondition = !this.#options.isShared();
    try {
      this.onLine?.(id, readLocals(locals, expressions));
    } finally {
      this.#isInCondition = false;
    }
    return this.#wait !== null;
  };

  /** Now, or as soon as a condition that is being evaluated is over. */
  stand(isReleased: () => boolean): void {
    const wait = (): void => this.#options.wait(isReleased);
    const session = this.#options.isShared() ? null : this.#open();
    if (session === null) {
      wait();
      return;
    }
    this.#wait = wait;
    if (this.#isInCondition) return;
    session.post('Runtime.evaluate', { expression: 'debugger', silent: true });
    this.#stopped(session, []); // the engine has not
  }

  #stopped(session: Session, frames: readonly Debugger.CallFrame[]): void {
    const wait = this.#wait;
    this.#wait = null;
    if (wait === null) return;
    this.#frames = readFrames(session, frames, this.#files);
    try {
      wait();
    } finally {
      this.#frames = [];
    }
  }

  setLines(sourceUrl: string, lines: readonly LineHook[]): readonly (number | null)[] | null {
    const session = this.#open();
    if (session === null) return null;
    remove(session, this.#set.get(sourceUrl) ?? []);
    const ids: string[] = [];
    const found = lines.map((hook) => setLine(session, sourceUrl, hook, ids));
    this.#set.set(sourceUrl, ids);
    return found;
  }

  setSteps(sources: Parameters<DebugEnvironment['setSteps']>[0]): boolean {
    if (sources.length === 0 && this.#steps.length === 0) return true;
    const session = this.#open();
    if (session === null) return false;
    remove(session, this.#steps);
    const ids: string[] = [];
    for (const { sourceUrl, lines } of sources) for (const hook of lines) setLine(session, sourceUrl, hook, ids);
    this.#steps = ids;
    return true;
  }

  prepareForC(): void {
    this.#open();
  }

  setPlaces(name: string, places: readonly CodeHook[]): boolean {
    if (places.length === 0 && this.#code === null) return true;
    // Two debuggers would stop there.
    if (this.#options.isShared() || this.#open() === null) return false;
    this.#code?.setPlaces(name, places);
    return true;
  }

  /** The engine has stopped in a C driver's code: whoever wants to stay there says so. */
  #comesTo(ids: readonly number[]): void {
    this.#isInCondition = true;
    try {
      for (const id of ids) if (this.#wait === null) this.onLine?.(id, NO_LOCALS);
    } finally {
      this.#isInCondition = false;
    }
  }

  #open(): Session | null {
    if (this.#session !== undefined) return this.#session;
    try {
      const session = new Session();
      session.connect();
      const code = new CodeBreakpoints(session);
      session.on('Debugger.scriptParsed', ({ params }) => {
        code.parsed(params);
        const file = pathOfSourceUrl(params.url);
        if (this.#options.isDriver(file)) this.#files.set(params.scriptId, file);
      });
      session.on('Debugger.paused', ({ params }) => {
        this.#comesTo(code.hit(params));
        this.#stopped(session, params.callFrames);
      });
      session.post('Debugger.enable');
      this.#session = session;
      this.#code = code;
    } catch {
      this.#session = null;
    }
    return this.#session;
  }
}

function readLocals(locals: object, expressions: unknown): LocalVariables {
  const values = new Map<string, unknown>();
  for (const name of Object.keys(locals)) {
    try {
      const value: unknown = Reflect.get(locals, name);
      if (value !== undefined) values.set(name, value);
    } catch {
      // Declared further down: it has no value yet.
    }
  }
  const set = (name: string, value: unknown): boolean => {
    try {
      if (!Reflect.set(locals, name, value)) return false;
      values.set(name, value);
      return true;
    } catch {
      return false; // a constant
    }
  };
  const evaluate = ({ text }: JavaScriptExpression): unknown => {
    const given: unknown = typeof expressions === 'object' && expressions !== null && Reflect.get(expressions, text);
    if (typeof given !== 'function') throw new SyntaxError(`\`${text}\` is no JavaScript expression.`);
    return given();
  };
  return { values, names: Object.keys(locals), set, evaluate };
}

function remove(session: Session, ids: readonly string[]): void {
  for (const breakpointId of ids) session.post('Debugger.removeBreakpoint', { breakpointId });
}

/** @returns the line where it really is; null: not known yet, or none */
function setLine(session: Session, url: string, hook: LineHook, ids: string[]): number | null {
  let line: number | null = null;
  const request = { url, lineNumber: hook.line - 1, condition: conditionOf(hook) };
  const answered = (error: Error | null, result?: Debugger.SetBreakpointByUrlReturnType): void => {
    // One that stands there already is met all the same.
    if (error !== null || result === undefined) return;
    ids.push(result.breakpointId);
    const [place] = result.locations;
    line = place === undefined ? null : place.lineNumber + 1;
  };
  session.post('Debugger.setBreakpointByUrl', request, answered);
  return line;
}

/** Only names that have been read from the driver's text as identifiers, and what the user writes, come here. */
function conditionOf({ id, locals, expressions }: LineHook): string {
  const accessors = locals.map((name) => `get ${name}() { return ${name}; }, set ${name}(to) { ${name} = to; }`);
  const functions = expressions.filter(isExpression).map(({ text, code }) => `${JSON.stringify(text)}: () => ${code}`);
  return `${BREAK_NAME}(${id}, { ${accessors.join(', ')} }, { ${functions.join(', ')} })`;
}

/** What is no JavaScript would make the whole condition none. Compiling runs nothing. */
function isExpression({ code }: JavaScriptExpression): boolean {
  try {
    new Script(`() => ${code}`);
    return true;
  } catch {
    return false;
  }
}
