import type { Devnode } from '../pnp/devnode.ts';
import type { PowerManager } from '../po/power-manager.ts';
import type { PowerFramework } from './power-framework.ts';

/**
 * Between the end of ComponentIdleCondition and ComponentActiveCondition nobody touches the registers of a component
 * (POFX-23). Which register belongs to which component only its driver knows, so that this is said of a device without
 * any active component. Saving and restoring registers in ComponentIdleState, and on the way to and from Dx, is what the
 * framework has that callback for.
 *
 * @returns the end of a sentence; null: they may be touched
 */
export function whyNotRegisters(fx: PowerFramework, power: PowerManager, devnode: Devnode): string | null {
  const device = fx.ofDevnode(devnode);
  if (device === undefined || power.transition !== null) return null;
  if (device.state !== 'idleTimer' && device.state !== 'timedOut') return null;
  const isChanging = device.components.some(({ outstanding, isSettled }) => outstanding !== null || !isSettled);
  if (isChanging || power.record(devnode).active !== null) return null;
  return device.components.length === 1 ? 'its component is idle' : 'all its components are idle';
}
