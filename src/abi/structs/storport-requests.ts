/** Structures of requests to a miniport, and the parameters of its control routines. */
import { array, members, openArray, pointer, struct } from '../struct.ts';
import {
  BOOLEAN,
  CHAR,
  enumeration,
  KIRQL,
  KSPIN_LOCK,
  LARGE_INTEGER,
  PVOID,
  UCHAR,
  ULONG,
  ULONG_PTR,
  USHORT,
} from '../types.ts';
import { KDPC } from './ke.ts';

const SRBEXDATATYPE = enumeration('SRBEXDATATYPE');
const STOR_POWER_ACTION = enumeration('STOR_POWER_ACTION');
const STOR_DEVICE_POWER_STATE = enumeration('STOR_DEVICE_POWER_STATE');
const STOR_DEVICE_USAGE_TYPE = enumeration('STOR_DEVICE_USAGE_TYPE');
const STOR_SPINLOCK = enumeration('STOR_SPINLOCK');

/** A request with room for extensions. Function is SRB_FUNCTION_STORAGE_REQUEST_BLOCK; SrbFunction says what is asked. */
export class STORAGE_REQUEST_BLOCK extends struct('STORAGE_REQUEST_BLOCK', {
  Length: USHORT,
  Function: UCHAR,
  SrbStatus: UCHAR,
  ReservedUchar: array(UCHAR, 4),
  /** SRB_SIGNATURE. */
  Signature: ULONG,
  Version: ULONG,
  SrbLength: ULONG,
  SrbFunction: ULONG,
  SrbFlags: ULONG,
  ReservedUlong1: ULONG,
  RequestTag: ULONG,
  RequestPriority: USHORT,
  RequestAttribute: USHORT,
  /** Seconds. */
  TimeOutValue: ULONG,
  SystemStatus: ULONG,
  ZeroGuard1: ULONG,
  /** Bytes from the start of the request to its STOR_ADDR_BTL8. */
  AddressOffset: ULONG,
  NumSrbExData: ULONG,
  DataTransferLength: ULONG,
  DataBuffer: PVOID,
  ZeroGuard2: ULONG,
  OriginalRequest: PVOID,
  ClassContext: PVOID,
  PortContext: PVOID,
  /** The SRB extension. */
  MiniportContext: PVOID,
  NextSrb: PVOID,
  /** Bytes from the start of the request to each SRBEX_DATA. */
  SrbExDataOffset: openArray(ULONG),
}) {}
export type PSTORAGE_REQUEST_BLOCK = STORAGE_REQUEST_BLOCK | null;
export const PSTORAGE_REQUEST_BLOCK = pointer<STORAGE_REQUEST_BLOCK>('STORAGE_REQUEST_BLOCK');

/** The command of a STORAGE_REQUEST_BLOCK, up to 16 bytes, and what came of it. */
export class SRBEX_DATA_SCSI_CDB16 extends struct('SRBEX_DATA_SCSI_CDB16', {
  /** SrbExDataTypeScsiCdb16. */
  Type: SRBEXDATATYPE,
  Length: ULONG,
  ScsiStatus: UCHAR,
  SenseInfoBufferLength: UCHAR,
  CdbLength: UCHAR,
  Reserved: UCHAR,
  Reserved1: ULONG,
  SenseInfoBuffer: PVOID,
  Cdb: array(UCHAR, 16),
}) {}
export type PSRBEX_DATA_SCSI_CDB16 = SRBEX_DATA_SCSI_CDB16 | null;
export const PSRBEX_DATA_SCSI_CDB16 = pointer<SRBEX_DATA_SCSI_CDB16>('SRBEX_DATA_SCSI_CDB16');

/** An address whose type says how long it is. */
export class STOR_ADDRESS extends struct('STOR_ADDRESS', {
  Type: USHORT,
  Port: USHORT,
  AddressLength: ULONG,
  AddressData: openArray(UCHAR),
}) {}
export type PSTOR_ADDRESS = STOR_ADDRESS | null;
export const PSTOR_ADDRESS = pointer<STOR_ADDRESS>('STOR_ADDRESS');

/** Bus, target and logical unit, one byte each. */
export class STOR_ADDR_BTL8 extends struct('STOR_ADDR_BTL8', {
  /** STOR_ADDRESS_TYPE_BTL8. */
  Type: USHORT,
  Port: USHORT,
  AddressLength: ULONG,
  Path: UCHAR,
  Target: UCHAR,
  Lun: UCHAR,
  Reserved: UCHAR,
}) {}
export type PSTOR_ADDR_BTL8 = STOR_ADDR_BTL8 | null;
export const PSTOR_ADDR_BTL8 = pointer<STOR_ADDR_BTL8>('STOR_ADDR_BTL8');

/** A physically contiguous piece of a request's buffer. */
export class STOR_SCATTER_GATHER_ELEMENT extends struct('STOR_SCATTER_GATHER_ELEMENT', {
  PhysicalAddress: LARGE_INTEGER,
  /** Bytes. */
  Length: ULONG,
  Reserved: ULONG_PTR,
}) {}
export type PSTOR_SCATTER_GATHER_ELEMENT = STOR_SCATTER_GATHER_ELEMENT | null;
export const PSTOR_SCATTER_GATHER_ELEMENT = pointer<STOR_SCATTER_GATHER_ELEMENT>('STOR_SCATTER_GATHER_ELEMENT');

/** Where a request's buffer lies; valid until the request is complete. */
export class STOR_SCATTER_GATHER_LIST extends struct('STOR_SCATTER_GATHER_LIST', {
  NumberOfElements: ULONG,
  Reserved: ULONG_PTR,
  List: openArray(STOR_SCATTER_GATHER_ELEMENT),
}) {}
export type PSTOR_SCATTER_GATHER_LIST = STOR_SCATTER_GATHER_LIST | null;
export const PSTOR_SCATTER_GATHER_LIST = pointer<STOR_SCATTER_GATHER_LIST>('STOR_SCATTER_GATHER_LIST');

/** A deferred procedure of a miniport, set up by StorPortInitializeDpc. */
export class STOR_DPC extends struct('STOR_DPC', {
  Dpc: KDPC,
  Lock: KSPIN_LOCK,
}) {}
export type PSTOR_DPC = STOR_DPC | null;
export const PSTOR_DPC = pointer<STOR_DPC>('STOR_DPC');

/** What StorPortAcquireSpinLock fills in for StorPortReleaseSpinLock. */
export class STOR_LOCK_HANDLE extends struct('STOR_LOCK_HANDLE', {
  Lock: STOR_SPINLOCK,
  Context: members('STOR_LOCK_HANDLE_CONTEXT', {
    LockQueue: members('STOR_LOCK_HANDLE_QUEUE', { Next: PVOID, Lock: PVOID }),
    OldIrql: KIRQL,
  }),
}) {}
export type PSTOR_LOCK_HANDLE = STOR_LOCK_HANDLE | null;
export const PSTOR_LOCK_HANDLE = pointer<STOR_LOCK_HANDLE>('STOR_LOCK_HANDLE');

export class STOR_POWER_CONTROL_HEADER extends struct('STOR_POWER_CONTROL_HEADER', {
  Version: ULONG,
  Size: ULONG,
  /** NULL: the adapter. */
  Address: pointer<STOR_ADDRESS>('STOR_ADDRESS'),
}) {}
export type PSTOR_POWER_CONTROL_HEADER = STOR_POWER_CONTROL_HEADER | null;
export const PSTOR_POWER_CONTROL_HEADER = pointer<STOR_POWER_CONTROL_HEADER>('STOR_POWER_CONTROL_HEADER');

/** The parameter of ScsiAdapterPower. */
export class STOR_ADAPTER_CONTROL_POWER extends struct('STOR_ADAPTER_CONTROL_POWER', {
  Header: STOR_POWER_CONTROL_HEADER,
  PowerAction: STOR_POWER_ACTION,
  PowerState: STOR_DEVICE_POWER_STATE,
}) {}
export type PSTOR_ADAPTER_CONTROL_POWER = STOR_ADAPTER_CONTROL_POWER | null;
export const PSTOR_ADAPTER_CONTROL_POWER = pointer<STOR_ADAPTER_CONTROL_POWER>('STOR_ADAPTER_CONTROL_POWER');

/** The parameter of ScsiUnitPower. */
export class STOR_UNIT_CONTROL_POWER extends struct('STOR_UNIT_CONTROL_POWER', {
  Address: pointer<STOR_ADDRESS>('STOR_ADDRESS'),
  PowerAction: STOR_POWER_ACTION,
  PowerState: STOR_DEVICE_POWER_STATE,
}) {}
export type PSTOR_UNIT_CONTROL_POWER = STOR_UNIT_CONTROL_POWER | null;
export const PSTOR_UNIT_CONTROL_POWER = pointer<STOR_UNIT_CONTROL_POWER>('STOR_UNIT_CONTROL_POWER');

/** The parameter of ScsiUnitUsage: a special file comes to the unit, or goes. */
export class STOR_UC_DEVICE_USAGE extends struct('STOR_UC_DEVICE_USAGE', {
  Address: pointer<STOR_ADDRESS>('STOR_ADDRESS'),
  UsageType: STOR_DEVICE_USAGE_TYPE,
  InUse: BOOLEAN,
}) {}
export type PSTOR_UC_DEVICE_USAGE = STOR_UC_DEVICE_USAGE | null;
export const PSTOR_UC_DEVICE_USAGE = pointer<STOR_UC_DEVICE_USAGE>('STOR_UC_DEVICE_USAGE');

/** The parameter of ScsiUnitPoFxPowerInfo. */
export class STOR_POFX_UNIT_POWER_INFO extends struct('STOR_POFX_UNIT_POWER_INFO', {
  Header: STOR_POWER_CONTROL_HEADER,
  IdlePowerEnabled: BOOLEAN,
}) {}
export type PSTOR_POFX_UNIT_POWER_INFO = STOR_POFX_UNIT_POWER_INFO | null;
export const PSTOR_POFX_UNIT_POWER_INFO = pointer<STOR_POFX_UNIT_POWER_INFO>('STOR_POFX_UNIT_POWER_INFO');

/** What INQUIRY reads. */
export class INQUIRYDATA extends struct('INQUIRYDATA', {
  /** Peripheral device type in the low 5 bits, qualifier above. */
  DeviceTypeAndQualifier: UCHAR,
  DeviceTypeModifier: UCHAR,
  Versions: UCHAR,
  ResponseDataFormat: UCHAR,
  AdditionalLength: UCHAR,
  Flags: array(UCHAR, 3),
  VendorId: array(CHAR, 8),
  ProductId: array(CHAR, 16),
  ProductRevisionLevel: array(CHAR, 4),
}) {}
export type PINQUIRYDATA = INQUIRYDATA | null;
export const PINQUIRYDATA = pointer<INQUIRYDATA>('INQUIRYDATA');

/** What a program and a miniport tell each other with IOCTL_SCSI_MINIPORT and SRB_FUNCTION_IO_CONTROL; data follows. */
export class SRB_IO_CONTROL extends struct('SRB_IO_CONTROL', {
  /** Bytes of this structure. */
  HeaderLength: ULONG,
  /** Eight characters that both agree on. */
  Signature: array(UCHAR, 8),
  /** Seconds. */
  Timeout: ULONG,
  ControlCode: ULONG,
  ReturnCode: ULONG,
  /** Bytes of the data. */
  Length: ULONG,
}) {}
export type PSRB_IO_CONTROL = SRB_IO_CONTROL | null;
export const PSRB_IO_CONTROL = pointer<SRB_IO_CONTROL>('SRB_IO_CONTROL');

/** The answer to IOCTL_SCSI_GET_DUMP_POINTERS: what a dump stack needs of a port driver. */
export class DUMP_POINTERS extends struct('DUMP_POINTERS', {
  AdapterObject: PVOID,
  MappedRegisterBase: PVOID,
  /** What the miniport has left for its dump instance. */
  DumpData: PVOID,
  CommonBufferVa: PVOID,
  CommonBufferPa: LARGE_INTEGER,
  CommonBufferSize: ULONG,
  /** TRUE: the dump stack makes the common buffers itself. */
  AllocateCommonBuffers: BOOLEAN,
  UseDiskDump: BOOLEAN,
  Spare1: array(UCHAR, 2),
  DeviceObject: PVOID,
}) {}
export type PDUMP_POINTERS = DUMP_POINTERS | null;
export const PDUMP_POINTERS = pointer<DUMP_POINTERS>('DUMP_POINTERS');
