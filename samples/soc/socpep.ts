/**
 * socpep: the platform extension plug-in (PEP) of an imaginary system on a chip. Read it from top to bottom.
 *
 * On such a chip no device has a power supply of its own. Rails and clocks are switched in one place, and only whoever
 * knows the chip can switch them: the plug-in. Drivers of devices never talk to it. They tell the power framework (PoFx)
 * what they need, and the framework sends the plug-in a notification wherever power is concerned:
 *
 *   1. Before a device starts for the first time: PREPARE_DEVICE. Whoever accepts it switches everything on that it needs.
 *   2. When its driver registers it: REGISTER_DEVICE. Framework and plug-in exchange their handles.
 *   3. Whenever a component changes its F state, or the device its D state: before the driver is told, and after.
 *   4. When the device may be needed for a crash dump: REGISTER_CRASHDUMP_DEVICE. The plug-in hands over a routine that
 *      powers the device on after a bug check, when nothing of the system works any more but the processor itself.
 *   5. When the system goes into standby: what keeps the chip as a whole from idling stands in platform.ts.
 *
 * Things to try stand in README.md, among them what becomes of the lines marked (A) and (B).
 */
import {
  array,
  cast,
  type DEVICE_OBJECT,
  DO_DEVICE_INITIALIZING,
  DO_POWER_PAGABLE,
  type DRIVER_OBJECT,
  ExAllocatePool2,
  ExFreePoolWithTag,
  FALSE,
  FILE_DEVICE_UNKNOWN,
  IoAttachDeviceToDeviceStack,
  IoCallDriver,
  IoCreateDevice,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_MAXIMUM_FUNCTION,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MN_REMOVE_DEVICE,
  KeCancelTimer,
  KeInitializeDpc,
  KeInitializeTimer,
  KeQueryInterruptTime,
  KeSetTimer,
  KeStallExecutionProcessor,
  L,
  local,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  PDEVICE_OBJECT,
  PEP_ABANDON_DEVICE,
  type PEP_CRASHDUMP_INFORMATION,
  PEP_DEVICE_POWER_STATE,
  PEP_DPM_ABANDON_DEVICE,
  PEP_DPM_DEVICE_POWER_STATE,
  PEP_DPM_DEVICE_STARTED,
  PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE,
  PEP_DPM_PREPARE_DEVICE,
  PEP_DPM_REGISTER_CRASHDUMP_DEVICE,
  PEP_DPM_REGISTER_DEVICE,
  PEP_DPM_UNREGISTER_DEVICE,
  PEP_DPM_WORK,
  PEP_INFORMATION,
  PEP_INFORMATION_VERSION,
  PEP_KERNEL_INFORMATION,
  PEP_KERNEL_INFORMATION_VERSION,
  PEP_NOTIFY_COMPONENT_IDLE_STATE,
  PEP_PREPARE_DEVICE,
  PEP_REGISTER_CRASHDUMP_DEVICE,
  PEP_REGISTER_DEVICE_V2,
  PEP_UNREGISTER_DEVICE,
  PEP_WORK,
  PepDeviceAccepted,
  PepWorkCompleteIdleState,
  POOL_FLAG_NON_PAGED,
  PoFxRegisterPlugin,
  PowerDeviceD0,
  type PUNICODE_STRING,
  PVOID,
  RtlInitUnicodeString,
  RtlPrefixUnicodeString,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_SUCCESS,
  sizeof,
  struct,
  TRUE,
  type ULONG,
  UNICODE_STRING,
} from 'wdm';
import { SOC_DEVICE } from './chip.ts';
import { DispatchPower } from './own-power.ts';
import { AcceptPlatformNotification, AcceptProcessorNotification } from './platform.ts';

/** How long a rail needs until the device behind it can be touched, in units of 100 ns: 50 microseconds. */
const SETTLE_TIME = 500n;
/** How long a clock needs, as a timer takes it: 20 microseconds from now. */
const CLOCK_TIME = -200n;
/** Polls of 10 microseconds each after which a rail that does not settle is given up. */
const POLLS = 100;
const TAG = 0x20436f53; // 'SoC '

/** Which devices are on the chip, by the beginning of their instance paths. */
const ON_CHIP = [
  { path: 'ACPI\\PNP0A08', isDumpDevice: true }, // the PCI bridge
  { path: 'PCI\\VEN_1B36&DEV_0010', isDumpDevice: true }, // the storage controller
  { path: 'SOC\\SensorHub', isDumpDevice: false },
] as const;
const CONTROLLER = 1;

/** What the plug-in keeps. It stays for good, so it does not lie in the extension of a device, which may go. */
class SOC extends struct('SOC', {
  Information: PEP_INFORMATION,
  Kernel: PEP_KERNEL_INFORMATION,
  /** Addresses of the devices that were accepted, one place for each line of the table above; 0 = not there. */
  Devices: array(PVOID, 3),
}) {}

class PEP_EXTENSION extends struct('PEP_EXTENSION', { Lower: PDEVICE_OBJECT }) {}

/** There is one chip, and one plug-in for it: its notifications do not say to whom they go. */
let soc: SOC | null = null;

/**
 * A plug-in registers once and stays until the system restarts. It is offered the devices that start from then on: in the
 * machine file its own device stands in front of theirs.
 */
export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) {
    driverObject.MajorFunction.set(major, DispatchPassDown);
  }
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_POWER, (deviceObject, irp) =>
    DispatchPower(cast(PEP_EXTENSION, deviceObject.DeviceExtension).Lower, deviceObject, irp),
  );
  driverObject.DriverExtension.AddDevice = AddDevice;
  const address = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(SOC), TAG);
  if (address === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  soc = cast(SOC, address);
  soc.Information.Version = PEP_INFORMATION_VERSION;
  soc.Information.Size = sizeof(PEP_INFORMATION);
  soc.Information.AcceptDeviceNotification = AcceptDeviceNotification;
  soc.Information.AcceptProcessorNotification = AcceptProcessorNotification;
  soc.Kernel.Version = PEP_KERNEL_INFORMATION_VERSION;
  soc.Kernel.Size = sizeof(PEP_KERNEL_INFORMATION);
  return PoFxRegisterPlugin(soc.Information, soc.Kernel);
}

/** The plug-in's own device does nothing but be there, so that the system loads the driver. */
function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  const device = out<PDEVICE_OBJECT>();
  const status = IoCreateDevice(driverObject, PEP_EXTENSION, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, device);
  const self = device.value;
  if (!NT_SUCCESS(status) || self === NULL) {
    return status;
  }
  cast(PEP_EXTENSION, self.DeviceExtension).Lower = IoAttachDeviceToDeviceStack(self, physicalDeviceObject);
  self.Flags |= physicalDeviceObject.Flags & DO_POWER_PAGABLE;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

/** TRUE: handled. A notification that the plug-in does not know, or has nothing to do for, gets FALSE. */
function AcceptDeviceNotification(notification: ULONG, data: PVOID): boolean {
  switch (notification) {
    case PEP_DPM_PREPARE_DEVICE:
      return PrepareDevice(cast(PEP_PREPARE_DEVICE, data));
    case PEP_DPM_ABANDON_DEVICE:
      return AbandonDevice(cast(PEP_ABANDON_DEVICE, data));
    case PEP_DPM_REGISTER_DEVICE:
      return RegisterDevice(cast(PEP_REGISTER_DEVICE_V2, data));
    case PEP_DPM_UNREGISTER_DEVICE:
      cast(SOC_DEVICE, cast(PEP_UNREGISTER_DEVICE, data).DeviceHandle).KernelHandle = 0;
      return TRUE;
    case PEP_DPM_DEVICE_STARTED:
      return TRUE;
    case PEP_DPM_DEVICE_POWER_STATE:
      return ChangePower(cast(PEP_DEVICE_POWER_STATE, data));
    case PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE:
      return ChangeIdleState(cast(PEP_NOTIFY_COMPONENT_IDLE_STATE, data));
    case PEP_DPM_WORK:
      return GiveWork(cast(PEP_WORK, data));
    case PEP_DPM_REGISTER_CRASHDUMP_DEVICE:
      return RegisterCrashdumpDevice(cast(PEP_REGISTER_CRASHDUMP_DEVICE, data));
    default:
      return AcceptPlatformNotification(notification, data);
  }
}

/** The device is about to start for the first time. It is found by its name, and switched on before its bus looks. */
function PrepareDevice(data: PEP_PREPARE_DEVICE): boolean {
  const index = IndexOf(data.DeviceId);
  if (soc === null || index < 0) {
    return FALSE;
  }
  if (soc.Devices.get(index) === 0) {
    soc.Devices.set(index, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(SOC_DEVICE), TAG));
  }
  const address = soc.Devices.get(index);
  if (address === 0) {
    return FALSE;
  }
  const device = cast(SOC_DEVICE, address);
  device.IsDumpDevice = ON_CHIP[index]?.isDumpDevice === true;
  device.SleepsInStandby = index === CONTROLLER;
  device.IsClockOn = TRUE;
  KeInitializeTimer(device.Timer);
  KeInitializeDpc(device.Dpc, ClockIsStable, address);
  SwitchOn(device);
  data.DeviceAccepted = TRUE;
  return TRUE;
}

function AbandonDevice(data: PEP_ABANDON_DEVICE): boolean {
  const index = IndexOf(data.DeviceId);
  const device = DeviceAt(index);
  if (soc === null || device === null) {
    return FALSE;
  }
  KeCancelTimer(device.Timer);
  ExFreePoolWithTag(device, TAG);
  soc.Devices.set(index, 0);
  return TRUE;
}

/**
 * The driver has called PoFxRegisterDevice. From now on notifications carry the handle that is given here. It is handled
 * also when the device is not one of the chip's: then it is not accepted.
 */
function RegisterDevice(data: PEP_REGISTER_DEVICE_V2): boolean {
  const device = DeviceAt(IndexOf(data.DeviceId));
  if (device !== null) {
    device.KernelHandle = data.KernelHandle;
    data.DeviceHandle = device.address;
    data.DeviceAccepted = PepDeviceAccepted; // Not TRUE: that is 1, and stops the system.
  }
  return TRUE;
}

/** Power comes before the IRP that needs it, and goes after the one that gives it up. */
function ChangePower(data: PEP_DEVICE_POWER_STATE): boolean {
  const device = cast(SOC_DEVICE, data.DeviceHandle);
  const isOn = data.DevicePowerState === PowerDeviceD0;
  if (isOn && !data.Complete) {
    SwitchOn(device);
    return TRUE;
  }
  if (!isOn && data.Complete) {
    device.IsRailOn = FALSE;
    return TRUE;
  }
  return FALSE;
}

/**
 * A clock has to run before the driver hears of F0, and may stop after the driver has left it. Starting one takes time;
 * this runs at DISPATCH_LEVEL and cannot wait for it. So it says FALSE in Completed, and hands the end of it over later,
 * as work.
 */
function ChangeIdleState(data: PEP_NOTIFY_COMPONENT_IDLE_STATE): boolean {
  const device = cast(SOC_DEVICE, data.DeviceHandle);
  if (data.IdleState === 0 && !data.DriverNotified) {
    device.IsClockOn = TRUE;
    device.PendingComponent = data.Component + 1;
    data.Completed = FALSE;
    KeSetTimer(device.Timer, CLOCK_TIME, device.Dpc);
    return TRUE;
  }
  if (data.IdleState !== 0 && data.DriverNotified) {
    device.IsClockOn = FALSE;
    data.Completed = TRUE;
    return TRUE;
  }
  return FALSE;
}

/** Each call asks for one PEP_DPM_WORK. It takes the handle of the plug-in, although a device is what it is about. */
function ClockIsStable(): void {
  soc?.Kernel.RequestWorker?.(soc.Kernel.Plugin);
}

function GiveWork(data: PEP_WORK): boolean {
  const work = data.WorkInformation;
  const device = DeviceWithWork();
  if (work === NULL || device === null) {
    return FALSE;
  }
  work.WorkType = PepWorkCompleteIdleState;
  work.CompleteIdleState.DeviceHandle = device.KernelHandle; // (A) the framework's handle
  work.CompleteIdleState.Component = device.PendingComponent - 1;
  device.PendingComponent = 0;
  data.NeedWork = TRUE;
  return TRUE;
}

function DeviceWithWork(): SOC_DEVICE | null {
  for (let index = 0; index < ON_CHIP.length; index += 1) {
    const device = DeviceAt(index);
    if (device !== null && device.PendingComponent !== 0) {
      return device;
    }
  }
  return null;
}

/** A plug-in that cannot do it without waiting says FALSE here; then the device has to stay in D0. */
function RegisterCrashdumpDevice(data: PEP_REGISTER_CRASHDUMP_DEVICE): boolean {
  if (!cast(SOC_DEVICE, data.DeviceHandle).IsDumpDevice) {
    return FALSE;
  }
  data.PowerOnDumpDeviceCallback = PowerOnDumpDevice;
  return TRUE;
}

/**
 * After a bug check, at HIGH_LEVEL: one processor, no interrupts, no other thread. There is nobody who could end a wait,
 * ring a timer or do work, so all that is left is to switch, to look, and to look again. It may be called for a device
 * that has power already.
 */
function PowerOnDumpDevice(information: PEP_CRASHDUMP_INFORMATION): boolean {
  const device = cast(SOC_DEVICE, information.DeviceHandle);
  device.IsClockOn = TRUE;
  SwitchOn(device); // (B)
  for (let polls = 0; polls < POLLS && !IsStable(device); polls += 1) {
    KeStallExecutionProcessor(10);
  }
  return IsStable(device);
}

function SwitchOn(device: SOC_DEVICE): void {
  if (!device.IsRailOn) {
    device.IsRailOn = TRUE;
    device.SwitchedAt = KeQueryInterruptTime();
  }
}

function IsStable(device: SOC_DEVICE): boolean {
  return device.IsRailOn && KeQueryInterruptTime() - device.SwitchedAt >= SETTLE_TIME;
}

/** @param index - a line of the table, or -1 */
function DeviceAt(index: number): SOC_DEVICE | null {
  const address = soc === null || index < 0 ? 0 : soc.Devices.get(index);
  return address === 0 ? null : cast(SOC_DEVICE, address);
}

/** The line of the table that a device is on, or -1. */
function IndexOf(deviceId: PUNICODE_STRING): number {
  const known = local(UNICODE_STRING);
  return ON_CHIP.findIndex(({ path }) => {
    RtlInitUnicodeString(known, L(path));
    return RtlPrefixUnicodeString(known, deviceId, TRUE);
  });
}

function DispatchPassDown(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(PEP_EXTENSION, deviceObject.DeviceExtension).Lower, irp);
}

async function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const { Lower: lower } = cast(PEP_EXTENSION, deviceObject.DeviceExtension);
  const { MinorFunction: minor } = IoGetCurrentIrpStackLocation(irp);
  const status = await DispatchPassDown(deviceObject, irp);
  if (minor === IRP_MN_REMOVE_DEVICE) {
    IoDetachDevice(lower);
    IoDeleteDevice(deviceObject);
  }
  return status;
}
