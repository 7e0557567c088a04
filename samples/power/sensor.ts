/**
 * sensor: the function driver of a sensor hub, and the power policy owner of its stack. This file has what every function
 * driver has: DriverEntry, AddDevice, Plug and Play, and reads that wait in a queue until the hardware can serve them.
 *
 *   hardware.ts    the queues of the hub's two components, and the hardware behind them
 *   power.ts       which device state goes with which system state, and what happens on the way
 *   components.ts  what the power framework is told of the components, and what it tells about them
 *
 * Read a request's life from DispatchRead on. README.md has things to try.
 */
import {
  DbgPrint,
  type DEVICE_OBJECT,
  DO_DEVICE_INITIALIZING,
  DO_DIRECT_IO,
  DO_POWER_INRUSH,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  FALSE,
  FILE_DEVICE_UNKNOWN,
  IO_NO_INCREMENT,
  IoAcquireRemoveLock,
  IoAttachDeviceToDeviceStack,
  IoCallDriver,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoCreateDevice,
  IoDeleteDevice,
  IoDetachDevice,
  IoForwardIrpSynchronously,
  IoGetCurrentIrpStackLocation,
  IoInitializeRemoveLock,
  IoMarkIrpPending,
  IoReleaseRemoveLock,
  IoReleaseRemoveLockAndWait,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_CLEANUP,
  IRP_MJ_CLOSE,
  IRP_MJ_CREATE,
  IRP_MJ_MAXIMUM_FUNCTION,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_READ,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  type PVOID,
  SandboxQueryRegistry,
  STATUS_CONTINUE_COMPLETION,
  STATUS_DEVICE_REMOVED,
  STATUS_NO_SUCH_DEVICE,
  STATUS_PENDING,
  STATUS_SUCCESS,
  TRUE,
  type UNICODE_STRING,
} from 'wdm';
import { RegisterComponents, UnregisterComponents } from './components.ts';
import { Extension, SENSOR_EXTENSION } from './extension.ts';
import { FailWaiting, InitializeHardware, QueueRead } from './hardware.ts';
import { ArmForWake, DeviceIsOff, DeviceIsOn, DisarmWake, DispatchPower, HardwareIsIdle } from './power.ts';

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) {
    driverObject.MajorFunction.set(major, DispatchPassDown);
  }
  driverObject.MajorFunction.set(IRP_MJ_CREATE, DispatchOpenClose);
  driverObject.MajorFunction.set(IRP_MJ_CLEANUP, DispatchOpenClose);
  driverObject.MajorFunction.set(IRP_MJ_CLOSE, DispatchOpenClose);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchRead);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.DriverExtension.AddDevice = AddDevice;
  driverObject.DriverUnload = Unload;
  return STATUS_SUCCESS;
}

function Unload(_driverObject: DRIVER_OBJECT): void {
  DbgPrint('unloaded\n');
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const device = out<PDEVICE_OBJECT>();
  const status = IoCreateDevice(driverObject, SENSOR_EXTENSION, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, device);
  const self = device.value;
  if (!NT_SUCCESS(status) || self === NULL) {
    return status;
  }
  const lower = IoAttachDeviceToDeviceStack(self, physicalDeviceObject);
  if (lower === NULL) {
    IoDeleteDevice(self);
    return STATUS_NO_SUCH_DEVICE;
  }
  // How power requests reach this stack is what the device below says.
  self.Flags |= DO_DIRECT_IO | (lower.Flags & (DO_POWER_PAGABLE | DO_POWER_INRUSH));

  const extension = Extension(self);
  extension.Self = self;
  extension.Lower = lower;
  extension.Pdo = physicalDeviceObject;
  extension.IdleTimeout = SandboxQueryRegistry(driverObject, 'IdleTimeout', 10);
  extension.SamplerLatency = SandboxQueryRegistry(driverObject, 'SamplerLatency', 1000);
  IoInitializeRemoveLock(extension.RemoveLock, 0, 0, 0);
  InitializeHardware(extension, HardwareIsIdle);

  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

/** Takes the remove lock; a device that is going completes the request with the reason. */
function Enter(extension: SENSOR_EXTENSION, irp: IRP): NTSTATUS {
  const status = IoAcquireRemoveLock(extension.RemoveLock, irp);
  return NT_SUCCESS(status) ? status : Complete(irp, status);
}

function Complete(irp: IRP, status: NTSTATUS): NTSTATUS {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

function DispatchOpenClose(_deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  return Complete(irp, STATUS_SUCCESS);
}

function DispatchPassDown(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const extension = Extension(deviceObject);
  const status = Enter(extension, irp);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, ReleaseLock, deviceObject, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp);
}

function ReleaseLock(deviceObject: PDEVICE_OBJECT, irp: IRP, _context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    IoMarkIrpPending(irp);
  }
  if (deviceObject !== NULL) {
    IoReleaseRemoveLock(Extension(deviceObject).RemoveLock, irp);
  }
  return STATUS_CONTINUE_COMPLETION;
}

/**
 * A read waits in the queue of its component, which is asked for here; the request is served when the power framework says
 * that the component is active. The remove lock is held until then.
 */
function DispatchRead(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  const extension = Extension(deviceObject);
  const status = Enter(extension, irp);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  if (!extension.IsStarted) {
    IoReleaseRemoveLock(extension.RemoveLock, irp);
    return Complete(irp, STATUS_DEVICE_REMOVED);
  }
  IoMarkIrpPending(irp);
  QueueRead(extension, irp);
  return STATUS_PENDING;
}

async function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const extension = Extension(deviceObject);
  const entered = Enter(extension, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  let status: NTSTATUS;
  switch (IoGetCurrentIrpStackLocation(irp).MinorFunction) {
    case IRP_MN_START_DEVICE:
      status = Complete(irp, await StartDevice(extension, irp));
      break;

    case IRP_MN_STOP_DEVICE:
      // The registration with the power framework lasts over a stop and the start that follows.
      await DisarmWake(extension);
      DeviceIsOff(extension);
      irp.IoStatus.Status = STATUS_SUCCESS;
      status = await PassDown(extension, irp);
      break;

    // Nothing keeps the device from being stopped or removed: requests that are under way are held, or failed.
    case IRP_MN_QUERY_STOP_DEVICE:
    case IRP_MN_CANCEL_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
      irp.IoStatus.Status = STATUS_SUCCESS;
      status = await PassDown(extension, irp);
      break;

    case IRP_MN_SURPRISE_REMOVAL:
      await ShutDown(extension);
      irp.IoStatus.Status = STATUS_SUCCESS;
      status = await PassDown(extension, irp);
      break;

    case IRP_MN_REMOVE_DEVICE:
      return RemoveDevice(extension, deviceObject, irp);

    default:
      status = await PassDown(extension, irp);
  }
  IoReleaseRemoveLock(extension.RemoveLock, irp);
  return status;
}

async function PassDown(extension: SENSOR_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  return await IoCallDriver(extension.Lower, irp);
}

/** START_DEVICE powers the device up without a request of its own: it is in D0 now. */
async function StartDevice(extension: SENSOR_EXTENSION, irp: IRP): Promise<NTSTATUS> {
  await IoForwardIrpSynchronously(extension.Lower, irp);
  let status = irp.IoStatus.Status;
  if (!NT_SUCCESS(status)) {
    return status;
  }
  DeviceIsOn(extension);
  if (extension.Power === 0) {
    status = await RegisterComponents(extension);
  }
  extension.IsStarted = NT_SUCCESS(status);
  if (extension.IsStarted) {
    ArmForWake(extension);
  }
  return status;
}

/** The hardware is gone, or about to go: nothing may wait for it any more. */
async function ShutDown(extension: SENSOR_EXTENSION): Promise<void> {
  extension.IsStarted = FALSE;
  await DisarmWake(extension);
  FailWaiting(extension);
  await UnregisterComponents(extension);
  DeviceIsOff(extension);
}

async function RemoveDevice(extension: SENSOR_EXTENSION, deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  await ShutDown(extension);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(extension.Lower, irp);
  await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp);
  IoDetachDevice(extension.Lower);
  IoDeleteDevice(deviceObject);
  return status;
}
