import { expect, test } from 'vitest';
import { IO_ERROR_LOG_PACKET } from '../../../src/abi/structs/io-services.ts';
import {
  IoAllocateErrorLogEntry,
  IoFreeErrorLogEntry,
  IoWriteErrorLogEntry,
} from '../../../src/kernel/io/error-log.ts';
import { makeNt, runThread } from '../../support/nt.ts';

const STRINGS = 48;

test('a written entry shows among what drivers print, with its data and strings, and is freed', async () => {
  const nt = makeNt();
  const before = nt.kernel.pool.blocks;
  await runThread(nt, () => {
    const entry = IoAllocateErrorLogEntry(nt.io, STRINGS + 20);
    const packet = nt.kernel.memory.view(IO_ERROR_LOG_PACKET, entry);
    packet.ErrorCode = 0xc004000b;
    packet.MajorFunctionCode = 3;
    packet.FinalStatus = 0xc0000185;
    packet.UniqueErrorValue = 0x12;
    packet.RetryCount = 2;
    packet.DumpDataSize = 4;
    packet.DumpData.set(0, 0xabcd);
    packet.NumberOfStrings = 2;
    packet.StringOffset = STRINGS;
    nt.kernel.memory.writeWide(entry + STRINGS, 'disk\0bad\0');
    IoWriteErrorLogEntry(nt.io, entry);
  });
  expect(nt.printed).toEqual([
    'event log: error 0xC004000B, IRP_MJ_READ, final status STATUS_IO_DEVICE_ERROR, unique value 0x00000012, retry 2, data 0x0000ABCD, "disk", "bad"',
  ]);
  expect([nt.kernel.sim.crash, nt.kernel.pool.blocks - before]).toEqual([null, 0]);
});

test('a string without an end stops at the end of the entry', async () => {
  const nt = makeNt();
  await runThread(nt, () => {
    const entry = IoAllocateErrorLogEntry(nt.io, STRINGS + 8);
    const packet = nt.kernel.memory.view(IO_ERROR_LOG_PACKET, entry);
    packet.NumberOfStrings = 3;
    packet.StringOffset = STRINGS;
    packet.DumpDataSize = 0xffff;
    nt.kernel.memory.writeWide(entry + STRINGS, 'disk');
    IoWriteErrorLogEntry(nt.io, entry);
  });
  expect([nt.kernel.sim.crash, nt.printed.length, nt.printed[0]?.endsWith('"disk"')]).toEqual([null, 1, true]);
});

test('sizes beyond what an entry can hold give none', () => {
  const nt = makeNt();
  expect([0, 39, 153, 255].map((size) => IoAllocateErrorLogEntry(nt.io, size))).toEqual([0, 0, 0, 0]);
  expect(IoAllocateErrorLogEntry(nt.io, 152)).toBeGreaterThan(0);
});

test('an entry is freed or written once: anything else stops the machine with 0xC2', async () => {
  const nt = makeNt();
  await runThread(nt, () => {
    const entry = IoAllocateErrorLogEntry(nt.io, STRINGS);
    IoFreeErrorLogEntry(nt.io, entry);
    IoWriteErrorLogEntry(nt.io, entry);
  });
  expect(nt.kernel.sim.crash?.code).toBe(0xc2);
});
