/** What the driver keeps for a device. It lives in the emulated kernel's memory, so every inspector shows it. */
import {
  BOOLEAN,
  cast,
  type DEVICE_OBJECT,
  IO_CSQ,
  IO_REMOVE_LOCK,
  KDPC,
  KSPIN_LOCK,
  KTIMER,
  LIST_ENTRY,
  LONG,
  PDEVICE_OBJECT,
  PIRP,
  PVOID,
  struct,
  ULONG,
} from 'wdm';

/** One part of the hub that the power framework switches by itself: index 0 the sampler, index 1 the history buffer. */
export class COMPONENT extends struct('COMPONENT', {
  /** Reads that wait for it, each of which can be cancelled. */
  Queue: IO_CSQ,
  Head: LIST_ENTRY,
  Lock: KSPIN_LOCK,
  /** The read that the hardware works on. */
  Current: PIRP,
  Timer: KTIMER,
  Dpc: KDPC,
  Device: PDEVICE_OBJECT,
  Index: ULONG,
  /** Between ComponentActiveCondition and ComponentIdleCondition: only then may its registers be touched. */
  IsActive: BOOLEAN,
  /** The F state that it is in; registers are lost from F1 on. */
  State: ULONG,
}) {}

export class SENSOR_EXTENSION extends struct('SENSOR_EXTENSION', {
  Self: PDEVICE_OBJECT,
  Lower: PDEVICE_OBJECT,
  Pdo: PDEVICE_OBJECT,
  RemoveLock: IO_REMOVE_LOCK,
  IsStarted: BOOLEAN,
  /** The device is in D0 and set up. */
  IsOn: BOOLEAN,
  /** POHANDLE of the registration with the power framework; 0 = not registered. */
  Power: PVOID,
  /** 1: PoFxReportDevicePoweredOn is owed, after DevicePowerRequired or an S0 request. */
  IsReportOwed: LONG,
  /** IRP_MN_WAIT_WAKE while it is pending. */
  WakeIrp: PIRP,
  /** The device power-down that waits until the hardware is idle. */
  DownIrp: PIRP,
  Sampler: COMPONENT,
  History: COMPONENT,
  /** Milliseconds, from the registry. */
  IdleTimeout: ULONG,
  /** Microseconds, from the registry. */
  SamplerLatency: ULONG,
}) {}

export function Extension(deviceObject: DEVICE_OBJECT): SENSOR_EXTENSION {
  return cast(SENSOR_EXTENSION, deviceObject.DeviceExtension);
}

export function ComponentsOf(extension: SENSOR_EXTENSION): readonly COMPONENT[] {
  return [extension.Sampler, extension.History];
}
