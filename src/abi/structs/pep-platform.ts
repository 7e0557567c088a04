/** What a plug-in is told and asked about the platform as a whole: its idle states, its debugger, its subsystems. */
import { type FieldType, openArray, pointer, scalar, struct } from '../struct.ts';
import { BOOLEAN, PVOID, ULONG, ULONGLONG } from '../types.ts';
import { PEPHANDLE } from './pep.ts';
import { PUNICODE_STRING, UNICODE_STRING } from './rtl.ts';

const MINIMUM_D_STATES: FieldType<PVOID> = scalar('address', 4, 'PDEVICE_POWER_STATE', 'PVOID');
const MINIMUM_F_STATES: FieldType<PVOID> = scalar('address', 4, 'PULONG', 'PVOID');
const TRANSITIONS: FieldType<PVOID> = scalar('address', 4, 'PBOOLEAN', 'PVOID');

/** PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES */
export class PEP_PPM_QUERY_PLATFORM_STATES extends struct('PEP_PPM_QUERY_PLATFORM_STATES', {
  /** Out. */
  PlatformStateCount: ULONG,
}) {}
export type PPEP_PPM_QUERY_PLATFORM_STATES = PEP_PPM_QUERY_PLATFORM_STATES | null;
export const PPEP_PPM_QUERY_PLATFORM_STATES = pointer<PEP_PPM_QUERY_PLATFORM_STATES>('PEP_PPM_QUERY_PLATFORM_STATES');

/** PEP_DPM_SYSTEM_LATENCY_UPDATE */
export class PEP_SYSTEM_LATENCY extends struct('PEP_SYSTEM_LATENCY', {
  /** 100 ns units. */
  Latency: ULONGLONG,
}) {}
export type PPEP_SYSTEM_LATENCY = PEP_SYSTEM_LATENCY | null;
export const PPEP_SYSTEM_LATENCY = pointer<PEP_SYSTEM_LATENCY>('PEP_SYSTEM_LATENCY');

/** PEP_DPM_REGISTER_DEBUGGER */
export class PEP_REGISTER_DEBUGGER extends struct('PEP_REGISTER_DEBUGGER', { DeviceHandle: PEPHANDLE }) {}
export type PPEP_REGISTER_DEBUGGER = PEP_REGISTER_DEBUGGER | null;
export const PPEP_REGISTER_DEBUGGER = pointer<PEP_REGISTER_DEBUGGER>('PEP_REGISTER_DEBUGGER');

/** PEP_DPM_LOW_POWER_EPOCH */
export class PEP_LOW_POWER_EPOCH extends struct('PEP_LOW_POWER_EPOCH', { LowPowerEpoch: BOOLEAN }) {}
export type PPEP_LOW_POWER_EPOCH = PEP_LOW_POWER_EPOCH | null;
export const PPEP_LOW_POWER_EPOCH = pointer<PEP_LOW_POWER_EPOCH>('PEP_LOW_POWER_EPOCH');

/** PEP_DPM_DEVICE_IDLE_CONSTRAINTS */
export class PEP_DEVICE_PLATFORM_CONSTRAINTS extends struct('PEP_DEVICE_PLATFORM_CONSTRAINTS', {
  DeviceHandle: PEPHANDLE,
  /** An array of DEVICE_POWER_STATE, one for each platform idle state; the plug-in fills it. */
  MinimumDStates: MINIMUM_D_STATES,
  PlatformStateCount: ULONG,
}) {}
export type PPEP_DEVICE_PLATFORM_CONSTRAINTS = PEP_DEVICE_PLATFORM_CONSTRAINTS | null;
export const PPEP_DEVICE_PLATFORM_CONSTRAINTS = pointer<PEP_DEVICE_PLATFORM_CONSTRAINTS>(
  'PEP_DEVICE_PLATFORM_CONSTRAINTS',
);

/** PEP_DPM_COMPONENT_IDLE_CONSTRAINTS */
export class PEP_COMPONENT_PLATFORM_CONSTRAINTS extends struct('PEP_COMPONENT_PLATFORM_CONSTRAINTS', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  /** An array of ULONG, 0 = F0, one for each platform idle state; the plug-in fills it. */
  MinimumFStates: MINIMUM_F_STATES,
  PlatformStateCount: ULONG,
}) {}
export type PPEP_COMPONENT_PLATFORM_CONSTRAINTS = PEP_COMPONENT_PLATFORM_CONSTRAINTS | null;
export const PPEP_COMPONENT_PLATFORM_CONSTRAINTS = pointer<PEP_COMPONENT_PLATFORM_CONSTRAINTS>(
  'PEP_COMPONENT_PLATFORM_CONSTRAINTS',
);

/** PEP_DPM_QUERY_DEBUGGER_TRANSITION_REQUIREMENTS */
export class PEP_DEBUGGER_TRANSITION_REQUIREMENTS extends struct('PEP_DEBUGGER_TRANSITION_REQUIREMENTS', {
  DeviceHandle: PEPHANDLE,
  PlatformStateCount: ULONG,
  /** An array of BOOLEAN, one for each platform idle state; the plug-in fills it. */
  PowerTransitionRequired: TRANSITIONS,
}) {}
export type PPEP_DEBUGGER_TRANSITION_REQUIREMENTS = PEP_DEBUGGER_TRANSITION_REQUIREMENTS | null;
export const PPEP_DEBUGGER_TRANSITION_REQUIREMENTS = pointer<PEP_DEBUGGER_TRANSITION_REQUIREMENTS>(
  'PEP_DEBUGGER_TRANSITION_REQUIREMENTS',
);

/** PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT */
export class PEP_QUERY_SOC_SUBSYSTEM_COUNT extends struct('PEP_QUERY_SOC_SUBSYSTEM_COUNT', {
  PlatformIdleStateIndex: ULONG,
  /** Out: never 0; a plug-in that counts none does not handle the notification. */
  SubsystemCount: ULONG,
  /** 0. */
  Flags: ULONG,
}) {}
export type PPEP_QUERY_SOC_SUBSYSTEM_COUNT = PEP_QUERY_SOC_SUBSYSTEM_COUNT | null;
export const PPEP_QUERY_SOC_SUBSYSTEM_COUNT = pointer<PEP_QUERY_SOC_SUBSYSTEM_COUNT>('PEP_QUERY_SOC_SUBSYSTEM_COUNT');

/** PEP_DPM_QUERY_SOC_SUBSYSTEM */
export class PEP_QUERY_SOC_SUBSYSTEM extends struct('PEP_QUERY_SOC_SUBSYSTEM', {
  PlatformIdleStateIndex: ULONG,
  SubsystemIndex: ULONG,
  /** Out: what later notifications about the subsystem carry. */
  SubsystemHandle: PVOID,
  /** Room for 64 characters; the plug-in copies the name there and sets Length. */
  ParentName: UNICODE_STRING,
  /** The same. */
  SubsystemName: UNICODE_STRING,
  /** Out. */
  MetadataCount: ULONG,
  /** 0. */
  Flags: ULONG,
}) {}
export type PPEP_QUERY_SOC_SUBSYSTEM = PEP_QUERY_SOC_SUBSYSTEM | null;
export const PPEP_QUERY_SOC_SUBSYSTEM = pointer<PEP_QUERY_SOC_SUBSYSTEM>('PEP_QUERY_SOC_SUBSYSTEM');

/** PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING */
export class PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING extends struct('PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING', {
  PlatformIdleStateIndex: ULONG,
  /** 0. */
  Flags: ULONG,
}) {}
export type PPEP_RESET_SOC_SUBSYSTEM_ACCOUNTING = PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING | null;
export const PPEP_RESET_SOC_SUBSYSTEM_ACCOUNTING = pointer<PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING>(
  'PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING',
);

/** PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME */
export class PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME extends struct('PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME', {
  PlatformIdleStateIndex: ULONG,
  SubsystemHandle: PVOID,
  SubsystemName: PUNICODE_STRING,
  /** Out: 100 ns units since the accounting began. */
  BlockingTime: ULONGLONG,
  /** 0. */
  Flags: ULONG,
}) {}
export type PPEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME = PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME | null;
export const PPEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME = pointer<PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME>(
  'PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME',
);

/** One fact about a subsystem. Both strings have room for 64 characters, which the plug-in fills. */
export class PEP_SOC_SUBSYSTEM_METADATA extends struct('PEP_SOC_SUBSYSTEM_METADATA', {
  Key: UNICODE_STRING,
  Value: UNICODE_STRING,
}) {}
export type PPEP_SOC_SUBSYSTEM_METADATA = PEP_SOC_SUBSYSTEM_METADATA | null;
export const PPEP_SOC_SUBSYSTEM_METADATA = pointer<PEP_SOC_SUBSYSTEM_METADATA>('PEP_SOC_SUBSYSTEM_METADATA');

/** PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA */
export class PEP_QUERY_SOC_SUBSYSTEM_METADATA extends struct('PEP_QUERY_SOC_SUBSYSTEM_METADATA', {
  PlatformIdleStateIndex: ULONG,
  SubsystemHandle: PVOID,
  SubsystemName: PUNICODE_STRING,
  /** 0. */
  Flags: ULONG,
  MetadataCount: ULONG,
  Metadata: openArray(PPEP_SOC_SUBSYSTEM_METADATA),
}) {}
export type PPEP_QUERY_SOC_SUBSYSTEM_METADATA = PEP_QUERY_SOC_SUBSYSTEM_METADATA | null;
export const PPEP_QUERY_SOC_SUBSYSTEM_METADATA = pointer<PEP_QUERY_SOC_SUBSYSTEM_METADATA>(
  'PEP_QUERY_SOC_SUBSYSTEM_METADATA',
);
