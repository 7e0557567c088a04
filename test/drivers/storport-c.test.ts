/** A Storport miniport in C. */
import { expect, test } from 'vitest';
import { IOCTL_MINIPORT_PROCESS_SERVICE_IRP } from '../../src/abi/ioctl.ts';
import { DUMP_MODE_CRASH, DUMP_MODE_RESUME } from '../../src/abi/storport-constants.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { dumpRunOf, MIB } from '../kernel/storport/support.ts';
import { bootDescription, deviceOf, injectAll } from '../support/machine.ts';
import { MINIPORT } from './miniport-in-c.ts';
import { POWERED_MINIPORT } from './miniport-in-c-power.ts';
import { findings } from './support.ts';
import { VIRTUAL_MINIPORT } from './virtual-miniport-in-c.ts';

function bootC(source = MINIPORT): Promise<Machine> {
  const hba0 = {
    id: 'hba0',
    function: 'storport',
    miniport: 'mini',
    children: [{ id: 'disk0', function: 'disk', size: '4MiB' }],
  };
  return bootDescription(
    {
      name: 'c',
      verifier: 'all',
      drivers: { mini: { source: './mini.c' } },
      devices: [{ id: 'pci0', function: 'pci', children: [hba0] }],
    },
    { 'mini.c': source },
  );
}

test('STOR-12 LAY-08 a miniport in C drives the adapter: registers, commands by physical address, interrupts, power', async () => {
  const machine = await bootC();
  expect(deviceOf(machine, 'disk0').pnp).toBe('started');
  const write = { op: 'io', device: 'disk0', request: 'write', offset: 4096, length: 8192, data: 'from C' } as const;
  expect(await machine.inject(write)).toMatchObject({ ok: true });
  for (const request of ['sleep', 'wake'] as const)
    expect(await machine.inject({ op: 'power', request })).toMatchObject({ ok: true });
  const read = await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: 4096, length: 512 });
  expect(read.message).toContain(Buffer.from('from C').toString('hex'));
  expect(findings(machine)).toEqual([]);
});

test('STV-07 DUMP-02 the second copy of a miniport in C has data of its own, with its first values, in every run', async () => {
  const machine = await bootC();
  const printed: string[] = [];
  machine.onDbgPrint = ({ text }) => printed.push(text);
  for (const mode of [DUMP_MODE_CRASH, DUMP_MODE_RESUME]) {
    const run = dumpRunOf(machine, mode);
    expect({ started: run.start(), reason: run.reason, violations: run.violations }).toEqual({
      started: true,
      reason: null,
      violations: [],
    });
    expect(run.write(BigInt(MIB), run.source.buffer, 4096)).toBe(true);
    run.end();
  }
  expect(printed.filter((text) => /^\d \d \d$/.test(text))).toEqual(['2 1 1', '2 1 4']);
});

test('STOR-65 POFX-68 a miniport in C describes its adapter and its disks, and is off while nobody uses them', async () => {
  const machine = await bootC(POWERED_MINIPORT);
  const printed: string[] = [];
  machine.onDbgPrint = ({ text }) => printed.push(text);
  await machine.inject({ op: 'advance', by: '5s' });
  expect(['hba0', 'disk0'].map((id) => deviceOf(machine, id).power.device)).toEqual(['D3', 'D3']);
  const off = printed.splice(0);
  const read = await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 });
  expect(read).toMatchObject({ ok: true });
  expect(off.filter((text) => text.startsWith('adapter'))).toEqual(['adapter idle', 'adapter F1', 'adapter D3']);
  expect(printed.filter((text) => text.startsWith('adapter'))).toEqual(['adapter D0', 'adapter F0', 'adapter active']);
  await injectAll(machine, [
    { op: 'power', request: 'sleep' },
    { op: 'power', request: 'wake' },
  ]);
  for (const mode of [DUMP_MODE_CRASH, DUMP_MODE_RESUME]) {
    const run = dumpRunOf(machine, mode);
    expect({ started: run.start(), violations: run.violations }).toEqual({ started: true, violations: [] });
    run.end();
  }
  expect(findings(machine)).toEqual([]);
});

test('STOR-21 STOR-24 a virtual miniport in C: seven parameters, a disk in an array, an IRP that waits until it goes', async () => {
  const machine = await bootC(VIRTUAL_MINIPORT);
  const printed: string[] = [];
  machine.onDbgPrint = ({ text }) => printed.push(text.trimEnd());
  expect(deviceOf(machine, 'disk0').pnp).toBe('started');
  const write = { op: 'io', device: 'disk0', request: 'write', offset: 512, length: 512, data: 'from C' } as const;
  expect(await machine.inject(write)).toMatchObject({ ok: true });
  const read = await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: 512, length: 512 });
  expect(read.message).toContain(Buffer.from('from C').toString('hex'));
  const service = { op: 'io', device: 'hba0', request: 'ioctl', code: IOCTL_MINIPORT_PROCESS_SERVICE_IRP } as const;
  expect(await machine.inject(service)).toMatchObject({ unfinished: true });
  expect(await machine.inject({ op: 'pnp', device: 'hba0', request: 'disable' })).toMatchObject({ ok: true });
  expect(printed).toEqual(['complete', 'free']);
  expect(machine.state().irps).toEqual([]);
  expect(findings(machine)).toEqual([]);
});
