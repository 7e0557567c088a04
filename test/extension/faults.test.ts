import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test, until } from '../support/vscode/harness.ts';
import {
  filterWith,
  machineWith,
  ownProblems,
  PASSING_FILTER,
  problemsOf,
  RETURN_LINE,
  sandbox,
  start,
  statusOf,
  withFiles,
  withSetting,
  write,
} from './machines.ts';

const MACHINE = 'test.machine.json';

test('a broken machine file is a problem at its line, and nothing starts', async () => {
  const broken = '{\n  "name": "test",\n  "memory": "a lot",\n  "devices": []\n}\n';
  await withFiles({ [MACHINE]: broken }, async (file) => {
    const api = await start(file(MACHINE), 'failed');
    const [problem] = await problemsOf(file(MACHINE));
    assert.equal(problem?.range.start.line, 2);
    assert.equal(api.shown()?.pid, null);
  });
});

test('a machine file is checked while it is typed, and the problem goes when it is mended', async () => {
  await sandbox();
  await withFiles({ [MACHINE]: '{\n  "nam": "test",\n  "devices": []\n}\n' }, async (file) => {
    const document = await vscode.workspace.openTextDocument(file(MACHINE));
    const editor = await vscode.window.showTextDocument(document);
    const [problem] = await problemsOf(file(MACHINE));
    assert.equal(problem?.range.start.line, 1);
    const wrong = new vscode.Range(1, 3, 1, 6);
    await editor.edit((edit) => edit.replace(wrong, 'name'));
    await until('the problem to go', () => ownProblems(file(MACHINE)).length === 0);
    await document.save();
  });
});

test('a driver that is missing is a problem where it is named', async () => {
  await withFiles({ [MACHINE]: machineWith('./nowhere.ts') }, async (file) => {
    await start(file(MACHINE), 'failed');
    const [problem] = await problemsOf(file(MACHINE));
    assert.match(problem?.message ?? '', /nowhere\.ts/);
  });
});

test('a syntax error in a driver is a problem at its line', async () => {
  const driver = filterWith('  return (;');
  await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': driver }, async (file) => {
    await start(file(MACHINE), 'failed');
    const [problem] = await problemsOf(file('filter.ts'));
    assert.equal(problem?.range.start.line, RETURN_LINE);
  });
});

test('an exception in DriverEntry is a problem at its line', async () => {
  const driver = filterWith("  throw new Error('not today');");
  await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': driver }, async (file) => {
    const api = await sandbox();
    vscode.commands
      .executeCommand('driverSandbox.startMachine', file(MACHINE).toString())
      .then(undefined, console.error);
    const [problem] = await problemsOf(file('filter.ts'));
    assert.equal(problem?.range.start.line, RETURN_LINE);
    assert.match(problem?.message ?? '', /not today/);
    await until('the start to end', () => statusOf(api, file(MACHINE)) !== 'starting');
  });
});

test('an endless loop in a driver is found, its process replaced, and the mended driver runs', async () => {
  const driver = filterWith('  for (;;) {}');
  await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': driver }, async (file) => {
    const api = await start(file(MACHINE), 'lost');
    assert.equal(api.shown()?.pid, null);
    const [problem] = await problemsOf(file('filter.ts'));
    assert.match(problem?.message ?? '', /passing/);
    assert.equal(problem?.range.start.line, RETURN_LINE);
    await write(file('filter.ts'), PASSING_FILTER);
    await start(file(MACHINE), 'live');
    assert.deepEqual(
      ownProblems(file('filter.ts')).filter(({ code }) => code === 'driver/hang'),
      [],
    );
  });
});

test('a driver that uses up all memory ends its own process only', async () => {
  const driver = filterWith('  const kept: number[][] = [];\n  for (;;) kept.push(new Array(10_000).fill(1));');
  await withSetting('heapMegabytes', 64, async () => {
    await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': driver }, async (file) => {
      const api = await start(file(MACHINE), 'lost');
      assert.match(api.shown()?.loss ?? '', /memory/);
    });
  });
});

test('a sandbox process that is killed is told, and a restart works', async () => {
  await withFiles({ [MACHINE]: machineWith('./filter.ts'), 'filter.ts': PASSING_FILTER }, async (file) => {
    const api = await start(file(MACHINE));
    process.kill(api.shown()?.pid ?? 0, 'SIGKILL');
    await until('the loss', () => statusOf(api, file(MACHINE)) === 'lost');
    assert.deepEqual(api.deviceRows(), []);
    await start(file(MACHINE));
  });
});

test('ten machines run at once, each in a process of its own', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `m${index}.machine.json`);
  const files = {
    ...Object.fromEntries(names.map((name) => [name, machineWith('./filter.ts')])),
    'filter.ts': PASSING_FILTER,
  };
  await withFiles(files, async (file) => {
    for (const name of names) await start(file(name));
    const api = await sandbox();
    assert.deepEqual(
      api.machines().map(({ status }) => status),
      names.map(() => 'live'),
    );
    assert.equal(new Set(api.machines().map(({ pid }) => pid)).size, 10);
    await vscode.commands.executeCommand('driverSandbox.switchMachine', file('m3.machine.json').toString());
    assert.equal(api.shown()?.uri, file('m3.machine.json').toString());
  });
}, 120_000);

test('a machine of ten thousand devices shows', async () => {
  const devices = Array.from({ length: 10_000 }, (_, index) => ({
    id: `dev${index}`,
    function: 'null',
  }));
  await withFiles({ [MACHINE]: JSON.stringify({ name: 'many', memory: '256MiB', devices }) }, async (file) => {
    const api = await start(file(MACHINE));
    assert.ok((api.shown()?.state?.devices.length ?? 0) > 10_000);
    assert.ok(api.deviceRows().length > 20_000);
  });
}, 120_000);
