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
const OTHER = "addressOf(extension, 'Second')";

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

export const leakExamples: readonly Example[] = [
  {
    rule: 'C4/0x62',
    steps: PULLED_OUT,
    bad: { read: "ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); //!", unload: 'DbgPrint("unloaded");' },
    good: { read: `${ALLOCATE} ExFreePool(block);`, unload: 'DbgPrint("unloaded");' },
  },
];

const READ_TWICE: readonly Injection[] = [1, 2].map(() => ({
  op: 'io',
  device: 'dev0',
  request: 'read',
  offset: 0,
  length: 512,
}));
const MUTEXES =
  "extension.Saved = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); ExInitializeFastMutex(cast(FAST_MUTEX, extension.Saved)); ExInitializeFastMutex(cast(FAST_MUTEX, extension.Saved + 32));";
const FREE_MUTEXES = 'ExFreePool(extension.Saved); IoDetachDevice(lower); IoDeleteDevice(device); return status;';
/** A thread of the driver that uses a mutex. */
const STARTS = `${MUTEXES} const mutex = cast(FAST_MUTEX, extension.Saved); const handle = out();
PsCreateSystemThread(handle, 0, NULL, NULL, NULL, Run, NULL); ZwClose(handle.value);`;

export const lockExamples: readonly Example[] = [
  {
    rule: 'C4/0x1000',
    bad: {
      read: `const one = out(); const two = out(); KeAcquireSpinLock(${LOCK}, one);\nKeAcquireSpinLock(${LOCK}, two); //!`,
    },
    good: {
      read: `const one = out(); const two = out(); KeAcquireSpinLock(${LOCK}, one); KeReleaseSpinLock(${LOCK}, one.value); KeAcquireSpinLock(${LOCK}, two); KeReleaseSpinLock(${LOCK}, two.value);`,
    },
  },
  {
    rule: 'C4/0x1001',
    steps: READ_TWICE,
    bad: {
      entry:
        'let count = 0; driverObject.MajorFunction.set(IRP_MJ_READ, async (device, irp) => {\nconst extension = cast(EXTENSION, device.DeviceExtension); const one = cast(FAST_MUTEX, extension.Saved); const two = cast(FAST_MUTEX, extension.Saved + 32); count += 1; const [first, second] = count === 1 ? [one, two] : [two, one]; await ExAcquireFastMutex(first);\nawait ExAcquireFastMutex(second); //!\nExReleaseFastMutex(second); ExReleaseFastMutex(first); return PassDown(device, irp); });',
      add: MUTEXES,
      removed: FREE_MUTEXES,
    },
    good: {
      entry:
        'driverObject.MajorFunction.set(IRP_MJ_READ, async (device, irp) => { const { Saved } = cast(EXTENSION, device.DeviceExtension); const one = cast(FAST_MUTEX, Saved); const two = cast(FAST_MUTEX, Saved + 32); await ExAcquireFastMutex(one); await ExAcquireFastMutex(two); ExReleaseFastMutex(two); ExReleaseFastMutex(one); return PassDown(device, irp); });',
      add: MUTEXES,
      removed: FREE_MUTEXES,
    },
  },
  {
    rule: 'C4/0x1007',
    bad: { read: `const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);\nKeReleaseSpinLock(${LOCK}, old.value); //!` },
    good: { read: `const old = out(); KeAcquireSpinLock(${LOCK}, old); KeReleaseSpinLock(${LOCK}, old.value);` },
  },
  {
    rule: 'C4/0x100A',
    bad: { read: `${STARTS} async function Run() {\nawait ExAcquireFastMutex(mutex); //!\n}`, removed: FREE_MUTEXES },
    good: {
      read: `${STARTS} async function Run() { await ExAcquireFastMutex(mutex); ExReleaseFastMutex(mutex); }`,
      removed: FREE_MUTEXES,
    },
  },
  {
    rule: 'C4/0x100B',
    bad: {
      read: `const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); const old = out(); KeAcquireSpinLock(block, old);\nExFreePool(block); //!\nKeLowerIrql(old.value);`,
    },
    good: {
      read: "const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); const old = out(); KeAcquireSpinLock(block, old); KeReleaseSpinLock(block, old.value); ExFreePool(block);",
    },
  },
  {
    rule: 'RemoveLock',
    bad: { read: 'IoReleaseRemoveLock(extension.RemoveLock, irp); //!' },
    good: { read: 'IoAcquireRemoveLock(extension.RemoveLock, irp); IoReleaseRemoveLock(extension.RemoveLock, irp);' },
  },
  {
    rule: 'RemoveLockReleasePnp',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: 'if (minor === IRP_MN_QUERY_STOP_DEVICE) { IoAcquireRemoveLock(extension.RemoveLock, irp); irp.IoStatus.Status = STATUS_UNSUCCESSFUL;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_UNSUCCESSFUL; }',
    },
    good: {
      pnp: 'if (minor === IRP_MN_QUERY_STOP_DEVICE) { IoAcquireRemoveLock(extension.RemoveLock, irp); Complete(irp, STATUS_UNSUCCESSFUL); IoReleaseRemoveLock(extension.RemoveLock, irp); return STATUS_UNSUCCESSFUL; }',
    },
  },
  {
    rule: 'C4/0xD5',
    bad: {
      read: 'IoAcquireRemoveLock(extension.RemoveLock, irp);\nIoReleaseRemoveLock(extension.RemoveLock, device); //!',
    },
    good: {
      read: 'IoAcquireRemoveLock(extension.RemoveLock, device); IoReleaseRemoveLock(extension.RemoveLock, device);',
    },
  },
  {
    rule: 'C4/0xD6',
    steps: pnp('disable'),
    bad: {
      removed:
        'IoAcquireRemoveLock(extension.RemoveLock, irp);\nawait IoReleaseRemoveLockAndWait(extension.RemoveLock, device); //!\nIoDetachDevice(lower); IoDeleteDevice(device); return status;',
    },
    good: {
      removed:
        'IoAcquireRemoveLock(extension.RemoveLock, irp); await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp); IoDetachDevice(lower); IoDeleteDevice(device); return status;',
    },
  },
  { rule: 'C4/0xD7', bad: { read: 'IoInitializeRemoveLock(extension.RemoveLock, 0, 0, 0); //!' }, good: {} },
  {
    rule: 'IoReleaseRemoveLockAndWaitOutsideRemoveDevice',
    steps: pnp('surpriseRemove'),
    bad: {
      pnp: 'if (minor === IRP_MN_SURPRISE_REMOVAL) { IoAcquireRemoveLock(extension.RemoveLock, irp);\nawait IoReleaseRemoveLockAndWait(extension.RemoveLock, irp); //!\n}',
    },
    good: {},
  },
  {
    rule: 'C4/0x1001',
    bad: {
      read: `const one = KeAcquire(${LOCK}); const two = KeAcquire(${OTHER}); KeReleaseSpinLock(${OTHER}, two); KeReleaseSpinLock(${LOCK}, one);
const three = out(); KeAcquireSpinLock(${OTHER}, three); const four = out();\nKeAcquireSpinLock(${LOCK}, four); //!\nKeReleaseSpinLock(${LOCK}, four.value); KeReleaseSpinLock(${OTHER}, three.value);
function KeAcquire(lock) { const irql = out(); KeAcquireSpinLock(lock, irql); return irql.value; }`,
    },
    good: {
      read: `const one = out(); const two = out(); KeAcquireSpinLock(${LOCK}, one); KeAcquireSpinLock(${OTHER}, two); KeReleaseSpinLock(${OTHER}, two.value); KeReleaseSpinLock(${LOCK}, one.value);`,
    },
  },
  {
    rule: 'C4/0x1003',
    bad: {
      read: `${AT_DISPATCH} KeAcquireSpinLockAtDpcLevel(${LOCK}); KeAcquireSpinLockAtDpcLevel(${OTHER});\nKeReleaseSpinLockFromDpcLevel(${LOCK}); //!\nKeReleaseSpinLockFromDpcLevel(${OTHER}); ${BACK}`,
    },
    good: {
      read: `${AT_DISPATCH} KeAcquireSpinLockAtDpcLevel(${LOCK}); KeAcquireSpinLockAtDpcLevel(${OTHER}); KeReleaseSpinLockFromDpcLevel(${OTHER}); KeReleaseSpinLockFromDpcLevel(${LOCK}); ${BACK}`,
    },
  },
  {
    rule: 'SpinLockSafe',
    bad: {
      read: `const old = out(); KeAcquireSpinLock(${LOCK}, old); irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nKeReleaseSpinLock(${LOCK}, old.value); return STATUS_SUCCESS;`,
    },
    good: {
      read: `const old = out(); KeAcquireSpinLock(${LOCK}, old); KeReleaseSpinLock(${LOCK}, old.value); return Complete(irp, STATUS_SUCCESS);`,
    },
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
