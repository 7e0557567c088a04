/** Deadlock detection can be switched off, with all its rules. */
import { expect, test } from 'vitest';
import { lockExamples } from '../lock-examples.ts';
import { bootExample, found, play } from '../support.ts';

const DETECTED = ['C4/0x1000', 'C4/0x1001', 'C4/0x1003', 'C4/0x1007', 'C4/0x100A', 'C4/0x100B'];
const examples = lockExamples.filter(({ rule }) => DETECTED.includes(rule));

test('every rule of deadlock detection has an example', () => {
  expect(new Set(examples.map(({ rule }) => rule))).toEqual(new Set(DETECTED));
});

test.each(examples)('$rule is not looked at without deadlock detection', async (example) => {
  const machine = await bootExample(example, example.bad, { mode: 'all', deadlockDetection: false });
  await play(machine, example);
  expect(found(machine)).toEqual([]);
});

test('a rule that was asked for by its name is looked at all the same', async () => {
  const [example] = lockExamples.filter(({ rule }) => rule === 'C4/0x1007');
  if (example === undefined) throw new Error('no example');
  const machine = await bootExample(example, example.bad, {
    deadlockDetection: false,
    rules: { 'C4/0x1007': 'report' },
  });
  await play(machine, example);
  expect(found(machine)).toHaveLength(1);
});
