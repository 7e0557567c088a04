/** What one bug check says. Empty text: the parameter is reserved. */
export interface BugCheckInfo {
  readonly code: number;
  readonly name: string;
  /** One sentence: what went wrong. */
  readonly text: string;
  /** The meanings of the four parameters. */
  readonly parameters: readonly [string, string, string, string];
}

/** What a bug check says for one value of its first parameter. */
export interface BugCheckVariant {
  readonly text: string;
  /** The meanings of the second to the fourth parameter. */
  readonly parameters: readonly [string, string, string];
}

export type BugCheckVariants = ReadonlyMap<number, BugCheckVariant>;

export type VariantRow = readonly [p1: number, text: string, p2?: string, p3?: string, p4?: string];

export function variants(rows: readonly VariantRow[]): BugCheckVariants {
  return new Map(rows.map(([p1, text, p2 = '', p3 = '', p4 = '']) => [p1, { text, parameters: [p2, p3, p4] }]));
}

export type BugCheckRow = readonly [code: number, text: string, p1?: string, p2?: string, p3?: string, p4?: string];
