/** A filter of a bus: on the bus's own stack, and with a device object on each child. */
import { expect, test } from 'vitest';
import { DELETES, DETACHES, disableChild } from './bus-filter-driver.ts';
import { found } from './support.ts';

test('PNP-42 C9/0x222 a bus filter that detaches from a child that is still there is found at its line', async () => {
  const { machine, line } = await disableChild(DETACHES);
  expect(found(machine)).toEqual([`C9/0x222 flt flt.ts:${line}`]);
});

test('PNP-42 C9/0x223 a bus filter that deletes its device object on such a child is found at its line', async () => {
  const { machine, line } = await disableChild(DELETES);
  expect(found(machine)).toEqual([`C9/0x223 flt flt.ts:${line}`]);
});

test('PNP-42 a bus filter that stays is not found', async () => {
  const { machine } = await disableChild('');
  expect(found(machine)).toEqual([]);
});
