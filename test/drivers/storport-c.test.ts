/** A Storport miniport in C. */
import { expect, test } from 'vitest';
import { DUMP_MODE_CRASH, DUMP_MODE_RESUME } from '../../src/abi/storport-constants.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { dumpRunOf, MIB } from '../kernel/storport/support.ts';
import { bootDescription, deviceOf } from '../support/machine.ts';
import { MINIPORT } from './miniport-in-c.ts';
import { findings } from './support.ts';

function bootC(): Promise<Machine> {
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
    { 'mini.c': MINIPORT },
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
