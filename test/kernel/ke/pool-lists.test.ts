import { expect, test } from 'vitest';
import { NPAGED_LOOKASIDE_LIST } from '../../../src/abi/structs/ex.ts';
import { LIST_ENTRY, SINGLE_LIST_ENTRY } from '../../../src/abi/structs/rtl.ts';
import { initializeList } from '../../../src/kernel/ke/list.ts';
import { poolTag } from '../../../src/kernel/mm/pool.ts';
import { Lab } from './support/lab.ts';

type Call = (...parameters: unknown[]) => unknown;

function named(lab: Lab, name: string): Call {
  return lab.nt.wdm[name] as Call;
}

test('a lookaside list gives blocks of its size and tag, and takes them back', () => {
  const lab = new Lab();
  const list = lab.make(NPAGED_LOOKASIDE_LIST);
  named(lab, 'ExInitializeNPagedLookasideList')(list, null, null, 0, 48, 'Look', 0);
  const { pool } = lab.nt.kernel;
  const before = pool.blocks;
  const blocks = [0, 1].map(() => named(lab, 'ExAllocateFromNPagedLookasideList')(list) as number);
  expect(blocks.map((block) => pool.find(block))).toMatchObject([
    { size: 48, tag: 'Look', freed: false },
    { size: 48, tag: 'Look', freed: false },
  ]);
  for (const block of blocks) named(lab, 'ExFreeToNPagedLookasideList')(list, block);
  named(lab, 'ExDeleteNPagedLookasideList')(list);
  expect([pool.blocks - before, list.TotalAllocates, list.TotalFrees, list.Size]).toEqual([0, 2, 2, 48]);
});

test('a block that was given back is found at the next access; given back twice it stops the machine', () => {
  const lab = new Lab();
  const list = lab.make(NPAGED_LOOKASIDE_LIST);
  named(lab, 'ExInitializePagedLookasideList')(list, null, null, 0, 16, poolTag('Look'), 0);
  const block = named(lab, 'ExAllocateFromPagedLookasideList')(list) as number;
  named(lab, 'ExFreeToPagedLookasideList')(list, block);
  expect(() => lab.nt.kernel.memory.readBytes(block, 1)).toThrow();
  expect(lab.crash?.[0]).toBe(0xd5);
  const other = new Lab();
  const twice = other.make(NPAGED_LOOKASIDE_LIST);
  named(other, 'ExInitializeNPagedLookasideList')(twice, null, null, 0, 16, 'Look', 0);
  const freed = named(other, 'ExAllocateFromNPagedLookasideList')(twice);
  named(other, 'ExFreeToNPagedLookasideList')(twice, freed);
  expect(() => named(other, 'ExFreeToNPagedLookasideList')(twice, freed)).toThrow();
  expect(other.crash).toEqual([0xc2, 7]);
});

test('routines of the driver take the place of pool', () => {
  const lab = new Lab();
  const list = lab.make(NPAGED_LOOKASIDE_LIST);
  const calls: unknown[] = [];
  const allocate = (type: number, size: number, tag: number): number => {
    calls.push([type, size, tag === poolTag('Look')]);
    return 0x1234_5678;
  };
  named(lab, 'ExInitializeNPagedLookasideList')(
    list,
    allocate,
    (block: number) => void calls.push(block),
    0,
    24,
    'Look',
    0,
  );
  const block = named(lab, 'ExAllocateFromNPagedLookasideList')(list);
  named(lab, 'ExFreeToNPagedLookasideList')(list, block);
  expect(calls).toEqual([[0, 24, true], 0x1234_5678]);
});

test('interlocked lists say what was there before, and release their lock', () => {
  const lab = new Lab();
  const lock = lab.nt.kernel.pool.allocate(4, poolTag('Lock'), 0, true);
  const head = lab.make(LIST_ENTRY);
  initializeList(head);
  const [a, b, c] = [lab.make(LIST_ENTRY), lab.make(LIST_ENTRY), lab.make(LIST_ENTRY)];
  const tail = named(lab, 'ExInterlockedInsertTailList');
  const front = named(lab, 'ExInterlockedInsertHeadList');
  const remove = named(lab, 'ExInterlockedRemoveHeadList');
  expect([tail(head, a, lock), tail(head, b, lock), front(head, c, lock)]).toEqual([null, a, a]);
  expect([0, 1, 2, 3].map(() => remove(head, lock))).toEqual([c, a, b, null]);
  expect(lab.nt.kernel.memory.u32[lock >>> 2]).toBe(0);
});

test('single lists are last in, first out', () => {
  const lab = new Lab();
  const lock = lab.nt.kernel.pool.allocate(4, poolTag('Lock'), 0, true);
  const [head, a, b] = [lab.make(SINGLE_LIST_ENTRY), lab.make(SINGLE_LIST_ENTRY), lab.make(SINGLE_LIST_ENTRY)];
  const push = named(lab, 'ExInterlockedPushEntryList');
  const pop = named(lab, 'ExInterlockedPopEntryList');
  expect([push(head, a, lock), push(head, b, lock)]).toEqual([null, a]);
  expect([0, 1, 2].map(() => pop(head, lock))).toEqual([b, a, null]);
});

test('a lock that is held already stops the machine with 0x0F', () => {
  const lab = new Lab();
  const lock = lab.nt.kernel.pool.allocate(4, poolTag('Lock'), 0, true);
  const head = lab.make(LIST_ENTRY);
  initializeList(head);
  named(lab, 'KeAcquireSpinLock')(lock, { value: 0 });
  expect(() => named(lab, 'ExInterlockedRemoveHeadList')(head, lock)).toThrow();
  expect(lab.crash?.[0]).toBe(0x0f);
});
