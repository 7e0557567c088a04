/** What a dump filter's DriverEntry is handed, and whether it has filled it in. */
import {
  DUMP_FILTER_MAJOR_VERSION,
  DUMP_FILTER_MAJOR_VERSION_1,
  DUMP_FILTER_MINOR_VERSION,
  PARTITION_STYLE_MBR,
} from '../../abi/dump-filter-constants.ts';
import { nameOfStatus } from '../../abi/names.ts';
import { NT_SUCCESS, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import {
  DISK_PARTITION_INFO,
  FILTER_EXTENSION,
  type FILTER_INITIALIZATION_DATA,
} from '../../abi/structs/dump-filter.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { DumpFilePlace } from './dump-file-place.ts';
import type { StepFailure } from './dump-port.ts';

/** What the filters are told of the disk. */
export interface FilterTarget {
  /** Top of the stack of the volume or disk with the file. */
  readonly device: DEVICE_OBJECT;
  readonly place: DumpFilePlace;
  /** Bytes from the beginning of the disk. */
  readonly partition: bigint;
  /** Bytes of the largest request. */
  readonly maximumTransfer: number;
}

const FIXED_MEDIA = 12;
const SECTOR_SIZE = 512;
const TRACK_BYTES = 63 * SECTOR_SIZE;
const TRACKS_PER_CYLINDER = 255;

/** @param type - FILTER_DUMP_TYPE of the stack */
export function describeDisk(extension: FILTER_EXTENSION, type: number, { device, place }: FilterTarget): void {
  const { size } = place.medium;
  const { Geometry: geometry, PartitionInfo: partition } = extension;
  extension.DumpType = type;
  extension.DeviceObject = device;
  geometry.MediaType = FIXED_MEDIA;
  geometry.BytesPerSector = SECTOR_SIZE;
  geometry.SectorsPerTrack = TRACK_BYTES / SECTOR_SIZE;
  geometry.TracksPerCylinder = TRACKS_PER_CYLINDER;
  geometry.Cylinders = size / BigInt(TRACK_BYTES * TRACKS_PER_CYLINDER);
  extension.DiskSize = size;
  partition.SizeOfPartitionInfo = DISK_PARTITION_INFO.size;
  partition.PartitionStyle = PARTITION_STYLE_MBR;
  extension.Size = FILTER_EXTENSION.size;
}

/** @param status - what DriverEntry has returned. @returns why the filter cannot be used, in words that follow its name */
export function whyNotUsable(status: unknown, { MajorVersion, MinorVersion }: FILTER_INITIALIZATION_DATA): StepFailure {
  if (status !== STATUS_SUCCESS)
    return typeof status === 'number' && !NT_SUCCESS(status >>> 0)
      ? `returned ${nameOfStatus(status)}`
      : 'did not return STATUS_SUCCESS';
  const isKnown = MajorVersion === DUMP_FILTER_MAJOR_VERSION_1 || MajorVersion === DUMP_FILTER_MAJOR_VERSION;
  return isKnown && MinorVersion === DUMP_FILTER_MINOR_VERSION
    ? null
    : `set version ${MajorVersion}.${MinorVersion} in FILTER_INITIALIZATION_DATA, which is none`;
}
