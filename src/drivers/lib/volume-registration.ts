/** How the volume manager tells the partition manager of a disk which volumes lie on it. */
import {
  CTL_CODE,
  type DEVICE_OBJECT,
  Executive,
  FALSE,
  FILE_ANY_ACCESS,
  FILE_DEVICE_DISK,
  IO_STATUS_BLOCK,
  IoBuildDeviceIoControlRequest,
  IoCallDriver,
  IoGetAttachedDeviceReference,
  KEVENT,
  KeInitializeEvent,
  KernelMode,
  KeWaitForSingleObject,
  local,
  METHOD_NEITHER,
  NotificationEvent,
  NULL,
  ObDereferenceObject,
  STATUS_PENDING,
  TRUE,
  type ULONG,
} from 'wdm';

/** Internal control codes; the input is the volume's device object. */
export const IOCTL_PARTMGR_VOLUME_ARRIVED: ULONG = CTL_CODE(FILE_DEVICE_DISK, 0x900, METHOD_NEITHER, FILE_ANY_ACCESS);
export const IOCTL_PARTMGR_VOLUME_GONE: ULONG = CTL_CODE(FILE_DEVICE_DISK, 0x901, METHOD_NEITHER, FILE_ANY_ACCESS);

/** Nothing depends on the answer: a disk without a partition manager has nobody to keep the list. */
export async function TellDisk(diskPdo: DEVICE_OBJECT, code: ULONG, volume: DEVICE_OBJECT): Promise<void> {
  const top = IoGetAttachedDeviceReference(diskPdo);
  const event = local(KEVENT);
  const ioStatus = local(IO_STATUS_BLOCK);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  // The I/O manager owns this request: it frees it, and sets the event when it did not end at once.
  const irp = IoBuildDeviceIoControlRequest(code, top, volume, 0, NULL, 0, TRUE, event, ioStatus);
  if (irp !== NULL && (await IoCallDriver(top, irp)) === STATUS_PENDING) {
    await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  }
  ObDereferenceObject(top);
}
