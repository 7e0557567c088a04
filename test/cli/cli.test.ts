import { Readable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { buildSandbox } from '../host/sandbox/build.ts';

let hostEntry = '';
beforeAll(async () => {
  hostEntry = await buildSandbox('sandbox-cli');
});

const DRIVER = `import { Crash, DbgPrint, Trace, Violate } from 'wdm';
export function DriverEntry() {}
export function boot() { Trace('thread'); }
export function good() { Trace('wait'); Trace('wake'); DbgPrint('hello'); return 'STATUS_SUCCESS'; }
export const violate = () => Violate();
export const crash = () => Crash();
export function hang() {
  for (;;) {}
}
`;

interface Ran {
  code: number;
  out: string;
  err: string;
  files: Record<string, string>;
}

const call = (name: string): string => JSON.stringify({ op: 'run', until: { call: name } });

async function cli(line: string, files: Record<string, string> = {}, stdin = ''): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '', files: { 'm.ts': DRIVER, ...files } };
  const io: CliIo = {
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    readText: (path) => Promise.resolve(ran.files[path] ?? null),
    openBytes: () => null,
    listFolder: () => Promise.resolve(null),
    rehearsals: '',
    readStdin: () => Promise.resolve(stdin),
    ask: null,
    input: () => Readable.from([]),
    currentFolder: '.',
    openOutput: (path) => {
      if (path.startsWith('full/')) throw new Error('the disk is full');
      ran.files[path] = '';
      return {
        write: (text) => {
          ran.files[path] += text;
        },
        writeAt: () => {},
        close: () => Promise.resolve(),
      };
    },
    compilerFor: () => () => Promise.resolve(null),
    hostEntry,
    version: '1.2.3',
    color: false,
  };
  ran.code = await runCli(
    line.split(' ').filter((word) => word !== ''),
    io,
  );
  return ran;
}

test('help and version', async () => {
  expect(await cli('help')).toMatchObject({ code: 0, err: '' });
  expect((await cli('help')).out).toContain('driver-sandbox run MACHINE');
  expect(await cli('--version')).toMatchObject({ code: 0, out: '1.2.3\n' });
  expect(await cli('')).toMatchObject({ code: 2 });
});

test('a slip on the command line is exit code 2 with the remedy', async () => {
  const { code, out, err } = await cli('run m.ts --stat');
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe('`run` has no option `--stat`. Did you mean `--state`?\nSee `driver-sandbox help`.\n');
});

test('a run says what it did', async () => {
  const { code, out, err } = await cli('run m.ts --inject i --state', {
    i: `${call('good')}\n{"op":"expect","path":"seed","equals":1}`,
  });
  expect(err).toBe('');
  expect(out).toMatchInlineSnapshot(`
    "     0.0000000s flt: hello
      1  run until {"call":"good"}: ok STATUS_SUCCESS
      2  expect seed to be 1: ok
    fake: idle, 0.0000000s, system S0, seed 1, 3 events
    root  A device  started · D0
    │    flt          function     0x1000  DO_POWER_PAGABLE
    └─ dev0  A device  started · D0
            flt          function     0x1000  DO_POWER_PAGABLE
    2 injections, 3 events, 0.0000000s: as expected
    "
  `);
  expect(code).toBe(0);
});

test('JSON is for programs', async () => {
  const { code, out } = await cli('run m.ts --inject - --seed 9 --state --format json', {}, `[${call('good')}]`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    machine: 'm.ts',
    ok: true,
    exitCode: 0,
    events: 3,
    injections: [{ injection: { op: 'run' }, result: { ok: true } }],
    violations: [],
    bugcheck: null,
    dbgPrint: [{ time: '0.0000000s', driver: 'flt', text: 'hello' }],
    diagnostics: [],
    trace: null,
    state: { seed: 9, devices: [{ id: 'root' }, { id: 'dev0' }] },
  });
});

test('the trace is whole and in order, however it is fetched', async () => {
  const { code, files } = await cli('run m.ts --inject i --trace t.jsonl', { i: `${call('good')}\n${call('good')}` });
  expect(code).toBe(0);
  const events = (files['t.jsonl'] ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { n: number });
  expect(events.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
  expect((await cli('trace t.jsonl --filter WAKE', files)).out).toBe(
    '     2 0.0000000s T1 wake              \n     4 0.0000000s T1 wake              \n',
  );
  expect((await cli('trace t.jsonl --from 1 --count 2 --format json', files)).out.split('\n')).toHaveLength(3);
  expect(await cli('trace m.ts', files)).toMatchObject({ code: 2, out: '' });
  expect(await cli('trace nowhere')).toMatchObject({ code: 2, err: 'There is no file `nowhere`.\n' });
});

test('a failed expectation is exit code 1 with the difference, and ends the run', async () => {
  const injections = `{"op":"expect","path":"seed","equals":2}\n${call('good')}`;
  const { code, out } = await cli('run m.ts --inject i', { i: injections });
  expect(code).toBe(1);
  expect(out).toContain('expect seed to be 2: FAILED\n     seed\n     - 2\n     + 1\n');
  expect(out).toContain('1 injections, 1 left out, 1 events, 0.0000000s: not as expected');
  expect(await cli('run m.ts --inject i --stop-on never', { i: injections })).toMatchObject({ code: 1 });
});

test('a broken rule ends the run only with --stop-on violation', async () => {
  const files = { i: `${call('violate')}\n${call('good')}` };
  const ran = await cli('run m.ts --inject i', files);
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('Broken rules\n  USE-V03 flt.ts:3: A rule: It was broken.\n    Keep it.\n2 injections');
  const stopped = await cli('run m.ts --inject i --stop-on violation', files);
  expect(stopped.code).toBe(1);
  expect(stopped.out).toContain('1 injections, 1 left out');
});

test('a bugcheck is exit code 1 unless it was asked for', async () => {
  const crashed = await cli('run m.ts --inject i', { i: `${call('crash')}\n${call('good')}` });
  expect(crashed.code).toBe(1);
  expect(crashed.out).toContain(
    'Bugcheck 0xE2 MANUALLY_INITIATED_CRASH\n  Somebody asked for it.\n  in flt at flt.ts:4',
  );
  expect(crashed.out).toContain('1 injections, 1 left out');
  expect(await cli('run m.ts --inject i', { i: '{"op":"bugcheck","code":226}' })).toMatchObject({ code: 0 });
});

test('wrong input is exit code 2, and nothing is started', async () => {
  const missing = await cli('run m.ts --inject nowhere');
  expect(missing).toMatchObject({ code: 2, err: 'There is no injection file `nowhere`.\n' });
  const wrong = await cli('run m.ts --inject i', { i: '{"op":"advnce","by":"1s"}' });
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toBe('i:1:7: error machine/unknown-value: "op" cannot be `advnce`. Did you mean `advance`?\n');
  const device = await cli('run m.ts --inject i', { i: '{"op":"pnp","device":"dev1","request":"stop"}' });
  expect(device.code).toBe(2);
  expect(device.err).toContain(
    'i:1:22: error injection/unknown-device: There is no device `dev1`. Did you mean `dev0`?',
  );
  expect((await cli('run m.ts --trace t.txt')).err).toContain('Use one of .jsonl, .json, .mmd, .csv.');
  expect(await cli('run m.ts --trace full/t.csv')).toMatchObject({
    code: 2,
    err: '--trace full/t.csv: the disk is full\n',
  });
});

test('a driver that does not compile or load is exit code 3', async () => {
  const broken = await cli('run bad.ts', { 'bad.ts': 'let = = 3' });
  expect(broken).toMatchObject({ code: 3, out: '' });
  expect(broken.err).toBe('bad.ts:1:5: error driver/syntax: Syntax error: `=` cannot stand here.\n');
  expect(await cli('check bad.ts', { 'bad.ts': 'let = = 3' })).toMatchObject({ code: 3 });
  expect(await cli('check m.ts')).toMatchObject({ code: 0, out: 'm.ts: no errors\n', err: '' });
  const json = await cli('check bad.ts --format json', { 'bad.ts': 'let = = 3' });
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, diagnostics: [{ code: 'driver/syntax' }] });
});

test('a driver that hangs is exit code 1 with its line, or 3 while it loads', async () => {
  const hung = await cli('run m.ts --inject i --format json', { i: call('hang') });
  expect(hung.code).toBe(1);
  expect(hung.err).toContain('The driver flt did not come back for 3 seconds in hang at m.ts:8.');
  expect(JSON.parse(hung.out)).toMatchObject({ ok: false, exitCode: 1 });
  const loading = await cli('run x.ts', { 'x.ts': 'for (;;) {}' });
  expect(loading.code).toBe(3);
  expect(loading.err).toContain('at x.ts:1');
});

test('a fault of the sandbox itself is exit code 4 and says what to report', async () => {
  const { code, err } = await cli('run m.ts --inject i', { i: call('nowhere') });
  expect(code).toBe(4);
  expect(err).toContain('Please report this, with the machine file and the drivers:');
  expect(err).toContain('no export nowhere');
});

test('the state of a run can be looked at later', async () => {
  const saved = (await cli('run m.ts --state --format json')).out;
  const files = { s: saved, bare: JSON.stringify(JSON.parse(saved).state) };
  expect((await cli('state s', files)).out).toContain('└─ dev0  A device  started · D0');
  expect((await cli('state bare dev0', files)).out).not.toContain('root');
  expect(JSON.parse((await cli('state s dev0 --format json', files)).out)).toMatchObject({ id: 'dev0' });
  expect(await cli('state s dev9', files)).toMatchObject({
    code: 2,
    err: 'There is no device `dev9`. Did you mean `dev0`?\n',
  });
  expect(await cli('state m.ts')).toMatchObject({ code: 2 });
  expect(await cli('state nowhere')).toMatchObject({ code: 2 });
});
