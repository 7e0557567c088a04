/** Structures of the power manager. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { bits, over, pointer, routinePointer, struct, union } from '../struct.ts';
import { enumeration, type NTSTATUS, type PVOID, ULONG, USHORT } from '../types.ts';
import { type GUID, PUNICODE_STRING, UNICODE_STRING } from './rtl.ts';

export const SYSTEM_POWER_STATE = enumeration('SYSTEM_POWER_STATE');
export type SYSTEM_POWER_STATE = number;
export const DEVICE_POWER_STATE = enumeration('DEVICE_POWER_STATE');
export type DEVICE_POWER_STATE = number;
export const POWER_STATE_TYPE = enumeration('POWER_STATE_TYPE');
export type POWER_STATE_TYPE = number;
export const POWER_ACTION = enumeration('POWER_ACTION');
export type POWER_ACTION = number;

/** A power state; which of the two it is stands beside it, in a POWER_STATE_TYPE. */
export class POWER_STATE extends union('POWER_STATE', {
  SystemState: SYSTEM_POWER_STATE,
  DeviceState: DEVICE_POWER_STATE,
}) {}
export type PPOWER_STATE = POWER_STATE | null;
export const PPOWER_STATE = pointer<POWER_STATE>('POWER_STATE');

/** How often a device has gone down; a driver compares two of these to see whether it has lost its state. */
export class POWER_SEQUENCE extends struct('POWER_SEQUENCE', {
  SequenceD1: ULONG,
  SequenceD2: ULONG,
  SequenceD3: ULONG,
}) {}
export type PPOWER_SEQUENCE = POWER_SEQUENCE | null;
export const PPOWER_SEQUENCE = pointer<POWER_SEQUENCE>('POWER_SEQUENCE');

/** Where the system goes and where it comes from, in a system power IRP. */
export class SYSTEM_POWER_STATE_CONTEXT extends struct('SYSTEM_POWER_STATE_CONTEXT', {
  Reserved1: bits(ULONG, 8),
  TargetSystemState: bits(ULONG, 4),
  EffectiveSystemState: bits(ULONG, 4),
  CurrentSystemState: bits(ULONG, 4),
  IgnoreHibernationPath: bits(ULONG, 1),
  PseudoTransition: bits(ULONG, 1),
  KernelSoftReboot: bits(ULONG, 1),
  DirectedDripsTransition: bits(ULONG, 1),
  Reserved2: bits(ULONG, 8),
  ContextAsUlong: over('Reserved1', ULONG),
}) {}
export type PSYSTEM_POWER_STATE_CONTEXT = SYSTEM_POWER_STATE_CONTEXT | null;
export const PSYSTEM_POWER_STATE_CONTEXT = pointer<SYSTEM_POWER_STATE_CONTEXT>('SYSTEM_POWER_STATE_CONTEXT');

/** Hears of the value of a power setting: once when it is registered, and whenever it has changed. */
export type POWER_SETTING_CALLBACK = (
  SettingGuid: GUID,
  Value: PVOID,
  ValueLength: ULONG,
  Context: PVOID,
) => MaybePromise<NTSTATUS>;
export type PPOWER_SETTING_CALLBACK = POWER_SETTING_CALLBACK | null;
export const PPOWER_SETTING_CALLBACK = routinePointer<POWER_SETTING_CALLBACK>('PPOWER_SETTING_CALLBACK');

export const POWER_REQUEST_TYPE = enumeration('POWER_REQUEST_TYPE');
export type POWER_REQUEST_TYPE = number;

/** Why a driver needs the system; the flags say which of the two it is. */
export class COUNTED_REASON_CONTEXT extends struct('COUNTED_REASON_CONTEXT', {
  /** POWER_REQUEST_CONTEXT_VERSION */
  Version: ULONG,
  Flags: ULONG,
  ResourceFileName: UNICODE_STRING,
  ResourceReasonId: USHORT,
  StringCount: ULONG,
  ReasonStrings: PUNICODE_STRING,
  SimpleString: over('ResourceFileName', UNICODE_STRING),
}) {}
export type PCOUNTED_REASON_CONTEXT = COUNTED_REASON_CONTEXT | null;
export const PCOUNTED_REASON_CONTEXT = pointer<COUNTED_REASON_CONTEXT>('COUNTED_REASON_CONTEXT');
