/** What a miniport tells Storport of the run-time power of its adapter and units, and the parameters that it gets back. */
import { openArray, over, pointer, struct } from '../struct.ts';
import { BOOLEAN, PVOID, SIZE_T, ULONG, ULONGLONG } from '../types.ts';
import { GUID } from './rtl.ts';
import { STOR_POWER_CONTROL_HEADER } from './storport-requests.ts';

/** An F state of a component. */
export class STOR_POFX_COMPONENT_IDLE_STATE extends struct('STOR_POFX_COMPONENT_IDLE_STATE', {
  /** STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1. */
  Version: ULONG,
  /** STOR_POFX_COMPONENT_IDLE_STATE_SIZE. */
  Size: ULONG,
  /** How long the way back to F0 takes, in 100 ns; 0 for F0. */
  TransitionLatency: ULONGLONG,
  /** How long the component must stay in the state for it to be worth the way, in 100 ns; 0 for F0. */
  ResidencyRequirement: ULONGLONG,
  /** Microwatts, or STOR_POFX_UNKNOWN_POWER. */
  NominalPower: ULONG,
}) {}
export type PSTOR_POFX_COMPONENT_IDLE_STATE = STOR_POFX_COMPONENT_IDLE_STATE | null;
export const PSTOR_POFX_COMPONENT_IDLE_STATE = pointer<STOR_POFX_COMPONENT_IDLE_STATE>(
  'STOR_POFX_COMPONENT_IDLE_STATE',
);

/** The one component of an adapter or a unit. */
export class STOR_POFX_COMPONENT extends struct('STOR_POFX_COMPONENT', {
  /** STOR_POFX_COMPONENT_VERSION_V1. */
  Version: ULONG,
  /** STOR_POFX_COMPONENT_SIZE: without the F states. */
  Size: ULONG,
  /** 1 to 8 for an adapter, 1 or 2 for a unit. */
  FStateCount: ULONG,
  DeepestWakeableFState: ULONG,
  /** STORPORT_POFX_ADAPTER_GUID or STORPORT_POFX_LUN_GUID. */
  Id: GUID,
  FStates: openArray(STOR_POFX_COMPONENT_IDLE_STATE),
}) {}
export type PSTOR_POFX_COMPONENT = STOR_POFX_COMPONENT | null;
export const PSTOR_POFX_COMPONENT = pointer<STOR_POFX_COMPONENT>('STOR_POFX_COMPONENT');

/** The same with more to say of the F states. It may stand in any version of STOR_POFX_DEVICE: its own Version tells. */
export class STOR_POFX_COMPONENT_V2 extends struct('STOR_POFX_COMPONENT_V2', {
  /** STOR_POFX_COMPONENT_VERSION_V2. */
  Version: ULONG,
  /** STOR_POFX_COMPONENT_V2_SIZE: without the F states. */
  Size: ULONG,
  /** 1 to 8 for an adapter, 1 or 2 for a unit. */
  FStateCount: ULONG,
  DeepestWakeableFState: ULONG,
  /** STORPORT_POFX_ADAPTER_GUID or STORPORT_POFX_LUN_GUID. */
  Id: GUID,
  /** Of a unit: the deepest F state in which its adapter still has to have power. */
  DeepestAdapterPowerRequiredFState: ULONG,
  /** The deepest F state out of which the miniport can bring the component for a crash dump. */
  DeepestCrashDumpReadyFState: ULONG,
  FStates: openArray(STOR_POFX_COMPONENT_IDLE_STATE),
}) {}
export type PSTOR_POFX_COMPONENT_V2 = STOR_POFX_COMPONENT_V2 | null;
export const PSTOR_POFX_COMPONENT_V2 = pointer<STOR_POFX_COMPONENT_V2>('STOR_POFX_COMPONENT_V2');

export class STOR_POFX_DEVICE extends struct('STOR_POFX_DEVICE', {
  /** STOR_POFX_DEVICE_VERSION_V1. */
  Version: ULONG,
  /** STOR_POFX_DEVICE_SIZE: without the component. */
  Size: ULONG,
  /** 1. */
  ComponentCount: ULONG,
  /** STOR_POFX_DEVICE_FLAG_ bits. */
  Flags: ULONG,
  Components: openArray(STOR_POFX_COMPONENT),
}) {}
export type PSTOR_POFX_DEVICE = STOR_POFX_DEVICE | null;
export const PSTOR_POFX_DEVICE = pointer<STOR_POFX_DEVICE>('STOR_POFX_DEVICE');

/** With an idle time-out. StorPortInitializePoFxPower takes it as a STOR_POFX_DEVICE. */
export class STOR_POFX_DEVICE_V2 extends struct('STOR_POFX_DEVICE_V2', {
  /** STOR_POFX_DEVICE_VERSION_V2. */
  Version: ULONG,
  /** STOR_POFX_DEVICE_V2_SIZE: without the component. */
  Size: ULONG,
  /** 1. */
  ComponentCount: ULONG,
  /** STOR_POFX_DEVICE_FLAG_ bits. */
  Flags: ULONG,
  /** Of a unit, in milliseconds, with STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT. */
  UnitMinIdleTimeoutInMS: ULONG,
  /** The same of an adapter. */
  AdapterIdleTimeoutInMS: over('UnitMinIdleTimeoutInMS', ULONG),
  Components: openArray(STOR_POFX_COMPONENT),
}) {}
export type PSTOR_POFX_DEVICE_V2 = STOR_POFX_DEVICE_V2 | null;
export const PSTOR_POFX_DEVICE_V2 = pointer<STOR_POFX_DEVICE_V2>('STOR_POFX_DEVICE_V2');

/** With a time-out that adapts itself. StorPortInitializePoFxPower takes it as a STOR_POFX_DEVICE. */
export class STOR_POFX_DEVICE_V3 extends struct('STOR_POFX_DEVICE_V3', {
  /** STOR_POFX_DEVICE_VERSION_V3. */
  Version: ULONG,
  /** STOR_POFX_DEVICE_V3_SIZE: without the component. */
  Size: ULONG,
  /** 1. */
  ComponentCount: ULONG,
  /** STOR_POFX_DEVICE_FLAG_ bits. */
  Flags: ULONG,
  /** Of a unit, in milliseconds, with STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT. */
  UnitMinIdleTimeoutInMS: ULONG,
  /** The same of an adapter. */
  AdapterIdleTimeoutInMS: over('UnitMinIdleTimeoutInMS', ULONG),
  /** With STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT: no more than one way to D3 and back in so many milliseconds. */
  MinimumPowerCyclePeriodInMS: ULONG,
  Components: openArray(STOR_POFX_COMPONENT),
}) {}
export type PSTOR_POFX_DEVICE_V3 = STOR_POFX_DEVICE_V3 | null;
export const PSTOR_POFX_DEVICE_V3 = pointer<STOR_POFX_DEVICE_V3>('STOR_POFX_DEVICE_V3');

/** The parameter of ScsiUnitPoFxPowerRequired. ScsiAdapterPoFxPowerRequired gets the address of a BOOLEAN alone. */
export class STOR_POFX_POWER_REQUIRED_CONTEXT extends struct('STOR_POFX_POWER_REQUIRED_CONTEXT', {
  Header: STOR_POWER_CONTROL_HEADER,
  PowerRequired: BOOLEAN,
}) {}
export type PSTOR_POFX_POWER_REQUIRED_CONTEXT = STOR_POFX_POWER_REQUIRED_CONTEXT | null;
export const PSTOR_POFX_POWER_REQUIRED_CONTEXT = pointer<STOR_POFX_POWER_REQUIRED_CONTEXT>(
  'STOR_POFX_POWER_REQUIRED_CONTEXT',
);

/** The parameter of ScsiAdapterPoFxPowerActive and ScsiUnitPoFxPowerActive. */
export class STOR_POFX_ACTIVE_CONTEXT extends struct('STOR_POFX_ACTIVE_CONTEXT', {
  Header: STOR_POWER_CONTROL_HEADER,
  ComponentIndex: ULONG,
  Active: BOOLEAN,
}) {}
export type PSTOR_POFX_ACTIVE_CONTEXT = STOR_POFX_ACTIVE_CONTEXT | null;
export const PSTOR_POFX_ACTIVE_CONTEXT = pointer<STOR_POFX_ACTIVE_CONTEXT>('STOR_POFX_ACTIVE_CONTEXT');

/** The parameter of ScsiAdapterPoFxPowerSetFState and ScsiUnitPoFxPowerSetFState. */
export class STOR_POFX_FSTATE_CONTEXT extends struct('STOR_POFX_FSTATE_CONTEXT', {
  Header: STOR_POWER_CONTROL_HEADER,
  ComponentIndex: ULONG,
  FState: ULONG,
}) {}
export type PSTOR_POFX_FSTATE_CONTEXT = STOR_POFX_FSTATE_CONTEXT | null;
export const PSTOR_POFX_FSTATE_CONTEXT = pointer<STOR_POFX_FSTATE_CONTEXT>('STOR_POFX_FSTATE_CONTEXT');

/** The parameter of ScsiAdapterPoFxPowerControl and ScsiUnitPoFxPowerControl: a request of the platform's plug-in. */
export class STOR_POFX_POWER_CONTROL extends struct('STOR_POFX_POWER_CONTROL', {
  Header: STOR_POWER_CONTROL_HEADER,
  PowerControlCode: pointer<GUID>('GUID'),
  InBufferSize: SIZE_T,
  OutBufferSize: SIZE_T,
  InBuffer: PVOID,
  OutBuffer: PVOID,
  BytesReturned: PVOID,
}) {}
export type PSTOR_POFX_POWER_CONTROL = STOR_POFX_POWER_CONTROL | null;
export const PSTOR_POFX_POWER_CONTROL = pointer<STOR_POFX_POWER_CONTROL>('STOR_POFX_POWER_CONTROL');
