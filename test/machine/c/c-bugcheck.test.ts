/** Bug check callbacks in C: the records lie in the driver's image, the routines in its table. */
import { expect, test } from 'vitest';
import { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { readSecondary } from '../../../src/dump-file/read-secondary.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { dumpOnDisk } from '../../kernel/dump/lab.ts';
import { driverText, printed, start } from './support.ts';

const CRASH: Injection = { op: 'bugcheck', code: 0xe2 };

const CALLBACKS = `
static KBUGCHECK_CALLBACK_RECORD Plain;
static KBUGCHECK_REASON_CALLBACK_RECORD Data;
static UCHAR Name[] = "cdriver";
static ULONG State = 0x11223344;

static VOID After(PVOID buffer, ULONG length)
{
  DbgPrint("after %d at %d\\n", length, KeGetCurrentIrql());
  *(PULONG)buffer = 0;
}

static VOID Secondary(KBUGCHECK_CALLBACK_REASON reason, PKBUGCHECK_REASON_CALLBACK_RECORD record, PVOID address, ULONG length)
{
  PKBUGCHECK_SECONDARY_DUMP_DATA data = address;

  if (length < sizeof(*data) || record != &Data) return;
  data->Guid.Data1 = 0xC0FFEE;
  data->OutBuffer = &State;
  data->OutBufferLength = sizeof(State);
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  KeInitializeCallbackRecord(&Plain);
  KeInitializeCallbackRecord(&Data);
  DbgPrint("%d %d\\n", KeRegisterBugCheckCallback(&Plain, After, &State, sizeof(State), Name),
           KeRegisterBugCheckReasonCallback(&Data, Secondary, KbCallbackSecondaryDumpData, Name));
  DbgPrint("%d\\n", KeRegisterBugCheckCallback(&Plain, After, &State, sizeof(State), Name));
  return STATUS_SUCCESS;
}
`;

async function bootWithDisk(text: string): Promise<Machine> {
  const disk = { id: 'dev1', function: 'disk', size: '16MiB', volumes: [] };
  const devices = [
    { id: 'dev0', function: 'mine' },
    { id: 'pci0', function: 'pci', children: [{ id: 'hba0', function: 'storport', children: [disk] }] },
  ];
  const more = { specialFiles: [{ device: 'dev1', type: 'dump' }] };
  const started = await start({ 'mine.c': driverText(text) }, devices, {}, more);
  if (!started.ok) throw new Error(started.diagnostics.map(({ line, message }) => `${line}: ${message}`).join());
  return started.machine;
}

test('BUG-03 BUG-06: a driver in C adds its data to the dump, and hears of the crash when that is complete', async () => {
  const machine = await bootWithDisk(CALLBACKS);
  await machine.inject(CRASH);
  expect(printed(machine)).toEqual(['1 1', '0', 'after 4 at 31']);
  const dump = dumpOnDisk(machine);
  const data = dump === null ? null : readSecondary(dump, '00c0ffee-0000-0000-0000-000000000000');
  expect(data).toEqual(new Uint8Array([0x44, 0x33, 0x22, 0x11]));
});

test('BUG-05: in C too a forbidden call and a fault end the callback, and not the dump', async () => {
  const allocates = CALLBACKS.replace('data->Guid.Data1 = 0xC0FFEE;', 'ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 1);');
  const machine = await bootWithDisk(allocates.replace('*(PULONG)buffer = 0;', '*(PULONG)16 = 0;'));
  await machine.inject(CRASH);
  const found = machine.state().violations.map(({ rule, file }) => `${rule} ${file ?? '-'}`);
  expect(found).toEqual(['bugcheck/forbidden-call mine.c', 'bugcheck/callback-fault mine.c']);
  expect(dumpOnDisk(machine)?.header.bugCheckCode).toBe(0xe2);
  expect(machine.nt.bugCheck.nested).toHaveLength(1);
});

test('FILE-14 FILE-66: the stack of C code is in the small dump, and the stack pointer of any dump points at it', async () => {
  const text = driverText(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  volatile ULONG marks[4];

  marks[0] = 0x11223344;
  marks[1] = 0x55667788;
  KeBugCheckEx(0xE2, (ULONG_PTR)&marks, 0, 0, 0);
  return STATUS_SUCCESS;
}
`);
  const started = await start({ 'mine.c': text }, [{ id: 'dev0', function: 'mine' }]);
  if (!started.ok) throw new Error(started.diagnostics.map(({ line, message }) => `${line}: ${message}`).join());
  const [small, kernel] = (['small', 'kernel'] as const).map((kind) => opened(started.machine, kind));
  const stack = small?.triage?.stack ?? null;
  const [at] = small?.header.parameters ?? [];
  if (small === undefined || kernel === undefined || stack === null || at === undefined) throw new Error('no stack');
  expect(small.triage?.broken?.name).toBe('mine');
  expect([small.header.stack, kernel.header.stack]).toEqual([stack.address, stack.address]);
  const inside = at - (stack.address - 0xffff_f800_0000_0000n);
  expect(inside >= 0n && inside < BigInt(stack.size)).toBe(true);
  const marks = Uint8Array.of(0x44, 0x33, 0x22, 0x11, 0x88, 0x77, 0x66, 0x55);
  expect([small.readVirtual(at, 8), small.readVirtual(stack.address + inside, 8)]).toEqual([marks, marks]);
});

function opened(machine: Machine, kind: 'small' | 'kernel'): DumpFile {
  const made = machine.dump(kind);
  if (made === null) throw new Error('the machine has not stopped');
  const bytes = new Uint8Array(made.size);
  for (const { offset, bytes: make } of made.pieces) bytes.set(make(), offset);
  return DumpFile.open({ size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) });
}
