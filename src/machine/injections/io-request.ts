/** An ordinary request, as a user's program makes it. */
import {
  IO_NO_INCREMENT,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
} from '../../abi/irp-codes.ts';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_HANDLE,
  STATUS_NOT_SUPPORTED,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { attachBuffer, sendSystemIrp } from '../../kernel/io/build-request.ts';
import { topOf } from '../../kernel/io/device-object.ts';
import { IoGetNextIrpStackLocation } from '../../kernel/io/stack-location.ts';
import { poolTag } from '../../kernel/mm/pool.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import type { IoInjection, IoRequest } from '../../protocol/injection.ts';

const TAG = poolTag('User');
const SECTOR = 512;
/** Of what was read. */
const SHOWN_BYTES = 32;
const NOTHING = new Uint8Array();
/** Requests that go to a device by themselves; the others open and close. */
type Transfer = Exclude<IoRequest, 'open' | 'close'>;

const MAJORS: Readonly<Record<Transfer, number>> = {
  read: IRP_MJ_READ,
  write: IRP_MJ_WRITE,
  flush: IRP_MJ_FLUSH_BUFFERS,
  ioctl: IRP_MJ_DEVICE_CONTROL,
};

export interface IoOutcome {
  readonly status: number;
  readonly information: number;
  /** With a read: the first bytes, as hex. */
  readonly data: string;
}

/** Text as bytes, or what `hex:` says. */
export function bytesOf(data: string): Uint8Array {
  if (!data.startsWith('hex:')) return Uint8Array.from(data, (character) => character.charCodeAt(0) & 0xff);
  return Uint8Array.from(data.slice(4).match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
}

const DIGITS = '0123456789abcdef';

function hexOf(bytes: Uint8Array, start: number, length: number): string {
  const codes: number[] = [];
  for (let at = start; at < start + length; at += 1) {
    const byte = bytes[at] ?? 0;
    codes.push(DIGITS.charCodeAt(byte >>> 4), DIGITS.charCodeAt(byte & 0xf));
  }
  return String.fromCharCode(...codes);
}

/** CreateFile or CloseHandle of a program. */
async function performOpening(nt: Nt, devnode: Devnode, request: 'open' | 'close'): Promise<IoOutcome> {
  const { files } = nt.pnp;
  const done = (status: number): IoOutcome => ({ status, information: 0, data: '' });
  if (request === 'open') {
    const opened = await files.open(devnode.pdo, true);
    return done(typeof opened === 'number' ? opened : STATUS_SUCCESS);
  }
  const oldest = files.onStack(devnode.pdo).find(({ isUser, hasHandle }) => isUser && hasHandle);
  return done(oldest === undefined ? STATUS_INVALID_HANDLE : await files.closeHandle(oldest));
}

/** Runs in a thread of its own, as a user's does. */
export async function performIo(nt: Nt, devnode: Devnode, injection: IoInjection): Promise<IoOutcome> {
  const { request } = injection;
  if (request === 'open' || request === 'close') return performOpening(nt, devnode, request);
  const { memory, pool } = nt.kernel;
  const data = injection.data === undefined ? NOTHING : bytesOf(injection.data);
  const length = injection.length ?? Math.max(SECTOR, Math.ceil(data.length / SECTOR) * SECTOR);
  const buffer = pool.allocate(length, TAG, 0, true);
  if (buffer === 0) return { status: STATUS_INSUFFICIENT_RESOURCES, information: 0, data: '' };
  memory.writeBytes(buffer, data.subarray(0, length));
  const top = topOf(devnode.pdo);
  const result = await sendSystemIrp(nt.io, top, (irp) => fill(nt, irp, top, request, injection, buffer, length));
  const shown = request === 'read' ? hexOf(memory.u8, buffer, Math.min(length, SHOWN_BYTES)) : '';
  pool.free(buffer);
  return {
    status: result?.status ?? STATUS_INSUFFICIENT_RESOURCES,
    information: result?.information ?? 0,
    data: shown,
  };
}

function fill(
  nt: Nt,
  irp: IRP,
  top: DEVICE_OBJECT,
  request: Transfer,
  injection: IoInjection,
  buffer: number,
  length: number,
): void {
  const next = IoGetNextIrpStackLocation(nt.io, irp);
  next.MajorFunction = MAJORS[request];
  irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
  irp.IoStatus.Information = IO_NO_INCREMENT;
  if (request === 'ioctl') {
    const control = next.Parameters.DeviceIoControl;
    control.IoControlCode = injection.code ?? 0;
    control.InputBufferLength = length;
    control.OutputBufferLength = length;
    irp.AssociatedIrp.SystemBuffer = buffer;
  } else if (request !== 'flush') {
    const parameters = request === 'read' ? next.Parameters.Read : next.Parameters.Write;
    parameters.Length = length;
    parameters.ByteOffset = BigInt(injection.offset ?? 0);
    attachBuffer(nt.io, irp, top, buffer, length, request === 'read');
  }
}
