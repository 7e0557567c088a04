/*
 * auditflt in C: the same upper filter on a disk as ../storage/auditflt.ts, line by line. The sandbox compiles it with
 * clang for WebAssembly, with the structures laid out as on Windows for x86; with the real wdm.h it is a WDM driver.
 *
 * Every driver of a stack has to see to it that the device stays usable as long as a special file is on it:
 *
 *   1. On the way down, before the drivers below: may this file come? Get ready. When the last file goes, set
 *      DO_POWER_PAGABLE again.
 *   2. On the way up, after the drivers below have agreed: count the file, and clear DO_POWER_PAGABLE.
 *   3. When a driver below has refused: put everything back as it was.
 */
#include <wdm.h>

typedef struct _AUDIT_EXTENSION {
  PDEVICE_OBJECT Self;
  PDEVICE_OBJECT Lower; /* the device below, to which requests are passed */
  PDEVICE_OBJECT Pdo;   /* the bottom of the stack: what IoInvalidateDeviceState wants to know */
  IO_REMOVE_LOCK RemoveLock;
  BOOLEAN IsStarted;
  KEVENT PathEvent; /* whoever changes counts and flags holds this event */
  LONG PagingPathCount;
  LONG HibernationPathCount;
  LONG DumpPathCount;
  NTSTATUS FailUsage; /* from the registry: not 0 = refuse every new file with this status */
} AUDIT_EXTENSION, *PAUDIT_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
static DRIVER_ADD_DEVICE AddDevice;
static DRIVER_UNLOAD Unload;
static DRIVER_DISPATCH DispatchPassDown;
static DRIVER_DISPATCH DispatchPnp;
static IO_COMPLETION_ROUTINE ReleaseLock;
static IO_COMPLETION_ROUTINE SignalEvent;

/* A dispatch routine returns what it completed the request with. */
static NTSTATUS Complete(PIRP irp, NTSTATUS status)
{
  irp->IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

/* For a request that this driver has no part in: the driver below takes its stack location. */
static NTSTATUS PassDown(PAUDIT_EXTENSION extension, PIRP irp)
{
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(extension->Lower, irp);
}

/* A driver that has done its part on the way down says so before it passes the request on. */
static NTSTATUS PassDownHandled(PAUDIT_EXTENSION extension, PIRP irp)
{
  irp->IoStatus.Status = STATUS_SUCCESS;
  return PassDown(extension, irp);
}

/* Sends a request to the drivers below and waits until they are done with it; then it is this driver's again. */
static NTSTATUS ForwardAndWait(PAUDIT_EXTENSION extension, PIRP irp)
{
  KEVENT event;
  NTSTATUS status;

  KeInitializeEvent(&event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, SignalEvent, &event, TRUE, TRUE, TRUE);
  status = IoCallDriver(extension->Lower, irp);
  if (status == STATUS_PENDING) {
    KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
  }
  return irp->IoStatus.Status;
}

/* Stops the completion here: the drivers above hear of it when this driver completes the request again. */
static NTSTATUS SignalEvent(PDEVICE_OBJECT deviceObject, PIRP irp, PVOID context)
{
  UNREFERENCED_PARAMETER(deviceObject);
  if (irp->PendingReturned) {
    KeSetEvent(context, IO_NO_INCREMENT, FALSE);
  }
  return STATUS_MORE_PROCESSING_REQUIRED;
}

static PLONG CounterOf(PAUDIT_EXTENSION extension, DEVICE_USAGE_NOTIFICATION_TYPE type)
{
  switch (type) {
  case DeviceUsageTypePaging:
    return &extension->PagingPathCount;
  case DeviceUsageTypeHibernation:
    return &extension->HibernationPathCount;
  case DeviceUsageTypeDumpFile:
    return &extension->DumpPathCount;
  default:
    return NULL;
  }
}

static PCSTR NameOf(DEVICE_USAGE_NOTIFICATION_TYPE type)
{
  switch (type) {
  case DeviceUsageTypePaging:
    return "paging";
  case DeviceUsageTypeHibernation:
    return "hibernation";
  case DeviceUsageTypeDumpFile:
    return "dump";
  default:
    return "special";
  }
}

static LONG AllCounts(PAUDIT_EXTENSION extension)
{
  return extension->PagingPathCount + extension->HibernationPathCount + extension->DumpPathCount;
}

/* The file has come or gone for good. Types that this filter does not know are passed on and not counted. */
static VOID CountFile(PAUDIT_EXTENSION extension, DEVICE_USAGE_NOTIFICATION_TYPE type, BOOLEAN inPath)
{
  PLONG counter = CounterOf(extension, type);
  LONG before = AllCounts(extension);

  if (counter == NULL) {
    return;
  }
  IoAdjustPagingPathCount(counter, inPath);
  if (inPath) {
    /* From now on power requests may come at DISPATCH_LEVEL: what they run must not be paged out. */
    extension->Self->Flags &= ~DO_POWER_PAGABLE;
  }
  if ((before == 0) != (AllCounts(extension) == 0)) {
    /* Whether the device can be disabled has changed: the PnP manager should ask again. */
    IoInvalidateDeviceState(extension->Pdo);
  }
}

static NTSTATUS HandleUsageNotification(PAUDIT_EXTENSION extension, PIRP irp)
{
  PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
  BOOLEAN inPath = location->Parameters.UsageNotification.InPath;
  DEVICE_USAGE_NOTIFICATION_TYPE type = location->Parameters.UsageNotification.Type;
  PLONG counter = CounterOf(extension, type);
  BOOLEAN setPagable;
  NTSTATUS status;

  /* The way down. This is the only moment to refuse, and a file that goes can never be refused. */
  if (inPath && !extension->IsStarted) {
    return Complete(irp, STATUS_DEVICE_NOT_READY);
  }
  if (inPath && extension->FailUsage != STATUS_SUCCESS) {
    DbgPrint("auditflt: refuses a %s file with status 0x%x\n", NameOf(type), extension->FailUsage);
    return Complete(irp, extension->FailUsage);
  }

  /* Only one notification at a time. In a critical region, because a suspended thread would hold up all others. */
  KeEnterCriticalRegion();
  KeWaitForSingleObject(&extension->PathEvent, Executive, KernelMode, FALSE, NULL);

  /* When the last file goes, the power manager may call us at PASSIVE_LEVEL again. The flag is set before the drivers
     below set theirs: a pagable driver above one that is not pagable is safe, the other way round is not. */
  setPagable = !inPath && counter != NULL && *counter == 1 && AllCounts(extension) == 1 &&
               (extension->Self->Flags & DO_POWER_INRUSH) == 0;
  if (setPagable) {
    extension->Self->Flags |= DO_POWER_PAGABLE;
  }
  DbgPrint("auditflt: %s file %s, passed down\n", NameOf(type), inPath ? "comes" : "goes");

  irp->IoStatus.Status = STATUS_SUCCESS;
  status = ForwardAndWait(extension, irp);

  /* The way up. */
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
  } else if (setPagable) {
    extension->Self->Flags &= ~DO_POWER_PAGABLE;
  }
  DbgPrint("auditflt: back up with status 0x%x, %d special files\n", status, AllCounts(extension));

  KeSetEvent(&extension->PathEvent, IO_NO_INCREMENT, FALSE);
  KeLeaveCriticalRegion();
  return Complete(irp, status);
}

/* The drivers below first; then nobody may be using this device any more; then it goes. */
static NTSTATUS RemoveDevice(PAUDIT_EXTENSION extension, PDEVICE_OBJECT deviceObject, PIRP irp)
{
  NTSTATUS status = PassDownHandled(extension, irp);

  IoReleaseRemoveLockAndWait(&extension->RemoveLock, irp);
  IoDetachDevice(extension->Lower);
  IoDeleteDevice(deviceObject);
  return status;
}

/* PnP requests come at PASSIVE_LEVEL, so this routine may wait. */
static NTSTATUS DispatchPnp(PDEVICE_OBJECT deviceObject, PIRP irp)
{
  PAUDIT_EXTENSION extension = deviceObject->DeviceExtension;
  NTSTATUS status = IoAcquireRemoveLock(&extension->RemoveLock, irp);

  if (!NT_SUCCESS(status)) {
    return Complete(irp, status);
  }
  switch (IoGetCurrentIrpStackLocation(irp)->MinorFunction) {
  case IRP_MN_DEVICE_USAGE_NOTIFICATION:
    status = HandleUsageNotification(extension, irp);
    break;

  case IRP_MN_START_DEVICE:
    /* The drivers below start first. */
    status = ForwardAndWait(extension, irp);
    extension->IsStarted = NT_SUCCESS(status);
    Complete(irp, status);
    break;

  case IRP_MN_QUERY_STOP_DEVICE:
  case IRP_MN_QUERY_REMOVE_DEVICE:
    /* The system cannot do without its files: the device has to stay. Whoever refuses completes the request at once. */
    status = AllCounts(extension) != 0 ? Complete(irp, STATUS_DEVICE_BUSY) : PassDownHandled(extension, irp);
    break;

  case IRP_MN_QUERY_PNP_DEVICE_STATE:
    if (AllCounts(extension) != 0) {
      /* Others add bits of their own: never overwrite theirs. */
      irp->IoStatus.Information |= PNP_DEVICE_NOT_DISABLEABLE;
    }
    /* Success without a bit is an answer too: it takes back what was reported before. */
    status = PassDownHandled(extension, irp);
    break;

  case IRP_MN_STOP_DEVICE:
  case IRP_MN_SURPRISE_REMOVAL:
    extension->IsStarted = FALSE;
    status = PassDownHandled(extension, irp);
    break;

  case IRP_MN_REMOVE_DEVICE:
    /* Ends with the device deleted: nothing of the extension may be touched after this. */
    return RemoveDevice(extension, deviceObject, irp);

  default:
    status = PassDown(extension, irp);
  }
  IoReleaseRemoveLock(&extension->RemoveLock, irp);
  return status;
}

/* Reads, writes, power requests and everything else that this filter has no part in, also at DISPATCH_LEVEL. */
static NTSTATUS DispatchPassDown(PDEVICE_OBJECT deviceObject, PIRP irp)
{
  PAUDIT_EXTENSION extension = deviceObject->DeviceExtension;
  NTSTATUS status = IoAcquireRemoveLock(&extension->RemoveLock, irp);

  if (!NT_SUCCESS(status)) {
    return Complete(irp, status);
  }
  /* The lock keeps the device until the request has come back, so somebody has to notice when it does. */
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, ReleaseLock, extension, TRUE, TRUE, TRUE);
  return IoCallDriver(extension->Lower, irp);
}

static NTSTATUS ReleaseLock(PDEVICE_OBJECT deviceObject, PIRP irp, PVOID context)
{
  PAUDIT_EXTENSION extension = context;

  UNREFERENCED_PARAMETER(deviceObject);
  if (irp->PendingReturned) {
    IoMarkIrpPending(irp);
  }
  IoReleaseRemoveLock(&extension->RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

/* Called for each disk that the machine file gives this filter: puts a device on top of the disk's stack. */
static NTSTATUS AddDevice(PDRIVER_OBJECT driverObject, PDEVICE_OBJECT physicalDeviceObject)
{
  PDEVICE_OBJECT self;
  PDEVICE_OBJECT lower;
  PAUDIT_EXTENSION extension;
  NTSTATUS status = IoCreateDevice(driverObject, sizeof(AUDIT_EXTENSION), NULL, physicalDeviceObject->DeviceType,
                                   physicalDeviceObject->Characteristics, FALSE, &self);

  if (!NT_SUCCESS(status)) {
    return status;
  }
  lower = IoAttachDeviceToDeviceStack(self, physicalDeviceObject);
  if (lower == NULL) {
    IoDeleteDevice(self);
    return STATUS_NO_SUCH_DEVICE;
  }
  /* A filter looks to those above like the device below: the same type, buffers and power flags. */
  self->DeviceType = lower->DeviceType;
  self->Characteristics = lower->Characteristics;
  self->Flags |= lower->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE | DO_POWER_INRUSH);

  extension = self->DeviceExtension;
  extension->Self = self;
  extension->Lower = lower;
  extension->Pdo = physicalDeviceObject;
  extension->FailUsage = SandboxQueryRegistry(driverObject, "FailUsage", STATUS_SUCCESS);
  IoInitializeRemoveLock(&extension->RemoveLock, 0, 0, 0);
  KeInitializeEvent(&extension->PathEvent, SynchronizationEvent, TRUE);

  self->Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

static VOID Unload(PDRIVER_OBJECT driverObject)
{
  UNREFERENCED_PARAMETER(driverObject);
  DbgPrint("auditflt: unloaded\n");
}

/* A filter must have an entry for every function code: it lets all of them pass. */
NTSTATUS DriverEntry(PDRIVER_OBJECT driverObject, PUNICODE_STRING registryPath)
{
  ULONG major;

  UNREFERENCED_PARAMETER(registryPath);
  for (major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) {
    driverObject->MajorFunction[major] = DispatchPassDown;
  }
  driverObject->MajorFunction[IRP_MJ_PNP] = DispatchPnp;
  driverObject->DriverExtension->AddDevice = AddDevice;
  driverObject->DriverUnload = Unload;
  return STATUS_SUCCESS;
}
