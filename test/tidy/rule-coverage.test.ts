import { expect, test } from 'vitest';
import {
  dumpRuleIds,
  knownGaps,
  modelRuleIds,
  namedRules,
  powerCodes,
  ruleParts,
} from '../../scripts/lib/rule-coverage.ts';

test('every rule of the driver model and of the verifier is named by a test, but for the gaps that are known', () => {
  const named = namedRules();
  const parts = ruleParts();
  expect(parts.map(({ ids }) => ids.length > 110)).toEqual([true, true, true]);
  const known = knownGaps();
  const gaps = parts.flatMap(({ ids }) =>
    ids
      .filter((id) => !named.has(id) && !known.includes(id))
      .map(
        (id) => `${id} is named by no test: write its id into the title of one; \`npm run coverage\` lists them all`,
      ),
  );
  expect(gaps).toEqual([]);
  expect(known.filter((id) => named.has(id))).toEqual([]);
});

test('tests name no rule that there is not', () => {
  const ids = new Set(ruleParts().flatMap((part) => part.ids));
  const unknown = [...namedRules()].flatMap(([id, places]) =>
    ids.has(id) ? [] : places.map(({ path, line }) => `${path}:${line} names ${id}, which is no rule`),
  );
  expect(unknown).toEqual([]);
});

test('each rule of the driver model is listed once', () => {
  const ids = [...modelRuleIds(), ...dumpRuleIds()];
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every kind of 0x9F and 0xA0 is reached by a test, or it is said why nothing leads to it', () => {
  const codes = powerCodes();
  expect(codes.length).toBeGreaterThan(40);
  const isWrong = codes.filter(({ isTested, gap }) => isTested === (gap !== undefined));
  expect(
    isWrong.map(
      ({ id, isTested }) => `${id} ${isTested ? 'is tested and' : 'has no test and no'} reason in power-code-gaps.json`,
    ),
  ).toEqual([]);
});
