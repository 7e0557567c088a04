/** Low resources simulation: allocations of verified drivers fail, by chance or one that was singled out. */
import { Random } from '../../base/random.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';
import type { LowResourcesOption } from './settings.ts';
import { captureSite } from './site.ts';
import type { VerifiedDrivers } from './verified-drivers.ts';

const CERTAIN = 10_000;
/** Attempts whose places are kept. */
const KEPT = 10_000;
/** Stands for `no request` in an event. */
const NO_REQUEST = 0xffff_ffff;

/** One call of a routine that allocates. */
export interface AllocationAttempt {
  /** Counted from 1 over the whole run. */
  readonly number: number;
  readonly routine: string;
  /** Index of the driver. */
  readonly driver: number;
  /** Index of the device, 0 = none. */
  readonly device: number;
  /** Its stack names the line. */
  readonly site: Error;
}

export class LowResources {
  /** Attempts of the drivers, and with the tags, that it is for. */
  attempts = 0;
  failures = 0;
  /** Those that failed; or all, when none is to fail: whoever wants to know which there are asks for it so. */
  readonly kept: AllocationAttempt[] = [];
  readonly #kernel: Kernel;
  readonly #verified: VerifiedDrivers;
  readonly #option: LowResourcesOption;
  readonly #tags: ReadonlySet<number>;
  readonly #random: Random;

  /** @param seed - of the machine */
  constructor(kernel: Kernel, verified: VerifiedDrivers, option: LowResourcesOption, seed: number) {
    this.#kernel = kernel;
    this.#verified = verified;
    this.#option = option;
    this.#tags = new Set(option.tags.map(poolTag));
    this.#random = new Random(option.seed ?? seed);
  }

  get isCounting(): boolean {
    return this.#option.allocation === 0 && this.#option.probability === 0;
  }

  /**
   * Whether the call that begins now fails.
   *
   * @param tag - packed; null: what is allocated has no tag
   */
  strikes(routine: string, tag: number | null): boolean {
    const { sim } = this.#kernel;
    const { current } = sim;
    if (!this.#isFor(current.driver, tag) || sim.now < this.#option.delay) return false;
    this.attempts += 1;
    const fails = this.#fails();
    if (!fails && !this.isCounting) return false;
    if (this.kept.length < KEPT) {
      const { driver, device } = current;
      this.kept.push({ number: this.attempts, routine, driver, device, site: captureSite(routine) });
    }
    if (!fails) return false;
    this.failures += 1;
    // Straight to the recorder: rules must not take the driver for one that a fault stands in for.
    const what = sim.recorder.intern(`failure of allocation ${this.attempts}, ${routine}`);
    sim.recorder.add(EVENT.fault, current.id, current.irp, current.device, what, 0, NO_REQUEST);
    return true;
  }

  #isFor(driver: number, tag: number | null): boolean {
    const { drivers } = this.#option;
    if (!this.#verified.isStressed(driver)) return false;
    if (drivers.length > 0 && !drivers.includes(this.#kernel.sim.directory.driverName(driver))) return false;
    return this.#tags.size === 0 || (tag !== null && this.#tags.has(tag));
  }

  #fails(): boolean {
    const { allocation, probability } = this.#option;
    if (allocation !== 0) return this.attempts === allocation;
    return probability > 0 && this.#random.below(CERTAIN) < probability;
  }
}
