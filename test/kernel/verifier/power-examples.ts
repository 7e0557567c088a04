/** A driver that owns the power policy of its device: each rule broken once. */
import type { Injection } from '../../../src/protocol/injection.ts';
import { type PowerExample, READ, SLEEP_AND_WAKE } from './power-driver.ts';

const COPY = 'IoCopyCurrentIrpStackLocationToNext(irp);';
const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
const CALL = 'return IoCallDriver(extension.Lower, irp);';
const set = (routine: string): string => `IoSetCompletionRoutine(irp, ${routine}, extension, TRUE, TRUE, TRUE);`;
const request = (state: string): string =>
  `PoRequestPowerIrp(device, IRP_MN_SET_POWER, ${state}, DeviceDone, 0, NULL);`;
/** A completion routine that asks for a device state and lets the system request go. */
const asking = (state: string): string =>
  `function Asks(device, irp) { if (irp.PendingReturned) IoMarkIrpPending(irp); ${request(state)} return STATUS_CONTINUE_COMPLETION; }`;
const device = (...states: readonly string[]): readonly Injection[] =>
  states.map((state) => ({ op: 'power', request: 'setDevice', device: 'dev0', state }) as Injection);

const pending: readonly PowerExample[] = [
  {
    rule: 'MarkPower',
    bad: { power: `if (goes === 'wake') { ${COPY} ${set('Asks')}\n${CALL} //!\n}`, more: asking('PowerDeviceD0') },
    good: {},
  },
  {
    rule: 'MarkDevicePower',
    bad: { power: `if (goes === 'wake') { ${request('PowerDeviceD0')} ${SKIP}\n${CALL} //!\n}` },
    good: {},
  },
  {
    rule: 'MarkPowerDown',
    bad: { power: `if (goes === 'sleep') { ${COPY} ${set('Asks')}\n${CALL} //!\n}`, more: asking('PowerDeviceD3') },
    good: {},
  },
];

const failing: readonly PowerExample[] = [
  {
    rule: 'PowerUpFail',
    bad: {
      power:
        "if (goes === 'up') { irp.IoStatus.Status = STATUS_UNSUCCESSFUL;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_UNSUCCESSFUL; }",
    },
    good: {},
  },
  {
    rule: 'PowerDownFail',
    bad: {
      power:
        "if (goes === 'sleep') { irp.IoStatus.Status = STATUS_UNSUCCESSFUL;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_UNSUCCESSFUL; }",
    },
    good: {},
  },
  {
    rule: 'C9/0x230',
    steps: [READ],
    bad: {
      read: 'IoCallDriver(device, NewPowerIrp(device, 15));',
      power:
        'if (minor === 15) { irp.IoStatus.Status = STATUS_INVALID_PARAMETER;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_INVALID_PARAMETER; }',
    },
    good: { read: 'IoCallDriver(device, NewPowerIrp(device, 15));' },
  },
  {
    rule: 'power/io-failed-asleep',
    steps: [...device('D3'), READ],
    bad: {
      read: 'if (extension.State !== PowerDeviceD0) { irp.IoStatus.Status = STATUS_DEVICE_NOT_READY;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_DEVICE_NOT_READY; }',
    },
    good: {
      read: `if (extension.State !== PowerDeviceD0) { IoMarkIrpPending(irp); PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, DeviceDone, irp, NULL); return STATUS_PENDING; }`,
    },
  },
];

const carrying: readonly PowerExample[] = [
  {
    rule: 'power/irp-not-from-po',
    steps: [READ],
    bad: {
      read: 'const own = NewPowerIrp(extension.Lower, IRP_MN_QUERY_POWER);\nIoCallDriver(extension.Lower, own); //!',
    },
    good: { read: 'PoRequestPowerIrp(device, IRP_MN_QUERY_POWER, PowerDeviceD0, NULL, 0, NULL);' },
  },
  {
    rule: 'power/irp-changed',
    bad: {
      power: `if (goes === 'query') { IoGetCurrentIrpStackLocation(irp).MinorFunction = IRP_MN_POWER_SEQUENCE; ${SKIP}\n${CALL} //!\n}`,
    },
    good: {},
  },
  {
    rule: 'power/no-device-request', // PWR-47
    bad: { power: `if (goes === 'sleep') { ${SKIP}\n${CALL} //!\n}` },
    good: {},
  },
  {
    rule: 'power/state-not-reported',
    steps: device('D3', 'D0'),
    bad: { power: `if (goes === 'down') { ${SKIP}\n${CALL} //!\n}` },
    good: {},
  },
  {
    rule: 'PagedCodeAtPowerTrans',
    routine: 'DispatchPower',
    bad: { entry: "SandboxAllocText(driverObject, 'PAGEPOWR', DispatchPower);" },
    good: {
      entry: "SandboxAllocText(driverObject, 'PAGEPOWR', DispatchPower); MmLockPagableCodeSection(DispatchPower);",
    },
  },
  {
    rule: 'C4/0x115',
    devices: 3,
    steps: [{ op: 'power', request: 'shutdown' }],
    bad: {
      power: `if (goes === 'sleep') { IoMarkIrpPending(irp); ${COPY} ${set('SystemDone')}\nIoCallDriver(extension.Lower, irp); //!\nreturn STATUS_PENDING; }`,
      asks: 'const status = PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, LateDone, irp, NULL);',
      more: `function LateDone(device, _minor, _state, context) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  KeInitializeTimer(extension.Timer); KeInitializeDpc(extension.Dpc, (_dpc, irp) => Complete(cast(IRP, irp), STATUS_SUCCESS), context);
  KeSetTimer(extension.Timer, -8n * 60n * 10000000n, extension.Dpc);
}`,
    },
    good: {},
  },
];

const calling: readonly PowerExample[] = [
  {
    rule: 'RequestedPowerIrp',
    steps: [READ],
    bad: { read: 'const got = out();\nPoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, NULL, 0, got); //!' },
    good: {
      read: 'const got = out();\nPoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, NULL, 0, got);',
    },
  },
  {
    rule: 'power/device-set-for-query', // PWR-45
    bad: { power: `if (goes === 'query') {\n${request('PowerDeviceD3')} //!\n}` },
    good: {},
  },
  {
    rule: 'power/device-state-too-high',
    bad: {
      asks: `\nconst status = PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, DeviceDone, isUp ? 0 : irp, NULL); //!`,
    },
    good: {},
  },
  {
    rule: 'power/between-sleeping-states',
    steps: [...device('D1'), READ],
    bad: { read: `\n${request('PowerDeviceD3')} //!` },
    good: { read: request('PowerDeviceD0') },
  },
  {
    rule: 'PowerIrpDDIs',
    bad: { power: "if (goes === 'up') {\nKeInitializeSemaphore(extension.Semaphore, 0, 1); //!\n}" },
    good: { start: 'KeInitializeSemaphore(extension.Semaphore, 0, 1);' },
  },
  {
    rule: 'PowerDownAllocate',
    bad: {
      power:
        "if (goes === 'sleep') {\nconst block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tseT'); //!\nExFreePool(block); }",
    },
    good: {
      power:
        "if (goes === 'wake') { const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tseT'); ExFreePool(block); }",
    },
  },
  {
    rule: 'power/idle-null-pointer',
    steps: [READ],
    bad: { read: '\nPoSetDeviceBusyEx(NULL); //!' },
    good: {
      start: 'extension.Idle = PoRegisterDeviceForIdleDetection(device, 1000, 1000, PowerDeviceD3);',
      read: 'if (extension.Idle !== 0) PoSetDeviceBusyEx(extension.Idle);',
    },
  },
  {
    rule: 'power/idle-unbalanced',
    steps: [READ],
    bad: {
      start: 'extension.Idle = PoRegisterDeviceForIdleDetection(device, 1000, 1000, PowerDeviceD3);',
      read: 'PoStartDeviceBusy(extension.Idle); PoEndDeviceBusy(extension.Idle);\nPoEndDeviceBusy(extension.Idle); //!',
    },
    good: {
      start: 'extension.Idle = PoRegisterDeviceForIdleDetection(device, 1000, 1000, PowerDeviceD3);',
      read: 'PoStartDeviceBusy(extension.Idle); PoEndDeviceBusy(extension.Idle);',
    },
  },
  {
    rule: 'power/wait-wake-bad-time',
    steps: [...device('D3'), READ],
    bad: { read: '\nPoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, NULL, 0, out()); //!' },
    good: { start: 'PoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, NULL, 0, out());' },
  },
];

export const policyExamples: readonly PowerExample[] = [...pending, ...failing, ...carrying, ...calling].map(
  (example) => ({ steps: SLEEP_AND_WAKE, ...example }),
);
