import type { Devnode } from '../pnp/devnode.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { PowerManager, PowerOptions } from './power-manager.ts';
import { Gate } from './system-requests.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const RESUME_STOPPED = 0xa;
const PROGRESS = { atOnce: 0, afterNonPageable: 1, afterAll: 2 } as const;

/**
 * Stops a machine that wakes up where its options say so: whoever looks for a driver that hangs then learns how far the
 * machine comes.
 *
 * @param devices - those that must be in D0 before
 * @source bug-check-0xa0
 */
export async function stopOnResume(
  power: PowerManager,
  here: Exclude<PowerOptions['resumeBugCheck'], 'never'>,
  devices: readonly Devnode[],
): Promise<void> {
  if (power.options.resumeBugCheck !== here) return;
  const { sim } = power.pnp.kernel;
  const gate = new Gate(sim);
  const listener = { afterDeviceSet: () => gate.open() };
  power.listeners.push(listener);
  while (devices.some((devnode) => power.record(devnode).active !== null)) await gate.wait('devices to reach D0');
  power.listeners.splice(power.listeners.indexOf(listener), 1);
  throw sim.stop(new BugCheckError(INTERNAL_POWER_ERROR, RESUME_STOPPED, PROGRESS[here]));
}
