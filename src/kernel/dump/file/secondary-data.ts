/** What stands behind the last page: blobs under GUIDs, of which readers take those that they know. */
import { guidBytes } from '../../../dump-file/guid-bytes.ts';

export interface SecondaryBlob {
  /** As text with dashes. */
  readonly guid: string;
  readonly data: Uint8Array;
}

/** `Dump` and `Blob`. */
const DUMP = 0x706d_7544;
const BLOB = 0x626f_6c42;
const FILE_HEADER_SIZE = 16;
const BLOB_HEADER_SIZE = 32;
const ALIGNMENT = 8;

/** @returns nothing for no blobs */
export function encodeSecondary(blobs: readonly SecondaryBlob[], buildNumber: number): Uint8Array {
  if (blobs.length === 0) return new Uint8Array(0);
  const sizes = blobs.map(({ data }) => BLOB_HEADER_SIZE + data.length + paddingOf(data.length));
  const bytes = new Uint8Array(FILE_HEADER_SIZE + sizes.reduce((sum, size) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, DUMP, true);
  view.setUint32(4, BLOB, true);
  view.setUint32(8, FILE_HEADER_SIZE, true);
  view.setUint32(12, buildNumber, true);
  let at = FILE_HEADER_SIZE;
  for (const [index, { guid, data }] of blobs.entries()) {
    view.setUint32(at, BLOB_HEADER_SIZE, true);
    bytes.set(guidBytes(guid), at + 4);
    view.setUint32(at + 20, data.length, true);
    view.setUint32(at + 24, 0, true);
    view.setUint32(at + 28, paddingOf(data.length), true);
    bytes.set(data, at + BLOB_HEADER_SIZE);
    at += sizes[index] ?? 0;
  }
  return bytes;
}

function paddingOf(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}
