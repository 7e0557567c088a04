/** The blobs behind the last page of a dump. */
import { DumpError, type DumpFile } from './dump-reader.ts';
import { guidBytes } from './guid-bytes.ts';

const FILE_HEADER = 16;
const BLOB_HEADER = 32;
/** More than any real dump has; a damaged file may seem to have millions. */
const MOST_BLOBS = 4096;
/** Of the blob that is read: it is held in memory. */
const MOST_BYTES = 256 * 1024 * 1024;
const MARKS = 'DumpBlob';

/** @returns null when the dump has no blob with the GUID. @throws DumpError when what stands there is damaged */
export function readSecondary(dump: DumpFile, guid: string): Uint8Array | null {
  const { source, end } = dump;
  const wanted = guidBytes(guid);
  if (end + FILE_HEADER > source.size) return null;
  const head = source.read(end, FILE_HEADER);
  if (String.fromCharCode(...head.subarray(0, MARKS.length)) !== MARKS) return null;
  let at = end + new DataView(head.buffer, head.byteOffset).getUint32(8, true);
  for (let count = 0; at + BLOB_HEADER <= source.size; count += 1) {
    if (count >= MOST_BLOBS) throw new DumpError('The secondary data has more blobs than a dump can have.');
    const bytes = source.read(at, BLOB_HEADER);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [header, size, before, after] = [0, 20, 24, 28].map((field) => view.getUint32(field, true)) as [
      number,
      number,
      number,
      number,
    ];
    if (header < BLOB_HEADER) throw new DumpError(`A blob at 0x${at.toString(16)} has a header of ${header} bytes.`);
    const data = at + header + before;
    if (data + size > source.size)
      throw new DumpError(`A blob at 0x${at.toString(16)} goes on behind the end of the file.`);
    if (wanted.every((byte, index) => bytes[4 + index] === byte)) {
      if (size > MOST_BYTES)
        throw new DumpError(`A blob at 0x${at.toString(16)} has ${size} bytes, more than is read.`);
      return source.read(data, size);
    }
    at = data + size + after;
  }
  return null;
}
