/** The debug pipe: a process that stands in the middle of a driver's call answers all the same. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type HostHandle, type StartHostOptions, startHost } from '../../src/client/start-host.ts';
import type { DebugStop } from '../../src/protocol/debug.ts';
import { STORAGE } from '../support/machine.ts';
import { buildSandbox } from './sandbox/build.ts';

let entry = '';
const hosts: HostHandle[] = [];

beforeAll(async () => {
  entry = await buildSandbox('sandbox-debug', 'real');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

interface Debugged {
  readonly host: HostHandle;
  /** The next stop. */
  stop(): Promise<DebugStop>;
}

async function start(options: Partial<StartHostOptions> = {}): Promise<Debugged> {
  const stops: DebugStop[] = [];
  let wake = (): void => {};
  const host = await startHost({
    entry,
    readFile: (path) => readFile(join(dirname(STORAGE), path), 'utf8').catch(() => null),
    ...options,
    onNotification: (method, params) => {
      if (method !== 'debug/stopped') return;
      stops.push(params as DebugStop);
      wake();
    },
  });
  hosts.push(host);
  const stop = async (): Promise<DebugStop> => {
    for (;;) {
      const next = stops.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { host, stop };
}

const CREATES = { op: 'usage', device: 'disk0', type: 'dump', inPath: true } as const;

/** A machine that boots under the debugger and stands at the first thing that happens. */
async function standing(options: Partial<StartHostOptions> = {}): Promise<Debugged> {
  const debugged = await start(options);
  const { host } = debugged;
  await host.request('debug/open', {});
  expect(await host.request('machine/start', { file: 'storage.machine.json', debug: true })).toMatchObject({
    ok: true,
  });
  await host.request('debug/attach', {});
  await host.request('debug/pause', { stopReason: 'entry' });
  host.request('machine/boot', {}).catch(() => {}); // the process may end before it has booted
  expect(await debugged.stop()).toMatchObject({ reason: 'entry' });
  return debugged;
}

test('a process that stands at a breakpoint is alive: heartbeat, views and requests are answered', async () => {
  const { host } = await standing({ heartbeat: { seconds: 0.5, misses: 5 } });
  let isOver = false;
  void host.ended.then(() => {
    isOver = true;
  });
  // Longer than the client's heartbeat and the watchdog inside would wait.
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(isOver).toBe(false);
  expect(await host.request('machine/state', {})).toMatchObject({ run: 'paused', paused: { reason: 'breakpoint' } });
  expect((await host.request('trace/read', { from: 0, count: 5 })).events).toHaveLength(5);
  expect((await host.request('debug/threads', {})).threads.length).toBeGreaterThan(0);
}, 20_000);

test('what the views ask of a machine that stands still is answered at once: step, and go on', async () => {
  const { host, stop } = await standing();
  expect(await host.request('machine/step', { kind: 'into' })).toMatchObject({ paused: null });
  expect(await stop()).toMatchObject({ reason: 'step' });
  expect(await host.request('machine/pause', {})).toMatchObject({ run: 'paused' });
  expect(await host.request('machine/resume', {})).toMatchObject({ paused: null });
  expect(await host.request('machine/inject', CREATES)).toMatchObject({ ok: true });
});

test('the debugger comes to a machine that runs already, and leaves it running', async () => {
  const { host, stop } = await start();
  await host.request('machine/start', { file: 'storage.machine.json' });
  await host.request('debug/open', {});
  await host.request('debug/attach', {});
  const { breakpoints } = await host.request('debug/setFunctions', {
    breakpoints: [
      { id: 1, name: 'disk!IRP_MN_DEVICE_USAGE_NOTIFICATION' },
      { id: 2, name: 'KeWaitForSingleObject' },
    ],
  });
  expect(breakpoints).toMatchObject([
    { verified: true },
    { verified: false, message: expect.stringContaining('with the debugger') },
  ]);
  const injected = host.request('machine/inject', CREATES);
  expect(await stop()).toMatchObject({ reason: 'function', breakpoints: [1] });
  await host.request('debug/detach', {});
  expect(await injected).toMatchObject({ ok: true });
  const state = await host.request('machine/state', {});
  expect(state).toMatchObject({ run: 'idle', paused: null });
});

test('a machine that stands still goes with its process when nobody wants it any more', async () => {
  const { host } = await standing();
  await host.dispose();
  expect((await host.ended).kind).toBe('disposed');
});

test('what cannot be served says why', async () => {
  const { host } = await standing();
  await expect(host.request('debug/scopes', { frame: 77_001 })).rejects.toThrow('The machine has gone on since');
  await expect(host.request('debug/writeMemory', { address: '0xfffffff0', bytes: '00' })).rejects.toThrow(
    'There are not 1 bytes of memory',
  );
  await expect(host.request('debug/evaluate', { expression: '1 +' })).rejects.toThrow('ends too early');
});

test('a machine that the user has paused is held by the debugger at its next event', async () => {
  const { host, stop } = await start();
  await host.request('machine/start', { file: 'storage.machine.json' });
  await host.request('machine/pause', {});
  const injected = host.request('machine/inject', CREATES);
  await host.request('machine/step', { kind: 'into' });
  await host.request('debug/open', {});
  await host.request('debug/attach', {});
  await host.request('debug/pause', {});
  await host.request('machine/resume', {});
  expect(await stop()).toMatchObject({ reason: 'pause' });
  await host.request('debug/continue', { how: 'run' });
  expect(await injected).toMatchObject({ ok: true });
});

test('a runtime that does not let the process stop at lines stops at the next call, and steps from call to call', async () => {
  const { host, stop } = await start({ guards: [['--permission', '--allow-worker']] });
  await host.request('debug/open', {});
  await host.request('machine/start', { file: 'storage.machine.json', debug: true });
  await host.request('debug/attach', {});
  const text = (await readFile(join(dirname(STORAGE), 'auditflt.ts'), 'utf8')).split('\n');
  const line = text.findIndex((one) => one.includes('const lower = IoAttachDeviceToDeviceStack')) - 1;
  const set = await host.request('debug/setLines', { file: 'auditflt.ts', breakpoints: [{ id: 1, line }] });
  expect(set.breakpoints).toMatchObject([{ verified: true, message: expect.stringContaining('next calls') }]);
  host.request('machine/boot', {}).catch(() => {}); // the process ends before it has booted
  expect(await stop()).toMatchObject({ breakpoints: [1], text: 'auditflt calls IoAttachDeviceToDeviceStack' });
  await host.request('debug/continue', { how: 'over' });
  expect(await stop()).toMatchObject({ reason: 'step', text: expect.stringMatching(/^auditflt calls (?!IoAttach)/) });
});
