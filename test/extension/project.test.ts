import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import { hoverAt, machineWith, PASSING_FILTER, run, sandbox, start, withFiles, withSetting } from './machines.ts';

const MACHINE = 'test.machine.json';

test('setting up IntelliSense writes a tsconfig.json and the types of wdm, and the driver sees them', async () => {
  await sandbox();
  await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': PASSING_FILTER }, async (file) => {
    await run('setUpIntelliSense', file(MACHINE).toString());
    assert.match(await read(file('tsconfig.json')), /\.driver-sandbox\/wdm\.d\.ts/);
    assert.match(await read(file('.driver-sandbox/wdm.d.ts')), /IoCallDriver/);
    const document = await vscode.workspace.openTextDocument(file('filter.ts'));
    await vscode.window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf('IoCallDriver'));
    await until('a hover', async () => (await hoverAt(document.uri, at)).includes('NTSTATUS'));
  });
});

test('a tsconfig.json that is there is left alone', async () => {
  await sandbox();
  const own = '{ "compilerOptions": { "strict": false } }\n';
  await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'tsconfig.json': own }, async (file) => {
    await run('setUpIntelliSense', file(MACHINE).toString());
    assert.equal(await read(file('tsconfig.json')), own);
  });
});

test('a driver that is saved restarts its machine when the setting says so', async () => {
  await withSetting('restartOnSave', 'restart', async () => {
    await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': PASSING_FILTER }, async (file) => {
      const api = await start(file(MACHINE));
      const before = api.shown()?.pid;
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file('filter.ts')));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// saved\n'));
      await editor.document.save();
      await until('another process', () => api.shown()?.status === 'live' && api.shown()?.pid !== before);
    });
  });
});

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
