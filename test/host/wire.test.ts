/** What goes over the wire between the process and whoever started it, without the client's own code in between. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { GUARDS, type HostProcess, spawnHost } from '../../src/client/host-process.ts';
import type { ClientRequests, HostNotifications, StartResult } from '../../src/protocol/messages.ts';
import { buildSandbox } from './sandbox/build.ts';

let entry = '';
const started: { host: HostProcess; connection: MessageConnection }[] = [];

beforeAll(async () => {
  entry = await buildSandbox('sandbox-wire');
});
afterEach(() => {
  for (const { host, connection } of started.splice(0)) {
    connection.dispose();
    host.child.kill();
  }
});

interface Wire {
  readonly connection: MessageConnection;
  readonly asked: string[];
  readonly log: HostNotifications['output/log'][];
}

function connect(files: Readonly<Record<string, string>>): Wire {
  const host = spawnHost({ entry, execPath: process.execPath, heapMegabytes: 256, guards: GUARDS.at(-1) ?? [] });
  const connection = createMessageConnection(new StreamMessageReader(host.stdout), new StreamMessageWriter(host.stdin));
  started.push({ host, connection });
  const asked: string[] = [];
  const log: HostNotifications['output/log'][] = [];
  connection.onRequest('workspace/readFile', ({ path }: ClientRequests['workspace/readFile'][0]) => {
    asked.push(path);
    return { text: files[path] ?? null };
  });
  connection.onNotification('output/log', (line: HostNotifications['output/log']) => {
    log.push(line);
  });
  connection.listen();
  return { connection, asked, log };
}

test('the process asks its client for each file that it needs, by the path that it was given', async () => {
  const { connection, asked } = connect({
    'dir a/flt.ts': "import { two } from './lib/two.ts';\nexport const DriverEntry = () => two;",
    'dir a/lib/two.ts': 'export const two = 2;',
  });
  expect(await connection.sendRequest('machine/start', { file: 'dir a/flt.ts' })).toMatchObject({ ok: true });
  expect(asked).toEqual(['dir a/flt.ts', 'dir a/lib/two.ts']);
});

test('a file that the client does not have is a diagnostic', async () => {
  const { connection, asked } = connect({});
  const result = await connection.sendRequest<StartResult>('machine/start', { file: 'dir a/flt.ts' });
  expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'driver/missing-file' }] });
  expect(asked).toEqual(['dir a/flt.ts']);
});

test('an error inside the process is answered with its message and logged with its stack', async () => {
  const { connection, log } = connect({ 'flt.ts': 'export function DriverEntry() {}' });
  await connection.sendRequest('machine/start', { file: 'flt.ts' });
  const call = connection.sendRequest('machine/inject', { op: 'run', until: { call: 'nowhere' } });
  await expect(call).rejects.toThrow('no export nowhere');
  expect(log).toMatchObject([{ level: 'error' }]);
  expect(log[0]?.text).toMatch(/^machine\/inject: Error: no export nowhere\n\s+at /);
});

test('what a client cannot ask now is answered, and is no error of the process', async () => {
  const { connection, log } = connect({});
  await expect(connection.sendRequest('machine/inject', { op: 'run' })).rejects.toThrow('No machine is running');
  expect(log).toEqual([]);
});
