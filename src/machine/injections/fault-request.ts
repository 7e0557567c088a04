/** Arms a fault from its description. */

import * as irpCodes from '../../abi/irp-codes.ts';
import { IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SYSTEM_CONTROL } from '../../abi/irp-codes.ts';
import { hasMinorCodes, valueOfName } from '../../abi/names.ts';
import { parseDuration } from '../../base/time.ts';
import { routines } from '../../ddi/table.ts';
import type { Nt } from '../../kernel/assemble.ts';
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
  if (routines.some((routine) => routine.name === at && routine.isEvent))
    return { ok: true, value: { ...place, major: null, minor: null, routine: at } };
  return {
    ok: false,
    message: `\`${at}\` is no IRP code and no routine that can be made to fail. Give a name such as IRP_MN_START_DEVICE, IRP_MJ_READ or IoCreateDevice.`,
  };
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
  if (value === undefined)
    return {
      ok: false,
      message: `\`${status}\` is no NTSTATUS. Give a name such as STATUS_INSUFFICIENT_RESOURCES, a number, \`drop\` or \`delay\`.`,
    };
  return { ok: true, value: { kind: 'status', status: value } };
}

/** @returns null when it is armed, else why it is not */
export function armFault(nt: Nt, injection: FaultInjection): string | null {
  if (injection.device === undefined && injection.driver === undefined)
    return 'A fault needs `device` or `driver`: where it strikes.';
  const place = readPlace(injection);
  if (!place.ok) return place.message;
  const effect = readEffect(injection);
  if (!effect.ok) return effect.message;
  nt.kernel.sim.faults.arm(place.value, effect.value, injection.times ?? 1, injection.after ?? 0);
  return null;
}
