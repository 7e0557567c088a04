/** How a machine is moved through its own history, as those see it who move it. */
import type { History } from '../../protocol/history.ts';
import type { StartResult } from '../../protocol/messages.ts';
import type { Recording } from '../../protocol/recording.ts';
import type { Hex } from '../../protocol/state.ts';

/** All of them come back when the machine is there, and throw TravelError when it cannot be. */
export interface TimeTravel {
  readonly history: History;
  /** @param events - as many as have been recorded there */
  goTo(events: number): Promise<void>;
  /** One step of a request back. @param thread - left out: of the one that runs there */
  stepBack(thread?: number): Promise<void>;
  /** To the last breakpoint before this place; to the beginning when there is none. */
  reverse(): Promise<void>;
  /** To where memory was written last before this place. @param name - for messages */
  lastWriter(address: Hex, size: number, name: string): Promise<void>;
  /** To where the machine was before it went into its past. */
  returnToPresent(): Promise<void>;
  /** What it takes to repeat the run up to here. @param product - this release's version */
  record(product: string): Promise<Recording>;
  /**
   * Starts the machine of a recording, and brings it to where it was; a difference is among the diagnostics.
   *
   * @param debug - it is loaded, and waits for `machine/boot`
   */
  replay(recording: Recording, debug: boolean): Promise<StartResult>;
  /** @param branch - its place among `history.branches` */
  switchTo(branch: number): Promise<void>;
}

/** That place cannot be reached; the message says why, for people. */
export class TravelError extends Error {
  override readonly name = 'TravelError';
}
