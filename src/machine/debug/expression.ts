/**
 * Expressions of conditions, log points and watches: names, `->` and `.`, numbers, names of the WDK, comparisons and logic.
 *
 * A name that nobody knows is an error, so that a slip in a condition is seen.
 */
import { valueOfName } from '../../abi/names.ts';
import type { KernelMemory } from '../../kernel/mm/memory.ts';
import { type Place, partsOf, pointeeOf, readNumber } from './typed-memory.ts';

export type Value = number | bigint | string | boolean | { readonly place: Place };

/** What names mean where the machine stands. Undefined: nothing. */
export type Lookup = (name: string) => Value | undefined;

export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

const TOKEN =
  /\s*(?:(0x[\da-f]+|\d+)|([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(->|===|!==|==|!=|<=|>=|&&|\|\||<<|>>|[-+!~*&|^<>().[\]]))/gy;

interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign';
  readonly text: string;
}

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = source.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    const [, number, name, text, sign] = TOKEN.exec(source) ?? [];
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1) });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else
      throw new ExpressionError(
        `\`${source.slice(at).trim()}\` cannot be read. Use names, numbers, -> . == != < > && || ! & |.`,
      );
  }
  return tokens;
}

/** Weakest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!=', '===', '!=='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
];

/** @throws ExpressionError */
export function evaluate(source: string, lookup: Lookup, memory: KernelMemory): Value {
  const reader = new Reader(tokensOf(source), lookup, memory);
  return reader.whole();
}

/** What is compared: the number that lies there. */
export function plain(value: Value, memory: KernelMemory): number | bigint | string | boolean {
  return typeof value === 'object' ? (readNumber(memory, value.place) ?? 0) : value;
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #lookup: Lookup;
  readonly #memory: KernelMemory;
  #at = 0;

  constructor(tokens: readonly Token[], lookup: Lookup, memory: KernelMemory) {
    this.#tokens = tokens;
    this.#lookup = lookup;
    this.#memory = memory;
  }

  whole(): Value {
    if (this.#tokens.length === 0) throw new ExpressionError('The expression is empty.');
    const value = this.#binary(0);
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new ExpressionError(`\`${rest.text}\` is one word too many.`);
    return value;
  }

  #sign(texts: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || !texts.includes(token.text)) return undefined;
    this.#at += 1;
    return token.text;
  }

  #binary(level: number): Value {
    const signs = LEVELS[level];
    if (signs === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let sign = this.#sign(signs); sign !== undefined; sign = this.#sign(signs)) {
      const right = this.#binary(level + 1);
      left = combine(sign, plain(left, this.#memory), plain(right, this.#memory));
    }
    return left;
  }

  #unary(): Value {
    const sign = this.#sign(['!', '-', '~', '*', '&']);
    if (sign === undefined) return this.#path();
    const value = this.#unary();
    if (sign === '*') return this.#pointee(value);
    const number = plain(value, this.#memory);
    if (sign === '!') return !truth(number);
    if (sign === '&') return typeof value === 'object' ? value.place.address : 0;
    return sign === '-' ? -toBig(number) : BigInt.asUintN(32, ~toBig(number));
  }

  #pointee(value: Value): Value {
    const pointee = typeof value === 'object' ? pointeeOf(this.#memory, value.place) : null;
    if (pointee === null) throw new ExpressionError('`*` needs a pointer to a structure that is not NULL.');
    return { place: pointee };
  }

  #path(): Value {
    let value = this.#primary();
    for (;;) {
      if (this.#sign(['->', '.']) !== undefined) {
        const name = this.#next('name', 'a field');
        value = this.#part(value, name);
      } else if (this.#sign(['[']) !== undefined) {
        const index = plain(this.#binary(0), this.#memory);
        if (this.#sign([']']) === undefined) throw new ExpressionError('`]` is missing.');
        value = this.#part(value, `[${index}]`);
      } else return value;
    }
  }

  #part(value: Value, name: string): Value {
    if (typeof value !== 'object') throw new ExpressionError(`\`${name}\` is asked of something that has no fields.`);
    const parts = partsOf(this.#memory, value.place);
    const found = parts.find((part) => part.name === name);
    if (found !== undefined) return { place: found.place };
    if (parts.length === 0)
      throw new ExpressionError(`There is nothing that \`${name}\` could be a field of: NULL, or no structure.`);
    const known = parts.slice(0, 12).map((part) => part.name);
    throw new ExpressionError(
      `There is no field \`${name}\`. There are: ${known.join(', ')}${parts.length > 12 ? ', …' : ''}.`,
    );
  }

  #primary(): Value {
    if (this.#sign(['(']) !== undefined) {
      const value = this.#binary(0);
      if (this.#sign([')']) === undefined) throw new ExpressionError('`)` is missing.');
      return value;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new ExpressionError('The expression ends too early.');
    this.#at += 1;
    if (token.kind === 'number') return BigInt(token.text);
    if (token.kind === 'text') return token.text;
    if (token.kind === 'sign') throw new ExpressionError(`\`${token.text}\` cannot stand here.`);
    return this.#name(token.text);
  }

  #name(name: string): Value {
    const value = this.#lookup(name) ?? WORDS.get(name) ?? valueOfName(name);
    if (value === undefined)
      throw new ExpressionError(
        `\`${name}\` means nothing here. Known are Irp, IrpSp, DeviceObject, DeviceExtension, DriverObject, device, driver, major, minor, status, thread, and names of the WDK.`,
      );
    return value;
  }

  #next(kind: Token['kind'], what: string): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw new ExpressionError(`After \`->\` or \`.\` comes ${what}.`);
    this.#at += 1;
    return token.text;
  }
}

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['TRUE', true],
  ['true', true],
  ['FALSE', false],
  ['false', false],
  ['NULL', 0],
  ['null', 0],
]);

type Plain = number | bigint | string | boolean;

export function truth(value: Plain): boolean {
  return typeof value === 'string' ? value !== '' : Number(value) !== 0;
}

function toBig(value: Plain): bigint {
  if (typeof value === 'string') throw new ExpressionError(`A number is needed instead of "${value}".`);
  return BigInt(value);
}

function isSame(left: Plain, right: Plain): boolean {
  if (typeof left === 'string' || typeof right === 'string') return String(left) === String(right);
  // A status or an address is the same, with or without a sign.
  return BigInt.asUintN(64, toBig(left)) === BigInt.asUintN(64, toBig(right)) || isSameWord(toBig(left), toBig(right));
}

function isSameWord(left: bigint, right: bigint): boolean {
  const isWord = (value: bigint): boolean => value >= -0x8000_0000n && value <= 0xffff_ffffn;
  return isWord(left) && isWord(right) && BigInt.asUintN(32, left) === BigInt.asUintN(32, right);
}

function combine(sign: string, left: Plain, right: Plain): Value {
  switch (sign) {
    case '||':
      return truth(left) || truth(right);
    case '&&':
      return truth(left) && truth(right);
    case '==':
    case '===':
      return isSame(left, right);
    case '!=':
    case '!==':
      return !isSame(left, right);
    case '<':
      return toBig(left) < toBig(right);
    case '<=':
      return toBig(left) <= toBig(right);
    case '>':
      return toBig(left) > toBig(right);
    case '>=':
      return toBig(left) >= toBig(right);
    case '|':
      return toBig(left) | toBig(right);
    case '&':
      return toBig(left) & toBig(right);
    case '^':
      return toBig(left) ^ toBig(right);
    case '<<':
      return BigInt.asUintN(64, toBig(left) << (toBig(right) & 63n));
    case '>>':
      return toBig(left) >> (toBig(right) & 63n);
    case '-':
      return toBig(left) - toBig(right);
    default:
      return toBig(left) + toBig(right);
  }
}
