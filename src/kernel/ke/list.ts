/** Doubly linked lists in memory, as the kernel itself uses them. */
import type { LIST_ENTRY } from '../../abi/structs/rtl.ts';
import type { Kernel } from '../kernel.ts';

const KERNEL_SECURITY_CHECK_FAILURE = 0x139;
const FAST_FAIL_CORRUPT_LIST_ENTRY = 3;

export function initializeList(head: LIST_ENTRY): void {
  head.Flink = head;
  head.Blink = head;
}

/** The first entry, or null. */
export function firstOf(head: LIST_ENTRY): LIST_ENTRY | null {
  const first = head.Flink;
  return first === head ? null : first;
}

/** @param before - an entry, or the head to insert at the end */
export function insertBefore(kernel: Kernel, before: LIST_ENTRY, entry: LIST_ENTRY): void {
  const last = before.Blink;
  if (last === null || last.Flink !== before) corrupt(kernel, before);
  entry.Flink = before;
  entry.Blink = last;
  last.Flink = entry;
  before.Blink = entry;
}

/** @throws BugCheckError 0x139 when the neighbours do not agree that it is in their list */
export function removeEntry(kernel: Kernel, entry: LIST_ENTRY): void {
  const { Flink, Blink } = entry;
  if (Flink === null || Blink === null || Flink.Blink !== entry || Blink.Flink !== entry) corrupt(kernel, entry);
  Blink.Flink = Flink;
  Flink.Blink = Blink;
}

function corrupt(kernel: Kernel, entry: LIST_ENTRY): never {
  return kernel.bugCheck(KERNEL_SECURITY_CHECK_FAILURE, FAST_FAIL_CORRUPT_LIST_ENTRY, entry.address);
}
