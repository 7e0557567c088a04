import { describe, expect, test } from 'vitest';
import { Thread } from '../../../src/kernel/sim/thread.ts';
import {
  countHit,
  hitConditionError,
  isAmong,
  isMachine,
  logText,
  parseTarget,
} from '../../../src/machine/debug/breakpoints.ts';
import { codeLines, localNames, regionOf } from '../../../src/machine/debug/source-places.ts';
import { endsHere, type StepGoal, type StepPoint, wants } from '../../../src/machine/debug/stepping.ts';

describe('the name of a function breakpoint', () => {
  test.each([
    ['IRP_MN_START_DEVICE', { kind: 'request', driver: null, major: 0x1b, minor: 0 }],
    ['disk!IRP_MJ_PNP', { kind: 'request', driver: 'disk', major: 0x1b, minor: -1 }],
    ['IRP_MN_SET_POWER', { kind: 'request', driver: null, major: 0x16, minor: 2 }],
    [' IoCompleteRequest ', { kind: 'routine', driver: null, name: 'IoCompleteRequest' }],
    ['auditflt!DispatchPnp', { kind: 'routine', driver: 'auditflt', name: 'DispatchPnp' }],
    ['disk0 pnp → removePending', { kind: 'state', device: 'disk0', machine: 'pnp', state: 'removePending' }],
    [
      'device-power.policy -> s0Active',
      { kind: 'state', device: null, machine: 'device-power.policy', state: 's0Active' },
    ],
    ['→ started', { kind: 'state', device: null, machine: null, state: 'started' }],
  ])('%s', (name, target) => {
    expect(parseTarget(name)).toEqual(target);
  });

  test('a machine goes by any of its words', () => {
    expect(isMachine('pnp', 'device-pnp')).toBe(true);
    expect(isMachine('policy', 'device-power.policy')).toBe(true);
    expect(isMachine('power', 'device-pnp')).toBe(false);
    expect(isMachine(null, 'device-pnp')).toBe(true);
  });
});

describe('hit counts', () => {
  const hits = (hitCondition: string): readonly number[] => {
    const armed = { set: { id: 1, line: 1, hitCondition }, hits: 0 };
    return [1, 2, 3, 4, 5, 6].filter(() => countHit(armed));
  };
  test.each([
    ['', [1, 2, 3, 4, 5, 6]],
    ['3', [3]],
    ['== 3', [3]],
    ['>= 5', [5, 6]],
    ['> 5', [6]],
    ['<= 2', [1, 2]],
    ['< 2', [1]],
    ['% 2', [2, 4, 6]],
  ])('%s', (condition, expected) => {
    expect(hits(condition)).toEqual(expected);
    expect(hitConditionError(condition)).toBeNull();
  });
  test('anything else is told', () => {
    expect(hitConditionError('twice')).toContain('Write 5, >= 5');
  });
});

test('exceptions are chosen by patterns, and by the codes that names stand for', () => {
  const only = (patterns: string, ...names: string[]): boolean => isAmong({ kind: 'violation', only: patterns }, names);
  expect(only('', 'USE-V03')).toBe(true);
  expect(only('USE-*, IRP-1', 'USE-V03')).toBe(true);
  expect(only('USE', 'USE-V03')).toBe(false);
  expect(only('0xC000009A', 'STATUS_INSUFFICIENT_RESOURCES')).toBe(true);
});

test('a log message gives way to values', () => {
  expect(logText('{a} and {b.c}', (text) => text.toUpperCase())).toBe('A and B.C');
});

const TEXT = `import { a } from 'wdm';

/** One. */
async function One(device: DEVICE_OBJECT, irp: IRP, ...rest: ULONG[]): Promise<void> {
  const { InPath: inPath, Type: type } = Look(irp);
  // const no = 1;
  let count = 'const yes = 1';
  for (const [first, second] of pairs) {
    use(first);
  }
}

function Two() {
  return 1;
}
`;

test('names of variables are read from the function that a line stands in', () => {
  expect(localNames(TEXT, 9)).toEqual(['device', 'irp', 'rest', 'count', 'inPath', 'type', 'first', 'second']);
  expect(localNames(TEXT, 5)).toEqual(['device', 'irp', 'rest', 'inPath', 'type']);
  expect(localNames(TEXT, 14)).toEqual([]);
});

test('lines that a step can end at have more than braces and comments', () => {
  expect(codeLines(TEXT)).toEqual([5, 7, 8, 9, 14]);
  expect(regionOf(TEXT, 9)).toEqual({ first: 4, last: 12 });
});

describe('a step', () => {
  const thread = new Thread(
    1,
    'T',
    () => {},
    () => {},
  );
  const other = new Thread(
    2,
    'U',
    () => {},
    () => {},
  );
  const goal: StepGoal = { thread, level: 2, irp: 0x100, place: 'a.ts:5', functions: 1, hearsLines: true };
  const at = (kind: StepPoint['kind'], level: number, irp = 0x100, of = thread): StepPoint => ({
    kind,
    thread: of,
    level,
    irp,
  });

  test('over stays in its driver, or goes to the one above', () => {
    expect(wants('over', at('call', 3), goal)).toBe(false);
    expect(wants('over', at('line', 2), goal)).toBe(true);
    expect(wants('over', at('return', 1), goal)).toBe(true);
    expect(wants('over', at('line', 1, 0x100, other), goal)).toBe(false);
  });
  test('into follows the thread and the request', () => {
    expect(wants('into', at('call', 3), goal)).toBe(true);
    expect(wants('into', at('enter', 1, 0x100, other), goal)).toBe(true);
    expect(wants('into', at('enter', 1, 0x200, other), goal)).toBe(false);
  });
  test('out goes to the completion of the request, or to whoever called', () => {
    expect(wants('out', at('line', 2), goal)).toBe(false);
    expect(wants('out', at('complete', 4), goal)).toBe(true);
    expect(wants('out', at('done', 0, 0x100, other), goal)).toBe(true);
    expect(wants('out', at('return', 1), goal)).toBe(true);
  });
  test('ends at another line of the same function, not in one that it calls', () => {
    expect(endsHere('over', goal, at('line', 2), { place: 'a.ts:5', functions: 1 })).toBe(false);
    expect(endsHere('over', goal, at('line', 2), { place: 'a.ts:6', functions: 1 })).toBe(true);
    expect(endsHere('over', goal, at('line', 2), { place: 'a.ts:90', functions: 2 })).toBe(false);
    expect(endsHere('into', goal, at('line', 2), { place: 'a.ts:90', functions: 2 })).toBe(true);
    expect(endsHere('over', goal, at('complete', 2), { place: 'a.ts:5', functions: 1 })).toBe(true);
  });
});
