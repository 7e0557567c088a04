/** Devices, pool, locks, waits: single calls that are wrong where they stand. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example } from './support.ts';

const pnp = (...requests: readonly string[]): readonly Injection[] =>
  requests.map((request) => ({ op: 'pnp', device: 'dev0', request }) as Injection);

const AT_DISPATCH = 'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);';
const AT_3 = 'const old = out(); KeRaiseIrql(3, old);';
const BACK = 'KeLowerIrql(old.value);';
const ALLOCATE = "const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT');";
const PAGED = "const block = ExAllocatePool2(POOL_FLAG_PAGED, 16, 'tesT');";
const LOCK = "addressOf(extension, 'First')";

export const deviceExamples: readonly Example[] = [
  {
    rule: 'C9/0x21F',
    steps: [],
    routine: 'DriverEntry',
    bad: { entry: 'driverObject.MajorFunction.set(IRP_MJ_POWER, NULL);' },
    good: {},
  },
  { rule: 'C9/0x243', steps: [], bad: { attach: '//!', add: 'self.Flags |= DO_DEVICE_INITIALIZING;' }, good: {} },
  { rule: 'C9/0x244', steps: [], onDisk: true, bad: { attach: '//!', add: 'self.Flags &= ~DO_DIRECT_IO;' }, good: {} },
  {
    rule: 'C9/0x245',
    steps: [],
    bad: { attach: '//!', add: 'self.Flags |= DO_BUFFERED_IO | DO_DIRECT_IO;' },
    good: {},
  },
  { rule: 'C9/0x246', steps: [], bad: { attach: '//!', add: 'self.DeviceType = 0x7fff;' }, good: {} },
  { rule: 'C9/0x23F', steps: [], bad: { attach: '//!', add: 'self.Flags &= ~DO_POWER_PAGABLE;' }, good: {} },
  {
    rule: 'C9/0x201',
    steps: pnp('disable'),
    bad: { removed: 'IoDeleteDevice(device); //!\nIoDetachDevice(lower); return status;' },
    good: {},
  },
  {
    rule: 'C9/0x241',
    steps: pnp('surpriseRemove'),
    bad: {
      pnp: 'if (minor === IRP_MN_SURPRISE_REMOVAL) { const below = extension.Lower; irp.IoStatus.Status = STATUS_SUCCESS;\nIoDetachDevice(below); //!\nIoSkipCurrentIrpStackLocation(irp); return IoCallDriver(below, irp); }',
    },
    good: {},
  },
  {
    rule: 'C9/0x242',
    steps: pnp('surpriseRemove'),
    bad: {
      pnp: 'if (minor === IRP_MN_SURPRISE_REMOVAL) { const below = extension.Lower; ObReferenceObject(device);\nIoDeleteDevice(device); //!\nIoSkipCurrentIrpStackLocation(irp); return IoCallDriver(below, irp); }',
      removed: 'IoDetachDevice(lower); ObDereferenceObject(device); return status;',
    },
    good: {},
  },
];

export const poolExamples: readonly Example[] = [
  {
    rule: 'C4/0xE1',
    bad: {
      read: "const event = cast(KEVENT, ExAllocatePool2(POOL_FLAG_PAGED, sizeof(KEVENT), 'tesT'));\nKeInitializeEvent(event, NotificationEvent, FALSE); //!\nExFreePool(event);",
    },
    good: {
      read: "const event = cast(KEVENT, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KEVENT), 'tesT')); KeInitializeEvent(event, NotificationEvent, FALSE); ExFreePool(event);",
    },
  },
  {
    rule: 'C4/0x00',
    bad: { read: "const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 0, 'tesT'); //!\nExFreePool(block);" },
    good: { read: `${ALLOCATE} ExFreePool(block);` },
  },
  {
    rule: 'C4/0x01',
    bad: { read: `${AT_DISPATCH}\n${PAGED} //!\n${BACK} ExFreePool(block);` },
    good: { read: `${AT_DISPATCH} ${ALLOCATE} ${BACK} ExFreePool(block);` },
  },
  {
    rule: 'C4/0x11',
    bad: { read: `${PAGED} ${AT_DISPATCH}\nExFreePool(block); //!\n${BACK}` },
    good: { read: `${ALLOCATE} ${AT_DISPATCH} ExFreePool(block); ${BACK}` },
  },
  {
    rule: 'C4/0x12',
    bad: { read: `${ALLOCATE} ${AT_3}\nExFreePool(block); //!\n${BACK}` },
    good: { read: `${ALLOCATE} ${AT_DISPATCH} ExFreePool(block); ${BACK}` },
  },
  {
    rule: 'IrqlExAllocatePool',
    bad: { read: `${AT_3}\n${ALLOCATE} //!\n${BACK} ExFreePool(block);` },
    good: { read: `${AT_DISPATCH} ${ALLOCATE} ${BACK} ExFreePool(block);` },
  },
  {
    rule: 'C4/0x13',
    bad: { read: `${ALLOCATE} ExFreePool(block);\nExFreePool(block); //!` },
    good: { read: `${ALLOCATE} ExFreePool(block);` },
  },
  {
    rule: 'C2/0x0A',
    bad: { read: `${ALLOCATE}\nExFreePoolWithTag(block, 'rehtO'); //!` },
    good: { read: `${ALLOCATE} ExFreePoolWithTag(block, 'tesT');` },
  },
];

/** Its only device goes, so the driver is unloaded. */
const PULLED_OUT: readonly Injection[] = [
  { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 },
  ...pnp('disable'),
];

const SETTING =
  'globalThis.setting = out(); PoRegisterPowerSettingCallback(NULL, GUID_LIDSWITCH_STATE_CHANGE, () => STATUS_SUCCESS, 0, globalThis.setting);';

export const leakExamples: readonly Example[] = [
  {
    rule: 'C4/0x62',
    steps: PULLED_OUT,
    bad: { read: "ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); //!", unload: 'DbgPrint("unloaded");' },
    good: { read: `${ALLOCATE} ExFreePool(block);`, unload: 'DbgPrint("unloaded");' },
  },
  {
    rule: 'power/setting-callback-left',
    steps: PULLED_OUT,
    bad: { entry: `${SETTING} //!`, unload: 'DbgPrint("unloaded");' },
    good: { entry: SETTING, unload: 'PoUnregisterPowerSettingCallback(globalThis.setting.value);' },
  },
];

const WAIT = 'KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE,';
const DELETE_OTHER = 'const other = out(); IoCreateDevice(device.DriverObject, 16, NULL, 0x22, 0, FALSE, other);';

const TIMER = `const timer = cast(KTIMER, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KTIMER), 'tesT'));
const dpc = cast(KDPC, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KDPC), 'tesT'));
KeInitializeTimer(timer); KeInitializeDpc(dpc, Dpc, extension); KeSetTimer(timer, -10000n, dpc);`;

export const dpcExamples: readonly Example[] = [
  {
    rule: 'irql/IoGetDeviceProperty',
    steps: [
      { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 },
      { op: 'advance', by: '5ms' },
    ],
    bad: {
      read: `${TIMER} function Dpc() {\nIoGetDeviceProperty(extension.Pdo, 0, 0, NULL, out()); //!\n}`,
    },
    good: { read: `${TIMER} function Dpc() { KeSetEvent(extension.Event, 0, FALSE); }` },
  },
];

export const irqlExamples: readonly Example[] = [
  {
    rule: 'irp/wait-in-completion-routine',
    bad: {
      read: 'return PassWithRoutine(extension, irp);',
      done: `${WAIT} -10n); //!\nif (irp.PendingReturned) IoMarkIrpPending(irp);`,
    },
    good: {
      read: 'return PassWithRoutine(extension, irp);',
      done: `${WAIT} 0n); if (irp.PendingReturned) IoMarkIrpPending(irp);`,
    },
  },
  { rule: 'C4/0x120', bad: { read: `${AT_3}\n${WAIT} NULL); //!\n${BACK}` }, good: { read: `${WAIT} NULL);` } },
  {
    rule: 'C4/0x121',
    bad: { read: `${AT_DISPATCH}\n${WAIT} NULL); //!\n${BACK}` },
    good: { read: `${AT_DISPATCH} ${WAIT} 0n); ${BACK}` },
  },
  {
    rule: 'C4/0x122',
    bad: { read: `${AT_DISPATCH}\n${WAIT} -10n); //!\n${BACK}` },
    good: { read: `${AT_DISPATCH} ${WAIT} 0n); ${BACK}` },
  },
  {
    rule: 'IrqlKeWaitForMultipleObjects',
    bad: {
      read: `${AT_DISPATCH}\nKeWaitForMultipleObjects(1, [extension.Event], WaitAny, Executive, KernelMode, FALSE, NULL, NULL); //!\n${BACK}`,
    },
    good: {
      read: 'KeWaitForMultipleObjects(1, [extension.Event], WaitAny, Executive, KernelMode, FALSE, NULL, NULL);',
    },
  },
  {
    rule: 'C4/0x30',
    bad: { read: `${AT_DISPATCH}\nKeRaiseIrql(APC_LEVEL, out()); //!\n${BACK}` },
    good: { read: `${AT_DISPATCH} ${BACK}` },
  },
  { rule: 'C4/0x31', bad: { read: 'KeLowerIrql(DISPATCH_LEVEL); //!' }, good: { read: `${AT_DISPATCH} ${BACK}` } },
  {
    rule: 'C4/0x3E',
    bad: { read: 'KeLeaveCriticalRegion(); //!' },
    good: { read: 'KeEnterCriticalRegion(); KeLeaveCriticalRegion();' },
  },
  {
    rule: 'IrqlKeApcLte1',
    bad: { read: `${AT_DISPATCH}\nKeDelayExecutionThread(KernelMode, FALSE, 0n); //!\n${BACK}` },
    good: { read: 'KeDelayExecutionThread(KernelMode, FALSE, 0n);' },
  },
  {
    rule: 'IrqlKeApcLte2',
    bad: { read: `${AT_DISPATCH}\nKeEnterCriticalRegion(); //!\n${BACK} KeLeaveCriticalRegion();` },
    good: { read: 'KeEnterCriticalRegion(); KeLeaveCriticalRegion();' },
  },
  {
    rule: 'IrqlKeDispatchLte',
    bad: { read: `${AT_3}\nKeClearEvent(extension.Event); //!\n${BACK}` },
    good: { read: `${AT_DISPATCH} KeClearEvent(extension.Event); ${BACK}` },
  },
  {
    rule: 'IrqlKeSetEvent',
    bad: { read: `${AT_3}\nKeSetEvent(extension.Event, 0, FALSE); //!\n${BACK}` },
    good: { read: `${AT_DISPATCH} KeSetEvent(extension.Event, 0, FALSE); ${BACK}` },
  },
  {
    rule: 'IrqlKeReleaseSpinLock',
    bad: {
      read: `const old = out(); KeAcquireSpinLock(${LOCK}, old); KeLowerIrql(PASSIVE_LEVEL);\nKeReleaseSpinLock(${LOCK}, PASSIVE_LEVEL); //!`,
    },
    good: { read: `const old = out(); KeAcquireSpinLock(${LOCK}, old); KeReleaseSpinLock(${LOCK}, old.value);` },
  },
  {
    rule: 'C4/0x40',
    bad: {
      read: `KeAcquireSpinLockAtDpcLevel(${LOCK}); //!\n${AT_DISPATCH} KeReleaseSpinLockFromDpcLevel(${LOCK}); ${BACK}`,
    },
    good: {
      read: `${AT_DISPATCH} KeAcquireSpinLockAtDpcLevel(${LOCK}); KeReleaseSpinLockFromDpcLevel(${LOCK}); ${BACK}`,
    },
  },
  {
    rule: 'C4/0x41',
    bad: {
      read: `${AT_DISPATCH} KeAcquireSpinLockAtDpcLevel(${LOCK}); ${BACK}\nKeReleaseSpinLockFromDpcLevel(${LOCK}); //!`,
    },
    good: {
      read: `${AT_DISPATCH} KeAcquireSpinLockAtDpcLevel(${LOCK}); KeReleaseSpinLockFromDpcLevel(${LOCK}); ${BACK}`,
    },
  },
  {
    rule: 'C4/0x42',
    bad: { read: `${AT_3} const second = out();\nKeAcquireSpinLock(${LOCK}, second); //!\n${BACK}` },
    good: {
      read: `const second = out(); KeAcquireSpinLock(${LOCK}, second); KeReleaseSpinLock(${LOCK}, second.value);`,
    },
  },
  {
    rule: 'IrqlIoApcLte',
    bad: { read: `${DELETE_OTHER} ${AT_DISPATCH}\nIoDeleteDevice(other.value); //!\n${BACK}` },
    good: { read: `${DELETE_OTHER} IoDeleteDevice(other.value);` },
  },
  {
    rule: 'IrqlIoPassive1',
    bad: {
      read: `const old = out(); KeRaiseIrql(APC_LEVEL, old);\n${DELETE_OTHER} //!\n${BACK} IoDeleteDevice(other.value);`,
    },
    good: { read: `${DELETE_OTHER} IoDeleteDevice(other.value);` },
  },
  {
    rule: 'IrqlIoPassive3',
    steps: pnp('disable'),
    bad: {
      removed:
        'const old = out(); KeRaiseIrql(APC_LEVEL, old);\nIoDetachDevice(lower); //!\nKeLowerIrql(old.value); IoDeleteDevice(device); return status;',
    },
    good: {},
  },
  {
    rule: 'irql/IoGetDeviceProperty',
    bad: { read: `${AT_DISPATCH}\nIoGetDeviceProperty(extension.Pdo, 0, 0, NULL, out()); //!\n${BACK}` },
    good: { read: 'IoGetDeviceProperty(extension.Pdo, 0, 0, NULL, out());' },
  },
];
