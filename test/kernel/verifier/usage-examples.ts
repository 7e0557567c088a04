/** The usage rules that the lab does not show, each with a filter that is right otherwise. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';

const MARK = '//!';
export const FILE = 'flt.ts';
const SAMPLE = join(ROOT, 'samples', 'storage', 'auditflt.ts');

export interface UsageExample {
  readonly rule: string;
  /** Text of the sample filter, and what stands in its place. The line with the mark is where the finding is. */
  readonly changes: readonly (readonly [from: string, to: string])[];
  readonly steps: readonly Injection[];
}

const usage = (type: 'paging' | 'dump' | 'hibernation' | 'boot', inPath: boolean): Injection => ({
  op: 'usage',
  device: 'disk0',
  type,
  inPath,
});
const refuse: Injection = {
  op: 'fault',
  device: 'disk0',
  driver: 'disk',
  at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  status: 'STATUS_UNSUCCESSFUL',
};

const FORWARD = '  const status = await ForwardAndWait(extension, irp); // (B)';
const COUNT = 'IoAdjustPagingPathCount(addressOf(extension, field), inPath);';
const LAST = '  KeLeaveCriticalRegion();\n  return Complete(irp, status);';
const COMPLETE_HERE =
  '  KeLeaveCriticalRegion();\n  irp.IoStatus.Status = status;\n  IoCompleteRequest(irp, IO_NO_INCREMENT); //!\n  return status;';

export const usageExamples: readonly UsageExample[] = [
  {
    rule: 'USE-01',
    changes: [
      [LAST, COMPLETE_HERE.replace('  irp.IoStatus.Status', '  irp.IoStatus.Information = 4;\n  irp.IoStatus.Status')],
    ],
    steps: [usage('paging', true)],
  },
  {
    rule: 'USE-V01',
    changes: [[COUNT, `${COUNT}\n  IoAdjustPagingPathCount(addressOf(extension, field), inPath); //!`]],
    steps: [usage('paging', true)],
  },
  {
    // It takes every type for that of a page file, and the device that the system boots from for one with such a file.
    rule: 'USE-V01',
    changes: [
      ['const field = COUNTERS[type];', "const field = COUNTERS[type] ?? 'PagingPathCount';"],
      ['(extension, field), inPath);', '(extension, field), inPath); //!'],
    ],
    steps: [usage('boot', true)],
  },
  {
    rule: 'USE-V02',
    changes: [
      ['if (inPath && !extension.IsStarted) {', 'if (inPath && extension.Lower === NULL) {'],
      [
        FORWARD,
        '  let status = await ForwardAndWait(extension, irp);\n  if (!extension.IsStarted) status = STATUS_SUCCESS;',
      ],
      [LAST, COMPLETE_HERE],
    ],
    steps: [
      { op: 'pnp', device: 'disk0', request: 'queryStop' },
      { op: 'pnp', device: 'disk0', request: 'stop' },
      usage('paging', true),
    ],
  },
  {
    rule: 'USE-V04',
    changes: [
      ['    extension.Self.Flags &= ~DO_POWER_PAGABLE;\n  }\n  if ((before', '  }\n  if ((before'],
      [LAST, COMPLETE_HERE],
    ],
    steps: [usage('dump', true)],
  },
  {
    rule: 'USE-V04',
    changes: [
      ['    self.Flags |= DO_POWER_PAGABLE;', '    DbgPrint("kept");'],
      [LAST, COMPLETE_HERE],
    ],
    steps: [usage('hibernation', true), usage('hibernation', false)],
  },
  {
    rule: 'USE-V05',
    changes: [
      ['  } else if (setPagable) {\n    self.Flags &= ~DO_POWER_PAGABLE;\n  }', '  }'],
      [LAST, COMPLETE_HERE],
    ],
    steps: [usage('paging', true), refuse, usage('paging', false)],
  },
  {
    rule: 'USE-V11',
    changes: [
      [
        '    case IRP_MN_QUERY_STOP_DEVICE:\n',
        `    case IRP_MN_QUERY_STOP_DEVICE: {
      const power = IoAllocateIrp(extension.Lower.StackSize, FALSE);
      const next = IoGetNextIrpStackLocation(power);
      next.MajorFunction = IRP_MJ_POWER;
      next.MinorFunction = IRP_MN_SET_POWER;
      next.Parameters.Power.Type = DevicePowerState;
      next.Parameters.Power.State.DeviceState = PowerDeviceD3;
      power.IoStatus.Status = STATUS_NOT_SUPPORTED;
      IoSetCompletionRoutine(power, (_device, done) => { IoFreeIrp(done); return STATUS_MORE_PROCESSING_REQUIRED; }, NULL, TRUE, TRUE, TRUE);
      await IoCallDriver(extension.Lower, power); //!
      status = Complete(irp, STATUS_DEVICE_BUSY);
      break;
    }\n`,
      ],
    ],
    steps: [usage('dump', true), { op: 'pnp', device: 'disk0', request: 'queryStop' }],
  },
  {
    rule: 'USE-V13',
    changes: [
      [
        FORWARD,
        '  let status = await ForwardAndWait(extension, irp);\n  if (!inPath) {\n    if (setPagable) self.Flags &= ~DO_POWER_PAGABLE;\n    KeSetEvent(extension.PathEvent, IO_NO_INCREMENT, FALSE);\n    KeLeaveCriticalRegion();\n    irp.IoStatus.Status = STATUS_DEVICE_BUSY;\n    IoCompleteRequest(irp, IO_NO_INCREMENT); //!\n    return STATUS_DEVICE_BUSY;\n  }',
      ],
    ],
    steps: [usage('paging', true), usage('paging', false)],
  },
  {
    rule: 'USE-V15',
    changes: [
      [
        FORWARD,
        `${FORWARD}\n  IoCopyCurrentIrpStackLocationToNext(irp);\n  IoSetCompletionRoutine(irp, SignalEvent, NULL, TRUE, TRUE, TRUE);\n  await IoCallDriver(extension.Lower, irp); //!`,
      ],
    ],
    steps: [usage('paging', true)],
  },
];

/** The sample with an import of every name, for what the changes need. */
async function sample(): Promise<string> {
  const text = await readFile(SAMPLE, 'utf8');
  const [head = '', body = ''] = text.split("} from 'wdm';");
  expect(head).toContain('import {');
  return `${head.slice(0, head.indexOf('import {')).replaceAll('\n', ' ')}\n${body}`;
}

async function bootWith(text: string): Promise<Machine> {
  return bootDescription(
    {
      name: 'usage',
      verifier: 'all',
      memory: '8MiB',
      drivers: { flt: { source: `./${FILE}` } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              children: [{ id: 'disk0', function: 'disk', size: '1MiB', upperFilters: ['flt'], volumes: [] }],
            },
          ],
        },
      ],
    },
    { [FILE]: withImports(text) },
  );
}

async function foundAfter(text: string, steps: readonly Injection[]): Promise<readonly string[]> {
  const machine = await bootWith(text);
  for (const step of steps) await machine.inject(step);
  return machine.state().violations.map(({ rule, file, line, driver }) => `${rule} ${driver} ${file}:${line}`);
}

/** The sample with the changes of an example. @returns what was found, and what has to be */
export async function playChanged({
  rule,
  changes,
  steps,
}: UsageExample): Promise<{ found: readonly string[]; expected: string }> {
  let text = await sample();
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const line = text.split('\n').findIndex((one) => one.includes(MARK)) + 2; // the import takes a line
  expect(line).toBeGreaterThan(1);
  return { found: await foundAfter(text, steps), expected: `${rule} flt ${FILE}:${line}` };
}

/** The sample as it is. */
export async function playSample({ steps }: UsageExample): Promise<readonly string[]> {
  return await foundAfter(await sample(), steps);
}
