/** The values of the key CrashControl: what a bug check writes, and what the next boots make of it. */
import { expect, test } from 'vitest';
import { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { DUMP_TYPE, SANDBOX_BLOB } from '../../../src/dump-file/layout.ts';
import { readSecondary } from '../../../src/dump-file/read-secondary.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { injectAll } from '../../support/machine.ts';
import {
  bootLab,
  CRASH,
  crashLab,
  DUMP_FILE,
  dumpOnDisk,
  joined,
  type LabOptions,
  reasonCallback,
  restartLab,
} from './lab.ts';

function bytesOf(machine: Machine): Uint8Array {
  const found = machine.dump('found');
  const bytes = new Uint8Array(found?.size ?? 0);
  for (const { offset, bytes: make } of found?.pieces ?? []) bytes.set(make(), offset);
  return bytes;
}

function opened(bytes: Uint8Array): DumpFile {
  return DumpFile.open({ size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) });
}

/** Once more on the same disks, up to another crash. */
async function crashAgain(machine: Machine, options: LabOptions, crash: Injection = CRASH): Promise<Machine> {
  const next = await restartLab(machine, options);
  await injectAll(next, [DUMP_FILE, crash]);
  return next;
}

test.each([
  [{ CrashDumpEnabled: 1 }, DUMP_TYPE.full],
  [{ CrashDumpEnabled: 1, FilterPages: 1 }, DUMP_TYPE.bitmapFull],
  [{ CrashDumpEnabled: 2 }, DUMP_TYPE.bitmapFull],
  [{ CrashDumpEnabled: 3 }, DUMP_TYPE.triage],
  [{ CrashDumpEnabled: 7 }, DUMP_TYPE.bitmapFull],
  [{}, DUMP_TYPE.bitmapFull],
])('BUG-20 BUG-10: %j writes a dump of type %i', async (crashControl, type) => {
  expect(dumpOnDisk(await crashLab({ crashControl }))?.header.dumpType).toBe(type);
});

test('BUG-20: CrashDumpEnabled 0 writes nothing', async () => {
  const machine = await crashLab({ crashControl: { CrashDumpEnabled: 0 } });
  expect([machine.nt.dumpStack.state, dumpOnDisk(machine)]).toEqual(['unloaded', null]);
});

test('BUG-10 BUG-12 BUG-09: a small dump goes through the dump stack whole, with the ranges and the data of drivers', async () => {
  const options: LabOptions = {
    ...joined(
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
    crashControl: { CrashDumpEnabled: 3 },
  };
  const machine = await crashLab(options);
  const [range] = machine.nt.bugCheck.collected?.triageRanges ?? [];
  const { run } = machine.state().bugcheck?.dumpPath ?? {};
  expect(run).toMatchObject({ stage: 'done', reason: null });
  const dump = opened(bytesOf(await restartLab(machine, options)));
  expect(dump.header).toMatchObject({ dumpType: DUMP_TYPE.triage, bugCheckCode: 0xe2 });
  expect(Number(dump.header.requiredDumpSpace)).toBe(run?.bytes);
  expect(dump.readVirtual(BigInt(range?.address ?? 0), 16)).toEqual(new Uint8Array(16).fill(0x5b));
  expect(readSecondary(dump, '01020304-0000-0000-0000-000000000000')).toHaveLength(16);
  expect(readSecondary(dump, SANDBOX_BLOB)).not.toBeNull();
});

test('BUG-20 BUG-22: a small dump goes into MinidumpDir, named by day and number, and the oldest beyond MinidumpsCount goes', async () => {
  const crashControl = { CrashDumpEnabled: 3, MinidumpDir: 'D:\\Small', MinidumpsCount: 2 };
  const first = await crashLab({ crashControl });
  const second = await crashAgain(first, { crashControl });
  expect(second.state().memoryDump?.path).toBe('D:\\Small\\010126-0-01.dmp');
  const third = await crashAgain(second, { crashControl });
  expect(third.state().memoryDump?.path).toBe('D:\\Small\\010126-0-02.dmp');
  const fourth = await restartLab(third, { crashControl });
  expect(fourth.disks().dumps?.map(({ path }) => path)).toEqual([
    'D:\\Small\\010126-0-02.dmp',
    'D:\\Small\\010126-0-03.dmp',
  ]);
});

test('BUG-20 BUG-22: DumpFile names the file; with Overwrite 0 an older one stays, and the later dump is lost', async () => {
  const other: Injection = { op: 'bugcheck', code: 'KERNEL_DATA_INPAGE_ERROR', parameters: [1, 2, 3, 4] };
  for (const [Overwrite, code, dropped] of [
    [0, 0xe2, 'KERNEL_DATA_INPAGE_ERROR'],
    [1, 0x7a, undefined],
  ] as const) {
    const crashControl = { DumpFile: '%SystemRoot%\\last.dmp', Overwrite };
    const second = await crashAgain(await crashLab({ crashControl }), { crashControl }, other);
    const third = await restartLab(second, { crashControl });
    expect(third.state().memoryDump).toMatchObject({ path: 'C:\\Windows\\last.dmp', code });
    expect(third.state().memoryDump?.dropped).toBe(dropped);
    expect(opened(bytesOf(third)).header.bugCheckCode).toBe(code);
    expect(third.disks().dumps).toHaveLength(1);
  }
});

test('BUG-22: a header that looks right with no dump behind it is no dump, and the boot goes on', async () => {
  const machine = await crashLab();
  const { place } = machine.nt.dumpStack;
  const [first] = place?.runs ?? [];
  // The summary behind the header.
  if (first !== undefined) place?.medium.write(first.start + 0x2000n, new Uint8Array(64));
  const next = await restartLab(machine);
  expect([next.state().memoryDump, next.state().bugcheck]).toEqual([undefined, null]);
});

test('BUG-20: AutoReboot stands in the state, for whoever runs the machine', async () => {
  expect((await bootLab()).state().autoReboot).toBeUndefined();
  expect((await bootLab({ crashControl: { AutoReboot: 1 } })).state().autoReboot).toBe(true);
});
