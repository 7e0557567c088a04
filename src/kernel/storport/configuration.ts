/** PORT_CONFIGURATION_INFORMATION: what the port fills in, and what it expects back (STOR-13). */
import {
  SCSI_MAXIMUM_TARGETS_PER_BUS,
  SP_UNINITIALIZED_VALUE,
  SRB_TYPE_FLAG_STORAGE_REQUEST_BLOCK,
  SRB_TYPE_SCSI_REQUEST_BLOCK,
  SRB_TYPE_STORAGE_REQUEST_BLOCK,
  STOR_FEATURE_VIRTUAL_MINIPORT,
  StorSynchronizeFullDuplex,
} from '../../abi/storport-constants.ts';
import { PORT_CONFIGURATION_INFORMATION } from '../../abi/structs/storport-config.ts';
import type { MiniportInstance } from './instance.ts';

const PHYSICAL_BREAKS = 0x11;
const LOGICAL_UNITS = 8;
const MOST_REQUESTS = 1000;
const MOST_REQUESTS_OF_A_UNIT = 255;
const QUEUE_DEPTH = 20;
const VIRTUAL_QUEUE_DEPTH = 250;
const NO_INITIATOR = 0xff;
/** SDIS-02: what the structure starts with where nobody looks whether the miniport has set it. */
const UNSET = SP_UNINITIALIZED_VALUE;

export interface InterruptFacts {
  readonly level: number;
  readonly vector: number;
}

export function fillConfiguration(instance: MiniportInstance, interrupt: InterruptFacts, slot: number): void {
  const { config, registration, mode } = instance;
  const isVirtual = (registration.features & STOR_FEATURE_VIRTUAL_MINIPORT) !== 0;
  config.Length = PORT_CONFIGURATION_INFORMATION.size;
  config.AdapterInterfaceType = registration.interfaceType;
  config.BusInterruptLevel = interrupt.level;
  config.BusInterruptVector = interrupt.vector;
  config.MaximumTransferLength = UNSET;
  config.NumberOfPhysicalBreaks = UNSET;
  config.DmaChannel = UNSET;
  config.DmaPort = UNSET;
  config.DmaChannel2 = UNSET;
  config.DmaPort2 = UNSET;
  config.NumberOfAccessRanges = instance.registers.length;
  config.NumberOfBuses = 0;
  for (let bus = 0; bus < 8; bus += 1) config.InitiatorBusId.set(bus, NO_INITIATOR);
  config.ScatterGather = true;
  config.Master = true;
  config.NeedPhysicalAddresses = true;
  config.TaggedQueuing = true;
  config.AutoRequestSense = true;
  config.MultipleRequestPerLu = true;
  config.WmiDataProvider = true;
  config.Dma32BitAddresses = true;
  config.BufferAccessScsiPortControlled = true;
  config.MapBuffers = registration.mapBuffers;
  config.MaximumNumberOfTargets = SCSI_MAXIMUM_TARGETS_PER_BUS;
  config.MaximumNumberOfLogicalUnits = LOGICAL_UNITS;
  config.SrbType =
    (registration.srbTypes & SRB_TYPE_FLAG_STORAGE_REQUEST_BLOCK) === 0
      ? SRB_TYPE_SCSI_REQUEST_BLOCK
      : SRB_TYPE_STORAGE_REQUEST_BLOCK;
  config.AddressType = 1;
  config.SlotNumber = slot;
  config.DeviceExtensionSize = registration.extensionSize;
  config.SpecificLuExtensionSize = registration.unitExtensionSize;
  config.SrbExtensionSize = registration.srbExtensionSize;
  config.DumpMode = mode;
  config.MaxNumberOfIO = MOST_REQUESTS;
  config.MaxIOsPerLun = MOST_REQUESTS_OF_A_UNIT;
  config.InitialLunQueueDepth = isVirtual ? VIRTUAL_QUEUE_DEPTH : QUEUE_DEPTH;
}

/** What HwStorFindAdapter has left behind. Values that nobody has set, or that go too far, become usable ones. */
export function checkConfiguration(instance: MiniportInstance): void {
  const { config, registration, mode } = instance;
  for (const [field, usable] of [
    ['MaximumTransferLength', 0x10000],
    ['NumberOfPhysicalBreaks', PHYSICAL_BREAKS],
  ] as const) {
    if (config[field] !== UNSET && config[field] !== 0) continue;
    instance.mistake('findAdapterUnset', `HwStorFindAdapter has left ${field} as it was: 0x${UNSET.toString(16)}`);
    config[field] = usable;
  }
  if (config.DumpMode !== mode) {
    instance.mistake('dumpModeWritten', `HwStorFindAdapter has changed DumpMode from ${mode} to ${config.DumpMode}`);
    config.DumpMode = mode;
  }
  const isVirtual = (registration.features & STOR_FEATURE_VIRTUAL_MINIPORT) !== 0;
  if (config.VirtualDevice !== isVirtual)
    instance.mistake(
      'virtualDevice',
      `VirtualDevice is ${config.VirtualDevice ? 'TRUE' : 'FALSE'}, and STOR_FEATURE_VIRTUAL_MINIPORT is ${isVirtual ? '' : 'not '}set`,
    );
  if (!isVirtual && config.SynchronizationModel !== StorSynchronizeFullDuplex)
    instance.mistake('duplex', 'HwStorFindAdapter has left SynchronizationModel at StorSynchronizeHalfDuplex');
  if (config.RequestedDumpBufferSize > DUMP_UNCACHED_LIMIT && !instance.isDump)
    instance.mistake(
      'dumpBufferSize',
      `RequestedDumpBufferSize is ${config.RequestedDumpBufferSize}; a dump run has ${DUMP_UNCACHED_LIMIT} bytes`,
    );
  clamp(config);
}

/** DUMP-12: bytes of uncached extension that a dump run has. */
export const DUMP_UNCACHED_LIMIT = 30_720;

function clamp(config: PORT_CONFIGURATION_INFORMATION): void {
  if (config.MaxIOsPerLun === 0) config.MaxIOsPerLun = MOST_REQUESTS_OF_A_UNIT;
  if (config.MaxNumberOfIO === 0) config.MaxNumberOfIO = MOST_REQUESTS;
  const limit = config.SrbType === SRB_TYPE_STORAGE_REQUEST_BLOCK ? config.MaxNumberOfIO : MOST_REQUESTS_OF_A_UNIT;
  config.MaxIOsPerLun = Math.min(config.MaxIOsPerLun, config.MaxNumberOfIO, limit);
  config.InitialLunQueueDepth = Math.max(1, Math.min(config.InitialLunQueueDepth, config.MaxIOsPerLun));
}
