/** Where on which disk the dump file lies: found out while there is a file system, and never moved afterwards (DUMP-04). */
import { DeviceUsageTypeDumpFile } from '../../abi/enums.ts';
import { PAGE_SIZE } from '../mm/memory.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { HardwareNode, Medium } from '../pnp/hardware.ts';

/** A piece of the file that lies in one piece on the disk. */
export interface DiskRun {
  /** Bytes from the beginning of the disk. */
  readonly start: bigint;
  /** Bytes; whole pages. */
  readonly length: number;
}

export interface DumpFilePlace {
  /** The disk. */
  readonly disk: HardwareNode;
  readonly medium: Medium;
  /** In the order of the file; never in one piece, as no file can be relied on to be. */
  readonly runs: readonly DiskRun[];
  /** Bytes. */
  readonly size: number;
}

/** The share of a volume that the file takes at the most when the machine file does not say how large it is. */
const MOST_OF_VOLUME = 0.75;

/**
 * The file takes the end of its volume, the second half of it before the first.
 *
 * @param wanted - bytes; null: as many as the largest dump takes, but no more than three quarters of the volume
 * @param largest - bytes of the largest dump
 * @returns null for a device without any medium
 */
export function placeDumpFile(holder: HardwareNode, wanted: number | null, largest: number): DumpFilePlace | null {
  const [part] = holder.members;
  const disk = part?.disk ?? holder;
  const { medium } = disk;
  if (medium === null) return null;
  const room = Number(part === undefined ? medium.size : holder.mediumSize);
  const most = wanted ?? Math.min(largest, room * MOST_OF_VOLUME);
  const size = Math.floor(Math.min(most, room) / PAGE_SIZE) * PAGE_SIZE;
  const end = BigInt(Math.floor(room / PAGE_SIZE) * PAGE_SIZE) + (part?.offset ?? 0n);
  const first = Math.floor(size / PAGE_SIZE / 2) * PAGE_SIZE;
  const runs = [
    { start: end - BigInt(first), length: first },
    { start: end - BigInt(size), length: size - first },
  ].filter(({ length }) => length > 0);
  return { disk, medium, runs, size };
}

/** Bytes from the beginning of the disk to that of the volume; 0 for a disk. */
export function partitionOf({ members: [part] }: HardwareNode): bigint {
  return part?.offset ?? 0n;
}

/** @returns what a range of the file is on the disk, in order; less than the range where the file ends */
export function diskRanges(runs: readonly DiskRun[], offset: number, length: number): readonly DiskRun[] {
  const ranges: DiskRun[] = [];
  let base = 0;
  for (const run of runs) {
    const from = Math.max(offset, base);
    const to = Math.min(offset + length, base + run.length);
    if (to > from) ranges.push({ start: run.start + BigInt(from - base), length: to - from });
    base += run.length;
  }
  return ranges;
}

/** Dump files on a device: how many usage notifications have told so. */
export function dumpFilesOn({ specialFiles }: Devnode): number {
  return specialFiles.get(DeviceUsageTypeDumpFile) ?? 0;
}
