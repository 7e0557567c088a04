/** Structures of the PnP manager that name device or file objects. */
import { openArray, pointer, struct } from '../struct.ts';
import { LONG, UCHAR, ULONG, USHORT } from '../types.ts';
import { PDEVICE_OBJECT, PFILE_OBJECT } from './io.ts';
import { GUID, PUNICODE_STRING } from './rtl.ts';

/** Device objects that belong together in one way; each holds a reference. */
export class DEVICE_RELATIONS extends struct('DEVICE_RELATIONS', {
  Count: ULONG,
  Objects: openArray(PDEVICE_OBJECT),
}) {}
export type PDEVICE_RELATIONS = DEVICE_RELATIONS | null;
export const PDEVICE_RELATIONS = pointer<DEVICE_RELATIONS>('DEVICE_RELATIONS');

export class DEVICE_INTERFACE_CHANGE_NOTIFICATION extends struct('DEVICE_INTERFACE_CHANGE_NOTIFICATION', {
  Version: USHORT,
  Size: USHORT,
  Event: GUID,
  InterfaceClassGuid: GUID,
  SymbolicLinkName: PUNICODE_STRING,
}) {}
export type PDEVICE_INTERFACE_CHANGE_NOTIFICATION = DEVICE_INTERFACE_CHANGE_NOTIFICATION | null;
export const PDEVICE_INTERFACE_CHANGE_NOTIFICATION = pointer<DEVICE_INTERFACE_CHANGE_NOTIFICATION>(
  'DEVICE_INTERFACE_CHANGE_NOTIFICATION',
);

export class TARGET_DEVICE_REMOVAL_NOTIFICATION extends struct('TARGET_DEVICE_REMOVAL_NOTIFICATION', {
  Version: USHORT,
  Size: USHORT,
  Event: GUID,
  FileObject: PFILE_OBJECT,
}) {}
export type PTARGET_DEVICE_REMOVAL_NOTIFICATION = TARGET_DEVICE_REMOVAL_NOTIFICATION | null;
export const PTARGET_DEVICE_REMOVAL_NOTIFICATION = pointer<TARGET_DEVICE_REMOVAL_NOTIFICATION>(
  'TARGET_DEVICE_REMOVAL_NOTIFICATION',
);

export class TARGET_DEVICE_CUSTOM_NOTIFICATION extends struct('TARGET_DEVICE_CUSTOM_NOTIFICATION', {
  Version: USHORT,
  Size: USHORT,
  Event: GUID,
  FileObject: PFILE_OBJECT,
  /** Bytes from the start of CustomDataBuffer, or -1. */
  NameBufferOffset: LONG,
  CustomDataBuffer: openArray(UCHAR),
}) {}
export type PTARGET_DEVICE_CUSTOM_NOTIFICATION = TARGET_DEVICE_CUSTOM_NOTIFICATION | null;
export const PTARGET_DEVICE_CUSTOM_NOTIFICATION = pointer<TARGET_DEVICE_CUSTOM_NOTIFICATION>(
  'TARGET_DEVICE_CUSTOM_NOTIFICATION',
);
