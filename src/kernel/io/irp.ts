import { IO_STACK_LOCATION, IRP } from '../../abi/structs/io.ts';
import type { CCHAR } from '../../abi/types.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';
import type { IoManager, IrpRecord } from './io-manager.ts';
import { CURRENT_STACK_LOCATION } from './stack-location.ts';

const IO_TYPE_IRP = 6;
const TAG = poolTag('Irp ');
const DRIVER_VERIFIER_IOMANAGER_VIOLATION = 0xc9;

/** @param stackSize - locations; at least the StackSize of the device that it will be sent to */
export function IoSizeOfIrp(stackSize: CCHAR): number {
  return IRP.size + stackSize * IO_STACK_LOCATION.size;
}

/**
 * An IRP that its maker must free. CurrentLocation stands above the last location.
 *
 * @returns null when pool is used up
 * @source nf-wdm-ioallocateirp
 */
export function IoAllocateIrp(io: IoManager, stackSize: CCHAR): IRP | null {
  const { kernel } = io;
  const { sim } = kernel;
  const address = kernel.pool.allocate(IoSizeOfIrp(stackSize), TAG, 0, true);
  if (address === 0) return null;
  const irp = kernel.memory.view(IRP, address);
  layOutIrp(irp, stackSize);
  io.irps.set(address, {
    irp,
    cause: sim.current.irp,
    creator: sim.current.driver,
    thread: null,
    onDone: null,
    completing: false,
    pendingSince: -1,
  });
  sim.record(EVENT.allocate, address, sim.current.device, IoSizeOfIrp(stackSize), 0, 0);
  return irp;
}

/** Replaces what is known of an IRP: it now belongs to the current thread, or to the system. */
export function adoptIrp(
  io: IoManager,
  irp: IRP,
  change: Partial<Pick<IrpRecord, 'thread' | 'onDone' | 'creator'>>,
): void {
  const record = io.irps.get(irp.address);
  if (record !== undefined) io.irps.set(irp.address, { ...record, ...change });
}

/** @source nf-wdm-ioinitializeirp */
export function layOutIrp(irp: IRP, stackSize: CCHAR): void {
  const { u32 } = irp.memory;
  const end = (irp.address + IoSizeOfIrp(stackSize)) >>> 2;
  for (let word = irp.address >>> 2; word < end; word += 1) u32[word] = 0;
  irp.Type = IO_TYPE_IRP;
  irp.Size = IoSizeOfIrp(stackSize);
  irp.StackCount = stackSize;
  irp.CurrentLocation = stackSize + 1;
  u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] = irp.address + IRP.size + stackSize * IO_STACK_LOCATION.size;
}

/** @throws BugCheckError 0xC9/1 when it is none, 0xC9/2 when it belongs to a thread. @source nf-wdm-iofreeirp */
export function IoFreeIrp(io: IoManager, irp: IRP): void {
  const record = io.irps.get(irp.address);
  if (record === undefined) io.kernel.bugCheck(DRIVER_VERIFIER_IOMANAGER_VIOLATION, 1, irp.address);
  if (record.thread !== null) io.kernel.bugCheck(DRIVER_VERIFIER_IOMANAGER_VIOLATION, 2, irp.address);
  freeIrp(io, irp);
}

export function freeIrp(io: IoManager, irp: IRP): void {
  const { kernel } = io;
  const { sim } = kernel;
  const thread = io.rundowns.size === 0 ? null : (io.irps.get(irp.address)?.thread ?? null);
  io.irps.delete(irp.address);
  sim.record(EVENT.free, irp.address, sim.current.device, 0, 0, 0);
  kernel.pool.free(irp.address);
  if (thread !== null) io.rundowns.get(thread)?.();
}

/** Makes a driver's own IRP fit to be sent again. @source nf-wdm-ioreuseirp */
export function IoReuseIrp(io: IoManager, irp: IRP, status: number): void {
  const { StackCount } = irp;
  layOutIrp(irp, StackCount);
  irp.IoStatus.Status = status;
  const record = io.irps.get(irp.address);
  if (record !== undefined) {
    record.completing = false;
    record.pendingSince = -1;
  }
}
