/** What is found while the system hibernates and resumes through a miniport. */

/** What a miniport did with memory that it has not marked. */
export interface HiberMistake {
  readonly kind: 'resumeUnmarked' | 'hiberWrite' | 'nothingMarked';
  readonly driver: number;
  readonly device: number;
  /** Of the miniport, that did it or should have done it. */
  readonly routine: string;
  /** null: none of its code stood there. */
  readonly site: Error | null;
  readonly message: string;
  /** Of a page that has changed while it was saved: what it was and what it is. */
  readonly checksums?: readonly [expected: number, actual: number];
  /** Where the miniport has allocated the memory. */
  readonly allocated?: Error;
}

/** Of a page: which one Windows computes is not published. */
export function checksum(page: Uint8Array): number {
  let sum = 0;
  for (const byte of page) sum = (Math.imul(sum, 31) + byte) >>> 0;
  return sum;
}
