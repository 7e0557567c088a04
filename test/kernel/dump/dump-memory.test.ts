/** What of a miniport's memory is there in a resume: the map that clients see, and the line that has allocated it. */
import { describe, expect, test } from 'vitest';
import { DUMP_MODE_HIBER, DUMP_MODE_RESUME } from '../../../src/abi/storport-constants.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { DumpMemoryRange } from '../../../src/protocol/state.ts';
import { MINIPORT } from '../../drivers/miniport-in-c.ts';
import { bootDescription } from '../../support/machine.ts';
import {
  bootHiber,
  type Change,
  HIBERNATE,
  inMode,
  MARK,
  MARK_PORTS,
  miniportText,
  SECOND_BLOCK,
  WAKE,
  WITHOUT_RESUME,
} from './hiber-lab.ts';

function rangesOf(machine: Machine, what: string): readonly DumpMemoryRange[] {
  return machine.state().dumpMemory?.[0]?.ranges.filter((range) => range.what === what) ?? [];
}

/** @returns the line, from 1, of the n-th occurrence of a text in the changed miniport */
async function lineOf(changes: readonly Change[], text: string): Promise<number> {
  const lines = (await miniportText(changes)).split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  expect(at).toBeGreaterThan(0);
  return at + 1;
}

describe('STOR-64 DUMP-35 DUMP-36 the memory map', () => {
  test('a block that is not marked is unmarked when the image is written, and poisoned by the resume', async () => {
    const machine = await bootHiber(SECOND_BLOCK);
    expect(machine.state().dumpMemory).toBeUndefined();
    await machine.inject(HIBERNATE);
    expect(machine.state().dumpMemory?.[0]).toMatchObject({ device: 'hba0', driver: 'mini', phase: 'marked' });
    const line = await lineOf(SECOND_BLOCK, "StorPortAllocatePool(extension, 8192, 'troP', ports)");
    for (const range of rangesOf(machine, "pool 'troP'"))
      expect(range).toMatchObject({ owner: 'mini', allocated: { file: 'mini.ts', line } });
    // Its first page is shared with the dump context, which is marked.
    expect(rangesOf(machine, "pool 'troP'").map(({ state }) => state)).toEqual(['byChance', 'unmarked']);
    const [, unmarked] = rangesOf(machine, "pool 'troP'");
    expect(unmarked?.block?.length).toBe(8192);
    expect(Number(unmarked?.start) % 4096).toBe(0);
    machine.nt.kernel.memory.u8.fill(0);
    await machine.inject(WAKE);
    expect(machine.state().dumpMemory?.[0]?.phase).toBe('resumed');
    expect(rangesOf(machine, "pool 'troP'").map(({ state }) => state)).toEqual(['byChance', 'poisoned']);
  });

  test('what is marked says where; what the system keeps has no owner; the run-time instance’s extension is not kept', async () => {
    const changes = [...SECOND_BLOCK, MARK_PORTS];
    const machine = await bootHiber(changes);
    await machine.inject(HIBERNATE);
    const [context] = rangesOf(machine, "pool 'SmmR'").concat(
      machine.state().dumpMemory?.[0]?.ranges.filter(({ state }) => state === 'marked') ?? [],
    );
    expect(context).toMatchObject({ state: 'marked', marked: { file: 'mini.ts', line: await lineOf(changes, MARK) } });
    expect(rangesOf(machine, "pool 'troP'")).toMatchObject([{ state: 'marked', length: 8192 }]);
    expect(rangesOf(machine, 'common buffer')).toMatchObject([{ state: 'kept', owner: null, length: 0x1_0000 }]);
    const [extension] = rangesOf(machine, 'device extension');
    expect(extension?.owner).toBe('mini');
    expect(['unmarked', 'byChance']).toContain(extension?.state);
  });

  test('a loader that reads everything poisons nothing', async () => {
    const machine = await bootHiber([...SECOND_BLOCK, WITHOUT_RESUME]);
    await machine.inject(HIBERNATE);
    await machine.inject(WAKE);
    expect(machine.state().dumpMemory?.[0]?.phase).toBe('loaded');
    expect(rangesOf(machine, "pool 'troP'").map(({ state }) => state)).toEqual(['byChance', 'unmarked']);
  });

  test('many blocks of one line are one row; where there are too many rows the rest is counted', async () => {
    const many = (count: number, tag: string): readonly Change[] => [
      [
        '  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);',
        `  for (let at = 0; at < ${count}; at += 1) StorPortAllocatePool(extension, 64, ${tag}, out<PVOID>(0));
  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);`,
      ],
    ];
    const one = await bootHiber(many(1000, "'ynaM'"));
    await one.inject(HIBERNATE);
    const [row, ...others] = rangesOf(one, "pool 'ynaM'").filter(({ state }) => state === 'unmarked');
    expect(others).toEqual([]);
    expect(row?.blocks?.count).toBeGreaterThan(900);
    expect(row?.blocks?.bytes).toBe((row?.blocks?.count ?? 0) * 64);
    const other = await bootHiber(many(1000, "at % 2 === 0 ? 'ynaM' : 'rehO'"));
    await other.inject(HIBERNATE);
    const [memory] = other.state().dumpMemory ?? [];
    expect(memory?.ranges).toHaveLength(400);
    expect(memory?.left).toBeGreaterThan(500);
  });

  test('clients hear of it once, and again when the resume has changed it', async () => {
    const machine = await bootHiber(SECOND_BLOCK);
    const before = machine.state().revision;
    await machine.inject(HIBERNATE);
    const told = machine.delta(before);
    expect(told.dumpMemory).toHaveLength(1);
    await machine.inject({ op: 'advance', by: '1ms' });
    expect(machine.delta(told.revision).dumpMemory).toBeUndefined();
    await machine.inject(WAKE);
    expect(machine.delta(told.revision).dumpMemory?.[0]?.phase).toBe('resumed');
  });
});

describe('DUMP-37 STR-D the finding about memory that is not marked', () => {
  test('names the line that has allocated it', async () => {
    const changes = [...SECOND_BLOCK, inMode(DUMP_MODE_RESUME, 'cast(DUMP_CONTEXT, dump.Ports + 4096).Targets += 1;')];
    const machine = await bootHiber(changes);
    await machine.inject(HIBERNATE);
    await machine.inject(WAKE);
    const [violation] = machine.state().violations;
    const line = await lineOf(changes, "StorPortAllocatePool(extension, 8192, 'troP', ports)");
    expect(violation).toMatchObject({
      rule: 'dump/resume-unmarked',
      file: 'mini.ts',
      line: await lineOf(changes, 'Targets += 1;'),
      earlier: [{ file: 'mini.ts', line, message: 'the memory was allocated here' }],
    });
    const touched = rangesOf(machine, "pool 'troP'").find((range) => range.touched !== undefined)?.touched;
    expect(touched).toMatchObject({ routine: 'HwStorFindAdapter', at: { file: 'mini.ts' } });
  });

  test('so does the one about a write while the image is written, and the one about nothing marked', async () => {
    const changes = [
      ...SECOND_BLOCK,
      inMode(DUMP_MODE_HIBER, 'cast(DUMP_CONTEXT, dump.Ports + 4096).Targets += 1;'),
      [MARK, ''] as const,
    ];
    const machine = await bootHiber(changes);
    await machine.inject(HIBERNATE);
    const found = machine.state().violations.map(({ rule, earlier }) => [rule, earlier?.[0]?.line]);
    const ports = await lineOf(changes, "StorPortAllocatePool(extension, 8192, 'troP', ports)");
    const context = await lineOf(changes, 'StorPortAllocatePool(extension, sizeof(DUMP_CONTEXT)');
    expect(found).toEqual([
      ['dump/nothing-marked', context],
      ['dump/hiber-unmarked-write', ports],
    ]);
  });

  test('memory of the run-time instance is the miniport’s too: its device extension in a resume', async () => {
    const changes: readonly Change[] = [
      ['{ Targets: ULONG }', '{ Targets: ULONG, Own: PVOID }'],
      [
        '  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);',
        '  cast(DUMP_CONTEXT, buffer.value).Own = extension;\n  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);',
      ],
      inMode(DUMP_MODE_RESUME, 'cast(ADAPTER, dump.Own).IsDump;'),
    ];
    const machine = await bootHiber(changes);
    await machine.inject(HIBERNATE);
    await machine.inject(WAKE);
    expect(machine.state().violations.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      expect.stringMatching(/^dump\/resume-unmarked: HwStorFindAdapter reads 0x\w+, in the device extension of mini /),
    ]);
  });
});

/** The miniport in C with a dump context, marked, that points to a block which is not. */
const IN_C = [
  [
    'typedef struct _ADAPTER {',
    'typedef struct _CONTEXT { PULONG Ports; } CONTEXT, *PCONTEXT;\ntypedef struct _ADAPTER {',
  ],
  [
    '  if (srb->Function != SRB_FUNCTION_EXECUTE_SCSI) {',
    `  if (srb->Function == SRB_FUNCTION_DUMP_POINTERS) {
    PMINIPORT_DUMP_POINTERS pointers = srb->DataBuffer;
    PCONTEXT dump;
    StorPortAllocatePool(ext, sizeof(CONTEXT), 'xtnC', (PVOID *)&dump);
    StorPortAllocatePool(ext, 3 * 4096, 'troP', (PVOID *)&dump->Ports);
    pointers->Version = DUMP_MINIPORT_VERSION_1;
    pointers->Size = sizeof(MINIPORT_DUMP_POINTERS);
    pointers->MiniportPrivateDumpData = dump;
    Complete(ext, srb, SRB_STATUS_SUCCESS);
    return TRUE;
  }
  if (srb->Function != SRB_FUNCTION_EXECUTE_SCSI) {`,
  ],
  [
    '  Finds += 1;',
    `  Finds += 1;
  if (config->DumpMode != 0) StorPortMarkDumpMemory(ext, config->MiniportDumpData, sizeof(CONTEXT), 0);
  if (config->DumpMode == DUMP_MODE_RESUME)
    Finds += ((PCONTEXT)config->MiniportDumpData)->Ports[1024];`,
  ],
  [
    '  data.DeviceExtensionSize',
    '  data.FeatureSupport = STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE;\n  data.DeviceExtensionSize',
  ],
] as const;

test('STOR-63 STR-D DUMP-37 in C: the line that has allocated, the line that has marked, and the image of the driver', async () => {
  let text = MINIPORT;
  for (const [before, after] of IN_C) {
    expect(text).toContain(before);
    text = text.replace(before, after);
  }
  const lineIn = (part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;
  const disk = { id: 'disk0', function: 'disk', size: '16MiB', volumes: [] };
  const hba0 = { id: 'hba0', function: 'storport', miniport: 'mini', children: [disk] };
  const machine = await bootDescription(
    {
      name: 'c',
      memory: '8MiB',
      drivers: { mini: { source: './mini.c' } },
      devices: [{ id: 'pci0', function: 'pci', children: [hba0] }],
      specialFiles: [{ device: 'disk0', type: 'hibernation' }],
    },
    { 'mini.c': text },
  );
  expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: true });
  expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
  expect(machine.state().violations).toMatchObject([
    {
      rule: 'dump/resume-unmarked',
      file: 'mini.c',
      line: lineIn('->Ports[1024]'),
      earlier: [{ file: 'mini.c', line: lineIn("'troP'") }],
    },
  ]);
  expect(rangesOf(machine, "pool 'Cntx'")).toMatchObject([
    { state: 'marked', marked: { file: 'mini.c', line: lineIn('StorPortMarkDumpMemory') } },
  ]);
  expect(rangesOf(machine, 'mini .data').map(({ state }) => state)).toContain('poisoned');
});
