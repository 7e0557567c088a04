import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/extension/command-registry.ts';
import { type FakeContext, fakeContext, MACHINE, storage, violation } from './support.ts';

async function running(): Promise<FakeContext> {
  const context = fakeContext();
  await context.machines.start(MACHINE);
  return context;
}

describe('the memory of a miniport in a resume', () => {
  test('STOR-63 without a hibernation it says what makes one; then it opens the Stack View at the adapter', async () => {
    const context = await running();
    await runCommand(context, 'showDumpMemory');
    expect(context.seen.at(-1)).toMatch(/No miniport has marked memory yet.*Inject Power Event/);
    const memory = { device: 'hba0', driver: 'mini', time: '0s', phase: 'marked', ranges: [] } as const;
    const told = fakeContext();
    told.host.startResult = { ok: true, state: storage({ dumpMemory: [memory] }), diagnostics: [] };
    await told.machines.start(MACHINE);
    await runCommand(told, 'showDumpMemory');
    expect(told.seen.slice(-2)).toEqual(['stack view with dump-memory', 'selected {"kind":"device","device":"hba0"}']);
  });
});

describe('starting', () => {
  test('the only machine file of the workspace starts without a question', async () => {
    const context = fakeContext();
    await runCommand(context, 'startMachine');
    expect(context.machines.shown?.status).toBe('live');
    expect(context.seen).toEqual([`saved near ${MACHINE}`]);
  });

  test('the file in the active editor comes before a question', async () => {
    const context = fakeContext();
    context.files = ['file:///a.machine.json', 'file:///b.machine.json'];
    context.active = 'file:///b.machine.json';
    await runCommand(context, 'startMachine');
    expect(context.machines.shown?.uri).toBe('file:///b.machine.json');
  });

  test('a machine that is being debugged restarts under its debugger', async () => {
    const context = await running();
    context.debugged = MACHINE;
    await runCommand(context, 'restartMachine');
    expect(context.seen).toContain(`restarts the debugger of ${MACHINE}`);
    expect(context.machines.shown?.status).toBe('live');
  });

  test('debugging starts at the file in the active editor', async () => {
    const context = fakeContext();
    context.active = 'file:///b.machine.json';
    await runCommand(context, 'debugMachine');
    expect(context.seen).toEqual(['saved near file:///b.machine.json', 'debugs file:///b.machine.json']);
  });

  test('several files: the user picks one', async () => {
    const context = fakeContext();
    context.files = ['file:///a.machine.json', 'file:///b.machine.json'];
    context.answers = ['a.machine.json'];
    await runCommand(context, 'startMachine');
    expect(context.machines.shown?.uri).toBe('file:///a.machine.json');
  });

  test('no machine file: the sample is offered, and started', async () => {
    const context = fakeContext();
    context.files = [];
    context.action = 'Create Sample Machine…';
    await runCommand(context, 'startMachine');
    expect(context.machines.shown?.uri).toBe('file:///project/storage-sample/storage.machine.json');
  });

  test('a sample is chosen, opened, and started on request', async () => {
    const context = fakeContext();
    context.answers = ['Usage lab'];
    context.action = 'Start Machine';
    await runCommand(context, 'createSample');
    expect(context.seen[0]).toBe('opened file:///project/usage-lab-sample/usage-lab.machine.json');
    expect(context.machines.shown?.status).toBe('live');
    await runCommand(context, 'createSample', { sample: 'power' });
    expect(context.seen).toContain('opened file:///project/power-sample/power.machine.json');
  });

  test('nothing starts in an untrusted workspace', async () => {
    const context = fakeContext();
    context.trust = false;
    await runCommand(context, 'startMachine', MACHINE);
    expect(context.host.listeners).toHaveLength(0);
    expect(context.seen).toEqual([
      'warn: Drivers run in trusted workspaces only. Trust this workspace, then start the machine.',
    ]);
  });

  test('a broken machine file is told with its place', async () => {
    const context = fakeContext();
    const place = { file: 'storage.machine.json', line: 3, column: 7 };
    const diagnostic = {
      ...place,
      severity: 'error',
      code: 'machine/size',
      message: 'memory: expected a size.',
    } as const;
    context.host.startResult = { ok: false, reason: 'machine', diagnostics: [diagnostic] };
    context.action = 'Show Problems';
    await runCommand(context, 'startMachine', MACHINE);
    expect(context.seen.slice(1)).toEqual([
      'error: storage.machine.json could not be started. storage.machine.json:3: memory: expected a size.',
      'problems',
    ]);
    expect(context.machines.shown?.status).toBe('failed');
  });
});

describe('while no machine runs', () => {
  test('an injection offers to start one', async () => {
    const context = fakeContext();
    context.action = 'Start Machine';
    await runCommand(context, 'injectUsage');
    expect(context.seen[0]).toBe('info: No machine is running.');
    expect(context.machines.shown?.status).toBe('live');
  });

  test('a row command does nothing', async () => {
    const context = fakeContext();
    await runCommand(context, 'openSource', { file: 'auditflt.ts' });
    expect(context.seen).toEqual([]);
  });
});

describe('looking', () => {
  test('the description goes to the output', async () => {
    const context = await running();
    await runCommand(context, 'describeState', { device: 'disk0' });
    expect(context.host.asked.at(-1)).toEqual({ method: 'machine/describe', params: { device: 'disk0' } });
    expect(context.seen).toEqual(['printed three devices']);
  });

  test('a console command is typed, completed, and answered in the output', async () => {
    const context = await running();
    context.answers.push('!devstack di→', '!irpfind', { cancel: true });
    await runCommand(context, 'runConsoleCommand');
    expect(context.host.asked.slice(-2)).toEqual([
      { method: 'machine/console-completions', params: { line: '!devstack di', column: 12 } },
      { method: 'machine/console', params: { line: '!devstack disk0' } },
    ]);
    await runCommand(context, 'runConsoleCommand');
    await runCommand(context, 'runConsoleCommand');
    await runCommand(context, 'runConsoleCommand', { line: '.time' });
    expect(context.seen).toEqual([
      'console kd> !devstack disk0\nan answer\n\n',
      'console kd> !irpfind\nan answer\n\n',
      'console kd> .time\nan answer\n\n',
    ]);
    expect(context.recent.labels('consoleLine')).toEqual(['.time', '!irpfind', '!devstack disk0']);
  });

  test('a row gives the console command that its user most likely wants', async () => {
    const context = await running();
    context.answers.push('', ' 1', '');
    await runCommand(context, 'runConsoleCommand', { kind: 'node', device: 'disk0' });
    await runCommand(context, 'runConsoleCommand', { irp: '0x1000', device: 'disk0', driver: 'disk' });
    await runCommand(context, 'runConsoleCommand', {
      kind: 'entry',
      device: 'disk0',
      object: '0xa0',
      driver: 'auditflt',
    });
    expect(context.seen.map((one) => one.split('\n')[0])).toEqual([
      'console kd> !devstack disk0',
      'console kd> !irp 0x1000 1',
      'console kd> !devobj 0xa0',
    ]);
  });

  test('the source of a row is its driver’s file; an in-box driver has none', async () => {
    const context = await running();
    await runCommand(context, 'openSource', { device: 'disk0', driver: 'auditflt' });
    await runCommand(context, 'openSource', { device: 'disk0', driver: 'disk' });
    expect(context.seen).toEqual([
      'opened auditflt.ts:1:1',
      'selected {"kind":"device","device":"disk0"}',
      'info: This driver is part of the sandbox; it has no file in the workspace.',
    ]);
  });

  test('rows turn tree and Stack View to what they stand for', async () => {
    const context = await running();
    await runCommand(context, 'select', { irp: '0x1000', device: 'disk0', driver: 'disk' });
    await runCommand(context, 'select', { rule: 'USE-V03', event: 90 });
    await runCommand(context, 'openStackView', { kind: 'entry', device: 'disk0', object: '0xa0', driver: 'auditflt' });
    expect(context.seen).toEqual([
      'selected {"kind":"irp","irp":"0x1000"}',
      'selected {"kind":"violation","rule":"USE-V03","event":90}',
      'stack view',
      'selected {"kind":"object","device":"disk0","object":"0xa0"}',
    ]);
  });

  test('a trace of several pages is saved whole', async () => {
    const context = await running();
    context.host.answers['trace/lines'] = ({ from }) =>
      from === 0 ? { text: 'a\n', next: 1 } : { text: 'b\n', next: null };
    await runCommand(context, 'exportTrace');
    expect(context.seen[0]).toBe('saved storage.jsonl: a\nb\n');
  });

  test('a violation is copied as text', async () => {
    const context = fakeContext();
    context.host.startResult = { ok: true, state: storage({ violations: [violation()] }), diagnostics: [] };
    await context.machines.start(MACHINE);
    await runCommand(context, 'copyViolation', { index: 0 });
    expect(context.seen[0]).toMatch(/^copied USE-V03 Flag set too early\n0\.0012300s auditflt \(auditflt\.ts:41\)\n/);
  });

  test('the debugger is to stop at the line of a violation; one without a line says why it cannot', async () => {
    const context = fakeContext();
    const nowhere = violation({ file: null, line: null });
    const violations = [violation(), nowhere];
    context.host.startResult = { ok: true, state: storage({ violations }), diagnostics: [] };
    await context.machines.start(MACHINE);
    await runCommand(context, 'breakAtViolation', { index: 0 });
    expect(context.seen[0]).toBe('breakpoint at auditflt.ts:41');
    await runCommand(context, 'breakAtViolation', { index: 1 });
    expect(context.seen.join('\n')).toContain('there is nowhere to stop');
  });

  test('an error of the host is told once', async () => {
    const context = await running();
    context.host.answers['machine/describe'] = () => {
      throw new Error('no such device: disk9');
    };
    await runCommand(context, 'describeState', { device: 'disk9' });
    expect(context.seen).toEqual(['error: no such device: disk9']);
  });
});
