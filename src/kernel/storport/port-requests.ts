/** What the port driver's dispatch routines ask of an adapter: I/O of its units, a scan, special files. */

import { IRP_MJ_FLUSH_BUFFERS, IRP_MJ_READ, IRP_MJ_SCSI } from '../../abi/irp-codes.ts';
import {
  NT_SUCCESS,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_NO_SUCH_DEVICE,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import {
  SCSIOP_INQUIRY,
  SCSIOP_READ,
  SCSIOP_READ16,
  SCSIOP_REPORT_LUNS,
  SCSIOP_SYNCHRONIZE_CACHE,
  SCSIOP_WRITE,
  SCSIOP_WRITE16,
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_FLAGS_QUEUE_ACTION_ENABLE,
  SRB_FUNCTION_ABORT_COMMAND,
  SRB_FUNCTION_EXECUTE_SCSI,
  SRB_FUNCTION_FLUSH,
  SRB_FUNCTION_SHUTDOWN,
  SRB_STATUS,
  SRB_STATUS_BAD_FUNCTION,
  SRB_STATUS_INTERNAL_ERROR,
  SRB_STATUS_SUCCESS,
} from '../../abi/srb-constants.ts';
import type { IRP } from '../../abi/structs/io.ts';
import { SCSI_REQUEST_BLOCK } from '../../abi/structs/storage.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { MmGetSystemAddressForMdlSafe } from '../io/mdl.ts';
import { IoGetCurrentIrpStackLocation } from '../io/stack-location.ts';
import { poolTag } from '../mm/pool.ts';
import type { Adapter } from './adapter.ts';
import { hasSucceeded, transferCommand } from './commands.ts';
import { type Command, type SrbResult, scsiCommand } from './srb.ts';
import { statusOfSrb } from './srb-status.ts';
import { endedWith, type Unit } from './unit.ts';

const TAG = poolTag('StSc');
const ANSWER_BYTES = 64;
const NO_DEVICE_HERE = 0x7f;
const TRANSFERS: readonly number[] = [SCSIOP_READ, SCSIOP_READ16, SCSIOP_WRITE, SCSIOP_WRITE16];

/** The status of an IRP, and the bytes that it has moved. */
export type IrpDone = (status: NTSTATUS, information: number) => void;

/**
 * Sends what a read, write, flush or SCSI request asks for, a read or write in as many requests as the miniport's MaximumTransferLength makes of it.
 *
 * @returns the status where no request was sent
 */
export function sendIrp(adapter: Adapter, unit: Unit, irp: IRP, done: IrpDone): NTSTATUS | null {
  const { transport, instance } = adapter;
  if (transport === null || instance === null) return STATUS_NO_SUCH_DEVICE;
  const stack = IoGetCurrentIrpStackLocation(adapter.storport.io, irp);
  if (stack.MajorFunction === IRP_MJ_SCSI) return passOn(adapter, unit, irp, stack.Parameters.Scsi.Srb, done);
  if (stack.MajorFunction === IRP_MJ_FLUSH_BUFFERS) return flush(adapter, unit, irp, done);
  const isRead = stack.MajorFunction === IRP_MJ_READ;
  const { ByteOffset: offset, Length: length } = isRead ? stack.Parameters.Read : stack.Parameters.Write;
  if (length === 0) return STATUS_SUCCESS;
  const buffer =
    irp.MdlAddress === null ? irp.AssociatedIrp.SystemBuffer : MmGetSystemAddressForMdlSafe(irp.MdlAddress);
  if (buffer === 0) return STATUS_INSUFFICIENT_RESOURCES;
  const most = Math.max(512, instance.config.MaximumTransferLength & ~0x1ff);
  const next = (from: number): void => {
    const part = Math.min(length - from, most);
    const command = transferCommand(offset + BigInt(from), buffer + from, part, isRead);
    submit(adapter, unit, tagged(command, irp), (result) => {
      const moved = from + Math.min(part, result.length);
      if (!hasSucceeded(result)) done(failureOf(result), 0);
      else if (from + part < length && result.length === part) next(from + part);
      else done(STATUS_SUCCESS, moved);
    });
  };
  next(0);
  return null;
}

/** Functions that ask the adapter to write its cache; one without a cache is not asked (STOR-13 CachesData). */
const CACHE_FUNCTIONS: readonly number[] = [SRB_FUNCTION_FLUSH, SRB_FUNCTION_SHUTDOWN];

/** An SRB of a class driver: the miniport gets a request of the port's own, the sender its result. */
function passOn(
  adapter: Adapter,
  unit: Unit,
  irp: IRP,
  srb: SCSI_REQUEST_BLOCK | null,
  done: IrpDone,
): NTSTATUS | null {
  if (srb === null) return STATUS_INVALID_DEVICE_REQUEST;
  const { Function: functionCode } = srb;
  const isExecute = functionCode === SRB_FUNCTION_EXECUTE_SCSI;
  if (CACHE_FUNCTIONS.includes(functionCode) && adapter.instance?.config.CachesData !== true) {
    srb.SrbStatus = SRB_STATUS_SUCCESS;
    return STATUS_SUCCESS;
  }
  const cdbLength = isExecute ? Math.min(srb.CdbLength, srb.Cdb.length) : 0;
  const cdb = Array.from({ length: cdbLength }, (_, at) => srb.Cdb.get(at));
  const command = scsiCommand(cdb, null, {
    function: functionCode,
    flags: srb.SrbFlags,
    irp: irp.address,
    origin: srb.address,
    buffer: srb.DataBuffer,
    length: srb.DataTransferLength,
    timeout: srb.TimeOutValue,
    isTransfer: isExecute && TRANSFERS.includes(cdb[0] ?? 0),
  });
  const ask = functionCode === SRB_FUNCTION_ABORT_COMMAND ? abort : submit;
  ask(adapter, unit, command, (result) => {
    const { u8 } = adapter.storport.kernel.memory;
    srb.SrbStatus = result.status;
    srb.ScsiStatus = result.scsiStatus;
    srb.DataTransferLength = Math.min(srb.DataTransferLength, result.length);
    if (srb.SenseInfoBuffer !== 0) u8.set(result.sense.subarray(0, srb.SenseInfoBufferLength), srb.SenseInfoBuffer);
    done(hasSucceeded(result) ? STATUS_SUCCESS : failureOf(result), srb.DataTransferLength);
  });
  return null;
}

/** STOR-46: SRB_FUNCTION_ABORT_COMMAND with the class driver's SRB in NextSrb. One that is over already needs no abort. */
function abort(adapter: Adapter, _unit: Unit, command: Command, done: (result: SrbResult) => void): void {
  const { transport, recovery } = adapter;
  const { memory } = adapter.storport.kernel;
  const meant = memory.view(SCSI_REQUEST_BLOCK, command.origin).NextSrb?.address ?? 0;
  const target = [...(transport?.outstanding.values() ?? [])].find(({ request }) => request.command.origin === meant);
  if (meant === 0 || target === undefined) {
    done(endedWith(SRB_STATUS_SUCCESS));
    return;
  }
  if (recovery?.canAbort !== true) {
    done(endedWith(SRB_STATUS_BAD_FUNCTION));
    return;
  }
  recovery.abort(target, command, done);
}

/** A miniport that says that its adapter caches data hears of it too: STOR-13 CachesData. */
function flush(adapter: Adapter, unit: Unit, irp: IRP, done: IrpDone): null {
  const cachesData = adapter.instance?.config.CachesData === true;
  const synchronize = scsiCommand([SCSIOP_SYNCHRONIZE_CACHE, 0, 0, 0, 0, 0, 0, 0, 0, 0], null);
  const finish = (result: SrbResult): void => done(hasSucceeded(result) ? STATUS_SUCCESS : failureOf(result), 0);
  submit(adapter, unit, tagged(synchronize, irp), (result) => {
    if (!cachesData || !hasSucceeded(result)) finish(result);
    else submit(adapter, unit, tagged(scsiCommand([], null, { function: SRB_FUNCTION_FLUSH }), irp), finish);
  });
  return null;
}

/** Nobody above would release a queue that one failed request has frozen. */
function tagged(command: Command, irp: IRP): Command {
  const flags = command.flags | SRB_FLAGS_QUEUE_ACTION_ENABLE | SRB_FLAGS_NO_QUEUE_FREEZE;
  return { ...command, flags, irp: irp.address };
}

function failureOf(result: SrbResult): NTSTATUS {
  if (SRB_STATUS(result.status) === SRB_STATUS_INTERNAL_ERROR) return STATUS_INSUFFICIENT_RESOURCES;
  const status = statusOfSrb(result.status);
  return NT_SUCCESS(status) ? STATUS_INVALID_DEVICE_REQUEST : status;
}

export function submit(adapter: Adapter, unit: Unit, command: Command, done: (result: SrbResult) => void): void {
  adapter.transport?.submit(unit, { command, busyTries: 0, done });
}

/** The same, for a thread that waits for it. */
async function ask(adapter: Adapter, unit: Unit, command: Command): Promise<SrbResult> {
  const { sim } = adapter.storport.kernel;
  const thread = sim.current;
  let answer: SrbResult | undefined;
  let isWaiting = false;
  submit(adapter, unit, command, (result) => {
    answer = result;
    if (isWaiting) sim.wake(thread, 0);
  });
  if (answer === undefined) {
    isWaiting = true;
    await sim.block('an answer of a storage unit', adapter.fdo.address, () => {
      isWaiting = false;
    });
  }
  return answer as SrbResult;
}

/**
 * STOR-20, step 10: asks every target for its units and every unit what it is.
 *
 * @returns targets that have answered; null when nobody can be asked now
 */
export async function scan(adapter: Adapter): Promise<ReadonlySet<number> | null> {
  const { instance, storport } = adapter;
  if (instance === null || !adapter.isRunning) return null;
  const { pool, memory } = storport.kernel;
  adapter.scan.noteDone();
  const buffer = pool.allocate(ANSWER_BYTES, TAG, 0, true);
  if (buffer === 0) return null;
  const found = new Set<number>();
  const data = (length: number): { buffer: number; length: number; isIn: true } => ({ buffer, length, isIn: true });
  for (let target = 0; target < instance.config.MaximumNumberOfTargets; target += 1) {
    const address = { path: 0, target, lun: 0 };
    const known = adapter.unitAt(address);
    // A unit whose stack was removed answers all the same: it is there, and its stack may come back.
    const unit = known === undefined || known.isGone ? adapter.makeUnit(address) : known;
    const flags = { flags: SRB_FLAGS_NO_QUEUE_FREEZE | SRB_FLAGS_QUEUE_ACTION_ENABLE };
    const list = scsiCommand(
      [SCSIOP_REPORT_LUNS, 0, 0, 0, 0, 0, 0, 0, 0, ANSWER_BYTES, 0, 0],
      data(ANSWER_BYTES),
      flags,
    );
    if (!hasSucceeded(await ask(adapter, unit, list))) continue;
    const inquiry = scsiCommand([SCSIOP_INQUIRY, 0, 0, 0, 36, 0], data(36), flags);
    if (!hasSucceeded(await ask(adapter, unit, inquiry)) || memory.u8[buffer] === NO_DEVICE_HERE) continue;
    if (known === undefined) adapter.setUnit(unit);
    found.add(target);
    if (!adapter.isRunning) break;
  }
  pool.free(buffer);
  return found;
}
