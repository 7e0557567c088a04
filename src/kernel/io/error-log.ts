/** Entries of the system's event log: allocated, filled by the driver, written once. */
import { nameOfMajor, nameOfStatus } from '../../abi/names.ts';
import { IO_ERROR_LOG_PACKET } from '../../abi/structs/io-services.ts';
import { hexCode } from '../../base/hex.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';
import type { IoManager } from './io-manager.ts';

/** ERROR_LOG_MAXIMUM_SIZE of 32-bit systems, in bytes. */
const LARGEST = 152;
const DUMP_DATA = IO_ERROR_LOG_PACKET.fields.find(({ name }) => name === 'DumpData')?.offset ?? 0;
const TAG = poolTag('IoEr');
const BAD_POOL_CALLER = 0xc2;
const NOT_A_BLOCK = 0x46;

/**
 * @param size - bytes of the packet with dump data and strings
 * @returns 0 for a size that does not fit, or when pool is used up: a driver goes on without the entry
 * @source nf-wdm-ioallocateerrorlogentry
 */
export function IoAllocateErrorLogEntry(io: IoManager, size: number): number {
  if (size < DUMP_DATA || size > LARGEST) return 0;
  const { pool } = io.kernel;
  const address = pool.allocate(Math.max(size, IO_ERROR_LOG_PACKET.size), TAG, 0, true);
  if (address !== 0) io.errorLogEntries.set(address, size);
  return address;
}

/** For an entry that is not written. @source nf-wdm-iofreeerrorlogentry */
export function IoFreeErrorLogEntry(io: IoManager, entry: number): void {
  if (!io.errorLogEntries.delete(entry)) io.kernel.bugCheck(BAD_POOL_CALLER, NOT_A_BLOCK, 0, 0, entry);
  io.kernel.pool.free(entry);
}

/** The system takes the entry over. @source nf-wdm-iowriteerrorlogentry */
export function IoWriteErrorLogEntry(io: IoManager, entry: number): void {
  const size = io.errorLogEntries.get(entry);
  if (size === undefined) io.kernel.bugCheck(BAD_POOL_CALLER, NOT_A_BLOCK, 0, 0, entry);
  const { sim } = io.kernel;
  const text = `event log: ${textOf(io, entry, size)}`;
  sim.record(EVENT.dbgPrint, 0, sim.current.device, sim.recorder.intern(text), sim.current.driver, 0);
  sim.hooks.onDbgPrint(text, sim.current.driver);
  IoFreeErrorLogEntry(io, entry);
}

function textOf(io: IoManager, address: number, size: number): string {
  const packet = io.kernel.memory.view(IO_ERROR_LOG_PACKET, address);
  const words = Math.min(Math.floor(packet.DumpDataSize / 4), Math.floor((size - DUMP_DATA) / 4));
  const data = Array.from({ length: words }, (_, index) => hexCode(packet.DumpData.get(index)));
  return [
    `error ${hexCode(packet.ErrorCode)}`,
    nameOfMajor(packet.MajorFunctionCode),
    `final status ${nameOfStatus(packet.FinalStatus)}`,
    `unique value ${hexCode(packet.UniqueErrorValue)}`,
    ...(packet.RetryCount === 0 ? [] : [`retry ${packet.RetryCount}`]),
    ...(data.length === 0 ? [] : [`data ${data.join(' ')}`]),
    ...insertions(io, packet, size).map((text) => `"${text}"`),
  ].join(', ');
}

/** Texts that end with a zero, one behind the other. */
function insertions(io: IoManager, packet: IO_ERROR_LOG_PACKET, size: number): readonly string[] {
  const texts: string[] = [];
  const { memory } = io.kernel;
  const end = packet.address + size;
  let at = packet.address + packet.StringOffset;
  for (let index = 0; index < packet.NumberOfStrings && at < end; index += 1) {
    let text = '';
    for (; at + 1 < end; at += 2) {
      const character = memory.readWide(at, 2);
      if (character === '\0') break;
      text += character;
    }
    at += 2;
    texts.push(text);
  }
  return texts;
}
