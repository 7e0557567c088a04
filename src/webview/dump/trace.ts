/** The last events of a dump, as the events table wants them. */
import type { TraceEvent, TracePage } from '../../protocol/trace.ts';

/** A line may be anything: what is no event shows as its own text. */
export function eventOf(line: string, index: number): TraceEvent {
  try {
    const value: unknown = JSON.parse(line);
    if (isEvent(value)) return value;
  } catch {
    // not even JSON
  }
  return { n: index, t: '', kind: 'call', thread: '', detail: line };
}

const TEXTS = ['irp', 'device', 'driver', 'major', 'minor', 'status', 'detail'] as const;

function isEvent(value: unknown): value is TraceEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Readonly<Record<string, unknown>>;
  const { n, t, kind, thread } = event;
  return (
    typeof n === 'number' &&
    typeof t === 'string' &&
    typeof kind === 'string' &&
    typeof thread === 'string' &&
    TEXTS.every((name) => event[name] === undefined || typeof event[name] === 'string')
  );
}

/** Rows by their place in the dump; with a filter, by their place among those that match. */
export function pageOf(events: readonly TraceEvent[], from: number, count: number, filter: string): TracePage {
  const needle = filter.trim().toLowerCase();
  const rows =
    needle === ''
      ? events
      : events.filter((event) => Object.values(event).some((value) => String(value).toLowerCase().includes(needle)));
  return { first: from, events: rows.slice(from, from + count), total: rows.length, oldest: 0 };
}
