/** A function driver with one component, F0 and F1, that does what its control codes say. */
import { withImports } from '../../machine/support/driver-text.ts';

/** IOCTL codes of the driver: METHOD_BUFFERED, FILE_ANY_ACCESS. */
const code = (number: number): number => (0x22 << 16) | (number << 2);
export const ACTIVATE = code(0x800);
export const ACTIVATE_ASYNC = code(0x801);
export const IDLE = code(0x802);
export const COMPLETE_IDLE_CONDITION = code(0x803);
export const ACTIVATE_BLOCKING_AT_DISPATCH = code(0x804);
/** Touches whatever `touch` says. */
export const TOUCH = code(0x806);
/** Requests D3 whatever the power framework thinks of it. */
export const GO_DOWN = code(0x805);

export interface RuntimeParts {
  /** Statements before PoFxRegisterDevice, in which `device`, `component` and `states` are in reach. */
  readonly described?: string;
  /** What more stands in the module. */
  readonly more?: string;
  /** What the driver does with its component after PoFxRegisterDevice; left out: it activates it. */
  readonly registered?: string;
  /** Statements of the callbacks; left out: what they should do. */
  readonly idleCondition?: string;
  readonly notRequired?: string;
  readonly poweredUp?: string;
  /** What it does for the control code TOUCH. */
  readonly touch?: string;
  /** What it does when the system is back in S0; left out: it powers the device up and reports that. */
  readonly systemUp?: string;
  /** The end of a registration; left out: PoFxUnregisterDevice. */
  readonly unregister?: string;
}

export function runtimeDriver(parts: RuntimeParts = {}): string {
  return withImports(`
class EXTENSION extends struct('EXTENSION', { Self: PDEVICE_OBJECT, Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT, Handle: POHANDLE }) {}
class STATES extends struct('STATES', { Items: array(PO_FX_COMPONENT_IDLE_STATE, 2) }) {}
${parts.more ?? ''}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, DispatchControl);
  driverObject.DriverExtension.AddDevice = AddDevice;
  driverObject.DriverUnload = Unload;
  return STATUS_SUCCESS;
}
function Unload() {}
function AddDevice(driverObject, pdo) {
  const created = out();
  const status = IoCreateDevice(driverObject, EXTENSION, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, created);
  if (!NT_SUCCESS(status)) return status;
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  extension.Self = self;
  extension.Pdo = pdo;
  extension.Lower = IoAttachDeviceToDeviceStack(self, pdo);
  self.Flags |= DO_POWER_PAGABLE;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function Signal(_device, irp, event) {
  if (irp.PendingReturned) KeSetEvent(cast(KEVENT, event), IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
async function Forward(extension, irp) {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Signal, event, TRUE, TRUE, TRUE);
  const status = await IoCallDriver(extension.Lower, irp);
  if (status === STATUS_PENDING) await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  return irp.IoStatus.Status;
}
async function DispatchPnp(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  switch (IoGetCurrentIrpStackLocation(irp).MinorFunction) {
    case IRP_MN_START_DEVICE: {
      let status = await Forward(extension, irp);
      if (NT_SUCCESS(status)) {
        PoSetPowerState(device, DevicePowerState, PowerDeviceD0);
        status = await Register(extension);
      }
      irp.IoStatus.Status = status;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return status;
    }
    case IRP_MN_QUERY_STOP_DEVICE:
    case IRP_MN_CANCEL_STOP_DEVICE:
    case IRP_MN_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
      irp.IoStatus.Status = STATUS_SUCCESS;
      return PassDown(device, irp);
    case IRP_MN_SURPRISE_REMOVAL:
      await Unregister(extension);
      irp.IoStatus.Status = STATUS_SUCCESS;
      return PassDown(device, irp);
    case IRP_MN_REMOVE_DEVICE: {
      await Unregister(extension);
      irp.IoStatus.Status = STATUS_SUCCESS;
      const lower = extension.Lower;
      IoSkipCurrentIrpStackLocation(irp);
      const status = await IoCallDriver(lower, irp);
      IoDetachDevice(lower);
      IoDeleteDevice(device);
      return status;
    }
    default:
      return PassDown(device, irp);
  }
}
async function Register(extension) {
  const states = local(STATES);
  states.Items[1].TransitionLatency = 1000n;
  states.Items[1].ResidencyRequirement = 10000n;
  const device = cast(PO_FX_DEVICE_V1, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(PO_FX_DEVICE_V1), 'xFoP'));
  device.Version = PO_FX_VERSION_V1;
  device.ComponentCount = 1;
  device.ComponentActiveConditionCallback = OnActive;
  device.ComponentIdleConditionCallback = OnIdleCondition;
  device.ComponentIdleStateCallback = OnIdleState;
  device.DevicePowerRequiredCallback = OnPowerRequired;
  device.DevicePowerNotRequiredCallback = OnPowerNotRequired;
  device.DeviceContext = extension.address;
  const component = device.Components[0];
  component.IdleStateCount = 2;
  component.IdleStates = states.Items[0];
  ${parts.described ?? ''}
  const handle = out();
  const status = await PoFxRegisterDevice(extension.Pdo, device, handle);
  ExFreePool(device);
  if (!NT_SUCCESS(status)) return status;
  extension.Handle = handle.value;
  PoFxSetDeviceIdleTimeout(extension.Handle, 100000n);
  ${parts.registered ?? 'await PoFxActivateComponent(extension.Handle, 0, 0);'}
  PoFxStartDevicePowerManagement(extension.Handle);
  return STATUS_SUCCESS;
}
async function Unregister(extension) {
  if (extension.Handle === 0) return;
  ${parts.unregister ?? 'await PoFxUnregisterDevice(extension.Handle);'}
  extension.Handle = 0;
}
function OnActive() {}
function OnIdleCondition(context, component) {
  const { Handle } = cast(EXTENSION, context);
  ${parts.idleCondition ?? 'PoFxCompleteIdleCondition(Handle, component);'}
}
function OnIdleState(context, component, state) {
  PoFxCompleteIdleState(cast(EXTENSION, context).Handle, component);
}
function OnPowerNotRequired(context) {
  const extension = cast(EXTENSION, context);
  PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);
  ${parts.notRequired ?? 'PoFxCompleteDevicePowerNotRequired(extension.Handle);'}
}
function OnPowerRequired(context) {
  const extension = cast(EXTENSION, context);
  PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD0, OnPoweredUp, extension, NULL);
}
function OnPoweredUp(_device, _minor, _state, context) {
  const extension = cast(EXTENSION, context);
  ${parts.poweredUp ?? 'PoFxReportDevicePoweredOn(extension.Handle);'}
}
function OnUp(device, irp) {
  if (irp.PendingReturned) IoMarkIrpPending(irp);
  PoSetPowerState(device, DevicePowerState, PowerDeviceD0);
  return STATUS_CONTINUE_COMPLETION;
}
function Pend(device, irp, routine) {
  IoMarkIrpPending(irp);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, routine, NULL, TRUE, TRUE, TRUE);
  IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
  return STATUS_PENDING;
}
function OnSystemUp(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  ${parts.systemUp ?? 'PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD0, OnPoweredUp, extension, NULL);'}
  return STATUS_CONTINUE_COMPLETION;
}
function OnSystemDown(device, irp) {
  PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, OnDown, irp, NULL);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function OnDown(_device, _minor, _state, context, block) {
  const irp = cast(IRP, context);
  irp.IoStatus.Status = block.Status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
}
function DispatchPower(device, irp) {
  const location = IoGetCurrentIrpStackLocation(irp);
  const { Type, State } = location.Parameters.Power;
  if (location.MinorFunction === IRP_MN_SET_POWER && Type === SystemPowerState && State.SystemState === PowerSystemWorking) {
    return Pend(device, irp, OnSystemUp);
  }
  if (location.MinorFunction === IRP_MN_SET_POWER && Type === SystemPowerState) return Pend(device, irp, OnSystemDown);
  if (location.MinorFunction !== IRP_MN_SET_POWER || Type !== DevicePowerState) return PassDown(device, irp);
  if (State.DeviceState !== PowerDeviceD0) {
    PoSetPowerState(device, DevicePowerState, State.DeviceState);
    return PassDown(device, irp);
  }
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, OnUp, NULL, TRUE, TRUE, TRUE);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
async function DispatchControl(device, irp) {
  const { Handle } = cast(EXTENSION, device.DeviceExtension);
  switch (IoGetCurrentIrpStackLocation(irp).Parameters.DeviceIoControl.IoControlCode) {
    case ${ACTIVATE}: await PoFxActivateComponent(Handle, 0, 0); break;
    case ${ACTIVATE_ASYNC}: await PoFxActivateComponent(Handle, 0, PO_FX_FLAG_ASYNC_ONLY); break;
    case ${IDLE}: await PoFxIdleComponent(Handle, 0, 0); break;
    case ${COMPLETE_IDLE_CONDITION}: PoFxCompleteIdleCondition(Handle, 0); break;
    case ${TOUCH}:
      ${parts.touch ?? ''}
      break;
    case ${GO_DOWN}:
      PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL); /* down */
      break;
    case ${ACTIVATE_BLOCKING_AT_DISPATCH}: {
      const old = out();
      KeRaiseIrql(DISPATCH_LEVEL, old);
      await PoFxActivateComponent(Handle, 0, PO_FX_FLAG_BLOCKING);
      KeLowerIrql(old.value);
      break;
    }
  }
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
`);
}
