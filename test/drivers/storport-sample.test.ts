/** samples/miniport, as its README tells it. */
import { expect, test } from 'vitest';
import { DUMP_MODE_CRASH } from '../../src/abi/storport-constants.ts';
import { bootSample } from '../kernel/storport/sample.ts';
import { adapterOf, dumpRunOf, MIB } from '../kernel/storport/support.ts';
import { deviceOf } from '../support/machine.ts';
import { events, findings, io, pnp } from './support.ts';

test('the sample brings its disks up, and what is written can be read back', async () => {
  const machine = await bootSample();
  expect(deviceOf(machine, 'disk1').pnp).toBe('started');
  await io(machine, 'disk1', 'write', { offset: MIB, length: 16_384, data: 'a miniport of my own' });
  const read = await io(machine, 'disk1', 'read', { offset: MIB, length: 512 });
  expect(read.message).toContain(Buffer.from('a miniport of my own').toString('hex'));
  expect(findings(machine)).toEqual([]);
});

test('STOR-34 the interrupt leaves completion to a DPC of the miniport, which takes the StartIo lock', async () => {
  const machine = await bootSample();
  const result = await io(machine, 'disk0', 'read', { offset: 0, length: 4096 });
  const calls = events(machine, result.events)
    .filter(({ kind, device }) => kind === 'call' && device === 'hba0')
    .map(({ detail }) => detail?.replace(/\(.*/, ''))
    // The port itself tells the power framework of the end of the request.
    .filter((call) => call?.startsWith('PoFx') !== true);
  expect(calls).toEqual([
    'HwStorBuildIo',
    'HwStorStartIo',
    'HwStorInterrupt',
    'HwStorDpcRoutine',
    'StorPortNotification',
  ]);
});

test('STOR-65 POFX-68 its disks stop when nobody uses them, the adapter after them; a file that a crash needs keeps them on', async () => {
  const machine = await bootSample();
  const power = (): readonly (string | null)[] =>
    ['hba0', 'disk0', 'disk1'].map((id) => deviceOf(machine, id).power.device);
  expect(machine.nt.fx.devices.map(({ devnode }) => devnode.id)).toEqual(['hba0', 'disk0', 'disk1']);
  await machine.inject({ op: 'advance', by: '10s' });
  expect(power()).toEqual(['D0', 'D0', 'D3']);
  await machine.inject({ op: 'usage', device: 'volC', type: 'dump', inPath: false });
  await machine.inject({ op: 'advance', by: '10s' });
  expect(power()).toEqual(['D3', 'D3', 'D3']);
  expect(await io(machine, 'disk1', 'read', { offset: 0, length: 512 })).toMatchObject({ ok: true });
  expect(power()).toEqual(['D0', 'D3', 'D0']);
  expect(machine.state().violations).toEqual([]);
});

test('it sleeps, comes back, is stopped and started, and pulled out', async () => {
  const machine = await bootSample();
  for (const request of ['sleep', 'wake'] as const)
    expect(await machine.inject({ op: 'power', request })).toMatchObject({ ok: true });
  expect(await io(machine, 'disk1', 'read', { offset: 0, length: 512 })).toMatchObject({ ok: true });
  expect(await pnp(machine, 'disk1', 'disable')).toMatchObject({ ok: true });
  expect(findings(machine)).toEqual([]);
  await machine.inject({ op: 'usage', device: 'volC', type: 'paging', inPath: false });
  await machine.inject({ op: 'usage', device: 'volC', type: 'dump', inPath: false });
  expect(await pnp(machine, 'hba0', 'surpriseRemove')).toMatchObject({ ok: true });
  expect(findings(machine)).toEqual([]);
});

test('DUMP-13 its second copy writes through the same adapter, by polling, with one request at a time', async () => {
  const machine = await bootSample();
  const run = dumpRunOf(machine, DUMP_MODE_CRASH);
  expect({ started: run.start(), reason: run.reason, violations: run.violations }).toEqual({
    started: true,
    reason: null,
    violations: [],
  });
  expect(run.write(BigInt(MIB), run.source.buffer, 65_536)).toBe(true);
  expect(run.shutdown()).toBe(true);
  expect(run.marks.marks.map(({ what }) => what)).toEqual(['pool Mdsk']);
  expect(adapterOf(machine).instance?.config.RequestedDumpBufferSize).toBeLessThan(30_720);
});
