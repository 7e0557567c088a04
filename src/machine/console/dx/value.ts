/** What a `dx` expression can be worth. */

export type DxValue = string | number | boolean | null | undefined | DxObject | readonly DxValue[] | DxLambda;

export type DxLambda = (value: DxValue) => DxValue;

/** Members are made when they are asked for: the tree of devices is as large as the machine. */
export class DxObject {
  /** What stands for it in one line. */
  readonly text: string;
  readonly #members: ReadonlyMap<string, () => DxValue>;
  /** Those that have been made. */
  readonly #made = new Map<string, DxValue>();

  constructor(text: string, members: Readonly<Record<string, () => DxValue>>) {
    this.text = text;
    this.#members = new Map(Object.entries(members));
  }

  get names(): readonly string[] {
    return [...this.#members.keys()];
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  get(name: string): DxValue {
    if (!this.#made.has(name)) this.#made.set(name, this.#members.get(name)?.());
    return this.#made.get(name);
  }
}

export function isList(value: DxValue): value is readonly DxValue[] {
  return Array.isArray(value);
}

/** Numbers are hexadecimal, as a debugger shows them. */
export function textOf(value: DxValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof DxObject) return value.text;
  if (isList(value)) return '';
  if (typeof value === 'function') return '[lambda]';
  if (typeof value === 'number') return Number.isInteger(value) ? numberText(value) : String(value);
  return String(value);
}

function numberText(value: number): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** A JSON object of the protocol, with the names of its members as `dx` writes them: `instancePath` is InstancePath. */
export function fromJson(value: unknown, text = ''): DxValue {
  if (Array.isArray(value)) return value.map((one) => fromJson(one));
  if (typeof value !== 'object' || value === null) return value as DxValue;
  const members = Object.entries(value).map(([name, member]) => [
    name.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
    () => fromJson(member),
  ]);
  return new DxObject(text === '' ? '[object]' : text, Object.fromEntries(members));
}
