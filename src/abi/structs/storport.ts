/** Structures of the interface between Storport and a miniport: registration, configuration, and what crosses it in a dump. */
import { array, openArray, over, pointer, struct } from '../struct.ts';
import { BOOLEAN, PVOID, UCHAR, ULONG, USHORT } from '../types.ts';
import { INTERFACE_TYPE } from './resources.ts';
import type { ACCESS_RANGE } from './storport-config.ts';
import {
  PHW_ADAPTER_CONTROL,
  PHW_ADAPTER_STATE,
  PHW_BUILDIO,
  PHW_CLEANUP_TRACING,
  PHW_COMPLETE_SERVICE_IRP,
  PHW_DMA_STARTED,
  PHW_FIND_ADAPTER,
  PHW_FREE_ADAPTER_RESOURCES,
  PHW_INITIALIZE,
  PHW_INITIALIZE_TRACING,
  PHW_INTERRUPT,
  PHW_PROCESS_SERVICE_REQUEST,
  PHW_RESET_BUS,
  PHW_STARTIO,
  PHW_TRACING_ENABLED,
  PHW_UNIT_CONTROL,
  PVIRTUAL_HW_FIND_ADAPTER,
} from './storport-roles.ts';

/** What a miniport's DriverEntry hands to StorPortInitialize: zero it, then fill it. */
export class HW_INITIALIZATION_DATA extends struct('HW_INITIALIZATION_DATA', {
  /** `sizeof(HW_INITIALIZATION_DATA)`. */
  HwInitializationDataSize: ULONG,
  AdapterInterfaceType: INTERFACE_TYPE,
  HwInitialize: PHW_INITIALIZE,
  HwStartIo: PHW_STARTIO,
  HwInterrupt: PHW_INTERRUPT,
  HwFindAdapter: PHW_FIND_ADAPTER,
  HwResetBus: PHW_RESET_BUS,
  HwDmaStarted: PHW_DMA_STARTED,
  HwAdapterState: PHW_ADAPTER_STATE,
  /** Bytes; nonpaged, zero before the first HwStorFindAdapter. */
  DeviceExtensionSize: ULONG,
  /** Bytes for each logical unit; 0 = none. */
  SpecificLuExtensionSize: ULONG,
  /** Bytes for each request; never initialized by the port. */
  SrbExtensionSize: ULONG,
  NumberOfAccessRanges: ULONG,
  Reserved: PVOID,
  /** STOR_MAP_NO_BUFFERS, STOR_MAP_NON_READ_WRITE_BUFFERS, STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE. */
  MapBuffers: UCHAR,
  NeedPhysicalAddresses: BOOLEAN,
  TaggedQueuing: BOOLEAN,
  AutoRequestSense: BOOLEAN,
  MultipleRequestPerLu: BOOLEAN,
  ReceiveEvent: BOOLEAN,
  VendorIdLength: USHORT,
  VendorId: PVOID,
  PortVersionFlags: USHORT,
  ReservedUshort: over('PortVersionFlags', USHORT),
  DeviceIdLength: USHORT,
  DeviceId: PVOID,
  HwAdapterControl: PHW_ADAPTER_CONTROL,
  HwBuildIo: PHW_BUILDIO,
  HwFreeAdapterResources: PHW_FREE_ADAPTER_RESOURCES,
  HwProcessServiceRequest: PHW_PROCESS_SERVICE_REQUEST,
  HwCompleteServiceIrp: PHW_COMPLETE_SERVICE_IRP,
  HwInitializeTracing: PHW_INITIALIZE_TRACING,
  HwCleanupTracing: PHW_CLEANUP_TRACING,
  HwTracingEnabled: PHW_TRACING_ENABLED,
  /** STOR_FEATURE_*. */
  FeatureSupport: ULONG,
  /** SRB_TYPE_FLAG_*; 0 means SCSI_REQUEST_BLOCK. */
  SrbTypeFlags: ULONG,
  AddressTypeFlags: ULONG,
  Reserved1: ULONG,
  HwUnitControl: PHW_UNIT_CONTROL,
}) {}
export type PHW_INITIALIZATION_DATA = HW_INITIALIZATION_DATA | null;
export const PHW_INITIALIZATION_DATA = pointer<HW_INITIALIZATION_DATA>('HW_INITIALIZATION_DATA');

/** The same as HW_INITIALIZATION_DATA for a miniport without hardware, but for the type of HwFindAdapter. */
export class VIRTUAL_HW_INITIALIZATION_DATA extends struct('VIRTUAL_HW_INITIALIZATION_DATA', {
  /** `sizeof(VIRTUAL_HW_INITIALIZATION_DATA)`. */
  HwInitializationDataSize: ULONG,
  AdapterInterfaceType: INTERFACE_TYPE,
  HwInitialize: PHW_INITIALIZE,
  HwStartIo: PHW_STARTIO,
  HwInterrupt: PHW_INTERRUPT,
  HwFindAdapter: PVIRTUAL_HW_FIND_ADAPTER,
  HwResetBus: PHW_RESET_BUS,
  HwDmaStarted: PHW_DMA_STARTED,
  HwAdapterState: PHW_ADAPTER_STATE,
  /** Bytes; nonpaged, zero before the first HwStorFindAdapter. */
  DeviceExtensionSize: ULONG,
  /** Bytes for each logical unit; 0 = none. */
  SpecificLuExtensionSize: ULONG,
  /** Bytes for each request; never initialized by the port. */
  SrbExtensionSize: ULONG,
  NumberOfAccessRanges: ULONG,
  Reserved: PVOID,
  /** STOR_MAP_NO_BUFFERS, STOR_MAP_NON_READ_WRITE_BUFFERS, STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE. */
  MapBuffers: UCHAR,
  NeedPhysicalAddresses: BOOLEAN,
  TaggedQueuing: BOOLEAN,
  AutoRequestSense: BOOLEAN,
  MultipleRequestPerLu: BOOLEAN,
  ReceiveEvent: BOOLEAN,
  VendorIdLength: USHORT,
  VendorId: PVOID,
  PortVersionFlags: USHORT,
  ReservedUshort: over('PortVersionFlags', USHORT),
  DeviceIdLength: USHORT,
  DeviceId: PVOID,
  HwAdapterControl: PHW_ADAPTER_CONTROL,
  HwBuildIo: PHW_BUILDIO,
  HwFreeAdapterResources: PHW_FREE_ADAPTER_RESOURCES,
  HwProcessServiceRequest: PHW_PROCESS_SERVICE_REQUEST,
  HwCompleteServiceIrp: PHW_COMPLETE_SERVICE_IRP,
  HwInitializeTracing: PHW_INITIALIZE_TRACING,
  HwCleanupTracing: PHW_CLEANUP_TRACING,
  HwTracingEnabled: PHW_TRACING_ENABLED,
  /** STOR_FEATURE_*. */
  FeatureSupport: ULONG,
  /** SRB_TYPE_FLAG_*; 0 means SCSI_REQUEST_BLOCK. */
  SrbTypeFlags: ULONG,
  AddressTypeFlags: ULONG,
  Reserved1: ULONG,
  HwUnitControl: PHW_UNIT_CONTROL,
}) {}
export type PVIRTUAL_HW_INITIALIZATION_DATA = VIRTUAL_HW_INITIALIZATION_DATA | null;
export const PVIRTUAL_HW_INITIALIZATION_DATA = pointer<VIRTUAL_HW_INITIALIZATION_DATA>(
  'VIRTUAL_HW_INITIALIZATION_DATA',
);

/** What a miniport leaves for its dump instance, in answer to SRB_FUNCTION_DUMP_POINTERS. */
export class MINIPORT_DUMP_POINTERS extends struct('MINIPORT_DUMP_POINTERS', {
  /** DUMP_MINIPORT_VERSION. */
  Version: USHORT,
  /** Bytes of this structure. */
  Size: USHORT,
  DriverName: array(USHORT, 15),
  AdapterObject: PVOID,
  MappedRegisterBase: PVOID,
  CommonBufferSize: ULONG,
  MiniportPrivateDumpData: PVOID,
  SystemIoBusNumber: ULONG,
  AdapterInterfaceType: INTERFACE_TYPE,
  MaximumTransferLength: ULONG,
  NumberOfPhysicalBreaks: ULONG,
  AlignmentMask: ULONG,
  NumberOfAccessRanges: ULONG,
  AccessRanges: pointer<ACCESS_RANGE>('ACCESS_RANGE'),
  NumberOfBuses: UCHAR,
  Master: BOOLEAN,
  MapBuffers: BOOLEAN,
  MaximumNumberOfTargets: UCHAR,
}) {}
export type PMINIPORT_DUMP_POINTERS = MINIPORT_DUMP_POINTERS | null;
export const PMINIPORT_DUMP_POINTERS = pointer<MINIPORT_DUMP_POINTERS>('MINIPORT_DUMP_POINTERS');

/** The parameter of ScsiQuerySupportedControlTypes and ScsiQuerySupportedUnitControlTypes. */
export class SCSI_SUPPORTED_CONTROL_TYPE_LIST extends struct('SCSI_SUPPORTED_CONTROL_TYPE_LIST', {
  /** Entries of the list; do not write beyond. */
  MaxControlType: ULONG,
  SupportedTypeList: openArray(BOOLEAN),
}) {}
export type PSCSI_SUPPORTED_CONTROL_TYPE_LIST = SCSI_SUPPORTED_CONTROL_TYPE_LIST | null;
export const PSCSI_SUPPORTED_CONTROL_TYPE_LIST = pointer<SCSI_SUPPORTED_CONTROL_TYPE_LIST>(
  'SCSI_SUPPORTED_CONTROL_TYPE_LIST',
);
