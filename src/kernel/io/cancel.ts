import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import type { DRIVER_CANCEL } from '../../abi/roles.ts';
import { DEVICE_OBJECT, type IRP } from '../../abi/structs/io.ts';
import type { KIRQL } from '../../abi/types.ts';
import { callWithoutWait, withoutWait } from '../ke/callback.ts';
import { KeRaiseIrql, setIrql } from '../ke/irql.ts';
import { needsCode } from '../ke/paged-code.ts';
import { EVENT } from '../sim/events.ts';
import { deviceIndexAt } from './device-object.ts';
import type { IoManager } from './io-manager.ts';
import { CURRENT_STACK_LOCATION } from './stack-location.ts';

const CANCEL_STATE_IN_COMPLETED_IRP = 0x48;
const DRIVER_RETURNED_HOLDING_CANCEL_LOCK = 0x11b;
const SPIN_LOCK_ALREADY_OWNED = 0x0f;
const LOCATION_DEVICE_OBJECT = 20;

const held = new WeakSet<IoManager>();

/** @returns the IRQL before. @source nf-wdm-ioacquirecancelspinlock */
export function IoAcquireCancelSpinLock(io: IoManager): KIRQL {
  const old = KeRaiseIrql(io.kernel, DISPATCH_LEVEL);
  if (held.has(io)) io.kernel.bugCheck(SPIN_LOCK_ALREADY_OWNED, 0);
  held.add(io);
  return old;
}

/** @source nf-wdm-ioreleasecancelspinlock */
export function IoReleaseCancelSpinLock(io: IoManager, irql: KIRQL): void {
  held.delete(io);
  setIrql(io.kernel, irql);
  io.dpcs.drain();
}

/** Whoever holds it: there is one for the whole system. */
export function isCancelSpinLockHeld(io: IoManager): boolean {
  return held.has(io);
}

/** Exchanges the routine. @returns the old one; null when cancelling has begun. @source nf-wdm-iosetcancelroutine */
export function IoSetCancelRoutine(irp: IRP, routine: DRIVER_CANCEL | null): DRIVER_CANCEL | null {
  const old = irp.CancelRoutine as DRIVER_CANCEL | null;
  irp.CancelRoutine = routine;
  return old;
}

/** What runs is the code of the driver that holds the IRP, whoever cancels it. */
function callRoutine(io: IoManager, routine: DRIVER_CANCEL, device: number, irp: IRP): void {
  const { kernel } = io;
  const view = kernel.memory.view(DEVICE_OBJECT, device);
  const index = device === 0 ? 0 : deviceIndexAt(io, device);
  const driver = kernel.sim.directory.devices[index]?.driver ?? 0;
  if (kernel.code.isUsed) needsCode(kernel, kernel.memory.addressOfRoutine(routine));
  const call = (): unknown => routine(view, irp);
  // Who made an IRP and cancels it before it was sent is in its own code already.
  if (driver === 0) withoutWait(kernel, 'a cancel routine', call());
  else callWithoutWait(kernel, 'a cancel routine', driver, index, call);
}

/**
 * Asks the driver that holds an IRP to give it up.
 *
 * @returns whether a cancel routine was called
 * @throws BugCheckError 0x48 for an IRP that was completed, 0x11B when the routine keeps the cancel lock
 * @source nf-wdm-iocancelirp
 */
export function IoCancelIrp(io: IoManager, irp: IRP): boolean {
  const { kernel } = io;
  const irql = IoAcquireCancelSpinLock(io);
  irp.Cancel = true;
  kernel.sim.tell(EVENT.irpCancelled, irp.address, 0, 0, 0, 0);
  const routine = IoSetCancelRoutine(irp, null);
  if (routine === null) {
    IoReleaseCancelSpinLock(io, irql);
    return false;
  }
  if (irp.CurrentLocation > irp.StackCount + 1)
    kernel.bugCheck(CANCEL_STATE_IN_COMPLETED_IRP, irp.address, kernel.memory.addressOfRoutine(routine));
  irp.CancelIrql = irql;
  const { u32 } = kernel.memory;
  const location = u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  const device = irp.CurrentLocation > irp.StackCount ? 0 : (u32[(location + LOCATION_DEVICE_OBJECT) >>> 2] ?? 0);
  kernel.sim.record(EVENT.call, irp.address, 0, kernel.sim.recorder.intern('cancel routine'), 0, 0);
  const address = irp.address;
  callRoutine(io, routine, device, irp);
  if (held.has(io))
    kernel.bugCheck(DRIVER_RETURNED_HOLDING_CANCEL_LOCK, address, kernel.memory.addressOfRoutine(routine));
  return true;
}
