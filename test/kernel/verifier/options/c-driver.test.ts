/** The options of Driver Verifier, for a driver in C. */
import { expect, test } from 'vitest';
import { boot, FRAME_LINES } from '../../../machine/c/support.ts';

/** @param body - from the third line of what is added */
const start = (body: string): string => `
static NTSTATUS Start(PDEVICE_OBJECT device)
{
${body}
  return STATUS_SUCCESS;
}`;
const line = (inBody: number): number => FRAME_LINES + 3 + inBody;

const PAGED = start(`  PUCHAR block = ExAllocatePool2(POOL_FLAG_PAGED, 64, 'tesT');
  KIRQL irql;
  block[3] = 7;
  KeRaiseIrql(DISPATCH_LEVEL, &irql);
  block[4] = 8;
  KeLowerIrql(irql);
  ExFreePool(block);`);

test('paged pool at DISPATCH_LEVEL is found at its line in C', async () => {
  const { bugcheck } = (await boot(PAGED)).state();
  expect(bugcheck).toMatchObject({ code: 0xd1, driver: 'mine', file: 'mine.c', line: line(5) });
}, 60_000);

test('below it the block is there again, with what was in it', async () => {
  const machine = await boot(
    start(`  PUCHAR block = ExAllocatePool2(POOL_FLAG_PAGED, 64, 'tesT');
  ULONGLONG seven;
  KIRQL irql;
  block[12] = 7;
  KeRaiseIrql(DISPATCH_LEVEL, &irql);
  KeLowerIrql(irql);
  seven = *(ULONGLONG *)(block + 12);
  DbgPrint("%u", (ULONG)seven);
  ExFreePool(block);`),
  );
  expect(machine.state()).toMatchObject({ bugcheck: null, violations: [] });
  expect(machine.nt.kernel.pool.pageable?.pageIns).toBe(1);
}, 60_000);

const USES = start(`  PUCHAR block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 20, 'tesT');
  if (block == NULL) return STATUS_INSUFFICIENT_RESOURCES;
  block[SIZE] = 1;
  ExFreePool(block);`);

test('special pool finds the byte behind the block at the free, and the one behind the page at the access', async () => {
  const verifier = { specialPool: true };
  const behindBlock = await boot(USES.replace('SIZE', '20'), { verifier });
  expect(behindBlock.state().bugcheck).toMatchObject({ code: 0xc1, file: 'mine.c', line: line(4) });
  const behindPage = await boot(USES.replace('SIZE', '24'), { verifier });
  expect(behindPage.state().bugcheck).toMatchObject({ code: 0xd6, file: 'mine.c', line: line(3) });
  const within = await boot(USES.replace('SIZE', '19'), { verifier });
  expect(within.state()).toMatchObject({ bugcheck: null, violations: [] });
}, 60_000);

test('an allocation fails with NULL, and is named with its line in C', async () => {
  const machine = await boot(USES.replace('SIZE', '19'), { verifier: { lowResources: { allocation: 2 } } });
  const { bugcheck, devices, verification } = machine.state();
  expect(bugcheck).toBeNull();
  expect(devices.find(({ id }) => id === 'dev0')?.problem?.name).toBe('CM_PROB_FAILED_START');
  expect(verification?.allocations?.kept).toMatchObject([
    { number: 2, routine: 'ExAllocatePool2', driver: 'mine', file: 'mine.c', line: line(1) },
  ]);
}, 60_000);
