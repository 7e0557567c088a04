import { expect, test } from 'vitest';
import { fileName, isAbsolute, resolveFrom } from '../../src/base/file-path.ts';

test.each([
  ['storage.machine.json', './flt.ts', 'flt.ts'],
  ['samples/storage.machine.json', './flt.ts', 'samples/flt.ts'],
  ['samples/storage.machine.json', '../flt.ts', 'flt.ts'],
  ['x.json', '../flt.ts', '../flt.ts'],
  ['../x.json', '../flt.ts', '../../flt.ts'],
  ['/a/x.json', './b/../c/flt.ts', '/a/c/flt.ts'],
  ['/x.json', '../flt.ts', '/../flt.ts'],
  ['C:\\a b\\x.json', './sub/flt.ts', 'C:\\a b\\sub\\flt.ts'],
  ['C:/a/x.json', '..\\flt.ts', 'C:/flt.ts'],
  ['vscode-vfs://github/o/r/x.json', './flt.ts', 'vscode-vfs://github/o/r/flt.ts'],
  ['a/x.json', '/abs/flt.ts', '/abs/flt.ts'],
  ['a/x.json', 'D:\\flt.ts', 'D:\\flt.ts'],
])('in %s, %s means %s', (from, relative, path) => {
  expect(resolveFrom(from, relative)).toBe(path);
});

test('names and kinds of paths', () => {
  expect(fileName('C:\\a\\b.ts')).toBe('b.ts');
  expect(['/a', '\\a', 'c:\\a', 'file:///a'].map(isAbsolute)).toEqual([true, true, true, true]);
  expect(['a', './a', 'c:a'].map(isAbsolute)).toEqual([false, false, false]);
});
