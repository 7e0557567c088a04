import { hexCode } from '../../base/hex.ts';

/** The machine has stopped: thrown by whoever finds the reason, and again by every kernel routine after it. */
export class BugCheckError extends Error {
  override readonly name = 'BugCheckError';
  readonly code: number;
  readonly parameters: readonly [number, number, number, number];
  /** Index of the driver that is to blame, where it is not the one whose code runs. */
  blamed: number | null = null;

  constructor(code: number, p1 = 0, p2 = 0, p3 = 0, p4 = 0) {
    super(`bug check ${hexCode(code)}`);
    this.code = code;
    this.parameters = [p1 >>> 0, p2 >>> 0, p3 >>> 0, p4 >>> 0];
  }
}

/** What stopped the machine. */
export interface Crash {
  readonly code: number;
  readonly parameters: readonly [number, number, number, number];
  /** Number of the bug check's own event. */
  readonly event: number;
  /** Index of the driver whose code ran; 0 = the kernel. */
  readonly driver: number;
  /** Its stack names the driver's line, where a driver was running. */
  readonly cause: Error;
  /** What happened, where the code alone does not say it: the text of a driver's exception. */
  readonly detail: string | null;
}
