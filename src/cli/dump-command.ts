/** `dump`: shows a crash dump. */
import { DumpError, DumpFile } from '../dump-file/dump-reader.ts';
import { SANDBOX_BLOB } from '../dump-file/layout.ts';
import { readSecondary } from '../dump-file/read-secondary.ts';
import type { TriageDump } from '../dump-file/triage-dump.ts';
import { DumpConsole } from '../machine/console/dump-target.ts';
import type { DumpContents } from '../protocol/dump-contents.ts';
import { readDumpContents } from '../protocol/read-dump-contents.ts';
import type { DumpCommand } from './arguments.ts';
import { converse } from './console/converse.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { type Paint, paintFor } from './report/paint.ts';
import { stateText } from './report/state-text.ts';

const BYTES_IN_LINE = 16;

export async function dumpCommand(command: DumpCommand, io: CliIo): Promise<ExitCode> {
  const file = io.openBytes(command.file);
  if (file === null) {
    io.err(`There is no file \`${command.file}\`.\n`);
    return EXIT.wrongInput;
  }
  try {
    const dump = DumpFile.open(file);
    return await show(command, io, dump, readContents(dump));
  } catch (error) {
    if (!(error instanceof DumpError)) throw error;
    io.err(`${command.file}: ${error.message}\n`);
    return EXIT.wrongInput;
  } finally {
    file.close();
  }
}

/** @returns null for a dump of another system, which has only memory. @throws DumpError */
function readContents(dump: DumpFile): DumpContents | null {
  const bytes = readSecondary(dump, SANDBOX_BLOB);
  if (bytes === null) return null;
  const contents = readDumpContents(new TextDecoder().decode(bytes));
  if (typeof contents === 'string') throw new DumpError(contents);
  return contents;
}

async function show(command: DumpCommand, io: CliIo, dump: DumpFile, contents: DumpContents | null): Promise<ExitCode> {
  const { memory, length, device, format } = command;
  if (memory !== null) return showMemory(dump, memory, length, io);
  if (command.commands.length > 0) return await answer(command, io, dump, contents);
  if (device !== null && contents?.state.devices.every(({ id }) => id !== device) !== false) {
    io.err(`There is no device \`${device}\` in this dump.\n`);
    return EXIT.wrongInput;
  }
  const paint = paintFor(io.color);
  if (format === 'json') {
    const small = dump.triage === null ? {} : { small: smallFacts(dump.triage) };
    const header = JSON.stringify({ header: dump.header, pages: dump.pages.count, ...small, ...contents }, big, 2);
    io.out(`${header}\n`);
    return EXIT.ok;
  }
  io.out(headText(dump, paint));
  if (contents === null) {
    io.out('It was not written by Driver Sandbox: it has memory, and nothing about devices and requests.\n');
    return EXIT.ok;
  }
  if (device === null && contents.analysis !== null) io.out(contents.analysis);
  io.out(stateText(contents.state, paint, device));
  return EXIT.ok;
}

/** The commands of the console that memory, and what was put beside it, can answer. */
async function answer(
  { commands, format }: DumpCommand,
  io: CliIo,
  dump: DumpFile,
  contents: DumpContents | null,
): Promise<ExitCode> {
  if (contents === null) {
    io.err('The dump was not written by Driver Sandbox: --memory ADDRESS shows its memory, commands need more.\n');
    return EXIT.wrongInput;
  }
  const console = new DumpConsole(dump, contents);
  return await converse({ evaluate: (line) => Promise.resolve(console.evaluate(line)) }, commands, format, io);
}

function smallFacts(triage: TriageDump): object {
  const { drivers, broken, thread, process, stack, isCut, distinct: ranges } = triage;
  return { ranges, drivers, broken, thread, process, stack, isCut };
}

function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
}

const KINDS: Readonly<Record<number, string>> = {
  1: 'complete dump',
  4: 'small dump',
  5: 'kernel dump (bitmap)',
  6: 'kernel dump (bitmap)',
};

/** What a small dump lacks, and how to get it. */
const SMALL_NOTE =
  'A small dump has no pages and no page tables: only what drivers added in their callbacks (KbCallbackTriageDumpData), what the bug check points at,\n' +
  'the objects of drivers, devices and requests, and the stack. `run --dump FILE --dump-kind kernel` writes all that is in use.\n';

function headText(dump: DumpFile, paint: Paint): string {
  const { header, source } = dump;
  const code = `0x${header.bugCheckCode.toString(16).toUpperCase()}`;
  const parameters = header.parameters.map((one) => `0x${one.toString(16)}`).join(', ');
  return [
    `${paint('strong', KINDS[header.dumpType] ?? 'dump')} of ${source.size} bytes, ${memoryText(dump)}`,
    `${header.comment}`,
    `bug check ${paint('bad', code)} (${parameters}), ${Number(header.systemUpTime) / 1e7} s after boot`,
    ...smallLines(dump),
    '',
    '',
  ].join('\n');
}

function memoryText({ pages, triage }: DumpFile): string {
  if (triage === null) return `${pages.count} pages of memory`;
  const bytes = triage.distinct.reduce((sum, { size }) => sum + size, 0);
  return `${triage.distinct.length} ranges of memory with ${bytes} bytes`;
}

function smallLines({ triage }: DumpFile): readonly string[] {
  if (triage === null) return [];
  const { drivers, broken, thread, stack, isCut } = triage;
  const names = drivers.map(({ name }) => name || 'a driver without name').join(', ');
  return [
    `drivers: ${names || 'none'}${broken === null ? '' : `; ${broken.name} was running`}`,
    ...(thread === null ? [] : [`thread ${thread.id} (${thread.name}) at IRQL ${thread.irql}`]),
    stack === null ? 'no stack' : `stack: ${stack.size} bytes at 0x${stack.address.toString(16)}`,
    ...(isCut ? ['Not everything had room: ranges were left out.'] : []),
    '',
    SMALL_NOTE.trimEnd(),
  ];
}

function showMemory(dump: DumpFile, address: bigint, length: number, io: CliIo): ExitCode {
  const lines: string[] = [];
  let isIncomplete = false;
  for (let at = 0; at < length; at += BYTES_IN_LINE) {
    const count = Math.min(BYTES_IN_LINE, length - at);
    const bytes = readLine(dump, address + BigInt(at), count);
    isIncomplete ||= bytes.includes(null);
    const place = (address + BigInt(at)).toString(16).padStart(16, '0');
    lines.push(`${place.slice(0, 8)}\`${place.slice(8)}  ${hexText(bytes)}`);
  }
  io.out(`${lines.join('\n')}\n`);
  if (dump.triage !== null && isIncomplete) io.out(`\n${SMALL_NOTE}`);
  return EXIT.ok;
}

/** @returns null for each byte that is not in the dump: memory may begin or end inside of a line */
function readLine(dump: DumpFile, address: bigint, count: number): readonly (number | null)[] {
  const whole = dump.readVirtual(address, count);
  if (whole !== null) return [...whole];
  return Array.from({ length: count }, (_, index) => dump.readVirtual(address + BigInt(index), 1)?.[0] ?? null);
}

function hexText(bytes: readonly (number | null)[]): string {
  const hex = bytes.map((byte) => (byte === null ? '??' : byte.toString(16).padStart(2, '0'))).join(' ');
  if (bytes.every((byte) => byte === null)) return hex;
  const text = bytes.map((byte) => {
    if (byte === null) return ' ';
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  });
  return `${hex.padEnd(BYTES_IN_LINE * 3 - 1)}  ${text.join('')}`;
}
