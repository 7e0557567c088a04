/** Something that a user can mend, at its place. Lines and columns count from 1. */
export interface Diagnostic {
  /** Path as the machine file or the user gave it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly severity: 'error' | 'warning' | 'information';
  /** Stable: `machine/unknown-property`, `driver/syntax`, `driver/exception`, or a rule id. */
  readonly code: string;
  /** What is wrong, what was expected, and what to do. */
  readonly message: string;
  readonly related?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
}
