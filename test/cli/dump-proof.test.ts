/** `driver-sandbox dump-proof` in a real sandbox process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import type { ProofResult } from '../../src/client/dump-proof.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { ROOT } from '../support/machine.ts';

let hostEntry = '';
beforeAll(async () => {
  hostEntry = await buildSandbox('dump-proof-cli', 'real');
});

const SOC = join(ROOT, 'samples', 'soc', 'soc.machine.json');
const SMALL = JSON.stringify({
  name: 'small',
  memory: '4MiB',
  devices: [
    { id: 'hba0', function: 'storport', children: [{ id: 'disk0', function: 'disk', size: '8MiB', volumes: [] }] },
  ],
  specialFiles: [{ device: 'disk0', type: 'dump', size: '64KiB' }],
});

async function cli(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  let [out, err] = ['', ''];
  const io: CliIo = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readText: (path) => {
      try {
        return Promise.resolve(files[path] ?? readFileSync(path, 'utf8'));
      } catch {
        return Promise.resolve(null);
      }
    },
    openBytes: () => null,
    listFolder: () => Promise.resolve(null),
    rehearsals: '',
    ask: null,
    input: () => Readable.from([]),
    currentFolder: '.',
    readStdin: () => Promise.resolve(''),
    openOutput: () => ({ write: () => {}, writeAt: () => {}, close: () => Promise.resolve() }),
    compilerFor: () => () => Promise.resolve(null),
    hostEntry,
    version: '1.2.3',
    color: false,
  };
  return { code: await runCli(['dump-proof', ...args], io), out, err };
}

test('the sample of a system on a chip: its plug-in powers on what sleeps', async () => {
  const { code, out } = await cli([SOC, '--format', 'json']);
  const { proved, crashes } = JSON.parse(out) as { proved: boolean; crashes: readonly ProofResult[] };
  const of = (moment: string): readonly string[] =>
    crashes.filter((one) => one.moment === moment).map(({ outcome }) => outcome);
  expect(of('idle')).toEqual(['written']);
  // The controller has gone to D3 by itself: the plug-in has taken its power away, and gives it back for the dump.
  expect(of('idle for a minute')).toEqual(['written']);
  expect(new Set(of('a read in flight'))).toEqual(new Set(['written']));
  expect(of('hba0 in D3')).toEqual(['written']);
  expect([code, proved]).toEqual([0, true]);
}, 180_000);

test('BUG-11: a report in words, with the reason and what helps; the exit code says that it failed', async () => {
  const { code, out } = await cli(['small.machine.json', '--inject', 'more.json'], {
    'small.machine.json': SMALL,
    'more.json': '[{ "op": "advance", "by": "1s" }]',
  });
  expect(code).toBe(1);
  expect(out).toMatch(/^no file {3}boot, steps 1 to \d+: there is no dump file$/m);
  expect(out).toMatch(
    /^NO DUMP {3}idle: the dump file on disk0 is too small: the dump takes \d+ bytes, the file has 65536$/m,
  );
  expect(out).toContain('give the file a larger "size" in "specialFiles" of the machine file');
  expect(out).toContain('after injection 1 of the scenario, advance');
  expect(out).toMatch(/\d+ crashes: 0 left a dump, \d+ did not, \d+ came before there was a dump file\.\n$/);
}, 180_000);

test('what cannot be read is said before anything is started', async () => {
  expect(await cli(['gone.machine.json'])).toMatchObject({ code: 2 });
  expect(await cli([SOC, '--inject', 'gone.json'])).toMatchObject({
    code: 2,
    err: 'There is no injection file `gone.json`.\n',
  });
  expect((await cli([SOC, '--inject', 'bad.json'], { 'bad.json': '[{ "op": "fly" }]' })).code).toBe(2);
  expect((await cli([])).err).toContain('`dump-proof` needs MACHINE');
});
