import { describe, expect, test } from 'vitest';
import { BufferEmpty, BufferFinished, BufferIncomplete } from '../../../src/abi/bugcheck-constants.ts';
import { KBUGCHECK_CALLBACK_RECORD, KBUGCHECK_REASON_CALLBACK_RECORD } from '../../../src/abi/structs/bugcheck.ts';
import type { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { readSecondary } from '../../../src/dump-file/read-secondary.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { makeNt } from '../../support/nt.ts';
import { CRASH, crashLab, dumpOnDisk, joined, type LabOptions, printed, reasonCallback } from './lab.ts';

const GUID = '01020304-0506-0708-090a-0b0c0d0e0f10';
const SET_GUID =
  'data.Guid.Data1 = 0x01020304; data.Guid.Data2 = 0x0506; data.Guid.Data3 = 0x0708; for (let i = 0; i < 8; i += 1) data.Guid.Data4.set(i, 9 + i);';

function opened(machine: Machine): DumpFile {
  const dump = dumpOnDisk(machine);
  if (dump === null) throw new Error(machine.state().bugcheck?.dumpPath?.text ?? 'no dump');
  return dump;
}

function rules(machine: Machine): readonly string[] {
  return machine.state().violations.map(({ rule, message }) => `${rule}: ${message}`);
}

/** Bodies that a bug check callback may have, whichever reason it has. */
const plain = (body: string, more = ''): LabOptions => ({
  more: `function Plain(buffer, length) { ${body} }`,
  entry: `const record = cast(KBUGCHECK_CALLBACK_RECORD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KBUGCHECK_CALLBACK_RECORD) + 64, 'cbgB'));
  KeInitializeCallbackRecord(record);
  const kept = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'fubB');
  KeRegisterBugCheckCallback(record, Plain, kept, 16, NULL);
  ${more}`,
});

describe('BUG-03: registration', () => {
  const { wdm, kernel, bugCheck } = makeNt();
  const call = (name: string, ...given: unknown[]): unknown =>
    (wdm[name] as (...parameters: unknown[]) => unknown)(...given);
  const record = kernel.memory.view(KBUGCHECK_CALLBACK_RECORD, kernel.pool.allocate(64, 0, 0, false));
  const reason = kernel.memory.view(KBUGCHECK_REASON_CALLBACK_RECORD, kernel.pool.allocate(64, 0, 0, true));
  const routine = (): void => {};

  test('a record that was not initialised is refused, one that was is taken once', () => {
    const register = (): unknown => call('KeRegisterBugCheckCallback', record, routine, 0x5000, 32, 0x6000);
    expect(register()).toBe(false);
    call('KeInitializeCallbackRecord', record);
    expect([register(), register()]).toEqual([true, false]);
    expect(record.Checksum).toBe((kernel.memory.addressOfRoutine(routine) + 0x5000 + 32 + 0x6000) >>> 0);
    expect(bugCheck.callbacks.plain).toHaveLength(1);
  });

  test('it can be taken back once, and is empty again', () => {
    expect([call('KeDeregisterBugCheckCallback', record), call('KeDeregisterBugCheckCallback', record)]).toEqual([
      true,
      false,
    ]);
    expect([record.State, bugCheck.callbacks.plain.length]).toEqual([BufferEmpty, 0]);
  });

  test.each([
    [0, false],
    [1, false],
    [2, true],
    [3, true],
    [4, true],
    [5, true],
    [6, true],
    [7, true],
    [8, false],
    [9, false],
  ])('BUG-04: reason %i: %s', (value, isTaken) => {
    expect(call('KeRegisterBugCheckReasonCallback', reason, routine, value, 0)).toBe(isTaken);
    expect(call('KeDeregisterBugCheckReasonCallback', reason)).toBe(isTaken);
  });
});

test('BUG-09: an array for the small dump takes as many ranges as it has room for, and 32 MiB', () => {
  const { wdm, kernel } = makeNt();
  const call = (name: string, ...given: unknown[]): unknown =>
    (wdm[name] as (...parameters: unknown[]) => unknown)(...given);
  const array = (wdm['cast'] as (type: unknown, at: number) => { NumBlocksTotal: number })(
    wdm['KTRIAGE_DUMP_DATA_ARRAY'],
    kernel.pool.allocate(64, 0, 0, true),
  );
  expect(call('KeInitializeTriageDumpDataArray', array, 39)).toBe(0xc0000023);
  expect(call('KeInitializeTriageDumpDataArray', array, 32 + 2 * 8)).toBe(0);
  expect(array.NumBlocksTotal).toBe(2);
  const add = (size: number): unknown => call('KeAddTriageDumpDataBlock', array, 0x5000, size);
  expect([add(0), add(33_554_433), add(33_554_432), add(1)]).toEqual([0xc000000d, 0xc000009a, 0, 0xc000009a]);
});

test('BUG-02: reason callbacks run before and while the dump is written, plain ones after it', async () => {
  const said = (what: string): string => `DbgPrint('${what}\\n');`;
  const each = ['TriageDumpData', 'RemovePages', 'AddPages', 'SecondaryDumpData'].map((reason) =>
    reasonCallback(`KbCallback${reason}`, said(reason), 'KBUGCHECK_TRIAGE_DUMP_DATA', reason),
  );
  const io = reasonCallback('KbCallbackDumpIo', `DbgPrint('io %d\\n', data.Type);`, 'KBUGCHECK_DUMP_IO', 'Io');
  const machine = await crashLab(joined(plain(said('plain')), ...each, io));
  const order = printed(machine).filter((line, index, all) => line !== all[index - 1]);
  expect(order).toEqual([
    'TriageDumpData',
    'AddPages',
    'RemovePages',
    'io 1',
    'io 2',
    'SecondaryDumpData',
    'io 3',
    'io 1',
    'io 4',
    'plain',
  ]);
  expect(machine.nt.bugCheck.state).toBe('halted');
  expect(rules(machine)).toEqual([]);
});

test('BUG-02 11 STV-16: what a plain callback stores is not in the dump, neither on the disk nor saved later', async () => {
  const machine = await crashLab(plain('cast(KEVENT, buffer).Header.SignalState = 0x12345678;'));
  const record = machine.nt.bugCheck.callbacks.plain[0]?.record as KBUGCHECK_CALLBACK_RECORD;
  expect(machine.nt.kernel.memory.peek(record.Buffer, 8).includes(0x78)).toBe(true);
  expect(opened(machine).readPhysical(record.Buffer, 8)).toEqual(new Uint8Array(8));
  const saved = machine.dump('kernel');
  const changed = saved?.pieces.some(({ bytes }) =>
    Buffer.from(bytes()).includes(Buffer.from([0x78, 0x56, 0x34, 0x12])),
  );
  expect(changed).toBe(false);
  expect([record.State, rules(machine)]).toEqual([BufferFinished, []]);
});

test('BUG-06: secondary data is asked for by size, then taken from the buffer of the system', async () => {
  const machine = await crashLab(
    reasonCallback(
      'KbCallbackSecondaryDumpData',
      `${SET_GUID}
  DbgPrint('%d %d %d\\n', data.OutBuffer === 0 ? 0 : 1, data.InBufferLength, data.MaximumAllowed);
  data.OutBufferLength = 16;
  if (data.OutBuffer !== 0) RtlFillMemory(data.InBuffer, 16, 0x5a);
  data.OutBuffer = data.InBuffer;`,
      'KBUGCHECK_SECONDARY_DUMP_DATA',
    ),
  );
  expect(printed(machine)).toEqual(['0 4096 1048576', '1 4096 1048576']);
  expect(readSecondary(opened(machine), GUID)).toEqual(new Uint8Array(16).fill(0x5a));
  expect(rules(machine)).toEqual([]);
});

test('BUG-06: data in several parts comes until no part is left', async () => {
  const machine = await crashLab(
    reasonCallback(
      'KbCallbackSecondaryMultiPartDumpData',
      `data.Guid.Data1 = 0x77 + Math.floor((CallbackCalls - 1) / 2);
  data.OutBuffer = data.InBuffer;
  data.OutBufferLength = 8;
  if (CallbackCalls < 5) data.Flags = KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA;
  if (CallbackCalls === 1) DbgPrint('%x %d\\n', data.BugCheckCode, data.DumpType);`,
      'KBUGCHECK_SECONDARY_DUMP_DATA_EX',
    ),
  );
  const dump = opened(machine);
  const parts = [0x77, 0x78, 0x79, 0x7a].map((first) =>
    readSecondary(dump, `${first.toString(16).padStart(8, '0')}-0000-0000-0000-000000000000`),
  );
  expect(parts.map((part) => part?.length ?? null)).toEqual([8, 8, 8, null]);
  expect(printed(machine)).toEqual(['e2 5']);
});

test('BUG-15: what is more than the system takes is left out', async () => {
  const machine = await crashLab(
    reasonCallback(
      'KbCallbackSecondaryDumpData',
      'data.OutBuffer = data.InBuffer; data.OutBufferLength = data.MaximumAllowed + 1;',
      'KBUGCHECK_SECONDARY_DUMP_DATA',
    ),
  );
  expect(rules(machine)).toEqual(['bugcheck/secondary-data: 1048577 bytes of data, and 1048576 are allowed: left out']);
  expect(machine.nt.bugCheck.collected?.secondary).toEqual([]);
});

const page = (address: string, flags: string, count = '1'): string =>
  `data.Flags = ${flags}; data.Address = ${address}; data.Count = ${count};`;

test('BUG-07: pages are added to a kernel dump and removed from it; removal counts more', async () => {
  const machine = await crashLab(
    joined(
      reasonCallback(
        'KbCallbackAddPages',
        `data.Context = data.Context + 1; ${page('0x3f0000 + data.Context * 4096', 'KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS | (AddCalls < 3 ? KB_ADD_PAGES_FLAG_ADDITIONAL_RANGES_EXIST : 0)')}`,
        'KBUGCHECK_ADD_PAGES',
        'Add',
      ),
      reasonCallback(
        'KbCallbackRemovePages',
        page('0x3f2000', 'KB_REMOVE_PAGES_FLAG_VIRTUAL_ADDRESS'),
        'KBUGCHECK_REMOVE_PAGES',
        'Remove',
      ),
    ),
  );
  const dump = opened(machine);
  expect([0x3f0, 0x3f1, 0x3f2, 0x3f3, 0x3f4].map((one) => dump.readPhysicalPage(one) !== null)).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(rules(machine)).toEqual([]);
});

test.each([
  [
    'neither flag',
    page('0x3f0000', '0'),
    '1 pages to add at 0x3f0000 are given neither as virtual nor as physical: left out',
  ],
  [
    'both flags',
    page('0x3f0000', '3'),
    '1 pages to add at 0x3f0000 are given both as virtual and as physical: left out',
  ],
  ['no whole page', page('0x3f0010', '1'), '1 pages to add at 0x3f0010 are no whole pages of memory: left out'],
  ['beyond memory', page('0x3ff000', '2', '2'), '2 pages to add at 0x3ff000 are no whole pages of memory: left out'],
  ['always more', 'data.Flags = 0x80000000;', 'there is always one range more, after 256 calls too'],
])('BUG-07: pages with %s are left out', async (_what, body, message) => {
  const machine = await crashLab(reasonCallback('KbCallbackAddPages', body, 'KBUGCHECK_ADD_PAGES'));
  expect(rules(machine)).toEqual([`bugcheck/pages: ${message}`]);
  expect(opened(machine).readPhysicalPage(0x3f0)).toBeNull();
});

test('BUG-08: each piece is shown as it is written, then that the dump is complete', async () => {
  const machine = await crashLab(
    reasonCallback(
      'KbCallbackDumpIo',
      "DbgPrint('%d %d %d\\n', data.Type, data.BufferLength, data.Buffer === 0 ? 0 : cast(KEVENT, data.Buffer).Header.SignalState === 0x12345678 ? 2 : 1);",
      'KBUGCHECK_DUMP_IO',
    ),
  );
  const lines = printed(machine);
  const { run } = machine.nt.dumpStack;
  expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual(['1 8192 1', '1 8192 1', '4 0 0']);
  const sum = lines.slice(1, -2).reduce((total, line) => total + Number(line.split(' ')[1]), 8192);
  expect(sum).toBe(run?.bytes);
});

test('BUG-09: ranges for a small dump are kept; one that is not resident is left out', async () => {
  const machine = await crashLab(
    joined(
      {
        more: 'let array = null;',
        entry: `const memory = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'irtB');
  array = cast(KTRIAGE_DUMP_DATA_ARRAY, memory);
  KeInitializeTriageDumpDataArray(array, 64);
  KeAddTriageDumpDataBlock(array, memory, 64);
  KeAddTriageDumpDataBlock(array, 0x3f0000, 16);`,
      },
      reasonCallback(
        'KbCallbackTriageDumpData',
        "data.DataArray = array; DbgPrint('%x %d %d\\n', data.BugCheckCode, data.Flags, data.MaxVirtMemSize);",
        'KBUGCHECK_TRIAGE_DUMP_DATA',
      ),
    ),
  );
  expect(printed(machine)).toEqual(['e2 1 33554432']);
  expect(machine.nt.bugCheck.collected?.triageRanges.map(({ size }) => size)).toEqual([64]);
  expect(rules(machine)).toEqual(['bugcheck/triage-data: the range of 16 bytes at 0x3f0000 is not resident: left out']);
});

describe('BUG-05: what a callback may not do ends it, and the dump goes on', () => {
  test.each([
    [
      'allocates',
      "ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT');",
      'bugcheck/forbidden-call: ExAllocatePool2 was called',
    ],
    [
      'takes a lock',
      'const old = out(); KeAcquireSpinLock(buffer, old);',
      'bugcheck/forbidden-call: KeAcquireSpinLock was called',
    ],
    [
      'waits',
      'return KeDelayExecutionThread(KernelMode, FALSE, -10n);',
      'bugcheck/forbidden-call: KeDelayExecutionThread was called',
    ],
    [
      'touches what is not there',
      'cast(KEVENT, 0x3f0000).Header.SignalState = 1;',
      'bugcheck/callback-fault: bug check 0x000000D1 came up',
    ],
    ['throws', "throw new Error('oops');", 'bugcheck/callback-fault: there was an exception, oops'],
    [
      'stops the machine once more',
      'KeBugCheckEx(0xDEAD, 1, 2, 3, 4);',
      'bugcheck/callback-fault: bug check 0x0000DEAD came up',
    ],
  ])('one that %s', async (_what, body, finding) => {
    const machine = await crashLab(plain(body));
    expect(rules(machine)).toEqual([finding]);
    expect(machine.nt.bugCheck.callbacks.plain[0]?.record.State).toBe(BufferIncomplete);
    expect(machine.state().bugcheck?.code).toBe(0xe2);
    expect(opened(machine).header.bugCheckCode).toBe(0xe2);
  });

  test('memory, registers of the clock, stalls and MmIsAddressValid are allowed', async () => {
    const machine = await crashLab(
      plain(
        "RtlZeroMemory(buffer, 8); KeStallExecutionProcessor(10); DbgPrint('%d %d %d\\n', MmIsAddressValid(buffer) ? 1 : 0, MmIsAddressValid(0x3f0000) ? 1 : 0, KeGetCurrentIrql());",
      ),
    );
    expect([printed(machine), rules(machine)]).toEqual([['1 0 31'], []]);
  });
});

test('BUG-02 1 STV-15: a bug check inside of a DumpIo callback is recorded as nested, and the dump is valid', async () => {
  const machine = await crashLab(
    reasonCallback('KbCallbackDumpIo', 'if (data.Type === 2) KeBugCheckEx(0x50, 1, 2, 3, 4);', 'KBUGCHECK_DUMP_IO'),
  );
  expect(machine.nt.bugCheck.nested).toEqual([{ code: 0x50, parameters: [1, 2, 3, 4], step: 'dumping' }]);
  expect(opened(machine).header.bugCheckCode).toBe(0xe2);
  expect(machine.analyze()).toContain('PAGE_FAULT_IN_NONPAGED_AREA came up in state dumping, and stopped nothing');
});

test('BUG-03: a record that was written over is left out', async () => {
  const machine = await crashLab(plain("DbgPrint('called\\n');", 'record.Length = 17;'));
  expect(printed(machine)).toEqual([]);
  expect(rules(machine)).toEqual([
    expect.stringMatching(/^bugcheck\/record-damaged: .* has changed since it was registered/),
  ]);
});

test('BUG-03: a record that was freed is left out', async () => {
  const machine = await crashLab(plain("DbgPrint('called\\n');", 'ExFreePool(record);'));
  expect(printed(machine)).toEqual([]);
  expect(rules(machine)).toEqual([expect.stringMatching(/^bugcheck\/record-damaged: .* may not be touched/)]);
});

test('BUG-02 4: without a dump file only plain callbacks are called', async () => {
  const machine = await crashLab(
    joined(
      plain("DbgPrint('plain\\n');"),
      reasonCallback('KbCallbackAddPages', "DbgPrint('add\\n');", 'KBUGCHECK_ADD_PAGES'),
    ),
    [{ op: 'usage', device: 'dev0', type: 'dump', inPath: false }, CRASH],
  );
  expect(printed(machine)).toEqual(['plain']);
  expect(machine.state().bugcheck?.dumpPath).toBeUndefined();
});
