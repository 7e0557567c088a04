import { later, TICKS_PER_SECOND } from '../../base/time.ts';
import { deviceIndex } from '../io/device-object.ts';
import { IoGetCurrentIrpStackLocation } from '../io/stack-location.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { PowerManager } from './power-manager.ts';
import { isGone, type PowerRequest } from './power-request.ts';

const DRIVER_POWER_STATE_FAILURE = 0x9f;
const BLOCKED_IRP = 3;
const PNP_LOCK = 4;
const BLOCKED_IRP_TRIAGE = 0x8000;
const PNP_LOCK_TRIAGE = 0x8001;
const TRIAGE_SIZE = 20;
const TAG = poolTag('PoTr');

/**
 * Stops the machine when the request is not complete in time. A system request that waits for the device's own request
 * is not the one that hangs.
 *
 * @source bug-check-0x9f
 */
export function watch(power: PowerManager, request: PowerRequest): void {
  const { sim } = power.pnp.kernel;
  request.watchdog = sim.setAlarm(later(sim.now, power.options.watchdog), () => {
    const { active, stuckBy } = power.record(request.devnode);
    const late = active ?? request;
    // A request that was never delivered hangs with the device.
    if (stuckBy !== null && isGone(power.pnp.io, request.devnode)) return;
    const error = new BugCheckError(
      DRIVER_POWER_STATE_FAILURE,
      BLOCKED_IRP,
      late.devnode.pdo.address,
      triage(power, BLOCKED_IRP_TRIAGE),
      late.irp.address,
    );
    error.blamed = stuckBy ?? holderOf(power, late);
    throw sim.stop(error);
  });
}

export function unwatch(power: PowerManager, request: PowerRequest): void {
  if (request.watchdog !== null) power.pnp.kernel.sim.clock.cancel(request.watchdog);
  request.watchdog = null;
}

/** Seconds until the first request in the device's stack stops the machine; null when none is watched. @source nf-wdm-poquerywatchdogtime */
export function secondsLeft(power: PowerManager, devnode: Devnode): number | null {
  const { active, systemRequest } = power.record(devnode);
  const dues = [active, systemRequest].map((request) => request?.watchdog?.due).filter((due) => due !== undefined);
  return dues.length === 0 ? null : Math.ceil((Math.min(...dues) - power.pnp.kernel.sim.now) / TICKS_PER_SECOND);
}

/** Stops the machine when a transition cannot have the device tree. Cancel the alarm when it has it. */
export function watchPnpLock(power: PowerManager): () => void {
  const { sim } = power.pnp.kernel;
  const { pnpLockWait } = power.options;
  const alarm = sim.setAlarm(later(sim.now, pnpLockWait), () => {
    power.system.apply({ type: 'PNP_LOCK_TIMEOUT' });
    const seconds = Math.floor(pnpLockWait / TICKS_PER_SECOND);
    throw sim.stop(
      new BugCheckError(
        DRIVER_POWER_STATE_FAILURE,
        PNP_LOCK,
        seconds,
        power.pnp.workerId,
        triage(power, PNP_LOCK_TRIAGE),
      ),
    );
  });
  return () => sim.clock.cancel(alarm);
}

/** Index of the driver in whose stack location the IRP stands; of who has asked for it, once it is complete. */
export function holderOf(power: PowerManager, { irp, isDone, requester }: PowerRequest): number {
  const { io } = power.pnp;
  // Its PowerCompletion routine comes late, and the IRP is gone by now.
  if (isDone) return requester;
  if (irp.CurrentLocation > irp.StackCount) return 0;
  const device = IoGetCurrentIrpStackLocation(io, irp).DeviceObject;
  return device === null ? 0 : (power.pnp.kernel.sim.directory.devices[deviceIndex(io, device)]?.driver ?? 0);
}

/** What a debugger reads first: a signature and a revision, then lists, which are not kept here. */
function triage(power: PowerManager, signature: number): number {
  const { memory, pool } = power.pnp.kernel;
  const address = pool.allocate(TRIAGE_SIZE, TAG, 0, true);
  if (address === 0) return 0;
  memory.u32[address >>> 2] = signature | (1 << 16);
  return address;
}
