/** Routines at an IRQL at which their public rule sets do not allow them. */
import type { Example } from './support.ts';

const UP = 'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);';
const DOWN = 'KeLowerIrql(old.value);';
const MUTEX =
  "const mutex = cast(FAST_MUTEX, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(FAST_MUTEX), 'tesT')); ExInitializeFastMutex(mutex);";
const LIST =
  "const list = cast(PAGED_LOOKASIDE_LIST, addressOf(extension, 'List')); ExInitializePagedLookasideList(list, NULL, NULL, 0, 32, 'tesT', 0);";
const QUEUE =
  "const queue = cast(KDEVICE_QUEUE, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KDEVICE_QUEUE), 'tesT')); KeInitializeDeviceQueue(queue);";

/** The call at DISPATCH_LEVEL, and where it may be made. */
const atDispatch = (rule: string, call: string, before = ''): Example => ({
  rule,
  bad: { read: `${before} ${UP}\n${call} //!\n${DOWN}` },
  good: { read: `${before} ${call}` },
});

export const irqlSetExamples: readonly Example[] = [
  {
    rule: 'IrqlExApcLte1',
    bad: { read: `${MUTEX} ${UP}\nExTryToAcquireFastMutex(mutex); //!\n${DOWN}` },
    good: { read: `${MUTEX} if (ExTryToAcquireFastMutex(mutex)) ExReleaseFastMutex(mutex);` },
  },
  {
    rule: 'C4/0x34',
    bad: {
      read: `${MUTEX} if (ExTryToAcquireFastMutex(mutex)) KeLowerIrql(PASSIVE_LEVEL);\nExReleaseFastMutex(mutex); //!`,
    },
    good: { read: `${MUTEX} if (ExTryToAcquireFastMutex(mutex)) ExReleaseFastMutex(mutex);` },
  },
  atDispatch('IrqlExApcLte2', 'ExDeletePagedLookasideList(list);', LIST),
  {
    rule: 'IrqlDispatch',
    bad: { read: `${QUEUE}\nKeRemoveDeviceQueue(queue); //!` },
    good: { read: `${QUEUE} ${UP} KeRemoveDeviceQueue(queue); ${DOWN}` },
  },
  atDispatch('IrqlIoPassive4', "IoDeleteSymbolicLink('\\\\DosDevices\\\\Flt');"),
  atDispatch('IrqlIoPassive5', 'IoInitializeTimer(device, Tick, NULL);', 'function Tick() {}'),
  atDispatch('IrqlObPassive', 'ObReferenceObjectByHandle(0, 0, NULL, KernelMode, out(), NULL);'),
  atDispatch('IrqlPsPassive', 'PsCreateSystemThread(out(), 0, NULL, NULL, NULL, Run, NULL);', 'function Run() {}'),
  atDispatch('IrqlZwPassive', 'ZwClose(0);'),
  atDispatch('IrqlMmApcLte', 'MmLockPagableCodeSection(Code);', 'function Code() {}'),
];
