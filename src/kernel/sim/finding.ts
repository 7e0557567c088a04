/** A step of the same driver that belongs to what was found. */
export interface EarlierStep {
  readonly text: string;
  readonly site: Error;
}

/** What a rule of the verifier says of what it has found. */
export interface Verdict {
  /** What goes wrong on a real system because of it. */
  readonly why: string;
  /** Page of the public documentation. */
  readonly document: string;
  readonly level: 'error' | 'warning';
  /** Names under which Microsoft publishes what the rule looks for, other than its id. */
  readonly published: readonly string[];
  /** Code and four parameters with which Windows stops; null: it has no code for it. */
  readonly bugCheck: readonly number[] | null;
  readonly earlier: readonly EarlierStep[];
}

/** A broken rule, found while the machine ran. */
export interface Finding {
  readonly rule: string;
  readonly title: string;
  /** What was expected and what happened. */
  readonly message: string;
  readonly remedy: string;
  /** Index of the driver at fault; 0 = unknown. */
  readonly driver: number;
  /** Index of the device object, 0 = none. */
  readonly device: number;
  readonly irp: number;
  /** Made at the place; its stack names the line. null where no driver's code is on the stack. */
  readonly site: Error | null;
  /** Name of the driver's routine at fault, where none of its code is on the stack. */
  readonly routine?: string;
  /** null or absent: it was found by the kernel itself. */
  readonly verdict?: Verdict;
  /** Filled in by the recorder: the number of the finding's event, and its time. */
  readonly event: number;
  readonly time: number;
}

export type NewFinding = Omit<Finding, 'event' | 'time'>;
