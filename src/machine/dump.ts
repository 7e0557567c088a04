/** The crash dump of a machine that has stopped. */
import { utf8 } from '../base/utf8.ts';
import { SANDBOX_BLOB } from '../dump-file/layout.ts';
import type { Nt } from '../kernel/assemble.ts';
import { type DumpFacts, pagesOf } from '../kernel/dump/bugcheck-sequence.ts';
import { type DumpKind, type DumpPiece, dumpPieces } from '../kernel/dump/file/dump-writer.ts';
import { smallDumpPieces } from '../kernel/dump/file/small-dump.ts';
import type { FoundDump } from '../kernel/dump/found-dump.ts';
import type { HardwareNode, Medium } from '../kernel/pnp/hardware.ts';
import type { Thread } from '../kernel/sim/thread.ts';
import type { DumpContents, DumpSymbol } from '../protocol/dump-contents.ts';
import type { MachineState } from '../protocol/state.ts';
import type { KeptDisks } from './environment.ts';
import type { CrashControl } from './file/description.ts';
import { type KeptDumps, keepDumps } from './kept-dumps.ts';
import { type StoppedThread, smallDumpOf } from './small-dump.ts';
import { traceLines } from './view/trace-view.ts';

/** 1 January 2026, in 100 ns since 1601: when every machine boots. The same run gives the same file, bit for bit. */
const BOOT_TIME = 134_116_992_000_000_000n;
/** Of the emulator, where a Windows build number stands. */
const BUILD = 100;
/** The last events that go into the dump. */
const TRACE_TAIL = 2000;
const PAGE = 4096;
const PIECE = 0x1_0000;

export interface MachineDump {
  readonly size: number;
  readonly pieces: readonly DumpPiece[];
}

/** `small`: no page of memory, but what matters most; a driver chooses what of its own. */
export type MachineDumpKind = DumpKind | 'small';

/** Who knows where in memory drivers in C lie. */
interface Programs {
  /** Address behind their images. */
  readonly imagesEnd: number;
  stackInUse(thread: Thread): StoppedThread['stack'];
}

/** Who knows what the machine looks like from outside. */
interface Described {
  state(): MachineState;
  analyze(): string | null;
  readonly console: { symbols(): readonly DumpSymbol[] };
}

/** The dumps of one machine: the one that its dump stack writes, and those that are asked for. */
export class MachineDumps {
  readonly #nt: Nt;
  readonly #programs: Programs;
  readonly #described: Described;
  readonly #made = new Map<MachineDumpKind, MachineDump>();
  #thread: StoppedThread = { id: 0, name: 'unknown', irql: 0, stack: null };

  /** What the boot found on the disks: MEMORY.DMP. */
  readonly kept: KeptDumps;

  /**
   * @param before - what the machine before the restart has left; undefined: there was none
   */
  constructor(nt: Nt, programs: Programs, described: Described, before: KeptDisks | undefined, control: CrashControl) {
    this.#nt = nt;
    this.#programs = programs;
    this.#described = described;
    nt.bugCheck.facts = () => this.#facts();
    nt.bugCheck.onStopped = (thread) => {
      const { id, name, irql } = thread;
      this.#thread = { id, name, irql, stack: programs.stackInUse(thread) };
    };
    nt.bugCheck.smallRequest = (facts) => smallDumpOf(nt, facts, this.#thread);
    this.kept = keepDumps(before?.dumpFile ?? null, before?.dumps ?? [], control);
  }

  /** Memory as it was when the machine's own dump was complete, or would have been. null while it has not stopped. */
  get(kind: MachineDumpKind | 'found'): MachineDump | null {
    if (kind === 'found') return this.kept.found === null ? null : foundPieces(this.kept.found.dump);
    const known = this.#made.get(kind);
    if (known !== undefined) return known;
    const facts = this.#facts();
    if (facts === null) return null;
    const dump = kind === 'small' ? this.#small(facts) : this.#pages(kind, facts);
    // A machine that has stopped does not change any more.
    this.#made.set(kind, dump);
    return dump;
  }

  #pages(kind: DumpKind, facts: DumpFacts): MachineDump {
    const { memory, collected } = this.#nt.bugCheck;
    return dumpPieces(memory, {
      ...facts,
      kind,
      secondary: [...facts.secondary, ...(collected?.secondary ?? [])],
      ...(collected === null ? {} : pagesOf(collected)),
    });
  }

  #small(facts: DumpFacts): MachineDump {
    return smallDumpPieces(this.#nt.bugCheck.memory, smallDumpOf(this.#nt, facts, this.#thread));
  }

  /** @param file - the machine file */
  disks(file: string): KeptDisks {
    const media = new Map<string, Medium>();
    const visit = (node: HardwareNode): void => {
      if (node.medium !== null) media.set(node.id, node.medium);
      for (const child of node.children) visit(child);
    };
    visit(this.#nt.pnp.hardware.root);
    return { file, media, dumpFile: this.#nt.dumpStack.place, dumps: this.kept.files };
  }

  /** What stands in a dump beside memory. */
  #facts(): DumpFacts | null {
    const { sim } = this.#nt.kernel;
    const { crash } = sim;
    if (crash === null) return null;
    const driver = this.#nt.io.drivers.find(({ entry }) => entry.index === crash.driver);
    const now = BigInt(sim.now);
    const { imagesEnd } = this.#programs;
    const state = this.#described.state();
    const known = { state, analysis: this.#described.analyze(), symbols: this.#described.console.symbols() };
    return {
      imagesEnd,
      header: {
        bugCheckCode: crash.code,
        parameters: crash.parameters,
        minorVersion: BUILD,
        // There is no machine code: what stopped the machine stands for the driver whose code ran.
        instruction: driver?.object.address ?? imagesEnd,
        stack: this.#thread.stack?.address ?? Math.max(PAGE, imagesEnd) - 16,
        systemTime: BOOT_TIME + now,
        upTime: now,
        comment: `Driver Sandbox: ${state.name}`,
      },
      secondary: [{ guid: SANDBOX_BLOB, data: encodeContents(this.#nt, known) }],
    };
  }
}

/** Of a dump that is there already, in pieces that fit into messages. */
function foundPieces({ size, read }: FoundDump): MachineDump {
  const pieces: DumpPiece[] = [];
  for (let offset = 0; offset < size; offset += PIECE) {
    const length = Math.min(PIECE, size - offset);
    pieces.push({ offset, length, bytes: () => read(offset, length) });
  }
  return { size, pieces };
}

/** What our own reader shows beside memory. */
function encodeContents(nt: Nt, known: Pick<DumpContents, 'state' | 'analysis' | 'symbols'>): Uint8Array {
  const { count } = nt.kernel.sim.recorder;
  const trace: string[] = [];
  for (let from: number | null = Math.max(0, count - TRACE_TAIL); from !== null; ) {
    const lines = traceLines(nt.kernel.sim, from);
    trace.push(...lines.text.split('\n').filter((line) => line !== ''));
    from = lines.next;
  }
  const contents: DumpContents = { format: 1, ...known, trace };
  return utf8(JSON.stringify(contents));
}
