/** Special pool: each block on pages of its own. */
import { expect, test } from 'vitest';
import { playWith, stopAt } from './support.ts';

const ALLOCATE = "const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 20, 'tesT');";
/** Twenty bytes leave four in the last unit of eight. */
const WRITE_21 = `${ALLOCATE}\nRtlFillMemory(block, 21, 0);\nExFreePool(block); //!`;
const WRITE_25 = `${ALLOCATE}\nRtlFillMemory(block, 25, 0); //!\nExFreePool(block);`;
const WRITE_BEFORE = `${ALLOCATE}\nRtlFillMemory(block - 1, 1, 0); //!\nExFreePool(block);`;
const WRITE_20 = `${ALLOCATE}\nRtlFillMemory(block, 20, 0); ExFreePool(block);`;
const USE_LATE = `${ALLOCATE} ExFreePool(block);
for (let count = 0; count < 2000; count += 1) ExFreePool(ExAllocatePool2(POOL_FLAG_NON_PAGED, 20, 'rehtO'));
RtlFillMemory(block, 1, 0); //!`;

const ON = { specialPool: true };
const PAGE = 4096;

test('one byte behind the block is found when the block is freed, with its address', async () => {
  const parts = { read: WRITE_21 };
  const { bugcheck } = (await playWith(parts, ON)).state();
  expect(bugcheck).toMatchObject(stopAt(parts, 0xc1));
  const [block, at, reserved, kind] = (bugcheck?.parameters ?? []).map(Number);
  expect([at, reserved, kind]).toEqual([(block ?? 0) + 20, 0, 0x24]);
  expect((await playWith(parts, { specialPool: false })).state().bugcheck).toBeNull();
});

test('what goes beyond the end of the page is found at the access', async () => {
  const parts = { read: WRITE_25 };
  const { bugcheck } = (await playWith(parts, ON)).state();
  expect(bugcheck).toMatchObject(stopAt(parts, 0xd6));
  expect(Number(bugcheck?.parameters[0]) % PAGE).toBe(0);
});

test('a block at the start of its page finds what is written in front of it', async () => {
  const parts = { read: WRITE_BEFORE };
  const { bugcheck } = (await playWith(parts, { specialPool: { align: 'start' } })).state();
  expect(bugcheck).toMatchObject(stopAt(parts, 0xd6));
  expect(Number(bugcheck?.parameters[0]) % PAGE).toBe(PAGE - 1);
});

test('a block is not used again as long as there are other pages: a late access is found', async () => {
  const parts = { read: USE_LATE };
  expect((await playWith(parts, { specialPool: { tags: ['tesT'] } })).state().bugcheck).toMatchObject(
    stopAt(parts, 0xd5),
  );
});

test('a driver that stays within its blocks meets nothing', async () => {
  for (const verifier of [ON, { specialPool: { align: 'start' } }, { specialPool: { tags: ['tesT'] } }]) {
    const machine = await playWith({ read: WRITE_20 }, { mode: 'all', ...verifier });
    expect(machine.state()).toMatchObject({ bugcheck: null, violations: [] });
  }
});

test('only the drivers that are verified, and only the tags that were named, get pages of their own', async () => {
  for (const verifier of [{ drivers: ['filter'], ...ON }, { specialPool: { tags: ['Else'] } }])
    expect((await playWith({ read: WRITE_21 }, verifier)).state().bugcheck).toBeNull();
});

test('when its pages are used up, ordinary pool serves', async () => {
  const read = `const blocks = []; for (let count = 0; count < 300; count += 1) blocks.push(ExAllocatePool2(POOL_FLAG_NON_PAGED, 5000, 'tesT'));
for (const block of blocks) { if (block === 0) DbgPrint('none'); else ExFreePool(block); }`;
  const machine = await playWith({ read }, ON);
  const { bugcheck, violations } = machine.state();
  expect([bugcheck, violations]).toEqual([null, []]);
  expect(machine.nt.kernel.pool.special?.served).toBeGreaterThan(20);
  expect(machine.nt.kernel.pool.special?.refused).toBeGreaterThan(20);
});
