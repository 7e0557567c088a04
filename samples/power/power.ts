/**
 * IRP_MJ_POWER for the power policy owner of a stack, and what the power framework asks of it.
 *
 *   system set-power    forwarded; when the drivers below are done with it, a device set-power is requested. Going to sleep,
 *                       the system request ends when the device is down. Coming back, it does not wait for the device.
 *   device set-power    down: the hardware finishes, then the request goes on. Up: the drivers below first, then this one.
 *   DevicePower(Not)Required   the power framework has (no) use for D0: the same device requests, while the system works.
 */
import {
  addressOf,
  cast,
  DbgPrint,
  DEVICE_OBJECT,
  DelayedWorkQueue,
  DevicePowerState,
  InterlockedExchange,
  IO_NO_INCREMENT,
  type IO_STATUS_BLOCK,
  IoAcquireRemoveLock,
  IoAllocateWorkItem,
  IoCallDriver,
  IoCancelIrp,
  IoCompleteRequest,
  IoCopyCurrentIrpStackLocationToNext,
  IoFreeWorkItem,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoQueueWorkItem,
  IoReleaseRemoveLock,
  IoSetCompletionRoutine,
  IRP,
  IRP_MN_SET_POWER,
  IRP_MN_WAIT_WAKE,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  type PIRP,
  type POWER_STATE,
  PoFxCompleteDevicePowerNotRequired,
  PoFxReportDevicePoweredOn,
  PoRequestPowerIrp,
  PoSetPowerState,
  PowerDeviceD0,
  PowerDeviceD3,
  PowerSystemSleeping3,
  PowerSystemWorking,
  type PVOID,
  STATUS_CONTINUE_COMPLETION,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  SystemPowerState,
  TRUE,
  type UCHAR,
} from 'wdm';

import { ComponentsOf, Extension, type SENSOR_EXTENSION } from './extension.ts';
import { IsBusy, Serve } from './hardware.ts';

export function DispatchPower(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  const extension = Extension(deviceObject);
  const entered = IoAcquireRemoveLock(extension.RemoveLock, irp);
  if (!NT_SUCCESS(entered)) {
    irp.IoStatus.Status = entered;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return entered;
  }
  const stack = IoGetCurrentIrpStackLocation(irp);
  if (stack.MinorFunction !== IRP_MN_SET_POWER) {
    return Forward(extension, irp, Release);
  }
  const { Type: type, State: state } = stack.Parameters.Power;
  if (type === SystemPowerState) {
    return ForwardPending(extension, irp, SystemStateForwarded);
  }
  if (state.DeviceState === PowerDeviceD0) {
    return ForwardPending(extension, irp, DevicePoweredUp);
  }
  return PowerDown(extension, irp);
}

type Completion = (deviceObject: PDEVICE_OBJECT, irp: IRP, context: PVOID) => NTSTATUS;

function Forward(extension: SENSOR_EXTENSION, irp: IRP, completion: Completion): NTSTATUS | Promise<NTSTATUS> {
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, completion, extension, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp);
}

/** Its completion routine goes on later, so whoever sent it has to wait. */
function ForwardPending(extension: SENSOR_EXTENSION, irp: IRP, completion: Completion): NTSTATUS | Promise<NTSTATUS> {
  IoMarkIrpPending(irp);
  const sent = Forward(extension, irp, completion);
  return typeof sent === 'number' ? STATUS_PENDING : sent.then(() => STATUS_PENDING);
}

function Release(deviceObject: PDEVICE_OBJECT, irp: IRP, _context: PVOID): NTSTATUS {
  if (irp.PendingReturned) {
    IoMarkIrpPending(irp);
  }
  if (deviceObject !== NULL) {
    IoReleaseRemoveLock(Extension(deviceObject).RemoveLock, irp);
  }
  return STATUS_CONTINUE_COMPLETION;
}

// System states.

function SystemStateForwarded(deviceObject: PDEVICE_OBJECT, irp: IRP, _context: PVOID): NTSTATUS {
  const extension = Extension(deviceObject as DEVICE_OBJECT);
  const isUp = IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.SystemState === PowerSystemWorking;
  if (isUp) {
    // Fast resume: the device may take its time. The power framework wants to hear of D0 after every S0 request.
    OweReport(extension);
    PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, PowerDeviceD0, DeviceOn, 0, NULL);
    IoReleaseRemoveLock(extension.RemoveLock, irp);
    return STATUS_CONTINUE_COMPLETION;
  }
  const status = PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, PowerDeviceD3, DeviceDownForSystem, irp, NULL);
  if (status === STATUS_PENDING) {
    return STATUS_MORE_PROCESSING_REQUIRED;
  }
  irp.IoStatus.Status = status;
  IoReleaseRemoveLock(extension.RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

/** @param context - the system request that has waited for this */
function DeviceDownForSystem(
  deviceObject: DEVICE_OBJECT,
  _minor: UCHAR,
  _state: POWER_STATE,
  context: PVOID,
  ioStatus: IO_STATUS_BLOCK,
): void {
  const irp = cast(IRP, context);
  irp.IoStatus.Status = ioStatus.Status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  IoReleaseRemoveLock(Extension(deviceObject).RemoveLock, irp);
}

// Device states.

/** What the hardware works on is finished first; a request that comes now waits until the device is on again. */
function PowerDown(extension: SENSOR_EXTENSION, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  if (IsBusy(extension)) {
    IoMarkIrpPending(irp);
    extension.DownIrp = irp;
    return STATUS_PENDING;
  }
  return GoDown(extension, irp);
}

function GoDown(extension: SENSOR_EXTENSION, irp: IRP): NTSTATUS | Promise<NTSTATUS> {
  DbgPrint('registers saved, off\n');
  DeviceIsOff(extension);
  return Forward(extension, irp, Release);
}

/** A component has finished its request. Called at DISPATCH_LEVEL. */
export function HardwareIsIdle(extension: SENSOR_EXTENSION): void {
  if (extension.DownIrp === NULL || IsBusy(extension) || extension.Self === NULL) {
    return;
  }
  // The drivers below are pageable: the request may not be sent to them at DISPATCH_LEVEL.
  const item = IoAllocateWorkItem(extension.Self);
  if (item !== 0) {
    IoQueueWorkItem(item, GoDownLater, DelayedWorkQueue, item);
  }
}

async function GoDownLater(deviceObject: DEVICE_OBJECT, item: PVOID): Promise<void> {
  const extension = Extension(deviceObject);
  const irp = extension.DownIrp;
  extension.DownIrp = NULL;
  IoFreeWorkItem(item);
  if (irp !== NULL) {
    await GoDown(extension, irp);
  }
}

/** The bus has given the device power. */
function DevicePoweredUp(deviceObject: PDEVICE_OBJECT, irp: IRP, _context: PVOID): NTSTATUS {
  const extension = Extension(deviceObject as DEVICE_OBJECT);
  if (NT_SUCCESS(irp.IoStatus.Status)) {
    DbgPrint('on, registers restored\n');
    DeviceIsOn(extension);
  }
  IoReleaseRemoveLock(extension.RemoveLock, irp);
  return STATUS_CONTINUE_COMPLETION;
}

export function DeviceIsOn(extension: SENSOR_EXTENSION): void {
  extension.IsOn = true;
  PoSetPowerState(extension.Self, DevicePowerState, PowerDeviceD0);
  for (const component of ComponentsOf(extension)) {
    Serve(component);
  }
}

export function DeviceIsOff(extension: SENSOR_EXTENSION): void {
  extension.IsOn = false;
  PoSetPowerState(extension.Self, DevicePowerState, PowerDeviceD3);
}

// What the power framework asks for.

/** All components have been idle for the idle time-out. The answer must not wait for the device to be down. */
export function DevicePowerNotRequired(context: PVOID): void {
  const deviceObject = cast(DEVICE_OBJECT, context);
  PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, PowerDeviceD3, NULL, 0, NULL);
  PoFxCompleteDevicePowerNotRequired(Extension(deviceObject).Power);
}

/** A component is wanted. The framework goes on when it hears that the device is on. */
export function DevicePowerRequired(context: PVOID): void {
  const deviceObject = cast(DEVICE_OBJECT, context);
  OweReport(Extension(deviceObject));
  PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, PowerDeviceD0, DeviceOn, 0, NULL);
}

/** DevicePowerRequired and an S0 request that come together are answered by one report. */
function OweReport(extension: SENSOR_EXTENSION): void {
  InterlockedExchange(addressOf(extension, 'IsReportOwed'), 1);
}

/** Also when D0 was not reached: whoever waits for the report must not wait for ever. */
function DeviceOn(deviceObject: DEVICE_OBJECT, _minor: UCHAR, _state: POWER_STATE, _context: PVOID): void {
  const extension = Extension(deviceObject);
  if (InterlockedExchange(addressOf(extension, 'IsReportOwed'), 0) === 1 && extension.Power !== 0) {
    PoFxReportDevicePoweredOn(extension.Power);
  }
  if (extension.IsStarted && extension.WakeIrp === NULL) {
    ArmForWake(extension);
  }
}

// Wake: the request changes nothing by itself. It says that the device may wake the system, up to S3.

export function ArmForWake(extension: SENSOR_EXTENSION): void {
  const irp = out<PIRP>(NULL);
  const status = PoRequestPowerIrp(extension.Self, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, WakeEnded, 0, irp);
  extension.WakeIrp = status === STATUS_PENDING ? irp.value : NULL;
}

/** The device has woken up, or the request was cancelled, or the bus cannot do it. */
function WakeEnded(
  deviceObject: DEVICE_OBJECT,
  _minor: UCHAR,
  _state: POWER_STATE,
  _context: PVOID,
  ioStatus: IO_STATUS_BLOCK,
): void {
  const extension = Extension(deviceObject);
  extension.WakeIrp = NULL;
  if (NT_SUCCESS(ioStatus.Status)) {
    DbgPrint('woken by the hardware\n');
    // Armed again when it is on.
    PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, PowerDeviceD0, DeviceOn, 0, NULL);
  }
}

/** Only who has sent the request may cancel it. */
export async function DisarmWake(extension: SENSOR_EXTENSION): Promise<void> {
  const { WakeIrp: irp } = extension;
  if (irp !== NULL) {
    extension.WakeIrp = NULL;
    await IoCancelIrp(irp);
  }
}
