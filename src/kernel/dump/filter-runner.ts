/** Calls the routines of dump filters while nothing else runs, and says what they do wrong. */
import { HIGH_LEVEL } from '../../abi/enums.ts';
import { nameOfStatus } from '../../abi/names.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type {
  FILTER_EXTENSION,
  PDUMP_FINISH,
  PDUMP_READ,
  PDUMP_START,
  PDUMP_UNLOAD,
  PDUMP_WRITE,
} from '../../abi/structs/dump-filter.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Kernel } from '../kernel.ts';
import { DumpGuard, type GuardedMistake } from './dump-guard.ts';
import type { StepFailure } from './dump-port.ts';

export interface LoadedFilter {
  readonly name: string;
  /** Its index, apart from that of a run-time driver with the same name. */
  readonly driver: number;
  readonly extension: FILTER_EXTENSION;
  readonly version: number;
  readonly isCritical: boolean;
  readonly start: PDUMP_START;
  readonly write: PDUMP_WRITE;
  readonly read: PDUMP_READ;
  readonly finish: PDUMP_FINISH;
  readonly unload: PDUMP_UNLOAD;
  /** Address of a routine that is not called; 0: none. */
  readonly preReadWrite: number;
}

export type FilterRoutine = 'DriverEntry' | 'Dump_Start' | 'Dump_Write' | 'Dump_Read' | 'Dump_Finish' | 'Dump_Unload';

export interface FilterMistake {
  readonly kind: GuardedMistake | 'wroteBuffer' | 'mdl' | 'failed' | 'read' | 'leak';
  readonly driver: number;
  /** What the driver calls it, where it has a name. */
  readonly routine: string;
  /** Its code is on the stack now. */
  readonly isRunning: boolean;
  readonly site: Error | null;
  readonly message: string;
}

/** For a filter, after a bug check and while the system hibernates: what only touches memory that is there. */
const FILTER_CALLS =
  /^(?:KeStallExecutionProcessor|KeBugCheck(?:Ex)?|DbgPrint(?:Ex)?|KeGetCurrentIrql|Mm(?:Get\w*Mdl\w*|SizeOfMdl|BuildMdlForNonPagedPool|InitializeMdl|IsAddressValid|GetPhysicalAddress)|Interlocked\w+|Rtl(?:Zero|Fill|Copy|Move|Compare)Memory)$/;

export class FilterRunner {
  /** Hears of a bug check inside of a filter after a bug check. */
  onNested: (error: Error) => void = () => {};
  /** The routine that has run last was found to do what it may not. */
  #isTold = false;
  readonly #kernel: Kernel;
  readonly #onMistake: (mistake: FilterMistake) => void;

  constructor(kernel: Kernel, onMistake: (mistake: FilterMistake) => void) {
    this.#kernel = kernel;
    this.#onMistake = onMistake;
  }

  /** At HIGH_LEVEL. @returns why it has failed, in words that follow its name */
  run(filter: LoadedFilter, routine: FilterRoutine, call: () => unknown): StepFailure {
    const { sim } = this.#kernel;
    const { current, frozen } = sim;
    const { irql, depth } = current;
    const { driver } = filter;
    const own = nameOf(filter, routine);
    const onMistake = (message: string, kind: GuardedMistake): void =>
      this.#onMistake({ kind, driver, routine: own, isRunning: true, site: null, message: `in ${routine} ${message}` });
    const guard = new DumpGuard(sim, onMistake, FILTER_CALLS);
    guard.onNested = this.onNested;
    sim.frozen = guard;
    current.irql = HIGH_LEVEL;
    const done = guard.attempt(() => callDriverRoutine(this.#kernel, driver, 0, () => call() as MaybePromise<unknown>));
    sim.frozen = frozen;
    current.irql = irql;
    // Code that was ended in its middle has left nothing behind.
    current.depth = depth;
    const [violation] = guard.violations;
    this.#isTold = violation !== undefined;
    if (violation !== undefined) return `did what it may not: ${violation}`;
    return done === null ? 'has not come to its end' : this.whyFailed(done.answer);
  }

  /** What a routine that has failed leads to; what it did that it may not is told already. */
  tellFailed(filter: LoadedFilter, routine: FilterRoutine, message: string): void {
    if (!this.#isTold) this.tell('failed', filter, routine, `${routine} ${message}`);
  }

  whyFailed(status: unknown): StepFailure {
    if (typeof status !== 'number') return 'returned no NTSTATUS';
    return NT_SUCCESS(status >>> 0) ? null : `returned ${nameOfStatus(status >>> 0)}`;
  }

  tell(
    kind: FilterMistake['kind'],
    filter: Pick<LoadedFilter, 'driver'> & Partial<LoadedFilter>,
    routine: FilterRoutine,
    message: string,
    site: Error | null = null,
  ): void {
    const { driver } = filter;
    this.#onMistake({ kind, driver, routine: nameOf(filter, routine), isRunning: false, site, message });
  }
}

const FIELDS = {
  Dump_Start: 'start',
  Dump_Write: 'write',
  Dump_Read: 'read',
  Dump_Finish: 'finish',
  Dump_Unload: 'unload',
} as const;

function nameOf(filter: Partial<LoadedFilter>, routine: FilterRoutine): string {
  const call = routine === 'DriverEntry' ? null : filter[FIELDS[routine]];
  return call == null || call.name === '' ? 'DriverEntry' : call.name;
}
