/** Wires what the settings ask for: rules that look on, and options that change what verified drivers meet. */
import { Random } from '../../base/random.ts';
import type { PowerManager } from '../po/power-manager.ts';
import type { LineOf } from './judge.ts';
import { LowResources } from './low-resources.ts';
import { PowerDelays } from './power-delays.ts';
import { type ForcePendingOption, optionsOf, type VerifierSettings } from './settings.ts';
import { VerifiedDrivers } from './verified-drivers.ts';
import { Verifier } from './verifier.ts';

const CERTAIN = 10_000;

export interface Verification {
  /** null: nobody looks on. */
  readonly verifier: Verifier | null;
  /** null: no allocation fails. */
  readonly lowResources: LowResources | null;
  /** null: nothing is late. */
  readonly powerDelays: PowerDelays | null;
}

/** @param seed - of the machine, for what happens by chance */
export function makeVerifier(
  power: PowerManager,
  settings: VerifierSettings,
  seed: number,
  lineOf: LineOf,
): Verification {
  const { io } = power.pnp;
  const { kernel } = io;
  const options = optionsOf(settings);
  const verified = new VerifiedDrivers(kernel.sim.directory, options.drivers);
  if (options.forcePendingIo !== null) io.forcesPending = forcing(verified, options.forcePendingIo, seed);
  const { lowResources, powerDelays } = options;
  return {
    verifier: settings.mode === 'off' && options.irpLogging === 0 ? null : new Verifier(power, settings, lineOf),
    powerDelays: powerDelays === null ? null : new PowerDelays(power, verified, powerDelays, seed),
    lowResources: lowResources === null ? null : new LowResources(kernel, verified, lowResources, seed),
  };
}

function forcing(
  verified: VerifiedDrivers,
  { probability, seed: own }: ForcePendingOption,
  seed: number,
): (driver: number) => boolean {
  const random = new Random(own ?? seed);
  return (driver) => verified.isStressed(driver) && (probability >= CERTAIN || random.below(CERTAIN) < probability);
}
