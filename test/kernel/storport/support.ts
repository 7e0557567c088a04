/** A machine with one storage adapter, whose miniport a test can bring along. */

import type { Adapter } from '../../../src/kernel/storport/adapter.ts';
import { DumpRun } from '../../../src/kernel/storport/dump-run.ts';
import { type DumpSource, saveDumpSource } from '../../../src/kernel/storport/dump-source.ts';
import type { Unit } from '../../../src/kernel/storport/unit.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription } from '../../support/machine.ts';

export const MIB = 1_048_576;

export function describeStorage(more: object = {}, miniport?: string): object {
  return {
    name: 'storport',
    verifier: 'all',
    drivers: miniport === undefined ? {} : { mini: { source: './mini.ts' } },
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            ...(miniport === undefined ? {} : { miniport: 'mini' }),
            children: [
              { id: 'disk0', function: 'disk', size: '4MiB' },
              { id: 'disk1', function: 'disk', size: '2MiB' },
            ],
          },
        ],
      },
    ],
    ...more,
  };
}

export function bootStorport(miniport?: string, more: object = {}): Promise<Machine> {
  return bootDescription(describeStorage(more, miniport), miniport === undefined ? {} : { 'mini.ts': miniport });
}

export function adapterOf(machine: Machine): Adapter {
  const [adapter] = machine.nt.storport.adapters.values();
  if (adapter === undefined) throw new Error('there is no adapter');
  return adapter;
}

export function unitOf(machine: Machine, target = 0): Unit {
  const unit = adapterOf(machine).unitAt({ path: 0, target, lun: 0 });
  if (unit === undefined) throw new Error(`there is no unit ${target}`);
  return unit;
}

export function sourceOf(machine: Machine, target = 0): DumpSource {
  let source: DumpSource | null = null;
  saveDumpSource(adapterOf(machine), unitOf(machine, target), (saved) => {
    source = saved.source;
  });
  machine.nt.dpcs.drain();
  if (source === null) throw new Error('the miniport has not answered');
  return source;
}

export function dumpRunOf(machine: Machine, mode: number, target = 0): DumpRun {
  return new DumpRun(machine.nt.storport, sourceOf(machine, target), mode);
}

/** What stands in the description beside: the in-box filter above the adapter. */
export function withFilterOnAdapter(registry: Readonly<Record<string, number>>): object {
  const disks = [
    { id: 'disk0', function: 'disk', size: '4MiB' },
    { id: 'disk1', function: 'disk', size: '2MiB' },
  ];
  const hba0 = { id: 'hba0', function: 'storport', miniport: 'mini', upperFilters: ['filter'], children: disks };
  return {
    drivers: { mini: { source: './mini.ts' }, filter: { registry } },
    devices: [{ id: 'pci0', function: 'pci', children: [hba0] }],
  };
}
