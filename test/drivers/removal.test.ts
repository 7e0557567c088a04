import { expect, test } from 'vitest';
import { deviceOf } from '../support/machine.ts';
import { ALL, bootStorage, events, findings, io, paths, pnp, states, usage } from './support.ts';

test('a disk that is pulled out and plugged in again is a new device, and works', async () => {
  const machine = await bootStorage();
  const before = deviceOf(machine, 'disk0').stack.at(-1)?.object;
  await io(machine, 'volC', 'write', { offset: 0, length: 512, data: 'kept' });
  expect((await pnp(machine, 'disk0', 'unplug')).ok).toBe(true);
  expect(machine.state().devices.some(({ id, present }) => present && ['disk0', 'volC', 'volD'].includes(id))).toBe(
    false,
  );
  expect((await pnp(machine, 'disk0', 'plugIn')).ok).toBe(true);
  expect(states(machine, 'disk0', 'volC', 'volD')).toBe('disk0 started, volC started, volD started');
  expect(deviceOf(machine, 'disk0').stack.at(-1)?.object).not.toBe(before);
  expect((await io(machine, 'volC', 'read', { offset: 0, length: 512 })).message).toContain('6b657074');
  expect(findings(machine)).toEqual([]);
});

test('a paging file does not keep a disk from being pulled out', async () => {
  const machine = await bootStorage();
  await usage(machine, 'volC', 'paging', true);
  expect((await pnp(machine, 'disk0', 'unplug')).ok).toBe(true);
  expect((await pnp(machine, 'disk0', 'plugIn')).ok).toBe(true);
  expect(states(machine, 'disk0', 'volC')).toBe('disk0 started, volC started');
});

test('volumes are asked before their disk, and go before it', async () => {
  const machine = await bootStorage();
  const result = await pnp(machine, 'disk0', 'disable');
  expect(result.ok).toBe(true);
  const entered = events(machine, result.events).filter(
    ({ kind, minor }) => kind === 'callDriver' && /REMOVE_DEVICE/.test(minor ?? ''),
  );
  const order = entered
    .map(({ minor, device }) => `${minor} ${device}`)
    .filter((text, index, all) => all.indexOf(text) === index);
  expect(order).toEqual([
    'QUERY_REMOVE_DEVICE volC',
    'QUERY_REMOVE_DEVICE volD',
    'QUERY_REMOVE_DEVICE disk0',
    'REMOVE_DEVICE volC',
    'REMOVE_DEVICE volD',
    'REMOVE_DEVICE disk0',
  ]);
  expect((await pnp(machine, 'disk0', 'enable')).ok).toBe(true);
  expect(states(machine, 'disk0', 'volC', 'volD')).toBe('disk0 started, volC started, volD started');
  expect(findings(machine)).toEqual([]);
});

test('a device object stays as long as its bus reports the device', async () => {
  const machine = await bootStorage();
  const before = deviceOf(machine, 'disk0').stack.at(-1)?.object;
  await pnp(machine, 'disk0', 'disable');
  expect(deviceOf(machine, 'disk0').stack.map(({ object }) => object)).toEqual([before]);
  await pnp(machine, 'disk0', 'enable');
  expect(deviceOf(machine, 'disk0').stack.at(-1)?.object).toBe(before);
});

test('an adapter takes its disks along and brings new ones when it comes back', async () => {
  const machine = await bootStorage();
  const before = deviceOf(machine, 'disk0').stack.at(-1)?.object;
  expect((await pnp(machine, 'hba0', 'disable')).ok).toBe(true);
  expect((await pnp(machine, 'hba0', 'enable')).ok).toBe(true);
  expect(states(machine, 'hba0', 'disk0')).toBe('hba0 started, disk0 started');
  expect(deviceOf(machine, 'disk0').stack.at(-1)?.object).not.toBe(before);
  expect(findings(machine)).toEqual([]);
});

test('after a surprise removal every stack is taken down to its PDO', async () => {
  const machine = await bootStorage();
  expect((await pnp(machine, 'hba0', 'surpriseRemove')).ok).toBe(true);
  expect(deviceOf(machine, 'hba0').stack.map(({ driver }) => driver)).toEqual(['pci']);
  expect(findings(machine)).toEqual([]);
});

test('a veto leaves everything as it was', async () => {
  const machine = await bootStorage();
  await usage(machine, 'volC', 'dump', true);
  const before = paths(machine, ...ALL);
  const result = await pnp(machine, 'disk0', 'remove');
  expect(result.ok).toBe(false);
  expect(paths(machine, ...ALL)).toBe(before);
  expect((await io(machine, 'volC', 'read', { offset: 0, length: 512 })).status).toBe('STATUS_SUCCESS');
});

test.each(['disk0', 'hba0', 'pci0', 'volC', 'volmgr0', 'null0'])(
  '%s can be stopped and started again',
  async (device) => {
    const machine = await bootStorage();
    expect((await pnp(machine, device, 'rebalance')).status).toBe('STATUS_SUCCESS');
    expect((await usage(machine, 'volC', 'paging', true)).status).toBe('STATUS_SUCCESS');
    expect(findings(machine)).toEqual([]);
  },
);

test.each(['pci', 'storport', 'disk', 'partmgr', 'volmgr'])(
  '%s passes on that it has no memory for a device object',
  async (driver) => {
    const machine = await bootStorage();
    const device = { pci: 'pci0', storport: 'hba0', disk: 'disk0', partmgr: 'disk0', volmgr: 'volmgr0' }[driver] ?? '';
    expect((await pnp(machine, device, 'disable')).ok).toBe(true);
    await machine.inject({ op: 'fault', driver, at: 'IoCreateDevice', status: 'STATUS_INSUFFICIENT_RESOURCES' });
    await pnp(machine, device, 'enable');
    expect(deviceOf(machine, device).problem?.name).toBe('CM_PROB_FAILED_ADD');
    expect(deviceOf(machine, device).stack).toHaveLength(1);
    expect(findings(machine)).toEqual([]);
  },
);
