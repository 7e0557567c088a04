/** `run --dump` and `dump`: a machine stops, its dump is written, and shown again. */
import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { ROOT, STORAGE } from '../support/machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'dump '));
const kernelDump = join(folder, 'kernel.dmp');
const STORY = [
  { op: 'io', device: 'volC', request: 'read', length: 512, wait: false },
  { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] },
];

let hostEntry = '';
beforeAll(async () => {
  hostEntry = await buildSandbox('dump-cli', 'real');
  expect(await cli('run', STORAGE, '--inject', '-', '--dump', kernelDump)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`Crash dump: ${kernelDump}\n`),
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const ran = { code: -1, out: '', err: '' };
  const io: CliIo = {
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    readText: (path) => {
      try {
        return Promise.resolve(readFileSync(path, 'utf8'));
      } catch {
        return Promise.resolve(null);
      }
    },
    openBytes: (path) => {
      try {
        const file = openSync(path, 'r');
        return {
          size: fstatSync(file).size,
          read: (offset, length) => {
            const bytes = new Uint8Array(length);
            readSync(file, bytes, 0, length, offset);
            return bytes;
          },
          close: () => closeSync(file),
        };
      } catch {
        return null;
      }
    },
    listFolder: () => Promise.resolve(null),
    rehearsals: '',
    readStdin: () => Promise.resolve(JSON.stringify(STORY)),
    ask: null,
    input: () => Readable.from([]),
    currentFolder: '.',
    openOutput: (path) => {
      const file = openSync(path, 'w');
      return {
        write: (text) => void writeSync(file, text),
        writeAt: (offset, bytes) => void writeSync(file, bytes, 0, bytes.length, offset),
        close: () => Promise.resolve(closeSync(file)),
      };
    },
    compilerFor: () => () => Promise.resolve(null),
    hostEntry,
    version: '1.2.3',
    color: false,
  };
  ran.code = await runCli(args, io);
  return ran;
}

test('the dump has the bug check, its report, the devices and the request that was under way', async () => {
  const { code, out } = await cli('dump', kernelDump);
  expect(code).toBe(0);
  expect(out).toMatch(/^kernel dump \(bitmap\) of \d+ bytes, \d+ pages of memory\nDriver Sandbox: storage\n/);
  expect(out).toContain('bug check 0xE2 (0x1, 0x2, 0x3, 0x4)');
  expect(out).toContain('MANUALLY_INITIATED_CRASH (e2)');
  expect(out).toContain('READ at disk0/storport, held by storport');
  expect(out).toMatch(/auditflt +upper filter/);
});

test('one device, and the whole as JSON for programs', async () => {
  expect((await cli('dump', kernelDump, '--device', 'hba0')).out).toMatch(/hba0 {2}Storage adapter/);
  const json = JSON.parse((await cli('dump', kernelDump, '--format', 'json')).out) as {
    header: { bugCheckCode: number; parameters: string[] };
    state: { devices: { id: string }[] };
    trace: string[];
  };
  expect(json.header).toMatchObject({ bugCheckCode: 0xe2, parameters: ['0x1', '0x2', '0x3', '0x4'] });
  expect(json.state.devices.map(({ id }) => id)).toContain('disk0');
  expect(json.trace.some((line) => line.includes('"kind":"bugcheck"'))).toBe(true);
});

test('memory by the address that a driver sees: the device object of disk0, and the same in the high window', async () => {
  const { devices } = (
    JSON.parse((await cli('dump', kernelDump, '--format', 'json')).out) as {
      state: { devices: { id: string; stack: { object: string }[] }[] };
    }
  ).state;
  const object = devices.find(({ id }) => id === 'disk0')?.stack[0]?.object ?? '';
  const low = (await cli('dump', kernelDump, '--memory', object, '--length', '16')).out;
  // IO_TYPE_DEVICE, and the size of the object.
  expect(low).toMatch(/^00000000`000[0-9a-f]{5} {2}03 00 /);
  const high = `fffff80000${object.slice(2).padStart(6, '0')}`;
  const same = (await cli('dump', kernelDump, '--memory', high, '--length', '16')).out;
  expect(same.slice(17)).toBe(low.slice(17));
  expect((await cli('dump', kernelDump, '--memory', '0', '--length', '4')).out).toBe(
    '00000000`00000000  ?? ?? ?? ??\n',
  );
});

test('a complete dump has all of memory', async () => {
  const file = join(folder, 'complete.dmp');
  await cli('run', STORAGE, '--inject', '-', '--dump', file, '--dump-kind', 'complete');
  expect((await cli('dump', file)).out).toMatch(/^complete dump of \d+ bytes, 16383 pages of memory\n/);
});

test('FILE-14 a small dump has objects and drivers, the report, the console; the rest is said to be missing', async () => {
  const file = join(folder, 'small.dmp');
  await cli('run', STORAGE, '--inject', '-', '--dump', file, '--dump-kind', 'small');
  const { code, out } = await cli('dump', file);
  expect(code).toBe(0);
  expect(out).toMatch(/^small dump of \d+ bytes, \d+ ranges of memory with \d+ bytes\n/);
  expect(out).toMatch(/^drivers: .*storport.*disk.*auditflt/m);
  expect(out).toContain('A small dump has no pages and no page tables');
  expect(out).toContain('MANUALLY_INITIATED_CRASH (e2)');
  const { state, small } = JSON.parse((await cli('dump', file, '--format', 'json')).out) as {
    state: { devices: { id: string; stack: { object: string }[] }[]; irps: { address: string }[] };
    small: { drivers: { name: string }[]; ranges: { address: string; size: number }[] };
  };
  expect(small.drivers.map(({ name }) => name)).toContain('partmgr');
  const objects = state.devices.flatMap(({ stack }) => stack).map(({ object }) => object);
  expect(objects.length).toBeGreaterThan(5);
  for (const object of objects)
    expect((await cli('dump', file, '--memory', object, '--length', '4')).out).toMatch(/ {2}03 00 /);
  for (const { address } of state.irps)
    expect((await cli('dump', file, '--memory', address, '--length', '4')).out).toMatch(/ {2}06 00 /);
  const missing = (await cli('dump', file, '--memory', '3f0000', '--length', '4')).out;
  expect(missing).toContain('?? ?? ?? ??\n\nA small dump has no pages');
  const [first] = small.ranges.filter(({ size }) => size % 16 === 8);
  if (first === undefined) throw new Error('every range ends with a line');
  const end = `0x${(BigInt(first.address) + BigInt(first.size) - 8n).toString(16)}`;
  expect((await cli('dump', file, '--memory', end, '--length', '16')).out).toMatch(/ {2}(..[^?]){8}(\?\? ?){8} {2}/);
  const kernel = await cli('dump', kernelDump, '--command', '!devstack disk0', '--command', '!drvobj disk');
  const same = await cli('dump', file, '--command', '!devstack disk0', '--command', '!drvobj disk');
  expect(same).toEqual(kernel);
  expect(readFileSync(file).length).toBeLessThan(readFileSync(kernelDump).length);
});

test('the same run writes the same file', async () => {
  const again = join(folder, 'again.dmp');
  await cli('run', STORAGE, '--inject', '-', '--dump', again);
  expect(readFileSync(again).equals(readFileSync(kernelDump))).toBe(true);
});

test('what is no dump, or is not there, or is asked for wrongly, is told in words', async () => {
  const cut = join(folder, 'cut.dmp');
  writeFileSync(cut, readFileSync(kernelDump).subarray(0, 0x5000));
  expect(await cli('dump', cut)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/pages, but the file ends after/),
  });
  expect(await cli('dump', 'nowhere.dmp')).toMatchObject({ code: 2, err: 'There is no file `nowhere.dmp`.\n' });
  expect(await cli('dump', STORAGE)).toMatchObject({
    code: 2,
    err: expect.stringContaining('the header of a kernel dump alone takes 8192'),
  });
  expect(await cli('dump', kernelDump, '--device', 'disk7')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no device `disk7`'),
  });
  expect(await cli('dump', kernelDump, '--memory', 'here')).toMatchObject({
    code: 2,
    err: expect.stringContaining('hexadecimal'),
  });
});

test('BUG-22 run --memory-dump boots again and writes what the boot finds; without a dump file it says why there is none', async () => {
  const file = join(folder, 'MEMORY.DMP');
  const miniport = join(ROOT, 'samples', 'miniport', 'miniport.machine.json');
  const crash = join(folder, 'crash.json');
  writeFileSync(crash, JSON.stringify([STORY.at(-1)]));
  expect(await cli('run', miniport, '--inject', crash, '--memory-dump', file)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`MEMORY.DMP of the next boot: ${file}\n`),
  });
  expect((await cli('dump', file)).out).toContain('MANUALLY_INITIATED_CRASH');
  const bare = join(folder, 'bare.machine.json');
  writeFileSync(bare, JSON.stringify({ name: 'bare', devices: [{ id: 'disk0', function: 'disk', size: '1MiB' }] }));
  const none = await cli('run', bare, '--inject', crash, '--memory-dump', join(folder, 'none.dmp'));
  expect(none.code).toBe(1);
  expect(none.err).toContain('the boot after the bug check has found no dump. The machine has no dump file');
});
