import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { PnpRequest } from '../../../src/protocol/injection.ts';
import { type DriverParts, driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';

const CLASS = '{53f56307-b6bf-11d0-94f2-00a0c91efb8b}';
const LINK = `\\??\\SANDBOX#Null#pci0&dev0#${CLASS}`;

/** The filter of dev0: enables an interface of the device while it starts. */
const PROVIDER: DriverParts = {
  more: 'const name = {}; let link = null;',
  add: '',
  pnp: `if (minor === IRP_MN_START_DEVICE) {
    const status = await StartBelow(extension, irp);
    link = local(UNICODE_STRING);
    DbgPrint('register %x', IoRegisterDeviceInterface(extension.Pdo, GUID_DEVINTERFACE_DISK, NULL, link));
    DbgPrint('enable %x', IoSetDeviceInterfaceState(link, TRUE));
    DbgPrint('again %x', IoSetDeviceInterfaceState(link, TRUE));
    RtlFreeUnicodeString(link);
    irp.IoStatus.Status = status;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return status;
  }`,
};
const START_BELOW = `
async function StartBelow(extension, irp) {
  await IoForwardIrpSynchronously(extension.Lower, irp);
  return irp.IoStatus.Status;
}`;

/** The filter of another device, ear0: hears of the interface, opens the device and has it as its target. */
const LISTENER: DriverParts = {
  more: `
let driver = NULL; let file = NULL; const entries = [];
async function OnInterface(structure, context) {
  const change = cast(DEVICE_INTERFACE_CHANGE_NOTIFICATION, structure);
  const isArrival = IsEqualGUID(change.Event, GUID_DEVICE_INTERFACE_ARRIVAL);
  DbgPrint('%s %wZ', isArrival ? 'arrival' : 'removal', change.SymbolicLinkName);
  if (isArrival) await Open(change.SymbolicLinkName);
  return STATUS_SUCCESS;
}
async function Open(name) {
  const opened = out(); const device = out();
  DbgPrint('open %x', await IoGetDeviceObjectPointer(name, 1, opened, device));
  file = opened.value;
  const entry = out();
  DbgPrint('target %x', await IoRegisterPlugPlayNotification(EventCategoryTargetDeviceChange, 0, file, driver, OnTarget, 7, entry));
  entries.push(entry.value);
}
function OnTarget(structure, context) {
  const { Event: event, FileObject: object } = cast(TARGET_DEVICE_REMOVAL_NOTIFICATION, structure);
  if (IsEqualGUID(event, GUID_TARGET_DEVICE_QUERY_REMOVE)) {
    DbgPrint('query remove, context %d, %s', context, object === file ? 'own file' : 'no file');
    if (refuses) return STATUS_UNSUCCESSFUL;
    ObDereferenceObject(file);
    file = NULL;
  } else if (IsEqualGUID(event, GUID_TARGET_DEVICE_REMOVE_COMPLETE)) {
    DbgPrint('remove complete');
    if (file !== NULL) ObDereferenceObject(file);
    IoUnregisterPlugPlayNotification(entries.pop());
  } else if (IsEqualGUID(event, GUID_TARGET_DEVICE_REMOVE_CANCELLED)) {
    DbgPrint('remove cancelled');
  } else DbgPrint('custom %s', object === file ? 'own file' : 'no file');
  return STATUS_SUCCESS;
}
let refuses = false;
let interfaceEntry = 0;
`,
  entry: `driver = driverObject; refuses = SandboxQueryRegistry(driverObject, 'Refuses', 0) !== 0;`,
  add: `const entry = out();
  IoRegisterPlugPlayNotification(EventCategoryDeviceInterfaceChange, PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES,
    guid(GUID_DEVINTERFACE_DISK), driverObject, OnInterface, NULL, entry);
  interfaceEntry = entry.value;`,
  unload: 'DbgPrint("unload");',
  pnp: 'if (minor === IRP_MN_REMOVE_DEVICE) IoUnregisterPlugPlayNotification(interfaceEntry);',
};

async function boot(order: readonly string[], refuses = 0): Promise<Machine> {
  const devices: Record<string, object> = {
    dev0: { id: 'dev0', function: 'null', upperFilters: ['provider'] },
    ear0: { id: 'ear0', function: 'null', upperFilters: ['listener'] },
  };
  return bootDescription(
    {
      name: 'notification',
      memory: '4MiB',
      verifier: 'off',
      drivers: {
        provider: { source: './provider.ts' },
        listener: { source: './listener.ts', registry: { Refuses: refuses } },
      },
      devices: [{ id: 'pci0', function: 'pci', children: order.map((id) => devices[id]) }],
    },
    {
      'provider.ts': driverText({ ...PROVIDER, more: `${PROVIDER.more}${START_BELOW}` }),
      'listener.ts': driverText(LISTENER),
    },
  );
}

/** What drivers printed, and the removal requests that entered dev0's upper filter, in their order. */
function log(machine: Machine, from = 0): readonly string[] {
  return machine.readTrace(from, 100_000).events.flatMap(({ kind, detail, device, driver, minor }) => {
    if (kind === 'dbgPrint') return [detail ?? ''];
    const isRemoval = kind === 'callDriver' && device === 'dev0' && driver === 'provider' && /REMOV/.test(minor ?? '');
    return isRemoval ? [minor ?? ''] : [];
  });
}

async function request(machine: Machine, what: PnpRequest, device = 'dev0'): Promise<readonly string[]> {
  const from = machine.state().events;
  await machine.inject({ op: 'pnp', device, request: what });
  return log(machine, from);
}

describe('device interfaces', () => {
  test('PNP-10 an interface that is enabled during START is told once START has completed for all drivers', async () => {
    const machine = await boot(['ear0', 'dev0']);
    expect(log(machine)).toEqual(['register 0', 'enable 0', 'again 40000000', `arrival ${LINK}`, 'open 0', 'target 0']);
    const states = machine.readTrace(0, 100_000).events.filter(({ kind, device, to, detail }) => {
      return (kind === 'state' && device === 'dev0' && to === 'started') || (detail ?? '').startsWith('arrival');
    });
    expect(states.map(({ kind }) => kind).slice(0, 2)).toEqual(['state', 'dbgPrint']);
    expect(deviceOf(machine, 'dev0')).toMatchObject({ interfaces: [{ link: LINK, enabled: true }], openHandles: 1 });
  });

  test('interfaces that are there already are told when the driver asks for them', async () => {
    const machine = await boot(['dev0', 'ear0']);
    expect(log(machine)).toEqual(['register 0', 'enable 0', 'again 40000000', `arrival ${LINK}`, 'open 0', 'target 0']);
  });

  test('what a driver left enabled is disabled and told when its device goes', async () => {
    const machine = await boot(['ear0', 'dev0'], 0);
    expect(await request(machine, 'disable')).toContain(`removal ${LINK}`);
    expect(deviceOf(machine, 'dev0').interfaces).toEqual([{ link: LINK, class: CLASS, enabled: false }]);
    const back = await request(machine, 'enable');
    expect(back).toContain(`arrival ${LINK}`);
  });
});

describe('target devices', () => {
  test('PNP-56 PNP-57 R2 R6 those who use a device are asked before its drivers, and hear that it goes before REMOVE', async () => {
    const machine = await boot(['ear0', 'dev0']);
    expect(await request(machine, 'disable')).toEqual([
      'query remove, context 7, own file',
      'QUERY_REMOVE_DEVICE',
      'remove complete',
      'REMOVE_DEVICE',
      `removal ${LINK}`,
    ]);
    expect(machine.state().bugcheck).toBeNull();
  });

  test('R2 R5 a callback that refuses ends it before any driver of the device hears of it', async () => {
    const machine = await boot(['ear0', 'dev0'], 1);
    const from = machine.state().events;
    const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
    expect(result).toMatchObject({ ok: false, status: 'STATUS_UNSUCCESSFUL', vetoedBy: 'dev0' });
    expect(result.message).toContain('listener, which uses dev0, answered GUID_TARGET_DEVICE_QUERY_REMOVE');
    expect(log(machine, from)).toEqual(['query remove, context 7, own file', 'remove cancelled']);
  });

  test('PNP-51 SURPRISE_REMOVAL comes before the notification, and REMOVE after the file is closed', async () => {
    const machine = await boot(['ear0', 'dev0']);
    expect(await request(machine, 'unplug')).toEqual([
      'SURPRISE_REMOVAL',
      'remove complete',
      'REMOVE_DEVICE',
      `removal ${LINK}`,
    ]);
    expect(machine.state().devices.some(({ id }) => id === 'dev0')).toBe(false);
  });

  test('a driver that still wants to hear of something is not unloaded', async () => {
    const machine = await boot(['ear0', 'dev0']);
    expect(await request(machine, 'disable', 'ear0')).toEqual([]);
    expect(machine.state().violations).toEqual([]);
    expect(await request(machine, 'unplug')).toEqual([
      'SURPRISE_REMOVAL',
      'remove complete',
      'REMOVE_DEVICE',
      'unload',
    ]);
  });
});

test('IoReportTargetDeviceChange tells an event of the driver and waits; the asynchronous one tells it later', async () => {
  const machine = await bootDescription(
    {
      name: 'custom',
      memory: '4MiB',
      verifier: 'off',
      drivers: { provider: { source: './provider.ts' }, listener: { source: './listener.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            { id: 'ear0', function: 'null', upperFilters: ['listener'] },
            { id: 'dev0', function: 'null', upperFilters: ['provider'] },
          ],
        },
      ],
    },
    {
      'provider.ts': driverText({
        ...PROVIDER,
        more: `${PROVIDER.more}${START_BELOW}
function Structure(event) {
  const structure = local(TARGET_DEVICE_CUSTOM_NOTIFICATION);
  structure.Version = 1;
  structure.Size = sizeof(TARGET_DEVICE_CUSTOM_NOTIFICATION);
  RtlCopyMemory(structure.Event, guid(event), sizeof(GUID));
  structure.NameBufferOffset = -1;
  return structure;
}
async function Report(pdo, irp) {
  const own = Structure('{00112233-4455-6677-8899-aabbccddeeff}');
  DbgPrint('later %x', IoReportTargetDeviceChangeAsynchronous(pdo, own, () => DbgPrint('done'), NULL));
  DbgPrint('now %x', await IoReportTargetDeviceChange(pdo, own));
  DbgPrint('reserved %x', await IoReportTargetDeviceChange(pdo, Structure(GUID_TARGET_DEVICE_QUERY_REMOVE)));
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}`,
        read: 'return Report(extension.Pdo, irp);',
      }),
      'listener.ts': driverText(LISTENER),
    },
  );
  const from = machine.state().events;
  await machine.inject({ op: 'io', device: 'dev0', request: 'read' });
  expect(log(machine, from)).toEqual([
    'later 103',
    'custom own file',
    'now 0',
    'reserved c0000010',
    'custom own file',
    'done',
  ]);
});

test('a symbolic link leads to the device it names until it is deleted', async () => {
  const names = driverText({
    add: `const named = out(); const file = out(); const device = out();
    IoCreateDevice(driverObject, 0, '\\\\Device\\\\Control', FILE_DEVICE_UNKNOWN, 0, FALSE, named);
    named.value.Flags &= ~DO_DEVICE_INITIALIZING;
    DbgPrint('create %x', IoCreateSymbolicLink('\\\\DosDevices\\\\Mine', '\\\\Device\\\\Control'));
    DbgPrint('twice %x', IoCreateSymbolicLink('\\\\??\\\\mine', '\\\\Device\\\\Control'));
    Open(named.value);`,
    more: `async function Open(control) {
      const file = out(); const device = out();
      control.DriverObject.MajorFunction.set(IRP_MJ_CREATE, Succeed);
      control.DriverObject.MajorFunction.set(IRP_MJ_CLEANUP, Succeed);
      control.DriverObject.MajorFunction.set(IRP_MJ_CLOSE, Succeed);
      DbgPrint('open %x', await IoGetDeviceObjectPointer('\\\\??\\\\Mine', 1, file, device));
      DbgPrint('same %d, referenced %d', device.value === control ? 1 : 0, control.ReferenceCount);
      ObDereferenceObject(file.value);
      DbgPrint('delete %x', IoDeleteSymbolicLink('\\\\DosDevices\\\\Mine'));
      DbgPrint('gone %x', await IoGetDeviceObjectPointer('\\\\??\\\\Mine', 1, file, device));
    }
    function Succeed(device, irp) {
      DbgPrint('%s', { [IRP_MJ_CREATE]: 'CREATE', [IRP_MJ_CLEANUP]: 'CLEANUP', [IRP_MJ_CLOSE]: 'CLOSE' }[IoGetCurrentIrpStackLocation(irp).MajorFunction]);
      irp.IoStatus.Status = STATUS_SUCCESS;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return STATUS_SUCCESS;
    }`,
  });
  const machine = await bootDescription(
    {
      name: 'names',
      memory: '4MiB',
      verifier: 'off',
      drivers: { mydrv: { source: './mydrv.ts' } },
      devices: [{ id: 'dev0', function: 'null', upperFilters: ['mydrv'] }],
    },
    {
      'mydrv.ts': names
        .replaceAll('function AddDevice', 'async function AddDevice')
        .replace('Open(named.value);', 'await Open(named.value);'),
    },
  );
  expect(log(machine)).toEqual([
    'create 0',
    'twice c0000035',
    'CREATE',
    'CLEANUP',
    'open 0',
    'same 1, referenced 1',
    'delete 0',
    'gone c0000034',
    'CLOSE',
  ]);
});

describe('the trace', () => {
  const told = (machine: Machine, from = 0): readonly string[] =>
    machine
      .readTrace(from, 100_000)
      .events.filter(({ kind }) => kind === 'notification')
      .map(({ driver, device, detail, status }) => `${driver} about ${device}: ${detail} ${status}`);

  test('PNP-57 names who was told of what, and what the callback returned', async () => {
    const machine = await boot(['ear0', 'dev0']);
    expect(told(machine)).toEqual([
      'listener about dev0: EventCategoryDeviceInterfaceChange: GUID_DEVICE_INTERFACE_ARRIVAL STATUS_SUCCESS',
    ]);
    const from = machine.state().events;
    await request(machine, 'disable');
    expect(told(machine, from)).toEqual([
      'listener about dev0: EventCategoryTargetDeviceChange: GUID_TARGET_DEVICE_QUERY_REMOVE STATUS_SUCCESS',
      'listener about dev0: EventCategoryTargetDeviceChange: GUID_TARGET_DEVICE_REMOVE_COMPLETE STATUS_SUCCESS',
      'listener about dev0: EventCategoryDeviceInterfaceChange: GUID_DEVICE_INTERFACE_REMOVAL STATUS_SUCCESS',
    ]);
  });

  test('R2 shows the refusal, and can be waited for', async () => {
    const machine = await boot(['ear0', 'dev0'], 1);
    const from = machine.state().events;
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
    expect(told(machine, from).map((text) => text.split(': ')[2])).toEqual([
      'GUID_TARGET_DEVICE_QUERY_REMOVE STATUS_UNSUCCESSFUL',
      'GUID_TARGET_DEVICE_REMOVE_CANCELLED STATUS_SUCCESS',
    ]);
    const [event] = machine.readTrace(0, 100_000, 'GUID_TARGET_DEVICE_QUERY_REMOVE').events;
    expect(event).toMatchObject({ kind: 'notification', driver: 'listener', event: 'GUID_TARGET_DEVICE_QUERY_REMOVE' });
  });
});
