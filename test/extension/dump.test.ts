import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import { run, sample, start, stateOf, stopAll, withFiles, write } from './machines.ts';

const MACHINE = 'storage.machine.json';

function dumpTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === 'driverSandbox.dump');
}

test('a machine that runs has no crash dump; when it has stopped, both kinds are saved, and open in their own editor', async () => {
  await withFiles({}, async (file) => {
    const api = await start(sample(MACHINE));
    const [kernel, complete] = [file('kernel.dmp'), file('complete.dmp')];
    await run('saveDump', { kind: 'kernel', file: kernel.toString() });
    assert.ok(!existsSync(kernel.fsPath));
    await run('injectBugcheck', { code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] });
    await until('the bug check', () => stateOf(api).run === 'crashed');
    await run('saveDump', { kind: 'kernel', file: kernel.toString() });
    await run('saveDump', { kind: 'complete', file: complete.toString() });
    assert.ok(statSync(kernel.fsPath).size > 0x2000);
    assert.ok(statSync(complete.fsPath).size > statSync(kernel.fsPath).size);
    assert.ok(!existsSync(`${kernel.fsPath}.part`));
    await stopAll();
    await vscode.commands.executeCommand('vscode.open', kernel);
    await until('the editor', () => dumpTab()?.isActive === true);
  });
});

test('a damaged dump opens in the same editor, which says what is wrong', async () => {
  await withFiles({}, async (file) => {
    await write(file('broken.dmp'), 'PAGEDU64');
    await vscode.commands.executeCommand('vscode.open', file('broken.dmp'));
    await until('the editor', () => dumpTab()?.isActive === true);
  });
});
