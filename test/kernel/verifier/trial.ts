export interface Trial {
  readonly rule: string;
  readonly name: string;
  /** What was found in the driver that breaks the rule, and the only thing that may be. */
  readonly bad: () => Promise<{ readonly found: readonly string[]; readonly expected: string }>;
  /** What was found in the one that keeps it. */
  readonly good: () => Promise<readonly string[]>;
}
