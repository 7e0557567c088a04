/**
 * The volume manager. A volume's parent in the device tree is this driver's own device, not a disk: that its disks stay
 * usable for a special file is this driver's duty alone, because nobody else knows them.
 */
import {
  array,
  cast,
  type DEVICE_OBJECT,
  DO_DIRECT_IO,
  type DRIVER_OBJECT,
  FILE_DEVICE_DISK,
  IoCallDriver,
  IoCopyCurrentIrpStackLocationToNext,
  IoGetAttachedDeviceReference,
  IoGetCurrentIrpStackLocation,
  IoGetNextIrpStackLocation,
  IoSetCompletionRoutine,
  type IRP,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
  LARGE_INTEGER,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  ObDereferenceObject,
  PDEVICE_OBJECT,
  SandboxQueryMediumSize,
  SandboxQueryMember,
  SandboxQueryMemberOffset,
  SandboxQueryMembers,
  STATUS_DEVICE_NOT_CONNECTED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  struct,
  TRUE,
  type UNICODE_STRING,
} from 'wdm';
import { BUS_FDO_EXTENSION, BUS_PDO_EXTENSION } from './lib/bus.ts';
import { type BusChild, ParentStack } from './lib/bus-child.ts';
import { AddBusDevice, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { CommonExtension, CompleteIrp, EnterDevice, ReleaseLockOnCompletion } from './lib/common.ts';
import { CheckUsable, FillFunctionDispatch } from './lib/dispatch.ts';
import { IsStorageUsage } from './lib/usage.ts';
import { IOCTL_PARTMGR_VOLUME_ARRIVED, IOCTL_PARTMGR_VOLUME_GONE, TellDisk } from './lib/volume-registration.ts';

const MAXIMUM_MEMBERS = 32;

class VOLUME_EXTENSION extends struct('VOLUME_EXTENSION', {
  Bus: BUS_PDO_EXTENSION,
  /** The PDOs of the disks on which the volume lies, from the first to the last that is not NULL; each with a reference. */
  Members: array(PDEVICE_OBJECT, MAXIMUM_MEMBERS),
  /** Where the volume begins on its first member, which holds its data. Bytes. */
  Offset: LARGE_INTEGER,
  Size: LARGE_INTEGER,
}) {}

const child: BusChild = {
  extension: VOLUME_EXTENSION,
  deviceType: FILE_DEVICE_DISK,
  initialize: InitializeVolume,
  isSupportedUsage: IsStorageUsage,
  // The parent first, then the disks: each is a stack of its own and gets a request of its own.
  usageTargets: (volume) => [...ParentStack(volume), ...MembersOf(volume)],
  start: FindMembers,
  removed: ReleaseMembers,
  addCapabilities: (_volume, capabilities) => {
    capabilities.UniqueID = 1;
    capabilities.SilentInstall = 1;
    // No function driver is needed: file systems use the device object as it is.
    capabilities.RawDeviceOK = 1;
  },
};

const device = BusFunctionDevice(child, { isSupportedUsage: IsStorageUsage });

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  // No function driver stands above a volume: its own device object is where its power is decided.
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp, BusPower({ isPolicyOwner: true }));
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchIo);
  driverObject.MajorFunction.set(IRP_MJ_WRITE, DispatchIo);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, DispatchIo);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  return AddBusDevice(driverObject, physicalDeviceObject, BUS_FDO_EXTENSION);
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  return DispatchBusPnp(device, child, deviceObject, irp);
}

function VolumeExtension(volume: DEVICE_OBJECT): VOLUME_EXTENSION {
  return cast(VOLUME_EXTENSION, volume.DeviceExtension);
}

function MembersOf(volume: DEVICE_OBJECT): DEVICE_OBJECT[] {
  const { Members } = VolumeExtension(volume);
  const members: DEVICE_OBJECT[] = [];
  for (let index = 0; index < MAXIMUM_MEMBERS; index += 1) {
    const disk = Members.get(index);
    if (disk !== NULL) {
      members.push(disk);
    }
  }
  return members;
}

/** A read goes on to the disk as the same IRP, so it needs locations for the disk's stack too. */
function InitializeVolume(volume: DEVICE_OBJECT): void {
  volume.Flags |= DO_DIRECT_IO;
  const disk = SandboxQueryMembers(volume) === 0 ? NULL : SandboxQueryMember(volume, 0);
  if (disk !== NULL) {
    const top = IoGetAttachedDeviceReference(disk);
    volume.StackSize = (top ?? disk).StackSize + 1;
    ObDereferenceObject(top);
    ObDereferenceObject(disk);
  }
}

/** A volume runs only when all of its disks are there. */
async function FindMembers(volume: DEVICE_OBJECT): Promise<NTSTATUS> {
  await ReleaseMembers(volume);
  const extension = VolumeExtension(volume);
  const count = SandboxQueryMembers(volume);
  if (count > MAXIMUM_MEMBERS) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  for (let index = 0; index < count; index += 1) {
    const disk = SandboxQueryMember(volume, index);
    // A disk without a driver (disabled, ejected, failed to start) cannot be told of the volume.
    if (disk === NULL || disk.AttachedDevice === NULL) {
      if (disk !== NULL) {
        ObDereferenceObject(disk);
      }
      await ReleaseMembers(volume);
      return STATUS_DEVICE_NOT_CONNECTED;
    }
    extension.Members.set(index, disk);
    await TellDisk(disk, IOCTL_PARTMGR_VOLUME_ARRIVED, volume);
  }
  extension.Offset = SandboxQueryMemberOffset(volume, 0);
  extension.Size = SandboxQueryMediumSize(volume);
  return STATUS_SUCCESS;
}

async function ReleaseMembers(volume: DEVICE_OBJECT): Promise<void> {
  for (const [index, disk] of MembersOf(volume).entries()) {
    await TellDisk(disk, IOCTL_PARTMGR_VOLUME_GONE, volume);
    VolumeExtension(volume).Members.set(index, NULL);
    ObDereferenceObject(disk);
  }
}

/** IRP_MJ_READ, IRP_MJ_WRITE and IRP_MJ_FLUSH_BUFFERS go to the disk that holds the data, moved to where the volume begins. */
function DispatchIo(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  if (common.Lower !== NULL) {
    // The volume manager's own device has nothing to read.
    return CompleteIrp(common, irp, STATUS_INVALID_DEVICE_REQUEST);
  }
  const usable = CheckUsable(common);
  const status = NT_SUCCESS(usable) ? CheckRange(VolumeExtension(deviceObject), irp) : usable;
  return NT_SUCCESS(status) ? SendToDisk(deviceObject, irp) : CompleteIrp(common, irp, status);
}

function CheckRange(volume: VOLUME_EXTENSION, irp: IRP): NTSTATUS {
  const stack = IoGetCurrentIrpStackLocation(irp);
  if (stack.MajorFunction === IRP_MJ_FLUSH_BUFFERS) {
    return STATUS_SUCCESS;
  }
  const isRead = stack.MajorFunction === IRP_MJ_READ;
  const { ByteOffset: offset, Length: length } = isRead ? stack.Parameters.Read : stack.Parameters.Write;
  return offset >= 0n && offset + BigInt(length) <= volume.Size ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

function SendToDisk(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const volume = VolumeExtension(deviceObject);
  const top = IoGetAttachedDeviceReference(volume.Members.get(0));
  if (top === NULL || irp.CurrentLocation <= top.StackSize) {
    ObDereferenceObject(top);
    return CompleteIrp(volume.Bus.Common, irp, STATUS_INSUFFICIENT_RESOURCES);
  }
  IoCopyCurrentIrpStackLocationToNext(irp);
  const next = IoGetNextIrpStackLocation(irp);
  if (next.MajorFunction === IRP_MJ_READ) {
    next.Parameters.Read.ByteOffset += volume.Offset;
  } else if (next.MajorFunction === IRP_MJ_WRITE) {
    next.Parameters.Write.ByteOffset += volume.Offset;
  }
  IoSetCompletionRoutine(irp, ReleaseLockOnCompletion, volume.Bus.Common, TRUE, TRUE, TRUE);
  const status = IoCallDriver(top, irp);
  ObDereferenceObject(top);
  return status;
}
