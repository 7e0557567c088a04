/** The console's view of a machine that is there. */
import type { Nt } from '../../kernel/assemble.ts';
import type { MachineState } from '../../protocol/state.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import { verifierRules } from '../view/rule-view.ts';
import { readTrace } from '../view/trace-view.ts';
import { liveSymbols } from './live-symbols.ts';
import type { ConsoleMemory, ConsoleSymbol, ConsoleTarget, LiveMachine } from './target.ts';

export interface StateSource {
  state(): MachineState;
  analyze(): string | null;
}

export function liveTarget(nt: Nt, programs: DriverPrograms, view: StateSource): ConsoleTarget {
  const { memory: whole } = nt.kernel;
  const memory: ConsoleMemory = {
    bytes: (address, length) =>
      address < 0 || length < 0 || address + length > whole.size ? null : whole.peek(address, length),
  };
  const live = { nt, programs };
  return {
    memory,
    live,
    state: () => view.state(),
    analyze: () => view.analyze(),
    symbols: symbolsOf(live),
    drivers: () => nt.io.drivers.map(({ entry, object }) => ({ address: object.address, name: entry.name })),
    deviceNames: () => [...nt.io.deviceNames].map(([address, name]) => ({ address, name })),
    irps: () => [...nt.io.irps.keys()],
    rules: verifierRules,
    trace: (count) => {
      const from = Math.max(nt.kernel.sim.recorder.oldest, nt.kernel.sim.recorder.count - count);
      return readTrace(nt.kernel.sim, from, count).events;
    },
    extensionTypes: nt.extensionTypes,
  };
}

/** The same list until a routine or a driver comes or goes: making one reads the drivers' sources. */
function symbolsOf(live: LiveMachine): () => readonly ConsoleSymbol[] {
  const { kernel, io } = live.nt;
  let key = '';
  let known: readonly ConsoleSymbol[] = [];
  return () => {
    const now = `${kernel.memory.routineCount} ${io.drivers.map(({ object }) => object.address).join()}`;
    if (now !== key) known = liveSymbols(live);
    key = now;
    return known;
  };
}
