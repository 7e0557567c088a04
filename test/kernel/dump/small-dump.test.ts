/** What callbacks of drivers do to the small dump of a machine. */
import { expect, test } from 'vitest';
import { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { readSecondary } from '../../../src/dump-file/read-secondary.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { crashLab, joined, reasonCallback } from './lab.ts';

const GUID = '01020304-0000-0000-0000-000000000000';

function openedSmall(machine: Machine): DumpFile {
  const made = machine.dump('small');
  if (made === null) throw new Error('the machine has not stopped');
  const bytes = new Uint8Array(made.size);
  for (const { offset, bytes: make } of made.pieces) bytes.set(make(), offset);
  return DumpFile.open({ size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) });
}

test('FILE-14 BUG-09: the ranges of drivers are in the small dump, and what they add to it as secondary data', async () => {
  const machine = await crashLab(
    joined(
      {
        more: 'let array = null;',
        entry: `const memory = ExAllocatePool2(POOL_FLAG_NON_PAGED, 128, 'irtB');
  RtlFillMemory(memory + 64, 16, 0x5b);
  array = cast(KTRIAGE_DUMP_DATA_ARRAY, memory);
  KeInitializeTriageDumpDataArray(array, 64);
  KeAddTriageDumpDataBlock(array, memory + 64, 16);`,
      },
      reasonCallback('KbCallbackTriageDumpData', 'data.DataArray = array;', 'KBUGCHECK_TRIAGE_DUMP_DATA'),
      reasonCallback(
        'KbCallbackSecondaryDumpData',
        'data.Guid.Data1 = 0x01020304; data.OutBufferLength = 16; data.OutBuffer = data.InBuffer;',
        'KBUGCHECK_SECONDARY_DUMP_DATA',
        'Secondary',
      ),
    ),
  );
  const [range] = machine.nt.bugCheck.collected?.triageRanges ?? [];
  if (range === undefined) throw new Error(JSON.stringify(machine.state().violations));
  const dump = openedSmall(machine);
  expect(dump.readVirtual(BigInt(range.address), 16)).toEqual(new Uint8Array(16).fill(0x5b));
  expect(dump.readVirtual(BigInt(range.address) + 16n, 16)).toBeNull();
  expect(readSecondary(dump, GUID)).toHaveLength(16);
  expect(dump.triage?.thread).toMatchObject({ irql: 0 });
});

test('FILE-14 BUG-07: what a callback keeps out of any dump is not in the small one either', async () => {
  const machine = await crashLab(
    joined(
      {
        more: 'let array = null; let secret = null;',
        entry: `secret = ExAllocatePool2(POOL_FLAG_NON_PAGED, 8192, 'erceS');
  RtlFillMemory(secret, 8192, 0x5b);
  array = cast(KTRIAGE_DUMP_DATA_ARRAY, ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'irtB'));
  KeInitializeTriageDumpDataArray(array, 64);
  KeAddTriageDumpDataBlock(array, secret, 8192);`,
      },
      reasonCallback('KbCallbackTriageDumpData', 'data.DataArray = array;', 'KBUGCHECK_TRIAGE_DUMP_DATA'),
      reasonCallback(
        'KbCallbackRemovePages',
        'data.Flags = KB_REMOVE_PAGES_FLAG_VIRTUAL_ADDRESS; data.Address = (secret + 4095) & ~4095; data.Count = 1;',
        'KBUGCHECK_REMOVE_PAGES',
        'Removed',
      ),
    ),
  );
  const [range] = machine.nt.bugCheck.collected?.triageRanges ?? [];
  const [page] = machine.nt.bugCheck.collected?.removedPages ?? [];
  if (range === undefined || page === undefined) throw new Error(JSON.stringify(machine.state().violations));
  const dump = openedSmall(machine);
  const at = BigInt(page * 4096);
  expect([range.size, dump.readVirtual(at, 1), dump.readVirtual(at + 4095n, 1)]).toEqual([8192, null, null]);
  const kept = range.address === page * 4096 ? at + 4096n : at - 1n;
  expect(dump.readVirtual(kept, 1)).toEqual(Uint8Array.of(0x5b));
});
