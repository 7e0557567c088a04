/** Wide text in pool, as a bus driver returns it: whoever asked for it frees it. */
import { ExAllocatePool2, L, POOL_FLAG_PAGED, type PVOID, RtlCopyMemory } from 'wdm';

const TAG = 'txeT';
const BYTES_PER_CHARACTER = 2;

/** REG_SZ: the text and a zero. @returns 0 when there is no memory */
export function AllocateText(text: string): PVOID {
  const length = (text.length + 1) * BYTES_PER_CHARACTER;
  const address = ExAllocatePool2(POOL_FLAG_PAGED, length, TAG);
  if (address !== 0) {
    RtlCopyMemory(address, L(text), length);
  }
  return address;
}

/** REG_MULTI_SZ: a zero behind each text, and one more at the end. @param texts - separated by zeros */
export function AllocateTextList(texts: string): PVOID {
  return AllocateText(`${texts}\0`);
}
