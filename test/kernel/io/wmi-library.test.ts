/** A driver that provides data through WMILIB, and management programs that use it. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { WmiInjection } from '../../../src/protocol/injection.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { leftOvers } from '../../scenarios/support/scenario.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';

const COUNTERS = '{12345678-1111-2222-3333-444455556666}';
const FIXED = '{12345678-1111-2222-3333-444455557777}';

/** Two instances of a counter of 32 bits, which can be set, and a block of one instance of 400 bytes, which cannot. */
const PROVIDER = driverText({
  more: `
class LENGTHS extends struct('LENGTHS', { Lengths: openArray(ULONG) }) {}
class VALUE extends struct('VALUE', { Value: ULONG }) {}
const counters = [0x11, 0x22];
const FIXED_SIZE = 400;
let library = NULL;

function QueryRegInfo(device, flags, instanceName, registryPath, mof, pdo) {
  flags.value = WMIREG_FLAG_INSTANCE_PDO;
  pdo.value = cast(EXTENSION, device.DeviceExtension).Pdo;
  return STATUS_SUCCESS;
}
async function QueryDataBlock(device, irp, block, instance, count, lengths, available, buffer) {
  const size = block === 0 ? 4 : FIXED_SIZE;
  const needed = (count - 1) * 8 + size;
  DbgPrint('query %d.%d, %d', block, instance, count);
  if (available < needed) return WmiCompleteRequest(device, irp, STATUS_BUFFER_TOO_SMALL, needed, IO_NO_INCREMENT);
  await KeDelayExecutionThread(KernelMode, FALSE, -10_000n);
  for (let index = 0; index < count; index += 1) {
    cast(LENGTHS, lengths).Lengths.set(index, size);
    cast(VALUE, buffer + index * 8).Value = block === 0 ? counters[instance + index] : 0xABCD;
  }
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, needed, IO_NO_INCREMENT);
}
function SetDataBlock(device, irp, block, instance, size, buffer) {
  if (block !== 0) return WmiCompleteRequest(device, irp, STATUS_WMI_READ_ONLY, 0, IO_NO_INCREMENT);
  if (size !== 4) return WmiCompleteRequest(device, irp, STATUS_WMI_SET_FAILURE, 0, IO_NO_INCREMENT);
  counters[instance] = cast(VALUE, buffer).Value;
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, 0, IO_NO_INCREMENT);
}
function ExecuteMethod(device, irp, block, instance, method, inSize, outSize, buffer) {
  DbgPrint('method %d of %d.%d, %d bytes in', method, block, instance, inSize);
  if (method !== 1) return WmiCompleteRequest(device, irp, STATUS_WMI_ITEMID_NOT_FOUND, 0, IO_NO_INCREMENT);
  counters[instance] += cast(VALUE, buffer).Value;
  cast(VALUE, buffer).Value = counters[instance];
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, 4, IO_NO_INCREMENT);
}
function FunctionControl(device, irp, block, kind, isEnabled) {
  DbgPrint('%s of %d %s', kind === WmiEventControl ? 'events' : 'collection', block, isEnabled ? 'on' : 'off');
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, 0, IO_NO_INCREMENT);
}
async function DispatchWmi(device, irp) {
  const disposition = out();
  const status = await WmiSystemControl(library, device, irp, disposition);
  if (disposition.value === IrpProcessed) return status;
  if (disposition.value !== IrpNotCompleted) return PassDown(device, irp);
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}
function SetUp(isWritable) {
  const list = ExAllocatePool2(POOL_FLAG_NON_PAGED, 2 * sizeof(WMIGUIDREGINFO), 'imWT');
  for (const [index, text] of ['${COUNTERS}', '${FIXED}'].entries()) {
    const block = cast(WMIGUIDREGINFO, list + index * sizeof(WMIGUIDREGINFO));
    block.Guid = guid(text);
    block.InstanceCount = index === 0 ? 2 : 1;
  }
  library = cast(WMILIB_CONTEXT, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(WMILIB_CONTEXT), 'imWT'));
  library.GuidCount = 2;
  library.GuidList = cast(WMIGUIDREGINFO, list);
  library.QueryWmiRegInfo = QueryRegInfo;
  library.QueryWmiDataBlock = QueryDataBlock;
  if (!isWritable) return;
  library.SetWmiDataBlock = SetDataBlock;
  library.ExecuteWmiMethod = ExecuteMethod;
  library.WmiFunctionControl = FunctionControl;
}`,
  add: `
  if (library === NULL) SetUp(SandboxQueryRegistry(driverObject, 'Writable', 1) !== 0);
  driverObject.MajorFunction.set(IRP_MJ_SYSTEM_CONTROL, DispatchWmi);`,
  pnp: `
  if (minor === IRP_MN_START_DEVICE) {
    await IoForwardIrpSynchronously(extension.Lower, irp);
    const status = irp.IoStatus.Status;
    DbgPrint('register %x', IoWMIRegistrationControl(device, WMIREG_ACTION_REGISTER));
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return status;
  }
  if (minor === IRP_MN_REMOVE_DEVICE) IoWMIRegistrationControl(device, WMIREG_ACTION_DEREGISTER);`,
});
function boot(writable = 1): Promise<Machine> {
  return bootDescription(
    {
      name: 'managed',
      memory: '4MiB',
      verifier: 'all',
      drivers: { prov: { source: './prov.ts', registry: { Writable: writable } } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            { id: 'dev0', function: 'prov', upperFilters: ['filter'] },
            { id: 'dev1', function: 'null' },
          ],
        },
      ],
    },
    { 'prov.ts': PROVIDER },
  );
}

const wmi = (request: WmiInjection['request'], more: Partial<WmiInjection> = {}): WmiInjection => ({
  op: 'wmi',
  device: 'dev0',
  guid: COUNTERS,
  request,
  ...more,
});

function printed(machine: Machine, from = 0): readonly string[] {
  const { events } = machine.readTrace(from, 100_000);
  return events.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => detail ?? '');
}

function clean(machine: Machine): void {
  expect([machine.state().bugcheck, machine.state().violations, leftOvers(machine)]).toEqual([null, [], []]);
}

describe('registration', () => {
  test('a driver that has registered is asked for its blocks with IRP_MN_REGINFO_EX, at the top of its stack', async () => {
    const machine = await boot();
    const asked = machine
      .readTrace(0, 100_000)
      .events.filter(({ kind, minor }) => kind === 'callDriver' && minor === 'REGINFO_EX')
      .map(({ device, driver, thread }) => `${device}/${driver} in ${thread}`);
    expect(asked).toEqual(['dev0/filter in WMI', 'dev0/prov in WMI']);
    expect([...machine.nt.io.wmiProviders.values()]).toEqual([
      [
        { guid: COUNTERS, flags: 0x20, instances: 2 },
        { guid: FIXED, flags: 0x20, instances: 1 },
      ],
    ]);
    clean(machine);
  });

  test('it has no blocks any more once its device is gone', async () => {
    const machine = await boot();
    const [, query] = await injectAll(machine, [{ op: 'pnp', device: 'dev0', request: 'disable' }, wmi('query')]);
    expect(query?.message).toBe('No driver of dev0 has registered a WMI block.');
    expect(machine.nt.io.wmiProviders.size).toBe(0);
    clean(machine);
  });
});

describe('a data block', () => {
  test('is read as a whole, or one instance of it', async () => {
    const machine = await boot();
    const [all, one] = await injectAll(machine, [wmi('query'), wmi('query', { instance: 1 })]);
    expect(all?.message).toContain('STATUS_SUCCESS. instance 0: 11000000; instance 1: 22000000.');
    expect(one?.message).toContain('STATUS_SUCCESS. instance 1: 22000000.');
    expect(printed(machine).slice(1)).toEqual(['query 0.0, 2', 'query 0.1, 1']);
    clean(machine);
  });

  test('that does not fit is asked for again with as much room as the driver wants', async () => {
    const machine = await boot();
    const [fixed] = await injectAll(machine, [wmi('query', { guid: FIXED, instance: 0 })]);
    expect(fixed).toMatchObject({ ok: true });
    expect(fixed?.message).toContain('instance 0: cdab0000');
    expect(printed(machine).slice(1)).toEqual(['query 1.0, 1', 'query 1.0, 1']);
    clean(machine);
  });

  test('is written', async () => {
    const machine = await boot();
    const [set, wrong, all] = await injectAll(machine, [
      wmi('set', { instance: 1, data: 'hex:99000000' }),
      wmi('set', { instance: 1, data: 'hex:99' }),
      wmi('query'),
    ]);
    expect([set?.status, wrong?.status]).toEqual(['STATUS_SUCCESS', 'STATUS_WMI_SET_FAILURE']);
    expect(all?.message).toContain('instance 1: 99000000');
    clean(machine);
  });

  test('has methods that take data and give some back', async () => {
    const machine = await boot();
    const [called, missing] = await injectAll(machine, [
      wmi('execute', { method: 1, data: 'hex:05000000' }),
      wmi('execute', { method: 2 }),
    ]);
    expect(called?.message).toContain('STATUS_SUCCESS. instance 0: 16000000.');
    expect(missing?.status).toBe('STATUS_WMI_ITEMID_NOT_FOUND');
    expect(printed(machine).slice(1)).toEqual(['method 1 of 0.0, 4 bytes in', 'method 2 of 0.0, 0 bytes in']);
    clean(machine);
  });

  test('is told who listens and who collects', async () => {
    const machine = await boot();
    const results = await injectAll(machine, [
      wmi('enableEvents'),
      wmi('enableCollection'),
      wmi('disableCollection'),
      wmi('disableEvents', { guid: FIXED }),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(printed(machine).slice(1)).toEqual([
      'events of 0 on',
      'collection of 0 on',
      'collection of 0 off',
      'events of 1 off',
    ]);
    clean(machine);
  });
});

describe('what the library refuses by itself', () => {
  test('an instance that there is not, without asking the driver', async () => {
    const machine = await boot();
    const results = await injectAll(machine, [
      wmi('query', { instance: 2 }),
      wmi('set', { instance: 2, data: 'hex:00000000' }),
      wmi('set', { instance: 2, item: 1, data: 'hex:00' }),
      wmi('execute', { instance: 2 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 'STATUS_WMI_INSTANCE_NOT_FOUND'));
    expect(printed(machine)).toEqual(['register 0']);
    clean(machine);
  });

  test('what the driver has no routine for', async () => {
    const machine = await boot(0);
    const results = await injectAll(machine, [
      wmi('set', { data: 'hex:00000000' }),
      wmi('set', { item: 1, data: 'hex:00' }),
      wmi('execute'),
      wmi('enableEvents'),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'STATUS_WMI_READ_ONLY',
      'STATUS_WMI_READ_ONLY',
      'STATUS_INVALID_DEVICE_REQUEST',
      'STATUS_SUCCESS',
    ]);
    clean(machine);
  });
});

test('a block that nobody has is refused with what there is', async () => {
  const machine = await boot();
  const unknown = await machine.inject(wmi('query', { guid: FIXED.replace('7777', '7778') }));
  expect(unknown).toMatchObject({ ok: false, status: 'STATUS_INVALID_PARAMETER' });
  expect(unknown.message).toContain(`Did you mean ${FIXED}?`);
  const none = await machine.inject(wmi('query', { device: 'dev1' }));
  expect(none.message).toBe('No driver of dev1 has registered a WMI block.');
  const malformed = await machine.inject(wmi('query', { guid: 'counters' }));
  expect(malformed.message).toContain('`guid` must be an identifier such as');
  clean(machine);
});
