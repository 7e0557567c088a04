import { expect, test } from 'vitest';
import { DUMP_MODE_HIBER, DUMP_MODE_MARK_MEMORY, DUMP_MODE_RESUME } from '../../../src/abi/storport-constants.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import {
  bootHiber,
  type Change,
  HIBERNATE,
  inMode,
  MARK,
  MARK_PORTS,
  NO_CONTEXT,
  SECOND_BLOCK,
  WAKE,
} from './hiber-lab.ts';
import { CRASH, dumpOnDisk } from './lab.ts';

const WRITE: Injection = { op: 'io', device: 'disk0', request: 'write', offset: 0, length: 512, data: 'still there' };

function states(machine: Machine): string {
  const { events } = machine.readTrace(0, 1_000_000);
  return events
    .filter(({ kind, detail }) => kind === 'state' && detail?.includes('hiber-stack') === true)
    .map(({ detail }) => detail?.split('--> ')[1])
    .join(' ');
}

/** There and back with changes in the miniport, memory gone in between. @returns what was found */
async function roundTrip(
  changes: readonly Change[],
): Promise<{ machine: Machine; found: readonly string[]; ok: boolean }> {
  const machine = await bootHiber(changes);
  await machine.inject(HIBERNATE);
  machine.nt.kernel.memory.u8.fill(0);
  const { ok } = await machine.inject(WAKE);
  const found = machine.state().violations.map(({ rule, message, file }) => `${rule} ${file ?? '-'}: ${message}`);
  return { machine, found, ok };
}

test.each([
  ['the in-box miniport', null],
  ['a user’s copy of it', []],
] as const)(
  'STR-C DUMP-30 DUMP-31 DUMP-35: %s marks, writes and reads back, with memory gone in between',
  async (_what, changes) => {
    const machine = await bootHiber(changes);
    const { memory } = machine.nt.kernel;
    expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: true });
    const before = memory.u8.slice();
    memory.u8.fill(0);
    expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
    expect(states(machine)).toBe(
      'loading loaded marking marked writing written off bootSet reading restored unloading unloaded',
    );
    expect(before.length).toBe(memory.size);
    expect(await machine.inject(WRITE)).toMatchObject({ ok: true });
    expect([machine.state().violations, machine.state().bugcheck]).toEqual([[], null]);
    // Once more: nothing of the first time is in the way.
    expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: true });
    expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
  },
);

test('STR-D DUMP-36 DUMP-37: a second block that is not marked is poison in the resume, and a finding at its line', async () => {
  const { machine, found, ok } = await roundTrip([
    ...SECOND_BLOCK,
    inMode(DUMP_MODE_RESUME, "DbgPrint('%x\\n', cast(DUMP_CONTEXT, dump.Ports + 4096).Targets);"),
    ['  cast,\n', '  cast,\n  DbgPrint,\n'],
  ]);
  expect(ok).toBe(true);
  expect(machine.unheard.lines.map(({ text }) => text.trim())).toEqual(['cdcdcdcd']);
  expect(found).toEqual([
    expect.stringMatching(
      /^dump\/resume-unmarked mini\.ts: HwStorFindAdapter reads 0x\w+, in 8192 bytes of pool with tag 'troP' that mini has allocated before the image is read back: it is not marked$/,
    ),
  ]);
});

test('DUMP-35 STV-04 STV-25: marked with Length 0 the whole block is there; what the resume changes in it stays', async () => {
  const { machine, found } = await roundTrip([
    ...SECOND_BLOCK,
    MARK_PORTS,
    inMode(
      DUMP_MODE_RESUME,
      "const port = cast(DUMP_CONTEXT, dump.Ports + 4096); DbgPrint('%x\\n', port.Targets); port.Targets = 8;",
    ),
    ['  cast,\n', '  cast,\n  DbgPrint,\n'],
    [
      'function FreeDumpPointers(extension: PVOID, srb: SCSI_REQUEST_BLOCK): ULONG {\n',
      "function FreeDumpPointers(extension: PVOID, srb: SCSI_REQUEST_BLOCK): ULONG {\n  DbgPrint('%x\\n', cast(DUMP_CONTEXT, cast(DUMP_CONTEXT, cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer).MiniportPrivateDumpData).Ports + 4096).Targets);\n",
    ],
  ]);
  expect(machine.unheard.lines.map(({ text }) => text.trim())).toEqual(['7', '8']);
  expect(found).toEqual([]);
});

test('DUMP-37 STV-24: a counter in memory that is not marked changes while the image is written', async () => {
  const count = inMode(DUMP_MODE_HIBER, 'cast(DUMP_CONTEXT, dump.Ports + 4096).Targets += 1;');
  const { found } = await roundTrip([...SECOND_BLOCK, count]);
  expect(found).toEqual([
    expect.stringMatching(
      /^dump\/hiber-unmarked-write \S+: memory at 0x\w+, in 8192 bytes of pool with tag 'troP' that mini has allocated was written while the image was: it is not marked$/,
    ),
  ]);
  expect((await roundTrip([...SECOND_BLOCK, MARK_PORTS, count])).found).toEqual([]);
});

test('DUMP-37 BC-02 0xA0/0x4: where the rule stops the machine, it is with both checksums of the page', async () => {
  const count = inMode(DUMP_MODE_HIBER, 'cast(DUMP_CONTEXT, dump.Ports + 4096).Targets += 1;');
  const machine = await bootHiber([...SECOND_BLOCK, count], 'hibernation', {
    mode: 'all',
    rules: { 'dump/hiber-unmarked-write': 'bugcheck' },
  });
  await machine.inject(HIBERNATE);
  const { bugcheck } = machine.state();
  expect(bugcheck).toMatchObject({ code: 0xa0, driver: 'mini' });
  const [first, expected, actual, line] = bugcheck?.parameters ?? [];
  expect([first, line]).toEqual(['0x4', '0x0']);
  expect(expected).not.toBe(actual);
  expect(bugcheck?.text).toContain('about to be written to the hibernation file');
});

test('DUMP-38 STR-D 4: nothing is marked at all', async () => {
  const { found } = await roundTrip([[MARK, '']]);
  expect(found[0]).toMatch(/^dump\/nothing-marked \S+: StorPortMarkDumpMemory was not called/);
  expect(found[1]).toMatch(/^dump\/resume-unmarked mini\.ts: HwStorFindAdapter reads 0x\w+, in \d+ bytes of pool/);
});

test('STR-D 5 DUMP-30: a miniport that cannot resume leaves the reading to the loader, and the mistake stays hidden', async () => {
  const { machine, found, ok } = await roundTrip([
    ...SECOND_BLOCK,
    ['STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE', 'STOR_FEATURE_DUMP_POINTERS'],
  ]);
  expect([ok, found]).toEqual([true, []]);
  expect(states(machine)).not.toContain('reading');
});

/** Where the memory of the stack begins, as the bug check names it. */
function contextOf(machine: Machine): string {
  return `0x${(machine.nt.hiberStack.port?.source.block.start ?? 0).toString(16)}`;
}

test('STR-D 3 BC-02: a miniport that cannot be brought up for the resume stops the machine with 0xA0/0xC, and says why', async () => {
  const { machine, found } = await roundTrip([inMode(DUMP_MODE_RESUME, 'return SP_RETURN_ERROR;')]);
  expect(found).toEqual([
    'dump/image-not-read mini.ts: resume failed, the hibernation data is lost: mini: HwStorFindAdapter returned 2',
  ]);
  expect(machine.state().bugcheck).toMatchObject({
    code: 0xa0,
    parameters: ['0xc', '0xc0000001', contextOf(machine), '0x0'],
    driver: 'mini',
  });
});

test.each([
  [DUMP_MODE_MARK_MEMORY, 'marking failed', '0x9', 'The hibernation file could not be prepared.'],
  [DUMP_MODE_HIBER, 'writing failed', '0xc', 'The dump stack could not be initialized.'],
])('DUMP-30 H6 PWR-78 BC-02 0xA0/0x9 0xA0/0xC: a miniport that fails in mode %i', async (mode, end, code, text) => {
  const machine = await bootHiber([inMode(mode, 'return SP_RETURN_ERROR;')]);
  await machine.inject(HIBERNATE);
  expect(machine.state().bugcheck).toMatchObject({
    code: 0xa0,
    parameters: [code, '0xc0000001', code === '0x9' ? '0x0' : contextOf(machine), '0x0'],
    driver: 'mini',
  });
  expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['dump/image-not-written']);
  expect(machine.state().bugcheck?.text).toContain(text);
  expect(states(machine)).toMatch(new RegExp(`${end}$`));
});

test.each([
  ['written', DUMP_MODE_HIBER, 0x0a],
  ['read', DUMP_MODE_RESUME, 0x08],
])('DUMP-30 H6 BC-02 0xA0/0x10A: an image that cannot be %s, request by request', async (what, mode, operation) => {
  const { machine, found } = await roundTrip([
    inMode(mode, 'failing = true;'),
    ['function StartIo(', 'let failing = false;\nfunction StartIo('],
    [
      '  const command = PhysicalAddress(extension, srb, srb.SrbExtension);\n',
      `  if (failing && (srb.Cdb.get(0) & 0x1f) === ${operation}) {
    StorPortCompleteRequest(extension, srb.PathId, srb.TargetId, srb.Lun, SRB_STATUS_ERROR);
    return TRUE;
  }
  const command = PhysicalAddress(extension, srb, srb.SrbExtension);\n`,
    ],
  ]);
  expect(found.map((one) => one.split(' ')[0])).toEqual([`dump/image-not-${what}`]);
  expect(machine.state().bugcheck).toMatchObject({
    code: 0xa0,
    parameters: ['0x10a', '0x0', contextOf(machine), '0xc0000001'],
    driver: 'mini',
  });
});

test('DUMP-30 H6 BC-02 0xA0/0x108: a write of the image that the miniport never completes', async () => {
  const { machine, found } = await roundTrip([
    inMode(DUMP_MODE_HIBER, 'isSilent = true;'),
    ['function StartIo(', 'let isSilent = false;\nfunction StartIo('],
    [
      '  const command = PhysicalAddress(extension, srb, srb.SrbExtension);\n',
      `  if (isSilent && srb.Cdb.get(0) === 0x2a) {
    return TRUE;
  }
  const command = PhysicalAddress(extension, srb, srb.SrbExtension);\n`,
    ],
  ]);
  expect(found.map((one) => one.split(' ')[0])).toEqual(['dump/image-not-written']);
  expect(machine.state().bugcheck).toMatchObject({
    code: 0xa0,
    parameters: ['0x108', '0x0', contextOf(machine), '0x0'],
    driver: 'mini',
  });
  expect(machine.state().bugcheck?.text).toContain('The disk stack failed to write the hibernation file.');
});

test('DUMP-30 H1: a miniport that hands over no dump context keeps the system in S0, and every device goes on', async () => {
  const machine = await bootHiber(NO_CONTEXT);
  expect(await machine.inject(HIBERNATE)).toMatchObject({
    ok: false,
    message:
      'The system stays in S0: the hibernation file cannot be reached through its miniport, because SRB_FUNCTION_DUMP_POINTERS ended with status 0x4. Let it answer SRB_FUNCTION_DUMP_POINTERS.',
  });
  expect(states(machine)).toBe('loading unloaded');
  expect(await machine.inject(WRITE)).toMatchObject({ ok: true });
  expect(machine.state()).toMatchObject({ bugcheck: null, violations: [], systemPower: 'S0' });
  // What needs no image is still there.
  expect(await machine.inject({ op: 'power', request: 'sleep' })).toMatchObject({ ok: true });
  expect(await machine.inject({ op: 'power', request: 'wake' })).toMatchObject({ ok: true });
});

test('STR-B STV-23 DUMP-10: a crash goes through a second instance of the same miniport', async () => {
  const machine = await bootHiber([], 'dump');
  await machine.inject(CRASH);
  const { port } = machine.nt.dumpStack;
  expect(port?.image).toBe('dump_mini');
  expect(dumpOnDisk(machine)?.header.bugCheckCode).toBe(0xe2);
  expect(machine.state().violations).toEqual([]);
});

test('STV-07 DUMP-02: a variable of the miniport’s module starts again in the crash instance', async () => {
  const machine = await bootHiber(
    [
      ['const TAG = ', 'let entered = 0;\nconst TAG = '],
      [
        '  const data = local(HW_INITIALIZATION_DATA);',
        "  entered += 1;\n  DbgPrint('%d\\n', entered);\n  const data = local(HW_INITIALIZATION_DATA);",
      ],
      ['  cast,\n', '  cast,\n  DbgPrint,\n'],
    ],
    'dump',
  );
  await machine.inject(CRASH);
  expect(machine.unheard.lines.map(({ text }) => text.trim())).toEqual(['1', '1']);
});

test('STV-09 DUMP-14: an interrupt routine that finds nothing with interrupts off times out, and there is no dump', async () => {
  const machine = await bootHiber(
    [
      [
        'function Interrupt(extension: PVOID): boolean {\n',
        'function Interrupt(extension: PVOID): boolean {\n  if (cast(ADAPTER, extension).IsDump) return FALSE;\n',
      ],
    ],
    'dump',
  );
  await machine.inject(CRASH);
  expect(machine.state().bugcheck?.dumpPath?.run).toMatchObject({
    stage: 'unitReady',
    reason: 'mini: unit not ready: INQUIRY failed',
  });
  expect(machine.state().bugcheck?.dumpPath?.run?.remedy).toContain('polling');
});

test('DUMP-10: a miniport that throws in the crash costs the dump, and not the report', async () => {
  const machine = await bootHiber([inMode(1, "throw new Error('oops');")], 'dump');
  await machine.inject(CRASH);
  expect(machine.state().bugcheck?.dumpPath?.run).toMatchObject({ reason: 'mini: HwStorFindAdapter ended with oops' });
});
