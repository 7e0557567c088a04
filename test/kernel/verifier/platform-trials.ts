/** The plug-in of the sample with one mistake each, and as it is; a filter that takes its device down. */
import type { Injection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootSoc, CRASH, IDLE, plugInText, type SocChange } from '../../scenarios/soc/support.ts';
import { injectAll } from '../../support/machine.ts';
import { found } from './support.ts';

const ALL = ['"verifier": "standard"', '"verifier": "all"'] as const;
const READ: Injection = { op: 'io', device: 'volC', request: 'read', offset: 0, length: 512 };
/** The controller goes to sleep, is woken for a read, and goes to sleep again. */
const THERE_AND_BACK: readonly Injection[] = [IDLE, READ, IDLE];

interface PlatformTrial {
  readonly rule: string;
  readonly name: string;
  readonly bad: () => Promise<{ readonly found: readonly string[]; readonly expected: string }>;
  readonly good: () => Promise<readonly string[]>;
}

interface Mistake {
  readonly rule: string;
  /** Text of the plug-in, and what stands there instead. */
  readonly changes: readonly (readonly [before: string, after: string])[];
  /** What stands in the line of the finding. */
  readonly at: string;
  readonly steps: readonly Injection[];
}

const mistakes: readonly Mistake[] = [
  {
    rule: 'pep/handle-kind',
    changes: [['DeviceHandle = device.KernelHandle;', 'DeviceHandle = device.address;']],
    at: 'function AcceptDeviceNotification',
    steps: THERE_AND_BACK,
  },
  {
    rule: 'pep/unknown-handle',
    changes: [['RequestWorker?.(soc.Kernel.Plugin)', 'RequestWorker?.(soc.Kernel.Plugin + 4)']],
    at: 'RequestWorker?.(',
    steps: THERE_AND_BACK,
  },
  {
    rule: 'pep/flags',
    changes: [
      [
        'return PoFxRegisterPlugin(soc.Information, soc.Kernel)',
        'return PoFxRegisterPluginEx(soc.Information, 1n, soc.Kernel)',
      ],
      ['  PoFxRegisterPlugin,\n', '  PoFxRegisterPluginEx,\n'],
    ],
    at: 'return PoFxRegisterPluginEx',
    steps: [],
  },
  {
    rule: 'dump/forbidden-call',
    changes: [['  SwitchOn(device); // (B)', '  SwitchOn(device); KeSetTimer(device.Timer, CLOCK_TIME, device.Dpc);']],
    at: 'SwitchOn(device); KeSetTimer(',
    steps: [IDLE, CRASH],
  },
  {
    rule: 'dump/power-on-outside-crash',
    changes: [
      [
        '  soc?.Kernel.RequestWorker?.(',
        '  PoFxPowerOnCrashdumpDevice(DeviceAt(1)?.KernelHandle ?? 0, 0);\n  soc?.Kernel.RequestWorker?.(',
      ],
      ['  PoFxRegisterPlugin,\n', '  PoFxPowerOnCrashdumpDevice,\n  PoFxRegisterPlugin,\n'],
    ],
    at: '  PoFxPowerOnCrashdumpDevice(',
    steps: THERE_AND_BACK,
  },
];

function ofMistake({ rule, changes, at, steps }: Mistake): PlatformTrial {
  const play = async (change: SocChange): Promise<readonly string[]> => {
    const machine = await bootSoc({ machine: [ALL], ...change });
    await injectAll(machine, steps);
    return found(machine);
  };
  return {
    rule,
    name: `${rule} in a plug-in`,
    bad: async () => {
      const text = await plugInText({ plugIn: changes });
      const line = text.split('\n').findIndex((one) => one.includes(at)) + 1;
      return { found: await play({ plugIn: changes }), expected: `${rule} socpep socpep.ts:${line}` };
    },
    good: () => play({}),
  };
}

/** The plug-in asks the controller's driver for something: from within the given notification, or after it. */
async function playControl(notification: string, handler: string): Promise<readonly string[]> {
  const machine = await bootSoc({ machine: [ALL], plugIn: controlChanges(notification, handler) });
  return found(machine);
}

function controlChanges(notification: string, handler: string): readonly (readonly [string, string])[] {
  return [
    ['let soc: SOC | null = null;', 'let soc: SOC | null = null;\nlet asked = 0;'],
    [notification, handler],
    [
      '  const work = data.WorkInformation;\n',
      `  const work = data.WorkInformation;
  if (work !== NULL && asked !== 0) {
    work.WorkType = 3;
    work.PowerControl.DeviceHandle = cast(SOC_DEVICE, asked).KernelHandle;
    asked = 0;
    data.NeedWork = TRUE;
    return TRUE;
  }
`,
    ],
    ['  KeCancelTimer,\n', '  KeCancelTimer,\n  KeDelayExecutionThread,\n  KernelMode,\n'],
  ];
}

const ASK =
  'asked = cast(PEP_REGISTER_CRASHDUMP_DEVICE, data).DeviceHandle;\nsoc?.Kernel.RequestWorker?.(soc.Kernel.Plugin);';
const EARLY = [
  '  data.PowerOnDumpDeviceCallback = PowerOnDumpDevice;\n  return TRUE;',
  `  data.PowerOnDumpDeviceCallback = PowerOnDumpDevice;
  ${ASK}
  return KeDelayExecutionThread(KernelMode, FALSE, CLOCK_TIME).then(() => TRUE);`,
] as const;
const IN_TIME = [
  'case PEP_DPM_DEVICE_STARTED:\n      return TRUE;',
  `case PEP_DPM_DEVICE_STARTED:
      asked = cast(PEP_UNREGISTER_DEVICE, data).DeviceHandle;
      soc?.Kernel.RequestWorker?.(soc.Kernel.Plugin);
      return TRUE;`,
] as const;

/** A function driver that takes its device to D3 for a device control request, and back for the next. */
const SLEEPER = withImports(`
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT }) {}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, Control);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
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
async function DispatchPnp(device, irp) {
  const { Lower: lower, Pdo: pdo } = cast(EXTENSION, device.DeviceExtension);
  const stack = IoGetCurrentIrpStackLocation(irp);
  if (stack.MinorFunction !== IRP_MN_DEVICE_USAGE_NOTIFICATION) return PassDown(device, irp);
  const { InPath } = stack.Parameters.UsageNotification;
  await IoForwardIrpSynchronously(lower, irp);
  const status = irp.IoStatus.Status;
  if (NT_SUCCESS(status)) {
    if (InPath) device.Flags &= ~DO_POWER_PAGABLE;
    IoInvalidateDeviceState(pdo);
  }
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}
function Control(device, irp) {
  PoRequestPowerIrp(cast(EXTENSION, device.DeviceExtension).Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
`);

const SLEEP: Injection = { op: 'io', device: 'pci0', request: 'ioctl', code: 0x22_0000 };

/** The bridge sleeps: with the plug-in behind it, that can power it on for the dump, or without. */
async function playSleeper(isOnChip: boolean): Promise<readonly string[]> {
  const machine = await bootSoc({
    machine: [
      ['"socpep": { "source"', '"sleeper": { "source": "sleeper.ts" }, "socpep": { "source"'],
      ['"function": "pci",', '"function": "pci", "upperFilters": ["sleeper"],'],
    ],
    files: { 'sleeper.ts': SLEEPER },
    ...(isOnChip ? {} : { plugIn: [["{ path: 'ACPI\\\\PNP0A08'", "{ path: 'NO\\\\BRIDGE'"]] }),
  });
  await injectAll(machine, [IDLE, SLEEP]);
  return found(machine).filter((one) => one.startsWith('dump/'));
}

export const platformTrials: readonly PlatformTrial[] = [
  ...mistakes.map(ofMistake),
  {
    rule: 'pep/early-control',
    name: 'pep/early-control in a plug-in',
    bad: async () => {
      const text = await plugInText({ plugIn: controlChanges(...EARLY) });
      const line = text.split('\n').findIndex((one) => one.includes('function AcceptDeviceNotification')) + 1;
      return { found: await playControl(...EARLY), expected: `pep/early-control socpep socpep.ts:${line}` };
    },
    good: () => playControl(...IN_TIME),
  },
  {
    rule: 'dump/device-left-d0',
    name: 'dump/device-left-d0 in a filter',
    bad: async () => {
      const line = SLEEPER.split('\n').findIndex((one) => one.includes('PoRequestPowerIrp(')) + 1;
      return { found: await playSleeper(false), expected: `dump/device-left-d0 sleeper sleeper.ts:${line}` };
    },
    good: () => playSleeper(true),
  },
];
