/** `0x` and lower-case digits, no padding. */
export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

/** `0xC0000001`: the way NTSTATUS and bug check codes are written in documents. */
export function hexCode(value: number, digits = 8): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** Reads `0x…`, `…h`, or decimal. Undefined when it is none of these, or does not fit 32 bits unsigned. */
export function parseUnsigned(text: string): number | undefined {
  const match = /^(?:0x([0-9a-f]+)|([0-9a-f]+)h|(\d+))$/i.exec(text.trim());
  if (match === null) return undefined;
  const value = match[3] === undefined ? Number.parseInt(match[1] ?? match[2] ?? '', 16) : Number(match[3]);
  return value <= 0xffff_ffff ? value : undefined;
}
