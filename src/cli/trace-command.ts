/** `trace`: shows the events that a run left. */
import type { TraceEvent } from '../protocol/trace.ts';
import type { TraceCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { type Paint, paintFor } from './report/paint.ts';

export async function traceCommand(command: TraceCommand, io: CliIo): Promise<ExitCode> {
  const text = await io.readText(command.file);
  if (text === null) {
    io.err(`There is no file \`${command.file}\`.\n`);
    return EXIT.wrongInput;
  }
  const paint = paintFor(io.color);
  const wanted = command.filter?.toLowerCase() ?? '';
  let left = command.count;
  for (const [index, line] of text.split('\n').entries()) {
    if (left <= 0) {
      break;
    }
    if (line.trim() === '') {
      continue;
    }
    const event = parseEvent(line);
    if (event === null) {
      io.err(
        `${command.file}:${index + 1}:1: this is no event. Make a trace with: driver-sandbox run MACHINE --trace FILE.jsonl\n`,
      );
      return EXIT.wrongInput;
    }
    if (event.n >= command.from && matches(event, wanted)) {
      left--;
      io.out(command.format === 'json' ? `${line.trimEnd()}\n` : eventText(event, paint));
    }
  }
  return EXIT.ok;
}

function parseEvent(line: string): TraceEvent | null {
  try {
    const event: Partial<TraceEvent> = JSON.parse(line);
    return typeof event.n === 'number' && typeof event.kind === 'string' ? (event as TraceEvent) : null;
  } catch {
    return null;
  }
}

function matches(event: TraceEvent, wanted: string): boolean {
  return wanted === '' || Object.values(event).some((value) => textOf(value).toLowerCase().includes(wanted));
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function eventText(event: TraceEvent, paint: Paint): string {
  const { n, t, kind, thread, irp, device, driver, major, minor, status, detail } = event;
  const place = [device, driver].filter((part) => part !== undefined).join('/');
  const change =
    event.to === undefined ? '' : `${event.machine ?? ''} ${event.from ?? ''} --${event.event ?? ''}--> ${event.to}`;
  const rest = [irp, place, minor ?? major, change, kind === 'state' ? undefined : detail, status].filter(
    (part) => part !== undefined && part !== '',
  );
  const args = Object.entries(event.args ?? {}).map(([name, value]) => `${name}=${value}`);
  return `${String(n).padStart(6)} ${paint('quiet', t)} ${thread} ${kind.padEnd(17)} ${[...rest, ...args].join(' ')}\n`;
}
