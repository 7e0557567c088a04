/** Dump runs as a whole: what stands where in them, and what is never called. */
import { expect, test } from 'vitest';
import { SCSIOP_START_STOP_UNIT, SRB_FUNCTION_SHUTDOWN } from '../../../src/abi/srb-constants.ts';
import {
  DUMP_MODE_CRASH,
  DUMP_MODE_HIBER,
  DUMP_MODE_MARK_MEMORY,
  DUMP_MODE_RESUME,
} from '../../../src/abi/storport-constants.ts';
import type { MiniportPort } from '../../../src/kernel/dump/miniport-port.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { makeNt, runThread } from '../../support/nt.ts';
import { bootHiber, type Change, HIBERNATE, inMode, WAKE } from './hiber-lab.ts';
import { CRASH } from './lab.ts';

const PRINTS: Change = ['  cast,\n', '  cast,\n  DbgPrint,\n'];

function printed(machine: Machine): readonly string[] {
  return machine.unheard.lines.map(({ text }) => text.trim());
}

test('BUG-01: KeBugCheck is KeBugCheckEx with four zeros, and returns to nobody', async () => {
  const nt = makeNt();
  let isBack = false;
  await runThread(nt, () => {
    (nt.wdm['KeBugCheck'] as (code: number) => void)(0xdead);
    isBack = true;
  });
  expect([nt.kernel.sim.crash?.code, nt.kernel.sim.crash?.parameters, isBack]).toEqual([0xdead, [0, 0, 0, 0], false]);
});

test('STR-A DUMP-01 DUMP-17: the stack that waits for a crash: its image, its context, and nothing of it has run', async () => {
  const machine = await bootHiber(
    [
      PRINTS,
      [
        '  const data = local(HW_INITIALIZATION_DATA);',
        "  DbgPrint('entered\\n');\n  const data = local(HW_INITIALIZATION_DATA);",
      ],
    ],
    'dump',
  );
  const { dumpStack, kernel } = machine.nt;
  expect([dumpStack.state, dumpStack.port?.image]).toEqual(['ready', 'dump_mini']);
  // Once for the run-time miniport alone.
  expect(printed(machine)).toEqual(['entered']);
  const words = kernel.memory.u32.subarray(dumpStack.context.address >>> 2, (dumpStack.context.address >>> 2) + 4);
  expect([...words]).toEqual([0x504d_5544, dumpStack.place?.size, 65_536, 2]);
  expect((dumpStack.port as MiniportPort).source.miniportDumpData).toBeGreaterThan(0);
});

test('DUMP-15 DUMP-11: SYNCHRONIZE CACHE, then SHUTDOWN, and no request after it', async () => {
  const machine = await bootHiber(
    [
      PRINTS,
      [
        '    case SRB_FUNCTION_SHUTDOWN:\n',
        "    case SRB_FUNCTION_SHUTDOWN:\n      DbgPrint('%x %x\\n', srb.Function, cast(ADAPTER, extension).IsDump ? 1 : 0);\n      return SRB_STATUS_SUCCESS;\n",
      ],
    ],
    'dump',
  );
  await machine.inject(CRASH);
  expect(printed(machine).at(-1)).toMatch(/^\w+ 1$/);
  const { run } = machine.nt.dumpStack.port as MiniportPort;
  expect(run.mode).toBe(DUMP_MODE_CRASH);
  const { requests } = run;
  expect(run.write(0n, run.source.buffer, 4096)).toBe(false);
  expect(run.requests).toBe(requests);
});

test('DUMP-11 DUMP-32: each phase of a hibernation has its mode, and resets the adapter', async () => {
  const machine = await bootHiber([
    PRINTS,
    [
      '  Describe(extension, adapter, config);\n',
      "  DbgPrint('%d\\n', config.DumpMode);\n  Describe(extension, adapter, config);\n",
    ],
  ]);
  await machine.inject(HIBERNATE);
  await machine.inject(WAKE);
  expect(printed(machine).map(Number)).toEqual([0, DUMP_MODE_MARK_MEMORY, DUMP_MODE_HIBER, DUMP_MODE_RESUME]);
  expect((await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 })).ok).toBe(true);
});

test('DUMP-33: the unit that holds the file keeps turning until the last request, in both directions', async () => {
  const machine = await bootHiber([
    PRINTS,
    [
      'function BuildIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {\n',
      "function BuildIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {\n  DbgPrint('%x %x %x\\n', srb.Function, srb.Function === 0 ? srb.Cdb.get(0) : 0, srb.Function === 0 ? srb.Cdb.get(4) & 1 : 0);\n",
    ],
  ]);
  const start = printed(machine).length;
  await machine.inject(HIBERNATE);
  const written = printed(machine).slice(start);
  await machine.inject(WAKE);
  const all = printed(machine).slice(start);
  // With the bit START it turns, without it it stops.
  const [stop, shutdown] = [`0 ${SCSIOP_START_STOP_UNIT.toString(16)} 0`, `${SRB_FUNCTION_SHUTDOWN.toString(16)} 0 0`];
  // From the writes on: SHUTDOWN ends them, and nothing stops the unit before, on its way into D3 neither.
  expect([written.includes(stop), written.at(-1), written.indexOf(shutdown)]).toEqual([
    false,
    shutdown,
    written.length - 1,
  ]);
  expect(all.slice(written.length, -1)).not.toContain(stop);
  expect(all.filter((one) => one.startsWith('0 28 ')).length).toBeGreaterThan(0);
});

test('DUMP-34: hybrid sleep writes the image too, and needs none of it while memory has power', async () => {
  const machine = await bootHiber([inMode(DUMP_MODE_RESUME, 'return SP_RETURN_ERROR;')]);
  expect(await machine.inject({ op: 'power', request: 'hybridSleep' })).toMatchObject({ ok: true });
  expect(machine.nt.hiberStack.state).toBe('written');
  expect(await machine.inject({ op: 'power', request: 'wake' })).toMatchObject({ ok: true });
  expect([machine.nt.hiberStack.state, machine.state().bugcheck]).toEqual(['unloaded', null]);
});

test('DUMP-39: without a hibernation file, or without a way to it, no stack is loaded', async () => {
  const machine = await bootHiber([], 'paging');
  await machine.inject(HIBERNATE);
  expect(machine.nt.hiberStack.state).toBe('unloaded');
});
