import { expect, test } from 'vitest';
import { explainEnd, type ProcessEnd } from '../../src/client/host-end.ts';

const end = (rest: Partial<ProcessEnd>) =>
  explainEnd({ started: true, disposed: false, report: null, exitCode: null, signal: null, log: '', ...rest });

test.each([
  [
    'out of heap',
    { signal: 'SIGABRT', log: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory' },
    'memory',
  ],
  [
    'out of heap, on Windows',
    {
      exitCode: 134,
      log: 'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
    },
    'memory',
  ],
  ['a fault of the emulator', { exitCode: 70, log: 'EmulatorBug: the list is not sorted\n    at x' }, 'crash'],
  ['a killed process', { signal: 'SIGTERM' }, 'killed'],
  ['an asked-for end', { disposed: true, exitCode: 0 }, 'disposed'],
  ['a failed start', { started: false, exitCode: 1 }, 'notStarted'],
] as const)('%s', (_name, rest, kind) => {
  expect(end(rest).kind).toBe(kind);
});

test('a fault of the sandbox says what it said, and asks for a report', () => {
  const { message } = end({ exitCode: 70, log: 'noise\nEmulatorBug: the list is not sorted\n    at x' });
  expect(message).toBe(
    'The sandbox process ended unexpectedly (exit code 70). It said: EmulatorBug: the list is not sorted This is a fault of the sandbox: please report it.',
  );
});
