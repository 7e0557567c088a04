/** What the suite inside VS Code tells the runner outside, one HTTP request each. */
export type SuiteReport =
  | { type: 'test'; name: string; milliseconds: number; error?: string }
  | { type: 'end'; count: number };
