/** Identifiers in memory and as text: `{cb3a4004-46f0-11d0-b08f-00609713053f}`. */
import type { GUID } from '../../abi/structs/rtl.ts';

const BYTES = 8;

export function readGuid(guid: GUID): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const bytes = Array.from({ length: BYTES }, (_, index) => hex(guid.Data4.get(index), 2)).join('');
  return `{${hex(guid.Data1, 8)}-${hex(guid.Data2, 4)}-${hex(guid.Data3, 4)}-${bytes.slice(0, 4)}-${bytes.slice(4)}}`;
}

/** @param text - anything else than an identifier writes zeros */
export function writeGuid(guid: GUID, text: string): void {
  const digits = text.replace(/[{}-]/g, '').padEnd(32, '0');
  const part = (from: number, to: number): number => Number.parseInt(digits.slice(from, to), 16) || 0;
  guid.Data1 = part(0, 8);
  guid.Data2 = part(8, 12);
  guid.Data3 = part(12, 16);
  for (let index = 0; index < BYTES; index += 1) guid.Data4.set(index, part(16 + index * 2, 18 + index * 2));
}
