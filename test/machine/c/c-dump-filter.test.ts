/** A dump filter in C: its DriverEntry and routines, a copy of it with variables of its own for each stack. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { HIBERNATE, WAKE } from '../../kernel/dump/hiber-lab.ts';
import { CRASH, dumpOnDisk } from '../../kernel/dump/lab.ts';
import { startMachine } from '../../support/machine.ts';
import { printed } from './support.ts';

const FILTER = `
#include <wdm.h>

static PUCHAR Buffer;
static ULONG Writes = 7;

static VOID Change(PUCHAR to, PUCHAR from, ULONG length)
{
  ULONG at;

  for (at = 0; at < length; at += sizeof(ULONG)) *(PULONG)(to + at) = *(PULONG)(from + at) ^ 0x5A5A5A5A;
}

static NTSTATUS DumpStart(PFILTER_EXTENSION extension)
{
  DbgPrint("start %d at %d\\n", extension->DumpType, KeGetCurrentIrql());
  return STATUS_SUCCESS;
}

static NTSTATUS DumpWrite(PFILTER_EXTENSION extension, LARGE_INTEGER *offset, PMDL mdl)
{
  ULONG length = MmGetMdlByteCount(mdl);

  if (Writes++ == 7) DbgPrint("write %d %d\\n", Writes, offset->QuadPart > 0);
  Change(Buffer, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority), length);
  MmInitializeMdl(mdl, Buffer, length);
  MmBuildMdlForNonPagedPool(mdl);
  return STATUS_SUCCESS;
}

static NTSTATUS DumpRead(PFILTER_EXTENSION extension, LARGE_INTEGER *offset, PMDL mdl)
{
  PUCHAR data = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);

  Change(data, data, MmGetMdlByteCount(mdl));
  return STATUS_SUCCESS;
}

static NTSTATUS DumpFinish(PFILTER_EXTENSION extension)
{
  DbgPrint("finish %d\\n", extension->DumpData == &Writes);
  return STATUS_SUCCESS;
}

static NTSTATUS DumpUnload(PFILTER_EXTENSION extension)
{
  DbgPrint("unload %d at %d\\n", extension->DumpType, KeGetCurrentIrql());
  ExFreePool(Buffer);
  return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
  PFILTER_EXTENSION extension = (PFILTER_EXTENSION)driver;
  PFILTER_INITIALIZATION_DATA data = (PFILTER_INITIALIZATION_DATA)path;

  Buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, data->MaxPagesPerWrite * 4096, 'tliF');
  if (Buffer == NULL) return STATUS_INSUFFICIENT_RESOURCES;
  DbgPrint("entry %d %d\\n", extension->DumpType, extension->Size == sizeof(FILTER_EXTENSION));
  data->MajorVersion = DUMP_FILTER_MAJOR_VERSION;
  data->MinorVersion = DUMP_FILTER_MINOR_VERSION;
  data->DumpStart = DumpStart;
  data->DumpWrite = DumpWrite;
  data->DumpRead = DumpRead;
  data->DumpFinish = DumpFinish;
  data->DumpUnload = DumpUnload;
  data->DumpData = &Writes;
  data->Flags = DUMP_FILTER_CRITICAL;
  return STATUS_SUCCESS;
}
`;

async function boot(types: readonly string[], source = FILTER): Promise<Machine> {
  const disk = { id: 'disk0', function: 'disk', size: '32MiB', volumes: [] };
  const description = {
    name: 'c dump filter',
    memory: '4MiB',
    verifier: 'all',
    drivers: { flt: { source: './flt.c' } },
    devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'hba0', function: 'storport', children: [disk] }] }],
    specialFiles: types.map((type) => ({ device: 'disk0', type })),
    dumpFilters: ['flt'],
  };
  const started = await startMachine(
    { file: 'm.machine.json' },
    { 'm.machine.json': JSON.stringify(description), 'flt.c': source },
  );
  if (!started.ok) throw new Error(started.diagnostics.map(({ line, message }) => `${line}: ${message}`).join());
  return started.machine;
}

test('DUMP-21 DUMP-23: a dump filter in C sees the writes of a crash', async () => {
  const machine = await boot(['dump']);
  await machine.inject(CRASH);
  expect(machine.state().bugcheck?.dumpPath?.run).toMatchObject({ stage: 'done', reason: null });
  expect(printed(machine)).toEqual(['entry 1 1', 'start 1 at 31', 'write 8 1', 'finish 1']);
  // Encrypted: nobody can read it.
  expect(dumpOnDisk(machine)).toBeNull();
  expect(machine.state().violations).toEqual([]);
});

test('DUMP-20 DUMP-24 DUMP-26: the hibernation stack has a copy of its own, while that of the crash stack is loaded', async () => {
  const machine = await boot(['dump', 'hibernation']);
  for (let times = 0; times < 2; times += 1) {
    expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: true });
    machine.nt.kernel.memory.u8.fill(0);
    expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
  }
  await machine.inject(CRASH);
  const once = ['entry 2 1', 'start 2 at 31', 'write 8 1', 'finish 1', 'unload 2 at 0'];
  expect(printed(machine)).toEqual(['entry 1 1', ...once, ...once, 'start 1 at 31', 'write 8 1', 'finish 1']);
  expect(machine.state().violations).toEqual([]);
});

test('DUMP-37 STOR-64: the stack of a thread is memory like any other; a write to it while the image is written is found', async () => {
  const source = FILTER.replace('static ULONG Writes = 7;', 'static ULONG Writes = 7;\nstatic PULONG Stale;')
    .replace(
      '  ULONG length = MmGetMdlByteCount(mdl);\n',
      '  ULONG length = MmGetMdlByteCount(mdl);\n\n  *Stale += 1;\n',
    )
    .replace(
      '  Buffer = ExAllocatePool2(',
      '  ULONG deep[1500];\n\n  deep[0] = 1;\n  Stale = deep;\n  Buffer = ExAllocatePool2(',
    );
  const machine = await boot(['hibernation'], source);
  expect(await machine.inject(HIBERNATE)).toMatchObject({ ok: true });
  expect(machine.state().violations.map(({ rule, message }) => `${rule}: ${message}`)).toContainEqual(
    expect.stringMatching(/^dump\/hiber-unmarked-write: memory at 0x\w+, in 16384 bytes of pool with tag 'Stak'/),
  );
  expect(machine.nt.hiberStack.memory?.kept.map(({ what }) => what)).not.toContain('stack in C');
});
