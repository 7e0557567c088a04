import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SCSI, IRP_MN_SCSI_CLASS } from '../../abi/irp-codes.ts';
import { STATUS_PENDING, STATUS_UNSUCCESSFUL } from '../../abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { hex } from '../../base/hex.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { later } from '../../base/time.ts';
import { enterDriver, leaveDriver } from '../ke/driver-frame.ts';
import { needsCode } from '../ke/paged-code.ts';
import { EVENT, type EventCode } from '../sim/events.ts';
import type { FaultEffect } from '../sim/faults.ts';
import type { OpenCall, Thread } from '../sim/thread.ts';
import { IoCompleteRequest } from './complete-request.ts';
import { deviceIndex } from './device-object.ts';
import { pendingDispatch } from './forced-pending.ts';
import type { IoManager } from './io-manager.ts';
import { CURRENT_STACK_LOCATION, LOCATION_SIZE } from './stack-location.ts';

const NO_MORE_IRP_STACK_LOCATIONS = 0x35;
const DRIVER_VERIFIER_IOMANAGER_VIOLATION = 0xc9;
const IO_TYPE_IRP = 6;
const IO_TYPE_DEVICE = 3;

const DRIVER_OBJECT_MAJOR_FUNCTION = 56;
const DEVICE_DRIVER_OBJECT = 8;
const LOCATION_DEVICE_OBJECT = 20;
const LOCATION_PARAMETERS = 4;
const SCSI_CLASS = (IRP_MJ_SCSI << 8) | IRP_MN_SCSI_CLASS;
const SRB_FUNCTION = 2;
const SRB_CDB = 48;

/**
 * Sends an IRP to the next driver down.
 *
 * @param irp - loses exactly one of the stack locations that it has left
 * @returns the dispatch routine's NTSTATUS, unchanged, or a promise of it if the driver below really waits;
 *   STATUS_PENDING: completion comes later in virtual time
 * @throws BugCheckError 0x35 NO_MORE_IRP_STACK_LOCATIONS, P1 = IRP address; 0xC9 for what is no device or IRP
 * @source nf-wdm-iocalldriver, bug-check-0x35
 */
export function IoCallDriver(io: IoManager, device: DEVICE_OBJECT | null, irp: IRP | null): MaybePromise<NTSTATUS> {
  const dispatch = beginCall(io, device, irp);
  const thread = io.kernel.sim.current;
  const { depth } = thread;
  if (!isPromise(dispatch)) return endCall(io, thread, depth, dispatch(device as DEVICE_OBJECT, irp as IRP));
  const called = dispatch.then((routine) => routine(device as DEVICE_OBJECT, irp as IRP));
  return open(io, thread, depth, called);
}

/**
 * What IoCallDriver does before the driver below runs: the one who uses it calls the routine, and then `endCall`.
 *
 * @returns the routine that takes the IRP, or a promise of it while the gate holds the caller up
 */
export function beginCall(io: IoManager, device: DEVICE_OBJECT | null, irp: IRP | null): MaybePromise<DRIVER_DISPATCH> {
  if (device === null || device.Type !== IO_TYPE_DEVICE)
    io.kernel.bugCheck(DRIVER_VERIFIER_IOMANAGER_VIOLATION, 4, device?.address ?? 0);
  if (irp === null || irp.Type !== IO_TYPE_IRP)
    io.kernel.bugCheck(DRIVER_VERIFIER_IOMANAGER_VIOLATION, 3, irp?.address ?? 0);
  const dispatch = before(io, device, irp);
  const thread = io.kernel.sim.current;
  const held = hold(io, thread, EVENT.callDriver, thread.irp, thread.device, thread.code);
  return held === undefined ? dispatch : held.then(() => dispatch);
}

/** @param depth - of the thread, right after `beginCall` */
export function endCall(
  io: IoManager,
  thread: Thread,
  depth: number,
  status: MaybePromise<NTSTATUS>,
): MaybePromise<NTSTATUS> {
  return isPromise(status) ? open(io, thread, depth, status) : after(io, thread, depth, status);
}

/** Moves the stack location, records, and finds whom to call. What the step after needs stands in the thread's frame. */
function before(io: IoManager, device: DEVICE_OBJECT, irp: IRP): DRIVER_DISPATCH {
  const { kernel } = io;
  const { u8, u32 } = kernel.memory;
  const left = irp.CurrentLocation - 1;
  if (left <= 0) kernel.bugCheck(NO_MORE_IRP_STACK_LOCATIONS, irp.address);
  irp.CurrentLocation = left;
  const at = (irp.address + CURRENT_STACK_LOCATION) >>> 2;
  const location = (u32[at] ?? 0) - LOCATION_SIZE;
  u32[at] = location;
  u32[(location + LOCATION_DEVICE_OBJECT) >>> 2] = device.address;
  const major = u8[location] ?? 0;
  const code = (major << 8) | (u8[location + 1] ?? 0);
  const driver = u32[(device.address + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0;
  const index = deviceIndex(io, device);
  const { sim } = kernel;
  const parameters = (location + LOCATION_PARAMETERS) >>> 2;
  const first = u32[parameters] ?? 0;
  if (major === IRP_MJ_POWER) {
    io.onPowerCall?.(device, irp);
    sim.record(EVENT.callDriver, irp.address, index, code, first, powerWord(u32, parameters));
  } else if (code === SCSI_CLASS) sim.record(EVENT.callDriver, irp.address, index, code, first, scsiWord(u8, first));
  else sim.record(EVENT.callDriver, irp.address, index, code, first, u32[parameters + 1] ?? 0);
  const address = u32[(driver + DRIVER_OBJECT_MAJOR_FUNCTION + major * 4) >>> 2] ?? 0;
  const dispatch = kernel.memory.routine(address) as DRIVER_DISPATCH | null;
  if (dispatch === null) return io.kernel.bugCheck(0x1e, 0xc0000005, 0, 8, 0);
  const struck = sim.faults.armed ? faulted(io, index, code) : null;
  const isForced = struck === null && io.forcesPending !== null && io.forcesPending(sim.current.driver);
  const pending = isForced ? pendingDispatch(io, index, code, (to, what) => IoCallDriver(io, to, what)) : null;
  enterDriver(kernel, sim.directory.devices[index]?.driver ?? 0, index, irp.address, code);
  if (kernel.code.isUsed) needsCode(kernel, address);
  return struck ?? pending ?? dispatch;
}

/** Type, state and action of a power request in one word of the event, a byte each. */
function powerWord(u32: Uint32Array, parameters: number): number {
  const [type = 0, state = 0, action = 0] = u32.subarray(parameters + 1, parameters + 4);
  return (type & 0xff) | ((state & 0xff) << 8) | ((action & 0xff) << 16);
}

/** What an SRB asks for in one word of the event: its function, the SCSI command, and the command's last parameter. */
function scsiWord(u8: Uint8Array, srb: number): number {
  const at = srb + SRB_CDB;
  return (u8[srb + SRB_FUNCTION] ?? 0) | ((u8[at] ?? 0) << 8) | ((u8[at + 4] ?? 0) << 16);
}

/**
 * Asks the gate, where the caller can be held up: in a thread that may wait, and for requests whose senders await
 * them. A driver that sends a read on need not look at what IoCallDriver returns, so it is not held there.
 */
function hold(
  io: IoManager,
  thread: Thread,
  event: EventCode,
  irp: number,
  device: number,
  code: number,
): Promise<void> | undefined {
  const { sim } = io.kernel;
  if (sim.gate === null || sim.dpcDepth > 0 || thread.irql >= DISPATCH_LEVEL) return undefined;
  const isAwaited = code >>> 8 === IRP_MJ_PNP || thread.depth <= 1;
  return isAwaited ? sim.gate(event, irp, device) : undefined;
}

/** The dispatch routine ends later. Whoever called it has to await that. */
function open(io: IoManager, thread: Thread, depth: number, status: Promise<NTSTATUS>): Promise<NTSTATUS> {
  const caller = io.kernel.sim.directory.drivers[thread.frameDriver[depth - 2] ?? 0];
  const site = depth > 1 && typeof caller?.source === 'string' ? new Error('IoCallDriver') : null;
  const ended = status.then((settled) => {
    const at = thread.openCalls.indexOf(call);
    if (at >= 0) thread.openCalls.splice(at, 1);
    return after(io, thread, depth, settled);
  });
  const call = { depth, ended, site };
  thread.openCalls.push(call);
  return ended;
}

function after(io: IoManager, thread: Thread, depth: number, returned: NTSTATUS): MaybePromise<NTSTATUS> {
  const { sim } = io.kernel;
  const inner = thread.openCalls.at(-1);
  if (inner !== undefined && inner.depth > depth) {
    reportNotAwaited(io, thread, depth, inner);
    // On Windows the call would not have returned before. What the driver did meanwhile it has done too early.
    return inner.ended.then(() => after(io, thread, depth, returned));
  }
  // A completion routine that waits may have left a frame behind.
  thread.depth = depth;
  const { irp, device, code } = thread;
  const status = typeof returned === 'number' ? returned >>> 0 : reportGarbage(io, thread, returned);
  if (status === STATUS_PENDING) notePending(io, irp);
  sim.record(EVENT.dispatchReturn, irp, device, code, status, 0);
  leaveDriver(io.kernel, thread, depth);
  const held = hold(io, thread, EVENT.dispatchReturn, irp, device, code);
  return held === undefined ? status : held.then(() => status);
}

function reportNotAwaited(io: IoManager, thread: Thread, depth: number, inner: OpenCall): void {
  io.kernel.sim.report({
    rule: 'driver/missing-await',
    title: 'A routine that waits was not awaited',
    message: 'the dispatch routine returned although the driver below, to which it sent an IRP, was still at work',
    remedy: 'write `await` before the call that sends the IRP, or return what it returns',
    driver: thread.frameDriver[depth - 1] ?? 0,
    device: thread.frameDevice[depth - 1] ?? 0,
    irp: thread.frameIrp[depth - 1] ?? 0,
    site: inner.site,
  });
}

function notePending(io: IoManager, irp: number): void {
  const record = io.irps.get(irp);
  if (record !== undefined && record.pendingSince < 0) record.pendingSince = io.kernel.sim.now;
}

/** What the driver calls the routine that the thread is inside of. */
function dispatchName(io: IoManager, thread: Thread): string {
  const { memory, sim } = io.kernel;
  const device = sim.directory.devices[thread.device]?.address ?? 0;
  const driver = memory.u32[(device + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0;
  const slot = driver + DRIVER_OBJECT_MAJOR_FUNCTION + (thread.code >>> 8) * 4;
  return memory.routine(memory.u32[slot >>> 2] ?? 0)?.name ?? '';
}

function reportGarbage(io: IoManager, thread: Thread, returned: unknown): NTSTATUS {
  const { sim } = io.kernel;
  sim.report({
    rule: 'driver/dispatch-return',
    title: 'A dispatch routine did not return an NTSTATUS',
    message: `the dispatch routine returned ${returned === undefined ? 'nothing' : String(returned)} for IRP ${hex(thread.irp)}; STATUS_UNSUCCESSFUL is assumed`,
    remedy: 'return the status of the IRP, that of IoCallDriver, or STATUS_PENDING on every path',
    driver: thread.driver,
    device: thread.device,
    irp: thread.irp,
    site: null,
    routine: dispatchName(io, thread),
  });
  return STATUS_UNSUCCESSFUL;
}

/** The dispatch routine that an injected fault puts in place of the driver's own, or null. */
function faulted(io: IoManager, index: number, code: number): DRIVER_DISPATCH | null {
  const { sim } = io.kernel;
  const { directory, recorder } = sim;
  const effect = sim.faults.atDispatch(
    directory.driverOfDevice(index),
    directory.deviceId(index),
    code >>> 8,
    code & 0xff,
  );
  if (effect === null) return null;
  sim.record(EVENT.fault, 0, index, recorder.intern(effect.kind), effect.kind === 'status' ? effect.status : 0, code);
  return (device, irp) => applyFault(io, effect, device, irp);
}

function applyFault(io: IoManager, effect: FaultEffect, device: DEVICE_OBJECT, irp: IRP): MaybePromise<NTSTATUS> {
  const { kernel } = io;
  const { sim } = kernel;
  switch (effect.kind) {
    case 'status': {
      irp.IoStatus.Status = effect.status;
      const completed = IoCompleteRequest(io, irp, 0);
      return isPromise(completed) ? completed.then(() => effect.status) : effect.status;
    }
    case 'drop': {
      markLost(kernel.memory.u8, kernel.memory.u32, irp.address);
      return STATUS_PENDING;
    }
    case 'delay': {
      const thread = sim.current;
      const alarm = sim.setAlarm(later(sim.now, effect.by), () => sim.wake(thread, 0));
      const driver = device.DriverObject;
      const major = kernel.memory.u8[kernel.memory.u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0] ?? 0;
      const dispatch = driver?.MajorFunction.get(major) as DRIVER_DISPATCH;
      return sim.block('an injected delay', 0, () => sim.clock.cancel(alarm)).then(() => dispatch(device, irp));
    }
  }
}

/** A dropped IRP is pending for ever: nobody will complete it. */
function markLost(u8: Uint8Array, u32: Uint32Array, irp: number): void {
  const location = u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  u8[location + 3] = (u8[location + 3] ?? 0) | 1;
}
