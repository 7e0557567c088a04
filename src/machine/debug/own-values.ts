/** Values of a driver's code: those that lie in the machine's memory, and its own objects. */
import type { StructView } from '../../abi/struct.ts';
import type { LocalVariables } from '../environment.ts';
import { ExpressionError, type Value } from './expression.ts';
import { javaScriptOf } from './javascript-text.ts';
import { parseValue, structPlace } from './typed-memory.ts';

/** Something of JavaScript's own; `undefined` and `null` too. */
export class OwnObject {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export type Shown = Value | OwnObject;

export function shownOf(value: unknown): Shown {
  return localValue(value) ?? new OwnObject(value);
}

/** What a variable of a driver's code is to an expression. Undefined: nothing that can be compared. */
export function localValue(value: unknown): Value | undefined {
  if (isView(value)) return { place: structPlace(value.constructor, value.address) };
  if (typeof value === 'number') return Number.isInteger(value) ? value : String(value);
  return typeof value === 'bigint' || typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

type View = StructView & { readonly constructor: Parameters<typeof structPlace>[0] };

function isView(value: unknown): value is View {
  if (typeof value !== 'object' || value === null) return false;
  const type: unknown = value.constructor;
  return typeof type === 'function' && 'structName' in type && 'fields' in type && 'address' in value;
}

export function isPlain(value: unknown): value is number | bigint | string | boolean {
  return ['number', 'bigint', 'string', 'boolean'].includes(typeof value);
}

/** A text as a value of the type that a variable has. */
export function localOf(text: string, before: unknown): number | bigint | string | boolean | undefined {
  if (typeof before === 'string') return text.replace(/^(["'])(.*)\1$/, '$2');
  const value = parseValue(text);
  if (value === undefined || typeof before === 'bigint') return value;
  return typeof before === 'boolean' ? value !== 0n : Number(value);
}

/** A driver's own object is not asked what it is called: that would run its code. */
export function describe(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'function') return `routine ${value.name}`;
  return Array.isArray(value) ? `array of ${value.length}` : typeof value;
}

/** `list[0]`, `table.size`. */
export function ownPath(path: string, name: string, isIndex: boolean): string {
  if (path === '') return '';
  if (isIndex) return `${path}[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : '';
}

/**
 * @param refusal - why the debugger's own language does not know the expression
 * @returns what it is in JavaScript
 * @throws ExpressionError
 */
export function askJavaScript(locals: LocalVariables | null, expression: string, refusal: unknown): unknown {
  if (!(refusal instanceof ExpressionError) || locals?.evaluate === undefined) throw refusal;
  try {
    return locals.evaluate(javaScriptOf(expression, locals.names));
  } catch (error) {
    const text = String(error).replace(/^Error: /, '');
    if (/side.effect/i.test(text))
      throw new ExpressionError(`\`${expression}\` could change something of the driver, so it is not evaluated here.`);
    // JavaScript does not know more than the debugger does.
    if (/^(?:SyntaxError|ReferenceError)\b|does not stand here/.test(text)) throw refusal;
    throw new ExpressionError(text);
  }
}
