/** Special files that have to be told to other stacks: the rules of those who tell. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DO_POWER_PAGABLE } from '../../../src/abi/device-flags.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';
import { found } from './support.ts';

const DRIVERS = join(ROOT, 'src', 'drivers').replaceAll('\\', '/');
const USAGE = `${DRIVERS}/lib/usage.ts`;

/** A machine whose bus or volume manager is the in-box one, as a user's driver, with one text in one of its files replaced. */
async function bootChanged(
  driver: string,
  file: string,
  from: string,
  to: string,
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
      verifier: 'all',
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

test('USE-V10 a bus that does not tell its parent is found at the line that completes the request', async () => {
  const source = await readFile(USAGE, 'utf8');
  expect(source).toContain(COMPLETE);
  const { machine, line } = await bootChanged(
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
  await machine.inject({ op: 'usage', device: 'hba0', type: 'paging', inPath: true });
  expect(found(machine)).toEqual([`USE-V10 mine ${USAGE}:${line}`]);
});

test('the same bus as it is tells its parent', async () => {
  const { machine } = await bootChanged('pci', USAGE, 'IsKnownUsage', 'IsKnownUsage');
  await machine.inject({ op: 'usage', device: 'hba0', type: 'paging', inPath: true });
  await machine.inject({ op: 'usage', device: 'hba0', type: 'paging', inPath: false });
  expect(found(machine)).toEqual([]);
});

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
async function refusedAfterTelling(takesBack: boolean): Promise<{ machine: Machine; line: number }> {
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

test('USE-V06 a filter that tells a second stack and does not take it back is found where it completes', async () => {
  const { machine, line } = await refusedAfterTelling(false);
  expect(found(machine)).toEqual([`USE-V06 flt flt.ts:${line}`]);
});

test('a filter that takes it back is not found', async () => {
  const { machine } = await refusedAfterTelling(true);
  expect(found(machine)).toEqual([]);
});

test('USE-V04 USE-V09 a special file for the root of the tree blames nobody: the PnP manager keeps its own flag', async () => {
  const { machine } = await bootChanged('pci', USAGE, 'IsKnownUsage', 'IsKnownUsage');
  const pagable = (): boolean => ((machine.nt.pnp.root?.pdo.Flags ?? 0) & DO_POWER_PAGABLE) !== 0;
  expect(pagable()).toBe(true);
  await machine.inject({ op: 'usage', device: 'root', type: 'paging', inPath: true });
  await machine.inject({ op: 'usage', device: 'root', type: 'dump', inPath: true });
  await machine.inject({ op: 'usage', device: 'root', type: 'paging', inPath: false });
  expect(pagable()).toBe(false);
  await machine.inject({ op: 'usage', device: 'root', type: 'dump', inPath: false });
  expect(pagable()).toBe(true);
  expect(found(machine)).toEqual([]);
});
