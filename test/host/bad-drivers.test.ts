/** What drivers do wrong, against the real machine in the real process: each has a message at its line. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { HostEndedError, type HostHandle, startHost } from '../../src/client/start-host.ts';
import type { Diagnostic } from '../../src/protocol/diagnostic.ts';
import type { InjectionResult } from '../../src/protocol/injection.ts';
import type { HostNotifications, StartResult } from '../../src/protocol/messages.ts';
import type { MachineState } from '../../src/protocol/state.ts';
import { buildSandbox } from './sandbox/build.ts';

let entry = '';
const hosts: HostHandle[] = [];

beforeAll(async () => {
  entry = await buildSandbox('machine-bad-drivers', 'real');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

const MACHINE = `{ "drivers": { "flt": { "source": "./flt.ts" } },
  "devices": [ { "id": "pci0", "function": "pci", "children": [
    { "id": "hba0", "function": "storport", "children": [ { "id": "disk0", "function": "disk", "upperFilters": ["flt"] } ] } ] } ] }`;

const TOP = `import * as wdm from 'wdm';
import { cast, IoAttachDeviceToDeviceStack, IoCallDriver, IoCreateDevice, IoSkipCurrentIrpStackLocation, PDEVICE_OBJECT, STATUS_SUCCESS, struct } from 'wdm';
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT }) {}
`;
const ENTRY = `export function DriverEntry(driver: any) {
  for (let major = 0; major <= wdm.IRP_MJ_MAXIMUM_FUNCTION; major++) driver.MajorFunction.set(major, Pass);
  driver.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
`;
const ADD = `function AddDevice(driver: any, pdo: any) {
  const made = wdm.out();
  const status = IoCreateDevice(driver, EXTENSION, wdm.NULL, pdo.DeviceType, 0, false, made);
  if (status !== STATUS_SUCCESS) return status;
  const lower = IoAttachDeviceToDeviceStack(made.value, pdo);
  cast(EXTENSION, made.value.DeviceExtension).Lower = lower;
  made.value.Flags |= lower.Flags & (wdm.DO_BUFFERED_IO | wdm.DO_DIRECT_IO | wdm.DO_POWER_PAGABLE);
  made.value.Flags &= ~wdm.DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
`;
const PASS = (inFlush: string): string => `function Pass(device: any, irp: any) {
  if (wdm.IoGetCurrentIrpStackLocation(irp).MajorFunction === wdm.IRP_MJ_FLUSH_BUFFERS) {
    /* here */ ${inFlush}
  }
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
`;
const inFlush = (code: string): string => TOP + ENTRY + ADD + PASS(code);

function lineOf(text: string, mark: string): number {
  return text.slice(0, text.indexOf(mark)).split('\n').length;
}

interface Ran {
  host: HostHandle;
  started: StartResult;
  result: InjectionResult | null;
  state: MachineState | null;
  diagnostics: Diagnostic[];
  error: unknown;
}

/** Boots the machine with this filter on the disk and has the disk flushed. */
async function run(text: string): Promise<Ran> {
  const files: Record<string, string> = { 'my drivers/m.machine.json': MACHINE, 'my drivers/flt.ts': text };
  const diagnostics: Diagnostic[] = [];
  const host = await startHost({
    entry,
    readFile: (path) => Promise.resolve(files[path] ?? null),
    onNotification: (method, params) => {
      if (method === 'machine/diagnostics') {
        diagnostics.push(...(params as HostNotifications['machine/diagnostics']).diagnostics);
      }
    },
  });
  hosts.push(host);
  const started = await host.request('machine/start', { file: 'my drivers/m.machine.json' });
  diagnostics.push(...started.diagnostics);
  let result: InjectionResult | null = null;
  let state: MachineState | null = null;
  let error: unknown = null;
  if (started.ok) {
    try {
      result = await host.request('machine/inject', { op: 'io', device: 'disk0', request: 'flush' });
      state = await host.request('machine/state', {});
    } catch (reason) {
      error = reason;
    }
  }
  return { host, started, result, state, diagnostics, error };
}

test('a driver that does all right goes through', async () => {
  const { host, started, result, state, diagnostics } = await run(inFlush(''));
  expect(started.ok).toBe(true);
  expect(result).toMatchObject({ ok: true, status: 'STATUS_SUCCESS' });
  expect(state?.violations).toEqual([]);
  // The trace of the real machine comes in pages, and only the rows that match.
  const page = await host.request('trace/read', { from: 0, count: 5, filter: 'FLUSH_BUFFERS' });
  const rows = page.events.map(({ kind, device, driver }) => `${kind} ${device} ${driver}`);
  expect(rows.slice(0, 3)).toEqual(['callDriver disk0 flt', 'callDriver disk0 partmgr', 'callDriver disk0 disk']);
  expect(page.events.every(({ major }) => major === 'FLUSH_BUFFERS')).toBe(true);
  expect(diagnostics).toEqual([]);
});

test.each([
  ['DriverEntry', `${TOP}export function DriverEntry() {\n  throw new Error('/* here */');\n}`],
  ['AddDevice', `${TOP + ENTRY}function AddDevice() {\n  /* here */ wdm.NULL.Flags = 1;\n}\n${PASS('')}`],
  ['a dispatch routine', inFlush('null.Flags;')],
])('an exception in %s stops the machine and is told at its line', async (_name, text) => {
  const { host, state, diagnostics } = await run(text);
  expect(diagnostics).toMatchObject([
    { file: 'my drivers/flt.ts', line: lineOf(text, '/* here */'), severity: 'error', code: 'driver/exception' },
  ]);
  expect(state).toMatchObject({ run: 'crashed', bugcheck: { driver: 'flt', file: 'my drivers/flt.ts' } });
  expect(await host.request('host/ping', {})).toEqual({});
});

test.each([
  ['the process', 'process.exit(0);', '`process` does not exist in a driver'],
  ['the network', 'fetch("http://127.0.0.1/");', 'There is no network in the sandbox'],
  ['recursion without end', '(function again() { again(); })();', 'calls itself without end'],
])('%s in a dispatch routine is told at its line', async (_name, code, words) => {
  const text = inFlush(code);
  const { host, diagnostics } = await run(text);
  expect(diagnostics).toMatchObject([{ file: 'my drivers/flt.ts', line: lineOf(text, '/* here */') }]);
  expect(diagnostics[0]?.message).toContain(words);
  expect(await host.request('host/ping', {})).toEqual({});
});

test('a file that a driver imports from outside is refused before anything runs', async () => {
  const { started } = await run("import { readFileSync } from 'node:fs';\nreadFileSync('/etc/hosts');");
  expect(started).toMatchObject({ ok: false, reason: 'driver', diagnostics: [{ line: 1, code: 'driver/import' }] });
});

test.each([
  ['a text', 'return "x";', 'returned x'],
  ['nothing', 'return;', 'returned nothing'],
])('a dispatch routine that returns %s is a finding, and the machine goes on', async (_name, code, words) => {
  const { result, state } = await run(inFlush(code));
  expect(result?.ok).toBe(false);
  // Its IRP is lost too, which is the verifier's business.
  expect(state).toMatchObject({
    bugcheck: null,
    violations: [
      { rule: 'driver/dispatch-return', driver: 'flt' },
      { rule: 'C9/0x226', driver: 'flt' },
    ],
  });
  expect(state?.violations[0]?.message).toContain(words);
});

test.each([
  ['an endless loop', 'for (;;) {}'],
  ['an endless chain of awaits', 'return (async () => { for (;;) await null; })();'],
])('%s in a dispatch routine is a hang at its line', async (_name, code) => {
  const text = inFlush(code);
  const { error } = await run(text);
  expect(error).toBeInstanceOf(HostEndedError);
  expect((error as HostEndedError).end.report).toMatchObject({
    kind: 'hang',
    driver: 'flt',
    file: 'my drivers/flt.ts',
    line: lineOf(text, '/* here */'),
  });
});

test('ten machines run beside each other, and one that dies takes none with it', async () => {
  const files: Record<string, string> = { 'm.machine.json': MACHINE, 'flt.ts': inFlush('') };
  const many = await Promise.all(
    Array.from({ length: 10 }, () => startHost({ entry, readFile: (path) => Promise.resolve(files[path] ?? null) })),
  );
  hosts.push(...many);
  expect(new Set(many.map(({ pid }) => pid)).size).toBe(10);
  const started = await Promise.all(many.map((host) => host.request('machine/start', { file: 'm.machine.json' })));
  expect(started.map(({ ok }) => ok)).toEqual(Array.from({ length: 10 }, () => true));
  process.kill(many[0]?.pid ?? 0, 'SIGKILL');
  await many[0]?.ended;
  const flush = { op: 'io', device: 'disk0', request: 'flush' } as const;
  const rest = await Promise.all(many.slice(1).map((host) => host.request('machine/inject', flush)));
  expect(rest.map(({ ok }) => ok)).toEqual(Array.from({ length: 9 }, () => true));
});
