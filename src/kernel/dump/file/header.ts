/** The two pages that a dump file begins with. */
import { CONTEXT, HEADER, HEADER_SIZE, HIGH_WINDOW, RUNS, SIGNATURE, VALID_DUMP } from '../../../dump-file/layout.ts';
import { LIST_HEAD } from './page-tables.ts';

export interface HeaderFacts {
  readonly bugCheckCode: number;
  /** Of 32 bits each. */
  readonly parameters: readonly [number, number, number, number];
  /** Physical address of the PML4. */
  readonly directoryTableBase: number;
  /** Physical address of the heads of the lists of modules and processes, one behind the other; null: not in the dump. */
  readonly lists: number | null;
  /** Build number of the emulator. */
  readonly minorVersion: number;
  /** Where the processor was, as addresses that drivers see: there is no machine code, so both are made up. */
  readonly instruction: number;
  readonly stack: number;
  /** In 100 ns since 1601, and since boot. */
  readonly systemTime: bigint;
  readonly upTime: bigint;
  readonly comment: string;
  readonly dumpType: number;
  /** Of a complete dump; null: the bitmap says which pages are there. */
  readonly runs: readonly { readonly first: number; readonly count: number }[] | null;
  /** Bytes of the whole file. */
  readonly requiredDumpSpace: number;
  /** false while the rest is not written yet. */
  readonly isValid: boolean;
  /** Of ATTRIBUTES; left out: none. */
  readonly attributes?: number;
}

const FREE_BUILD = 0xf;
const MACHINE_AMD64 = 0x8664;
const WORKSTATION = 1;
const SINGLE_USER_TERMINAL_SERVICES = 0x110;
const STATUS_BREAKPOINT = 0x8000_0003;
const CONTEXT_ALL = 0x10_001f;
const MXCSR = 0x1f80;
const EFLAGS = 0x246;
const COMMENT_SIZE = 128;
/** Bytes of the exception record in front of the address. */
const EXCEPTION_ADDRESS = 0x10;

export function headerBytes(facts: HeaderFacts): Uint8Array {
  const bytes = new Uint8Array(HEADER_SIZE);
  const view = new DataView(bytes.buffer);
  // Whatever is not used holds the signature, over and over; readers take it for "not there".
  for (let at = 0; at < HEADER_SIZE; at += 4) view.setUint32(at, SIGNATURE, true);
  view.setUint32(HEADER.validDump, facts.isValid ? VALID_DUMP : 0, true);
  view.setUint32(HEADER.majorVersion, FREE_BUILD, true);
  view.setUint32(HEADER.minorVersion, facts.minorVersion, true);
  view.setBigUint64(HEADER.directoryTableBase, BigInt(facts.directoryTableBase), true);
  for (const none of [HEADER.pfnDataBase, HEADER.debuggerDataBlock]) view.setBigUint64(none, 0n, true);
  for (const [field, offset] of [
    [HEADER.loadedModuleList, 0],
    [HEADER.activeProcessHead, LIST_HEAD],
  ] as const)
    view.setBigUint64(field, facts.lists === null ? 0n : HIGH_WINDOW + BigInt(facts.lists + offset), true);
  view.setUint32(HEADER.machineImageType, MACHINE_AMD64, true);
  view.setUint32(HEADER.numberProcessors, 1, true);
  view.setUint32(HEADER.bugCheckCode, facts.bugCheckCode, true);
  for (const [index, parameter] of facts.parameters.entries())
    view.setBigUint64(HEADER.bugCheckParameters + index * 8, BigInt(parameter), true);
  bytes.fill(0, HEADER.versionUser, HEADER.debuggerDataBlock);
  writeRuns(view, facts.runs);
  writeContext(bytes, view, facts);
  writeException(bytes, view, facts);
  writeTail(bytes, view, facts);
  return bytes;
}

function writeRuns(view: DataView, runs: HeaderFacts['runs']): void {
  if (runs === null) return;
  const at = HEADER.physicalMemoryBlock;
  view.setUint32(at + RUNS.numberOfRuns, runs.length, true);
  view.setUint32(at + RUNS.numberOfRuns + 4, 0, true);
  view.setBigUint64(at + RUNS.numberOfPages, BigInt(runs.reduce((sum, { count }) => sum + count, 0)), true);
  for (const [index, { first, count }] of runs.entries()) {
    view.setBigUint64(at + RUNS.first + index * RUNS.size, BigInt(first), true);
    view.setBigUint64(at + RUNS.first + index * RUNS.size + 8, BigInt(count), true);
  }
}

/** Both copies of MxCsr must agree: one reader refuses the file otherwise. */
function writeContext(bytes: Uint8Array, view: DataView, { instruction, stack }: HeaderFacts): void {
  const at = HEADER.context;
  bytes.fill(0, at, at + CONTEXT.size);
  view.setUint32(at + CONTEXT.flags, CONTEXT_ALL, true);
  view.setUint32(at + CONTEXT.mxCsr, MXCSR, true);
  view.setUint32(at + CONTEXT.floatingMxCsr, MXCSR, true);
  for (const [register, selector] of [
    [CONTEXT.cs, 0x10],
    [CONTEXT.ds, 0x2b],
    [CONTEXT.es, 0x2b],
    [CONTEXT.fs, 0x53],
    [CONTEXT.gs, 0x2b],
    [CONTEXT.ss, 0x18],
  ] as const)
    view.setUint16(at + register, selector, true);
  view.setUint32(at + CONTEXT.eflags, EFLAGS, true);
  view.setBigUint64(at + CONTEXT.rsp, HIGH_WINDOW + BigInt(stack), true);
  view.setBigUint64(at + CONTEXT.rip, HIGH_WINDOW + BigInt(instruction), true);
}

function writeException(bytes: Uint8Array, view: DataView, { instruction }: HeaderFacts): void {
  bytes.fill(0, HEADER.exception, HEADER.dumpType);
  view.setUint32(HEADER.exception, STATUS_BREAKPOINT, true);
  view.setBigUint64(HEADER.exception + EXCEPTION_ADDRESS, HIGH_WINDOW + BigInt(instruction), true);
}

function writeTail(bytes: Uint8Array, view: DataView, facts: HeaderFacts): void {
  view.setUint32(HEADER.dumpType, facts.dumpType, true);
  view.setBigUint64(HEADER.requiredDumpSpace, BigInt(facts.requiredDumpSpace), true);
  view.setBigUint64(HEADER.systemTime, facts.systemTime, true);
  bytes.fill(0, HEADER.comment, HEADER.comment + COMMENT_SIZE);
  for (let index = 0; index < Math.min(facts.comment.length, COMMENT_SIZE - 1); index += 1)
    bytes[HEADER.comment + index] = facts.comment.charCodeAt(index) & 0x7f;
  view.setBigUint64(HEADER.systemUpTime, facts.upTime, true);
  view.setUint32(HEADER.miniDumpFields, 0, true);
  view.setUint32(HEADER.secondaryDataState, 0, true);
  view.setUint32(HEADER.productType, WORKSTATION, true);
  view.setUint32(HEADER.suiteMask, SINGLE_USER_TERMINAL_SERVICES, true);
  view.setUint32(HEADER.writerStatus, 0, true);
  bytes[HEADER.unused] = 0;
  bytes[HEADER.secondaryVersion] = 0;
  view.setUint32(HEADER.attributes, facts.attributes ?? 0, true);
  view.setUint32(HEADER.bootId, 1, true);
}
