/** Machines with disks below one adapter, and a volume that lies on more than one of them. */
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription } from '../../support/machine.ts';

export interface DiskOptions {
  readonly lowerFilters?: readonly string[];
  readonly upperFilters?: readonly string[];
}

/** Two disks with a volume on the first; a machine file cannot say yet that a volume lies on two. */
export async function bootStripe(first: DiskOptions = {}, second: DiskOptions = {}): Promise<Machine> {
  const disk = (id: string, options: DiskOptions, more: object): object => ({
    id,
    function: 'disk',
    size: '64MiB',
    ...options,
    ...more,
  });
  const machine = await bootDescription({
    name: 'stripe',
    memory: '16MiB',
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            miniport: 'ramdisk',
            children: [disk('disk1', first, { volumes: [{ id: 'volS', size: '32MiB' }] }), disk('disk2', second, {})],
          },
        ],
      },
    ],
  });
  const { hardware } = machine.nt.pnp;
  const [volume, disk2] = [hardware.byId('volS'), hardware.byId('disk2')];
  if (volume === undefined || disk2 === undefined) throw new Error('the machine lacks its volume or its second disk');
  (volume.members as { disk: typeof disk2; offset: bigint }[]).push({ disk: disk2, offset: 1_048_576n });
  // The volume manager looks for a volume's disks when the volume starts.
  for (const request of ['disable', 'enable'] as const) {
    const { ok, message } = await machine.inject({ op: 'pnp', device: 'volS', request });
    if (!ok) throw new Error(message);
  }
  return machine;
}
