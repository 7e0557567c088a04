/** The debugger inside of the machine, without a process around it: what stands still is a function of the test. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Machine } from '../../../src/machine/machine.ts';
import { ROOT, STORAGE, testEnvironment, traceOf } from '../../support/machine.ts';
import { debugged } from './support.ts';

const lineOf = (text: string): number =>
  readFileSync(`${ROOT}/samples/storage/auditflt.ts`, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

test('a run has the same events in the same order, whether it was stopped at every turn or never', async () => {
  const { machine, stops } = await debugged(({ debug }) => debug.resume('into'));
  machine.debug.handlers['debug/pause']({ stopReason: 'entry' });
  await machine.boot();
  expect(stops.length).toBeGreaterThan(500);
  const undisturbed = await Machine.start({ file: STORAGE }, testEnvironment());
  if (!undisturbed.ok) throw new Error('the sample does not start');
  expect(traceOf(machine)).toBe(traceOf(undisturbed.machine));
});

test('nothing of the debugger is called in a machine that nobody debugs', async () => {
  const started = await Machine.start({ file: STORAGE }, testEnvironment());
  if (!started.ok) throw new Error('the sample does not start');
  const { machine } = started;
  const { watcher } = machine.nt.kernel.sim;
  expect(() => machine.debug.handlers['debug/attach']({})).toThrow('Start the machine again with the debugger');
  expect(machine.nt.kernel.sim.watcher).toBe(watcher);
  expect(machine.nt.kernel.sim.gate).toBeNull();
});

test('where the runtime cannot stop at lines, the next call from the line on stops, once for each pass', async () => {
  const { machine, stops } = await debugged(({ debug }) => debug.resume('run'));
  const file = machine.state().file.replace('storage.machine.json', 'auditflt.ts');
  const { breakpoints } = machine.debug.handlers['debug/setLines']({
    file,
    breakpoints: [{ id: 1, line: lineOf('const lower = IoAttach') - 4 }],
  });
  expect(breakpoints).toMatchObject([
    { verified: true, message: expect.stringContaining('next calls a kernel routine') },
  ]);
  await machine.boot();
  expect(stops.map(({ text, breakpoints: hit }) => [text, hit])).toEqual([
    ['auditflt calls IoAttachDeviceToDeviceStack', [1]],
  ]);
});

test('a crash, and a broken rule, stop the machine where it stands', async () => {
  const { machine, stops } = await debugged(({ debug }) => debug.resume('run'));
  await machine.boot();
  machine.debug.handlers['debug/setExceptions']({
    breakpoints: [
      { kind: 'bugcheck', only: 'MANUALLY_*' },
      { kind: 'violation', only: '' },
    ],
  });
  await machine.inject({ op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] });
  expect(stops.at(-1)).toMatchObject({
    reason: 'exception',
    exception: {
      id: 'MANUALLY_INITIATED_CRASH',
      kind: 'bugcheck',
      description: 'bug check 0xE2 MANUALLY_INITIATED_CRASH',
    },
  });
});

test('detached, the machine goes on and stops nowhere any more', async () => {
  const { machine, stops } = await debugged(({ debug }) => debug.handlers['debug/detach']({}));
  machine.debug.handlers['debug/pause']({ stopReason: 'entry' });
  await machine.boot();
  expect(stops).toHaveLength(1);
  expect(machine.state()).toMatchObject({ run: 'idle', paused: null });
});

test('paused while nothing runs, the next request is held at its first step', async () => {
  const { machine, stops } = await debugged(({ debug }) => debug.resume('run'));
  await machine.boot();
  machine.debug.handlers['debug/pause']({});
  expect(stops.at(-1)?.text).toContain('Nothing runs');
  expect(machine.state().run).toBe('paused');
  await machine.inject({ op: 'pnp', device: 'disk0', request: 'rescan' });
  expect(stops.at(-1)).toMatchObject({ reason: 'pause', text: expect.stringContaining('is about to enter') });
});

test('a driver that throws stops at the line that threw', async () => {
  const { machine, stops } = await debugged(
    ({ debug }, { thread }) => {
      const { frames } = debug.handlers['debug/stack']({ thread });
      expect(frames[0]).toMatchObject({ name: 'flt!Look', file: 'flt.ts', line: 9, owner: 'user' });
      expect(frames[1]).toMatchObject({ name: 'flt!AddDevice', line: 6 });
      debug.resume('run');
    },
    'test.machine.json',
    {
      'test.machine.json': JSON.stringify({
        drivers: { flt: { source: './flt.ts' } },
        devices: [{ id: 'dev0', function: 'flt' }],
      }),
      'flt.ts': `import { type DRIVER_OBJECT, STATUS_SUCCESS } from 'wdm';
export function DriverEntry(driver: DRIVER_OBJECT) {
  driver.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice() { return Look(undefined as unknown as { Length: number }); }

function Look(nothing: { Length: number }) {
  return nothing.Length;
}
`,
    },
  );
  machine.debug.handlers['debug/setExceptions']({ breakpoints: [{ kind: 'bugcheck', only: '' }] });
  await machine.boot();
  expect(stops.map(({ exception }) => exception?.kind)).toEqual(['bugcheck']);
  expect(stops[0]?.text).toContain(
    'bug check 0x7E SYSTEM_THREAD_EXCEPTION_NOT_HANDLED: Cannot read properties of undefined',
  );
});
