/** Force IRQL checking: paged pool is not there at DISPATCH_LEVEL. */
import { expect, test } from 'vitest';
import { playWith, stopAt } from './support.ts';

const ALLOCATE = "const block = ExAllocatePool2(POOL_FLAG_PAGED, 64, 'tesT'); RtlFillMemory(block, 64, 7);";
const OLD_ROUTINE = "const block = ExAllocatePoolWithTag(PagedPool, 64, 'tesT');";
const UP = 'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);';
const DOWN = 'KeLowerIrql(old.value);';
const FREE = 'ExFreePool(block);';

test.each([
  [
    'a write under a spin lock',
    {
      read: `${ALLOCATE} const old = out(); KeAcquireSpinLock(addressOf(extension, 'First'), old);\nRtlZeroMemory(block + 16, 8); //!\nKeReleaseSpinLock(addressOf(extension, 'First'), old.value); ${FREE}`,
    },
    1,
  ],
  [
    'a read of a structure',
    { read: `${ALLOCATE} ${UP}\nconst value = cast(KEVENT, block).Header.Type; //!\n${DOWN} ${FREE}` },
    0,
  ],
  ['pool of the older routine', { read: `${OLD_ROUTINE} ${UP}\nRtlZeroMemory(block, 8); //!\n${DOWN} ${FREE}` }, 1],
  [
    'the last byte of a copy',
    {
      read: `${ALLOCATE} const other = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); ${UP}\nRtlCopyMemory(other, block, 64); //!\n${DOWN} ${FREE} ExFreePool(other);`,
    },
    0,
  ],
])('%s at DISPATCH_LEVEL is found at its line', async (_name, parts, write) => {
  const { bugcheck } = (await playWith(parts, {})).state();
  expect(bugcheck).toMatchObject({ ...stopAt(parts, 0xd1) });
  expect(bugcheck?.parameters.slice(1, 3)).toEqual(['0x2', `0x${write}`]);
  expect((await playWith(parts, { forceIrqlChecking: false })).state().bugcheck).toBeNull();
});

test('a DPC that touches paged pool is found', async () => {
  const read = `${ALLOCATE} const dpc = local(KDPC); KeInitializeDpc(dpc, Deferred, extension); KeInsertQueueDpc(dpc, NULL, NULL); ${FREE}
function Deferred() {\nRtlZeroMemory(block, 8); //!\n}`;
  expect((await playWith({ read }, {})).state().bugcheck).toMatchObject(stopAt({ read }, 0xd1));
});

test('below DISPATCH_LEVEL the block is there again, with what was in it, and its end is still watched', async () => {
  const read = `${ALLOCATE} ${UP} ${DOWN} DbgPrint('%x', cast(KEVENT, block).Header.Type); RtlZeroMemory(block, 64); ${FREE}`;
  const machine = await playWith({ read }, { mode: 'all' });
  expect(machine.state()).toMatchObject({ bugcheck: null, violations: [] });
  expect(machine.nt.kernel.pool.pageable).toMatchObject({ pageIns: 1 });
  const beyond = { read: `${ALLOCATE} ${UP} ${DOWN}\nRtlZeroMemory(block, 80); //!\n${FREE}` };
  expect((await playWith(beyond, {})).state().bugcheck).toMatchObject(stopAt(beyond, 0xd6));
});

test('nonpaged pool, and drivers that are not verified, stay as they are', async () => {
  const nonpaged = `const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tesT'); ${UP} RtlZeroMemory(block, 64); ${DOWN} ${FREE}`;
  expect((await playWith({ read: nonpaged }, {})).state().bugcheck).toBeNull();
  const paged = `${ALLOCATE} ${UP} RtlZeroMemory(block, 8); ${DOWN} ${FREE}`;
  expect((await playWith({ read: paged }, { drivers: ['filter'] })).state().bugcheck).toBeNull();
});
