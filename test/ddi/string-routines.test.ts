import { expect, test } from 'vitest';
import { UNICODE_STRING } from '../../src/abi/structs/rtl.ts';
import { makeNt } from '../support/nt.ts';

const nt = makeNt();
const wdm = nt.wdm as Record<string, (...parameters: unknown[]) => unknown>;

function unicode(text: string): UNICODE_STRING {
  const { memory, pool } = nt.kernel;
  const string = memory.view(UNICODE_STRING, pool.allocate(UNICODE_STRING.size, 0, 0, true));
  string.Length = text.length * 2;
  string.MaximumLength = string.Length;
  string.Buffer = text === '' ? 0 : pool.allocate(string.Length, 0, 0, true);
  if (text !== '') memory.writeWide(string.Buffer, text);
  return string;
}

test.each([
  ['PCI\\VEN', 'pci\\ven', true, 0, true, true],
  ['PCI\\VEN', 'pci\\ven', false, -32, false, false],
  ['PCI', 'PCI\\VEN_1B36', false, -9, false, true],
  ['PCI\\VEN_1B36', 'PCI', false, 9, false, false],
  ['', 'PCI', false, -3, false, true],
  ['ß', 'ß', true, 0, true, true],
])('%s and %s, without regard to case: %s', (first, second, ignoresCase, order, areEqual, isPrefix) => {
  const both = [unicode(first), unicode(second), ignoresCase];
  expect(Math.sign(wdm['RtlCompareUnicodeString']?.(...both) as number)).toBe(Math.sign(order));
  expect(wdm['RtlEqualUnicodeString']?.(...both)).toBe(areEqual);
  expect(wdm['RtlPrefixUnicodeString']?.(...both)).toBe(isPrefix);
});
