/** Arms a fault from its description. */

import * as irpCodes from '../../abi/irp-codes.ts';
import { IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SYSTEM_CONTROL } from '../../abi/irp-codes.ts';
import { hasMinorCodes, valueOfName } from '../../abi/names.ts';
import * as statuses from '../../abi/ntstatus.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import { parseDuration } from '../../base/time.ts';
import { routines } from '../../ddi/table.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { HardwareNode } from '../../kernel/pnp/hardware.ts';
import type { FaultEffect, FaultPlace } from '../../kernel/sim/faults.ts';
import type { FaultInjection } from '../../protocol/injection.ts';

/** Majors whose minor codes have names of their own. */
const WITH_MINORS = [IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SYSTEM_CONTROL];

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

function readPlace(injection: FaultInjection): Read<FaultPlace> {
  const { at } = injection;
  const place = { driver: injection.driver ?? null, device: injection.device ?? null };
  const code = (irpCodes as Readonly<Record<string, unknown>>)[at];
  if (at.startsWith('IRP_MJ_') && typeof code === 'number')
    return { ok: true, value: { ...place, major: code, minor: null, routine: null } };
  if (at.startsWith('IRP_MN_') && typeof code === 'number') {
    const major = WITH_MINORS.find((one) => hasMinorCodes(one) && isMinorOf(one, at)) ?? IRP_MJ_PNP;
    return { ok: true, value: { ...place, major, minor: code, routine: null } };
  }
  const routine = routines.find(({ name, isEvent }) => name === at && isEvent);
  if (routine === undefined) return { ok: false, message: unknownPlace(at) };
  const why = whyNotRoutine(at, routine.returns, injection.status);
  if (why !== null) return { ok: false, message: why };
  return { ok: true, value: { ...place, major: null, minor: null, routine: at } };
}

function unknownPlace(at: string): string {
  const irps = Object.keys(irpCodes).filter((name) => /^IRP_M[JN]_/.test(name));
  const near = nearestSpelling(at, [...irps, ...routines.filter(({ isEvent }) => isEvent).map(({ name }) => name)]);
  const hint =
    near === null
      ? 'Give a name such as IRP_MN_START_DEVICE, IRP_MJ_READ or IoCreateDevice.'
      : `Did you mean \`${near}\`?`;
  return `\`at\`: \`${at}\` is no IRP code and no routine that can be made to fail. ${hint}`;
}

/** A routine fails as its caller expects it to: with a status where it returns one, by doing nothing where it returns nothing. */
function whyNotRoutine(at: string, returns: string, status: string | number): string | null {
  if (status === 'delay') return `\`${at}\` is a routine, which cannot be delayed; delay an IRP instead.`;
  if (status === 'drop')
    return returns === 'VOID' ? null : `\`${at}\` returns ${returns}, so it cannot be dropped; give a status.`;
  return returns === 'NTSTATUS' ? null : `\`${at}\` returns ${returns} and no status, so it cannot fail with one.`;
}

const POWER_MINORS = new Set(['IRP_MN_WAIT_WAKE', 'IRP_MN_POWER_SEQUENCE', 'IRP_MN_SET_POWER', 'IRP_MN_QUERY_POWER']);
const WMI_MINOR = /^IRP_MN_(QUERY_ALL_DATA|QUERY_SINGLE_INSTANCE|CHANGE_|ENABLE_|DISABLE_|REGINFO|EXECUTE_METHOD)/;

function isMinorOf(major: number, name: string): boolean {
  if (POWER_MINORS.has(name)) return major === IRP_MJ_POWER;
  return WMI_MINOR.test(name) ? major === IRP_MJ_SYSTEM_CONTROL : major === IRP_MJ_PNP;
}

function readEffect(injection: FaultInjection): Read<FaultEffect> {
  const { status, by } = injection;
  if (status === 'drop') return { ok: true, value: { kind: 'drop' } };
  if (status === 'delay') {
    const duration = parseDuration(by ?? '');
    if (duration === undefined) return { ok: false, message: 'A delay needs `by`: a duration such as "20ms" or "5s".' };
    return { ok: true, value: { kind: 'delay', by: duration } };
  }
  const value = typeof status === 'number' ? status >>> 0 : valueOfName(status);
  if (value === undefined) {
    const near = nearestSpelling(String(status), [...Object.keys(statuses), 'drop', 'delay']);
    const hint =
      near === null
        ? 'Give a name such as STATUS_INSUFFICIENT_RESOURCES, a number, `drop` or `delay`.'
        : `Did you mean \`${near}\`?`;
    return { ok: false, message: `\`${status}\` is no NTSTATUS. ${hint}` };
  }
  return { ok: true, value: { kind: 'status', status: value } };
}

/** A fault at what is not there would never strike. Devices that are not plugged in may be, and drivers not loaded yet. */
function whyUnknown(nt: Nt, { device, driver }: FaultInjection): string | null {
  const devices: HardwareNode[] = [];
  const visit = (node: HardwareNode): void => {
    devices.push(node);
    node.children.forEach(visit);
  };
  visit(nt.pnp.hardware.root);
  const drivers = new Set(
    devices.flatMap((node) => [node.functionDriver ?? '', ...node.upperFilters, ...node.lowerFilters]),
  );
  const ids = devices.map(({ id }) => id);
  if (device !== undefined && !ids.includes(device)) return `There is no device \`${device}\`.${hintOf(device, ids)}`;
  if (driver === undefined || drivers.has(driver)) return null;
  return `No device of this machine has a driver \`${driver}\`.${hintOf(driver, drivers)}`;
}

function hintOf(word: string, known: Iterable<string>): string {
  const near = nearestSpelling(word, known);
  return near === null ? '' : ` Did you mean \`${near}\`?`;
}

/** @returns null when it is armed, else why it is not */
export function armFault(nt: Nt, injection: FaultInjection): string | null {
  if (injection.device === undefined && injection.driver === undefined)
    return 'A fault needs `device` or `driver`: where it strikes.';
  const unknown = whyUnknown(nt, injection);
  if (unknown !== null) return unknown;
  const place = readPlace(injection);
  if (!place.ok) return place.message;
  const effect = readEffect(injection);
  if (!effect.ok) return effect.message;
  nt.kernel.sim.faults.arm(place.value, effect.value, injection.times ?? 1, injection.after ?? 0);
  return null;
}
