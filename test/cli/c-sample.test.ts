/** The C sample from a terminal: the bundles that are shipped, the compiler in a thread of the command's process. */
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { esbuildOptions, presentBundles } from '../../scripts/lib/bundles.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { ROOT } from '../support/machine.ts';

const shipped = join(ROOT, '.cache', 'test', 'c-shipped');
const elsewhere = mkdtempSync(join(tmpdir(), 'driver sandbox c '));
const MACHINE = join('samples', 'c-filter', 'c-filter.machine.json');

beforeAll(async () => {
  mkdirSync(join(shipped, 'dist'), { recursive: true });
  mkdirSync(join(shipped, 'media', 'sdk'), { recursive: true });
  for (const header of ['wdm.h', 'storport.h'])
    copyFileSync(join(ROOT, 'media', 'sdk', header), join(shipped, 'media', 'sdk', header));
  copyFileSync(await buildSandbox('sandbox-c-cli', 'real'), join(shipped, 'dist', 'host.cjs'));
  for (const bundle of presentBundles().present) {
    if (!['cli.cjs', 'c-compiler.cjs'].includes(bundle.name)) continue;
    await build({ ...esbuildOptions(bundle, false), outfile: join(shipped, 'dist', bundle.name) });
  }
});
afterAll(() => rmSync(elsewhere, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(folder: string, cli: string, ...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

const cli = join(shipped, 'dist', 'cli.cjs');

test('the C filter counts the paging file of the machine', async () => {
  const { code, out, err } = await run(ROOT, cli, 'run', MACHINE, '--state');
  expect(err).toBe('');
  expect(out).toMatch(/auditflt +upper filter 0x[0-9a-f]+ +DO_DIRECT_IO +paging path 1/);
  expect(code).toBe(0);
});

test('what clang says is printed with file and line, and nothing is started', async () => {
  cpSync(join(ROOT, 'samples', 'c-filter'), join(elsewhere, 'c-filter'), { recursive: true });
  writeFileSync(
    join(elsewhere, 'c-filter', 'auditflt.c'),
    '#include <wdm.h>\n\nNTSTATUS DriverEntry(VOID) { return 1 }\n',
  );
  const { code, out, err } = await run(ROOT, cli, 'run', join(elsewhere, 'c-filter', 'c-filter.machine.json'));
  expect(out).toBe('');
  expect(err).toContain('auditflt.c:3:38');
  expect(err).toContain("Expected ';' after return statement.");
  expect(code).toBe(3);
});

test('where no compiler is installed, the command says what to do', async () => {
  const copy = join(elsewhere, 'shipped');
  cpSync(shipped, copy, { recursive: true });
  cpSync(join(ROOT, 'samples', 'c-filter'), join(elsewhere, 'fresh'), { recursive: true });
  const { code, err } = await run(
    join(elsewhere, 'fresh'),
    join(copy, 'dist', 'cli.cjs'),
    'check',
    'c-filter.machine.json',
  );
  expect(err).toContain('npm i @yowasp/clang');
  expect(code).toBe(3);
});
