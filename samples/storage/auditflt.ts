/**
 * auditflt: an upper filter on a disk that takes part in IRP_MN_DEVICE_USAGE_NOTIFICATION. Read it from top to bottom.
 *
 * The system sends that request when it is about to put a paging, hibernation or dump file on a device, and again when
 * the file is gone. Every driver of the stack has to see to it that the device stays usable as long as the file is there:
 *
 *   1. On the way down, before the drivers below: may this file come? Get ready. When the last file goes, set
 *      DO_POWER_PAGABLE again.
 *   2. On the way up, after the drivers below have agreed: count the file, and clear DO_POWER_PAGABLE.
 *   3. When a driver below has refused: put everything back as it was.
 *
 * Things to try: inject a usage notification on volC or disk0 and watch the Devices tree. README.md has more, among them
 * what becomes of a driver in which the lines marked (A) and (B) change places.
 */
import {
  addressOf,
  BOOLEAN,
  cast,
  DbgPrint,
  type DEVICE_OBJECT,
  DeviceUsageTypeDumpFile,
  DeviceUsageTypeHibernation,
  DeviceUsageTypePaging,
  DO_BUFFERED_IO,
  DO_DEVICE_INITIALIZING,
  DO_DIRECT_IO,
  DO_POWER_INRUSH,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  Executive,
  FALSE,
  IO_NO_INCREMENT,
  IO_REMOVE_LOCK,
  IoAcquireRemoveLock,
  IoAdjustPagingPathCount,
  IoAttachDeviceToDeviceStack,
  IoCallDriver,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoCreateDevice,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  IoInitializeRemoveLock,
  IoInvalidateDeviceState,
  IoMarkIrpPending,
  IoReleaseRemoveLock,
  IoReleaseRemoveLockAndWait,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_MAXIMUM_FUNCTION,
  IRP_MJ_PNP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  KEVENT,
  KeEnterCriticalRegion,
  KeInitializeEvent,
  KeLeaveCriticalRegion,
  KernelMode,
  KeSetEvent,
  KeWaitForSingleObject,
  LONG,
  local,
  NotificationEvent,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  PDEVICE_OBJECT,
  PNP_DEVICE_NOT_DISABLEABLE,
  type PVOID,
  SandboxQueryRegistry,
  STATUS_CONTINUE_COMPLETION,
  STATUS_DEVICE_BUSY,
  STATUS_DEVICE_NOT_READY,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_NO_SUCH_DEVICE,
  STATUS_PENDING,
  STATUS_SUCCESS,
  SynchronizationEvent,
  struct,
  TRUE,
  ULONG,
  type UNICODE_STRING,
} from 'wdm';

/** What the filter keeps for each of its devices. It lives in the emulated kernel's memory, so every inspector shows it. */
class AUDIT_EXTENSION extends struct('AUDIT_EXTENSION', {
  Self: PDEVICE_OBJECT,
  /** The device below, to which requests are passed. */
  Lower: PDEVICE_OBJECT,
  /** The bottom of the stack: what IoInvalidateDeviceState wants to know. */
  Pdo: PDEVICE_OBJECT,
  RemoveLock: IO_REMOVE_LOCK,
  IsStarted: BOOLEAN,
  /** Usage notifications change counts and flags one at a time: whoever does holds this event. */
  PathEvent: KEVENT,
  PagingPathCount: LONG,
  HibernationPathCount: LONG,
  DumpPathCount: LONG,
  /** The registry value FailUsage of the machine file: not 0 = refuse every new file with this NTSTATUS. */
  FailUsage: ULONG,
}) {}

/** Called once, when the driver is loaded. A filter must have an entry for every function code: it lets all of them pass. */
export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) {
    driverObject.MajorFunction.set(major, DispatchPassDown);
  }
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.DriverExtension.AddDevice = AddDevice;
  driverObject.DriverUnload = Unload;
  return STATUS_SUCCESS;
}

function Unload(_driverObject: DRIVER_OBJECT): void {
  DbgPrint('auditflt: unloaded\n');
}

/** Called for each disk that the machine file gives this filter: puts a device on top of the disk's stack. */
function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const device = out<PDEVICE_OBJECT>();
  const { DeviceType: type, Characteristics: characteristics } = physicalDeviceObject;
  const status = IoCreateDevice(driverObject, AUDIT_EXTENSION, NULL, type, characteristics, FALSE, device);
  const self = device.value;
  if (!NT_SUCCESS(status) || self === NULL) {
    return status;
  }
  const lower = IoAttachDeviceToDeviceStack(self, physicalDeviceObject);
  if (lower === NULL) {
    IoDeleteDevice(self);
    return STATUS_NO_SUCH_DEVICE;
  }
  // A filter looks to those above like the device below: the same type, the same kind of buffers, the same power flags.
  self.DeviceType = lower.DeviceType;
  self.Characteristics = lower.Characteristics;
  self.Flags |= lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE | DO_POWER_INRUSH);

  const extension = cast(AUDIT_EXTENSION, self.DeviceExtension);
  extension.Self = self;
  extension.Lower = lower;
  extension.Pdo = physicalDeviceObject;
  extension.FailUsage = SandboxQueryRegistry(driverObject, 'FailUsage', STATUS_SUCCESS);
  IoInitializeRemoveLock(extension.RemoveLock, 0, 0, 0);
  KeInitializeEvent(extension.PathEvent, SynchronizationEvent, TRUE);

  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

/** Reads, writes, power requests and everything else that this filter has no part in. They may come at DISPATCH_LEVEL. */
function DispatchPassDown(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const extension = cast(AUDIT_EXTENSION, deviceObject.DeviceExtension);
  const status = IoAcquireRemoveLock(extension.RemoveLock, irp);
  if (!NT_SUCCESS(status)) {
    return Complete(irp, status);
  }
  // The lock keeps the device until the request has come back, so somebody has to notice when it does.
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, ReleaseLock, extension, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp);
}

function ReleaseLock(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    IoMarkIrpPending(irp);
  }
  IoReleaseRemoveLock(cast(AUDIT_EXTENSION, context).RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

/** PnP requests come at PASSIVE_LEVEL, so this routine may wait. */
async function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const extension = cast(AUDIT_EXTENSION, deviceObject.DeviceExtension);
  let status = IoAcquireRemoveLock(extension.RemoveLock, irp);
  if (!NT_SUCCESS(status)) {
    return Complete(irp, status);
  }
  switch (IoGetCurrentIrpStackLocation(irp).MinorFunction) {
    case IRP_MN_DEVICE_USAGE_NOTIFICATION:
      status = await HandleUsageNotification(extension, irp);
      break;

    case IRP_MN_START_DEVICE:
      // The drivers below start first.
      status = await ForwardAndWait(extension, irp);
      extension.IsStarted = NT_SUCCESS(status);
      Complete(irp, status);
      break;

    case IRP_MN_QUERY_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
      // The system cannot do without its files: the device has to stay. Whoever refuses completes the request at once.
      status = HasSpecialFile(extension) ? Complete(irp, STATUS_DEVICE_BUSY) : await PassDownHandled(extension, irp);
      break;

    case IRP_MN_QUERY_PNP_DEVICE_STATE:
      if (HasSpecialFile(extension)) {
        // Others add bits of their own: never overwrite theirs.
        irp.IoStatus.Information |= PNP_DEVICE_NOT_DISABLEABLE;
      }
      // Success without a bit is an answer too: it takes back what was reported before.
      status = await PassDownHandled(extension, irp);
      break;

    case IRP_MN_STOP_DEVICE:
    case IRP_MN_SURPRISE_REMOVAL:
      extension.IsStarted = FALSE;
      status = await PassDownHandled(extension, irp);
      break;

    case IRP_MN_REMOVE_DEVICE:
      // Ends with the device deleted: nothing of the extension may be touched after this.
      return RemoveDevice(extension, deviceObject, irp);

    default:
      status = await PassDown(extension, irp);
  }
  IoReleaseRemoveLock(extension.RemoveLock, irp);
  return status;
}

/** The heart of this filter. */
async function HandleUsageNotification(extension: AUDIT_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const self = extension.Self;
  if (self === NULL) {
    return Complete(irp, STATUS_NO_SUCH_DEVICE);
  }

  // The way down. This is the only moment to refuse: once the drivers below have agreed, nobody would tell them that
  // the file did not come. A file that goes can never be refused.
  if (inPath && !extension.IsStarted) {
    return Complete(irp, STATUS_DEVICE_NOT_READY);
  }
  if (inPath && extension.FailUsage !== STATUS_SUCCESS) {
    DbgPrint('auditflt: refuses a %s file with status 0x%x\n', NameOf(type), extension.FailUsage);
    return Complete(irp, extension.FailUsage);
  }

  // Only one notification at a time. In a critical region, because a suspended thread would hold up all others.
  KeEnterCriticalRegion();
  await KeWaitForSingleObject(extension.PathEvent, Executive, KernelMode, FALSE, NULL);

  // When the last file goes, the power manager may call us at PASSIVE_LEVEL again. The flag is set before the drivers
  // below set theirs: a pagable driver above one that is not pagable is safe, the other way round is not.
  const isLast = !inPath && CountOf(extension, type) === 1 && AllCounts(extension) === 1;
  const setPagable = isLast && (self.Flags & DO_POWER_INRUSH) === 0;
  if (setPagable) {
    self.Flags |= DO_POWER_PAGABLE;
  }
  DbgPrint('auditflt: %s file %s, passed down\n', NameOf(type), inPath ? 'comes' : 'goes');

  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp); // (B)

  // The way up.
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath); // (A)
  } else if (setPagable) {
    self.Flags &= ~DO_POWER_PAGABLE;
  }
  DbgPrint('auditflt: back up with status 0x%x, %d special files\n', status, AllCounts(extension));

  KeSetEvent(extension.PathEvent, IO_NO_INCREMENT, FALSE);
  KeLeaveCriticalRegion();
  return Complete(irp, status);
}

/** The file has come or gone for good. Types that this filter does not know are passed on and not counted. */
function CountFile(extension: AUDIT_EXTENSION, type: ULONG, inPath: boolean): void {
  const field = COUNTERS[type];
  if (field === undefined || extension.Self === NULL) {
    return;
  }
  const before = AllCounts(extension);
  IoAdjustPagingPathCount(addressOf(extension, field), inPath);
  if (inPath) {
    // From now on power requests may come at DISPATCH_LEVEL: what they run must not be paged out.
    extension.Self.Flags &= ~DO_POWER_PAGABLE;
  }
  if ((before === 0) !== (AllCounts(extension) === 0)) {
    // Whether the device can be disabled has changed: the PnP manager should ask again.
    IoInvalidateDeviceState(extension.Pdo);
  }
}

type Counter = 'PagingPathCount' | 'HibernationPathCount' | 'DumpPathCount';

const COUNTERS: Readonly<Record<ULONG, Counter>> = {
  [DeviceUsageTypePaging]: 'PagingPathCount',
  [DeviceUsageTypeHibernation]: 'HibernationPathCount',
  [DeviceUsageTypeDumpFile]: 'DumpPathCount',
};

const NAMES: Readonly<Record<ULONG, string>> = {
  [DeviceUsageTypePaging]: 'paging',
  [DeviceUsageTypeHibernation]: 'hibernation',
  [DeviceUsageTypeDumpFile]: 'dump',
};

function NameOf(type: ULONG): string {
  return NAMES[type] ?? `type ${type}`;
}

function CountOf(extension: AUDIT_EXTENSION, type: ULONG): number {
  const field = COUNTERS[type];
  return field === undefined ? 0 : extension[field];
}

function AllCounts(extension: AUDIT_EXTENSION): number {
  return extension.PagingPathCount + extension.HibernationPathCount + extension.DumpPathCount;
}

function HasSpecialFile(extension: AUDIT_EXTENSION): boolean {
  return AllCounts(extension) !== 0;
}

/** Sends a request to the drivers below and waits until they are done with it; then it belongs to this driver again. */
async function ForwardAndWait(extension: AUDIT_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, SignalEvent, event, TRUE, TRUE, TRUE);
  // `await`: the drivers below may wait, and then IoCallDriver returns only when they have.
  const status = await IoCallDriver(extension.Lower, irp);
  if (status === STATUS_PENDING) {
    await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  }
  return irp.IoStatus.Status;
}

/** Stops the completion here: the drivers above hear of it when this driver completes the request a second time. */
function SignalEvent(_deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    KeSetEvent(cast(KEVENT, context), IO_NO_INCREMENT, FALSE);
  }
  return STATUS_MORE_PROCESSING_REQUIRED;
}

/** For a request that this driver has no part in: the driver below takes its stack location. */
async function PassDown(extension: AUDIT_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(extension.Lower, irp);
}

/** A driver that has done its part on the way down says so before it passes the request on. */
function PassDownHandled(extension: AUDIT_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  irp.IoStatus.Status = STATUS_SUCCESS;
  return PassDown(extension, irp);
}

/** @returns the status, because a dispatch routine returns what it completed the request with */
function Complete(irp: IRP, status: NTSTATUS): NTSTATUS {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

/** The drivers below first; then nobody may be using this device any more; then it goes. */
async function RemoveDevice(extension: AUDIT_EXTENSION, deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const status = await PassDownHandled(extension, irp);
  await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp);
  IoDetachDevice(extension.Lower);
  IoDeleteDevice(deviceObject);
  return status;
}
