import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import { run, sample, sandbox, start, stateOf, stopAll } from './machines.ts';

const MACHINE = 'storage.machine.json';

interface Stop {
  readonly reason: string;
  readonly text: string;
  readonly threadId: number;
}

interface Frames {
  readonly stackFrames: readonly { readonly id: number; readonly name: string; readonly line: number }[];
}

/** Every stop of every debug session, as VS Code hears of it. */
const stops: Stop[] = [];
const trackers: vscode.Disposable[] = [];

function listen(): void {
  stops.length = 0;
  if (trackers.length > 0) return;
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('driver-sandbox', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: { event?: string; body?: Stop }) => {
        if (message.event === 'stopped' && message.body !== undefined) stops.push(message.body);
      },
    }),
  });
  trackers.push(tracker);
}

async function session(): Promise<vscode.DebugSession> {
  return await until('the debug session', () => vscode.debug.activeDebugSession);
}

async function stopDebugging(): Promise<void> {
  await vscode.debug.stopDebugging();
  await until('the end of the debug session', () => vscode.debug.activeDebugSession === undefined);
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await stopAll();
}

async function lineOf(file: vscode.Uri, text: string): Promise<number> {
  const document = await vscode.workspace.openTextDocument(file);
  return document.getText().slice(0, document.getText().indexOf(text)).split('\n').length - 1;
}

test('a machine file is debugged without a launch.json: a breakpoint in a driver stops it while it boots', async () => {
  listen();
  const driver = sample('auditflt.ts');
  const line = await lineOf(driver, 'KeEnterCriticalRegion();\n  await');
  vscode.debug.addBreakpoints([
    new vscode.SourceBreakpoint(new vscode.Location(driver, new vscode.Position(line, 0))),
    new vscode.FunctionBreakpoint('disk!IRP_MN_DEVICE_USAGE_NOTIFICATION'),
  ]);
  await run('debugMachine', sample(MACHINE).toString());
  const stop = await until('the breakpoint', () => stops[0]);
  assert.equal(stop.reason, 'breakpoint');
  const debugged = await session();
  const { stackFrames }: Frames = await debugged.customRequest('stackTrace', { threadId: stop.threadId });
  assert.equal(stackFrames[0]?.name, 'auditflt!HandleUsageNotification');
  assert.equal(stackFrames[0]?.line, line + 1);
  const value: { result: string } = await debugged.customRequest('evaluate', {
    expression: 'IrpSp->Parameters.UsageNotification.InPath',
    frameId: stackFrames[0]?.id,
    context: 'hover',
  });
  assert.equal(value.result, 'TRUE');
  // The views know the machine as it stands.
  const api = await sandbox();
  await until('the pause in the views', () => stateOf(api).run === 'paused');
  await vscode.commands.executeCommand('workbench.action.debug.continue');
  const next = await until('the next breakpoint', () => stops[1]);
  assert.match(next.text, /^IRP_MN_DEVICE_USAGE_NOTIFICATION is about to enter disk0\/disk$/);
  // Whoever restarts the machine means the one that he debugs.
  await run('restartMachine');
  const again = await until('the breakpoint after the restart', () => stops[2]);
  assert.equal(again.reason, 'breakpoint');
  await stopDebugging();
});

test('the debugger attaches to the machine that the views show, and leaves it running', async () => {
  listen();
  const api = await start(sample(MACHINE));
  vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('auditflt!IRP_MN_DEVICE_USAGE_NOTIFICATION')]);
  const configuration = { type: 'driver-sandbox', request: 'attach', name: 'attach' };
  assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration));
  const debugged = await session();
  await until('the breakpoint to be set', async () => {
    const modules: { totalModules: number } = await debugged.customRequest('modules');
    return modules.totalModules > 3;
  });
  const injected = run('injectUsage', { device: 'disk0', type: 'dump', inPath: true });
  const stop = await until('the request', () => stops[0]);
  assert.match(stop.text, /is about to enter disk0\/auditflt$/);
  await vscode.commands.executeCommand('workbench.action.debug.disconnect');
  await until('the end of the debug session', () => vscode.debug.activeDebugSession === undefined);
  await injected;
  assert.equal(stateOf(api).run, 'idle');
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await stopAll();
});

test('a debug configuration is offered for each machine file', async () => {
  const files = await vscode.workspace.findFiles('**/*.machine.json');
  assert.ok(files.length > 0);
  assert.ok(
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      type: 'driver-sandbox',
      request: 'launch',
      name: 'a driver',
      program: sample('auditflt.ts').fsPath,
      noDebug: true,
    }),
  );
  const api = await sandbox();
  await until('the machine of the driver', () =>
    api.machines().some(({ uri, status }) => uri.endsWith(MACHINE) && status === 'live'),
  );
  await stopDebugging();
});
