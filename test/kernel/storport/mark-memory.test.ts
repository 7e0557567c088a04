/** StorPortMarkDumpMemory, dump pointers, and what a dump run forbids. */
import { describe, expect, test } from 'vitest';
import * as srb from '../../../src/abi/srb-constants.ts';
import {
  DUMP_MODE_CRASH,
  DUMP_MODE_MARK_MEMORY,
  DUMP_MODE_RESUME,
  STOR_STATUS_INVALID_DEVICE_STATE,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_SUCCESS,
} from '../../../src/abi/storport-constants.ts';
import { MINIPORT_DUMP_POINTERS } from '../../../src/abi/structs/storport.ts';
import { MarkedMemory, markDumpMemory } from '../../../src/kernel/storport/mark-memory.ts';
import { submit } from '../../../src/kernel/storport/port-requests.ts';
import { scsiCommand } from '../../../src/kernel/storport/srb.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootManual } from './manual.ts';
import { bootSample } from './sample.ts';
import { adapterOf, bootStorport, dumpRunOf, unitOf } from './support.ts';

const PAGE = 4096;
const SECTION = { name: 'mini .data', start: 0x20_0000, length: 0x3000 };

interface Asked {
  readonly marked: MarkedMemory;
  readonly told: string[];
  ask(address: number, length: number, flags: number, isLegal?: boolean): number;
}

function marking(machine: Machine, mode = DUMP_MODE_MARK_MEMORY): Asked {
  const marked = new MarkedMemory();
  const told: string[] = [];
  const caller = (isLegal: boolean): Parameters<typeof markDumpMemory>[1] => ({
    mode,
    isLegal,
    marked,
    sectionOf: (address) => (address >= SECTION.start && address < SECTION.start + SECTION.length ? SECTION : null),
    wrongPlace: () => told.push('place'),
    wrongRange: () => told.push('range'),
  });
  return {
    marked,
    told,
    ask: (address, length, flags, isLegal = true) =>
      markDumpMemory(machine.nt.kernel, caller(isLegal), address, length, flags),
  };
}

function block(machine: Machine, size: number): number {
  return machine.nt.kernel.pool.allocate(size, 0x74736554, 0, true);
}

describe('STOR-63 StorPortMarkDumpMemory', () => {
  test('STV-03 a flag that there is not: nothing is marked', async () => {
    const machine = await bootStorport();
    const { ask, marked } = marking(machine);
    expect(ask(block(machine, 64), 16, 2)).toBe(STOR_STATUS_INVALID_PARAMETER);
    expect(marked.pages).toEqual([]);
  });

  test('STV-04 Length 0 in an image: that whole section, nothing else', async () => {
    const { ask, marked } = marking(await bootStorport());
    expect(ask(SECTION.start + 0x1234, 0, 0)).toBe(STOR_STATUS_SUCCESS);
    expect(marked.ranges).toEqual([{ start: SECTION.start, length: SECTION.length }]);
  });

  test('Length 0 in pool: the whole block; nowhere: refused, and told', async () => {
    const machine = await bootStorport();
    const { ask, marked, told } = marking(machine);
    const address = block(machine, 3 * PAGE);
    expect(ask(address + 5000, 0, 0)).toBe(STOR_STATUS_SUCCESS);
    expect(marked.has(address)).toBe(true);
    expect(marked.has(address + 3 * PAGE - 1)).toBe(true);
    expect(ask(machine.nt.kernel.memory.size - 64, 0, 0)).toBe(STOR_STATUS_INVALID_PARAMETER);
    expect(told).toEqual(['range']);
  });

  test('STV-05 two marks on one page: one page, and the same again changes nothing', async () => {
    const machine = await bootStorport();
    const { ask, marked } = marking(machine);
    const start = Math.ceil(block(machine, 3 * PAGE) / PAGE) * PAGE;
    for (const at of [start, start + 100, start]) expect(ask(at, 1, 0)).toBe(STOR_STATUS_SUCCESS);
    expect(marked.pages).toEqual([start]);
    ask(start + PAGE - 1, 2, 0);
    expect(marked.ranges).toEqual([{ start, length: 2 * PAGE }]);
  });

  test('a physical address needs the flag and a length; NULL and what is no memory are refused', async () => {
    const machine = await bootStorport();
    const { ask, told } = marking(machine);
    const at = block(machine, 64);
    expect([ask(at, 64, 1), ask(at, 0, 1), ask(0, 64, 0), ask(0x7fff_0000, 64, 0)]).toEqual([
      STOR_STATUS_SUCCESS,
      STOR_STATUS_INVALID_PARAMETER,
      STOR_STATUS_INVALID_PARAMETER,
      STOR_STATUS_INVALID_PARAMETER,
    ]);
    expect(told).toEqual(['range']);
  });

  test('at run time it succeeds and marks nothing', async () => {
    const machine = await bootStorport();
    const { ask, marked } = marking(machine, 0);
    expect(ask(block(machine, 64), 64, 0)).toBe(STOR_STATUS_SUCCESS);
    expect(marked.pages).toEqual([]);
  });

  test('STV-02 in HwStorInitialize it marks nothing, and is found', async () => {
    const { machine, manual } = await bootManual({
      initialize: 'manual.seen.push(StorPortMarkDumpMemory(extension, extension, 16, 0));',
      find: 'manual.seen.push(StorPortMarkDumpMemory(extension, extension, 16, 0));',
    });
    expect(manual.seen).toEqual([STOR_STATUS_SUCCESS, STOR_STATUS_INVALID_DEVICE_STATE]);
    expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['storport/markdump-call-site']);
  });

  test('DriverEntry of a dump run has no extension yet: NULL will do', async () => {
    const { machine, manual } = await bootManual({
      entry: 'if (driverObject === null) manual.seen.push(StorPortMarkDumpMemory(0, manual.seen[0], 16, 0));',
    });
    manual.seen.push(block(machine, 64));
    const run = dumpRunOf(machine, DUMP_MODE_MARK_MEMORY);
    run.load();
    expect(manual.seen[1]).toBe(STOR_STATUS_SUCCESS);
    expect(run.marks.marks).toHaveLength(1);
  });
});

describe('STOR-62 dump pointers', () => {
  test('STV-06 a buffer of 0x33 bytes is refused, one of 0x34 is filled', async () => {
    const machine = await bootStorport();
    const buffer = block(machine, MINIPORT_DUMP_POINTERS.size);
    const ask = (length: number): number => {
      let status = -1;
      const command = scsiCommand([], null, { function: srb.SRB_FUNCTION_DUMP_POINTERS, buffer, length });
      submit(adapterOf(machine), unitOf(machine), command, (result) => {
        status = result.status;
      });
      machine.nt.dpcs.drain();
      return status;
    };
    expect([ask(0x33), ask(0x34)]).toEqual([srb.SRB_STATUS_INVALID_REQUEST, srb.SRB_STATUS_SUCCESS]);
  });

  test('a miniport without the feature gets no context; the in-box one then finds no adapter', async () => {
    const machine = await bootSample([
      {
        file: 'mydisk.ts',
        find: 'STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE;',
        put: 'STOR_FEATURE_DUMP_RESUME_CAPABLE;',
      },
    ]);
    const run = dumpRunOf(machine, DUMP_MODE_CRASH);
    expect(run.source.miniportDumpData).toBe(0);
    expect([run.start(), run.stage, run.reason]).toEqual([
      false,
      'findAdapter',
      'HwStorFindAdapter returned 2: no dump context',
    ]);
  });
});

test('STV-07 DUMP-02 a variable of the module counts from the start again in the second copy', async () => {
  const { machine, manual } = await bootManual();
  const run = dumpRunOf(machine, DUMP_MODE_CRASH);
  run.load();
  expect(manual.calls.filter((call) => call.startsWith('DriverEntry'))).toEqual([
    'DriverEntry 1@0',
    'DriverEntry 1@31',
  ]);
});

test('STV-08 STOR-53 in a dump run 64 KiB of uncached extension are not to be had, 28 KiB are', async () => {
  const { machine, manual } = await bootManual({
    find: 'if (config.DumpMode !== 0) manual.seen.push(StorPortGetUncachedExtension(extension, config, 0x10000), StorPortGetUncachedExtension(extension, config, 0x7000));',
  });
  dumpRunOf(machine, DUMP_MODE_CRASH).load();
  expect(manual.seen[0]).toBe(0);
  expect(manual.seen[1]).toBeGreaterThan(0);
});

test('STV-09 an interrupt routine that looks at the mask works at run time and never completes in a dump', async () => {
  const machine = await bootSample([
    { file: 'mydisk.ts', find: '  NO_TARGET,\n', put: '  INTERRUPT_MASK,\n  NO_TARGET,\n' },
    {
      file: 'mydisk.ts',
      find: '  if (causes === 0 || causes === GONE) {',
      put: '  if (causes === 0 || causes === GONE || Read(extension, adapter, INTERRUPT_MASK) === 0) {',
    },
    {
      file: 'mydisk.ts',
      find: '  Enable(extension, adapter);\n  return TRUE;',
      put: '  Enable(extension, adapter);\n  if (adapter.IsDump) Write(extension, adapter, INTERRUPT_MASK, 0);\n  return TRUE;',
    },
  ]);
  expect(await machine.inject({ op: 'io', device: 'disk1', request: 'read', offset: 0, length: 512 })).toMatchObject({
    ok: true,
  });
  const run = dumpRunOf(machine, DUMP_MODE_CRASH);
  expect([run.start(), run.stage, run.reason]).toEqual([false, 'unitReady', 'unit not ready: INQUIRY failed']);
  expect(run.elapsed).toBeGreaterThanOrEqual(20_000_000);
});

test('STOR-61 DPCs, passive routines, pool and clocks are refused in a dump run, and found', async () => {
  const { machine, manual } = await bootManual({
    initialize: `if (manual.calls.includes('DriverEntry 1@31')) {
      const time = out(0n), block = out(0), dpc = local(STOR_DPC);
      StorPortQuerySystemTime(time);
      manual.seen.push(StorPortEnablePassiveInitialization(extension, () => TRUE), StorPortInitializeDpc(extension, dpc, () => {}),
        StorPortIssueDpc(extension, dpc, 0, 0), StorPortAllocatePool(extension, 16, 1, block), time.value);
    }`,
  });
  const run = dumpRunOf(machine, DUMP_MODE_CRASH);
  run.load();
  run.initialize();
  expect(manual.seen).toEqual([false, false, false, 0xc1000002, 0n]);
  expect(run.violations.map(({ routine }) => routine)).toEqual([
    'StorPortQuerySystemTime',
    'StorPortEnablePassiveInitialization',
    'StorPortInitializeDpc',
    'StorPortIssueDpc',
    'StorPortAllocatePool',
  ]);
});

test('STOR-66 STV-23 all that a dump run is told: the mode, the argument and NULL twice; nothing of the running system', async () => {
  const { machine, manual } = await bootManual({
    find: `if (config.DumpMode !== 0) manual.seen.push(config.DumpMode, String.fromCharCode(...[0, 1, 2, 3, 4, 5].map((at) => cast(TEXT, args).Byte[at])), context, bus);`,
    more: "class TEXT extends struct('TEXT', { Byte: array(UCHAR, 8) }) {}",
    unitTypes: 'ScsiUnitStart',
    adapterTypes: 'ScsiStopAdapter',
  });
  const before = manual.calls.length;
  const run = dumpRunOf(machine, DUMP_MODE_RESUME);
  run.start();
  expect(manual.seen).toEqual([DUMP_MODE_RESUME, 'dump=1', 0, 0]);
  expect(manual.calls.slice(before).filter((call) => /^(?:Adapter|Unit|Passive)/.test(call))).toEqual([]);
  expect(manual.calls.slice(before).every((call) => call.endsWith('@31') || call === 'DriverEntry 1@31')).toBe(true);
});

test('STV-24 STV-25 what a run writes into its context is there for the run-time instance', async () => {
  const machine = await bootSample([
    {
      file: 'dump.ts',
      find: '  return cast(DUMP_CONTEXT, data);',
      put: '  cast(DUMP_CONTEXT, data).Loads += 10;\n  return cast(DUMP_CONTEXT, data);',
    },
  ]);
  const run = dumpRunOf(machine, DUMP_MODE_RESUME);
  run.load();
  const { data } = machine.nt.kernel.memory;
  expect(data.getUint32(run.source.miniportDumpData + 4, true)).toBeGreaterThan(10);
});
