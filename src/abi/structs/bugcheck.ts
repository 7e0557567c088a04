/** Callbacks that a driver registers for bug checks, and the data of each reason for calling them. */
import { openArray, pointer, routinePointer, struct } from '../struct.ts';
import { enumeration, PVOID, SIZE_T, UCHAR, ULONG, ULONG_PTR, ULONGLONG } from '../types.ts';
import { GUID, LIST_ENTRY } from './rtl.ts';

export const KBUGCHECK_CALLBACK_REASON = enumeration('KBUGCHECK_CALLBACK_REASON');
export type KBUGCHECK_CALLBACK_REASON = number;
export const KBUGCHECK_DUMP_IO_TYPE = enumeration('KBUGCHECK_DUMP_IO_TYPE');
export type KBUGCHECK_DUMP_IO_TYPE = number;

/** Called at HIGH_LEVEL when the dump is complete: what it writes is not in the dump. `Buffer` is the record's. */
export type KBUGCHECK_CALLBACK_ROUTINE = (Buffer: PVOID, Length: ULONG) => void;
export type PKBUGCHECK_CALLBACK_ROUTINE = KBUGCHECK_CALLBACK_ROUTINE | null;
export const PKBUGCHECK_CALLBACK_ROUTINE = routinePointer<KBUGCHECK_CALLBACK_ROUTINE>('PKBUGCHECK_CALLBACK_ROUTINE');

/** Belongs to the system from KeRegisterBugCheckCallback to KeDeregisterBugCheckCallback, in resident memory. */
export class KBUGCHECK_CALLBACK_RECORD extends struct('KBUGCHECK_CALLBACK_RECORD', {
  Entry: LIST_ENTRY,
  CallbackRoutine: PKBUGCHECK_CALLBACK_ROUTINE,
  Buffer: PVOID,
  /** Bytes. */
  Length: ULONG,
  /** Text of single bytes that names the driver to a debugger. */
  Component: PVOID,
  Checksum: ULONG_PTR,
  State: UCHAR,
}) {}
export type PKBUGCHECK_CALLBACK_RECORD = KBUGCHECK_CALLBACK_RECORD | null;
export const PKBUGCHECK_CALLBACK_RECORD = pointer<KBUGCHECK_CALLBACK_RECORD>('KBUGCHECK_CALLBACK_RECORD');

/** Called at HIGH_LEVEL. `ReasonSpecificData` is the address of the reason's structure, of that many bytes. */
export type KBUGCHECK_REASON_CALLBACK_ROUTINE = (
  Reason: KBUGCHECK_CALLBACK_REASON,
  Record: KBUGCHECK_REASON_CALLBACK_RECORD,
  ReasonSpecificData: PVOID,
  ReasonSpecificDataLength: ULONG,
) => void;
export type PKBUGCHECK_REASON_CALLBACK_ROUTINE = KBUGCHECK_REASON_CALLBACK_ROUTINE | null;
export const PKBUGCHECK_REASON_CALLBACK_ROUTINE = routinePointer<KBUGCHECK_REASON_CALLBACK_ROUTINE>(
  'PKBUGCHECK_REASON_CALLBACK_ROUTINE',
);

/** Belongs to the system while it is registered, in resident memory. */
export class KBUGCHECK_REASON_CALLBACK_RECORD extends struct('KBUGCHECK_REASON_CALLBACK_RECORD', {
  Entry: LIST_ENTRY,
  CallbackRoutine: PKBUGCHECK_REASON_CALLBACK_ROUTINE,
  /** Text of single bytes that names the driver to a debugger. */
  Component: PVOID,
  Checksum: ULONG_PTR,
  Reason: KBUGCHECK_CALLBACK_REASON,
  State: UCHAR,
}) {}
export type PKBUGCHECK_REASON_CALLBACK_RECORD = KBUGCHECK_REASON_CALLBACK_RECORD | null;
export const PKBUGCHECK_REASON_CALLBACK_RECORD = pointer<KBUGCHECK_REASON_CALLBACK_RECORD>(
  'KBUGCHECK_REASON_CALLBACK_RECORD',
);

const PARAMETERS = {
  BugCheckParameter1: ULONG_PTR,
  BugCheckParameter2: ULONG_PTR,
  BugCheckParameter3: ULONG_PTR,
  BugCheckParameter4: ULONG_PTR,
};

const PAGES = {
  /** The callback's own; NULL at first, then what it has left here. */
  Context: PVOID,
  /** Out: whether Address is virtual or physical, and whether there are more ranges. */
  Flags: ULONG,
  BugCheckCode: ULONG,
  /** Out: aligned to a page. */
  Address: ULONG_PTR,
  /** Out: pages; 0 = none. */
  Count: ULONG_PTR,
};

/** KbCallbackAddPages */
export class KBUGCHECK_ADD_PAGES extends struct('KBUGCHECK_ADD_PAGES', PAGES) {}
export type PKBUGCHECK_ADD_PAGES = KBUGCHECK_ADD_PAGES | null;
export const PKBUGCHECK_ADD_PAGES = pointer<KBUGCHECK_ADD_PAGES>('KBUGCHECK_ADD_PAGES');

/** KbCallbackRemovePages */
export class KBUGCHECK_REMOVE_PAGES extends struct('KBUGCHECK_REMOVE_PAGES', PAGES) {}
export type PKBUGCHECK_REMOVE_PAGES = KBUGCHECK_REMOVE_PAGES | null;
export const PKBUGCHECK_REMOVE_PAGES = pointer<KBUGCHECK_REMOVE_PAGES>('KBUGCHECK_REMOVE_PAGES');

/** KbCallbackDumpIo */
export class KBUGCHECK_DUMP_IO extends struct('KBUGCHECK_DUMP_IO', {
  /** In the dump file; all ones: the piece follows the one before. */
  Offset: ULONGLONG,
  /** NULL when the dump is complete. */
  Buffer: PVOID,
  /** Bytes. */
  BufferLength: ULONG,
  Type: KBUGCHECK_DUMP_IO_TYPE,
}) {}
export type PKBUGCHECK_DUMP_IO = KBUGCHECK_DUMP_IO | null;
export const PKBUGCHECK_DUMP_IO = pointer<KBUGCHECK_DUMP_IO>('KBUGCHECK_DUMP_IO');

const SECONDARY = {
  /** The system's, for what fits into it. */
  InBuffer: PVOID,
  InBufferLength: ULONG,
  /** Bytes that may be handed over at the most. */
  MaximumAllowed: ULONG,
  /** Out: under which the data can be found in the dump. */
  Guid: GUID,
  /** NULL: asks for the size alone. Out: where the data is. */
  OutBuffer: PVOID,
  /** Out: bytes; 0 = no data. */
  OutBufferLength: ULONG,
};

/** KbCallbackSecondaryDumpData */
export class KBUGCHECK_SECONDARY_DUMP_DATA extends struct('KBUGCHECK_SECONDARY_DUMP_DATA', SECONDARY) {}
export type PKBUGCHECK_SECONDARY_DUMP_DATA = KBUGCHECK_SECONDARY_DUMP_DATA | null;
export const PKBUGCHECK_SECONDARY_DUMP_DATA = pointer<KBUGCHECK_SECONDARY_DUMP_DATA>('KBUGCHECK_SECONDARY_DUMP_DATA');

/** KbCallbackSecondaryMultiPartDumpData */
export class KBUGCHECK_SECONDARY_DUMP_DATA_EX extends struct('KBUGCHECK_SECONDARY_DUMP_DATA_EX', {
  ...SECONDARY,
  /** The callback's own; NULL at first, then what it has left here. */
  Context: PVOID,
  Flags: ULONG,
  DumpType: ULONG,
  BugCheckCode: ULONG,
  ...PARAMETERS,
}) {}
export type PKBUGCHECK_SECONDARY_DUMP_DATA_EX = KBUGCHECK_SECONDARY_DUMP_DATA_EX | null;
export const PKBUGCHECK_SECONDARY_DUMP_DATA_EX = pointer<KBUGCHECK_SECONDARY_DUMP_DATA_EX>(
  'KBUGCHECK_SECONDARY_DUMP_DATA_EX',
);

export class KADDRESS_RANGE extends struct('KADDRESS_RANGE', {
  Address: PVOID,
  /** Bytes. */
  Size: SIZE_T,
}) {}
export type PKADDRESS_RANGE = KADDRESS_RANGE | null;
export const PKADDRESS_RANGE = pointer<KADDRESS_RANGE>('KADDRESS_RANGE');

/** Ranges for a small dump: KeInitializeTriageDumpDataArray prepares it, KeAddTriageDumpDataBlock fills it. */
export class KTRIAGE_DUMP_DATA_ARRAY extends struct('KTRIAGE_DUMP_DATA_ARRAY', {
  List: LIST_ENTRY,
  NumBlocksUsed: ULONG,
  NumBlocksTotal: ULONG,
  /** Bytes of all ranges. */
  DataSize: ULONG,
  MaxDataSize: ULONG,
  ComponentNameBufferLength: ULONG,
  ComponentName: PVOID,
  Blocks: openArray(KADDRESS_RANGE),
}) {}
export type PKTRIAGE_DUMP_DATA_ARRAY = KTRIAGE_DUMP_DATA_ARRAY | null;
export const PKTRIAGE_DUMP_DATA_ARRAY = pointer<KTRIAGE_DUMP_DATA_ARRAY>('KTRIAGE_DUMP_DATA_ARRAY');

/** KbCallbackTriageDumpData */
export class KBUGCHECK_TRIAGE_DUMP_DATA extends struct('KBUGCHECK_TRIAGE_DUMP_DATA', {
  /** Out. */
  DataArray: PKTRIAGE_DUMP_DATA_ARRAY,
  Flags: ULONG,
  /** Bytes that a dump takes at the most. */
  MaxVirtMemSize: ULONG,
  BugCheckCode: ULONG,
  ...PARAMETERS,
}) {}
export type PKBUGCHECK_TRIAGE_DUMP_DATA = KBUGCHECK_TRIAGE_DUMP_DATA | null;
export const PKBUGCHECK_TRIAGE_DUMP_DATA = pointer<KBUGCHECK_TRIAGE_DUMP_DATA>('KBUGCHECK_TRIAGE_DUMP_DATA');
