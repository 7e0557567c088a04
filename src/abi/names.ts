/** From numbers to documented names and back, for everything that is shown to people. */
import { hexCode, parseUnsigned } from '../base/hex.ts';
import * as deviceFlags from './device-flags.ts';
import * as enums from './enums.ts';
import * as guids from './guids.ts';
import * as ioctls from './ioctl.ts';
import * as irpCodes from './irp-codes.ts';
import * as statuses from './ntstatus.ts';
import * as problems from './problem-codes.ts';
import * as srbs from './srb-constants.ts';

type Constants = Readonly<Record<string, unknown>>;

/** The numeric constants of a module whose names start with a prefix, sorted by name: bundlers reorder exports. */
function constantsOf(module: Constants, prefix: string): [name: string, value: number][] {
  const found: [string, number][] = [];
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'number' && name.startsWith(prefix)) found.push([name, value]);
  }
  return found.sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Equal values need a choice: `preferred` wins over the alphabet. */
function namesByValue(entries: Iterable<[string, number]>, preferred: readonly string[] = []): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of entries) {
    if (!names.has(value) || preferred.includes(name)) names.set(value, name);
  }
  return names;
}

const statusNames = namesByValue(constantsOf(statuses, 'STATUS_'), ['STATUS_SUCCESS']);
const majorNames = namesByValue(constantsOf(irpCodes, 'IRP_MJ_'), ['IRP_MJ_INTERNAL_DEVICE_CONTROL', 'IRP_MJ_PNP']);
const controlCodeNames = namesByValue(constantsOf(ioctls, 'IOCTL_').filter(([name]) => !name.endsWith('_BASE')));
const srbFunctionNames = namesByValue(constantsOf(srbs, 'SRB_FUNCTION_'));
const scsiCommandNames = namesByValue(constantsOf(srbs, 'SCSIOP_'));
const problemNames = namesByValue(constantsOf(problems, 'CM_PROB_'));

/** Minor codes mean something only together with the major code. In the order of their values. */
const minorNames: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map(
  Object.entries({
    [irpCodes.IRP_MJ_PNP]: [
      'START_DEVICE',
      'QUERY_REMOVE_DEVICE',
      'REMOVE_DEVICE',
      'CANCEL_REMOVE_DEVICE',
      'STOP_DEVICE',
      'QUERY_STOP_DEVICE',
      'CANCEL_STOP_DEVICE',
      'QUERY_DEVICE_RELATIONS',
      'QUERY_INTERFACE',
      'QUERY_CAPABILITIES',
      'QUERY_RESOURCES',
      'QUERY_RESOURCE_REQUIREMENTS',
      'QUERY_DEVICE_TEXT',
      'FILTER_RESOURCE_REQUIREMENTS',
      'READ_CONFIG',
      'WRITE_CONFIG',
      'EJECT',
      'SET_LOCK',
      'QUERY_ID',
      'QUERY_PNP_DEVICE_STATE',
      'QUERY_BUS_INFORMATION',
      'DEVICE_USAGE_NOTIFICATION',
      'SURPRISE_REMOVAL',
      'QUERY_LEGACY_BUS_INFORMATION',
      'DEVICE_ENUMERATED',
    ],
    [irpCodes.IRP_MJ_POWER]: ['WAIT_WAKE', 'POWER_SEQUENCE', 'SET_POWER', 'QUERY_POWER'],
    [irpCodes.IRP_MJ_SYSTEM_CONTROL]: [
      'QUERY_ALL_DATA',
      'QUERY_SINGLE_INSTANCE',
      'CHANGE_SINGLE_INSTANCE',
      'CHANGE_SINGLE_ITEM',
      'ENABLE_EVENTS',
      'DISABLE_EVENTS',
      'ENABLE_COLLECTION',
      'DISABLE_COLLECTION',
      'REGINFO',
      'EXECUTE_METHOD',
      'REGINFO_EX',
    ],
    [irpCodes.IRP_MJ_INTERNAL_DEVICE_CONTROL]: ['SCSI_CLASS'],
  }).map(([major, names]) => [Number(major), namesByValue(minorsOf(names))]),
);

function minorsOf(names: readonly string[]): [string, number][] {
  return names.flatMap((name) => constantsOf(irpCodes, `IRP_MN_${name}`).filter(([full]) => full === `IRP_MN_${name}`));
}

const hexByte = (value: number): string => hexCode(value, 2);

/** `STATUS_NOT_SUPPORTED`, or the number in hex. */
export function nameOfStatus(status: number): string {
  return statusNames.get(status >>> 0) ?? hexCode(status);
}

/** `IRP_MJ_PNP`, or the number in hex. */
export function nameOfMajor(major: number): string {
  return majorNames.get(major) ?? hexByte(major);
}

/** `IRP_MN_START_DEVICE`, or the number in hex: most major codes have no minor codes. */
export function nameOfMinor(major: number, minor: number): string {
  return minorNames.get(major)?.get(minor) ?? hexByte(minor);
}

/** Whether minor codes mean anything for this major code. */
export function hasMinorCodes(major: number): boolean {
  return minorNames.has(major);
}

/** `IOCTL_STORAGE_QUERY_PROPERTY`, or the number in hex. */
export function nameOfControlCode(code: number): string {
  return controlCodeNames.get(code >>> 0) ?? hexCode(code);
}

/** `CM_PROB_FAILED_START`, or the number in hex. */
export function nameOfProblem(code: number): string {
  return problemNames.get(code) ?? hexByte(code);
}

/** `GUID_DEVICE_INTERFACE_ARRIVAL`, or the identifier itself. */
export function nameOfGuid(text: string): string {
  return Object.entries(guids).find(([, value]) => value === text)?.[0] ?? text;
}

/** A named set of bits or of alternatives. */
export type ConstantTable = readonly (readonly [name: string, value: number])[];

const table = (module: Constants, prefix: string, reject?: RegExp): ConstantTable =>
  constantsOf(module, prefix)
    .filter(([name]) => reject === undefined || !reject.test(name))
    .sort(([, left], [, right]) => left - right);

const pick = (names: readonly string[]): ConstantTable =>
  names.flatMap((name) => table(enums, name).filter(([full]) => full === name));

export const deviceObjectFlags = table(deviceFlags, 'DO_');
export const deviceExtensionFlags = table(deviceFlags, 'DOE_');
export const driverObjectFlags = table(deviceFlags, 'DRVO_');
export const fileObjectFlags = table(deviceFlags, 'FO_');
export const vpbFlags = table(deviceFlags, 'VPB_');
export const stackControlFlags = table(irpCodes, 'SL_').filter(([name]) =>
  /^SL_(PENDING_RETURNED|ERROR_RETURNED|INVOKE_)/.test(name),
);
export const irpFlags = table(irpCodes, 'IRP_', /^IRP_(MJ|MN)_|_ALLOCATION$|MOUNT_COMPLETION|QUOTA_CHARGED|ALLOCATED_/);
export const mdlFlags = table(enums, 'MDL_');
export const pnpDeviceStateFlags = table(enums, 'PNP_DEVICE_');
export const deviceTypes = table(deviceFlags, 'FILE_DEVICE_', /IS_MOUNTED|SECURE_OPEN/);
export const usageTypes = table(enums, 'DeviceUsageType');
export const notificationCategories = table(enums, 'EventCategory');
export const relationTypes = pick([
  'BusRelations',
  'EjectionRelations',
  'PowerRelations',
  'RemovalRelations',
  'TargetDeviceRelation',
  'SingleBusRelations',
  'TransportRelations',
]);
export const queryIdTypes = table(enums, 'BusQuery');
export const deviceTextTypes = table(enums, 'DeviceText');
export const systemPowerStates = table(enums, 'PowerSystem');
export const devicePowerStates = table(enums, 'PowerDevice');
export const powerStateTypes = pick(['SystemPowerState', 'DevicePowerState']);
export const powerActions = table(enums, 'PowerAction');

/** `DO_BUFFERED_IO | DO_POWER_PAGABLE`; bits without a name stay in hex, no bits at all are `0x0`. */
export function namesOfFlags(flags: ConstantTable, value: number): string {
  const names: string[] = [];
  let rest = value >>> 0;
  for (const [name, bit] of flags) {
    if (bit !== 0 && (rest & bit) >>> 0 === bit) {
      names.push(name);
      rest = (rest & ~bit) >>> 0;
    }
  }
  if (rest !== 0 || names.length === 0) names.push(`0x${rest.toString(16)}`);
  return names.join(' | ');
}

/** `SRB_FUNCTION_LOCK_QUEUE`, `SCSIOP_SYNCHRONIZE_CACHE`: what an SRB asks for. @param operation - first byte of its command */
export function nameOfSrb(fn: number, operation: number): string {
  if (fn !== srbs.SRB_FUNCTION_EXECUTE_SCSI) return srbFunctionNames.get(fn) ?? hexByte(fn);
  return scsiCommandNames.get(operation) ?? `SCSI command ${hexByte(operation)}`;
}

/** The name of one of several alternatives, or the number in hex. */
export function nameOf(alternatives: ConstantTable, value: number): string {
  return alternatives.find(([, known]) => known === value)?.[0] ?? `0x${(value >>> 0).toString(16)}`;
}

const values = new Map<string, number>();
for (const module of [statuses, irpCodes, deviceFlags, ioctls, enums, problems]) {
  for (const [name, value] of constantsOf(module, '')) values.set(name, value);
}

/** Reads a documented name, a number, or either of them joined by `|`. Undefined when a part is neither. */
export function valueOfName(text: string): number | undefined {
  let value = 0;
  for (const part of text.split('|')) {
    const one = values.get(part.trim()) ?? parseUnsigned(part);
    if (one === undefined) return undefined;
    value = (value | one) >>> 0;
  }
  return value;
}
