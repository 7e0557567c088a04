/** A filter on a disk that takes part in special files, with routines of a test's own for power requests, reads and flushes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, UsageType } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';

interface Parts {
  /** The routines for power requests, reads and PnP requests; `extension` and `irp` are in reach. Left out: passes on. */
  readonly power?: string;
  readonly read?: string;
  readonly flush?: string;
  /** After the drivers below have agreed to a file, or to its end. */
  readonly counted?: string;
  readonly more?: string;
}

export const PASS = 'IoSkipCurrentIrpStackLocation(irp); return IoCallDriver(extension.Lower, irp);';
export const WAIT = `const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Signal, event, TRUE, TRUE, TRUE);
  await IoCallDriver(extension.Lower, irp);
  await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL); /* wait */
  const status = irp.IoStatus.Status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;`;
export const WITH_ROUTINE = `IoMarkIrpPending(irp);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, GoOn, extension, TRUE, TRUE, TRUE);
  IoCallDriver(extension.Lower, irp);
  return STATUS_PENDING;`;

function text({ power = PASS, read = PASS, flush = PASS, counted = '', more = '' }: Parts): string {
  const routine = (name: string, body: string): string =>
    `${body.includes('await ') ? 'async ' : ''}function ${name}(device, irp) {
  const extension = cast(LAB_EXTENSION, device.DeviceExtension);
  ${body}
}`;
  return withImports(`
import { AllCounts, ClearPagable, Complete, CountFile, ForwardAndWait, LAB_EXTENSION, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
export function DriverEntry(driverObject) {
  const status = LoadFilter(driverObject, { HandleUsageNotification });
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchRead);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, DispatchFlush);
  return status;
}
${routine('DispatchPower', power)}
${routine('DispatchRead', read)}
${routine('DispatchFlush', flush)}
function Signal(_device, _irp, event) {
  KeSetEvent(cast(KEVENT, event), IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function GoOn() { return STATUS_CONTINUE_COMPLETION; }
async function HandleUsageNotification(extension, irp) {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
    ${counted}
  } else if (setPagable) ClearPagable(extension);
  return Complete(irp, status);
}
${more}
`);
}

export async function bootPowered(parts: Parts): Promise<{ machine: Machine; lineOf: (mark: string) => number }> {
  const driver = text(parts);
  const machine = await bootDescription(
    {
      name: 'power',
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
    { 'flt.ts': driver, 'lab.ts': await readFile(join(ROOT, 'samples', 'usage-lab', 'lab.ts'), 'utf8') },
  );
  return { machine, lineOf: (mark) => driver.split('\n').findIndex((line) => line.includes(mark)) + 1 };
}

export const fileOnDisk = (inPath: boolean, type: UsageType = 'paging'): Injection => ({
  op: 'usage',
  device: 'disk0',
  type,
  inPath,
});
export const setDevice = (state: 'D0' | 'D3'): Injection => ({
  op: 'power',
  request: 'setDevice',
  device: 'disk0',
  state,
});
export const queryDevice: Injection = { op: 'power', request: 'queryDevice', device: 'disk0', state: 'D3' };
export const READ: Injection = { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 };
export const FLUSH: Injection = { op: 'io', device: 'disk0', request: 'flush' };

/** @param when - a condition on `extension` */
export const refuse = (
  when: string,
): string => `if (${when} && IoGetCurrentIrpStackLocation(irp).MinorFunction === IRP_MN_QUERY_POWER) {
    irp.IoStatus.Status = STATUS_DEVICE_BUSY;
    IoCompleteRequest(irp, IO_NO_INCREMENT); /* refuse */
    return STATUS_DEVICE_BUSY;
  }
  ${PASS}`;
