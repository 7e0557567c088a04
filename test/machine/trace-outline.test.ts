import { expect, test } from 'vitest';
import { bootMachine } from '../support/machine.ts';

test('an outline counts what a page shows, column by column', async () => {
  const machine = await bootMachine();
  await machine.inject({ op: 'usage', device: 'volC', type: 'dump', inPath: true });
  const { events, total } = machine.readTrace(0, 1e6);
  const { lanes, marks } = machine.outlineTrace(0, total, 10);
  const width = total / 10;
  for (const { driver, counts } of lanes) {
    const expected = Array.from(
      { length: 10 },
      (_, column) =>
        events.filter((event) => event.driver === driver && event.device && Math.floor(event.n / width) === column)
          .length,
    );
    expect([driver, counts]).toEqual([driver, expected]);
  }
  expect(lanes.map(({ driver }) => driver)).toContain('auditflt');
  expect(marks).toEqual(events.filter(({ kind }) => kind === 'injection').map(({ n, kind }) => ({ n, kind })));
});

test('an outline of part of a run has no more columns than events, and none that did not happen', async () => {
  const machine = await bootMachine();
  const { total } = machine.readTrace(0, 0);
  const few = machine.outlineTrace(total - 3, total + 100, 1000);
  expect(few.lanes.every(({ counts }) => counts.length === 103)).toBe(true);
  const counted = few.lanes.flatMap(({ counts }) => counts.slice(3));
  expect(counted.every((count) => count === 0)).toBe(true);
  expect(machine.outlineTrace(5, 5, 10)).toMatchObject({ from: 5, to: 5, lanes: [], marks: [], total });
});

test('events of one kind come without the others, also filtered', async () => {
  const machine = await bootMachine();
  const all = machine.readTrace(0, 1e6).events.filter(({ kind }) => kind === 'state');
  expect(machine.readTrace(0, 1e6, '', 'state')).toMatchObject({ events: all, total: all.length });
  const ofDisk = all.filter(({ device }) => device === 'disk0');
  expect(machine.readTrace(1, 2, 'disk0', 'state')).toMatchObject({ events: ofDisk.slice(1, 3), total: ofDisk.length });
});
