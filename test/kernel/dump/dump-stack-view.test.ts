/** The stacks that a crash and a hibernation write through, as clients see them before anything has happened. */
import { expect, test } from 'vitest';
import { dumpStackLines } from '../../../src/protocol/dump-stack-state.ts';
import { bootFilters } from './filter-lab.ts';
import { HIBERNATE, WAKE } from './hiber-lab.ts';
import { bootLab, CRASH, DUMP_FILE } from './lab.ts';

test('DUMP-20 DUMP-21 the filters of the crash stack by name, with their routines, from boot on', async () => {
  const machine = await bootFilters({
    filters: {
      one: { entry: 'data.Flags = DUMP_FILTER_CRITICAL; data.DumpRead = null; data.MajorVersion = 1;' },
      two: { entry: 'data.DumpPreReadWrite = 0x1000; data.DumpFinish = null;' },
    },
  });
  const [crash, ...others] = machine.state().dumpStacks ?? [];
  expect(others).toEqual([]);
  expect(crash).toMatchObject({ kind: 'crash', state: 'ready', device: 'volC', image: 'dump_ramdisk', problem: null });
  expect(crash === undefined ? [] : dumpStackLines(crash)).toEqual([
    'Dump stack: ready, through dump_ramdisk into the file on volC.',
    '  Dump filter one, version 1.0, critical: DumpStart Start, DumpWrite Write, DumpFinish Finish, DumpUnload Unload',
    '  Dump filter two, version 2.0: DumpStart Start, DumpWrite Write, DumpRead Read, DumpUnload Unload, DumpPreReadWrite (not called)',
  ]);
  expect(machine.describe()).toContain('Dump filter one, version 1.0, critical');
});

test('DUMP-22 a filter whose Dump_Start has failed is left out', async () => {
  const machine = await bootFilters({ filters: { one: { start: 'return STATUS_UNSUCCESSFUL;' } } });
  await machine.inject(CRASH);
  expect(machine.state().dumpStacks?.[0]?.filters[0]).toMatchObject({ name: 'one', skipped: true });
});

test('DUMP-06 DUMP-20 the hibernation stack is there while the system hibernates, with a copy of the filter; clients hear of both', async () => {
  const machine = await bootFilters({ filters: { one: {} }, type: 'hibernation' });
  expect(machine.state().dumpStacks).toBeUndefined();
  const { revision } = machine.state();
  await machine.inject(HIBERNATE);
  const told = machine.delta(revision);
  expect(told.dumpStacks).toMatchObject([
    { kind: 'hibernation', state: 'written', device: 'volC', image: 'hiber_ramdisk', filters: [{ name: 'one' }] },
  ]);
  await machine.inject(WAKE);
  expect(machine.delta(told.revision).dumpStacks).toEqual([]);
});

test('BUG-21 why there is no dump stack stands in the state before anything crashes', async () => {
  const machine = await bootLab({ crashDump: 'none' });
  await machine.inject(DUMP_FILE);
  expect(machine.state().dumpStacks).toMatchObject([{ state: 'unloaded', problem: 'crash dumps are turned off' }]);
});
