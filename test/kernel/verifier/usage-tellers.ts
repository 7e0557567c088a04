/** A bus that tells its parent, or not, and a filter that tells a second stack: with special files that come and go. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';

export const DRIVERS = join(ROOT, 'src', 'drivers').replaceAll('\\', '/');
export const USAGE = `${DRIVERS}/lib/usage.ts`;

/** A machine whose bus or volume manager is the in-box one, as a user's driver, with one text in one of its files replaced. */
export async function bootChanged(
  driver: string,
  file: string,
  from: string,
  to: string,
  verifier: unknown = 'all',
): Promise<{ machine: Machine; line: number }> {
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  const changed = text.replace(from, to);
  const disk = (id: string): object => ({
    id,
    function: 'disk',
    size: '1MiB',
    volumes: id === 'disk0' ? [{ id: 'volC', size: '512KiB' }] : [],
  });
  const machine = await bootDescription(
    {
      name: 'propagation',
      verifier,
      memory: '8MiB',
      drivers: { mine: { source: `${DRIVERS}/${driver}.driver.ts` } },
      devices: [
        {
          id: 'pci0',
          function: driver === 'pci' ? 'mine' : 'pci',
          children: [{ id: 'hba0', function: driver === 'storport' ? 'mine' : 'storport', children: [disk('disk0')] }],
        },
      ],
    },
    { [file]: changed },
  );
  return { machine, line: changed.split('\n').findIndex((one) => one.includes('//!')) + 1 };
}

const COMPLETE = '  ReleasePath(common);\n  return CompleteIrp(common, irp, status);';
const COMPLETE_HERE =
  '  ReleasePath(common);\n  irp.IoStatus.Status = status;\n  IoCompleteRequest(irp, IO_NO_INCREMENT); //!\n  IoReleaseRemoveLock(common.RemoveLock, irp);\n  return status;';

/** The in-box bus, without the notification for its parent. */
export async function bootSilentBus(): Promise<{ machine: Machine; line: number }> {
  const source = await readFile(USAGE, 'utf8');
  expect(source).toContain(COMPLETE);
  return await bootChanged(
    'pci',
    USAGE,
    source,
    source
      .replace('() => NotifyStacks(targets, type, inPath)', 'async () => STATUS_SUCCESS')
      .replace(COMPLETE, COMPLETE_HERE)
      .replace(
        '  IoAdjustPagingPathCount,',
        '  IoAdjustPagingPathCount,\n  IoCompleteRequest,\n  IoReleaseRemoveLock,',
      ),
  );
}

/** Tells the stack of the disk that had a file first, and then the drivers below. */
const teller = (takesBack: boolean): string =>
  withImports(`
import { ClearPagable, Complete, CountFile, ForwardAndWait, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
let partner = null;
export function DriverEntry(driverObject) { return LoadFilter(driverObject, { HandleUsageNotification }); }
async function HandleUsageNotification(extension, irp) {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  partner ??= extension.Pdo;
  const isTeller = partner !== extension.Pdo;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  if (isTeller) await Tell(type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) CountFile(extension, type, inPath);
  else if (setPagable) ClearPagable(extension);
  ${takesBack ? 'if (isTeller && !NT_SUCCESS(status)) await Tell(type, !inPath);' : ''}
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT); //!
  return status;
}
async function Tell(type, inPath) {
  const top = IoGetAttachedDeviceReference(partner);
  const irp = IoAllocateIrp(top.StackSize, FALSE);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_PNP;
  next.MinorFunction = IRP_MN_DEVICE_USAGE_NOTIFICATION;
  next.Parameters.UsageNotification.InPath = inPath;
  next.Parameters.UsageNotification.Type = type;
  irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
  IoSetCompletionRoutine(irp, Keep, NULL, TRUE, TRUE, TRUE);
  await IoCallDriver(top, irp);
  IoFreeIrp(irp);
  ObDereferenceObject(top);
}
function Keep() { return STATUS_MORE_PROCESSING_REQUIRED; }
`);

/** A file on disk1, then one on disk0 that the disk refuses. */
export async function refusedAfterTelling(takesBack: boolean): Promise<{ machine: Machine; line: number }> {
  const text = teller(takesBack);
  const disk = (id: string): object => ({ id, function: 'disk', size: '1MiB', upperFilters: ['flt'], volumes: [] });
  const machine = await bootDescription(
    {
      name: 'teller',
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
  await machine.inject({ op: 'usage', device: 'disk1', type: 'paging', inPath: true });
  const at = 'IRP_MN_DEVICE_USAGE_NOTIFICATION';
  // The notification that comes from the system, not the one that is told on.
  await machine.inject({ op: 'fault', device: 'disk0', driver: 'disk', at, status: 'STATUS_UNSUCCESSFUL' });
  await machine.inject({ op: 'usage', device: 'disk0', type: 'paging', inPath: true });
  return { machine, line: text.split('\n').findIndex((one) => one.includes('//!')) + 1 };
}

export const CHILD = `${DRIVERS}/lib/bus-child.ts`;

/** The in-box bus, which does not tell what its children can do. */
export async function bootDeafBus(verifier: unknown = 'all'): Promise<{ machine: Machine; line: number }> {
  const source = await readFile(CHILD, 'utf8');
  const answer = '      return QueryCapabilities(bus, extension, pdo, irp, stack);';
  expect(source).toContain(answer);
  return await bootChanged(
    'pci',
    CHILD,
    source,
    source
      .replace(
        answer,
        '      IoCompleteRequest(irp, IO_NO_INCREMENT); //!\n      IoReleaseRemoveLock(common.RemoveLock, irp);\n      return STATUS_NOT_SUPPORTED;',
      )
      .replace(
        '  IoReleaseRemoveLockAndWait,',
        '  IoReleaseRemoveLock,\n  IoReleaseRemoveLockAndWait,\n  STATUS_NOT_SUPPORTED,',
      ),
    verifier,
  );
}
