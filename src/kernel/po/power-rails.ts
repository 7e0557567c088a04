/** Power rails: who shares one is on, or without power, together. */
import {
  LastDStateTransitionD3cold,
  LastDStateTransitionD3hot,
  LastDStateTransitionStatusUnknown,
} from '../../abi/enums.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';

type Change = 'RAIL_OFF' | 'RAIL_ON';

/** Power is taken away from devices in D3 that may lose it, and comes to all on a rail when it comes to one. */
export class PowerRails {
  readonly #pnp: PnpManager;
  readonly #hardwareOf: (devnode: Devnode) => string;
  readonly #apply: (devnode: Devnode, change: Change) => void;
  /** Devices that have come on by themselves, until their bus driver says so. */
  readonly #surprised = new Set<Devnode>();

  /** Devices that a driver does not want to lose their power. */
  readonly #refused = new WeakSet<Devnode>();
  /** D3COLD_LAST_TRANSITION_STATUS by device. */
  readonly #last = new WeakMap<Devnode, number>();

  constructor(
    pnp: PnpManager,
    hardwareOf: (devnode: Devnode) => string,
    apply: (devnode: Devnode, change: Change) => void,
  ) {
    this.#pnp = pnp;
    this.#hardwareOf = hardwareOf;
    this.#apply = apply;
  }

  /** A device's hardware has changed. @source enabling-transitions-to-d3cold */
  follow(devnode: Devnode): void {
    const { rail, hasD3Cold } = devnode.hardware.power;
    if (rail === 0 && !hasD3Cold) return;
    const others = this.#sharersOf(devnode);
    const state = this.#hardwareOf(devnode);
    if (state === 'd3hot') {
      this.#last.set(devnode, LastDStateTransitionD3hot);
      const mayGo = (one: Devnode): boolean =>
        this.#isEnabled(one) && ['d3hot', 'd3cold'].includes(this.#hardwareOf(one));
      if (mayGo(devnode) && others.every(mayGo))
        for (const one of [devnode, ...others]) if (this.#hardwareOf(one) === 'd3hot') this.#goCold(one);
      return;
    }
    this.#surprised.delete(devnode);
    if (state !== 'd0') return;
    for (const one of others) {
      if (this.#hardwareOf(one) !== 'd3cold') continue;
      this.#apply(one, 'RAIL_ON');
      this.#surprised.add(one);
    }
  }

  #goCold(devnode: Devnode): void {
    this.#last.set(devnode, LastDStateTransitionD3cold);
    this.#apply(devnode, 'RAIL_OFF');
  }

  #isEnabled(devnode: Devnode): boolean {
    return devnode.hardware.power.hasD3Cold && !this.#refused.has(devnode);
  }

  /** A driver wants, or does not want, the device to lose its power in D3. It counts for the next time. */
  enable(devnode: Devnode, isEnabled: boolean): void {
    if (isEnabled) this.#refused.delete(devnode);
    else this.#refused.add(devnode);
  }

  /** D3COLD_LAST_TRANSITION_STATUS */
  lastD3(devnode: Devnode): number {
    return this.#last.get(devnode) ?? LastDStateTransitionStatusUnknown;
  }

  /** The bus driver has found out that the device is on, or that it has asked to wake up. */
  told(devnode: Devnode): void {
    this.#surprised.delete(devnode);
  }

  /** Devices that came on with this one, of which their bus driver has said nothing. Each is given once. */
  takeUntold(devnode: Devnode): readonly Devnode[] {
    if (this.#surprised.size === 0) return [];
    const untold = this.#sharersOf(devnode).filter((one) => this.#surprised.has(one));
    for (const one of untold) this.#surprised.delete(one);
    return untold;
  }

  #sharersOf(devnode: Devnode): readonly Devnode[] {
    const { rail } = devnode.hardware.power;
    if (rail === 0) return [];
    return this.#pnp.tree().filter((one) => one !== devnode && one.hardware.power.rail === rail && one.isStarted);
  }
}
