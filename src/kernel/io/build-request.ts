import { DO_BUFFERED_IO, DO_DIRECT_IO } from '../../abi/device-flags.ts';
import { METHOD_BUFFERED } from '../../abi/ioctl.ts';
import {
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
} from '../../abi/irp-codes.ts';
import { STATUS_MORE_PROCESSING_REQUIRED, STATUS_PENDING } from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT, IO_STATUS_BLOCK, IRP } from '../../abi/structs/io.ts';
import type { KEVENT } from '../../abi/structs/ke.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { poolTag } from '../mm/pool.ts';
import { IoCallDriver } from './call-driver.ts';
import type { IoManager } from './io-manager.ts';
import { adoptIrp, freeIrp, IoAllocateIrp } from './irp.ts';
import { IoAllocateMdl } from './mdl.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetNextIrpStackLocation,
  IoSetCompletionRoutine,
} from './stack-location.ts';

const IRP_SYNCHRONOUS_API = 0x4;
const IRP_BUFFERED_IO = 0x10;
const IRP_DEALLOCATE_BUFFER = 0x20;
const IRP_INPUT_OPERATION = 0x40;
const TAG = poolTag('IoSB');

/** @returns null when pool is used up. The IRP is not threaded: its completion routine frees it. @source nf-wdm-iobuildasynchronousfsdrequest */
export function IoBuildAsynchronousFsdRequest(
  io: IoManager,
  major: number,
  device: DEVICE_OBJECT,
  buffer: number,
  length: number,
  startingOffset: bigint | null,
): IRP | null {
  const irp = IoAllocateIrp(io, device.StackSize);
  if (irp === null) return null;
  const next = IoGetNextIrpStackLocation(io, irp);
  next.MajorFunction = major;
  if (major === IRP_MJ_READ || major === IRP_MJ_WRITE) {
    const parameters = major === IRP_MJ_READ ? next.Parameters.Read : next.Parameters.Write;
    parameters.Length = length;
    parameters.ByteOffset = startingOffset ?? 0n;
    if (!attachBuffer(io, irp, device, buffer, length, major === IRP_MJ_READ)) return giveUp(io, irp);
  }
  return irp;
}

/** There is no memory for what belongs to the IRP, so there is no IRP. */
function giveUp(io: IoManager, irp: IRP): null {
  freeIrp(io, irp);
  return null;
}

/** How the device wants its buffers decides which of the IRP's fields carries this one. */
export function attachBuffer(
  io: IoManager,
  irp: IRP,
  device: DEVICE_OBJECT,
  buffer: number,
  length: number,
  isInput: boolean,
): boolean {
  irp.UserBuffer = buffer;
  if ((device.Flags & DO_BUFFERED_IO) === 0) {
    if ((device.Flags & DO_DIRECT_IO) === 0 || length === 0) return true;
    const mdl = IoAllocateMdl(io, buffer, length);
    irp.MdlAddress = mdl;
    return mdl !== null;
  }
  const { memory, pool } = io.kernel;
  const copy = pool.allocate(length, TAG, 0, true);
  if (copy === 0) return false;
  if (!isInput) memory.copy(copy, buffer, length);
  irp.AssociatedIrp.SystemBuffer = copy;
  irp.Flags = IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER | (isInput ? IRP_INPUT_OPERATION : 0);
  return true;
}

/** The I/O manager frees it at the end and sets the event. @source nf-wdm-iobuildsynchronousfsdrequest */
export function IoBuildSynchronousFsdRequest(
  io: IoManager,
  major: number,
  device: DEVICE_OBJECT,
  buffer: number,
  length: number,
  startingOffset: bigint | null,
  event: KEVENT,
  ioStatus: IO_STATUS_BLOCK,
): IRP | null {
  const irp = IoBuildAsynchronousFsdRequest(io, major, device, buffer, length, startingOffset);
  if (irp === null) return null;
  makeThreaded(io, irp, event, ioStatus);
  return irp;
}

function makeThreaded(io: IoManager, irp: IRP, event: KEVENT, ioStatus: IO_STATUS_BLOCK): void {
  irp.Flags |= IRP_SYNCHRONOUS_API;
  irp.UserEvent = event;
  irp.UserIosb = ioStatus;
  adoptIrp(io, irp, { thread: io.kernel.sim.current });
}

export interface ControlRequest {
  readonly code: number;
  readonly device: DEVICE_OBJECT;
  readonly input: number;
  readonly inputLength: number;
  readonly output: number;
  readonly outputLength: number;
  readonly internal: boolean;
}

/** @source nf-wdm-iobuilddeviceiocontrolrequest */
export function IoBuildDeviceIoControlRequest(
  io: IoManager,
  request: ControlRequest,
  event: KEVENT,
  ioStatus: IO_STATUS_BLOCK,
): IRP | null {
  const irp = IoAllocateIrp(io, request.device.StackSize);
  if (irp === null) return null;
  const next = IoGetNextIrpStackLocation(io, irp);
  next.MajorFunction = request.internal ? IRP_MJ_INTERNAL_DEVICE_CONTROL : IRP_MJ_DEVICE_CONTROL;
  const parameters = next.Parameters.DeviceIoControl;
  parameters.IoControlCode = request.code;
  parameters.InputBufferLength = request.inputLength;
  parameters.OutputBufferLength = request.outputLength;
  if ((request.code & 3) === METHOD_BUFFERED) {
    const { memory, pool } = io.kernel;
    const size = Math.max(request.inputLength, request.outputLength);
    if (size > 0) {
      const copy = pool.allocate(size, TAG, 0, true);
      if (copy === 0) return giveUp(io, irp);
      memory.copy(copy, request.input, request.inputLength);
      irp.AssociatedIrp.SystemBuffer = copy;
      irp.Flags = IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER | (request.outputLength > 0 ? IRP_INPUT_OPERATION : 0);
    }
    irp.UserBuffer = request.output;
  } else {
    parameters.Type3InputBuffer = request.input;
    irp.UserBuffer = request.output;
    irp.AssociatedIrp.SystemBuffer = request.input;
  }
  makeThreaded(io, irp, event, ioStatus);
  return irp;
}

/**
 * Sends the IRP to the device and waits until it has come back; the caller holds it again then.
 *
 * @returns false when the IRP has no location for the device; nothing was sent
 * @source nf-wdm-ioforwardirpsynchronously
 */
export function IoForwardIrpSynchronously(io: IoManager, device: DEVICE_OBJECT, irp: IRP): MaybePromise<boolean> {
  if (irp.CurrentLocation <= 1) return false;
  const { sim } = io.kernel;
  let isBack = false;
  let waiting: (() => void) | null = null;
  IoCopyCurrentIrpStackLocationToNext(io, irp);
  const onReturn = (): NTSTATUS => {
    isBack = true;
    waiting?.();
    return STATUS_MORE_PROCESSING_REQUIRED;
  };
  IoSetCompletionRoutine(io, irp, onReturn, 0, true, true, true);
  return chain(IoCallDriver(io, device, irp), (status) => {
    if (status !== STATUS_PENDING || isBack) return true;
    const thread = sim.current;
    waiting = () => sim.wake(thread, 0);
    return sim
      .block('an IRP sent down', irp.address, () => {
        waiting = null;
      })
      .then(() => true);
  });
}

/** What a request of the system ended with. */
export interface RequestResult {
  readonly status: NTSTATUS;
  readonly information: number;
}

/**
 * Sends an IRP of the system and waits for its end.
 *
 * @param fill - writes major, minor, parameters and the initial status
 * @returns undefined when pool is used up
 */
export async function sendSystemIrp(
  io: IoManager,
  top: DEVICE_OBJECT,
  fill: (irp: IRP) => void,
): Promise<RequestResult | undefined> {
  const breath = io.kernel.sim.hooks.breathe();
  if (breath !== undefined) await breath;
  const irp = IoAllocateIrp(io, top.StackSize);
  if (irp === null) return undefined;
  const { sim } = io.kernel;
  let result: RequestResult | null = null;
  let waiting: (() => void) | null = null;
  fill(irp);
  adoptIrp(io, irp, {
    creator: 0,
    onDone: (done) => {
      result = { status: done.IoStatus.Status, information: done.IoStatus.Information };
      waiting?.();
    },
  });
  const address = irp.address;
  const sent = IoCallDriver(io, top, irp);
  const returned = isPromise(sent) ? await sent : sent;
  if (read(result) === null && returned === STATUS_PENDING) {
    const thread = sim.current;
    waiting = () => sim.wake(thread, 0);
    await sim.block(`IRP 0x${address.toString(16)}`, address, () => {
      waiting = null;
    });
  }
  return read(result) ?? { status: returned, information: 0 };
}

/** The callback writes it, which the compiler cannot see. */
function read(result: RequestResult | null): RequestResult | null {
  return result;
}
