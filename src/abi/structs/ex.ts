/** Structures of the executive: resources and lookaside lists. Drivers hand them over and look at no field. */
import { array, over, pointer, struct } from '../struct.ts';
import { KSPIN_LOCK, PVOID, SHORT, type SIZE_T, ULONG, ULONGLONG, USHORT } from '../types.ts';
import { LIST_ENTRY, PSINGLE_LIST_ENTRY } from './rtl.ts';

export class SLIST_HEADER extends struct('SLIST_HEADER', {
  Next: PSINGLE_LIST_ENTRY,
  Depth: USHORT,
  Sequence: USHORT,
  Alignment: over('Next', ULONGLONG),
}) {}
export type PSLIST_HEADER = SLIST_HEADER | null;
export const PSLIST_HEADER = pointer<SLIST_HEADER>('SLIST_HEADER');

export class OWNER_ENTRY extends struct('OWNER_ENTRY', {
  OwnerThread: ULONG,
  TableSize: ULONG,
}) {}

export class ERESOURCE extends struct('ERESOURCE', {
  SystemResourcesList: LIST_ENTRY,
  OwnerTable: PVOID,
  ActiveCount: SHORT,
  Flag: USHORT,
  SharedWaiters: PVOID,
  ExclusiveWaiters: PVOID,
  OwnerEntry: OWNER_ENTRY,
  ActiveEntries: ULONG,
  ContentionCount: ULONG,
  NumberOfSharedWaiters: ULONG,
  NumberOfExclusiveWaiters: ULONG,
  Address: PVOID,
  SpinLock: KSPIN_LOCK,
}) {}
export type PERESOURCE = ERESOURCE | null;
export const PERESOURCE = pointer<ERESOURCE>('ERESOURCE');

export type POOL_TYPE = number;
export type ALLOCATE_FUNCTION = (PoolType: POOL_TYPE, NumberOfBytes: SIZE_T, Tag: ULONG) => PVOID;
export type PALLOCATE_FUNCTION = ALLOCATE_FUNCTION | null;
export type FREE_FUNCTION = (Buffer: PVOID) => void;
export type PFREE_FUNCTION = FREE_FUNCTION | null;

const lookaside = {
  ListHead: SLIST_HEADER,
  Depth: USHORT,
  MaximumDepth: USHORT,
  TotalAllocates: ULONG,
  AllocateMisses: ULONG,
  TotalFrees: ULONG,
  FreeMisses: ULONG,
  Type: ULONG,
  Tag: ULONG,
  Size: ULONG,
  Allocate: PVOID,
  Free: PVOID,
  ListEntry: LIST_ENTRY,
  LastTotalAllocates: ULONG,
  LastAllocateMisses: ULONG,
  Future: array(ULONG, 2),
  Lock: KSPIN_LOCK,
};

export class NPAGED_LOOKASIDE_LIST extends struct('NPAGED_LOOKASIDE_LIST', lookaside) {}
export type PNPAGED_LOOKASIDE_LIST = NPAGED_LOOKASIDE_LIST | null;
export const PNPAGED_LOOKASIDE_LIST = pointer<NPAGED_LOOKASIDE_LIST>('NPAGED_LOOKASIDE_LIST');

export class PAGED_LOOKASIDE_LIST extends struct('PAGED_LOOKASIDE_LIST', lookaside) {}
export type PPAGED_LOOKASIDE_LIST = PAGED_LOOKASIDE_LIST | null;
export const PPAGED_LOOKASIDE_LIST = pointer<PAGED_LOOKASIDE_LIST>('PAGED_LOOKASIDE_LIST');
