/** The console's view of a machine that is there. */
import type { Nt } from '../../kernel/assemble.ts';
import type { MachineState } from '../../protocol/state.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import type { ConsoleMemory, ConsoleTarget } from './target.ts';

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
  return { memory, live: { nt, programs }, state: () => view.state(), analyze: () => view.analyze() };
}
