/** The console of a machine. */
import { hex } from '../../base/hex.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { ConsoleCompletions, ConsoleResult } from '../../protocol/console.ts';
import type { DumpSymbol } from '../../protocol/dump-contents.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import { completeCommand } from './complete.ts';
import { evaluateCommand } from './evaluate.ts';
import { liveTarget, type StateSource } from './live-target.ts';
import type { ConsoleTarget } from './target.ts';

export class Console {
  readonly #target: ConsoleTarget;

  constructor(nt: Nt, programs: DriverPrograms, view: StateSource) {
    this.#target = liveTarget(nt, programs, view);
  }

  /** Carries out a line. It looks, and changes nothing. */
  evaluate(line: string): ConsoleResult {
    return evaluateCommand(this.#target, line);
  }

  /** The routines of drivers, for the crash dump. */
  symbols(): readonly DumpSymbol[] {
    return this.#target.symbols().map((symbol) => ({ ...symbol, address: hex(symbol.address) }));
  }

  /** @param column - where the user is writing, from 0 */
  complete(line: string, column: number): ConsoleCompletions {
    return completeCommand(this.#target, line, column);
  }
}
