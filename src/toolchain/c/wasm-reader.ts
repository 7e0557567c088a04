/** Reads the binary format of WebAssembly, as far as a linked driver needs it. */

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  global: 6,
  export: 7,
  element: 9,
  code: 10,
} as const;

export interface Section {
  readonly id: number;
  /** Where the section begins, with its id. */
  readonly start: number;
  readonly body: Uint8Array;
}

const HEADER_SIZE = 8;

export class WasmReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at] ?? 0;
    this.at += 1;
    return value;
  }

  /** Unsigned LEB128 of up to 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
  }

  /** Signed LEB128 of up to 32 bits. */
  i32(): number {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if ((byte & 0x80) === 0) return shift < 32 && (byte & 0x40) !== 0 ? value | (-1 << shift) : value;
    }
  }

  /** 16 bits. */
  half(): number {
    return this.byte() | (this.byte() << 8);
  }

  /** 32 bits. */
  word(): number {
    return (this.half() | (this.half() << 16)) >>> 0;
  }

  /** Up to a zero. */
  text(): string {
    const start = this.at;
    while (this.byte() !== 0 && !this.isAtEnd);
    return utf8(this.bytes.subarray(start, this.at - 1));
  }

  name(): string {
    const length = this.u32();
    const bytes = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return utf8(bytes);
  }

  /** As many as the count in front says. */
  vector<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read);
  }
}

function utf8(bytes: Uint8Array): string {
  return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}

export function sectionsOf(module: Uint8Array): Section[] {
  const reader = new WasmReader(module, HEADER_SIZE);
  const sections: Section[] = [];
  while (!reader.isAtEnd) {
    const start = reader.at;
    const id = reader.byte();
    const length = reader.u32();
    sections.push({ id, start, body: module.subarray(reader.at, reader.at + length) });
    reader.at += length;
  }
  return sections;
}
