import { expect, test } from 'vitest';
import { traceFormat } from '../../src/cli/trace/trace-writer.ts';
import type { TraceEvent } from '../../src/protocol/trace.ts';

const at = { thread: 'System', irp: '0x10', device: 'disk0' };
const EVENTS: TraceEvent[] = [
  { n: 0, t: '0.0000000s', kind: 'callDriver', ...at, driver: 'flt', major: 'PNP', minor: 'START_DEVICE' },
  {
    n: 1,
    t: '0.0000000s',
    kind: 'callDriver',
    ...at,
    driver: 'disk',
    major: 'PNP',
    minor: 'START_DEVICE',
    args: { a: 1 },
  },
  {
    n: 2,
    t: '0.0000000s',
    kind: 'state',
    thread: 'System',
    device: 'disk0',
    machine: 'pnp',
    from: 'a',
    event: 'x',
    to: 'b',
  },
  { n: 3, t: '0.0000010s', kind: 'dispatchReturn', ...at, driver: 'disk', status: 'STATUS_SUCCESS' },
  { n: 4, t: '0.0000010s', kind: 'dispatchReturn', ...at, driver: 'flt', status: 'STATUS_SUCCESS' },
  { n: 5, t: '0.0000020s', kind: 'irpDone', ...at, status: 'STATUS_SUCCESS', detail: 'a "b", c; #d' },
];

function write(file: string): string {
  const format = traceFormat(file);
  if (format === null || format === 'jsonl') throw new Error(`${file} is another format`);
  return format.start + EVENTS.map((event) => format.event(event)).join('') + format.end();
}

test('the ending tells the format', () => {
  expect(traceFormat('A.JSONL')).toBe('jsonl');
  expect(traceFormat('a.txt')).toBeNull();
});

test('Mermaid shows who called whom, and what came back', () => {
  expect(write('a.mmd')).toMatchInlineSnapshot(`
    "sequenceDiagram
      participant p1 as thread System
      participant p2 as disk0/flt
      p1->>p2: START_DEVICE 0x10
      participant p3 as disk0/disk
      p2->>p3: START_DEVICE 0x10
      participant p4 as disk0
      Note over p4: pnp: a to b
      p3-->>p2: STATUS_SUCCESS
      p2-->>p1: STATUS_SUCCESS
      Note over p4: IRP 0x10 done: STATUS_SUCCESS
    "
  `);
});

test('CSV has one row an event, quoted where needed', () => {
  const rows = write('a.csv').split('\r\n');
  expect(rows).toHaveLength(8);
  expect(rows[0]).toBe('n,t,kind,thread,irp,device,driver,major,minor,status,machine,from,event,to,detail,args');
  expect(rows[2]).toBe('1,0.0000000s,callDriver,System,0x10,disk0,disk,PNP,START_DEVICE,,,,,,,"{""a"":1}"');
  expect(rows[6]).toContain('"a ""b"", c; #d"');
});

test('the Chrome form is JSON, with bars that nest and time that never goes back', () => {
  const { traceEvents } = JSON.parse(write('a.json')) as {
    traceEvents: { ph: string; ts?: number; tid?: number; name: string }[];
  };
  expect(traceEvents.map(({ ph }) => ph).join('')).toBe('MMbBBiEEei');
  const times = traceEvents.flatMap(({ ts }) => ts ?? []);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(traceEvents.find(({ ph }) => ph === 'B')?.name).toBe('disk0/flt START_DEVICE');
});
