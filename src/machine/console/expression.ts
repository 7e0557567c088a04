/** Numbers and expressions as a debugger reads them: hexadecimal unless told. */
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import { ConsoleError } from './page.ts';
import { wordAt } from './peek.ts';
import type { ConsoleTarget, NamedObject } from './target.ts';

/** The upper half of an address at which a crash dump shows the memory of drivers a second time. */
const KERNEL_HALF = 0xfffff800n;

/**
 * `12340`, `0x12340`, ``00000000`00012340``, `0n10`, `0y101`. Undefined for what is no number, or no address of the
 * sandbox: drivers have 32 bits; ``fffff800`00012340`` is where a dump shows the same byte.
 */
export function readNumber(text: string): number | undefined {
  const plain = text.replaceAll('`', '');
  const decimal = /^0n(\d{1,20})$/i.exec(plain)?.[1];
  const binary = /^0y([01]{1,64})$/i.exec(plain)?.[1];
  const digits = /^(?:0x)?([0-9a-f]{1,16})h?$/i.exec(plain)?.[1];
  if (decimal === undefined && binary === undefined && digits === undefined) return undefined;
  const value =
    decimal !== undefined ? BigInt(decimal) : binary !== undefined ? BigInt(`0b${binary}`) : BigInt(`0x${digits}`);
  const upper = value >> 32n;
  return upper === 0n || upper === KERNEL_HALF ? Number(value & 0xffff_ffffn) : undefined;
}

const TOKEN = /\s*(?:([()+\-*])|((?:0n|0y|0x)?[0-9a-f`]+h?(?![\w!\\.]))|([\\@$\w!/.:]+))/giy;
const DEEPEST = 32;

class Reader {
  readonly #target: ConsoleTarget;
  readonly #tokens: readonly string[];
  readonly #text: string;
  readonly #known: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(target: ConsoleTarget, text: string, known: readonly string[]) {
    this.#target = target;
    this.#text = text;
    this.#known = known;
    this.#tokens = tokensOf(text);
  }

  whole(): number {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw notUnderstood(this.#text);
    return value;
  }

  #sum(): number {
    let value = this.#product();
    for (let sign = this.#tokens[this.#at]; sign === '+' || sign === '-'; sign = this.#tokens[this.#at]) {
      this.#at += 1;
      const other = this.#product();
      value = (sign === '+' ? value + other : value - other) >>> 0;
    }
    return value;
  }

  #product(): number {
    let value = this.#one();
    while (this.#tokens[this.#at] === '*') {
      this.#at += 1;
      value = Math.imul(value, this.#one()) >>> 0;
    }
    return value;
  }

  #one(): number {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token === undefined) throw notUnderstood(this.#text);
    if (token === '(') return this.#inBrackets();
    if (token === '-') return -this.#one() >>> 0;
    if (token.toLowerCase() === 'poi' && this.#tokens[this.#at] === '(') {
      this.#at += 1;
      return wordAt(this.#target.memory, this.#inBrackets());
    }
    return valueOfToken(this.#target, token, this.#known);
  }

  #inBrackets(): number {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new ConsoleError(`More than ${DEEPEST} brackets in each other.`);
    const value = this.#sum();
    if (this.#tokens[this.#at] !== ')') throw new ConsoleError(`A bracket is not closed in \`${this.#text}\`.`);
    this.#at += 1;
    this.#depth -= 1;
    return value;
  }
}

function notUnderstood(text: string): ConsoleError {
  return new ConsoleError(
    `\`${text}\` is no address. Write a hexadecimal number, a name such as disk0 or disk0/disk, or a sum of both.`,
  );
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (match === null) throw notUnderstood(text);
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

/** A device's PDO, or a device object of its stack: `disk0`, `disk0/disk`. */
function deviceNamed(target: ConsoleTarget, word: string): number | undefined {
  const [id, driver] = word.toLowerCase().split('/');
  const stack = target.state().devices.find((one) => one.id.toLowerCase() === id)?.stack ?? [];
  const entry = driver === undefined ? stack.at(-1) : stack.find((one) => one.driver.toLowerCase() === driver);
  return entry === undefined ? undefined : Number(entry.object);
}

/** Everything else that has a name and an address. */
function namedObjects(target: ConsoleTarget): readonly NamedObject[] {
  return [
    ...target.deviceNames(),
    ...target.drivers().map(({ address, name }) => ({ address, name: `\\Driver\\${name}` })),
    ...target.symbols().map(({ address, driver, name }) => ({ address, name: `${driver}!${name}` })),
  ];
}

/** A device, a number, another name: in this order, because `add0` is both a name and a number. */
function valueOfToken(target: ConsoleTarget, token: string, known: readonly string[]): number {
  const value = deviceNamed(target, token) ?? readNumber(token);
  if (value !== undefined) return value;
  const wanted = token.toLowerCase();
  const objects = namedObjects(target);
  const found =
    objects.find(({ name }) => name.toLowerCase() === wanted) ?? target.symbols().find(({ name }) => name === token);
  if (found !== undefined) return found.address;
  const names = [...target.state().devices.map(({ id }) => id), ...known, ...objects.map(({ name }) => name)];
  const near = nearestSpelling(token, names);
  if (near === null) throw notUnderstood(token);
  throw new ConsoleError(`There is no \`${token}\`. Did you mean \`${near}\`?`);
}

/**
 * The 32-bit value of an expression: `12340`, `disk0`, `disk0/disk + 8`, `poi(12340)`, `disk!DispatchPnp`.
 *
 * @param known - more names to suggest for one that does not exist
 * @throws ConsoleError with what is wrong
 */
export function evaluateExpression(target: ConsoleTarget, text: string, known: readonly string[] = []): number {
  return deviceNamed(target, text.trim()) ?? new Reader(target, text, known).whole();
}
