/**
 * Page tables of four levels, made for the dump: with them readers translate the addresses that drivers use. And, on a page
 * behind them, the lists that the header names.
 */

import { HIGH_WINDOW, HIGH_WINDOW_INDEX, SELF_REFERENCE_INDEX } from '../../../dump-file/layout.ts';
import { type KernelMemory, PAGE_SIZE, SHADOW } from '../../mm/memory.ts';
import type { Region } from '../../mm/table-region.ts';

const ENTRIES = 512;
/** Bytes of the head of a list: two links. */
export const LIST_HEAD = 0x10;
const PRESENT = 1n;
const WRITABLE = 2n;
const ACCESSED = 0x20n;
const DIRTY = 0x40n;
const NO_EXECUTE = 1n << 63n;
const TABLE = PRESENT | WRITABLE | ACCESSED | DIRTY;
const DATA = TABLE | NO_EXECUTE;
/** Entries of the shadow for a page. */
const UNITS = PAGE_SIZE >>> 3;

export interface PageTables {
  /** Physical address of the PML4. */
  readonly root: number;
  /** Physical address of the heads of two lists of 64 bits, both empty: loaded modules, and processes. */
  readonly lists: number;
  /** Contents by page number, of the lists too. */
  readonly pages: ReadonlyMap<number, Uint8Array>;
}

/** @param region - where in physical memory the tables stand; nothing else lies there */
export function makePageTables(memory: KernelMemory, region: Region): PageTables {
  const pages = new Map<number, Uint8Array>();
  let next = region.start / PAGE_SIZE;
  const table = (): { readonly page: number; readonly entries: BigUint64Array } => {
    const entries = new BigUint64Array(ENTRIES);
    const page = next;
    next += 1;
    pages.set(page, new Uint8Array(entries.buffer));
    return { page, entries };
  };
  const root = table();
  const pointers = table();
  const pageCount = memory.size / PAGE_SIZE;
  const directories = Array.from({ length: Math.ceil(pageCount / ENTRIES / ENTRIES) }, table);
  const leaves = Array.from({ length: Math.ceil(pageCount / ENTRIES) }, table);
  // The same tables at both windows: an address as a driver has it, and one as a kernel of 64 bits would have it.
  root.entries[0] = entryOf(pointers.page, TABLE);
  root.entries[HIGH_WINDOW_INDEX] = entryOf(pointers.page, TABLE);
  root.entries[SELF_REFERENCE_INDEX] = entryOf(root.page, TABLE);
  for (const [index, { page }] of directories.entries()) pointers.entries[index] = entryOf(page, TABLE);
  for (const [index, { page }] of leaves.entries()) {
    const directory = directories[Math.floor(index / ENTRIES)];
    if (directory !== undefined) directory.entries[index % ENTRIES] = entryOf(page, TABLE);
  }
  const lists = table();
  // An empty list: both links lead to the head. What a driver sees of modules and processes lies elsewhere, with links of 32 bits.
  for (const [index, head] of [0, 0, LIST_HEAD, LIST_HEAD].entries())
    lists.entries[index] = HIGH_WINDOW + BigInt(lists.page * PAGE_SIZE + head);
  for (let page = 1; page < pageCount; page += 1) {
    const leaf = leaves[Math.floor(page / ENTRIES)];
    if (leaf !== undefined && (isMapped(memory, page) || pages.has(page)))
      leaf.entries[page % ENTRIES] = entryOf(page, DATA);
  }
  return { root: root.page * PAGE_SIZE, lists: lists.page * PAGE_SIZE, pages };
}

function entryOf(page: number, bits: bigint): bigint {
  return (BigInt(page) << 12n) | bits;
}

/** A page is mapped when a byte of it can be reached, or could until it was freed. */
export function isMapped({ shadow }: KernelMemory, page: number): boolean {
  const first = page * UNITS;
  for (let at = first; at < first + UNITS; at += 1) {
    const value = shadow[at];
    if (value !== SHADOW.unallocated && value !== SHADOW.nullPage && value !== SHADOW.pagedOut) return true;
  }
  return false;
}
