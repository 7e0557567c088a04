/** A GUID as it lies in memory: the first three groups little-endian. */
export function guidBytes(guid: string): Uint8Array {
  const digits = guid.replaceAll('-', '');
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  for (const [first, count] of [
    [0, 4],
    [4, 2],
    [6, 2],
  ] as const)
    bytes.subarray(first, first + count).reverse();
  return bytes;
}
