/** What can be wrong with an IRP at the moment in which a driver completes it. */
import { DISPATCH_LEVEL, PowerDeviceD0 } from '../../../abi/enums.ts';
import {
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_QUERY_BUS_INFORMATION,
  IRP_MN_QUERY_DEVICE_TEXT,
  IRP_MN_QUERY_ID,
  IRP_MN_QUERY_INTERFACE,
  IRP_MN_QUERY_RESOURCE_REQUIREMENTS,
  IRP_MN_QUERY_RESOURCES,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_SET_POWER,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
} from '../../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED, STATUS_PENDING } from '../../../abi/ntstatus.ts';
import { hex } from '../../../base/hex.ts';
import { NONE } from '../frame.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { type Rule, STANDARD, STRICT } from '../rule.ts';
import { PNP_TAKEN_BACK, POWER_TAKEN_BACK } from './forwarding.ts';

const IOMANAGER_VIOLATION = 0xc9;
const CANCEL_ROUTINE = 0x38;
const STACK_COUNT = 34;
const CURRENT_LOCATION = 35;
const USAGE_NOTIFICATION = (IRP_MJ_PNP << 8) | IRP_MN_DEVICE_USAGE_NOTIFICATION;
const MINUS_ONE = 0xffff_ffff;
const LAST_MINOR = 0x19;
const LOCATION_STATE = 0x0c;
const CURRENT_STACK_LOCATION = 0x60;

/** Questions that only the bus can answer. */
const FOR_THE_BUS = [
  IRP_MN_QUERY_ID,
  IRP_MN_QUERY_DEVICE_TEXT,
  IRP_MN_QUERY_BUS_INFORMATION,
  IRP_MN_QUERY_RESOURCES,
  IRP_MN_QUERY_RESOURCE_REQUIREMENTS,
];

const MUST_SUCCEED = [
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
];

/** The driver made this status itself: no driver below did, and none above. */
function isOwn({ frame, status }: IrpPoint): boolean {
  return frame.seenStatus === NONE ? frame.entryStatus !== status : frame.seenStatus !== status;
}

/** Neither at the bottom nor after the drivers below have had it. */
function cutsOff(point: IrpPoint, major: number): boolean {
  return point.major === major && point.frame.kind === 'dispatch' && point.frame.forwards === 0 && !point.isBottom;
}

function turnedBack(point: IrpPoint, major: number): string | undefined {
  const { frame, status } = point;
  if (point.major !== major || status !== STATUS_NOT_SUPPORTED || frame.kind !== 'dispatch') return undefined;
  const before = frame.seenStatus === NONE ? frame.entryStatus : frame.seenStatus;
  return before === STATUS_NOT_SUPPORTED
    ? undefined
    : `${point.request()} had ${nameOfStatus(before)} and is completed with STATUS_NOT_SUPPORTED`;
}

function isPowerUp(point: IrpPoint): boolean {
  const location = point.memory.u32[(point.irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  return point.memory.u32[(location + LOCATION_STATE) >>> 2] === PowerDeviceD0;
}

const PASS_IT_DOWN = 'skip the stack location and pass the IRP down, with its status as it is';

export const completingRules: readonly Rule<IrpPoint>[] = [
  {
    ...STRICT,
    id: 'CompleteRequestStatusCheck',
    title: 'An IRP is completed with success although the driver below has failed it',
    why: 'Whoever sent the request believes that it was carried out.',
    remedy:
      'leave IoStatus.Status as the driver below has set it, unless this driver has carried the request out itself',
    document: 'wdm-completerequeststatuscheck',
    bugCheck: null,
    check: ({ frame, status, code, request }) => {
      // Usage notifications have rules of their own.
      if (code === USAGE_NOTIFICATION) return undefined;
      const below = frame.seenStatus === NONE ? frame.lowerStatus : frame.seenStatus;
      if (frame.kind !== 'dispatch' || below === NONE || NT_SUCCESS(below) || below === STATUS_NOT_SUPPORTED)
        return undefined;
      return NT_SUCCESS(status)
        ? `${request()} is completed with ${nameOfStatus(status)}, and came back with ${nameOfStatus(below)}`
        : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x06',
    title: 'An IRP is completed with STATUS_PENDING',
    why: 'Whoever waits for the IRP takes it for one that is still on its way.',
    remedy: 'set IoStatus.Status to the final status before IoCompleteRequest',
    document: 'nf-wdm-iocompleterequest',
    bugCheck: [IOMANAGER_VIOLATION, 0x06],
    check: ({ status, request }) =>
      status === STATUS_PENDING || status === MINUS_ONE
        ? `${request()} is completed with ${nameOfStatus(status)}`
        : undefined,
    parameters: ({ status, irp }) => [status, irp, 0],
  },
  {
    ...STANDARD,
    id: 'C9/0x07',
    title: 'An IRP is completed with a cancel routine',
    why: 'Cancelling it at the same moment completes it a second time.',
    remedy:
      'call IoSetCancelRoutine(Irp, NULL) before IoCompleteRequest, and leave the IRP to the cancel routine when it returns NULL',
    document: 'wdm-irpcancelfield',
    bugCheck: [IOMANAGER_VIOLATION, 0x07],
    check: ({ memory, irp, request, frame }) => {
      const routine = memory.u32[(irp + CANCEL_ROUTINE) >>> 2] ?? 0;
      // One that was there before is the fault of the driver above.
      return routine === 0 || routine === frame.entryCancel
        ? undefined
        : `${request()} still has the cancel routine ${memory.routine(routine)?.name ?? hex(routine)}`;
    },
    parameters: ({ memory, irp }) => [memory.u32[(irp + CANCEL_ROUTINE) >>> 2] ?? 0, irp, 0],
  },
  {
    ...STANDARD,
    id: 'C9/0x0E',
    title: 'An IRP is completed above DISPATCH_LEVEL',
    why: 'Completion routines take locks and call routines that are only allowed up to DISPATCH_LEVEL.',
    remedy: 'queue a DPC and complete the IRP there',
    document: 'nf-wdm-iocompleterequest',
    bugCheck: [IOMANAGER_VIOLATION, 0x0e],
    check: ({ irql, request, frame }) =>
      irql > DISPATCH_LEVEL && frame.irql <= DISPATCH_LEVEL ? `${request()} is completed at IRQL ${irql}` : undefined,
    parameters: ({ irql, irp }) => [irql, irp, 0],
  },
  { ...PNP_TAKEN_BACK, majors: [IRP_MJ_PNP], check: (point) => turnedBack(point, IRP_MJ_PNP) },
  { ...POWER_TAKEN_BACK, majors: [IRP_MJ_POWER], check: (point) => turnedBack(point, IRP_MJ_POWER) },
  {
    ...STANDARD,
    id: 'IoAllocateComplete',
    title: "An IRP of the driver's own is completed by its maker",
    why: 'Nobody above takes it: the I/O manager would finish an IRP that belongs to no thread.',
    remedy: 'free the IRP with IoFreeIrp when it has come back, and never complete it',
    document: 'wdm-ioallocatecomplete',
    bugCheck: null,
    check: ({ memory, io, irp }) => {
      if ((memory.u8[irp + CURRENT_LOCATION] ?? 0) <= (memory.u8[irp + STACK_COUNT] ?? 0)) return undefined;
      const record = io.irps.get(irp);
      const isOwn = record !== undefined && record.creator !== 0 && record.thread === null && record.onDone === null;
      return isOwn ? 'it stands above its last stack location, where no driver below has it' : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x22D',
    title: 'A PnP IRP that the driver does not understand is completed instead of passed down',
    why: 'The driver below, for which it was meant, never sees it.',
    remedy: PASS_IT_DOWN,
    document: 'passing-pnp-irps-down-the-device-stack',
    bugCheck: [IOMANAGER_VIOLATION, 0x22d],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const { minor, status, request } = point;
      if (!cutsOff(point, IRP_MJ_PNP) || NT_SUCCESS(status) || status === STATUS_NOT_SUPPORTED) return undefined;
      const isForeign = minor > LAST_MINOR || FOR_THE_BUS.includes(minor);
      return isForeign
        ? `${request()} is not for this driver, and was completed with ${nameOfStatus(status)}`
        : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x22E',
    title: 'A successful PnP IRP is completed instead of passed down',
    why: 'The drivers below do not learn of it, so the device is left in a state that the PnP manager does not expect.',
    remedy: 'set IoStatus.Status to STATUS_SUCCESS, skip the stack location and pass the IRP down',
    document: 'wdm-pnpirpcompletion',
    bugCheck: [IOMANAGER_VIOLATION, 0x22e],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      if (!cutsOff(point, IRP_MJ_PNP) || !NT_SUCCESS(point.status) || point.minor === IRP_MN_QUERY_INTERFACE)
        return undefined;
      return `${point.request()} succeeded here, and the drivers below were not told`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x22F',
    title: 'A PnP IRP that the driver has not touched is completed instead of passed down',
    why: 'The driver below, for which it was meant, never sees it.',
    remedy: PASS_IT_DOWN,
    document: 'passing-pnp-irps-down-the-device-stack',
    bugCheck: [IOMANAGER_VIOLATION, 0x22f],
    majors: [IRP_MJ_PNP],
    check: (point) =>
      cutsOff(point, IRP_MJ_PNP) && point.status === STATUS_NOT_SUPPORTED
        ? `${point.request()} was completed with STATUS_NOT_SUPPORTED`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'C9/0x231',
    title: 'A successful power IRP is completed instead of passed down',
    why: 'The bus driver does not change the power of the device.',
    remedy: 'pass the IRP down with IoCallDriver',
    document: 'passing-power-irps',
    bugCheck: [IOMANAGER_VIOLATION, 0x231],
    majors: [IRP_MJ_POWER],
    check: (point) =>
      cutsOff(point, IRP_MJ_POWER) && NT_SUCCESS(point.status)
        ? `${point.request()} succeeded here, and the drivers below were not told`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'C9/0x232',
    title: 'A power IRP that the driver has not touched is completed instead of passed down',
    why: 'The bus driver does not change the power of the device.',
    remedy: 'pass the IRP down with IoCallDriver',
    document: 'passing-power-irps',
    bugCheck: [IOMANAGER_VIOLATION, 0x232],
    majors: [IRP_MJ_POWER],
    check: (point) =>
      cutsOff(point, IRP_MJ_POWER) && point.status === STATUS_NOT_SUPPORTED
        ? `${point.request()} was completed with STATUS_NOT_SUPPORTED`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'C9/0x247',
    title: 'An IRP is failed that may not be failed',
    why: 'The system goes on as if it had succeeded: there is no way back from here.',
    remedy: 'complete it with STATUS_SUCCESS whatever has gone wrong',
    document: 'plug-and-play-minor-irps',
    bugCheck: [IOMANAGER_VIOLATION, 0x247],
    majors: [IRP_MJ_PNP, IRP_MJ_POWER],
    check: (point) => {
      const { major, minor, status, request } = point;
      if (NT_SUCCESS(status) || point.frame.kind !== 'dispatch' || !(isOwn(point) || point.isBottom)) return undefined;
      const isPnp = major === IRP_MJ_PNP && MUST_SUCCEED.includes(minor);
      // Above the bus driver it is PowerDownFail.
      const isSet = point.isBottom && major === IRP_MJ_POWER && minor === IRP_MN_SET_POWER;
      const isPower = isSet && !isPowerUp(point) && status !== STATUS_NOT_SUPPORTED;
      return isPnp || isPower ? `${request()} was completed with ${nameOfStatus(status)}` : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x306',
    title: 'IRP_MN_REMOVE_DEVICE is completed with a failure',
    why: 'The device is removed all the same, and the system takes the stack for a broken one.',
    remedy: 'complete it with STATUS_SUCCESS whatever has gone wrong',
    document: 'irp-mn-remove-device',
    bugCheck: [IOMANAGER_VIOLATION, 0x306],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const { major, minor, status } = point;
      if (
        major !== IRP_MJ_PNP ||
        minor !== IRP_MN_REMOVE_DEVICE ||
        NT_SUCCESS(status) ||
        point.frame.kind !== 'dispatch'
      )
        return undefined;
      return isOwn(point) || point.isBottom
        ? `IRP_MN_REMOVE_DEVICE was completed with ${nameOfStatus(status)}`
        : undefined;
    },
  },
];
