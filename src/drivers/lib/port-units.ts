/** What the port driver and the miniports that it calls tell each other outside of reads and writes. */
import {
  type DEVICE_OBJECT,
  FALSE,
  type IO_STACK_LOCATION,
  type IRP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_SURPRISE_REMOVAL,
  KeDelayExecutionThread,
  KernelMode,
  NT_SUCCESS,
  type NTSTATUS,
  PNP_DEVICE_FAILED,
  SandboxPortHasFailed,
  SandboxPortQueryChild,
  SandboxPortQueryOutstanding,
  SandboxPortStopUnit,
  SandboxPortUnitUsage,
  TRUE,
  type ULONG,
} from 'wdm';
import { CommonExtension, Started } from './common.ts';
import { IsStorageUsage } from './usage.ts';

/** How long to wait before looking again whether the hardware is done: 100 microseconds, relative to now. */
const LOOK_AGAIN = -1_000n;

/** A unit's miniport hears of special files before the stacks below do, and of a failure there too (STOR-71). */
export async function DispatchUnitPnp(
  pdo: DEVICE_OBJECT,
  irp: IRP,
  stack: IO_STACK_LOCATION,
  dispatch: () => Promise<NTSTATUS>,
): Promise<NTSTATUS> {
  const { MinorFunction: minor } = stack;
  if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
    ReportFailed(pdo, irp);
  }
  if (minor === IRP_MN_SURPRISE_REMOVAL) {
    SandboxPortStopUnit(pdo, TRUE);
  }
  if (minor !== IRP_MN_DEVICE_USAGE_NOTIFICATION || CommonExtension(pdo).PnpState !== Started) {
    return dispatch();
  }
  const { Type: type, InPath: inPath } = stack.Parameters.UsageNotification;
  const isKnown = IsStorageUsage(type);
  if (isKnown) {
    SandboxPortUnitUsage(pdo, type, inPath);
  }
  const status = await dispatch();
  if (isKnown && inPath && !NT_SUCCESS(status)) {
    SandboxPortUnitUsage(pdo, type, FALSE);
  }
  return status;
}

/** Adds to the answer of IRP_MN_QUERY_PNP_DEVICE_STATE that the miniport has given the device up (STOR-50). */
export function ReportFailed(device: DEVICE_OBJECT, irp: IRP): void {
  if (SandboxPortHasFailed(device)) {
    irp.IoStatus.Information |= PNP_DEVICE_FAILED;
  }
}

/** The miniport still has requests; it gets no new ones. */
export async function Drain(device: DEVICE_OBJECT): Promise<void> {
  while (SandboxPortQueryOutstanding(device) !== 0) {
    await KeDelayExecutionThread(KernelMode, FALSE, LOOK_AGAIN);
  }
}

/** Units that have answered the last scan. */
export function AnsweringUnits(adapter: DEVICE_OBJECT): readonly ULONG[] {
  const found: ULONG[] = [];
  for (let id = SandboxPortQueryChild(adapter, 0); id !== 0; id = SandboxPortQueryChild(adapter, found.length)) {
    found.push(id);
  }
  return found;
}
