/** Ways of handling a request that are all right, and unlike each other: none of them may be found. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Injection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf, ROOT } from '../../support/machine.ts';
import { found } from './support.ts';

const PARAMETERS =
  'const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;';

/** How a filter handles a usage notification: the body of `async (extension, irp) => …`. */
const PATTERNS = {
  'does its part in the completion routine and does not wait': `
    ${PARAMETERS}
    SetPagableBeforeLastRemoval(extension, type, inPath);
    irp.IoStatus.Status = STATUS_SUCCESS;
    IoCopyCurrentIrpStackLocationToNext(irp);
    IoSetCompletionRoutine(irp, (_device, done) => {
      if (done.PendingReturned) IoMarkIrpPending(done);
      if (NT_SUCCESS(done.IoStatus.Status)) CountFile(extension, type, inPath);
      return STATUS_CONTINUE_COMPLETION;
    }, NULL, TRUE, TRUE, TRUE);
    return IoCallDriver(extension.Lower, irp);`,
  'marks the IRP pending, passes it down and returns STATUS_PENDING': `
    ${PARAMETERS}
    SetPagableBeforeLastRemoval(extension, type, inPath);
    irp.IoStatus.Status = STATUS_SUCCESS;
    IoMarkIrpPending(irp);
    IoCopyCurrentIrpStackLocationToNext(irp);
    IoSetCompletionRoutine(irp, (_device, done) => {
      if (NT_SUCCESS(done.IoStatus.Status)) CountFile(extension, type, inPath);
      return STATUS_CONTINUE_COMPLETION;
    }, NULL, TRUE, TRUE, TRUE);
    await IoCallDriver(extension.Lower, irp);
    return STATUS_PENDING;`,
  'pends the IRP and does everything in a work item': `
    ${PARAMETERS}
    IoMarkIrpPending(irp);
    const item = IoAllocateWorkItem(extension.Self);
    IoQueueWorkItem(item, async () => {
      const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
      irp.IoStatus.Status = STATUS_SUCCESS;
      const status = await ForwardAndWait(extension, irp);
      if (NT_SUCCESS(status)) CountFile(extension, type, inPath);
      else if (setPagable) ClearPagable(extension);
      Complete(irp, status);
      IoFreeWorkItem(item);
    }, DelayedWorkQueue, NULL);
    return STATUS_PENDING;`,
  'waits first and then forwards': `
    ${PARAMETERS}
    await KeDelayExecutionThread(KernelMode, FALSE, -100000n);
    const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
    irp.IoStatus.Status = STATUS_SUCCESS;
    const status = await ForwardAndWait(extension, irp);
    await KeDelayExecutionThread(KernelMode, FALSE, -100000n);
    if (NT_SUCCESS(status)) CountFile(extension, type, inPath);
    else if (setPagable) ClearPagable(extension);
    return Complete(irp, status);`,
  'refuses late, after telling the drivers below': `
    ${PARAMETERS}
    const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
    irp.IoStatus.Status = STATUS_SUCCESS;
    const status = await ForwardAndWait(extension, irp);
    if (inPath && NT_SUCCESS(status) && type === DeviceUsageTypeDumpFile) {
      IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification.InPath = FALSE;
      await ForwardAndWait(extension, irp);
      return Complete(irp, STATUS_INSUFFICIENT_RESOURCES);
    }
    if (NT_SUCCESS(status)) CountFile(extension, type, inPath);
    else if (setPagable) ClearPagable(extension);
    return Complete(irp, status);`,
} as const;

const text = (body: string): string =>
  withImports(`
import { ClearPagable, Complete, CountFile, ForwardAndWait, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
export function DriverEntry(driverObject) {
  return LoadFilter(driverObject, { HandleUsageNotification: async (extension, irp) => { ${body} } });
}
`);

const usage = (type: 'paging' | 'dump', inPath: boolean): Injection => ({ op: 'usage', device: 'disk0', type, inPath });
const AT = 'IRP_MN_DEVICE_USAGE_NOTIFICATION';
const STEPS: readonly Injection[] = [
  usage('paging', true),
  usage('paging', true),
  usage('dump', true),
  { op: 'fault', device: 'disk0', driver: 'disk', at: AT, status: 'STATUS_UNSUCCESSFUL' },
  usage('paging', true),
  { op: 'pnp', device: 'disk0', request: 'queryRemove' },
  usage('paging', false),
  usage('paging', false),
];

test.each(Object.entries(PATTERNS))('a filter that %s', async (_name, body) => {
  const machine = await bootDescription(
    {
      name: 'patterns',
      verifier: 'all',
      memory: '8MiB',
      drivers: { flt: { source: './flt.ts' } },
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
    { 'flt.ts': text(body), 'lab.ts': await readFile(join(ROOT, 'samples', 'usage-lab', 'lab.ts'), 'utf8') },
  );
  for (const step of STEPS) await machine.inject(step);
  expect(found(machine)).toEqual([]);
  expect(machine.state().bugcheck).toBeNull();
  expect(deviceOf(machine, 'disk0').stack.map(({ specialFiles }) => specialFiles.paging)).toEqual([0, 0, 0, 0]);
});
