/** Structures of the run-time library: strings, lists, identifiers. */
import { array, pointer, struct } from '../struct.ts';
import { PVOID, SHORT, UCHAR, ULONG, USHORT, WCHAR } from '../types.ts';

/** Counted UTF-16 text. Lengths are bytes, without a terminating zero. */
export class UNICODE_STRING extends struct('UNICODE_STRING', {
  Length: USHORT,
  MaximumLength: USHORT,
  Buffer: PVOID,
}) {}
export type PUNICODE_STRING = UNICODE_STRING | null;
export const PUNICODE_STRING = pointer<UNICODE_STRING>('UNICODE_STRING');

/** Counted text of single bytes. */
export class ANSI_STRING extends struct('ANSI_STRING', {
  Length: USHORT,
  MaximumLength: USHORT,
  Buffer: PVOID,
}) {}
export type PANSI_STRING = ANSI_STRING | null;
export const PANSI_STRING = pointer<ANSI_STRING>('ANSI_STRING');

/** Head or entry of a doubly linked list. */
export class LIST_ENTRY extends struct('LIST_ENTRY', {
  Flink: pointer<LIST_ENTRY>('LIST_ENTRY'),
  Blink: pointer<LIST_ENTRY>('LIST_ENTRY'),
}) {}
export type PLIST_ENTRY = LIST_ENTRY | null;
export const PLIST_ENTRY = pointer<LIST_ENTRY>('LIST_ENTRY');

export class SINGLE_LIST_ENTRY extends struct('SINGLE_LIST_ENTRY', {
  Next: pointer<SINGLE_LIST_ENTRY>('SINGLE_LIST_ENTRY'),
}) {}
export type PSINGLE_LIST_ENTRY = SINGLE_LIST_ENTRY | null;
export const PSINGLE_LIST_ENTRY = pointer<SINGLE_LIST_ENTRY>('SINGLE_LIST_ENTRY');

export class GUID extends struct('GUID', {
  Data1: ULONG,
  Data2: USHORT,
  Data3: USHORT,
  Data4: array(UCHAR, 8),
}) {}
export type PGUID = GUID | null;
export const PGUID = pointer<GUID>('GUID');

/** A moment, taken apart. */
export class TIME_FIELDS extends struct('TIME_FIELDS', {
  Year: SHORT,
  Month: SHORT,
  Day: SHORT,
  Hour: SHORT,
  Minute: SHORT,
  Second: SHORT,
  Milliseconds: SHORT,
  Weekday: SHORT,
}) {}
export type PTIME_FIELDS = TIME_FIELDS | null;
export const PTIME_FIELDS = pointer<TIME_FIELDS>('TIME_FIELDS');

export class RTL_OSVERSIONINFOW extends struct('RTL_OSVERSIONINFOW', {
  dwOSVersionInfoSize: ULONG,
  dwMajorVersion: ULONG,
  dwMinorVersion: ULONG,
  dwBuildNumber: ULONG,
  dwPlatformId: ULONG,
  szCSDVersion: array(WCHAR, 128),
}) {}
export type PRTL_OSVERSIONINFOW = RTL_OSVERSIONINFOW | null;
export const PRTL_OSVERSIONINFOW = pointer<RTL_OSVERSIONINFOW>('RTL_OSVERSIONINFOW');

export class OBJECT_ATTRIBUTES extends struct('OBJECT_ATTRIBUTES', {
  Length: ULONG,
  RootDirectory: PVOID,
  ObjectName: PUNICODE_STRING,
  Attributes: ULONG,
  SecurityDescriptor: PVOID,
  SecurityQualityOfService: PVOID,
}) {}
export type POBJECT_ATTRIBUTES = OBJECT_ATTRIBUTES | null;
export const POBJECT_ATTRIBUTES = pointer<OBJECT_ATTRIBUTES>('OBJECT_ATTRIBUTES');

export class CLIENT_ID extends struct('CLIENT_ID', {
  UniqueProcess: PVOID,
  UniqueThread: PVOID,
}) {}
export type PCLIENT_ID = CLIENT_ID | null;
export const PCLIENT_ID = pointer<CLIENT_ID>('CLIENT_ID');

export class KEY_VALUE_PARTIAL_INFORMATION extends struct('KEY_VALUE_PARTIAL_INFORMATION', {
  TitleIndex: ULONG,
  Type: ULONG,
  DataLength: ULONG,
  Data: array(UCHAR, 1),
}) {}
export type PKEY_VALUE_PARTIAL_INFORMATION = KEY_VALUE_PARTIAL_INFORMATION | null;
export const PKEY_VALUE_PARTIAL_INFORMATION = pointer<KEY_VALUE_PARTIAL_INFORMATION>('KEY_VALUE_PARTIAL_INFORMATION');

export class KEY_VALUE_FULL_INFORMATION extends struct('KEY_VALUE_FULL_INFORMATION', {
  TitleIndex: ULONG,
  Type: ULONG,
  DataOffset: ULONG,
  DataLength: ULONG,
  NameLength: ULONG,
  Name: array(WCHAR, 1),
}) {}
export type PKEY_VALUE_FULL_INFORMATION = KEY_VALUE_FULL_INFORMATION | null;
export const PKEY_VALUE_FULL_INFORMATION = pointer<KEY_VALUE_FULL_INFORMATION>('KEY_VALUE_FULL_INFORMATION');
