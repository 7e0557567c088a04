import { expect, test } from 'vitest';
import { type DriverProgram, loadDriver } from '../../src/toolchain/load-driver.ts';

function load(files: Record<string, string>, entry = 'drivers/flt.ts'): Promise<DriverProgram> {
  return loadDriver(entry, (path) => Promise.resolve(files[path] ?? null));
}

test('a driver is its entry file and all files that it imports, each once', async () => {
  const program = await load({
    'drivers/flt.ts':
      "import { a } from './lib/a.ts';\nimport * as b from './b';\nexport function DriverEntry() { return a(b); }",
    'drivers/lib/a.ts': "import { c } from '../b.js';\nexport const a = () => c;",
    'drivers/b.ts': "import 'wdm';\nexport const c = 1;",
  });
  expect(program.diagnostics).toEqual([]);
  expect(program.modules.map(({ path }) => path)).toEqual(['drivers/flt.ts', 'drivers/lib/a.ts', 'drivers/b.ts']);
  expect([...(program.modules[1]?.links ?? [])]).toEqual([['../b.js', 'drivers/b.ts']]);
});

test('a file that gives only types is not read', async () => {
  const program = await load({
    'drivers/flt.ts':
      "import type { T } from './types.ts';\nimport { type U } from 'wdm';\nimport { x } from './x';\nexport const y: T | U = x;",
    'drivers/x.ts': 'export const x = 1;',
  });
  expect(program.diagnostics).toEqual([]);
  expect(program.modules).toHaveLength(2);
});

test.each([
  ['a module of the runtime', "import 'wdm';\nimport * as fs from 'node:fs';\nfs.x;", 2, 21, '`node:fs`'],
  ['a package', "import x from 'left-pad';\nx();", 1, 15, '`left-pad`'],
  ['a call of require', "\n  const cp = require('child_process');", 2, 22, '`child_process`'],
  ['an import while running', "export const f = () => import('net');", 1, 31, '`net`'],
])('%s is refused at its line with the remedy', async (_name, text, line, column, named) => {
  const { diagnostics } = await load({ 'drivers/flt.ts': text });
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ file: 'drivers/flt.ts', line, column, code: 'driver/import' });
  expect(diagnostics[0]?.message).toContain(named);
  expect(diagnostics[0]?.message).toContain("It can import 'wdm' and files beside it");
});

test('a module name in a comment or a string is no import', async () => {
  const { diagnostics } = await load({ 'drivers/flt.ts': "// require('fs')\nexport const s = \"require('fs')\";" });
  expect(diagnostics).toEqual([]);
});

test('a missing import is told at the import, a missing entry at the entry', async () => {
  const { diagnostics } = await load({ 'drivers/flt.ts': "\nimport { q } from '../queue.ts';\nq();" });
  expect(diagnostics).toMatchObject([{ line: 2, column: 19, code: 'driver/missing-file' }]);
  expect(diagnostics[0]?.message).toContain('`queue.ts`');
  expect((await load({})).diagnostics).toMatchObject([{ file: 'drivers/flt.ts', code: 'driver/missing-file' }]);
});

test('a syntax error in an imported file is told in that file', async () => {
  const { diagnostics } = await load({ 'drivers/flt.ts': "import './b.ts';", 'drivers/b.ts': 'let = = 3' });
  expect(diagnostics).toMatchObject([{ file: 'drivers/b.ts', line: 1, code: 'driver/syntax' }]);
});
