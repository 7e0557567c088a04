/**
 * The power plug-in (PEP) of the machine whose file says `"pep": "soc"`: it takes every device that starts after it, and
 * can power each of them on for a crash dump. Whoever wants to see how a plug-in is written reads `samples/soc` first.
 */
import {
  array,
  BOOLEAN,
  cast,
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  ExAllocatePool2,
  ExFreePoolWithTag,
  FALSE,
  FILE_DEVICE_UNKNOWN,
  type IRP,
  KeQueryInterruptTime,
  KeStallExecutionProcessor,
  L,
  local,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  PEP_COMPONENT_PLATFORM_CONSTRAINTS,
  type PEP_CRASHDUMP_INFORMATION,
  PEP_DEVICE_POWER_STATE,
  PEP_DPM_ABANDON_DEVICE,
  PEP_DPM_COMPONENT_IDLE_CONSTRAINTS,
  PEP_DPM_DEVICE_POWER_STATE,
  PEP_DPM_DEVICE_STARTED,
  PEP_DPM_LOW_POWER_EPOCH,
  PEP_DPM_PREPARE_DEVICE,
  PEP_DPM_REGISTER_CRASHDUMP_DEVICE,
  PEP_DPM_REGISTER_DEVICE,
  PEP_DPM_UNREGISTER_DEVICE,
  PEP_INFORMATION,
  PEP_INFORMATION_VERSION,
  PEP_KERNEL_INFORMATION,
  PEP_KERNEL_INFORMATION_VERSION,
  PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES,
  PEP_PPM_QUERY_PLATFORM_STATES,
  PEP_PREPARE_DEVICE,
  PEP_REGISTER_CRASHDUMP_DEVICE,
  PEP_REGISTER_DEVICE_V2,
  PEP_UNREGISTER_DEVICE,
  type PEPHANDLE,
  PepDeviceAccepted,
  POHANDLE,
  POOL_FLAG_NON_PAGED,
  PoFxRegisterPlugin,
  PowerDeviceD0,
  type PVOID,
  RtlInitUnicodeString,
  RtlPrefixUnicodeString,
  STATUS_INSUFFICIENT_RESOURCES,
  sizeof,
  struct,
  TRUE,
  ULONG,
  ULONGLONG,
  UNICODE_STRING,
} from 'wdm';

import { AttachNewDevice, COMMON_EXTENSION } from './lib/common.ts';
import { FillFunctionDispatch } from './lib/dispatch.ts';
import { DispatchFunctionPnp, type FunctionDevice } from './lib/function-device.ts';

/** How long a rail needs until the device behind it can be touched, in units of 100 ns. */
const SETTLE_TIME = 500n;
const POLL_INTERVAL = 10;
const POLLS = 100;
const TAG = ' PEP';
/** The platform has one idle state, for which every component of a PCI device has to be in its deepest F state. */
const IDLE_STATES = 1;
/** Components whose deepest F state is kept; of the others the platform does not care. */
const MOST_COMPONENTS = 16;

class STATE_LIST extends struct('STATE_LIST', { Items: array(ULONG, IDLE_STATES) }) {}

/** A device that is registered with the framework; its address is the PEPHANDLE. */
class POWERED_DEVICE extends struct('POWERED_DEVICE', {
  KernelHandle: POHANDLE,
  IsOn: BOOLEAN,
  SwitchedAt: ULONGLONG,
  /** By the component's index. */
  DeepestStates: array(ULONG, MOST_COMPONENTS),
}) {}

class PLUG_IN extends struct('PLUG_IN', { Information: PEP_INFORMATION, Kernel: PEP_KERNEL_INFORMATION }) {}

const device: FunctionDevice = { isSupportedUsage: () => FALSE };

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp);
  // A plug-in cannot be taken back: the driver stays, and what it is registered with.
  driverObject.DriverUnload = NULL;
  const address = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(PLUG_IN), TAG);
  if (address === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  const { Information: information, Kernel: kernel } = cast(PLUG_IN, address);
  information.Version = PEP_INFORMATION_VERSION;
  information.Size = sizeof(PEP_INFORMATION);
  information.AcceptDeviceNotification = AcceptDeviceNotification;
  information.AcceptProcessorNotification = AcceptProcessorNotification;
  kernel.Version = PEP_KERNEL_INFORMATION_VERSION;
  kernel.Size = sizeof(PEP_KERNEL_INFORMATION);
  return PoFxRegisterPlugin(information, kernel);
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const added = out<PDEVICE_OBJECT>();
  return AttachNewDevice(driverObject, physicalDeviceObject, COMMON_EXTENSION, FILE_DEVICE_UNKNOWN, added);
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  return DispatchFunctionPnp(device, deviceObject, irp);
}

function AcceptProcessorNotification(_handle: PEPHANDLE, notification: ULONG, data: PVOID): boolean {
  if (notification !== PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES) {
    return FALSE;
  }
  cast(PEP_PPM_QUERY_PLATFORM_STATES, data).PlatformStateCount = IDLE_STATES;
  return TRUE;
}

function AcceptDeviceNotification(notification: ULONG, data: PVOID): boolean {
  switch (notification) {
    case PEP_DPM_PREPARE_DEVICE:
      cast(PEP_PREPARE_DEVICE, data).DeviceAccepted = TRUE;
      return TRUE;
    case PEP_DPM_ABANDON_DEVICE:
    case PEP_DPM_DEVICE_STARTED:
    case PEP_DPM_LOW_POWER_EPOCH:
      return TRUE;
    case PEP_DPM_COMPONENT_IDLE_CONSTRAINTS:
      return TellConstraint(cast(PEP_COMPONENT_PLATFORM_CONSTRAINTS, data));
    case PEP_DPM_REGISTER_DEVICE:
      return RegisterDevice(cast(PEP_REGISTER_DEVICE_V2, data));
    case PEP_DPM_UNREGISTER_DEVICE:
      ExFreePoolWithTag(cast(PEP_UNREGISTER_DEVICE, data).DeviceHandle, TAG);
      return TRUE;
    case PEP_DPM_DEVICE_POWER_STATE:
      return ChangePower(cast(PEP_DEVICE_POWER_STATE, data));
    case PEP_DPM_REGISTER_CRASHDUMP_DEVICE:
      cast(PEP_REGISTER_CRASHDUMP_DEVICE, data).PowerOnDumpDeviceCallback = PowerOnDumpDevice;
      return TRUE;
    default:
      return FALSE;
  }
}

function RegisterDevice(data: PEP_REGISTER_DEVICE_V2): boolean {
  const address = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(POWERED_DEVICE), TAG);
  if (address !== 0) {
    const powered = cast(POWERED_DEVICE, address);
    powered.KernelHandle = data.KernelHandle;
    powered.IsOn = TRUE;
    RememberStates(powered, data);
    data.DeviceHandle = address;
    data.DeviceAccepted = PepDeviceAccepted;
  }
  return TRUE;
}

/** A bridge is in use as long as anything behind it is: the platform only looks at what is on the PCI bus itself. */
function RememberStates(powered: POWERED_DEVICE, { DeviceId: id, Register: register }: PEP_REGISTER_DEVICE_V2): void {
  const bus = local(UNICODE_STRING);
  RtlInitUnicodeString(bus, L('PCI\\'));
  const isOnBus = RtlPrefixUnicodeString(bus, id, TRUE);
  const count = isOnBus ? Math.min(register?.ComponentCount ?? 0, MOST_COMPONENTS) : 0;
  for (let index = 0; index < count; index += 1) {
    powered.DeepestStates.set(index, (register?.Components.get(index)?.IdleStateCount ?? 1) - 1);
  }
}

function TellConstraint(data: PEP_COMPONENT_PLATFORM_CONSTRAINTS): boolean {
  if (data.Component >= MOST_COMPONENTS) {
    return FALSE;
  }
  const deepest = cast(POWERED_DEVICE, data.DeviceHandle).DeepestStates.get(data.Component);
  cast(STATE_LIST, data.MinimumFStates).Items.set(0, deepest);
  return deepest > 0;
}

/** Power comes before the IRP that needs it, and goes after the one that gives it up. */
function ChangePower(data: PEP_DEVICE_POWER_STATE): boolean {
  const isOn = data.DevicePowerState === PowerDeviceD0;
  if (isOn === data.Complete) {
    return FALSE;
  }
  Switch(cast(POWERED_DEVICE, data.DeviceHandle), isOn);
  return TRUE;
}

function Switch(powered: POWERED_DEVICE, isOn: boolean): void {
  if (isOn && !powered.IsOn) {
    powered.SwitchedAt = KeQueryInterruptTime();
  }
  powered.IsOn = isOn;
}

/** At HIGH_LEVEL after a bug check: nothing but polling is left. */
function PowerOnDumpDevice(information: PEP_CRASHDUMP_INFORMATION): boolean {
  const powered = cast(POWERED_DEVICE, information.DeviceHandle);
  Switch(powered, TRUE);
  for (let polls = 0; polls < POLLS; polls += 1) {
    if (KeQueryInterruptTime() - powered.SwitchedAt >= SETTLE_TIME) {
      return TRUE;
    }
    KeStallExecutionProcessor(POLL_INTERVAL);
  }
  return FALSE;
}
