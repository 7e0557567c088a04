import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as bugChecks from '../../src/abi/bug-check-codes.ts';
import { bugCheckTable, bugCheckVariants, describeBugCheck, nameOfBugCheck } from '../../src/abi/bug-check-table.ts';
import * as irpCodes from '../../src/abi/irp-codes.ts';
import {
  deviceObjectFlags,
  nameOf,
  nameOfControlCode,
  nameOfMajor,
  nameOfMinor,
  nameOfProblem,
  nameOfStatus,
  namesOfFlags,
  usageTypes,
  valueOfName,
} from '../../src/abi/names.ts';
import * as statuses from '../../src/abi/ntstatus.ts';
import * as problems from '../../src/abi/problem-codes.ts';
import * as constants from '../../src/abi/wdm-constants.ts';

const numbers = (module: object): [string, number][] =>
  Object.entries(module).filter((entry): entry is [string, number] => typeof entry[1] === 'number');

describe('names and values', () => {
  test('a value has the name that leads back to it', () => {
    for (const [name, value] of numbers(statuses)) {
      expect(valueOfName(name)).toBe(value);
      expect(valueOfName(nameOfStatus(value)), name).toBe(value);
    }
    for (const [name, value] of numbers(irpCodes).filter(([text]) => text.startsWith('IRP_MJ_'))) {
      expect(valueOfName(nameOfMajor(value)), name).toBe(value);
    }
  });

  test('any 32-bit number has a name that leads back to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (value) => {
        expect(valueOfName(nameOfStatus(value))).toBe(value);
        expect(valueOfName(nameOfControlCode(value))).toBe(value);
        expect(valueOfName(namesOfFlags(deviceObjectFlags, value))).toBe(value);
      }),
    );
  });

  test('where several names share a value, the usual one is shown', () => {
    expect([nameOfStatus(0), nameOfMajor(0x1b), nameOfMajor(0x0f)]).toEqual([
      'STATUS_SUCCESS',
      'IRP_MJ_PNP',
      'IRP_MJ_INTERNAL_DEVICE_CONTROL',
    ]);
  });

  test('minor codes are read with their major code', () => {
    expect([nameOfMinor(0x1b, 2), nameOfMinor(0x16, 2), nameOfMinor(0x17, 2), nameOfMinor(0x03, 2)]).toEqual([
      'IRP_MN_REMOVE_DEVICE',
      'IRP_MN_SET_POWER',
      'IRP_MN_CHANGE_SINGLE_INSTANCE',
      '0x02',
    ]);
  });

  test('every minor code in the table has a major code that names it', () => {
    const majors = [0x1b, 0x16, 0x17, 0x0f];
    for (const [name, value] of numbers(irpCodes).filter(([text]) => text.startsWith('IRP_MN_'))) {
      expect(majors.map((major) => nameOfMinor(major, value))).toContain(name);
    }
  });

  test('flags are listed, and what has no name stays a number', () => {
    expect(namesOfFlags(deviceObjectFlags, 0x2010)).toBe('DO_DIRECT_IO | DO_POWER_PAGABLE');
    expect(namesOfFlags(deviceObjectFlags, 0x8000_2000)).toBe('DO_POWER_PAGABLE | 0x80000000');
    expect(namesOfFlags(deviceObjectFlags, 0)).toBe('0x0');
    expect([nameOf(usageTypes, 3), nameOf(usageTypes, 99)]).toEqual(['DeviceUsageTypeDumpFile', '0x63']);
  });

  test('names can be joined, and an unknown one is no value', () => {
    expect(valueOfName('DO_DIRECT_IO | DO_POWER_PAGABLE')).toBe(0x2010);
    expect(valueOfName('DO_DIRECT_IO | DO_NOTHING')).toBeUndefined();
  });

  test('all constants of a driver are unsigned numbers, or identifiers as text', () => {
    const entries = Object.entries(constants).filter(([, value]) => typeof value !== 'function');
    const guids = entries.filter(([, value]) => typeof value === 'string');
    expect(guids.length).toBeGreaterThan(8);
    for (const [name, value] of guids) expect(value, name).toMatch(/^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/);
    expect(entries.length).toBeGreaterThan(700);
    for (const [name, value] of entries.filter((entry) => !guids.includes(entry))) {
      expect(typeof value === 'bigint' || (typeof value === 'number' && value >= 0 && value <= 0xffff_ffff), name).toBe(
        true,
      );
    }
  });

  test('no two statuses, problem codes or bug checks share a value, but for the known other names', () => {
    const twice = (module: object): string[] => {
      const seen = new Map<number, string>();
      return numbers(module)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .flatMap(([name, value]) => {
          const first = seen.get(value);
          seen.set(value, name);
          return first === undefined ? [] : [`${first} = ${name}`];
        });
    };
    expect(twice(statuses)).toEqual([
      'STATUS_ABANDONED = STATUS_ABANDONED_WAIT_0',
      'STATUS_CONTINUE_COMPLETION = STATUS_SUCCESS',
      'STATUS_SUCCESS = STATUS_WAIT_0',
    ]);
    expect(twice(problems)).toEqual([]);
    expect(twice(bugChecks)).toEqual([]);
  });
});

test('severity of a status is in its two upper bits', () => {
  const { NT_ERROR, NT_INFORMATION, NT_SUCCESS, NT_WARNING } = statuses;
  const judge = (status: number): boolean[] =>
    [NT_SUCCESS, NT_INFORMATION, NT_WARNING, NT_ERROR].map((is) => is(status));
  expect(judge(0x103)).toEqual([true, false, false, false]);
  expect(judge(0x4000_0000)).toEqual([true, true, false, false]);
  expect(judge(0x8000_0005)).toEqual([false, false, true, false]);
  expect(judge(0xc000_0001)).toEqual([false, false, false, true]);
  // A driver may compute with 32-bit operators, which leave a negative number.
  expect(NT_SUCCESS(0xc000_0001 | 0)).toBe(false);
});

describe('problem codes and bug checks', () => {
  test('each problem code has a text', () => {
    for (const [name, code] of numbers(problems)) {
      expect(problems.textOfProblem(code), name).toMatch(/^[A-Z].*\.$/);
      expect(nameOfProblem(code)).toBe(name);
    }
  });

  test('each bug check says what it is, as a sentence', () => {
    for (const [name, code] of numbers(bugChecks)) {
      expect(bugCheckTable.get(code), name).toMatchObject({ code, name, text: expect.stringMatching(/^[A-Z].*\.$/) });
      expect(nameOfBugCheck(code)).toBe(name);
    }
    expect(bugCheckTable.size).toBe(numbers(bugChecks).length);
  });

  test('the first parameter decides what the others mean', () => {
    expect(describeBugCheck(0x9f, 3)).toMatchObject({
      name: 'DRIVER_POWER_STATE_FAILURE',
      text: 'A driver has held a power IRP for too long.',
      parameters: ['kind of failure', 'physical device object', 'triage data', 'blocked IRP'],
    });
    expect(describeBugCheck(0xc9, 0x224).parameters[2]).toBe('IRP');
    expect(describeBugCheck(0xca, 8).text).toContain('null pointer');
    expect(bugCheckVariants(0xc4).size).toBeGreaterThan(100);
    expect(bugCheckVariants(0x35).size).toBe(0);
  });

  test('a code that nobody knows still gets an answer', () => {
    expect(describeBugCheck(0x1234)).toMatchObject({ name: '0x00001234', parameters: ['', '', '', ''] });
  });
});
