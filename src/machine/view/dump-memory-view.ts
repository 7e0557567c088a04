/** The memory of a miniport that is there in a resume, and what is not, as clients see it. */

import { hex } from '../../base/hex.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { DumpMemory, DumpMemoryPart } from '../../kernel/dump/dump-memory.ts';
import type { DumpMemoryRange, DumpMemoryState, SourceLine } from '../../protocol/state.ts';
import { firstDriverFrame } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import { placeOfFrame } from './finding-view.ts';

/** Built anew only when the map has changed: clients ask often. */
export class DumpMemoryView {
  readonly #nt: Nt;
  readonly #programs: DriverPrograms;
  #shown: { readonly memory: DumpMemory; readonly key: string; readonly state: readonly DumpMemoryState[] } | null =
    null;

  constructor(nt: Nt, programs: DriverPrograms) {
    this.#nt = nt;
    this.#programs = programs;
  }

  /** undefined: no miniport has marked memory for a hibernation yet. The same object while nothing has changed. */
  state(): readonly DumpMemoryState[] | undefined {
    const { memory } = this.#nt.hiberStack;
    if (memory === null) return undefined;
    const key = `${memory.phase} ${memory.poisoned.size} ${memory.touched.length}`;
    if (this.#shown?.memory !== memory || this.#shown.key !== key)
      this.#shown = { memory, key, state: [this.#stateOf(memory)] };
    return this.#shown.state;
  }

  #stateOf(memory: DumpMemory): DumpMemoryState {
    const { directory } = this.#nt.kernel.sim;
    const { source, time, phase } = memory;
    return {
      device: directory.deviceId(source.device),
      driver: source.miniport,
      time: formatInstant(time as Instant),
      phase,
      ...capped(joined(memory.parts().map((part) => this.#rangeOf(part, source.miniport)))),
    };
  }

  #rangeOf({ start, length, state, what, block, marked, touched }: DumpMemoryPart, miniport: string): DumpMemoryRange {
    const allocated = this.#lineOf(block?.allocated ?? null);
    const markedAt = this.#lineOf(marked);
    const touchedAt = this.#lineOf(touched?.site ?? null);
    const isWhole = block === null || length >= block.size;
    return {
      start: hex(start),
      length,
      state,
      what,
      owner: block === null ? null : miniport,
      ...(isWhole ? {} : { block: { start: hex(block.address), length: block.size } }),
      ...(allocated === null ? {} : { allocated }),
      ...(markedAt === null ? {} : { marked: markedAt }),
      ...(touched === null
        ? {}
        : {
            touched: {
              address: hex(touched.address),
              isWrite: touched.isWrite,
              routine: touched.routine,
              ...(touchedAt === null ? {} : { at: touchedAt }),
            },
          }),
    };
  }

  #lineOf(site: Error | null): SourceLine | null {
    if (site === null) return null;
    const frame = firstDriverFrame(this.#programs.stackOf(site), this.#programs.files());
    return frame === null ? null : placeOfFrame(this.#programs, frame);
  }
}

const PAGE = 4096;
/** More rows than that nobody reads. */
const MOST_RANGES = 400;

/** A miniport may have thousands of blocks from one line: they are one row. */
function joined(ranges: readonly DumpMemoryRange[]): readonly DumpMemoryRange[] {
  const rows: DumpMemoryRange[] = [];
  for (const range of ranges) {
    const last = rows.at(-1);
    if (last === undefined || !isAlike(last, range)) {
      rows.push(range);
      continue;
    }
    const { count, bytes } = last.blocks ?? { count: 1, bytes: last.length };
    const length = Number(range.start) + range.length - Number(last.start);
    rows.splice(-1, 1, { ...last, length, blocks: { count: count + 1, bytes: bytes + range.length } });
  }
  return rows;
}

function isAlike(one: DumpMemoryRange, other: DumpMemoryRange): boolean {
  const isNear = Number(other.start) - (Number(one.start) + one.length) < PAGE;
  const isWhole = one.block === undefined && other.block === undefined;
  const isQuiet = one.touched === undefined && other.touched === undefined;
  return isNear && isWhole && isQuiet && factsOf(one) === factsOf(other);
}

function factsOf({ state, what, owner, allocated, marked }: DumpMemoryRange): string {
  return JSON.stringify([state, what, owner, allocated, marked]);
}

function capped(ranges: readonly DumpMemoryRange[]): Pick<DumpMemoryState, 'ranges' | 'left'> {
  if (ranges.length <= MOST_RANGES) return { ranges };
  const kept = new Set([...ranges.filter(({ touched }) => touched !== undefined), ...ranges].slice(0, MOST_RANGES));
  return { ranges: ranges.filter((range) => kept.has(range)), left: ranges.length - kept.size };
}
