/** Turns recorded events into readable ones. */

import { SystemPowerState } from '../../abi/enums.ts';
import {
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_SCSI,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_QUERY_DEVICE_TEXT,
  IRP_MN_QUERY_ID,
  IRP_MN_QUERY_POWER,
  IRP_MN_SCSI_CLASS,
  IRP_MN_SET_POWER,
  IRP_MN_WAIT_WAKE,
} from '../../abi/irp-codes.ts';
import {
  type ConstantTable,
  deviceTextTypes,
  nameOf,
  nameOfGuid,
  nameOfMajor,
  nameOfMinor,
  nameOfSrb,
  nameOfStatus,
  notificationCategories,
  powerActions,
  queryIdTypes,
  relationTypes,
  usageTypes,
} from '../../abi/names.ts';
import { SCSIOP_START_STOP_UNIT, SRB_FUNCTION_EXECUTE_SCSI } from '../../abi/srb-constants.ts';
import { hex } from '../../base/hex.ts';
import { formatInstant } from '../../base/time.ts';
import { EVENT, eventName } from '../sim/events.ts';
import type { RecordedEvent } from '../sim/recorder.ts';
import type { Simulation } from '../sim/simulation.ts';

/** Requests whose first parameter says what they are for. */
const KINDS: Readonly<Record<number, ConstantTable>> = {
  [(IRP_MJ_PNP << 8) | IRP_MN_QUERY_ID]: queryIdTypes,
  [(IRP_MJ_PNP << 8) | IRP_MN_QUERY_DEVICE_RELATIONS]: relationTypes,
  [(IRP_MJ_PNP << 8) | IRP_MN_QUERY_DEVICE_TEXT]: deviceTextTypes,
};

const SCSI_CLASS = (IRP_MJ_SCSI << 8) | IRP_MN_SCSI_CLASS;

/** In the last word of a notification: its IO_NOTIFICATION_EVENT_CATEGORY, and above it the driver. */
const CATEGORY = 0xff;
const NOTIFIED_DRIVER = 8;

/** One event in words. Names of members are those of the event stream that users see. */
export interface DecodedEvent {
  readonly n: number;
  readonly t: string;
  readonly kind: string;
  readonly thread: string;
  readonly irp?: string;
  readonly device?: string;
  readonly driver?: string;
  readonly major?: string;
  readonly minor?: string;
  readonly status?: string;
  readonly machine?: string;
  readonly from?: string;
  readonly event?: string;
  readonly to?: string;
  readonly detail?: string;
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}

/** Major << 8 | minor of a request is no larger. */
const LAST_CODE = 0xffff;

type Writable = { -readonly [K in keyof DecodedEvent]: DecodedEvent[K] };

export function decodeEvent(sim: Simulation, event: RecordedEvent): DecodedEvent {
  const decoded: Writable = {
    n: event.n,
    t: formatInstant(event.time),
    kind: eventName(event.code),
    thread: sim.threadNames[event.thread] ?? '',
  };
  if (event.irp !== 0 && event.code !== EVENT.state) decoded.irp = hex(event.irp);
  if (event.device !== 0 && event.code !== EVENT.state) {
    decoded.device = sim.directory.deviceId(event.device);
    decoded.driver = sim.directory.driverOfDevice(event.device);
  }
  describe(sim, event, decoded);
  return decoded;
}

function describe(sim: Simulation, event: RecordedEvent, decoded: Writable): void {
  const { recorder, directory } = sim;
  const { a, b, c } = event;
  switch (event.code) {
    case EVENT.callDriver:
      describeCall(event, decoded);
      return;
    case EVENT.dispatchReturn:
    case EVENT.completeRequest:
    case EVENT.irpDone:
      if (a !== 0) nameRequest(a, decoded);
      decoded.status = nameOfStatus(b);
      return;
    case EVENT.completionRoutine:
      nameRequest(a, decoded);
      decoded.status = nameOfStatus(b);
      decoded.driver ??= directory.driverName(c);
      return;
    case EVENT.state:
      describeState(sim, event, decoded);
      return;
    case EVENT.wait:
      decoded.detail = `${a === 0 ? 'a delay' : hex(a)}${b === 1 ? ', met at once' : ''}`;
      return;
    case EVENT.thread:
      decoded.detail = b === 1 ? 'begins' : 'ends';
      return;
    case EVENT.irql:
      decoded.detail = `${a} to ${b}`;
      return;
    case EVENT.dpc:
      decoded.detail = `DPC ${hex(a)}`;
      return;
    case EVENT.timer:
      decoded.detail = `timer ${hex(a)} ${b === 1 ? 'set' : 'due'}`;
      return;
    case EVENT.allocate:
      decoded.detail = event.irp === 0 ? `${hex(a)}, ${b} bytes` : `${a} bytes`;
      return;
    case EVENT.free:
      if (a !== 0) decoded.detail = hex(a);
      return;
    case EVENT.dumpIo:
      decoded.detail = dumpIoText(event);
      return;
    case EVENT.dbgPrint:
      decoded.driver = directory.driverName(b);
      decoded.detail = recorder.text(a);
      return;
    case EVENT.violation:
      describeViolation(sim, event, decoded);
      return;
    case EVENT.bugcheck:
      decoded.detail = `${hex(a)} (${hex(b)}, ${hex(c)}, …)`;
      return;
    case EVENT.pofx:
    case EVENT.injection:
      decoded.detail = recorder.text(a);
      return;
    case EVENT.call:
      decoded.detail = callText(recorder.text(a), b, c);
      return;
    case EVENT.notification:
      describeNotification(sim, event, decoded);
      return;
    case EVENT.fault:
      describeFault(sim, event, decoded);
      return;
    default:
      return;
  }
}

function describeCall({ a, b, c }: RecordedEvent, decoded: Writable): void {
  nameRequest(a, decoded);
  if (a === ((IRP_MJ_PNP << 8) | IRP_MN_DEVICE_USAGE_NOTIFICATION)) {
    describeUsage(b, c, decoded);
  } else if (a >>> 8 === IRP_MJ_POWER) {
    describePower(a & 0xff, b, c, decoded);
  } else if (a === SCSI_CLASS) {
    decoded.detail = scsiText(c);
  } else if (KINDS[a] !== undefined) {
    decoded.detail = nameOf(KINDS[a], b);
  }
}

/** `SRB_FUNCTION_LOCK_QUEUE`, `SCSIOP_START_STOP_UNIT, stop`. @param word - as IoCallDriver records it */
function scsiText(word: number): string {
  const [fn, operation, last] = [word & 0xff, (word >>> 8) & 0xff, word >>> 16];
  const name = nameOfSrb(fn, operation);
  if (fn !== SRB_FUNCTION_EXECUTE_SCSI || operation !== SCSIOP_START_STOP_UNIT) return name;
  return `${name}, ${(last & 1) === 0 ? 'stop' : 'start'}`;
}

function dumpIoText({ a, b, c }: RecordedEvent): string {
  return `${c === 1 ? 'write' : 'read'} ${b} bytes at ${hex(a)}`;
}

function describeViolation(sim: Simulation, { a, b, c }: RecordedEvent, decoded: Writable): void {
  decoded.driver = sim.directory.driverName(c);
  decoded.event = sim.recorder.text(a);
  decoded.detail = `${decoded.event}: ${sim.recorder.text(b)}`;
}

function describeFault(sim: Simulation, { a, b, c }: RecordedEvent, decoded: Writable): void {
  if (c <= LAST_CODE) nameRequest(c, decoded);
  decoded.detail = `injected ${sim.recorder.text(a)}`;
  if (b !== 0) decoded.status = nameOfStatus(b);
}

function describeNotification(sim: Simulation, { a, b, c }: RecordedEvent, decoded: Writable): void {
  const event = nameOfGuid(sim.recorder.text(a));
  // The device is the one that the event is about; who was told is another driver, most often.
  decoded.driver = sim.directory.driverName(c >>> NOTIFIED_DRIVER);
  decoded.event = event;
  decoded.status = nameOfStatus(b);
  decoded.detail = `${nameOf(notificationCategories, c & CATEGORY)}: ${event}`;
}

function describeState(sim: Simulation, event: RecordedEvent, decoded: Writable): void {
  const { recorder } = sim;
  const [machine = '', name = ''] = recorder.text(event.irp).split('\0');
  decoded.machine = machine;
  decoded.device = recorder.text(event.device);
  decoded.from = recorder.text(event.a);
  decoded.event = name;
  decoded.to = recorder.text(event.b);
  decoded.detail = `${machine} ${decoded.from} --${name}--> ${decoded.to}`;
}

function describeUsage(first: number, second: number, decoded: Writable): void {
  const type = shortUsage(usageTypes.find(([, value]) => value === second)?.[0] ?? hex(second));
  const inPath = (first & 0xff) !== 0;
  decoded.args = { type, inPath };
  decoded.detail = `${type}, ${inPath ? 'in path' : 'out of path'}`;
}

/** `S3, PowerActionSleep`, `D0`. @param word - POWER_STATE_TYPE, the state and POWER_ACTION, a byte each */
function describePower(minor: number, first: number, word: number, decoded: Writable): void {
  if (minor === IRP_MN_WAIT_WAKE) decoded.detail = `S${first - 1}`;
  if (minor !== IRP_MN_SET_POWER && minor !== IRP_MN_QUERY_POWER) return;
  const state = `${(word & 0xff) === SystemPowerState ? 'S' : 'D'}${((word >>> 8) & 0xff) - 1}`;
  const action = word >>> 16;
  decoded.detail = action === 0 ? state : `${state}, ${nameOf(powerActions, action)}`;
}

function callText(name: string, first: number, second: number): string {
  const shown = [first, second].filter((value) => value !== 0).map((value) => hex(value));
  return `${name}(${shown.join(', ')})`;
}

function nameRequest(code: number, decoded: Writable): void {
  const major = code >>> 8;
  decoded.major = nameOfMajor(major).replace('IRP_MJ_', '');
  const minor = nameOfMinor(major, code & 0xff);
  if (minor.startsWith('IRP_MN_')) decoded.minor = minor.replace('IRP_MN_', '');
}

const SHORT: Readonly<Record<string, string>> = {
  DeviceUsageTypePaging: 'paging',
  DeviceUsageTypeHibernation: 'hibernation',
  DeviceUsageTypeDumpFile: 'dump',
  DeviceUsageTypeBoot: 'boot',
  DeviceUsageTypePostDisplay: 'postDisplay',
  DeviceUsageTypeGuestAssigned: 'guestAssigned',
};

function shortUsage(name: string): string {
  return SHORT[name] ?? name;
}
