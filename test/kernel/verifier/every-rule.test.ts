/** The verifier as a whole: each rule finds its mistake at its line and nothing else, and nothing in drivers that are right. */
import { afterAll, describe, expect, test } from 'vitest';
import { ruleIds } from '../../../src/kernel/verifier/rules.ts';
import { FINDINGS } from '../../scenarios/usage-lab/lab.ts';
import { trials } from './trials.ts';

const tally = { broken: 0, found: 0, others: 0, kept: 0, false: 0 };

afterAll(() => {
  const { broken, found, others, kept, false: wrong } = tally;
  console.info(
    `the verifier: found ${found} of ${broken} mistakes at their lines, with ${others} other findings; false ${wrong} in ${kept} drivers that are right; ${ruleIds.length} rules`,
  );
});

describe('a driver that breaks a rule', () => {
  test.each(trials)('$name: the mistake is found at its line, and nothing else is', async ({ bad }) => {
    tally.broken += 1;
    const { found, expected } = await bad();
    if (found.includes(expected)) tally.found += 1;
    tally.others += found.filter((one) => one !== expected).length;
    expect(found).toEqual([expected]);
  });
});

describe('a driver that keeps it', () => {
  test.each(trials)('$name: nothing is found', async ({ good }) => {
    tally.kept += 1;
    const found = await good();
    tally.false += found.length;
    expect(found).toEqual([]);
  });
});

test('each rule has a driver that breaks it and one that keeps it; so has each filter of the usage lab', () => {
  const tried = new Set(trials.map(({ rule }) => rule));
  expect(ruleIds.filter((rule) => !tried.has(rule))).toEqual([]);
  for (const driver of Object.keys(FINDINGS))
    expect(trials.map(({ name }) => name).join()).toContain(`in ${driver} of`);
});
