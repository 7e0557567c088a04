import { expect, test } from 'vitest';
import { takeDump } from '../../../src/kernel/dump/found-dump.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootFilters, type FilterParts, filterSource, IN_PLACE } from './filter-lab.ts';
import { HIBERNATE, WAKE } from './hiber-lab.ts';
import { CRASH, dumpOnDisk, printed } from './lab.ts';

const NO_DUMP_FILE: Injection = { op: 'usage', device: 'volC', type: 'dump', inPath: false };

function rulesOf(machine: Machine): readonly string[] {
  return machine.state().violations.map(({ rule, driver }) => `${rule} ${driver}`);
}

function runOf(machine: Machine): { readonly stage: string; readonly reason: string | null } | undefined {
  return machine.state().bugcheck?.dumpPath?.run;
}

/** Says which of its routines is called. */
function talking(name: string, parts: FilterParts = {}): FilterParts {
  const print = (routine: string): string => `DbgPrint('${name}.${routine}\\n');`;
  return {
    entry: `${print('Entry')} ${parts.entry ?? ''}`,
    start: `${print('Start')} ${parts.start ?? ''}`,
    write: `if (writes === 1) ${print('Write')} ${parts.write ?? ''}`,
    read: `if (writes > 0) ${print('Read')} writes = 0; ${parts.read ?? ''}`,
    finish: `${print('Finish')} ${parts.finish ?? ''}`,
    unload: `${print('Unload')} ${parts.unload ?? ''}`,
  };
}

test('DUMP-20 DUMP-21 DUMP-27: filters are loaded with the stack, in their order, and unloaded with it', async () => {
  const machine = await bootFilters({ filters: { one: talking('one'), two: talking('two') } });
  const { dumpStack } = machine.nt;
  expect([dumpStack.state, dumpStack.filters.names]).toEqual(['ready', ['one', 'two']]);
  expect(printed(machine)).toEqual(['one.Entry', 'two.Entry']);
  expect(await machine.inject(NO_DUMP_FILE)).toMatchObject({ ok: true });
  expect([dumpStack.state, dumpStack.filters.names]).toEqual(['unloaded', []]);
  expect(printed(machine)).toEqual(['one.Entry', 'two.Entry', 'one.Unload', 'two.Unload']);
  expect(rulesOf(machine)).toEqual([]);
});

test('DUMP-21: what DriverEntry is told of the disk', async () => {
  const first = `DbgPrint('%d %x %x %d %d %d\\n', extension.DumpType, extension.Size, sizeof(FILTER_EXTENSION), data.MaxPagesPerWrite, data.Flags, extension.Geometry.BytesPerSector);
  DbgPrint('%d %s\\n', extension.DiskSize === 16777216n ? 1 : 0, extension.DeviceObject === NULL ? 'none' : 'volume');`;
  const machine = await bootFilters({ filters: { one: { first } } });
  expect(printed(machine)).toEqual(['1 50 50 16 1 512', '1 volume']);
});

test('DUMP-22 DUMP-23 DUMP-25 DUMP-27: start, write by write, finish; a crash never unloads', async () => {
  const machine = await bootFilters({ filters: { one: talking('one'), two: talking('two') } });
  await machine.inject(CRASH);
  expect(runOf(machine)).toMatchObject({ stage: 'done', reason: null });
  expect(printed(machine)).toEqual([
    'one.Entry',
    'two.Entry',
    'one.Start',
    'two.Start',
    'one.Write',
    'two.Write',
    'one.Finish',
    'two.Finish',
  ]);
  // Both encrypt with the same key: what is on the disk is what memory held.
  expect(dumpOnDisk(machine)?.header.bugCheckCode).toBe(0xe2);
  expect(rulesOf(machine)).toEqual([]);
});

test('DUMP-23: what is on the disk is what the filter has made of the pages', async () => {
  const machine = await bootFilters({ filters: { one: { key: 0x5a } } });
  await machine.inject(CRASH);
  const { place } = machine.nt.dumpStack;
  if (place === null) throw new Error('there is no dump file');
  expect(takeDump(place)).toBeNull();
  const [run] = place.runs;
  const page = new Uint8Array(4096);
  place.medium.read(run?.start ?? 0n, page);
  expect(String.fromCharCode(...page.subarray(0, 8).map((byte) => byte ^ 0x5a))).toBe('PAGEDU64');
});

test('DUMP-23: the offset counts from the beginning of the partition', async () => {
  const write = "if (writes === 1) DbgPrint('%x\\n', Number(offset.value));";
  const machine = await bootFilters({ filters: { one: { write } } });
  await machine.inject(CRASH);
  const { place, holder } = machine.nt.dumpStack;
  const partition = holder?.hardware.members[0]?.offset ?? 0n;
  expect(partition).toBeGreaterThan(0n);
  expect(printed(machine)).toEqual([((place?.runs[0]?.start ?? 0n) - partition).toString(16)]);
});

test('STV-13 DUMP-23: a filter that encrypts in place is found, and the page is dumped as memory has it', async () => {
  const machine = await bootFilters({ filters: { one: IN_PLACE } });
  await machine.inject(CRASH);
  const [finding] = machine.state().violations;
  expect(finding).toMatchObject({ rule: 'dump/filter-wrote-buffer', driver: 'one', file: 'one.ts' });
  const line = filterSource(IN_PLACE).split('\n')[(finding?.line ?? 0) - 1];
  expect(line).toContain('cast(WORD, to + at).Value =');
  const dump = dumpOnDisk(machine);
  expect([rulesOf(machine).length, dump?.header.bugCheckCode]).toEqual([1, 0xe2]);
});

test('STV-14: a critical filter whose DriverEntry fails leaves no dump stack, and the system goes on', async () => {
  const entry = 'data.Flags = DUMP_FILTER_CRITICAL; ExFreePool(buffer); return STATUS_NO_SUCH_DEVICE;';
  const machine = await bootFilters({ filters: { one: talking('one'), two: { entry } } });
  expect(machine.nt.dumpStack.state).toBe('unloaded');
  expect(machine.nt.dumpStack.loadFailure).toBe(
    'DriverEntry of the critical dump filter two returned STATUS_NO_SUCH_DEVICE',
  );
  expect(printed(machine)).toEqual(['one.Entry', 'one.Unload']);
  expect(rulesOf(machine)).toEqual(['dump/filter-failed two']);
  await machine.inject(CRASH);
  expect(runOf(machine)?.reason).toContain('there is no dump stack: DriverEntry of the critical dump filter two');
});

test('DUMP-21: a filter that is not critical is left out when its DriverEntry fails', async () => {
  const entry = 'ExFreePool(buffer); return STATUS_NO_SUCH_DEVICE;';
  const machine = await bootFilters({ filters: { one: { entry }, two: {} } });
  expect([machine.nt.dumpStack.state, machine.nt.dumpStack.filters.names]).toEqual(['ready', ['two']]);
  expect(rulesOf(machine)).toEqual(['dump/filter-failed one']);
});

test('DUMP-22: Dump_Start that fails: the filter is skipped, or costs the dump when it is critical', async () => {
  const start = 'return STATUS_UNSUCCESSFUL;';
  const skipped = await bootFilters({ filters: { one: { start } } });
  await skipped.inject(CRASH);
  expect([runOf(skipped)?.stage, dumpOnDisk(skipped)?.header.bugCheckCode]).toEqual(['done', 0xe2]);
  const critical = await bootFilters({ filters: { one: { start, entry: 'data.Flags = DUMP_FILTER_CRITICAL;' } } });
  await critical.inject(CRASH);
  expect(runOf(critical)).toMatchObject({
    stage: 'filtersStart',
    reason: 'Dump_Start of the critical dump filter one returned STATUS_UNSUCCESSFUL',
  });
});

test.each([
  ['return STATUS_UNSUCCESSFUL;', 'returned STATUS_UNSUCCESSFUL', []],
  ['mdl.ByteCount = 512;', /^has left an MDL of 512 bytes, not of \d+$/, ['dump/filter-mdl one']],
  ['offset.value = 0n;', 'has changed DiskByteOffset', ['dump/filter-mdl one']],
  ['mdl.ByteOffset = 8;', /^has left an MDL whose data begins at 0x\w+, not with a page$/, ['dump/filter-mdl one']],
  [
    'mdl.StartVa = 0x2000; mdl.ByteOffset = 0;',
    /^has left an MDL for memory at 0x2000 that may not be touched$/,
    ['dump/filter-mdl one'],
  ],
  [
    "ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT');",
    'did what it may not: ExAllocatePool2 was called',
    ['dump/filter-forbidden-call one'],
  ],
  ['NULL.x();', /^did what it may not: there was an exception, /, ['dump/filter-fault one']],
] as const)('DUMP-23: Dump_Write with `%s` costs the dump, and the report says why', async (write, why, rules) => {
  const machine = await bootFilters({ filters: { one: { write } } });
  await machine.inject(CRASH);
  const { run } = machine.state().bugcheck?.dumpPath ?? {};
  const [, said = ''] = /^Dump_Write of the dump filter one (.*)$/.exec(run?.reason ?? '') ?? [];
  expect(said).toMatch(why);
  expect([run?.stage, run?.remedy]).toEqual(['header', expect.stringContaining('DriverEntry has allocated')]);
  expect(rulesOf(machine)).toEqual(rules);
});

test('DUMP-24 DUMP-26 DUMP-27: a hibernation has filters of its own, which read in the reverse order', async () => {
  const machine = await bootFilters({
    filters: { one: talking('one'), two: talking('two', { entry: "DbgPrint('%d\\n', extension.DumpType);" }) },
    type: 'hibernation',
  });
  expect(printed(machine)).toEqual([]);
  expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: true });
  machine.nt.kernel.memory.u8.fill(0);
  expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
  expect(printed(machine)).toEqual([
    'one.Entry',
    'two.Entry',
    '2',
    'one.Start',
    'two.Start',
    'one.Write',
    'two.Write',
    'one.Finish',
    'two.Finish',
    'two.Read',
    'one.Read',
    'one.Unload',
    'two.Unload',
  ]);
  expect([machine.state().violations, machine.state().bugcheck]).toEqual([[], null]);
});

test('DUMP-06 DUMP-26: filters of a device that is removed are unloaded in a thread of their own', async () => {
  const machine = await bootFilters({ filters: { one: talking('one') } });
  await machine.inject({ op: 'pnp', device: 'hba0', request: 'surpriseRemove' });
  await machine.inject({ op: 'run', until: 'idle' });
  expect(machine.nt.dumpStack.state).toBe('unloaded');
  expect(printed(machine)).toEqual(['one.Entry', 'one.Unload']);
});

test('DUMP-20: a critical filter that fails keeps the system in S0', async () => {
  const entry = 'data.Flags = DUMP_FILTER_CRITICAL; ExFreePool(buffer); return STATUS_NO_SUCH_DEVICE;';
  const machine = await bootFilters({ filters: { one: { entry } }, type: 'hibernation' });
  expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: false });
  expect([machine.nt.hiberStack.state, machine.state().bugcheck]).toEqual(['unloaded', null]);
});

test('DUMP-24: with a filter that cannot read the loader reads the whole image', async () => {
  const machine = await bootFilters({ filters: { one: { entry: 'data.DumpRead = NULL;' } }, type: 'hibernation' });
  await machine.inject(HIBERNATE);
  machine.nt.kernel.memory.u8.fill(0);
  expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
  const states = machine
    .readTrace(0, 1_000_000)
    .events.filter(({ kind, detail }) => kind === 'state' && detail?.includes('hiber-stack') === true);
  expect(states.some(({ detail }) => detail?.endsWith('reading'))).toBe(false);
  expect([machine.state().violations, machine.state().bugcheck]).toEqual([[], null]);
});

test('DUMP-24: a filter whose Dump_Read does not undo its Dump_Write stops the resume', async () => {
  const read = 'Change(source, source, 4096);';
  const machine = await bootFilters({ filters: { one: { read } }, type: 'hibernation' });
  await machine.inject(HIBERNATE);
  await machine.inject(WAKE);
  expect(rulesOf(machine)).toEqual(['dump/filter-read one', 'dump/image-not-read one']);
  expect(machine.state().bugcheck).toMatchObject({ code: 0xa0 });
});

test('DUMP-23: in a hibernation Dump_Write that fails costs the image', async () => {
  const machine = await bootFilters({
    filters: { one: { write: 'return STATUS_UNSUCCESSFUL;' } },
    type: 'hibernation',
  });
  await machine.inject(HIBERNATE);
  expect(machine.state().bugcheck).toMatchObject({ code: 0xa0 });
  expect(machine.state().violations).toMatchObject([
    {
      driver: 'one',
      message: 'Dump_Write of the dump filter one returned STATUS_UNSUCCESSFUL',
      remedy: expect.stringContaining('let the dump filter work'),
    },
  ]);
});
