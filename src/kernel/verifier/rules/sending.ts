/** What can be wrong with an IRP that a driver has made, when it is sent first. */
import { APC_LEVEL } from '../../../abi/enums.ts';
import {
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_SURPRISE_REMOVAL,
} from '../../../abi/irp-codes.ts';
import { STATUS_NOT_SUPPORTED } from '../../../abi/ntstatus.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { type Rule, STANDARD } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const COMPLETION_ROUTINE = 28;
const USAGE_TYPE = 8;

function startsWith(point: IrpPoint, major: number): string | undefined {
  if (point.major !== major || point.status === STATUS_NOT_SUPPORTED) return undefined;
  return `${point.request()} was sent with ${nameOfStatus(point.status)}`;
}

const SETS_STATUS = 'set Irp->IoStatus.Status to STATUS_NOT_SUPPORTED before IoCallDriver';
const TELLS_NOTHING =
  'Drivers that do not handle the request leave the status alone, so the sender cannot tell that nobody did.';

export const sendingRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x20E',
    title: 'A PnP IRP is sent with another initial status than STATUS_NOT_SUPPORTED',
    why: TELLS_NOTHING,
    remedy: SETS_STATUS,
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x20e],
    majors: [IRP_MJ_PNP],
    check: (point) => startsWith(point, IRP_MJ_PNP),
  },
  {
    ...STANDARD,
    id: 'C9/0x20F',
    title: 'A power IRP is sent with another initial status than STATUS_NOT_SUPPORTED',
    why: TELLS_NOTHING,
    remedy: 'use PoRequestPowerIrp, which sets up the IRP',
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x20f],
    majors: [IRP_MJ_POWER],
    check: (point) => startsWith(point, IRP_MJ_POWER),
  },
  {
    ...STANDARD,
    id: 'C9/0x210',
    title: 'A WMI IRP is sent with another initial status than STATUS_NOT_SUPPORTED',
    why: TELLS_NOTHING,
    remedy: SETS_STATUS,
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x210],
    majors: [IRP_MJ_SYSTEM_CONTROL],
    check: (point) => startsWith(point, IRP_MJ_SYSTEM_CONTROL),
  },
  {
    ...STANDARD,
    id: 'C9/0x237',
    title: 'A driver sends an IRP that only the system may send',
    why: 'The PnP manager does not know of it: the state of the device and what the system believes come apart.',
    remedy:
      'ask the PnP manager instead, for example with IoInvalidateDeviceState or IoRequestDeviceEject; a usage notification may only be sent on while one of the same type is handled',
    document: 'plug-and-play-minor-irps',
    bugCheck: [IOMANAGER_VIOLATION, 0x237],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      if (point.major !== IRP_MJ_PNP || !isReserved(point)) return undefined;
      return `${point.request()} was sent by a driver`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x302',
    title: 'A request that ends in the thread of its sender is sent at APC_LEVEL',
    why: 'The I/O manager finishes it with a special kernel APC, which cannot run before the IRQL is lowered: whoever waits for the event waits for ever.',
    remedy: 'send it at PASSIVE_LEVEL: release fast mutexes first, or use IoAllocateIrp with a completion routine',
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x302],
    check: ({ io, irp, irql, request }) =>
      irql >= APC_LEVEL && (io.irps.get(irp)?.thread ?? null) !== null
        ? `${request()} was sent at IRQL ${irql}`
        : undefined,
    parameters: ({ irp, irql, routineAddress }) => [routineAddress, irp, irql],
  },
  {
    ...STANDARD,
    id: 'IoAllocateForward',
    title: "An IRP of the driver's own is sent without a completion routine",
    why: 'Nobody above takes the IRP when it completes: the I/O manager would finish an IRP that belongs to no thread.',
    remedy: 'call IoSetCompletionRoutine with a routine that returns STATUS_MORE_PROCESSING_REQUIRED',
    document: 'wdm-ioallocateforward',
    bugCheck: null,
    check: ({ memory, next, request, io, irp }) => {
      if (io.irps.get(irp)?.thread !== null || (memory.u32[(next + COMPLETION_ROUTINE) >>> 2] ?? 0) !== 0)
        return undefined;
      return `${request()} was sent with no completion routine`;
    },
  },
];

function isReserved(point: IrpPoint): boolean {
  const { minor } = point;
  if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) return !isPropagated(point);
  return (
    minor <= IRP_MN_CANCEL_STOP_DEVICE || minor === IRP_MN_SURPRISE_REMOVAL || minor === IRP_MN_QUERY_PNP_DEVICE_STATE
  );
}

/** Sent while the driver handles a notification of the same type itself, in whichever thread (USE-04). */
function isPropagated({ driver, memory, next, isHandlingUsage }: IrpPoint): boolean {
  return isHandlingUsage(driver, memory.u32[(next + USAGE_TYPE) >>> 2] ?? 0);
}
