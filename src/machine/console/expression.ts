/** Numbers and expressions as a debugger reads them: hexadecimal unless told. */

/** The upper half of an address at which a crash dump shows the memory of drivers a second time. */
const KERNEL_HALF = 0xfffff800n;

/**
 * `12340`, `0x12340`, ``00000000`00012340``, `0n10`, `0y101`. Undefined for what is no number, or no address of the
 * sandbox: drivers have 32 bits; ``fffff800`00012340`` is where a dump shows the same byte.
 */
export function readNumber(text: string): number | undefined {
  const plain = text.replaceAll('`', '');
  const decimal = /^0n(\d{1,20})$/i.exec(plain)?.[1];
  const binary = /^0y([01]{1,64})$/i.exec(plain)?.[1];
  const digits = /^(?:0x)?([0-9a-f]{1,16})h?$/i.exec(plain)?.[1];
  if (decimal === undefined && binary === undefined && digits === undefined) return undefined;
  const value =
    decimal !== undefined ? BigInt(decimal) : binary !== undefined ? BigInt(`0b${binary}`) : BigInt(`0x${digits}`);
  const upper = value >> 32n;
  return upper === 0n || upper === KERNEL_HALF ? Number(value & 0xffff_ffffn) : undefined;
}
