/** The machines of the editor under a debug adapter, without VS Code and without a process. */
import { expect, test } from 'vitest';
import { DebugAdapter } from '../../src/debug-adapter/adapter.ts';
import type { DapEvent, DapMessage, DapResponse } from '../../src/debug-adapter/dap.ts';
import { type AttachJavaScript, type Files, machineStarter } from '../../src/extension/debug/machine-target.ts';
import { MadeMachines } from '../../src/extension/debug/made-machines.ts';
import type { HostRequests } from '../../src/protocol/messages.ts';
import { type FakeContext, fakeContext, MACHINE } from './support.ts';

const files: Files = {
  uriOf: (program) => program,
  sourceOf: (_machine, file) => ({ name: file, path: `/project/${file}` }),
  fileOf: (_machine, { path = '' }) => (path.startsWith('/project/') ? path.slice('/project/'.length) : null),
};

interface Debugged {
  readonly context: FakeContext;
  readonly messages: DapMessage[];
  ask(command: string, arguments_?: object): Promise<DapResponse>;
}

function debugged(
  context = fakeContext(),
  attachJavaScript: AttachJavaScript = async () => 'It is not installed.',
): Debugged {
  const messages: DapMessage[] = [];
  const adapter = new DebugAdapter(machineStarter(context.machines, files, attachJavaScript), (message) =>
    messages.push(message),
  );
  let seq = 0;
  const ask = async (command: string, arguments_: object = {}): Promise<DapResponse> => {
    seq += 1;
    const mine = seq;
    await adapter.handle({ seq: mine, type: 'request', command, arguments: arguments_ });
    return messages.find((one) => one.type === 'response' && one.request_seq === mine) as DapResponse;
  };
  return { context, messages, ask };
}

const events = (messages: readonly DapMessage[]): readonly string[] =>
  messages.filter((one): one is DapEvent => one.type === 'event').map(({ event }) => event);

test('launch starts the machine of the editor, loaded and not booted; the end of the session stops it', async () => {
  const { context, ask } = debugged();
  expect(await ask('launch', { program: MACHINE })).toMatchObject({ success: true });
  const session = context.machines.find(MACHINE);
  expect(session?.status).toBe('live');
  expect(await ask('disconnect')).toMatchObject({ success: true });
  expect(context.machines.find(MACHINE)).toBeUndefined();
});

test('attach needs a machine that runs, and leaves it running', async () => {
  const { context, ask } = debugged();
  expect(await ask('attach')).toMatchObject({
    success: false,
    message: expect.stringContaining('No machine is running'),
  });
  await context.machines.start(MACHINE);
  expect(await ask('attach')).toMatchObject({ success: true });
  expect(await ask('disconnect')).toMatchObject({ success: true });
  expect(context.machines.find(MACHINE)?.status).toBe('live');
});

test('a machine that somebody else stops ends the debug session', async () => {
  const { context, messages, ask } = debugged();
  await ask('launch', { program: MACHINE });
  const session = context.machines.find(MACHINE);
  if (session === undefined) throw new Error('no session');
  await context.machines.stop(session);
  expect(events(messages)).toContain('terminated');
});

test('a machine is made up for a driver that no machine file names', async () => {
  const made = new MadeMachines();
  const uri = made.add('file:///project/my%20filter.driver.ts');
  expect(uri).toBe('file:///project/myfilter.machine.json');
  const read = made.readerOf(uri, async (path) => (path === 'there.ts' ? 'text' : null));
  expect(JSON.parse((await read('myfilter.machine.json')) ?? '')).toMatchObject({
    drivers: { myfilter: { source: './my filter.driver.ts' } },
    devices: [{ id: 'device0', function: 'myfilter' }],
  });
  expect(await read('there.ts')).toBe('text');
  expect(await read('other.machine.json')).toBeNull();
});

const LINE = { source: { path: '/project/filter.ts' }, breakpoints: [{ line: 3 }] };

/** The fake sandbox lets a JavaScript debugger in, or refuses. */
function withInspector(opened: HostRequests['debug/open'][1]): FakeContext {
  const context = fakeContext();
  context.host.answers = { 'debug/open': () => opened, 'debug/setLines': () => ({ breakpoints: [] }) };
  return context;
}

test('lines of scripts are the JavaScript debugger’s once it is attached, and no line stops twice', async () => {
  const asked: string[] = [];
  const { ask, messages } = debugged(withInspector({ inspector: 'ws://127.0.0.1:1/secret' }), async (inspector) => {
    asked.push(inspector);
    return null;
  });
  await ask('launch', { program: MACHINE, sourceDebugger: 'javascript' });
  expect(asked).toEqual(['ws://127.0.0.1:1/secret']);
  expect((await ask('setBreakpoints', LINE)).body).toMatchObject({
    breakpoints: [{ verified: false, message: 'The JavaScript debugger stops at this line.' }],
  });
  // C is the sandbox's own.
  await ask('setBreakpoints', { source: { path: '/project/filter.c' }, breakpoints: [] });
  expect(messages.at(-1)).toMatchObject({ success: true, body: { breakpoints: [] } });
});

test('without the JavaScript debugger the sandbox stops at lines itself, and says why', async () => {
  for (const opened of [{ inspector: 'ws://127.0.0.1:1/secret' }, { refusal: 'It is not installed.' }]) {
    const context = withInspector(opened);
    const { ask, messages } = debugged(context);
    await ask('launch', { program: MACHINE, sourceDebugger: 'javascript' });
    const output = messages.find((one): one is DapEvent => one.type === 'event' && one.event === 'output');
    expect(output?.body).toMatchObject({
      output: 'The JavaScript debugger is not there, so the sandbox itself stops at lines. It is not installed.\n',
    });
    expect((await ask('setBreakpoints', LINE)).body).toEqual({ breakpoints: [] });
    // Nobody comes in late.
    const asked = context.host.asked.filter(({ method }) => method === 'debug/open').map(({ params }) => params);
    expect(asked.at(-1)).toEqual({});
  }
});

test('a machine that runs already has no room for the JavaScript debugger', async () => {
  const { context, ask, messages } = debugged();
  await context.machines.start(MACHINE);
  await ask('attach', { sourceDebugger: 'javascript' });
  const output = messages.find((one): one is DapEvent => one.type === 'event' && one.event === 'output');
  expect(JSON.stringify(output?.body)).toContain('loaded already: start it with');
});
