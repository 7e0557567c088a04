/** What the port tells a miniport of an adapter, and what it answers. */
import { array, over, pointer, routinePointer, struct } from '../struct.ts';
import { BOOLEAN, enumeration, LARGE_INTEGER, PVOID, UCHAR, ULONG, ULONG_PTR } from '../types.ts';
import { INTERFACE_TYPE } from './resources.ts';

/** Of a message-signaled interrupt. */
/** TRUE: the adapter has sent the message. At DIRQL, with the lock that InterruptSynchronizationMode names. */
export type HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE = (HwDeviceExtension: PVOID, MessageId: ULONG) => BOOLEAN;
export type PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE = HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE | null;
export const PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE = routinePointer<HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE>(
  'PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE',
);
/** Registers of the adapter, as Plug and Play has assigned them. */
export class ACCESS_RANGE extends struct('ACCESS_RANGE', {
  RangeStart: LARGE_INTEGER,
  /** Bytes. */
  RangeLength: ULONG,
  /** FALSE: I/O ports. */
  RangeInMemory: BOOLEAN,
}) {}
export type PACCESS_RANGE = ACCESS_RANGE | null;
export const PACCESS_RANGE = pointer<ACCESS_RANGE>('ACCESS_RANGE');

/** Physically contiguous memory that a miniport may use in a dump run. */
export class MEMORY_REGION extends struct('MEMORY_REGION', {
  VirtualBase: PVOID,
  PhysicalBase: LARGE_INTEGER,
  /** Bytes. */
  Length: ULONG_PTR,
}) {}
export type PMEMORY_REGION = MEMORY_REGION | null;
export const PMEMORY_REGION = pointer<MEMORY_REGION>('MEMORY_REGION');

const KINTERRUPT_MODE = enumeration('KINTERRUPT_MODE');
const STOR_SYNCHRONIZATION_MODEL = enumeration('STOR_SYNCHRONIZATION_MODEL');
const INTERRUPT_SYNCHRONIZATION_MODE = enumeration('INTERRUPT_SYNCHRONIZATION_MODE');

/** What the port tells HwStorFindAdapter of an adapter, and what the miniport answers. */
export class PORT_CONFIGURATION_INFORMATION extends struct('PORT_CONFIGURATION_INFORMATION', {
  Length: ULONG,
  SystemIoBusNumber: ULONG,
  AdapterInterfaceType: INTERFACE_TYPE,
  BusInterruptLevel: ULONG,
  BusInterruptVector: ULONG,
  InterruptMode: KINTERRUPT_MODE,
  /** Bytes; the miniport must set it. */
  MaximumTransferLength: ULONG,
  /** Elements of a scatter/gather list; the miniport must set it. */
  NumberOfPhysicalBreaks: ULONG,
  DmaChannel: ULONG,
  DmaPort: ULONG,
  DmaWidth: ULONG,
  DmaSpeed: ULONG,
  /** 0 byte, 1 word, 3 double word … */
  AlignmentMask: ULONG,
  NumberOfAccessRanges: ULONG,
  AccessRanges: pointer<ACCESS_RANGE>('ACCESS_RANGE'),
  /** Dump runs: MiniportPrivateDumpData of the MINIPORT_DUMP_POINTERS; otherwise NULL. */
  MiniportDumpData: PVOID,
  Reserved: over('MiniportDumpData', PVOID),
  NumberOfBuses: UCHAR,
  InitiatorBusId: array(UCHAR, 8),
  ScatterGather: BOOLEAN,
  Master: BOOLEAN,
  /** TRUE: the port sends SRB_FUNCTION_FLUSH and SRB_FUNCTION_SHUTDOWN. */
  CachesData: BOOLEAN,
  AdapterScansDown: BOOLEAN,
  AtdiskPrimaryClaimed: BOOLEAN,
  AtdiskSecondaryClaimed: BOOLEAN,
  Dma32BitAddresses: BOOLEAN,
  DemandMode: BOOLEAN,
  MapBuffers: UCHAR,
  NeedPhysicalAddresses: BOOLEAN,
  TaggedQueuing: BOOLEAN,
  AutoRequestSense: BOOLEAN,
  MultipleRequestPerLu: BOOLEAN,
  ReceiveEvent: BOOLEAN,
  RealModeInitialized: BOOLEAN,
  BufferAccessScsiPortControlled: BOOLEAN,
  MaximumNumberOfTargets: UCHAR,
  SrbType: UCHAR,
  AddressType: UCHAR,
  SlotNumber: ULONG,
  BusInterruptLevel2: ULONG,
  BusInterruptVector2: ULONG,
  InterruptMode2: KINTERRUPT_MODE,
  DmaChannel2: ULONG,
  DmaPort2: ULONG,
  DmaWidth2: ULONG,
  DmaSpeed2: ULONG,
  DeviceExtensionSize: ULONG,
  SpecificLuExtensionSize: ULONG,
  /** May grow before StorPortGetUncachedExtension. */
  SrbExtensionSize: ULONG,
  Dma64BitAddresses: UCHAR,
  ResetTargetSupported: BOOLEAN,
  MaximumNumberOfLogicalUnits: UCHAR,
  WmiDataProvider: BOOLEAN,
  SynchronizationModel: STOR_SYNCHRONIZATION_MODEL,
  HwMSInterruptRoutine: PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE,
  InterruptSynchronizationMode: INTERRUPT_SYNCHRONIZATION_MODE,
  DumpRegion: MEMORY_REGION,
  /** Bytes of uncached extension that the miniport wants in dump runs; read at run time only. */
  RequestedDumpBufferSize: ULONG,
  VirtualDevice: BOOLEAN,
  /** 0 or DUMP_MODE_*; read only. */
  DumpMode: UCHAR,
  DmaAddressWidth: UCHAR,
  ExtendedFlags1: ULONG,
  MaxNumberOfIO: ULONG,
  MaxIOsPerLun: ULONG,
  InitialLunQueueDepth: ULONG,
  /** Microseconds of pause after ResetDetected. */
  BusResetHoldTime: ULONG,
  FeatureSupport: ULONG,
}) {}
export type PPORT_CONFIGURATION_INFORMATION = PORT_CONFIGURATION_INFORMATION | null;
export const PPORT_CONFIGURATION_INFORMATION = pointer<PORT_CONFIGURATION_INFORMATION>(
  'PORT_CONFIGURATION_INFORMATION',
);

/** One message by which an adapter interrupts: what StorPortGetMSIInfo tells. */
export class MESSAGE_INTERRUPT_INFORMATION extends struct('MESSAGE_INTERRUPT_INFORMATION', {
  MessageId: ULONG,
  MessageData: ULONG,
  /** Where the adapter writes MessageData to. */
  MessageAddress: LARGE_INTEGER,
  InterruptVector: ULONG,
  InterruptLevel: ULONG,
  InterruptMode: KINTERRUPT_MODE,
}) {}
export type PMESSAGE_INTERRUPT_INFORMATION = MESSAGE_INTERRUPT_INFORMATION | null;
export const PMESSAGE_INTERRUPT_INFORMATION = pointer<MESSAGE_INTERRUPT_INFORMATION>('MESSAGE_INTERRUPT_INFORMATION');
