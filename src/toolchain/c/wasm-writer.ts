/** Puts the binary format of WebAssembly together. */

export type Bytes = readonly number[];

const MODULE_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Unsigned LEB128. */
export function u32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128. */
export function i32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** ASCII only: what this program names itself. */
export function name(text: string): number[] {
  return [...u32(text.length), ...Array.from(text, (character) => character.charCodeAt(0))];
}

export function vector(elements: readonly Bytes[]): number[] {
  return [...u32(elements.length), ...elements.flat()];
}

export function section(id: number, body: Bytes): number[] {
  return [id, ...u32(body.length), ...body];
}

export function moduleOf(sections: readonly Bytes[]): Uint8Array {
  return new Uint8Array([...MODULE_HEADER, ...sections.flat()]);
}
