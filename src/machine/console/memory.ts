/** `db`, `dw`, `dd`, `dq`, `dps`, `da`, `du`: memory as it is. */
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression, readNumber } from './expression.ts';
import { address, word } from './format.ts';
import { ConsoleError } from './page.ts';
import { showRoutine } from './routines.ts';

const BYTES_IN_LINE = 16;
const DEFAULT_BYTES = 128;
const MOST_BYTES = 0x1_0000;
const MOST_CHARACTERS = 1024;

interface Range {
  readonly from: number;
  /** Of units. */
  readonly count: number;
}

/** `db ADDRESS`, `db ADDRESS L40`, `db ADDRESS END` */
function rangeOf({ target, text }: CommandCall, unit: number, name: string): Range {
  const match = /^(.*?)(?:\s+[lL]\s*(\S+))?$/s.exec(text.trim());
  const [start = '', end] = (match?.[1] ?? '').split(/\s+(?![+\-*)])(?<![+\-*(]\s+)/);
  if (start === '') throw new ConsoleError(`Where? Write ${name} ADDRESS, or ${name} ADDRESS L COUNT.`);
  const from = evaluateExpression(target, start);
  const length = match?.[2] === undefined ? undefined : readNumber(match[2]);
  if (match?.[2] !== undefined && length === undefined)
    throw new ConsoleError(`\`L${match[2]}\` is no count. Write L10 for 16.`);
  const last = end === undefined ? undefined : evaluateExpression(target, end);
  const count = length ?? (last === undefined ? DEFAULT_BYTES / unit : Math.floor(Math.max(0, last - from) / unit) + 1);
  if (count * unit > MOST_BYTES)
    throw new ConsoleError(`That is more than 0x${MOST_BYTES.toString(16)} bytes; ask for less at a time.`);
  return { from, count };
}

function valueText({ target }: CommandCall, at: number, unit: number): string {
  const bytes = target.memory.bytes(at >>> 0, unit);
  if (bytes === null) return unit === 8 ? '????????`????????' : '?'.repeat(unit * 2);
  const text = [...bytes]
    .reverse()
    .map((byte) => word(byte, 2))
    .join('');
  return unit === 8 ? `${text.slice(0, 8)}\`${text.slice(8)}` : text;
}

function place(at: number): string {
  const text = address(at);
  return `${text.slice(0, 8)}\`${text.slice(8)}`;
}

function printable(bytes: Uint8Array | null): string {
  if (bytes === null) return '?';
  return [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}

function showBytes(call: CommandCall): void {
  const { from, count } = rangeOf(call, 1, 'db');
  for (let done = 0; done < count; done += BYTES_IN_LINE) {
    const here = Math.min(BYTES_IN_LINE, count - done);
    const values: string[] = [];
    let characters = '';
    for (let index = 0; index < here; index += 1) {
      values.push(valueText(call, from + done + index, 1));
      characters += printable(call.target.memory.bytes((from + done + index) >>> 0, 1));
    }
    const halves = [values.slice(0, 8).join(' '), values.slice(8).join(' ')].filter((half) => half !== '').join('-');
    call.page.line(`${place(from + done)}  ${halves.padEnd(47)}  ${characters}`);
  }
}

function showUnits(unit: number, name: string): (call: CommandCall) => void {
  return (call) => {
    const { from, count } = rangeOf(call, unit, name);
    const inLine = BYTES_IN_LINE / unit;
    for (let done = 0; done < count; done += inLine) {
      const values = Array.from({ length: Math.min(inLine, count - done) }, (_, index) =>
        valueText(call, from + (done + index) * unit, unit),
      );
      call.page.line(`${place(from + done * unit)}  ${values.join(' ')}`);
    }
  };
}

/** One pointer a line, with the routine or the device object that it points to. */
function showPointers(call: CommandCall): void {
  const { target, page } = call;
  const { from, count } = rangeOf(call, 4, 'dps');
  const devices = new Map(
    target
      .state()
      .devices.flatMap(({ id, stack }) =>
        stack.map(({ object, driver }) => [Number(object), `${id}/${driver}`] as const),
      ),
  );
  const irps = new Set(target.irps());
  for (let index = 0; index < count; index += 1) {
    const at = from + index * 4;
    const text = valueText(call, at, 4);
    const value = Number.parseInt(text, 16);
    const what = showRoutine(target, page, value) || devices.get(value) || (irps.has(value) ? '!irp' : '');
    page.line(`${place(at)}  ${Number.isNaN(value) ? text : place(value)} ${what}`);
  }
}

function showText(unit: 1 | 2, name: string): (call: CommandCall) => void {
  return (call) => {
    const { from } = rangeOf(call, unit, name);
    let text = '';
    for (let at = from; text.length < MOST_CHARACTERS; at += unit) {
      const bytes = call.target.memory.bytes(at >>> 0, unit);
      if (bytes === null) break;
      const code = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
      if (code === 0) break;
      text += code >= 0x20 && code !== 0x7f && (code < 0x80 || code > 0x9f) ? String.fromCharCode(code) : '.';
    }
    call.page.line(`${place(from)}  "${text}"`);
  };
}

function memoryCommand(name: string, summary: string, run: (call: CommandCall) => void): ConsoleCommand {
  return {
    names: [name],
    group: 'Memory and types',
    usage: 'ADDRESS [END | L COUNT]',
    summary,
    takes: ['device', 'irp', 'routine'],
    run,
  };
}

export const memoryCommands: readonly ConsoleCommand[] = [
  memoryCommand('db', 'bytes, and their characters', showBytes),
  memoryCommand('dw', 'words of 16 bits', showUnits(2, 'dw')),
  memoryCommand('dd', 'words of 32 bits', showUnits(4, 'dd')),
  memoryCommand('dq', 'words of 64 bits', showUnits(8, 'dq')),
  memoryCommand('dps', 'pointers (32 bits), each with what it points to', showPointers),
  memoryCommand('da', 'text of bytes, up to a zero', showText(1, 'da')),
  memoryCommand('du', 'text of UTF-16, up to a zero', showText(2, 'du')),
];
