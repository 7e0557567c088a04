/** What can be wrong when a dispatch routine, or a completion routine, returns. */
import { IRP_MJ_PNP, IRP_MN_REMOVE_DEVICE, SL_PENDING_RETURNED } from '../../../abi/irp-codes.ts';
import { STATUS_MORE_PROCESSING_REQUIRED, STATUS_PENDING } from '../../../abi/ntstatus.ts';
import { isCancelSpinLockHeld } from '../../io/cancel.ts';
import { NONE } from '../frame.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { NAMED, type Rule, STANDARD } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const VERIFIER_DETECTED_VIOLATION = 0xc4;
const REMOVE_DEVICE = (IRP_MJ_PNP << 8) | IRP_MN_REMOVE_DEVICE;
const MINUS_ONE = 0xffff_ffff;
const IRP_PENDING_RETURNED = 33;
const IRP_CURRENT_LOCATION = 35;
const CURRENT_STACK_LOCATION = 0x60;
const CONTROL = 3;

/** The status that the dispatch routine has to return, or NONE when there is no telling. */
function expectedReturn({ frame }: IrpPoint): number {
  if (frame.completedStatus !== NONE) return frame.completedStatus;
  // A driver below that has returned STATUS_PENDING may have completed the IRP already; both are right then.
  return frame.leftStatus === NONE || frame.lowerStatus === STATUS_PENDING ? frame.lowerStatus : frame.leftStatus;
}

/** Nobody has completed the IRP and nobody else has it: it stands where this driver got it. */
function isStillHere({ frame, io, memory, irp }: IrpPoint): boolean {
  return io.irps.has(irp) && memory.u8[irp + IRP_CURRENT_LOCATION] === frame.location;
}

function isRemoved(point: IrpPoint): boolean {
  const isOver = point.code === REMOVE_DEVICE && point.returned !== STATUS_PENDING;
  // The filter of a bus stays on the device object of the bus driver.
  return isOver && !point.isDeleted && !point.isBusFilter(point.deviceAddress);
}

export const returningRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'CancelSpinLockRelease',
    title: 'A dispatch routine returns and holds the cancel spin lock',
    why: 'Nobody in the whole system can cancel or queue a cancelable IRP any more.',
    remedy: 'call IoReleaseCancelSpinLock on every path, with the IRQL that IoAcquireCancelSpinLock gave',
    document: 'wdm-cancelspinlockrelease',
    bugCheck: null,
    check: ({ irql, frame, io, request }) =>
      irql !== frame.irql && isCancelSpinLockHeld(io) ? `the routine for ${request()} has not released it` : undefined,
  },
  {
    ...NAMED,
    id: 'PendedCompletedRequest',
    title: 'A dispatch routine has completed the IRP and returns STATUS_PENDING',
    why: 'It is allowed for an IRP that was marked pending, and makes every driver above take the long way.',
    remedy: 'do not mark an IRP that is completed at once, and return the status that it was completed with',
    document: 'wdm-pendedcompletedrequest',
    bugCheck: null,
    check: ({ frame, returned, request }) =>
      returned === STATUS_PENDING && frame.completedStatus !== NONE && frame.marked
        ? `${request()} was completed before the routine returned`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'C9/0x05',
    title: 'A dispatch routine returns at another IRQL than it was called at',
    why: 'The driver above goes on at an IRQL at which it may not wait or touch paged memory.',
    remedy: 'lower the IRQL to what it was, and release spin locks, on every path',
    document: 'wdm-irqlreturn',
    bugCheck: [IOMANAGER_VIOLATION, 0x05],
    check: ({ irql, frame, io }) =>
      // Who holds the cancel spin lock is told that instead.
      irql === frame.irql || isCancelSpinLockHeld(io) ? undefined : `called at IRQL ${frame.irql}, returned at ${irql}`,
    parameters: ({ deviceAddress, frame, irql }) => [deviceAddress, frame.irql, irql],
  },
  {
    ...STANDARD,
    id: 'C4/0xC5',
    title: 'A dispatch routine returns in another number of critical regions than it was called in',
    why: 'The thread can never be suspended again, or could be while a driver above relies on it.',
    remedy: 'pair KeEnterCriticalRegion and KeLeaveCriticalRegion on every path',
    document: 'wdm-criticalregions',
    bugCheck: [VERIFIER_DETECTED_VIOLATION, 0xc5],
    check: ({ io, frame }) => {
      const { apcDisable } = io.kernel.sim.current;
      return apcDisable === frame.apcDisable
        ? undefined
        : `called in ${frame.apcDisable} critical regions, returned in ${apcDisable}`;
    },
    parameters: ({ io, frame, routineAddress }) => [routineAddress, io.kernel.sim.current.apcDisable, frame.apcDisable],
  },
  {
    ...STANDARD,
    id: 'C9/0x225',
    title: 'A dispatch routine returns 0xFFFFFFFF',
    why: 'That is no status: most often a variable that nobody has set.',
    remedy: 'set the status on every path',
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x225],
    check: ({ returned, request }) => (returned === MINUS_ONE ? `0xFFFFFFFF came back for ${request()}` : undefined),
    parameters: ({ irp, returned, routineAddress }) => [routineAddress, irp, returned],
  },
  {
    ...STANDARD,
    id: 'C9/0x224',
    title: 'A dispatch routine returns another status than that of the IRP',
    why: 'The driver above decides by the return value, and takes the request for something that it is not.',
    remedy: 'return the status that the IRP was completed with, or what IoCallDriver returned',
    document: 'wdm-lowerdriverreturn',
    bugCheck: [IOMANAGER_VIOLATION, 0x224],
    check: (point) => {
      const { returned, frame, request } = point;
      const expected = expectedReturn(point);
      if (
        returned === STATUS_PENDING ||
        expected === NONE ||
        returned === MINUS_ONE ||
        returned === expected ||
        frame.marked
      )
        return undefined;
      const isLeft = frame.completedStatus === NONE && expected !== frame.lowerStatus;
      const below = isLeft ? 'its completion routine has left' : 'the driver below returned';
      const done = frame.completedStatus === NONE ? below : 'it was completed with';
      return `${nameOfStatus(returned)} came back for ${request()}, and ${done} ${nameOfStatus(expected)}`;
    },
    parameters: (point) => [point.routineAddress, point.irp, expectedReturn(point)],
  },
  {
    ...STANDARD,
    id: 'C9/0x226',
    title: 'A dispatch routine has neither completed nor passed on the IRP, and does not return STATUS_PENDING',
    why: 'The IRP is lost: whoever sent it waits for ever.',
    remedy: 'complete the IRP, pass it down, or mark it pending, queue it and return STATUS_PENDING',
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x226],
    check: (point) => {
      const { frame, returned, request } = point;
      const isGone = frame.completedStatus !== NONE || (frame.forwards > 0 && frame.seenStatus === NONE);
      if (returned === STATUS_PENDING || isGone || !isStillHere(point)) return undefined;
      return `${nameOfStatus(returned)} came back for ${request()}, which is still in the hands of this driver`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x23D',
    title: 'A dispatch routine returns STATUS_PENDING and has not marked the IRP pending',
    why: 'The completion is not handed on to the thread that waits for it.',
    remedy: 'call IoMarkIrpPending before the IRP is queued, and only return STATUS_PENDING then',
    document: 'nf-wdm-iomarkirppending',
    bugCheck: [IOMANAGER_VIOLATION, 0x23d],
    check: ({ frame, returned, request }) => {
      if (returned !== STATUS_PENDING || frame.marked || frame.lowerStatus === STATUS_PENDING) return undefined;
      return `STATUS_PENDING came back for ${request()}, which was not marked pending`;
    },
    parameters: ({ irp, returned, routineAddress }) => [routineAddress, irp, returned],
  },
  {
    ...STANDARD,
    id: 'C9/0x23E',
    title: 'An IRP is marked pending, and the dispatch routine does not return STATUS_PENDING',
    why: 'The sender takes the IRP for done and frees it; then it completes a second time.',
    remedy: 'return STATUS_PENDING on every path after IoMarkIrpPending, even when the IRP has completed already',
    document: 'nf-wdm-iomarkirppending',
    bugCheck: [IOMANAGER_VIOLATION, 0x23e],
    check: ({ frame, returned, request }) =>
      frame.marked && returned !== STATUS_PENDING
        ? `${nameOfStatus(returned)} came back for ${request()}, which was marked pending`
        : undefined,
    parameters: ({ irp, returned, routineAddress }) => [routineAddress, irp, returned],
  },
  {
    ...STANDARD,
    id: 'C9/0x21D',
    title: 'A device was not detached when it was removed',
    why: 'The stack below is deleted under it; the next request runs into freed memory.',
    remedy: 'call IoDetachDevice with the device below, after IRP_MN_REMOVE_DEVICE was passed down',
    document: 'removing-a-device-in-a-function-driver',
    bugCheck: [IOMANAGER_VIOLATION, 0x21d],
    majors: [IRP_MJ_PNP],
    check: (point) =>
      isRemoved(point) && !point.isDeleted && !point.isBottom
        ? 'the device object still stands on the one below it'
        : undefined,
    parameters: ({ irp, deviceAddress, routineAddress }) => [routineAddress, irp, deviceAddress],
  },
  {
    ...STANDARD,
    id: 'C9/0x21E',
    title: 'A device was not deleted when it was removed',
    why: 'Each time the device comes back one more device object is left over, and the driver can never be unloaded.',
    remedy: 'call IoDeleteDevice after IoDetachDevice',
    document: 'removing-a-device-in-a-function-driver',
    bugCheck: [IOMANAGER_VIOLATION, 0x21e],
    majors: [IRP_MJ_PNP],
    check: (point) =>
      isRemoved(point) && !point.isDeleted && point.isBottom && point.frame.forwards > 0
        ? 'the device object is still there'
        : undefined,
    parameters: ({ irp, deviceAddress, routineAddress }) => [routineAddress, irp, deviceAddress],
  },
];

export const completionRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x228',
    title: 'A completion routine does not hand on that the IRP was pending',
    why: 'The driver above, and the I/O manager, take the IRP for one that completed at once: whoever waits for it waits for ever.',
    remedy:
      'call `if (Irp->PendingReturned) IoMarkIrpPending(Irp)` in every completion routine that lets the completion go on',
    document: 'implementing-an-iocompletion-routine',
    bugCheck: [IOMANAGER_VIOLATION, 0x228],
    check: ({ memory, irp, returned, device, request }) => {
      if (returned === STATUS_MORE_PROCESSING_REQUIRED || device === 0 || memory.u8[irp + IRP_PENDING_RETURNED] === 0)
        return undefined;
      const location = memory.u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
      const isMarked = ((memory.u8[location + CONTROL] ?? 0) & SL_PENDING_RETURNED) !== 0;
      return isMarked
        ? undefined
        : `PendingReturned was set for ${request()}, and the routine returned ${nameOfStatus(returned)} without IoMarkIrpPending`;
    },
  },
  {
    ...STANDARD,
    id: 'C4/0xFA',
    title: 'A completion routine returns at another IRQL than it was called at',
    why: 'The driver that completes the IRP goes on at an IRQL that it does not know of.',
    remedy: 'lower the IRQL to what it was, and release spin locks, on every path',
    document: 'bug-check-0xc4--driver-verifier-detected-violation',
    bugCheck: [VERIFIER_DETECTED_VIOLATION, 0xfa],
    check: ({ frame, irql }) => (frame.irql === irql ? undefined : `called at IRQL ${frame.irql}, returned at ${irql}`),
    parameters: ({ frame, irql, routineAddress }) => [routineAddress, frame.irql, irql],
  },
  {
    ...STANDARD,
    id: 'C4/0xFB',
    title: 'A completion routine returns in another number of critical regions than it was called in',
    why: 'It runs in whatever thread there is: that can never be suspended again, or could be while a driver relies on it.',
    remedy: 'pair KeEnterCriticalRegion and KeLeaveCriticalRegion on every path, or leave them to the dispatch routine',
    document: 'bug-check-0xc4--driver-verifier-detected-violation',
    bugCheck: [VERIFIER_DETECTED_VIOLATION, 0xfb],
    check: ({ io, frame }) => {
      const { apcDisable } = io.kernel.sim.current;
      return apcDisable === frame.apcDisable
        ? undefined
        : `called in ${frame.apcDisable} critical regions, returned in ${apcDisable}`;
    },
    parameters: ({ io, frame, routineAddress }) => [routineAddress, io.kernel.sim.current.apcDisable, frame.apcDisable],
  },
];
