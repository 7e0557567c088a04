/** The C sample in a real sandbox process, under all guards; the compiler runs in the test. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type HostHandle, type RunCompiler, startHost } from '../../src/client/start-host.ts';
import type { StartResult } from '../../src/protocol/messages.ts';
import { compile } from '../support/c-compiler.ts';
import { ROOT } from '../support/machine.ts';
import { buildSandbox } from './sandbox/build.ts';

const FOLDER = join(ROOT, 'samples', 'c-filter');
let entry = '';
const hosts: HostHandle[] = [];

beforeAll(async () => {
  entry = await buildSandbox('sandbox-c', 'real');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

async function start(
  changes: readonly (readonly [string, string])[],
  runCompiler?: RunCompiler,
): Promise<{ readonly host: HostHandle; readonly result: StartResult; readonly hangs: string[] }> {
  const hangs: string[] = [];
  const host = await startHost({
    entry,
    readFile: async (path) => {
      let text = (await readFile(join(FOLDER, path), 'utf8').catch(() => null))?.replaceAll('\r\n', '\n') ?? null;
      if (path.endsWith('.c')) for (const [from, to] of changes) text = text?.replace(from, to) ?? null;
      return text;
    },
    ...(runCompiler === undefined ? {} : { runCompiler }),
    onHang: ({ driver }) => hangs.push(String(driver)),
  });
  hosts.push(host);
  return { host, hangs, result: await host.request('machine/start', { file: 'c-filter.machine.json' }) };
}

test('a driver in C runs in a process that may not read the compiler', async () => {
  const { host, result } = await start([], compile);
  expect(host.runtime.permissionModel).toBe(true);
  expect(result).toMatchObject({ ok: true, diagnostics: [] });
  expect(
    await host.request('machine/inject', { op: 'usage', device: 'volC', type: 'dump', inPath: true }),
  ).toMatchObject({
    ok: true,
  });
  const state = await host.request('machine/state', {});
  expect(state?.devices.find(({ id }) => id === 'disk0')?.stack[0]).toMatchObject({
    driver: 'auditflt',
    source: 'auditflt.c',
    specialFiles: { paging: 1, dump: 1 },
  });
});

test('without a compiler the driver is refused with what to do', async () => {
  const { result } = await start([]);
  expect(result).toMatchObject({
    ok: false,
    reason: 'driver',
    diagnostics: [{ file: 'auditflt.c', line: 1, code: 'driver/no-compiler', severity: 'error' }],
  });
});

test('an endless loop in C ends the process, and the driver is named', async () => {
  const { host, hangs, result } = await start(
    [
      [
        'DbgPrint("auditflt: %s file',
        'while (extension->Self->Flags != 0) extension->Self->Flags |= 1;\n  DbgPrint("auditflt: %s file',
      ],
    ],
    compile,
  ).catch((error: unknown) => ({ host: null, hangs: [String(error)], result: null }));
  expect(host).toBeNull();
  expect(result).toBeNull();
  expect(hangs[0]).toMatch(/auditflt/);
});
