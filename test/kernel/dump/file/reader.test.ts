/** Our reader: what it reads of good dumps, what it says of bad ones, and that nothing makes it hang. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DumpError, DumpFile, type DumpSource } from '../../../../src/dump-file/dump-reader.ts';
import { readSecondary } from '../../../../src/dump-file/read-secondary.ts';
import { dumpOf, MIB, memoryOf, smallOf, sourceOf, viewOf } from './support.ts';

const GUID = '5f0c1d26-8a3e-4a57-9d1b-6c2e7f40b913';

function openChanged(
  change: (view: DataView, bytes: Uint8Array) => void,
  kind: 'complete' | 'kernel' = 'kernel',
): string {
  const bytes = dumpOf(memoryOf(MIB), kind);
  change(viewOf(bytes), bytes);
  try {
    DumpFile.open(sourceOf(bytes));
  } catch (error) {
    if (error instanceof DumpError) return error.message;
    throw error;
  }
  return 'opened';
}

describe.each(['complete', 'kernel'] as const)('a %s dump', (kind) => {
  const dump = DumpFile.open(sourceOf(dumpOf(memoryOf(4 * MIB), kind)));

  test('FILE-70 gives the header back', () => {
    expect(dump.header).toMatchObject({
      bugCheckCode: 0xe2,
      parameters: [1n, 0x8000_0000n, 3n, 0xffff_ffffn],
      comment: 'Driver Sandbox: test',
      instruction: 0xffff_f800_0004_2000n,
      directoryTableBase: 0x1a_0000n,
    });
  });

  test('FILE-20 FILE-62 translates the address of a driver and that of the high window to the same place', () => {
    const words = (bytes: Uint8Array | null): string => String.fromCharCode(...(bytes ?? []));
    expect(words(dump.readPhysical(0x4_2010, 14))).toBe('driver sandbox');
    expect(words(dump.readVirtual(0x4_2010n, 14))).toBe('driver sandbox');
    expect(words(dump.readVirtual(0xffff_f800_0004_2010n, 14))).toBe('driver sandbox');
  });

  test('FILE-24 says that there is nothing where nothing is mapped, also for a part of what was asked for', () => {
    expect(dump.translate(0x6_0000n)).toBeNull();
    expect(dump.readVirtual(0x4_2ff0n, 32)).toBeNull();
    expect(dump.readVirtual(0n, 8)).toBeNull();
    expect(dump.readPhysical(4 * MIB, 1)).toBeNull();
  });
});

test('FILE-22 translates large pages', () => {
  const bytes = dumpOf(memoryOf(4 * MIB), 'complete');
  // The page directory's first entry as a page of 2 MiB at physical 0.
  viewOf(bytes).setBigUint64(0x2000 + 0x1a1 * 0x1000, 0xe3n, true);
  const dump = DumpFile.open(sourceOf(bytes));
  expect(dump.translate(0x4_2010n)).toBe(0x4_2010n);
});

test('FILE-16 finds the blob of a GUID, and none for another', () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5);
  const bytes = dumpOf(memoryOf(MIB), 'kernel', {
    secondary: [
      { guid: 'aaaaaaaa-0000-0000-0000-000000000000', data: Uint8Array.of(9) },
      { guid: GUID, data },
    ],
  });
  const dump = DumpFile.open(sourceOf(bytes));
  expect(readSecondary(dump, GUID)).toEqual(data);
  expect(readSecondary(dump, 'bbbbbbbb-0000-0000-0000-000000000000')).toBeNull();
  expect(readSecondary(DumpFile.open(sourceOf(dumpOf(memoryOf(MIB), 'kernel'))), GUID)).toBeNull();
});

test('FILE-15 FILE-71 what the sandbox writes has 64 bits and no RDMP body; its reader refuses the others, and says which it takes', () => {
  const memory = memoryOf(MIB);
  for (const bytes of [dumpOf(memory, 'complete'), dumpOf(memory, 'kernel'), smallOf(memory)]) {
    expect(String.fromCharCode(...bytes.subarray(0, 8))).toBe('PAGEDU64');
    expect([1, 4, 5]).toContain(viewOf(bytes).getUint32(0xf98, true));
  }
  for (const type of [2, 3, 7, 8, 9, 10])
    expect(openChanged((view) => view.setUint32(0xf98, type, true))).toBe(
      `The dump is of type ${type}, which holds no pages that this reader knows. It reads complete dumps (1), small dumps (4) and bitmap dumps (5, 6).`,
    );
  expect(openChanged((view) => view.setUint32(4, 0x504d_5544, true))).toMatch(/no dump of a 64-bit system/);
});

describe('FILE-70 a damaged dump is refused, and the message says why', () => {
  test.each([
    ['no kernel dump', (view: DataView) => view.setUint32(0, 0, true), /does not begin with PAGE/],
    ['one that was cut off while it was written', (view: DataView) => view.setUint32(4, 0, true), /never made valid/],
    ['one of 32 bits', (view: DataView) => view.setUint32(4, 0x504d_5544, true), /no dump of a 64-bit system/],
    ['a kind without pages', (view: DataView) => view.setUint32(0xf98, 3, true), /type 3/],
    [
      'a summary header of something else',
      (view: DataView) => view.setUint32(0x2000, 1, true),
      /summary header is damaged/,
    ],
    [
      'more pages than the file has',
      (view: DataView) => view.setBigUint64(0x2028, 999n, true),
      /999 pages, but the file ends/,
    ],
    [
      'a number of pages that is not that of the bits',
      (view: DataView) => view.setBigUint64(0x2028, 1n, true),
      /1 pages, but \d+ bits/,
    ],
    [
      'a first page in the middle of a page',
      (view: DataView) => view.setBigUint64(0x2020, 0x3001n, true),
      /no multiple of a page/,
    ],
    [
      'a first page inside the bitmap',
      (view: DataView) => view.setBigUint64(0x2020, 0x2000n, true),
      /inside the bitmap/,
    ],
    [
      'a bitmap that goes on behind the file',
      (view: DataView) => view.setBigUint64(0x2030, 0x800_0000n, true),
      /behind the end of the file/,
    ],
    [
      'a bitmap for more than any machine has',
      (view: DataView) => view.setBigUint64(0x2030, 0xffff_ffff_ffffn, true),
      /more than any machine/,
    ],
  ])('%s', (_what, change, message) => {
    expect(openChanged(change)).toMatch(message);
  });

  test.each([
    ['no runs', (view: DataView) => view.setUint32(0x88, 0, true), /1 to 42 runs/],
    ['too many runs', (view: DataView) => view.setUint32(0x88, 43, true), /1 to 42 runs/],
    ['a run without pages', (view: DataView) => view.setBigUint64(0xa0, 0n, true), /has no pages/],
    [
      'a run that is longer than the file',
      (view: DataView) => view.setBigUint64(0xa0, 0x100n, true),
      /256 pages, but the file ends/,
    ],
    [
      'runs that overlap',
      (view: DataView) => {
        view.setUint32(0x88, 2, true);
        view.setBigUint64(0xa8, 2n, true);
        view.setBigUint64(0xb0, 1n, true);
      },
      /inside the one before/,
    ],
  ])('a complete dump with %s', (_what, change, message) => {
    expect(openChanged(change, 'complete')).toMatch(message);
  });

  test('a file of a few bytes', () => {
    expect(() => DumpFile.open(sourceOf(new Uint8Array(100)))).toThrow(/The file has 100 bytes/);
  });
});

/** Whatever it is: opened or refused with our own error, and everything that can be asked ends. @returns whether it was opened */
function survives(source: DumpSource): boolean {
  let isOpen = false;
  try {
    const dump = DumpFile.open(source);
    isOpen = true;
    for (const address of [0n, 0x4_2010n, 0xffff_f800_0004_2010n, 0xffff_f6fb_7dbe_d000n, 0xffff_ffff_ffff_fff0n]) {
      dump.translate(address);
      dump.readVirtual(address, 32);
    }
    dump.readPhysical(0x4_2ff0, 64);
    if (dump.triage !== null) expect(dump.triage.distinct.length).toBeLessThanOrEqual(dump.triage.ranges.length);
    readSecondary(dump, GUID);
  } catch (error) {
    if (!(error instanceof DumpError)) throw error;
  }
  return isOpen;
}

describe('hostile files', () => {
  const secondary = [{ guid: GUID, data: new Uint8Array(100) }];
  const originals = [
    ...(['complete', 'kernel'] as const).map((kind) => dumpOf(memoryOf(MIB), kind, { secondary })),
    smallOf(memoryOf(MIB), { secondary }),
  ];

  test('page tables that lead back to themselves end after four levels', () => {
    const bytes = dumpOf(memoryOf(4 * MIB), 'complete');
    const view = viewOf(bytes);
    for (let index = 0; index < 512; index += 1)
      view.setBigUint64(0x2000 + 0x19f * 0x1000 + index * 8, 0x1a_0063n, true);
    const dump = DumpFile.open(sourceOf(bytes));
    expect(dump.translate(0x4_2010n)).toBe(0x1a_0010n);
  });

  test('100,000 damaged dumps are read or refused, none hangs', () => {
    const opened = new Map<Uint8Array, number>();
    const refused = new Map<Uint8Array, number>();
    // Where the numbers are that a reader believes: header, runs, summary, tables, blobs.
    const places = [0x0, 0x4, 0x10, 0x88, 0x90, 0x98, 0xa0, 0xa8, 0xf98, 0x2000, 0x2020, 0x2028, 0x2030, 0x2038];
    // The same of a small dump: sizes, offsets and counts, the list of drivers, the list of ranges.
    places.push(
      0x2004,
      0x2008,
      0x200c,
      0x2024,
      0x2028,
      0x2040,
      0x2048,
      0x2060,
      0x2068,
      0x2070,
      0x2078,
      0x2110,
      0x2148,
      0x2288,
    );
    const value = fc.oneof(
      fc.constantFrom(0n, 1n, 0xffn, 0x7fff_ffffn, 0xffff_ffffn, 0xffff_ffff_ffff_ffffn),
      // Entries of page tables: to the tables themselves, to large pages, to what the dump does not have.
      fc.constantFrom(0x3_0063n, 0x3_1063n, 0x3_3063n, 0x3_00e3n, 0x40_00e3n, 0xf_ffff_ffff_f063n),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    );
    const where = fc.oneof(fc.constantFrom(...places), fc.double({ min: 0, max: 1, noNaN: true }));
    const damage = fc.oneof(
      fc.record({
        original: fc.constantFrom(...originals),
        cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
        changes: fc.array(fc.record({ at: where, value }), { minLength: 1, maxLength: 6 }),
      }),
      // The same where a file is opened all the same, and the damage waits inside.
      fc.constantFrom(...originals).chain((original) =>
        fc.record({
          original: fc.constant(original),
          cut: fc.constant(null),
          changes: fc.array(fc.record({ at: fc.constantFrom(...insides(original)), value }), {
            minLength: 1,
            maxLength: 6,
          }),
        }),
      ),
    );
    fc.assert(
      fc.property(damage, ({ original, cut, changes }) => {
        const counts = survives(damaged(original, cut, changes)) ? opened : refused;
        counts.set(original, (counts.get(original) ?? 0) + 1);
      }),
      { numRuns: 100_000, seed: 20_261_121 },
    );
    const numbers = [...opened.values(), ...refused.values()];
    expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(100_000);
    // Of each of the three kinds thousands go in deep, and thousands are turned away.
    expect(numbers.length).toBe(6);
    expect(Math.min(...numbers)).toBeGreaterThan(5000);
  }, 120_000);
});

/** Offsets of entries of page tables and of the numbers of blobs: what stands behind everything that is looked at first. */
function insides(bytes: Uint8Array): readonly number[] {
  const dump = DumpFile.open(sourceOf(bytes));
  const blobs = [8, 0x10, 0x24, 0x28, 0x2c].map((at) => dump.end + at);
  if (dump.triage !== null) return blobs;
  const first = Number(dump.header.directoryTableBase) / 0x1000;
  const tables = [0, 1, 2, 3].map((table) => dump.pages.offsetOf(first + table) ?? 0);
  return [...tables.flatMap((table) => [0, 8, 0x42 * 8, 0x1ed * 8, 0x1f0 * 8].map((entry) => table + entry)), ...blobs];
}

type Change = { readonly at: number; readonly value: bigint };

/** The original with eight bytes changed at some places, seen through a source that makes no copy of the whole. */
function damaged(original: Uint8Array, cut: number | null, changes: readonly Change[]): DumpSource {
  const size = cut === null ? original.length : Math.floor(original.length * cut);
  const placed = changes.map(({ at, value }) => ({
    at: Number.isInteger(at) && at > 1 ? at : Math.floor(at * (size - 8)),
    value,
  }));
  return {
    size,
    read: (offset, length) => {
      if (offset < 0 || offset + length > size) throw new Error('a read beyond the file');
      const bytes = original.slice(offset, offset + length);
      const view = viewOf(bytes);
      for (const { at, value } of placed)
        if (at >= offset && at + 8 <= offset + length) view.setBigUint64(at - offset, value, true);
      return bytes;
    },
  };
}
