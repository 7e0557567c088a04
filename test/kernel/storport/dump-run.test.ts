import { expect, test } from 'vitest';
import { DUMP_MODE_CRASH, DUMP_MODE_HIBER, DUMP_MODE_MARK_MEMORY } from '../../../src/abi/storport-constants.ts';
import { adapterOf, bootStorport, dumpRunOf, MIB, sourceOf } from './support.ts';

test('DUMP-02 DUMP-10: a second instance of the in-box miniport comes up in dump mode with an extension of its own', async () => {
  const machine = await bootStorport();
  const run = dumpRunOf(machine, DUMP_MODE_CRASH);
  expect({ started: run.start(), reason: run.reason }).toEqual({ started: true, reason: null });
  expect(run.extension).not.toBe(adapterOf(machine).instance?.extension);
  expect(run.config?.DumpMode).toBe(DUMP_MODE_CRASH);
  expect(run.config?.MiniportDumpData).toBe(run.source.miniportDumpData);
  expect(run.violations).toEqual([]);
  run.end();
});

test('STV-23 the order of calls in one dump run: no control routine, no passive routine', async () => {
  const machine = await bootStorport();
  const run = dumpRunOf(machine, DUMP_MODE_CRASH);
  run.start();
  run.shutdown();
  expect(run.calls.slice(0, 3)).toEqual(['DriverEntry', 'HwStorFindAdapter', 'HwStorInitialize']);
  expect(new Set(run.calls.slice(3))).toEqual(new Set(['HwStorBuildIo', 'HwStorStartIo', 'HwStorInterrupt']));
  const { requests } = run;
  expect(run.execute({ ...EMPTY })).toBeNull();
  expect(run.requests).toBe(requests);
});

const EMPTY = {
  function: 0,
  cdb: new Uint8Array(6),
  flags: 0,
  buffer: 0,
  length: 0,
  timeout: 0,
  irp: 0,
  isTransfer: false,
  origin: 0,
  next: 0,
};

test('DUMP-14: what a dump run writes stands on the disk, and can be read back', async () => {
  const machine = await bootStorport();
  const run = dumpRunOf(machine, DUMP_MODE_HIBER);
  expect(run.start()).toBe(true);
  const { memory } = machine.nt.kernel;
  const { buffer } = run.source;
  const text = new TextEncoder().encode('PAGEDU64');
  memory.u8.set(text, buffer);
  expect(run.write(BigInt(MIB), buffer, 8192)).toBe(true);
  memory.u8.fill(0, buffer, buffer + 8192);
  expect(run.read(BigInt(MIB), buffer, 4096)).toBe(true);
  expect(new TextDecoder().decode(memory.u8.slice(buffer, buffer + 8))).toBe('PAGEDU64');
  run.end();
  const read = await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: MIB, length: 512 });
  expect(read.message).toContain(Buffer.from(text).toString('hex'));
});

test('DUMP-31: in mark mode nothing beyond HwStorFindAdapter runs', async () => {
  const machine = await bootStorport();
  const run = dumpRunOf(machine, DUMP_MODE_MARK_MEMORY);
  expect(run.load()).toBe(true);
  expect(run.calls).toEqual(['DriverEntry', 'HwStorFindAdapter']);
  expect(run.initialize()).toBe(false);
  const { miniportDumpData } = run.source;
  expect(run.marks.has(miniportDumpData)).toBe(true);
  expect(run.marks.pages).toEqual([miniportDumpData - (miniportDumpData % 4096)]);
});

test('DUMP-04: what a dump starts from names the unit, the registers and the memory set aside', async () => {
  const machine = await bootStorport();
  const source = sourceOf(machine, 1);
  expect(source.unit).toEqual({ path: 0, target: 1, lun: 0 });
  expect(source.registers).toHaveLength(1);
  expect(source.block.start % 4096).toBe(0);
  expect(source.miniportDumpData).toBeGreaterThan(0);
});
