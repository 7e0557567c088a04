/** Hears of writes to pages that a dump filter may only read. They go through: whoever watches puts the pages back. */
import { type KernelMemory, SHADOW } from '../mm/memory.ts';

export interface WriteWatch {
  /** Made while the code that wrote first is on the stack; null: nobody has written. */
  readonly site: Error | null;
  stop(): void;
}

/** @param start - a multiple of 8, as pool is */
export function watchWrites(memory: KernelMemory, start: number, length: number): WriteWatch {
  const { onFault } = memory;
  const shadow = memory.shadow.slice(start >>> 3, (start + length + 7) >>> 3);
  let site: Error | null = null;
  memory.onFault = (address, size, isWrite, found) => {
    const isWatched = found === SHADOW.poisoned && address + size > start && address < start + length;
    if (!isWatched) onFault(address, size, isWrite, found);
    else if (isWrite) site ??= new Error('written');
  };
  memory.mark(start, length, SHADOW.poisoned);
  return {
    get site() {
      return site;
    },
    stop: () => {
      memory.onFault = onFault;
      memory.shadow.set(shadow, start >>> 3);
    },
  };
}
