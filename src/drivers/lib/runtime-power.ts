/**
 * Run-time power management by the power framework (PoFx), for drivers that were told to use it by the registry value
 * `PoFx`: a device that nobody uses goes to D3, and comes back when somebody does.
 */
import {
  addressOf,
  BOOLEAN,
  type DEVICE_OBJECT,
  InterlockedExchange,
  IoGetCurrentIrpStackLocation,
  type IRP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_SET_POWER,
  IRP_MN_SURPRISE_REMOVAL,
  LONG,
  local,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  PO_FX_COMPONENT_IDLE_STATE,
  PO_FX_DEVICE_V1,
  PO_FX_FLAG_ASYNC_ONLY,
  PO_FX_FLAG_BLOCKING,
  PO_FX_UNKNOWN_POWER,
  PO_FX_VERSION_V1,
  POHANDLE,
  PoFxActivateComponent,
  PoFxCompleteDevicePowerNotRequired,
  PoFxCompleteIdleCondition,
  PoFxCompleteIdleState,
  PoFxIdleComponent,
  PoFxRegisterCrashdumpDevice,
  PoFxRegisterDevice,
  PoFxReportDevicePoweredOn,
  PoFxSetDeviceIdleTimeout,
  PoFxStartDevicePowerManagement,
  PoFxUnregisterDevice,
  PoRequestPowerIrp,
  PowerDeviceD0,
  SandboxQueryRegistry,
  STATUS_SUCCESS,
  struct,
} from 'wdm';

import { CommonExtension } from './common.ts';

/** Milliseconds without use after which a device goes to D3, unless the registry value `IdleTimeout` says otherwise. */
const IDLE_TIMEOUT = 1_000;
const TICKS_PER_MILLISECOND = 10_000n;

/** Kept in the extension of a device whose driver can use the framework. */
export class RUNTIME_POWER extends struct('RUNTIME_POWER', {
  /** 0: the device is not registered, and stays on. */
  Handle: POHANDLE,
  /** 1: the hardware may be used. */
  IsActive: LONG,
  /** 0: the framework has said that the device may leave D0. */
  IsRequired: LONG,
  /** 1: PoFxReportDevicePoweredOn is still to be called. */
  OwesReport: LONG,
  /** A plug-in of the platform can power the device on after a bug check. */
  CanDump: BOOLEAN,
  /** The device is kept on, because it could not be powered on after a bug check. */
  HoldsForDump: BOOLEAN,
}) {}

/** What differs from driver to driver. */
export interface RuntimePower {
  readonly of: (fdo: DEVICE_OBJECT) => RUNTIME_POWER;
  /** The device is registered and never goes idle by itself. */
  readonly staysActive?: boolean;
  readonly becameActive?: (fdo: DEVICE_OBJECT) => void;
  /** Takes the device to D3. */
  readonly powerDown?: (fdo: DEVICE_OBJECT) => void;
}

class TWO_STATES extends struct('TWO_STATES', { F0: PO_FX_COMPONENT_IDLE_STATE, F1: PO_FX_COMPONENT_IDLE_STATE }) {}

export function InitializeRuntimePower(runtime: RUNTIME_POWER): void {
  runtime.IsActive = 1;
  runtime.IsRequired = 1;
}

/** The drivers below have started the device. It is registered once: a restart after a rebalance keeps that. */
export async function StartRuntimePower(power: RuntimePower, fdo: DEVICE_OBJECT): Promise<NTSTATUS> {
  const runtime = power.of(fdo);
  const { DriverObject: driver } = fdo;
  if (runtime.Handle !== 0 || driver === NULL || SandboxQueryRegistry(driver, 'PoFx', 0) === 0) {
    return STATUS_SUCCESS;
  }
  const handle = out<number>(0);
  const status = await PoFxRegisterDevice(CommonExtension(fdo).Pdo, Describe(power, fdo), handle);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  runtime.Handle = handle.value ?? 0;
  runtime.CanDump = NT_SUCCESS(await PoFxRegisterCrashdumpDevice(runtime.Handle));
  if (power.staysActive === true) {
    await PoFxActivateComponent(runtime.Handle, 0, 0);
  }
  const timeout = SandboxQueryRegistry(driver, 'IdleTimeout', IDLE_TIMEOUT);
  PoFxSetDeviceIdleTimeout(runtime.Handle, BigInt(timeout) * TICKS_PER_MILLISECOND);
  PoFxStartDevicePowerManagement(runtime.Handle);
  return STATUS_SUCCESS;
}

/** One component, whose clock may stop in F1. The framework copies what stands here. */
function Describe(power: RuntimePower, fdo: DEVICE_OBJECT): PO_FX_DEVICE_V1 {
  const states = local(TWO_STATES);
  states.F0.NominalPower = PO_FX_UNKNOWN_POWER;
  states.F1.TransitionLatency = 200n;
  states.F1.ResidencyRequirement = 10_000n;
  states.F1.NominalPower = PO_FX_UNKNOWN_POWER;
  const runtime = power.of(fdo);
  const device = local(PO_FX_DEVICE_V1);
  device.Version = PO_FX_VERSION_V1;
  device.ComponentCount = 1;
  device.DeviceContext = fdo.address;
  device.ComponentActiveConditionCallback = () => {
    InterlockedExchange(addressOf(runtime, 'IsActive'), 1);
    power.becameActive?.(fdo);
  };
  device.ComponentIdleConditionCallback = (_context, component) => {
    InterlockedExchange(addressOf(runtime, 'IsActive'), 0);
    PoFxCompleteIdleCondition(runtime.Handle, component);
  };
  device.ComponentIdleStateCallback = (_context, component) => PoFxCompleteIdleState(runtime.Handle, component);
  device.DevicePowerRequiredCallback = () => {
    InterlockedExchange(addressOf(runtime, 'IsRequired'), 1);
    InterlockedExchange(addressOf(runtime, 'OwesReport'), 1);
    const reached = (): void => ReportPoweredOn(runtime);
    PoRequestPowerIrp(fdo, IRP_MN_SET_POWER, PowerDeviceD0, reached, NULL, NULL);
  };
  device.DevicePowerNotRequiredCallback = () => {
    InterlockedExchange(addressOf(runtime, 'IsRequired'), 0);
    power.powerDown?.(fdo);
    PoFxCompleteDevicePowerNotRequired(runtime.Handle);
  };
  const component = device.Components.get(0);
  component.IdleStateCount = 2;
  component.IdleStates = states.F0;
  return device;
}

/** Also when D0 could not be reached: the framework waits for it. */
export function ReportPoweredOn(runtime: RUNTIME_POWER): void {
  if (runtime.Handle !== 0 && InterlockedExchange(addressOf(runtime, 'OwesReport'), 0) === 1) {
    PoFxReportDevicePoweredOn(runtime.Handle);
  }
}

/** After each return of the system to S0 the framework wants to hear that the device is on. */
export function SystemResumed(runtime: RUNTIME_POWER): void {
  InterlockedExchange(addressOf(runtime, 'OwesReport'), 1);
}

/** A request needs the device: it may be used when `IsActive` is set, perhaps later. At any IRQL up to DISPATCH_LEVEL. */
export function BeginUse(runtime: RUNTIME_POWER): void {
  if (runtime.Handle !== 0) {
    PoFxActivateComponent(runtime.Handle, 0, PO_FX_FLAG_ASYNC_ONLY);
  }
}

/** The same at PASSIVE_LEVEL, for whoever wants to use it at once. */
export async function BeginUseNow(runtime: RUNTIME_POWER): Promise<void> {
  if (runtime.Handle !== 0) {
    await PoFxActivateComponent(runtime.Handle, 0, PO_FX_FLAG_BLOCKING);
  }
}

export function EndUse(runtime: RUNTIME_POWER): void {
  if (runtime.Handle !== 0) {
    PoFxIdleComponent(runtime.Handle, 0, PO_FX_FLAG_ASYNC_ONLY);
  }
}

/** Around the dispatch of IRP_MJ_PNP for the device: what the framework has to do with some of the requests. */
export async function DispatchRuntimePnp(
  power: RuntimePower,
  fdo: DEVICE_OBJECT,
  irp: IRP,
  dispatch: () => Promise<NTSTATUS>,
): Promise<NTSTATUS> {
  const runtime = power.of(fdo);
  const { MinorFunction: minor } = IoGetCurrentIrpStackLocation(irp);
  if (minor === IRP_MN_REMOVE_DEVICE || minor === IRP_MN_SURPRISE_REMOVAL) {
    await StopRuntimePower(runtime);
  }
  const status = await dispatch();
  if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) {
    HoldForDump(runtime, CommonExtension(fdo).DumpPathCount !== 0);
  }
  return status;
}

async function StopRuntimePower(runtime: RUNTIME_POWER): Promise<void> {
  const { Handle: handle } = runtime;
  if (handle !== 0) {
    runtime.Handle = 0;
    InitializeRuntimePower(runtime);
    await PoFxUnregisterDevice(handle);
  }
}

/** A crash can come at any time: what nobody can power on then must not go to sleep while it is in the way of the dump. */
function HoldForDump(runtime: RUNTIME_POWER, isNeeded: boolean): void {
  const mustHold = isNeeded && !runtime.CanDump;
  if (runtime.Handle === 0 || mustHold === runtime.HoldsForDump) {
    return;
  }
  runtime.HoldsForDump = mustHold;
  if (mustHold) {
    BeginUse(runtime);
  } else {
    EndUse(runtime);
  }
}
