import { expect, test } from 'vitest';
import { dumpMemoryLines } from '../../src/protocol/dump-memory-text.ts';
import type { DumpMemoryRange, DumpMemoryState } from '../../src/protocol/state.ts';
import { legendOf, pageCells } from '../../src/webview/model/memory-pages.ts';

function range(start: number, length: number, state: DumpMemoryRange['state'], more: Partial<DumpMemoryRange> = {}) {
  return { start: `0x${start.toString(16)}`, length, state, what: "pool 'Port'", owner: 'mini', ...more } as const;
}

function memory(...ranges: readonly DumpMemoryRange[]): DumpMemoryState {
  return { device: 'hba0', driver: 'mini', time: '0.0001000s', phase: 'resumed', ranges };
}

test('a page that several blocks share is one cell, and what is marked decides', () => {
  const map = memory(range(0x1000, 16, 'marked'), range(0x1020, 0xfe0, 'byChance'), range(0x2000, 8, 'poisoned'));
  expect(pageCells(map).map(({ start, pages, state, ranges }) => [start, pages, state, ranges])).toEqual([
    [0x1000, 1, 'marked', [0, 1]],
    [0x2000, 1, 'poisoned', [2]],
  ]);
  expect(legendOf(map, pageCells(map)).map(({ letter, pages }) => [letter, pages])).toEqual([
    ['P', 1],
    ['C', 0],
    ['M', 1],
  ]);
});

test('many pages that say the same are one cell, few are not; other memory between them is told', () => {
  const cells = pageCells(memory(range(0x1000, 0x9000, 'kept'), range(0x4_0000, 0x8000, 'unmarked')));
  expect(cells.map(({ pages, isApart }) => [pages, isApart])).toEqual([
    [9, false],
    [1, true],
    ...new Array(7).fill([1, false]),
  ]);
});

test('the page that was used too early stands out', () => {
  const touched = { address: '0x3010', isWrite: false, routine: 'HwStorFindAdapter' } as const;
  const cells = pageCells(memory(range(0x2000, 0x3000, 'poisoned', { touched })));
  expect(cells.map(({ isTouched }) => isTouched)).toEqual([false, true, false]);
});

test('the map in words: states, sizes within a block, and the lines', () => {
  const allocated = { file: 'mini.ts', line: 7, column: 3 };
  const at = { file: 'mini.ts', line: 9, column: 3 };
  const touched = { address: '0x2004', isWrite: true, routine: 'HwStorInitialize', at } as const;
  const block = { start: '0x1800', length: 0x1000 } as const;
  const part = range(0x2000, 0x800, 'poisoned', { block, allocated, touched });
  expect(dumpMemoryLines(memory(part, { ...range(0x8000, 1, 'kept'), what: 'stack', owner: null }))).toEqual([
    'Dump memory of mini on hba0, marked at 0.0001000s: 1 poisoned, 1 kept; the image was read back by the miniport: what was not marked held 0xCD until then.',
    "- 0x2000, 2048 bytes at +0x800 of 4096: poisoned, pool 'Port' of mini; allocated at mini.ts:7; HwStorInitialize writes to 0x2004 at mini.ts:9",
    '- 0x8000, 1 byte: kept, stack of the system',
  ]);
});
