/** The expressions of `dx`: member access, calls, lambdas, comparisons, anonymous objects. */
import { ConsoleError } from '../page.ts';

export type DxNode =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: DxNode; readonly name: string }
  | { readonly kind: 'index'; readonly of: DxNode; readonly by: DxNode }
  | { readonly kind: 'call'; readonly of: DxNode; readonly name: string; readonly parameters: readonly DxNode[] }
  | { readonly kind: 'lambda'; readonly parameter: string; readonly body: DxNode }
  | { readonly kind: 'not' | 'minus'; readonly of: DxNode }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: DxNode; readonly right: DxNode }
  | { readonly kind: 'choice'; readonly condition: DxNode; readonly yes: DxNode; readonly no: DxNode }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, DxNode])[] };

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(0x[0-9a-f`]+|0n\d+|\d+)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([@$A-Za-z_][\w$]*)|(=>|->|==|!=|<=|>=|&&|\|\||[-+*/%!<>().,[\]{}=?:]))/giy;
/** From weakest to strongest. */
const OPERATORS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const DEEPEST = 64;
const END: Token = { kind: 'end', text: '' };

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  for (let end = 0; end < source.length; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(source);
    if (match === null) throw new ConsoleError(`\`${source.slice(end, end + 20)}\` is not understood in \`${text}\`.`);
    const [, number, string, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (string !== undefined)
      tokens.push({ kind: 'string', text: string.slice(1, -1).replaceAll(/\\(.)/g, '$1') });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign === '->' ? '.' : (sign ?? '') });
  }
  return tokens;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): DxNode {
    const node = this.#expression();
    if (this.#next.kind !== 'end') throw this.#unexpected();
    return node;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #isSign(text: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'sign' && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#isSign(text)) return false;
    this.#at += 1;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) throw this.#unexpected(`\`${text}\``);
  }

  #unexpected(wanted = ''): ConsoleError {
    const found = this.#next.kind === 'end' ? 'the end' : `\`${this.#next.text}\``;
    const expected = wanted === '' ? '' : `, where ${wanted} should stand`;
    return new ConsoleError(`${found} is not understood in \`${this.#text}\`${expected}.`);
  }

  #name(): string {
    const { kind, text } = this.#next;
    if (kind !== 'name') throw this.#unexpected('a name');
    this.#at += 1;
    return text;
  }

  #expression(): DxNode {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new ConsoleError(`More than ${DEEPEST} expressions in each other.`);
    const node = this.#lambda() ?? this.#choice();
    this.#depth -= 1;
    return node;
  }

  /** `n => …` or `(n) => …`; null: something else. */
  #lambda(): DxNode | null {
    const isBare = this.#next.kind === 'name' && this.#isSign('=>', 1);
    const isBracketed = this.#isSign('(') && this.#isSign(')', 2) && this.#isSign('=>', 3);
    if (!isBare && !isBracketed) return null;
    if (isBracketed) this.#need('(');
    const parameter = this.#name();
    if (isBracketed) this.#need(')');
    this.#need('=>');
    return { kind: 'lambda', parameter, body: this.#expression() };
  }

  #choice(): DxNode {
    const condition = this.#binary(0);
    if (!this.#take('?')) return condition;
    const yes = this.#expression();
    this.#need(':');
    return { kind: 'choice', condition, yes, no: this.#expression() };
  }

  #binary(level: number): DxNode {
    const operators = OPERATORS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#next.kind === 'sign' && operators.includes(this.#next.text)) {
      const operator = this.#next.text;
      this.#at += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): DxNode {
    for (const [sign, kind] of [
      ['!', 'not'],
      ['-', 'minus'],
    ] as const) {
      if (!this.#take(sign)) continue;
      this.#depth += 1;
      if (this.#depth > DEEPEST) throw new ConsoleError(`More than ${DEEPEST} signs in each other.`);
      const of = this.#unary();
      this.#depth -= 1;
      return { kind, of };
    }
    return this.#postfix();
  }

  #postfix(): DxNode {
    let node = this.#primary();
    for (;;) {
      if (this.#take('.')) {
        const name = this.#name();
        node = this.#take('(')
          ? { kind: 'call', of: node, name, parameters: this.#parameters() }
          : { kind: 'member', of: node, name };
      } else if (this.#take('[')) {
        node = { kind: 'index', of: node, by: this.#expression() };
        this.#need(']');
      } else return node;
    }
  }

  #parameters(): readonly DxNode[] {
    const parameters: DxNode[] = [];
    if (this.#take(')')) return parameters;
    do parameters.push(this.#expression());
    while (this.#take(','));
    this.#need(')');
    return parameters;
  }

  #primary(): DxNode {
    const { kind, text } = this.#next;
    if (this.#take('(')) {
      const node = this.#expression();
      this.#need(')');
      return node;
    }
    if (this.#isSign('{')) return this.#object();
    if (kind === 'end' || kind === 'sign') throw this.#unexpected('a value');
    this.#at += 1;
    if (kind === 'number') return { kind: 'value', value: numberOf(text) };
    if (kind === 'string') return { kind: 'value', value: text };
    if (text === 'new' && this.#isSign('{')) return this.#object();
    if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' };
    return text === 'null' ? { kind: 'value', value: null } : { kind: 'name', name: text };
  }

  /** `{ Name = n.Name, n.State }`: a member that is only named keeps its name. */
  #object(): DxNode {
    const fields: [string, DxNode][] = [];
    this.#need('{');
    while (!this.#take('}')) {
      const isNamed = this.#next.kind === 'name' && this.#isSign('=', 1);
      const name = isNamed ? this.#name() : '';
      if (isNamed) this.#need('=');
      const value = this.#expression();
      const own = value.kind === 'member' || value.kind === 'call' ? value.name : `Item${fields.length + 1}`;
      fields.push([name === '' ? own : name, value]);
      if (!this.#take(',') && !this.#isSign('}')) throw this.#unexpected('`,` or `}`');
    }
    return { kind: 'object', fields };
  }
}

function numberOf(text: string): number {
  const plain = text.replaceAll('`', '').toLowerCase();
  return plain.startsWith('0n') ? Number(plain.slice(2)) : Number(plain);
}

/** @throws ConsoleError with what is wrong */
export function parseDx(text: string): DxNode {
  return new Parser(text).whole();
}
