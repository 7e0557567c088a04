/** Threads have numbers in the sandbox; a debugger's users expect addresses. */

/** A thread is no object that drivers can see, unless they ask for it: it has an address here that leads nowhere. */
const FIRST_THREAD = 0xe000_0000;
const THREAD_STEP = 0x40;

export function threadAddress(id: number): number {
  return FIRST_THREAD + id * THREAD_STEP;
}

/** undefined for an address that stands for no thread. */
export function threadIdAt(at: number): number | undefined {
  const id = (at - FIRST_THREAD) / THREAD_STEP;
  return Number.isInteger(id) && id >= 0 ? id : undefined;
}
