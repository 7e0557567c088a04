/** Power IRPs: what can be wrong when a driver completes one, or sends one that it has made. */
import { PowerDeviceD0 } from '../../../abi/enums.ts';
import {
  IRP_MJ_POWER,
  IRP_MN_POWER_SEQUENCE,
  IRP_MN_QUERY_POWER,
  IRP_MN_SET_POWER,
  IRP_MN_WAIT_WAKE,
} from '../../../abi/irp-codes.ts';
import {
  NT_SUCCESS,
  STATUS_DELETE_PENDING,
  STATUS_DEVICE_DOES_NOT_EXIST,
  STATUS_NOT_SUPPORTED,
} from '../../../abi/ntstatus.ts';
import { NONE } from '../frame.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { powerFactsAt } from '../power-visit.ts';
import type { Rule } from '../rule.ts';
import { NOT_FROM_PO, NOT_UNDERSTOOD, POWER_DOWN_FAIL, POWER_UP_FAIL } from './power-irps.ts';
import { leavesWithDump } from './special-file.ts';

const CURRENT_STACK_LOCATION = 0x60;
const FROM_PO = [IRP_MN_SET_POWER, IRP_MN_QUERY_POWER, IRP_MN_WAIT_WAKE];
const KNOWN = [...FROM_PO, IRP_MN_POWER_SEQUENCE];
/** What a driver answers whose device has been removed. */
const GONE = [STATUS_DELETE_PENDING, STATUS_DEVICE_DOES_NOT_EXIST];

/** A function or filter driver has failed a set-power request by itself. */
function failsSet(point: IrpPoint, isUp: boolean): string | undefined {
  const { frame, memory, irp, status, minor, request } = point;
  if (minor !== IRP_MN_SET_POWER || NT_SUCCESS(status) || frame.kind !== 'dispatch' || point.isBottom) return undefined;
  if (status === STATUS_NOT_SUPPORTED || GONE.includes(status)) return undefined;
  const before = frame.seenStatus === NONE ? frame.entryStatus : frame.seenStatus;
  const location = memory.u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  // S0 and D0 have the same number.
  const goesUp = powerFactsAt(memory.u32, location, minor).state === PowerDeviceD0;
  if (before === status || goesUp !== isUp) return undefined;
  return `${request()} was completed with ${nameOfStatus(status)}`;
}

export const powerCompletingRules: readonly Rule<IrpPoint>[] = [
  { ...POWER_UP_FAIL, majors: [IRP_MJ_POWER], check: (point) => failsSet(point, true) },
  { ...POWER_DOWN_FAIL, majors: [IRP_MJ_POWER], check: (point) => failsSet(point, false) },
  {
    ...NOT_UNDERSTOOD,
    majors: [IRP_MJ_POWER],
    check: (point) => {
      const { frame, minor, status, request } = point;
      const isCutOff = frame.kind === 'dispatch' && frame.forwards === 0 && !point.isBottom;
      if (!isCutOff || KNOWN.includes(minor) || NT_SUCCESS(status) || status === STATUS_NOT_SUPPORTED) return undefined;
      return `${request()} with minor code ${minor} was completed with ${nameOfStatus(status)}`;
    },
  },
];

export const powerSendingRules: readonly Rule<IrpPoint>[] = [
  {
    ...NOT_FROM_PO,
    majors: [IRP_MJ_POWER],
    // What follows from it is told by the rule for dump files.
    check: (point) =>
      FROM_PO.includes(point.minor) && !leavesWithDump(point) ? `${point.request()} was made by a driver` : undefined,
  },
];
