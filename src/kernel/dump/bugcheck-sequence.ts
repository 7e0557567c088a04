/** KeBugCheckEx from the first caller on: everything stops, callbacks choose, the dump is written, callbacks end it. */
import {
  KbCallbackAddPages,
  KbCallbackRemovePages,
  KbDumpIoBody,
  KbDumpIoComplete,
  KbDumpIoHeader,
  KbDumpIoSecondaryData,
} from '../../abi/bugcheck-constants.ts';
import { HIGH_LEVEL } from '../../abi/enums.ts';
import type { Kernel } from '../kernel.ts';
import { KernelMemory } from '../mm/memory.ts';
import { BugCheckError, type Crash } from '../sim/bug-check.ts';
import { EVENT } from '../sim/events.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import { Thread } from '../sim/thread.ts';
import { type BugCheckEvent, bugCheck } from './bugcheck.machine.ts';
import type { BugCheckCallbacks } from './bugcheck-callbacks.ts';
import { type AddressRange, CallbackRunner } from './callback-runner.ts';
import type { CrashSequence } from './crash-sequence.ts';
import { DumpGuard } from './dump-guard.ts';
import type { DumpStack } from './dump-stack.ts';
import { type DumpPiece, type DumpRequest, dumpPieces } from './file/dump-writer.ts';
import type { SecondaryBlob } from './file/secondary-data.ts';
import { type SmallDumpRequest, smallDumpPieces } from './file/small-dump.ts';
import { cutAtPages, joinedPieces } from './file/whole-pages.ts';

/** What whoever describes the machine puts into a dump. */
export type DumpFacts = Pick<DumpRequest, 'imagesEnd' | 'header' | 'secondary'>;

/** What callbacks have chosen. */
export interface Collected {
  readonly triageRanges: readonly AddressRange[];
  readonly addedPages: ReadonlySet<number>;
  readonly removedPages: ReadonlySet<number>;
  /** Set while the dump is written. */
  secondary: readonly SecondaryBlob[];
}

/** A bug check inside of the bug check: it stops nothing any more (BUG-02). */
export interface NestedBugCheck {
  readonly code: number;
  readonly parameters: readonly [number, number, number, number];
  /** State of the sequence in which it came. */
  readonly step: string;
}

const POWER_REMEDY =
  'keep the device in D0 while a dump file lies behind it, or call PoFxRegisterCrashdumpDevice and have its plug-in power it on';

export class BugCheckSequence {
  readonly callbacks: BugCheckCallbacks;
  readonly runner: CallbackRunner;
  readonly stack: DumpStack | null;
  readonly nested: NestedBugCheck[] = [];
  /** null: the machine has not stopped, or has no dump file. */
  collected: Collected | null = null;
  /** Memory as it was when the dump was complete; the machine's own where no callback has run since. */
  memory: KernelMemory;
  /** Describes the machine that has stopped. */
  facts: () => DumpFacts | null = () => null;
  /** Chooses what goes into a small dump. */
  smallRequest: (facts: DumpFacts) => SmallDumpRequest = ({ header }) => ({
    header,
    secondary: [],
    ranges: [],
    stack: null,
    drivers: [],
    broken: -1,
    thread: { id: 0, name: '', irql: HIGH_LEVEL },
  });
  /** Hears that the machine has stopped, before anything else happens: the thread that ran is still as it was. */
  onStopped: (thread: Thread) => void = () => {};
  readonly #kernel: Kernel;
  readonly #chain: CrashSequence;
  readonly #life: Lifecycle<typeof bugCheck>;

  constructor(kernel: Kernel, callbacks: BugCheckCallbacks, chain: CrashSequence, stack: DumpStack | null) {
    this.#kernel = kernel;
    this.callbacks = callbacks;
    this.runner = new CallbackRunner(kernel, callbacks);
    this.stack = stack;
    this.memory = kernel.memory;
    this.#chain = chain;
    this.#life = new Lifecycle(bugCheck, kernel.sim, 'system');
    callbacks.onRegistered = () => this.runner.reserve();
    chain.onNested = (error) => this.#again(error);
    this.runner.onNested = (error) => this.#again(error);
    if (stack !== null) stack.filters.runner.onNested = (error) => this.#again(error);
    kernel.sim.onStop = () => this.#run();
  }

  get state(): string {
    return this.#life.state;
  }

  /** From here on there is one processor, without interrupts, at HIGH_LEVEL. */
  #run(): void {
    const { sim } = this.#kernel;
    const { current, crash } = sim;
    if (crash === null) return;
    this.onStopped(current);
    sim.current = frozenThread(current);
    sim.frozen = new DumpGuard(sim, () => {});
    try {
      this.#apply('BUGCHECK');
      const hasFile = this.#chain.freeze(this.stack?.holder != null || this.stack?.loadFailure != null);
      sim.record(EVENT.irql, 0, 0, current.irql, HIGH_LEVEL, 0);
      this.#apply('FROZEN');
      if (hasFile) this.#dump(crash);
      else this.#apply('NO_DUMP_FILE');
      if (this.callbacks.plain.length > 0) {
        // What these callbacks store is not in the dump, whenever somebody asks for it (BUG-02 11).
        this.memory = copyOf(this.#kernel.memory);
        this.runner.plain();
      }
      this.#apply('CALLBACKS_DONE');
    } finally {
      sim.frozen = null;
      sim.current = current;
    }
  }

  #dump(crash: Crash): void {
    const { runner } = this;
    this.#apply('DUMP_WANTED');
    this.collected = {
      triageRanges: runner.triageRanges(crash),
      addedPages: runner.pages(KbCallbackAddPages, crash),
      removedPages: runner.pages(KbCallbackRemovePages, crash),
      secondary: [],
    };
    this.#apply('COLLECTED');
    const damaged = this.stack === null ? null : this.stack.crash();
    const dark = this.#chain.powerOn();
    if (this.stack !== null && damaged === null) {
      if (dark === null) this.#write(this.stack, this.collected, crash);
      else this.stack.fail(dark, POWER_REMEDY);
    }
    this.#apply('DUMP_ENDED');
  }

  #write(stack: DumpStack, collected: Collected, crash: Crash): void {
    if (stack.start() !== null) return;
    const facts = this.facts();
    if (facts === null) {
      stack.fail('nobody describes the machine');
      return;
    }
    const { secondary } = facts;
    const before = this.#made(stack, facts, []);
    if (stack.requireRoom(before.size) !== null) return;
    const [header, ...body] = before.pieces.slice(0, -1);
    if (header === undefined || !this.#pieces(stack, [header], KbDumpIoHeader)) return;
    stack.written('HEADER_WRITTEN');
    // A small dump does not end with a page: its end is written with what follows.
    const { whole, rest } = stack.kind === 'small' ? cutAtPages(body) : { whole: body, rest: [] };
    if (!this.#pieces(stack, whole, KbDumpIoBody)) return;
    stack.written('BODY_WRITTEN');
    // Asked for their data when the pages are on the disk: what they do to memory now is not in the dump any more.
    collected.secondary = this.runner.secondaryData(crash);
    const all = [...secondary, ...collected.secondary];
    const after = this.#made(stack, facts, all);
    if (stack.requireRoom(after.size) !== null) return;
    const data = after.pieces.slice(before.pieces.length - 1, -1);
    const last = rest.length === 0 ? data : joinedPieces([...rest, ...data]);
    if (!this.#pieces(stack, last, KbDumpIoSecondaryData)) return;
    stack.written('SECONDARY_WRITTEN');
    if (!this.#pieces(stack, after.pieces.slice(-1), KbDumpIoHeader)) return;
    this.runner.dumpIo(KbDumpIoComplete, null, 0, 0);
    stack.written('FINALIZED');
    stack.flush();
  }

  /** The whole dump, of the kind that the system writes. */
  #made({ kind }: DumpStack, facts: DumpFacts, secondary: readonly SecondaryBlob[]): ReturnType<typeof dumpPieces> {
    const { memory } = this.#kernel;
    if (kind === 'small') return smallDumpPieces(memory, { ...this.smallRequest(facts), secondary });
    const pages = this.collected === null ? {} : pagesOf(this.collected);
    return dumpPieces(memory, { ...facts, ...pages, kind: kind ?? 'kernel', secondary });
  }

  /** @returns false when one could not be written */
  #pieces(stack: DumpStack, pieces: readonly DumpPiece[], type: number): boolean {
    let end = -1;
    for (const [index, piece] of pieces.entries()) {
      const offset = piece.offset === end ? null : BigInt(piece.offset);
      const seen = (): void => this.runner.dumpIo(type, offset, stack.pieceAddress(), piece.length);
      const isLast = type === KbDumpIoSecondaryData && index === pieces.length - 1;
      if (stack.write(piece, isLast, seen) !== null) return false;
      end = piece.offset + piece.length;
    }
    return true;
  }

  #again(error: Error): void {
    const { code, parameters } = error instanceof BugCheckError ? error : new BugCheckError(0);
    this.nested.push({ code, parameters, step: this.state });
    this.#apply('NESTED');
  }

  #apply(type: BugCheckEvent['type']): void {
    this.#life.apply({ type });
  }
}

/** Both sets are left out where they are empty: a dump without pages that were removed may be in one run. */
export function pagesOf({ addedPages, removedPages }: Collected): Pick<DumpRequest, 'addedPages' | 'removedPages'> {
  return {
    ...(addedPages.size === 0 ? {} : { addedPages }),
    ...(removedPages.size === 0 ? {} : { removedPages }),
  };
}

function copyOf(memory: KernelMemory): KernelMemory {
  const copy = new KernelMemory(memory.u8.slice().buffer);
  copy.shadow.set(memory.shadow);
  return copy;
}

/** The crashing processor, apart from what it was doing: that stays as it was, for the report. */
function frozenThread({ id }: Thread): Thread {
  const thread = new Thread(
    id,
    'bug check',
    () => {},
    () => {},
  );
  thread.state = 'running';
  thread.irql = HIGH_LEVEL;
  return thread;
}
