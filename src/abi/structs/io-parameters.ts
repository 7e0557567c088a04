/** What a stack location's `Parameters` hold for each function code. */
import { array, members, over, pointer, struct, union } from '../struct.ts';
import { BOOLEAN, LARGE_INTEGER, PVOID, ULONG, ULONG_PTR, USHORT } from '../types.ts';
import {
  BUS_QUERY_ID_TYPE,
  DEVICE_RELATION_TYPE,
  DEVICE_TEXT_TYPE,
  DEVICE_USAGE_NOTIFICATION_TYPE,
  PDEVICE_CAPABILITIES,
  PINTERFACE,
} from './capabilities.ts';
import {
  POWER_ACTION,
  POWER_STATE,
  POWER_STATE_TYPE,
  PPOWER_SEQUENCE,
  SYSTEM_POWER_STATE,
  SYSTEM_POWER_STATE_CONTEXT,
} from './power.ts';
import { PCM_RESOURCE_LIST, PIO_RESOURCE_REQUIREMENTS_LIST } from './resources.ts';
import { PGUID } from './rtl.ts';
import { PSCSI_REQUEST_BLOCK } from './storage.ts';

export class IO_SECURITY_CONTEXT extends struct('IO_SECURITY_CONTEXT', {
  SecurityQos: PVOID,
  AccessState: PVOID,
  DesiredAccess: ULONG,
  FullCreateOptions: ULONG,
}) {}
export type PIO_SECURITY_CONTEXT = IO_SECURITY_CONTEXT | null;
export const PIO_SECURITY_CONTEXT = pointer<IO_SECURITY_CONTEXT>('IO_SECURITY_CONTEXT');

const transfer = { Length: ULONG, Key: ULONG, ByteOffset: LARGE_INTEGER };
const volume = { Vpb: PVOID, DeviceObject: PVOID };

/** 16 bytes, whatever the function. */
export class IO_STACK_PARAMETERS extends union(
  'IO_STACK_PARAMETERS',
  {
    Create: members('IO_STACK_Create', {
      SecurityContext: PIO_SECURITY_CONTEXT,
      Options: ULONG,
      FileAttributes: USHORT,
      ShareAccess: USHORT,
      EaLength: ULONG,
    }),
    Read: members('IO_STACK_Read', transfer, { pack: 4 }),
    Write: members('IO_STACK_Write', transfer, { pack: 4 }),
    QueryFile: members('IO_STACK_QueryFile', { Length: ULONG, FileInformationClass: ULONG }),
    SetFile: members('IO_STACK_SetFile', {
      Length: ULONG,
      FileInformationClass: ULONG,
      FileObject: PVOID,
      ClusterCount: ULONG,
    }),
    QueryVolume: members('IO_STACK_QueryVolume', { Length: ULONG, FsInformationClass: ULONG }),
    DeviceIoControl: members('IO_STACK_DeviceIoControl', {
      OutputBufferLength: ULONG,
      InputBufferLength: ULONG,
      IoControlCode: ULONG,
      Type3InputBuffer: PVOID,
    }),
    QuerySecurity: members('IO_STACK_QuerySecurity', { SecurityInformation: ULONG, Length: ULONG }),
    SetSecurity: members('IO_STACK_SetSecurity', { SecurityInformation: ULONG, SecurityDescriptor: PVOID }),
    MountVolume: members('IO_STACK_MountVolume', volume),
    VerifyVolume: members('IO_STACK_VerifyVolume', volume),
    Scsi: members('IO_STACK_Scsi', { Srb: PSCSI_REQUEST_BLOCK }),
    QueryDeviceRelations: members('IO_STACK_QueryDeviceRelations', { Type: DEVICE_RELATION_TYPE }),
    QueryInterface: members('IO_STACK_QueryInterface', {
      InterfaceType: PGUID,
      Size: USHORT,
      Version: USHORT,
      Interface: PINTERFACE,
      InterfaceSpecificData: PVOID,
    }),
    DeviceCapabilities: members('IO_STACK_DeviceCapabilities', { Capabilities: PDEVICE_CAPABILITIES }),
    FilterResourceRequirements: members('IO_STACK_FilterResourceRequirements', {
      IoResourceRequirementList: PIO_RESOURCE_REQUIREMENTS_LIST,
    }),
    ReadWriteConfig: members('IO_STACK_ReadWriteConfig', {
      WhichSpace: ULONG,
      Buffer: PVOID,
      Offset: ULONG,
      Length: ULONG,
    }),
    SetLock: members('IO_STACK_SetLock', { Lock: BOOLEAN }),
    QueryId: members('IO_STACK_QueryId', { IdType: BUS_QUERY_ID_TYPE }),
    QueryDeviceText: members('IO_STACK_QueryDeviceText', { DeviceTextType: DEVICE_TEXT_TYPE, LocaleId: ULONG }),
    UsageNotification: members('IO_STACK_UsageNotification', {
      InPath: BOOLEAN,
      Reserved: array(BOOLEAN, 3),
      Type: DEVICE_USAGE_NOTIFICATION_TYPE,
    }),
    WaitWake: members('IO_STACK_WaitWake', { PowerState: SYSTEM_POWER_STATE }),
    PowerSequence: members('IO_STACK_PowerSequence', { PowerSequence: PPOWER_SEQUENCE }),
    Power: members('IO_STACK_Power', {
      SystemContext: ULONG,
      SystemPowerStateContext: over('SystemContext', SYSTEM_POWER_STATE_CONTEXT),
      Type: POWER_STATE_TYPE,
      State: POWER_STATE,
      ShutdownType: POWER_ACTION,
    }),
    StartDevice: members('IO_STACK_StartDevice', {
      AllocatedResources: PCM_RESOURCE_LIST,
      AllocatedResourcesTranslated: PCM_RESOURCE_LIST,
    }),
    WMI: members('IO_STACK_WMI', { ProviderId: ULONG_PTR, DataPath: PVOID, BufferSize: ULONG, Buffer: PVOID }),
    Others: members('IO_STACK_Others', { Argument1: PVOID, Argument2: PVOID, Argument3: PVOID, Argument4: PVOID }),
  },
  { pack: 4 },
) {}
