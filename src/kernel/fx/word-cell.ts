/** 32 bits in memory that a driver's routine writes to: a variable for TypeScript, an address for C. */
import type { Out } from '../../abi/types.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';

const SIZE = 4;
const TAG = poolTag('Temp');

export interface WordCell extends Out<number> {
  readonly address: number;
}

/** @returns null when memory is used up */
export function allocateWord(kernel: Kernel): WordCell | null {
  const { memory, pool } = kernel;
  const address = pool.allocate(SIZE, TAG, 0, true);
  if (address === 0) return null;
  return {
    address,
    get value() {
      memory.touch(address, SIZE, false);
      return memory.u32[address >>> 2] ?? 0;
    },
    set value(value: number) {
      memory.touch(address, SIZE, true);
      memory.u32[address >>> 2] = value;
    },
  };
}
