/** The storage sample from a terminal, as the README tells it: the bundles that are shipped, in a process of their own. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TraceEvent } from '../../src/protocol/trace.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { filterText } from '../kernel/verifier/support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundles = join(root, '.cache', 'test', 'shipped');
const cli = join(bundles, 'cli.cjs');
const folder = mkdtempSync(join(tmpdir(), 'driver sandbox '));
const MACHINE = join('samples', 'storage', 'storage.machine.json');

beforeAll(async () => {
  const host = await buildSandbox('machine-cli', 'real');
  mkdirSync(bundles, { recursive: true });
  copyFileSync(host, join(bundles, 'host.cjs'));
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: cli,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], stdin = ''): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, stdio: 'pipe' });
  child.stdin.end(stdin);
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

const INJECTIONS = `// What a developer tries first.
{ "op": "usage", "device": "volC", "type": "dump", "inPath": true }
{ "op": "expect", "path": "devices.disk0.specialFiles.dump", "equals": 1 }
{ "op": "fault", "device": "disk0", "at": "IRP_MJ_READ", "status": "STATUS_IO_DEVICE_ERROR" }
{ "op": "io", "device": "volC", "request": "read", "offset": 0, "length": 512 }
{ "op": "usage", "device": "volC", "type": "dump", "inPath": false }
{ "op": "expect", "path": "devices.disk0.specialFiles.dump", "equals": 0 }
{ "op": "pnp", "device": "disk0", "request": "queryRemove" }
{ "op": "advance", "by": "5s" }
{ "op": "run" }
{ "op": "bugcheck", "code": "MANUALLY_INITIATED_CRASH", "parameters": [1, 2, 3, 4] }
`;

test('the sample does what is asked, and its trace is the same every time', async () => {
  const injections = join(folder, 'in jections.jsonl');
  writeFileSync(injections, INJECTIONS);
  const traces = ['a.jsonl', 'b.jsonl'].map((name) => join(folder, name));
  for (const trace of traces) {
    const { code, out, err } = await run(['run', MACHINE, '--inject', injections, '--state', '--trace', trace]);
    expect(err).toBe('');
    expect(out).toContain('as expected');
    expect(out).toContain('Bugcheck 0xE2 MANUALLY_INITIATED_CRASH');
    expect(code).toBe(0);
  }
  const [first, second] = traces.map((trace) => readFileSync(trace, 'utf8'));
  expect(first).toBe(second);
  const events = (first ?? '')
    .trimEnd()
    .split('\n')
    .map((line): TraceEvent => JSON.parse(line));
  expect(events.map(({ n }) => n)).toEqual(events.map((_event, index) => index));
  const kinds = new Set(events.map(({ kind }) => kind));
  for (const kind of [
    'callDriver',
    'dispatchReturn',
    'completeRequest',
    'irpDone',
    'state',
    'injection',
    'bugcheck',
  ] as const) {
    expect(kinds).toContain(kind);
  }
});

test('injections may come through the pipe, and JSON goes out', async () => {
  const { code, out, err } = await run(
    ['run', MACHINE, '--inject', '-', '--state', '--format', 'json'],
    INJECTIONS.split('\n')[1],
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report.injections).toMatchObject([{ result: { ok: true, status: 'STATUS_SUCCESS' } }]);
  expect(report.state.devices.find(({ id }: { id: string }) => id === 'disk0').specialFiles).toMatchObject({
    paging: 1,
    dump: 1,
  });
});

test('a run is saved as one file and repeated from it, without the files that it was made of', async () => {
  const injections = join(folder, 'recorded.jsonl');
  writeFileSync(injections, INJECTIONS);
  const [first, second] = ['first.repro.json', 'second.repro.json'].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  const traces = ['first.jsonl', 'second.jsonl'].map((name) => join(folder, name)) as [string, string];
  const saved = await run(['run', MACHINE, '--inject', injections, '--repro', first, '--trace', traces[0]]);
  expect(saved).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(first, 'utf8')).not.toContain(folder);
  const repeated = await run(['run', first, '--repro', second, '--trace', traces[1], '--stop-on', 'never']);
  expect(repeated.out).toContain('The same run again');
  expect(repeated.err).toBe('');
  expect(readFileSync(traces[1], 'utf8')).toBe(readFileSync(traces[0], 'utf8'));
  expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
});

test('a run that is not the recorded one any more ends with 1, a file that is no recording with 2', async () => {
  const file = join(folder, 'other.repro.json');
  expect((await run(['run', MACHINE, '--repro', file])).code).toBe(0);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('auditflt: paging', 'auditflt: Paging').replace('"events": ', '"events": 1'),
  );
  const other = await run(['run', file]);
  expect(other.err).toContain('This run is not the recorded one');
  expect(other.code).toBe(1);
  writeFileSync(file, '{}');
  const none = await run(['run', file]);
  expect(none.err).toContain('other.repro.json:1:1: error machine/no-recording');
  expect(none.code).toBe(2);
  const settings = await run(['run', file, '--seed', '4']);
  expect(settings.err).toContain('A recording has its own settings. Leave out what sets seed.');
});

test('mistakes end with their own codes', async () => {
  const broken = join(folder, 'broken.machine.json');
  writeFileSync(broken, '{\n  "devices": [ { "id": "d", "function": "nul" } ]\n}');
  expect(await run(['check', broken])).toMatchObject({ code: 2, out: '' });
  expect((await run(['check', broken])).err).toContain(
    `${broken}:2:41: error machine/unknown-driver: There is no driver \`nul\`. Did you mean \`null\`?`,
  );
  expect((await run(['run', join(folder, 'none.json')])).code).toBe(2);
  expect((await run(['run'])).code).toBe(2);
  expect(await run(['check', MACHINE])).toMatchObject({ code: 0, err: '' });
  expect((await run(['help'])).out).toContain('Exit codes');
});

test('a request that never ends is exit code 1 and says who holds it; one that is dropped on purpose is not', async () => {
  const machine = join(folder, 'keeps.machine.json');
  const drivers = { keeps: { source: './keeps.ts' } };
  const devices = [{ id: 'dev0', function: 'null', upperFilters: ['keeps'] }];
  writeFileSync(machine, JSON.stringify({ drivers, devices }));
  writeFileSync(join(folder, 'keeps.ts'), filterText({ read: 'IoMarkIrpPending(irp); return STATUS_PENDING;' }));
  const read = '{ "op": "io", "device": "dev0", "request": "read", "offset": 0, "length": 512 }';
  const kept = await run(['run', machine, '--inject', '-'], read);
  expect(kept).toMatchObject({ code: 1 });
  expect(kept.out).toContain('The request has not ended and nothing is left to run.');
  const drop = '{ "op": "fault", "device": "dev0", "at": "IRP_MJ_READ", "status": "drop" }';
  expect(await run(['run', machine, '--inject', '-'], `${drop}\n${read}`)).toMatchObject({ code: 0 });
});

test('the rules of the verifier, by a part of a name', async () => {
  const { code, out } = await run(['rules', 'StartIoRec']);
  expect(code).toBe(0);
  expect(out).toContain('Rules of the verifier (1)');
  expect(out).toContain('StartIoRecursion StartIo calls IoStartNextPacket');
  expect((await run(['rules', 'DoubleFetch'])).out).toContain('buffers of user mode are not emulated');
  expect((await run(['rules', 'NoSuchRule'])).out).toContain('No rule has `NoSuchRule`');
  const json = JSON.parse((await run(['rules', 'LowerDriverReturn', '--format', 'json'])).out) as object;
  expect(json).toMatchObject({ rules: [{ id: 'C9/0x224' }], published: [{ name: 'LowerDriverReturn' }] });
});
