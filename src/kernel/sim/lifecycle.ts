import type { AnyMachineSnapshot, AnyStateMachine, EventFromLogic, StateValue } from 'xstate';
import { initialSnapshot, nextSnapshot } from './next-snapshot.ts';
import type { Simulation } from './simulation.ts';

/**
 * One run of a state machine: its snapshot, and each change of it in the event stream. The kernel asks it whether an
 * event is legal and acts on the outcome; there is no second copy of the state.
 */
export class Lifecycle<M extends AnyStateMachine> {
  readonly machine: M;
  readonly #sim: Simulation;
  readonly #owner: string;
  #snapshot: AnyMachineSnapshot;

  /** @param owner - id of the device, or what else it is the life of */
  constructor(machine: M, sim: Simulation, owner: string) {
    this.machine = machine;
    this.#sim = sim;
    this.#owner = owner;
    this.#snapshot = initialSnapshot(machine);
  }

  /** The state of a machine without regions. */
  get state(): string {
    return String(this.#value);
  }

  /** The state of one region of a parallel machine. */
  region(name: string): string {
    const value = this.#value;
    return typeof value === 'string' ? value : String(value[name]);
  }

  /** Regions and their states; one that is named like the machine where it has none. */
  get regions(): Readonly<Record<string, string>> {
    const value = this.#value;
    if (typeof value === 'string') return { [this.machine.id]: value };
    return Object.fromEntries(
      Object.entries(value).map(([region, state]) => [`${this.machine.id}.${region}`, String(state)]),
    );
  }

  /** Changes with every state. */
  get signature(): string {
    const value = this.#value;
    return typeof value === 'string' ? value : Object.values(value).join();
  }

  get #value(): StateValue {
    return this.#snapshot.value as StateValue;
  }

  can(event: EventFromLogic<M>): boolean {
    return nextSnapshot(this.machine, this.#snapshot, event) !== null;
  }

  /** @returns false when the machine has no transition for it now; nothing has changed then */
  apply(event: EventFromLogic<M>): boolean {
    const next = nextSnapshot(this.machine, this.#snapshot, event);
    if (next === null) return false;
    const before = this.#value;
    this.#snapshot = next;
    this.#record(before, (event as { readonly type: string }).type);
    return true;
  }

  #record(before: StateValue, event: string): void {
    const after = this.#value;
    const { id } = this.machine;
    if (typeof before === 'string' || typeof after === 'string') {
      if (before !== after) this.#sim.recordState(id, this.#owner, String(before), event, String(after));
      return;
    }
    for (const region of Object.keys(after)) {
      const [from, to] = [String(before[region]), String(after[region])];
      if (from !== to) this.#sim.recordState(`${id}.${region}`, this.#owner, from, event, to);
    }
  }
}
