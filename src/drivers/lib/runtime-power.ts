/**
 * Run-time power management by the power framework (PoFx), for drivers that were told to use it by the registry value
 * `PoFx`, and for those of miniports that describe their devices: a device that nobody uses goes to D3, and comes back
 * when somebody does.
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
  IRP_MN_SURPRISE_REMOVAL,
  KeQueryInterruptTime,
  LONG,
  type NTSTATUS,
  PO_FX_FLAG_ASYNC_ONLY,
  PO_FX_FLAG_BLOCKING,
  type PO_FX_POWER_CONTROL_CALLBACK,
  POHANDLE,
  PoFxActivateComponent,
  PoFxIdleComponent,
  PoFxReportDevicePoweredOn,
  PoFxSetDeviceIdleTimeout,
  PoFxUnregisterDevice,
  struct,
  type ULONG,
  ULONGLONG,
} from 'wdm';

import { CommonExtension } from './common.ts';

/** Milliseconds without use after which a device goes to D3, unless the registry value `IdleTimeout` says otherwise. */
export const IDLE_TIMEOUT = 1_000;

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
  /** A plug-in of the platform can power the device on after a bug check, and the device can be brought up then. */
  CanDump: BOOLEAN,
  /** The device is kept on, because it could not be powered on after a bug check. */
  HoldsForDump: BOOLEAN,
  /** It may be idle meanwhile, in D0. */
  MayIdleInD0: BOOLEAN,
  /** 100 ns units. */
  IdleTimeout: ULONGLONG,
  /** What the framework has been told last. */
  PresentTimeout: ULONGLONG,
  /** No more than one way to D3 and back in this time, in 100 ns units; 0 = as many as there are. */
  MinimumCycle: ULONGLONG,
  /** Interrupt time at which the device was last asked to come back to D0; 0 = it has not been in D3. */
  PoweredOnAt: ULONGLONG,
}) {}

/** How a device is registered. */
export interface PoweredDevice {
  readonly pdo: DEVICE_OBJECT;
  readonly stateCount: ULONG;
  readonly deepestWakeable: ULONG;
  /** Writes a PO_FX_COMPONENT_IDLE_STATE for each F state, from that address on. */
  readonly fillStates: (first: ULONG) => void;
  /** Milliseconds. */
  readonly idleTimeout: ULONG;
  /** Milliseconds; 0 = no limit. */
  readonly minimumCycle?: ULONG;
  /** Whether the device can be brought up after a bug check; undefined: a plug-in of the platform is asked. */
  readonly canDump?: boolean | undefined;
  /** With a dump file the device may be idle all the same, as long as it stays in D0. */
  readonly mayIdleInD0?: boolean;
  /** There is nobody whom a plug-in of the platform could ask for something. */
  readonly powerControl?: PO_FX_POWER_CONTROL_CALLBACK;
}

/** What differs from driver to driver. */
export interface RuntimePower {
  readonly of: (device: DEVICE_OBJECT) => RUNTIME_POWER;
  /** What is registered; undefined: nothing, and the device stays on. */
  readonly describe: (device: DEVICE_OBJECT) => PoweredDevice | undefined;
  /** The device is registered and never goes idle by itself. */
  readonly staysActive?: boolean;
  readonly registered?: (device: DEVICE_OBJECT) => void;
  readonly unregistering?: (device: DEVICE_OBJECT) => void;
  /** The component is active, or must not be used from here on. */
  readonly changed?: (device: DEVICE_OBJECT, isActive: boolean) => void;
  readonly setState?: (device: DEVICE_OBJECT, state: ULONG) => void;
  /** Power is required, or not any more; what follows comes after this. */
  readonly required?: (device: DEVICE_OBJECT, isRequired: boolean) => void;
  /** Takes the device to D3. */
  readonly powerDown?: (device: DEVICE_OBJECT) => void;
  /** The device goes idle, and need not wait for its time-out. */
  readonly mayGoNow?: (device: DEVICE_OBJECT) => boolean;
  /** Whether to ask for D0 when power is required; yes unless told. */
  readonly asksForD0?: (device: DEVICE_OBJECT) => boolean;
  /** A dump file has come that the device has to stay on for, or gone. */
  readonly heldForDump?: (device: DEVICE_OBJECT, isHeld: boolean) => void;
}

export function InitializeRuntimePower(runtime: RUNTIME_POWER): void {
  runtime.IsActive = 1;
  runtime.IsRequired = 1;
}

/** Also when D0 could not be reached: the framework waits for it. */
export function ReportPoweredOn(runtime: RUNTIME_POWER): void {
  if (runtime.Handle !== 0 && InterlockedExchange(addressOf(runtime, 'OwesReport'), 0) === 1) {
    PoFxReportDevicePoweredOn(runtime.Handle);
  }
}

/**
 * The device goes idle. With a limit on its ways to D3 the time-out is what is left of the period, if that is longer.
 *
 * @param mayGoNow - nobody has used it for its own sake since the last time
 */
export function AdaptIdleTimeout(runtime: RUNTIME_POWER, mayGoNow: boolean): void {
  const hasLimit = runtime.MinimumCycle !== 0n && runtime.PoweredOnAt !== 0n;
  const left = hasLimit ? runtime.PoweredOnAt + runtime.MinimumCycle - KeQueryInterruptTime() : 0n;
  const isLonger = left > runtime.IdleTimeout;
  const timeout = isLonger ? left : runtime.IdleTimeout;
  SetTimeout(runtime, mayGoNow ? 0n : timeout);
}

function SetTimeout(runtime: RUNTIME_POWER, timeout: ULONGLONG): void {
  if (timeout !== runtime.PresentTimeout) {
    runtime.PresentTimeout = timeout;
    PoFxSetDeviceIdleTimeout(runtime.Handle, timeout);
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
  device: DEVICE_OBJECT,
  irp: IRP,
  dispatch: () => Promise<NTSTATUS>,
): Promise<NTSTATUS> {
  const { MinorFunction: minor } = IoGetCurrentIrpStackLocation(irp);
  if (minor === IRP_MN_REMOVE_DEVICE || minor === IRP_MN_SURPRISE_REMOVAL) {
    await StopRuntimePower(power, device);
  }
  const status = await dispatch();
  if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) {
    HoldForDump(power, device);
  }
  return status;
}

async function StopRuntimePower(power: RuntimePower, device: DEVICE_OBJECT): Promise<void> {
  const runtime = power.of(device);
  const { Handle: handle } = runtime;
  if (handle === 0) {
    return;
  }
  power.unregistering?.(device);
  runtime.Handle = 0;
  runtime.HoldsForDump = false;
  InitializeRuntimePower(runtime);
  await PoFxUnregisterDevice(handle);
}

/** A crash can come at any time: what nobody can power on then must not go to sleep while it is in the way of the dump. */
function HoldForDump(power: RuntimePower, device: DEVICE_OBJECT): void {
  const runtime = power.of(device);
  const mustHold = CommonExtension(device).DumpPathCount !== 0 && !runtime.CanDump;
  if (runtime.Handle === 0 || mustHold === runtime.HoldsForDump) {
    return;
  }
  runtime.HoldsForDump = mustHold;
  power.heldForDump?.(device, mustHold);
  // Where it may be idle in D0, a short use brings it there; afterwards a short use lets it sleep after the next time-out.
  if (mustHold || runtime.MayIdleInD0) {
    BeginUse(runtime);
  }
  if (!mustHold || runtime.MayIdleInD0) {
    EndUse(runtime);
  }
}
