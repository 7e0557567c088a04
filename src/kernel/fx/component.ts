import { initialTransition, type SnapshotFrom, transition } from 'xstate';
import type { Instant } from '../../base/time.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { ComponentDescription } from './description.ts';
import {
  type ComponentAction,
  type ComponentCondition,
  type ComponentEvent,
  type ComponentFState,
  pofxComponent,
} from './pofx-component.machine.ts';
import type { ComponentHints } from './select-state.ts';

/** A callback that the driver has got and has not answered with its completion routine. */
export interface Outstanding {
  /** Field of the PO_FX_DEVICE. */
  readonly callback: string;
  /** Routine with which the driver answers. */
  readonly answer: string;
  readonly since: Instant;
  /** Name of the driver's routine that was called. */
  readonly routine: string;
}

/** One component of a registered device. Its state is the machine's snapshot; nobody keeps a second copy of it. */
export class PoFxComponent {
  readonly index: number;
  readonly description: ComponentDescription;
  hints: ComponentHints = { latency: null, residency: null, mayWake: false };
  outstanding: Outstanding | null = null;
  /** The plug-in has been asked to prepare or make a change and is not done. */
  awaitsPlugIn = false;
  /** The device was powered on again: whatever the F state was, the component is told that it is in F0 now (POFX-38). */
  mustPassF0 = false;
  /** Calls of the driver and the plug-in that have not returned. */
  queued = 0;
  /** The plug-in that owns the device holds it active. */
  isCritical = false;
  /** Activations that a user has asked for from outside. */
  injected = 0;
  readonly #sim: Simulation;
  readonly #owner: string;
  readonly #perform: (action: ComponentAction) => void;
  #snapshot: SnapshotFrom<typeof pofxComponent>;

  /** @param owner - id of the device */
  constructor(
    index: number,
    description: ComponentDescription,
    sim: Simulation,
    owner: string,
    perform: (component: PoFxComponent, action: ComponentAction) => void,
  ) {
    this.index = index;
    this.description = description;
    this.#sim = sim;
    this.#owner = owner;
    this.#perform = (action) => perform(this, action);
    [this.#snapshot] = initialTransition(pofxComponent);
  }

  get condition(): ComponentCondition {
    return this.#snapshot.value.condition;
  }

  get change(): ComponentFState {
    return this.#snapshot.value.fstate;
  }

  get references(): number {
    return this.#snapshot.context.references;
  }

  /** Index of the F state. */
  get state(): number {
    return this.#snapshot.context.state;
  }

  /** The F state to which it changes. */
  get target(): number {
    return this.#snapshot.context.target;
  }

  get isSettled(): boolean {
    return this.change === 'settled';
  }

  /** @returns false when the machine has no transition for it; nothing has changed then */
  apply(event: ComponentEvent): boolean {
    if (!this.#snapshot.can(event)) return false;
    const before = this.#snapshot;
    const [after, actions] = transition(pofxComponent, before, event);
    this.#snapshot = after;
    this.#record('condition', before.value.condition, event.type, after.value.condition);
    this.#record('fstate', stateText(before), event.type, stateText(after));
    if (after.context.references !== before.context.references) this.#sim.hooks.onChange();
    for (const { type } of actions) this.#perform(type as ComponentAction);
    return true;
  }

  #record(region: string, from: string, event: string, to: string): void {
    if (from !== to)
      this.#sim.recordState(`${pofxComponent.id}.${region}`, this.#owner, from, `${event} [${this.index}]`, to);
  }
}

/** `F1`, or how far the change is. */
function stateText({ value, context }: SnapshotFrom<typeof pofxComponent>): string {
  return value.fstate === 'settled' ? `F${context.state}` : value.fstate;
}
