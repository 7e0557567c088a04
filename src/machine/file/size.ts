const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** `256MiB`, `512KiB`, `4096`. null: no size, or more bytes than a number can count. */
export function parseSize(text: string): number | null {
  const match = /^(\d+)\s*([A-Za-z]*)$/.exec(text.trim());
  const unit = UNITS[match?.[2] === '' ? 'B' : (match?.[2] ?? '')];
  const bytes = Number(match?.[1]) * (unit ?? Number.NaN);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** What the user meant by a size such as `64MB`, `64 mib` or `64M`. */
export function suggestSize(text: string): string | null {
  const match = /^(\d+)\s*([KMGT])i?B?$/i.exec(text.trim());
  return match === null ? null : `${match[1]}${(match[2] ?? '').toUpperCase()}iB`;
}

/** In the largest unit that gives a whole number. */
export function sizeText(bytes: number): string {
  const [name, factor] = Object.entries(UNITS).findLast(([, unit]) => bytes >= unit && bytes % unit === 0) ?? ['B', 1];
  return `${bytes / factor}${name === 'B' ? ' bytes' : name}`;
}
