import { expect, test } from 'vitest';
import { bootStorage, events, findings, io, pnp } from './support.ts';

const MIB = 1_048_576;

test('what was written to a volume stands on its disk, behind the start of the partition', async () => {
  const machine = await bootStorage();
  await io(machine, 'volC', 'write', { offset: 512, length: 512, data: 'sector one' });
  const read = await io(machine, 'disk0', 'read', { offset: MIB + 512, length: 512 });
  expect(read.message).toContain(Buffer.from('sector one').toString('hex'));
  const other = await io(machine, 'volD', 'read', { offset: 512, length: 512 });
  expect(other.message).toContain('00000000');
});

test('a read goes down as one IRP and is completed by a DPC 100 microseconds later', async () => {
  const machine = await bootStorage();
  const result = await io(machine, 'volC', 'read', { offset: 0, length: 4096 });
  const calls = events(machine, result.events).filter(({ kind }) => kind === 'callDriver');
  expect(calls.map(({ device, driver }) => `${device}/${driver}`)).toEqual([
    'volC/volmgr',
    'disk0/partmgr',
    'disk0/disk',
    'disk0/storport',
  ]);
  expect(new Set(calls.map(({ irp }) => irp)).size).toBe(1);
  const shown = events(machine, result.events).map(({ kind }) => kind);
  expect(shown.indexOf('dpc')).toBeGreaterThan(shown.lastIndexOf('callDriver'));
  expect(shown.indexOf('completeRequest')).toBeGreaterThan(shown.indexOf('dpc'));
  const completed = events(machine, result.events).find(({ kind }) => kind === 'completeRequest');
  expect(Number.parseFloat(completed?.t ?? '0') - Number.parseFloat(calls[0]?.t ?? '0')).toBeCloseTo(0.0001, 7);
  expect(findings(machine)).toEqual([]);
});

test.each([
  ['behind the end of the volume', 'volC', { offset: 8 * MIB, length: 512 }],
  ['across the end of the volume', 'volC', { offset: 8 * MIB - 512, length: 1024 }],
  ['behind the end of the disk', 'disk0', { offset: 16 * MIB, length: 512 }],
  ['not on a sector', 'disk0', { offset: 100, length: 512 }],
  ['not whole sectors', 'volC', { offset: 0, length: 100 }],
])('a read %s is refused', async (_what, device, range) => {
  const machine = await bootStorage();
  expect((await io(machine, device, 'read', range)).status).toBe('STATUS_INVALID_PARAMETER');
});

test('the adapter and the volume manager themselves have nothing to read', async () => {
  const machine = await bootStorage();
  for (const device of ['hba0', 'volmgr0']) {
    expect((await io(machine, device, 'read', { offset: 0, length: 512 })).status).toBe(
      'STATUS_INVALID_DEVICE_REQUEST',
    );
  }
});

test('a flush reaches the logical unit', async () => {
  const machine = await bootStorage();
  const result = await machine.inject({ op: 'io', device: 'volC', request: 'flush' });
  expect(result.status).toBe('STATUS_SUCCESS');
  const last = events(machine, result.events).findLast(({ kind }) => kind === 'callDriver');
  expect(`${last?.device}/${last?.driver}`).toBe('disk0/storport');
});

test('a disk tells its length', async () => {
  const machine = await bootStorage();
  const result = await machine.inject({ op: 'io', device: 'disk0', request: 'ioctl', code: 0x7405c, length: 8 });
  expect(result.status).toBe('STATUS_SUCCESS');
});

test('a stopped disk holds its requests and does them in order when it runs again', async () => {
  const machine = await bootStorage();
  await pnp(machine, 'disk0', 'queryStop');
  for (const data of ['first', 'second']) {
    // It does not end as long as the disk is stopped.
    expect((await io(machine, 'volC', 'write', { offset: 0, length: 512, data })).ok).toBe(false);
  }
  expect(machine.state().irps.map(({ device, driver }) => `${device}/${driver}`)).toEqual(['disk0/disk', 'disk0/disk']);
  await pnp(machine, 'disk0', 'cancelStop');
  await machine.inject({ op: 'run' });
  expect(machine.state().irps).toEqual([]);
  const read = await io(machine, 'volC', 'read', { offset: 0, length: 512 });
  expect(read.message).toContain(Buffer.from('second').toString('hex'));
  expect(findings(machine)).toEqual([]);
});
