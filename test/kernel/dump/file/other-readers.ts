/**
 * What other people's readers do with a dump file, in our own words: which fields they look at, how long they take the bitmap
 * to be, how they come from an address to a byte. Offsets are written out here once more, and nothing of ours is used.
 * Each reader is a function from the file to what it makes of it; it throws where the reader refuses.
 */

/** What a reader makes of a file: where in it a page of physical memory stands. */
export interface Opened {
  readonly pages: ReadonlyMap<number, number>;
  /** Where its page tables begin; null where it looks for none. */
  readonly tables: number | null;
}

const PAGE = 0x1000;
const UNUSED = 0x4547_4150;

class File {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  u64(at: number): number {
    const value = this.#view.getBigUint64(at, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error(`0x${value.toString(16)} at 0x${at.toString(16)}`);
    return Number(value);
  }

  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }

  get type(): number {
    return this.u32(0xf98);
  }
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Runs of {first page, number of pages} from `at` on; their pages follow the header without gaps. */
function pagesOfRuns(file: File, at: number, count: number): Map<number, number> {
  const pages = new Map<number, number>();
  let offset = 0x2000;
  for (let run = 0; run < count; run += 1) {
    const first = file.u64(at + run * 16);
    for (let page = first; page < first + file.u64(at + run * 16 + 8); page += 1) {
      pages.set(page, offset);
      offset += PAGE;
    }
  }
  return pages;
}

/** @param bits - as many as the reader looks at */
function pagesOfBitmap(file: File, bits: number): Map<number, number> {
  const pages = new Map<number, number>();
  let offset = file.u64(0x2020);
  for (let bit = 0; bit < bits; bit += 1) {
    const byte = file.bytes[0x2038 + Math.floor(bit / 8)];
    if (byte === undefined) throw new Error(`the bitmap ends at bit ${bit}`);
    if (((byte >>> (bit % 8)) & 1) === 0) continue;
    pages.set(bit, offset);
    offset += PAGE;
  }
  return pages;
}

/** kdmp-parser 0.7 */
export function kdmpParser(bytes: Uint8Array): Opened {
  const file = new File(bytes);
  demand(file.u32(0) === UNUSED && file.text(4, 4) === 'DU64', 'HEADER64 looks wrong');
  demand(file.u32(0x37c) === file.u32(0x460), "CONTEXT::MxCsr doesn't match");
  const tables = file.u64(0x10) - (file.u64(0x10) % PAGE);
  if (file.type === 1) {
    demand(file.u32(0x88) !== UNUSED, 'the physical memory block looks wrong');
    return { pages: pagesOfRuns(file, 0x98, file.u32(0x88)), tables };
  }
  demand(file.type === 5 || file.type === 6, `type ${file.type}`);
  demand(
    ['SDMP', 'FDMP'].includes(file.text(0x2000, 4)) && file.text(0x2004, 4) === 'DUMP',
    'BMP_HEADER64 looks wrong',
  );
  // Whole bytes of the bitmap: what is left of the bits is lost.
  return { pages: pagesOfBitmap(file, Math.floor(file.u64(0x2030) / 8) * 8), tables };
}

/** The crash layer of volatility3 2.11. */
export function volatility(bytes: Uint8Array): Opened {
  const file = new File(bytes);
  demand(file.u32(0) === UNUSED && file.u32(4) === 0x3436_5544, 'bad signature');
  demand(file.type === 1 || file.type === 5, `unsupported dump format 0x${file.type.toString(16)}`);
  // Words of 32 bits.
  const bits = Math.ceil(file.u64(0x2030) / 32) * 32;
  const pages = file.type === 1 ? pagesOfRuns(file, 0x98, file.u32(0x88)) : pagesOfBitmap(file, bits);
  demand(pages.size > 0, 'no segments');
  return { pages, tables: file.u64(0x10) };
}

/** radare2 6.2: sections whose virtual address is the physical one. */
export function radare(bytes: Uint8Array): Opened {
  const file = new File(bytes);
  demand(file.text(0, 8) === 'PAGEDU64', 'no dump of 64 bits');
  if (file.type === 1) {
    const count = file.u32(0x88);
    demand(count >= 1 && count <= 42 && 0x98 + count * 16 <= 0x344, `${count} runs`);
    const pages = pagesOfRuns(file, 0x98, count);
    for (let run = 0; run < count; run += 1) demand(file.u64(0x98 + run * 16 + 8) >= 1, 'a run without pages');
    demand(0x2000 + pages.size * PAGE <= bytes.length, 'runs beyond the end of the file');
    demand(file.u64(0x90) === pages.size, 'warning: number of pages');
    return { pages, tables: null };
  }
  // Header only.
  if (file.type !== 5 && file.type !== 6) return { pages: new Map(), tables: null };
  demand(file.text(0x2000, 8) === 'SDMPDUMP', 'invalid bitmap magic');
  demand(file.u64(0x2030) >= 1, 'no bits');
  const pages = pagesOfBitmap(file, file.u64(0x2030));
  demand(file.u64(0x2028) === pages.size, 'TotalPresentPages does not match');
  return { pages, tables: null };
}

/** rizin: it looks for the runs of a complete dump at the beginning of the block, where their number stands, and takes each page to be empty. */
export function rizin(bytes: Uint8Array): Opened {
  const file = new File(bytes);
  demand(file.text(0, 8) === 'PAGEDU64', 'no dump of 64 bits');
  if (file.type === 1) return { pages: pagesOfRuns(file, 0x88, 1), tables: null };
  demand(file.type === 5 || file.type === 6, `type ${file.type}`);
  demand(['SDMP', 'FDMP'].includes(file.text(0x2000, 4)) && file.text(0x2004, 4) === 'DUMP', 'invalid bitmap magic');
  const pages = pagesOfBitmap(file, Math.floor(file.u64(0x2030) / 8) * 8);
  demand(file.u64(0x2028) === pages.size, 'TotalPresentPages does not match');
  return { pages, tables: null };
}

/** Reads eight bytes of physical memory. */
function entryAt({ pages }: Opened, bytes: Uint8Array, physical: number): bigint | null {
  const offset = pages.get(Math.floor(physical / PAGE));
  if (offset === undefined) return null;
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset + (physical % PAGE), true);
}

/** A walk through four levels with page numbers of 36 bits. null: not mapped, or a table that is not in the dump */
export function translate(opened: Opened, bytes: Uint8Array, address: bigint): number | null {
  if (opened.tables === null) return null;
  let table = opened.tables;
  for (const shift of [39n, 30n, 21n, 12n]) {
    const index = Number((address >> shift) & 0x1ffn);
    const entry = entryAt(opened, bytes, table + index * 8);
    if (entry === null || (entry & 1n) === 0n) return null;
    table = Number((entry >> 12n) & 0xf_ffff_ffffn) * PAGE;
    if ((entry & 0x80n) !== 0n && shift !== 12n) {
      const inside = (1n << shift) - 1n;
      return table + Number(address & inside);
    }
  }
  return table + Number(address & 0xfffn);
}

/** A virtual read of kdmp-parser: of one page at most, through the page's place in the file. */
export function readVirtual(opened: Opened, bytes: Uint8Array, address: bigint, length: number): Uint8Array | null {
  const physical = translate(opened, bytes, address);
  const offset = physical === null ? undefined : opened.pages.get(Math.floor(physical / PAGE));
  if (physical === null || offset === undefined) return null;
  return bytes.subarray(offset + (physical % PAGE), offset + (physical % PAGE) + length);
}

/**
 * volatility3's search for page tables, which does not ask the header: a page with one present entry that leads back to the page, no
 * entry with bit 7, and none that leads behind the end of memory.
 *
 * @returns the first physical address that passes
 */
export function findTables(opened: Opened, bytes: Uint8Array): number | null {
  const last = (Math.max(...opened.pages.keys()) + 1) * PAGE;
  const passes = (physical: number, first: number, end: number): boolean => {
    const entries = Array.from({ length: 512 }, (_, index) => entryAt(opened, bytes, physical + index * 8) ?? 0n);
    const present = entries.filter((entry) => (entry & 1n) === 1n);
    const isSelf = (entry: bigint): boolean => Number((entry >> 12n) & 0xf_ffff_ffffn) * PAGE === physical;
    const selves = entries.map((entry, index) => ((entry & 1n) === 1n && isSelf(entry) ? index : -1));
    const found = selves.filter((index) => index >= 0);
    return (
      found.length === 1 &&
      (found[0] ?? 0) >= first &&
      (found[0] ?? 0) < end &&
      present.every((entry) => (entry & 0x80n) === 0n) &&
      present.every((entry) => Number((entry >> 12n) & 0xf_ffff_ffffn) * PAGE <= last)
    );
  };
  const ranges = [
    [0x15_0000, 0x2a_0000, 0x100, 0x1ff],
    [0x65_0000, 0x6f_0000, 0x100, 0x1ff],
    [0x3_0000, 0x103_0000, 0x1ed, 0x1ee],
  ] as const;
  for (const [from, to, first, end] of ranges)
    for (let physical = from; physical < Math.min(to, last); physical += PAGE)
      if (passes(physical, first, end)) return physical;
  return null;
}
