/** Mutexes of two kinds, locks that change hands, and memory descriptor lists. */
import { LOCK, reads } from './compliance-examples.ts';
import type { Example } from './support.ts';

const MUTEX =
  "const memory = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); const mutex = cast(FAST_MUTEX, memory);";
const END = 'ExFreePool(memory); return PassDown(device, irp);';

export const mutexExamples: readonly Example[] = [
  {
    rule: 'C4/0x1002',
    bad: reads(`${MUTEX} mutex.Count = 1;\nawait ExAcquireFastMutex(mutex); //!\nExReleaseFastMutex(mutex); ${END}`),
    good: reads(
      `${MUTEX} ExInitializeFastMutex(mutex); await ExAcquireFastMutex(mutex); ExReleaseFastMutex(mutex); ${END}`,
    ),
  },
  {
    rule: 'C4/0x1004',
    bad: reads(`const lock = ${LOCK}; const old = out(); KeClearEvent(extension.Event); KeAcquireSpinLock(lock, old); KeLowerIrql(old.value); const handle = out();
PsCreateSystemThread(handle, 0, NULL, NULL, NULL, Run, NULL); ZwClose(handle.value);
await KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, NULL);
return PassDown(device, irp);
function Run() { const before = out(); KeRaiseIrql(DISPATCH_LEVEL, before);
KeReleaseSpinLock(lock, before.value); //!
KeSetEvent(extension.Event, 0, FALSE);
}`),
    good: reads(`const lock = ${LOCK}; const handle = out();
PsCreateSystemThread(handle, 0, NULL, NULL, NULL, Run, NULL); ZwClose(handle.value);
return PassDown(device, irp);
function Run() { const old = out(); KeAcquireSpinLock(lock, old); KeReleaseSpinLock(lock, old.value); }`),
  },
  {
    rule: 'C4/0x1005',
    bad: reads(`${MUTEX} ExInitializeFastMutex(mutex);\nExInitializeFastMutex(mutex); //!\n${END}`),
    good: reads(`${MUTEX} ExInitializeFastMutex(mutex); ${END}`),
  },
  {
    rule: 'C4/0x1008',
    bad: reads(
      `${MUTEX} KeInitializeGuardedMutex(cast(KGUARDED_MUTEX, memory));\nawait ExAcquireFastMutex(mutex); //!\nExReleaseFastMutex(mutex); ${END}`,
    ),
    good: reads(
      `${MUTEX} const guarded = cast(KGUARDED_MUTEX, memory); KeInitializeGuardedMutex(guarded); await KeAcquireGuardedMutex(guarded); KeReleaseGuardedMutex(guarded); ${END}`,
    ),
  },
  {
    rule: 'C4/0x1009',
    bad: reads(
      `${MUTEX} ExInitializeFastMutex(mutex); await ExAcquireFastMutex(mutex);\nExReleaseFastMutexUnsafe(mutex); //!\nKeLowerIrql(PASSIVE_LEVEL); ${END}`,
    ),
    good: reads(
      `${MUTEX} ExInitializeFastMutex(mutex); KeEnterCriticalRegion(); await ExAcquireFastMutexUnsafe(mutex); ExReleaseFastMutexUnsafe(mutex); KeLeaveCriticalRegion(); ${END}`,
    ),
  },
];

const BUFFER = (flag: string): string =>
  `const buffer = ExAllocatePool2(${flag}, 16, 'tesT'); const mdl = IoAllocateMdl(buffer, 16, FALSE, FALSE, NULL);`;
const FREE = 'IoFreeMdl(mdl); ExFreePool(buffer);';
const NONPAGED = BUFFER('POOL_FLAG_NON_PAGED');
const LOCKS = 'MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);';

export const mdlExamples: readonly Example[] = [
  {
    rule: 'C4/0x140',
    bad: { read: `${BUFFER('POOL_FLAG_PAGED')}\nMmBuildMdlForNonPagedPool(mdl); //!\n${FREE}` },
    good: { read: `${NONPAGED} MmBuildMdlForNonPagedPool(mdl); ${FREE}` },
  },
  {
    rule: 'C4/0xB0',
    bad: { read: `${NONPAGED} ${LOCKS}\n${LOCKS} //!\nMmUnlockPages(mdl); ${FREE}` },
    good: { read: `${NONPAGED} ${LOCKS} MmUnlockPages(mdl); ${FREE}` },
  },
  {
    rule: 'C4/0x7C',
    bad: { read: `${NONPAGED}\nMmUnlockPages(mdl); //!\n${FREE}` },
    good: { read: `${NONPAGED} ${LOCKS} MmUnlockPages(mdl); ${FREE}` },
  },
  {
    rule: 'C4/0x7D',
    bad: { read: `${NONPAGED} MmBuildMdlForNonPagedPool(mdl);\nMmUnlockPages(mdl); //!\n${FREE}` },
    good: { read: `${NONPAGED} MmBuildMdlForNonPagedPool(mdl); ${FREE}` },
  },
  {
    rule: 'mdl/freed-locked',
    bad: { read: `${NONPAGED} ${LOCKS}\nIoFreeMdl(mdl); //!\nExFreePool(buffer);` },
    good: { read: `${NONPAGED} ${LOCKS} MmUnlockPages(mdl); ${FREE}` },
  },
];
