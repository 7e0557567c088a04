/** The bytes of a dump file, at the offsets where other people's readers look for them. Offsets are written out here, once more. */
import { describe, expect, test } from 'vitest';
import { DumpFile } from '../../../../src/dump-file/dump-reader.ts';
import { dumpPieces } from '../../../../src/kernel/dump/file/dump-writer.ts';
import { tableRegion } from '../../../../src/kernel/mm/table-region.ts';
import { dumpOf, FACTS, IMAGES_END, MIB, memoryOf, smallOf, sourceOf, viewOf } from './support.ts';

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

describe('FILE-02 FILE-50 the header', () => {
  const bytes = dumpOf(memoryOf(MIB), 'complete');
  const view = viewOf(bytes);

  test('FILE-68 begins with PAGEDU64, and names processor, bug check and parameters, of 32 bits each, with zeros in front', () => {
    expect(text(bytes, 0, 8)).toBe('PAGEDU64');
    expect(view.getUint32(0x8, true)).toBe(0xf);
    expect(view.getUint32(0x30, true)).toBe(0x8664);
    expect(view.getUint32(0x34, true)).toBe(1);
    expect(view.getUint32(0x38, true)).toBe(0xe2);
    expect([0, 1, 2, 3].map((index) => view.getBigUint64(0x40 + index * 8, true))).toEqual([
      1n,
      0x8000_0000n,
      3n,
      0xffff_ffffn,
    ]);
  });

  test('FILE-04 FILE-66 has both copies of MxCsr, and a program counter in the high window', () => {
    expect(view.getUint32(0x37c, true)).toBe(0x1f80);
    expect(view.getUint32(0x460, true)).toBe(0x1f80);
    expect(view.getBigUint64(0x440, true)).toBe(0xffff_f800_0004_2000n);
    expect(view.getBigUint64(0x3e0, true)).toBe(0xffff_f800_0004_2ff0n);
    expect(view.getUint32(0x348 + 0x30, true)).toBe(0x10_001f);
  });

  test('FILE-05 FILE-66 has an exception at the same place', () => {
    expect(view.getUint32(0xf00, true)).toBe(0x8000_0003);
    expect(view.getBigUint64(0xf10, true)).toBe(0xffff_f800_0004_2000n);
  });

  test('FILE-69 has times, comment and the size of the whole file', () => {
    expect(view.getBigUint64(0xfa0, true)).toBe(BigInt(bytes.length));
    expect(view.getBigUint64(0xfa8, true)).toBe(FACTS.systemTime);
    expect(view.getBigUint64(0x1030, true)).toBe(12_300n);
    expect(text(bytes, 0xfb0, 21)).toBe('Driver Sandbox: test\0');
    expect([0x1040, 0x1044, 0x1048, 0x1050].map((at) => view.getUint32(at, true))).toEqual([1, 0x110, 0, 0]);
  });

  test('FILE-07 is filled with PAGE where nothing is written', () => {
    expect(text(bytes, 0x1800, 8)).toBe('PAGEPAGE');
    expect(text(bytes, 0x1ff8, 8)).toBe('PAGEPAGE');
  });

  test('FILE-69 the same machine gives the same bytes', () => {
    expect(dumpOf(memoryOf(MIB), 'complete')).toEqual(bytes);
  });
});

describe('FILE-03 FILE-10 a complete dump', () => {
  const memory = memoryOf(MIB);
  const bytes = dumpOf(memory, 'complete');
  const view = viewOf(bytes);

  test('FILE-01 FILE-60 is of type 1, with one run from page 1 to the last one', () => {
    expect(view.getUint32(0xf98, true)).toBe(1);
    expect(view.getUint32(0x88, true)).toBe(1);
    expect(view.getBigUint64(0x90, true)).toBe(255n);
    expect([view.getBigUint64(0x98, true), view.getBigUint64(0xa0, true)]).toEqual([1n, 255n]);
    expect(bytes.length).toBe(0x2000 + 255 * 0x1000);
  });

  test('has page 0x42 where the worked example has it', () => {
    expect(text(bytes, 0x4_3000 + 0x10, 14)).toBe('driver sandbox');
  });

  test('FILE-65 has poison and what was never in use, too', () => {
    expect(bytes[0x2000 + 0x4f * 0x1000]).toBe(0xdd);
    expect(bytes[bytes.length - 1]).toBe(0);
  });
});

describe('FILE-11 FILE-12 FILE-56 a kernel dump', () => {
  const memory = memoryOf(4 * MIB);
  const bytes = dumpOf(memory, 'kernel');
  const view = viewOf(bytes);
  const bits = Number(view.getBigUint64(0x2030, true));
  const set = Array.from({ length: bits }, (_, bit) => bit).filter(
    (bit) => ((bytes[0x2038 + (bit >>> 3)] ?? 0) >>> (bit & 7)) & 1,
  );

  test('is of type 5, SDMP, and has no runs', () => {
    expect(view.getUint32(0xf98, true)).toBe(5);
    expect(text(bytes, 0x2000, 8)).toBe('SDMPDUMP');
    expect(text(bytes, 0x88, 8)).toBe('PAGEPAGE');
  });

  test('FILE-13 has a multiple of 32 bits, and says exactly how many are set', () => {
    expect(bits).toBe(1024);
    expect(Number(view.getBigUint64(0x2028, true))).toBe(set.length);
    const odd = viewOf(dumpOf(memoryOf(MIB + 0x1_0000), 'kernel'));
    expect(Number(odd.getBigUint64(0x2030, true))).toBe(288);
  });

  test('FILE-12 has the first page behind the bitmap, and each page in its place', () => {
    const first = Number(view.getBigUint64(0x2020, true));
    expect(first).toBe(0x3000);
    expect(bytes.length).toBe(first + set.length * 0x1000);
    expect(text(bytes, first + set.indexOf(0x42) * 0x1000 + 0x10, 14)).toBe('driver sandbox');
  });

  test('FILE-64 FILE-65 has what is in use, what was freed, and the tables; nothing else', () => {
    const { start, end } = tableRegion(memory.size, IMAGES_END);
    const tables = Array.from({ length: (end - start) / 0x1000 }, (_, index) => start / 0x1000 + index);
    expect(set).toEqual([0x42, 0x50, ...tables]);
  });

  test('BUG-07 has pages that callbacks add, and not those that they remove, of which the tables are none', () => {
    const chosen = viewOf(
      dumpOf(memory, 'kernel', { addedPages: new Set([0x77, 0x78]), removedPages: new Set([0x42, 0x78, 0x1a0]) }),
    );
    const has = (page: number): boolean => ((chosen.getUint8(0x2038 + (page >>> 3)) >>> (page & 7)) & 1) === 1;
    expect([0x77, 0x78, 0x42, 0x1a0].map(has)).toEqual([true, false, false, true]);
  });
});

test('FILE-61 FILE-68 the container has 64 bits, pointers in memory 32: with zeros in front each is an address of the dump', () => {
  const memory = memoryOf(4 * MIB);
  memory.data.setUint32(0x4_2100, 0x4_2010, true);
  const bytes = dumpOf(memory, 'kernel', {});
  expect([text(bytes, 0, 8), viewOf(bytes).getUint32(0x30, true)]).toEqual(['PAGEDU64', 0x8664]);
  const dump = DumpFile.open(sourceOf(bytes));
  const pointer = viewOf(new Uint8Array(dump.readVirtual(0x4_2100n, 4) ?? [])).getUint32(0, true);
  expect(text(dump.readVirtual(BigInt(pointer), 14) ?? new Uint8Array(14), 0, 14)).toBe('driver sandbox');
});

test.each(['complete', 'kernel'] as const)(
  'FILE-67 in a %s dump the lists of modules and processes are there, and empty',
  (kind) => {
    const bytes = dumpOf(memoryOf(4 * MIB), kind);
    const dump = DumpFile.open(sourceOf(bytes));
    const heads = [0x20, 0x28].map((field) => viewOf(bytes).getBigUint64(field, true));
    expect(heads).toEqual([0xffff_f800_001a_5000n, 0xffff_f800_001a_5010n]);
    for (const head of heads) {
      const links = viewOf(new Uint8Array(dump.readVirtual(head, 16) ?? []));
      expect([links.getBigUint64(0, true), links.getBigUint64(8, true)]).toEqual([head, head]);
    }
  },
);

test('FILE-67 a small dump has no lists, and says so', () => {
  const view = viewOf(smallOf(memoryOf(MIB)));
  expect([view.getBigUint64(0x20, true), view.getBigUint64(0x28, true)]).toEqual([0n, 0n]);
});

describe('FILE-23 page tables are in the dump', () => {
  const bytes = dumpOf(memoryOf(4 * MIB), 'kernel');
  const dump = DumpFile.open(sourceOf(bytes));

  test('each table that an entry leads to is read by its physical address, in a kernel dump too', () => {
    const { start, end } = tableRegion(4 * MIB, IMAGES_END);
    for (let page = start / 0x1000; page < end / 0x1000; page += 1) expect(dump.readPhysicalPage(page)).not.toBeNull();
    expect(dump.translate(0x4_2010n)).toBe(0x4_2010n);
  });

  test('a table that is not in the dump is as one that is not mapped', () => {
    const changed = bytes.slice();
    const first = dump.pages.offsetOf(0x1a0) ?? 0;
    viewOf(changed).setBigUint64(first, 0x63n | (0x77n << 12n), true);
    const other = DumpFile.open(sourceOf(changed));
    expect(other.readPhysicalPage(0x77)).toBeNull();
    expect([other.translate(0x4_2010n), other.readVirtual(0x4_2010n, 4)]).toEqual([null, null]);
  });
});

describe('FILE-20 FILE-63 page tables', () => {
  const memory = memoryOf(4 * MIB);
  const bytes = dumpOf(memory, 'complete');
  const view = viewOf(bytes);
  const entry = (page: number, index: number): bigint =>
    view.getBigUint64(0x2000 + (page - 1) * 0x1000 + index * 8, true);
  const present = (page: number): number[] =>
    Array.from({ length: 512 }, (_, index) => index).filter((index) => (entry(page, index) & 1n) === 1n);

  test('stand at 0x1A0000, where automatic searches look, and the region is kept free', () => {
    expect(view.getBigUint64(0x10, true)).toBe(0x1a_0000n);
    expect(tableRegion(4 * MIB, IMAGES_END)).toEqual({ start: 0x1a_0000, end: 0x1a_6000 });
    expect(tableRegion(MIB, IMAGES_END).start).toBe(0x3_0000);
    expect(tableRegion(64 * MIB, 0x20_0000).start).toBe(0x20_1000);
  });

  test('FILE-25 FILE-26 FILE-62 have the self-reference and both windows over the same tables', () => {
    expect(present(0x1a0)).toEqual([0, 0x1ed, 0x1f0]);
    expect(entry(0x1a0, 0x1ed) >> 12n).toBe(0x1a0n);
    expect(entry(0x1a0, 0)).toBe(entry(0x1a0, 0x1f0));
    expect(present(0x1a0).every((index) => (entry(0x1a0, index) & 0x80n) === 0n)).toBe(true);
  });

  test('FILE-21 FILE-64 map what can be reached with pages of 4 KiB, not to be executed, and leave out the rest', () => {
    expect(present(0x1a3)).toEqual([0x42, 0x50, 0x1a0, 0x1a1, 0x1a2, 0x1a3, 0x1a4, 0x1a5]);
    expect(entry(0x1a3, 0x42)).toBe(0x8000_0000_0004_2063n);
  });
});

test('FILE-08 the order: a header that is not valid, the rest, and the header again', () => {
  const { pieces, size } = dumpPieces(memoryOf(MIB), {
    kind: 'kernel',
    imagesEnd: IMAGES_END,
    header: FACTS,
    secondary: [{ guid: '00112233-4455-6677-8899-aabbccddeeff', data: Uint8Array.of(1, 2, 3) }],
  });
  expect(pieces[0]?.offset).toBe(0);
  expect(viewOf(pieces[0]?.bytes() ?? new Uint8Array(8)).getUint32(4, true)).toBe(0);
  expect(pieces.at(-1)?.offset).toBe(0);
  expect(viewOf(pieces.at(-1)?.bytes() ?? new Uint8Array(8)).getUint32(4, true)).toBe(0x3436_5544);
  const between = pieces.slice(1, -1);
  expect(between.map(({ offset }) => offset)).toEqual([...between.map(({ offset }) => offset)].sort((a, b) => a - b));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(0x1_0000);
  expect(between.reduce((sum, { length }) => sum + length, 0x2000)).toBe(size);
});

test('FILE-16 secondary data: a file header, then each blob under its GUID, on multiples of eight bytes', () => {
  const plain = dumpOf(memoryOf(MIB), 'kernel').length;
  const bytes = dumpOf(memoryOf(MIB), 'kernel', {
    secondary: [{ guid: '00112233-4455-6677-8899-aabbccddeeff', data: Uint8Array.of(1, 2, 3) }],
  });
  expect(text(bytes, plain, 8)).toBe('DumpBlob');
  expect([...bytes.subarray(plain + 20, plain + 36)]).toEqual([
    0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
  ]);
  expect(viewOf(bytes).getUint32(plain + 36, true)).toBe(3);
  expect([...bytes.subarray(plain + 48, plain + 51)]).toEqual([1, 2, 3]);
  expect(bytes.length % 8).toBe(0);
});
