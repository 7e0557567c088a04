import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { History } from '../../src/protocol/history.ts';
import type { TraceEvent, TraceMark } from '../../src/protocol/trace.ts';
import type { ViewRequest } from '../../src/protocol/view.ts';
import { cursorOf, isPast, placeOf, totalEvents, travelAnnouncement } from '../../src/webview/model/history.ts';
import { EMPTY, receive, select, type ViewModel } from '../../src/webview/model/view-model.ts';
import { thinned } from '../../src/webview/panes/time-slider.ts';
import { Camera } from '../../src/webview/timeline/camera.ts';
import { Marks, Outlines } from '../../src/webview/timeline/outlines.ts';
import { TracePages } from '../../src/webview/timeline/trace-pages.ts';
import { eventOf } from '../../src/webview/timeline/visits.ts';
import { storage } from '../extension-unit/support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PRESENT: History = {
  isPast: false,
  end: 1000,
  branches: [{ name: 'First run', events: 1000, obstacle: null }],
  current: 0,
};

function at(events: number, history: History | null, before: ViewModel = EMPTY): ViewModel {
  const there = receive(before, { type: 'state', state: storage({ events }) });
  return receive(there, { type: 'history', history });
}

function rows(from: number, count: number): readonly TraceEvent[] {
  return Array.from({ length: count }, (_, n) => ({ n: from + n, t: '0s', kind: 'call', thread: 'worker' }));
}

test('in the past the place is where the machine stands, and the end is as far as it is known', () => {
  const present = at(1000, PRESENT);
  expect([isPast(present), placeOf(present), totalEvents(present)]).toEqual([false, 999, 1000]);
  const past = at(301, { ...PRESENT, isPast: true }, present);
  expect([isPast(past), placeOf(past), totalEvents(past)]).toEqual([true, 300, 1000]);
  expect(past.epoch).toBe(present.epoch);
  expect(travelAnnouncement(present, past)).toBe('In the past: event 300 of 999.');
  expect(travelAnnouncement(past, at(1000, PRESENT, past))).toBe('Back in the present.');
  expect(cursorOf(past)).toBe(300);
  expect(cursorOf(select(past, { kind: 'event', event: 7 }))).toBe(7);
});

test('another branch of history makes void what was known of events', () => {
  const past = at(301, { ...PRESENT, isPast: true }, at(1000, PRESENT));
  const second = { name: 'Branch 2, from event 300', events: 0, obstacle: null };
  const branched = receive(past, {
    type: 'history',
    history: { isPast: false, end: 0, branches: [...PRESENT.branches, second], current: 1 },
  });
  expect([branched.epoch, totalEvents(branched)]).toEqual([past.epoch + 1, 301]);
  const looking = select(past, { kind: 'event', event: 700 });
  expect(receive(looking, { type: 'history', history: branched.history }).selection).toBeNull();
  expect(travelAnnouncement(past, branched)).toBe('Another branch of history begins here.');
});

test('breakpoints at which a running machine stopped are kept; a place that was gone to is none', () => {
  const paused = { reason: 'breakpoint' as const, text: '', device: null, driver: null, irp: null };
  const delta = { revision: 2, events: 500, paused: { ...paused, event: 500 } };
  const stopped = receive(at(400, PRESENT), { type: 'delta', delta });
  expect(stopped.stops).toEqual([499]);
  const gone = at(100, { ...PRESENT, isPast: true }, stopped);
  const there = receive(gone, { type: 'delta', delta: { revision: 3, paused: { ...paused, event: 101 } } });
  expect(there.stops).toEqual([499]);
});

test('the event at which a lifecycle came into a state is found by the state and by how many states ago it was', () => {
  const change = (n: number, to: string, more: Partial<TraceEvent> = {}): TraceEvent => {
    return { n, t: '0s', kind: 'state', thread: 'worker', device: 'disk0', machine: 'pnp', event: 'E', to, ...more };
  };
  const events = [
    change(1, 'started'),
    change(2, 'stopped'),
    change(3, 'started'),
    change(4, 'started', { device: 'disk01' }),
    change(5, 'started', { machine: 'pofx-device' }),
    change(6, 'removed'),
  ];
  const visit = { device: 'disk0', chart: 'device-pnp', state: 'started', back: 1 };
  expect(eventOf(visit, events, 10)).toBe(3);
  expect(eventOf({ ...visit, back: 3 }, events, 10)).toBe(1);
  expect(eventOf({ ...visit, back: 9 }, events, 10)).toBe(3);
  expect(eventOf(visit, events, 2)).toBe(1);
  expect(eventOf({ ...visit, state: 'deleted' }, events, 10)).toBeNull();
  const part = { machine: 'pofx-component.condition' };
  const parts = [change(7, 'idle', { ...part, event: 'E [0]' }), change(8, 'idle', { ...part, event: 'E [1]' })];
  const component = { device: 'disk0', chart: 'pofx-component.condition/1', state: 'idle', back: 0 };
  expect(eventOf(component, parts, 10)).toBe(8);
  expect(eventOf({ ...component, chart: 'pofx-component.condition' }, parts, 10)).toBe(7);
});

test('of marks that would stand on each other the one that matters most is shown', () => {
  const marks: readonly TraceMark[] = [
    { n: 10, kind: 'injection' },
    { n: 12, kind: 'violation' },
    { n: 13, kind: 'fault' },
    { n: 5000, kind: 'injection' },
  ];
  expect(thinned(marks, [9000], 10_000)).toEqual([
    { n: 12, kind: 'violation' },
    { n: 5000, kind: 'injection' },
    { n: 9000, kind: 'stop' },
  ]);
});

test('injections by the thousand do not hide what is to be seen', () => {
  const marks = Array.from({ length: 1000 }, (_, n): TraceMark => ({ n: n * 10, kind: 'injection' }));
  const found: TraceMark = { n: 9999, kind: 'violation' };
  expect(thinned([...marks, found], [], 10_000)).toEqual([found]);
});

test('the timeline stays with the machine until the user looks elsewhere', () => {
  const camera = new Camera();
  const present = at(1000, PRESENT);
  camera.follow(present, false);
  expect(camera.span).toEqual({ from: 760, to: 1000 });
  const later = at(1100, PRESENT, present);
  camera.follow(later, false);
  expect(camera.span).toEqual({ from: 860, to: 1100 });
  const chosen = select(later, { kind: 'event', event: 500 });
  camera.follow(chosen, false);
  expect(camera.span.from).toBeLessThan(500);
  const { span } = camera;
  camera.follow(at(1200, PRESENT, chosen), false);
  expect(camera.span).toEqual(span);
  camera.follow(at(101, { ...PRESENT, isPast: true }, chosen), false);
  expect(camera.span.from).toBeLessThan(100);
  expect(camera.span.to).toBeGreaterThan(100);
});

test('a narrow pane shows fewer events, until the user chooses how many', () => {
  const camera = new Camera();
  const present = at(1000, PRESENT);
  camera.fit(220);
  camera.follow(present, false);
  expect(camera.span).toEqual({ from: 945, to: 1000 });
  camera.fit(1300);
  camera.follow(present, false);
  expect(camera.span).toEqual({ from: 760, to: 1000 });
  camera.zoom(present, 2);
  const { span } = camera;
  camera.fit(220);
  expect(camera.span).toEqual(span);
});

test('a page of events is asked for once, and again when it has grown, but not sixty times a second', () => {
  const asked: ViewRequest[] = [];
  const onRested = vi.fn();
  const pages = new TracePages(onRested);
  const read = (total: number) => pages.read(0, 800, total, (request) => asked.push(request));
  const ids = () => asked.map((request) => (request.type === 'traceRequest' ? request.requestId : 0));
  expect(read(300)).toEqual([]);
  read(300);
  expect(asked).toMatchObject([{ from: 0, count: 400, filter: '' }]);
  const page = { first: 0, events: rows(0, 300), total: 300, oldest: 0 };
  expect(pages.receive((ids()[0] ?? 0) + 100, page)).toBe(false);
  expect(pages.receive(ids()[0] ?? 0, page)).toBe(true);
  expect(read(300)).toHaveLength(300);
  for (let total = 301; total < 390; total += 1) read(total);
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(1000);
  expect(onRested).toHaveBeenCalled();
  read(390);
  expect(asked).toHaveLength(2);
  expect(pages.eventAt(299)?.n).toBe(299);
  pages.forget();
  expect(pages.eventAt(299)).toBeNull();
});

test('events that have left the ring are not asked for again and again', () => {
  const asked: ViewRequest[] = [];
  const pages = new TracePages(() => {});
  const read = () => pages.read(0, 400, 2_000_000, (request) => asked.push(request));
  read();
  const [request] = asked;
  const requestId = request?.type === 'traceRequest' ? request.requestId : 0;
  pages.receive(requestId, { first: 950_000, events: [], total: 2_000_000, oldest: 950_000 });
  vi.advanceTimersByTime(1000);
  expect(read()).toEqual([]);
  expect(asked).toHaveLength(1);
});

test('marks of a run that goes on are asked for from where they were known', () => {
  const asked: ViewRequest[] = [];
  const marks = new Marks(() => {});
  const read = (total: number) => marks.read(total, (request) => asked.push(request));
  const answer = (found: readonly TraceMark[], total: number): void => {
    const request = asked.at(-1);
    if (request?.type !== 'outlineRequest') throw new Error('nothing was asked for');
    const { requestId, from, to } = request;
    marks.receive(requestId, { from, to, lanes: [], marks: found, total, oldest: 0 });
  };
  read(1000);
  read(1001);
  expect(asked).toMatchObject([{ type: 'outlineRequest', from: 0, to: 1000 }]);
  answer([{ n: 5, kind: 'injection' }], 1001);
  vi.advanceTimersByTime(1000);
  read(2000);
  expect(asked[1]).toMatchObject({ from: 1000, to: 2000 });
  answer([{ n: 1500, kind: 'violation' }], 2000);
  expect(read(2000).map(({ n }) => n)).toEqual([5, 1500]);
});

test('an outline that nobody answers is asked for again', () => {
  const asked: ViewRequest[] = [];
  const outlines = new Outlines(() => {});
  const read = () => outlines.read(0, 100_000, 300, 100_000, (request) => asked.push(request));
  expect(read()).toBeNull();
  read();
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(10_000);
  read();
  expect(asked).toHaveLength(2);
});
