/** Remove locks, spin locks, mutexes. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example } from './support.ts';

const pnp = (...requests: readonly string[]): readonly Injection[] =>
  requests.map((request) => ({ op: 'pnp', device: 'dev0', request }) as Injection);

const AT_DISPATCH = 'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);';
const BACK = 'KeLowerIrql(old.value);';
const LOCK = "addressOf(extension, 'First')";
const OTHER = "addressOf(extension, 'Second')";

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
    good: {
      read: 'IoAcquireRemoveLock(extension.RemoveLock, irp); const done = Complete(irp, STATUS_SUCCESS); IoReleaseRemoveLock(extension.RemoveLock, irp); return done;',
    },
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
      read: 'IoAcquireRemoveLock(extension.RemoveLock, irp);\nIoReleaseRemoveLock(extension.RemoveLock, device); //!\nreturn Complete(irp, STATUS_SUCCESS);',
    },
    good: {
      read: 'IoAcquireRemoveLock(extension.RemoveLock, device); const done = Complete(irp, STATUS_SUCCESS); IoReleaseRemoveLock(extension.RemoveLock, device); return done;',
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
