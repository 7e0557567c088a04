import { SL_PENDING_RETURNED } from '../../abi/irp-codes.ts';
import type { IO_COMPLETION_ROUTINE } from '../../abi/roles.ts';
import { toAddress } from '../../abi/struct.ts';
import { IO_STACK_LOCATION, type IRP } from '../../abi/structs/io.ts';
import type { Pointer } from '../../abi/types.ts';
import { completionControl } from './completion-control.ts';
import type { IoManager } from './io-manager.ts';

export const LOCATION_SIZE = IO_STACK_LOCATION.size;

/** IRP.Tail.Overlay.CurrentStackLocation, from the start of the IRP. */
export const CURRENT_STACK_LOCATION = 0x60;
const CONTROL = 3;
const COMPLETION_ROUTINE = 28;
const CONTEXT = 32;
/** A copy leaves out the completion routine and its context, which come last. */
const COPIED_WORDS = 7;

/** The location that the driver which holds the IRP owns. */
export function IoGetCurrentIrpStackLocation(io: IoManager, irp: IRP): IO_STACK_LOCATION {
  const { memory } = io.kernel;
  // Through the accessor once, so that an IRP that was freed is noticed.
  const location = irp.CurrentLocation;
  const address = memory.u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  if (location > irp.StackCount) io.kernel.bugCheck(0x35, irp.address);
  return memory.view(IO_STACK_LOCATION, address);
}

/** The location that the next driver down will own. */
export function IoGetNextIrpStackLocation(io: IoManager, irp: IRP): IO_STACK_LOCATION {
  const { memory } = io.kernel;
  if (irp.CurrentLocation <= 1) io.kernel.bugCheck(0x35, irp.address);
  return memory.view(
    IO_STACK_LOCATION,
    (memory.u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0) - LOCATION_SIZE,
  );
}

/** Makes the next location the current one, for the maker of an IRP that wants a location of its own. */
export function IoSetNextIrpStackLocation(io: IoManager, irp: IRP): void {
  if (irp.CurrentLocation <= 1) io.kernel.bugCheck(0x35, irp.address);
  irp.CurrentLocation -= 1;
  const { u32 } = io.kernel.memory;
  const at = (irp.address + CURRENT_STACK_LOCATION) >>> 2;
  u32[at] = (u32[at] ?? 0) - LOCATION_SIZE;
}

/** Lets the next driver use the current location. @source nf-wdm-ioskipcurrentirpstacklocation */
export function IoSkipCurrentIrpStackLocation(io: IoManager, irp: IRP): void {
  irp.CurrentLocation += 1;
  const { u32 } = io.kernel.memory;
  const at = (irp.address + CURRENT_STACK_LOCATION) >>> 2;
  u32[at] = (u32[at] ?? 0) + LOCATION_SIZE;
}

/** Copies all but the completion routine and its context. @source nf-wdm-iocopycurrentirpstacklocationtonext */
export function IoCopyCurrentIrpStackLocationToNext(io: IoManager, irp: IRP): void {
  if (irp.CurrentLocation <= 1) io.kernel.bugCheck(0x35, irp.address);
  const { u32 } = io.kernel.memory;
  const current = (u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0) >>> 2;
  const next = current - LOCATION_SIZE / 4;
  // Control, the fourth byte, is not copied.
  u32[next] = (u32[current] ?? 0) & 0x00ff_ffff;
  for (let word = 1; word < COPIED_WORDS; word += 1) u32[next + word] = u32[current + word] ?? 0;
}

/** Writes into the next location, so the driver below must not be the last. @source nf-wdm-iosetcompletionroutine */
export function IoSetCompletionRoutine(
  io: IoManager,
  irp: IRP,
  routine: IO_COMPLETION_ROUTINE | null,
  context: Pointer,
  invokeOnSuccess: boolean,
  invokeOnError: boolean,
  invokeOnCancel: boolean,
): void {
  if (irp.CurrentLocation <= 1) io.kernel.bugCheck(0x35, irp.address);
  const { memory } = io.kernel;
  const { u8, u32 } = memory;
  const next = (u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0) - LOCATION_SIZE;
  u32[(next + COMPLETION_ROUTINE) >>> 2] = routine === null ? 0 : memory.addressOfRoutine(routine);
  u32[(next + CONTEXT) >>> 2] = toAddress(context);
  u8[next + CONTROL] = completionControl(invokeOnSuccess, invokeOnError, invokeOnCancel);
}

/** @source nf-wdm-iomarkirppending */
export function IoMarkIrpPending(io: IoManager, irp: IRP): void {
  const location = IoGetCurrentIrpStackLocation(io, irp);
  location.Control |= SL_PENDING_RETURNED;
}
