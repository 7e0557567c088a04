import { expect, test } from 'vitest';
import { sarifText } from '../../src/cli/report/sarif.ts';
import { documentUrl } from '../../src/protocol/document-url.ts';
import { bootMachine } from '../support/machine.ts';

interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
      };
      readonly results: readonly {
        readonly ruleId: string;
        readonly level: string;
        readonly locations: readonly object[];
      }[];
    },
  ];
}

test('a broken rule and the crash stand in SARIF once each, at their lines', async () => {
  const driver = [
    "import { type DRIVER_OBJECT } from 'wdm';",
    'export function DriverEntry(driverObject: DRIVER_OBJECT) {',
    '  driverObject.DriverExtension.AddDevice = AddDevice;',
    '  return 0;',
    '}',
    'function AddDevice() {',
    "  throw new Error('on purpose');",
    '}',
  ].join('\n');
  const machine = await bootMachine(
    { file: 'm.machine.json' },
    {
      'm.machine.json': JSON.stringify({
        drivers: { mine: { source: './mine.ts' } },
        devices: [{ id: 'd', function: 'mine' }],
      }),
      'mine.ts': driver,
    },
  );
  const state = machine.state();
  const told = {
    file: 'mine.ts',
    line: 7,
    column: 3,
    severity: 'error',
    code: 'driver/exception',
    message: 'again',
  } as const;
  const sarif = JSON.parse(sarifText(state, [told], '1.2.3')) as Sarif;
  expect(sarif.version).toBe('2.1.0');
  const crashes = sarif.runs[0].results.filter(({ ruleId }) => ruleId.startsWith('bugcheck/'));
  expect(crashes).toMatchObject([
    {
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'mine.ts' }, region: { startLine: 7 } } }],
    },
  ]);
  expect(sarif.runs[0].results.some(({ ruleId }) => ruleId === 'driver/exception')).toBe(false);
  const analysis = machine.analyze();
  expect(analysis).toContain('SYSTEM_THREAD_EXCEPTION_NOT_HANDLED (7e)');
  expect(analysis).toContain('FAULTING_SOURCE_LINE:  mine.ts');
  expect(analysis).toContain('AddDevice [mine.ts @ 7]');
});

test('a page of the documentation is found by its name', () => {
  expect(documentUrl('nf-wdm-iocalldriver')).toBe(
    'https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocalldriver',
  );
  expect(documentUrl('bug-check-0xc9--driver-verifier-iomanager-violation')).toContain('/debugger/bug-check-0xc9');
  expect(documentUrl('irp-mn-device-usage-notification')).toContain('/kernel/irp-mn-device-usage-notification');
});
