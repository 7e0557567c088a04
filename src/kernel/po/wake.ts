/** Wait/wake: a device that is armed asks to be woken, and may wake the system. */

import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { later, seconds } from '../../base/time.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PowerManager } from './power-manager.ts';

/** Why a signal from the device's hardware would come to nothing; null when it would not. */
export function whyNotArmed(power: PowerManager, devnode: Devnode): string | null {
  const { wake, waitWakeRequest } = power.record(devnode);
  if (wake.state === 'idle' || waitWakeRequest === null)
    return `${devnode.id} is not armed: no IRP_MN_WAIT_WAKE is pending in its stack`;
  if (power.systemState > waitWakeRequest.state)
    return `${devnode.id} is armed for lighter sleeping states only than the one that the system is in`;
  return null;
}

/**
 * The device's hardware signals. While the system works its bus driver hears at once; else when the platform is up.
 *
 * @returns false when it is not armed
 */
export function signalWake(power: PowerManager, devnode: Devnode): boolean {
  if (!power.record(devnode).wake.apply({ type: 'WAKE_SIGNAL' })) return false;
  // The signal passes through every bus above that is armed for its children.
  let first = devnode;
  for (let at = devnode.parent; at !== null && power.record(at).wake.apply({ type: 'WAKE_SIGNAL' }); at = at.parent)
    first = at;
  if (power.system.state === 'working') callWakeRoutine(power, first);
  return true;
}

/** What a driver names later than this after the system is awake has not woken it. */
const COLLECTS_FOR = seconds(2);

/** The platform is up: the bus drivers find out who has woken it. */
export function resumeWakes(power: PowerManager): void {
  power.wakeSources.clear();
  power.collectsWakesUntil = later(power.pnp.kernel.sim.now, COLLECTS_FOR);
  for (const devnode of power.pnp.tree())
    if (isSignalled(power, devnode) && !isSignalled(power, devnode.parent)) callWakeRoutine(power, devnode);
}

function isSignalled(power: PowerManager, devnode: Devnode | null): boolean {
  return devnode !== null && power.record(devnode).wake.state === 'signalled';
}

function callWakeRoutine(power: PowerManager, devnode: Devnode): void {
  const { kernel } = power.pnp;
  const { wakeRoutine } = power.record(devnode);
  if (wakeRoutine === null) return;
  const { routine, driver } = wakeRoutine;
  kernel.sim.createThread(`wake signal of ${devnode.id}`, () => callDriverRoutine(kernel, driver, 0, routine));
}

/** Irps of wait/wake requests that bus drivers have named as what woke the system. */
export function markWake(power: PowerManager, irp: number): void {
  power.wakeIrps.add(irp);
}

export function isMarkedWake(power: PowerManager, irp: number): boolean {
  return power.wakeIrps.has(irp);
}

export function markWakeDevice(power: PowerManager, device: DEVICE_OBJECT): void {
  const devnode = power.pnp.devnodeAbove(device);
  if (devnode !== undefined) addWakeSource(power, devnode);
}

/** Of a device and the bus that has passed its signal on, the device counts. */
export function addWakeSource(power: PowerManager, devnode: Devnode): void {
  const { wakeSources, pnp } = power;
  const { collectsWakesUntil: end } = power;
  if (end === null || pnp.kernel.sim.now > end) return;
  const isBelow = [...wakeSources].some((id) => ancestorsOf(pnp.byId(id)).includes(devnode));
  if (isBelow) return;
  for (const bus of ancestorsOf(devnode)) wakeSources.delete(bus.id);
  wakeSources.add(devnode.id);
}

function ancestorsOf(devnode: Devnode | undefined): readonly Devnode[] {
  const found: Devnode[] = [];
  for (let at = devnode?.parent ?? null; at !== null; at = at.parent) found.push(at);
  return found;
}
