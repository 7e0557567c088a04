/** Hears of each access to memory that the loader has not brought back: it goes on, and finds poison. */
import { type KernelMemory, PAGE_SIZE, SHADOW } from '../mm/memory.ts';

export interface Touched {
  readonly address: number;
  readonly isWrite: boolean;
  /** Of the miniport. */
  readonly routine: string;
  /** Made while its code is on the stack. */
  readonly site: Error;
}

/** @param routineNow - which routine of the miniport runs. @returns what was touched, once for each page */
export function watchPoison(
  memory: KernelMemory,
  routineNow: () => string,
): { readonly all: readonly Touched[]; readonly stop: () => void } {
  const all: Touched[] = [];
  const pages = new Set<number>();
  const { onFault } = memory;
  memory.onFault = (address, size, isWrite, shadow) => {
    if (shadow !== SHADOW.poisoned) {
      onFault(address, size, isWrite, shadow);
      return;
    }
    const page = Math.floor(address / PAGE_SIZE);
    if (pages.has(page)) return;
    pages.add(page);
    all.push({ address, isWrite, routine: routineNow(), site: new Error('poisoned') });
  };
  return {
    all,
    stop: () => {
      memory.onFault = onFault;
    },
  };
}
