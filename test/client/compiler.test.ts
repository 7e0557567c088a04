import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Compiler } from '../../src/client/compiler/compiler.ts';
import type { CompilerRun } from '../../src/protocol/messages.ts';

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const nowhere = mkdtempSync(join(tmpdir(), 'no compiler '));
const thread = source('src/client/compiler/compiler-thread.ts');
const headers = source('media/sdk');
const compiler = new Compiler({
  thread,
  headers,
  searchFrom: [join(nowhere, 'a.machine.json'), fileURLToPath(import.meta.url)],
});
afterAll(() => {
  compiler.dispose();
  rmSync(nowhere, { recursive: true });
});

const compile = (text: string): CompilerRun => ({
  tool: 'clang',
  arguments: [
    '--target=wasm32',
    '-isystem',
    '/sandbox/include',
    '-nostdlibinc',
    '-fms-extensions',
    '-c',
    '/x/a.c',
    '-o',
    '-',
  ],
  files: { '/x/a.c': { text } },
  output: null,
});

test('compiles in a thread of its own, several drivers at a time', async () => {
  let turns = 0;
  const clock = setInterval(() => {
    turns += 1;
  }, 5);
  const [good, bad] = await Promise.all([
    compiler.run(compile('#include <wdm.h>\nULONG Answer(VOID) { return STATUS_PENDING; }\n')),
    compiler.run(compile('int f( {\n')),
  ]);
  clearInterval(clock);
  expect(good).toMatchObject({ exitCode: 0, log: '' });
  expect(Buffer.from(good?.output ?? '', 'base64').subarray(0, 4)).toEqual(Buffer.from('\0asm'));
  expect(bad).toMatchObject({ exitCode: 1, output: '' });
  expect(bad?.log).toContain('/x/a.c:1:8: error: expected parameter declarator');
  expect(turns).toBeGreaterThan(10);
});

test('gives a written file back', async () => {
  const object = await compiler.run(compile('int answer(void) { return 42; }\n'));
  const linked = await compiler.run({
    tool: 'wasm-ld',
    arguments: ['a.o', '--no-entry', '--export=answer', '-o', 'a.wasm'],
    files: { 'a.o': { base64: object?.output ?? '' } },
    output: 'a.wasm',
  });
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(new Uint8Array(Buffer.from(linked?.output ?? '', 'base64'))),
  );
  expect((exports['answer'] as () => number)()).toBe(42);
});

test('starts again after it was stopped, also in the middle of work', async () => {
  const interrupted = compiler.run(compile('int a;\n'));
  compiler.dispose();
  await expect(interrupted).rejects.toThrow('The compiler was stopped.');
  expect(await compiler.run(compile('int a;\n'))).toMatchObject({ exitCode: 0 });
});

test('says so when the compiler is not installed', async () => {
  const none = new Compiler({ thread, headers, searchFrom: [join(nowhere, 'a.machine.json')] });
  expect(await none.run(compile('int a;\n'))).toBeNull();
});
