/** Dumps of small machines, and an image of a dump in memory. */
import type { DumpSource } from '../../../../src/dump-file/dump-reader.ts';
import { type DumpKind, type DumpRequest, dumpPieces } from '../../../../src/kernel/dump/file/dump-writer.ts';
import { type SmallDumpRequest, smallDumpPieces } from '../../../../src/kernel/dump/file/small-dump.ts';
import { KernelMemory, SHADOW } from '../../../../src/kernel/mm/memory.ts';

export const MIB = 0x10_0000;
export const IMAGES_END = 0x1_0000;

/** Memory with a text at 0x42000 and a freed block at 0x50000; the rest was never in use. */
export function memoryOf(size: number): KernelMemory {
  const memory = new KernelMemory(new ArrayBuffer(size));
  memory.mark(0x4_2000, 0x1000, SHADOW.accessible);
  memory.u8.set(new TextEncoder().encode('driver sandbox'), 0x4_2010);
  memory.mark(0x5_0000, 64, SHADOW.freed);
  memory.u8.fill(0xdd, 0x5_0000, 0x5_0040);
  return memory;
}

export const FACTS: DumpRequest['header'] = {
  bugCheckCode: 0xe2,
  parameters: [1, 0x8000_0000, 3, 0xffff_ffff],
  minorVersion: 100,
  instruction: 0x4_2000,
  stack: 0x4_2ff0,
  systemTime: 134_116_992_000_000_000n,
  upTime: 12_300n,
  comment: 'Driver Sandbox: test',
};

export function dumpOf(
  memory: KernelMemory,
  kind: DumpKind,
  more: Partial<Pick<DumpRequest, 'secondary' | 'addedPages' | 'removedPages'>> = {},
): Uint8Array<ArrayBuffer> {
  const { pieces, size } = dumpPieces(memory, { kind, imagesEnd: IMAGES_END, header: FACTS, secondary: [], ...more });
  const bytes = new Uint8Array(size);
  for (const { offset, bytes: make } of pieces) bytes.set(make(), offset);
  return bytes;
}

export const SMALL: SmallDumpRequest = {
  header: FACTS,
  secondary: [],
  ranges: [
    { address: 0x4_2010, size: 14 },
    { address: 0x5_0000, size: 64 },
  ],
  stack: { address: 0x4_2ff0, size: 16 },
  drivers: [
    { name: 'disk', address: 0x4_2000, size: 0x60 },
    { name: 'auditflt', address: 0x5_0000, size: 0x60 },
  ],
  broken: 1,
  thread: { id: 7, name: 'worker', irql: 2 },
};

export function smallOf(memory: KernelMemory, more: Partial<SmallDumpRequest> = {}): Uint8Array<ArrayBuffer> {
  const { pieces, size } = smallDumpPieces(memory, { ...SMALL, ...more });
  const bytes = new Uint8Array(size);
  for (const { offset, bytes: make } of pieces) bytes.set(make(), offset);
  return bytes;
}

export function sourceOf(bytes: Uint8Array): DumpSource {
  return {
    size: bytes.length,
    read: (offset, length) => {
      if (offset < 0 || offset + length > bytes.length)
        throw new Error(`read of ${length} bytes at ${offset}: beyond the file`);
      return bytes.slice(offset, offset + length);
    },
  };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
