/** What memory holds at the moment in which the system stops: the pages in use, as the hibernation file has them. */
import { type KernelMemory, PAGE_SIZE, SHADOW } from '../mm/memory.ts';

/** Eight bytes share one entry of the shadow. */
const SHADOW_PER_PAGE = PAGE_SIZE >>> 3;
/** What a page holds that the loader has not brought back yet. */
const POISON = 0xcd;
/** The file begins with a page that says whether the rest is valid. */
const HEADER_PAGES = 1;

export class HibernationImage {
  /** Page numbers, ascending. */
  readonly pages: readonly number[];
  readonly #contents: Uint8Array;

  constructor(memory: KernelMemory) {
    this.pages = pagesInUse(memory);
    this.#contents = new Uint8Array(this.pages.length * PAGE_SIZE);
    for (const [index, page] of this.pages.entries())
      this.#contents.set(memory.u8.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE), index * PAGE_SIZE);
  }

  /** Bytes in the file. */
  get size(): number {
    return (HEADER_PAGES + this.pages.length) * PAGE_SIZE;
  }

  /** What a page of the image held when it was frozen. */
  contentOf(page: number): Uint8Array {
    const index = this.pages.indexOf(page);
    return this.#contents.subarray(index * PAGE_SIZE, (index + 1) * PAGE_SIZE);
  }

  /** Power was lost: nothing is left of memory but what the loader reads from the file. */
  restore(memory: KernelMemory): void {
    memory.u8.fill(POISON);
    for (const [index, page] of this.pages.entries())
      memory.u8.set(this.#contents.subarray(index * PAGE_SIZE, (index + 1) * PAGE_SIZE), page * PAGE_SIZE);
  }
}

function pagesInUse({ shadow, size }: KernelMemory): readonly number[] {
  const pages: number[] = [];
  for (let page = 0; page < size / PAGE_SIZE; page += 1) {
    const first = page * SHADOW_PER_PAGE;
    if (shadow.subarray(first, first + SHADOW_PER_PAGE).some(isInUse)) pages.push(page);
  }
  return pages;
}

/** The null page too: what a C driver's module keeps there must be there again. */
function isInUse(value: number): boolean {
  return value !== SHADOW.unallocated;
}
