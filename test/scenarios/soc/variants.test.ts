/** The variants of TR-D: one thing in the sample is changed, and what becomes of the dump is written down whole. */
import { expect, test } from 'vitest';
import type { Injection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { Scenario } from '../support/scenario.ts';
import { bootSoc, CRASH, dumpPathOf, IDLE, pathText, type SocChange } from './support.ts';

/** Only the built-in plug-in owns the bridge. */
const BRIDGE_NOT_ON_CHIP = [
  "{ path: 'ACPI\\\\PNP0A08', isDumpDevice: true }",
  "{ path: 'NO\\\\BRIDGE', isDumpDevice: true }",
] as const;

/** An upper filter that takes its device to D3 when it gets a device control request, whoever owns its power policy. */
const GREEDY = withImports(`
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT }) {}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, TakeDown);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const created = out();
  IoCreateDevice(driverObject, EXTENSION, NULL, pdo.DeviceType, 0, FALSE, created);
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  extension.Lower = IoAttachDeviceToDeviceStack(self, pdo);
  extension.Pdo = pdo;
  self.Flags |= extension.Lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function TakeDown(device, irp) {
  PoRequestPowerIrp(cast(EXTENSION, device.DeviceExtension).Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
`);

interface Variant {
  readonly name: string;
  readonly golden: string;
  readonly change: SocChange;
  readonly steps?: readonly Injection[];
  readonly expected: readonly string[];
  /** null: the dump is written. */
  readonly reason: string | null;
}

const variants: readonly Variant[] = [
  {
    name: 'steps 2, 3 and 8: the bridge has no plug-in but the built-in one, and is on',
    golden: 'soc-default-bridge',
    change: { plugIn: [BRIDGE_NOT_ON_CHIP] },
    expected: ['pci0 d0 absent STATUS_UNSUCCESSFUL', 'hba0 d3cold withRoutine STATUS_SUCCESS'],
    reason: null,
  },
  {
    name: 'd1: the bridge was let go to D3',
    golden: 'soc-d1-bridge-off',
    change: {
      plugIn: [BRIDGE_NOT_ON_CHIP],
      machine: [
        ['"socpep": { "source"', '"greedy": { "source": "greedy.ts" }, "socpep": { "source"'],
        ['"function": "pci",', '"function": "pci", "upperFilters": ["greedy"],'],
      ],
      files: { 'greedy.ts': GREEDY },
    },
    steps: [IDLE, { op: 'io', device: 'pci0', request: 'ioctl', code: 0x22_0000 }],
    expected: [
      'pci0 d3hot absent STATUS_UNSUCCESSFUL (not powered, no PEP power-on)',
      'hba0 d3cold withRoutine STATUS_SUCCESS (out of reach behind pci0)',
    ],
    reason: 'device pci0: not powered, no PEP power-on',
  },
  {
    name: 'd2: the plug-in refuses, so that the controller stays on',
    golden: 'soc-d2-refused',
    change: {
      plugIn: [['isDumpDevice: true }, // the storage controller', 'isDumpDevice: false }, // the storage controller']],
    },
    expected: ['pci0 d0 withRoutine STATUS_SUCCESS', 'hba0 d0 absent STATUS_UNSUCCESSFUL'],
    reason: null,
  },
  {
    name: 'd3: the plug-in agrees and gives no routine',
    golden: 'soc-d3-no-routine',
    change: { plugIn: [['  data.PowerOnDumpDeviceCallback = PowerOnDumpDevice;\n', '']] },
    expected: [
      'pci0 d0 withoutRoutine STATUS_UNSUCCESSFUL',
      'hba0 d3cold withoutRoutine STATUS_UNSUCCESSFUL (not powered, its plug-in has no routine for it)',
    ],
    reason: 'device hba0: not powered, its plug-in has no routine for it',
  },
  {
    name: 'd4: the rail does not settle in time',
    golden: 'soc-d4-false',
    change: { plugIn: [['const POLLS = 100;', 'const POLLS = 2;']] },
    expected: [
      'pci0 d0 withRoutine STATUS_SUCCESS',
      "hba0 d3cold withRoutine STATUS_UNSUCCESSFUL (not powered, its plug-in's routine returned FALSE)",
    ],
    reason: "device hba0: not powered, its plug-in's routine returned FALSE",
  },
  {
    name: 'd6: the routine waits',
    golden: 'soc-d6-waits',
    change: {
      plugIn: [
        ['    KeStallExecutionProcessor(10);', '    KeDelayExecutionThread(0, FALSE, -100n);'],
        ['  KeStallExecutionProcessor,\n', '  KeDelayExecutionThread,\n'],
      ],
    },
    expected: [
      'pci0 d0 withRoutine STATUS_SUCCESS',
      "hba0 d3cold withRoutine STATUS_UNSUCCESSFUL (has no power that counts: in its plug-in's routine KeDelayExecutionThread was called)",
    ],
    reason: "device hba0: has no power that counts: in its plug-in's routine KeDelayExecutionThread was called",
  },
  {
    name: 'd7: the controller is on and in F1, and its routine is called all the same',
    golden: 'soc-d7-f1',
    change: {},
    steps: [{ op: 'advance', by: '100ms' }],
    expected: ['pci0 d0 withRoutine STATUS_SUCCESS', 'hba0 d0 withRoutine STATUS_SUCCESS'],
    reason: null,
  },
];

test.each(variants)('TR-D TV-26 $name', async ({ golden, change, steps, expected, reason }) => {
  const machine = await bootSoc(change);
  for (const step of steps ?? [IDLE]) expect(await machine.inject(step)).toMatchObject({ ok: true });
  const scenario = new Scenario(machine);
  await scenario.play(CRASH);
  expect(pathText(machine).slice(1, 3)).toEqual(expected);
  expect(dumpPathOf(machine)).toMatchObject({
    canBeWritten: reason === null,
    ...(reason === null ? {} : { text: `The dump was not written: ${reason}.` }),
  });
  expect(machine.analyze()).toContain(`CRASH_DUMP:  ${dumpPathOf(machine).text}`);
  await scenario.matches(golden);
});

test.each([
  ['false', 'default'],
  ['true', 'stopped'],
])(
  'PEP-23 BC-03: a plug-in that does not handle the registration of its device, "pepStrict": %s',
  async (strict, end) => {
    const machine = await bootSoc({
      machine: [['"verifier": "standard"', `"pepStrict": ${strict}, "verifier": "standard"`]],
      plugIn: [['      return RegisterDevice(cast(PEP_REGISTER_DEVICE_V2, data));', '      return FALSE;']],
    });
    const { bugcheck } = machine.state();
    if (end === 'stopped')
      expect(bugcheck).toMatchObject({ code: 0xa0, parameters: ['0x605', '0x3', expect.anything(), '0x0'] });
    else expect([bugcheck, machine.nt.fx.devices.map(({ owner }) => owner.isDefault)]).toEqual([null, [true, true]]);
  },
);

/** Its devices are in paged pool, and it touches them only where nothing is paged out. */
const PAGED_DATA = [
  ['      return AcceptPlatformNotification(notification, data);', '      return FALSE;'],
  ['import { AcceptPlatformNotification, AcceptProcessorNotification }', 'import { AcceptProcessorNotification }'],
  [
    'soc.Devices.set(index, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(SOC_DEVICE), TAG));',
    'soc.Devices.set(index, ExAllocatePool2(POOL_FLAG_PAGED, sizeof(SOC_DEVICE), TAG));',
  ],
  ['  POOL_FLAG_NON_PAGED,\n', '  POOL_FLAG_NON_PAGED,\n  POOL_FLAG_PAGED,\n'],
  [
    'function ChangeIdleState(data: PEP_NOTIFY_COMPONENT_IDLE_STATE): boolean {\n',
    'function ChangeIdleState(data: PEP_NOTIFY_COMPONENT_IDLE_STATE): boolean {\n  if (data) return FALSE;\n',
  ],
] as const;
const PAGED_CODE = [
  [
    '  const address = ExAllocatePool2(',
    "  SandboxAllocText(driverObject, 'PAGE', PowerOnDumpDevice);\n  const address = ExAllocatePool2(",
  ],
  ['  STATUS_SUCCESS,\n', '  STATUS_SUCCESS,\n  SandboxAllocText,\n'],
] as const;

test.each([
  ['data', PAGED_DATA, /0x000000D1 came up/],
  ['code', PAGED_CODE, /0x000000D3 came up/],
])('PEP-32: paged %s is not there when the routine runs', async (_what, plugIn, reason) => {
  const machine = await bootSoc({ plugIn });
  expect(machine.state().bugcheck).toBeNull();
  await machine.inject(IDLE);
  await machine.inject(CRASH);
  expect(machine.state().bugcheck?.name).toBe('MANUALLY_INITIATED_CRASH');
  expect(dumpPathOf(machine).canBeWritten).toBe(false);
  expect(dumpPathOf(machine).text).toMatch(reason);
});

/** A function driver that registers its device, takes that back, and says what becomes of its handle. */
const STALE = withImports(`
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT }) {}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const created = out();
  IoCreateDevice(driverObject, EXTENSION, NULL, 34, 0, FALSE, created);
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  extension.Lower = IoAttachDeviceToDeviceStack(self, pdo);
  extension.Pdo = pdo;
  self.Flags |= extension.Lower.Flags & DO_POWER_PAGABLE;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
async function DispatchPnp(device, irp) {
  if (IoGetCurrentIrpStackLocation(irp).MinorFunction !== IRP_MN_START_DEVICE) return PassDown(device, irp);
  const extension = cast(EXTENSION, device.DeviceExtension);
  await IoForwardIrpSynchronously(extension.Lower, irp);
  const description = local(PO_FX_DEVICE_V1);
  const state = local(PO_FX_COMPONENT_IDLE_STATE);
  description.Version = PO_FX_VERSION_V1;
  description.ComponentCount = 1;
  description.Components.get(0).IdleStateCount = 1;
  description.Components.get(0).IdleStates = state;
  const handle = out(0);
  await PoFxRegisterDevice(extension.Pdo, description, handle);
  await Try('registered', handle.value);
  await PoFxUnregisterDevice(handle.value);
  await Try('stale', handle.value);
  await Try('null', 0);
  await Try('foreign', 0x1234);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
async function Try(what, handle) {
  const registered = await PoFxRegisterCrashdumpDevice(handle);
  DbgPrint('%s %x %x\\n', what, registered, PoFxPowerOnCrashdumpDevice(handle, 0x40));
}
`);

test('TR-D d5 POFX-60 POFX-63: a handle that is no registration, or none any more, is an invalid parameter', async () => {
  const machine = await bootSoc({
    machine: [
      ['"socpep": { "source"', '"stale": { "source": "stale.ts" }, "socpep": { "source"'],
      ['  "devices": [\n', '  "devices": [\n    { "id": "one0", "function": "stale" },\n'],
    ],
    files: { 'stale.ts': STALE },
  });
  const { events } = machine.readTrace(0, 100_000, 'dbgPrint');
  expect(events.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => detail?.trim())).toEqual([
    // No plug-in of the platform has the device.
    'registered c0000001 c0000001',
    'stale c000000d c000000d',
    'null c000000d c000000d',
    'foreign c000000d c000000d',
  ]);
  expect(machine.state().bugcheck).toBeNull();
});
