/** Evaluates the expressions of `dx`. */
import { nearestSpelling } from '../../../base/nearest-spelling.ts';
import { ConsoleError } from '../page.ts';
import type { DxNode } from './parse.ts';
import { type DxLambda, DxObject, type DxValue, isList, textOf } from './value.ts';

/** Steps of one evaluation: a list of lists of lists is soon longer than anybody wants to wait for. */
const MOST_STEPS = 2_000_000;
/** Generations of a tree. */
const DEEPEST_TREE = 200;

type Scope = ReadonlyMap<string, DxValue>;

export class Evaluator {
  readonly #roots: DxObject;
  #steps = 0;

  /** @param roots - what a name means that is no parameter of a lambda */
  constructor(roots: DxObject) {
    this.#roots = roots;
  }

  evaluate(node: DxNode, scope: Scope = new Map()): DxValue {
    this.#count();
    switch (node.kind) {
      case 'value':
        return node.value;
      case 'name':
        return scope.has(node.name) ? scope.get(node.name) : this.#root(node.name);
      case 'member':
        return member(this.evaluate(node.of, scope), node.name);
      case 'index':
        return indexed(this.evaluate(node.of, scope), this.evaluate(node.by, scope));
      case 'call':
        return this.#call(node, scope);
      case 'lambda':
        return (value) => this.evaluate(node.body, new Map([...scope, [node.parameter, value]]));
      case 'not':
        return !isTrue(this.evaluate(node.of, scope));
      case 'minus':
        return -toNumber(this.evaluate(node.of, scope));
      case 'choice':
        return this.evaluate(isTrue(this.evaluate(node.condition, scope)) ? node.yes : node.no, scope);
      case 'object':
        return this.#object(node.fields, scope);
      case 'binary':
        return this.#binary(node, scope);
    }
  }

  #count(steps = 1): void {
    this.#steps += steps;
    if (this.#steps > MOST_STEPS) throw new ConsoleError(`The expression takes more than ${MOST_STEPS} steps.`);
  }

  #root(name: string): DxValue {
    if (this.#roots.has(name)) return this.#roots.get(name);
    throw new ConsoleError(`There is no \`${name}\`.${suggest(name, this.#roots.names)}`);
  }

  #object(fields: readonly (readonly [string, DxNode])[], scope: Scope): DxValue {
    const values = fields.map(([name, node]) => [name, this.evaluate(node, scope)] as const);
    const text = values.map(([name, value]) => `${name} = ${textOf(value)}`).join(', ');
    return new DxObject(`{ ${text} }`, Object.fromEntries(values.map(([name, value]) => [name, () => value])));
  }

  #binary({ operator, left, right }: Extract<DxNode, { kind: 'binary' }>, scope: Scope): DxValue {
    const first = this.evaluate(left, scope);
    if (operator === '&&') return isTrue(first) && isTrue(this.evaluate(right, scope));
    if (operator === '||') return isTrue(first) || isTrue(this.evaluate(right, scope));
    const second = this.evaluate(right, scope);
    switch (operator) {
      case '==':
        return isEqual(first, second);
      case '!=':
        return !isEqual(first, second);
      case '+':
        return typeof first === 'string' || typeof second === 'string'
          ? `${textOf(first)}${textOf(second)}`
          : toNumber(first) + toNumber(second);
      case '-':
        return toNumber(first) - toNumber(second);
      case '*':
        return toNumber(first) * toNumber(second);
      case '/':
        return Math.trunc(toNumber(first) / toNumber(second));
      case '%':
        return toNumber(first) % toNumber(second);
      default:
        return compareBy(operator, compare(first, second));
    }
  }

  #call({ of, name, parameters }: Extract<DxNode, { kind: 'call' }>, scope: Scope): DxValue {
    const value = this.evaluate(of, scope);
    const given = parameters.map((one) => this.evaluate(one, scope));
    if (name === 'ToDisplayString') return textOf(value);
    if (typeof value === 'string') return callOnText(value, name, given);
    if (isList(value)) return this.#callOnList(value, name, given);
    throw new ConsoleError(`\`${textOf(value) || 'nothing'}\` has no method \`${name}\`.`);
  }

  #callOnList(list: readonly DxValue[], name: string, [first, second]: readonly DxValue[]): DxValue {
    const method = LIST_METHODS[name];
    if (method === undefined)
      throw new ConsoleError(`A list has no method \`${name}\`.${suggest(name, Object.keys(LIST_METHODS))}`);
    this.#count(list.length);
    const counted = typeof first === 'function' ? (value: DxValue) => this.#counted(first, value) : first;
    return method(list, counted, second);
  }

  #counted(lambda: DxLambda, value: DxValue): DxValue {
    this.#count();
    return lambda(value);
  }
}

function suggest(name: string, names: readonly string[]): string {
  const near = nearestSpelling(name, names);
  if (near !== null) return ` Did you mean \`${near}\`?`;
  return names.length === 0 ? '' : ` There are: ${names.join(', ')}.`;
}

function member(value: DxValue, name: string): DxValue {
  if (value instanceof DxObject) {
    const known = value.has(name) ? name : value.names.find((one) => one.toLowerCase() === name.toLowerCase());
    if (known !== undefined) return value.get(known);
    throw new ConsoleError(`\`${value.text}\` has no member \`${name}\`.${suggest(name, value.names)}`);
  }
  if ((typeof value === 'string' || isList(value)) && name === 'Length') return value.length;
  if (value === null || value === undefined) return undefined;
  throw new ConsoleError(`${isList(value) ? 'A list' : `\`${textOf(value)}\``} has no member \`${name}\`.`);
}

function indexed(value: DxValue, by: DxValue): DxValue {
  if (isList(value)) {
    const found = value[toNumber(by)];
    if (found === undefined)
      throw new ConsoleError(`The list has ${value.length} elements; there is no [${textOf(by)}].`);
    return found;
  }
  return member(value, textOf(by));
}

function isTrue(value: DxValue): boolean {
  return value !== false && value !== null && value !== undefined && value !== 0 && value !== '';
}

/** A number, or a text that is one: addresses of the protocol are texts. */
function toNumber(value: DxValue): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'boolean') return Number(number);
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw new ConsoleError(`\`${textOf(value)}\` is no number.`);
}

function isEqual(one: DxValue, other: DxValue): boolean {
  if (one === other) return true;
  if (typeof one === 'number' || typeof other === 'number')
    return textOf(one) !== '' && textOf(other) !== '' && Number(numeric(one)) === Number(numeric(other));
  const [left, right] = [one ?? null, other ?? null];
  return (
    left === right ||
    (typeof left === 'string' && typeof right === 'string' && left === right) ||
    (left instanceof DxObject && right === left.text) ||
    (right instanceof DxObject && left === right.text)
  );
}

function numeric(value: DxValue): DxValue {
  return value instanceof DxObject ? value.text : value;
}

function compare(one: DxValue, other: DxValue): number {
  if (typeof one === 'number' || typeof other === 'number') return toNumber(one) - toNumber(other);
  const [left, right] = [textOf(one), textOf(other)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareBy(operator: string, order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function callOnText(text: string, name: string, [first]: readonly DxValue[]): DxValue {
  const other = textOf(first);
  switch (name) {
    case 'Contains':
      return text.includes(other);
    case 'StartsWith':
      return text.startsWith(other);
    case 'EndsWith':
      return text.endsWith(other);
    case 'ToLower':
      return text.toLowerCase();
    case 'ToUpper':
      return text.toUpperCase();
    case 'Length':
      return text.length;
    default:
      throw new ConsoleError(
        `A text has no method \`${name}\`.${suggest(name, ['Contains', 'StartsWith', 'EndsWith', 'ToLower', 'ToUpper'])}`,
      );
  }
}

type ListMethod = (list: readonly DxValue[], first: DxValue, second: DxValue) => DxValue;

function lambdaOf(value: DxValue): DxLambda {
  if (typeof value === 'function') return value;
  throw new ConsoleError('A lambda should stand here: n => n.Name.');
}

function where(list: readonly DxValue[], first: DxValue): readonly DxValue[] {
  if (first === undefined) return list;
  const test = lambdaOf(first);
  return list.filter((value) => isTrue(test(value)));
}

function sorted(list: readonly DxValue[], first: DxValue, sign: 1 | -1): readonly DxValue[] {
  const keys = first === undefined ? list : list.map(lambdaOf(first));
  const places = [...list.keys()].sort((one, other) => sign * compare(keys[one], keys[other]) || one - other);
  return places.map((place) => list[place]);
}

/** Every element and all below it, each before its children. */
function flatten(list: readonly DxValue[], first: DxValue, depth = 0): readonly DxValue[] {
  if (depth > DEEPEST_TREE) throw new ConsoleError('The tree does not end: its children lead back to their parents.');
  const children = first === undefined ? (value: DxValue) => (isList(value) ? value : []) : lambdaOf(first);
  return list.flatMap((value) => {
    const below = children(value);
    const rest = isList(below) ? flatten(below, first, depth + 1) : [];
    return first === undefined && isList(value) ? rest : [value, ...rest];
  });
}

/** Equal values have the same one. */
function keyOf(value: DxValue): string {
  return `${typeof value} ${textOf(value)}`;
}

function groups(list: readonly DxValue[], first: DxValue): readonly DxValue[] {
  const key = lambdaOf(first);
  const found = new Map<string, DxValue[]>();
  for (const value of list) {
    const name = textOf(key(value));
    const group = found.get(name);
    if (group === undefined) found.set(name, [value]);
    else group.push(value);
  }
  return [...found].map(([name, values]) => new DxObject(name, { Key: () => name, Values: () => values }));
}

const LIST_METHODS: Readonly<Record<string, ListMethod>> = Object.assign(Object.create(null), {
  Where: where,
  Select: (list, first) => list.map(lambdaOf(first)),
  SelectMany: (list, first) => list.map(lambdaOf(first)).flatMap((value) => (isList(value) ? value : [value])),
  Flatten: (list, first) => flatten(list, first),
  OrderBy: (list, first) => sorted(list, first, 1),
  OrderByDescending: (list, first) => sorted(list, first, -1),
  GroupBy: groups,
  Distinct: (list) => [...new Map(list.map((value) => [keyOf(value), value])).values()],
  Take: (list, first) => list.slice(0, Math.max(0, toNumber(first))),
  Skip: (list, first) => list.slice(Math.max(0, toNumber(first))),
  Reverse: (list) => [...list].reverse(),
  First: (list, first) => where(list, first)[0],
  Last: (list, first) => where(list, first).at(-1),
  Count: (list, first) => where(list, first).length,
  Any: (list, first) => where(list, first).length > 0,
  All: (list, first) => where(list, first).length === list.length,
  Contains: (list, first) => list.some((value) => isEqual(value, first)),
  Sum: (list, first) =>
    list
      .map(first === undefined ? (value) => value : lambdaOf(first))
      .reduce<number>((sum, value) => sum + toNumber(value), 0),
  Min: (list, first) => sorted(list.map(first === undefined ? (value) => value : lambdaOf(first)), undefined, 1)[0],
  Max: (list, first) => sorted(list.map(first === undefined ? (value) => value : lambdaOf(first)), undefined, -1)[0],
} satisfies Record<string, ListMethod>) as Readonly<Record<string, ListMethod>>;

export const LIST_METHOD_NAMES: readonly string[] = Object.keys(LIST_METHODS);
