import { expect, test } from 'vitest';
import { runCommand } from '../../src/extension/command-registry.ts';
import type { HostRequests } from '../../src/protocol/messages.ts';
import type { MachineState } from '../../src/protocol/state.ts';
import { type FakeContext, fakeContext, MACHINE, storage } from './support.ts';

/** A machine whose every crash is as the test says. */
function crashing(path: NonNullable<MachineState['bugcheck']>['dumpPath'] | null): FakeContext {
  const context = fakeContext();
  let isCrashed = false;
  const bugcheck = {
    code: 0xe2,
    name: 'MANUALLY_INITIATED_CRASH',
    ...(path === null ? {} : { dumpPath: path }),
  } as NonNullable<MachineState['bugcheck']>;
  const memoryDump = { path: 'C:\\Windows\\MEMORY.DMP', size: 5, code: 0xe2, name: 'MANUALLY_INITIATED_CRASH' };
  context.host.answers['machine/start'] = ({ crashAfter = 0 }: HostRequests['machine/start'][0]) => {
    isCrashed = crashAfter > 0 && crashAfter < 9;
    const state = storage({ bugcheck: isCrashed ? bugcheck : null, memoryDump });
    return { ok: true, state, diagnostics: [] };
  };
  context.host.answers['machine/inject'] = (injection) => {
    isCrashed ||= injection.op === 'bugcheck' && (injection.after ?? 0) < 2;
    return { ok: true, status: '', message: '', events: [0, 1], changed: [], violations: [] };
  };
  context.host.answers['machine/state'] = () => storage({ bugcheck: isCrashed ? bugcheck : null });
  return context;
}

const WRITTEN = {
  canBeWritten: true,
  text: '',
  devices: [],
  nested: [],
  run: { file: 'disk0', stage: 'done', reason: null, remedy: null, bytes: 5, requests: 1 },
};

test('every moment is tried in a process of its own, and the report is a page', async () => {
  const context = crashing(WRITTEN);
  await runCommand(context, 'proveCrashDump', MACHINE);
  expect(context.seen[0]).toBe(`saved near ${MACHINE}`);
  expect(context.seen.some((line) => /^idle \d+ %$/.test(line))).toBe(true);
  const report = context.seen.at(-1) ?? '';
  expect(report).toContain('dump      idle: 5 bytes\n');
  expect(report).toMatch(/\d+ crashes: \d+ left a dump, 0 did not, 0 came before there was a dump file\./);
  expect(context.host.disposed).toBe(1);
  expect(context.machines.all).toEqual([]);
});

test('what fails is told with the reason and what helps', async () => {
  const context = crashing({
    ...WRITTEN,
    canBeWritten: false,
    run: { ...WRITTEN.run, stage: 'body', reason: 'a write has failed', remedy: 'poll' },
  });
  await runCommand(context, 'proveCrashDump', MACHINE);
  expect(context.seen.at(-1)).toContain('NO DUMP   idle: a write has failed\n          poll\n');
});

test('cancelled, it tells what it has', async () => {
  const context = crashing(WRITTEN);
  context.cancels = true;
  await runCommand(context, 'proveCrashDump', MACHINE);
  expect(context.seen.at(-1)).toContain('Cancelled: the moments after these were not tried.');
});

test('a machine that does not start, and a workspace that is not trusted', async () => {
  const context = crashing(null);
  context.host.answers['machine/start'] = () => ({
    ok: false,
    reason: 'driver',
    diagnostics: [{ file: 'a.ts', line: 3, column: 1, severity: 'error', code: 'x', message: 'wrong' }],
  });
  await runCommand(context, 'proveCrashDump', MACHINE);
  expect(context.seen.at(-1)).toBe('error: storage.machine.json could not be started. a.ts:3: wrong');
  const other = crashing(null);
  other.trust = false;
  await runCommand(other, 'proveCrashDump', MACHINE);
  expect(other.seen).toEqual([
    'warn: Drivers run in trusted workspaces only. Trust this workspace, then start the machine.',
  ]);
});
