/** `driver-sandbox rehearse` on machines with good and bad drivers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { type DriverParts, driverText } from '../machine/support/driver-text.ts';
import { ROOT, STORAGE } from '../support/machine.ts';

const MINIPORT = join(ROOT, 'samples', 'miniport', 'miniport.machine.json').replaceAll('\\', '/');
const REHEARSALS = join(ROOT, 'samples', 'rehearsal');

let hostEntry = '';
beforeAll(async () => {
  hostEntry = await buildSandbox('rehearse-cli', 'real');
});

interface Report {
  readonly passed: number;
  readonly vetoed: number;
  readonly failed: number;
  readonly rehearsals: readonly {
    readonly name: string;
    readonly device: string;
    readonly verdict: string;
    readonly reasons: readonly string[];
  }[];
}

async function cli(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  let out = '';
  let err = '';
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
    listFolder: (path) => {
      const own = Object.keys(files).filter((name) => name.startsWith(`${path}/`));
      if (own.length > 0) return Promise.resolve(own);
      try {
        return Promise.resolve(readdirSync(path).map((name) => join(path, name)));
      } catch {
        return Promise.resolve(null);
      }
    },
    rehearsals: REHEARSALS,
    readStdin: () => Promise.resolve(''),
    ask: null,
    input: () => Readable.from([]),
    currentFolder: '.',
    openOutput: () => ({ write: () => {}, writeAt: () => {}, close: () => Promise.resolve() }),
    compilerFor: () => () => Promise.resolve(null),
    hostEntry,
    version: '1.2.3',
    color: false,
  };
  const code = await runCli(['rehearse', ...args], io);
  return { code, out, err };
}

async function report(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const { code, out, err } = await cli([...args, '--format', 'json'], files);
  expect(err).toBe('');
  return { code, report: JSON.parse(out) as Report };
}

/** A disk with a filter of the test's own above it. */
function diskWith(driver: DriverParts): Record<string, string> {
  return {
    'm.machine.json': JSON.stringify({
      name: 'm',
      memory: '8MiB',
      drivers: { mine: { source: './mine.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              children: [{ id: 'disk0', function: 'disk', size: '1MiB', upperFilters: ['mine'] }],
            },
          ],
        },
      ],
    }),
    'mine.ts': driverText(driver),
  };
}

describe('the miniport sample', () => {
  test.each(['hba0', 'disk1'])('passes on %s', async (device) => {
    const { code, report: result } = await report([MINIPORT, '--device', device, '--verifier', 'all']);
    expect(result.rehearsals.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(result.passed + result.vetoed).toBe(16);
    expect(code).toBe(0);
  });
});

describe('the storage sample', () => {
  test('passes all sixteen, with every rule of the verifier on', async () => {
    const { code, report: result } = await report([STORAGE, '--verifier', 'all']);
    expect(result).toMatchObject({ passed: 16, vetoed: 0, failed: 0 });
    expect(new Set(result.rehearsals.map(({ device }) => device))).toEqual(new Set(['disk0']));
    expect(code).toBe(0);
  });

  test.each(['volC', 'hba0', 'pci0'])('passes them on %s too', async (device) => {
    const { report: result } = await report([STORAGE, '--device', device]);
    expect(result.rehearsals.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  });

  test('vetoes its removal while it holds a page file, which is no failure; losing the file is one', async () => {
    const { report: kept } = await report([STORAGE, '--special-files', '--only', 'cancel']);
    expect(kept).toMatchObject({ passed: 0, vetoed: 2, failed: 0 });
    const { code, report: lost } = await report([STORAGE, '--special-files', '--only', 'surprise-remove-device']);
    expect(lost.rehearsals[0]?.reasons.join()).toContain('USE-64');
    expect(code).toBe(1);
  });
});

describe('a driver with a mistake fails where the mistake is', () => {
  test('one that keeps a request after the device has gone', async () => {
    const { code, report: result } = await report(
      ['m.machine.json', '--only', 'with IO'],
      diskWith({
        read: 'extension.Count += 1; if (extension.Count > 3) { IoMarkIrpPending(irp); return STATUS_PENDING; }',
      }),
    );
    expect(result.failed).toBeGreaterThan(0);
    expect(result.rehearsals.flatMap(({ reasons }) => reasons).join()).toContain('READ still stands at disk0/mine');
    expect(code).toBe(1);
  });

  test('one that stops the machine in a removal; the next rehearsal has a fresh machine', async () => {
    const { report: result } = await report(
      ['m.machine.json', '--only', 'cancel'],
      diskWith({ pnp: 'if (minor === IRP_MN_CANCEL_REMOVE_DEVICE) KeBugCheckEx(0xE2, 1, 2, 3, 4);' }),
    );
    expect(result.rehearsals.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['02-pnp-cancel-remove-device', 'failed'],
      ['06-pnp-cancel-stop-device', 'passed'],
    ]);
    expect(result.rehearsals[0]?.reasons).toEqual([expect.stringContaining('MANUALLY_INITIATED_CRASH in mine.ts:')]);
  });

  test('one that refuses to stop is told as a veto, with its words', async () => {
    const veto = `if (minor === IRP_MN_QUERY_STOP_DEVICE) {
      irp.IoStatus.Status = STATUS_UNSUCCESSFUL;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return STATUS_UNSUCCESSFUL;
    }`;
    const { code, report: result } = await report(['m.machine.json', '--only', 'Cancel Stop'], diskWith({ pnp: veto }));
    expect(result.rehearsals).toMatchObject([
      { verdict: 'vetoed', reasons: ['disk0 keeps running: its drivers answered STATUS_UNSUCCESSFUL.'] },
    ]);
    expect(code).toBe(0);
  });
});

describe('what the user gets wrong', () => {
  test('a device, a rehearsal, a folder that does not exist', async () => {
    expect(await cli([STORAGE, '--device', 'disk9'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/There is no device `disk9`\. Name one with --device: root, acpi0, .*disk0/),
    });
    expect(await cli([STORAGE, '--only', 'swim'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /No rehearsal is called `swim`\. There are:\n {2}01-pnp-remove-device {2}PNP Remove Device/,
      ),
    });
    expect(await cli([STORAGE, '--folder', 'nowhere'])).toMatchObject({
      code: 2,
      err: 'There is no folder `nowhere` with rehearsals.\n',
    });
  });

  test('a machine in which nothing is theirs', async () => {
    const files = { 'm.machine.json': '{ "name": "m", "devices": [{ "id": "pci0", "function": "pci" }] }' };
    expect(await cli(['m.machine.json'], files)).toMatchObject({
      code: 2,
      err: 'No device has a driver of yours. Name one with --device: root, acpi0, pci0.\n',
    });
  });

  test('a mistake in a rehearsal of their own is told with its place', async () => {
    const files = {
      'own/a.injections.jsonc': '// A\n[\n  { "op": "pnp", "device": "$device", "request": "remov" }\n]',
    };
    const { code, err } = await cli([STORAGE, '--folder', 'own'], files);
    expect(err).toContain('own/a.injections.jsonc:3:');
    expect(code).toBe(2);
  });
});
