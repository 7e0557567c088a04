/** Timers, threads, work items, lookaside lists: in memory that goes, or left behind at unload. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example, Parts } from './support.ts';

const READ: Injection = { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 };
const DISABLE: Injection = { op: 'pnp', device: 'dev0', request: 'disable' };
/** Its only device goes, so the driver is unloaded. */
const UNLOADED: readonly Injection[] = [READ, DISABLE];
const unload = 'DbgPrint("unloaded");';
const GOES = 'IoDetachDevice(lower); IoDeleteDevice(device); return status;';
const allocate = (what: string): string => `const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, ${what}, 'tesT');`;

const SET_TIMER = 'KeInitializeTimer(extension.Timer);\nKeSetTimer(extension.Timer, -100000000n, NULL); //!';
const START_THREAD = `const handle = out();
PsCreateSystemThread(handle, 0, NULL, NULL, NULL, Run, NULL); //!
ZwClose(handle.value); async function Run() {`;
const MAKE_LIST = "ExInitializeNPagedLookasideList(extension.List, NULL, NULL, 0, 32, 'tesT', 0);";
const DELETE_LIST = 'ExDeleteNPagedLookasideList(extension.List);';
const REGISTER: Parts = { read: 'IoWMIRegistrationControl(device, WMIREG_ACTION_REGISTER);' };
/** Memory that stays for good, as a driver's own variables do in C. */
const ITEM =
  "const item = cast(WORK_QUEUE_ITEM, L('room for one work item')); ExInitializeWorkItem(item, () => {}, NULL);";
const TIMER_BLOCK = `${allocate('sizeof(KTIMER)')} const timer = cast(KTIMER, block); KeInitializeTimer(timer); KeSetTimer(timer, -10000n, NULL);`;
const LIST_BLOCK = `${allocate('sizeof(NPAGED_LOOKASIDE_LIST)')} const list = cast(NPAGED_LOOKASIDE_LIST, block);
ExInitializeNPagedLookasideList(list, NULL, NULL, 0, 32, 'tesT', 0);`;

export const objectExamples: readonly Example[] = [
  {
    rule: 'C7/0x00',
    steps: UNLOADED,
    bad: { read: SET_TIMER, unload },
    good: { read: SET_TIMER, unload, removed: `KeCancelTimer(extension.Timer); ${GOES}` },
  },
  {
    rule: 'unload/thread',
    steps: UNLOADED,
    bad: { read: `${START_THREAD} await KeDelayExecutionThread(KernelMode, FALSE, -100000000000n); }`, unload },
    good: { read: `${START_THREAD} }`, unload },
  },
  {
    rule: 'unload/work-item',
    steps: UNLOADED,
    bad: { unload: `${ITEM}\nExQueueWorkItem(item, DelayedWorkQueue); //!\n` },
    good: { read: `${ITEM} ExQueueWorkItem(item, DelayedWorkQueue);`, unload },
  },
  {
    rule: 'unload/lookaside-list',
    steps: UNLOADED,
    bad: { add: `${MAKE_LIST} //!`, unload },
    good: { add: MAKE_LIST, unload, removed: `${DELETE_LIST} ${GOES}` },
  },
  {
    rule: 'C4/0x15',
    bad: { read: `${TIMER_BLOCK}\nExFreePool(block); //!` },
    good: { read: `${TIMER_BLOCK} KeCancelTimer(timer); ExFreePool(block);` },
  },
  {
    rule: 'C4/0xCA',
    bad: { read: `${MAKE_LIST}\n${MAKE_LIST} //!` },
    good: { read: `${MAKE_LIST} ${DELETE_LIST} ${MAKE_LIST}` },
  },
  { rule: 'C4/0xCB', bad: { read: `${DELETE_LIST} //!` }, good: { read: `${MAKE_LIST} ${DELETE_LIST}` } },
  {
    rule: 'C4/0xCC',
    bad: { read: `${LIST_BLOCK}\nExFreePool(block); //!` },
    good: { read: `${LIST_BLOCK} ExDeleteNPagedLookasideList(list); ExFreePool(block);` },
  },
  { rule: 'C4/0xCD', bad: { read: `${MAKE_LIST.replace('32', '2')} //!` }, good: { read: MAKE_LIST } },
  {
    rule: 'C4/0xDB',
    steps: UNLOADED,
    bad: { ...REGISTER, removed: 'IoDetachDevice(lower);\nIoDeleteDevice(device); //!\nreturn status;' },
    good: { ...REGISTER, removed: `IoWMIRegistrationControl(device, WMIREG_ACTION_DEREGISTER); ${GOES}` },
  },
  {
    rule: 'C4/0xF0',
    bad: { read: `${allocate('32')}\nRtlCopyMemory(block + 4, block, 16); //!\nExFreePool(block);` },
    good: {
      read: `${allocate('32')} RtlMoveMemory(block + 4, block, 16); RtlCopyMemory(block + 16, block, 16); ExFreePool(block);`,
    },
  },
  {
    rule: 'C9/0x0A',
    bad: {
      read: 'function Tick() {} IoInitializeTimer(device, Tick, NULL);\nIoInitializeTimer(device, Tick, NULL); //!',
    },
    good: { read: 'function Tick() {} IoInitializeTimer(device, Tick, NULL);' },
  },
  {
    rule: 'C4/0x10',
    bad: { read: 'ExFreePool(extension); //!' },
    good: { read: `${allocate('16')} ExFreePool(block);` },
  },
  {
    rule: 'C4/0x16',
    bad: { read: `${allocate('32')}\nExFreePool(block + 16); //!` },
    good: { read: `${allocate('32')} ExFreePool(block);` },
  },
];
