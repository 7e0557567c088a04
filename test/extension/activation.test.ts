import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND_PREFIX, COMMANDS } from '../../src/extension/command-registry.ts';
import { test } from '../support/vscode/harness.ts';
import { EXTENSION_ID, sandbox } from './machines.ts';

test('the extension activates and says which version of its interface it has', async () => {
  assert.equal((await sandbox()).version, 1);
  assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
});

test('every command is registered', async () => {
  await sandbox();
  const known = new Set(await vscode.commands.getCommands(true));
  const missing = Object.keys(COMMANDS).filter((name) => !known.has(COMMAND_PREFIX + name));
  assert.deepEqual(missing, []);
});
