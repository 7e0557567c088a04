import { afterEach, beforeAll, expect, test } from 'vitest';
import { type HostHandle, startHost } from '../../src/client/start-host.ts';
import { buildSandbox } from './sandbox/build.ts';

let entry = '';
const hosts: HostHandle[] = [];

beforeAll(async () => {
  entry = await buildSandbox('machine-escape', 'real');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

const CODE = '4,0);throw new Error("escaped");(0';

test.each([
  ['a size in a field type', `struct('E', { A: { ...wdm.ULONG, size: '${CODE}' } })`],
  [
    'a size that changes',
    `struct('E', { A: { ...wdm.ULONG, size: { valueOf: () => 4, toString: () => '${CODE}' } } })`,
  ],
  [
    'the size of a structure inside',
    `struct('E', { A: class extends struct('F', { A: wdm.ULONG }) { static size = '${CODE}' } })`,
  ],
  [
    'a name that changes',
    `struct({ toString: () => (n++ < 3 ? 'E' : 'E{};throw new Error("escaped");class Z') }, { A: wdm.ULONG })`,
  ],
  ['a field name', `struct('E', { 'A(){};constructor(){throw new Error("escaped")};get B': wdm.ULONG })`],
])('a driver cannot put code into what is compiled for a structure: %s', async (_name, declaration) => {
  const files: Record<string, string> = {
    'm.machine.json':
      '{ "drivers": { "flt": { "source": "./flt.ts" } }, "devices": [ { "id": "d", "function": "flt" } ] }',
    'flt.ts': `import * as wdm from 'wdm';\nimport { struct } from 'wdm';\nlet n = 0;\nconst E = ${declaration};\nexport function DriverEntry() {\n  return wdm.cast(E, wdm.ExAllocatePool2(64n, 64, 0x41414141)).A;\n}`,
  };
  const host = await startHost({ entry, readFile: (path) => Promise.resolve(files[path] ?? null) });
  hosts.push(host);
  const started = await host.request('machine/start', { file: 'm.machine.json' });
  expect(started).toMatchObject({ ok: false, reason: 'driver', diagnostics: [{ file: 'flt.ts', line: 4 }] });
  expect(JSON.stringify(started)).not.toContain('escaped');
});
