/** What the verifier can look for, for settings and documents. */
export interface VerifierRule {
  /** As machine files and violations name it: `USE-V03`, `C9/0x224`. */
  readonly id: string;
  /** One line: what is wrong. */
  readonly title: string;
  /** What goes wrong on a real system because of it. */
  readonly why: string;
  readonly remedy: string;
  /** Page of the public documentation, as `documentUrl` takes it. */
  readonly document: string;
  readonly level: 'error' | 'warning';
  /** The mode that turns it on; `all` has those that are too strict for drivers that are known to work. */
  readonly mode: 'standard' | 'all';
}
