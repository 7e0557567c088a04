/** A run of a machine as what it was given: enough to repeat it, event by event. */
import type { CompilerResult, StartParams } from '../../protocol/messages.ts';
import type { RecordedInput, RecordedRun } from '../../protocol/recording.ts';

/** One line of history. */
export class Run {
  readonly start: StartParams;
  /** The run before in the same process, whose disks this one keeps. */
  readonly before: Run | null;
  /** For people. */
  readonly name: string;
  readonly inputs: RecordedInput[] = [];
  /** Texts of the machine file, the drivers, and what they import; null: there was no such file. */
  readonly files: Map<string, string | null>;
  /** What the compiler made, by what it was given. */
  readonly compiled: Map<string, CompilerResult | null>;
  /** No other files than these are there. */
  readonly isSealed: boolean;
  /** How many events it has; more may come while it is the present. */
  events = 0;
  /** Why it cannot be repeated; null: it can. */
  obstacle: string | null = null;

  constructor(start: StartParams, before: Run | null, name: string, like: Run | RecordedRun | null) {
    this.start = start;
    this.before = before;
    this.name = name;
    this.isSealed = like !== null && !(like instanceof Run && !like.isSealed);
    this.files = new Map(like instanceof Run ? like.files : Object.entries(like?.files ?? {}));
    this.compiled = new Map(like instanceof Run ? like.compiled : []);
  }

  /** No machine has been started. */
  static readonly NONE = new Run({ file: '' }, null, '', null);

  /** Another line of history, the same up to now. @param shared - what both were given */
  branch(name: string, shared: readonly RecordedInput[]): Run {
    const branch = new Run(this.start, this.before, name, this);
    branch.inputs.push(...shared);
    return branch;
  }

  /** This one and those before it, the first one first. */
  get chain(): readonly Run[] {
    return this.before === null ? [this] : [...this.before.chain, this];
  }
}
