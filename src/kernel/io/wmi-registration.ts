/** How the WMI library answers IRP_MN_REGINFO_EX: with what the driver tells of itself and its list of blocks. */
import { WMIREG_FLAG_INSTANCE_BASENAME, WMIREG_FLAG_INSTANCE_PDO } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import { GUID, UNICODE_STRING } from '../../abi/structs/rtl.ts';
import { WMIGUIDREGINFO, type WMILIB_CONTEXT, WMIREGGUID, WMIREGINFO } from '../../abi/structs/wmi.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { allocateWord, freeCell } from '../ke/cell.ts';
import { poolTag } from '../mm/pool.ts';
import { reference } from './device-object.ts';
import type { IoManager } from './io-manager.ts';

const TAG = poolTag('Wmip');
const ULONG_SIZE = 4;
/** A counted string: its length in bytes, as USHORT, before the text. */
const COUNT_SIZE = 2;

/** What the driver's QueryWmiRegInfo has said. */
interface Told {
  readonly flags: number;
  readonly baseName: string;
  readonly registryPath: string;
  readonly mofResource: string;
  /** Address, or 0. */
  readonly pdo: number;
}

export function blocksOf(io: IoManager, context: WMILIB_CONTEXT): readonly WMIGUIDREGINFO[] {
  const start = context.GuidList?.address ?? 0;
  return Array.from({ length: start === 0 ? 0 : context.GuidCount }, (_, index) =>
    io.kernel.memory.view(WMIGUIDREGINFO, start + index * WMIGUIDREGINFO.size),
  );
}

export function answerRegistration(
  io: IoManager,
  context: WMILIB_CONTEXT,
  device: DEVICE_OBJECT,
  irp: IRP,
  buffer: number,
  size: number,
): MaybePromise<NTSTATUS> {
  return chain(askDriver(io, context, device), (told) => {
    if (typeof told === 'number') return told;
    return writeRegistration(io, context, told, irp, buffer, size);
  });
}

function askDriver(io: IoManager, context: WMILIB_CONTEXT, device: DEVICE_OBJECT): MaybePromise<Told | NTSTATUS> {
  const { kernel } = io;
  const strings = kernel.pool.allocate(2 * UNICODE_STRING.size, TAG, 0, true);
  const name = kernel.memory.view(UNICODE_STRING, strings);
  const mof = kernel.memory.view(UNICODE_STRING, strings + UNICODE_STRING.size);
  const flags = allocateWord<number>(kernel);
  const path = allocateWord<UNICODE_STRING | null>(kernel);
  const pdo = allocateWord<DEVICE_OBJECT | null>(kernel);
  const { QueryWmiRegInfo: query } = context;
  // It has to be there: the library calls it without looking.
  if (query === null) kernel.memory.touch(0, ULONG_SIZE, false);
  const called = query?.(device, flags, name, path, mof, pdo) ?? STATUS_SUCCESS;
  return chain(called, (status) => {
    const registry = path.word === 0 ? null : kernel.memory.view(UNICODE_STRING, path.word);
    const told: Told = {
      flags: flags.word,
      baseName: textOf(io, name),
      registryPath: registry === null ? '' : textOf(io, registry),
      mofResource: textOf(io, mof),
      pdo: pdo.word,
    };
    // The base name is the library's from here on.
    if (name.Buffer !== 0) kernel.pool.free(name.Buffer);
    for (const cell of [flags, path, pdo]) freeCell(kernel, cell);
    kernel.pool.free(strings);
    return NT_SUCCESS(status) ? told : status;
  });
}

function textOf(io: IoManager, { Buffer: buffer, Length: length }: UNICODE_STRING): string {
  const bytes = buffer === 0 ? new Uint8Array() : io.kernel.memory.readBytes(buffer, length);
  return String.fromCharCode(
    ...Array.from({ length: length >>> 1 }, (_, at) => (bytes[at * 2] ?? 0) | ((bytes[at * 2 + 1] ?? 0) << 8)),
  );
}

function writeRegistration(
  io: IoManager,
  context: WMILIB_CONTEXT,
  told: Told,
  irp: IRP,
  buffer: number,
  size: number,
): NTSTATUS {
  const { memory } = io.kernel;
  const strings = [told.registryPath, told.mofResource, isNamed(told) ? told.baseName : ''];
  const offsets: number[] = [];
  let needed = headSize(context.GuidCount);
  for (const text of strings) {
    offsets.push(text === '' ? 0 : needed);
    needed += text === '' ? 0 : COUNT_SIZE + text.length * 2;
  }
  if (size < ULONG_SIZE) return STATUS_BUFFER_TOO_SMALL;
  memory.touch(buffer, Math.min(size, needed), true);
  const info = memory.view(WMIREGINFO, buffer);
  memory.u32[buffer >>> 2] = needed;
  if (size < needed) {
    irp.IoStatus.Information = ULONG_SIZE;
    return STATUS_BUFFER_TOO_SMALL;
  }
  memory.zero(buffer + ULONG_SIZE, needed - ULONG_SIZE);
  const [registryPath = 0, mofResource = 0, baseName = 0] = offsets;
  info.RegistryPath = registryPath;
  info.MofResourceName = mofResource;
  info.GuidCount = context.GuidCount;
  writeBlocks(io, context, told, info, baseName);
  for (const [index, text] of strings.entries()) {
    const at = buffer + (offsets[index] ?? 0);
    if (text === '') continue;
    memory.data.setUint16(at, text.length * 2, true);
    memory.writeWide(at + COUNT_SIZE, text);
  }
  irp.IoStatus.Information = needed;
  return STATUS_SUCCESS;
}

function writeBlocks(io: IoManager, context: WMILIB_CONTEXT, told: Told, info: WMIREGINFO, baseName: number): void {
  for (const [index, block] of blocksOf(io, context).entries()) {
    const entry = info.WmiRegGuid.get(index);
    if (block.Guid !== null) io.kernel.memory.copy(entry.Guid.address, block.Guid.address, GUID.size);
    entry.Flags = block.Flags | told.flags;
    entry.InstanceCount = block.InstanceCount;
    if (isNamed(told)) entry.InstanceInfo = baseName;
    // Whoever gets the registration gives the reference back.
    if ((entry.Flags & WMIREG_FLAG_INSTANCE_PDO) !== 0 && told.pdo !== 0) {
      entry.InstanceInfo = told.pdo;
      reference(io, told.pdo);
    }
  }
}

function isNamed({ flags }: Told): boolean {
  return (flags & WMIREG_FLAG_INSTANCE_BASENAME) !== 0;
}

/** WMIREGINFO with this many blocks; bytes. */
function headSize(blocks: number): number {
  const first = WMIREGINFO.fields.find(({ name }) => name === 'WmiRegGuid')?.offset ?? 0;
  return first + blocks * WMIREGGUID.size;
}
