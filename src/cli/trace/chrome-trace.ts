/** The JSON that Perfetto and chrome://tracing open: one track a thread, one bar a dispatch, one an IRP. */
import type { TraceEvent } from '../../protocol/trace.ts';
import type { TraceFormat } from './trace-format.ts';

const PROCESS = 1;
/** Virtual time stands still while code runs; without a width of its own no bar would show. Microseconds. */
const STEP = 0.001;

export function chromeTrace(): TraceFormat {
  const threads = new Map<string, number>();
  const openCalls = new Map<number, number>();
  const openIrps = new Set<string>();
  let now = 0;
  const line = (entry: Record<string, unknown>): string => `,\n${JSON.stringify({ pid: PROCESS, ...entry })}`;

  function threadOf(name: string): { tid: number; text: string } {
    const known = threads.get(name);
    if (known !== undefined) {
      return { tid: known, text: '' };
    }
    const tid = threads.size + 1;
    threads.set(name, tid);
    return { tid, text: line({ ph: 'M', name: 'thread_name', tid, args: { name } }) };
  }

  function irpBar(event: TraceEvent, ts: number, tid: number): string {
    const { irp } = event;
    if (irp === undefined) {
      return '';
    }
    const common = { cat: 'irp', name: `IRP ${irp}`, id: irp, ts, tid };
    if (event.kind === 'callDriver' && !openIrps.has(irp)) {
      openIrps.add(irp);
      return line({ ph: 'b', ...common, args: { major: event.major, minor: event.minor } });
    }
    return event.kind === 'irpDone' && openIrps.delete(irp) ? line({ ph: 'e', ...common }) : '';
  }

  return {
    start: `{"displayTimeUnit":"ns","traceEvents":[\n${JSON.stringify({ ph: 'M', pid: PROCESS, name: 'process_name', args: { name: 'machine' } })}`,
    event(event) {
      const ts = Math.max(now + STEP, Number.parseFloat(event.t) * 1e6);
      now = Number(ts.toFixed(3));
      const { tid, text } = threadOf(event.thread);
      const open = openCalls.get(tid) ?? 0;
      const rest = { ts: now, tid, cat: event.kind, name: nameOf(event), args: argsOf(event) };
      const irp = irpBar(event, now, tid);
      if (event.kind === 'callDriver') {
        openCalls.set(tid, open + 1);
        return text + irp + line({ ph: 'B', ...rest });
      }
      if (event.kind === 'dispatchReturn' && open > 0) {
        openCalls.set(tid, open - 1);
        return text + irp + line({ ph: 'E', ...rest });
      }
      return text + irp + line({ ph: 'i', s: 't', ...rest });
    },
    end: () => '\n]}\n',
  };
}

function nameOf(event: TraceEvent): string {
  const place = [event.device, event.driver].filter((part) => part !== undefined).join('/');
  const what = event.minor ?? event.major ?? (event.kind === 'state' ? `${event.from} → ${event.to}` : event.kind);
  return place === '' ? what : `${place} ${what}`;
}

function argsOf({ n, t, irp, status, detail, args }: TraceEvent): Record<string, unknown> {
  return { n, t, irp, status, detail, ...args };
}
