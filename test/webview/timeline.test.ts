import { expect, test } from 'vitest';
import type { TraceEvent } from '../../src/protocol/trace.ts';
import { Lanes, OTHERS } from '../../src/webview/timeline/lanes.ts';
import { eventText, isFailure, nearest, pictureOf } from '../../src/webview/timeline/picture.ts';
import { around, panned, ticks, withEvent, zoomed } from '../../src/webview/timeline/span.ts';
import { device, storage } from '../extension-unit/support.ts';

const LANES = ['filter', 'disk', 'port'];

function event(n: number, kind: TraceEvent['kind'], more: Partial<TraceEvent> = {}): TraceEvent {
  return { n, t: '0.0000000s', kind, thread: 'worker', ...more };
}

function call(n: number, driver: string, irp = '0x100'): TraceEvent {
  return event(n, 'callDriver', { irp, device: 'disk0', driver, major: 'PNP', minor: 'START_DEVICE' });
}

function complete(n: number, driver: string, status = 'STATUS_SUCCESS'): TraceEvent {
  return event(n, 'completeRequest', { irp: '0x100', device: 'disk0', driver, status });
}

test('an IRP is a line that goes down through the lanes and comes back up to where it was sent', () => {
  const { irps } = pictureOf(
    [
      call(1, 'filter'),
      call(2, 'disk'),
      call(3, 'port'),
      complete(4, 'port'),
      event(5, 'completionRoutine', { irp: '0x100', device: 'disk0', driver: 'disk', status: 'STATUS_SUCCESS' }),
      event(6, 'irpDone', { irp: '0x100', status: 'STATUS_SUCCESS' }),
      event(7, 'free', { irp: '0x100' }),
    ],
    LANES,
  );
  expect(irps).toEqual([
    {
      irp: '0x100',
      request: 'IRP_MN_START_DEVICE',
      device: 'disk0',
      isWhole: { start: true, end: true },
      steps: [
        { n: 1, lane: 0, way: 'down', status: null },
        { n: 2, lane: 1, way: 'down', status: null },
        { n: 3, lane: 2, way: 'down', status: null },
        { n: 4, lane: 2, way: 'up', status: 'STATUS_SUCCESS' },
        { n: 5, lane: 1, way: 'up', status: 'STATUS_SUCCESS' },
        { n: 6, lane: 0, way: 'up', status: 'STATUS_SUCCESS' },
      ],
    },
  ]);
});

test('memory that is used for another IRP begins another line', () => {
  const { irps } = pictureOf([call(1, 'disk'), event(2, 'free', { irp: '0x100' }), call(3, 'port')], LANES);
  expect(irps.map(({ steps, isWhole }) => [steps[0]?.n, isWhole.end])).toEqual([
    [1, true],
    [3, false],
  ]);
});

test('an IRP that was sent before the first event that is known comes from the left', () => {
  const { irps } = pictureOf([complete(9, 'port', 'STATUS_IO_TIMEOUT')], LANES);
  expect(irps[0]?.isWhole).toEqual({ start: false, end: false });
  expect(isFailure(irps[0]?.steps[0]?.status)).toBe(true);
});

test('a driver that says STATUS_PENDING has a bar until the IRP moves, or none moves it', () => {
  const pending = event(3, 'dispatchReturn', { irp: '0x100', driver: 'disk', status: 'STATUS_PENDING' });
  const later = pictureOf([call(1, 'filter'), call(2, 'disk'), pending, complete(8, 'disk')], LANES);
  expect(later.waits).toEqual([{ from: 3, to: 8, lane: 1, text: 'IRP_MN_START_DEVICE was pending' }]);
  const never = pictureOf([call(2, 'disk'), pending], LANES);
  expect(never.waits).toEqual([{ from: 3, to: null, lane: 1, text: 'IRP_MN_START_DEVICE is pending' }]);
});

test('a thread that waits has a bar until it wakes; a wait that was met at once has none', () => {
  const { waits } = pictureOf(
    [
      event(1, 'wait', { driver: 'disk', detail: '0x200, met at once' }),
      event(2, 'wait', { driver: 'disk', detail: '0x200' }),
      event(3, 'wake', { thread: 'another' }),
      event(9, 'wake'),
    ],
    LANES,
  );
  expect(waits).toEqual([{ from: 2, to: 9, lane: 1, text: 'worker waits for 0x200' }]);
});

test('broken rules, bug checks, injections and faults are marks', () => {
  const kinds = ['injection', 'fault', 'violation', 'bugcheck'] as const;
  const { marks } = pictureOf(
    kinds.map((kind, n) => event(n, kind)),
    LANES,
  );
  expect(marks.map(({ n, kind }) => [n, kind])).toEqual(kinds.map((kind, n) => [n, kind]));
});

test('the lanes are the shown device’s drivers from the top, then those below, then all others', () => {
  const stacked = (id: string, parent: string | null, ...drivers: string[]) =>
    device(id, parent, {
      stack: drivers.map((driver, index) => ({
        driver,
        role: 'function' as const,
        object: `0x${id}${index}`,
        name: null,
        flags: [],
        pagingPathCount: 0,
        specialFiles: { paging: 0, hibernation: 0, dump: 0, boot: 0 },
        source: null,
      })),
    });
  const devices = [
    stacked('root', null, 'root'),
    stacked('hba0', 'root', 'port', 'pci'),
    stacked('disk0', 'hba0', 'filter', 'port'),
  ];
  expect(new Lanes().of(storage({ devices }), 'disk0')).toEqual(['filter', 'port', 'pci', 'root']);
  expect(new Lanes().of(storage({ devices }), 'hba0')).toEqual(['port', 'pci', 'root', 'filter']);
  const many = Array.from({ length: 40 }, (_, index) => stacked(`d${index}`, null, `driver${index}`));
  const lanes = new Lanes().of(storage({ devices: many }), 'd0');
  expect([lanes.length, lanes[0], lanes.at(-1)]).toEqual([20, 'driver0', OTHERS]);
});

test('drivers that have gone keep their lanes, and those that only events name have one', () => {
  const lanes = new Lanes();
  lanes.of(storage(), 'disk0');
  const [, , disk] = storage().devices;
  const bare = storage({
    devices: [device('root', null), device('disk0', 'root', { stack: disk?.stack.slice(-1) ?? [] })],
  });
  const drivers = disk?.stack.map(({ driver }) => driver) ?? [];
  expect(drivers.length).toBeGreaterThan(1);
  expect(lanes.of(bare, 'disk0').slice(0, drivers.length)).toEqual(drivers);
  lanes.meet('unloaded');
  expect(lanes.of(bare, 'disk0').at(-1)).toBe('unloaded');
  lanes.forget();
  expect(lanes.of(bare, 'disk0')).not.toContain(drivers[0]);
});

test('between events, the pointer means the one in its lane', () => {
  const events = [call(10, 'filter'), call(11, 'disk'), call(12, 'port')];
  expect(nearest(events, LANES, 11.4, 1, 2)?.n).toBe(11);
  expect(nearest(events, LANES, 11.4, 2, 2)?.n).toBe(12);
  expect(nearest(events, LANES, 30, 2, 2)).toBeNull();
});

test('what an event is, in one sentence', () => {
  expect(eventText({ ...call(1204, 'filter'), status: 'STATUS_PENDING' })).toBe(
    '1,204 callDriver IRP_MN_START_DEVICE · disk0/filter · STATUS_PENDING · IRP 0x100 · worker · 0.0000000 s',
  );
  expect(eventText(event(7, 'state', { device: 'disk0', machine: 'pnp', from: 'started', to: 'removed' }))).toBe(
    '7 state · disk0 · pnp started → removed · worker · 0.0000000 s',
  );
});

test('zooming keeps the event under the pointer in its place, and ends at the ends of the run', () => {
  const near = zoomed({ from: 1000, to: 2000 }, 0.5, 1250, 1_000_000);
  expect(near).toEqual({ from: 1125, to: 1625 });
  expect(zoomed(near, 1e9, 1250, 1_000_000)).toEqual({ from: 0, to: 1_000_000 });
  const nearest16 = zoomed(near, 0, 1250, 1_000_000);
  expect(nearest16.to - nearest16.from).toBe(16);
  expect(panned({ from: 10, to: 110 }, -50, 1000)).toEqual({ from: 0, to: 100 });
  expect(panned({ from: 10, to: 110 }, 5000, 1000)).toEqual({ from: 900, to: 1000 });
  expect(around(3, 100, 10)).toEqual({ from: 0, to: 16 });
});

test('an event that is chosen elsewhere comes into sight, with as much around it as there is', () => {
  const span = { from: 100, to: 200 };
  expect(withEvent(span, 199, 1000)).toEqual(span);
  expect(withEvent(span, 199, 1000, true)).toEqual({ from: 114, to: 214 });
  expect(withEvent(span, 50, 1000)).toEqual({ from: 35, to: 135 });
  expect(withEvent(span, 999, 1000, true)).toEqual({ from: 900, to: 1000 });
});

test('an axis has its numbers at round distances', () => {
  expect(ticks({ from: 1218, to: 1458 }, 6)).toEqual([1250, 1300, 1350, 1400, 1450]);
  expect(ticks({ from: 0, to: 1_000_000 }, 10)).toHaveLength(10);
  expect(ticks({ from: 0, to: 16 }, 40)).toHaveLength(16);
});
