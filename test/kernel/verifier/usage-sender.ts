/** A filter on two disks that sends usage notifications of its own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, UsageInjection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';

export interface Parts {
  /** In place of telling the partner and waiting for it; `Tell(type, inPath)` does that. */
  readonly tell?: string;
  readonly read?: string;
  readonly beforeDown?: string;
  readonly more?: string;
}

/** A filter on two disks. On the second that hears of a file it tells the stack of the first one, too. */
function senderText({ tell = 'await Tell(type, inPath);', read = '', beforeDown = '', more = '' }: Parts): string {
  return withImports(`
import { ClearPagable, Complete, CountFile, ForwardAndWait, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
let partner = null;
export function DriverEntry(driverObject) {
  const status = LoadFilter(driverObject, { HandleUsageNotification });
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchRead);
  return status;
}
async function DispatchRead(device, irp) {
  const type = DeviceUsageTypePaging;
  const inPath = TRUE;
  ${read}
  return Complete(irp, STATUS_SUCCESS);
}
async function HandleUsageNotification(extension, irp) {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  partner ??= extension.Pdo;
  const isTeller = partner !== extension.Pdo;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  if (isTeller) { ${tell} }
  irp.IoStatus.Status = STATUS_SUCCESS;
  ${beforeDown}
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) CountFile(extension, type, inPath);
  else if (setPagable) ClearPagable(extension);
  if (isTeller && inPath && !NT_SUCCESS(status)) await Tell(type, FALSE);
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT); /* end */
  return status;
}
function NewIrp(top, type, inPath) {
  const irp = IoAllocateIrp(top.StackSize, FALSE);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_PNP;
  next.MinorFunction = IRP_MN_DEVICE_USAGE_NOTIFICATION;
  next.Parameters.UsageNotification.InPath = inPath;
  next.Parameters.UsageNotification.Type = type;
  irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
  IoSetCompletionRoutine(irp, Keep, NULL, TRUE, TRUE, TRUE);
  return irp;
}
async function Tell(type, inPath) {
  const top = IoGetAttachedDeviceReference(partner);
  const irp = NewIrp(top, type, inPath);
  const status = await IoCallDriver(top, irp); /* told */
  if (status !== STATUS_PENDING) IoFreeIrp(irp);
  ObDereferenceObject(top);
}
function Keep() { return STATUS_MORE_PROCESSING_REQUIRED; }
${more}
`);
}

export async function bootSender(parts: Parts): Promise<{ machine: Machine; lineOf: (mark: string) => number }> {
  const text = senderText(parts);
  const disk = (id: string): object => ({ id, function: 'disk', size: '1MiB', upperFilters: ['flt'], volumes: [] });
  const machine = await bootDescription(
    {
      name: 'sender',
      verifier: 'all',
      memory: '8MiB',
      drivers: { flt: { source: './flt.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [{ id: 'hba0', function: 'storport', children: [disk('disk0'), disk('disk1')] }],
        },
      ],
    },
    { 'flt.ts': text, 'lab.ts': await readFile(join(ROOT, 'samples', 'usage-lab', 'lab.ts'), 'utf8') },
  );
  return { machine, lineOf: (mark) => text.split('\n').findIndex((line) => line.includes(mark)) + 1 };
}

export const usage = (device: string, type: UsageInjection['type'], inPath: boolean): Injection => ({
  op: 'usage',
  device,
  type,
  inPath,
});
