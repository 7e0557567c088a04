/** Power framework delay fuzzing: what drivers may not count on comes late. */

import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { Random } from '../../base/random.ts';
import { type Duration, later, ticks } from '../../base/time.ts';
import { deviceIndex } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PowerManager } from '../po/power-manager.ts';
import type { PowerDelaysOption } from './settings.ts';
import type { VerifiedDrivers } from './verified-drivers.ts';

const CERTAIN = 10_000;

/**
 * Holds up power IRPs on their way into a stack with a verified driver, and the PowerCompletion routines and the callbacks
 * of the power framework of verified drivers.
 *
 * @source concurrency-stress-test
 */
export class PowerDelays {
  readonly #power: PowerManager;
  readonly #verified: VerifiedDrivers;
  readonly #option: PowerDelaysOption;
  readonly #random: Random;

  /** @param seed - of the machine */
  constructor(power: PowerManager, verified: VerifiedDrivers, option: PowerDelaysOption, seed: number) {
    this.#power = power;
    this.#verified = verified;
    this.#option = option;
    this.#random = new Random(option.seed ?? seed);
    power.delaySending = (devnode) => (this.#isStressed(devnode) ? this.#pause() : undefined);
    power.delayCompletion = (driver) => this.chooseFor(driver);
  }

  /** 0: nothing is late this time. */
  choose(): Duration {
    const { probability, most } = this.#option;
    const isLate = probability >= CERTAIN || this.#random.below(CERTAIN) < probability;
    return ticks(isLate ? this.#random.below(most + 1) : 0);
  }

  /** For what a driver is called with: 0 unless it is verified. @param driver - its index */
  chooseFor(driver: number): Duration {
    return this.#verified.isStressed(driver) ? this.choose() : ticks(0);
  }

  #isStressed(devnode: Devnode): boolean {
    const { io, kernel } = this.#power.pnp;
    for (let at: DEVICE_OBJECT | null = devnode.pdo; at !== null; at = at.AttachedDevice) {
      const { driver = 0 } = kernel.sim.directory.devices[deviceIndex(io, at)] ?? {};
      if (this.#verified.isStressed(driver)) return true;
    }
    return false;
  }

  #pause(): Promise<void> | undefined {
    const delay = this.choose();
    if (delay === 0) return undefined;
    const { sim } = this.#power.pnp.kernel;
    const thread = sim.current;
    const alarm = sim.setAlarm(later(sim.now, delay), () => sim.wake(thread, 0));
    return sim.block('a delay of the verifier', 0, () => sim.clock.cancel(alarm)).then(() => {});
  }
}
