/** Forced pending I/O: the driver below gets the IRP later than IoCallDriver returns. @source force-pending-i-o-requests */
import { STATUS_PENDING } from '../../abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { EVENT } from '../sim/events.ts';
import type { IoManager } from './io-manager.ts';
import { CURRENT_STACK_LOCATION, LOCATION_SIZE } from './stack-location.ts';

const CONTROL = 3;
const SL_PENDING_RETURNED = 1;

type Send = (device: DEVICE_OBJECT, irp: IRP) => MaybePromise<NTSTATUS>;

/**
 * The dispatch routine that stands in for that of the driver below: it returns STATUS_PENDING, and a thread of the
 * system sends the IRP there afterwards.
 *
 * @param index - of the device object
 * @param send - IoCallDriver
 */
export function pendingDispatch(io: IoManager, index: number, code: number, send: Send): DRIVER_DISPATCH {
  const { sim } = io.kernel;
  io.forcedPending += 1;
  sim.record(EVENT.fault, 0, index, sim.recorder.intern('STATUS_PENDING'), STATUS_PENDING, code);
  return (device, irp) => {
    const { u8, u32 } = io.kernel.memory;
    const location = u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    u8[location + CONTROL] = (u8[location + CONTROL] ?? 0) | SL_PENDING_RETURNED;
    sim.createThread(`forced pending at ${sim.directory.deviceId(index)}`, () => resume(io, device, irp, send));
    return STATUS_PENDING;
  };
}

/** Puts the IRP where it was before IoCallDriver, and calls that in earnest. */
function resume(io: IoManager, device: DEVICE_OBJECT, irp: IRP, send: Send): MaybePromise<void> {
  // A driver may have freed what was still on its way; it was told so.
  if (!io.irps.has(irp.address)) return undefined;
  const { u32 } = io.kernel.memory;
  const at = (irp.address + CURRENT_STACK_LOCATION) >>> 2;
  irp.CurrentLocation += 1;
  u32[at] = (u32[at] ?? 0) + LOCATION_SIZE;
  return chain(send(device, irp), () => {});
}
