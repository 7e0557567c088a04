/** Pool, memory, strings, lists, interlocked operations. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL, POOL_FLAG_PAGED, POOL_FLAG_UNINITIALIZED } from '../abi/enums.ts';
import { offsetOf, type StructClass, type StructView, toAddress } from '../abi/struct.ts';
import type { LIST_ENTRY, UNICODE_STRING } from '../abi/structs/rtl.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { poolTag } from '../kernel/mm/pool.ts';
import { EVENT } from '../kernel/sim/events.ts';
import { routine } from './routine.ts';

const BAD_POOL_CALLER = 0xc2;
const PAGED_POOL = 1;
const NO_TAG = poolTag('None');

/** @throws TypeError when there is no such field: `Tail.Overlay.ListEntry` names one of a field's own */
export function fieldOffset(type: StructClass, field: string): number {
  const offset = offsetOf(type, field);
  if (offset === undefined) throw new TypeError(`${type.structName} has no field ${field}`);
  return offset;
}

/** A tag as C packs it, or as the text that debuggers show. */
function tagOf(tag: number | string): number {
  return typeof tag === 'string' ? poolTag(tag) : tag;
}

function allocate(nt: Nt, size: number, tag: number | string, zeroed: boolean, isPaged: boolean): number {
  const { sim, pool } = nt.kernel;
  const address = pool.allocate(size, tagOf(tag), nt.kernel.driver, zeroed);
  nt.storport.noteAllocation(nt.kernel.driver, address);
  if (isPaged) pool.pageable?.add(address, size, nt.kernel.driver);
  sim.record(EVENT.allocate, 0, sim.current.device, address, size, tagOf(tag));
  return address;
}

/** @throws BugCheckError 0xC2 BAD_POOL_CALLER: 7 = freed already, 0x46 = no pool block */
function free(nt: Nt, memory: Pointer): void {
  const address = toAddress(memory);
  const { sim, pool } = nt.kernel;
  nt.storport.allocationSites.delete(address);
  const result = pool.free(address);
  if (result !== 'ok') nt.kernel.bugCheck(BAD_POOL_CALLER, result === 'alreadyFreed' ? 7 : 0x46, 0, 0, address);
  sim.record(EVENT.free, 0, sim.current.device, address, 0, 0);
}

/** C's wide-string constants: one address for each text, for as long as the machine runs. */
export function wideConstant(nt: Nt, text: string): number {
  const known = nt.constants.get(text);
  if (known !== undefined) return known;
  const address = nt.kernel.pool.allocate(text.length * 2 + 2, poolTag('Imag'), 0, true);
  if (address !== 0) {
    nt.kernel.memory.writeWide(address, text);
    nt.constants.set(text, address);
  }
  return address;
}

function unlink(entry: LIST_ENTRY): boolean {
  const { Flink, Blink } = entry;
  if (Flink === null || Blink === null || Flink.Blink !== entry || Blink.Flink !== entry) return false;
  Blink.Flink = Flink;
  Flink.Blink = Blink;
  return true;
}

const KERNEL_SECURITY_CHECK_FAILURE = 0x139;

/** @throws BugCheckError 0x139/3 when the list is damaged, as Windows checks it */
function removeEntry(nt: Nt, entry: LIST_ENTRY): void {
  if (!unlink(entry)) nt.kernel.bugCheck(KERNEL_SECURITY_CHECK_FAILURE, 3, entry.address);
}

export const rtlRoutines = [
  routine(
    'ExAllocatePool2',
    'Flags: POOL_FLAGS, NumberOfBytes: SIZE_T, Tag: ULONG | string',
    {
      returns: 'PVOID',
      max: DISPATCH_LEVEL,
      summary: 'Pool, zeroed unless POOL_FLAG_UNINITIALIZED is given. NULL (0) when it is used up.',
    },
    (nt, flags: number | bigint, size: number, tag: number | string) =>
      allocate(
        nt,
        size,
        tag,
        (BigInt(flags) & POOL_FLAG_UNINITIALIZED) === 0n,
        (BigInt(flags) & POOL_FLAG_PAGED) !== 0n,
      ),
  ),
  routine(
    'ExAllocatePoolWithTag',
    'PoolType: POOL_TYPE, NumberOfBytes: SIZE_T, Tag: ULONG | string',
    { returns: 'PVOID', max: DISPATCH_LEVEL, summary: 'Pool with what was in it before. NULL (0) when it is used up.' },
    (nt, type: number, size: number, tag: number | string) => allocate(nt, size, tag, false, type === PAGED_POOL),
  ),
  routine(
    'ExAllocatePool',
    'PoolType: POOL_TYPE, NumberOfBytes: SIZE_T',
    { returns: 'PVOID', max: DISPATCH_LEVEL, summary: 'Pool without a tag.' },
    (nt, type: number, size: number) => allocate(nt, size, NO_TAG, false, type === PAGED_POOL),
  ),
  routine(
    'ExFreePoolWithTag',
    'P: PVOID, Tag: ULONG | string',
    { max: DISPATCH_LEVEL, summary: 'Frees pool.' },
    (nt, memory: Pointer) => free(nt, memory),
  ),
  routine('ExFreePool', 'P: PVOID', { max: DISPATCH_LEVEL, summary: 'Frees pool.' }, (nt, memory: Pointer) =>
    free(nt, memory),
  ),
  routine(
    'RtlZeroMemory',
    'Destination: PVOID, Length: SIZE_T',
    { summary: 'Fills memory with zeros.' },
    (nt, destination: Pointer, length: number) => nt.kernel.memory.zero(toAddress(destination), length),
  ),
  routine(
    'RtlFillMemory',
    'Destination: PVOID, Length: SIZE_T, Fill: UCHAR',
    { summary: 'Fills memory with a byte.' },
    (nt, destination: Pointer, length: number, fill: number) =>
      nt.kernel.memory.writeBytes(toAddress(destination), new Uint8Array(length).fill(fill)),
  ),
  routine(
    'RtlCopyMemory',
    'Destination: PVOID, Source: PVOID, Length: SIZE_T',
    { summary: 'Copies memory.' },
    (nt, destination: Pointer, source: Pointer, length: number) =>
      nt.kernel.memory.copy(toAddress(destination), toAddress(source), length),
  ),
  routine(
    'RtlMoveMemory',
    'Destination: PVOID, Source: PVOID, Length: SIZE_T',
    { summary: 'Copies memory; the ranges may overlap.' },
    (nt, destination: Pointer, source: Pointer, length: number) =>
      nt.kernel.memory.copy(toAddress(destination), toAddress(source), length),
  ),
  routine(
    'RtlCompareMemory',
    'Source1: PVOID, Source2: PVOID, Length: SIZE_T',
    { returns: 'SIZE_T', summary: 'Number of bytes that are equal from the start.' },
    (nt, first: Pointer, second: Pointer, length: number) => {
      const left = nt.kernel.memory.readBytes(toAddress(first), length);
      const right = nt.kernel.memory.readBytes(toAddress(second), length);
      const index = left.findIndex((byte, at) => byte !== right[at]);
      return index < 0 ? length : index;
    },
  ),
  routine(
    'RtlInitUnicodeString',
    'DestinationString: PUNICODE_STRING, SourceString: PCWSTR | string',
    { summary: 'Lets a UNICODE_STRING name a wide text that ends with zero.' },
    (nt, target: UNICODE_STRING, source: number | string) => {
      const address = typeof source === 'string' ? wideConstant(nt, source) : source;
      let length = 0;
      while (address !== 0 && nt.kernel.memory.readWide(address + length, 2) !== '\0') length += 2;
      target.Buffer = address;
      target.Length = length;
      target.MaximumLength = address === 0 ? 0 : length + 2;
    },
  ),
  routine('InitializeListHead', 'ListHead: PLIST_ENTRY', { summary: 'An empty list.' }, (_nt, head: LIST_ENTRY) => {
    head.Flink = head;
    head.Blink = head;
  }),
  routine(
    'IsListEmpty',
    'ListHead: PLIST_ENTRY',
    { returns: 'BOOLEAN', summary: 'TRUE when nothing is in the list.' },
    (_nt, head: LIST_ENTRY) => head.Flink === head,
  ),
  routine(
    'InsertTailList',
    'ListHead: PLIST_ENTRY, Entry: PLIST_ENTRY',
    { summary: 'Puts an entry at the end.' },
    (_nt, head: LIST_ENTRY, entry: LIST_ENTRY) => {
      const last = head.Blink;
      entry.Flink = head;
      entry.Blink = last;
      if (last !== null) last.Flink = entry;
      head.Blink = entry;
    },
  ),
  routine(
    'InsertHeadList',
    'ListHead: PLIST_ENTRY, Entry: PLIST_ENTRY',
    { summary: 'Puts an entry at the start.' },
    (_nt, head: LIST_ENTRY, entry: LIST_ENTRY) => {
      const first = head.Flink;
      entry.Flink = first;
      entry.Blink = head;
      if (first !== null) first.Blink = entry;
      head.Flink = entry;
    },
  ),
  routine(
    'RemoveHeadList',
    'ListHead: PLIST_ENTRY',
    { returns: 'LIST_ENTRY', summary: 'Takes the first entry out; the head itself when the list is empty.' },
    (nt, head: LIST_ENTRY) => {
      const first = head.Flink ?? head;
      removeEntry(nt, first);
      return first;
    },
  ),
  routine(
    'RemoveTailList',
    'ListHead: PLIST_ENTRY',
    { returns: 'LIST_ENTRY', summary: 'Takes the last entry out; the head itself when the list is empty.' },
    (nt, head: LIST_ENTRY) => {
      const last = head.Blink ?? head;
      removeEntry(nt, last);
      return last;
    },
  ),
  routine(
    'RemoveEntryList',
    'Entry: PLIST_ENTRY',
    { returns: 'BOOLEAN', summary: 'Takes an entry out. TRUE when the list is empty now.' },
    (nt, entry: LIST_ENTRY) => {
      removeEntry(nt, entry);
      return entry.Flink === entry.Blink;
    },
  ),
  routine(
    'CONTAINING_RECORD',
    'Address: PVOID, Type: StructClass, Field: string',
    { returns: 'StructView', summary: 'The structure of which the address is a field.' },
    (nt, address: Pointer, type: StructClass, field: string): StructView => {
      return nt.kernel.memory.view(type, toAddress(address) - fieldOffset(type, field));
    },
  ),
  routine(
    'InterlockedIncrement',
    'Addend: PLONG',
    { returns: 'LONG', summary: 'Adds 1 and returns the result.' },
    (nt, addend: Pointer) => addTo(nt, addend, 1),
  ),
  routine(
    'InterlockedDecrement',
    'Addend: PLONG',
    { returns: 'LONG', summary: 'Takes 1 away and returns the result.' },
    (nt, addend: Pointer) => addTo(nt, addend, -1),
  ),
  routine(
    'InterlockedExchangeAdd',
    'Addend: PLONG, Value: LONG',
    { returns: 'LONG', summary: 'Adds and returns what was there before.' },
    (nt, addend: Pointer, value: number) => addTo(nt, addend, value) - value,
  ),
  routine(
    'InterlockedExchange',
    'Target: PLONG, Value: LONG',
    { returns: 'LONG', summary: 'Writes and returns what was there before.' },
    (nt, target: Pointer, value: number) => {
      const before = addTo(nt, target, 0);
      nt.kernel.memory.i32[toAddress(target) >>> 2] = value;
      return before;
    },
  ),
  routine(
    'InterlockedCompareExchange',
    'Destination: PLONG, Exchange: LONG, Comperand: LONG',
    { returns: 'LONG', summary: 'Writes if the comparand is there; returns what was there before.' },
    (nt, target: Pointer, value: number, comparand: number) => {
      const before = addTo(nt, target, 0);
      if (before === comparand) nt.kernel.memory.i32[toAddress(target) >>> 2] = value;
      return before;
    },
  ),
  routine(
    'RtlCopyUnicodeString',
    'DestinationString: PUNICODE_STRING, SourceString: PUNICODE_STRING',
    { max: PASSIVE_LEVEL, summary: 'Copies as much text as there is room for.' },
    (nt, target: UNICODE_STRING, source: UNICODE_STRING | null) => {
      target.Length = Math.min(source?.Length ?? 0, target.MaximumLength);
      if (source !== null) nt.kernel.memory.copy(target.Buffer, source.Buffer, target.Length);
    },
  ),
];

function addTo(nt: Nt, pointer: Pointer, value: number): number {
  const address = toAddress(pointer);
  nt.kernel.memory.touch(address, 4, true);
  const { i32 } = nt.kernel.memory;
  const sum = ((i32[address >>> 2] ?? 0) + value) | 0;
  i32[address >>> 2] = sum;
  return sum;
}
