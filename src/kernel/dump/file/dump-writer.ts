/**
 * A kernel dump file of 64 bits, piece by piece, in the order in which a dump stack writes it: a header that is not valid
 * yet, the pages, the secondary data, and the header once more. Whoever reads a dump that was cut off sees that it was.
 */

import { BITMAP, DUMP_TYPE, HEADER_SIZE, SUMMARY, SUMMARY_VALID } from '../../../dump-file/layout.ts';
import { type KernelMemory, PAGE_SIZE } from '../../mm/memory.ts';
import { tableRegion } from '../../mm/table-region.ts';
import { type HeaderFacts, headerBytes } from './header.ts';
import { isMapped, makePageTables, type PageTables } from './page-tables.ts';
import { encodeSecondary, type SecondaryBlob } from './secondary-data.ts';

/** `active`: a complete one without the pages that nobody uses and that hold nothing but zeros; with a bitmap. */
export type DumpKind = 'complete' | 'active' | 'kernel';

export interface DumpRequest {
  readonly kind: DumpKind;
  /** Address behind the images of C drivers: the page tables stand above. */
  readonly imagesEnd: number;
  readonly header: Omit<
    HeaderFacts,
    'directoryTableBase' | 'lists' | 'dumpType' | 'runs' | 'requiredDumpSpace' | 'isValid'
  >;
  readonly secondary: readonly SecondaryBlob[];
  /** Page numbers that callbacks have added to a kernel dump, and that they keep out of any. Removal counts more. */
  readonly addedPages?: ReadonlySet<number>;
  readonly removedPages?: ReadonlySet<number>;
}

export interface DumpPiece {
  /** In the file. */
  readonly offset: number;
  readonly length: number;
  /** The bytes, made when they are wanted. */
  readonly bytes: () => Uint8Array;
}

/** No piece is longer: what a dump stack moves with one request. */
export const MOST_AT_ONCE = 0x1_0000;

/** @returns the file's pieces, and how long it is in bytes */
export function dumpPieces(
  memory: KernelMemory,
  request: DumpRequest,
): { readonly pieces: readonly DumpPiece[]; readonly size: number } {
  const tables = makePageTables(memory, tableRegion(memory.size, request.imagesEnd));
  const present = presentPages(memory, request, tables);
  const isBitmap = request.kind !== 'complete' || request.removedPages !== undefined;
  const summary = isBitmap ? summaryBytes(memory, present) : new Uint8Array(0);
  const secondary = encodeSecondary(request.secondary, request.header.minorVersion);
  const body = HEADER_SIZE + summary.length;
  const size = body + present.length * PAGE_SIZE + secondary.length;
  const header = (isValid: boolean): Uint8Array =>
    headerBytes({
      ...request.header,
      directoryTableBase: tables.root,
      lists: tables.lists,
      dumpType: isBitmap ? DUMP_TYPE.bitmapFull : DUMP_TYPE.full,
      runs: isBitmap ? null : [{ first: 1, count: present.length }],
      requiredDumpSpace: size,
      isValid,
    });
  const piece = (offset: number, bytes: Uint8Array): DumpPiece => ({
    offset,
    length: bytes.length,
    bytes: () => bytes,
  });
  const pieces = [piece(0, header(false))];
  for (let at = 0; at < summary.length; at += MOST_AT_ONCE)
    pieces.push(piece(HEADER_SIZE + at, summary.subarray(at, at + MOST_AT_ONCE)));
  const perPiece = MOST_AT_ONCE / PAGE_SIZE;
  for (let index = 0; index < present.length; index += perPiece) {
    const chosen = present.slice(index, index + perPiece);
    pieces.push({
      offset: body + index * PAGE_SIZE,
      length: chosen.length * PAGE_SIZE,
      bytes: () => contentsOf(memory, tables, chosen),
    });
  }
  for (let at = 0; at < secondary.length; at += MOST_AT_ONCE)
    pieces.push(piece(size - secondary.length + at, secondary.subarray(at, at + MOST_AT_ONCE)));
  pieces.push(piece(0, header(true)));
  return { pieces, size };
}

/** The null page is never there. A complete dump has all others, poisoned ones too; a kernel dump those in use; an active one between them. */
function presentPages(memory: KernelMemory, request: DumpRequest, tables: PageTables): readonly number[] {
  const { kind, addedPages, removedPages } = request;
  const pages: number[] = [];
  for (let page = 1; page < memory.size / PAGE_SIZE; page += 1) {
    const isWanted =
      kind === 'complete' ||
      (kind === 'active' && hasContents(memory, page)) ||
      isMapped(memory, page) ||
      addedPages?.has(page) === true ||
      tables.pages.has(page);
    // Without its tables nothing in the dump could be found.
    if (isWanted && (removedPages?.has(page) !== true || tables.pages.has(page))) pages.push(page);
  }
  return pages;
}

function hasContents({ u32 }: KernelMemory, page: number): boolean {
  const first = (page * PAGE_SIZE) / 4;
  for (let at = first; at < first + PAGE_SIZE / 4; at += 1) if (u32[at] !== 0) return true;
  return false;
}

function contentsOf(memory: KernelMemory, tables: PageTables, pages: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(pages.length * PAGE_SIZE);
  for (const [index, page] of pages.entries())
    bytes.set(
      tables.pages.get(page) ?? memory.u8.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE),
      index * PAGE_SIZE,
    );
  return bytes;
}

/** Which pages follow: one bit for each page of memory, as many bits as the strictest reader wants. */
function summaryBytes(memory: KernelMemory, present: readonly number[]): Uint8Array {
  const bits = Math.ceil(memory.size / PAGE_SIZE / 32) * 32;
  const size = Math.ceil((BITMAP.map + bits / 8) / PAGE_SIZE) * PAGE_SIZE;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(BITMAP.signature, SUMMARY, true);
  view.setUint32(BITMAP.valid, SUMMARY_VALID, true);
  view.setBigUint64(BITMAP.firstPage, BigInt(HEADER_SIZE + size), true);
  view.setBigUint64(BITMAP.presentPages, BigInt(present.length), true);
  view.setBigUint64(BITMAP.bits, BigInt(bits), true);
  for (const page of present) {
    const at = BITMAP.map + (page >>> 3);
    bytes[at] = (bytes[at] ?? 0) | (1 << (page & 7));
  }
  return bytes;
}
