/** Windows Management Instrumentation: what a driver tells of its data blocks, and the requests for their data. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { openArray, pointer, routinePointer, struct } from '../struct.ts';
import { type BOOLEAN, type NTSTATUS, type Out, type PVOID, UCHAR, ULONG, ULONGLONG } from '../types.ts';
import type { DEVICE_OBJECT, IRP, PDEVICE_OBJECT } from './io.ts';
import { GUID, PGUID, type PUNICODE_STRING, type UNICODE_STRING } from './rtl.ts';

type PULONG = PVOID;
type PUCHAR = PVOID;

/** Writes flags for all blocks, their base name or PDO, and where the driver's registry key is. @source wmilib-pwmi_query_reginfo */
export type WMI_QUERY_REGINFO_CALLBACK = (
  DeviceObject: DEVICE_OBJECT,
  RegFlags: Out<ULONG>,
  InstanceName: UNICODE_STRING,
  RegistryPath: Out<PUNICODE_STRING>,
  MofResourceName: UNICODE_STRING,
  Pdo: Out<PDEVICE_OBJECT>,
) => MaybePromise<NTSTATUS>;
export type PWMI_QUERY_REGINFO = WMI_QUERY_REGINFO_CALLBACK | null;
export const PWMI_QUERY_REGINFO = routinePointer<WMI_QUERY_REGINFO_CALLBACK>('PWMI_QUERY_REGINFO');
/** Writes instances, each aligned to 8 bytes, and the length of each; ends with WmiCompleteRequest. @source wmilib-pwmi_query_datablock */
export type WMI_QUERY_DATABLOCK_CALLBACK = (
  DeviceObject: DEVICE_OBJECT,
  Irp: IRP,
  GuidIndex: ULONG,
  InstanceIndex: ULONG,
  InstanceCount: ULONG,
  InstanceLengthArray: PULONG,
  BufferAvail: ULONG,
  Buffer: PUCHAR,
) => MaybePromise<NTSTATUS>;
export type PWMI_QUERY_DATABLOCK = WMI_QUERY_DATABLOCK_CALLBACK | null;
export const PWMI_QUERY_DATABLOCK = routinePointer<WMI_QUERY_DATABLOCK_CALLBACK>('PWMI_QUERY_DATABLOCK');
export type WMI_SET_DATABLOCK_CALLBACK = (
  DeviceObject: DEVICE_OBJECT,
  Irp: IRP,
  GuidIndex: ULONG,
  InstanceIndex: ULONG,
  BufferSize: ULONG,
  Buffer: PUCHAR,
) => MaybePromise<NTSTATUS>;
export type PWMI_SET_DATABLOCK = WMI_SET_DATABLOCK_CALLBACK | null;
export const PWMI_SET_DATABLOCK = routinePointer<WMI_SET_DATABLOCK_CALLBACK>('PWMI_SET_DATABLOCK');
export type WMI_SET_DATAITEM_CALLBACK = (
  DeviceObject: DEVICE_OBJECT,
  Irp: IRP,
  GuidIndex: ULONG,
  InstanceIndex: ULONG,
  DataItemId: ULONG,
  BufferSize: ULONG,
  Buffer: PUCHAR,
) => MaybePromise<NTSTATUS>;
export type PWMI_SET_DATAITEM = WMI_SET_DATAITEM_CALLBACK | null;
export const PWMI_SET_DATAITEM = routinePointer<WMI_SET_DATAITEM_CALLBACK>('PWMI_SET_DATAITEM');
/** The parameters of the method stand in Buffer, and its results go there. */
export type WMI_EXECUTE_METHOD_CALLBACK = (
  DeviceObject: DEVICE_OBJECT,
  Irp: IRP,
  GuidIndex: ULONG,
  InstanceIndex: ULONG,
  MethodId: ULONG,
  InBufferSize: ULONG,
  OutBufferSize: ULONG,
  Buffer: PUCHAR,
) => MaybePromise<NTSTATUS>;
export type PWMI_EXECUTE_METHOD = WMI_EXECUTE_METHOD_CALLBACK | null;
export const PWMI_EXECUTE_METHOD = routinePointer<WMI_EXECUTE_METHOD_CALLBACK>('PWMI_EXECUTE_METHOD');
export type WMI_FUNCTION_CONTROL_CALLBACK = (
  DeviceObject: DEVICE_OBJECT,
  Irp: IRP,
  GuidIndex: ULONG,
  ControlFunction: ULONG,
  Enable: BOOLEAN,
) => MaybePromise<NTSTATUS>;
export type PWMI_FUNCTION_CONTROL = WMI_FUNCTION_CONTROL_CALLBACK | null;
export const PWMI_FUNCTION_CONTROL = routinePointer<WMI_FUNCTION_CONTROL_CALLBACK>('PWMI_FUNCTION_CONTROL');

export class WMIGUIDREGINFO extends struct('WMIGUIDREGINFO', {
  Guid: PGUID,
  InstanceCount: ULONG,
  Flags: ULONG,
}) {}
export type PWMIGUIDREGINFO = WMIGUIDREGINFO | null;
export const PWMIGUIDREGINFO = pointer<WMIGUIDREGINFO>('WMIGUIDREGINFO');

export class WMILIB_CONTEXT extends struct('WMILIB_CONTEXT', {
  GuidCount: ULONG,
  GuidList: PWMIGUIDREGINFO,
  /** Has to be there. */
  QueryWmiRegInfo: PWMI_QUERY_REGINFO,
  /** Has to be there. */
  QueryWmiDataBlock: PWMI_QUERY_DATABLOCK,
  /** NULL: its blocks cannot be written. */
  SetWmiDataBlock: PWMI_SET_DATABLOCK,
  /** NULL: single items cannot be written. */
  SetWmiDataItem: PWMI_SET_DATAITEM,
  /** NULL: it has no methods. */
  ExecuteWmiMethod: PWMI_EXECUTE_METHOD,
  /** NULL: it does not care who listens. */
  WmiFunctionControl: PWMI_FUNCTION_CONTROL,
}) {}
export type PWMILIB_CONTEXT = WMILIB_CONTEXT | null;
export const PWMILIB_CONTEXT = pointer<WMILIB_CONTEXT>('WMILIB_CONTEXT');

/** One block in the answer to IRP_MN_REGINFO_EX. */
export class WMIREGGUID extends struct('WMIREGGUID', {
  Guid: GUID,
  Flags: ULONG,
  InstanceCount: ULONG,
  /** Offset of the base name, or address of the PDO, as the flags say. */
  InstanceInfo: ULONG,
}) {}
export type PWMIREGGUID = WMIREGGUID | null;
export const PWMIREGGUID = pointer<WMIREGGUID>('WMIREGGUID');

/** The answer to IRP_MN_REGINFO_EX; offsets count from its start, each to a counted string, 0: none. */
export class WMIREGINFO extends struct('WMIREGINFO', {
  BufferSize: ULONG,
  NextWmiRegInfo: ULONG,
  RegistryPath: ULONG,
  MofResourceName: ULONG,
  GuidCount: ULONG,
  WmiRegGuid: openArray(WMIREGGUID),
}) {}
export type PWMIREGINFO = WMIREGINFO | null;
export const PWMIREGINFO = pointer<WMIREGINFO>('WMIREGINFO');

export class WNODE_HEADER extends struct('WNODE_HEADER', {
  /** Bytes of the whole node. */
  BufferSize: ULONG,
  ProviderId: ULONG,
  HistoricalContext: ULONGLONG,
  /** 100 ns. */
  TimeStamp: ULONGLONG,
  Guid: GUID,
  ClientContext: ULONG,
  Flags: ULONG,
}) {}
export type PWNODE_HEADER = WNODE_HEADER | null;
export const PWNODE_HEADER = pointer<WNODE_HEADER>('WNODE_HEADER');

export class OFFSETINSTANCEDATAANDLENGTH extends struct('OFFSETINSTANCEDATAANDLENGTH', {
  OffsetInstanceData: ULONG,
  LengthInstanceData: ULONG,
}) {}

export class WNODE_ALL_DATA extends struct('WNODE_ALL_DATA', {
  WnodeHeader: WNODE_HEADER,
  DataBlockOffset: ULONG,
  InstanceCount: ULONG,
  OffsetInstanceNameOffsets: ULONG,
  OffsetInstanceDataAndLength: openArray(OFFSETINSTANCEDATAANDLENGTH),
}) {}
export type PWNODE_ALL_DATA = WNODE_ALL_DATA | null;
export const PWNODE_ALL_DATA = pointer<WNODE_ALL_DATA>('WNODE_ALL_DATA');

export class WNODE_SINGLE_INSTANCE extends struct('WNODE_SINGLE_INSTANCE', {
  WnodeHeader: WNODE_HEADER,
  OffsetInstanceName: ULONG,
  InstanceIndex: ULONG,
  DataBlockOffset: ULONG,
  SizeDataBlock: ULONG,
  VariableData: openArray(UCHAR),
}) {}
export type PWNODE_SINGLE_INSTANCE = WNODE_SINGLE_INSTANCE | null;
export const PWNODE_SINGLE_INSTANCE = pointer<WNODE_SINGLE_INSTANCE>('WNODE_SINGLE_INSTANCE');

export class WNODE_SINGLE_ITEM extends struct('WNODE_SINGLE_ITEM', {
  WnodeHeader: WNODE_HEADER,
  OffsetInstanceName: ULONG,
  InstanceIndex: ULONG,
  ItemId: ULONG,
  DataBlockOffset: ULONG,
  SizeDataItem: ULONG,
  VariableData: openArray(UCHAR),
}) {}
export type PWNODE_SINGLE_ITEM = WNODE_SINGLE_ITEM | null;
export const PWNODE_SINGLE_ITEM = pointer<WNODE_SINGLE_ITEM>('WNODE_SINGLE_ITEM');

export class WNODE_METHOD_ITEM extends struct('WNODE_METHOD_ITEM', {
  WnodeHeader: WNODE_HEADER,
  OffsetInstanceName: ULONG,
  InstanceIndex: ULONG,
  MethodId: ULONG,
  DataBlockOffset: ULONG,
  SizeDataBlock: ULONG,
  VariableData: openArray(UCHAR),
}) {}
export type PWNODE_METHOD_ITEM = WNODE_METHOD_ITEM | null;
export const PWNODE_METHOD_ITEM = pointer<WNODE_METHOD_ITEM>('WNODE_METHOD_ITEM');

/** In place of data that did not fit. */
export class WNODE_TOO_SMALL extends struct('WNODE_TOO_SMALL', {
  WnodeHeader: WNODE_HEADER,
  SizeNeeded: ULONG,
}) {}
export type PWNODE_TOO_SMALL = WNODE_TOO_SMALL | null;
export const PWNODE_TOO_SMALL = pointer<WNODE_TOO_SMALL>('WNODE_TOO_SMALL');
