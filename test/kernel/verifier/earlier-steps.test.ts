/** A finding names the earlier step that belongs to it, where there is one. */
import { expect, test } from 'vitest';
import { poolExamples } from './call-examples.ts';
import { lockExamples } from './lock-examples.ts';
import { bootExample, type Example, FILE, filterText, play } from './support.ts';

/** Text of the line of each earlier step. */
async function earlierLines(rule: string): Promise<readonly string[]> {
  const example: Example | undefined = [...poolExamples, ...lockExamples].find((one) => one.rule === rule);
  if (example === undefined) throw new Error(`no example for ${rule}`);
  const machine = await bootExample(example, example.bad, 'all');
  await play(machine, example);
  const lines = filterText(example.bad).split('\n');
  const [violation] = machine.state().violations;
  return (violation?.earlier ?? []).map(({ file, line, message }) => {
    expect(file).toBe(FILE);
    return `${message}: ${lines[line - 1]?.trim()}`;
  });
}

test('C4/0x13: where the block was freed first', async () => {
  expect(await earlierLines('C4/0x13')).toEqual([expect.stringMatching(/^it was freed here: .*ExFreePool\(block\);$/)]);
});

test('C4/0xD7: where the lock was initialized first', async () => {
  expect(await earlierLines('C4/0xD7')).toEqual([
    'it was initialized here: IoInitializeRemoveLock(extension.RemoveLock, 0, 0, 0);',
  ]);
});

test('C4/0x1001: where the locks were taken in the other order', async () => {
  expect(await earlierLines('C4/0x1001')).toHaveLength(1);
});

test('a finding without an earlier step has none', async () => {
  expect(await earlierLines('C4/0x00')).toEqual([]);
});
