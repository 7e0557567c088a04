/** `dt`: structures by name, with their offsets, and what stands in memory. */

import { nameOfMajor, nameOfStatus } from '../../abi/names.ts';
import { allStructs, type FieldInfo, type StructClass, structByName } from '../../abi/struct.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import type { ConsoleItem } from '../../protocol/console.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression } from './expression.ts';
import { address, halves, word } from './format.ts';
import { ConsoleError } from './page.ts';
import { Peek, placeOf, readField, wideText } from './peek.ts';
import { showRoutine } from './routines.ts';
import type { ConsoleTarget } from './target.ts';

const DEEPEST = 8;
const NAME_WIDTH = 22;

interface Options {
  /** How far structures inside of structures are opened. */
  readonly depth: number;
  /** Where it lies; null: only its layout. */
  readonly at: number | null;
}

/** `_IRP`, `nt!_IRP`, `PIRP` and `irp` are all IRP; a driver's own structures are known by its device extensions. */
export function findType(target: ConsoleTarget, name: string, at: number | null = null): StructClass | undefined {
  const plain = name.replace(/^\w+!/, '').replace(/^_/, '');
  const own = [...target.extensionTypes].filter(
    ([, { structName }]) => structName.toLowerCase() === plain.toLowerCase(),
  );
  const its = own.find(
    ([device]) => at !== null && Peek.at(target.memory, DEVICE_OBJECT, device)?.number('DeviceExtension') === at,
  );
  if (its !== undefined || own[0] !== undefined) return (its ?? own[0])?.[1];
  const exact = structByName(plain) ?? structByName(plain.toUpperCase());
  if (exact !== undefined) return exact;
  const wanted = plain.toLowerCase();
  const insensitive = allStructs().find(({ structName }) => structName.toLowerCase() === wanted);
  return insensitive ?? (/^P[A-Z]/.test(plain) ? structByName(plain.slice(1)) : undefined);
}

function typeName({ type }: FieldInfo): string {
  const { kind, embedded, element, count, target, width, size } = type;
  switch (kind) {
    case 'pointer':
      return `Ptr32 _${target ?? 'VOID'}`;
    case 'address':
      return 'Ptr32 Void';
    case 'routine':
      return `Ptr32     ${type.c}`;
    case 'embed':
      return embedded?.isUnion === true ? '<unnamed-tag>' : `_${embedded?.structName}`;
    case 'array':
      return `[${count}] ${element === undefined ? '' : typeName({ name: '', offset: 0, type: element })}`;
    case 'bits':
      return `Pos ..., ${width} Bit${width === 1 ? '' : 's'}`;
    default:
      return scalarName(kind, size);
  }
}

function scalarName(kind: string, size: number): string {
  const signed = kind.startsWith('i') ? '' : 'U';
  if (kind === 'bool') return 'UChar';
  return (
    {
      1: signed === '' ? 'Char' : 'UChar',
      2: `${signed === '' ? 'Int' : 'Uint'}2B`,
      4: `${signed === '' ? 'Int' : 'Uint'}4B`,
      8: `${signed === '' ? 'Int' : 'Uint'}8B`,
    }[size] ?? kind
  );
}

/** What a number means, where the field's name says it. */
function meaningOf({ name }: FieldInfo, value: number): string {
  if (name === 'Status' || name === 'FinalStatus') return ` (${nameOfStatus(value)})`;
  return name === 'MajorFunction' ? ` (${nameOfMajor(value)})` : '';
}

/** `0x41 'A'` */
function byteText(value: number): string {
  return `0x${value.toString(16)} '${value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : ''}'`;
}

export function scalarText(call: CommandCall, field: FieldInfo, data: DataView, offset: number): string {
  const { kind, target, size, width } = field.type;
  const value = readField(data, offset, field);
  const low = Number(BigInt.asUintN(32, value));
  switch (kind) {
    case 'pointer':
      return low === 0 ? '(null)' : `0x${word(low)} _${target}`;
    case 'routine':
      return low === 0 ? '(null)' : `0x${word(low)}     ${showRoutine(call.target, call.page, low)}`.trimEnd();
    case 'address':
      return low === 0 ? '(null)' : `0x${word(low)} Void`;
    case 'bits':
      return `0y${value.toString(2).padStart(width ?? 1, '0')}`;
    case 'u64':
    case 'i64':
      return halves(value);
    case 'i16':
    case 'i32':
      return `0n${value}${meaningOf(field, low)}`;
    case 'i8':
    case 'u8':
    case 'bool':
      return `${byteText(low & 0xff)}${meaningOf(field, low)}`;
    default:
      return `0x${low.toString(16)}${size === 4 ? meaningOf(field, low) : ''}`;
  }
}

class Writer {
  readonly #call: CommandCall;
  readonly #options: Options;
  readonly #type: StructClass;
  readonly #data: DataView | null;

  constructor(call: CommandCall, type: StructClass, options: Options) {
    this.#call = call;
    this.#type = type;
    this.#options = options;
    const bytes = options.at === null ? null : call.target.memory.bytes(options.at, type.size);
    if (options.at !== null && bytes === null) throw new ConsoleError(`There is no memory at ${address(options.at)}.`);
    this.#data = bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @param path - of the fields around these, each with a dot behind it */
  show(type: StructClass, base: number, depth: number, path = ''): readonly ConsoleItem[] {
    return type.fields.map((field) => this.showField(field, base, depth, `${path}${field.name}`));
  }

  showField(field: FieldInfo, base: number, depth: number, path: string): ConsoleItem {
    const offset = base + field.offset;
    const value = this.#valueOf(field, offset);
    const head = `${'   '.repeat(depth + 1)}+0x${word(offset, 3)} ${field.name}`;
    this.#call.page.line(`${head.padEnd(NAME_WIDTH + 3 * depth + 9)} : ${value}`);
    const { embedded } = field.type;
    const isOpen = embedded !== undefined && depth < this.#options.depth;
    const { at } = this.#options;
    return {
      name: field.name,
      value,
      ...(isOpen
        ? { children: this.show(embedded, offset, depth + 1, `${path}.`) }
        : this.#commandOf(field, offset, path)),
      ...(at === null ? {} : { address: hex(at + offset) }),
    };
  }

  /** What shows what a pointer points to, or what is inside of a field. */
  #commandOf({ type }: FieldInfo, offset: number, path: string): { readonly command?: string } {
    const { at } = this.#options;
    if (at === null || this.#data === null) return {};
    const { kind, target, embedded } = type;
    if (embedded !== undefined) return { command: `dt ${this.#type.structName} ${address(at)} ${path}.` };
    const pointee = kind === 'pointer' ? this.#data.getUint32(offset, true) : 0;
    const isThere =
      pointee !== 0 && this.#call.target.memory.bytes(pointee, structByName(target ?? '')?.size ?? 0) !== null;
    return isThere ? { command: `dt ${target} ${address(pointee)}` } : {};
  }

  #valueOf(field: FieldInfo, offset: number): string {
    const { kind, embedded, element } = field.type;
    const data = this.#data;
    if (data === null || this.#options.at === null)
      return kind === 'bits' ? typeName(field).replace('...', String(field.shift ?? 0)) : typeName(field);
    if (embedded?.structName === 'UNICODE_STRING')
      return `_UNICODE_STRING "${wideText(this.#call.target.memory, this.#options.at + offset)}"`;
    if (kind === 'embed') return typeName(field);
    if (kind !== 'array') return scalarText(this.#call, field, data, offset);
    const isShort = element !== undefined && element.kind !== 'embed' && element.kind !== 'array';
    if (!isShort) return typeName(field);
    const first = scalarText(this.#call, { name: field.name, offset, type: element }, data, offset);
    return `${typeName(field)} ${first}`;
  }
}

function listTypes({ page }: CommandCall, pattern: string): void {
  const plain = pattern.replace(/^\w*!/, '').replace(/^_/, '');
  const text = plain
    .replaceAll(/[^\w*?]/g, '')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  const wanted = new RegExp(`^${text}$`, 'i');
  const names = allStructs()
    .map(({ structName }) => structName)
    .filter((name) => wanted.test(name))
    .sort();
  if (names.length === 0) throw new ConsoleError(`No type is named like \`${pattern}\`.`);
  page.lines(names.map((name) => `          nt!_${name}`));
  for (const name of names) page.item({ name, value: '', command: `dt ${name}` });
}

/** `MajorFunction[4]` is `MajorFunction.4` here. */
function pathOf(word: string): string {
  return word.replaceAll(/\[(\d+)\]/g, '.$1').replace(/\.$/, '');
}

/** -r opens one level, -r3 three. */
function depthOf(options: readonly string[]): number {
  const level = options.map((one) => /^-[rb](\d?)$/i.exec(one)?.[1]).find((one) => one !== undefined);
  if (level === undefined) return 0;
  return Math.min(DEEPEST, level === '' ? DEEPEST : Number(level));
}

function display(call: CommandCall): void {
  const { target, page, words } = call;
  const options = words.filter((one) => /^-[a-z]\d?$/i.test(one));
  const [name, ...rest] = words.filter((one) => !options.includes(one));
  if (name === undefined)
    throw new ConsoleError('Which type? Write dt IRP, dt IRP ADDRESS or dt IRP ADDRESS FIELD; dt * lists them.');
  if (/[*?]/.test(name)) {
    listTypes(call, name);
    return;
  }
  const general = typeNamed(target, name);
  const fields = rest.filter((one) => placeOf(general, pathOf(one)) !== null);
  const place = rest.filter((one) => !fields.includes(one)).join(' ');
  const known = general.fields.map((field) => field.name);
  const at = place === '' ? null : evaluateExpression(target, place, known);
  const type = findType(target, name, at) ?? general;
  // A dot behind a field asks for what is inside of it.
  const isInside = fields.some((path) => path.endsWith('.'));
  const depth = Math.max(depthOf(options), isInside ? 1 : 0);
  const writer = new Writer(call, type, { depth, at });
  if (fields.length > 0) {
    for (const path of fields.map(pathOf)) {
      const found = placeOf(type, path);
      if (found === null) continue;
      const item = writer.showField({ ...found.field, name: path, offset: found.offset }, 0, 0, path);
      for (const one of isInside ? (item.children ?? [item]) : [item]) page.item(one);
    }
    return;
  }
  if (at === null) page.line(`nt!_${type.structName}`);
  for (const item of writer.show(type, 0, 0)) page.item(item);
  const size = `Size 0x${type.size.toString(16)} (${type.size}) bytes; pointers have 32 bits in the sandbox.`;
  if (at === null) page.line('', size);
}

function typeNamed(target: ConsoleTarget, name: string): StructClass {
  const type = findType(target, name);
  if (type !== undefined) return type;
  const plain = name.replace(/^\w+!/, '').replace(/^_/, '');
  const near = nearestSpelling(
    plain,
    allStructs().map(({ structName }) => structName),
  );
  throw new ConsoleError(
    `There is no type \`${name}\`. ${near === null ? 'dt * lists them.' : `Did you mean \`${near}\`?`}`,
  );
}

export const typeCommands: readonly ConsoleCommand[] = [
  {
    names: ['dt'],
    group: 'Memory and types',
    usage: '[-r] TYPE [ADDRESS] [FIELD]',
    summary: 'a structure: its layout, or what stands in memory; -r opens what is inside',
    takes: ['type', 'device', 'irp'],
    run: display,
  },
];
