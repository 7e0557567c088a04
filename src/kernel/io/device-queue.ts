/** Device queues: a list that knows whether the device is busy. An entry comes into the list only while it is. */
import { offsetOf } from '../../abi/struct.ts';
import { KDEVICE_QUEUE, KDEVICE_QUEUE_ENTRY } from '../../abi/structs/ke.ts';
import type { LIST_ENTRY } from '../../abi/structs/rtl.ts';
import { firstOf, initializeList, insertBefore, removeEntry } from '../ke/list.ts';
import type { Kernel } from '../kernel.ts';

const DEVICE_QUEUE_OBJECT = 20;
const LIST = offsetOf(KDEVICE_QUEUE_ENTRY, 'DeviceListEntry') ?? 0;

/** Empty, and not busy. @source nf-wdm-keinitializedevicequeue */
export function KeInitializeDeviceQueue(queue: KDEVICE_QUEUE): void {
  queue.Type = DEVICE_QUEUE_OBJECT;
  queue.Size = KDEVICE_QUEUE.size;
  initializeList(queue.DeviceListHead);
  queue.Lock = 0;
  queue.Busy = false;
}

/** @returns false when the device was free: the entry is not in the list, and the device is busy with it. @source nf-wdm-keinsertdevicequeue */
export function KeInsertDeviceQueue(kernel: Kernel, queue: KDEVICE_QUEUE, entry: KDEVICE_QUEUE_ENTRY): boolean {
  return insert(kernel, queue, entry, queue.DeviceListHead);
}

/** The same, by rising key; equal keys stay in the order in which they came. @source nf-wdm-keinsertbykeydevicequeue */
export function KeInsertByKeyDeviceQueue(
  kernel: Kernel,
  queue: KDEVICE_QUEUE,
  entry: KDEVICE_QUEUE_ENTRY,
  key: number,
): boolean {
  entry.SortKey = key;
  const after = find(kernel, queue, (other) => other.SortKey > key >>> 0);
  return insert(kernel, queue, entry, after?.DeviceListEntry ?? queue.DeviceListHead);
}

function insert(kernel: Kernel, queue: KDEVICE_QUEUE, entry: KDEVICE_QUEUE_ENTRY, before: LIST_ENTRY): boolean {
  entry.Inserted = queue.Busy;
  if (queue.Busy) insertBefore(kernel, before, entry.DeviceListEntry);
  queue.Busy = true;
  return entry.Inserted;
}

/** @returns null when nothing waits: the device is free then. @source nf-wdm-keremovedevicequeue */
export function KeRemoveDeviceQueue(kernel: Kernel, queue: KDEVICE_QUEUE): KDEVICE_QUEUE_ENTRY | null {
  return take(
    kernel,
    queue,
    find(kernel, queue, () => true),
  );
}

/** The first entry from the key on; beyond the last one it begins again with the first. @source nf-wdm-keremovebykeydevicequeue */
export function KeRemoveByKeyDeviceQueue(
  kernel: Kernel,
  queue: KDEVICE_QUEUE,
  key: number,
): KDEVICE_QUEUE_ENTRY | null {
  const entry = find(kernel, queue, ({ SortKey }) => SortKey >= key >>> 0) ?? find(kernel, queue, () => true);
  return take(kernel, queue, entry);
}

function take(kernel: Kernel, queue: KDEVICE_QUEUE, entry: KDEVICE_QUEUE_ENTRY | null): KDEVICE_QUEUE_ENTRY | null {
  if (entry === null) {
    queue.Busy = false;
    return null;
  }
  removeEntry(kernel, entry.DeviceListEntry);
  entry.Inserted = false;
  return entry;
}

/** @returns false when it is not in the list any more. @source nf-wdm-keremoveentrydevicequeue */
export function KeRemoveEntryDeviceQueue(kernel: Kernel, entry: KDEVICE_QUEUE_ENTRY): boolean {
  if (!entry.Inserted) return false;
  removeEntry(kernel, entry.DeviceListEntry);
  entry.Inserted = false;
  return true;
}

function find(
  kernel: Kernel,
  queue: KDEVICE_QUEUE,
  fits: (entry: KDEVICE_QUEUE_ENTRY) => boolean,
): KDEVICE_QUEUE_ENTRY | null {
  const head = queue.DeviceListHead;
  for (let at = firstOf(head); at !== null && at !== head; at = at.Flink) {
    const entry = kernel.memory.view(KDEVICE_QUEUE_ENTRY, at.address - LIST);
    if (fits(entry)) return entry;
  }
  return null;
}
