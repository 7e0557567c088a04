/** The JavaScript debugger attached to the sandbox process, as VS Code's attaches: through the engine's own protocol. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type HostHandle, startHost } from '../../src/client/start-host.ts';
import type { DebugStop } from '../../src/protocol/debug.ts';
import { InspectorClient } from '../support/inspector-client.ts';
import { STORAGE } from '../support/machine.ts';
import { buildSandbox } from './sandbox/build.ts';

const FOLDER = dirname(STORAGE);
let entry = '';
const hosts: HostHandle[] = [];
const clients: InspectorClient[] = [];

beforeAll(async () => {
  entry = await buildSandbox('javascript-debugger', 'real');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

interface Heard {
  readonly method: string;
  readonly params: unknown;
}

async function opened(heard: Heard[] = []): Promise<{ host: HostHandle; inspector: string }> {
  const host = await startHost({
    entry,
    readFile: (path) => readFile(join(FOLDER, path), 'utf8').catch(() => null),
    heartbeat: { seconds: 0.5, misses: 5 },
    onNotification: (method, params) => {
      if (method.startsWith('debug/')) heard.push({ method, params });
    },
  });
  hosts.push(host);
  const { inspector = '' } = await host.request('debug/open', { sources: FOLDER });
  return { host, inspector };
}

async function client(inspector: string): Promise<InspectorClient> {
  const made = await InspectorClient.connect(inspector);
  clients.push(made);
  return made;
}

/** A machine that stands at the line of the storage sample's filter that asks whether the last file has left. */
async function standing(heard: Heard[]): Promise<{ host: HostHandle; debug: InspectorClient; line: number }> {
  const { host, inspector } = await opened(heard);
  const debug = await client(inspector);
  await debug.request('Debugger.enable', {});
  const text = await readFile(join(FOLDER, 'auditflt.ts'), 'utf8');
  const line = text.split('\n').findIndex((one) => one.includes('await ForwardAndWait(extension, irp); // (B)'));
  await debug.request('Debugger.setBreakpointByUrl', { url: 'auditflt.ts', lineNumber: line });
  expect(await host.request('machine/start', { file: 'storage.machine.json', debug: true })).toMatchObject({
    ok: true,
  });
  await host.request('debug/attach', {});
  host.request('machine/boot', {}).catch(() => {}); // ends with the process
  return { host, debug, line };
}

test('the inspector is closed to everybody until somebody debugs, and open to this computer alone then', async () => {
  const { inspector } = await opened();
  expect(inspector).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/[\da-f-]{36}$/);
  // Its path is a secret: the process does not publish it.
  const list = await fetch(`${inspector.replace(/^ws:(.*)\/[^/]*$/, 'http:$1')}/json/list`);
  expect(await list.text()).not.toContain(inspector.slice(-36));
});

test('a debugger that is not wanted any more is put out, and finds the door shut', async () => {
  const { host, inspector } = await opened();
  const debug = await client(inspector);
  const left = debug.closed;
  await host.request('debug/open', {});
  await left;
  await expect(InspectorClient.connect(inspector)).rejects.toThrow();
});

test('a driver is a file of the user to the JavaScript debugger: its source map leads there, line by line', async () => {
  const { debug } = await standing([]);
  const script = await debug.event('Debugger.scriptParsed', ({ sourceMapURL = '' }) => sourceMapURL !== '');
  const { sources, mappings } = JSON.parse(
    Buffer.from(String(script.sourceMapURL).replace(/^.*base64,/, ''), 'base64').toString(),
  );
  expect(sources).toEqual([pathToFileURL(join(FOLDER, 'auditflt.ts')).href]);
  const lines = (await readFile(join(FOLDER, 'auditflt.ts'), 'utf8')).trimEnd().split('\n').length;
  expect(mappings.split(';').length).toBeGreaterThanOrEqual(lines);
});

test('while the JavaScript debugger holds a driver, the process is alive and everything can be looked at', async () => {
  const heard: Heard[] = [];
  const { host, debug, line } = await standing(heard);
  let isOver = false;
  void host.ended.then(() => {
    isOver = true;
  });
  const { callFrames } = await debug.event('Debugger.paused');
  expect(callFrames[0]?.location.lineNumber).toBe(line);
  // Longer than the client's heartbeat and the watchdog inside would wait.
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(isOver).toBe(false);
  const state = await host.request('machine/state', {});
  expect(state?.paused?.text).toMatch(/^auditflt stands in the JavaScript debugger; state as of event \d+$/);
  const stop = heard.find(({ method }) => method === 'debug/stopped')?.params as DebugStop;
  expect(stop).toMatchObject({ reason: 'pause', isOthers: true });
  const { frames } = await host.request('debug/stack', { thread: stop.thread });
  expect(frames[0]).toMatchObject({ name: 'auditflt!HandleUsageNotification', file: 'auditflt.ts', line: line + 1 });
  const frame = frames[0]?.id ?? 0;
  const expression = 'IrpSp->Parameters.UsageNotification.InPath';
  expect(await host.request('debug/evaluate', { expression, frame })).toMatchObject({ value: 'TRUE' });
  expect((await host.request('machine/console', { line: '!devstack disk0' })).text).toContain('auditflt');
});

test('whoever lets the machine go, or steps it, lets it go in the JavaScript debugger too', async () => {
  const heard: Heard[] = [];
  const { host, debug } = await standing(heard);
  await debug.event('Debugger.paused');
  const stopped = (): DebugStop[] =>
    heard.filter(({ method }) => method === 'debug/stopped').map(({ params }) => params as DebugStop);
  await expect.poll(stopped).toHaveLength(1);
  await host.request('debug/continue', { how: 'into', thread: stopped()[0]?.thread ?? 0 });
  await debug.event('Debugger.resumed');
  // The step ends at what the driver does next.
  await expect.poll(stopped).toHaveLength(2);
  expect(stopped()[1]).toMatchObject({ reason: 'step' });
  expect(stopped()[1]?.isOthers).toBeUndefined();
});

test('what the JavaScript debugger lets go is told with the next thing that happens', async () => {
  const heard: Heard[] = [];
  const { debug } = await standing(heard);
  await debug.event('Debugger.paused');
  await expect.poll(() => heard.map(({ method }) => method)).toEqual(['debug/stopped']);
  await debug.request('Debugger.resume', {});
  await expect.poll(() => heard.map(({ method }) => method).slice(0, 2)).toEqual(['debug/stopped', 'debug/continued']);
});
