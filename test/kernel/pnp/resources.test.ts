import { describe, expect, test } from 'vitest';
import { IRP_MN_QUERY_RESOURCES } from '../../../src/abi/irp-codes.ts';
import { STATUS_NOT_SUPPORTED } from '../../../src/abi/ntstatus.ts';
import { CM_RESOURCE_LIST } from '../../../src/abi/structs/resources.ts';
import { sendPnp } from '../../../src/kernel/pnp/requests.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { type DriverParts, driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';

/** Prints the resources that START_DEVICE brings, raw and translated, and waits for the drivers below. */
const SHOWS: DriverParts = {
  more: `
function show(title, list) {
  if (list === NULL) return DbgPrint('%s none', title);
  const { Count: count, PartialDescriptors: descriptors } = list.List.get(0).PartialResourceList;
  for (let index = 0; index < count; index += 1) {
    const { Type: type, u, ShareDisposition: share } = descriptors.get(index);
    if (type === CmResourceTypeInterrupt) DbgPrint('%s interrupt %d level %d share %d', title, u.Interrupt.Vector, u.Interrupt.Level, share);
    else DbgPrint('%s %s %I64x length %x', title, type === CmResourceTypePort ? 'port' : 'memory', u.Memory.Start, u.Memory.Length);
  }
}
let bits = 0;`,
  pnp: `if (minor === IRP_MN_START_DEVICE) {
    const { AllocatedResources: raw, AllocatedResourcesTranslated: translated } = IoGetCurrentIrpStackLocation(irp).Parameters.StartDevice;
    show('raw', raw);
    show('translated', translated);
  }
  if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
    irp.IoStatus.Information |= bits;
    irp.IoStatus.Status = STATUS_SUCCESS;
  }`,
};

interface Device {
  readonly id: string;
  readonly resources?: readonly object[];
}

function boot(devices: readonly Device[], driver: DriverParts = SHOWS): Promise<Machine> {
  const children = devices.map((device) => ({ ...device, function: 'null', upperFilters: ['mydrv'] }));
  return bootDescription(
    {
      name: 'resources',
      memory: '4MiB',
      drivers: { mydrv: { source: './mydrv.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children }],
    },
    { 'mydrv.ts': driverText(driver) },
  );
}

function printed(machine: Machine, from = 0): readonly string[] {
  const { events } = machine.readTrace(from, 100_000);
  return events.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => detail ?? '');
}

function places(machine: Machine, ...ids: readonly string[]): string {
  return ids
    .map((id) => {
      const { pnp, problem, resources = [] } = deviceOf(machine, id);
      const list = resources.map(({ type, start, length }) => `${type} ${start}+${length}`).join(', ');
      return `${id} ${pnp}${problem === null ? '' : ` ${problem.name}`}: ${list}`;
    })
    .join('\n');
}

function clean(machine: Machine): void {
  expect(machine.state().bugcheck).toBeNull();
  expect(machine.state().violations).toEqual([]);
}

describe('resources', () => {
  test('a bus reports what a device needs; START brings what it has got, raw and translated', async () => {
    const machine = await boot([
      {
        id: 'dev0',
        resources: [
          { type: 'memory', size: '64KiB' },
          { type: 'port', size: 32 },
          { type: 'interrupt', at: 11 },
        ],
      },
    ]);
    expect(printed(machine)).toEqual([
      'raw memory e0000000 length 10000',
      'raw port c000 length 20',
      'raw interrupt 11 level 11 share 1',
      'translated memory e0000000 length 10000',
      'translated port c000 length 20',
      'translated interrupt 59 level 16 share 1',
    ]);
    expect(places(machine, 'dev0')).toBe('dev0 started: memory 0xe0000000+65536, port 0xc000+32, interrupt 0xb+1');
    clean(machine);
  });

  test('a device that needs nothing gets no list', async () => {
    const machine = await boot([{ id: 'dev0' }]);
    expect(printed(machine)).toEqual(['raw none', 'translated none']);
    expect(deviceOf(machine, 'dev0').resources).toBeUndefined();
    clean(machine);
  });

  test('nobody gets what another has; shared interrupts are the exception', async () => {
    const interrupt = { type: 'interrupt', at: 11, shared: true };
    const machine = await boot([
      { id: 'dev0', resources: [{ type: 'memory', size: '1MiB' }, interrupt] },
      { id: 'dev1', resources: [{ type: 'memory', size: '4KiB' }, interrupt] },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toBe(
      'dev0 started: memory 0xe0000000+1048576, interrupt 0xb+1\ndev1 started: memory 0xe0100000+4096, interrupt 0xb+1',
    );
    clean(machine);
  });

  test('a conflict keeps a device from starting, with problem code 12, until the other has gone', async () => {
    const port = { type: 'port', at: '0x3F8', size: 8 };
    const machine = await boot([
      { id: 'dev0', resources: [port] },
      { id: 'dev1', resources: [port] },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toBe('dev0 started: port 0x3f8+8\ndev1 removed CM_PROB_NORMAL_CONFLICT: ');
    expect(deviceOf(machine, 'dev1').problem?.code).toBe(12);
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
    await machine.inject({ op: 'pnp', device: 'dev1', request: 'enable' });
    expect(places(machine, 'dev0', 'dev1')).toBe('dev0 removed CM_PROB_DISABLED: \ndev1 started: port 0x3f8+8');
    clean(machine);
  });

  test('of several places the first that is free is taken', async () => {
    const port = { type: 'port', at: ['0x3F8', '0x2F8'], size: 8 };
    const machine = await boot([
      { id: 'dev0', resources: [port] },
      { id: 'dev1', resources: [port] },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toBe('dev0 started: port 0x3f8+8\ndev1 started: port 0x2f8+8');
    clean(machine);
  });

  test('PNP-30 PNP-32 a rebalance asks the drivers again and gives another range', async () => {
    const machine = await boot([{ id: 'dev0', resources: [{ type: 'memory' }] }]);
    const from = machine.state().events;
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'rebalance' });
    expect(places(machine, 'dev0')).toBe('dev0 started: memory 0xe0001000+4096');
    const minors = machine
      .readTrace(from, 10_000)
      .events.filter(({ kind, driver }) => kind === 'callDriver' && driver === 'mydrv')
      .map(({ minor }) => minor);
    expect(minors).toEqual(['QUERY_STOP_DEVICE', 'STOP_DEVICE', 'FILTER_RESOURCE_REQUIREMENTS', 'START_DEVICE']);
    clean(machine);
  });

  test('FILTER_RESOURCE_REQUIREMENTS brings the list in through Information, and a driver may change it', async () => {
    const machine = await boot([{ id: 'dev0', resources: [{ type: 'memory', size: '64KiB' }] }], {
      ...SHOWS,
      pnp: `${SHOWS.pnp}
      if (minor === IRP_MN_FILTER_RESOURCE_REQUIREMENTS) {
        await IoForwardIrpSynchronously(extension.Lower, irp);
        const list = cast(IO_RESOURCE_REQUIREMENTS_LIST, irp.IoStatus.Information);
        list.List.get(0).Descriptors.get(0).u.Memory.MinimumAddress = 0xE8000000n;
        irp.IoStatus.Status = STATUS_SUCCESS;
        IoCompleteRequest(irp, IO_NO_INCREMENT);
        return STATUS_SUCCESS;
      }`,
    });
    expect(places(machine, 'dev0')).toBe('dev0 started: memory 0xe8000000+65536');
    clean(machine);
  });

  test('a driver that keeps the list of START_DEVICE reads freed memory', async () => {
    const machine = await boot([{ id: 'dev0', resources: [{ type: 'memory' }] }], {
      more: 'let kept = NULL;',
      pnp: `if (minor === IRP_MN_START_DEVICE) kept = IoGetCurrentIrpStackLocation(irp).Parameters.StartDevice.AllocatedResources;`,
      read: `DbgPrint('%d', kept.Count);`,
    });
    await machine.inject({ op: 'io', device: 'dev0', request: 'read' });
    expect(machine.state().bugcheck).toMatchObject({ driver: 'mydrv', code: 0xd5 });
  });
});

test('IRP_MN_QUERY_RESOURCES tells what firmware has set up, and nothing of what may be anywhere', async () => {
  const machine = await boot([
    {
      id: 'dev0',
      resources: [{ type: 'memory' }, { type: 'port', at: '0x3F8', size: 8 }, { type: 'interrupt', at: 4 }],
    },
    { id: 'dev1', resources: [{ type: 'memory' }] },
  ]);
  const { kernel, pnp } = machine.nt;
  const ask = async (id: string): Promise<{ readonly status: number; readonly information: number }> => {
    const devnode = pnp.byId(id);
    if (devnode === undefined) throw new Error(`there is no ${id}`);
    const sent = pnp.perform('test', () => sendPnp(pnp, devnode, IRP_MN_QUERY_RESOURCES));
    await machine.inject({ op: 'run' });
    return sent;
  };
  const { status, information } = await ask('dev0');
  const { PartialDescriptors: descriptors, Count: count } = kernel.memory
    .view(CM_RESOURCE_LIST, information)
    .List.get(0).PartialResourceList;
  expect([status, count]).toEqual([0, 2]);
  expect([descriptors.get(0).u.Port.Start, descriptors.get(0).u.Port.Length]).toEqual([0x3f8n, 8]);
  expect(descriptors.get(1).u.Interrupt.Vector).toBe(4);
  expect(kernel.pool.free(information)).toBe('ok');
  expect(await ask('dev1')).toEqual({ status: STATUS_NOT_SUPPORTED, information: 0 });
  clean(machine);
});

describe('2.7 PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED', () => {
  const says = (bits: number): DriverParts => ({
    ...SHOWS,
    read: `bits = ${bits}; IoInvalidateDeviceState(extension.Pdo);`,
  });
  const minorsOf = async (bits: number): Promise<readonly (string | undefined)[]> => {
    const machine = await boot([{ id: 'dev0', resources: [{ type: 'memory' }] }], says(bits));
    const from = machine.state().events;
    await machine.inject({ op: 'io', device: 'dev0', request: 'read' });
    clean(machine);
    expect(deviceOf(machine, 'dev0')).toMatchObject({ pnp: 'started', problem: null });
    return machine
      .readTrace(from, 10_000)
      .events.filter(({ kind, driver, major }) => kind === 'callDriver' && driver === 'mydrv' && major === 'PNP')
      .map(({ minor }) => minor);
  };

  test('PNP-34 without FAILED START is sent to the started device', async () => {
    expect(await minorsOf(0x10)).toEqual([
      'QUERY_PNP_DEVICE_STATE',
      'QUERY_RESOURCE_REQUIREMENTS',
      'FILTER_RESOURCE_REQUIREMENTS',
      'START_DEVICE',
    ]);
  });

  test('PNP-34 with FAILED the device is stopped first', async () => {
    expect(await minorsOf(0x14)).toEqual([
      'QUERY_PNP_DEVICE_STATE',
      'QUERY_RESOURCE_REQUIREMENTS',
      'QUERY_STOP_DEVICE',
      'STOP_DEVICE',
      'FILTER_RESOURCE_REQUIREMENTS',
      'START_DEVICE',
    ]);
  });

  test('DONT_DISPLAY_IN_UI hides the device until the bit is gone', async () => {
    const machine = await boot([{ id: 'dev0' }], {
      ...SHOWS,
      read: 'bits ^= PNP_DEVICE_DONT_DISPLAY_IN_UI; IoInvalidateDeviceState(extension.Pdo);',
    });
    const seen: unknown[] = [deviceOf(machine, 'dev0').hidden];
    for (let reads = 0; reads < 2; reads += 1) {
      await machine.inject({ op: 'io', device: 'dev0', request: 'read' });
      seen.push(deviceOf(machine, 'dev0').hidden);
    }
    expect(seen).toEqual([undefined, true, undefined]);
  });
});

describe('resources in a machine file', () => {
  const bootOne = (resource: object): Promise<Machine> => boot([{ id: 'dev0', resources: [resource] }]);
  test.for([
    [{ type: 'memry' }, 'Did you mean `memory`?'],
    [{ type: 'memory', size: '3KiB' }, 'a power of two'],
    [{ type: 'interrupt', size: 4 }, 'An interrupt has no "size"'],
    [{ type: 'interrupt', at: 99 }, 'a number from 0 to 23'],
    [{ type: 'port', at: '0x12345' }, 'a number from 0 to 0xFFFF'],
    [{ type: 'port', shared: 1 }, '"shared" must be true or false'],
    [{ size: 4 }, 'needs the property `type`'],
    [{ type: 'port', where: 4 }, 'has no property `where`'],
  ] as const)('%j is told at its line', async ([resource, message]) => {
    await expect(bootOne(resource)).rejects.toThrow(message);
  });
});
