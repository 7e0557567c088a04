/** What the console looks at: a machine that runs or has stopped, or a crash dump of one. */
import type { Nt } from '../../kernel/assemble.ts';
import type { MachineState } from '../../protocol/state.ts';
import type { DriverPrograms } from '../driver-programs.ts';

/** Memory as it is. Looking never faults, and never brings in what is paged out. */
export interface ConsoleMemory {
  /** Exactly `length` bytes, or null when one of them does not exist. */
  bytes(address: number, length: number): Uint8Array | null;
}

/** What only a machine that is there can tell. */
export interface LiveMachine {
  readonly nt: Nt;
  readonly programs: DriverPrograms;
}

export interface ConsoleTarget {
  readonly memory: ConsoleMemory;
  /** null for a crash dump. */
  readonly live: LiveMachine | null;
  state(): MachineState;
  /** The report of the bug check; null while the machine has not stopped. */
  analyze(): string | null;
}
