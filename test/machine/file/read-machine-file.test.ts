import { expect, test } from 'vitest';
import { parseMachineFile, readMachineFile } from '../../../src/machine/file/read-machine-file.ts';

const FULL = `// The storage sample
{
  "$schema": "./machine.schema.json",
  "name": "storage",
  "seed": 7,
  "memory": "32MiB",
  "pep": "soc",
  "verifier": { "rules": { "USE-V03": "bugcheck" } },
  "drivers": {
    "auditflt": { "source": "./auditflt.ts", "registry": { "FailUsage": 0, "Name": "x", "List": ["a", "b"], }, },
    "filter": { "registry": { "Accept": true } },
  },
  "devices": [
    { "id": "pci0", "hardwareIds": ["PCI\\\\VEN_8086"], "function": "pci", "children": [
      { "id": "hba0", "function": "storport", "children": [
        { "id": "disk0", "function": "disk", "size": "256MiB", "upperFilters": ["filter", "auditflt"],
          "volumes": [{ "id": "volC", "size": "128MiB", "upperFilters": ["filter"] }, { "id": "volD", "size": 134217728 }] } ] } ] },
    { "id": "nul0", "function": "null" },
  ],
  /* at the end of boot */
  "specialFiles": [ { "device": "volC", "type": "paging" } ],
}`;

test('a full file is read whole', () => {
  const { description, diagnostics } = parseMachineFile('samples/s.machine.json', FULL);
  expect(diagnostics).toEqual([]);
  expect(description).toMatchObject({
    file: 'samples/s.machine.json',
    name: 'storage',
    seed: 7,
    memoryBytes: 2 ** 25,
    pep: 'soc',
    verifier: { mode: 'standard', rules: { 'USE-V03': 'bugcheck' } },
    specialFiles: [{ device: 'volC', type: 'paging' }],
  });
  expect(description?.drivers.get('auditflt')).toMatchObject({
    source: { written: './auditflt.ts', path: 'samples/auditflt.ts', place: { line: 10, column: 29 } },
    registry: { FailUsage: 0, Name: 'x', List: ['a', 'b'] },
  });
  expect(description?.drivers.get('filter')).toMatchObject({ source: null, registry: { Accept: true } });
  const disk = description?.devices[0]?.children[0]?.children[0];
  expect(disk).toMatchObject({
    id: 'disk0',
    functionDriver: { driver: 'disk' },
    upperFilters: [{ driver: 'filter' }, { driver: 'auditflt' }],
    disk: {
      sizeBytes: 2 ** 28,
      volumes: [
        { id: 'volC', sizeBytes: 2 ** 27 },
        { id: 'volD', sizeBytes: 2 ** 27 },
      ],
    },
    place: { line: 16, column: 17 },
  });
  expect(description?.devices[0]?.children[0]?.miniport).toMatchObject({ driver: 'ramdisk' });
});

test('what is left out has a default', () => {
  const { description } = parseMachineFile('C:\\x\\my box.machine.json', '{ "devices": [] }');
  expect(description).toMatchObject({ name: 'my box', seed: 1, memoryBytes: 2 ** 26, pep: 'default', devices: [] });
});

test('the options of Driver Verifier are read, and only those that stand there', () => {
  const read = (verifier: string): unknown =>
    parseMachineFile('m.machine.json', `{ "verifier": ${verifier}, "devices": [] }`).description?.verifier.options;
  expect(read('{ "mode": "all" }')).toEqual({});
  expect(read('{ "specialPool": true, "lowResources": true, "forcePendingIo": true, "irpLogging": true }')).toEqual({
    specialPool: { tags: [], align: 'end' },
    lowResources: { probability: 600, seed: null, tags: [], drivers: [], delay: 0, allocation: 0 },
    forcePendingIo: { probability: 10_000, seed: null },
    irpLogging: 20,
  });
  expect(
    read(
      '{ "drivers": ["pci"], "poolTracking": false, "lowResources": { "allocation": 3, "delay": "1s" }, "irpLogging": 5 }',
    ),
  ).toEqual({
    drivers: ['pci'],
    poolTracking: false,
    lowResources: { probability: 0, seed: null, tags: [], drivers: [], delay: 10_000_000, allocation: 3 },
    irpLogging: 5,
  });
  expect(read('{ "powerDelays": true }')).toEqual({ powerDelays: { probability: 10_000, seed: null, most: 500_000 } });
  expect(read('{ "powerDelays": { "seed": 7, "probability": 100, "most": "2s" } }')).toEqual({
    powerDelays: { probability: 100, seed: 7, most: 20_000_000 },
  });
  expect(read('{ "specialPool": false, "lowResources": false, "irpLogging": false }')).toEqual({
    specialPool: null,
    lowResources: null,
    irpLogging: 0,
  });
});

const device = (rest: string): string => `{ "devices": [\n  { "id": "a", ${rest} }\n] }`;
const driver = (rest: string): string =>
  `{ "drivers": {\n  "mine": ${rest}\n}, "devices": [ { "id": "a", "function": "mine" } ] }`;

/** name, text, and each finding as `line:column code message` */
const WRONG: [string, string, string[]][] = [
  ['an empty file', '  \n', ['1:1 syntax The file is empty']],
  ['no JSON', '{ devices: [] }', ['1:3 syntax This is no JSON']],
  ['a missing comma', '{ "name": "x"\n  "devices": [] }', ['2:3 syntax A comma `,` is missing']],
  ['an open list', '{ "devices": [', ['1:15 syntax A closing']],
  ['an open text', '{ "name": "x }\n', ['1:11 syntax This text is not closed', '2:1 syntax A closing brace']],
  ['text behind the end', '{ "devices": [] }\n}', ['2:1 syntax The machine ends before']],
  ['a list on top', '[]', ['1:1 wrong-type A machine must be an object { … }, not a list.']],
  ['no devices', '{ "name": "x" }', ['1:1 missing-property A machine needs the property `devices`.']],
  [
    'a misspelt property',
    '{ "devises": [], "devices": [] }',
    ['1:3 unknown-property A machine has no property `devises`. Did you mean `devices`?'],
  ],
  [
    'a foreign property',
    device('"function": "null", "qqqqq": 1'),
    ['2:36 unknown-property A device has no property `qqqqq`. Known here: `id`'],
  ],
  ['a property twice', '{ "seed": 1, "seed": 2, "devices": [] }', ['1:14 duplicate-property `seed` stands here twice']],
  [
    'a seed that is no number',
    '{ "seed": "1", "devices": [] }',
    ['1:11 bad-number "seed" must be a whole number from 0 to 4294967295, not a text.'],
  ],
  [
    'half a seed',
    '{ "seed": 1.5, "devices": [] }',
    ['1:11 bad-number "seed" must be a whole number from 0 to 4294967295, not 1.5.'],
  ],
  [
    'memory in MB',
    '{ "memory": "64MB", "devices": [] }',
    ['1:13 bad-size "memory" must be a size in bytes, KiB, MiB, GiB or TiB. Did you mean `64MiB`?'],
  ],
  [
    'odd memory',
    '{ "memory": "65MiB", "devices": [] }',
    ['1:13 bad-size "memory" must be a power of two, such as 128MiB, not 65MiB.'],
  ],
  [
    'too little memory',
    '{ "memory": "1MiB", "devices": [] }',
    ['1:13 bad-size "memory" must be from 4MiB to 2GiB, not 1MiB.'],
  ],
  ['memory as an object', '{ "memory": {}, "devices": [] }', ['1:13 bad-size "memory" must be a size']],
  [
    'an unknown plug-in',
    '{ "pep": "sok", "devices": [] }',
    ['1:10 unknown-value "pep" cannot be `sok`. Did you mean `soc`?'],
  ],
  [
    'an unknown mode',
    '{ "verifier": "everything", "devices": [] }',
    ['1:15 unknown-value "verifier" cannot be `everything`. It is one of: `standard`, `off`, `all`.'],
  ],
  [
    'an unknown action',
    '{ "verifier": { "rules": { "USE-V03": "stop" } }, "devices": [] }',
    ['1:39 unknown-value The rule `USE-V03` cannot be `stop`'],
  ],
  [
    'an unknown rule',
    '{ "verifier": { "rules": { "USE-V3": "off" } }, "devices": [] }',
    ['1:28 unknown-rule There is no rule `USE-V3`. Did you mean `USE-V03`?'],
  ],
  [
    'an unknown option',
    '{ "verifier": { "specialPol": true }, "devices": [] }',
    ['1:17 unknown-property "verifier" has no property `specialPol`. Did you mean `specialPool`?'],
  ],
  [
    'an option of a wrong type',
    '{ "verifier": { "poolTracking": 1, "specialPool": "on" }, "devices": [] }',
    [
      '1:33 wrong-type "poolTracking" must be true or false, not a number.',
      '1:51 wrong-type "specialPool" must be true, false or an object { … }, not a text.',
    ],
  ],
  [
    'a verified driver that is not there',
    '{ "verifier": { "drivers": ["pcy"] }, "devices": [] }',
    ['1:28 unknown-driver There is no driver `pcy`. Did you mean `pci`?'],
  ],
  [
    'a tag that is too long, an odd delay, and too many chances',
    '{ "verifier": { "lowResources": { "tags": ["Disks"], "delay": "soon", "probability": 10001 } }, "devices": [] }',
    [
      '1:43 bad-tag A pool tag has at most four characters, and `Disks` has more.',
      '1:63 bad-duration "delay" must be a duration of at most an hour',
      '1:86 bad-number "probability" must be a whole number from 0 to 10000, not 10001.',
    ],
  ],
  [
    'a delay of power that would stop the machine',
    '{ "verifier": { "powerDelays": { "most": "10min" } }, "devices": [] }',
    ['1:42 bad-duration "most" must be a duration of at most a minute'],
  ],
  [
    'an unknown driver',
    device('"function": "strport"'),
    ['2:28 unknown-driver There is no driver `strport`. Did you mean `storport`?'],
  ],
  [
    'an unknown filter',
    device('"function": "null", "upperFilters": ["auditflt"]'),
    ['2:53 unknown-driver There is no driver `auditflt`'],
  ],
  [
    'a filter as function driver',
    device('"function": "filter"'),
    ['2:28 wrong-role `filter` is a filter driver; here stands a function driver.'],
  ],
  [
    'a driver that comes by itself',
    device('"function": "null", "upperFilters": ["partmgr"]'),
    ['2:53 wrong-role `partmgr` is a driver that the sandbox itself puts'],
  ],
  ['no id', '{ "devices": [ { "function": "null" } ] }', ['1:16 missing-property A device needs the property `id`.']],
  [
    'a bad id',
    '{ "devices": [ { "id": "a.b", "function": "null" } ] }',
    ['1:24 bad-name `a.b` is no name for a device'],
  ],
  [
    'the root again',
    '{ "devices": [ { "id": "root", "function": "null" } ] }',
    ['1:24 duplicate-id `root` is the id of the root of the device tree'],
  ],
  [
    'a device that the sandbox adds',
    '{ "devices": [ { "id": "volmgr0", "function": "null" } ] }',
    ['1:24 duplicate-id `volmgr0` is the id of the volume manager that the sandbox adds'],
  ],
  [
    'a name of the system',
    '{ "drivers": { "nt": { "source": "x.ts" } }, "devices": [ { "id": "a", "function": "nt" } ] }',
    ['1:16 reserved-name `nt` is a part of the emulated system.'],
  ],
  [
    'an id twice',
    '{ "devices": [ { "id": "a", "function": "null" },\n{ "id": "a", "function": "null" } ] }',
    ['2:9 duplicate-id `a` is the id of another device'],
  ],
  [
    "a volume with a device's id",
    device('"function": "disk", "volumes": [{ "id": "a", "size": "1MiB" }]'),
    ['2:56 duplicate-id'],
  ],
  [
    'children below a disk',
    device('"function": "disk", "children": []'),
    ['2:48 wrong-property `disk` is no bus driver and reports no children. List what is on a disk under "volumes".'],
  ],
  [
    'a size without a disk',
    device('"function": "null", "size": "1MiB"'),
    ['2:44 wrong-property Only a device with the function driver `disk` has "size"'],
  ],
  [
    'a miniport without storport',
    device('"function": "null", "miniport": "ramdisk"'),
    ['2:48 wrong-property Only a device with the function driver `storport` has a miniport'],
  ],
  [
    'an unknown miniport',
    device('"function": "storport", "miniport": "ramdsk"'),
    ['2:52 unknown-driver There is no driver `ramdsk`. Did you mean `ramdisk`?'],
  ],
  [
    'volumes that do not fit',
    device('"function": "disk", "size": "1MiB", "volumes": [{ "id": "v", "size": "2MiB" }]'),
    ['2:63 bad-size The volumes need 2MiB, but the disk has 1MiB.'],
  ],
  [
    'half a sector',
    device('"function": "disk", "size": 1000000'),
    ['2:44 bad-size The size of a disk must be a multiple of 512 bytes, not 1000000 bytes.'],
  ],
  ['a driver without source', driver('{}'), ['2:11 missing-property The driver `mine` needs the property `source`.']],
  [
    'a source of another kind',
    driver('{ "source": "x.sys" }'),
    ['2:23 bad-source "source" must name a .ts, .js or .c file, not `x.sys`.'],
  ],
  [
    'two sources in C',
    driver('{ "source": ["./x.c", "./y.c"] }'),
    ['2:33 bad-source A driver has one source file, which can #include others. Do that in `./x.c`.'],
  ],
  [
    'a macro that C cannot have, and one without a text',
    driver('{ "source": "x.c", "defines": { "A-B": 1, "C": true } }'),
    [
      '2:43 bad-define `A-B` is no name of a macro in C.',
      '2:58 bad-define The macro `C` must be a text or a number, not a boolean',
    ],
  ],
  [
    'two sources',
    driver('{ "source": ["./x.ts", "./y.ts"] }'),
    ['2:34 bad-source A driver has one source file, which can import others. Do that in `./x.ts`.'],
  ],
  [
    'a number too big for the registry',
    driver('{ "source": "x.ts", "registry": { "N": 4294967296 } }'),
    ['2:50 bad-registry-value The registry value `N` must be'],
  ],
  [
    'null in the registry',
    driver('{ "source": "x.ts", "registry": { "N": null } }'),
    ['2:50 bad-registry-value The registry value `N` must be'],
  ],
  [
    'an in-box name',
    '{ "drivers": { "disk": { "source": "x.ts" } }, "devices": [] }',
    ['1:16 reserved-name `disk` is an in-box driver. Give yours another name.'],
  ],
  [
    'an unused driver',
    '{ "drivers": { "mine": { "source": "x.ts" } }, "devices": [] }',
    ['1:16 unused-driver No device uses the driver `mine`.'],
  ],
  [
    'a special file on nothing',
    '{ "devices": [ { "id": "disk0", "function": "disk" } ], "specialFiles": [ { "device": "disk1", "type": "paging" } ] }',
    ['1:87 unknown-device There is no device `disk1`. Did you mean `disk0`?'],
  ],
  [
    'a special file of no type',
    '{ "devices": [ { "id": "disk0", "function": "disk" } ], "specialFiles": [ { "device": "disk0", "type": "page" } ] }',
    ['1:104 unknown-value "type" cannot be `page`'],
  ],
];

test.each(WRONG)('%s is told at its place', (_name, text, expected) => {
  const { description, diagnostics } = parseMachineFile('m.machine.json', text, { rules: ['USE-V03', 'IRP-01'] });
  const found = diagnostics.map(
    ({ line, column, code, message }) => `${line}:${column} ${code.replace('machine/', '')} ${message}`,
  );
  expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected);
  expect(description === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
});

test('several mistakes are told in one go, in the order of the file', () => {
  const { diagnostics } = parseMachineFile('m', '{ "sead": 1,\n"pep": "x",\n"devices": [ { "id": "a" },\n 5 ] }');
  expect(diagnostics.map(({ line, code }) => [line, code])).toEqual([
    [1, 'machine/unknown-property'],
    [2, 'machine/unknown-value'],
    [3, 'machine/missing-property'],
    [4, 'machine/wrong-type'],
  ]);
});

test('missing files are told in the machine file', async () => {
  const files: Record<string, string> = { 'dir/s.machine.json': FULL };
  const read = (path: string): Promise<string | null> => Promise.resolve(files[path] ?? null);
  const missing = await readMachineFile('dir/s.machine.json', read);
  expect(missing.description).toBeNull();
  expect(missing.diagnostics).toMatchObject([
    { file: 'dir/s.machine.json', line: 10, column: 29, code: 'machine/missing-file' },
  ]);
  files['dir/auditflt.ts'] = '';
  expect((await readMachineFile('dir/s.machine.json', read)).description).not.toBeNull();
  expect((await readMachineFile('dir/x.machine.json', read)).diagnostics).toMatchObject([
    { code: 'machine/missing-file' },
  ]);
});

test('a byte order mark does no harm', () => {
  expect(parseMachineFile('m', '\uFEFF{ "devices": [] }').diagnostics).toEqual([]);
});

test('devices nested without end are refused, not a crash', () => {
  const deep = (levels: number): string =>
    `{ "devices": ${Array.from({ length: levels }, (_, n) => `[{ "id": "d${n}", "function": "pci", "children": `).join('')}[]${'}]'.repeat(levels)} }`;
  expect(parseMachineFile('m', deep(60)).diagnostics).toEqual([]);
  expect(parseMachineFile('m', deep(70)).diagnostics).toMatchObject([{ code: 'machine/too-deep' }]);
  expect(parseMachineFile('m', deep(100_000)).diagnostics).toMatchObject([{ code: 'machine/too-deep' }]);
});

test('10,000 devices are read, and of 10,000 mistakes the first hundred are told', () => {
  const list = (entry: (n: number) => string): string =>
    `{ "devices": [\n${Array.from({ length: 10_000 }, (_, n) => entry(n)).join(',\n')}] }`;
  const good = list((n) => `{ "id": "d${n}", "function": "null", "hardwareIds": ["ROOT\\\\D${n}"] }`);
  const bad = list((n) => `{ "id": "d${n}", "funktion": "nul", "upperFilters": ["fliter${n}"] }`);
  expect(parseMachineFile('m', good).description?.devices).toHaveLength(10_000);
  const { diagnostics } = parseMachineFile('m', bad);
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)?.message).toContain('29900 more findings');
});
