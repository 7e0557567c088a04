/** `run --low-resources`: what becomes of a driver whose allocations fail, one in each run. */
import { Readable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { driverText } from '../machine/support/driver-text.ts';

let hostEntry = '';
beforeAll(async () => {
  hostEntry = await buildSandbox('sandbox-starve', 'real');
});

const MACHINE = JSON.stringify({
  name: 'starved',
  memory: '4MiB',
  drivers: { flt: { source: './flt.ts' } },
  devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'null', upperFilters: ['flt'] }] }],
});
const STORY = JSON.stringify([
  { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 },
  { op: 'expect', path: 'bugcheck', equals: null },
  { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 },
]);

/** Looks at the first block, takes the second one for granted, keeps the request without the third, loops without the fourth. */
const READ = `const one = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); // looks
  if (one === 0) { irp.IoStatus.Status = STATUS_INSUFFICIENT_RESOURCES; IoCompleteRequest(irp, 0); return STATUS_INSUFFICIENT_RESOURCES; }
  const two = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); // does not
  RtlZeroMemory(two, 16); // falls
  const three = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); // keeps
  if (three === 0) { IoMarkIrpPending(irp); ExFreePool(one); ExFreePool(two); return STATUS_PENDING; }
  const four = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); // wrong
  if (four === 0) { ExFreePool(one); ExFreePool(two); ExFreePool(three); irp.IoStatus.Status = STATUS_PENDING;
    IoCompleteRequest(irp, 0); return STATUS_PENDING; } // breaks a rule
  for (const block of [one, two, three, four]) ExFreePool(block);`;
const CAREFUL = `const one = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); if (one !== 0) ExFreePool(one);`;

async function cli(line: string, read: string): Promise<{ code: number; out: string; err: string }> {
  const ran = { code: -1, out: '', err: '' };
  const files: Record<string, string> = { 'm.machine.json': MACHINE, 'flt.ts': driverText({ read }), story: STORY };
  const io: CliIo = {
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    readText: (path) => Promise.resolve(files[path] ?? null),
    openBytes: () => null,
    listFolder: () => Promise.resolve(null),
    rehearsals: '',
    readStdin: () => Promise.resolve(STORY),
    ask: null,
    input: () => Readable.from([]),
    currentFolder: '.',
    openOutput: () => ({ write: () => {}, writeAt: () => {}, close: () => Promise.resolve() }),
    compilerFor: () => () => Promise.resolve(null),
    hostEntry,
    version: '1.2.3',
    color: false,
  };
  ran.code = await runCli(line.split(' '), io);
  return ran;
}

const lineOf = (mark: string): number =>
  driverText({ read: READ })
    .split('\n')
    .findIndex((text) => text.includes(mark)) + 1;

test('each place is reported with the worst that came of it, and what to repeat', async () => {
  const { code, out, err } = await cli('run m.machine.json --inject story --low-resources systematic', READ);
  expect(err).toBe('');
  expect(code).toBe(1);
  const [looks, does, keeps, wrong] = ['// looks', '// does not', '// keeps', '// wrong'].map(lineOf);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/^ {2}pass {7}flt\.ts:\d+ IoCreateDevice {2}allocation 1$/),
    `  pass       flt.ts:${looks} ExAllocatePool2  allocations 2, 6`,
    `  bug check  flt.ts:${does} ExAllocatePool2  allocations 3, 7`,
    `             3: 0x7E SYSTEM_THREAD_EXCEPTION_NOT_HANDLED at flt.ts:${lineOf('// falls')}`,
    `  stuck      flt.ts:${keeps} ExAllocatePool2  allocations 4, 8`,
    '             4: READ at dev0/flt',
    `  finding    flt.ts:${wrong} ExAllocatePool2  allocations 5, 9`,
    expect.stringMatching(new RegExp(`^ {13}5: C9/0x06 at flt\\.ts:${lineOf('// breaks a rule')}`)),
    '9 runs, each with another allocation that fails. Places: 2 pass, 1 finding, 1 stuck, 1 bug check; repeat one with --low-resources 3',
    '',
  ]);
});

test('a single one can be repeated, with all that `run` shows', async () => {
  const { code, out } = await cli('run m.machine.json --inject story --low-resources 3 --state', READ);
  expect(code).toBe(1);
  expect(out).toContain('SYSTEM_THREAD_EXCEPTION_NOT_HANDLED');
  expect(out).toContain(`- allocation 3 failed: ExAllocatePool2 in flt at flt.ts:${lineOf('// does not')}`);
});

test('a driver that looks at everything passes, and the same runs give the same report', async () => {
  const first = await cli('run m.machine.json --inject - --low-resources systematic', CAREFUL);
  const again = await cli('run m.machine.json --inject - --low-resources systematic', CAREFUL);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('3 runs, each with another allocation that fails. Places: 2 pass\n');
  expect(again.out).toBe(first.out);
});

test('JSON has every run', async () => {
  const { code, out } = await cli('run m.machine.json --low-resources systematic --format json', CAREFUL);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    runs: [{ allocation: { number: 1, routine: 'IoCreateDevice', driver: 'flt' }, verdict: 'pass', text: '' }],
  });
});

test.each([
  ['--low-resources all', '--low-resources cannot be `all`.'],
  ['--low-resources 0', '--low-resources cannot be `0`.'],
  ['--low-resources systematic --state', 'leave out --state'],
])('%s is a slip of the user', async (options, message) => {
  const { code, err } = await cli(`run m.machine.json ${options}`, CAREFUL);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('a driver that does not compile, a device that is not there, a machine that stops anyway', async () => {
  expect(await cli('run m.machine.json --low-resources systematic', 'const = 1;')).toMatchObject({ code: 3 });
  expect(await cli('run m.machine.json --inject none --low-resources systematic', CAREFUL)).toMatchObject({ code: 2 });
  const crashes = await cli('run m.machine.json --inject story --low-resources systematic', 'null.Flags;');
  expect(crashes.code).toBe(1);
  expect(crashes.err).toContain('mend that first');
});
