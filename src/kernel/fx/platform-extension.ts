/**
 * The seam between the power framework and whoever controls the platform's power: the built-in default plug-in, or
 * one that a driver has registered. The methods are the notifications of pepfx.h, in words.
 */
import type { NTSTATUS } from '../../abi/types.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { DeviceDescription } from './description.ts';

/** A registered device as a plug-in sees it. */
export interface FrameworkDevice {
  /** POHANDLE: what PoFxRegisterDevice handed to the driver, and what a plug-in knows as KernelHandle. */
  readonly handle: number;
  readonly devnode: Devnode;
  readonly description: DeviceDescription;
}

/** `pending`: the plug-in says later that it is done. */
export type PlugInProgress = 'done' | 'pending';

/** Addresses and sizes that a driver or a plug-in has given, untouched. */
export interface PowerControlRequest {
  /** Address of the GUID; 0 = none. */
  readonly code: number;
  readonly inBuffer: number;
  readonly inSize: number;
  readonly outBuffer: number;
  readonly outSize: number;
}

/** @property bytesReturned - also with STATUS_INSUFFICIENT_RESOURCES: the size that would do */
export interface PowerControlResult {
  readonly status: NTSTATUS;
  readonly bytesReturned: number;
}

/** One set of performance states: its name is text, for inspectors. */
export interface PerfStateSet {
  readonly name: string;
  readonly flags: number;
  /** PO_FX_PERF_STATE_UNIT and PO_FX_PERF_STATE_TYPE. */
  readonly unit: number;
  readonly type: number;
  /** Values of the discrete states, in order; empty for a range. */
  readonly states: readonly { readonly value: bigint; readonly context: number }[];
  readonly minimum: bigint;
  readonly maximum: bigint;
}

export interface PerfStateChange {
  readonly set: number;
  /** Index of a discrete state, or the value in a range. */
  readonly value: bigint;
}

/** A device that its plug-in can power on after a bug check, or says that it need not be. */
export interface CrashdumpRegistration {
  /**
   * Calls the plug-in's routine at HIGH_LEVEL, with the context of PoFxPowerOnCrashdumpDevice; null = it gave none.
   * What comes back is whatever the plug-in returned: true means that the device has power.
   */
  readonly powerOn: ((context: number) => unknown) | null;
  /** Gives back the memory that is kept for the call. */
  readonly free: () => void;
}

/** A part of the chip that keeps it out of an idle state without the system's knowing. */
export interface SubsystemReport {
  readonly name: string;
  readonly parent: string;
  /** 100 ns units since the accounting began. */
  readonly blocked: bigint;
  readonly metadata: readonly (readonly [key: string, value: string])[];
}

/** What a plug-in is told and asked about the platform as a whole. */
export interface PlatformSide {
  /** Platform idle states that it has told of, lightest first; 0 = none. */
  readonly stateCount: number;
  /** PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES, and QUERY_SOC_SUBSYSTEM of each state. PASSIVE_LEVEL. */
  learn(): MaybePromise<void>;
  /** DEVICE_IDLE_CONSTRAINTS. @returns DEVICE_POWER_STATE for each platform idle state; null: it does not matter */
  deviceConstraints(device: FrameworkDevice): readonly number[] | null;
  /** COMPONENT_IDLE_CONSTRAINTS. @returns the F state for each platform idle state; null: it does not matter */
  componentConstraints(device: FrameworkDevice, component: number): readonly number[] | null;
  /** REGISTER_DEBUGGER. */
  registerDebugger(device: FrameworkDevice): void;
  /** QUERY_DEBUGGER_TRANSITION_REQUIREMENTS. @returns for each platform idle state whether it needs the debugger off; null: the plug-in does not say */
  debuggerTransitions(device: FrameworkDevice): readonly boolean[] | null;
  /** SYSTEM_LATENCY_UPDATE. @param latency - 100 ns units */
  systemLatency(latency: bigint): void;
  /** LOW_POWER_EPOCH. */
  lowPowerEpoch(isOn: boolean): void;
  /** RESET_SOC_SUBSYSTEM_ACCOUNTING for the deepest platform idle state. PASSIVE_LEVEL. */
  resetAccounting(): MaybePromise<void>;
  /** QUERY_SOC_SUBSYSTEM_BLOCKING_TIME and _METADATA for the deepest platform idle state. PASSIVE_LEVEL. */
  blockingTimes(): MaybePromise<readonly SubsystemReport[]>;
}

export interface PlatformExtension {
  /** As inspectors name it. */
  readonly name: string;
  /** The built-in one: no power control, no power-on of crash-dump devices. */
  readonly isDefault: boolean;
  /** null: it knows nothing of the platform. */
  readonly platform: PlatformSide | null;
  /** PREPARE_DEVICE: the device is about to start for the first time. PASSIVE_LEVEL. @returns whether it takes the device */
  prepareDevice(devnode: Devnode): MaybePromise<boolean>;
  /** ABANDON_DEVICE: the stack of a device that it took is gone. PASSIVE_LEVEL. */
  abandonDevice(devnode: Devnode): MaybePromise<void>;
  /** REGISTER_DEVICE, inside of PoFxRegisterDevice. PASSIVE_LEVEL. @returns whether it owns the device from now on */
  registerDevice(device: FrameworkDevice): MaybePromise<boolean>;
  /** UNREGISTER_DEVICE, inside of PoFxUnregisterDevice. PASSIVE_LEVEL. */
  unregisterDevice(device: FrameworkDevice): MaybePromise<void>;
  /** DEVICE_STARTED. DISPATCH_LEVEL or below. */
  deviceStarted(device: FrameworkDevice): void;
  /** DEVICE_POWER_STATE. @param state - DEVICE_POWER_STATE @param isComplete - false: the IRP has not been sent yet */
  devicePowerState(device: FrameworkDevice, state: number, isComplete: boolean): MaybePromise<void>;
  /** COMPONENT_ACTIVE: the condition of a component is about to change. DISPATCH_LEVEL or below. */
  componentActive(device: FrameworkDevice, component: number, isActive: boolean): void;
  /** NOTIFY_COMPONENT_IDLE_STATE, before and after the driver's own callback. DISPATCH_LEVEL or below. */
  idleState(device: FrameworkDevice, component: number, state: number, isDriverNotified: boolean): PlugInProgress;
  /** POWER_CONTROL_REQUEST. DISPATCH_LEVEL or below. @returns null: it does not know the request */
  powerControl(device: FrameworkDevice, request: PowerControlRequest): PowerControlResult | null;
  /** A power control request that the plug-in had sent to the driver has ended. */
  powerControlCompleted(device: FrameworkDevice, context: number, result: PowerControlResult): void;
  /**
   * REGISTER_COMPONENT_PERF_STATES, and the queries before it.
   *
   * @param wanted - the sets that the driver has, or null: it asks for those of the plug-in
   * @returns the sets in use; null: the plug-in cannot
   */
  registerPerfStates(
    device: FrameworkDevice,
    component: number,
    flags: number,
    wanted: readonly PerfStateSet[] | null,
  ): MaybePromise<readonly PerfStateSet[] | null>;
  /** REQUEST_COMPONENT_PERF_STATE. @returns whether the change succeeded, or `pending` */
  requestPerfState(
    device: FrameworkDevice,
    component: number,
    changes: readonly PerfStateChange[],
  ): 'succeeded' | 'failed' | 'pending';
  /** QUERY_CURRENT_COMPONENT_PERF_STATE. @returns null: the plug-in cannot tell */
  currentPerfState(device: FrameworkDevice, component: number, set: number): MaybePromise<bigint | null>;
  /** REGISTER_CRASHDUMP_DEVICE, inside of PoFxRegisterCrashdumpDevice. PASSIVE_LEVEL. @returns null: it cannot */
  registerCrashdumpDevice(device: FrameworkDevice): MaybePromise<CrashdumpRegistration | null>;
}

/** What a plug-in tells the framework, on its own worker at PASSIVE_LEVEL. */
export interface PoFxFromPlugIn {
  /** The device of a POHANDLE that is in use; undefined for any other number. */
  deviceOf(handle: number): FrameworkDevice | undefined;
  /** A plug-in that is asked for devices before the default one, in the order of registration. */
  plugIn(extension: PlatformExtension): void;
  /** It has told of the platform's idle states: what each of its devices has to do with them is asked now. */
  platformKnown(extension: PlatformExtension): void;
  /** Work of type CompleteIdleState. @returns false: no idle state change waits for the plug-in (bug check 0x616 is the caller's) */
  idleStateCompleted(device: FrameworkDevice, component: number): boolean;
  /** Work of type RequestPowerControl: calls the driver's PowerControlCallback, then `powerControlCompleted`. */
  requestPowerControl(device: FrameworkDevice, request: PowerControlRequest, context: number): void;
  /** @returns false: the component is active already, or the plug-in does not hold it active */
  transitionCritical(device: FrameworkDevice, component: number, isActive: boolean): boolean;
  /** Work of type CompletePerfState. @returns false: no change waits for the plug-in */
  perfStateCompleted(device: FrameworkDevice, component: number, hasSucceeded: boolean): boolean;
}
