/** What can be wrong with a completion routine that a driver registers. */
import { NT_SUCCESS, STATUS_PENDING } from '../../../abi/ntstatus.ts';
import { NONE } from '../frame.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD } from '../rule.ts';

const DETECTED_VIOLATION = 0xc4;

/** IoSetCompletionRoutineEx was called in this dispatch routine, and has failed. */
function hasFailed({ frame }: IrpPoint): boolean {
  return frame.registered !== NONE && !NT_SUCCESS(frame.registered);
}

/** When a driver sends an IRP on. */
export const registeringRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'IoSetCompletionRoutineExCheck',
    title: 'An IRP is passed down although IoSetCompletionRoutineEx has failed',
    why: 'The completion routine is not set and never runs: whoever waits for what it does waits for ever.',
    remedy: 'look at what IoSetCompletionRoutineEx returns; complete the IRP with that status when it is a failure',
    document: 'wdm-iosetcompletionroutineexcheck',
    bugCheck: null,
    check: (point) =>
      hasFailed(point) && !point.isSkipped
        ? `${point.request()} was passed down, and IoSetCompletionRoutineEx had returned ${nameOfStatus(point.frame.registered)}`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'IoSetCompletionExCompleteIrp',
    title: 'IoSetCompletionRoutineEx has failed, and the IRP is passed down instead of completed',
    why: 'The driver wanted to see the IRP come back, and does not: what it does on the way up is left out without a word.',
    remedy: 'complete the IRP with the status of IoSetCompletionRoutineEx, and return it',
    document: 'wdm-iosetcompletionexcompleteirp',
    bugCheck: [DETECTED_VIOLATION, 0x4100f],
    check: (point) =>
      hasFailed(point) && point.isSkipped
        ? `${point.request()} was passed down without a completion routine, after ${nameOfStatus(point.frame.registered)}`
        : undefined,
  },
];

/** When its dispatch routine returns. */
export const registeredRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'CompletionRoutineRegistered',
    title: 'IoSetCompletionRoutineEx was called, and the IRP was not passed down',
    why: 'The memory that it has allocated, and its reference to the device, are only given back when the routine runs.',
    remedy: 'call IoSetCompletionRoutineEx last before IoCallDriver, when nothing can go wrong any more',
    document: 'wdm-completionroutineregistered',
    bugCheck: null,
    check: ({ frame, returned, request }) =>
      frame.registered !== NONE && NT_SUCCESS(frame.registered) && frame.forwards === 0 && returned !== STATUS_PENDING
        ? `${request()} was dealt with here, and its completion routine is left over`
        : undefined,
  },
];

export const FOREIGN_DEVICE: RuleText = {
  ...STANDARD,
  id: 'IoSetCompletionRoutineExCheckDeviceObject',
  title: 'IoSetCompletionRoutineEx is given a device object of another driver',
  why: "What the routine protects is the device that it is given: the driver's own may be unloaded before its completion routine has returned.",
  remedy: 'give it the device object that the dispatch routine was called with, and not the one below',
  document: 'wdm-iosetcompletionroutineexcheckdeviceobject',
  bugCheck: null,
};

export const NOT_PNP: RuleText = {
  ...STANDARD,
  id: 'IoSetCompletionRoutineNonPnpDriver',
  title: 'A driver without AddDevice sets a completion routine that does not keep it loaded',
  why: 'Nothing tells such a driver that its device goes: it may be unloaded while its completion routine runs.',
  remedy: 'call IoSetCompletionRoutineEx instead of IoSetCompletionRoutine',
  document: 'wdm-iosetcompletionroutinenonpnpdriver',
  bugCheck: null,
};

export const registrationRules: readonly RuleText[] = [FOREIGN_DEVICE, NOT_PNP];
