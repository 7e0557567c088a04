import { expect, test } from 'vitest';
import { deviceExamples, dpcExamples, irqlExamples, leakExamples, poolExamples } from './call-examples.ts';
import { handoverExamples } from './handover-examples.ts';
import {
  completingExamples,
  forwardingExamples,
  ownershipExamples,
  powerExamples,
  returningExamples,
} from './irp-examples.ts';
import { lockExamples } from './lock-examples.ts';
import { bootExample, type Example, expectedAt, FILE, found, play } from './support.ts';

const examples: readonly Example[] = [
  ...forwardingExamples,
  ...completingExamples,
  ...returningExamples,
  ...deviceExamples,
  ...poolExamples,
  ...lockExamples,
  ...irqlExamples,
  ...leakExamples,
  ...powerExamples,
  ...dpcExamples,
  ...ownershipExamples,
  ...handoverExamples,
];

test.each(examples)('$rule is found at its line, and nothing else is', async (example) => {
  const machine = await bootExample(example, example.bad, 'all');
  await play(machine, example);
  expect(found(machine)).toEqual([`${example.rule} flt ${FILE}:${expectedAt(example)}`]);
});

test.each(examples)('$rule is not found in the driver that does it right', async (example) => {
  const machine = await bootExample(example, example.good, 'all');
  await play(machine, example);
  expect(found(machine)).toEqual([]);
  expect(machine.state().bugcheck).toBeNull();
});
