/** Structures read from memory as it is: no access is checked, so looking never stops the machine. */
import type { FieldInfo, StructClass } from '../../abi/struct.ts';
import type { ConsoleMemory } from './target.ts';

interface Place {
  readonly offset: number;
  readonly field: FieldInfo;
}

const places = new WeakMap<StructClass, Map<string, Place>>();

/** `Tail.Overlay.Thread`; `MajorFunction.4` for an element. */
export function placeOf(type: StructClass, path: string): Place | null {
  let known = places.get(type);
  if (known === undefined) {
    known = new Map();
    places.set(type, known);
  }
  const found = known.get(path);
  if (found !== undefined) return found;
  const place = walk(type, path.split('.'));
  if (place !== null) known.set(path, place);
  return place;
}

function walk(type: StructClass, [name = '', ...rest]: readonly string[]): Place | null {
  const wanted = name.toLowerCase();
  const field =
    type.fields.find((one) => one.name === name) ?? type.fields.find((one) => one.name.toLowerCase() === wanted);
  if (field === undefined) return null;
  if (rest.length === 0) return { offset: field.offset, field };
  const { element, embedded, count = 0 } = field.type;
  if (embedded !== undefined) return moved(walk(embedded, rest), field.offset);
  const index = Number(rest[0]);
  if (element === undefined || !Number.isInteger(index) || index < 0 || index >= count) return null;
  const offset = field.offset + index * element.size;
  if (rest.length === 1) return { offset, field: { name: rest[0] ?? '', offset: 0, type: element } };
  return element.embedded === undefined ? null : moved(walk(element.embedded, rest.slice(1)), offset);
}

function moved(place: Place | null, by: number): Place | null {
  return place === null ? null : { ...place, offset: place.offset + by };
}

/** Bytes from the start of a structure to a field. A field that the structure has not got is a slip of ours. */
export function fieldOffset(type: StructClass, path: string): number {
  const place = placeOf(type, path);
  if (place === null) throw new TypeError(`${type.structName} has no field ${path}`);
  return place.offset;
}

/** A structure as it lies in memory now. */
export class Peek {
  readonly address: number;
  readonly type: StructClass;
  readonly #data: DataView;

  private constructor(type: StructClass, address: number, bytes: Uint8Array) {
    this.type = type;
    this.address = address;
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** null where there is no memory. */
  static at(memory: ConsoleMemory, type: StructClass, address: number): Peek | null {
    const bytes = memory.bytes(address, type.size);
    return bytes === null ? null : new Peek(type, address, bytes);
  }

  /** A field of up to 32 bits. A field that the structure has not got is a slip of ours. */
  number(path: string): number {
    const place = placeOf(this.type, path);
    if (place === null) throw new TypeError(`${this.type.structName} has no field ${path}`);
    return Number(BigInt.asUintN(32, readField(this.#data, place.offset, place.field)));
  }

  /** The same with its sign. */
  signed(path: string): number {
    const place = placeOf(this.type, path);
    if (place === null) throw new TypeError(`${this.type.structName} has no field ${path}`);
    return Number(readField(this.#data, place.offset, place.field));
  }

  addressOf(path: string): number {
    return this.address + fieldOffset(this.type, path);
  }
}

/** The value of a scalar, pointer or bit field. */
export function readField(data: DataView, offset: number, { type, shift = 0 }: FieldInfo): bigint {
  const unit = unitAt(data, offset, type.kind === 'bits' ? `u${type.size * 8}` : type.kind);
  if (type.kind !== 'bits') return unit;
  return (unit >> BigInt(shift)) & ((1n << BigInt(type.width ?? 0)) - 1n);
}

function unitAt(data: DataView, offset: number, kind: string): bigint {
  switch (kind) {
    case 'u8':
    case 'bool':
      return BigInt(data.getUint8(offset));
    case 'i8':
      return BigInt(data.getInt8(offset));
    case 'u16':
      return BigInt(data.getUint16(offset, true));
    case 'i16':
      return BigInt(data.getInt16(offset, true));
    case 'i32':
      return BigInt(data.getInt32(offset, true));
    case 'u64':
      return data.getBigUint64(offset, true);
    case 'i64':
      return data.getBigInt64(offset, true);
    default:
      return BigInt(data.getUint32(offset, true));
  }
}

/** UTF-16 text of a UNICODE_STRING; empty where it has none, or its buffer is not there. */
export function wideText(memory: ConsoleMemory, string: number): string {
  const head = memory.bytes(string, 8);
  if (head === null) return '';
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const bytes = memory.bytes(view.getUint32(4, true), view.getUint16(0, true) & ~1);
  if (bytes === null) return '';
  let text = '';
  for (let at = 0; at < bytes.length; at += 2)
    text += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  return text.replaceAll(/\p{Cc}/gu, '.');
}

/** A 32-bit word; 0 where there is none. */
export function wordAt(memory: ConsoleMemory, address: number): number {
  const bytes = memory.bytes(address, 4);
  return bytes === null ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
