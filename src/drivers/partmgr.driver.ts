/**
 * The partition manager: a filter on every disk. It takes part in everything that its disk takes part in, and knows the
 * volumes that lie on the disk, so that they go before the disk does.
 */
import {
  array,
  cast,
  DEVICE_OBJECT,
  type DRIVER_OBJECT,
  IoGetCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  ObDereferenceObject,
  ObReferenceObject,
  out,
  PDEVICE_OBJECT,
  RemovalRelations,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_SUCCESS,
  struct,
  TRUE,
  type ULONG,
  type UNICODE_STRING,
} from 'wdm';
import { AppendRelations } from './lib/bus.ts';
import {
  AttachNewDevice,
  COMMON_EXTENSION,
  CommonExtension,
  CompleteIrp,
  EnterDevice,
  PassDownLocked,
} from './lib/common.ts';
import { FillFilterDispatch } from './lib/dispatch.ts';
import { DispatchFunctionPnp, type FunctionDevice } from './lib/function-device.ts';
import { IOCTL_PARTMGR_VOLUME_ARRIVED, IOCTL_PARTMGR_VOLUME_GONE } from './lib/volume-registration.ts';

const MAXIMUM_VOLUMES = 32;

class PARTMGR_EXTENSION extends struct('PARTMGR_EXTENSION', {
  Common: COMMON_EXTENSION,
  /** Each with a reference; NULL = a free place. */
  Volumes: array(PDEVICE_OBJECT, MAXIMUM_VOLUMES),
}) {}

const device: FunctionDevice = {
  // A filter has no opinion: whether the disk can hold the file is for the drivers below to say.
  isSupportedUsage: () => TRUE,
  addRelations: AddVolumes,
  remove: ForgetVolumes,
};

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFilterDispatch(driverObject, AddDevice, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_INTERNAL_DEVICE_CONTROL, DispatchInternalDeviceControl);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const created = out<PDEVICE_OBJECT>();
  return AttachNewDevice(driverObject, physicalDeviceObject, PARTMGR_EXTENSION, NULL, created);
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  return DispatchFunctionPnp(device, deviceObject, irp);
}

function VolumesOf(deviceObject: DEVICE_OBJECT): PARTMGR_EXTENSION['Volumes'] {
  return cast(PARTMGR_EXTENSION, deviceObject.DeviceExtension).Volumes;
}

/** The volumes are children of the volume manager, so only their disk can say that they go with it. */
function AddVolumes(deviceObject: DEVICE_OBJECT, irp: IRP, type: ULONG): NTSTATUS {
  const volumes = type === RemovalRelations ? KnownVolumes(deviceObject) : [];
  return volumes.length === 0 ? STATUS_SUCCESS : AppendRelations(irp, volumes);
}

function KnownVolumes(deviceObject: DEVICE_OBJECT): DEVICE_OBJECT[] {
  const volumes = VolumesOf(deviceObject);
  const known: DEVICE_OBJECT[] = [];
  for (let index = 0; index < MAXIMUM_VOLUMES; index += 1) {
    const volume = volumes.get(index);
    if (volume !== NULL) {
      known.push(volume);
    }
  }
  return known;
}

function DispatchInternalDeviceControl(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const { IoControlCode: code, Type3InputBuffer: input } = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceIoControl;
  switch (code) {
    case IOCTL_PARTMGR_VOLUME_ARRIVED:
      return CompleteIrp(common, irp, RememberVolume(deviceObject, cast(DEVICE_OBJECT, input)));
    case IOCTL_PARTMGR_VOLUME_GONE:
      ForgetVolume(deviceObject, cast(DEVICE_OBJECT, input));
      return CompleteIrp(common, irp, STATUS_SUCCESS);
    default:
      return PassDownLocked(common, irp);
  }
}

function RememberVolume(deviceObject: DEVICE_OBJECT, volume: DEVICE_OBJECT): NTSTATUS {
  const volumes = VolumesOf(deviceObject);
  for (let index = 0; index < MAXIMUM_VOLUMES; index += 1) {
    if (volumes.get(index) === NULL) {
      ObReferenceObject(volume);
      volumes.set(index, volume);
      return STATUS_SUCCESS;
    }
  }
  return STATUS_INSUFFICIENT_RESOURCES;
}

function ForgetVolume(deviceObject: DEVICE_OBJECT, volume: DEVICE_OBJECT): void {
  const volumes = VolumesOf(deviceObject);
  for (let index = 0; index < MAXIMUM_VOLUMES; index += 1) {
    if (volumes.get(index)?.address === volume.address) {
      volumes.set(index, NULL);
      ObDereferenceObject(volume);
    }
  }
}

function ForgetVolumes(deviceObject: DEVICE_OBJECT): void {
  for (const volume of KnownVolumes(deviceObject)) {
    ForgetVolume(deviceObject, volume);
  }
}
