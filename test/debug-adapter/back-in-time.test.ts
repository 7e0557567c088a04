/** A debugger that goes back in a machine's history, and into recorded runs, end to end. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTravellingHost } from '../../src/client/travel/travelling-host.ts';
import { ROOT, STORAGE } from '../support/machine.ts';
import { lineOf, standAtUsage, useDebugAdapter } from './support.ts';

const { client, entry } = useDebugAdapter('back-in-time');
const atUsage = (): ReturnType<typeof standAtUsage> => standAtUsage(client());

describe('steps back', () => {
  test('go from line to line, to events between them, and the same way forward', async () => {
    const { dap, threadId } = await atUsage();
    const places: string[] = [];
    const note = async (): Promise<string> => `${(await dap.stack(threadId))[0]}`;
    for (let steps = 0; steps < 5; steps += 1) {
      await dap.step('next', threadId);
      places.push(await note());
    }
    const back: string[] = [];
    for (let steps = 0; steps < 4; steps += 1) {
      await dap.request('stepBack', { threadId });
      await dap.stopped();
      back.push(await note());
    }
    expect({ places, back }).toMatchSnapshot();
    expect(back[0]).toBe(places[3]);
  }, 60_000);

  test('go from line to line of a driver in C', async () => {
    const folder = join(ROOT, 'samples', 'c-filter').replaceAll('\\', '/');
    const text = readFileSync(join(folder, 'auditflt.c'), 'utf8').split('\n');
    const line = text.findIndex((one) => one.includes('extension->Lower = lower')) + 1;
    const dap = client();
    await dap.launch({ program: `${folder}/c-filter.machine.json` });
    await dap.request('setBreakpoints', { source: { path: `${folder}/auditflt.c` }, breakpoints: [{ line }] });
    const { threadId } = await dap.runToStop();
    await dap.request('stepBack', { threadId });
    await dap.stopped();
    expect((await dap.frames(threadId))[0]).toMatchObject({ line: line - 1 });
  }, 60_000);
});

describe('a recorded run', () => {
  test('is debugged as it was: breakpoints, the same events, and back again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'repro-'));
    try {
      const host = await startTravellingHost({
        entry: entry(),
        readFile: (path) => readFile(join(dirname(STORAGE), path), 'utf8').catch(() => null),
      });
      await host.request('machine/start', { file: 'storage.machine.json' });
      await host.request('machine/inject', { op: 'usage', device: 'volC', type: 'dump', inPath: true });
      const recording = await host.record('1.2.3');
      await host.dispose();
      const program = join(folder, 'mine.repro.json');
      await writeFile(program, JSON.stringify(recording));
      const dap = client();
      await dap.launch({ program });
      const line = lineOf('const status = await ForwardAndWait(extension, irp); // (B)');
      const source = { path: join(folder, 'auditflt.ts') };
      const { breakpoints } = await dap.request('setBreakpoints', { source, breakpoints: [{ line }] });
      expect(breakpoints).toMatchObject([{ verified: true }]);
      const first = await dap.runToStop();
      expect((await dap.frames(first.threadId))[0]).toMatchObject({ line, name: 'auditflt!HandleUsageNotification' });
      const second = await dap.continueToStop(first.threadId);
      const { id: frameId } = await dap.topFrame(second.threadId);
      const type = { expression: 'IrpSp->Parameters.UsageNotification.Type', frameId };
      expect((await dap.request('evaluate', type)).result).toContain('DeviceUsageTypeDumpFile');
      await dap.request('reverseContinue', { threadId: second.threadId });
      expect(await dap.stopped()).toMatchObject({ reason: 'breakpoint', threadId: first.threadId });
      await dap.adapter.dispose();
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  test('that is none says what is wrong with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'repro-'));
    try {
      const program = join(folder, 'mine.repro.json');
      await writeFile(program, '{}');
      const dap = client();
      await dap.request('initialize', {});
      expect(await dap.ask('launch', { program })).toMatchObject({
        success: false,
        message: expect.stringContaining('This is no recording of Driver Sandbox'),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
