/** What the console looks at: a machine that runs or has stopped, or a crash dump of one. */
import type { StructClass } from '../../abi/struct.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { MachineState } from '../../protocol/state.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import type { VerifierRule } from '../../protocol/verifier.ts';
import type { DriverPrograms } from '../driver-programs.ts';

/** Memory as it is. Looking never faults, and never brings in what is paged out. */
export interface ConsoleMemory {
  /** Exactly `length` bytes, or null when one of them does not exist. */
  bytes(address: number, length: number): Uint8Array | null;
}

/** A routine of a driver, by name and address. */
export interface ConsoleSymbol {
  readonly address: number;
  readonly driver: string;
  readonly name: string;
  /** Where a user's driver declares it. */
  readonly file: string | null;
  readonly line: number | null;
}

/** Something in memory that has a name of its own. */
export interface NamedObject {
  readonly address: number;
  readonly name: string;
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
  /** In the order of their addresses. */
  symbols(): readonly ConsoleSymbol[];
  /** Driver objects by the name of the driver. */
  drivers(): readonly NamedObject[];
  /** `\Device\NAME`, of device objects that have one. */
  deviceNames(): readonly NamedObject[];
  /** Requests in flight, oldest first. */
  irps(): readonly number[];
  /** The rules of the verifier that are known. */
  rules(): readonly VerifierRule[];
  /** The last `count` events, oldest first. */
  trace(count: number): readonly TraceEvent[];
  /** Structures that drivers use for their device extensions, by the address of the device object. */
  readonly extensionTypes: ReadonlyMap<number, StructClass>;
}
