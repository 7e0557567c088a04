/** Breakpoints at lines of TypeScript drivers: the engine evaluates a condition there, and the condition is what stops. */
import { type Debugger, Session } from 'node:inspector';
import type { DebugEnvironment, LineHook } from '../machine/environment.ts';

/** What the condition calls. A driver that calls it itself stops nowhere: no breakpoint has its number. */
export const BREAK_NAME = '__driverSandboxBreak';

export class LineBreakpoints {
  onLine: DebugEnvironment['onLine'] = null;
  /** undefined: not tried yet; null: this runtime does not permit it. */
  #session: Session | null | undefined;
  readonly #set = new Map<string, readonly string[]>();
  #steps: readonly string[] = [];

  /** @param locals - an object whose accessors are those of the variables; one that fails is not there yet */
  readonly reached = (id: unknown, locals: unknown): false => {
    const values = new Map<string, unknown>();
    for (const name of typeof locals === 'object' && locals !== null ? Object.keys(locals) : []) {
      try {
        const value: unknown = Reflect.get(locals as object, name);
        if (value !== undefined) values.set(name, value);
      } catch {
        // Declared further down: it has no value yet.
      }
    }
    const set = (name: string, value: unknown): boolean => {
      try {
        if (!Reflect.set(locals as object, name, value)) return false;
        values.set(name, value);
        return true;
      } catch {
        return false; // a constant
      }
    };
    if (typeof id === 'number') this.onLine?.(id, { values, set });
    return false;
  };

  /** See `DebugEnvironment.setLines`. */
  set(sourceUrl: string, lines: readonly LineHook[]): readonly (number | null)[] | null {
    const session = this.#open();
    if (session === null) return null;
    remove(session, this.#set.get(sourceUrl) ?? []);
    const ids: string[] = [];
    const found = lines.map((hook) => setLine(session, sourceUrl, hook, ids));
    this.#set.set(sourceUrl, ids);
    return found;
  }

  /** See `DebugEnvironment.setSteps`. */
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

  #open(): Session | null {
    if (this.#session !== undefined) return this.#session;
    try {
      const session = new Session();
      session.connect();
      session.post('Debugger.enable');
      this.#session = session;
    } catch {
      this.#session = null;
    }
    return this.#session;
  }
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

/** Only names that have been read from the driver's text as identifiers come here. */
function conditionOf({ id, locals }: LineHook): string {
  const accessors = locals.map((name) => `get ${name}() { return ${name}; }, set ${name}(to) { ${name} = to; }`);
  return `${BREAK_NAME}(${id}, { ${accessors.join(', ')} })`;
}
