import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import { deviceOf, run, sample, start, tree } from './machines.ts';

test('a driver in C starts, counts a file, and is named with its source', async () => {
  const machine = vscode.Uri.joinPath(sample('.'), '..', 'c-filter', 'c-filter.machine.json');
  const api = await start(machine);
  assert.match(tree(api), /auditflt \| upper filter/);
  const before = deviceOf(api, 'disk0').specialFiles.dump;
  await run('injectUsage', { device: 'volC', type: 'dump', inPath: true });
  await until('the count', () => deviceOf(api, 'disk0').specialFiles.dump === before + 1);
  const [filter] = deviceOf(api, 'disk0').stack;
  assert.equal(filter?.source?.endsWith('auditflt.c'), true);
  await run('injectUsage', { device: 'volC', type: 'dump', inPath: false });
  await until('the count', () => deviceOf(api, 'disk0').specialFiles.dump === before);
});
