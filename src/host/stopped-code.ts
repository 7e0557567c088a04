/** Drivers' code that the engine holds: variables and expressions of each of its frames. */
import type { Debugger, Runtime, Session } from 'node:inspector';
import { types } from 'node:util';
import type { JavaScriptExpression, LocalVariables, StoppedFrame } from '../machine/environment.ts';

/** Called in the main thread, as a debugger calls a function on an object; no driver sees it. */
const TAKE_NAME = '__driverSandboxTake';
const TAKE = `function () { globalThis.${TAKE_NAME}(this); }`;
/** Where functions' variables stand. */
const OWN_SCOPES: ReadonlySet<string> = new Set(['closure', 'local', 'catch', 'block']);
const MOST_PARTS = 256;

type Plain = number | bigint | string | boolean;

/**
 * @param files - drivers' files, by number of the script
 * @returns the frames of drivers among those that a pause tells of, innermost first
 */
export function readFrames(
  session: Session,
  frames: readonly Debugger.CallFrame[],
  files: ReadonlyMap<string, string>,
): readonly StoppedFrame[] {
  return frames.flatMap((frame) => {
    const { scriptId, lineNumber } = frame.location;
    const file = files.get(scriptId);
    return file === undefined ? [] : [{ file, line: lineNumber + 1, locals: new FrameVariables(session, frame) }];
  });
}

type Outcome = { readonly result: Runtime.RemoteObject } | { readonly error: string };

class FrameVariables implements LocalVariables {
  readonly #session: Session;
  readonly #frame: Debugger.CallFrame;
  #values: Map<string, unknown> | null = null;
  readonly #names = new Set<string>();

  constructor(session: Session, frame: Debugger.CallFrame) {
    this.#session = session;
    this.#frame = frame;
  }

  get values(): ReadonlyMap<string, unknown> {
    this.#values ??= this.#read();
    return this.#values;
  }

  get names(): Iterable<string> {
    this.#values ??= this.#read();
    return this.#names;
  }

  set(name: string, value: Plain): boolean {
    const literal = typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
    if (!this.values.has(name) || 'error' in this.#evaluate(`${name} = ${literal}`, false)) return false;
    this.#values?.set(name, value);
    return true;
  }

  /** Refuses what would change something. */
  evaluate({ code }: JavaScriptExpression): unknown {
    const outcome = this.#evaluate(code, true);
    if ('error' in outcome) throw new Error(outcome.error);
    return realValue(this.#session, outcome.result);
  }

  #evaluate(expression: string, throwOnSideEffect: boolean): Outcome {
    let outcome: Outcome = { error: 'The code does not stand here any more.' };
    const { callFrameId } = this.#frame;
    const asked = { callFrameId, expression, throwOnSideEffect, silent: true };
    this.#session.post(
      'Debugger.evaluateOnCallFrame',
      asked,
      (error: Error | null, answer?: Debugger.EvaluateOnCallFrameReturnType) => {
        if (error !== null || answer === undefined) return;
        const { exceptionDetails, result } = answer;
        outcome = exceptionDetails === undefined ? { result } : { error: textOf(exceptionDetails) };
      },
    );
    return outcome;
  }

  #read(): Map<string, unknown> {
    const values = new Map<string, unknown>();
    for (const scope of ownScopes(this.#frame.scopeChain)) {
      const own = take(this.#session, scope.object.objectId ?? '');
      if (typeof own !== 'object' || own === null) continue;
      for (const name of Object.keys(own)) {
        this.#names.add(name);
        const value = readOwn(own, name);
        if (value !== undefined && name !== 'arguments') values.set(name, value);
      }
    }
    return values;
  }
}

function readOwn(scope: object, name: string): unknown {
  try {
    return Reflect.get(scope, name);
  } catch {
    return undefined; // declared further down: it has no value yet
  }
}

/**
 * Outermost first: those of functions, not what belongs to the module as a whole.
 *
 * A compartment evaluates a module inside of a function of its own, in `with` statements: the module's scope is the last but one
 * before these.
 */
function ownScopes(chain: readonly Debugger.Scope[]): readonly Debugger.Scope[] {
  const inside = chain.slice(
    0,
    Math.max(
      0,
      chain.findIndex(({ type }) => type === 'with'),
    ),
  );
  const closures = inside.filter(({ type }) => type === 'closure');
  const module = closures.at(-2);
  const own = module === undefined ? inside : inside.slice(0, inside.indexOf(module));
  return own.filter(({ type }) => OWN_SCOPES.has(type)).reverse();
}

function textOf({ exception, text }: Runtime.ExceptionDetails): string {
  return (exception?.description ?? text).split('\n')[0] ?? text;
}

function realValue(session: Session, { type, value, unserializableValue, objectId }: Runtime.RemoteObject): unknown {
  if (objectId !== undefined && type !== 'symbol') return take(session, objectId);
  if (unserializableValue === undefined) return value;
  return type === 'bigint' ? BigInt(unserializableValue.slice(0, -1)) : Number(unserializableValue);
}

/** The object itself, which is in this process after all. */
function take(session: Session, objectId: string): unknown {
  let taken: unknown;
  const receive = (value: unknown): void => {
    taken = value;
  };
  Object.defineProperty(globalThis, TAKE_NAME, { value: receive, configurable: true });
  session.post('Runtime.callFunctionOn', { objectId, functionDeclaration: TAKE, silent: true }, () => {});
  Reflect.deleteProperty(globalThis, TAKE_NAME);
  return taken;
}

/** What an object of a driver's holds, as far as looking runs none of its code: no getters, no proxies. */
export function partsOf(value: object): readonly (readonly [name: string, value: unknown])[] {
  if (types.isProxy(value)) return [];
  if (types.isMap(value)) return [...Map.prototype.entries.call(value)].slice(0, MOST_PARTS).map(nameEntry);
  if (types.isSet(value)) return [...Set.prototype.values.call(value)].slice(0, MOST_PARTS).map(nameElement);
  return Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable === true)
    .slice(0, MOST_PARTS)
    .flatMap(([name, { value: part, get }]): [string, unknown][] => (get === undefined ? [[name, part]] : []));
}

function nameEntry([key, value]: readonly [unknown, unknown]): readonly [string, unknown] {
  return [typeof key === 'object' ? 'object' : String(key), value];
}

function nameElement(value: unknown, index: number): readonly [string, unknown] {
  return [String(index), value];
}
