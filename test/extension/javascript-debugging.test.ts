// VS Code's own JavaScript debugger as a child of a debug session: it stops at the lines of TypeScript drivers.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import { run, sample, sandbox, stateOf, stopAll } from './machines.ts';

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly body?: { readonly reason?: string; readonly threadId?: number; readonly output?: string };
}

interface Heard {
  readonly session: vscode.DebugSession;
  readonly message: Message;
}

const heard: Heard[] = [];
const trackers: vscode.Disposable[] = [];

function listen(): void {
  heard.length = 0;
  if (trackers.length > 0) return;
  for (const type of ['driver-sandbox', 'pwa-node']) {
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory(type, {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: Message) => heard.push({ session, message }),
      }),
    });
    trackers.push(tracker);
  }
}

function stops(type: string): Heard[] {
  return heard.filter(({ session, message }) => session.type === type && message.event === 'stopped');
}

async function lineOf(file: vscode.Uri, text: string): Promise<number> {
  const document = await vscode.workspace.openTextDocument(file);
  return document.getText().slice(0, document.getText().indexOf(text)).split('\n').length - 1;
}

async function breakAt(text: string): Promise<number> {
  const driver = sample('auditflt.ts');
  const line = await lineOf(driver, text);
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(driver, new vscode.Position(line, 0)))]);
  return line + 1;
}

async function debug(): Promise<void> {
  listen();
  const program = sample('storage.machine.json').fsPath;
  const configuration = { type: 'driver-sandbox', request: 'launch', name: 'story', program };
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(await vscode.debug.startDebugging(folder, { ...configuration, sourceDebugger: 'javascript' }));
}

async function stopDebugging(): Promise<void> {
  // Those below it end with it. After a restart, the last one is it.
  const ours = heard.findLast(({ session }) => session.type === 'driver-sandbox')?.session;
  await vscode.debug.stopDebugging(ours);
  await until('the end of the debug sessions', () => vscode.debug.activeDebugSession === undefined, 40_000);
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await stopAll();
}

/** Where the JavaScript debugger has stopped for the nth time. */
async function held(index: number): Promise<{ session: vscode.DebugSession; threadId: number }> {
  const { session, message } = await until(`stop ${index}`, () => stops('pwa-node')[index]);
  return { session, threadId: message.body?.threadId ?? -1 };
}

async function top({ session, threadId }: Awaited<ReturnType<typeof held>>): Promise<Frames['stackFrames'][number]> {
  const { stackFrames }: Frames = await session.customRequest('stackTrace', { threadId });
  const [first] = stackFrames;
  assert.ok(first);
  return first;
}

/** What is not greyed out: nothing of the kernel's own. */
async function ownFrames({ session, threadId }: Awaited<ReturnType<typeof held>>): Promise<readonly string[]> {
  const { stackFrames }: Frames = await session.customRequest('stackTrace', { threadId });
  const own = stackFrames.filter(({ presentationHint, source }) => presentationHint !== 'deemphasize' && source);
  return own.map(({ name }) => name);
}

interface Frames {
  readonly stackFrames: readonly {
    readonly id: number;
    readonly name: string;
    readonly line: number;
    readonly source?: { readonly path?: string };
    readonly presentationHint?: string;
  }[];
}

test('the JavaScript debugger stops at a line of DriverEntry, the first that a driver runs, in the user’s own file', async () => {
  const line = await breakAt('driverObject.DriverExtension.AddDevice');
  await debug();
  const { session, threadId } = await held(0);
  const { stackFrames }: Frames = await session.customRequest('stackTrace', { threadId });
  assert.equal(stackFrames[0]?.name, 'DriverEntry');
  assert.equal(stackFrames[0]?.line, line);
  assert.ok(stackFrames[0]?.source?.path?.endsWith(sample('auditflt.ts').path));
  // Nothing of the kernel's own, unless asked for.
  assert.deepEqual(await ownFrames({ session, threadId }), ['DriverEntry']);
  const api = await sandbox();
  const paused = await until('the views', () => stateOf(api).paused ?? undefined);
  assert.match(paused.text, /^auditflt stands in the JavaScript debugger; state as of event \d+$/);
  assert.deepEqual(
    stops('driver-sandbox').map(({ message: { body } }) => body?.reason),
    ['pause'],
  );
  await stopDebugging();
});

test('the JavaScript debugger steps from a driver’s line to the next, evaluates anything there, and stops at a line once', async () => {
  const line = await breakAt('await ForwardAndWait(extension, irp); // (B)');
  await debug();
  const stop = await held(0);
  const frame = await top(stop);
  assert.deepEqual(await ownFrames(stop), ['HandleUsageNotification', 'DispatchPnp']);
  assert.deepEqual([frame.name, frame.line], ['HandleUsageNotification', line]);
  const expression = '[isLast, type].map((one) => typeof one).join()';
  const { result } = await stop.session.customRequest('evaluate', { expression, frameId: frame.id, context: 'repl' });
  assert.equal(result, "'boolean,number'");
  // A structure shows its fields, not the object through which the driver reads them.
  const extension = await stop.session.customRequest('evaluate', {
    expression: 'extension',
    frameId: frame.id,
    context: 'hover',
  });
  assert.match(extension.result, /^AUDIT_EXTENSION at 0x[\da-f]+$/);
  const fields = await stop.session.customRequest('variables', { variablesReference: extension.variablesReference });
  const shown = new Map(fields.variables.map(({ name, value }: { name: string; value: string }) => [name, value]));
  assert.equal(shown.get('IsStarted'), 'true');
  assert.match(String(shown.get('Lower')), /^DEVICE_OBJECT at 0x/);
  await stop.session.customRequest('next', { threadId: stop.threadId });
  const next = await top(await held(1));
  assert.equal(next.name, 'HandleUsageNotification');
  assert.ok(next.line > line, `${next.line} is behind ${line}`);
  // Of the sandbox's own stops none was at a line: each stands for one of the other debugger's.
  assert.deepEqual(
    stops('driver-sandbox').map(({ message: { body } }) => body?.reason),
    ['pause', 'pause'],
  );
  // The console's commands are answered meanwhile.
  const parent = heard.findLast(({ session }) => session.type === 'driver-sandbox')?.session;
  const console = await parent?.customRequest('evaluate', { expression: '!devstack disk0', context: 'repl' });
  assert.match(console.result, /auditflt/);
  // Whoever restarts the machine means the one that he debugs, with both debuggers.
  heard.length = 0;
  await run('restartMachine');
  assert.equal((await top(await held(0))).line, line);
  await stopDebugging();
});
