import { expect, test } from 'vitest';
import { deviceOf } from '../support/machine.ts';
import { bootStorage, events, findings, paths, usage } from './support.ts';

test('without settings it lets every notification pass and counts along', async () => {
  const machine = await bootStorage({ filter: {} });
  await usage(machine, 'volC', 'paging', true);
  expect(paths(machine, 'disk0')).toMatchInlineSnapshot(
    `"disk0: filter 1/0/0, partmgr 1/0/0, disk 1/0/0, storport 1/0/0"`,
  );
  expect(findings(machine)).toEqual([]);
});

test('AcceptUsage says which types are welcome', async () => {
  const machine = await bootStorage({ filter: { AcceptUsage: 0b0010 } });
  expect((await usage(machine, 'disk0', 'paging', true)).status).toBe('STATUS_SUCCESS');
  expect((await usage(machine, 'disk0', 'dump', true)).status).toBe('STATUS_INVALID_PARAMETER');
});

test('DelayMs holds a notification for that much virtual time', async () => {
  const machine = await bootStorage({ filter: { DelayMs: 20 } });
  const before = machine.state().time;
  await usage(machine, 'disk0', 'paging', true);
  expect(Number.parseFloat(machine.state().time) - Number.parseFloat(before)).toBeCloseTo(0.02, 6);
});

test('ForwardLate counts before the drivers below have agreed, and puts that right when they refuse', async () => {
  const machine = await bootStorage({ filter: { ForwardLate: 1 } });
  const result = await usage(machine, 'disk0', 'paging', true);
  const counting = events(machine, result.events).filter(
    ({ kind, detail }) => kind === 'call' && /AdjustPaging/.test(detail ?? ''),
  );
  expect(counting[0]?.driver).toBe('filter');
  await usage(machine, 'disk0', 'paging', false);
  const [top] = deviceOf(machine, 'disk0').stack;
  expect(top?.flags).toContain('DO_POWER_PAGABLE');
  await machine.inject({
    op: 'fault',
    driver: 'disk',
    at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    status: 'STATUS_UNSUCCESSFUL',
  });
  expect((await usage(machine, 'disk0', 'paging', true)).status).toBe('STATUS_UNSUCCESSFUL');
  expect(paths(machine, 'disk0')).toMatchInlineSnapshot(
    `"disk0: filter 0/0/0 PG, partmgr 0/0/0 PG, disk 0/0/0 PG, storport 0/0/0 PG"`,
  );
});
