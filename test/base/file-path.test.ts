import { expect, test } from 'vitest';
import { fileName, isAbsolute, relativeFrom, resolveFrom } from '../../src/base/file-path.ts';

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

test.each([
  ['/a/b/m.json', '/a/b/m.json', 'm.json'],
  ['/a/b/m.json', '/a/b/c/d.ts', 'c/d.ts'],
  ['/a/b/m.json', '/a/c/d.ts', '../c/d.ts'],
  ['C:\\a\\m.json', 'C:\\a\\b\\d.ts', 'b/d.ts'],
  ['C:\\a\\m.json', 'D:\\b\\d.ts', 'D:\\b\\d.ts'],
  ['m.json', 'd.ts', 'd.ts'],
  ['x/m.json', 'd.ts', '../d.ts'],
  ['x/m.json', '/usr/include/wdm.h', '/usr/include/wdm.h'],
])('from %s to %s', (from, path, relative) => {
  expect(relativeFrom(from, path)).toBe(relative);
});
