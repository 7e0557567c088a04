/** The event stream from afar: it is counted where it is kept, so that a million events need no million messages. */
import { EVENT, type EventCode, eventName } from '../../kernel/sim/events.ts';
import type { Simulation } from '../../kernel/sim/simulation.ts';
import type { TraceMark, TraceMarkKind, TraceOutline } from '../../protocol/trace.ts';

/** More than a screen has pixels. */
const MOST_COLUMNS = 4000;
const MARKS: ReadonlySet<EventCode> = new Set([EVENT.violation, EVENT.bugcheck, EVENT.injection, EVENT.fault]);

/** @param columns - at most; fewer when there are not that many events */
export function outlineTrace(sim: Simulation, from: number, to: number, columns: number): TraceOutline {
  const { recorder, directory } = sim;
  const { count: total, oldest } = recorder;
  const first = Math.max(0, from);
  const end = Math.max(first, to);
  const width = Math.max(1, Math.min(Math.floor(columns), MOST_COLUMNS, end - first));
  const perColumn = Math.max(1, (end - first) / width);
  const counts = new Map<string, number[]>();
  const marks: TraceMark[] = [];
  const marked = new Map<EventCode, number>();
  for (let n = Math.max(first, oldest); n < Math.min(end, total); n += 1) {
    const { code, device } = recorder.read(n);
    const column = Math.min(width - 1, Math.floor((n - first) / perColumn));
    if (MARKS.has(code) && marked.get(code) !== column) {
      marked.set(code, column);
      marks.push({ n, kind: eventName(code) as TraceMarkKind });
    }
    // A change of state is a machine's, not a driver's.
    if (device === 0 || code === EVENT.state) continue;
    const driver = directory.driverOfDevice(device);
    let mine = counts.get(driver);
    if (mine === undefined) {
      mine = Array<number>(width).fill(0);
      counts.set(driver, mine);
    }
    mine[column] = (mine[column] ?? 0) + 1;
  }
  const lanes = [...counts].map(([driver, each]) => ({ driver, counts: each }));
  return { from: first, to: end, lanes, marks, total, oldest };
}
