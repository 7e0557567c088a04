/** What is done again and again leaves nothing behind: pool, IRPs, references, threads and alarms are as they were. */
import { expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { leftOvers } from '../scenarios/support/scenario.ts';
import { bootMachine, injectAll } from '../support/machine.ts';

function holdings({ nt }: Machine): object {
  const { pool, sim } = nt.kernel;
  return {
    blocks: pool.blocks,
    bytes: pool.bytes,
    irps: nt.io.irps.size,
    references: nt.io.references.size,
    drivers: nt.io.drivers.length,
    threads: sim.threads.size,
    alarms: sim.clock.pending,
  };
}

const page = (inPath: boolean): Injection => ({ op: 'usage', device: 'volC', type: 'paging', inPath });
const pnp = (
  device: string,
  ...requests: readonly ('disable' | 'enable' | 'unplug' | 'plugIn' | 'rebalance' | 'rescan' | 'surpriseRemove')[]
): readonly Injection[] => requests.map((request) => ({ op: 'pnp', device, request }));

test.for([
  { name: 'page files come and go', round: [page(true), page(false)] },
  { name: 'a disk is pulled out and put in', round: pnp('disk0', 'unplug', 'plugIn') },
  { name: 'a disk is disabled and enabled', round: pnp('disk0', 'disable', 'enable') },
  { name: 'an adapter is disabled and enabled', round: pnp('hba0', 'disable', 'enable') },
  { name: 'an adapter is surprise-removed and enabled', round: pnp('hba0', 'surpriseRemove', 'enable') },
  { name: 'a bus is pulled out and put in', round: pnp('pci0', 'unplug', 'plugIn') },
  { name: 'a rebalance and a rescan', round: [...pnp('disk0', 'rebalance'), ...pnp('hba0', 'rescan')] },
  {
    name: 'reads, writes and flushes',
    round: (['read', 'write', 'flush'] as const).map((request) => ({ op: 'io', device: 'volC', request }) as const),
  },
  {
    name: 'a page file is refused',
    round: [
      { op: 'fault', device: 'hba0', at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION', status: 'STATUS_UNSUCCESSFUL' } as const,
      page(true),
    ],
  },
])('$name', async ({ round }) => {
  const machine = await bootMachine();
  await machine.inject(page(false));
  await injectAll(machine, round);
  const before = holdings(machine);
  for (let count = 0; count < 8; count += 1) await injectAll(machine, round);
  expect(holdings(machine)).toEqual(before);
  expect(leftOvers(machine)).toEqual([]);
  expect(machine.state().devices.every(({ pnp: state }) => state === 'started')).toBe(true);
});
