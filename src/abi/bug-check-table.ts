/** What a bug check means, in words, with the first parameter taken into account. */
import { hexCode } from '../base/hex.ts';
import * as codes from './bug-check-codes.ts';
import {
  BAD_POOL_CALLER,
  DPC_WATCHDOG_VIOLATION,
  DRIVER_POWER_STATE_FAILURE,
  DRIVER_VERIFIER_DETECTED_VIOLATION,
  DRIVER_VERIFIER_IOMANAGER_VIOLATION,
  DRIVER_VIOLATION,
  INTERNAL_POWER_ERROR,
  PNP_DETECTED_FATAL_ERROR,
  STORAGE_MINIPORT_ERROR,
  TIMER_OR_DPC_INVALID,
  WDF_VIOLATION,
  WORKER_INVALID,
} from './bug-check-codes.ts';
import { highCodes } from './bug-checks/high-codes.ts';
import type { BugCheckInfo, BugCheckRow, BugCheckVariants } from './bug-checks/info.ts';
import { ioVerifierVariants } from './bug-checks/io-verifier.ts';
import { lowCodes } from './bug-checks/low-codes.ts';
import {
  badPoolCallerVariants,
  dpcWatchdogVariants,
  driverViolationVariants,
  pnpVariants,
  storageMiniportVariants,
  timerOrDpcVariants,
  wdfVariants,
  workerVariants,
} from './bug-checks/other-variants.ts';
import { internalPowerErrorVariants, powerStateFailureVariants } from './bug-checks/power.ts';
import { verifierVariants } from './bug-checks/verifier.ts';

export type { BugCheckInfo, BugCheckVariant, BugCheckVariants } from './bug-checks/info.ts';

const names: ReadonlyMap<number, string> = new Map(Object.entries(codes).map(([name, code]) => [code, name]));

function toInfo([code, text, p1 = '', p2 = '', p3 = '', p4 = '']: BugCheckRow): BugCheckInfo {
  return { code, name: names.get(code) ?? hexCode(code), text, parameters: [p1, p2, p3, p4] };
}

/** By code. */
export const bugCheckTable: ReadonlyMap<number, BugCheckInfo> = new Map(
  [...lowCodes, ...highCodes].map((row) => [row[0], toInfo(row)]),
);

const byFirstParameter: ReadonlyMap<number, BugCheckVariants> = new Map([
  [DRIVER_POWER_STATE_FAILURE, powerStateFailureVariants],
  [INTERNAL_POWER_ERROR, internalPowerErrorVariants],
  [BAD_POOL_CALLER, badPoolCallerVariants],
  [DRIVER_VERIFIER_DETECTED_VIOLATION, verifierVariants],
  [TIMER_OR_DPC_INVALID, timerOrDpcVariants],
  [DRIVER_VERIFIER_IOMANAGER_VIOLATION, ioVerifierVariants],
  [PNP_DETECTED_FATAL_ERROR, pnpVariants],
  [WORKER_INVALID, workerVariants],
  [STORAGE_MINIPORT_ERROR, storageMiniportVariants],
  [WDF_VIOLATION, wdfVariants],
  [DRIVER_VIOLATION, driverViolationVariants],
  [DPC_WATCHDOG_VIOLATION, dpcWatchdogVariants],
]);

/** The values of the first parameter that say what the other ones mean. Empty for most codes. */
export function bugCheckVariants(code: number): BugCheckVariants {
  return byFirstParameter.get(code) ?? new Map();
}

/** For every code there is an answer: of one that nobody has documented here, it says only the number. */
export function describeBugCheck(code: number, p1 = 0): BugCheckInfo {
  const info = bugCheckTable.get(code >>> 0) ?? {
    code: code >>> 0,
    name: hexCode(code),
    text: 'The machine stopped for a reason that the sandbox has no description of.',
    parameters: ['', '', '', ''],
  };
  const variant = byFirstParameter.get(info.code)?.get(p1 >>> 0);
  if (variant === undefined) return info;
  return { ...info, text: variant.text, parameters: [info.parameters[0], ...variant.parameters] };
}

/** `DRIVER_POWER_STATE_FAILURE`, or the code in hex. */
export function nameOfBugCheck(code: number): string {
  return bugCheckTable.get(code >>> 0)?.name ?? hexCode(code);
}
