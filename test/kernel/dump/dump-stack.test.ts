import { expect, test } from 'vitest';
import { chain } from '../../../src/base/maybe-promise.ts';
import { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { DUMP_TYPE } from '../../../src/dump-file/layout.ts';
import { diskRanges, placeDumpFile } from '../../../src/kernel/dump/dump-file-place.ts';
import type { DumpPort } from '../../../src/kernel/dump/dump-port.ts';
import type { HardwareNode } from '../../../src/kernel/pnp/hardware.ts';
import { Medium } from '../../../src/kernel/pnp/hardware.ts';
import type { KeptDisks } from '../../../src/machine/environment.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootMachine, injectAll } from '../../support/machine.ts';
import { bootLab, CRASH, crashLab, DUMP_FILE, dumpOnDisk, labFiles, restartLab } from './lab.ts';

function reasonOf(machine: Machine): string | null | undefined {
  return machine.state().bugcheck?.dumpPath?.run?.reason;
}

test('DUMP-03 DUMP-04: the stack is loaded as soon as there is a dump file, and unloaded with it', async () => {
  const machine = await bootLab();
  const { dumpStack } = machine.nt;
  const states = [dumpStack.state];
  const step = async (injection: Injection): Promise<void> => {
    await machine.inject(injection);
    states.push(dumpStack.state);
  };
  await step(DUMP_FILE);
  expect(dumpStack.holder?.id).toBe('dev0');
  await step({ op: 'usage', device: 'dev0', type: 'dump', inPath: false });
  await step(DUMP_FILE);
  expect(states).toEqual(['unloaded', 'ready', 'unloaded', 'ready']);
});

test('DUMP-04 BUG-12: the file is a list of runs, whole pages, not in one piece', () => {
  const disk = { members: [], medium: new Medium(1_000_000n), mediumSize: 1_000_000n } as unknown as HardwareNode;
  const volume = {
    members: [{ disk, offset: 500_000n }],
    medium: null,
    mediumSize: 400_000n,
  } as unknown as HardwareNode;
  const place = placeDumpFile(volume, 40_960, 0);
  expect([place?.size, place?.runs]).toEqual([
    40_960,
    [
      { start: 500_000n + 397_312n - 20_480n, length: 20_480 },
      { start: 500_000n + 397_312n - 40_960n, length: 20_480 },
    ],
  ]);
  expect(diskRanges(place?.runs ?? [], 16_384, 8192)).toEqual([
    { start: 500_000n + 397_312n - 4096n, length: 4096 },
    { start: 500_000n + 397_312n - 40_960n, length: 4096 },
  ]);
  expect(placeDumpFile({ ...volume, members: [] } as HardwareNode, null, 1)).toBeNull();
});

test('DUMP-10 STV-23: the steps of a crash, in their order', async () => {
  const machine = await crashLab();
  const states = machine
    .readTrace(0, 1_000_000)
    .events.filter(({ kind, detail }) => kind === 'state' && detail?.includes('dump-stack') === true)
    .map(({ detail }) => detail?.split('--> ')[1]);
  expect(states.join(' ')).toBe(
    'loading ready verifyContext powerOn driverEntry findAdapter initialize unitReady filtersStart header body secondary finalize flush done',
  );
  expect(machine.nt.dumpStack.run).toMatchObject({ stage: 'done', reason: null });
  expect(machine.state().bugcheck?.dump).toBe('dev0');
});

test('BUG-10 DUMP-12: the dump is on the disk, in pieces of at most 64 KiB, and our reader opens it', async () => {
  const machine = await crashLab();
  const writes = machine.readTrace(0, 1_000_000).events.filter(({ kind }) => kind === 'dumpIo');
  expect(writes.length).toBe(machine.nt.dumpStack.run?.requests);
  for (const { detail } of writes)
    expect(Number(/write (\d+) bytes/.exec(detail ?? '')?.[1])).toBeLessThanOrEqual(65_536);
  const dump = dumpOnDisk(machine);
  expect(dump?.header).toMatchObject({ bugCheckCode: 0xe2, dumpType: 5 });
  const { memory } = machine.nt.kernel;
  const address = machine.nt.io.drivers[0]?.object.address ?? 0;
  expect(dump?.readVirtual(BigInt(address), 168)).toEqual(memory.peek(address, 168).slice());
});

test('BUG-11: a file that is too small gets no dump', async () => {
  const machine = await crashLab({ special: [{ device: 'dev0', type: 'dump', size: '64KiB' }] });
  expect(reasonOf(machine)).toMatch(
    /^the dump file on dev0 is too small: the dump takes \d+ bytes, the file has 65536$/,
  );
  expect(machine.state().bugcheck?.dumpPath).toMatchObject({ canBeWritten: false, run: { stage: 'header' } });
  expect(dumpOnDisk(machine)).toBeNull();
});

test('BUG-14 BUG-11: a dump that does not fit with the data behind it leaves no valid header', async () => {
  const small = await crashLab();
  const { requests = 0 } = small.nt.dumpStack.run ?? {};
  // What the pages take, as the last write of the body shows, and one page more.
  const trace = small.readTrace(0, 1_000_000).events;
  const body = trace
    .slice(
      0,
      trace.findIndex(({ detail }) => detail?.includes('BODY_WRITTEN')),
    )
    .filter(({ kind }) => kind === 'dumpIo');
  const bytes = body.reduce((sum, { detail }) => sum + Number(/write (\d+) bytes/.exec(detail ?? '')?.[1]), 0);
  expect(body.length).toBeLessThan(requests);
  const machine = await crashLab({ special: [{ device: 'dev0', type: 'dump', size: bytes + 4096 }] });
  expect(machine.nt.dumpStack.run?.stage).toBe('secondary');
  expect(reasonOf(machine)).toMatch(/is too small/);
  expect(dumpOnDisk(machine)).toBeNull();
});

test('DUMP-05 STV-19: a stray write into the dump context is found by its checksum', async () => {
  const machine = await bootLab();
  await machine.inject(DUMP_FILE);
  const { address } = machine.nt.dumpStack.context;
  machine.nt.kernel.memory.u32[(address >>> 2) + 5] = 0xbad;
  await machine.inject(CRASH);
  expect(reasonOf(machine)).toBe('the dump context is damaged: a driver has written into the 256 bytes of it');
  expect(machine.nt.dumpStack.run?.stage).toBe('verifyContext');
  expect(dumpOnDisk(machine)).toBeNull();
});

test('DUMP-06 STOR-62: when its adapter is removed the stack is unloaded, and the miniport gets its context back', async () => {
  const machine = await bootLab();
  await machine.inject(DUMP_FILE);
  const { dumpStack } = machine.nt;
  expect(dumpStack.port?.image).toBe('dump_ramdisk');
  await injectAll(machine, [{ op: 'pnp', device: 'hba0', request: 'surpriseRemove' }, CRASH]);
  expect(reasonOf(machine)).toMatch(/^there is no dump stack: hba0 is gone, and the dump file on dev0 with it$/);
  expect(machine.state().bugcheck?.dumpPath?.canBeWritten).toBe(false);
  // The device that went, and no pool that its miniport has left behind.
  expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['USE-64']);
});

test('BUG-21 STV-17: a page file alone is no dump target', async () => {
  const machine = await bootLab();
  await injectAll(machine, [{ op: 'usage', device: 'dev0', type: 'paging', inPath: true }, CRASH]);
  expect(machine.state().bugcheck?.dumpPath).toBeUndefined();
  expect(machine.nt.dumpStack.state).toBe('unloaded');
});

test('STV-21: a dump file that a driver refuses loads no stack', async () => {
  const machine = await bootLab();
  await injectAll(machine, [
    { op: 'fault', device: 'dev0', at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION', status: 'STATUS_UNSUCCESSFUL' },
    DUMP_FILE,
    CRASH,
  ]);
  expect([machine.nt.dumpStack.state, machine.nt.dumpStack.holder]).toEqual(['unloaded', null]);
});

test('STV-18: a crash while the stack is being loaded leaves no dump', async () => {
  const machine = await bootLab();
  const { dumpStack } = machine.nt;
  const { makePort } = dumpStack;
  dumpStack.makePort = (disk) => {
    void machine.inject(CRASH);
    machine.nt.kernel.sim.stop(new Error('crash in the middle'));
    return makePort(disk);
  };
  await machine.inject(DUMP_FILE);
  expect(dumpStack.run?.reason).toBe('the dump stack was being loaded');
});

test.each(['driverEntry', 'findAdapter', 'initialize', 'startUnit', 'write', 'flush'] as const)(
  'BUG-14 DUMP-10 DUMP-16: a miniport that fails in %s: no dump, with the reason',
  async (step) => {
    const machine = await bootLab();
    const { dumpStack } = machine.nt;
    const { makePort } = dumpStack;
    dumpStack.makePort = (disk) =>
      chain(makePort(disk), (load) =>
        load.port === null ? load : { port: { ...bound(load.port), [step]: () => `${step} has failed` } },
      );
    await injectAll(machine, [DUMP_FILE, CRASH]);
    expect(reasonOf(machine)).toBe(`${step} has failed`);
    expect(dumpStack.state).toBe('failed');
    expect(machine.state().bugcheck?.dumpPath?.text).toBe(`The dump was not written: ${step} has failed.`);
  },
);

/** The same port as an object whose steps can be replaced. */
function bound(port: DumpPort): DumpPort {
  const steps = ['driverEntry', 'findAdapter', 'initialize', 'startUnit', 'write', 'read', 'flush', 'release'];
  const call =
    (name: string) =>
    (...given: unknown[]) =>
      (port as unknown as Record<string, (...all: unknown[]) => unknown>)[name]?.(...given);
  const { image, maximumTransfer } = port;
  return {
    image,
    maximumTransfer,
    ...Object.fromEntries(steps.map((name) => [name, call(name)])),
  } as unknown as DumpPort;
}

test('BUG-22: the next boot takes MEMORY.DMP out of the file, once; disks keep what else they hold', async () => {
  const first = await bootLab();
  await injectAll(first, [
    { op: 'io', device: 'dev0', request: 'write', offset: 4096, length: 512, data: 'kept' },
    DUMP_FILE,
    CRASH,
  ]);
  const second = await restartLab(first);
  expect(second.state().memoryDump).toMatchObject({ code: 0xe2, name: 'MANUALLY_INITIATED_CRASH' });
  const found = second.dump('found');
  expect(found?.size).toBe(first.nt.dumpStack.run?.bytes);
  const bytes = new Uint8Array(found?.size ?? 0);
  for (const { offset, bytes: make } of found?.pieces ?? []) bytes.set(make(), offset);
  const dump = DumpFile.open({ size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) });
  expect(dump.header.bugCheckCode).toBe(0xe2);
  const read = await second.inject({ op: 'io', device: 'dev0', request: 'read', offset: 4096, length: 512 });
  expect(read.message).toContain('6b657074');
  const third = await restartLab(second);
  expect(third.state().memoryDump).toBeUndefined();
});

test('BUG-22 BUG-13 BUG-02 7: a dump that was cut off is not found', async () => {
  const machine = await crashLab();
  const { place } = machine.nt.dumpStack;
  const [first] = place?.runs ?? [];
  // As it was before the header was made valid.
  if (first !== undefined) place?.medium.write(first.start + 4n, new Uint8Array(4));
  const disks: KeptDisks = machine.disks();
  expect(disks.dumpFile).toBe(place);
  expect((await restartLab(machine)).state().memoryDump).toBeUndefined();
});

test('BUG-22: a header that claims more than its file holds is no dump, and the boot goes on', async () => {
  const machine = await crashLab();
  const { place } = machine.nt.dumpStack;
  const [first] = place?.runs ?? [];
  if (first !== undefined) place?.medium.write(first.start + 0xfa0n, new Uint8Array(8).fill(0x7f));
  const next = await restartLab(machine);
  expect([next.state().memoryDump, next.state().bugcheck]).toEqual([undefined, null]);
});

test('a bug check at a later step: while a request is on its way', async () => {
  const machine = await bootLab();
  await injectAll(machine, [DUMP_FILE, { ...CRASH, after: 3 } as Injection]);
  expect(machine.state().bugcheck).toBeNull();
  await machine.inject({ op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 });
  expect(machine.state().bugcheck).toMatchObject({ code: 0xe2, driver: null });
  expect(machine.state().irps.length).toBeGreaterThan(0);
  expect(dumpOnDisk(machine)?.header.bugCheckCode).toBe(0xe2);
});

test('a bug check while the machine boots', async () => {
  const machine = await bootMachine({ file: 'test.machine.json', crashAfter: 20 }, labFiles());
  expect(machine.state().bugcheck).toMatchObject({ code: 0xe2, driver: null });
});

test.each([
  ['automatic', DUMP_TYPE.bitmapFull],
  ['kernel', DUMP_TYPE.bitmapFull],
  ['complete', DUMP_TYPE.full],
  ['active', DUMP_TYPE.bitmapFull],
  ['small', DUMP_TYPE.triage],
])('BUG-20 BUG-10: with crashDump %s the dump on the disk is of that kind', async (crashDump, type) => {
  const machine = await crashLab({ crashDump });
  expect(dumpOnDisk(machine)?.header.dumpType).toBe(type);
});

test('BUG-20: with crashDump none there is no stack, and the report says what turns it on', async () => {
  const machine = await crashLab({ crashDump: 'none' });
  expect([machine.nt.dumpStack.state, dumpOnDisk(machine)]).toEqual(['unloaded', null]);
  expect(reasonOf(machine)).toBe('there is no dump stack: crash dumps are turned off');
  expect(machine.state().bugcheck?.dumpPath?.run?.remedy).toContain('"crashDump"');
});
