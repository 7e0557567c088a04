import { PAGE_SIZE } from './memory.ts';

/** Where tools look for the top page table of a 64-bit system, if the machine has so much memory. */
const USUAL = 0x1a_0000;
/** Below it there is none in a small machine. */
const LOWEST = 0x3_0000;
const MEBIBYTE = 0x10_0000;

export interface Region {
  readonly start: number;
  readonly end: number;
}

/** One more page behind the tables, with the heads of the lists that the header of a dump names. */
const LIST_PAGES = 1;

/** Pages of tables that map so many bytes with pages of 4 KiB: one PML4, one PDPT, then page directories and page tables. */
export function tablePages(memorySize: number): number {
  return 2 + Math.ceil(memorySize / (1024 * MEBIBYTE)) + Math.ceil(memorySize / (2 * MEBIBYTE));
}

/**
 * The pages that the page tables of a dump stand in, and the heads of its lists. Nothing else may lie there, or the dump would lack it.
 *
 * @param lowest - address from which on memory is free
 */
export function tableRegion(memorySize: number, lowest: number): Region {
  const size = (tablePages(memorySize) + LIST_PAGES) * PAGE_SIZE;
  const usual = memorySize >= 2 * MEBIBYTE ? USUAL : LOWEST;
  // One page more: what lies in front of the region ends there.
  const start = Math.max(usual, Math.ceil(lowest / PAGE_SIZE + 1) * PAGE_SIZE);
  return { start, end: start + size };
}
