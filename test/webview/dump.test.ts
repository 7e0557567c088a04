import { expect, test } from 'vitest';
import { addressText, bytesText, moved, parseAddress } from '../../src/webview/dump/address.ts';
import { treeRows } from '../../src/webview/dump/device-tree.ts';
import { eventOf, pageOf } from '../../src/webview/dump/trace.ts';
import { chainOf } from '../../src/webview/model/view-model.ts';
import { device, storage } from '../extension-unit/support.ts';

test.each([
  ['0x80001000', '0x80001000'],
  [' fffff800`80001000 ', '0xfffff80080001000'],
  ['8000FFFFh', '0x8000ffff'],
  ['0', '0x0'],
  ['', null],
  ['nowhere', null],
  ['0x1ffffffffffffffff', null],
])('the address %j is %j', (text, address) => {
  expect(parseAddress(text)).toBe(address);
});

test('moving stays within 64 bits', () => {
  expect(moved('0x10', -32)).toBe('0x0');
  expect(moved('0xfffffffffffffff0', 512)).toBe('0xffffffffffffffff');
  expect(addressText(moved('0xfffff80000000000', 512))).toBe('fffff800`00000200');
});

test('bytes stand in hex and as text; those that are missing are question marks', () => {
  expect(bytesText('4d5a3c696d673e000a7fff20414243ff')).toEqual({
    hex: '4d 5a 3c 69 6d 67 3e 00 0a 7f ff 20 41 42 43 ff',
    text: 'MZ<img>.... ABC.',
  });
  expect(bytesText(null)).toEqual({ hex: Array(16).fill('??').join(' '), text: '' });
});

test('a tree has every device once, children below their parents', () => {
  const rows = treeRows(storage()).map(({ device: { id }, level }) => `${level} ${id}`);
  expect(rows).toEqual(['1 root', '2 hba0', '3 disk0']);
});

test('devices that are each other’s parents end neither the tree nor the chain of stacks', () => {
  const state = storage({ devices: [device('a', 'b'), device('b', 'a'), device('c', 'c')] });
  expect(treeRows(state).map(({ device: { id }, level }) => `${level} ${id}`)).toEqual(['1 a', '2 b', '1 c']);
  expect(chainOf(state, 'a').map(({ id }) => id)).toEqual(['a', 'b']);
});

test('lines of the trace that are no events show as text', () => {
  const event = { n: 7, t: '0.1s', kind: 'call', thread: 'T0', status: 'STATUS_SUCCESS' };
  expect(eventOf(JSON.stringify(event), 0)).toEqual(event);
  for (const line of ['<b>', 'null', '{"n":"7"}', JSON.stringify({ ...event, status: {} })])
    expect(eventOf(line, 3)).toEqual({ n: 3, t: '', kind: 'call', thread: '', detail: line });
});

test('the events of a dump come page by page, and filtered', () => {
  const events = ['one', 'two', 'three', 'Two again'].map(eventOf);
  expect(pageOf(events, 1, 2, '')).toMatchObject({ total: 4, events: [{ detail: 'two' }, { detail: 'three' }] });
  expect(pageOf(events, 0, 9, ' TWO ')).toMatchObject({ total: 2, events: [{ n: 1 }, { n: 3 }] });
});
