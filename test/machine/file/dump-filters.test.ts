import { expect, test } from 'vitest';
import { parseMachineFile } from '../../../src/machine/file/read-machine-file.ts';

const read = (names: string): ReturnType<typeof parseMachineFile> =>
  parseMachineFile(
    'm.machine.json',
    `{ "drivers": { "mine": { "source": "x.ts" }, "other": { "source": "y.ts" } }, "devices": [],\n"dumpFilters": ${names} }`,
  );

test('DUMP-20: dump filters are drivers of yours, in the order in which they are called', () => {
  const { description, diagnostics } = read('["other", "mine"]');
  expect(description?.dumpFilters.map(({ driver }) => driver)).toEqual(['other', 'mine']);
  expect(diagnostics).toEqual([]);
});

test.each([
  [
    '["other", "filter", "mine"]',
    'machine/unknown-driver',
    'There is no driver `filter` of yours. Known here: `mine`, `other`. Name one that stands under "drivers" with its source.',
  ],
  ['["other", "mine", "mine"]', 'machine/duplicate-driver', '`mine` is a dump filter already. Name it once.'],
  ['["mine"]', 'machine/unused-driver', 'No device uses the driver `other`.'],
])('dump filters %s are told of', (names, code, message) => {
  expect(read(names).diagnostics).toMatchObject([{ code, message }]);
});
