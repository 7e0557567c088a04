/** Dispatch routines that are the same in all these drivers, and the table that holds them. */
import {
  type DEVICE_OBJECT,
  type DRIVER_ADD_DEVICE,
  type DRIVER_DISPATCH,
  type DRIVER_OBJECT,
  IO_NO_INCREMENT,
  IoCompleteRequest,
  type IRP,
  IRP_MJ_CLEANUP,
  IRP_MJ_CLOSE,
  IRP_MJ_CREATE,
  IRP_MJ_MAXIMUM_FUNCTION,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_SYSTEM_CONTROL,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  STATUS_DELETE_PENDING,
  STATUS_DEVICE_REMOVED,
  STATUS_NO_SUCH_DEVICE,
  STATUS_SUCCESS,
} from 'wdm';
import {
  type COMMON_EXTENSION,
  CommonExtension,
  CompleteIrp,
  Deleted,
  EnterDevice,
  NotStarted,
  PassDown,
  PassDownLocked,
  RemovePending,
  SurpriseRemoved,
} from './common.ts';
import { type DevicePower, DispatchPower, MakeDispatchPower } from './power.ts';

/** A driver that makes devices of its own: it opens and closes them itself and answers what it knows. */
export function FillFunctionDispatch(
  driverObject: DRIVER_OBJECT,
  addDevice: DRIVER_ADD_DEVICE,
  dispatchPnp: DRIVER_DISPATCH,
  power: DevicePower = { isPolicyOwner: true },
): void {
  FillCommon(driverObject, addDevice, dispatchPnp, MakeDispatchPower(power));
  driverObject.MajorFunction.set(IRP_MJ_CREATE, DispatchCreate);
  driverObject.MajorFunction.set(IRP_MJ_CLEANUP, DispatchClose);
  driverObject.MajorFunction.set(IRP_MJ_CLOSE, DispatchClose);
}

/** A filter lets through all that it does not understand: every function code needs an entry. */
export function FillFilterDispatch(
  driverObject: DRIVER_OBJECT,
  addDevice: DRIVER_ADD_DEVICE,
  dispatchPnp: DRIVER_DISPATCH,
): void {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) {
    driverObject.MajorFunction.set(major, DispatchPassDown);
  }
  FillCommon(driverObject, addDevice, dispatchPnp, DispatchPower);
}

function FillCommon(
  driverObject: DRIVER_OBJECT,
  addDevice: DRIVER_ADD_DEVICE,
  dispatchPnp: DRIVER_DISPATCH,
  dispatchPower: DRIVER_DISPATCH,
): void {
  driverObject.DriverExtension.AddDevice = addDevice;
  driverObject.DriverUnload = Unload;
  driverObject.MajorFunction.set(IRP_MJ_PNP, dispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_POWER, dispatchPower);
  driverObject.MajorFunction.set(IRP_MJ_SYSTEM_CONTROL, DispatchSystemControl);
}

/** Nothing was allocated for the driver as a whole. */
function Unload(_driverObject: DRIVER_OBJECT): void {}

/** Synchronous, and usable at DISPATCH_LEVEL: reads and writes take this way through a filter. */
export function DispatchPassDown(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  return NT_SUCCESS(entered) ? PassDownLocked(common, irp) : entered;
}

/** Nobody may open a device that has not been started, or that is on its way out. */
function DispatchCreate(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  return CompleteIrp(common, irp, common.PnpState === RemovePending ? STATUS_DELETE_PENDING : CheckUsable(common));
}

/** What a request that needs the device is told: success as long as there is one. */
export function CheckUsable(common: COMMON_EXTENSION): NTSTATUS {
  switch (common.PnpState) {
    case NotStarted:
      return STATUS_NO_SUCH_DEVICE;
    case SurpriseRemoved:
    case Deleted:
      return STATUS_DEVICE_REMOVED;
    default:
      return STATUS_SUCCESS;
  }
}

/** A handle can be closed whatever has become of the device, even when its remove lock takes nobody in any more. */
function DispatchClose(_deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}

/** WMI: none of these drivers provides data, so the request goes on to the next one, and a PDO leaves it as it is. */
async function DispatchSystemControl(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  return common.Lower === NULL ? CompleteIrp(common, irp, irp.IoStatus.Status) : PassDown(common, irp);
}
