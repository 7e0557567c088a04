/** What the verifier does in one machine: which rules, which drivers, and the options of Driver Verifier. */
import { type Duration, milliseconds, minutes } from '../../base/time.ts';

export type RuleAction = 'off' | 'report' | 'bugcheck';

/** Which allocations get pages of their own. @source special-pool */
export interface SpecialPoolOption {
  /** Four characters each; empty: every tag. */
  readonly tags: readonly string[];
  /** `end` finds overruns at the access, `start` finds underruns there. */
  readonly align: 'end' | 'start';
}

/** Which allocations fail. @source low-resources-simulation */
export interface LowResourcesOption {
  /** Chances in 10,000; 0: none by chance. */
  readonly probability: number;
  /** null: that of the machine. */
  readonly seed: number | null;
  /** Four characters each; empty: every tag, and what has no tag. */
  readonly tags: readonly string[];
  /** Names; empty: all that are verified. */
  readonly drivers: readonly string[];
  /** 100 ns of virtual time after boot in which nothing fails. */
  readonly delay: number;
  /** This one alone fails, counted from 1 over the whole run; 0: none is singled out. */
  readonly allocation: number;
}

/** @source force-pending-i-o-requests */
export interface ForcePendingOption {
  /** Chances in 10,000. */
  readonly probability: number;
  /** null: that of the machine. */
  readonly seed: number | null;
}

/** @source concurrency-stress-test */
export interface PowerDelaysOption {
  /** Chances in 10,000. */
  readonly probability: number;
  /** null: that of the machine. */
  readonly seed: number | null;
  /** The longest delay, in virtual time. */
  readonly most: Duration;
}

export interface VerifierOptions {
  /**
   * Names of the drivers that are verified. null: rules look at every driver, and options that change what drivers meet
   * are for the user's own.
   */
  readonly drivers: readonly string[] | null;
  readonly specialPool: SpecialPoolOption | null;
  readonly forceIrqlChecking: boolean;
  readonly poolTracking: boolean;
  readonly deadlockDetection: boolean;
  readonly lowResources: LowResourcesOption | null;
  readonly forcePendingIo: ForcePendingOption | null;
  readonly powerDelays: PowerDelaysOption | null;
  /** Siblings, and the questions about a device, come in any order that the machine's seed gives (PNP-07). */
  readonly scramblePnp: boolean;
  /** IRPs that are kept of each device; 0: off. */
  readonly irpLogging: number;
}

export interface VerifierSettings {
  readonly mode: 'off' | 'standard' | 'all';
  /** Rules that differ from the mode. */
  readonly rules: Readonly<Record<string, RuleAction>>;
  /** What is left out is as the mode has it. */
  readonly options?: Partial<VerifierOptions>;
}

/** The chance that Driver Verifier takes unless told: 6 %. */
const USUAL_CHANCE = 600;

export const SPECIAL_POOL: SpecialPoolOption = { tags: [], align: 'end' };
export const LOW_RESOURCES: LowResourcesOption = {
  probability: USUAL_CHANCE,
  seed: null,
  tags: [],
  drivers: [],
  delay: 0,
  allocation: 0,
};
/** Every request: whoever asks for it wants to see what his driver does then. */
export const FORCE_PENDING: ForcePendingOption = { probability: 10_000, seed: null };
export const POWER_DELAYS: PowerDelaysOption = { probability: 10_000, seed: null, most: milliseconds(50) };
/** Far below the time after which a power IRP that is not complete stops the machine. */
export const LONGEST_POWER_DELAY = minutes(1);
export const IRPS_KEPT = 20;
export const LONGEST_DELAY = minutes(60);

/**
 * Every option, with what the mode says of those that were left out. Special pool is off unless asked for, because the
 * sandbox's ordinary pool has guards of its own.
 */
export function optionsOf({ mode, options = {} }: VerifierSettings): VerifierOptions {
  const isOn = mode !== 'off';
  return {
    drivers: null,
    specialPool: null,
    forceIrqlChecking: isOn,
    poolTracking: isOn,
    deadlockDetection: isOn,
    lowResources: null,
    forcePendingIo: null,
    powerDelays: null,
    scramblePnp: false,
    irpLogging: 0,
    ...options,
  };
}
