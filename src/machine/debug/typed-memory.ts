/** Reads, writes and names what lies in the machine's memory, by type. It never touches: what a driver may not read can be looked at. */
import { IRP_MJ_MAXIMUM_FUNCTION } from '../../abi/irp-codes.ts';
import {
  type ConstantTable,
  deviceObjectFlags,
  devicePowerStates,
  deviceTextTypes,
  deviceTypes,
  driverObjectFlags,
  fileObjectFlags,
  irpFlags,
  mdlFlags,
  nameOf,
  nameOfMajor,
  nameOfMinor,
  nameOfStatus,
  namesOfFlags,
  powerActions,
  powerStateTypes,
  queryIdTypes,
  relationTypes,
  stackControlFlags,
  systemPowerStates,
  usageTypes,
  valueOfName,
  vpbFlags,
} from '../../abi/names.ts';
import { type StructClass, structByName } from '../../abi/struct.ts';
import type { FieldType } from '../../abi/struct-types.ts';
import { hex } from '../../base/hex.ts';
import { type KernelMemory, SHADOW } from '../../kernel/mm/memory.ts';

/** Something of a type, at an address. */
export interface Place {
  readonly type: FieldType<unknown>;
  readonly address: number;
  /** Of a bit field: its lowest bit. */
  readonly shift: number;
  /** `IRP.Flags`: the structure and the field that it is; the type's own name where it is none. */
  readonly field: string;
}

const FLAGS: Readonly<Record<string, ConstantTable>> = {
  'DEVICE_OBJECT.Flags': deviceObjectFlags,
  'DRIVER_OBJECT.Flags': driverObjectFlags,
  'FILE_OBJECT.Flags': fileObjectFlags,
  'IRP.Flags': irpFlags,
  'IO_STACK_LOCATION.Control': stackControlFlags,
  'VPB.Flags': vpbFlags,
  'MDL.MdlFlags': mdlFlags,
};

const ALTERNATIVES: Readonly<Record<string, ConstantTable>> = {
  DEVICE_USAGE_NOTIFICATION_TYPE: usageTypes,
  DEVICE_RELATION_TYPE: relationTypes,
  BUS_QUERY_ID_TYPE: queryIdTypes,
  DEVICE_TEXT_TYPE: deviceTextTypes,
  SYSTEM_POWER_STATE: systemPowerStates,
  DEVICE_POWER_STATE: devicePowerStates,
  POWER_STATE_TYPE: powerStateTypes,
  POWER_ACTION: powerActions,
};

const SHADOW_WORDS = Object.fromEntries(Object.entries(SHADOW).map(([word, value]) => [value, word]));

export function structPlace(type: StructClass, address: number): Place {
  const embed = {
    kind: 'embed',
    size: type.size,
    align: type.align,
    c: type.structName,
    ts: type.structName,
    embedded: type,
  } as const;
  return { type: embed, address, shift: 0, field: type.structName };
}

/** null where there is no memory at all. */
export function readNumber({ data, size }: KernelMemory, { type, address, shift }: Place): number | bigint | null {
  if (address + Math.min(type.size, 8) > size) return null;
  switch (type.kind) {
    case 'u8':
    case 'bool':
      return data.getUint8(address);
    case 'i8':
      return data.getInt8(address);
    case 'u16':
      return data.getUint16(address, true);
    case 'i16':
      return data.getInt16(address, true);
    case 'i32':
      return data.getInt32(address, true);
    case 'u64':
      return data.getBigUint64(address, true);
    case 'i64':
      return data.getBigInt64(address, true);
    case 'bits':
      return (unitAt(data, address, type.size) >>> shift) & (2 ** (type.width ?? 0) - 1);
    case 'u32':
    case 'address':
    case 'pointer':
    case 'routine':
      return data.getUint32(address, true);
    case 'embed':
    case 'array':
      return address;
  }
}

function unitAt(data: DataView, address: number, size: number): number {
  if (size === 1) return data.getUint8(address);
  return size === 2 ? data.getUint16(address, true) : data.getUint32(address, true);
}

export function writeNumber({ data }: KernelMemory, { type, address, shift }: Place, value: bigint): void {
  const low = Number(BigInt.asUintN(32, value));
  if (type.kind === 'bits') {
    const mask = ((2 ** (type.width ?? 0) - 1) << shift) >>> 0;
    writeUnit(data, address, type.size, ((unitAt(data, address, type.size) & ~mask) | ((low << shift) & mask)) >>> 0);
  } else if (type.size === 8) data.setBigUint64(address, BigInt.asUintN(64, value), true);
  else writeUnit(data, address, type.size, low);
}

function writeUnit(data: DataView, address: number, size: number, value: number): void {
  if (size === 1) data.setUint8(address, value);
  else if (size === 2) data.setUint16(address, value, true);
  else data.setUint32(address, value, true);
}

export function isWritable({ type }: Place): boolean {
  return type.kind !== 'embed' && type.kind !== 'array' && type.kind !== 'routine';
}

/** A number, TRUE, FALSE, NULL, or a documented name; names of flags joined by `|`. Undefined: none of these. */
export function parseValue(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (/^true$/i.test(trimmed)) return 1n;
  if (/^(false|null)$/i.test(trimmed)) return 0n;
  if (/^-?(\d+|0x[\da-f]+)n?$/i.test(trimmed)) {
    const digits = trimmed.replace(/^-|n$/g, '').replace(/n$/, '');
    return trimmed.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  }
  const named = valueOfName(trimmed.replace(/ \(0x[\da-f]+\)$/i, ''));
  return named === undefined ? undefined : BigInt(named);
}

function numberText(value: number | bigint): string {
  return value < 10 && value > -10 ? String(value) : `${value} (${hexOf(value)})`;
}

function hexOf(value: number | bigint): string {
  return `0x${BigInt.asUintN(typeof value === 'bigint' ? 64 : 32, BigInt(value)).toString(16)}`;
}

/** What a variables view shows of it. */
export function formatPlace(memory: KernelMemory, place: Place): string {
  const { type, address, field } = place;
  const raw = readNumber(memory, place);
  if (raw === null) return 'no memory';
  if (type.kind === 'embed') return embedText(memory, place);
  if (type.kind === 'array') return `${type.element?.ts ?? ''}[${type.count ?? 0}] at ${hex(address)}`;
  const value = Number(raw);
  if (type.c === 'NTSTATUS') return `${nameOfStatus(value >>> 0)} (${hexOf(value)})`;
  const flags = FLAGS[field];
  if (flags !== undefined) return value === 0 ? '0' : `${namesOfFlags(flags, value)} (${hexOf(value)})`;
  if (field === 'DEVICE_OBJECT.DeviceType') return `${nameOf(deviceTypes, value)} (${hexOf(value)})`;
  if (field === 'IO_STACK_LOCATION.MajorFunction' && value <= IRP_MJ_MAXIMUM_FUNCTION)
    return `${nameOfMajor(value)} (${hexOf(value)})`;
  if (field === 'IO_STACK_LOCATION.MinorFunction')
    return `${nameOfMinor(memory.data.getUint8(address - 1), value)} (${hexOf(value)})`;
  const alternatives = ALTERNATIVES[type.c];
  if (alternatives !== undefined) return `${nameOf(alternatives, value)} (${value})`;
  switch (type.kind) {
    case 'bool':
      return value === 0 ? 'FALSE' : 'TRUE';
    case 'pointer':
      return value === 0 ? 'NULL' : `${hex(value)} ${stateWord(memory, value)}`.trimEnd();
    case 'address':
      return value === 0 ? 'NULL' : hex(value);
    case 'routine':
      return value === 0 ? 'NULL' : `${memory.routine(value)?.name || 'routine'} (${hex(value)})`;
    default:
      return numberText(raw);
  }
}

/** Says so when the memory there may not be touched. */
export function stateWord(memory: KernelMemory, address: number): string {
  const state = memory.shadow[address >>> 3] ?? SHADOW.unallocated;
  return memory.isAccessible(address) ? '' : `(${SHADOW_WORDS[state] ?? 'unknown'} memory)`;
}

function embedText(memory: KernelMemory, { type, address }: Place): string {
  const name = type.embedded?.structName ?? type.c;
  if (type.embedded === undefined) return name;
  if (name === 'UNICODE_STRING') return JSON.stringify(wideText(memory, address));
  const word = stateWord(memory, address);
  const shown = partsOf(memory, structPlace(type.embedded, address)).filter((part) => isPlain(part.place));
  if (word !== '' || shown.length === 0) return `${name} at ${hex(address)} ${word}`.trimEnd();
  const fields = shown.slice(0, PREVIEWED).map((part) => `${part.name}: ${shortText(memory, part.place)}`);
  return `${name} {${fields.join(', ')}${shown.length > PREVIEWED ? ', …' : ''}}`;
}

/** Fields that say in a line what a structure holds. */
const PREVIEWED = 3;

function isPlain({ type }: Place): boolean {
  return type.kind !== 'embed' && type.kind !== 'array' && type.over === undefined;
}

/** Names without their numbers. */
function shortText(memory: KernelMemory, place: Place): string {
  return formatPlace(memory, place).replace(/^(\D.*) \(\S+\)$/, '$1');
}

function wideText({ data, size }: KernelMemory, address: number): string {
  const length = data.getUint16(address, true);
  const buffer = data.getUint32(address + 4, true);
  if (buffer === 0 || buffer + length > size) return '';
  let text = '';
  for (let at = 0; at + 1 < length; at += 2) text += String.fromCharCode(data.getUint16(buffer + at, true));
  return text;
}

const MOST_ELEMENTS = 256;

/** What it is made of, or points to. */
export function partsOf(
  memory: KernelMemory,
  place: Place,
): readonly { readonly name: string; readonly place: Place }[] {
  const { type, address } = place;
  if (type.kind === 'pointer') return partsOfPointee(memory, place);
  if (type.kind === 'array' && type.element !== undefined) {
    const { element } = type;
    return Array.from({ length: Math.min(type.count ?? 0, MOST_ELEMENTS) }, (_one, index) => ({
      name: `[${index}]`,
      place: { type: element, address: address + index * element.size, shift: 0, field: element.c },
    }));
  }
  const { embedded } = type;
  return (embedded?.fields ?? []).map((field) => ({
    name: field.name,
    place: {
      type: field.type,
      address: address + field.offset,
      shift: field.shift ?? 0,
      field: `${embedded?.structName ?? ''}.${field.name}`,
    },
  }));
}

function partsOfPointee(memory: KernelMemory, place: Place): ReturnType<typeof partsOf> {
  const pointee = pointeeOf(memory, place);
  return pointee === null ? [] : partsOf(memory, pointee);
}

/** The structure that a pointer points to. */
export function pointeeOf(memory: KernelMemory, place: Place): Place | null {
  const target = structByName(place.type.target ?? '');
  const address = Number(readNumber(memory, place) ?? 0);
  if (place.type.kind !== 'pointer' || target === undefined || address === 0) return null;
  return address + target.size > memory.size ? null : structPlace(target, address);
}
