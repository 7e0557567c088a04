import { IRP_ASSOCIATED_IRP, SL_ERROR_RETURNED, SL_PENDING_RETURNED } from '../../abi/irp-codes.ts';
import { NT_ERROR, NT_SUCCESS, STATUS_MORE_PROCESSING_REQUIRED } from '../../abi/ntstatus.ts';
import type { IO_COMPLETION_ROUTINE } from '../../abi/roles.ts';
import { DEVICE_OBJECT, IO_STATUS_BLOCK, type IRP } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { queueSpecialApc } from '../ke/apc.ts';
import { enterDriver, leaveDriver } from '../ke/driver-frame.ts';
import { needsCode } from '../ke/paged-code.ts';
import { EVENT } from '../sim/events.ts';
import type { Thread } from '../sim/thread.ts';
import { isWanted } from './completion-control.ts';
import { deviceIndexAt } from './device-object.ts';
import type { IoManager, IrpRecord } from './io-manager.ts';
import { freeIrp } from './irp.ts';
import { IoFreeMdl } from './mdl.ts';
import { CURRENT_STACK_LOCATION, LOCATION_SIZE } from './stack-location.ts';

const MULTIPLE_IRP_COMPLETE_REQUESTS = 0x44;
const KMODE_EXCEPTION_NOT_HANDLED = 0x1e;
/** Fields of the IRP, in bytes from its start. */
const PENDING_RETURNED = 0x21;
const STACK_COUNT = 0x22;
const CURRENT_LOCATION = 0x23;
/** Of the stack location. */
const CONTROL = 3;

const IRP_SYNCHRONOUS_API = 0x4;
const IRP_PAGING_IO = 0x2;
const IRP_CLOSE_OPERATION = 0x400;
const WITHOUT_APC = IRP_PAGING_IO | IRP_CLOSE_OPERATION;
const IRP_DEALLOCATE_BUFFER = 0x20;
const IRP_BUFFERED_IO = 0x10;
const IRP_INPUT_OPERATION = 0x40;

/**
 * Walks the IRP back up: calls the completion routines that its drivers have set, from the one above the caller to
 * the top, until one of them keeps the IRP.
 *
 * @returns nothing, or a promise when a completion routine waits
 * @throws BugCheckError 0x44 MULTIPLE_IRP_COMPLETE_REQUESTS, P1 = IRP address
 * @source nf-wdm-iocompleterequest, bug-check-0x44
 */
export function IoCompleteRequest(io: IoManager, irp: IRP, _priorityBoost: number): MaybePromise<void> {
  const { kernel } = io;
  const { sim } = kernel;
  const record = io.irps.get(irp.address);
  if (record === undefined || irp.CurrentLocation > irp.StackCount + 1)
    return io.kernel.bugCheck(MULTIPLE_IRP_COMPLETE_REQUESTS, irp.address);
  const code = majorMinor(io, irp);
  sim.record(
    EVENT.completeRequest,
    irp.address,
    sim.current.device,
    code,
    irp.IoStatus.Status,
    irp.IoStatus.Information,
  );
  record.completing = true;
  noteError(io, irp);
  return walk(io, irp, record);
}

/** The location of the driver that ends an IRP with an error says so, for whoever looks at the IRP later. */
function noteError(io: IoManager, irp: IRP): void {
  if (NT_SUCCESS(irp.IoStatus.Status) || irp.CurrentLocation > irp.StackCount) return;
  const { u8, u32 } = io.kernel.memory;
  const location = u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  u8[location + CONTROL] = (u8[location + CONTROL] ?? 0) | SL_ERROR_RETURNED;
}

/** Major << 8 | minor of the current location, or 0 when there is none. */
function majorMinor(io: IoManager, irp: IRP): number {
  if (irp.CurrentLocation > irp.StackCount) return 0;
  const { u8, u32 } = io.kernel.memory;
  const location = u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  return ((u8[location] ?? 0) << 8) | (u8[location + 1] ?? 0);
}

function walk(io: IoManager, irp: IRP, record: IrpRecord): MaybePromise<void> {
  while (irp.CurrentLocation <= irp.StackCount) {
    const returned = step(io, irp);
    if (isPromise(returned))
      return returned.then((status) => (keeps(record, status) ? undefined : walk(io, irp, record)));
    if (keeps(record, returned)) return undefined;
  }
  return done(io, irp, record);
}

function keeps(record: IrpRecord, status: NTSTATUS): boolean {
  if (status !== STATUS_MORE_PROCESSING_REQUIRED) return false;
  record.completing = false;
  record.pendingSince = -1;
  return true;
}

/** Takes the IRP up by one location. @returns what the completion routine there returned, or 0 */
function step(io: IoManager, irp: IRP): MaybePromise<NTSTATUS> {
  const { memory, sim } = io.kernel;
  const { u8, u32 } = memory;
  const at = (irp.address + CURRENT_STACK_LOCATION) >>> 2;
  const location = u32[at] ?? 0;
  const control = u8[location + 3] ?? 0;
  const routineAddress = u32[(location + 28) >>> 2] ?? 0;
  const routine = memory.routine(routineAddress) as IO_COMPLETION_ROUTINE | null;
  const context = u32[(location + 32) >>> 2] ?? 0;
  const code = ((u8[location] ?? 0) << 8) | (u8[location + 1] ?? 0);
  // The caller has read the IRP through its accessors, which notice one that was freed; here its bytes will do.
  const base = irp.address;
  const current = (u8[base + CURRENT_LOCATION] ?? 0) + 1;
  const isPending = (control & SL_PENDING_RETURNED) !== 0;
  u8[base + CURRENT_LOCATION] = current;
  u32[at] = location + LOCATION_SIZE;
  u8[base + PENDING_RETURNED] = isPending ? 1 : 0;
  const isTop = current > (u8[base + STACK_COUNT] ?? 0);
  if (code === USAGE_NOTIFICATION) noteUsage(io, irp, location);
  clearLocation(u32, location);
  if (routine === null || !isWanted(memory, base, control)) {
    if (isPending && !isTop)
      u8[location + LOCATION_SIZE + 3] = (u8[location + LOCATION_SIZE + 3] ?? 0) | SL_PENDING_RETURNED;
    return 0;
  }
  const address = isTop ? 0 : (u32[(location + LOCATION_SIZE + 20) >>> 2] ?? 0);
  const index = address === 0 ? 0 : deviceIndexAt(io, address);
  const device = address === 0 ? null : (io.deviceViews[index] ?? memory.view(DEVICE_OBJECT, address));
  const driver = address === 0 ? (io.irps.get(irp.address)?.creator ?? 0) : (sim.directory.devices[index]?.driver ?? 0);
  const thread = enterDriver(io.kernel, driver, index, irp.address, code);
  const { depth } = thread;
  if (io.kernel.code.isUsed) needsCode(io.kernel, routineAddress);
  sim.tell(EVENT.completionEntered, irp.address, index, routineAddress, context, 0);
  const returned = (routine as (device: DEVICE_OBJECT | null, irp: IRP, context: number) => MaybePromise<NTSTATUS>)(
    device,
    irp,
    context,
  );
  if (!isPromise(returned)) return leaveRoutine(io, thread, depth, returned);
  reportWait(io, thread);
  return returned.then((status) => leaveRoutine(io, thread, depth, status));
}

/** A completion routine runs in whichever thread completes the IRP, often at DISPATCH_LEVEL (IRP-45). */
function reportWait(io: IoManager, thread: Thread): void {
  io.kernel.sim.report({
    rule: 'driver/completion-routine-waits',
    title: 'A completion routine waits',
    message:
      'the completion routine returned a promise; it runs in an arbitrary thread at up to DISPATCH_LEVEL, where nobody may wait',
    remedy: 'make it a plain function: set an event and return STATUS_MORE_PROCESSING_REQUIRED, or queue a work item',
    driver: thread.driver,
    device: thread.device,
    irp: thread.irp,
    site: thread.wait?.site ?? null,
  });
}

/** The IRP may be gone by now, so all that is said of it stands in the thread's frame. */
function leaveRoutine(io: IoManager, thread: Thread, depth: number, status: NTSTATUS): NTSTATUS {
  const at = depth - 1;
  const { frameIrp, frameDevice, frameCode, frameDriver } = thread;
  const irp = frameIrp[at] ?? 0;
  const device = frameDevice[at] ?? 0;
  const code = frameCode[at] ?? 0;
  io.kernel.sim.record(EVENT.completionRoutine, irp, device, code, status ?? 0, frameDriver[at] ?? 0);
  leaveDriver(io.kernel, thread, depth);
  return status;
}

/** IRP_MJ_PNP << 8 | IRP_MN_DEVICE_USAGE_NOTIFICATION. */
const USAGE_NOTIFICATION = 0x1b16;

function noteUsage(io: IoManager, irp: IRP, location: number): void {
  const { u8, u32 } = io.kernel.memory;
  const device = deviceIndexAt(io, u32[(location + 20) >>> 2] ?? 0);
  io.onUsageLeft?.(device, u32[(location + 8) >>> 2] ?? 0, u8[location + 4] !== 0, NT_SUCCESS(irp.IoStatus.Status));
}

/** Major code, and of Control, the fourth byte, what says that the driver has returned an error. */
const KEPT = 0xff | (SL_ERROR_RETURNED << 24);

/** A driver may not find its own parameters again when the IRP comes back. */
function clearLocation(u32: Uint32Array, location: number): void {
  // Word by word: `fill` leaves JavaScript for each call, which costs more than the whole step.
  const at = location >>> 2;
  // Minor code, flags, control; parameters; file object, routine and context. Major code, device and error bit stay.
  u32[at] = (u32[at] ?? 0) & KEPT;
  u32[at + 1] = 0;
  u32[at + 2] = 0;
  u32[at + 3] = 0;
  u32[at + 4] = 0;
  u32[at + 6] = 0;
  u32[at + 7] = 0;
  u32[at + 8] = 0;
}

/** The walk has reached the top. */
function done(io: IoManager, irp: IRP, record: IrpRecord): MaybePromise<void> {
  const { kernel } = io;
  kernel.sim.record(EVENT.irpDone, irp.address, 0, 0, irp.IoStatus.Status, irp.IoStatus.Information);
  if (record.onDone !== null) {
    record.onDone(irp);
    copyBack(io, irp);
    releaseBuffers(io, irp);
    freeIrp(io, irp);
    return undefined;
  }
  if ((irp.Flags & IRP_ASSOCIATED_IRP) !== 0) return finishAssociated(io, irp);
  // A driver's own IRP must be stopped by its completion routine: nobody above it can take it.
  const { thread } = record;
  if (thread === null) return kernel.bugCheck(KMODE_EXCEPTION_NOT_HANDLED, 0xc0000005, 0, 0, irp.address);
  // Paging needs no APC: its sender may be where none can run.
  if ((irp.Flags & WITHOUT_APC) !== 0) {
    finishThreaded(io, irp, true);
    return undefined;
  }
  const isFinished = queueSpecialApc(thread, () => finishThreaded(io, irp));
  // Whoever completes or cancels it meanwhile is found out: it stands above the location of its maker.
  if (!isFinished) irp.CurrentLocation += 1;
  return undefined;
}

/** A part is done; the last one completes the master IRP, whose status its driver has set. */
function finishAssociated(io: IoManager, irp: IRP): MaybePromise<void> {
  const { MasterIrp: master } = irp.AssociatedIrp;
  releaseBuffers(io, irp);
  freeIrp(io, irp);
  if (master === null) return undefined;
  master.AssociatedIrp.IrpCount -= 1;
  return master.AssociatedIrp.IrpCount === 0 ? IoCompleteRequest(io, master, 0) : undefined;
}

/** Buffered input goes from the system's buffer to the caller's. */
function copyBack(io: IoManager, irp: IRP): void {
  const wanted = IRP_BUFFERED_IO | IRP_INPUT_OPERATION;
  if ((irp.Flags & wanted) !== wanted || NT_ERROR(irp.IoStatus.Status) || irp.UserBuffer === 0) return;
  io.kernel.memory.copy(irp.UserBuffer, irp.AssociatedIrp.SystemBuffer, irp.IoStatus.Information);
}

/** What the I/O manager attached to an IRP for its buffers goes with it. */
function releaseBuffers(io: IoManager, irp: IRP): void {
  if ((irp.Flags & IRP_DEALLOCATE_BUFFER) !== 0) io.kernel.pool.free(irp.AssociatedIrp.SystemBuffer);
  const mdl = irp.MdlAddress;
  if (mdl !== null) IoFreeMdl(io, mdl);
}

/**
 * The last step of an IRP that belongs to a thread: results go to whoever made it, and the IRP is freed. It runs in that
 * thread, so a thread that waits for it at APC_LEVEL waits for ever (IRP-31).
 */
function finishThreaded(io: IoManager, irp: IRP, tellsErrors = false): void {
  const { memory } = io.kernel;
  const { Status, Information } = irp.IoStatus;
  const flags = irp.Flags;
  copyBack(io, irp);
  releaseBuffers(io, irp);
  const reported =
    tellsErrors ||
    !NT_ERROR(Status) ||
    (irp.PendingReturned && (flags & IRP_SYNCHRONOUS_API) === 0) ||
    irp.PendingReturned;
  const { UserIosb, UserEvent } = irp;
  freeIrp(io, irp);
  // An error that was returned inline is not repeated here: the sender must look at what IoCallDriver returned.
  if (!reported) return;
  const iosbAddress = UserIosb === null ? 0 : UserIosb.address;
  if (iosbAddress !== 0) {
    const block = memory.view(IO_STATUS_BLOCK, iosbAddress);
    block.Status = Status;
    block.Information = Information;
  }
  if (UserEvent !== null) io.dispatcher.signal(UserEvent.address, 1);
}
