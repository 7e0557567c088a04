/** Sends requests of the driver's own to other device stacks and waits for them. */
import {
  cast,
  type DEVICE_OBJECT,
  Executive,
  FALSE,
  IO_NO_INCREMENT,
  IoAllocateIrp,
  IoCallDriver,
  IoFreeIrp,
  IoGetAttachedDeviceReference,
  IoGetNextIrpStackLocation,
  IoReuseIrp,
  IoSetCompletionRoutine,
  type IRP,
  IRP_MJ_PNP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  KEVENT,
  KeDelayExecutionThread,
  KeInitializeEvent,
  KernelMode,
  KeSetEvent,
  KeWaitForSingleObject,
  local,
  NotificationEvent,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  ObDereferenceObject,
  type PDEVICE_OBJECT,
  type PIRP,
  type PVOID,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_NOT_SUPPORTED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  TRUE,
  type ULONG,
} from 'wdm';

const TEN_MILLISECONDS = -100_000n;
const ALLOCATION_ATTEMPTS = 10;

/**
 * Tells several stacks about a special file. When one refuses, those that agreed before are told the opposite, last
 * first, so that nobody keeps a count for a file that does not come to be. A removal is told to all: nobody may refuse
 * it, and a driver that does must not keep the others from hearing of it.
 */
export async function NotifyStacks(targets: readonly DEVICE_OBJECT[], type: ULONG, inPath: boolean): Promise<NTSTATUS> {
  if (targets.length === 0) {
    return STATUS_SUCCESS;
  }
  const stacks: DEVICE_OBJECT[] = [];
  for (const target of targets) {
    const stack = IoGetAttachedDeviceReference(target);
    if (stack !== NULL) {
      stacks.push(stack);
    }
  }
  // One request, big enough for the deepest stack, serves all sends: with it in hand, undoing cannot fail for lack of memory.
  const irp = await AllocateForAll(stacks, inPath);
  let status: NTSTATUS = irp === NULL ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
  if (irp !== NULL) {
    status = await NotifyEach(irp, stacks, type, inPath);
    IoFreeIrp(irp);
  }
  for (const stack of stacks) {
    ObDereferenceObject(stack);
  }
  return status;
}

async function NotifyEach(irp: IRP, stacks: readonly DEVICE_OBJECT[], type: ULONG, inPath: boolean): Promise<NTSTATUS> {
  for (const [told, stack] of stacks.entries()) {
    const status = await SendUsageNotification(irp, stack, type, inPath);
    if (inPath && !NT_SUCCESS(status)) {
      for (const agreed of stacks.slice(0, told).reverse()) {
        await SendUsageNotification(irp, agreed, type, FALSE);
      }
      return status;
    }
  }
  return STATUS_SUCCESS;
}

async function AllocateForAll(stacks: readonly DEVICE_OBJECT[], mayFail: boolean): Promise<PIRP> {
  const deepest = Math.max(...stacks.map((stack) => stack.StackSize));
  let irp = IoAllocateIrp(deepest, FALSE);
  // The end of a special file cannot be refused, so a shortage of memory is waited out, within reason.
  for (let attempt = 1; irp === NULL && !mayFail && attempt < ALLOCATION_ATTEMPTS; attempt += 1) {
    await KeDelayExecutionThread(KernelMode, FALSE, TEN_MILLISECONDS);
    irp = IoAllocateIrp(deepest, FALSE);
  }
  return irp;
}

async function SendUsageNotification(irp: IRP, stack: DEVICE_OBJECT, type: ULONG, inPath: boolean): Promise<NTSTATUS> {
  IoReuseIrp(irp, STATUS_NOT_SUPPORTED);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_PNP;
  next.MinorFunction = IRP_MN_DEVICE_USAGE_NOTIFICATION;
  next.Parameters.UsageNotification.InPath = inPath;
  next.Parameters.UsageNotification.Type = type;
  return SendAndWait(irp, stack);
}

/** Sends a request that the driver has allocated, and gets it back: the completion walk ends at the routine below. */
export async function SendAndWait(irp: IRP, deviceObject: DEVICE_OBJECT): Promise<NTSTATUS> {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoSetCompletionRoutine(irp, SignalAndKeep, event, TRUE, TRUE, TRUE);
  const status = await IoCallDriver(deviceObject, irp);
  if (status === STATUS_PENDING) {
    await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  }
  return irp.IoStatus.Status;
}

/** The request was allocated by this driver: it has no location for it, and the I/O manager must not free it. */
function SignalAndKeep(_deviceObject: PDEVICE_OBJECT, _irp: IRP, context: PVOID): NTSTATUS {
  KeSetEvent(cast(KEVENT, context), IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
