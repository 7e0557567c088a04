import { expect, test } from 'vitest';
import { firstDriverFrame, pathOfSourceUrl, sourceUrlOf, syntaxErrorPlace } from '../../src/toolchain/stack-lines.ts';

const files = new Set(['a b/flt (1).ts', 'C:\\drv\\q.ts', 'é.ts']);

test.each([
  ['a named function', '    at Dispatch (a%20b/flt%20%281%29.ts:3:4)', 'a b/flt (1).ts', 3, 4, 'Dispatch'],
  ['after an await', '    at async Dispatch (a%20b/flt%20%281%29.ts:3:4)', 'a b/flt (1).ts', 3, 4, 'Dispatch'],
  ['no function', '    at a%20b/flt%20%281%29.ts:30:41', 'a b/flt (1).ts', 30, 41, null],
  ['a path of Windows', `    at Object.f (${encodeURI('C:\\drv\\q.ts')}:1:2)`, 'C:\\drv\\q.ts', 1, 2, 'f'],
  ['letters outside ASCII', `    at f (${encodeURI('é.ts')}:1:2)`, 'é.ts', 1, 2, 'f'],
  ['an evaluated text', '    at f (eval at run (host.cjs:1:1), C:%5Cdrv%5Cq.ts:1:2)', 'C:\\drv\\q.ts', 1, 2, 'f'],
])('finds %s', (_name, frame, file, line, column, routine) => {
  const stack = `Error: at (x.ts:1:1)\n    at deep (host.cjs:1:1)\n${frame}\n    at f (C:%5Cdrv%5Cq.ts:99:1)`;
  expect(firstDriverFrame(stack, files)).toEqual({ file, line, column, routine });
});

test('a stack without a frame of the driver gives none', () => {
  expect(firstDriverFrame('Error: x\n    at f (host.cjs:1:1)\n    at <anonymous>', files)).toBeNull();
});

test('the place of a syntax error stands above its message', () => {
  expect(syntaxErrorPlace('a%20b/flt%20%281%29.ts:2\nconst a = 2;\n      ^\n\nSyntaxError: x', files)).toEqual({
    file: 'a b/flt (1).ts',
    line: 2,
  });
  expect(syntaxErrorPlace('SyntaxError: x\n    at f (é.ts:2:1)', files)).toBeNull();
});

test.each([...files, 'x%y.ts', 'a#b?.ts'])('the path %s survives as a source URL', (path) => {
  expect(pathOfSourceUrl(sourceUrlOf(path))).toBe(path);
  expect(sourceUrlOf(path)).not.toMatch(/\s/);
});
