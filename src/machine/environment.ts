import type { DumpFilePlace } from '../kernel/dump/dump-file-place.ts';
import type { Medium } from '../kernel/pnp/hardware.ts';
import type { RunTool } from '../toolchain/c/tool.ts';
import type { KeptDump } from './kept-dumps.ts';

/** A WebAssembly.Memory, which C drivers need; others make do with any buffer. */
export interface MachineMemory {
  readonly buffer: ArrayBuffer;
}

/** What a restart of the machine keeps. */
export interface KeptDisks {
  /** The machine file. */
  readonly file: string;
  /** By id of the disk. */
  readonly media: ReadonlyMap<string, Medium>;
  /** Where a dump may lie; null: the machine had no dump file. */
  readonly dumpFile: DumpFilePlace | null;
  /** Files that earlier boots have made of dumps. */
  readonly dumps?: readonly KeptDump[];
}

/** What a machine needs from the process that it runs in; the machine itself stays free of any runtime's API. */
export interface MachineEnvironment {
  /** null: no such file. */
  readFile(path: string): Promise<string | null>;
  /**
   * Runs the text of one module, `(function (require, module, exports) {…})`, in the driver's compartment.
   *
   * @param sourceUrl - what stack frames name the module by
   * @param driver - modules of the same driver share one compartment
   * @returns the function
   * @throws SyntaxError that names the place, where the engine refuses what the transpiler let pass
   */
  evaluate(code: string, sourceUrl: string, driver: string): unknown;
  /** Lets the process's event loop turn once, so that messages get through during a long run. */
  turn(): Promise<void>;
  /** Memory of fixed size: its buffer never detaches. Filled with zeros. */
  createMemory(bytes: number): MachineMemory;
  /** Of the machine before; left out: the disks are empty. */
  readonly disks?: KeptDisks;
  /** Runs the C compiler, outside of this process. */
  readonly runTool: RunTool;
  /**
   * Read by the watchdog of the process. The machine writes the index of the driver that now runs, or -1, into
   * `[STATUS.driver]`; null where nobody watches.
   */
  readonly status: Int32Array | null;
  /** Tells the watchdog what the indexes in `status` mean; called once the drivers' names are known. */
  nameDrivers(names: readonly string[]): void;
  /** Absent where nobody can debug. */
  readonly debug?: DebugEnvironment;
}

/** What a debugger needs from the process. */
export interface DebugEnvironment {
  /** Keeps the code that runs where it is, and serves the debugger's requests, until `isReleased`. */
  stand(isReleased: () => boolean): void;
  /**
   * Makes the engine call `onLine` when it comes to a line of a driver's module; those before are gone.
   *
   * @returns the line of each breakpoint as far as it is known now; null: this runtime cannot do it
   */
  setLines(sourceUrl: string, lines: readonly LineHook[]): readonly (number | null)[] | null;
  /** The same for every line that a step may end at, with id 0; none: no step is on its way. @returns whether it can */
  setSteps(sources: readonly { readonly sourceUrl: string; readonly lines: readonly LineHook[] }[]): boolean;
  /** Code of C drivers that runs already when the engine's debugger is switched on would not stop: this comes before. */
  prepareForC(): void;
  /**
   * The same for places in the code of C drivers; those that were set before under that name are gone.
   *
   * @returns whether this runtime can do it
   */
  setPlaces(name: string, places: readonly CodeHook[]): boolean;
  /** @param locals - those of `LineHook.locals` that can be read there */
  onLine: ((id: number, locals: LocalVariables) => void) | null;
  /** Frames of drivers' code, innermost first, while it stands; empty where the runtime does not show them. */
  readonly frames: readonly StoppedFrame[];
  /** What an object of a driver's holds, as far as looking runs none of its code. */
  partsOf(value: object): readonly (readonly [name: string, value: unknown])[];
}

/** A function of a driver that has not come back. */
export interface StoppedFrame {
  /** Path of the module. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly locals: LocalVariables;
}

/** Variables of a driver's code, while it stands at one of its lines. */
export interface LocalVariables {
  readonly values: ReadonlyMap<string, unknown>;
  /** Names that are declared there, with a value or without. */
  readonly names: Iterable<string>;
  /** @throws Error that says why it has no value here */
  evaluate?(expression: JavaScriptExpression): unknown;
  /** @returns false for a constant */
  set(name: string, value: number | bigint | string | boolean): boolean;
}

export interface JavaScriptExpression {
  /** As the user wrote it. */
  readonly text: string;
  readonly code: string;
}

export interface CodeHook {
  readonly id: number;
  /** Name of the WebAssembly module. */
  readonly module: string;
  /** In bytes, from its start. */
  readonly offset: number;
}

export interface LineHook {
  readonly id: number;
  /** 1-based. */
  readonly line: number;
  /** Names of variables that may be there. */
  readonly locals: readonly string[];
  /** What `LocalVariables.evaluate` may be asked there; it can be anything that a user writes. */
  readonly expressions: readonly JavaScriptExpression[];
}

/** Cells of `MachineEnvironment.status`. */
export const STATUS = {
  /** Index of the driver that now runs; -1: none. */
  driver: 0,
  /** Grows with each turn of the process's event loop. */
  turns: 1,
} as const;
