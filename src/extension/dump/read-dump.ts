/** What the view of a crash dump shows, read from the file as far as it is asked for. */
import { DumpFile, type DumpHeader, type DumpSource } from '../../dump-file/dump-reader.ts';
import { SANDBOX_BLOB } from '../../dump-file/layout.ts';
import { readSecondary } from '../../dump-file/read-secondary.ts';
import { BUGCHECK_NAMES } from '../../protocol/bugcheck-names.ts';
import type { DumpContents } from '../../protocol/dump-contents.ts';
import type { AddressSpace, DumpHeaderView, DumpMessage, MemoryView, SmallDumpView } from '../../protocol/dump-view.ts';
import { readDumpContents } from '../../protocol/read-dump-contents.ts';

const BYTES_IN_LINE = 16;
/** A page asks for what fits on a screen; whoever asks for more gets this. */
const MOST_LINES = 256;
const LAST_ADDRESS = 0xffff_ffff_ffff_ffffn;
/** Physical addresses beyond are no exact numbers, and no machine has them. */
const MOST_PHYSICAL = 2n ** 52n;
/** 100 ns between 1601 and 1970. */
const EPOCH = 116_444_736_000_000_000n;
/** The last instant of JavaScript's calendar, in milliseconds. */
const LAST_DATE = 8_640_000_000_000_000n;

const KINDS: Readonly<Record<number, string>> = {
  1: 'Complete dump',
  4: 'Small dump',
  5: 'Kernel dump (bitmap)',
  6: 'Kernel dump (bitmap)',
};

export interface OpenDump {
  readonly message: Extract<DumpMessage, { type: 'dump' | 'unreadable' }>;
  /** null for a file that is no dump. */
  readonly dump: DumpFile | null;
}

/** @param file - its name */
export function openDump(file: string, source: DumpSource): OpenDump {
  try {
    const dump = DumpFile.open(source);
    const { contents, note } = contentsOf(dump);
    return { dump, message: { type: 'dump', file, header: headerOf(dump), contents, note } };
  } catch (error) {
    return { dump: null, message: { type: 'unreadable', file, message: wordsOf(error) } };
  }
}

/** Memory can be looked at even where what stands behind it is damaged. */
function contentsOf(dump: DumpFile): { readonly contents: DumpContents | null; readonly note: string | null } {
  try {
    const bytes = readSecondary(dump, SANDBOX_BLOB);
    if (bytes === null) return { contents: null, note: null };
    const contents = readDumpContents(new TextDecoder().decode(bytes));
    return typeof contents === 'string' ? { contents: null, note: contents } : { contents, note: null };
  } catch (error) {
    return { contents: null, note: wordsOf(error) };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A file may list thousands; nobody looks at more. */
const MOST_RANGES = 1000;

function smallOf({ triage }: DumpFile): SmallDumpView | null {
  if (triage === null) return null;
  const { drivers, broken, thread, stack, isCut, distinct } = triage;
  return {
    ranges: distinct.slice(0, MOST_RANGES).map(({ address, size }) => ({ address: hex(address), size })),
    drivers: drivers.map(({ name, base, size }) => ({ name, base: hex(base), size })),
    broken: broken?.name ?? null,
    thread: thread === null ? null : `${thread.id} (${thread.name}) at IRQL ${thread.irql}`,
    stack: stack === null ? null : { address: hex(stack.address), size: stack.size },
    isCut: isCut || distinct.length > MOST_RANGES,
  };
}

function headerOf(dump: DumpFile): DumpHeaderView {
  const { header, pages, source } = dump;
  const name = Object.entries(BUGCHECK_NAMES).find(([, code]) => code === header.bugCheckCode)?.[0];
  return {
    kind: KINDS[header.dumpType] ?? `Dump of type ${header.dumpType}`,
    size: source.size,
    pages: pages.count,
    comment: header.comment,
    bugCheckCode: header.bugCheckCode,
    bugCheckName: name ?? null,
    parameters: header.parameters.map(hex),
    processors: header.numberProcessors,
    build: header.minorVersion,
    directoryTableBase: hex(header.directoryTableBase),
    instruction: hex(header.instruction),
    stack: hex(header.stack),
    time: timeOf(header),
    upTime: Number(header.systemUpTime) / 1e7,
    small: smallOf(dump),
  };
}

function timeOf({ systemTime }: DumpHeader): string | null {
  const milliseconds = (systemTime - EPOCH) / 10_000n;
  if (systemTime === 0n || milliseconds > LAST_DATE) return null;
  return new Date(Number(milliseconds)).toISOString();
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** @param address - hex digits with `0x`; the line that holds it comes first */
export function readMemory(dump: DumpFile, space: AddressSpace, address: string, lines: number): MemoryView {
  const asked = /^0x[0-9a-f]{1,16}$/i.test(address) ? BigInt(address) : 0n;
  const first = asked - (asked % BigInt(BYTES_IN_LINE));
  const wanted = Math.max(0, Math.min(MOST_LINES, Math.floor(lines)));
  const read: (string | null)[] = [];
  try {
    for (let at = first; read.length < wanted && at <= LAST_ADDRESS; at += BigInt(BYTES_IN_LINE)) {
      const bytes = space === 'virtual' ? dump.readVirtual(at, BYTES_IN_LINE) : readPhysical(dump, at);
      read.push(bytes === null ? partOf(dump, space, at) : Buffer.from(bytes).toString('hex'));
    }
  } catch (error) {
    return { first: hex(first), lines: read, problem: error instanceof Error ? error.message : String(error) };
  }
  return { first: hex(first), lines: read, problem: null };
}

/** The ranges of a small dump begin and end anywhere, inside of a line too. */
function partOf(dump: DumpFile, space: AddressSpace, line: bigint): string | null {
  if (dump.triage === null || space === 'physical') return null;
  const bytes = Array.from({ length: BYTES_IN_LINE }, (_, index) => dump.readVirtual(line + BigInt(index), 1));
  if (bytes.every((byte) => byte === null)) return null;
  return bytes.map((byte) => (byte === null ? '??' : Buffer.from(byte).toString('hex'))).join('');
}

function readPhysical(dump: DumpFile, address: bigint): Uint8Array | null {
  return address >= MOST_PHYSICAL ? null : dump.readPhysical(Number(address), BYTES_IN_LINE);
}
