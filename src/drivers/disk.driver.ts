/**
 * The function driver of a disk. It checks requests and passes them to the adapter's logical unit, holds them while the
 * device is stopped, stops and starts the disk as its power goes and comes, and keeps count of the special files that the system has put on the disk.
 */
import {
  cast,
  type DEVICE_OBJECT,
  DISK_GEOMETRY,
  type DRIVER_OBJECT,
  FILE_DEVICE_DISK,
  IOCTL_DISK_GET_DRIVE_GEOMETRY,
  IOCTL_DISK_GET_LENGTH_INFO,
  IOCTL_DISK_IS_WRITABLE,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseCancelSpinLock,
  type IRP,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
  LARGE_INTEGER,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  SandboxQueryMediumSize,
  STATUS_BUFFER_TOO_SMALL,
  STATUS_CANCELLED,
  STATUS_INVALID_PARAMETER,
  STATUS_PENDING,
  STATUS_SUCCESS,
  sizeof,
  struct,
  type ULONG,
  type UNICODE_STRING,
} from 'wdm';
import {
  AttachNewDevice,
  COMMON_EXTENSION,
  CommonExtension,
  CompleteIrp,
  EnterDevice,
  PassDownLocked,
  StopPending,
  Stopped,
} from './lib/common.ts';
import { DISK_POWER, DiskPower } from './lib/disk-power.ts';
import { CheckUsable, DispatchPassDown, FillFunctionDispatch } from './lib/dispatch.ts';
import { DispatchFunctionPnp, type FunctionDevice } from './lib/function-device.ts';
import { InitializeIrpQueue, InsertIrp, IRP_QUEUE, RemoveIrp, UnlinkIrp } from './lib/irp-queue.ts';
import { IsStorageUsage } from './lib/usage.ts';

const SECTOR_SIZE = 512;
const SECTORS_PER_TRACK = 63;
const TRACKS_PER_CYLINDER = 255;
/** MEDIA_TYPE FixedMedia */
const FIXED_MEDIA = 12;

class DISK_EXTENSION extends struct('DISK_EXTENSION', {
  Common: COMMON_EXTENSION,
  /** Requests that came in while the device was stopped, in their order. */
  Held: IRP_QUEUE,
  Power: DISK_POWER,
  /** Bytes. */
  Size: LARGE_INTEGER,
}) {}

class GET_LENGTH_INFORMATION extends struct('GET_LENGTH_INFORMATION', { Length: LARGE_INTEGER }) {}

const device: FunctionDevice = {
  isSupportedUsage: IsStorageUsage,
  start: ReadGeometry,
  resume: SendHeld,
  failQueued: FailHeld,
};

const power = DiskPower((deviceObject) => DiskExtension(deviceObject).Power);

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp, power);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchReadWrite);
  driverObject.MajorFunction.set(IRP_MJ_WRITE, DispatchReadWrite);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, DispatchFlush);
  driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, DispatchDeviceControl);
  driverObject.MajorFunction.set(IRP_MJ_INTERNAL_DEVICE_CONTROL, DispatchPassDown);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const created = out<PDEVICE_OBJECT>();
  const status = AttachNewDevice(driverObject, physicalDeviceObject, DISK_EXTENSION, FILE_DEVICE_DISK, created);
  if (NT_SUCCESS(status) && created.value !== NULL) {
    InitializeIrpQueue(DiskExtension(created.value).Held);
  }
  return status;
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  return DispatchFunctionPnp(device, deviceObject, irp);
}

function DiskExtension(deviceObject: DEVICE_OBJECT): DISK_EXTENSION {
  return cast(DISK_EXTENSION, deviceObject.DeviceExtension);
}

function ReadGeometry(deviceObject: DEVICE_OBJECT): NTSTATUS {
  const disk = DiskExtension(deviceObject);
  disk.Size = SandboxQueryMediumSize(disk.Common.Pdo);
  deviceObject.SectorSize = SECTOR_SIZE;
  return STATUS_SUCCESS;
}

function DispatchReadWrite(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const status = CheckRange(DiskExtension(deviceObject), irp);
  return NT_SUCCESS(status) ? SendOrHold(deviceObject, common, irp) : CompleteIrp(common, irp, status);
}

function DispatchFlush(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  return NT_SUCCESS(entered) ? SendOrHold(deviceObject, common, irp) : entered;
}

/** Whole sectors that the disk has. */
function CheckRange(disk: DISK_EXTENSION, irp: IRP): NTSTATUS {
  const stack = IoGetCurrentIrpStackLocation(irp);
  const isRead = stack.MajorFunction === IRP_MJ_READ;
  const { ByteOffset: offset, Length: length } = isRead ? stack.Parameters.Read : stack.Parameters.Write;
  const isAligned = length % SECTOR_SIZE === 0 && offset % BigInt(SECTOR_SIZE) === 0n;
  const isInside = offset >= 0n && offset + BigInt(length) <= disk.Size;
  return isAligned && isInside ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

function SendOrHold(deviceObject: DEVICE_OBJECT, common: COMMON_EXTENSION, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const status = CheckUsable(common);
  if (!NT_SUCCESS(status)) {
    return CompleteIrp(common, irp, status);
  }
  if (common.PnpState !== StopPending && common.PnpState !== Stopped) {
    return PassDownLocked(common, irp);
  }
  // A stopped disk comes back: its requests wait, because whoever sent them must not lose data.
  IoMarkIrpPending(irp);
  if (!InsertIrp(DiskExtension(deviceObject).Held, irp, CancelHeld)) {
    CompleteIrp(common, irp, STATUS_CANCELLED);
  }
  return STATUS_PENDING;
}

async function SendHeld(deviceObject: DEVICE_OBJECT): Promise<void> {
  const disk = DiskExtension(deviceObject);
  for (let irp = RemoveIrp(disk.Held); irp !== NULL; irp = RemoveIrp(disk.Held)) {
    await PassDownLocked(disk.Common, irp);
  }
}

function FailHeld(deviceObject: DEVICE_OBJECT): void {
  const disk = DiskExtension(deviceObject);
  for (let irp = RemoveIrp(disk.Held); irp !== NULL; irp = RemoveIrp(disk.Held)) {
    CompleteIrp(disk.Common, irp, CheckUsable(disk.Common));
  }
}

/** The cancel lock is held on entry; the IRP says at which IRQL to give it back. */
function CancelHeld(deviceObject: DEVICE_OBJECT, irp: IRP): void {
  IoReleaseCancelSpinLock(irp.CancelIrql);
  UnlinkIrp(DiskExtension(deviceObject).Held, irp);
  irp.IoStatus.Information = 0;
  CompleteIrp(CommonExtension(deviceObject), irp, STATUS_CANCELLED);
}

/** Questions about the disk as a whole are answered here; everything else is for the adapter. */
function DispatchDeviceControl(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const usable = CheckUsable(common);
  if (!NT_SUCCESS(usable)) {
    return CompleteIrp(common, irp, usable);
  }
  const { IoControlCode: code } = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceIoControl;
  switch (code) {
    case IOCTL_DISK_GET_LENGTH_INFO:
      return CompleteIrp(common, irp, AnswerLength(DiskExtension(deviceObject), irp));
    case IOCTL_DISK_GET_DRIVE_GEOMETRY:
      return CompleteIrp(common, irp, AnswerGeometry(DiskExtension(deviceObject), irp));
    case IOCTL_DISK_IS_WRITABLE:
      return CompleteIrp(common, irp, STATUS_SUCCESS);
    default:
      return PassDownLocked(common, irp);
  }
}

function AnswerLength(disk: DISK_EXTENSION, irp: IRP): NTSTATUS {
  if (!HasRoom(irp, sizeof(GET_LENGTH_INFORMATION))) {
    return STATUS_BUFFER_TOO_SMALL;
  }
  cast(GET_LENGTH_INFORMATION, irp.AssociatedIrp.SystemBuffer).Length = disk.Size;
  irp.IoStatus.Information = sizeof(GET_LENGTH_INFORMATION);
  return STATUS_SUCCESS;
}

function AnswerGeometry(disk: DISK_EXTENSION, irp: IRP): NTSTATUS {
  if (!HasRoom(irp, sizeof(DISK_GEOMETRY))) {
    return STATUS_BUFFER_TOO_SMALL;
  }
  const geometry = cast(DISK_GEOMETRY, irp.AssociatedIrp.SystemBuffer);
  geometry.MediaType = FIXED_MEDIA;
  geometry.TracksPerCylinder = TRACKS_PER_CYLINDER;
  geometry.SectorsPerTrack = SECTORS_PER_TRACK;
  geometry.BytesPerSector = SECTOR_SIZE;
  geometry.Cylinders = disk.Size / BigInt(TRACKS_PER_CYLINDER * SECTORS_PER_TRACK * SECTOR_SIZE);
  irp.IoStatus.Information = sizeof(DISK_GEOMETRY);
  return STATUS_SUCCESS;
}

function HasRoom(irp: IRP, bytes: ULONG): boolean {
  const { OutputBufferLength: length } = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceIoControl;
  return length >= bytes && irp.AssociatedIrp.SystemBuffer !== 0;
}
