import { expect, test } from 'vitest';
import { checkDevices, readInjections } from '../../src/cli/read-injections.ts';

const ops = (text: string): unknown[] => readInjections('i', text).injections.map(({ injection }) => injection);

test('an array, one object, and one object a line mean the same', () => {
  const one = { op: 'usage', device: 'disk0', type: 'paging', inPath: true };
  const two = { op: 'expect', path: 'devices.disk0', equals: { a: [1, null] } };
  expect(ops(JSON.stringify([one, two]))).toEqual([one, two]);
  expect(ops(`// first\n${JSON.stringify(one)}\n\n/* then */ ${JSON.stringify(two)} // end\r\n`)).toEqual([one, two]);
  expect(ops(JSON.stringify(two, null, 2))).toEqual([two]);
  expect(ops('[\n // nothing\n]')).toEqual([]);
  expect(ops(`[ ${JSON.stringify(one)}, ]`)).toEqual([one]);
});

test('every kind of injection is taken', () => {
  const all = [
    { op: 'pnp', device: 'd', request: 'queryRemove', force: true },
    { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1, '0x2', 3, 4] },
    { op: 'fault', driver: 'flt', at: 'IRP_MJ_READ', status: 'STATUS_IO_DEVICE_ERROR', times: 2, after: 1 },
    { op: 'advance', by: '5s' },
    { op: 'run', until: { kind: 'irpDone', device: 'disk0' } },
    { op: 'run' },
    { op: 'io', device: 'd', request: 'read', offset: 0, length: 512 },
  ];
  expect(ops(JSON.stringify(all))).toEqual(all);
});

test.each([
  [
    '{ "op": "usage", }\n{ "op" "x" }',
    [
      '1:1 machine/missing-property',
      '1:1 machine/missing-property',
      '1:1 machine/missing-property',
      '2:8 machine/syntax',
    ],
  ],
  ['{"op":"advance","by":"1s"}\n{ "op": "usge" }', ['2:9 machine/unknown-value']],
  ['[{ "device": "x" }]', ['1:2 machine/missing-property']],
  ['[5]', ['1:2 machine/wrong-type']],
  ['{ "op": "pnp", "device": "d", "request": "queryStart" }', ['1:42 machine/unknown-value']],
  ['{ "op": "usage", "device": "d", "type": "paging", "inPath": 1 }', ['1:61 machine/wrong-type']],
  [
    '{ "op": "usage", "device": "d", "type": "paging", "inpath": true }',
    ['1:1 machine/missing-property', '1:51 machine/unknown-property'],
  ],
  ['{ "op": "fault", "at": "IRP_MJ_READ", "status": "drop" }', ['1:1 machine/missing-property']],
])('%s is refused at its place', (text, expected) => {
  const { injections, diagnostics } = readInjections('i.jsonl', text);
  expect(injections).toEqual([]);
  expect(diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual(expected);
});

test('a device that the machine has not is told with the nearest name', () => {
  const { injections } = readInjections('i', '{ "op": "usage", "device": "dsk0", "type": "paging", "inPath": true }');
  expect(checkDevices('i', injections, ['root', 'disk0'])).toMatchObject([
    { file: 'i', line: 1, column: 28, message: 'There is no device `dsk0`. Did you mean `disk0`?' },
  ]);
  expect(checkDevices('i', injections, ['dsk0'])).toEqual([]);
});
