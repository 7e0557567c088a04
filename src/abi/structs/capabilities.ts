/** What a bus driver tells about a device, and the interfaces that drivers hand to each other. */
import { array, bits, pointer, routinePointer, struct } from '../struct.ts';
import { type BOOLEAN, enumeration, type NTSTATUS, PVOID, ULONG, USHORT } from '../types.ts';
import { DEVICE_POWER_STATE, SYSTEM_POWER_STATE } from './power.ts';
import { INTERFACE_TYPE } from './resources.ts';
import { GUID } from './rtl.ts';

export const DEVICE_USAGE_NOTIFICATION_TYPE = enumeration('DEVICE_USAGE_NOTIFICATION_TYPE');
export type DEVICE_USAGE_NOTIFICATION_TYPE = number;
export const DEVICE_RELATION_TYPE = enumeration('DEVICE_RELATION_TYPE');
export type DEVICE_RELATION_TYPE = number;
export const BUS_QUERY_ID_TYPE = enumeration('BUS_QUERY_ID_TYPE');
export type BUS_QUERY_ID_TYPE = number;
export const DEVICE_TEXT_TYPE = enumeration('DEVICE_TEXT_TYPE');
export type DEVICE_TEXT_TYPE = number;

export class DEVICE_CAPABILITIES extends struct('DEVICE_CAPABILITIES', {
  Size: USHORT,
  Version: USHORT,
  DeviceD1: bits(ULONG, 1),
  DeviceD2: bits(ULONG, 1),
  LockSupported: bits(ULONG, 1),
  EjectSupported: bits(ULONG, 1),
  Removable: bits(ULONG, 1),
  DockDevice: bits(ULONG, 1),
  UniqueID: bits(ULONG, 1),
  SilentInstall: bits(ULONG, 1),
  RawDeviceOK: bits(ULONG, 1),
  SurpriseRemovalOK: bits(ULONG, 1),
  WakeFromD0: bits(ULONG, 1),
  WakeFromD1: bits(ULONG, 1),
  WakeFromD2: bits(ULONG, 1),
  WakeFromD3: bits(ULONG, 1),
  HardwareDisabled: bits(ULONG, 1),
  NonDynamic: bits(ULONG, 1),
  WarmEjectSupported: bits(ULONG, 1),
  NoDisplayInUI: bits(ULONG, 1),
  Reserved1: bits(ULONG, 1),
  WakeFromInterrupt: bits(ULONG, 1),
  SecureDevice: bits(ULONG, 1),
  ChildOfVgaEnabledBridge: bits(ULONG, 1),
  DecodeIoOnBoot: bits(ULONG, 1),
  Reserved: bits(ULONG, 9),
  Address: ULONG,
  UINumber: ULONG,
  /** The highest device state that each system state allows; the index is a SYSTEM_POWER_STATE. */
  DeviceState: array(DEVICE_POWER_STATE, 7),
  SystemWake: SYSTEM_POWER_STATE,
  DeviceWake: DEVICE_POWER_STATE,
  /** Units of 100 us. */
  D1Latency: ULONG,
  D2Latency: ULONG,
  D3Latency: ULONG,
}) {}
export type PDEVICE_CAPABILITIES = DEVICE_CAPABILITIES | null;
export const PDEVICE_CAPABILITIES = pointer<DEVICE_CAPABILITIES>('DEVICE_CAPABILITIES');

export class PNP_BUS_INFORMATION extends struct('PNP_BUS_INFORMATION', {
  BusTypeGuid: GUID,
  LegacyBusType: INTERFACE_TYPE,
  BusNumber: ULONG,
}) {}
export type PPNP_BUS_INFORMATION = PNP_BUS_INFORMATION | null;
export const PPNP_BUS_INFORMATION = pointer<PNP_BUS_INFORMATION>('PNP_BUS_INFORMATION');

export type INTERFACE_REFERENCE = (Context: PVOID) => void;
export type PINTERFACE_REFERENCE = INTERFACE_REFERENCE | null;
export const PINTERFACE_REFERENCE = routinePointer<INTERFACE_REFERENCE>('PINTERFACE_REFERENCE');
export type INTERFACE_DEREFERENCE = (Context: PVOID) => void;
export type PINTERFACE_DEREFERENCE = INTERFACE_DEREFERENCE | null;
export const PINTERFACE_DEREFERENCE = routinePointer<INTERFACE_DEREFERENCE>('PINTERFACE_DEREFERENCE');

/** What every interface structure starts with. */
export class INTERFACE extends struct('INTERFACE', {
  Size: USHORT,
  Version: USHORT,
  Context: PVOID,
  InterfaceReference: PINTERFACE_REFERENCE,
  InterfaceDereference: PINTERFACE_DEREFERENCE,
}) {}
export type PINTERFACE = INTERFACE | null;
export const PINTERFACE = pointer<INTERFACE>('INTERFACE');

export type TRANSLATE_BUS_ADDRESS = (
  Context: PVOID,
  BusAddress: bigint,
  Length: ULONG,
  AddressSpace: PVOID,
  TranslatedAddress: PVOID,
) => BOOLEAN;
export type PTRANSLATE_BUS_ADDRESS = TRANSLATE_BUS_ADDRESS | null;
export const PTRANSLATE_BUS_ADDRESS = routinePointer<TRANSLATE_BUS_ADDRESS>('PTRANSLATE_BUS_ADDRESS');
export type GET_DMA_ADAPTER = (Context: PVOID, DeviceDescriptor: PVOID, NumberOfMapRegisters: PVOID) => PVOID;
export type PGET_DMA_ADAPTER = GET_DMA_ADAPTER | null;
export const PGET_DMA_ADAPTER = routinePointer<GET_DMA_ADAPTER>('PGET_DMA_ADAPTER');
export type GET_SET_DEVICE_DATA = (
  Context: PVOID,
  DataType: ULONG,
  Buffer: PVOID,
  Offset: ULONG,
  Length: ULONG,
) => ULONG;
export type PGET_SET_DEVICE_DATA = GET_SET_DEVICE_DATA | null;
export const PGET_SET_DEVICE_DATA = routinePointer<GET_SET_DEVICE_DATA>('PGET_SET_DEVICE_DATA');

/** Access to configuration space at any IRQL up to DISPATCH_LEVEL. */
export class BUS_INTERFACE_STANDARD extends struct('BUS_INTERFACE_STANDARD', {
  Size: USHORT,
  Version: USHORT,
  Context: PVOID,
  InterfaceReference: PINTERFACE_REFERENCE,
  InterfaceDereference: PINTERFACE_DEREFERENCE,
  TranslateBusAddress: PTRANSLATE_BUS_ADDRESS,
  GetDmaAdapter: PGET_DMA_ADAPTER,
  SetBusData: PGET_SET_DEVICE_DATA,
  GetBusData: PGET_SET_DEVICE_DATA,
}) {}
export type PBUS_INTERFACE_STANDARD = BUS_INTERFACE_STANDARD | null;
export const PBUS_INTERFACE_STANDARD = pointer<BUS_INTERFACE_STANDARD>('BUS_INTERFACE_STANDARD');

export type SET_D3COLD_SUPPORT = (Context: PVOID, D3ColdSupport: BOOLEAN) => void;
export type PSET_D3COLD_SUPPORT = SET_D3COLD_SUPPORT | null;
export const PSET_D3COLD_SUPPORT = routinePointer<SET_D3COLD_SUPPORT>('PSET_D3COLD_SUPPORT');
export type GET_IDLE_WAKE_INFO = (Context: PVOID, SystemPowerState: ULONG, DeepestWakeableDstate: PVOID) => NTSTATUS;
export type PGET_IDLE_WAKE_INFO = GET_IDLE_WAKE_INFO | null;
export const PGET_IDLE_WAKE_INFO = routinePointer<GET_IDLE_WAKE_INFO>('PGET_IDLE_WAKE_INFO');
export type GET_D3COLD_CAPABILITY = (Context: PVOID, D3ColdSupported: PVOID) => NTSTATUS;
export type PGET_D3COLD_CAPABILITY = GET_D3COLD_CAPABILITY | null;
export const PGET_D3COLD_CAPABILITY = routinePointer<GET_D3COLD_CAPABILITY>('PGET_D3COLD_CAPABILITY');
export type GET_D3COLD_LAST_TRANSITION_STATUS = (Context: PVOID, LastTransitionStatus: PVOID) => void;
export type PGET_D3COLD_LAST_TRANSITION_STATUS = GET_D3COLD_LAST_TRANSITION_STATUS | null;
export const PGET_D3COLD_LAST_TRANSITION_STATUS = routinePointer<GET_D3COLD_LAST_TRANSITION_STATUS>(
  'PGET_D3COLD_LAST_TRANSITION_STATUS',
);

/** Whether a device may lose its power altogether in D3. @source ns-wdm-_d3cold_support_interface */
export class D3COLD_SUPPORT_INTERFACE extends struct('D3COLD_SUPPORT_INTERFACE', {
  Size: USHORT,
  Version: USHORT,
  Context: PVOID,
  InterfaceReference: PINTERFACE_REFERENCE,
  InterfaceDereference: PINTERFACE_DEREFERENCE,
  SetD3ColdSupport: PSET_D3COLD_SUPPORT,
  GetIdleWakeInfo: PGET_IDLE_WAKE_INFO,
  GetD3ColdCapability: PGET_D3COLD_CAPABILITY,
  GetBusDriverD3ColdSupport: PGET_D3COLD_CAPABILITY,
  GetLastTransitionStatus: PGET_D3COLD_LAST_TRANSITION_STATUS,
}) {}
export type PD3COLD_SUPPORT_INTERFACE = D3COLD_SUPPORT_INTERFACE | null;
export const PD3COLD_SUPPORT_INTERFACE = pointer<D3COLD_SUPPORT_INTERFACE>('D3COLD_SUPPORT_INTERFACE');
