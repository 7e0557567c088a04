import type { StructView } from '../abi/struct.ts';
import type { UNICODE_STRING } from '../abi/structs/rtl.ts';
import type { Nt } from '../kernel/assemble.ts';

export const DIRECTIVE = /%([-0#+ ]*)(\d*)(?:\.(\d+))?(I64|I32|ll|l|h|w|z)?([diuxXpcCsSZ%])/g;

/** C's message formats, as far as DbgPrint has them. An argument that is missing shows as `(missing)`. */
export function formatMessage(nt: Nt, format: string, values: readonly unknown[]): string {
  let next = 0;
  return format.replace(
    DIRECTIVE,
    (_all, flags: string, width: string, _precision: string, size: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const text = next < values.length ? formatOne(nt, values[next], size, kind, flags) : '(missing)';
      next += 1;
      const fill = flags.includes('0') && !flags.includes('-') ? '0' : ' ';
      return flags.includes('-') ? text.padEnd(Number(width)) : text.padStart(Number(width), fill);
    },
  );
}

function formatOne(nt: Nt, value: unknown, size: string | undefined, kind: string, flags: string): string {
  switch (kind) {
    case 'd':
    case 'i':
      return typeof value === 'bigint' ? value.toString() : String(Number(value) | 0);
    case 'u':
      return typeof value === 'bigint' ? value.toString() : String(Number(value) >>> 0);
    case 'x':
      return `${flags.includes('#') ? '0x' : ''}${integer(value).toString(16)}`;
    case 'X':
      return `${flags.includes('#') ? '0X' : ''}${integer(value).toString(16).toUpperCase()}`;
    case 'p':
      return integer(value).toString(16).toUpperCase().padStart(8, '0');
    case 'c':
    case 'C':
      return typeof value === 'number' ? String.fromCharCode(value) : String(value);
    default:
      return text(nt, value, size === 'w' || kind === 'S');
  }
}

function integer(value: unknown): bigint | number {
  if (typeof value === 'bigint') return value;
  if (isView(value)) return value.address;
  return Number(value) >>> 0;
}

function isView(value: unknown): value is StructView {
  return typeof value === 'object' && value !== null && 'address' in value && 'memory' in value;
}

function text(nt: Nt, value: unknown, isWide: boolean): string {
  if (value === null || value === 0) return '(null)';
  if (isView(value) && 'Buffer' in value) {
    const string = value as UNICODE_STRING;
    return nt.kernel.memory.readWide(string.Buffer, string.Length);
  }
  if (typeof value !== 'number') return String(value);
  let result = '';
  for (let at = value; ; at += isWide ? 2 : 1) {
    const code = isWide ? nt.kernel.memory.readWide(at, 2).charCodeAt(0) : (nt.kernel.memory.readBytes(at, 1)[0] ?? 0);
    if (code === 0) return result;
    result += String.fromCharCode(code);
  }
}
