// What a broken rule offers at its line: a link, an explanation, a remedy, and a way to switch it off.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import {
  hoverAt,
  machineWith,
  ownProblems,
  PASSING_FILTER,
  start,
  stateOf,
  withFiles,
  withSetting,
} from './machines.ts';

const MACHINE = 'test.machine.json';
const RULE = 'C9/0x21C';
const COPY = 'IoCopyCurrentIrpStackLocationToNext';
/** Copies each stack location and sets no completion routine. */
const COPYING = PASSING_FILTER.replaceAll('IoSkipCurrentIrpStackLocation', COPY);
const STRICT = machineWith('./filter.ts').replace('{', '{ "verifier": "all",');

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

async function actionsAt(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
}

/** Restarting is not what these tests are about, and its question would wait for an answer. */
const quietly = (body: () => Promise<void>): Promise<void> => withSetting('restartOnSave', 'off', body);

test('a broken rule leads to its document, is explained, and mended by its quick fix', async () => {
  await quietly(() =>
    withFiles({ [MACHINE]: STRICT, 'filter.ts': COPYING }, async (file) => {
      await start(file(MACHINE));
      const driver = file('filter.ts');
      const document = await vscode.workspace.openTextDocument(driver);
      await vscode.window.showTextDocument(document);
      // The finding comes first; where its rule is documented comes with the machine's next state.
      const problem = await until('a problem that leads to its document', () =>
        ownProblems(driver).find((one) => codeOf(one) === RULE && typeof one.code === 'object'),
      );
      assert.match(
        String(typeof problem.code === 'object' ? problem.code.target : ''),
        /^https:\/\/learn\.microsoft\.com/,
      );
      const hover = await hoverAt(driver, problem.range.start);
      assert.match(hover, /\*\*Why it matters\*\*/);
      const fix = (await actionsAt(driver, problem.range)).find(({ isPreferred }) => isPreferred === true);
      assert.ok(fix?.edit, 'there is no quick fix');
      await vscode.workspace.applyEdit(fix.edit);
      assert.ok(document.getText().includes('IoSkipCurrentIrpStackLocation(irp);'));
      await document.save();
      await start(file(MACHINE));
      assert.deepEqual(
        ownProblems(driver).filter((one) => codeOf(one) === RULE),
        [],
      );
    }),
  );
});

test('a rule that is suppressed is off in the machine file, and is not found again', async () => {
  await quietly(() =>
    withFiles({ [MACHINE]: STRICT, 'filter.ts': COPYING }, async (file) => {
      const api = await start(file(MACHINE));
      await until('the violation', () => stateOf(api).violations.some(({ rule }) => rule === RULE));
      await vscode.commands.executeCommand('driverSandbox.suppressRule', {
        rule: RULE,
        machine: file(MACHINE).toString(),
      });
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file(MACHINE)));
      assert.match(text, /"C9\/0x21C": "off"/);
      await start(file(MACHINE));
      assert.deepEqual(
        stateOf(api).violations.filter(({ rule }) => rule === RULE),
        [],
      );
    }),
  );
});
