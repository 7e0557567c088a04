import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/extension/command-registry.ts';
import { RECORDING } from './fake-travel.ts';
import { type FakeContext, fakeContext, MACHINE, storage, violation } from './support.ts';

async function running(): Promise<FakeContext> {
  const context = fakeContext();
  await context.machines.start(MACHINE);
  return context;
}

/** Where the machine was asked to go. */
function moves(context: FakeContext): readonly unknown[] {
  const names = ['goTo', 'stepBack', 'reverse', 'returnToPresent', 'switchTo'];
  return context.host.asked.filter(({ method }) => names.includes(method)).map((asked) => Object.values(asked));
}

describe('through the history of a machine', () => {
  test('to an event, as its argument or the user says', async () => {
    const context = await running();
    await runCommand(context, 'goToEvent', { event: 41 });
    context.answers = ['1,204'];
    context.host.history = { isPast: true, end: 2000, branches: [], current: 0 };
    await runCommand(context, 'goToEvent');
    expect(moves(context)).toEqual([
      ['goTo', [42]],
      ['goTo', [1205]],
    ]);
    expect(context.seen.at(-1)).toMatch(/^status: In the past, at event \d+ of 1,999\.$/);
  });

  test('to where a rule was broken, from its row', async () => {
    const context = fakeContext();
    context.host.startResult = {
      ok: true,
      state: storage({ violations: [violation({ event: 77 })] }),
      diagnostics: [],
    };
    await context.machines.start(MACHINE);
    await runCommand(context, 'goToViolation', { index: 0 });
    await runCommand(context, 'goToViolation', { index: 1 });
    expect(moves(context)).toEqual([['goTo', [78]]]);
  });

  test('a number that is no event is refused with those that there are', async () => {
    const context = await running();
    for (const wrong of ['100', '-1', 'x', '']) {
      context.answers = [wrong, { cancel: true }];
      await runCommand(context, 'goToEvent').catch(() => {});
    }
    expect(moves(context)).toEqual([]);
  });

  test('back, to the breakpoint before, to the present', async () => {
    const context = await running();
    for (const name of ['stepBack', 'reverseContinue', 'returnToPresent'] as const) await runCommand(context, name);
    expect(moves(context)).toEqual([
      ['stepBack', []],
      ['reverse', []],
      ['returnToPresent', []],
    ]);
  });

  test('to another branch, when there is one', async () => {
    const context = await running();
    await runCommand(context, 'switchBranch');
    expect(context.seen.at(-1)).toMatch(/^info: There is one line of history/);
    const branches = ['First run', 'Branch 2, from event 40'].map((name) => ({ name, events: 50, obstacle: null }));
    context.host.history = { isPast: false, end: 50, branches, current: 1 };
    context.answers = ['First run'];
    await runCommand(context, 'switchBranch');
    expect(moves(context)).toEqual([['switchTo', [0]]]);
  });

  test('where the machine is then is what all views show', async () => {
    const context = await running();
    const session = context.machines.find(MACHINE);
    const events: string[] = [];
    session?.events.event(({ type }) => events.push(type));
    const history = { isPast: true, end: 100, branches: [], current: 0 };
    context.host.listener.travelled(storage({ events: 7, run: 'paused' }), history);
    expect(session?.model?.summary).toMatchObject({ events: 7, run: 'paused' });
    expect(events).toEqual(['status', 'history']);
    context.host.listener.travelled(null, history);
    expect(events).toEqual(['status', 'history', 'history']);
  });
});

describe('recordings', () => {
  test('go to the clipboard and to a file', async () => {
    const context = await running();
    await runCommand(context, 'copyRepro');
    const text = `${JSON.stringify({ ...RECORDING, product: '1.2.3' }, null, 1)}\n`;
    expect(context.seen[0]).toBe(`copied ${text}`);
    expect(context.seen.at(-1)).toBe('status: Repro saved as storage.repro.json. Whoever opens it gets the same run.');
  });

  test('are opened as machines, and a file that is none is told at its place', async () => {
    const context = fakeContext();
    const repro = MACHINE.replace('.machine.json', '.repro.json');
    context.files = [repro];
    const files = new Map([['storage.repro.json', JSON.stringify(RECORDING)]]);
    context.reads = (path) => files.get(path) ?? null;
    context.answers = ['storage.repro.json'];
    await runCommand(context, 'openRepro');
    expect(context.host.asked.find(({ method }) => method === 'replay')?.params).toEqual([RECORDING, false]);
    expect(context.machines.find(repro)?.status).toBe('live');
    files.set('storage.repro.json', '{}');
    await runCommand(context, 'openRepro', repro);
    expect(context.machines.find(repro)?.status).toBe('failed');
    expect(context.seen.at(-2)).toMatch(
      /^error: storage\.repro\.json could not be started\. storage\.repro\.json:1: This is no/,
    );
  });

  test('are looked for, and how to make one is said when there is none', async () => {
    const context = fakeContext();
    await runCommand(context, 'openRepro');
    expect(context.seen.at(-1)).toBe(
      'info: There is no recording (*.repro.json) in this workspace. Copy Repro makes one.',
    );
  });
});

test('who wrote a variable last is asked of the debugger', async () => {
  const context = fakeContext();
  await runCommand(context, 'lastWriter', { container: { variablesReference: 7 }, variable: { name: 'Status' } });
  expect(context.seen).toEqual(['asks the debugger lastWriter {"name":"Status","variablesReference":7}']);
  await runCommand(context, 'lastWriter');
  expect(context.seen.at(-1)).toMatch(/^info: Stop the machine in the debugger/);
});
