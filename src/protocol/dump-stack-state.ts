/** What a crash or a hibernation would write through, as long as the system works. */

/** A routine of a dump filter, by its field in FILTER_INITIALIZATION_DATA. */
export interface DumpFilterRoutine {
  /** `DumpStart` */
  readonly field: string;
  /** What the driver calls it; null: it has none. */
  readonly routine: string | null;
}

export interface DumpFilterState {
  /** Name of the driver. */
  readonly name: string;
  /** `2.0` */
  readonly version: string;
  /** Without it there is no stack. */
  readonly critical: boolean;
  /** Its Dump_Start has failed: it is left out. */
  readonly skipped: boolean;
  readonly routines: readonly DumpFilterRoutine[];
}

export interface DumpStackState {
  readonly kind: 'crash' | 'hibernation';
  /** Of its lifecycle: `ready`. */
  readonly state: string;
  /** Id of the device with the file; null: there is no stack. */
  readonly device: string | null;
  /** What it writes through: `dump_mydisk`. null: there is no stack. */
  readonly image: string | null;
  /** Why there is none; null: there is one, or nobody wants one. */
  readonly problem: string | null;
  /** In the order in which they are called. */
  readonly filters: readonly DumpFilterState[];
}

/** In words: the stack, then a line for each filter. */
export function dumpStackLines(stack: DumpStackState): readonly string[] {
  const { kind, state, device, image, problem, filters } = stack;
  const name = kind === 'crash' ? 'Dump stack' : 'Hibernation stack';
  const where = device === null ? '' : `, through ${image} into the file on ${device}`;
  return [
    `${name}: ${state}${where}${problem === null ? '' : `: ${problem}`}.`,
    ...filters.map((filter) => `  Dump filter ${dumpFilterText(filter)}`),
  ];
}

/** `flt, version 2.0, critical: DumpStart Start, DumpWrite Write` */
export function dumpFilterText({ name, version, critical, skipped, routines }: DumpFilterState): string {
  const set = routines.flatMap(({ field, routine }) => {
    if (routine === null) return [];
    return routine === '' || routine === field ? field : `${field} ${routine}`;
  });
  const facts = [name, `version ${version}`, ...(critical ? ['critical'] : []), ...(skipped ? ['left out'] : [])];
  return `${facts.join(', ')}: ${set.join(', ') || 'no routines'}`;
}
