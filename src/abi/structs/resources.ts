/** Hardware resources: the ones a device has got (CM_) and the ones it could live with (IO_). */
import { array, members, openArray, pointer, struct, union } from '../struct.ts';
import { enumeration, LARGE_INTEGER, UCHAR, ULONG, ULONG_PTR, USHORT } from '../types.ts';

export const INTERFACE_TYPE = enumeration('INTERFACE_TYPE');
export type INTERFACE_TYPE = number;

const range = { Start: LARGE_INTEGER, Length: ULONG };

export class CM_PARTIAL_RESOURCE_DESCRIPTOR extends struct(
  'CM_PARTIAL_RESOURCE_DESCRIPTOR',
  {
    Type: UCHAR,
    ShareDisposition: UCHAR,
    Flags: USHORT,
    u: union(
      'CM_PARTIAL_RESOURCE_DESCRIPTOR_u',
      {
        Generic: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_Generic', range, { pack: 4 }),
        Port: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_Port', range, { pack: 4 }),
        Interrupt: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_Interrupt', {
          Level: ULONG,
          Vector: ULONG,
          Affinity: ULONG_PTR,
        }),
        Memory: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_Memory', range, { pack: 4 }),
        Dma: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_Dma', { Channel: ULONG, Port: ULONG, Reserved1: ULONG }),
        DevicePrivate: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_DevicePrivate', { Data: array(ULONG, 3) }),
        BusNumber: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_BusNumber', {
          Start: ULONG,
          Length: ULONG,
          Reserved: ULONG,
        }),
        DeviceSpecificData: members('CM_PARTIAL_RESOURCE_DESCRIPTOR_DeviceSpecificData', {
          DataSize: ULONG,
          Reserved1: ULONG,
          Reserved2: ULONG,
        }),
      },
      { pack: 4 },
    ),
  },
  { pack: 4 },
) {}
export type PCM_PARTIAL_RESOURCE_DESCRIPTOR = CM_PARTIAL_RESOURCE_DESCRIPTOR | null;
export const PCM_PARTIAL_RESOURCE_DESCRIPTOR = pointer<CM_PARTIAL_RESOURCE_DESCRIPTOR>(
  'CM_PARTIAL_RESOURCE_DESCRIPTOR',
);

export class CM_PARTIAL_RESOURCE_LIST extends struct('CM_PARTIAL_RESOURCE_LIST', {
  Version: USHORT,
  Revision: USHORT,
  Count: ULONG,
  PartialDescriptors: openArray(CM_PARTIAL_RESOURCE_DESCRIPTOR),
}) {}
export type PCM_PARTIAL_RESOURCE_LIST = CM_PARTIAL_RESOURCE_LIST | null;
export const PCM_PARTIAL_RESOURCE_LIST = pointer<CM_PARTIAL_RESOURCE_LIST>('CM_PARTIAL_RESOURCE_LIST');

export class CM_FULL_RESOURCE_DESCRIPTOR extends struct('CM_FULL_RESOURCE_DESCRIPTOR', {
  InterfaceType: INTERFACE_TYPE,
  BusNumber: ULONG,
  PartialResourceList: CM_PARTIAL_RESOURCE_LIST,
}) {}
export type PCM_FULL_RESOURCE_DESCRIPTOR = CM_FULL_RESOURCE_DESCRIPTOR | null;
export const PCM_FULL_RESOURCE_DESCRIPTOR = pointer<CM_FULL_RESOURCE_DESCRIPTOR>('CM_FULL_RESOURCE_DESCRIPTOR');

/** The resources of a device, as IRP_MN_START_DEVICE brings them. */
export class CM_RESOURCE_LIST extends struct('CM_RESOURCE_LIST', {
  Count: ULONG,
  List: openArray(CM_FULL_RESOURCE_DESCRIPTOR),
}) {}
export type PCM_RESOURCE_LIST = CM_RESOURCE_LIST | null;
export const PCM_RESOURCE_LIST = pointer<CM_RESOURCE_LIST>('CM_RESOURCE_LIST');

const place = { Length: ULONG, Alignment: ULONG, MinimumAddress: LARGE_INTEGER, MaximumAddress: LARGE_INTEGER };

export class IO_RESOURCE_DESCRIPTOR extends struct('IO_RESOURCE_DESCRIPTOR', {
  Option: UCHAR,
  Type: UCHAR,
  ShareDisposition: UCHAR,
  Spare1: UCHAR,
  Flags: USHORT,
  Spare2: USHORT,
  u: union('IO_RESOURCE_DESCRIPTOR_u', {
    Port: members('IO_RESOURCE_DESCRIPTOR_Port', place),
    Memory: members('IO_RESOURCE_DESCRIPTOR_Memory', place),
    Interrupt: members('IO_RESOURCE_DESCRIPTOR_Interrupt', { MinimumVector: ULONG, MaximumVector: ULONG }),
    Dma: members('IO_RESOURCE_DESCRIPTOR_Dma', { MinimumChannel: ULONG, MaximumChannel: ULONG }),
    Generic: members('IO_RESOURCE_DESCRIPTOR_Generic', place),
    DevicePrivate: members('IO_RESOURCE_DESCRIPTOR_DevicePrivate', { Data: array(ULONG, 3) }),
    BusNumber: members('IO_RESOURCE_DESCRIPTOR_BusNumber', {
      Length: ULONG,
      MinBusNumber: ULONG,
      MaxBusNumber: ULONG,
      Reserved: ULONG,
    }),
    ConfigData: members('IO_RESOURCE_DESCRIPTOR_ConfigData', { Priority: ULONG, Reserved1: ULONG, Reserved2: ULONG }),
  }),
}) {}
export type PIO_RESOURCE_DESCRIPTOR = IO_RESOURCE_DESCRIPTOR | null;
export const PIO_RESOURCE_DESCRIPTOR = pointer<IO_RESOURCE_DESCRIPTOR>('IO_RESOURCE_DESCRIPTOR');

export class IO_RESOURCE_LIST extends struct('IO_RESOURCE_LIST', {
  Version: USHORT,
  Revision: USHORT,
  Count: ULONG,
  Descriptors: openArray(IO_RESOURCE_DESCRIPTOR),
}) {}
export type PIO_RESOURCE_LIST = IO_RESOURCE_LIST | null;
export const PIO_RESOURCE_LIST = pointer<IO_RESOURCE_LIST>('IO_RESOURCE_LIST');

/** Alternatives, best first; each is a list of what is needed together. */
export class IO_RESOURCE_REQUIREMENTS_LIST extends struct('IO_RESOURCE_REQUIREMENTS_LIST', {
  ListSize: ULONG,
  InterfaceType: INTERFACE_TYPE,
  BusNumber: ULONG,
  SlotNumber: ULONG,
  Reserved: array(ULONG, 3),
  AlternativeLists: ULONG,
  List: openArray(IO_RESOURCE_LIST),
}) {}
export type PIO_RESOURCE_REQUIREMENTS_LIST = IO_RESOURCE_REQUIREMENTS_LIST | null;
export const PIO_RESOURCE_REQUIREMENTS_LIST = pointer<IO_RESOURCE_REQUIREMENTS_LIST>('IO_RESOURCE_REQUIREMENTS_LIST');
