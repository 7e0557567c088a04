/** What goes over the wire, request by request: `golden/NAME.txt` is what a client sends, gets and hears. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DapCommand } from '../../src/debug-adapter/dap.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { STORAGE } from '../support/machine.ts';
import { AUDITFLT, DapClient, lineOf, type Stopped } from './support.ts';

let entry = '';
const clients: DapClient[] = [];
const asked = new Set<DapCommand>();

beforeAll(async () => {
  entry = await buildSandbox('debug-adapter-transcripts', 'real');
});
afterEach(async () => {
  for (const client of clients) for (const command of client.asked) asked.add(command);
  await Promise.all(clients.splice(0).map(({ adapter }) => adapter.dispose()));
});

async function launched(isWhole = false): Promise<DapClient> {
  const client = new DapClient(entry);
  clients.push(client);
  await client.launch();
  if (!isWhole) client.begin();
  return client;
}

/** Where the storage sample's filter is about to pass its first usage notification down. */
async function atLine(): Promise<{ dap: DapClient; stop: Stopped }> {
  const dap = await launched();
  const line = lineOf('const status = await ForwardAndWait(extension, irp); // (B)');
  await dap.request('setBreakpoints', { source: { path: AUDITFLT }, breakpoints: [{ line }] });
  return { dap, stop: await dap.runToStop() };
}

const STORIES: Readonly<Record<string, () => Promise<DapClient>>> = {
  'start-and-end': async () => {
    const dap = await launched(true);
    await dap.ask('setExceptionBreakpoints', { filters: ['violation', 'bugcheck'] });
    await dap.ask('configurationDone', {});
    await dap.event('module');
    await dap.ask('terminate', {});
    await dap.event('terminated');
    await dap.ask('disconnect', {});
    return dap;
  },
  stack: async () => {
    const { dap, stop } = await atLine();
    await dap.ask('threads', {});
    await dap.ask('stackTrace', { threadId: stop.threadId });
    await dap.ask('stackTrace', { threadId: stop.threadId, startFrame: 1, levels: 1 });
    await dap.ask('modules', {});
    await dap.ask('loadedSources', {});
    return dap;
  },
  variables: async () => {
    const { dap, stop } = await atLine();
    for (const name of ['Locals', 'Current IRP', 'Stack Location', 'Device Extension'])
      await dap.scope(stop.threadId, name);
    const { id: frameId } = await dap.topFrame(stop.threadId);
    await dap.ask('evaluate', { expression: 'IrpSp->Parameters.UsageNotification', frameId, context: 'hover' });
    await dap.ask('evaluate', { expression: 'nonsense', frameId, context: 'watch' });
    await dap.ask('evaluate', { expression: 'DeviceObject->Flags & DO_POWER_PAGABLE', frameId, context: 'repl' });
    await dap.ask('evaluate', { expression: "inPath ? [type, irp] : 'none'", frameId, context: 'watch' });
    await dap.ask('evaluate', { expression: 'CountFile(extension, type, inPath)', frameId, context: 'hover' });
    const { scopes } = await dap.request('scopes', { frameId });
    const reference = scopes.find(({ name }) => name === 'Device Extension')?.variablesReference ?? 0;
    await dap.ask('setVariable', { variablesReference: reference, name: 'DumpPathCount', value: '0x10' });
    await dap.ask('setVariable', { variablesReference: reference, name: 'RemoveLock', value: '1' });
    await dap.ask('setExpression', { expression: 'Irp->IoStatus.Status', value: 'STATUS_DEVICE_BUSY', frameId });
    await dap.ask('setExpression', { expression: 'isLast', value: 'TRUE', frameId });
    await dap.ask('setExpression', { expression: '1 + 1', value: '3', frameId });
    return dap;
  },
  memory: async () => {
    const { dap, stop } = await atLine();
    const { id: frameId } = await dap.topFrame(stop.threadId);
    const { memoryReference = '' } = await dap.request('evaluate', { expression: 'IrpSp', frameId });
    await dap.ask('readMemory', { memoryReference, offset: 0, count: 2 });
    await dap.ask('writeMemory', { memoryReference, offset: 2, data: 'AA==' });
    await dap.ask('readMemory', { memoryReference: '0xfffffff0', count: 4 });
    await dap.ask('readMemory', { memoryReference: 'elsewhere', count: 4 });
    return dap;
  },
  breakpoints: async () => {
    const dap = await launched();
    await dap.ask('setBreakpoints', {
      source: { path: AUDITFLT },
      breakpoints: [{ line: lineOf('let status = IoAcquireRemoveLock') }, { line: 9999 }],
    });
    await dap.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'disk!IRP_MJ_PNP' }, { name: 'IoNothing' }] });
    const stop = await dap.runToStop();
    const { id: frameId } = await dap.topFrame(stop.threadId);
    const { dataId } = await dap.request('dataBreakpointInfo', { name: 'Irp->IoStatus.Status', frameId });
    await dap.ask('dataBreakpointInfo', { name: 'Irp->IoStatus', frameId });
    await dap.ask('setDataBreakpoints', {
      breakpoints: [{ dataId: dataId ?? '' }],
    });
    await dap.ask('setFunctionBreakpoints', { breakpoints: [] });
    await dap.ask('setBreakpoints', { source: { path: AUDITFLT }, breakpoints: [] });
    await dap.continueToStop(stop.threadId);
    return dap;
  },
  steps: async () => {
    const { dap, stop } = await atLine();
    for (const kind of ['next', 'stepIn', 'stepIn', 'stepOut'] as const) {
      await dap.step(kind, stop.threadId);
      await dap.topFrame(stop.threadId);
    }
    await dap.ask('continue', { threadId: stop.threadId });
    await dap.ask('pause', { threadId: stop.threadId });
    return dap;
  },
  'back-in-time': async () => {
    const { dap, stop } = await atLine();
    const { id: frameId } = await dap.topFrame(stop.threadId);
    await dap.ask('lastWriter', { name: 'Irp->IoStatus.Status', frameId });
    const written = await dap.stopped();
    await dap.topFrame(written.threadId);
    await dap.ask('lastWriter', { name: 'Irp->Tail', frameId: (await dap.topFrame(written.threadId)).id });
    await dap.ask('evaluate', { expression: '!tt', context: 'repl' });
    await dap.ask('evaluate', { expression: '!tt 1,180', context: 'repl' });
    await dap.stopped();
    await dap.ask('stepBack', { threadId: stop.threadId });
    const before = await dap.stopped();
    await dap.topFrame(before.threadId);
    await dap.step('stepIn', before.threadId);
    await dap.ask('reverseContinue', { threadId: before.threadId });
    const beginning = await dap.stopped();
    await dap.ask('stepBack', { threadId: beginning.threadId });
    await dap.event('output');
    await dap.stopped();
    await dap.ask('evaluate', { expression: '!tt 99999999', context: 'repl' });
    await dap.event('output');
    await dap.stopped();
    await dap.ask('continue', { threadId: beginning.threadId });
    const again = await dap.stopped();
    await dap.topFrame(again.threadId);
    return dap;
  },
  exceptions: async () => {
    const dap = await launched();
    await dap.ask('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [{ filterId: 'failedStatus', condition: 'STATUS_NOT_SUPPORTED' }],
    });
    await dap.ask('exceptionInfo', { threadId: 1 });
    const { threadId } = await dap.runToStop();
    await dap.ask('exceptionInfo', { threadId });
    return dap;
  },
  console: async () => {
    const { dap, stop } = await atLine();
    const { id: frameId } = await dap.topFrame(stop.threadId);
    await dap.ask('evaluate', { expression: '!devstack disk0', frameId, context: 'repl' });
    await dap.ask('evaluate', { expression: '!devstak disk0', frameId, context: 'repl' });
    await dap.ask('evaluate', { expression: '!irp', frameId, context: 'repl' });
    await dap.ask('evaluate', { expression: '!devobj self', frameId, context: 'repl' });
    await dap.ask('completions', { text: '!devs', column: 6 });
    return dap;
  },
};

describe('transcripts', () => {
  for (const [name, story] of Object.entries(STORIES)) {
    // Going back in time starts a process each time.
    test(name, { timeout: 60_000 }, async () => {
      const dap = await story();
      await expect(dap.transcript()).toMatchFileSnapshot(`./golden/${name}.txt`);
    });
  }

  test('wrong starts', async () => {
    const dap = new DapClient(entry);
    clients.push(dap);
    await dap.ask('threads', {});
    await dap.ask('launch', {});
    await dap.ask('launch', { program: STORAGE.replace('.machine.json', '.txt') });
    await dap.ask('launch', { program: STORAGE.replace('storage.machine', 'nowhere.machine') });
    await dap.ask('attach', {});
    await expect(dap.transcript()).toMatchFileSnapshot('./golden/wrong-starts.txt');
  });

  test('every request has been in one of them', () => {
    const known = new DapClient(entry).adapter.commands.filter((command) => !asked.has(command));
    expect(known).toEqual([]);
  });
});
