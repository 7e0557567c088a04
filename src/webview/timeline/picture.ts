/** What the timeline draws of a run of events: IRPs as lines through the lanes, waits as bars, marks. No DOM here. */
import type { Hex } from '../../protocol/state.ts';
import type { TraceEvent, TraceMark } from '../../protocol/trace.ts';
import { requestText } from '../model/view-model.ts';
import { laneOf } from './lanes.ts';

export interface Step {
  readonly n: number;
  readonly lane: number;
  readonly way: 'down' | 'up';
  readonly status: string | null;
}

/** The way of one IRP. */
export interface IrpLine {
  readonly irp: Hex;
  /** `IRP_MN_START_DEVICE`; empty when it was sent before the first event that is known. */
  readonly request: string;
  readonly device: string;
  readonly steps: readonly Step[];
  /** Has it been seen from its beginning, and to its end? */
  readonly isWhole: { readonly start: boolean; readonly end: boolean };
}

/** Somebody waits: a thread, or an IRP that is pending. */
export interface WaitBar {
  readonly from: number;
  /** null: it still does. */
  readonly to: number | null;
  readonly lane: number;
  readonly text: string;
}

export interface LaneMark extends TraceMark {
  readonly lane: number;
}

export interface Picture {
  readonly irps: readonly IrpLine[];
  readonly waits: readonly WaitBar[];
  readonly marks: readonly LaneMark[];
}

/** Statuses that say no, but are no failure. */
const NO_FAILURE = /SUCCESS|PENDING|NOT_SUPPORTED|MORE_PROCESSING|CONTINUE/;

export function isFailure(status: string | null | undefined): boolean {
  return status !== null && status !== undefined && !NO_FAILURE.test(status);
}

interface OpenLine {
  readonly line: { -readonly [K in keyof IrpLine]: IrpLine[K] } & { steps: Step[] };
  pending: number | null;
}

class Painter {
  readonly irps: IrpLine[] = [];
  readonly waits: WaitBar[] = [];
  readonly marks: LaneMark[] = [];
  readonly #lanes: readonly string[];
  readonly #open = new Map<Hex, OpenLine>();
  readonly #asleep = new Map<string, { readonly from: number; readonly lane: number; readonly text: string }>();

  constructor(lanes: readonly string[]) {
    this.#lanes = lanes;
  }

  add(event: TraceEvent): void {
    const { n, kind, irp } = event;
    const lane = laneOf(this.#lanes, event.driver);
    if (kind === 'wait') this.#sleep(event, lane);
    if (kind === 'wake') this.#wake(event);
    if (kind === 'violation' || kind === 'bugcheck' || kind === 'injection' || kind === 'fault')
      this.marks.push({ n, kind, lane });
    if (irp === undefined) return;
    switch (kind) {
      case 'callDriver':
        this.#step(event, irp, lane, 'down');
        break;
      case 'completeRequest':
      case 'completionRoutine':
        this.#step(event, irp, lane, 'up');
        break;
      case 'dispatchReturn':
        this.#returned(event, irp, lane);
        break;
      case 'irpDone':
        this.#done(event, irp);
        break;
      case 'free':
        this.#close(irp);
        break;
    }
  }

  end(): void {
    for (const { line, pending } of this.#open.values()) {
      this.irps.push(line);
      const last = line.steps.at(-1);
      if (pending !== null && last !== undefined)
        this.waits.push({ from: pending, to: null, lane: last.lane, text: `${line.request} is pending` });
    }
    for (const { from, lane, text } of this.#asleep.values()) this.waits.push({ from, to: null, lane, text });
  }

  #step(event: TraceEvent, irp: Hex, lane: number, way: 'down' | 'up'): void {
    if (lane < 0) return;
    let open = this.#open.get(irp);
    if (open === undefined) {
      const request = requestText({ major: event.major ?? '', minor: event.minor ?? null });
      const line = {
        irp,
        request,
        device: event.device ?? '',
        steps: [],
        isWhole: { start: way === 'down', end: false },
      };
      open = { line, pending: null };
      this.#open.set(irp, open);
    }
    this.#moved(open, event.n);
    open.line.steps.push({ n: event.n, lane, way, status: way === 'up' ? (event.status ?? null) : null });
  }

  /** A driver that says STATUS_PENDING keeps the request. */
  #returned({ n, status }: TraceEvent, irp: Hex, lane: number): void {
    const open = this.#open.get(irp);
    const last = open?.line.steps.at(-1);
    if (open === undefined || last?.lane !== lane || last.way !== 'down') return;
    if (status === 'STATUS_PENDING') open.pending ??= n;
  }

  #moved(open: OpenLine, n: number): void {
    const last = open.line.steps.at(-1);
    if (open.pending !== null && last !== undefined)
      this.waits.push({ from: open.pending, to: n, lane: last.lane, text: `${open.line.request} was pending` });
    open.pending = null;
  }

  /** Completion has passed everyone by that asked for no word of it. */
  #done({ n, status }: TraceEvent, irp: Hex): void {
    const open = this.#open.get(irp);
    const first = open?.line.steps[0];
    if (open === undefined || first === undefined) return;
    this.#moved(open, n);
    open.line.steps.push({ n, lane: first.lane, way: 'up', status: status ?? null });
    this.#close(irp);
  }

  #close(irp: Hex): void {
    const open = this.#open.get(irp);
    if (open === undefined) return;
    this.#open.delete(irp);
    open.line.isWhole = { ...open.line.isWhole, end: true };
    this.irps.push(open.line);
  }

  #sleep({ n, thread, detail = '' }: TraceEvent, lane: number): void {
    if (lane < 0 || detail.endsWith('met at once')) return;
    this.#asleep.set(thread, { from: n, lane, text: `${thread} waits for ${detail}` });
  }

  #wake({ n, thread }: TraceEvent): void {
    const asleep = this.#asleep.get(thread);
    this.#asleep.delete(thread);
    if (asleep !== undefined) this.waits.push({ ...asleep, to: n });
  }
}

/** @param events - in order, without gaps */
export function pictureOf(events: readonly TraceEvent[], lanes: readonly string[]): Picture {
  const painter = new Painter(lanes);
  for (const event of events) painter.add(event);
  painter.end();
  const irps = painter.irps.sort((one, other) => (one.steps[0]?.n ?? 0) - (other.steps[0]?.n ?? 0));
  return { irps, waits: painter.waits, marks: painter.marks };
}

/** One sentence: what a pointer over it, and a screen reader, says. */
export function eventText(event: TraceEvent): string {
  const { n, kind, device, driver, irp, status, from, to, machine, detail, thread, t } = event;
  const request = event.minor === undefined && event.major === undefined ? '' : requestOf(event);
  const where = [device, driver].filter((part) => part !== undefined && part !== '').join('/');
  const change = from === undefined || to === undefined ? '' : `${machine ?? ''} ${from} → ${to}`.trim();
  const parts = [
    `${n.toLocaleString('en-US')} ${kind}${request === '' ? '' : ` ${request}`}`,
    where,
    change,
    detail ?? '',
    status ?? '',
    irp === undefined ? '' : `IRP ${irp}`,
    thread,
    secondsText(t),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function requestOf({ major = '', minor = null }: { readonly major?: string; readonly minor?: string | null }): string {
  return requestText({ major, minor });
}

/** `0.0012300 s` */
export function secondsText(time: string): string {
  return time.replace(/s$/, ' s');
}

/** What of a few neighbouring events is meant by somebody who points between them. */
export function nearest(
  events: readonly TraceEvent[],
  lanes: readonly string[],
  at: number,
  lane: number,
  reach: number,
): TraceEvent | null {
  let best: TraceEvent | null = null;
  let cost = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const distance = Math.abs(event.n + 0.5 - at);
    if (distance > reach + 0.5) continue;
    const isElsewhere = laneOf(lanes, event.driver) !== lane;
    const mine = distance + (isElsewhere ? reach : 0);
    if (mine < cost) [best, cost] = [event, mine];
  }
  return best;
}
