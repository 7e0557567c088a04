/** Whatever is typed: an answer comes, and the machine is as it was. */
import { expect, test } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { openDumpConsole } from '../../../src/dump-console/open-dump-console.ts';
import { COMMANDS } from '../../../src/machine/console/commands.ts';
import { bootSample } from './scenarios.ts';

const WORDS = [
  ...COMMANDS.flatMap(({ names }) => names),
  ...[
    'disk0',
    'disk0/disk',
    'auditflt',
    '\\Driver\\disk',
    '\\Device\\x',
    'IRP',
    'nt!_IRP',
    '_DEVICE_OBJECT',
    '*',
    'disk!*',
  ],
  ...[
    '0',
    '1',
    '7',
    'ff',
    '0xffffffff',
    'fffff80000010010',
    '0n5',
    '-1',
    'L',
    'L8',
    'Lffff',
    'l?1000',
    '40000005',
    'd0000400',
  ],
  ...[
    '-v',
    '-show',
    '-r9',
    '-i',
    '-d',
    'device',
    'arg',
    '(',
    ')',
    '+',
    '*',
    'poi(',
    ';',
    '"',
    "'",
    '[',
    ']',
    '.',
    'MajorFunction[3]',
  ],
  ...[
    '@$cursession.Devices',
    '.Where(',
    'n =>',
    'n.Children',
    '.Select(',
    '==',
    '&&',
    '\u0000',
    'é',
    '😀',
    '$x',
    '%s',
    '\\',
    '?',
  ],
];
const ROUNDS = 2000;

test('random lines never throw, and never change the machine', async () => {
  const machine = await bootSample('storage');
  const before = JSON.stringify(machine.state());
  const random = new Random(7);
  const pick = (): string => WORDS[random.below(WORDS.length)] ?? '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const line = Array.from({ length: 1 + random.below(6) }, pick).join(random.below(4) === 0 ? '' : ' ');
    expect([line, typeof machine.console.evaluate(line).text]).toEqual([line, 'string']);
    const { start } = machine.console.complete(line, random.below(line.length + 2));
    expect(start).toBeGreaterThanOrEqual(0);
  }
  expect(JSON.stringify(machine.state())).toBe(before);
});

test('every address of memory can be looked at, by every command', async () => {
  const machine = await bootSample('storage');
  const random = new Random(11);
  const takes = COMMANDS.filter(({ takes: kinds }) => kinds.length > 0).map(({ names: [name = ''] }) => name);
  for (let round = 0; round < 100; round += 1) {
    const at = (0x1_0000 + random.below(0x2_0000)).toString(16);
    for (const name of takes) expect(typeof machine.console.evaluate(`${name} ${at}`).text).toBe('string');
  }
});

test('a line without an end is refused', async () => {
  const machine = await bootSample('storage');
  expect(machine.console.evaluate('('.repeat(4000))).toMatchObject({ failed: true });
  expect(machine.console.evaluate(`? ${'('.repeat(4000)}`)).toMatchObject({ failed: true });
  expect(machine.console.evaluate(`? ${'-'.repeat(4000)}1`).text).toContain('Evaluate');
  expect(machine.console.evaluate('x'.repeat(5000))).toMatchObject({ failed: true });
});

test('random lines never throw in a crash dump either', async () => {
  const machine = await bootSample('storage');
  await machine.inject({ op: 'io', device: 'volC', request: 'read', wait: false });
  await machine.inject({ op: 'bugcheck', code: 0x9f, parameters: [3, 0, 0, 0] });
  const dump = machine.dump('kernel');
  if (dump === null) throw new Error('the machine has not stopped');
  const file = new Uint8Array(dump.size);
  for (const { offset, bytes } of dump.pieces) file.set(bytes(), offset);
  const source = {
    size: file.length,
    read: (offset: number, length: number) => file.subarray(offset, offset + length),
  };
  const opened = openDumpConsole(source);
  if (typeof opened === 'string') throw new Error(opened);
  const random = new Random(13);
  for (let round = 0; round < 500; round += 1) {
    const line = Array.from({ length: 1 + random.below(5) }, () => WORDS[random.below(WORDS.length)] ?? '').join(' ');
    const { text } = opened.evaluate(line);
    expect([line, text.includes('is damaged')]).toEqual([line, false]);
  }
});
