/** What a driver must not let happen to a device that holds a special file. */
import { DevicePowerState, PowerDeviceD0 } from '../../../abi/enums.ts';
import {
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MN_QUERY_POWER,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_SET_POWER,
} from '../../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../../abi/ntstatus.ts';
import { NONE } from '../frame.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD, STRICT } from '../rule.ts';
import { anyFile } from '../usage-visit.ts';

const POWER_TYPE = 8;
const POWER_STATE = 12;
const POWER_SHUTDOWN_TYPE = 16;

const MUST_REFUSE: RuleText = {
  ...STANDARD,
  id: 'USE-V12',
  title: 'A driver agrees to stop or remove a device that holds a special file',
  why: 'The system loses its paging file, hibernation file or dump: the next page that is needed stops the machine.',
  remedy:
    'complete IRP_MN_QUERY_STOP_DEVICE and IRP_MN_QUERY_REMOVE_DEVICE with STATUS_DEVICE_BUSY while a count is not zero',
  document: 'irp-mn-device-usage-notification',
  bugCheck: null,
};

function agrees(point: IrpPoint): string | undefined {
  const { major, minor, request, pnp, device } = point;
  if (major !== IRP_MJ_PNP || (minor !== IRP_MN_QUERY_STOP_DEVICE && minor !== IRP_MN_QUERY_REMOVE_DEVICE))
    return undefined;
  const counts = pnp.ledger.of(device);
  if (!anyFile(counts)) return undefined;
  return `${request()} was agreed to with ${counts.paging} paging, ${counts.hibernation} hibernation and ${counts.dump} dump files on the device`;
}

/** A driver that passes the question down has agreed to it. */
export const fileQueryRules: readonly Rule<IrpPoint>[] = [{ ...MUST_REFUSE, majors: [IRP_MJ_PNP], check: agrees }];

export const fileCompletingRules: readonly Rule<IrpPoint>[] = [
  {
    ...STRICT,
    id: 'USE-37',
    title: 'A driver refuses a power question for a device that holds a special file',
    why: 'No document makes a special file a reason to stay awake: the system writes its hibernation file and pages through the device until it goes down itself.',
    remedy: 'agree to IRP_MN_QUERY_POWER, and do what the special file needs when IRP_MN_SET_POWER comes',
    document: 'irp-mn-device-usage-notification',
    bugCheck: null,
    majors: [IRP_MJ_POWER],
    check: (point) => {
      const { major, minor, status, frame, pnp, device, request } = point;
      const isOwn = frame.kind === 'dispatch' && frame.seenStatus === NONE;
      if (major !== IRP_MJ_POWER || minor !== IRP_MN_QUERY_POWER || NT_SUCCESS(status) || !isOwn) return undefined;
      if (!anyFile(pnp.ledger.of(device))) return undefined;
      return `${request()} was refused with ${nameOfStatus(status)}`;
    },
  },
  {
    ...MUST_REFUSE,
    majors: [IRP_MJ_PNP],
    check: (point) => (point.isBottom && NT_SUCCESS(point.status) ? agrees(point) : undefined),
  },
];

function stateOf({ memory, next }: IrpPoint): number {
  return memory.u32[(next + POWER_STATE) >>> 2] ?? 0;
}

/** A driver has made an IRP that powers down a device with a dump file. */
export function leavesWithDump(point: IrpPoint): boolean {
  const { major, minor, memory, next, pnp, target } = point;
  if (major !== IRP_MJ_POWER || minor !== IRP_MN_SET_POWER || pnp.ledger.of(target).dump === 0) return false;
  const isDown = memory.u32[(next + POWER_TYPE) >>> 2] === DevicePowerState && stateOf(point) > PowerDeviceD0;
  return isDown && memory.u32[(next + POWER_SHUTDOWN_TYPE) >>> 2] === 0;
}

export const filePowerRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'USE-V11',
    title: 'A device that holds the crash dump file leaves D0 because it is idle',
    why: 'The dump is written without the drivers that could power the device up again: it is lost.',
    remedy: 'stop idle detection while a dump file is on the device',
    document: 'irp-mn-device-usage-notification',
    bugCheck: null,
    majors: [IRP_MJ_POWER],
    check: (point) =>
      leavesWithDump(point) ? `D${stateOf(point) - 1} was set while the system is working` : undefined,
  },
];
