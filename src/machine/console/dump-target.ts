/** The console's view of a crash dump that the sandbox has written: its memory, and what was put beside it. */
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { DumpFile } from '../../dump-file/dump-reader.ts';
import type { ConsoleCompletions, ConsoleResult } from '../../protocol/console.ts';
import type { DumpContents } from '../../protocol/dump-contents.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import { completeCommand } from './complete.ts';
import { evaluateCommand } from './evaluate.ts';
import { driverNameAt } from './objects.ts';
import { Peek } from './peek.ts';
import type { ConsoleMemory, ConsoleTarget, NamedObject } from './target.ts';

/** A driver sees 32 bits of address. */
const END = 2 ** 32;

export class DumpConsole {
  readonly #target: ConsoleTarget;

  constructor(dump: DumpFile, contents: DumpContents) {
    this.#target = dumpTarget(dump, contents);
  }

  /** @param column - where the user is writing, from 0 */
  complete(line: string, column: number): ConsoleCompletions {
    try {
      return completeCommand(this.#target, line, column);
    } catch {
      return { start: column, items: [] };
    }
  }

  /** The file may have been made to mislead: whatever its contents do not have ends in words too. */
  evaluate(line: string): ConsoleResult {
    try {
      return evaluateCommand(this.#target, line);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { text: `What the dump says of the machine is damaged: ${why}\n`, failed: true };
    }
  }
}

function dumpTarget(dump: DumpFile, { state, analysis, trace, symbols = [] }: DumpContents): ConsoleTarget {
  const memory: ConsoleMemory = {
    bytes: (address, length) =>
      address < 0 || address + length > END ? null : dump.readVirtual(BigInt(address), length),
  };
  const entries = state.devices.flatMap(({ stack }) => stack);
  const routines = symbols.map((symbol) => ({ ...symbol, address: Number(symbol.address) }));
  const target: ConsoleTarget = {
    memory,
    live: null,
    state: () => state,
    analyze: () => analysis,
    symbols: () => routines,
    drivers: () => driversOf(target),
    deviceNames: () =>
      entries.flatMap(({ object, name }) => (name === null ? [] : [{ address: Number(object), name }])),
    irps: () => state.irps.map(({ address }) => Number(address)),
    rules: () => [],
    trace: (count) => trace.slice(-count).map((line) => JSON.parse(line) as TraceEvent),
    extensionTypes: new Map(),
  };
  return target;
}

/** Those that have a device object in some stack. */
function driversOf(target: ConsoleTarget): readonly NamedObject[] {
  const found = new Map<number, string>();
  for (const { object } of target.state().devices.flatMap(({ stack }) => stack)) {
    const address = Peek.at(target.memory, DEVICE_OBJECT, Number(object))?.number('DriverObject') ?? 0;
    const name = driverNameAt(target, address).replace(/^\\Driver\\/i, '');
    if (name !== '') found.set(address, name);
  }
  return [...found].map(([address, name]) => ({ address, name }));
}
