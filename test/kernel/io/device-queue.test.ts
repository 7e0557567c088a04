import { expect, test } from 'vitest';
import { KDEVICE_QUEUE, KDEVICE_QUEUE_ENTRY } from '../../../src/abi/structs/ke.ts';
import {
  KeInitializeDeviceQueue,
  KeInsertByKeyDeviceQueue,
  KeInsertDeviceQueue,
  KeRemoveByKeyDeviceQueue,
  KeRemoveDeviceQueue,
  KeRemoveEntryDeviceQueue,
} from '../../../src/kernel/io/device-queue.ts';
import { Lab } from '../ke/support/lab.ts';

function withQueue(count: number): { lab: Lab; queue: KDEVICE_QUEUE; entries: KDEVICE_QUEUE_ENTRY[] } {
  const lab = new Lab();
  const queue = lab.make(KDEVICE_QUEUE);
  KeInitializeDeviceQueue(queue);
  return { lab, queue, entries: Array.from({ length: count }, () => lab.make(KDEVICE_QUEUE_ENTRY)) };
}

test('a free device takes the entry at once and is busy; the queue stays empty', () => {
  const { lab, queue, entries } = withQueue(2);
  const inserted = entries.map((entry) => KeInsertDeviceQueue(lab.nt.kernel, queue, entry));
  expect([queue.Type, queue.Size, inserted, entries.map(({ Inserted }) => Inserted), queue.Busy]).toEqual([
    20,
    20,
    [false, true],
    [false, true],
    true,
  ]);
});

test('entries come out in their order; the last look makes the device free', () => {
  const { lab, queue, entries } = withQueue(3);
  for (const entry of entries) KeInsertDeviceQueue(lab.nt.kernel, queue, entry);
  const out = [0, 1, 2].map(() => KeRemoveDeviceQueue(lab.nt.kernel, queue));
  expect(out.map((entry) => (entry === null ? null : entries.indexOf(entry)))).toEqual([1, 2, null]);
  expect([queue.Busy, entries.some(({ Inserted }) => Inserted)]).toEqual([false, false]);
});

test('keys sort entries upward, equal ones in the order in which they came', () => {
  const { lab, queue, entries } = withQueue(6);
  const keys = [0, 30, 10, 20, 10, 0xffff_fff0];
  for (const [index, entry] of entries.entries())
    KeInsertByKeyDeviceQueue(lab.nt.kernel, queue, entry, keys[index] ?? 0);
  const out = entries.slice(1).map(() => KeRemoveDeviceQueue(lab.nt.kernel, queue));
  expect(out.map((entry) => (entry === null ? null : entries.indexOf(entry)))).toEqual([2, 4, 3, 1, 5]);
});

test('removing by key goes upward from the key, and beyond the last one begins with the first', () => {
  const { lab, queue, entries } = withQueue(5);
  for (const [index, entry] of entries.entries()) KeInsertByKeyDeviceQueue(lab.nt.kernel, queue, entry, index * 10);
  const out = [25, 41, 15, 0, 0].map((key) => KeRemoveByKeyDeviceQueue(lab.nt.kernel, queue, key)?.SortKey ?? null);
  expect([out, queue.Busy]).toEqual([[30, 10, 20, 40, null], false]);
});

test('an entry is taken out of the middle once', () => {
  const { lab, queue, entries } = withQueue(4);
  for (const entry of entries) KeInsertDeviceQueue(lab.nt.kernel, queue, entry);
  const [first, , third] = entries;
  if (first === undefined || third === undefined) throw new Error('no entries');
  const taken = [third, third, first].map((entry) => KeRemoveEntryDeviceQueue(lab.nt.kernel, entry));
  const out = [0, 1].map(() => KeRemoveDeviceQueue(lab.nt.kernel, queue));
  expect([taken, out.map((entry) => (entry === null ? null : entries.indexOf(entry)))]).toEqual([
    [true, false, false],
    [1, 3],
  ]);
});

test('a list that a driver has overwritten stops the machine with 0x139', () => {
  const { lab, queue, entries } = withQueue(2);
  for (const entry of entries) KeInsertDeviceQueue(lab.nt.kernel, queue, entry);
  const [, second] = entries;
  if (second !== undefined) second.DeviceListEntry.Flink = second.DeviceListEntry;
  expect(() => KeRemoveDeviceQueue(lab.nt.kernel, queue)).toThrow();
  expect(lab.crash).toEqual([0x139, 3]);
});
