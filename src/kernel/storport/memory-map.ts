/** Which memory of a miniport a dump run can count on: a view, page by page. */
import type { Kernel } from '../kernel.ts';
import type { DumpRun } from './dump-run.ts';

const PAGE = 4096;

export type DumpPageState = 'marked' | 'unmarked' | 'poisoned';

export interface DumpMemoryRange {
  /** Address of the first page. */
  readonly start: number;
  /** Bytes: whole pages. */
  readonly length: number;
  readonly state: DumpPageState;
  /** Tags of the pool blocks there, or the section of an image. */
  readonly what: string;
}

/**
 * What the miniport has in pool, and what the run has marked, in order of addresses.
 *
 * @param poisoned - addresses of pages whose contents are gone until the image is read back
 */
export function memoryMapOf(kernel: Kernel, run: DumpRun, poisoned: ReadonlySet<number>): readonly DumpMemoryRange[] {
  const whats = new Map<number, Set<string>>();
  const note = (start: number, length: number, what: string): void => {
    for (let page = start - (start % PAGE); page < start + length; page += PAGE)
      whats.set(page, (whats.get(page) ?? new Set()).add(what));
  };
  for (const { address, size, tag } of kernel.pool.ownedBy(run.source.driver))
    note(address, Math.max(size, 1), `pool ${tag}`);
  for (const { start, length, what } of run.marks.marks) note(start, length, what);
  const ranges: { start: number; length: number; state: DumpPageState; what: string }[] = [];
  for (const [page, names] of [...whats].sort(([one], [other]) => one - other)) {
    const state = poisoned.has(page) ? 'poisoned' : run.marks.has(page) ? 'marked' : 'unmarked';
    const what = [...names].sort().join(', ');
    const last = ranges.at(-1);
    if (last !== undefined && last.start + last.length === page && last.state === state && last.what === what)
      last.length += PAGE;
    else ranges.push({ start: page, length: PAGE, state, what });
  }
  return ranges;
}
