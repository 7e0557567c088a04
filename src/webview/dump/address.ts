/** Addresses and bytes as a debugger writes them. */

/** @returns `0x…`, or null for what is no address. Takes `0x`, a trailing `h`, a grave accent in the middle, or plain hex digits. */
export function parseAddress(text: string): string | null {
  const digits = text.trim().toLowerCase().replace(/^0x/, '').replace(/h$/, '').replace('`', '');
  return /^[0-9a-f]{1,16}$/.test(digits) ? `0x${BigInt(`0x${digits}`).toString(16)}` : null;
}

/** Another address, so many bytes away; stays within 64 bits. */
export function moved(address: string, bytes: number): string {
  const last = 2n ** 64n - 1n;
  const to = BigInt(address) + BigInt(bytes);
  return `0x${(to < 0n ? 0n : to > last ? last : to).toString(16)}`;
}

/** fffff800`00001000 */
export function addressText(address: string): string {
  const digits = BigInt(address).toString(16).padStart(16, '0');
  return `${digits.slice(0, 8)}\`${digits.slice(8)}`;
}

/** @param line - 32 hex digits, `??` for a byte that is not in the dump; null: none of them is */
export function bytesText(line: string | null): { readonly hex: string; readonly text: string } {
  if (line === null) return { hex: '?? '.repeat(16).trim(), text: '' };
  const pairs = line.match(/../g) ?? [];
  const text = pairs.map((pair) => {
    if (pair === '??') return ' ';
    const byte = Number.parseInt(pair, 16);
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  });
  return { hex: pairs.join(' '), text: text.join('') };
}
