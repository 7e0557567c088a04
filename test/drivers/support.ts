/** A small machine with a disk and volumes, and its stacks in a form that a test can show on a line each. */
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection, InjectionResult, PnpRequest, UsageType } from '../../src/protocol/injection.ts';
import type { TraceEvent } from '../../src/protocol/trace.ts';
import { bootDescription, deviceOf, traceOf } from '../support/machine.ts';

export interface StorageOptions {
  /** Settings of the in-box `filter`, which is put on the disk when there are any. */
  readonly filter?: Readonly<Record<string, number>>;
  readonly filterBelow?: boolean;
  readonly specialFiles?: readonly { readonly device: string; readonly type: string }[];
}

export function bootStorage(options: StorageOptions = {}): Promise<Machine> {
  const filters = options.filter === undefined ? [] : ['filter'];
  const place = options.filterBelow === true ? 'lowerFilters' : 'upperFilters';
  return bootDescription({
    name: 'drivers',
    drivers: options.filter === undefined ? {} : { filter: { registry: options.filter } },
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            children: [
              {
                id: 'disk0',
                function: 'disk',
                size: '16MiB',
                [place]: filters,
                volumes: [
                  { id: 'volC', size: '8MiB' },
                  { id: 'volD', size: '4MiB' },
                ],
              },
            ],
          },
          { id: 'null0', function: 'null' },
        ],
      },
    ],
    specialFiles: options.specialFiles ?? [],
  });
}

export function usage(machine: Machine, device: string, type: UsageType, inPath: boolean): Promise<InjectionResult> {
  return machine.inject({ op: 'usage', device, type, inPath });
}

export function pnp(machine: Machine, device: string, request: PnpRequest): Promise<InjectionResult> {
  return machine.inject({ op: 'pnp', device, request });
}

export function io(
  machine: Machine,
  device: string,
  request: 'read' | 'write',
  rest: object,
): Promise<InjectionResult> {
  return machine.inject({ op: 'io', device, request, ...rest } as Injection);
}

/** `disk0: partmgr 1/0/0, disk 1/0/0, storport 1/0/0`: paging, hibernation and dump files; `PG` = DO_POWER_PAGABLE. */
export function paths(machine: Machine, ...ids: readonly string[]): string {
  return ids
    .map((id) => {
      const stack = deviceOf(machine, id).stack.map(({ driver, specialFiles, flags }) => {
        const { paging, hibernation, dump } = specialFiles;
        return `${driver} ${paging}/${hibernation}/${dump}${flags.includes('DO_POWER_PAGABLE') ? ' PG' : ''}`;
      });
      return `${id}: ${stack.join(', ')}`;
    })
    .join('\n');
}

export const ALL = ['acpi0', 'pci0', 'hba0', 'disk0', 'volmgr0', 'volC'] as const;

export function states(machine: Machine, ...ids: readonly string[]): string {
  return ids.map((id) => `${id} ${deviceOf(machine, id).pnp}`).join(', ');
}

export function events(machine: Machine, range: readonly [number, number]): readonly TraceEvent[] {
  return traceOf(machine)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceEvent)
    .filter(({ n }) => n >= range[0] && n < range[1]);
}

/** Nothing went wrong that the sandbox knows of. */
export function findings(machine: Machine): readonly string[] {
  const { violations, bugcheck } = machine.state();
  return [...violations.map(({ rule, driver }) => `${rule} ${driver}`), ...(bugcheck === null ? [] : [bugcheck.name])];
}
