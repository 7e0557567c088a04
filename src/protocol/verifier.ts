/** A DDI-compliance rule for WDM drivers by its published name, or a sub-code of Driver Verifier that is no rule's id. */
export interface PublishedRule {
  readonly name: string;
  /** Ids of the rules that look for it; empty: none does. */
  readonly rules: readonly string[];
  /** Why none does; empty where one does. */
  readonly note: string;
}

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
  /**
   * The mode that turns it on; `all` has those that are too strict for drivers that are known to work, `named` those that
   * are only looked at when the machine file names them.
   */
  readonly mode: 'standard' | 'all' | 'named';
  /** Names of the published DDI-compliance rules that it looks for, other than its id. */
  readonly published: readonly string[];
}
