import { expect, test } from 'vitest';
import { runCommand } from '../../src/extension/command-registry.ts';
import { type FakeContext, fakeContext, MACHINE, storage } from './support.ts';

/** A machine that has stopped; its dump is `1 2 3 4 0 9`, in two answers. */
async function crashed(): Promise<FakeContext> {
  const context = fakeContext();
  context.host.startResult = { ok: true, state: storage({ run: 'crashed' }), diagnostics: [] };
  const piece = (offset: number, ...bytes: readonly number[]): { offset: number; base64: string } => ({
    offset,
    base64: Buffer.from(bytes).toString('base64'),
  });
  context.host.answers['machine/dump'] = ({ from }) =>
    from === 0
      ? { size: 6, pieces: [piece(0, 1, 2), piece(2, 3, 4)], next: 2 }
      : { size: 6, pieces: [piece(5, 9)], next: null };
  await context.machines.start(MACHINE);
  return context;
}

test('the pieces of a dump land where they belong, and the file opens on request', async () => {
  const context = await crashed();
  context.answers = ['Kernel dump'];
  context.action = 'Open';
  await runCommand(context, 'saveDump');
  expect(context.seen).toEqual([
    '67 %',
    '83 %',
    'wrote file:///project/storage.dmp: 1 2 3 4 0 9',
    'info: Crash dump saved as storage.dmp.',
    'editor of file:///project/storage.dmp',
  ]);
  expect(context.host.asked.filter(({ method }) => method === 'machine/dump').map(({ params }) => params)).toEqual([
    { kind: 'kernel', from: 0 },
    { kind: 'kernel', from: 2 },
  ]);
});

test('with arguments nothing is asked', async () => {
  const context = await crashed();
  await runCommand(context, 'saveDump', { kind: 'complete', file: 'file:///elsewhere/a.dmp' });
  expect(context.labels).toEqual([]);
  expect(context.seen.slice(2)).toEqual([
    'wrote file:///elsewhere/a.dmp: 1 2 3 4 0 9',
    'status: Crash dump saved as a.dmp.',
  ]);
});

test('a small dump is offered too', async () => {
  const context = await crashed();
  context.answers = ['Small dump'];
  await runCommand(context, 'saveDump');
  const asked = context.host.asked.find(({ method }) => method === 'machine/dump');
  expect(asked?.params).toEqual({ kind: 'small', from: 0 });
});

test('cancelling ends the reading, and nothing is saved', async () => {
  const context = await crashed();
  context.answers = ['Complete dump'];
  context.cancels = true;
  await runCommand(context, 'saveDump');
  expect(context.seen).toEqual(['67 %']);
});

test('a machine that was restarted meanwhile is no dump of the crash', async () => {
  const context = await crashed();
  context.host.answers['machine/dump'] = () => ({ size: 0, pieces: [], next: null });
  await runCommand(context, 'saveDump', { kind: 'kernel' });
  expect(context.seen).toEqual(['error: The machine runs again: its memory is not that of the crash any more.']);
});

test('a machine that runs has no dump', async () => {
  const context = fakeContext();
  await context.machines.start(MACHINE);
  await runCommand(context, 'saveDump');
  expect(context.seen).toEqual(['status: The machine has not stopped.']);
});

test('the menu of a stopped machine offers the dump', async () => {
  const context = await crashed();
  context.answers = ['Save Crash Dump…', { cancel: true }];
  await runCommand(context, 'showMenu');
  expect(context.labels[0]?.slice(0, 3)).toEqual(['Open Crash Dump', 'Save Crash Dump…', 'Analyze Bugcheck']);
});
