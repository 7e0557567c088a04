/** IRP_MN_DEVICE_USAGE_NOTIFICATION: counting special files, and keeping DO_POWER_PAGABLE in step with the counts. */
import {
  addressOf,
  type DEVICE_OBJECT,
  DeviceUsageTypeBoot,
  DeviceUsageTypeDumpFile,
  DeviceUsageTypeGuestAssigned,
  DeviceUsageTypeHibernation,
  DeviceUsageTypePaging,
  DeviceUsageTypePostDisplay,
  DO_POWER_INRUSH,
  DO_POWER_PAGABLE,
  Executive,
  FALSE,
  IO_NO_INCREMENT,
  IoAdjustPagingPathCount,
  IoGetCurrentIrpStackLocation,
  IoInvalidateDeviceState,
  type IRP,
  KeEnterCriticalRegion,
  KeLeaveCriticalRegion,
  KernelMode,
  KeSetEvent,
  KeWaitForSingleObject,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  PNP_DEVICE_NOT_DISABLEABLE,
  STATUS_DEVICE_NOT_READY,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  type ULONG,
} from 'wdm';
import { type COMMON_EXTENSION, CompleteIrp, ForwardAndWait, Started } from './common.ts';
import { NotifyStacks } from './notify-stacks.ts';

/** What a disk or a volume can hold. New types are added over time: a driver must not take an unknown one for paging. */
export function IsStorageUsage(type: ULONG): boolean {
  return (
    type === DeviceUsageTypePaging ||
    type === DeviceUsageTypeHibernation ||
    type === DeviceUsageTypeDumpFile ||
    type === DeviceUsageTypeBoot
  );
}

/** What a bus can be in the path of, whatever hangs on it. */
export function IsKnownUsage(type: ULONG): boolean {
  return IsStorageUsage(type) || type === DeviceUsageTypePostDisplay || type === DeviceUsageTypeGuestAssigned;
}

export function HasSpecialFile(common: COMMON_EXTENSION): boolean {
  return common.PagingPathCount !== 0 || common.HibernationPathCount !== 0 || common.DumpPathCount !== 0;
}

/** The part of a function or filter driver. @param isSupported - whether this device can hold such a file */
export async function HandleUsageNotification(
  common: COMMON_EXTENSION,
  irp: IRP,
  isSupported: (type: ULONG) => boolean,
): Promise<NTSTATUS> {
  return HandleUsage(common, irp, isSupported, () => ForwardAndWait(common, irp));
}

/**
 * The part of a PDO. Nobody is below it; instead it tells other stacks, each with a request of its own: that of its
 * parent, and every stack to which it would send the file's reads and writes.
 */
export async function HandlePdoUsageNotification(
  common: COMMON_EXTENSION,
  irp: IRP,
  isSupported: (type: ULONG) => boolean,
  targets: readonly DEVICE_OBJECT[],
): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  return HandleUsage(common, irp, isSupported, () => NotifyStacks(targets, type, inPath));
}

async function HandleUsage(
  common: COMMON_EXTENSION,
  irp: IRP,
  isSupported: (type: ULONG) => boolean,
  tellOthers: () => Promise<NTSTATUS>,
): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  // Only a new file may be refused. One that was removed is gone already, whatever drivers say.
  if (inPath && !isSupported(type)) {
    return CompleteIrp(common, irp, STATUS_INVALID_PARAMETER);
  }
  if (inPath && common.PnpState !== Started) {
    return CompleteIrp(common, irp, STATUS_DEVICE_NOT_READY);
  }
  await AcquirePath(common);
  const setPagable = !inPath && SetPagableBeforeLastRemoval(common, type);
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await tellOthers();
  if (NT_SUCCESS(status)) {
    CountSpecialFile(common, type, inPath);
  } else if (setPagable && common.Self !== NULL) {
    common.Self.Flags &= ~DO_POWER_PAGABLE;
  }
  ReleasePath(common);
  return CompleteIrp(common, irp, status);
}

/** An event and not a spin lock: the request goes down, and is waited for, while it is held. */
async function AcquirePath(common: COMMON_EXTENSION): Promise<void> {
  // A thread that is suspended while it holds the event would block all others; in a critical region it cannot be.
  KeEnterCriticalRegion();
  await KeWaitForSingleObject(common.PathEvent, Executive, KernelMode, FALSE, NULL);
}

function ReleasePath(common: COMMON_EXTENSION): void {
  KeSetEvent(common.PathEvent, IO_NO_INCREMENT, FALSE);
  KeLeaveCriticalRegion();
}

/**
 * On the way down, before the drivers below do the same: a pagable device above one that is not pagable is safe, the
 * other way round is not.
 *
 * @returns whether it did, so that a failure can be undone
 */
export function SetPagableBeforeLastRemoval(common: COMMON_EXTENSION, type: ULONG): boolean {
  const self = common.Self;
  const isLast = CountOf(common, type) === 1 && AllCounts(common) === 1;
  if (self === NULL || !isLast || !common.IsPagable || (self.Flags & DO_POWER_INRUSH) !== 0) {
    return false;
  }
  self.Flags |= DO_POWER_PAGABLE;
  return true;
}

/** On the way up, after the drivers below have done the same. */
export function CountSpecialFile(common: COMMON_EXTENSION, type: ULONG, inPath: boolean): void {
  const counter = COUNTER_OF_TYPE[type];
  if (counter === undefined || (!inPath && common[counter] === 0)) {
    return;
  }
  const hadFile = HasSpecialFile(common);
  IoAdjustPagingPathCount(addressOf(common, counter), inPath);
  if (inPath && common.Self !== NULL) {
    common.Self.Flags &= ~DO_POWER_PAGABLE;
  }
  if (HasSpecialFile(common) !== hadFile) {
    // Whether the device may be disabled has changed: the PnP manager has to ask again.
    IoInvalidateDeviceState(common.Pdo);
  }
}

type Counter = 'PagingPathCount' | 'HibernationPathCount' | 'DumpPathCount';

/** The other types are passed on and not counted. */
const COUNTER_OF_TYPE: Readonly<Record<ULONG, Counter>> = {
  [DeviceUsageTypePaging]: 'PagingPathCount',
  [DeviceUsageTypeHibernation]: 'HibernationPathCount',
  [DeviceUsageTypeDumpFile]: 'DumpPathCount',
};

function CountOf(common: COMMON_EXTENSION, type: ULONG): number {
  const counter = COUNTER_OF_TYPE[type];
  return counter === undefined ? 0 : common[counter];
}

function AllCounts(common: COMMON_EXTENSION): number {
  return common.PagingPathCount + common.HibernationPathCount + common.DumpPathCount;
}

/** Adds to the answer of IRP_MN_QUERY_PNP_DEVICE_STATE what this driver knows; the bits of others stay. */
export function ReportNotDisableable(common: COMMON_EXTENSION, irp: IRP): void {
  if (HasSpecialFile(common)) {
    irp.IoStatus.Information |= PNP_DEVICE_NOT_DISABLEABLE;
  }
  // Success without a bit is an answer too: it takes back what was reported before.
  irp.IoStatus.Status = STATUS_SUCCESS;
}
