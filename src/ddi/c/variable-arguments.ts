/** What C packs behind the last named parameter: 4 bytes each, 8 for 64-bit values, which stand at multiples of 8. */
import { UNICODE_STRING } from '../../abi/structs/rtl.ts';
import type { KernelMemory } from '../../kernel/mm/memory.ts';
import { DIRECTIVE } from '../format-message.ts';

/** A text can be cut off by the end of memory only. */
export function readText(memory: KernelMemory, at: number): string {
  let end = at;
  while (memory.readBytes(end, 1)[0] !== 0) end += 1;
  return String.fromCharCode(...memory.u8.subarray(at, end));
}

/**
 * @param format - address of the format
 * @param area - address of the packed arguments
 * @returns the values as `formatMessage` takes them
 */
export function readVariable(memory: KernelMemory, format: number, area: number): unknown[] {
  const values: unknown[] = [];
  let at = area;
  for (const [, , , , size, kind] of readText(memory, format).matchAll(DIRECTIVE)) {
    if (kind === '%') continue;
    if ((size === 'I64' || size === 'll') && kind !== 's' && kind !== 'S') {
      at = Math.ceil(at / 8) * 8;
      memory.touch(at, 8, false);
      values.push(
        kind === 'd' || kind === 'i' ? memory.data.getBigInt64(at, true) : memory.data.getBigUint64(at, true),
      );
      at += 8;
    } else {
      memory.touch(at, 4, false);
      const value = memory.data.getUint32(at, true);
      values.push(kind === 'Z' && value !== 0 ? memory.view(UNICODE_STRING, value) : value);
      at += 4;
    }
  }
  return values;
}

/** As many as any routine without a format takes. */
const MOST_WORDS = 4;

/** Words as they lie there; how many of them mean something depends on the parameters in front. */
export function readWords(memory: KernelMemory, area: number): number[] {
  const words: number[] = [];
  for (let at = area; words.length < MOST_WORDS && at + 4 <= memory.size; at += 4)
    words.push(memory.data.getUint32(at, true));
  return words;
}
