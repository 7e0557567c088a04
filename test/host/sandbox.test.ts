import { afterEach, beforeAll, expect, test } from 'vitest';
import type { HostHandle } from '../../src/client/start-host.ts';
import type { StartResult } from '../../src/protocol/messages.ts';
import { buildSandbox } from './sandbox/build.ts';
import { type Started, startSandbox } from './sandbox/start.ts';

let entry = '';
const hosts: HostHandle[] = [];

beforeAll(async () => {
  entry = await buildSandbox('sandbox-drivers');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

async function start(text: string): Promise<Started & { result: StartResult }> {
  const started = await startSandbox(entry, text);
  hosts.push(started.host);
  return { ...started, result: await started.host.request('machine/start', { file: 'dir a/flt.ts' }) };
}

const call = (host: HostHandle, name: string) => host.request('machine/inject', { op: 'run', until: { call: name } });

test('a driver runs in a process that may neither write nor start anything', async () => {
  const { host, result, notifications } = await start(
    "import { DbgPrint, Memory, Touch } from 'wdm';\nexport function DriverEntry() {}\nexport const go = () => { DbgPrint('one'); DbgPrint('two'); Touch(); Touch(); return Memory(100000); };",
  );
  expect(host.runtime.permissionModel).toBe(true);
  expect(result).toMatchObject({ ok: true, state: { name: 'fake', revision: 1 } });
  expect(await call(host, 'go')).toMatchObject({ ok: true, status: '131072' });
  // Gathered, in order, and before the answer.
  expect(notifications).toEqual([
    {
      method: 'output/dbgPrint',
      params: { lines: ['one', 'two'].map((text) => ({ time: '0.0000000s', driver: 'flt', text })) },
    },
    { method: 'machine/changed', params: { revision: 3, events: 1 } },
  ]);
  expect(await host.request('machine/describe', { device: 'disk0' })).toEqual({ text: 'all about disk0' });
  expect(await host.request('machine/console', { line: '!irp 1' })).toEqual({ text: 'answer to !irp 1\n' });
  expect(await host.request('machine/console-completions', { line: '!i', column: 2 })).toEqual({ start: 0, items: [] });
  expect(await host.request('machine/analyze', {})).toEqual({ text: 'why it stopped' });
  // A machine that has not stopped has no dump; test/cli/dump.test.ts has one that has.
  expect(await host.request('machine/dump', { kind: 'kernel', from: 0 })).toEqual({ size: 0, pieces: [], next: null });
  const { rules, published } = await host.request('verifier/rules', {});
  expect(rules.find(({ id }) => id === 'USE-V03')).toMatchObject({ level: 'warning', mode: 'standard' });
  expect(published.find(({ name }) => name === 'LowerDriverReturn')).toEqual({
    name: 'LowerDriverReturn',
    rules: ['C9/0x224'],
    note: '',
  });
});

test('changes come at most 60 times a second', async () => {
  const { host, notifications } = await start(
    "import { Touch, Turn } from 'wdm';\nexport function DriverEntry() {}\nexport const go = async () => { for (let n = 0; n < 2000; n++) { Touch(); await Turn(); } };",
  );
  const started = performance.now();
  await call(host, 'go');
  const most = ((performance.now() - started) / 1000) * 60 + 3;
  expect(notifications.length).toBeGreaterThan(0);
  expect(notifications.length).toBeLessThanOrEqual(most);
  expect(notifications.at(-1)?.params).toMatchObject({ revision: 2001 });
});

/** what a driver tries, and what it is told */
const OUTSIDE: [string, string, RegExp][] = [
  ['the process', 'process.exit(1)', /`process` does not exist in a driver/],
  ['the network', 'fetch("http://127.0.0.1")', /`fetch` does not exist.*no network/],
  ['a timer', 'setTimeout(() => {}, 1)', /`setTimeout` does not exist.*KeSetTimer/],
  ['the wall clock', 'Date.now()', /no wall clock.*KeQuerySystemTime/],
  ['the date', 'new Date()', /no wall clock/],
  ['chance', 'Math.random()', /no `Math.random`/],
  ['the console', 'console.log(1)', /`console` does not exist.*DbgPrint/],
  ['web assembly', 'new WebAssembly.Memory({ initial: 1 })', /`WebAssembly` does not exist/],
  ['all functions', '[].map.constructor("return process")()', /TypeError/],
  ['a common prototype', '({} as any).__proto__.polluted = 1', /Objects that several drivers share are frozen/],
  ['the API', '(wdm as any).table.entries.push(2)', /Objects that several drivers share are frozen/],
  ['a module made up while running', "require('f' + 's')", /cannot load `fs`/],
  ['recursion without end', '(function f() { f(); })()', /calls itself without end/],
  ['a routine that is nowhere', 'IoNowhere()', /`IoNowhere` is not known here/],
];

test.each(OUTSIDE)('a driver that reaches for %s is told at its line', async (_name, code, message) => {
  const { host, diagnostics } = await start(
    `import * as wdm from 'wdm';\nexport function DriverEntry() { return wdm; }\nexport function go() {\n  return ${code};\n}`,
  );
  await call(host, 'go');
  expect(diagnostics()).toMatchObject([{ file: 'dir a/flt.ts', line: 4, column: 3, code: 'driver/exception' }]);
  expect(diagnostics()[0]?.message).toMatch(message);
  expect(await host.request('host/ping', {})).toEqual({});
});

test.each([
  ['of the parser', 'export function DriverEntry() {\n  return ;;; }}', 2],
  ['of the engine', 'export function DriverEntry() {}\n\nconst a = 1;\nconst a = 2;', 4],
  ['of looks', 'export function DriverEntry() {}\n// eval(x)', 2],
])('a syntax error %s is told at its line', async (_name, text, line) => {
  const { result } = await start(text);
  expect(result).toMatchObject({ ok: false, reason: 'driver' });
  expect(result.diagnostics).toMatchObject([{ file: 'dir a/flt.ts', line, code: 'driver/syntax' }]);
});

test('a promise that a driver lets go of and that fails is told at its line', async () => {
  const { host, diagnostics } = await start(
    'export function DriverEntry() {}\nconst later = async () => {\n  await null;\n  throw new Error("late");\n};\nexport function go() { later(); }',
  );
  await call(host, 'go');
  await expect.poll(() => diagnostics()).toMatchObject([{ file: 'dir a/flt.ts', line: 4 }]);
  expect(diagnostics()[0]?.message).toContain('an `await` is missing');
  expect(await host.request('host/ping', {})).toEqual({});
});

test('drivers of the next machine do not meet those of the last', async () => {
  const { host } = await start(
    'export function DriverEntry() {}\nglobalThis.left = 1;\nexport const go = () => globalThis.left;',
  );
  expect(await call(host, 'go')).toMatchObject({ status: '1' });
  await host.request('machine/stop', {});
  await expect(call(host, 'go')).rejects.toThrow('No machine is running');
  expect(await host.request('machine/state', {})).toBeNull();
});

test('a missing file and another protocol version are refused with words', async () => {
  const { host } = await start('export function DriverEntry() {}');
  const missing = await host.request('machine/check', { file: 'nowhere.ts' });
  expect(missing.diagnostics).toMatchObject([{ code: 'driver/missing-file' }]);
  await expect(host.request('host/initialize', { protocolVersion: 99 })).rejects.toThrow(
    'Install both from the same release',
  );
});
