/** `crashDump` and `crashControl` of a machine file. */
import { expect, test } from 'vitest';
import { CRASH_CONTROL } from '../../../src/machine/file/read-crash-control.ts';
import { parseMachineFile } from '../../../src/machine/file/read-machine-file.ts';

function read(more: object): { readonly told: readonly string[]; readonly settings: object | undefined } {
  const { description, diagnostics } = parseMachineFile('m.machine.json', JSON.stringify({ devices: [], ...more }));
  const { crashDump, crashControl } = description ?? {};
  return {
    told: diagnostics.map(({ severity, message }) => `${severity}: ${message}`),
    settings: description === null ? undefined : { crashDump, crashControl },
  };
}

test('BUG-20 the defaults, and values by their names in the registry', () => {
  expect(read({})).toEqual({ told: [], settings: { crashDump: 'automatic', crashControl: CRASH_CONTROL } });
  const crashControl = {
    CrashDumpEnabled: 1,
    FilterPages: 1,
    DumpFile: '%systemroot%\\all.dmp',
    MinidumpDir: 'D:\\Small',
    MinidumpsCount: 3,
    Overwrite: 0,
    AutoReboot: 1,
  };
  expect(read({ crashControl })).toEqual({
    told: [],
    settings: {
      crashDump: 'active',
      crashControl: {
        dumpFile: 'C:\\Windows\\all.dmp',
        minidumpDir: 'D:\\Small',
        minidumpsCount: 3,
        overwrites: false,
        autoReboot: true,
      },
    },
  });
  expect(read({ crashDump: 'small', crashControl: { Overwrite: 0 } }).settings).toMatchObject({ crashDump: 'small' });
});

test.each([
  [{ CrashDumpEnabled: 4 }, '"CrashDumpEnabled" cannot be 4. It is one of 0 (none), 1 (complete), 2 (kernel)'],
  [{ DumpFile: 'MEMORY.DMP' }, '"DumpFile" must be a whole path such as `C:\\\\Dumps\\\\MEMORY.DMP`'],
  [{ MinidumpDir: 'C:\\a|b' }, '"MinidumpDir" must be a whole path'],
  [{ MinidumpsCount: 0 }, '"MinidumpsCount"'],
  [{ Overwrite: 2 }, '"Overwrite"'],
  [{ AutoReboot: true }, '"AutoReboot"'],
  [{ Overwite: 1 }, '"crashControl" has no property `Overwite`'],
])('BUG-20 %j is told', (crashControl, expected) => {
  const { told, settings } = read({ crashControl });
  expect(told[0]).toContain(`error: ${expected}`);
  expect(settings).toBeUndefined();
});

test('BUG-20 what is said twice is told, and what has no effect', () => {
  expect(read({ crashDump: 'kernel', crashControl: { CrashDumpEnabled: 2 } }).told).toEqual([
    'error: `crashDump` says already what is written. Remove it, or `CrashDumpEnabled`.',
  ]);
  expect(read({ crashControl: { CrashDumpEnabled: 2, FilterPages: 1 } }).told).toEqual([
    'warning: "FilterPages" makes an active dump of a complete one: it needs `"CrashDumpEnabled": 1`.',
  ]);
});
