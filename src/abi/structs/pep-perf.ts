/** Performance states of a component, as a plug-in is asked for them and told of them. */
import { members, openArray, over, pointer, struct } from '../struct.ts';
import { BOOLEAN, enumeration, PVOID, ULONG, ULONGLONG, USHORT } from '../types.ts';
import { PEPHANDLE } from './pep.ts';
import { UNICODE_STRING } from './rtl.ts';

export const PEP_PERF_STATE_UNIT = enumeration('PEP_PERF_STATE_UNIT');
export type PEP_PERF_STATE_UNIT = number;
export const PEP_PERF_STATE_TYPE = enumeration('PEP_PERF_STATE_TYPE');
export type PEP_PERF_STATE_TYPE = number;

export class PEP_PERF_STATE extends struct('PEP_PERF_STATE', {
  /** In the unit of its set. */
  Value: ULONGLONG,
  Context: PVOID,
}) {}
export type PPEP_PERF_STATE = PEP_PERF_STATE | null;
export const PPEP_PERF_STATE = pointer<PEP_PERF_STATE>('PEP_PERF_STATE');

/** PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES */
export class PEP_QUERY_COMPONENT_PERF_CAPABILITIES extends struct('PEP_QUERY_COMPONENT_PERF_CAPABILITIES', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  /** Out: how many sets the plug-in has for the component. */
  SetCount: ULONG,
}) {}
export type PPEP_QUERY_COMPONENT_PERF_CAPABILITIES = PEP_QUERY_COMPONENT_PERF_CAPABILITIES | null;
export const PPEP_QUERY_COMPONENT_PERF_CAPABILITIES = pointer<PEP_QUERY_COMPONENT_PERF_CAPABILITIES>(
  'PEP_QUERY_COMPONENT_PERF_CAPABILITIES',
);

/** PEP_DPM_QUERY_COMPONENT_PERF_SET: what follows Set is for the plug-in to fill. */
export class PEP_QUERY_COMPONENT_PERF_SET extends struct('PEP_QUERY_COMPONENT_PERF_SET', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  Set: ULONG,
  Flags: ULONGLONG,
  Unit: PEP_PERF_STATE_UNIT,
  Type: PEP_PERF_STATE_TYPE,
  Range: members('PEP_QUERY_PERF_RANGE', { Minimum: ULONGLONG, Maximum: ULONGLONG }),
  Discrete: over('Range', members('PEP_QUERY_PERF_DISCRETE', { Count: ULONG })),
}) {}
export type PPEP_QUERY_COMPONENT_PERF_SET = PEP_QUERY_COMPONENT_PERF_SET | null;
export const PPEP_QUERY_COMPONENT_PERF_SET = pointer<PEP_QUERY_COMPONENT_PERF_SET>('PEP_QUERY_COMPONENT_PERF_SET');

/** PEP_DPM_QUERY_COMPONENT_PERF_SET_NAME: first for the size, then for the name. */
export class PEP_QUERY_COMPONENT_PERF_SET_NAME extends struct('PEP_QUERY_COMPONENT_PERF_SET_NAME', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  Set: ULONG,
  /** Bytes, with the null character. Out while Name is null. */
  NameSize: USHORT,
  /** Where the plug-in writes the name, with a null character; null while its size is asked for. */
  Name: PVOID,
}) {}
export type PPEP_QUERY_COMPONENT_PERF_SET_NAME = PEP_QUERY_COMPONENT_PERF_SET_NAME | null;
export const PPEP_QUERY_COMPONENT_PERF_SET_NAME = pointer<PEP_QUERY_COMPONENT_PERF_SET_NAME>(
  'PEP_QUERY_COMPONENT_PERF_SET_NAME',
);

/** PEP_DPM_QUERY_COMPONENT_PERF_STATES */
export class PEP_QUERY_COMPONENT_PERF_STATES extends struct('PEP_QUERY_COMPONENT_PERF_STATES', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  Set: ULONG,
  /** An array with room for as many as the plug-in has said; it fills them. */
  States: PPEP_PERF_STATE,
}) {}
export type PPEP_QUERY_COMPONENT_PERF_STATES = PEP_QUERY_COMPONENT_PERF_STATES | null;
export const PPEP_QUERY_COMPONENT_PERF_STATES = pointer<PEP_QUERY_COMPONENT_PERF_STATES>(
  'PEP_QUERY_COMPONENT_PERF_STATES',
);

export class PEP_COMPONENT_PERF_SET extends struct('PEP_COMPONENT_PERF_SET', {
  Name: UNICODE_STRING,
  /** 0. */
  Flags: ULONGLONG,
  Unit: PEP_PERF_STATE_UNIT,
  Type: PEP_PERF_STATE_TYPE,
  Range: members('PEP_PERF_RANGE', { Minimum: ULONGLONG, Maximum: ULONGLONG }),
  Discrete: over('Range', members('PEP_PERF_DISCRETE', { Count: ULONG, States: PPEP_PERF_STATE })),
}) {}
export type PPEP_COMPONENT_PERF_SET = PEP_COMPONENT_PERF_SET | null;
export const PPEP_COMPONENT_PERF_SET = pointer<PEP_COMPONENT_PERF_SET>('PEP_COMPONENT_PERF_SET');

export class PEP_COMPONENT_PERF_INFO extends struct('PEP_COMPONENT_PERF_INFO', {
  SetCount: ULONG,
  PerfStateSets: openArray(PEP_COMPONENT_PERF_SET),
}) {}
export type PPEP_COMPONENT_PERF_INFO = PEP_COMPONENT_PERF_INFO | null;
export const PPEP_COMPONENT_PERF_INFO = pointer<PEP_COMPONENT_PERF_INFO>('PEP_COMPONENT_PERF_INFO');

/** PEP_DPM_REGISTER_COMPONENT_PERF_STATES */
export class PEP_REGISTER_COMPONENT_PERF_STATES extends struct('PEP_REGISTER_COMPONENT_PERF_STATES', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  /** 0. */
  Flags: ULONGLONG,
  /** What the driver brings and the plug-in must use; null when the sets are the plug-in's own. */
  PerfStateInfo: PPEP_COMPONENT_PERF_INFO,
}) {}
export type PPEP_REGISTER_COMPONENT_PERF_STATES = PEP_REGISTER_COMPONENT_PERF_STATES | null;
export const PPEP_REGISTER_COMPONENT_PERF_STATES = pointer<PEP_REGISTER_COMPONENT_PERF_STATES>(
  'PEP_REGISTER_COMPONENT_PERF_STATES',
);

/** StateIndex in a set of single states, StateValue in a range. */
export class PEP_COMPONENT_PERF_STATE_REQUEST extends struct('PEP_COMPONENT_PERF_STATE_REQUEST', {
  Set: ULONG,
  StateValue: ULONGLONG,
  StateIndex: over('StateValue', ULONG),
}) {}
export type PPEP_COMPONENT_PERF_STATE_REQUEST = PEP_COMPONENT_PERF_STATE_REQUEST | null;
export const PPEP_COMPONENT_PERF_STATE_REQUEST = pointer<PEP_COMPONENT_PERF_STATE_REQUEST>(
  'PEP_COMPONENT_PERF_STATE_REQUEST',
);

/** PEP_DPM_REQUEST_COMPONENT_PERF_STATE */
export class PEP_REQUEST_COMPONENT_PERF_STATE extends struct('PEP_REQUEST_COMPONENT_PERF_STATE', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  /** Out: FALSE when the plug-in says later, with PepWorkCompletePerfState, how it ended. */
  Completed: BOOLEAN,
  /** Out, with Completed: all of the changes were made, or none. */
  Succeeded: BOOLEAN,
  PerfRequestsCount: ULONG,
  /** Valid until the request has ended. */
  PerfRequests: PPEP_COMPONENT_PERF_STATE_REQUEST,
}) {}
export type PPEP_REQUEST_COMPONENT_PERF_STATE = PEP_REQUEST_COMPONENT_PERF_STATE | null;
export const PPEP_REQUEST_COMPONENT_PERF_STATE = pointer<PEP_REQUEST_COMPONENT_PERF_STATE>(
  'PEP_REQUEST_COMPONENT_PERF_STATE',
);

/** PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE: the plug-in writes the index of a single state, or the value in a range. */
export class PEP_QUERY_CURRENT_COMPONENT_PERF_STATE extends struct('PEP_QUERY_CURRENT_COMPONENT_PERF_STATE', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  Set: ULONG,
  StateValue: ULONGLONG,
  StateIndex: over('StateValue', ULONG),
}) {}
export type PPEP_QUERY_CURRENT_COMPONENT_PERF_STATE = PEP_QUERY_CURRENT_COMPONENT_PERF_STATE | null;
export const PPEP_QUERY_CURRENT_COMPONENT_PERF_STATE = pointer<PEP_QUERY_CURRENT_COMPONENT_PERF_STATE>(
  'PEP_QUERY_CURRENT_COMPONENT_PERF_STATE',
);
