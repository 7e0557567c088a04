/** A dump of 64 MiB, through the dump stack and as a file; and how little of one of 2 GiB the reader wants. */
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DumpFile } from '../../src/dump-file/dump-reader.ts';
import { HEADER, HEADER_SIZE, PAGE, RUNS, SANDBOX_BLOB } from '../../src/dump-file/layout.ts';
import { readSecondary } from '../../src/dump-file/read-secondary.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { bootDescription } from '../support/machine.ts';

const MIB = 0x10_0000;
const SIZE = 64 * MIB;
const AT_ONCE = 0x1_0000;
const LARGE = 2048 * MIB;
const LARGE_PAGES = LARGE / PAGE;

export interface DumpResult {
  /** Milliseconds each. The bytes of memory copied, and written to a file. */
  readonly bareCopy: number;
  readonly bareFile: number;
  /** From the bug check until the dump stands on the emulated disk. */
  readonly stack: number;
  readonly file: number;
  /** All bytes of the large file. */
  readonly readAll: number;
  /** Opened, with what the sandbox has left in it and an address looked up. */
  readonly opened: number;
  /** Share of the file's bytes that were read for that. */
  readonly share: number;
}

function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

async function crashed(): Promise<{ readonly machine: Machine; readonly stack: number }> {
  const machine = await bootDescription({
    name: 'dump bench',
    memory: '64MiB',
    crashDump: 'complete',
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            children: [{ id: 'disk0', function: 'disk', size: '128MiB', volumes: [] }],
          },
        ],
      },
    ],
  });
  await machine.inject({ op: 'usage', device: 'disk0', type: 'dump', inPath: true });
  const start = performance.now();
  await machine.inject({ op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' });
  return { machine, stack: performance.now() - start };
}

function bareCopy({ u8 }: { readonly u8: Uint8Array }): void {
  const medium = new Uint8Array(u8.length);
  for (let at = 0; at < u8.length; at += AT_ONCE) medium.set(u8.subarray(at, at + AT_ONCE), at);
}

function toFile(path: string, write: (file: number) => void): void {
  const file = openSync(path, 'w');
  write(file);
  closeSync(file);
}

/** The same machine with 2 GiB of memory, of which the most was never in use: a hole in the file. */
function makeLarge(
  file: number,
  pieces: readonly { readonly offset: number; readonly bytes: () => Uint8Array }[],
): void {
  const end = HEADER_SIZE + SIZE - PAGE;
  const moved = LARGE - SIZE;
  ftruncateSync(file, LARGE);
  for (const { offset, bytes: make } of pieces) {
    const bytes = Uint8Array.from(make());
    if (offset === 0) {
      const view = new DataView(bytes.buffer);
      const count = BigInt(LARGE_PAGES - 1);
      view.setBigUint64(HEADER.physicalMemoryBlock + RUNS.numberOfPages, count, true);
      view.setBigUint64(HEADER.physicalMemoryBlock + RUNS.first + 8, count, true);
      view.setBigUint64(
        HEADER.requiredDumpSpace,
        view.getBigUint64(HEADER.requiredDumpSpace, true) + BigInt(moved),
        true,
      );
    }
    writeSync(file, bytes, 0, bytes.length, offset < end ? offset : offset + moved);
  }
}

function readAll(path: string): void {
  const file = openSync(path, 'r');
  const bytes = new Uint8Array(MIB);
  while (readSync(file, bytes) > 0) bytes[0] = 0;
  closeSync(file);
}

/** @returns bytes that were read, and of how many */
function openLarge(path: string, address: number): { readonly read: number; readonly size: number } {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  let read = 0;
  const dump = DumpFile.open({
    size,
    read: (offset, length) => {
      read += length;
      const bytes = new Uint8Array(length);
      if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('the file is too short');
      return bytes;
    },
  });
  if (readSecondary(dump, SANDBOX_BLOB) === null) throw new Error('the dump has nothing of the sandbox');
  if (dump.readVirtual(0xffff_f800_0000_0000n + BigInt(address), 16) === null) throw new Error('no such address');
  closeSync(file);
  return { read, size };
}

export async function benchDump(): Promise<DumpResult> {
  const { machine, stack } = await crashed();
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-dump-'));
  try {
    const dump = machine.dump('complete');
    if (dump === null) throw new Error('the machine has no dump');
    const { memory } = machine.nt.kernel;
    const small = join(folder, 'small.dmp');
    const large = join(folder, 'large.dmp');
    const write = (file: number): void => {
      for (const { offset, bytes: make } of machine.dump('complete')?.pieces ?? []) {
        const bytes = make();
        writeSync(file, bytes, 0, bytes.length, offset);
      }
    };
    const bare = (file: number): void => {
      for (let at = 0; at < memory.size; at += AT_ONCE) writeSync(file, memory.u8, at, AT_ONCE, at);
    };
    toFile(small, bare);
    const bareFile = timed(() => toFile(small, bare));
    toFile(small, write);
    const file = timed(() => toFile(small, write));
    toFile(large, (made) => makeLarge(made, dump.pieces));
    const address = machine.nt.pnp.root?.pdo.address ?? 0;
    openLarge(large, address);
    let opened = { read: 0, size: 1 };
    const openTime = timed(() => {
      opened = openLarge(large, address);
    });
    bareCopy(memory);
    return {
      bareCopy: timed(() => bareCopy(memory)),
      bareFile,
      stack,
      file,
      readAll: timed(() => readAll(large)),
      opened: openTime,
      share: opened.read / opened.size,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
