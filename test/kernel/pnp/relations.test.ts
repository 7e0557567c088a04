import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { type DriverParts, driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';

function boot(driver: DriverParts, ids: readonly string[] = ['dev0', 'dev1']): Promise<Machine> {
  const children = ids.map((id) => ({
    id,
    function: 'null',
    hardwareIds: ['PCI\\VEN_8086&DEV_1234'],
    upperFilters: ['mydrv'],
  }));
  return bootDescription(
    {
      name: 'relations',
      memory: '4MiB',
      drivers: { mydrv: { source: './mydrv.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children }],
    },
    { 'mydrv.ts': driverText(driver) },
  );
}

function read(machine: Machine, device = 'dev0'): Promise<unknown> {
  return machine.inject({ op: 'io', device, request: 'read' });
}

function printed(machine: Machine): readonly string[] {
  const { events } = machine.readTrace(0, 100_000);
  return events.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => detail ?? '');
}

function clean(machine: Machine): void {
  expect(machine.state().bugcheck).toBeNull();
  expect(machine.state().violations).toEqual([]);
}

/** Asks for the bus interface with the first read, and gives it back with the second. */
const USES_INTERFACE: DriverParts = {
  more: `
let held = NULL;
async function Query(extension, type, size, target) {
  const event = local(KEVENT); const result = local(IO_STATUS_BLOCK);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  const top = IoGetAttachedDeviceReference(extension.Pdo);
  const request = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, top, NULL, 0, NULL, event, result);
  request.IoStatus.Status = STATUS_NOT_SUPPORTED;
  const next = IoGetNextIrpStackLocation(request);
  next.MinorFunction = IRP_MN_QUERY_INTERFACE;
  next.Parameters.QueryInterface.InterfaceType = guid(type);
  next.Parameters.QueryInterface.Size = size;
  next.Parameters.QueryInterface.Version = 1;
  next.Parameters.QueryInterface.Interface = cast(INTERFACE, target);
  let status = await IoCallDriver(top, request);
  if (status === STATUS_PENDING) {
    await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
    status = result.Status;
  }
  ObDereferenceObject(top);
  return status;
}
async function Work(extension) {
  if (held !== NULL) {
    held.InterfaceDereference(held.Context);
    ExFreePool(held);
    held = NULL;
    return;
  }
  held = cast(BUS_INTERFACE_STANDARD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(BUS_INTERFACE_STANDARD), 'BusI'));
  DbgPrint('unknown %x', await Query(extension, '{00112233-4455-6677-8899-aabbccddeeff}', sizeof(BUS_INTERFACE_STANDARD), held));
  DbgPrint('too small %x', await Query(extension, GUID_BUS_INTERFACE_STANDARD, 8, held));
  DbgPrint('standard %x', await Query(extension, GUID_BUS_INTERFACE_STANDARD, sizeof(BUS_INTERFACE_STANDARD), held));
  const words = local(ULARGE);
  DbgPrint('read %d: %x', held.GetBusData(held.Context, 0, words.address, 0, 4), words.Low);
  words.Low = 0x55;
  DbgPrint('wrote %d', held.SetBusData(held.Context, 0, words.address, 0x40, 4));
  words.Low = 0;
  held.GetBusData(held.Context, 0, words.address, 0x40, 4);
  DbgPrint('back %x', words.Low);
  DbgPrint('outside %d', held.GetBusData(held.Context, 0, words.address, 254, 4));
}
class ULARGE extends struct('ULARGE', { Low: ULONG }) {}
async function Finish(extension, irp) {
  await Work(extension);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}`,
  read: 'return Finish(extension, irp);',
};

test('IRP_MN_QUERY_INTERFACE gives the configuration space of a PCI device; an unknown one is left as it is', async () => {
  const machine = await boot(USES_INTERFACE);
  await read(machine);
  expect(printed(machine)).toEqual([
    'unknown c00000bb',
    'too small c000000d',
    'standard 0',
    'read 4: 12348086',
    'wrote 4',
    'back 55',
    'outside 0',
  ]);
  await read(machine);
  clean(machine);
});

test('PNP-40 a device stays as long as somebody holds an interface on it', async () => {
  const machine = await boot(USES_INTERFACE);
  await read(machine);
  const refused = await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
  expect(refused).toMatchObject({ ok: false, status: 'STATUS_DEVICE_BUSY', vetoedBy: 'dev0/pci' });
  expect(deviceOf(machine, 'dev0').pnp).toBe('started');
  await read(machine);
  expect((await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' })).ok).toBe(true);
  clean(machine);
});

/** The filter of dev0 names dev1 in the answer to one type of relations. */
function relates(type: string, onRead: string): DriverParts {
  return {
    more: 'const pdos = [];',
    add: 'pdos.push(pdo);',
    pnp: `if (minor === IRP_MN_QUERY_DEVICE_RELATIONS && extension.Pdo === pdos[0]
      && IoGetCurrentIrpStackLocation(irp).Parameters.QueryDeviceRelations.Type === ${type}) {
      const address = ExAllocatePool2(POOL_FLAG_PAGED, sizeof(DEVICE_RELATIONS), 'leRT');
      const list = cast(DEVICE_RELATIONS, address);
      list.Count = 1;
      list.Objects.set(0, pdos[1]);
      ObReferenceObject(pdos[1]);
      irp.IoStatus.Information = address;
      irp.IoStatus.Status = STATUS_SUCCESS;
    }`,
    read: onRead,
  };
}

function minors(machine: Machine, from: number, pattern: RegExp): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter(({ kind, driver, minor }) => kind === 'callDriver' && driver === 'pci' && pattern.test(minor ?? ''))
    .map(({ minor, device }) => `${minor} ${device}`);
}

describe('2.8 relations', () => {
  test('R1 R8 IoRequestDeviceEject removes the device and its ejection relations; only the device is ejected', async () => {
    const machine = await boot(relates('EjectionRelations', 'IoRequestDeviceEject(extension.Pdo);'));
    const from = machine.state().events;
    await read(machine);
    expect(minors(machine, from, /REMOVE_DEVICE|EJECT/)).toEqual([
      'QUERY_REMOVE_DEVICE dev1',
      'QUERY_REMOVE_DEVICE dev0',
      'REMOVE_DEVICE dev1',
      'REMOVE_DEVICE dev0',
      'EJECT dev0',
    ]);
    expect(deviceOf(machine, 'dev0').problem?.name).toBe('CM_PROB_HELD_FOR_EJECT');
    clean(machine);
  });

  test('R1 removal relations go with a device that is disabled', async () => {
    const machine = await boot(relates('RemovalRelations', ''));
    const from = machine.state().events;
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
    expect(minors(machine, from, /^REMOVE_DEVICE/)).toEqual(['REMOVE_DEVICE dev1', 'REMOVE_DEVICE dev0']);
    clean(machine);
  });

  test('PNP-58 power relations are asked for after IoInvalidateDeviceRelations, and not before', async () => {
    const machine = await boot(
      relates('PowerRelations', 'IoInvalidateDeviceRelations(extension.Pdo, PowerRelations);'),
    );
    expect(minors(machine, 0, /RELATIONS/).filter((text) => text.endsWith('dev0'))).toHaveLength(1);
    expect(machine.nt.pnp.byId('dev0')?.powerRelations).toEqual([]);
    await read(machine);
    expect(machine.nt.pnp.byId('dev0')?.powerRelations).toEqual(['dev1']);
    clean(machine);
  });

  test('IoInvalidateDeviceRelations for the other types asks nothing', async () => {
    const machine = await boot({
      read: `IoInvalidateDeviceRelations(extension.Pdo, EjectionRelations);
        IoInvalidateDeviceRelations(extension.Pdo, RemovalRelations);`,
    });
    const from = machine.state().events;
    await read(machine);
    expect(minors(machine, from, /RELATIONS/)).toEqual([]);
    clean(machine);
  });
});
