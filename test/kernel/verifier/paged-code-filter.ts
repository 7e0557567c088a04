/** A filter that keeps the code of one of its routines in a section that may be paged out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, UsageType } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';

export interface Parts {
  /** Which routine lies in the section. */
  readonly placed?: string;
  /** Before a notification is passed down; `inPath` and `isLast` (the last file goes) are in reach. */
  readonly down?: string;
  /** After the drivers below have agreed. */
  readonly up?: string;
  readonly refused?: string;
}

export const LOCK = 'if (inPath) section = MmLockPagableCodeSection(DispatchPower);';
export const UNLOCK = 'if (!inPath) MmUnlockPagableImageSection(section);';
export const GIVE_BACK = 'if (inPath) MmUnlockPagableImageSection(section);';

const SEND_POWER = `  const old = out();
  KeRaiseIrql(DISPATCH_LEVEL, old);
  const own = IoAllocateIrp(device.StackSize, FALSE);
  const location = IoGetNextIrpStackLocation(own);
  location.MajorFunction = IRP_MJ_POWER;
  location.MinorFunction = IRP_MN_POWER_SEQUENCE;
  own.IoStatus.Status = STATUS_NOT_SUPPORTED;
  IoSetCompletionRoutine(own, Free, NULL, TRUE, TRUE, TRUE);
  IoCallDriver(device, own);
  KeLowerIrql(old.value);`;

/** A filter that keeps the code of its power routine in a section of its own. A flush sends it a power request at DISPATCH_LEVEL. */
function text({ placed = 'DispatchPower', down = '', up = '', refused = '' }: Parts): string {
  return withImports(`
import { AllCounts, ClearPagable, CountFile, ForwardAndWait, LAB_EXTENSION, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
let section = 0;
export function DriverEntry(driverObject) {
  const status = LoadFilter(driverObject, { HandleUsageNotification });
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, DispatchFlush);
  SandboxAllocText(driverObject, 'PAGEPOWR', ${placed});
  return status;
}
function DispatchPower(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(LAB_EXTENSION, device.DeviceExtension).Lower, irp);
}
function Pass(_device, irp) {
  if (irp.PendingReturned) IoMarkIrpPending(irp);
  return STATUS_CONTINUE_COMPLETION;
}
function DispatchFlush(device, irp) {
  const extension = cast(LAB_EXTENSION, device.DeviceExtension);
  ${placed === 'DispatchPower' ? SEND_POWER : ''}
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Pass, NULL, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp); /* flush */
}
function Free(_device, irp) {
  IoFreeIrp(irp);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
async function HandleUsageNotification(extension, irp) {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const isLast = !inPath && AllCounts(extension) === 1;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  ${down}
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
    ${up}
  } else {
    if (setPagable) ClearPagable(extension);
    ${refused}
  }
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT); /* end */
  return status;
}
`);
}

export async function bootPaged(
  parts: Parts,
  verifier: unknown = 'all',
): Promise<{ machine: Machine; lineOf: (mark: string) => number }> {
  const driver = text(parts);
  const machine = await bootDescription(
    {
      name: 'paged',
      verifier,
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

export const usage = (inPath: boolean, type: UsageType = 'paging'): Injection => ({
  op: 'usage',
  device: 'disk0',
  type,
  inPath,
});

export const FLUSH: Injection = { op: 'io', device: 'disk0', request: 'flush' };
