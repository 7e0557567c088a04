/** Memory descriptor lists: the frames behind them. */
import { expect, test } from 'vitest';
import { MDL } from '../../../src/abi/structs/mm.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription } from '../../support/machine.ts';

/** @param body - of DriverEntry of a filter, which prints */
async function printed(body: string): Promise<{ readonly lines: readonly string[]; readonly machine: Machine }> {
  const text = withImports(`
export function DriverEntry(driverObject, registryPath) {
  ${body}
  driverObject.DriverExtension.AddDevice = () => STATUS_SUCCESS;
  return STATUS_SUCCESS;
}
`);
  const machine = await bootDescription(
    {
      name: 'mdl',
      memory: '4MiB',
      verifier: 'all',
      drivers: { flt: { source: './flt.ts' } },
      devices: [{ id: 'null0', function: 'null', upperFilters: ['flt'] }],
    },
    { 'flt.ts': text },
  );
  return { machine, lines: machine.unheard.lines.map(({ text: line }) => line.trim()) };
}

const SHOW = `
  const frames = MmGetMdlPfnArray(mdl);
  const count = (mdl.Size - sizeof(MDL)) / 4;
  let all = '';
  for (let at = 0; at < count; at += 1) all += ' ' + cast(FRAME, frames + at * 4).Number.toString(16);
  DbgPrint('%d%s\\n', frames - mdl.address, all);
`;
const FRAME = "class FRAME extends struct('FRAME', { Number: ULONG }) {}";

test('MmGetMdlPfnArray gives the frames of all pages that the buffer lies on, once they are known', async () => {
  const { lines, machine } = await printed(`${FRAME}
  const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16384, 'fuB1');
  const start = buffer - (buffer % 4096) + 4096 + 100;
  const mdl = IoAllocateMdl(start, 8000, FALSE, FALSE, NULL);
  DbgPrint('%x %d %d\\n', start, MmSizeOfMdl(start, 8000), MmGetMdlByteOffset(mdl));
  MmBuildMdlForNonPagedPool(mdl);
  ${SHOW}
  IoFreeMdl(mdl);
  ExFreePoolWithTag(buffer, 'fuB1');
`);
  const [start = '', size, offset] = (lines[0] ?? '').split(' ');
  const first = Number.parseInt(start, 16) >>> 12;
  expect([size, offset]).toEqual([String(MDL.size + 8), '100']);
  expect(lines[1]).toBe(`${MDL.size} ${first.toString(16)} ${(first + 1).toString(16)}`);
  expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['C9/0x21F']);
});

test('MmProbeAndLockPages fills them in too; an MDL of the driver’s own needs MmSizeOfMdl bytes', async () => {
  const { lines, machine } = await printed(`${FRAME}
  const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 4096, 'fuB1');
  const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, MmSizeOfMdl(buffer, 4096), 'ldM1');
  const mdl = cast(MDL, block);
  MmInitializeMdl(mdl, buffer, 4096);
  MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
  ${SHOW}
  MmUnlockPages(mdl);
  ExFreePoolWithTag(block, 'ldM1');
  ExFreePoolWithTag(buffer, 'fuB1');
`);
  expect(lines[0]).toMatch(new RegExp(`^${MDL.size}( [0-9a-f]+){1,2}$`));
  expect(machine.state().bugcheck).toBeNull();
});

test('an MDL without room for its frames is found where they are written', async () => {
  const { machine } = await printed(`
  const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 65536, 'fuB1');
  const mdl = cast(MDL, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(MDL), 'ldM1'));
  MmInitializeMdl(mdl, buffer, 65536);
  MmBuildMdlForNonPagedPool(mdl);
`);
  expect(machine.state().bugcheck).toMatchObject({ code: 0xd6, driver: 'flt' });
});
