/** The pages of a miniport's memory in order, as cells of a picture. No DOM here. */
import { DUMP_RANGE_STATES, type DumpRangeState } from '../../protocol/dump-memory-text.ts';
import type { DumpMemoryState } from '../../protocol/state.ts';

const PAGE = 4096;
/** More pages than that which say the same are one cell. */
const MOST_ALIKE = 8;

/** One page, or many that say the same. */
export interface PageCell {
  readonly start: number;
  readonly pages: number;
  readonly state: DumpRangeState;
  /** The miniport has used it in the resume before it was there. */
  readonly isTouched: boolean;
  /** Indices of the ranges that lie there. */
  readonly ranges: readonly number[];
  /** There is other memory between the cell before and this one. */
  readonly isApart: boolean;
}

interface Page {
  readonly number: number;
  readonly ranges: readonly number[];
  readonly state: DumpRangeState;
  readonly isTouched: boolean;
}

const PRECEDENCE: readonly DumpRangeState[] = ['poisoned', 'unmarked', 'marked', 'kept', 'byChance'];

export function pageCells({ ranges }: DumpMemoryState): readonly PageCell[] {
  const byPage = new Map<number, number[]>();
  for (const [index, { start, length }] of ranges.entries())
    for (let at = Math.floor(Number(start) / PAGE); at * PAGE < Number(start) + length; at += 1)
      byPage.set(at, [...(byPage.get(at) ?? []), index]);
  const pages = [...byPage].sort(([one], [other]) => one - other).map(([number, here]) => pageOf(ranges, number, here));
  return joined(pages);
}

function pageOf(ranges: DumpMemoryState['ranges'], number: number, here: readonly number[]): Page {
  const states = here.flatMap((index) => ranges[index]?.state ?? []);
  const isTouched = here.some((index) => {
    const address = Number(ranges[index]?.touched?.address ?? -1);
    return Math.floor(address / PAGE) === number;
  });
  return { number, ranges: here, state: PRECEDENCE.find((one) => states.includes(one)) ?? 'kept', isTouched };
}

function joined(pages: readonly Page[]): readonly PageCell[] {
  const cells: PageCell[] = [];
  for (let first = 0; first < pages.length; ) {
    const page = pages[first];
    if (page === undefined) break;
    let count = 1;
    while (isAlike(page, pages[first + count], count)) count += 1;
    // A few of them are clearer as what they are.
    const pagesHere = count > MOST_ALIKE ? count : 1;
    cells.push({
      start: page.number * PAGE,
      pages: pagesHere,
      state: page.state,
      isTouched: page.isTouched,
      ranges: page.ranges,
      isApart: first > 0 && pages[first - 1]?.number !== page.number - 1,
    });
    first += pagesHere;
  }
  return cells;
}

function isAlike(page: Page, other: Page | undefined, offset: number): boolean {
  return (
    other?.number === page.number + offset &&
    other.ranges.join() === page.ranges.join() &&
    other.state === page.state &&
    other.isTouched === page.isTouched
  );
}

export interface LegendEntry {
  readonly state: DumpRangeState;
  readonly letter: string;
  readonly words: string;
  readonly meaning: string;
  readonly pages: number;
}

/** Each state that something has, in order; a part of a page may have another than its page. */
export function legendOf({ ranges }: DumpMemoryState, cells: readonly PageCell[]): readonly LegendEntry[] {
  return DUMP_RANGE_STATES.flatMap(([state, letter, words, meaning]) => {
    const pages = cells.reduce((sum, cell) => sum + (cell.state === state ? cell.pages : 0), 0);
    const isThere = pages > 0 || ranges.some((range) => range.state === state);
    return isThere ? [{ state, letter, words, meaning, pages }] : [];
  });
}
