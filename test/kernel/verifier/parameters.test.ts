/** A rule at `bugcheck` stops the machine with the code and the four parameters that Windows gives. */
import { expect, test } from 'vitest';
import { irqlRuleIds } from '../../../src/kernel/verifier/rules/irql.ts';
import { ruleIds, rules } from '../../../src/kernel/verifier/rules.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { injectAll, traceOf } from '../../support/machine.ts';
import { writeUnmarked } from './bugcheck-examples.ts';
import { DELETES, DETACHES, disableChild } from './bus-filter-driver.ts';
import { askForTarget, deleteReported } from './compliance-trials.ts';
import { bootPaged, FLUSH } from './paged-code-filter.ts';
import { complaint, expectedOf } from './parameters.ts';
import { bootPower } from './power-driver.ts';
import { policyExamples } from './power-examples.ts';
import { storportStops } from './storport-trials.ts';
import { bootExample, type Example, play } from './support.ts';
import { examples } from './trials.ts';
import { bootDeafBus } from './usage-tellers.ts';

interface Stop {
  readonly rule: string;
  readonly play: (verifier: object) => Promise<Machine>;
}

async function playExample(example: Example, verifier: object): Promise<Machine> {
  const machine = await bootExample(example, example.bad, { ...example.verifier, ...verifier });
  await play(machine, example);
  return machine;
}

const stops: readonly Stop[] = [
  ...examples.map((example) => ({ rule: example.rule, play: (verifier: object) => playExample(example, verifier) })),
  ...policyExamples.map(({ rule, bad, steps = [], devices }) => ({
    rule,
    play: async (verifier: object) => {
      const machine = await bootPower(bad, devices, verifier);
      await injectAll(machine, steps);
      return machine;
    },
  })),
  { rule: 'C9/0x222', play: async (verifier) => (await disableChild(DETACHES, verifier)).machine },
  { rule: 'C9/0x223', play: async (verifier) => (await disableChild(DELETES, verifier)).machine },
  {
    rule: 'TargetRelationNeedsRef',
    play: async (verifier) => await askForTarget('noReference', verifier),
  },
  { rule: 'C9/0x221', play: async (verifier) => (await deleteReported(verifier)).machine },
  {
    rule: 'C9/0x24B',
    play: async (verifier) => await askForTarget('noAnswer', verifier),
  },
  {
    rule: 'C9/0x22A',
    play: async (verifier) => (await bootDeafBus(verifier)).machine,
  },
  {
    rule: 'C9/0x227',
    play: async (verifier) => {
      const { machine } = await bootPaged({ placed: 'Pass' }, verifier);
      await injectAll(machine, [FLUSH]);
      return machine;
    },
  },
  { rule: 'dump/hiber-unmarked-write', play: writeUnmarked },
  ...storportStops,
];

const withCode = stops.filter(({ rule }) => expectedOf(rule) !== undefined);
const withoutCode = stops.filter(({ rule }) => expectedOf(rule) === undefined);

/** Every IRP that there was. */
function irpsOf(machine: Machine): ReadonlySet<number> {
  return new Set([...traceOf(machine).matchAll(/"irp":"(0x[0-9a-f]+)"/g)].map(([, address]) => Number(address)));
}

test.each(withCode)('$rule stops with its code and four parameters', async ({ rule, play: run }) => {
  const machine = await run({ mode: 'off', rules: {}, ...only(rule) });
  const { bugcheck } = machine.state();
  const expected = expectedOf(rule);
  const parameters = (bugcheck?.parameters ?? []).map(Number);
  const isGiven = expected?.p1 === null;
  const [p1, ...rest] = isGiven ? [null, ...parameters] : parameters;
  expect([bugcheck?.code, p1]).toEqual([expected?.code, expected?.p1]);
  if (isGiven) expect(rest.pop()).toBe(0);
  const irps = irpsOf(machine);
  const wrong = rest.flatMap((value, index) => {
    const kind = expected?.kinds[index as 0 | 1 | 2];
    const complaintOf = kind === undefined ? 'no such parameter' : complaint(machine, kind, value ?? 0, irps);
    return complaintOf === undefined ? [] : [`P${index + 2}: ${complaintOf}`];
  });
  expect(wrong).toEqual([]);
});

test.each(withoutCode)('$rule, which only the sandbox has, stops with its own text', async ({ rule, play: run }) => {
  const machine = await run({ mode: 'standard', ...only(rule) });
  const { bugcheck } = machine.state();
  const [p1, p2 = 0] = (bugcheck?.parameters ?? []).map(Number);
  expect([bugcheck?.code, p1]).toEqual([0xc4, 0x8000_0000]);
  expect(complaint(machine, 'text', p2, new Set())).toBeUndefined();
});

function only(rule: string): object {
  return { mode: 'standard', rules: { [rule]: 'bugcheck' } };
}

test('every rule with a code of Windows is among them', () => {
  const tried = new Set(withCode.map(({ rule }) => rule));
  const coded = ruleIds.filter(
    (id) =>
      (irqlRuleIds.includes(id) && id !== 'PagedCode') ||
      rules.some((rule) => rule.id === id && rule.bugCheck !== null),
  );
  expect(coded.filter((id) => !tried.has(id))).toEqual([]);
  expect(withCode.length).toBeGreaterThan(90);
});
