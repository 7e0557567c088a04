/** A byte in memory that a driver's routine writes to: a variable for TypeScript, an address for C. */
import type { Out } from '../../abi/types.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';

const SIZE = 4;
const TAG = poolTag('Temp');
const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;

export interface Cell extends Out<number> {
  readonly address: number;
}

export function allocateCell(kernel: Kernel): Cell {
  const { memory, pool } = kernel;
  const address = pool.allocate(SIZE, TAG, 0, true);
  if (address === 0) return kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT);
  return {
    address,
    get value() {
      memory.touch(address, 1, false);
      return memory.u8[address] ?? 0;
    },
    set value(value: number) {
      memory.touch(address, 1, true);
      memory.u8[address] = value;
    },
  };
}

export function freeCell(kernel: Kernel, cell: Cell): void {
  kernel.pool.free(cell.address);
}
