/** Structures of the PnP manager that name device or file objects. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { openArray, pointer, routinePointer, struct } from '../struct.ts';
import { LONG, type NTSTATUS, type PVOID, UCHAR, ULONG, USHORT } from '../types.ts';
import { PDEVICE_OBJECT, PFILE_OBJECT } from './io.ts';
import { GUID, PUNICODE_STRING } from './rtl.ts';

/** Device objects that belong together in one way; each holds a reference. */
export class DEVICE_RELATIONS extends struct('DEVICE_RELATIONS', {
  Count: ULONG,
  Objects: openArray(PDEVICE_OBJECT),
}) {}
export type PDEVICE_RELATIONS = DEVICE_RELATIONS | null;
export const PDEVICE_RELATIONS = pointer<DEVICE_RELATIONS>('DEVICE_RELATIONS');

/** Hears of what was asked for with IoRegisterPlugPlayNotification; the structure starts with Version, Size, Event. */
export type DRIVER_NOTIFICATION_CALLBACK_ROUTINE = (
  NotificationStructure: PVOID,
  Context: PVOID,
) => MaybePromise<NTSTATUS>;
export type PDRIVER_NOTIFICATION_CALLBACK_ROUTINE = DRIVER_NOTIFICATION_CALLBACK_ROUTINE | null;
export const PDRIVER_NOTIFICATION_CALLBACK_ROUTINE = routinePointer<DRIVER_NOTIFICATION_CALLBACK_ROUTINE>(
  'PDRIVER_NOTIFICATION_CALLBACK_ROUTINE',
);
/** Called when all have heard what IoReportTargetDeviceChangeAsynchronous reports. */
export type DEVICE_CHANGE_COMPLETE_CALLBACK = (Context: PVOID) => MaybePromise<void>;
export type PDEVICE_CHANGE_COMPLETE_CALLBACK = DEVICE_CHANGE_COMPLETE_CALLBACK | null;
export const PDEVICE_CHANGE_COMPLETE_CALLBACK = routinePointer<DEVICE_CHANGE_COMPLETE_CALLBACK>(
  'PDEVICE_CHANGE_COMPLETE_CALLBACK',
);

export class HWPROFILE_CHANGE_NOTIFICATION extends struct('HWPROFILE_CHANGE_NOTIFICATION', {
  Version: USHORT,
  Size: USHORT,
  Event: GUID,
}) {}
export type PHWPROFILE_CHANGE_NOTIFICATION = HWPROFILE_CHANGE_NOTIFICATION | null;
export const PHWPROFILE_CHANGE_NOTIFICATION = pointer<HWPROFILE_CHANGE_NOTIFICATION>('HWPROFILE_CHANGE_NOTIFICATION');

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
