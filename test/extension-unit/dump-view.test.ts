/** What the view of a crash dump is given: from a real dump, from somebody else's, and from files made to mislead. */
import { beforeAll, expect, test } from 'vitest';
import { openDumpConsole } from '../../src/dump-console/open-dump-console.ts';
import { DumpFile, type DumpSource } from '../../src/dump-file/dump-reader.ts';
import { HIGH_WINDOW, SANDBOX_BLOB } from '../../src/dump-file/layout.ts';
import { openDump, readMemory } from '../../src/extension/dump/read-dump.ts';
import type { DumpContents } from '../../src/protocol/dump-contents.ts';
import { readDumpContents } from '../../src/protocol/read-dump-contents.ts';
import { bytesText } from '../../src/webview/dump/address.ts';
import { dumpOf, MIB, memoryOf, smallOf, sourceOf } from '../kernel/dump/file/support.ts';
import { bootMachine, injectAll } from '../support/machine.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
let real: Uint8Array<ArrayBuffer>;
let contents: DumpContents;

beforeAll(async () => {
  const machine = await bootMachine();
  await injectAll(machine, [
    { op: 'io', device: 'volC', request: 'read', length: 512, wait: false },
    { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1, 2, 3, 4] },
  ]);
  const dump = machine.dump('kernel');
  if (dump === null) throw new Error('the machine has not stopped');
  real = new Uint8Array(dump.size);
  for (const { offset, bytes } of dump.pieces) real.set(bytes(), offset);
  const { message } = openDump('real.dmp', sourceOf(real));
  if (message.type !== 'dump' || message.contents === null) throw new Error('the dump has no contents');
  contents = message.contents;
}, 60_000);

function withBlob(text: string): DumpSource {
  const data = new TextEncoder().encode(text);
  return sourceOf(dumpOf(memoryOf(MIB), 'kernel', { secondary: [{ guid: SANDBOX_BLOB, data }] }));
}

test('a dump of a machine says what stopped it, and has the machine as it was', () => {
  const { message, dump } = openDump('real.dmp', sourceOf(real));
  expect(message).toMatchObject({
    type: 'dump',
    file: 'real.dmp',
    note: null,
    header: {
      kind: 'Kernel dump (bitmap)',
      size: real.length,
      pages: dump?.pages.count,
      bugCheckCode: 0xe2,
      bugCheckName: 'MANUALLY_INITIATED_CRASH',
      parameters: ['0x1', '0x2', '0x3', '0x4'],
      time: expect.stringMatching(/^2026-01-01T/),
    },
    contents: { state: { run: 'crashed', bugcheck: { name: 'MANUALLY_INITIATED_CRASH' } } },
  });
  expect(contents.state.devices.map(({ id }) => id)).toContain('disk0');
  expect(contents.analysis).toContain('MANUALLY_INITIATED_CRASH');
  expect(contents.trace.length).toBeGreaterThan(100);
});

test('memory is read line by line, by virtual and by physical address; what is not there is said', () => {
  const dump = DumpFile.open(sourceOf(dumpOf(memoryOf(MIB), 'kernel')));
  const text = Buffer.from('driver sandbox\0\0').toString('hex');
  expect(readMemory(dump, 'virtual', '0x42013', 2)).toEqual({
    first: '0x42010',
    lines: [text, '00'.repeat(16)],
    problem: null,
  });
  expect(readMemory(dump, 'physical', '0x42010', 1).lines).toEqual([text]);
  expect(readMemory(dump, 'virtual', `0x${(HIGH_WINDOW + 0x42010n).toString(16)}`, 1).lines).toEqual([text]);
  expect(readMemory(dump, 'virtual', '0x7fffffff0000', 2).lines).toEqual([null, null]);
  expect(readMemory(dump, 'physical', '0xffffffffffffffff', 9)).toEqual({
    first: '0xfffffffffffffff0',
    lines: [null],
    problem: null,
  });
  expect(readMemory(dump, 'virtual', '0x0', 1e9).lines).toHaveLength(256);
  expect(readMemory(dump, 'virtual', HOSTILE, 1).first).toBe('0x0');
});

test('opening reads what it needs, not the file', () => {
  let bytes = 0;
  const whole = sourceOf(real);
  const { dump } = openDump('real.dmp', {
    size: whole.size,
    read: (offset, length) => {
      bytes += length;
      return whole.read(offset, length);
    },
  });
  const blob = JSON.stringify(contents).length;
  expect(bytes).toBeLessThan(blob * 1.2 + 0x8000);
  const before = bytes;
  if (dump !== null) readMemory(dump, 'physical', '0x1000', 4);
  expect(bytes - before).toBeLessThanOrEqual(4 * 4096);
});

test('FILE-14 a small dump says what it has instead of pages, and its ranges are read as memory', () => {
  const { message, dump } = openDump('small.dmp', sourceOf(smallOf(memoryOf(MIB))));
  if (message.type !== 'dump' || dump === null) throw new Error('not opened');
  expect(message.header).toMatchObject({
    kind: 'Small dump',
    pages: 0,
    small: {
      ranges: [
        { address: '0x42010', size: 14 },
        { address: '0x42ff0', size: 16 },
        { address: '0x50000', size: 64 },
      ],
      drivers: [{ name: 'disk' }, { name: 'auditflt' }],
      broken: 'auditflt',
      thread: '7 (worker) at IRQL 2',
      stack: { address: '0xfffff80000042ff0', size: 16 },
      isCut: false,
    },
  });
  expect(readMemory(dump, 'virtual', '0x50010', 1).lines).toEqual(['dd'.repeat(16)]);
  expect(readMemory(dump, 'physical', '0x50010', 1).lines).toEqual([null]);
  // A range ends inside of the line.
  const [part = null] = readMemory(dump, 'virtual', '0x42010', 1).lines;
  expect(part).toBe(`${Buffer.from('driver sandbox').toString('hex')}????`);
  expect(bytesText(part)).toMatchObject({ text: 'driver sandbox  ' });
  expect(bytesText(part).hex).toMatch(/ 78 \?\? \?\?$/);
});

test("somebody else's dump has a header and memory only", () => {
  const { message, dump } = openDump('other.dmp', sourceOf(dumpOf(memoryOf(MIB), 'complete')));
  expect(message).toMatchObject({ type: 'dump', contents: null, note: null, header: { kind: 'Complete dump' } });
  expect(dump).not.toBeNull();
});

test('a file that is no dump is refused in words', () => {
  const message = (bytes: Uint8Array): unknown => openDump('x.dmp', sourceOf(bytes)).message;
  expect(message(new Uint8Array(3))).toEqual({
    type: 'unreadable',
    file: 'x.dmp',
    message: 'The file has 3 bytes; the header of a kernel dump alone takes 8192.',
  });
  expect(message(new Uint8Array(9000))).toMatchObject({ message: expect.stringContaining('does not begin with PAGE') });
  expect(message(real.subarray(0, 0x9000))).toMatchObject({ type: 'unreadable' });
});

test.each([
  ['no JSON', HOSTILE, 'What the sandbox has put behind the pages is damaged.'],
  ['another JSON', '{"format":1,"state":{"devices":[]}}', 'What the sandbox has put behind the pages is damaged.'],
  ['null', 'null', 'What the sandbox has put behind the pages is damaged.'],
  ['a later format', '{"format":2}', 'The dump was written by a later version of Driver Sandbox.'],
])('with %s behind the pages, memory can still be looked at', (_what, text, note) => {
  const { message, dump } = openDump('x.dmp', withBlob(text));
  expect(message).toMatchObject({ type: 'dump', contents: null, note });
  expect(dump).not.toBeNull();
});

/** Every member of every object in it, as a path. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  // One item of a list stands for all.
  const members = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value);
  return members.flatMap(([name, member]) => [[...path, name], ...pathsOf(member, [...path, name])]);
}

function changed(path: readonly string[], to: unknown): unknown {
  const copy: unknown = structuredClone(contents);
  let at = copy as Record<string, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = to;
  return copy;
}

test('whatever is put in the place of one member, the contents are taken with the same shape or not at all', () => {
  const paths = pathsOf(contents);
  expect(paths.length).toBeGreaterThan(80);
  let refused = 0;
  for (const path of paths) {
    for (const to of [{ toString: 1 }, 1e300, [HOSTILE]]) {
      const read = readDumpContents(JSON.stringify(changed(path, to)));
      if (typeof read === 'string') refused += 1;
      else
        expect(read.state.devices.every(({ id, stack }) => typeof id === 'string' && Array.isArray(stack))).toBe(true);
    }
  }
  expect(refused).toBeGreaterThan(paths.length);
});

test('the console answers from the file; a hostile or a foreign one ends in words', () => {
  const opened = openDumpConsole(sourceOf(real));
  if (typeof opened === 'string') throw new Error(opened);
  expect(opened.evaluate('!devstack disk0/disk').text).toContain('ServiceName is "disk"');
  expect(opened.evaluate('!poolused')).toMatchObject({ failed: true });
  expect(opened.complete('!devstack dis', 13)).toMatchObject({ start: 10, items: [{ text: 'disk0' }, {}, {}, {}, {}] });
  const strange = { ...contents, state: { ...contents.state, verification: { options: 7 } } };
  const hostile = openDumpConsole(withBlob(JSON.stringify(strange)));
  if (typeof hostile === 'string') throw new Error(hostile);
  expect(hostile.evaluate('!verifier')).toMatchObject({ failed: true, text: expect.stringContaining('is damaged') });
  expect(hostile.evaluate(`!devstack ${HOSTILE}`)).toMatchObject({ failed: true });
  expect(openDumpConsole(sourceOf(dumpOf(memoryOf(MIB), 'kernel')))).toMatch(/^The dump was not written by/);
  expect(openDumpConsole(sourceOf(new Uint8Array(10)))).toMatch(/^The file has 10 bytes/);
});
