/** Which memory of a miniport is there when the system resumes: range by range, as it was when memory was marked. */
import { PAGE_SIZE } from '../mm/memory.ts';
import type { DumpSource } from '../storport/dump-source.ts';
import type { MarkedMemory } from '../storport/mark-memory.ts';
import type { Storport } from '../storport/storport.ts';
import type { Touched } from './poisoned-memory.ts';

/** Memory that is one thing to whoever wrote the miniport. */
export interface MiniportBlock {
  readonly address: number;
  /** Bytes, as asked for. */
  readonly size: number;
  /** `pool 'Ctx1'`, `device extension`, `mini .data`. */
  readonly what: string;
  /** Where a user's miniport has allocated it; null: it has not, or is not the user's. */
  readonly allocated: Error | null;
}

/** What the system keeps by itself: STOR-64. */
export interface KeptRange {
  readonly start: number;
  readonly length: number;
  readonly what: string;
}

/**
 * `byChance`: nobody has marked it, but it shares a page with what is marked. `kept`: the system needs it itself.
 * `poisoned`: it was not there when the miniport ran in the resume.
 */
export type DumpMemoryKind = 'marked' | 'byChance' | 'kept' | 'unmarked' | 'poisoned';

/** Bytes of one block, or of what the system keeps, that share a state. */
export interface DumpMemoryPart {
  readonly start: number;
  readonly length: number;
  readonly state: DumpMemoryKind;
  readonly what: string;
  /** null: the system's. */
  readonly block: MiniportBlock | null;
  /** Where the miniport has marked it. */
  readonly marked: Error | null;
  /** What the miniport has done with it before it was read back. */
  readonly touched: Touched | null;
}

/** `loaded`: the loader has read everything, because the stack cannot. */
export type DumpMemoryPhase = 'marked' | 'resuming' | 'resumed' | 'loaded';

export class DumpMemory {
  readonly source: DumpSource;
  /** When it was marked. */
  readonly time: number;
  readonly blocks: readonly MiniportBlock[];
  readonly marks: MarkedMemory;
  readonly kept: readonly KeptRange[];
  phase: DumpMemoryPhase = 'marked';
  /** Numbers of pages that were gone in the resume. */
  poisoned: ReadonlySet<number> = new Set();
  touched: readonly Touched[] = [];

  constructor(storport: Storport, source: DumpSource, marks: MarkedMemory, kept: readonly KeptRange[]) {
    this.source = source;
    this.time = storport.kernel.sim.now;
    this.blocks = blocksOf(storport, source);
    this.marks = marks;
    this.kept = kept;
  }

  /** The miniport's block that holds an address. */
  blockAt(address: number): MiniportBlock | undefined {
    return this.blocks.find((block) => address >= block.address && address < block.address + Math.max(block.size, 1));
  }

  /** In order of addresses. */
  parts(): readonly DumpMemoryPart[] {
    const parts = this.blocks.flatMap((block) => this.#partsOf(block));
    const kept = this.kept.map(
      ({ start, length, what }): DumpMemoryPart => ({
        start,
        length,
        state: 'kept',
        what,
        block: null,
        marked: null,
        touched: null,
      }),
    );
    const others = this.marks.marks
      .filter(({ start, length }) => !this.blocks.some((block) => overlaps(block.address, block.size, start, length)))
      .map(
        ({ start, length, what, site }): DumpMemoryPart => ({
          start,
          length,
          state: 'marked',
          what,
          block: null,
          marked: site,
          touched: null,
        }),
      );
    return [...parts, ...kept, ...others].sort((one, other) => one.start - other.start);
  }

  #partsOf(block: MiniportBlock): readonly DumpMemoryPart[] {
    const parts: DumpMemoryPart[] = [];
    const end = block.address + Math.max(block.size, 1);
    for (let at = block.address; at < end; ) {
      const next = Math.min(end, (Math.floor(at / PAGE_SIZE) + 1) * PAGE_SIZE);
      const part = this.#partAt(block, at, next);
      const last = parts.at(-1);
      if (last !== undefined && last.state === part.state && last.marked === part.marked)
        parts.splice(-1, 1, {
          ...last,
          length: last.length + part.length,
          touched: last.touched ?? part.touched,
        });
      else parts.push(part);
      at = next;
    }
    return parts;
  }

  /** Within one page. */
  #partAt(block: MiniportBlock, start: number, end: number): DumpMemoryPart {
    const mark = this.marks.marks.find(({ address, asked, start: first, length }) =>
      asked === 0 ? overlaps(start, end - start, first, length) : overlaps(start, end - start, address, asked),
    );
    const page = Math.floor(start / PAGE_SIZE);
    return {
      start,
      length: end - start,
      state: this.#stateOf(page, mark !== undefined),
      what: block.what,
      block,
      marked: mark?.site ?? null,
      touched: this.touched.find(({ address }) => address >= start && address < end) ?? null,
    };
  }

  #stateOf(page: number, isMarked: boolean): DumpMemoryKind {
    if (isMarked) return 'marked';
    const at = page * PAGE_SIZE;
    if (this.marks.has(at) || this.kept.some(({ start, length }) => overlaps(start, length, at, PAGE_SIZE)))
      return 'byChance';
    return this.poisoned.has(page) ? 'poisoned' : 'unmarked';
  }
}

function overlaps(one: number, length: number, other: number, otherLength: number): boolean {
  return one < other + otherLength && other < one + length;
}

/** Pool of the miniport, the extensions of its run-time instance, and its image where it has one in memory. */
function blocksOf(storport: Storport, source: DumpSource): readonly MiniportBlock[] {
  const { kernel, pnp, allocationSites } = storport;
  const pool = kernel.pool.ownedBy(source.driver).map(({ address, size, tag }) => ({
    address,
    size,
    what: `pool '${tag}'`,
    allocated: allocationSites.get(address) ?? null,
  }));
  const image = (pnp.drivers.sectionsOf?.(source.miniport) ?? []).map(({ name, start, length }) => ({
    address: start,
    size: length,
    what: name,
    allocated: null,
  }));
  return [...pool, ...extensionsOf(storport, source), ...image];
}

function extensionsOf(storport: Storport, source: DumpSource): readonly MiniportBlock[] {
  const adapter = [...storport.adapters.values()].find(({ device }) => device === source.device);
  const { instance, registration } = adapter ?? {};
  if (instance == null || registration === undefined) return [];
  const own = { allocated: null };
  const { uncached } = instance;
  return [
    { address: instance.extension, size: registration.extensionSize, what: 'device extension', ...own },
    ...[...instance.unitExtensions.values()].map((address) => ({
      address,
      size: registration.unitExtensionSize,
      what: 'logical unit extension',
      ...own,
    })),
    ...(uncached === null
      ? []
      : [{ address: uncached.start, size: uncached.length, what: 'uncached extension', ...own }]),
  ];
}
