/** Lookaside lists, and lists that are changed under a spin lock. */
import { DISPATCH_LEVEL } from '../abi/enums.ts';
import { toAddress } from '../abi/struct.ts';
import type { ALLOCATE_FUNCTION, FREE_FUNCTION, NPAGED_LOOKASIDE_LIST } from '../abi/structs/ex.ts';
import type { LIST_ENTRY, SINGLE_LIST_ENTRY } from '../abi/structs/rtl.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import {
  ExInterlockedInsertHeadList,
  ExInterlockedInsertTailList,
  ExInterlockedPopEntryList,
  ExInterlockedPushEntryList,
  ExInterlockedRemoveHeadList,
} from '../kernel/ke/interlocked-list.ts';
import { allocateFromLookaside, freeToLookaside, initializeLookaside } from '../kernel/ke/lookaside.ts';
import { poolTag } from '../kernel/mm/pool.ts';
import { type RoutineDeclaration, routine } from './routine.ts';

/** The four routines of one kind of list. */
function lookaside(kind: 'NPaged' | 'Paged', poolType: number, max: number): RoutineDeclaration[] {
  const list = `Lookaside: P${kind.toUpperCase()}_LOOKASIDE_LIST`;
  const pool = kind === 'Paged' ? 'paged' : 'nonpaged';
  return [
    routine(
      `ExInitialize${kind}LookasideList`,
      `${list}, Allocate: PALLOCATE_FUNCTION, Free: PFREE_FUNCTION, Flags: ULONG, Size: SIZE_T, Tag: ULONG | string, Depth: USHORT`,
      { max, summary: `Prepares a list of ${pool} blocks of one size. NULL routines: pool's own.` },
      (
        nt,
        view: NPAGED_LOOKASIDE_LIST,
        allocate: ALLOCATE_FUNCTION | null,
        free: FREE_FUNCTION | null,
        _flags: number,
        size: number,
        tag: number | string,
      ) =>
        initializeLookaside(nt.kernel, view, {
          allocate,
          free,
          poolType,
          size,
          tag: typeof tag === 'string' ? poolTag(tag) : tag,
        }),
    ),
    routine(
      `ExAllocateFrom${kind}LookasideList`,
      list,
      {
        returns: 'PVOID',
        max,
        isEvent: true,
        summary: 'A block of the list; its contents are undefined. NULL when pool is used up.',
      },
      (nt, view: NPAGED_LOOKASIDE_LIST) => allocateFromLookaside(nt.kernel, view),
    ),
    routine(
      `ExFreeTo${kind}LookasideList`,
      `${list}, Entry: PVOID`,
      {
        max,
        isEvent: true,
        summary: 'Gives a block back. The sandbox frees it at once, so that a later access is found.',
      },
      (nt, view: NPAGED_LOOKASIDE_LIST, block: Pointer) => freeToLookaside(nt.kernel, view, toAddress(block)),
    ),
    routine(
      `ExDelete${kind}LookasideList`,
      list,
      { max, isEvent: true, summary: 'Ends a list. Its blocks must have been given back before.' },
      (nt: Nt, view: NPAGED_LOOKASIDE_LIST) => nt.kernel.memory.touch(view.address, 4, true),
    ),
  ];
}

const NONPAGED = 0;
const PAGED = 1;

const interlocked = [
  routine(
    'ExInterlockedInsertTailList',
    'ListHead: PLIST_ENTRY, ListEntry: PLIST_ENTRY, Lock: PKSPIN_LOCK',
    { returns: 'PLIST_ENTRY', summary: 'Puts an entry at the end, under the lock. NULL: the list was empty.' },
    (nt, head: LIST_ENTRY, entry: LIST_ENTRY, lock: Pointer) =>
      ExInterlockedInsertTailList(nt.dpcs, head, entry, toAddress(lock)),
  ),
  routine(
    'ExInterlockedInsertHeadList',
    'ListHead: PLIST_ENTRY, ListEntry: PLIST_ENTRY, Lock: PKSPIN_LOCK',
    { returns: 'PLIST_ENTRY', summary: 'Puts an entry at the start, under the lock. NULL: the list was empty.' },
    (nt, head: LIST_ENTRY, entry: LIST_ENTRY, lock: Pointer) =>
      ExInterlockedInsertHeadList(nt.dpcs, head, entry, toAddress(lock)),
  ),
  routine(
    'ExInterlockedRemoveHeadList',
    'ListHead: PLIST_ENTRY, Lock: PKSPIN_LOCK',
    { returns: 'PLIST_ENTRY', summary: 'Takes the first entry out, under the lock. NULL when the list is empty.' },
    (nt, head: LIST_ENTRY, lock: Pointer) => ExInterlockedRemoveHeadList(nt.dpcs, head, toAddress(lock)),
  ),
  routine(
    'ExInterlockedPushEntryList',
    'ListHead: PSINGLE_LIST_ENTRY, ListEntry: PSINGLE_LIST_ENTRY, Lock: PKSPIN_LOCK',
    { returns: 'PSINGLE_LIST_ENTRY', summary: 'Puts an entry at the start of a single list. Returns the one before.' },
    (nt, head: SINGLE_LIST_ENTRY, entry: SINGLE_LIST_ENTRY, lock: Pointer) =>
      ExInterlockedPushEntryList(nt.dpcs, head, entry, toAddress(lock)),
  ),
  routine(
    'ExInterlockedPopEntryList',
    'ListHead: PSINGLE_LIST_ENTRY, Lock: PKSPIN_LOCK',
    { returns: 'PSINGLE_LIST_ENTRY', summary: 'Takes the first entry of a single list out. NULL when it is empty.' },
    (nt, head: SINGLE_LIST_ENTRY, lock: Pointer) => ExInterlockedPopEntryList(nt.dpcs, head, toAddress(lock)),
  ),
];

export const poolListRoutines = [
  ...lookaside('NPaged', NONPAGED, DISPATCH_LEVEL),
  // APC_LEVEL: what is paged cannot be brought in above it.
  ...lookaside('Paged', PAGED, 1),
  ...interlocked,
];
