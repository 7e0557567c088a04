/** Device power IRPs: one at a time for a device, one inrush at a time for the system. */
import { DevicePowerState, PowerActionNone, PowerDeviceD0 } from '../../abi/enums.ts';
import { IRP_MN_QUERY_POWER, IRP_MN_SET_POWER, IRP_MN_WAIT_WAKE } from '../../abi/irp-codes.ts';
import {
  NT_SUCCESS,
  STATUS_CANCELLED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER_2,
  STATUS_PENDING,
} from '../../abi/ntstatus.ts';
import type { IO_STATUS_BLOCK, IRP } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { DevnodePower } from './devnode-power-record.ts';
import { endLater } from './late-completion.ts';
import { drawsInrush, isCalledPagable, type PowerManager, powerName } from './power-manager.ts';
import { isRaisedPowerUp, makePowerIrp, type PowerRequest, sendPowerRequest } from './power-request.ts';
import { addWakeSource } from './wake.ts';
import { unwatch, watch } from './watchdog.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const INRUSH_QUEUE_FULL = 0x401;

/** What a driver hands to PoRequestPowerIrp beside the device. */
export interface DeviceRequest {
  readonly minor: number;
  /** DEVICE_POWER_STATE; with IRP_MN_WAIT_WAKE the SYSTEM_POWER_STATE. */
  readonly state: number;
  /** Index of the driver that asks; 0 = the power manager. */
  readonly requester: number;
  /** Runs after all completion routines. The block is there only until it returns. */
  readonly completion: (block: IO_STATUS_BLOCK, status: NTSTATUS) => void;
}

/**
 * Makes a power IRP and sees to it that it is sent when its turn comes.
 *
 * @returns STATUS_PENDING when it is on its way, even if it is complete by then; anything else: `completion` never runs.
 *   STATUS_INVALID_PARAMETER_2 for a minor code that no driver may ask for.
 * @source nf-wdm-porequestpowerirp
 */
export function requestPowerIrp(
  power: PowerManager,
  devnode: Devnode,
  asked: DeviceRequest,
): { readonly status: NTSTATUS; readonly irp: IRP | null } {
  const { minor, state, requester } = asked;
  if (![IRP_MN_QUERY_POWER, IRP_MN_SET_POWER, IRP_MN_WAIT_WAKE].includes(minor))
    return { status: STATUS_INVALID_PARAMETER_2, irp: null };
  const { io } = power.pnp;
  const { transition } = power;
  const irp = makePowerIrp(io, devnode, {
    minor,
    state,
    type: DevicePowerState,
    context: transition?.context ?? 0,
    shutdownType: transition?.action ?? PowerActionNone,
  });
  if (irp === null) return { status: STATUS_INSUFFICIENT_RESOURCES, irp: null };
  const record = power.record(devnode);
  const request: PowerRequest = {
    devnode,
    irp,
    minor,
    type: DevicePowerState,
    state,
    requester,
    since: power.pnp.kernel.sim.now,
    isDone: false,
    watchdog: null,
    onDone: (status) => {
      request.isDone = true;
      holdNext(power, record, request);
      if (minor === IRP_MN_WAIT_WAKE) waitWakeDone(power, record, request, status);
      else deviceDone(power, request, status);
      const end = (block: IO_STATUS_BLOCK): void => {
        asked.completion(block, status);
        if (minor !== IRP_MN_WAIT_WAKE) sendNext(power, record);
      };
      const delay = power.delayCompletion(requester);
      if (delay === 0) end(irp.IoStatus);
      else endLater(power.pnp.kernel, irp.IoStatus, delay, end);
      power.wakeIrps.delete(irp.address);
    },
  };
  if (minor === IRP_MN_WAIT_WAKE) {
    // One that the bus driver refuses, because another one is pending, must not take that one's place.
    if (record.wake.apply({ type: 'REQUEST' })) record.waitWakeRequest = request;
    sendPowerRequest(io, request, false, async () => {
      await power.delaySending?.(devnode);
      for (const listener of power.listeners) await listener.beforeWaitWake?.(devnode);
    });
  } else {
    record.queue.push(request);
    if (record.active === null) sendNext(power, record);
  }
  return { status: STATUS_PENDING, irp };
}

/** PWR-52: under the older rules a driver that has not asked for the next request holds it up for good. */
function holdNext({ legacy, onMistake }: PowerManager, record: DevnodePower, request: PowerRequest): void {
  const owing = legacy?.ended(request.irp) ?? null;
  if (legacy === null || owing === null) return;
  record.stuckBy = legacy.driverOf(owing);
  const minor = request.minor === IRP_MN_SET_POWER ? 'IRP_MN_SET_POWER' : 'IRP_MN_QUERY_POWER';
  onMistake(legacy.mistakeOf(record.devnode, owing, `${minor} for ${powerName(request.state)}`));
}

/** The one before counts as active until its sender has heard of its end: what it asks for then comes afterwards. */
function sendNext(power: PowerManager, record: DevnodePower): void {
  if (record.stuckBy !== null) {
    record.active = null;
    // What is never delivered is late one day, too.
    for (const held of record.queue) if (held.watchdog === null) watch(power, held);
    return;
  }
  const request = record.queue.shift();
  record.active = request ?? null;
  if (request === undefined) return;
  if (!isPowerUp(request) || !drawsInrush(request.devnode)) {
    send(power, request);
    return;
  }
  if (power.inrush === null) {
    power.inrush = request;
    send(power, request);
    return;
  }
  checkInrushQueue(power, request);
  power.apply(request.devnode, { type: 'D_UP.held' });
  power.waitingForInrush.push(() => {
    power.inrush = request;
    send(power, request);
  });
}

/** @source bug-check-0xa0 */
function checkInrushQueue(power: PowerManager, { devnode }: PowerRequest): void {
  const { kernel } = power.pnp;
  if (power.waitingForInrush.length >= power.options.inrushLimit)
    kernel.bugCheck(INTERNAL_POWER_ERROR, INRUSH_QUEUE_FULL, 0, 0, devnode.pdo.address);
}

function isPowerUp({ minor, state }: PowerRequest): boolean {
  return minor === IRP_MN_SET_POWER && state === PowerDeviceD0;
}

function send(power: PowerManager, request: PowerRequest): void {
  const { devnode, minor, state } = request;
  power.apply(devnode, { type: sentEvent(request) });
  watch(power, request);
  const raised =
    power.options.raisesPowerUp && minor === IRP_MN_SET_POWER && isRaisedPowerUp(request, isCalledPagable(devnode));
  const { listeners } = power;
  sendPowerRequest(power.pnp.io, request, raised, async () => {
    const late = power.delaySending?.(devnode);
    if (late !== undefined) await late;
    if (minor !== IRP_MN_SET_POWER) return;
    for (const listener of listeners) {
      const wait = listener.beforeDeviceSet?.(devnode, state);
      if (wait !== undefined) await wait;
    }
  });
}

function sentEvent(request: PowerRequest): 'D_QUERY.sent' | 'D_UP.sent' | 'D_DOWN.sent' {
  if (request.minor === IRP_MN_QUERY_POWER) return 'D_QUERY.sent';
  return isPowerUp(request) ? 'D_UP.sent' : 'D_DOWN.sent';
}

function deviceDone(power: PowerManager, request: PowerRequest, status: NTSTATUS): void {
  unwatch(power, request);
  const { devnode, minor, state } = request;
  if (minor === IRP_MN_QUERY_POWER) {
    power.apply(devnode, { type: 'D_QUERY.completed' });
    if (NT_SUCCESS(status)) power.apply(devnode, { type: 'D_QUERY.agreed' });
  } else {
    power.apply(devnode, { type: isPowerUp(request) ? 'D_UP.completed' : 'D_DOWN.completed' });
    for (const listener of power.listeners) listener.afterDeviceSet?.(devnode, state, status);
  }
  if (isPowerUp(request)) reportSurprises(power, devnode);
  if (power.inrush === request) {
    power.inrush = null;
    power.waitingForInrush.shift()?.();
  }
}

/** Power came to devices on the same rail as well, and nobody has told their drivers. */
function reportSurprises(power: PowerManager, devnode: Devnode): void {
  for (const other of power.rails.takeUntold(devnode)) {
    const message = `${other.id} has power since ${devnode.id} on the same rail was powered up, and its driver believes it to be off`;
    power.onMistake({ kind: 'surpriseNotTold', devnode: other, message });
  }
}

function waitWakeDone(power: PowerManager, record: DevnodePower, request: PowerRequest, status: NTSTATUS): void {
  if (power.wakeIrps.has(request.irp.address)) addWakeSource(power, request.devnode);
  for (const listener of power.listeners) listener.afterWaitWake?.(request.devnode);
  if (record.waitWakeRequest !== request) return;
  record.waitWakeRequest = null;
  if (NT_SUCCESS(status)) power.rails.told(request.devnode);
  if (NT_SUCCESS(status)) record.wake.apply({ type: 'COMPLETED.succeeded' });
  else record.wake.apply({ type: status === STATUS_CANCELLED ? 'COMPLETED.cancelled' : 'COMPLETED.failed' });
}
