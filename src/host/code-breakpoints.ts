/** Breakpoints at places in the code of C drivers. The engine knows no conditions there: it stops, and goes on when nobody wants it to. */
import type { Debugger, Session } from 'node:inspector';
import type { CodeHook } from '../machine/environment.ts';

const MODULE = /^wasm:\/\/wasm\/(.+)-[0-9a-f]{8}$/;

/** The runtime's types do not know of modules. */
type ParsedScript = Debugger.ScriptParsedEventDataType & { readonly scriptLanguage?: string };

interface Place {
  /** The engine's name of its breakpoint. */
  readonly breakpoint: string;
  /** Numbers of those that want to stop there, by the name under which they were set. */
  readonly wanted: Map<string, number[]>;
}

export class CodeBreakpoints {
  readonly #session: Session;
  /** The engine's numbers of the modules, by name: a module that is compiled twice has two. */
  readonly #scripts = new Map<string, string[]>();
  /** By script and offset. */
  readonly #places = new Map<string, Place>();

  constructor(session: Session) {
    this.#session = session;
  }

  parsed({ scriptId, scriptLanguage, url }: ParsedScript): void {
    const name = scriptLanguage === 'WebAssembly' ? MODULE.exec(url)?.[1] : undefined;
    if (name !== undefined) this.#scripts.set(name, [...(this.#scripts.get(name) ?? []), scriptId]);
  }

  /** Those that were set before under that name are gone. */
  setPlaces(name: string, hooks: readonly CodeHook[]): void {
    const old = new Map([...this.#places].filter(([, { wanted }]) => wanted.delete(name)));
    for (const hook of hooks) {
      for (const script of this.#scripts.get(hook.module) ?? []) {
        const key = `${script}:${hook.offset}`;
        const wanted = (this.#places.get(key) ?? this.#add(key, script, hook.offset))?.wanted;
        wanted?.set(name, [...(wanted.get(name) ?? []), hook.id]);
      }
    }
    for (const [key, { breakpoint, wanted }] of old) {
      if (wanted.size > 0) continue;
      this.#session.post('Debugger.removeBreakpoint', { breakpointId: breakpoint });
      this.#places.delete(key);
    }
  }

  /** Who wants the machine to stop where the engine has. */
  hit({ hitBreakpoints = [] }: Debugger.PausedEventDataType): readonly number[] {
    return [...this.#places.values()]
      .filter(({ breakpoint }) => hitBreakpoints.includes(breakpoint))
      .flatMap(({ wanted }) => [...wanted.values()].flat());
  }

  #add(key: string, scriptId: string, offset: number): Place | null {
    let place: Place | null = null;
    const location = { scriptId, lineNumber: 0, columnNumber: offset };
    this.#session.post('Debugger.setBreakpoint', { location }, (error, answer) => {
      if (error === null) place = { breakpoint: answer.breakpointId, wanted: new Map() };
    });
    if (place !== null) this.#places.set(key, place);
    return place;
  }
}
