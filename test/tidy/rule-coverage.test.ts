import { expect, test } from 'vitest';
import { idsWithoutTest, namedRules, ruleIds } from '../../scripts/lib/rule-coverage.ts';

test('every rule of the driver model is named by a test, or stands on the list of those without one', () => {
  const ids = ruleIds();
  const named = namedRules();
  const known = new Set(idsWithoutTest());
  expect(ids.length).toBeGreaterThan(110);
  expect(named.size).toBeGreaterThan(60);
  const gaps = ids
    .filter((id) => !named.has(id) && !known.has(id))
    .map((id) => `${id} is named by no test: write its id into the title of one; \`npm run coverage\` lists them all`);
  const unknown = [...named].flatMap(([id, places]) =>
    ids.includes(id) ? [] : places.map(({ path, line }) => `${path}:${line} names ${id}, which is no rule`),
  );
  expect([...gaps, ...unknown]).toEqual([]);
});

test('the list of rules without a test names rules, each once', () => {
  const ids = ruleIds();
  const listed = idsWithoutTest();
  expect(listed.filter((id, index) => !ids.includes(id) || listed.indexOf(id) !== index)).toEqual([]);
});
