/** What the next boot does: looks whether the dump file holds a dump, and takes it out (BUG-22). */
import { HEADER, HEADER_SIZE, SIGNATURE, VALID_DUMP } from '../../dump-file/layout.ts';
import { type DumpFilePlace, diskRanges } from './dump-file-place.ts';

/** A dump as it was taken out of its file: MEMORY.DMP. */
export interface FoundDump {
  /** Bytes. */
  readonly size: number;
  /** @returns exactly `length` bytes from `offset`, both inside of the dump */
  read(offset: number, length: number): Uint8Array;
}

/**
 * A header that is damaged, not valid yet, or larger than its file means that there is no dump; that is never an error.
 * The file is empty afterwards, as a new page file is: the same dump is not found twice.
 */
export function takeDump(place: DumpFilePlace): FoundDump | null {
  const header = readFile(place, 0, HEADER_SIZE);
  if (header.length < HEADER_SIZE) return null;
  const view = new DataView(header.buffer);
  if (view.getUint32(0, true) !== SIGNATURE || view.getUint32(HEADER.validDump, true) !== VALID_DUMP) return null;
  const space = view.getBigUint64(HEADER.requiredDumpSpace, true);
  if (space < BigInt(HEADER_SIZE) || space > BigInt(place.size)) return null;
  const size = Number(space);
  const bytes = readFile(place, 0, size);
  const [first] = diskRanges(place.runs, 0, HEADER_SIZE);
  if (first !== undefined) place.medium.write(first.start, new Uint8Array(first.length));
  return { size, read: (offset, length) => bytes.slice(offset, offset + length) };
}

/** @returns less than `length` bytes where the file ends, or the disk */
function readFile({ medium, runs }: DumpFilePlace, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let done = 0;
  for (const range of diskRanges(runs, offset, length)) {
    if (!medium.read(range.start, bytes.subarray(done, done + range.length))) break;
    done += range.length;
  }
  return bytes.slice(0, done);
}
