/** What a restart after a bug check keeps, and the dump that the boot then finds. */
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/extension/command-registry.ts';
import type { MemoryDumpState } from '../../src/protocol/state.ts';
import { type FakeContext, fakeContext, MACHINE, storage } from './support.ts';

const FOUND: MemoryDumpState = {
  path: 'C:\\Windows\\MEMORY.DMP',
  size: 3,
  code: 0xe2,
  name: 'MANUALLY_INITIATED_CRASH',
};

async function crashed(): Promise<FakeContext> {
  const context = fakeContext();
  context.host.startResult = { ok: true, state: storage({ run: 'crashed' }), diagnostics: [] };
  await context.machines.start(MACHINE);
  context.host.startResult = { ok: true, state: storage({ memoryDump: FOUND }), diagnostics: [] };
  return context;
}

function starts({ host }: FakeContext): readonly unknown[] {
  return host.asked.filter(({ method }) => method === 'machine/start').map(({ params }) => params);
}

const FILE = 'storage.machine.json';

describe('BUG-22 Restart', () => {
  test('after a bug check the same process boots again, with the disks as they are', async () => {
    const context = await crashed();
    await runCommand(context, 'restartMachine');
    expect(starts(context)).toEqual([{ file: FILE }, { file: FILE, keepDisks: true }]);
    expect([context.host.listeners.length, context.host.disposed]).toEqual([1, 0]);
    expect(context.machines.shown?.model?.summary.memoryDump).toEqual(FOUND);
  });

  test('the process is heard after that too', async () => {
    const context = await crashed();
    await runCommand(context, 'restartMachine');
    context.host.listener.notify('machine/changed', { revision: 7, systemPower: 'S3' });
    expect(context.machines.shown?.model?.summary.systemPower).toBe('S3');
  });

  test('with fresh disks it is a process of its own', async () => {
    const context = await crashed();
    await runCommand(context, 'restartWithFreshDisks');
    expect(starts(context)).toEqual([{ file: FILE }, { file: FILE }]);
    expect([context.host.listeners.length, context.host.disposed]).toEqual([2, 1]);
  });

  test('a machine that has not stopped begins anew', async () => {
    const context = fakeContext();
    await context.machines.start(MACHINE);
    await runCommand(context, 'restartMachine');
    expect(starts(context)).toEqual([{ file: FILE }, { file: FILE }]);
  });
});

describe('Open Crash Dump', () => {
  test('opens MEMORY.DMP, which the boot has found', async () => {
    const context = await crashed();
    await runCommand(context, 'restartMachine');
    const bytes = Buffer.from([1, 2, 3]).toString('base64');
    context.host.answers = {
      'machine/dump': () => ({ size: 3, pieces: [{ offset: 0, base64: bytes }], next: null }),
    };
    await runCommand(context, 'openCrashDump');
    expect(context.host.asked.at(-1)).toEqual({ method: 'machine/dump', params: { kind: 'found', from: 0 } });
    expect(context.seen.slice(-2)).toEqual([
      'wrote file:///storage/MEMORY.DMP: 1 2 3',
      'editor of file:///storage/MEMORY.DMP',
    ]);
    // To keep it, it is saved as it is: there is no choice of kinds.
    await runCommand(context, 'saveDump');
    expect(context.labels).toEqual([]);
    expect(context.host.asked.at(-1)?.params).toEqual({ kind: 'found', from: 0 });
  });

  test('while the machine stands at the bug check, the dump of that', async () => {
    const context = await crashed();
    context.host.answers = { 'machine/dump': () => ({ size: 1, pieces: [], next: null }) };
    await runCommand(context, 'openCrashDump');
    expect(context.host.asked.at(-1)?.params).toEqual({ kind: 'kernel', from: 0 });
  });

  test('without a dump it says what leaves one', async () => {
    const context = fakeContext();
    await context.machines.start(MACHINE);
    await runCommand(context, 'openCrashDump');
    expect(context.seen.at(-1)).toMatch(/^info: There is no crash dump.*Restart keeps the disks\.$/);
  });
});
