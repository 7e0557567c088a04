/** `state MACHINE` and `dump --command`: the commands of a debugger in a terminal, from a pipe and in a crash dump. */
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CliIo, CompleteLine } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { STORAGE } from '../support/machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'console '));
const kernelDump = join(folder, 'kernel.dmp');
const CRASH = JSON.stringify([
  { op: 'io', device: 'volC', request: 'read', length: 512, wait: false },
  { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] },
]);

let hostEntry = '';
beforeAll(async () => {
  hostEntry = await buildSandbox('console-cli', 'real');
  expect(await cli({ stdin: CRASH }, 'run', STORAGE, '--inject', '-', '--dump', kernelDump)).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface World {
  readonly stdin?: string;
  /** What the user types at the prompt. */
  readonly typed?: readonly string[];
  /** Hears what completes the line `!devst`. */
  readonly onComplete?: (found: readonly [readonly string[], string]) => void;
}

async function cli({ stdin = '', typed, onComplete }: World, ...args: string[]) {
  const ran = { code: -1, out: '', err: '' };
  async function* ask(prompt: string, complete: CompleteLine): AsyncGenerator<string> {
    onComplete?.(await complete('!devst'));
    for (const line of typed ?? []) {
      ran.out += `${prompt}${line}\n`;
      yield line;
    }
  }
  const io: CliIo = {
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    readText: (path) => Promise.resolve(readFile(path)),
    openBytes: (path) => {
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
    },
    listFolder: () => Promise.resolve(null),
    rehearsals: '',
    input: () => Readable.from([]),
    currentFolder: '.',
    readStdin: () => Promise.resolve(stdin),
    ask: typed === undefined ? null : ask,
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

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

describe('a machine that is started', () => {
  test('answers several commands, each under its prompt', async () => {
    const { code, out } = await cli({}, 'state', STORAGE, '--command', '!devstack disk0', '--command', '? 10 + 0n16');
    expect(code).toBe(0);
    expect(out).toMatch(/^kd> !devstack disk0\n {2}!DevObj/m);
    expect(out).toContain('DeviceInst is "SCSI\\Disk&Ven_Sandbox&Prod_RAM_Disk\\pci0&hba0&disk0"');
    expect(out).toContain('kd> ? 10 + 0n16\nEvaluate expression: 32 = 00000000`00000020\n');
  });

  test('takes commands and injections from a pipe, in their order', async () => {
    const stdin = '!irpfind\n{"op":"pnp","device":"disk0","request":"surpriseRemove"}\n\n!devnode disk0\nq\n!never\n';
    const { code, out } = await cli({ stdin }, 'state', STORAGE, '--command', '-');
    expect(code).toBe(0);
    expect(out).toMatch(
      /0 requests in flight\n(?:.*\n)*?.*surpriseRemove disk0: ok(?:.*\n)*?.*kd> !devnode disk0\nDevNode 0x/,
    );
  });

  test('says what is wrong, and goes on', async () => {
    const { code, out } = await cli(
      {},
      'state',
      STORAGE,
      '--command',
      '!irpp',
      '--command',
      '.time',
      '--command',
      '{"op":"pnq"}',
    );
    expect(code).toBe(2);
    expect(out).toContain('There is no command `!irpp`. Did you mean `!irp`?\n');
    expect(out).toContain('kd> .time\nVirtual time: 0.0000000s\n');
    expect(out).toMatch(/Did you mean `pnp`\?/);
  });

  test('gives answers as JSON for programs', async () => {
    const { out } = await cli({}, 'state', STORAGE, '--format', 'json', '--command', '!devobj disk0/disk');
    const [{ command, answer }] = JSON.parse(out) as [{ command: string; answer: { items: { name: string }[] } }];
    expect(command).toBe('!devobj disk0/disk');
    expect(answer.items.map(({ name }) => name)).toContain('DEVICE_OBJECT');
  });

  test('asks the user at the prompt until he leaves, and completes what he writes', async () => {
    const found: unknown[] = [];
    const world = { typed: ['.time', 'nonsense', 'q', 'never'], onComplete: (one: unknown) => void found.push(one) };
    const { code, out } = await cli(world, 'state', STORAGE);
    expect(found).toEqual([[['!devstack'], '!devst']]);
    expect(code).toBe(0);
    expect(out).toMatch(/^`\?` lists the commands; `q` leaves\.\nkd> \.time\nVirtual time: .*\n/m);
    expect(out).toMatch(/kd> q\n$/);
  });

  test('without commands and without a terminal says what to write', async () => {
    const { code, err } = await cli({}, 'state', STORAGE);
    expect([code, err]).toEqual([2, expect.stringContaining('--command -')]);
  });
});

describe('a crash dump', () => {
  const ask = async (...lines: string[]) =>
    await cli({}, 'dump', kernelDump, ...lines.flatMap((line) => ['--command', line]));

  test('answers what memory and the state beside it tell', async () => {
    const { code, out } = await ask(
      '.bugcheck',
      '!devstack disk0/disk',
      '!drvobj disk 2',
      '!irpfind',
      'x auditflt!*',
      'dt DEVICE_OBJECT disk0/disk DriverObject',
    );
    expect(code).toBe(0);
    expect(out).toContain('Bugcheck code 000000E2\n');
    expect(out).toMatch(/> [0-9a-f]{16} {2}\\Driver\\disk /);
    expect(out).toMatch(/\[03\] IRP_MJ_READ {2,}[0-9a-f]{16}\tdisk!DispatchReadWrite\n/);
    expect(out).toMatch(/\n1 request in flight\n/);
    expect(out).toMatch(/auditflt!DispatchPnp \[.*auditflt\.ts @ \d+\]\n/);
    expect(out).toMatch(/DriverObject +: 0x000[0-9a-f]{5} _DRIVER_OBJECT\n/);
  });

  test('answers as the machine did: the request that was under way', async () => {
    const [irp = ''] = /^[0-9a-f]{16}(?= \[)/m.exec((await ask('!irpfind')).out) ?? [];
    const { out } = await ask(`!irp ${irp}`, '!analyze -v');
    expect(out).toMatch(/Irp is active with \d+ stacks/);
    expect(out).toContain('partmgr!ReleaseLockOnCompletion');
    expect(out).toContain('Held by storport');
    expect(out).toContain('MANUALLY_INITIATED_CRASH (e2)');
  });

  test('says of what it has not got that only a machine that is there can tell', async () => {
    const { code, out } = await ask('!poolused');
    expect([code, out]).toEqual([2, expect.stringContaining('a crash dump does not hold what it shows')]);
  });
});
