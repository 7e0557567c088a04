/** Which variables are shown beside which lines while the debugger stands in a routine. */
import { expect, test } from 'vitest';
import { givenNames } from '../../src/extension/code/given-names.ts';

const TEXT = `const COUNT = 1;

async function Handle(extension: EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const { InPath: inPath, Type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification; // const no = 1
  let status = STATUS_SUCCESS;
  if (status === other) {
    status = await Pass(extension, irp);
    count += 1;
  }
  const last = status;
  return last;
}`.split('\n');

test('parameters at the head, variables where they are declared or changed, and none of what is still to come', () => {
  const stopped = TEXT.findIndex((line) => line.includes('const last'));
  const given = givenNames(TEXT, stopped).map(({ name, line, start }) => {
    expect(TEXT[line]?.slice(start, start + name.length)).toBe(name);
    return `${line} ${name}`;
  });
  expect(given).toEqual(['2 extension', '2 irp', '3 inPath', '3 Type', '4 status', '6 status', '7 count']);
});

test('a routine whose head has several lines', () => {
  const text = [
    'export function Two(',
    '  first: ULONG,',
    '  second?: ULONG,',
    '): void {',
    '  const a = 1;',
    '  use(a);',
  ];
  expect(givenNames(text, 5).map(({ name }) => name)).toEqual(['first', 'second', 'a']);
});

test('nothing is shown at the first line of a file', () => {
  expect(givenNames(TEXT, 0)).toEqual([]);
  expect(givenNames([], 0)).toEqual([]);
});
