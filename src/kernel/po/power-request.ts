import { DISPATCH_LEVEL, PowerDeviceD0, SystemPowerState } from '../../abi/enums.ts';
import { IRP_MJ_POWER, IRP_MN_WAIT_WAKE } from '../../abi/irp-codes.ts';
import { STATUS_NO_SUCH_DEVICE, STATUS_NOT_SUPPORTED } from '../../abi/ntstatus.ts';
import type { IRP } from '../../abi/structs/io.ts';
import { isPromise } from '../../base/maybe-promise.ts';
import type { Instant } from '../../base/time.ts';
import { IoCallDriver } from '../io/call-driver.ts';
import { dereference, deviceIndex, reference, topOf } from '../io/device-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import { adoptIrp, IoAllocateIrp, IoFreeIrp } from '../io/irp.ts';
import { IoGetNextIrpStackLocation } from '../io/stack-location.ts';
import { setIrql } from '../ke/irql.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { Alarm } from '../sim/clock.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const APC_STATE_CHANGED = 0x901;

/** A power IRP that the power manager has made, from the moment in which it was asked for. */
export interface PowerRequest {
  readonly devnode: Devnode;
  readonly irp: IRP;
  readonly minor: number;
  /** POWER_STATE_TYPE */
  readonly type: number;
  /** SYSTEM_POWER_STATE or DEVICE_POWER_STATE */
  readonly state: number;
  /** Index of the driver that asked; 0 = the power manager itself. */
  readonly requester: number;
  /** Runs once, when the IRP is complete. */
  readonly onDone: (status: number) => void;
  /** Virtual time since when it exists. */
  readonly since: Instant;
  isDone: boolean;
  watchdog: Alarm | null;
}

export interface PowerParameters {
  readonly minor: number;
  readonly type: number;
  readonly state: number;
  /** SYSTEM_POWER_STATE_CONTEXT */
  readonly context: number;
  /** POWER_ACTION */
  readonly shutdownType: number;
}

/**
 * An IRP for the top of the device's stack. It starts with STATUS_NOT_SUPPORTED, as all power IRPs do.
 *
 * @returns null when pool is used up
 */
export function makePowerIrp(io: IoManager, devnode: Devnode, parameters: PowerParameters): IRP | null {
  const irp = IoAllocateIrp(io, topOf(devnode.pdo).StackSize);
  if (irp === null) return null;
  // The device may be removed before the request's turn comes.
  reference(io, devnode.pdo.address);
  irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
  irp.IoStatus.Information = 0;
  const location = IoGetNextIrpStackLocation(io, irp);
  location.MajorFunction = IRP_MJ_POWER;
  location.MinorFunction = parameters.minor;
  if (parameters.minor === IRP_MN_WAIT_WAKE) {
    location.Parameters.WaitWake.PowerState = parameters.state;
    return irp;
  }
  const { Power } = location.Parameters;
  Power.SystemPowerStateContext.ContextAsUlong = parameters.context;
  Power.Type = parameters.type;
  Power.State.DeviceState = parameters.state;
  Power.ShutdownType = parameters.shutdownType;
  return irp;
}

/** Powering up what is in the path of a special file may not page: its drivers are called at DISPATCH_LEVEL. */
export function isRaisedPowerUp(request: PowerRequest, isPagable: boolean): boolean {
  if (isPagable || request.minor === IRP_MN_WAIT_WAKE) return false;
  // S0 and D0 have the same number.
  return request.state === PowerDeviceD0;
}

/** The device was removed after the request had been accepted. */
export function isGone(io: IoManager, { pdo }: Devnode): boolean {
  return io.kernel.sim.directory.devices[deviceIndex(io, pdo)]?.deleted !== false;
}

/** Sends the IRP in a thread of its own, at the IRQL that its target and its direction call for. */
export function sendPowerRequest(
  io: IoManager,
  request: PowerRequest,
  isRaised: boolean,
  before: () => Promise<void> | undefined,
): void {
  const { kernel } = io;
  const { irp, devnode } = request;
  adoptIrp(io, irp, { creator: 0, onDone: (done) => request.onDone(done.IoStatus.Status) });
  const kind = request.type === SystemPowerState ? 'system' : 'device';
  kernel.sim.createThread(`power worker for ${devnode.id} (${kind})`, async () => {
    const breath = kernel.sim.hooks.breathe();
    if (breath !== undefined) await breath;
    const waited = before();
    if (waited !== undefined) await waited;
    if (isGone(io, devnode)) {
      // Nobody is left who could complete it.
      dereference(io, devnode.pdo.address);
      irp.IoStatus.Status = STATUS_NO_SUCH_DEVICE;
      request.onDone(STATUS_NO_SUCH_DEVICE);
      IoFreeIrp(io, irp);
      return;
    }
    dereference(io, devnode.pdo.address);
    const old = kernel.sim.current.irql;
    if (isRaised) setIrql(kernel, DISPATCH_LEVEL);
    const top = topOf(devnode.pdo);
    const { apcDisable } = kernel.sim.current;
    const sent = IoCallDriver(io, top, irp);
    if (isPromise(sent)) await sent;
    const after = kernel.sim.current.apcDisable;
    if (after !== apcDisable) kernel.bugCheck(INTERNAL_POWER_ERROR, APC_STATE_CHANGED, top.address, irp.address, after);
    if (isRaised) setIrql(kernel, old);
  });
}
