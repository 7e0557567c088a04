/** What can be wrong with one call of a routine: pool, locks, waits, device objects. */
import { type RuleText, STANDARD, STRICT } from '../rule.ts';
import { waitingRules } from './waiting.ts';

const IOMANAGER_VIOLATION = 0xc9;
const DETECTED_VIOLATION = 0xc4;
const BAD_POOL_CALLER = 0xc2;
const DETECTED = 'bug-check-0xc4--driver-verifier-detected-violation';

export const DEPRECATED_POOL: RuleText = {
  ...STRICT,
  id: 'UnSafeAllocatePool',
  title: 'Pool is asked for with a deprecated routine',
  why: 'The memory is not cleared: what was there before can leak to whoever reads it.',
  remedy: 'call ExAllocatePool2, which clears the memory',
  document: 'wdm-unsafeallocatepool',
  bugCheck: null,
};

export const ZERO_BYTES: RuleText = {
  ...STANDARD,
  id: 'C4/0x00',
  title: 'Pool of zero bytes is asked for',
  why: 'What comes back is a block that nothing may be stored in: most often a size that was computed wrongly.',
  remedy: 'check the size before ExAllocatePool2',
  document: 'nf-wdm-exallocatepool2',
  bugCheck: [DETECTED_VIOLATION, 0x00],
};

export const PAGED_ALLOCATION: RuleText = {
  ...STANDARD,
  id: 'C4/0x01',
  title: 'Paged pool is asked for above APC_LEVEL',
  why: 'Paged memory may have to be read from disk, which cannot be waited for at this IRQL.',
  remedy: 'allocate nonpaged pool, or allocate before the IRQL is raised',
  document: 'nf-wdm-exallocatepool2',
  bugCheck: [DETECTED_VIOLATION, 0x01],
};

export const PAGED_FREE: RuleText = {
  ...STANDARD,
  id: 'C4/0x11',
  title: 'Paged pool is freed above APC_LEVEL',
  why: 'The block itself may be paged out, and it cannot be read in at this IRQL.',
  remedy: 'free it at APC_LEVEL or below',
  document: 'nf-ntddk-exfreepool',
  bugCheck: [DETECTED_VIOLATION, 0x11],
};

export const DOUBLE_FREE: RuleText = {
  ...STANDARD,
  id: 'C4/0x13',
  title: 'Pool is freed a second time',
  why: 'The block may belong to somebody else by now.',
  remedy: 'free each block once, and set the pointer to NULL afterwards',
  document: 'nf-ntddk-exfreepool',
  bugCheck: [DETECTED_VIOLATION, 0x13],
};

export const WRONG_TAG: RuleText = {
  ...STANDARD,
  id: 'C2/0x0A',
  title: 'Pool is freed with another tag than it was allocated with',
  why: 'The block is probably not the one that was meant.',
  remedy: 'give ExFreePoolWithTag the tag of the allocation',
  document: 'nf-wdm-exfreepoolwithtag',
  bugCheck: [BAD_POOL_CALLER, 0x0a],
};

export const LEAK: RuleText = {
  ...STANDARD,
  id: 'C4/0x62',
  option: 'poolTracking',
  title: 'A driver is unloaded and leaves pool behind',
  why: 'The memory is lost until the next boot, each time that the driver is loaded.',
  remedy: 'free in DriverUnload, or when the device goes, what was allocated',
  document: 'pool-tracking',
  bugCheck: [DETECTED_VIOLATION, 0x62],
};

export const PAGEABLE_OBJECT: RuleText = {
  ...STANDARD,
  id: 'C4/0xE1',
  option: 'forceIrqlChecking',
  title: 'An event, timer, lock or the like lies in paged pool',
  why: 'The system touches it at DISPATCH_LEVEL, where what is paged out cannot be brought in.',
  remedy: 'put it into the device extension or into nonpaged pool',
  document: 'force-irql-checking',
  bugCheck: [DETECTED_VIOLATION, 0xe1],
};

export const IRP_AS_POOL: RuleText = {
  ...STANDARD,
  id: 'C4/0x105',
  title: 'An IRP is freed as if it were pool of the driver',
  why: 'The I/O manager keeps books on its IRPs, and some of them do not come from pool at all.',
  remedy: 'free an IRP of your own with IoFreeIrp, and leave all others alone',
  document: 'nf-wdm-iofreeirp',
  bugCheck: [DETECTED_VIOLATION, 0x105],
};

export const FREED_IN_USE: RuleText = {
  ...STANDARD,
  id: 'C9/0x20B',
  title: 'An IRP is freed while a driver below still has it',
  why: 'That driver completes it later, in memory that belongs to somebody else by then.',
  remedy: 'free the IRP in its completion routine, or after the completion routine was called',
  document: 'nf-wdm-iofreeirp',
  bugCheck: [IOMANAGER_VIOLATION, 0x20b],
};

export const COMPLETED_BELOW: RuleText = {
  ...STANDARD,
  id: 'C9/0x209',
  title: 'An IRP is completed while a driver below still has it',
  why: 'That driver completes it a second time, in memory that belongs to somebody else by then.',
  remedy: 'when IoCallDriver returns STATUS_PENDING, wait for the completion routine before IoCompleteRequest',
  document: 'nf-wdm-iocalldriver',
  bugCheck: [IOMANAGER_VIOLATION, 0x209],
};

export const SENT_BELOW: RuleText = {
  ...STANDARD,
  id: 'C9/0x205',
  title: 'An IRP is passed down while a driver below still has it',
  why: 'Two drivers work on the same IRP, and both complete it.',
  remedy: 'when IoCallDriver returns STATUS_PENDING, wait for the completion routine before the IRP is sent again',
  document: 'nf-wdm-iocalldriver',
  bugCheck: [IOMANAGER_VIOLATION, 0x205],
};

export const FOREIGN_CANCEL: RuleText = {
  ...STANDARD,
  id: 'C9/0x229',
  title: 'A cancel routine is set on an IRP that a driver below has',
  why: 'It replaces the cancel routine of the driver that holds the IRP, and completes the IRP under it.',
  remedy: 'call IoSetCancelRoutine only while this driver holds the IRP',
  document: 'nf-wdm-iosetcancelroutine',
  bugCheck: [IOMANAGER_VIOLATION, 0x229],
};

export const WAIT_IN_COMPLETION: RuleText = {
  ...STANDARD,
  id: 'irp/wait-in-completion-routine',
  title: 'A completion routine waits',
  why: 'It may be called at DISPATCH_LEVEL, in any thread, even the one that would end the wait.',
  remedy: 'signal an event in the completion routine, and wait in the dispatch routine or in a work item',
  document: 'implementing-an-iocompletion-routine',
  bugCheck: null,
};

export const WAIT_ABOVE_DISPATCH: RuleText = {
  ...STANDARD,
  id: 'C4/0x120',
  title: 'A driver waits above DISPATCH_LEVEL',
  why: 'The scheduler cannot run at this IRQL: the processor stands still.',
  remedy: 'wait at PASSIVE_LEVEL, for example in a work item',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0x120],
};

export const ENDLESS_WAIT_AT_DISPATCH: RuleText = {
  ...STANDARD,
  id: 'C4/0x121',
  title: 'A driver waits at DISPATCH_LEVEL without a limit',
  why: 'No other thread can run on this processor to end the wait.',
  remedy: 'give a timeout of 0 and only look, or wait at a lower IRQL',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0x121],
};

export const WAIT_AT_DISPATCH: RuleText = {
  ...ENDLESS_WAIT_AT_DISPATCH,
  id: 'C4/0x122',
  title: 'A driver waits at DISPATCH_LEVEL with a timeout that is not 0',
  bugCheck: [DETECTED_VIOLATION, 0x122],
};

export const WAIT_FOR_MULTIPLE: RuleText = {
  ...ENDLESS_WAIT_AT_DISPATCH,
  id: 'IrqlKeWaitForMultipleObjects',
  title: 'A driver waits for several objects at DISPATCH_LEVEL or above',
  document: 'wdm-irqlkewaitformultipleobjects',
  bugCheck: [DETECTED_VIOLATION, 0x3b],
};

export const RAISED_DOWN: RuleText = {
  ...STANDARD,
  id: 'C4/0x30',
  title: 'KeRaiseIrql is called with a lower IRQL than the present one',
  why: 'What relies on the higher IRQL can be interrupted from here on.',
  remedy: 'raise the IRQL only upward, and lower it with KeLowerIrql to what it was before',
  document: 'wdm-irqlkeraiselower',
  bugCheck: [DETECTED_VIOLATION, 0x30],
};

export const LOWERED_UP: RuleText = {
  ...RAISED_DOWN,
  id: 'C4/0x31',
  title: 'KeLowerIrql is called with a higher IRQL than the present one',
  bugCheck: [DETECTED_VIOLATION, 0x31],
};

export const REGION_NOT_ENTERED: RuleText = {
  ...STANDARD,
  id: 'C4/0x3E',
  title: 'KeLeaveCriticalRegion is called outside of a critical region',
  why: "Another driver's critical region ends, and its thread may be suspended while it holds a lock.",
  remedy: 'pair KeEnterCriticalRegion and KeLeaveCriticalRegion',
  document: 'wdm-criticalregions',
  bugCheck: [DETECTED_VIOLATION, 0x3e],
};

export const DETACHED_IN_SURPRISE: RuleText = {
  ...STANDARD,
  id: 'C9/0x241',
  title: 'A device is detached in IRP_MN_SURPRISE_REMOVAL',
  why: 'IRP_MN_REMOVE_DEVICE, and requests to close handles, still come: they do not reach the driver any more.',
  remedy: 'stay attached until IRP_MN_REMOVE_DEVICE',
  document: 'wdm-pnpsurpriseremove',
  bugCheck: [IOMANAGER_VIOLATION, 0x241],
};

export const DELETED_IN_SURPRISE: RuleText = {
  ...DETACHED_IN_SURPRISE,
  id: 'C9/0x242',
  title: 'A device is deleted in IRP_MN_SURPRISE_REMOVAL',
  remedy: 'delete the device in IRP_MN_REMOVE_DEVICE',
  bugCheck: [IOMANAGER_VIOLATION, 0x242],
};

export const FILTER_DETACHED: RuleText = {
  ...STANDARD,
  id: 'C9/0x222',
  title: 'A bus filter is detached while the device that it stands on is still there',
  why: 'A bus filter belongs to the device object of the bus driver: when drivers are added to the device again, it is missing.',
  remedy: 'pass IRP_MN_REMOVE_DEVICE down, and detach only when the bus driver has deleted its device object',
  document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
  bugCheck: [IOMANAGER_VIOLATION, 0x222],
};

export const FILTER_DELETED: RuleText = {
  ...FILTER_DETACHED,
  id: 'C9/0x223',
  title: 'A bus filter is deleted while the device that it stands on is still there',
  bugCheck: [IOMANAGER_VIOLATION, 0x223],
};

export const DELETED_ATTACHED: RuleText = {
  ...STANDARD,
  id: 'C9/0x201',
  title: 'A device object is deleted that still stands on another one',
  why: 'The device below goes on passing requests up to memory that is freed.',
  remedy: 'call IoDetachDevice before IoDeleteDevice',
  document: 'nf-wdm-iodeletedevice',
  bugCheck: [IOMANAGER_VIOLATION, 0x201],
};

export const DELETED_TWICE: RuleText = {
  ...STANDARD,
  id: 'C9/0x240',
  title: 'A device object is deleted that is not there any more',
  why: 'Its memory may belong to somebody else by now.',
  remedy: 'call IoDeleteDevice once for each IoCreateDevice that has succeeded',
  document: 'nf-wdm-iodeletedevice',
  bugCheck: [IOMANAGER_VIOLATION, 0x240],
};

export const REPORTED_DELETED: RuleText = {
  ...STANDARD,
  id: 'C9/0x221',
  title: 'A bus driver deletes the PDO of a device that is still there',
  why: 'The device is only disabled or restarted: the PnP manager goes on with a device object that is gone.',
  remedy: 'delete a PDO in IRP_MN_REMOVE_DEVICE only when the device was left out of the last answer to BusRelations',
  document: 'removing-a-device-in-a-bus-driver',
  bugCheck: [IOMANAGER_VIOLATION, 0x221],
};

export const callRules: readonly RuleText[] = [
  DEPRECATED_POOL,
  ZERO_BYTES,
  PAGED_ALLOCATION,
  PAGED_FREE,
  DOUBLE_FREE,
  WRONG_TAG,
  LEAK,
  PAGEABLE_OBJECT,
  IRP_AS_POOL,
  FREED_IN_USE,
  COMPLETED_BELOW,
  SENT_BELOW,
  FOREIGN_CANCEL,
  WAIT_IN_COMPLETION,
  ...waitingRules,
  WAIT_ABOVE_DISPATCH,
  ENDLESS_WAIT_AT_DISPATCH,
  WAIT_AT_DISPATCH,
  WAIT_FOR_MULTIPLE,
  RAISED_DOWN,
  LOWERED_UP,
  REGION_NOT_ENTERED,
  DETACHED_IN_SURPRISE,
  DELETED_IN_SURPRISE,
  DELETED_ATTACHED,
  FILTER_DETACHED,
  FILTER_DELETED,
  DELETED_TWICE,
  REPORTED_DELETED,
];
