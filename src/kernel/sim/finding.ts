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
  /** Filled in by the recorder: the number of the finding's event, and its time. */
  readonly event: number;
  readonly time: number;
}

export type NewFinding = Omit<Finding, 'event' | 'time'>;
