import { describe, expect, test } from 'vitest';
import type { RuleAction } from '../../../src/kernel/verifier/rule.ts';
import { ruleIds, rules } from '../../../src/kernel/verifier/rules.ts';
import type { Diagnostic } from '../../../src/protocol/diagnostic.ts';
import { deviceExamples } from './call-examples.ts';
import { forwardingExamples, returningExamples } from './irp-examples.ts';
import { lockExamples } from './lock-examples.ts';
import { bootExample, type Example, expectedAt, FILE, found, play } from './support.ts';

function exampleOf(rule: string): Example {
  const example = [...forwardingExamples, ...returningExamples, ...deviceExamples, ...lockExamples].find(
    (one) => one.rule === rule,
  );
  if (example === undefined) throw new Error(`no example for ${rule}`);
  return example;
}

async function playWith(rule: string, verifier: unknown): ReturnType<typeof bootExample> {
  const example = exampleOf(rule);
  const machine = await bootExample(example, example.bad, verifier);
  await play(machine, example);
  return machine;
}

const only = (rule: string, action: RuleAction): object => ({ rules: { [rule]: action } });

describe('modes', () => {
  test('off: nothing is looked at', async () => {
    expect(found(await playWith('C9/0x224', 'off'))).toEqual([]);
    expect(found(await playWith('C9/0x224', only('C9/0x224', 'off')))).toEqual([]);
  });

  test('standard leaves out what is too strict, all has it, and a rule can be turned on alone', async () => {
    expect(found(await playWith('C9/0x21C', 'standard'))).toEqual([]);
    expect(found(await playWith('C9/0x21C', 'all'))).toHaveLength(1);
    expect(found(await playWith('C9/0x21C', only('C9/0x21C', 'report')))).toHaveLength(1);
    expect(found(await playWith('C9/0x21C', { mode: 'all', rules: { 'C9/0x21C': 'off' } }))).toEqual([]);
  });

  test('report: the machine goes on, and the finding names the code with which Windows would stop', async () => {
    const machine = await playWith('C9/0x224', only('C9/0x224', 'report'));
    expect(machine.state()).toMatchObject({ bugcheck: null });
    expect(machine.state().violations).toMatchObject([{ rule: 'C9/0x224', bugcheck: '0xc9', level: 'error' }]);
  });

  test.each([
    ['C9/0x05', 0xc9, ['0x5', expect.stringMatching(/^0x/), '0x0', '0x1']],
    ['C9/0x224', 0xc9, ['0x224', expect.stringMatching(/^0x4/), expect.stringMatching(/^0x/), '0x0']],
    ['C4/0xD5', 0xc4, ['0xd5', expect.stringMatching(/^0x/), expect.stringMatching(/^0x/), '0x0']],
    ['C9/0x10', 0xc9, ['0x10', '0x3', '0x0', '0x0']],
  ])(
    'bugcheck: %s stops the machine with its code and four parameters, at its line',
    async (rule, code, parameters) => {
      const machine = await playWith(rule, only(rule, 'bugcheck'));
      const { bugcheck, violations } = machine.state();
      expect(bugcheck).toMatchObject({ code, parameters, driver: 'flt' });
      expect(violations.map((violation) => violation.rule)).toEqual([rule]);
      const example = exampleOf(rule);
      if (example.routine === undefined) expect(bugcheck).toMatchObject({ file: FILE, line: expectedAt(example) });
    },
  );

  test.each(['C9/0x224', 'C9/0x21C'])('the diagnostic at the line of %s is as grave as the rule', async (rule) => {
    const example = exampleOf(rule);
    const machine = await bootExample(example, example.bad, 'all');
    const told: Diagnostic[] = [];
    machine.onDiagnostics = (diagnostics) => void told.splice(0, told.length, ...diagnostics);
    await play(machine, example);
    const { level } = rules.find(({ id }) => id === rule) ?? {};
    expect(told).toMatchObject([{ code: rule, severity: level }]);
  });

  test('a mistake that is made again and again is told once', async () => {
    const example = exampleOf('C9/0x05');
    const machine = await bootExample(example, example.bad, 'all');
    for (let index = 0; index < 100; index += 1) await play(machine, example);
    expect(found(machine)).toHaveLength(1);
  });
});

describe('the table of rules', () => {
  test('every rule has an id of its own, a title, a reason, a remedy and a document', () => {
    expect(new Set(ruleIds).size).toBe(ruleIds.length);
    for (const { id, title, why, remedy, document } of rules) {
      expect(title, id).toMatch(/^[A-Z].*[^.]$/);
      expect(why, id).toMatch(/^[A-Z].*\.$/);
      expect(remedy, id).toMatch(/^[a-z`].*[^.]$/);
      expect(document, id).toMatch(/^[a-z0-9_-]+$/);
    }
  });

  test('a rule that is named after a bug check carries its code', () => {
    for (const { id, bugCheck } of rules) {
      const named = /^C([249])\/0x([0-9A-F]+)$/.exec(id);
      if (named === null) continue;
      expect(bugCheck, id).toEqual([Number(`0xc${named[1]}`), Number(`0x${named[2]}`)]);
    }
  });
});
