/** What the dump stack and its filters hand to each other. */
import { array, over, pointer, routinePointer, struct } from '../struct.ts';
import { enumeration, LARGE_INTEGER, type NTSTATUS, type Out, PVOID, UCHAR, ULONG } from '../types.ts';
import { PDEVICE_OBJECT } from './io.ts';
import type { MDL } from './mm.ts';

export const FILTER_DUMP_TYPE = enumeration('FILTER_DUMP_TYPE');
export type FILTER_DUMP_TYPE = number;
export const MEDIA_TYPE = enumeration('MEDIA_TYPE');
export type MEDIA_TYPE = number;

export class DISK_GEOMETRY extends struct('DISK_GEOMETRY', {
  Cylinders: LARGE_INTEGER,
  MediaType: MEDIA_TYPE,
  TracksPerCylinder: ULONG,
  SectorsPerTrack: ULONG,
  /** Bytes. */
  BytesPerSector: ULONG,
}) {}
export type PDISK_GEOMETRY = DISK_GEOMETRY | null;
export const PDISK_GEOMETRY = pointer<DISK_GEOMETRY>('DISK_GEOMETRY');

export class DISK_PARTITION_INFO extends struct('DISK_PARTITION_INFO', {
  /** Bytes of this structure. */
  SizeOfPartitionInfo: ULONG,
  /** PARTITION_STYLE */
  PartitionStyle: ULONG,
  /** Of a disk with a GUID partition table: its id. */
  DiskId: array(UCHAR, 16),
  /** Of a disk with a master boot record. */
  Signature: over('DiskId', ULONG),
}) {}
export type PDISK_PARTITION_INFO = DISK_PARTITION_INFO | null;
export const PDISK_PARTITION_INFO = pointer<DISK_PARTITION_INFO>('DISK_PARTITION_INFO');

/** What every routine of a dump filter is called with. The system's: a filter only reads it. */
export class FILTER_EXTENSION extends struct('FILTER_EXTENSION', {
  /** For a crash, or for a hibernation: each has a copy of the filter. */
  DumpType: FILTER_DUMP_TYPE,
  /** Top of the stack of the volume or disk with the file. For IOCTLs, in DriverEntry alone. */
  DeviceObject: PDEVICE_OBJECT,
  Geometry: DISK_GEOMETRY,
  /** Bytes. */
  DiskSize: LARGE_INTEGER,
  PartitionInfo: DISK_PARTITION_INFO,
  /** The filter's own, from FILTER_INITIALIZATION_DATA. */
  DumpData: PVOID,
  /** Bytes of this structure. */
  Size: ULONG,
  Flags: ULONG,
}) {}
export type PFILTER_EXTENSION = FILTER_EXTENSION | null;
export const PFILTER_EXTENSION = pointer<FILTER_EXTENSION>('FILTER_EXTENSION');

/** Called when the dump drivers are initialized, before the first write; at HIGH_LEVEL. */
export type DUMP_START = (FilterExtension: FILTER_EXTENSION) => NTSTATUS;
export type PDUMP_START = DUMP_START | null;
export const PDUMP_START = routinePointer<DUMP_START>('PDUMP_START');

/**
 * Called before each write. `DiskByteOffset` counts from the beginning of the partition and stays as it is. The pages
 * belong to the system that is dumped: to change the data, point the MDL at a buffer of your own with as many bytes.
 */
export type DUMP_WRITE = (FilterExtension: FILTER_EXTENSION, DiskByteOffset: Out<LARGE_INTEGER>, Mdl: MDL) => NTSTATUS;
export type PDUMP_WRITE = DUMP_WRITE | null;
export const PDUMP_WRITE = routinePointer<DUMP_WRITE>('PDUMP_WRITE');

/** Called after each read of a hibernation image, last filter first; changes the pages where they are. */
export type DUMP_READ = (FilterExtension: FILTER_EXTENSION, DiskByteOffset: Out<LARGE_INTEGER>, Mdl: MDL) => NTSTATUS;
export type PDUMP_READ = DUMP_READ | null;
export const PDUMP_READ = routinePointer<DUMP_READ>('PDUMP_READ');

/** Called when all data is written, before the cache of the disk is. */
export type DUMP_FINISH = (FilterExtension: FILTER_EXTENSION) => NTSTATUS;
export type PDUMP_FINISH = DUMP_FINISH | null;
export const PDUMP_FINISH = routinePointer<DUMP_FINISH>('PDUMP_FINISH');

/** Called when the dump stack is unloaded, at PASSIVE_LEVEL; never after a crash. */
export type DUMP_UNLOAD = (FilterExtension: FILTER_EXTENSION) => NTSTATUS;
export type PDUMP_UNLOAD = DUMP_UNLOAD | null;
export const PDUMP_UNLOAD = routinePointer<DUMP_UNLOAD>('PDUMP_UNLOAD');

/** The second argument of a dump filter's DriverEntry, which fills it in. */
export class FILTER_INITIALIZATION_DATA extends struct('FILTER_INITIALIZATION_DATA', {
  /** DUMP_FILTER_MAJOR_VERSION, or DUMP_FILTER_MAJOR_VERSION_1 for a filter without DumpRead. */
  MajorVersion: ULONG,
  /** DUMP_FILTER_MINOR_VERSION */
  MinorVersion: ULONG,
  DumpStart: PDUMP_START,
  DumpWrite: PDUMP_WRITE,
  DumpFinish: PDUMP_FINISH,
  DumpUnload: PDUMP_UNLOAD,
  /** Comes back in FILTER_EXTENSION. */
  DumpData: PVOID,
  /** In: pages of the largest write or read; never 0. */
  MaxPagesPerWrite: ULONG,
  /** In: what the system can. Out: DUMP_FILTER_CRITICAL, or 0. */
  Flags: ULONG,
  DumpRead: PDUMP_READ,
  /** Is not called. */
  DumpPreReadWrite: PVOID,
}) {}
export type PFILTER_INITIALIZATION_DATA = FILTER_INITIALIZATION_DATA | null;
export const PFILTER_INITIALIZATION_DATA = pointer<FILTER_INITIALIZATION_DATA>('FILTER_INITIALIZATION_DATA');
