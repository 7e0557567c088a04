/** What a driver tells the power framework of its device, and the routines that it is called back at. */
import {
  type FieldType,
  members,
  openArray,
  over,
  pointer,
  routinePointer,
  type StructView,
  scalar,
  struct,
} from '../struct.ts';
import { type BOOLEAN, enumeration, type NTSTATUS, type Out, PVOID, type SIZE_T, ULONG, ULONGLONG } from '../types.ts';
import type { DEVICE_OBJECT } from './io.ts';
import { GUID, UNICODE_STRING } from './rtl.ts';

/** A registration with the power framework. It says nothing to a driver. */
export const POHANDLE: FieldType<POHANDLE> = scalar('address', 4, 'POHANDLE', 'PVOID');
export type POHANDLE = PVOID;
/** Where C takes the address of an identifier. */
export type LPCGUID = GUID | null;

/** An array of indices. */
const PROVIDERS: FieldType<PVOID> = scalar('address', 4, 'PULONG', 'PVOID');

/** The component is active: its registers may be touched. */
export type PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = (Context: PVOID, Component: ULONG) => void;
export type PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK | null;
export const PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = routinePointer<PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK>(
  'PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK',
);
/** Stop touching the component, then call PoFxCompleteIdleCondition. */
export type PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = (Context: PVOID, Component: ULONG) => void;
export type PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK | null;
export const PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = routinePointer<PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK>(
  'PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK',
);
/** The component changes to the F state `State`: save or restore what it loses, then call PoFxCompleteIdleState. */
export type PO_FX_COMPONENT_IDLE_STATE_CALLBACK = (Context: PVOID, Component: ULONG, State: ULONG) => void;
export type PPO_FX_COMPONENT_IDLE_STATE_CALLBACK = PO_FX_COMPONENT_IDLE_STATE_CALLBACK | null;
export const PPO_FX_COMPONENT_IDLE_STATE_CALLBACK = routinePointer<PO_FX_COMPONENT_IDLE_STATE_CALLBACK>(
  'PPO_FX_COMPONENT_IDLE_STATE_CALLBACK',
);
/** The device must be in D0: request it if it is not, then call PoFxReportDevicePoweredOn. */
export type PO_FX_DEVICE_POWER_REQUIRED_CALLBACK = (Context: PVOID) => void;
export type PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK = PO_FX_DEVICE_POWER_REQUIRED_CALLBACK | null;
export const PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK = routinePointer<PO_FX_DEVICE_POWER_REQUIRED_CALLBACK>(
  'PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK',
);
/** The device may leave D0. Call PoFxCompleteDevicePowerNotRequired without waiting until it has. */
export type PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK = (Context: PVOID) => void;
export type PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK = PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK | null;
export const PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK = routinePointer<PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK>(
  'PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK',
);
/** A request of the platform's plug-in to the driver. BytesReturned: also the size needed, where the buffer is too small. */
export type PO_FX_POWER_CONTROL_CALLBACK = (
  DeviceContext: PVOID,
  PowerControlCode: LPCGUID,
  InBuffer: PVOID,
  InBufferSize: SIZE_T,
  OutBuffer: PVOID,
  OutBufferSize: SIZE_T,
  BytesReturned: Out<SIZE_T>,
) => NTSTATUS;
export type PPO_FX_POWER_CONTROL_CALLBACK = PO_FX_POWER_CONTROL_CALLBACK | null;
export const PPO_FX_POWER_CONTROL_CALLBACK = routinePointer<PO_FX_POWER_CONTROL_CALLBACK>(
  'PPO_FX_POWER_CONTROL_CALLBACK',
);
/** Bring the device back to D0 after a directed power-down, then call PoFxReportDevicePoweredOn. */
export type PO_FX_DIRECTED_POWER_UP_CALLBACK = (Context: PVOID, Flags: ULONG) => void;
export type PPO_FX_DIRECTED_POWER_UP_CALLBACK = PO_FX_DIRECTED_POWER_UP_CALLBACK | null;
export const PPO_FX_DIRECTED_POWER_UP_CALLBACK = routinePointer<PO_FX_DIRECTED_POWER_UP_CALLBACK>(
  'PPO_FX_DIRECTED_POWER_UP_CALLBACK',
);
/**
 * A device keeps the platform out of its deepest idle state for too long.
 *
 * @param UniqueId - the same for one stay in the way, another for each
 */
export type PO_FX_DRIPS_WATCHDOG_CALLBACK = (
  Context: PVOID,
  PhysicalDeviceObject: DEVICE_OBJECT,
  UniqueId: ULONG,
) => void;
export type PPO_FX_DRIPS_WATCHDOG_CALLBACK = PO_FX_DRIPS_WATCHDOG_CALLBACK | null;
export const PPO_FX_DRIPS_WATCHDOG_CALLBACK = routinePointer<PO_FX_DRIPS_WATCHDOG_CALLBACK>(
  'PPO_FX_DRIPS_WATCHDOG_CALLBACK',
);
/** Take the device to its low-power state though it is in use, then call PoFxCompleteDirectedPowerDown. */
export type PO_FX_DIRECTED_POWER_DOWN_CALLBACK = (Context: PVOID, Flags: ULONG) => void;
export type PPO_FX_DIRECTED_POWER_DOWN_CALLBACK = PO_FX_DIRECTED_POWER_DOWN_CALLBACK | null;
export const PPO_FX_DIRECTED_POWER_DOWN_CALLBACK = routinePointer<PO_FX_DIRECTED_POWER_DOWN_CALLBACK>(
  'PPO_FX_DIRECTED_POWER_DOWN_CALLBACK',
);
/** How a request for a performance state has ended. */
export type PO_FX_COMPONENT_PERF_STATE_CALLBACK = (
  Context: PVOID,
  Component: ULONG,
  Succeeded: BOOLEAN,
  RequestContext: PVOID,
) => void;
export type PPO_FX_COMPONENT_PERF_STATE_CALLBACK = PO_FX_COMPONENT_PERF_STATE_CALLBACK | null;

/** One F state of a component. */
export class PO_FX_COMPONENT_IDLE_STATE extends struct('PO_FX_COMPONENT_IDLE_STATE', {
  /** Time for the way back to F0, in 100 ns; 0 for F0 itself. */
  TransitionLatency: ULONGLONG,
  /** How long the component must stay to save power, in 100 ns; 0 for F0 itself. */
  ResidencyRequirement: ULONGLONG,
  /** Microwatts, or PO_FX_UNKNOWN_POWER. */
  NominalPower: ULONG,
}) {}
export type PPO_FX_COMPONENT_IDLE_STATE = PO_FX_COMPONENT_IDLE_STATE | null;
export const PPO_FX_COMPONENT_IDLE_STATE = pointer<PO_FX_COMPONENT_IDLE_STATE>('PO_FX_COMPONENT_IDLE_STATE');

export class PO_FX_COMPONENT_V1 extends struct('PO_FX_COMPONENT_V1', {
  Id: GUID,
  IdleStateCount: ULONG,
  /** Index of the deepest F state from which the component can wake the system. */
  DeepestWakeableIdleState: ULONG,
  IdleStates: PPO_FX_COMPONENT_IDLE_STATE,
}) {}
export type PPO_FX_COMPONENT_V1 = PO_FX_COMPONENT_V1 | null;
export const PPO_FX_COMPONENT_V1 = pointer<PO_FX_COMPONENT_V1>('PO_FX_COMPONENT_V1');

/** Of versions 2 and 3. The two counts stand the other way round than in version 1. */
export class PO_FX_COMPONENT_V2 extends struct('PO_FX_COMPONENT_V2', {
  Id: GUID,
  /** PO_FX_COMPONENT_FLAG_ bits. */
  Flags: ULONGLONG,
  DeepestWakeableIdleState: ULONG,
  IdleStateCount: ULONG,
  IdleStates: PPO_FX_COMPONENT_IDLE_STATE,
  ProviderCount: ULONG,
  /** Indices of components of the same device that must be active while this one is. */
  Providers: PROVIDERS,
}) {}
export type PPO_FX_COMPONENT_V2 = PO_FX_COMPONENT_V2 | null;
export const PPO_FX_COMPONENT_V2 = pointer<PO_FX_COMPONENT_V2>('PO_FX_COMPONENT_V2');

export class PO_FX_DEVICE_V1 extends struct('PO_FX_DEVICE_V1', {
  /** PO_FX_VERSION_V1. */
  Version: ULONG,
  ComponentCount: ULONG,
  ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK,
  ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK,
  ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK,
  DevicePowerRequiredCallback: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK,
  DevicePowerNotRequiredCallback: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK,
  PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK,
  DeviceContext: PVOID,
  Components: openArray(PO_FX_COMPONENT_V1),
}) {}
export type PPO_FX_DEVICE_V1 = PO_FX_DEVICE_V1 | null;
export const PPO_FX_DEVICE_V1 = pointer<PO_FX_DEVICE_V1>('PO_FX_DEVICE_V1');

export class PO_FX_DEVICE_V2 extends struct('PO_FX_DEVICE_V2', {
  /** PO_FX_VERSION_V2. */
  Version: ULONG,
  /** 0. */
  Flags: ULONGLONG,
  ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK,
  ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK,
  ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK,
  DevicePowerRequiredCallback: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK,
  DevicePowerNotRequiredCallback: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK,
  PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK,
  DeviceContext: PVOID,
  ComponentCount: ULONG,
  Components: openArray(PO_FX_COMPONENT_V2),
}) {}
export type PPO_FX_DEVICE_V2 = PO_FX_DEVICE_V2 | null;
export const PPO_FX_DEVICE_V2 = pointer<PO_FX_DEVICE_V2>('PO_FX_DEVICE_V2');

export class PO_FX_DEVICE_V3 extends struct('PO_FX_DEVICE_V3', {
  /** PO_FX_VERSION_V3. */
  Version: ULONG,
  /** PO_FX_DEVICE_FLAG_ bits. */
  Flags: ULONGLONG,
  ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK,
  ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK,
  ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK,
  DevicePowerRequiredCallback: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK,
  DevicePowerNotRequiredCallback: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK,
  PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK,
  DirectedPowerUpCallback: PPO_FX_DIRECTED_POWER_UP_CALLBACK,
  DirectedPowerDownCallback: PPO_FX_DIRECTED_POWER_DOWN_CALLBACK,
  DirectedFxTimeoutInSeconds: ULONG,
  DeviceContext: PVOID,
  ComponentCount: ULONG,
  Components: openArray(PO_FX_COMPONENT_V2),
}) {}
export type PPO_FX_DEVICE_V3 = PO_FX_DEVICE_V3 | null;
export const PPO_FX_DEVICE_V3 = pointer<PO_FX_DEVICE_V3>('PO_FX_DEVICE_V3');

export const PO_FX_PERF_STATE_UNIT = enumeration('PO_FX_PERF_STATE_UNIT');
export type PO_FX_PERF_STATE_UNIT = number;
export const PO_FX_PERF_STATE_TYPE = enumeration('PO_FX_PERF_STATE_TYPE');
export type PO_FX_PERF_STATE_TYPE = number;

export class PO_FX_PERF_STATE extends struct('PO_FX_PERF_STATE', {
  /** In the unit of its set. */
  Value: ULONGLONG,
  Context: PVOID,
}) {}
export type PPO_FX_PERF_STATE = PO_FX_PERF_STATE | null;
export const PPO_FX_PERF_STATE = pointer<PO_FX_PERF_STATE>('PO_FX_PERF_STATE');

/** What a component can run at: single states, or a range. */
export class PO_FX_COMPONENT_PERF_SET extends struct('PO_FX_COMPONENT_PERF_SET', {
  Name: UNICODE_STRING,
  /** 0. */
  Flags: ULONGLONG,
  Unit: PO_FX_PERF_STATE_UNIT,
  Type: PO_FX_PERF_STATE_TYPE,
  Range: members('PO_FX_PERF_RANGE', { Minimum: ULONGLONG, Maximum: ULONGLONG }),
  Discrete: over('Range', members('PO_FX_PERF_DISCRETE', { Count: ULONG, States: PPO_FX_PERF_STATE })),
}) {}
export type PPO_FX_COMPONENT_PERF_SET = PO_FX_COMPONENT_PERF_SET | null;
export const PPO_FX_COMPONENT_PERF_SET = pointer<PO_FX_COMPONENT_PERF_SET>('PO_FX_COMPONENT_PERF_SET');

export class PO_FX_COMPONENT_PERF_INFO extends struct('PO_FX_COMPONENT_PERF_INFO', {
  PerfStateSetsCount: ULONG,
  PerfStateSets: openArray(PO_FX_COMPONENT_PERF_SET),
}) {}
export type PPO_FX_COMPONENT_PERF_INFO = PO_FX_COMPONENT_PERF_INFO | null;
export const PPO_FX_COMPONENT_PERF_INFO = pointer<PO_FX_COMPONENT_PERF_INFO>('PO_FX_COMPONENT_PERF_INFO');

/** StateIndex in a set of single states, StateValue in a range. */
export class PO_FX_PERF_STATE_CHANGE extends struct('PO_FX_PERF_STATE_CHANGE', {
  Set: ULONG,
  StateValue: ULONGLONG,
  StateIndex: over('StateValue', ULONG),
}) {}
export type PPO_FX_PERF_STATE_CHANGE = PO_FX_PERF_STATE_CHANGE | null;
export const PPO_FX_PERF_STATE_CHANGE = pointer<PO_FX_PERF_STATE_CHANGE>('PO_FX_PERF_STATE_CHANGE');

/** Whichever version it is: the first field says so. */
export type PO_FX_DEVICE = PO_FX_DEVICE_V1 | PO_FX_DEVICE_V2 | PO_FX_DEVICE_V3;
export type PPO_FX_DEVICE = PO_FX_DEVICE | StructView | null;
