import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { HostEnd } from '../../src/client/host-end.ts';
import { HostEndedError, type HostHandle, type StartHostOptions, startHost } from '../../src/client/start-host.ts';
import type { HangReport } from '../../src/protocol/messages.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { startSandbox } from '../host/sandbox/start.ts';

let entry = '';
const folder = mkdtempSync(join(tmpdir(), 'driver sandbox '));
const hosts: HostHandle[] = [];

beforeAll(async () => {
  entry = await buildSandbox('sandbox-ends');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  host: HostHandle;
  hangs: HangReport[];
  ends: HostEnd[];
  error: unknown;
}

/** Calls the export `go` of a driver and waits for what becomes of the process. */
async function runDriver(text: string, options: Partial<StartHostOptions> = {}): Promise<Run> {
  const hangs: HangReport[] = [];
  const ends: HostEnd[] = [];
  const watched = {
    ...options,
    onHang: (report: HangReport) => hangs.push(report),
    onExit: (end: HostEnd) => ends.push(end),
  };
  const { host } = await startSandbox(entry, `export function DriverEntry() {}\n${text}`, watched);
  hosts.push(host);
  await host.request('machine/start', { file: 'dir a/flt.ts' });
  const request = host.request('machine/inject', { op: 'run', until: { call: 'go' } });
  const error = await request.then(
    () => null,
    (reason: unknown) => reason,
  );
  return { host, hangs, ends, error };
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('an endless loop in a driver is found, with its line, and the process is ended', async () => {
  const { host, hangs, ends, error } = await runDriver(
    'function spin() {\n  for (;;) {}\n}\nexport const go = () => spin();',
  );
  expect(error).toBeInstanceOf(HostEndedError);
  expect(hangs).toEqual([{ kind: 'hang', driver: 'flt', file: 'dir a/flt.ts', line: 3, routine: 'spin', seconds: 3 }]);
  expect(ends).toMatchObject([{ kind: 'hang' }]);
  expect((error as Error).message).toContain(
    'The driver flt did not come back for 3 seconds in spin at dir a/flt.ts:3.',
  );
  expect(alive(host.pid)).toBe(false);
  await expect(host.request('host/ping', {})).rejects.toBeInstanceOf(HostEndedError);
});

test('an endless chain of awaits is found too', async () => {
  const { hangs } = await runDriver('export async function go() {\n  for (;;) {\n    await null;\n  }\n}');
  expect(hangs).toMatchObject([{ kind: 'hang', driver: 'flt', file: 'dir a/flt.ts', routine: 'go' }]);
});

test('a driver that eats all memory is ended before the machine suffers', async () => {
  const { error, ends } = await runDriver(
    'export function go() {\n  const all = [];\n  for (;;) all.push([all.length]);\n}',
    {
      heapMegabytes: 128,
    },
  );
  expect(error).toBeInstanceOf(HostEndedError);
  expect(ends).toMatchObject([{ kind: 'memory' }]);
  expect((error as Error).message).toContain("used up the sandbox's memory");
});

test('a process that is killed from outside is told as such', async () => {
  const { host, ends, error } = await runDriver('export const go = () => 1;');
  expect(error).toBeNull();
  process.kill(host.pid, 'SIGKILL');
  await host.ended;
  // Windows knows no signals: there it looks like any other end.
  expect(ends).toMatchObject([{ kind: process.platform === 'win32' ? 'crash' : 'killed' }]);
});

test('dispose ends the process, whatever it is doing, and is no fault', async () => {
  const { host, ends } = await runDriver('export const go = () => 1;');
  await host.dispose();
  await host.dispose();
  expect(ends).toMatchObject([{ kind: 'disposed' }]);
  expect(alive(host.pid)).toBe(false);
});

test('a process whose starter is gone ends by itself', async () => {
  const script = join(folder, 'starter.cjs');
  writeFileSync(
    script,
    `const { spawn } = require('node:child_process');
     const child = spawn(process.execPath, [${JSON.stringify(entry)}], { stdio: ['pipe', 'pipe', 'ignore'] });
     process.stdout.write(String(child.pid), () => process.exit(0));`,
  );
  const { execFileSync } = await import('node:child_process');
  const pid = Number(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  await expect.poll(() => alive(pid), { timeout: 5000 }).toBe(false);
});

/** A script in the place of the host's bundle. */
async function startScript(text: string, options: Partial<StartHostOptions> = {}): Promise<unknown> {
  const script = join(folder, 'script.cjs');
  writeFileSync(script, text);
  return await startHost({ entry: script, readFile: () => Promise.resolve(null), ...options }).then(
    (host) => {
      hosts.push(host);
      return host;
    },
    (error: unknown) => error,
  );
}

/** Answers as many requests as it is told, then keeps silent. */
const ANSWERS = (count: string): string => `
  let left = ${count};
  let text = '';
  process.stdin.on('data', (chunk) => {
    text += chunk;
    for (let found; (found = /^Content-Length: (\\d+)\\r\\n\\r\\n/.exec(text)) && text.length >= found[0].length + Number(found[1]); ) {
      const { id } = JSON.parse(text.slice(found[0].length, found[0].length + Number(found[1])));
      text = text.slice(found[0].length + Number(found[1]));
      const answer = JSON.stringify({ jsonrpc: '2.0', id, result: { protocolVersion: 1, runtime: 'x', permissionModel: true } });
      if (left-- > 0) process.stdout.write('Content-Length: ' + answer.length + '\\r\\n\\r\\n' + answer);
    }
  });`;

test('a process that ends at once is told with what it said', async () => {
  const error = await startScript('throw new TypeError("broken bundle")');
  expect(error).toBeInstanceOf(HostEndedError);
  expect((error as HostEndedError).end.kind).toBe('notStarted');
  expect((error as HostEndedError).message).toContain(
    'could not be started (exit code 1). It said: TypeError: broken bundle',
  );
});

test('a runtime that is not there is told', async () => {
  const error = await startScript('', { execPath: join(folder, 'no-such-runtime') });
  expect(error).toBeInstanceOf(HostEndedError);
  expect((error as HostEndedError).message).toContain('could not be started');
});

test('a process that stops answering is ended', async () => {
  const ends: HostEnd[] = [];
  const host = await startScript(ANSWERS('3'), {
    heartbeat: { seconds: 0.1, misses: 3 },
    onExit: (end) => ends.push(end),
  });
  await (host as HostHandle).ended;
  expect(ends).toMatchObject([{ kind: 'hang', report: { driver: null } }]);
  expect(ends[0]?.message).toContain('A driver did not come back');
});

test('the guards of the runtime hold: no files, no processes, no environment', async () => {
  const started = await startScript(`
    const results = [
      () => require('node:fs').readFileSync(${JSON.stringify(join(folder, 'secret.txt'))}),
      () => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'made.txt'))}, ''),
      () => require('node:child_process').execSync('echo'),
      () => { if (process.env.DRIVER_SANDBOX_SECRET) return; throw { code: 'absent' }; },
    ].map((act) => { try { act(); return 'done'; } catch (error) { return error.code; } });
    process.stderr.write(results.join(' '), () => process.exit(0));`);
  expect((started as HostEndedError).end.log).toBe('ERR_ACCESS_DENIED ERR_ACCESS_DENIED ERR_ACCESS_DENIED absent');
});

test('a runtime that knows fewer guards is started with those that it knows', async () => {
  const guards = [['--no-such-guard', '--permission'], ['--another-one'], ['--permission', '--allow-worker']];
  const host = await startScript(ANSWERS('100'), { guards });
  expect((host as HostHandle).runtime.runtime).toBe('x');
  const refused = await startScript(ANSWERS('100'), { guards: [['--no-such-guard']] });
  expect((refused as Error).message).toContain('could not be started (exit code 9)');
});
