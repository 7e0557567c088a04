/** What drivers register for the moment in which the system stops. */
import { BufferEmpty } from '../abi/bugcheck-constants.ts';
import type { KBUGCHECK_CALLBACK_ROUTINE, KBUGCHECK_REASON_CALLBACK_ROUTINE } from '../abi/roles.ts';
import { toAddress } from '../abi/struct.ts';
import type {
  KBUGCHECK_CALLBACK_RECORD,
  KBUGCHECK_REASON_CALLBACK_RECORD,
  KTRIAGE_DUMP_DATA_ARRAY,
} from '../abi/structs/bugcheck.ts';
import type { Pointer } from '../abi/types.ts';
import { KeAddTriageDumpDataBlock, KeInitializeTriageDumpDataArray } from '../kernel/dump/triage-data.ts';
import { routine } from './routine.ts';

export const bugCheckRoutines = [
  routine(
    'KeInitializeCallbackRecord',
    'CallbackRecord: StructView',
    { summary: 'Makes a record ready for KeRegisterBugCheckCallback or KeRegisterBugCheckReasonCallback.' },
    (_nt, record: KBUGCHECK_CALLBACK_RECORD | KBUGCHECK_REASON_CALLBACK_RECORD) => {
      record.State = BufferEmpty;
    },
  ),
  routine(
    'KeRegisterBugCheckCallback',
    'CallbackRecord: PKBUGCHECK_CALLBACK_RECORD, CallbackRoutine: PKBUGCHECK_CALLBACK_ROUTINE, Buffer: PVOID, Length: ULONG, Component: PVOID',
    {
      returns: 'BOOLEAN',
      isEvent: true,
      summary:
        'Has a routine called at HIGH_LEVEL after the crash dump is written. FALSE: the record was not initialised, or is registered. Component is the address of a text in single bytes.',
    },
    (
      nt,
      record: KBUGCHECK_CALLBACK_RECORD,
      callback: KBUGCHECK_CALLBACK_ROUTINE,
      buffer: Pointer,
      length: number,
      component: Pointer,
    ) => nt.bugCheck.callbacks.register(record, callback, toAddress(buffer), length, toAddress(component)),
  ),
  routine(
    'KeDeregisterBugCheckCallback',
    'CallbackRecord: PKBUGCHECK_CALLBACK_RECORD',
    { returns: 'BOOLEAN', isEvent: true, summary: 'Takes a record back. FALSE: it is not registered.' },
    (nt, record: KBUGCHECK_CALLBACK_RECORD) => nt.bugCheck.callbacks.deregister(record),
  ),
  routine(
    'KeRegisterBugCheckReasonCallback',
    'CallbackRecord: PKBUGCHECK_REASON_CALLBACK_RECORD, CallbackRoutine: PKBUGCHECK_REASON_CALLBACK_ROUTINE, Reason: KBUGCHECK_CALLBACK_REASON, Component: PVOID',
    {
      returns: 'BOOLEAN',
      isEvent: true,
      summary:
        'Has a routine called at HIGH_LEVEL while the crash dump is made: to add or remove pages, to hand over data, to see each piece. FALSE: the record was not initialised or is registered, or the reason is reserved.',
    },
    (
      nt,
      record: KBUGCHECK_REASON_CALLBACK_RECORD,
      callback: KBUGCHECK_REASON_CALLBACK_ROUTINE,
      reason: number,
      component: Pointer,
    ) => nt.bugCheck.callbacks.registerReason(record, callback, reason, toAddress(component)),
  ),
  routine(
    'KeDeregisterBugCheckReasonCallback',
    'CallbackRecord: PKBUGCHECK_REASON_CALLBACK_RECORD',
    { returns: 'BOOLEAN', isEvent: true, summary: 'Takes a record back. FALSE: it is not registered.' },
    (nt, record: KBUGCHECK_REASON_CALLBACK_RECORD) => nt.bugCheck.callbacks.deregisterReason(record),
  ),
  routine(
    'KeInitializeTriageDumpDataArray',
    'KtriageDumpDataArray: PKTRIAGE_DUMP_DATA_ARRAY, Size: ULONG',
    {
      returns: 'NTSTATUS',
      summary: 'Prepares an array of ranges for KbCallbackTriageDumpData. Size in bytes: 32, and 8 for each range.',
    },
    (_nt, array: KTRIAGE_DUMP_DATA_ARRAY | null, size: number) => KeInitializeTriageDumpDataArray(array, size),
  ),
  routine(
    'KeAddTriageDumpDataBlock',
    'KtriageDumpDataArray: PKTRIAGE_DUMP_DATA_ARRAY, Address: PVOID, Size: SIZE_T',
    {
      returns: 'NTSTATUS',
      summary:
        'Adds a range to the array. STATUS_INSUFFICIENT_RESOURCES: it has no room for one more, or has 32 MiB already.',
    },
    (_nt, array: KTRIAGE_DUMP_DATA_ARRAY | null, address: Pointer, size: number) =>
      KeAddTriageDumpDataBlock(array, toAddress(address), size),
  ),
  routine(
    'MmIsAddressValid',
    'VirtualAddress: PVOID',
    {
      header: 'ntddk.h',
      returns: 'BOOLEAN',
      summary: 'Whether a read of the byte at an address would not fault now. It may be paged out the moment after.',
    },
    (nt, address: Pointer) => nt.kernel.memory.isAccessible(toAddress(address)),
  ),
];
