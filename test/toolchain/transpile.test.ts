import { expect, test } from 'vitest';
import { transpile } from '../../src/toolchain/transpile.ts';

test('types go, and every statement stays on its line', () => {
  const text = [
    "import { IoCallDriver, type IRP } from 'wdm';",
    '',
    'interface Extension {',
    '  lower: number;',
    '}',
    'export function pass(irp: IRP, extension: Extension): number {',
    '  return IoCallDriver(extension.lower, irp) as number;',
    '}',
  ].join('\n');
  const { code, diagnostics } = transpile('a.ts', text);
  expect(diagnostics).toEqual([]);
  const lines = code.split('\n');
  expect(lines).toHaveLength(8);
  expect(lines[5]).toContain('function pass(irp, extension)');
  expect(lines[6]).toContain('_wdm.IoCallDriver.call(void 0, extension.lower, irp)');
});

test('modern syntax is left to the engine', () => {
  const { code } = transpile(
    'a.ts',
    'export const f = async (x?: { y?: number }) => { await null; return x?.y ?? 1n; };',
  );
  expect(code).toContain('x?.y ?? 1n');
  expect(code).toContain('await null');
});

test.each([
  ['a missing operand', 'let x = ;\n', 1, 9, 'Syntax error: `;` cannot stand here.'],
  [
    'a parameter list that never ends',
    'function f( {\n  x\n}\n',
    4,
    1,
    'Syntax error: expected `,`, but the line ends here.',
  ],
  ['two words', 'const a = 1;\na b', 2, 3, 'Syntax error: expected `;`, but found `b`.'],
  ['an open string', 'let s = "abc\n', 1, 9, 'Syntax error: unterminated string constant.'],
  ['an open comment', '/* abc', 1, 6, 'Syntax error: unterminated comment.'],
  ['a missing brace', 'function f() {\n', 2, 1, 'Syntax error: something is missing before the end of this line.'],
])('%s is one diagnostic at its place', (_name, text, line, column, message) => {
  const { code, diagnostics } = transpile('drivers/a.ts', text);
  expect(code).toBe('');
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({
    file: 'drivers/a.ts',
    line,
    column,
    severity: 'error',
    code: 'driver/syntax',
    message,
  });
});
