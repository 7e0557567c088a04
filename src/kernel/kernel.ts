import { CodeSections } from './mm/code-sections.ts';
import type { KernelMemory } from './mm/memory.ts';
import type { Pool } from './mm/pool.ts';
import { BugCheckError } from './sim/bug-check.ts';
import type { Simulation } from './sim/simulation.ts';

/** What every manager receives: memory, pool, and the simulation of time and threads. It knows no manager. */
export class Kernel {
  readonly memory: KernelMemory;
  readonly pool: Pool;
  readonly sim: Simulation;
  readonly code = new CodeSections();
  /** Gives memory for variables of routines while pool may not be touched; null: they lie in pool. 0: it is used up. */
  frozenStack: ((size: number) => number) | null = null;

  /** Set by who runs drivers in C. `use` gives all of them a stack of `size` bytes; 0: those of their threads again. */
  stackInC: { readonly size: number; readonly use: (start: number) => void } | null = null;

  constructor(memory: KernelMemory, pool: Pool, sim: Simulation) {
    this.memory = memory;
    this.pool = pool;
    this.sim = sim;
  }

  /** Stops the machine. */
  bugCheck(code: number, p1 = 0, p2 = 0, p3 = 0, p4 = 0): never {
    throw this.sim.stop(new BugCheckError(code, p1, p2, p3, p4));
  }

  /** Numbers that two machines share as long as their first events, and their memory, are the same. @param ofMemory - else that is 0 */
  digest(events: number, ofMemory: boolean): { readonly events: number; readonly memory: number } {
    const { recorder } = this.sim;
    return { events: recorder.digest(Math.min(events, recorder.count)), memory: ofMemory ? this.memory.digest() : 0 };
  }

  /** Index of the driver whose code runs now; 0 = the kernel's own. */
  get driver(): number {
    return this.sim.current.driver;
  }
}
