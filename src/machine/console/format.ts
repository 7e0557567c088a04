/** Numbers as a debugger for 64-bit systems writes them. */

/** `0000000000012340`: a driver's 32-bit address, widened. */
export function address(value: number): string {
  return (value >>> 0).toString(16).padStart(16, '0');
}

/** `0x0000000000012340`: the same where `!devnode` and `!fxdevice` have a prefix. */
export function prefixed(value: number): string {
  return `0x${address(value)}`;
}

/** `00012340` */
export function word(value: number, digits = 8): string {
  return (value >>> 0).toString(16).padStart(digits, '0');
}

/** ``0x00000000`00012340``: both halves of 64 bits. */
export function halves(value: bigint): string {
  const text = BigInt.asUintN(64, value).toString(16).padStart(16, '0');
  return `0x${text.slice(0, 8)}\`${text.slice(8)}`;
}

/** `DO_X, DO_Y`, broken into lines that line up under the first name. */
export function wrapNames(head: string, names: readonly string[], width = 90): readonly string[] {
  const lines: string[] = [];
  let line = `${head}  `;
  const indent = ' '.repeat(line.length);
  for (const [index, name] of names.entries()) {
    const text = index + 1 < names.length ? `${name}, ` : name;
    if (line.length + text.length > width && line.trim() !== head.trim() && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += text;
  }
  return [...lines, line.trimEnd()];
}
