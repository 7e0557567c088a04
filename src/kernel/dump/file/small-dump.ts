/**
 * A small dump, also called triage dump: no page and no page table, but the ranges of memory that somebody has chosen, the
 * list of drivers, and what the processor was doing. In pieces as any other dump: a header that is not valid yet comes first.
 */
import {
  ATTRIBUTES,
  DATA_BLOCK,
  DRIVER_ENTRY,
  DUMP_TYPE,
  HEADER,
  HEADER_SIZE,
  HIGH_WINDOW,
  STAND_IN,
  TRIAGE,
  TRIAGE_OVERFLOWED,
  TRIAGE_VALID,
} from '../../../dump-file/layout.ts';
import type { KernelMemory } from '../../mm/memory.ts';
import { type DumpPiece, type DumpRequest, MOST_AT_ONCE } from './dump-writer.ts';
import { headerBytes } from './header.ts';
import { encodeSecondary, type SecondaryBlob } from './secondary-data.ts';
import { chooseRanges, type SmallRange } from './small-ranges.ts';

export interface SmallDumpRequest {
  readonly header: DumpRequest['header'];
  readonly secondary: readonly SecondaryBlob[];
  /** Page numbers that callbacks keep out of any dump. */
  readonly removedPages?: ReadonlySet<number>;
  /** Memory, the most important first. */
  readonly ranges: readonly SmallRange[];
  /** From the stack pointer to the end of the stack; null: the code that ran has none in memory. */
  readonly stack: SmallRange | null;
  readonly drivers: readonly (SmallRange & { readonly name: string })[];
  /** Index of the driver to blame in `drivers`; -1: none. */
  readonly broken: number;
  readonly thread: { readonly id: number; readonly name: string; readonly irql: number };
}

/** Bytes of memory in it, as many as the ranges of one driver may have. */
const MOST_BYTES = 0x200_0000;
const ALIGNMENT = 8;

/** Where what stands in the file. */
interface Places {
  readonly process: number;
  readonly thread: number;
  readonly stack: number;
  readonly drivers: number;
  readonly names: readonly number[];
  readonly namesEnd: number;
  readonly blocks: number;
  readonly memory: readonly number[];
  /** Of the end mark. */
  readonly valid: number;
}

/** @returns the file's pieces, and how long it is in bytes */
export function smallDumpPieces(
  memory: KernelMemory,
  request: SmallDumpRequest,
): { readonly pieces: readonly DumpPiece[]; readonly size: number } {
  const removed = request.removedPages ?? new Set<number>();
  const { ranges, isCut } = chooseRanges(memory, request.ranges, removed, MOST_BYTES);
  const [stack] = chooseRanges(memory, request.stack === null ? [] : [request.stack], removed, MOST_BYTES).ranges;
  const places = placesOf(request, ranges, stack?.size ?? 0);
  const body = bodyBytes(memory, request, { ranges, isCut, stack: stack ?? null, places });
  const secondary = encodeSecondary(request.secondary, request.header.minorVersion);
  const size = HEADER_SIZE + body.length + secondary.length;
  const header = (isValid: boolean): Uint8Array =>
    headerBytes({
      ...request.header,
      // There are no tables in it, and no lists.
      directoryTableBase: 0,
      lists: null,
      dumpType: DUMP_TYPE.triage,
      runs: null,
      requiredDumpSpace: size,
      attributes: (request.header.attributes ?? 0) | ATTRIBUTES.kernelGeneratedTriageDump,
      isValid,
    });
  const piece = (offset: number, bytes: Uint8Array): DumpPiece => ({
    offset,
    length: bytes.length,
    bytes: () => bytes,
  });
  const pieces = [piece(0, header(false))];
  let offset = HEADER_SIZE;
  for (const part of [body, secondary]) {
    for (let at = 0; at < part.length; at += MOST_AT_ONCE)
      pieces.push(piece(offset + at, part.subarray(at, at + MOST_AT_ONCE)));
    offset += part.length;
  }
  pieces.push(piece(0, header(true)));
  return { pieces, size };
}

function placesOf({ drivers }: SmallDumpRequest, ranges: readonly SmallRange[], stackSize: number): Places {
  let next = HEADER_SIZE + TRIAGE.size;
  const place = (size: number): number => {
    const at = next;
    next = Math.ceil((at + size) / ALIGNMENT) * ALIGNMENT;
    return at;
  };
  const process = place(STAND_IN.size);
  const thread = place(STAND_IN.size);
  const stack = place(stackSize);
  const list = place(drivers.length * DRIVER_ENTRY.size);
  // Each name is a length, the characters, and a zero.
  const names = drivers.map(({ name }) => place(4 + (name.length + 1) * 2));
  const namesEnd = next;
  const blocks = place((ranges.length * 2 + 1) * DATA_BLOCK.size);
  const memory = ranges.map(({ size }) => place(size));
  const valid = place(ALIGNMENT) + ALIGNMENT - 4;
  return { process, thread, stack, drivers: list, names, namesEnd, blocks, memory, valid };
}

interface Chosen {
  readonly ranges: readonly SmallRange[];
  readonly isCut: boolean;
  readonly stack: SmallRange | null;
  readonly places: Places;
}

/** What follows the file's header, up to the end mark. */
function bodyBytes(memory: KernelMemory, request: SmallDumpRequest, chosen: Chosen): Uint8Array {
  const { places, ranges, stack } = chosen;
  const bytes = new Uint8Array(places.valid + 4 - HEADER_SIZE);
  const view = new DataView(bytes.buffer);
  writeTriage(view, request, chosen);
  writeStandIn(bytes, places.process, { id: 4, name: 'System', irql: 0 });
  writeStandIn(bytes, places.thread, request.thread);
  const copy = (at: number, { address, size }: SmallRange): void =>
    bytes.set(memory.u8.subarray(address, address + size), at - HEADER_SIZE);
  if (stack !== null) copy(places.stack, stack);
  for (const [index, driver] of request.drivers.entries()) {
    const at = places.drivers - HEADER_SIZE + index * DRIVER_ENTRY.size;
    view.setUint32(at + DRIVER_ENTRY.nameOffset, places.names[index] ?? 0, true);
    view.setBigUint64(at + DRIVER_ENTRY.base, HIGH_WINDOW + BigInt(driver.address), true);
    view.setUint32(at + DRIVER_ENTRY.imageSize, driver.size, true);
    writeName(view, (places.names[index] ?? 0) - HEADER_SIZE, driver.name);
  }
  for (const [index, { address, offset, size }] of blocksOf(chosen).entries()) {
    const block = places.blocks - HEADER_SIZE + index * DATA_BLOCK.size;
    view.setBigUint64(block + DATA_BLOCK.address, address, true);
    view.setUint32(block + DATA_BLOCK.offset, offset, true);
    view.setUint32(block + DATA_BLOCK.length, size, true);
  }
  for (const [index, range] of ranges.entries()) copy(places.memory[index] ?? 0, range);
  view.setUint32(places.valid - HEADER_SIZE, TRIAGE_VALID, true);
  return bytes;
}

/**
 * Each range at the address that drivers see, and in the high window, where processor and stack are said to be: twice the
 * same bytes of the file. The stack itself is in the high window already.
 */
function blocksOf({
  ranges,
  stack,
  places,
}: Chosen): readonly { readonly address: bigint; readonly offset: number; readonly size: number }[] {
  const low = ranges.map(({ address, size }, index) => {
    return { address: BigInt(address), offset: places.memory[index] ?? 0, size };
  });
  const high = low.map((block) => ({ ...block, address: HIGH_WINDOW + block.address }));
  const own = stack === null ? [] : [{ address: BigInt(stack.address), offset: places.stack, size: stack.size }];
  return [...low, ...high, ...own];
}

/** Whatever the emulator does not have stays 0: processor block, memory manager, unloaded drivers, debugger data. */
function writeTriage(view: DataView, { drivers, broken, header }: SmallDumpRequest, chosen: Chosen): void {
  const { places, isCut, stack } = chosen;
  const blockCount = blocksOf(chosen).length;
  const hasDrivers = drivers.length > 0;
  const fields: readonly (readonly [number, number])[] = [
    [TRIAGE.sizeOfDump, places.valid + 4],
    [TRIAGE.validOffset, places.valid],
    // The records in the file's own header are the only ones.
    [TRIAGE.contextOffset, HEADER.context],
    [TRIAGE.exceptionOffset, HEADER.exception],
    [TRIAGE.processOffset, places.process],
    [TRIAGE.threadOffset, places.thread],
    [TRIAGE.callStackOffset, stack === null ? 0 : places.stack],
    [TRIAGE.sizeOfCallStack, stack?.size ?? 0],
    [TRIAGE.driverListOffset, hasDrivers ? places.drivers : 0],
    [TRIAGE.driverCount, drivers.length],
    [TRIAGE.stringPoolOffset, hasDrivers ? (places.names[0] ?? 0) : 0],
    [TRIAGE.stringPoolSize, hasDrivers ? places.namesEnd - (places.names[0] ?? 0) : 0],
    [TRIAGE.brokenDriverOffset, broken < 0 ? 0 : places.drivers + broken * DRIVER_ENTRY.size],
    [TRIAGE.triageOptions, isCut ? TRIAGE_OVERFLOWED : 0],
    [TRIAGE.dataBlocksOffset, blockCount === 0 ? 0 : places.blocks],
    [TRIAGE.dataBlocksCount, blockCount],
  ];
  for (const [field, value] of fields) view.setUint32(field, value, true);
  view.setBigUint64(TRIAGE.topOfStack, HIGH_WINDOW + BigInt(stack?.address ?? header.stack), true);
}

function writeStandIn(bytes: Uint8Array, offset: number, { id, name, irql }: SmallDumpRequest['thread']): void {
  const at = offset - HEADER_SIZE;
  const view = new DataView(bytes.buffer);
  view.setUint32(at + STAND_IN.mark, STAND_IN.value, true);
  view.setUint32(at + STAND_IN.id, id, true);
  view.setUint32(at + STAND_IN.irql, irql, true);
  const most = STAND_IN.size - STAND_IN.name - 1;
  for (let index = 0; index < Math.min(name.length, most); index += 1)
    bytes[at + STAND_IN.name + index] = name.charCodeAt(index) & 0x7f;
}

function writeName(view: DataView, at: number, name: string): void {
  view.setUint32(at, name.length, true);
  for (let index = 0; index < name.length; index += 1) view.setUint16(at + 4 + index * 2, name.charCodeAt(index), true);
}
