/** Pool under random use. A failure prints the seed and the shortest run that shows it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelMemory, SHADOW } from '../../../src/kernel/mm/memory.ts';
import { Pool, poolTag } from '../../../src/kernel/mm/pool.ts';

const TAG = poolTag('Test');
const START = 0x1_0000;
/** Small, so that it is used up often. */
const END = START + 0x4000;
const FILL_FREED = 0xdd;

interface Block {
  readonly address: number;
  readonly size: number;
  readonly fill: number;
}

class Fault extends Error {
  readonly shadow: number;

  constructor(shadow: number) {
    super(`fault ${shadow}`);
    this.shadow = shadow;
  }
}

function makePool(): { memory: KernelMemory; pool: Pool } {
  const memory = new KernelMemory(new ArrayBuffer(0x10_0000));
  memory.onFault = (_address, _size, _write, shadow) => {
    throw new Fault(shadow);
  };
  return { memory, pool: new Pool(memory, START, END) };
}

function faultOf(memory: KernelMemory, address: number): number | null {
  try {
    memory.touch(address, 1, true);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.shadow;
    throw error;
  }
}

const size = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2000 }));
const step = fc.oneof(
  fc.record({ kind: fc.constant('allocate' as const), size, zeroed: fc.boolean() }),
  fc.record({ kind: fc.constant('free' as const), which: fc.nat(1000) }),
);

/** Plays random allocations and frees, and hands each block that lives to `check` after every step. */
function play(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): {
  memory: KernelMemory;
  pool: Pool;
  live: Block[];
  dead: Block[];
} {
  const { memory, pool } = makePool();
  const live: Block[] = [];
  const dead: Block[] = [];
  for (const [index, one] of steps.entries()) {
    if (one.kind === 'free') {
      const [block] = live.splice(one.which % Math.max(live.length, 1), 1);
      if (block === undefined) continue;
      expect(pool.free(block.address)).toBe('ok');
      dead.push(block);
      continue;
    }
    const address = pool.allocate(one.size, TAG, 1 + (index % 3), one.zeroed);
    if (address === 0) continue;
    expect(address % 16).toBe(0);
    if (one.zeroed) expect(memory.peek(address, one.size).every((byte) => byte === 0)).toBe(true);
    const block = { address, size: one.size, fill: index & 0xff };
    memory.u8.fill(block.fill, address, address + block.size);
    live.push(block);
  }
  return { memory, pool, live, dead };
}

test('blocks in use never overlap, keep what was written into them, and are listed with their size', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { memory, pool, live } = play(steps);
      for (const { address, size: bytes, fill } of live) {
        expect(address + bytes).toBeLessThanOrEqual(END);
        expect(memory.peek(address, bytes).every((byte) => byte === fill)).toBe(true);
        expect(pool.find(address)).toMatchObject({ address, size: bytes, freed: false, tag: 'Test' });
      }
      const listed = [1, 2, 3].flatMap((owner) => pool.ownedBy(owner)).map(({ address }) => address);
      expect(listed.sort((a, b) => a - b)).toEqual(live.map(({ address }) => address).sort((a, b) => a - b));
      expect([pool.blocks, pool.bytes]).toEqual([live.length, live.reduce((sum, block) => sum + block.size, 0)]);
    }),
  );
});

test('an overrun is found at the first eight bytes behind a block, an underrun at its header', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { memory, live } = play(steps);
      for (const { address, size: bytes } of live) {
        for (let at = 0; at < bytes; at += 8) expect(faultOf(memory, address + at)).toBeNull();
        expect(faultOf(memory, Math.ceil((address + bytes) / 8) * 8)).not.toBeNull();
        expect(faultOf(memory, address - 1)).toBe(SHADOW.poolHeader);
      }
    }),
  );
});

test('a block that was freed is poisoned and filled until it is used again; freeing it twice is found', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { memory, pool, live, dead } = play(steps);
      const isUsedAgain = ({ address, size: bytes }: Block): boolean =>
        live.some(
          (other) =>
            other.address - 16 < address + Math.max(bytes, 1) && address < other.address + Math.max(other.size, 1) + 16,
        );
      for (const block of dead.filter((one) => !isUsedAgain(one))) {
        expect(faultOf(memory, block.address)).not.toBeNull();
        expect(pool.free(block.address)).not.toBe('ok');
      }
      const newest = dead.at(-1);
      if (newest !== undefined && newest.size >= 8 && !isUsedAgain(newest)) {
        expect(faultOf(memory, newest.address)).toBe(SHADOW.freed);
        expect(memory.peek(newest.address, newest.size).every((byte) => byte === FILL_FREED)).toBe(true);
      }
    }),
  );
});

test('a freed block is not handed out again at once: a late access to it is found', () => {
  const { pool } = makePool();
  const first = pool.allocate(32, TAG, 1, true);
  pool.free(first);
  expect([pool.allocate(32, TAG, 1, true) === first, pool.free(first)]).toEqual([false, 'alreadyFreed']);
});

test('an address that no block begins at cannot be freed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 0x2_0000 }), (steps, address) => {
      const { pool, live } = play(steps);
      const before = pool.blocks;
      if (live.some((block) => block.address === address)) return;
      expect(pool.free(address)).not.toBe('ok');
      expect(pool.blocks).toBe(before);
    }),
  );
});

test('used up, pool gives 0; freed, all of it can be had again, in blocks of any size', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (steps, bytes) => {
      const { pool, live } = play(steps);
      const taken: number[] = [];
      for (
        let address = pool.allocate(bytes, TAG, 1, false);
        address !== 0;
        address = pool.allocate(bytes, TAG, 1, false)
      )
        taken.push(address);
      expect(pool.allocate(bytes, TAG, 1, false)).toBe(0);
      for (const address of [...taken, ...live.map((block) => block.address)]) expect(pool.free(address)).toBe('ok');
      expect([pool.blocks, pool.bytes]).toEqual([0, 0]);
      expect(pool.allocate(END - START - 16, TAG, 0, true)).not.toBe(0);
    }),
  );
});

test('drivers cannot use up what the system needs to remove their devices', () => {
  const { pool } = makePool();
  while (pool.allocate(16, TAG, 1, false) !== 0);
  expect(pool.allocate(256, TAG, 1, false)).toBe(0);
  expect(pool.allocate(256, TAG, 0, true)).not.toBe(0);
});
