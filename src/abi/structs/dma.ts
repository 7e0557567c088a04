/** Structures of direct memory access. */
import { openArray, pointer, struct } from '../struct.ts';
import { BOOLEAN, LARGE_INTEGER, PVOID, ULONG, ULONG_PTR, USHORT } from '../types.ts';
import { INTERFACE_TYPE } from './resources.ts';

/** What a device can do by itself on the bus. */
export class DEVICE_DESCRIPTION extends struct('DEVICE_DESCRIPTION', {
  Version: ULONG,
  Master: BOOLEAN,
  ScatterGather: BOOLEAN,
  DemandMode: BOOLEAN,
  AutoInitialize: BOOLEAN,
  Dma32BitAddresses: BOOLEAN,
  IgnoreCount: BOOLEAN,
  Reserved1: BOOLEAN,
  Dma64BitAddresses: BOOLEAN,
  BusNumber: ULONG,
  DmaChannel: ULONG,
  InterfaceType: INTERFACE_TYPE,
  DmaWidth: ULONG,
  DmaSpeed: ULONG,
  MaximumLength: ULONG,
  DmaPort: ULONG,
  DmaAddressWidth: ULONG,
  DmaControllerInstance: ULONG,
  DmaRequestLine: ULONG,
  DeviceAddress: LARGE_INTEGER,
}) {}
export type PDEVICE_DESCRIPTION = DEVICE_DESCRIPTION | null;
export const PDEVICE_DESCRIPTION = pointer<DEVICE_DESCRIPTION>('DEVICE_DESCRIPTION');

export class SCATTER_GATHER_ELEMENT extends struct('SCATTER_GATHER_ELEMENT', {
  Address: LARGE_INTEGER,
  Length: ULONG,
  Reserved: ULONG_PTR,
}) {}
export type PSCATTER_GATHER_ELEMENT = SCATTER_GATHER_ELEMENT | null;
export const PSCATTER_GATHER_ELEMENT = pointer<SCATTER_GATHER_ELEMENT>('SCATTER_GATHER_ELEMENT');

export class SCATTER_GATHER_LIST extends struct('SCATTER_GATHER_LIST', {
  NumberOfElements: ULONG,
  Reserved: ULONG_PTR,
  Elements: openArray(SCATTER_GATHER_ELEMENT),
}) {}
export type PSCATTER_GATHER_LIST = SCATTER_GATHER_LIST | null;
export const PSCATTER_GATHER_LIST = pointer<SCATTER_GATHER_LIST>('SCATTER_GATHER_LIST');

export class DMA_OPERATIONS extends struct('DMA_OPERATIONS', {
  Size: ULONG,
  PutDmaAdapter: PVOID,
  AllocateCommonBuffer: PVOID,
  FreeCommonBuffer: PVOID,
  AllocateAdapterChannel: PVOID,
  FlushAdapterBuffers: PVOID,
  FreeAdapterChannel: PVOID,
  FreeMapRegisters: PVOID,
  MapTransfer: PVOID,
  GetDmaAlignment: PVOID,
  ReadDmaCounter: PVOID,
  GetScatterGatherList: PVOID,
  PutScatterGatherList: PVOID,
  CalculateScatterGatherList: PVOID,
  BuildScatterGatherList: PVOID,
  BuildMdlFromScatterGatherList: PVOID,
  GetDmaAdapterInfo: PVOID,
  GetDmaTransferInfo: PVOID,
  InitializeDmaTransferContext: PVOID,
  AllocateCommonBufferEx: PVOID,
  AllocateAdapterChannelEx: PVOID,
  ConfigureAdapterChannel: PVOID,
  CancelAdapterChannel: PVOID,
  MapTransferEx: PVOID,
  GetScatterGatherListEx: PVOID,
  BuildScatterGatherListEx: PVOID,
  FlushAdapterBuffersEx: PVOID,
  FreeAdapterObject: PVOID,
  CancelMappedTransfer: PVOID,
  AllocateDomainCommonBuffer: PVOID,
  FlushDmaBuffer: PVOID,
  JoinDmaDomain: PVOID,
  LeaveDmaDomain: PVOID,
  GetDmaDomain: PVOID,
  AllocateCommonBufferWithBounds: PVOID,
  AllocateCommonBufferVector: PVOID,
  GetCommonBufferFromVectorByIndex: PVOID,
  FreeCommonBufferFromVector: PVOID,
  FreeCommonBufferVector: PVOID,
}) {}
export type PDMA_OPERATIONS = DMA_OPERATIONS | null;
export const PDMA_OPERATIONS = pointer<DMA_OPERATIONS>('DMA_OPERATIONS');

export class DMA_ADAPTER extends struct('DMA_ADAPTER', {
  Version: USHORT,
  Size: USHORT,
  DmaOperations: PDMA_OPERATIONS,
}) {}
export type PDMA_ADAPTER = DMA_ADAPTER | null;
export const PDMA_ADAPTER = pointer<DMA_ADAPTER>('DMA_ADAPTER');
