/** What every part of the reader works on, and what it says of a damaged file. */

/** Bytes of a file, wherever they come from. */
export interface DumpSource {
  /** Bytes in all. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`; the reader asks only for what lies inside. */
  read(offset: number, length: number): Uint8Array;
}

/** The file is no dump, or a damaged one: the message says where and why. */
export class DumpError extends Error {
  override readonly name = 'DumpError';
}
