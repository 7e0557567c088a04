/** The power plug-in that a machine file can ask for, and what drivers that know the power framework make of it. */
import { expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { bootDescription, deviceOf, injectAll } from '../support/machine.ts';

interface Options {
  readonly pep?: 'default' | 'none' | 'soc';
  readonly registry?: Readonly<Record<string, number>>;
  readonly file?: 'dump' | 'paging';
}

function boot({ pep = 'default', registry = { PoFx: 1, IdleTimeout: 100 }, file = 'dump' }: Options): Promise<Machine> {
  const disk = { id: 'disk0', function: 'disk', size: '1MiB', volumes: [] };
  return bootDescription({
    name: 'platform',
    memory: '8MiB',
    pep,
    drivers: { storport: { registry }, pci: { registry } },
    devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'hba0', function: 'storport', children: [disk] }] }],
    specialFiles: [{ device: 'disk0', type: file }],
  });
}

const IDLE = { op: 'advance', by: '1s' } as const;
const READ = { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 } as const;
const CRASH = { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' } as const;

function hardware(machine: Machine, id: string): string {
  const devnode = machine.nt.pnp.byId(id);
  return devnode === undefined ? 'absent' : machine.nt.power.hardwareOf(devnode);
}

test('PEP-10 the in-box plug-in is the function driver of a device of its own, in front of the others', async () => {
  const machine = await boot({ pep: 'soc' });
  expect(
    machine
      .state()
      .devices.map(({ id }) => id)
      .slice(0, 4),
  ).toEqual(['root', 'acpi0', 'platform0', 'pci0']);
  expect(deviceOf(machine, 'platform0')).toMatchObject({ service: 'platform', pnp: 'started' });
  expect(machine.nt.fx.devices.map(({ devnode, owner }) => `${devnode.id} ${owner.name}`)).toEqual([
    'pci0 platform',
    'hba0 platform',
  ]);
});

test('POFX-60 POFX-68 PWR-84 with the plug-in the adapter sleeps with a dump file on it, and the crash powers it on', async () => {
  const machine = await boot({ pep: 'soc' });
  await machine.inject(IDLE);
  expect([hardware(machine, 'hba0'), hardware(machine, 'pci0')]).toEqual(['d3cold', 'd0']);
  await machine.inject(CRASH);
  expect(machine.state().bugcheck?.dumpPath).toMatchObject({ canBeWritten: true });
  expect(machine.state().violations).toEqual([]);
});

test('POFX-61 PWR-84 without it the adapter stays on while the file is there, and sleeps when the file is gone', async () => {
  const machine = await boot({});
  await machine.inject(IDLE);
  expect(hardware(machine, 'hba0')).toBe('d0');
  await injectAll(machine, [{ op: 'usage', device: 'disk0', type: 'dump', inPath: false }, IDLE]);
  expect(hardware(machine, 'hba0')).toBe('d3hot');
  // A file that comes while the adapter sleeps brings it back.
  await injectAll(machine, [{ op: 'usage', device: 'disk0', type: 'dump', inPath: true }, IDLE]);
  expect(hardware(machine, 'hba0')).toBe('d0');
  expect(machine.state().violations).toEqual([]);
});

test('POFX-34 POFX-35 requests wake the adapter, and it sleeps again behind the last of them', async () => {
  const machine = await boot({ pep: 'soc', file: 'paging' });
  for (let round = 0; round < 3; round += 1) {
    await machine.inject(IDLE);
    expect(hardware(machine, 'hba0')).toBe('d3cold');
    expect(await machine.inject(READ)).toMatchObject({ ok: true });
    expect([hardware(machine, 'hba0'), hardware(machine, 'disk0')]).toEqual(['d0', 'd0']);
  }
  expect(machine.state().violations).toEqual([]);
});

test('POFX-37 the adapter comes back from a system sleep, from D0 and from its own D3', async () => {
  const machine = await boot({ pep: 'soc', file: 'paging' });
  for (const before of [[], [IDLE]]) {
    await injectAll(machine, before);
    expect(await machine.inject({ op: 'power', request: 'sleep', state: 'S3' })).toMatchObject({ ok: true });
    expect(await machine.inject({ op: 'power', request: 'wake' })).toMatchObject({ ok: true });
    expect(await machine.inject(READ)).toMatchObject({ ok: true });
    await machine.inject(IDLE);
    expect(hardware(machine, 'hba0')).toBe('d3cold');
  }
  expect(machine.state()).toMatchObject({ violations: [], bugcheck: null });
});

test('POFX-27 registrations go with their devices, and come back with them', async () => {
  const machine = await boot({ pep: 'soc', registry: { PoFx: 1 }, file: 'paging' });
  await machine.inject({ op: 'usage', device: 'disk0', type: 'paging', inPath: false });
  for (const request of ['disable', 'enable', 'unplug', 'plugIn'] as const) {
    expect(await machine.inject({ op: 'pnp', device: 'hba0', request })).toMatchObject({ ok: true });
    const isThere = request === 'enable' || request === 'plugIn';
    expect(machine.nt.fx.devices.map(({ devnode }) => devnode.id)).toEqual(isThere ? ['pci0', 'hba0'] : ['pci0']);
  }
  expect(machine.state().violations).toEqual([]);
});

test('PEP-06 BC-03 without any plug-in a device that registers stops the machine with 0xA0/0x601', async () => {
  const machine = await boot({ pep: 'none' });
  expect(machine.state().bugcheck).toMatchObject({
    name: 'INTERNAL_POWER_ERROR',
    parameters: ['0x601', expect.anything(), '0x0', '0x0'],
  });
  const quiet = await boot({ pep: 'none', registry: {} });
  expect(quiet.state().bugcheck).toBeNull();
});

test('PEP-36 with the plug-in the platform idles in standby when every component is in its deepest F state', async () => {
  const machine = await boot({ pep: 'soc' });
  const entered = await machine.inject({ op: 'power', request: 'standby' });
  expect(entered.message).toMatch(/deepest idle state\.$/);
  await machine.inject(IDLE);
  expect(machine.state().power.standby).toBe('deepest');
  await machine.inject({ op: 'pofx', device: 'hba0', request: 'activate' });
  expect(machine.nt.standby.blockers.map(({ device, text }) => `${device.devnode.id} ${text}`)).toEqual([
    'hba0 component 0 active in F0, needs F1',
  ]);
  await machine.inject({ op: 'pofx', device: 'hba0', request: 'idle' });
  await machine.inject(IDLE);
  expect(machine.state().power.standby).toBe('deepest');
  expect(await machine.inject({ op: 'power', request: 'wake' })).toMatchObject({ ok: true });
  expect(machine.state().violations).toEqual([]);
});
