/** Pages and lines of the event stream. */
import { NT_SUCCESS, STATUS_NOT_SUPPORTED } from '../../abi/ntstatus.ts';
import { EVENT } from '../../kernel/sim/events.ts';
import type { Simulation } from '../../kernel/sim/simulation.ts';
import { type DecodedEvent, decodeEvent } from '../../kernel/trace/decode.ts';
import type { EventKind, TraceEvent, TracePage } from '../../protocol/trace.ts';

/** Lines in one answer, so that the pipe stays free for others. */
const LINES_AT_ONCE = 5000;

function decodeAt(sim: Simulation, n: number): TraceEvent {
  return decodeEvent(sim, sim.recorder.read(n)) as DecodedEvent as TraceEvent;
}

function matches(event: TraceEvent, needle: string): boolean {
  return Object.values(event).some((value) => String(value).toLowerCase().includes(needle));
}

/** `disk0/auditflt`: the driver of a device that first completed a request with an error since an event. */
export function whoRefused(sim: Simulation, since: number, device: string): string {
  const { recorder, directory } = sim;
  for (let n = Math.max(since, recorder.oldest); n < recorder.count; n += 1) {
    const event = recorder.read(n);
    const isRefusal = event.code === EVENT.completeRequest && !NT_SUCCESS(event.b) && event.b !== STATUS_NOT_SUPPORTED;
    if (isRefusal && directory.deviceId(event.device) === device)
      return `${device}/${directory.driverOfDevice(event.device)}`;
  }
  return device;
}

/** With a filter, or of one kind only, `from` and `total` count matching events. */
export function readTrace(sim: Simulation, from: number, count: number, filter = '', kind?: EventKind): TracePage {
  const { oldest, count: total } = sim.recorder;
  const needle = filter.trim().toLowerCase();
  const events: TraceEvent[] = [];
  if (needle === '' && kind === undefined) {
    const first = Math.max(from, oldest);
    for (let n = first; n < Math.min(total, first + count); n += 1) events.push(decodeAt(sim, n));
    return { first, events, total, oldest };
  }
  const code = kind === undefined ? null : EVENT[kind];
  let matching = 0;
  for (let n = oldest; n < total; n += 1) {
    // Most are of another kind, and need not be put into words.
    if (code !== null && sim.recorder.read(n).code !== code) continue;
    const event = decodeAt(sim, n);
    if (!matches(event, needle)) continue;
    if (matching >= from && events.length < count) events.push(event);
    matching += 1;
  }
  return { first: from, events, total: matching, oldest: 0 };
}

export function traceLines(sim: Simulation, from: number): { readonly text: string; readonly next: number | null } {
  const { oldest, count } = sim.recorder;
  const first = Math.max(from, oldest);
  const end = Math.min(count, first + LINES_AT_ONCE);
  let text = '';
  for (let n = first; n < end; n += 1) text += `${JSON.stringify(decodeAt(sim, n))}\n`;
  return { text, next: end < count ? end : null };
}
