/** A run of a machine as what it was given: enough to repeat it, event by event. */
import type { RunPlace } from '../../protocol/debug.ts';
import type { Injection } from '../../protocol/injection.ts';
import type { CompilerResult, StartParams } from '../../protocol/messages.ts';
import type { Hex } from '../../protocol/state.ts';

/** A debugger's user changed memory. */
export interface RecordedWrite {
  readonly kind: 'write';
  /** Where the machine stood; null: nothing ran. */
  readonly place: RunPlace | null;
  /** The line at which it stood, where that was between two events. */
  readonly line: { readonly file: string; readonly line: number } | null;
  readonly address: Hex;
  /** Two hex digits each. */
  readonly bytes: string;
}

export type RunInput =
  | { readonly kind: 'boot' }
  | { readonly kind: 'inject'; readonly injection: Injection }
  | RecordedWrite;

/** One line of history. */
export class Run {
  readonly start: StartParams;
  /** The run before in the same process, whose disks this one keeps. */
  readonly before: Run | null;
  /** For people. */
  readonly name: string;
  readonly inputs: RunInput[] = [];
  /** Texts of the machine file, the drivers, and what they import; null: there was no such file. */
  readonly files: Map<string, string | null>;
  /** What the compiler made, by what it was given. */
  readonly compiled: Map<string, CompilerResult | null>;
  /** How many events it has; more may come while it is the present. */
  events = 0;
  /** Why it cannot be repeated; null: it can. */
  obstacle: string | null = null;

  constructor(start: StartParams, before: Run | null, name: string, like: Run | null) {
    this.start = start;
    this.before = before;
    this.name = name;
    this.files = new Map(like?.files);
    this.compiled = new Map(like?.compiled);
  }

  /** Another line of history, the same up to now. @param shared - what both were given */
  branch(name: string, shared: readonly RunInput[]): Run {
    const branch = new Run(this.start, this.before, name, this);
    branch.inputs.push(...shared);
    return branch;
  }
}
