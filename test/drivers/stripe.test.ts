/** A volume that lies on two disks: the notification forks, and a refusal by the second disk is undone at the first. */
import { expect, test } from 'vitest';
import type { HardwareNode } from '../../src/kernel/pnp/hardware.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { bootDescription } from '../support/machine.ts';
import { events, findings, paths, pnp, usage } from './support.ts';

const STACKS = ['acpi0', 'pci0', 'hba0', 'disk1', 'disk2', 'volmgr0', 'volS'] as const;

async function bootStripe(): Promise<Machine> {
  const machine = await bootDescription({
    name: 'stripe',
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            children: [
              { id: 'disk1', function: 'disk', size: '4MiB', volumes: [{ id: 'volS', size: '2MiB' }] },
              { id: 'disk2', function: 'disk', size: '4MiB' },
            ],
          },
        ],
      },
    ],
  });
  // Machine files know no stripes: give the volume its second disk while it is away.
  await pnp(machine, 'volS', 'disable');
  const { hardware } = machine.nt.pnp;
  const members = hardware.byId('volS')?.members as { disk: HardwareNode | undefined; offset: bigint }[];
  members.push({ disk: hardware.byId('disk2'), offset: 0n });
  await pnp(machine, 'volS', 'enable');
  return machine;
}

test('USE-20 USE-21 a file on the volume is told to the volume manager and to both disks', async () => {
  const machine = await bootStripe();
  const result = await usage(machine, 'volS', 'paging', true);
  expect(result.status).toBe('STATUS_SUCCESS');
  expect(paths(machine, ...STACKS)).toMatchInlineSnapshot(`
    "acpi0: acpi 2/0/0, root 2/0/0
    pci0: pci 2/0/0, acpi 2/0/0
    hba0: storport 2/0/0, pci 2/0/0
    disk1: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
    disk2: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
    volmgr0: volmgr 1/0/0, root 1/0/0
    volS: volmgr 1/0/0"
  `);
  await usage(machine, 'volS', 'paging', false);
  expect(paths(machine, ...STACKS)).toBe(paths(await bootStripe(), ...STACKS));
  expect(findings(machine)).toEqual([]);
});

test('USE-25 when the second disk refuses, the first disk and the volume manager are told that the file is not coming', async () => {
  const machine = await bootStripe();
  const at = 'IRP_MN_DEVICE_USAGE_NOTIFICATION';
  await machine.inject({ op: 'fault', device: 'disk2', at, status: 'STATUS_INSUFFICIENT_RESOURCES' });
  const result = await usage(machine, 'volS', 'paging', true);
  expect(result.status).toBe('STATUS_INSUFFICIENT_RESOURCES');
  const tops = ['volmgr0/volmgr', 'disk1/partmgr', 'disk2/partmgr'];
  const told = events(machine, result.events)
    .filter(({ kind, device, driver }) => kind === 'callDriver' && tops.includes(`${device}/${driver}`))
    .filter(({ minor }) => minor === 'DEVICE_USAGE_NOTIFICATION');
  expect(told.map(({ device, args }) => `${device} ${args?.['inPath'] === true ? 'comes' : 'goes'}`)).toEqual([
    'volmgr0 comes',
    'disk1 comes',
    'disk2 comes',
    'disk1 goes',
    'volmgr0 goes',
  ]);
  expect(paths(machine, ...STACKS)).toBe(paths(await bootStripe(), ...STACKS));
  expect(findings(machine)).toEqual([]);
});

test('USE-08 the end of a file reaches every disk, even when one of them objects', async () => {
  const machine = await bootStripe();
  await usage(machine, 'volS', 'dump', true);
  const at = 'IRP_MN_DEVICE_USAGE_NOTIFICATION';
  await machine.inject({ op: 'fault', device: 'disk1', at, status: 'STATUS_UNSUCCESSFUL' });
  expect((await usage(machine, 'volS', 'dump', false)).status).toBe('STATUS_SUCCESS');
  expect(paths(machine, 'disk2', 'volmgr0', 'volS')).toMatchInlineSnapshot(`
    "disk2: partmgr 0/0/0 PG, disk 0/0/0 PG, storport 0/0/0 PG
    volmgr0: volmgr 0/0/0 PG, root 0/0/0 PG
    volS: volmgr 0/0/0 PG"
  `);
});
