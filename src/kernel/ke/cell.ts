/** A byte in memory that a driver's routine writes to: a variable for TypeScript, an address for C. */
import { type StructView, toAddress } from '../../abi/struct.ts';
import type { Out } from '../../abi/types.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';

const SIZE = 4;
const TAG = poolTag('Temp');
const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;

/** Written by the driver, read by the kernel. */
export interface WordCell<T> {
  readonly address: number;
  readonly word: number;
  set value(value: T);
}

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

/** The same for a number of 32 bits, or a pointer. */
export function allocateWord<T extends number | StructView | null>(kernel: Kernel): WordCell<T> {
  const { memory, pool } = kernel;
  const address = pool.allocate(SIZE, TAG, 0, true);
  if (address === 0) return kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT);
  return {
    address,
    get word() {
      return memory.u32[address >>> 2] ?? 0;
    },
    set value(value: T) {
      memory.u32[address >>> 2] = toAddress(value);
    },
  };
}

export function freeCell(kernel: Kernel, cell: { readonly address: number }): void {
  kernel.pool.free(cell.address);
}
