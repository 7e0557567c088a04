/** Memory that somebody watches: it stays what it is, and writes to it are heard. */
import { expect, test } from 'vitest';
import { IO_STATUS_BLOCK } from '../../../src/abi/structs/io.ts';
import { KernelMemory, NULL_REGION_SIZE, SHADOW } from '../../../src/kernel/mm/memory.ts';

const AT = NULL_REGION_SIZE;

function watched(): { memory: KernelMemory; heard: [number, number][] } {
  const memory = new KernelMemory(new ArrayBuffer(0x10_0000));
  memory.mark(AT, 64, SHADOW.accessible);
  const heard: [number, number][] = [];
  memory.onWatched = (address, size) => heard.push([address, size]);
  memory.watch([{ start: AT, length: 4 }]);
  return { memory, heard };
}

test('a write through a structure is heard behind it; a read, and a write beside it, are not', () => {
  const { memory, heard } = watched();
  const block = memory.view(IO_STATUS_BLOCK, AT);
  let seen = -1;
  memory.onWatched = () => {
    seen = block.Status;
  };
  block.Status = 5;
  expect(seen).toBe(5);
  memory.onWatched = (address, size) => heard.push([address, size]);
  expect(block.Status).toBe(5);
  block.Information = 7;
  expect(heard).toEqual([]);
});

test('a write of bytes is heard once', () => {
  const { memory, heard } = watched();
  memory.zero(AT, 64);
  memory.copy(AT, AT + 32, 8);
  memory.writeBytes(AT + 8, new Uint8Array(8));
  expect(heard).toEqual([
    [AT, 64],
    [AT, 8],
  ]);
});

test('memory that may be touched may be touched; what is given back and given out again stays watched', () => {
  const { memory, heard } = watched();
  expect(memory.isAccessible(AT)).toBe(true);
  memory.mark(AT, 64, SHADOW.freed);
  expect(memory.isAccessible(AT)).toBe(false);
  expect(() => memory.zero(AT, 8)).toThrow('memory that may not be touched');
  memory.mark(AT, 64, SHADOW.accessible);
  memory.zero(AT, 8);
  expect(heard).toEqual([[AT, 8]]);
  memory.watch([]);
  expect(memory.shadow[AT >>> 3]).toBe(SHADOW.accessible);
});
