/** What can be wrong with objects in a driver's memory, and what must not be left when the driver is unloaded. */
import { type RuleText, STANDARD } from '../rule.ts';

const TIMER_OR_DPC_INVALID = 0xc7;
const UNLOADED_WITHOUT_CANCELLING = 0xce;
const IOMANAGER_VIOLATION = 0xc9;
const DETECTED_VIOLATION = 0xc4;
const DETECTED = 'bug-check-0xc4--driver-verifier-detected-violation';
const UNLOADED = 'bug-check-0xce--driver-unloaded-without-cancelling-pending-operations';
const LEFT =
  'The code of the driver is gone when it is called: the next thing that happens is a crash in no driver at all.';

export const TIMER_AT_UNLOAD: RuleText = {
  ...STANDARD,
  id: 'C7/0x00',
  title: 'A driver is unloaded and a timer of its is still set',
  why: LEFT,
  remedy: 'call KeCancelTimer, and KeFlushQueuedDpcs, before the memory of the timer goes',
  document: 'bug-check-0xc7--timer-or-dpc-invalid',
  bugCheck: [TIMER_OR_DPC_INVALID, 0],
};

export const THREAD_AT_UNLOAD: RuleText = {
  ...STANDARD,
  id: 'unload/thread',
  title: 'A driver is unloaded and a thread of its still runs',
  why: LEFT,
  remedy: 'tell the thread to end, and wait for its object, before DriverUnload returns',
  document: UNLOADED,
  bugCheck: [UNLOADED_WITHOUT_CANCELLING, null],
};

export const WORK_AT_UNLOAD: RuleText = {
  ...STANDARD,
  id: 'unload/work-item',
  title: 'A driver is unloaded and a work item of its is still queued',
  why: LEFT,
  remedy: 'use IoQueueWorkItem, which keeps the driver loaded, or wait for the item before DriverUnload returns',
  document: UNLOADED,
  bugCheck: [UNLOADED_WITHOUT_CANCELLING, null],
};

export const LIST_AT_UNLOAD: RuleText = {
  ...STANDARD,
  id: 'unload/lookaside-list',
  title: 'A driver is unloaded and a lookaside list of its was not deleted',
  why: "The system goes through all lookaside lists from time to time, and runs into memory that is somebody else's by then.",
  remedy: 'call ExDeleteNPagedLookasideList or ExDeletePagedLookasideList before the memory of the list goes',
  document: UNLOADED,
  bugCheck: [UNLOADED_WITHOUT_CANCELLING, null],
};

export const FREED_TIMER: RuleText = {
  ...STANDARD,
  id: 'C4/0x15',
  title: 'Pool is freed in which a timer is set',
  why: 'The timer is in a list of the system; when it is due, the system writes into memory that belongs to somebody else.',
  remedy: 'call KeCancelTimer before the memory is freed',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0x15],
};

export const LIST_AGAIN: RuleText = {
  ...STANDARD,
  id: 'C4/0xCA',
  title: 'A lookaside list is initialized a second time',
  why: 'The list is linked into the list of all of them: linked twice, that one never ends.',
  remedy: 'initialize the list once, and delete it before it is initialized again',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0xca],
};

export const NO_LIST: RuleText = {
  ...STANDARD,
  id: 'C4/0xCB',
  title: 'A lookaside list is deleted that was not initialized',
  why: 'What stands in its place is taken for links, and changed.',
  remedy: 'delete each list once, and only what was initialized',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0xcb],
};

export const FREED_LIST: RuleText = {
  ...STANDARD,
  id: 'C4/0xCC',
  title: 'Pool is freed in which a lookaside list is in use',
  why: 'The list of all lookaside lists goes on through memory that belongs to somebody else.',
  remedy: 'call ExDeleteNPagedLookasideList or ExDeletePagedLookasideList before the memory is freed',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0xcc],
};

export const SMALL_LIST: RuleText = {
  ...STANDARD,
  id: 'C4/0xCD',
  title: 'A lookaside list is made for blocks that are too small',
  why: 'A free block holds the link to the next one, and that has no room in it.',
  remedy: 'give at least the size of a SLIST_ENTRY',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0xcd],
};

export const PROVIDER_DELETED: RuleText = {
  ...STANDARD,
  id: 'C4/0xDB',
  title: 'A device object is deleted that is registered with WMI',
  why: 'The next WMI request is sent to a device object that is no more.',
  remedy: 'call IoWMIRegistrationControl with WMIREG_ACTION_DEREGISTER before IoDeleteDevice',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0xdb],
};

export const OVERLAP: RuleText = {
  ...STANDARD,
  id: 'C4/0xF0',
  title: 'RtlCopyMemory is given ranges that overlap',
  why: 'Which bytes are read before they are written over depends on the processor.',
  remedy: 'use RtlMoveMemory',
  document: 'nf-wdm-rtlcopymemory',
  bugCheck: [DETECTED_VIOLATION, 0xf0],
};

export const TIMER_AGAIN: RuleText = {
  ...STANDARD,
  id: 'C9/0x0A',
  title: 'IoInitializeTimer is called for a device that has a timer',
  why: 'The first timer is lost, and may be running.',
  remedy: 'call IoInitializeTimer once for each device object',
  document: 'nf-wdm-ioinitializetimer',
  bugCheck: [IOMANAGER_VIOLATION, 0x0a],
};

export const NEVER_ALLOCATED: RuleText = {
  ...STANDARD,
  id: 'C4/0x10',
  title: 'Memory is freed that is no pool',
  why: 'The free changes whatever stands in front of the address.',
  remedy: 'free only what ExAllocatePool2 has returned, and not what lies on the stack or in a device extension',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0x10],
};

export const INSIDE_BLOCK: RuleText = {
  ...STANDARD,
  id: 'C4/0x16',
  title: 'Pool is freed by an address inside of the block',
  why: 'What stands in front of the address is taken for the header of a block.',
  remedy: 'keep the address that ExAllocatePool2 has returned, and free that',
  document: DETECTED,
  bugCheck: [DETECTED_VIOLATION, 0x16],
};

export const objectRules: readonly RuleText[] = [
  TIMER_AT_UNLOAD,
  THREAD_AT_UNLOAD,
  WORK_AT_UNLOAD,
  LIST_AT_UNLOAD,
  FREED_TIMER,
  LIST_AGAIN,
  NO_LIST,
  FREED_LIST,
  SMALL_LIST,
  PROVIDER_DELETED,
  OVERLAP,
  TIMER_AGAIN,
  NEVER_ALLOCATED,
  INSIDE_BLOCK,
];
