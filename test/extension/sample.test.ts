import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import { deviceOf, hoverAt, run, sample, sandbox, start, stateOf, stopAll, tree } from './machines.ts';

const MACHINE = 'storage.machine.json';

test('the sample starts; the tree shows its devices, and the disk’s stack from the filter to the PDO', async () => {
  const api = await start(sample(MACHINE));
  const rows = tree(api);
  for (const kind of ['pci', 'storport', 'disk', 'volume']) {
    assert.ok(
      stateOf(api).devices.some((device) => device.kind === kind),
      `no ${kind} in\n${rows}`,
    );
  }
  assert.match(
    rows,
    /auditflt \| upper filter.*\n(\s*partmgr \| upper filter.*\n)?\s*disk \| function · D0.*\n\s*hba0 \(PDO\) \| bus/,
  );
});

test('a paging file changes the counts of the disk and in the tree', async () => {
  const api = await start(sample(MACHINE));
  const before = deviceOf(api, 'disk0').specialFiles.paging;
  await run('injectUsage', { device: 'disk0', type: 'paging', inPath: true });
  await until('the count', () => deviceOf(api, 'disk0').specialFiles.paging === before + 1);
  assert.match(tree(api), new RegExp(`disk0 \\| started · D0 · paging ${before + 1}`));
  await run('injectUsage', { device: 'disk0', type: 'paging', inPath: false });
  await until('the count', () => deviceOf(api, 'disk0').specialFiles.paging === before);
});

test('a device that is removed by surprise says so in the tree', async () => {
  const api = await start(sample(MACHINE));
  await run('injectPnp', { device: 'disk0', request: 'surpriseRemove' });
  await until('the removal', () => !/disk0 \| started/.test(tree(api)));
});

test('pause, step an IRP, resume', async () => {
  const api = await start(sample(MACHINE));
  await run('pauseMachine');
  await until('the pause', () => stateOf(api).run === 'paused');
  const injected = run('injectUsage', { device: 'disk0', type: 'dump', inPath: true });
  await until('the IRP', async () => {
    await run('stepInto');
    return stateOf(api).irps.some((irp) => irp.minor?.endsWith('DEVICE_USAGE_NOTIFICATION'));
  });
  await run('resumeMachine');
  await injected;
  await until('the count', () => deviceOf(api, 'disk0').specialFiles.dump > 0);
});

test('a bug check ends the run and is shown', async () => {
  const api = await start(sample(MACHINE));
  await run('injectBugcheck', { code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] });
  await until('the bug check', () => stateOf(api).bugcheck?.name === 'MANUALLY_INITIATED_CRASH');
  assert.equal(stateOf(api).run, 'crashed');
});

test('the Stack View opens beside the editor, and the state is there as text too', async () => {
  await start(sample(MACHINE));
  await run('openStackView');
  await until('the tab', () => openPanels() === 1);
  await run('openStackView');
  assert.equal(openPanels(), 1);
  await run('describeState', { device: 'disk0' });
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
});

test('by driver, every driver shows its device objects', async () => {
  const api = await start(sample(MACHINE));
  await run('viewByDriver');
  assert.match(tree(api), /^auditflt \| 1 device object$/m);
  await run('viewByConnection');
  assert.match(tree(api), /^This machine \| S0$/m);
});

test('the sample’s driver has the types of wdm', async () => {
  const driver = sample('auditflt.ts');
  const document = await vscode.workspace.openTextDocument(driver);
  await vscode.window.showTextDocument(document);
  const at = document.positionAt(document.getText().indexOf('IoCallDriver'));
  const hover = await until('a hover', async () => {
    const found = await hoverAt(driver, at);
    return found.includes('NTSTATUS') ? found : undefined;
  });
  assert.match(hover, /IoCallDriver/);
  const errors = vscode.languages
    .getDiagnostics(driver)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
  );
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
});

test('stopping ends the process and empties the tree', async () => {
  const api = await start(sample(MACHINE));
  const pid = api.shown()?.pid ?? 0;
  assert.ok(isAlive(pid));
  await stopAll();
  assert.deepEqual([(await sandbox()).machines(), api.deviceRows()], [[], []]);
  await until('the process to end', () => !isAlive(pid));
});

function openPanels(): number {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('stackView'))
    .length;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
