/** Small dumps: the bytes at the offsets that the format names, written out here once more; and what our reader makes of them. */
import { describe, expect, test } from 'vitest';
import { DumpError, DumpFile } from '../../../../src/dump-file/dump-reader.ts';
import { readSecondary } from '../../../../src/dump-file/read-secondary.ts';
import { smallDumpPieces } from '../../../../src/kernel/dump/file/small-dump.ts';
import { chooseRanges, rangeAround } from '../../../../src/kernel/dump/file/small-ranges.ts';
import { SHADOW } from '../../../../src/kernel/mm/memory.ts';
import { dumpOf, FACTS, MIB, memoryOf, SMALL, smallOf, sourceOf, viewOf } from './support.ts';

const HIGH = 0xffff_f800_0000_0000n;
const GUID = '00112233-4455-6677-8899-aabbccddeeff';

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

describe('FILE-14 the bytes of a small dump', () => {
  const memory = memoryOf(MIB);
  memory.u8.set([1, 2, 3, 4], 0x4_2ff0);
  const bytes = smallOf(memory);
  const view = viewOf(bytes);
  const word = (at: number): number => view.getUint32(at, true);

  test('FILE-01 it is of type 4, has no runs, no tables, and says how long it is', () => {
    expect([text(bytes, 0, 8), word(0xf98), text(bytes, 0x88, 4)]).toEqual(['PAGEDU64', 4, 'PAGE']);
    expect([view.getBigUint64(0x10, true), view.getBigUint64(0xfa0, true)]).toEqual([0n, BigInt(bytes.length)]);
    expect([word(0x2004), bytes.length]).toEqual([bytes.length, word(0x2008) + 4]);
  });

  test('FILE-06 the attributes say that the kernel has made it; those of other dumps say nothing', () => {
    expect(word(0x1050)).toBe(8);
    expect(viewOf(dumpOf(memory, 'kernel')).getUint32(0x1050, true)).toBe(0);
    expect(viewOf(smallOf(memory, { header: { ...FACTS, attributes: 0x40 } })).getUint32(0x1050, true)).toBe(0x48);
    expect(DumpFile.open(sourceOf(bytes)).header.attributes).toBe(8);
  });

  test('the end mark stands where the header says', () => {
    expect(text(bytes, word(0x2008), 4)).toBe('TRGD');
  });

  test('context and exception are those of the header, with the same program counter', () => {
    expect([word(0x200c), word(0x2010)]).toEqual([0x348, 0xf00]);
    expect(view.getBigUint64(word(0x200c) + 0xf8, true)).toBe(HIGH + 0x4_2000n);
    expect(view.getBigUint64(word(0x2010) + 0x10, true)).toBe(HIGH + 0x4_2000n);
  });

  test('process and thread have stand-ins; what the emulator does not have is 0', () => {
    expect([text(bytes, word(0x2020), 4), word(word(0x2020) + 4)]).toEqual(['DSBX', 4]);
    const thread = word(0x2024);
    expect([text(bytes, thread, 4), word(thread + 4), word(thread + 8), text(bytes, thread + 16, 7)]).toEqual([
      'DSBX',
      7,
      2,
      'worker\0',
    ]);
    // Memory manager, unloaded drivers, processor block, data page, debugger data.
    expect([0x2014, 0x2018, 0x201c, 0x2068, 0x206c, 0x2070, 0x2074].map(word)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test('the call stack is memory from the stack pointer on', () => {
    expect(view.getBigUint64(0x2048, true)).toBe(HIGH + 0x4_2ff0n);
    expect(word(0x202c)).toBe(16);
    expect([...bytes.subarray(word(0x2028), word(0x2028) + 4)]).toEqual([1, 2, 3, 4]);
  });

  test('the list of drivers names each in the string pool, and the one that is to blame', () => {
    const list = word(0x2030);
    const [pool, poolSize] = [word(0x2038), word(0x203c)];
    expect([word(0x2034), word(0x2040)]).toEqual([2, list + 0x90]);
    const names = [0, 1].map((index) => word(list + index * 0x90));
    expect(names.every((at) => at >= pool && at + 4 <= pool + poolSize && at % 8 === 0)).toBe(true);
    expect(names.map((at) => [word(at), text(bytes, at + 4, word(at) * 2 + 2).replaceAll('\0', '')])).toEqual([
      [4, 'disk'],
      [8, 'auditflt'],
    ]);
    expect(view.getBigUint64(list + 0x90 + 0x38, true)).toBe(HIGH + 0x5_0000n);
    expect(word(list + 0x90 + 0x48)).toBe(0x60);
  });

  test('FILE-62 the data blocks are the ranges at both windows, and lie in the file where they say', () => {
    const [at, count] = [word(0x2078), word(0x207c)];
    const blocks = Array.from({ length: count }, (_, index) => at + index * 16).map((block) => ({
      address: view.getBigUint64(block, true),
      offset: word(block + 8),
      size: word(block + 12),
    }));
    expect(blocks.map(({ address, size }) => [address, size])).toEqual([
      [0x4_2010n, 14],
      [0x5_0000n, 64],
      [HIGH + 0x4_2010n, 14],
      [HIGH + 0x5_0000n, 64],
      [0x4_2ff0n, 16],
    ]);
    expect(text(bytes, blocks[0]?.offset ?? 0, 14)).toBe('driver sandbox');
    expect(blocks[2]?.offset).toBe(blocks[0]?.offset);
    expect(blocks.every(({ offset, size }) => offset >= 0x2080 && offset + size <= word(0x2008))).toBe(true);
  });

  test('FILE-08 FILE-69 a header that is not valid comes first, a valid one last, and the same machine gives the same bytes', () => {
    const { pieces } = smallDumpPieces(memory, SMALL);
    expect(pieces.map(({ offset }) => offset)).toEqual([0, 0x2000, 0]);
    const valid = [pieces[0], pieces.at(-1)].map((one) => viewOf(one?.bytes() ?? new Uint8Array(8)).getUint32(4, true));
    expect(valid).toEqual([0, 0x3436_5544]);
    expect(smallOf(memory)).toEqual(bytes);
  });

  test('without drivers, ranges and a stack nothing points anywhere', () => {
    const empty = viewOf(smallOf(memory, { drivers: [], broken: -1, ranges: [], stack: null }));
    const fields = [0x2028, 0x202c, 0x2030, 0x2034, 0x2038, 0x203c, 0x2040, 0x2078, 0x207c];
    expect(fields.map((at) => empty.getUint32(at, true))).toEqual(fields.map(() => 0));
  });
});

describe('FILE-14 which memory is in it', () => {
  const memory = memoryOf(MIB);
  memory.mark(0x6_0000, 0x3000, SHADOW.accessible);
  const none = new Set<number>();

  test('ranges are put together, by address, and end where nothing is', () => {
    const wanted = [
      { address: 0x6_0100, size: 0x20 },
      { address: 0x4_2ff8, size: 0x100 },
      { address: 0x6_0110, size: 0x20 },
      { address: 0xf_fff8, size: 0x100 },
    ];
    expect(chooseRanges(memory, wanted, none, 0x1000)).toEqual({
      ranges: [
        { address: 0x4_2ff8, size: 8 },
        { address: 0x6_0100, size: 0x30 },
      ],
      isCut: false,
    });
  });

  test('BUG-07 a page that callbacks remove is cut out', () => {
    expect(chooseRanges(memory, [{ address: 0x6_0ff0, size: 0x1020 }], new Set([0x61]), 0x10_0000).ranges).toEqual([
      { address: 0x6_0ff0, size: 0x10 },
      { address: 0x6_2000, size: 0x10 },
    ]);
  });

  test('what has no room is left out, and said to be', () => {
    const wanted = [
      { address: 0x6_0000, size: 0x1000 },
      { address: 0x4_2000, size: 0x10 },
    ];
    expect(chooseRanges(memory, wanted, none, 0x100)).toEqual({
      ranges: [{ address: 0x4_2000, size: 0x10 }],
      isCut: true,
    });
  });

  test('around an address there is what is mapped, on whole units', () => {
    expect(rangeAround(memory, 0x6_0083)).toEqual([{ address: 0x6_0000, size: 0x100 }]);
    expect(rangeAround(memory, 0x6_0004)).toEqual([{ address: 0x6_0000, size: 0x80 }]);
    expect([rangeAround(memory, 3), rangeAround(memory, 0xffff_ffff)]).toEqual([[], []]);
  });
});

describe('FILE-14 FILE-70 our reader', () => {
  const secondary = [{ guid: GUID, data: Uint8Array.of(5, 6, 7) }];
  const bytes = smallOf(memoryOf(MIB), { secondary });

  test('shows what is there', () => {
    const dump = DumpFile.open(sourceOf(bytes));
    expect(dump.header).toMatchObject({ dumpType: 4, bugCheckCode: 0xe2, instruction: HIGH + 0x4_2000n });
    expect(dump.triage).toMatchObject({
      drivers: [
        { name: 'disk', base: HIGH + 0x4_2000n, size: 0x60 },
        { name: 'auditflt', base: HIGH + 0x5_0000n, size: 0x60 },
      ],
      broken: { name: 'auditflt' },
      thread: { id: 7, irql: 2, name: 'worker' },
      process: { id: 4, irql: 0, name: 'System' },
      stack: { address: HIGH + 0x4_2ff0n, size: 16 },
      isCut: false,
    });
    expect(dump.triage?.distinct.map(({ address, size }) => [address, size])).toEqual([
      [0x4_2010n, 14],
      [0x4_2ff0n, 16],
      [0x5_0000n, 64],
    ]);
    expect(readSecondary(dump, GUID)).toEqual(Uint8Array.of(5, 6, 7));
  });

  test('has memory at both windows, and nothing where nothing was chosen', () => {
    const dump = DumpFile.open(sourceOf(bytes));
    expect(text(dump.readVirtual(0x4_2010n, 14) ?? new Uint8Array(0), 0, 14)).toBe('driver sandbox');
    expect(dump.readVirtual(HIGH + 0x4_2012n, 4)).toEqual(Uint8Array.from(Buffer.from('iver')));
    expect([dump.readVirtual(0x4_2010n, 15), dump.readVirtual(0n, 1), dump.readPhysical(0x4_2010, 1)]).toEqual([
      null,
      null,
      null,
    ]);
    expect([dump.translate(0x4_2010n), dump.pages.count]).toEqual([null, 0]);
  });

  test('has the data page and the debugger data, where another system has put them', () => {
    const foreign = bytes.slice();
    const view = viewOf(foreign);
    const text = DumpFile.open(sourceOf(bytes)).triage?.distinct[0]?.offset ?? 0;
    view.setBigUint64(0x2060, 0x7ff0_0000n, true);
    view.setUint32(0x2068, text, true);
    view.setUint32(0x206c, 6, true);
    view.setBigUint64(0x80, 0xffff_f801_0000_0ff0n, true);
    view.setUint32(0x2070, text + 7, true);
    view.setUint32(0x2074, 7, true);
    const dump = DumpFile.open(sourceOf(foreign));
    expect(dump.readVirtual(0x7ff0_0000n, 6)).toEqual(Uint8Array.from(Buffer.from('driver')));
    expect(dump.readVirtual(0xffff_f801_0000_0ff0n, 7)).toEqual(Uint8Array.from(Buffer.from('sandbox')));
  });

  test('takes longer entries of drivers, as later systems have them, from the distance to the names', () => {
    const longer = bytes.slice();
    const view = viewOf(longer);
    // One driver only: its entry reaches to the names, 0x120 bytes away.
    view.setUint32(0x2034, 1, true);
    expect(DumpFile.open(sourceOf(longer)).triage?.drivers).toEqual([
      { name: 'disk', base: HIGH + 0x4_2000n, size: 0x60 },
    ]);
  });

  test('a name that leads nowhere, or a context, is left out; memory is still there', () => {
    const changed = bytes.slice();
    const view = viewOf(changed);
    view.setUint32(view.getUint32(0x2030, true), 0xffff_ff00, true);
    view.setUint32(0x200c, 0xffff_ff00, true);
    view.setUint32(0x2024, 0xffff_ff00, true);
    const dump = DumpFile.open(sourceOf(changed));
    expect([dump.triage?.drivers[0]?.name, dump.triage?.thread, dump.triage?.context]).toEqual(['', null, null]);
    expect(dump.readVirtual(0x4_2010n, 14)).not.toBeNull();
  });

  test.each([
    ['a file that ends in the header', (_view: DataView) => 0x2040, /ends inside the triage header/],
    ['a file that was cut off', (_view: DataView) => 0x2100, /bytes, but the file ends after 8448/],
    [
      'a size without room for the headers',
      (view: DataView) => view.setUint32(0x2004, 0x2000, true),
      /less than its headers/,
    ],
    ['no end mark', (view: DataView) => view.setUint32(0x2008, 0x2080, true), /end mark TRGD should stand at 0x2080/],
    ['an end mark outside', (view: DataView) => view.setUint32(0x2008, 0xffff_fffe, true), /end mark TRGD/],
    ['too many ranges', (view: DataView) => view.setUint32(0x207c, 0xffff_ffff, true), /4294967295 ranges of memory/],
    ['a list of ranges outside', (view: DataView) => view.setUint32(0x2078, 0xffff_ff00, true), /list of 5 ranges/],
    ['too many drivers', (view: DataView) => view.setUint32(0x2034, 0xffff_ffff, true), /4294967295 drivers/],
    ['a list of drivers outside', (view: DataView) => view.setUint32(0x2030, 0xffff_ff00, true), /list of 2 drivers/],
    [
      'a stack outside',
      (view: DataView) => view.setUint32(0x202c, 0x10_0000, true),
      /1048576 bytes of memory are said/,
    ],
    [
      'a range behind the last address',
      (view: DataView) => view.setBigUint64(view.getUint32(0x2078, true), 2n ** 64n - 1n, true),
      /goes on behind the last address/,
    ],
  ])('refuses %s', (_what, change, message) => {
    const changed = bytes.slice();
    const end = change(viewOf(changed));
    const open = (): DumpFile => DumpFile.open(sourceOf(typeof end === 'number' ? changed.subarray(0, end) : changed));
    expect(open).toThrow(DumpError);
    expect(open).toThrow(message);
  });
});
