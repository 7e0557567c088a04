/**
 * STR-A to STR-D: how a disk comes to an armed dump stack, a bug check to a dump, a hibernation to its image and back, and what
 * a forgotten mark does. The golden files are the whole of it; the tests hold what the traces say must be so.
 */
import { describe, expect, test } from 'vitest';
import { DUMP_MODE_CRASH } from '../../../src/abi/storport-constants.ts';
import { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { readSecondary } from '../../../src/dump-file/read-secondary.ts';
import type { MiniportPort } from '../../../src/kernel/dump/miniport-port.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { type Change, callsOf, Trace } from './support.ts';

const GOLDEN = './golden';
const GUID = '01020304-0506-0708-090a-0b0c0d0e0f10';

/** Two pages that are not in use: only a callback brings them into a kernel dump. */
const ADDED = 0xe00;

const DRIVER_Y = {
  more: `
let kept = NULL;
function Pages(reason, record, address, length) {
  const data = cast(KBUGCHECK_ADD_PAGES, address);
  data.Flags = KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS;
  data.Address = ${ADDED * 0x1000};
  data.Count = 2;
}
function Secondary(reason, record, address, length) {
  const data = cast(KBUGCHECK_SECONDARY_DUMP_DATA, address);
  DbgPrint('secondary data: %s\\n', data.OutBuffer === 0 ? 'size' : 'data');
  data.Guid.Data1 = 0x01020304; data.Guid.Data2 = 0x0506; data.Guid.Data3 = 0x0708;
  for (let i = 0; i < 8; i += 1) data.Guid.Data4.set(i, 9 + i);
  data.OutBuffer = data.InBuffer;
  data.OutBufferLength = 4;
  cast(WORD, data.InBuffer).Value = 0x5a5a5a5a;
}
function DumpIo(reason, record, address, length) {
  const { Type: type } = cast(KBUGCHECK_DUMP_IO, address);
  if (type !== last) DbgPrint('dump I/O: %d\\n', type);
  last = type;
}
let last = 0;
function Plain(buffer, length) {
  DbgPrint('plain callback\\n');
  cast(WORD, buffer).Value = 0x11223344;
}
class WORD extends struct('Y_WORD', { Value: ULONG }) {}
function Reason(routine, reason) {
  const record = cast(KBUGCHECK_REASON_CALLBACK_RECORD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KBUGCHECK_REASON_CALLBACK_RECORD), 'cbgB'));
  KeInitializeCallbackRecord(record);
  KeRegisterBugCheckReasonCallback(record, routine, reason, NULL);
}
function Read(device, irp) {
  const old = out();
  const status = Pass(device, irp);
  KeRaiseIrql(DISPATCH_LEVEL, old);
  if (status === STATUS_PENDING) KeBugCheckEx(DRIVER_IRQL_NOT_LESS_OR_EQUAL, kept, DISPATCH_LEVEL, 0, 0x42000);
  KeLowerIrql(old.value);
  return status;
}
`,
  entry: `
  Reason(Pages, KbCallbackAddPages);
  Reason(Secondary, KbCallbackSecondaryDumpData);
  Reason(DumpIo, KbCallbackDumpIo);
  const record = cast(KBUGCHECK_CALLBACK_RECORD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KBUGCHECK_CALLBACK_RECORD), 'cbgB'));
  KeInitializeCallbackRecord(record);
  kept = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'fubB');
  KeRegisterBugCheckCallback(record, Plain, kept, 16, NULL);
`,
};

function portOf(machine: Machine): MiniportPort {
  return machine.nt.dumpStack.port as MiniportPort;
}

function printed(machine: Machine): readonly string[] {
  return machine.unheard.lines.map(({ text }) => text.trimEnd());
}

/** Says at which IRQL a routine of the miniport runs, and in which mode. */
const SAYS: readonly Change[] = [
  ['mydisk.ts', '  cast,\n', '  cast,\n  DbgPrint,\n  KeGetCurrentIrql,\n'],
  [
    'mydisk.ts',
    '  const data = local(HW_INITIALIZATION_DATA);',
    "  DbgPrint('DriverEntry %s, IRQL %d\\n', driverObject === NULL ? 'NULL' : 'driver', KeGetCurrentIrql());\n  const data = local(HW_INITIALIZATION_DATA);",
  ],
  [
    'mydisk.ts',
    '  adapter.IsDump = config.DumpMode !== 0;',
    "  adapter.IsDump = config.DumpMode !== 0;\n  DbgPrint('FindAdapter DumpMode %d, IRQL %d, context %s\\n', config.DumpMode, KeGetCurrentIrql(), config.MiniportDumpData === 0 ? 'NULL' : 'there');",
  ],
  [
    'mydisk.ts',
    '  const adapter = cast(ADAPTER, extension);\n  if (!adapter.IsDump) {\n    StorPortEnable',
    "  const adapter = cast(ADAPTER, extension);\n  DbgPrint('Initialize IRQL %d\\n', KeGetCurrentIrql());\n  if (!adapter.IsDump) {\n    StorPortEnable",
  ],
];

test('STR-A STOR-20 STOR-71 DUMP-04 a boot ends with an armed dump stack', async () => {
  const trace = await Trace.boot({ files: ['paging', 'dump'], changes: SAYS });
  const { machine } = trace;
  const { dumpStack, storport, kernel } = machine.nt;
  expect(printed(machine)).toEqual([
    'DriverEntry driver, IRQL 0',
    'FindAdapter DumpMode 0, IRQL 0, context NULL',
    'Initialize IRQL 9',
  ]);
  const [adapter] = storport.adapters.values();
  const unit = adapter?.unitAt({ path: 0, target: 0, lun: 0 });
  expect(adapter?.instance?.config).toMatchObject({ MaximumTransferLength: 0x2_0000, NumberOfPhysicalBreaks: 0x21 });
  // StorDeviceUsageTypePaging and StorDeviceUsageTypeDumpFile, once each.
  expect([...(unit?.usages ?? [])]).toEqual([
    [1, 1],
    [3, 1],
  ]);
  expect([dumpStack.state, dumpStack.port?.image, dumpStack.place?.size]).toEqual(['ready', 'dump_mydisk', 0x140_0000]);
  const { source } = portOf(machine);
  const pointers = kernel.memory.peek(source.pointers, 0x34);
  expect([pointers[0], pointers[1], pointers[2]]).toEqual([0x00, 0x01, 0x54]);
  expect(source.miniportDumpData).toBeGreaterThan(0);
  trace.note(`${dumpStack.port?.image ?? ''} is loaded, its filters are ${dumpStack.filters.names.join()}`);
  await expect(trace.withBoot).toMatchFileSnapshot(`${GOLDEN}/str-a.txt`);
});

describe('STR-B', () => {
  const READ = { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 4096, wait: false } as const;

  async function crash(changes: readonly Change[] = SAYS): Promise<Trace> {
    const trace = await Trace.boot({ files: ['paging', 'dump'], changes, filter: DRIVER_Y });
    await trace.play(READ);
    return trace;
  }

  test('STR-B BUG-02 DUMP-10 DUMP-14 DUMP-15 BUG-22 a bug check, its dump, and the next boot', async () => {
    const trace = await crash();
    const { machine } = trace;
    const { dumpStack, storport } = machine.nt;
    const [adapter] = storport.adapters.values();
    expect(machine.state().bugcheck).toMatchObject({ code: 0xd1, dump: 'volC' });
    // Rows 2 and 6: the run-time instance keeps its request, and the other one has an extension of its own.
    expect(adapter?.transport?.outstanding.size).toBe(1);
    const { run } = portOf(machine);
    expect([run.mode, run.extension === adapter?.instance?.extension]).toEqual([DUMP_MODE_CRASH, false]);
    expect(run.calls.slice(0, 4)).toEqual(['DriverEntry', 'HwStorFindAdapter', 'HwStorInitialize', 'HwStorBuildIo']);
    expect(run.calls.some((call) => /Control|Passive|Dpc/.test(call))).toBe(false);
    expect(printed(machine).slice(3)).toEqual([
      'DriverEntry NULL, IRQL 31',
      'FindAdapter DumpMode 1, IRQL 31, context there',
      'Initialize IRQL 31',
      'dump I/O: 1',
      'dump I/O: 2',
      'secondary data: size',
      'secondary data: data',
      'dump I/O: 3',
      'dump I/O: 1',
      'dump I/O: 4',
      'plain callback',
    ]);
    expect(run.violations).toEqual([]);
    expect(dumpStack.run).toMatchObject({ stage: 'done', reason: null });
    trace.note(callsOf(run), ...printed(machine).slice(3));

    const next = await trace.reboot();
    expect(next.state().memoryDump).toMatchObject({ code: 0xd1 });
    expect(next.nt.dumpStack.state).toBe('ready');
    const found = next.dump('found');
    const bytes = new Uint8Array(found?.size ?? 0);
    for (const { offset, bytes: make } of found?.pieces ?? []) bytes.set(make(), offset);
    const dump = DumpFile.open({ size: bytes.length, read: (at, length) => bytes.slice(at, at + length) });
    expect(dump.header).toMatchObject({ bugCheckCode: 0xd1, dumpType: 5 });
    expect(dump.header.parameters.slice(1)).toEqual([2n, 0n, 0x42000n]);
    // Row 3: two pages that nobody uses, and row 14: what the plain callback has stored is not there.
    expect([ADDED - 1, ADDED, ADDED + 1, ADDED + 2].map((page) => dump.readPhysicalPage(page) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(readSecondary(dump, GUID)).toEqual(Uint8Array.of(0x5a, 0x5a, 0x5a, 0x5a));
    const kept = dump.readVirtual(dump.header.parameters[0] ?? 0n, 4);
    expect([...(kept ?? [])]).not.toEqual([0x44, 0x33, 0x22, 0x11]);
    trace.note(
      `the next boot finds a dump of type ${dump.header.dumpType}, bug check 0x${dump.header.bugCheckCode.toString(16)}`,
    );
    await expect(trace.text).toMatchFileSnapshot(`${GOLDEN}/str-b.txt`);
  });

  test('STR-B 6 DUMP-12 STOR-55 pool in HwStorFindAdapter is refused, and found; the dump is written without', async () => {
    const trace = await crash([
      [
        'dump.ts',
        '  return cast(DUMP_CONTEXT, data);',
        "  const block = out<PVOID>(0);\n  DbgPrint('pool: %x\\n', StorPortAllocatePool(extension, 16, 'Mdsk', block));\n  return cast(DUMP_CONTEXT, data);",
      ],
      ['dump.ts', '  cast,\n', '  cast,\n  DbgPrint,\n'],
    ]);
    expect(printed(trace.machine)[0]).toBe('pool: c1000002');
    expect(trace.machine.state().violations.map(({ rule }) => rule)).toContain('dump/miniport-call');
    expect(trace.machine.nt.dumpStack.run?.stage).toBe('done');
  });

  test('STR-B 8 DUMP-14 without polling support the unit is not ready, and there is no dump', async () => {
    const trace = await crash([
      [
        'mydisk.ts',
        '  const causes = Read(extension, adapter, INTERRUPT_STATUS);',
        '  if (adapter.IsDump) return FALSE;\n  const causes = Read(extension, adapter, INTERRUPT_STATUS);',
      ],
    ]);
    const { run } = trace.machine.nt.dumpStack;
    expect([run?.stage, run?.reason]).toEqual(['unitReady', 'mydisk: unit not ready: INQUIRY failed']);
    expect((await trace.reboot()).state().memoryDump).toBeUndefined();
  });
});

const HIBERNATE = { op: 'power', request: 'hibernate' } as const;
const WAKE = { op: 'power', request: 'wake', powerLost: true } as const;

/** Phases that the stack of a hibernation has gone through, with what its miniport was called with in each. */
function watchRuns(machine: Machine): readonly string[] {
  const runs: string[] = [];
  const { storport } = machine.nt;
  let last = storport.lastRun;
  Object.defineProperty(storport, 'lastRun', {
    get: () => last,
    set: (run: typeof last) => {
      if (run === last || run === null) return;
      last = run;
      const at = runs.length;
      const end = run.end.bind(run);
      runs.push('');
      run.end = () => {
        runs[at] = callsOf(run);
        end();
      };
    },
  });
  return runs;
}

/** A second block of pool behind the dump context, and a table in the miniport's own data. */
const PORTS: readonly Change[] = [
  ['dump.ts', '  Targets: ULONG,\n', '  Targets: ULONG,\n  Ports: PVOID,\n'],
  [
    'dump.ts',
    '  context.Targets = targets;',
    "  const ports = out<PVOID>(0);\n  StorPortAllocatePool(extension, 8192, 'troP', ports);\n  context.Ports = ports.value;\n  cast(DUMP_CONTEXT, ports.value + 4096).Targets = 7;\n  context.Targets = targets;",
  ],
  ['dump.ts', '  cast,\n', '  cast,\n  DbgPrint,\n'],
  ['dump.ts', '  type PVOID,\n', '  PVOID,\n'],
  [
    'dump.ts',
    '  return cast(DUMP_CONTEXT, data);',
    "  const context = cast(DUMP_CONTEXT, data);\n  if (config.DumpMode === 4) DbgPrint('port 0: %x\\n', cast(DUMP_CONTEXT, context.Ports + 4096).Targets);\n  return context;",
  ],
  [
    'dump.ts',
    '  StorPortFreePool(extension, cast(MINIPORT_DUMP_POINTERS',
    '  StorPortFreePool(extension, cast(DUMP_CONTEXT, cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer).MiniportPrivateDumpData).Ports);\n  StorPortFreePool(extension, cast(MINIPORT_DUMP_POINTERS',
  ],
];
const MARK = '  StorPortMarkDumpMemory(extension, data, sizeof(DUMP_CONTEXT), 0); // (C)\n';
const MARK_ALL: Change = [
  'dump.ts',
  MARK,
  `${MARK}  StorPortMarkDumpMemory(extension, cast(DUMP_CONTEXT, data).Ports, 0, 0);\n`,
];

async function thereAndBack(changes: readonly Change[]): Promise<{ trace: Trace; runs: readonly string[] }> {
  const trace = await Trace.boot({ files: ['hibernation'], changes });
  const runs = watchRuns(trace.machine);
  await trace.play(HIBERNATE);
  trace.machine.nt.kernel.memory.u8.fill(0);
  await trace.play(WAKE);
  trace.note(...runs, ...printed(trace.machine));
  return { trace, runs };
}

test('STR-C DUMP-30 DUMP-35 STOR-63 a hibernation and back, with the context and the table behind it marked', async () => {
  const { trace, runs } = await thereAndBack([...PORTS, MARK_ALL]);
  const { machine } = trace;
  expect(runs.map((run) => run.slice(0, 'DumpMode 3'.length))).toEqual(['DumpMode 3', 'DumpMode 2', 'DumpMode 4']);
  // H3: no HwStorInitialize.
  expect(runs[0]).toBe('DumpMode 3: DriverEntry, HwStorFindAdapter');
  expect(printed(machine)).toEqual(['port 0: 7']);
  expect([machine.state().violations, machine.state().bugcheck]).toEqual([[], null]);
  expect(machine.nt.hiberStack.state).toBe('unloaded');
  await expect(trace.text).toMatchFileSnapshot(`${GOLDEN}/str-c.txt`);
});

describe('STR-D', () => {
  test('STR-D 1 2 DUMP-36 DUMP-37 only the context is marked: what it points to is poison, and a finding', async () => {
    const { trace } = await thereAndBack(PORTS);
    const { machine } = trace;
    expect(printed(machine)).toEqual(['port 0: cdcdcdcd']);
    const [finding, ...others] = machine.state().violations;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'dump/resume-unmarked', driver: 'mydisk' });
    expect(finding?.file).toContain('dump.ts');
    expect(finding?.message).toContain("in 8192 bytes of pool with tag 'troP'");
    await expect(trace.text).toMatchFileSnapshot(`${GOLDEN}/str-d.txt`);
  });

  test('STR-D 3 a miniport that gives up then loses the image: the resume fails', async () => {
    const { trace } = await thereAndBack([
      ...PORTS.filter(([, find]) => !find.includes('return cast')),
      [
        'dump.ts',
        '  return cast(DUMP_CONTEXT, data);',
        "  const context = cast(DUMP_CONTEXT, data);\n  if (config.DumpMode === 4 && cast(DUMP_CONTEXT, context.Ports + 4096).Targets !== 7) {\n    DbgPrint('wrong port\\n');\n    return null;\n  }\n  return context;",
      ],
    ]);
    expect(trace.machine.state().violations.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      expect.stringMatching(/^dump\/resume-unmarked: /),
      'dump/image-not-read: resume failed, the hibernation data is lost: mydisk: HwStorFindAdapter returned 2',
    ]);
  });

  test('STR-D 4 DUMP-38 no mark at all is said when the marks are collected, and the context itself is poison', async () => {
    const { trace } = await thereAndBack([['dump.ts', MARK, '']]);
    expect(
      trace.machine
        .state()
        .violations.map(({ rule }) => rule)
        .slice(0, 2),
    ).toEqual(['dump/nothing-marked', 'dump/resume-unmarked']);
  });

  test('STR-D 5 DUMP-30 a miniport that does not claim to resume has the loader read everything', async () => {
    const { trace, runs } = await thereAndBack([
      ...PORTS,
      ['mydisk.ts', 'STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE;', 'STOR_FEATURE_DUMP_POINTERS;'],
      ['mydisk.ts', '  STOR_FEATURE_DUMP_RESUME_CAPABLE,\n', ''],
    ]);
    expect(runs.map((run) => run.slice(0, 'DumpMode 3'.length))).toEqual(['DumpMode 3', 'DumpMode 2']);
    expect(trace.machine.state().violations).toEqual([]);
  });
});
