/** What a crash dump of the sandbox holds beside memory: the machine as it was, for our own reader. */
import type { MachineState } from './state.ts';

export interface DumpContents {
  /** Of this structure; a reader refuses a later one. */
  readonly format: 1;
  readonly state: MachineState;
  /** The report of the bug check. */
  readonly analysis: string | null;
  /** The last events, one JSON object each, oldest first. */
  readonly trace: readonly string[];
}
