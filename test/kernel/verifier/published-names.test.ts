/** The DDI-compliance rules under the names by which they are published. */
import { expect, test } from 'vitest';
import { codesWithoutRule } from '../../../scripts/lib/rule-coverage.ts';
import { bugCheckVariants } from '../../../src/abi/bug-check-table.ts';
import { routines } from '../../../src/ddi/table.ts';
import { publishedAliases, publishedRules, rulesFoundBy } from '../../../src/kernel/verifier/published-names.ts';
import { ruleIds, rules } from '../../../src/kernel/verifier/rules.ts';
import { readDescription } from '../../../src/machine/read-description.ts';
import { bootExample, type Example, found, play } from './support.ts';

const all = publishedRules(ruleIds);
const FIRST_DDI_RULE = 0x2_0000;
const SANDBOX_RULE = 0x8000_0000;

test('each name stands for rules that there are, or says why there is none, and stands there once', () => {
  const wrong = all.filter(({ rules: ids, note }) => (note === '') === (ids.length === 0));
  expect(wrong).toEqual([]);
  expect(all.flatMap(({ rules: ids }) => ids).filter((id) => !ruleIds.includes(id))).toEqual([]);
  expect(all.length).toBe(new Set(all.map(({ name }) => name)).size);
  expect(all.length).toBeGreaterThan(160);
});

test('each rule of DDI compliance that bug check 0xC4 has a code for is among them', () => {
  const names = new Set(all.map(({ name }) => name));
  const coded = [...bugCheckVariants(0xc4)].flatMap(([p1, { text }]) =>
    p1 >= FIRST_DDI_RULE && p1 < SANDBOX_RULE ? [text.replace(/:.*/, '')] : [],
  );
  expect(coded.length).toBeGreaterThan(30);
  expect(coded.filter((name) => !names.has(name))).toEqual([]);
});

test('each sub-code of 0xC4 and 0xC9 that is explained is the id of a rule, or stands there with what finds it or why nothing does', () => {
  const names = new Set(all.map(({ name }) => name));
  const { missing } = codesWithoutRule();
  expect(missing.length).toBeGreaterThan(80);
  const isDdi = (id: string): boolean => Number(id.split('/')[1]) >= FIRST_DDI_RULE;
  expect(missing.filter((id) => !isDdi(id) && !names.has(id))).toEqual([]);
});

test('routines of which a reason says that they are not offered are not', () => {
  const offered = new Set(routines.map(({ name }) => name));
  const told = all.flatMap(({ note }) =>
    note.includes('offered') ? (note.match(/\b[A-Z][a-z]+[A-Z]\w+/g) ?? []) : [],
  );
  expect(told.length).toBeGreaterThan(10);
  expect(told.filter((name) => offered.has(name))).toEqual([]);
});

const WRONG_STATUS: Example = {
  rule: 'C9/0x224',
  bad: { read: 'Complete(irp, STATUS_SUCCESS); return STATUS_UNSUCCESSFUL;' },
  good: {},
};

test('a finding tells the published names of its rule, and a machine file may use them', async () => {
  const reported = await bootExample(WRONG_STATUS, WRONG_STATUS.bad, 'standard');
  await play(reported, WRONG_STATUS);
  expect(reported.state().violations).toMatchObject([{ rule: 'C9/0x224', published: ['LowerDriverReturn'] }]);
  const off = { mode: 'standard', rules: { LowerDriverReturn: 'off' } };
  const silent = await bootExample(WRONG_STATUS, WRONG_STATUS.bad, off);
  await play(silent, WRONG_STATUS);
  expect(found(silent)).toEqual([]);
  const stopping = { mode: 'standard', rules: { LowerDriverReturn: 'bugcheck' } };
  const stopped = await bootExample(WRONG_STATUS, WRONG_STATUS.bad, stopping);
  await play(stopped, WRONG_STATUS);
  expect(stopped.state().bugcheck).toMatchObject({
    code: 0xc9,
    parameters: expect.arrayContaining(['0x224']),
  });
});

test('a rule that only a machine file turns on is silent with all rules on', () => {
  const named = rules.filter(({ mode }) => mode === 'named').map(({ id }) => id);
  expect(named.sort()).toEqual(['PendedCompletedRequest', 'StartDeviceWait', 'irp/endless-wait']);
  expect(publishedAliases.filter((name) => rulesFoundBy(name).includes('StartDeviceWait'))).toContain(
    'StartDeviceWait4',
  );
});

test('a machine file that names a rule for which nothing looks is told why', async () => {
  const file = '{ "verifier": { "rules": { "DoubleFetch": "report" } }, "devices": [] }';
  const environment = { readFile: async () => file } as unknown as Parameters<typeof readDescription>[1];
  const { diagnostics } = await readDescription({ file: 'a.machine.json' }, environment);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'No rule of the verifier looks for `DoubleFetch`: buffers of user mode are not emulated.',
  ]);
});
