/** Machines with disks below one adapter, and a volume that lies on more than one of them. */
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription } from '../../support/machine.ts';

export interface DiskOptions {
  readonly lowerFilters?: readonly string[];
  readonly upperFilters?: readonly string[];
}

/**
 * Two disks and a volume on both; a machine file cannot say yet that a volume lies on two.
 *
 * @param adapter - of the second disk; that of the first is `hba0`
 */
export async function bootStripe(
  first: DiskOptions = {},
  second: DiskOptions = {},
  adapter: 'hba0' | 'hba1' = 'hba0',
): Promise<Machine> {
  const disk = (id: string, options: DiskOptions, more: object): object => ({
    id,
    function: 'disk',
    size: '64MiB',
    ...options,
    ...more,
  });
  const host = (id: string, children: readonly object[]): object => ({
    id,
    function: 'storport',
    miniport: 'ramdisk',
    children,
  });
  const disk1 = disk('disk1', first, { volumes: [{ id: 'volS', size: '32MiB' }] });
  const disk2 = disk('disk2', second, {});
  const machine = await bootDescription({
    name: 'stripe',
    memory: '16MiB',
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: adapter === 'hba0' ? [host('hba0', [disk1, disk2])] : [host('hba0', [disk1]), host('hba1', [disk2])],
      },
    ],
  });
  const { hardware } = machine.nt.pnp;
  const [volume, member] = [hardware.byId('volS'), hardware.byId('disk2')];
  if (volume === undefined || member === undefined) throw new Error('the machine lacks its volume or its second disk');
  (volume.members as { disk: typeof member; offset: bigint }[]).push({ disk: member, offset: 1_048_576n });
  // The volume manager looks for a volume's disks when the volume starts.
  for (const request of ['disable', 'enable'] as const) {
    const { ok, message } = await machine.inject({ op: 'pnp', device: 'volS', request });
    if (!ok) throw new Error(message);
  }
  return machine;
}
