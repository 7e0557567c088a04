/** What can be wrong with an IRP at the moment in which a driver sends it on. */
import { DISPATCH_LEVEL } from '../../../abi/enums.ts';
import {
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
} from '../../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED } from '../../../abi/ntstatus.ts';
import { hex } from '../../../base/hex.ts';
import { NONE, parametersAt } from '../frame.ts';
import { type IrpPoint, nameOfStatus, requestName } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD, STRICT } from '../rule.ts';
import { MARKED_AND_SKIPPED } from './marking.ts';

const IOMANAGER_VIOLATION = 0xc9;
const CANCEL_ROUTINE = 0x38;
const CONTROL = 3;
const COMPLETION_ROUTINE = 28;
const CONTEXT = 32;
const AT_DISPATCH_LEVEL = [
  IRP_MJ_POWER,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
];

function routineOf({ memory, next }: IrpPoint): number {
  return memory.u32[(next + COMPLETION_ROUTINE) >>> 2] ?? 0;
}

/** The next driver gets a stack location that nobody has filled in: all zeros, which is IRP_MJ_CREATE. */
export function isBlank({ code, frame, isSkipped }: IrpPoint): boolean {
  return !isSkipped && code === 0 && frame.kind === 'dispatch' && frame.code !== 0;
}

function passesFailure(point: IrpPoint, major: number): string | undefined {
  const { status, frame } = point;
  if (point.major !== major || NT_SUCCESS(status) || status === STATUS_NOT_SUPPORTED) return undefined;
  // Who passes on what a driver above has set did not make the mistake.
  if (frame.entryStatus === status && frame.forwards === 0) return undefined;
  return `${point.request()} was passed down with ${nameOfStatus(status)} in IoStatus.Status`;
}

function takesBack(point: IrpPoint, major: number): string | undefined {
  const { status, frame } = point;
  if (point.major !== major || status !== STATUS_NOT_SUPPORTED || frame.entryStatus === STATUS_NOT_SUPPORTED)
    return undefined;
  return `${point.request()} came with ${nameOfStatus(frame.entryStatus)} and was passed down with STATUS_NOT_SUPPORTED`;
}

/** Found when the IRP is passed down, and when it is completed. */
export const PNP_TAKEN_BACK: RuleText = {
  ...STANDARD,
  id: 'C9/0x216',
  title: 'A PnP IRP that had been handled is set back to STATUS_NOT_SUPPORTED',
  why: 'The PnP manager takes it for a request that no driver has handled.',
  remedy: 'leave IoStatus.Status alone unless this driver handles the request',
  document: 'dispatchpnp-routines',
  bugCheck: [IOMANAGER_VIOLATION, 0x216],
};

export const POWER_TAKEN_BACK: RuleText = {
  ...STANDARD,
  id: 'C9/0x21A',
  title: 'A power IRP that had been handled is set back to STATUS_NOT_SUPPORTED',
  why: 'The power manager takes it for a request that no driver has handled.',
  remedy: 'leave IoStatus.Status alone unless this driver handles the request',
  document: 'passing-power-irps',
  bugCheck: [IOMANAGER_VIOLATION, 0x21a],
};

export const forwardingRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x203',
    title: 'An IRP is passed down with a cancel routine',
    why: 'The driver below owns the IRP now, and cancelling it would still call this driver.',
    remedy: 'call IoSetCancelRoutine(Irp, NULL) before IoCallDriver, and leave the IRP alone when it returns NULL',
    document: 'wdm-irpcancelfield',
    bugCheck: [IOMANAGER_VIOLATION, 0x203],
    check: ({ memory, irp, request }) => {
      const routine = memory.u32[(irp + CANCEL_ROUTINE) >>> 2] ?? 0;
      return routine === 0
        ? undefined
        : `${request()} still has the cancel routine ${memory.routine(routine)?.name ?? hex(routine)}`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x206',
    title: 'A stack location was set up by hand, with control bits of its own',
    why: 'Completion routines are called, or not called, by bits that nobody has set on purpose.',
    remedy: 'use IoCopyCurrentIrpStackLocationToNext or IoSkipCurrentIrpStackLocation',
    document: 'nf-wdm-iocopycurrentirpstacklocationtonext',
    bugCheck: [IOMANAGER_VIOLATION, 0x206],
    check: (point) => {
      const control = point.memory.u8[point.next + CONTROL] ?? 0;
      if (point.isSkipped || control === 0 || routineOf(point) !== 0) return undefined;
      return `Control of the next stack location is ${hex(control)} and there is no completion routine`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x207',
    title: 'A stack location was copied together with the completion routine of the driver above',
    why: 'The routine of the driver above is called twice, the first time in the place of this driver.',
    remedy: 'use IoCopyCurrentIrpStackLocationToNext, which leaves the completion routine out',
    document: 'nf-wdm-iocopycurrentirpstacklocationtonext',
    bugCheck: [IOMANAGER_VIOLATION, 0x207],
    check: (point) => {
      const { frame, memory, next, isSkipped } = point;
      if (isSkipped || frame.upperRoutine === 0 || frame.upperContext === 0 || routineOf(point) !== frame.upperRoutine)
        return undefined;
      if (memory.u32[(next + CONTEXT) >>> 2] !== frame.upperContext) return undefined;
      return `the next stack location has ${memory.routine(frame.upperRoutine)?.name ?? 'the routine'} of the driver above with its context`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x212',
    title: 'A completion routine was set in a stack location that had been skipped',
    why: 'It takes the place of the routine of the driver above, which then never hears that the IRP has completed.',
    remedy: 'copy the stack location with IoCopyCurrentIrpStackLocationToNext before IoSetCompletionRoutine',
    document: 'nf-wdm-ioskipcurrentirpstacklocation',
    bugCheck: [IOMANAGER_VIOLATION, 0x212],
    check: (point) => {
      const { frame, memory, isSkipped } = point;
      const routine = isSkipped ? routineOf(point) : frame.upperRoutine;
      if (routine === frame.upperRoutine) return undefined;
      return `${memory.routine(routine)?.name ?? 'a routine'} replaced ${memory.routine(frame.upperRoutine)?.name ?? 'none'} of the driver above`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x227',
    title: 'A completion routine lies in code that may be paged out',
    why: 'It is called at up to DISPATCH_LEVEL, in any thread, where nothing can be paged in.',
    remedy: 'leave completion routines out of pageable sections, or lock the section with MmLockPagableCodeSection',
    document: 'bug-check-0xc9--driver-verifier-iomanager-violation',
    bugCheck: [IOMANAGER_VIOLATION, 0x227],
    check: (point) => {
      const { code } = point.io.kernel;
      if (!code.isUsed || point.isSkipped || code.isResident(routineOf(point))) return undefined;
      const section = code.of(routineOf(point));
      return `${point.nameOfRoutine(routineOf(point))} lies in ${section?.name}, which is not locked`;
    },
    parameters: (point) => [routineOf(point), point.irp, 0],
  },
  {
    ...MARKED_AND_SKIPPED,
    check: ({ isSkipped, frame, request }) =>
      isSkipped && frame.marked
        ? `${request()} was marked pending, and then its stack location was skipped`
        : undefined,
  },
  {
    ...STRICT,
    id: 'irp/skipped-parameters',
    title: 'The parameters of a stack location that is skipped were changed',
    why: 'The driver above finds them changed when the IRP comes back, and the driver below gets them as if they came from above.',
    remedy: 'copy the stack location with IoCopyCurrentIrpStackLocationToNext, and change the next one',
    document: 'nf-wdm-ioskipcurrentirpstacklocation',
    bugCheck: null,
    check: ({ isSkipped, frame, memory, next, request }) =>
      isSkipped && frame.forwards === 0 && parametersAt(memory, next) !== frame.parameters
        ? `${request()} was passed on in the same stack location with other parameters than it came with`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'C9/0x215',
    title: 'A PnP IRP is passed down although it carries a failure',
    why: 'Drivers below act on a request that this driver has refused; nobody tells them to go back.',
    remedy: 'complete the IRP with the failure at once, and do not pass it down',
    document: 'dispatchpnp-routines',
    bugCheck: [IOMANAGER_VIOLATION, 0x215],
    majors: [IRP_MJ_PNP],
    check: (point) => passesFailure(point, IRP_MJ_PNP),
  },
  {
    ...STANDARD,
    id: 'C9/0x219',
    title: 'A power IRP is passed down although it carries a failure',
    why: 'Drivers below change power for a request that has failed already.',
    remedy: 'complete the IRP with the failure at once, and do not pass it down',
    document: 'passing-power-irps',
    bugCheck: [IOMANAGER_VIOLATION, 0x219],
    majors: [IRP_MJ_POWER],
    check: (point) => passesFailure(point, IRP_MJ_POWER),
  },
  { ...PNP_TAKEN_BACK, majors: [IRP_MJ_PNP], check: (point) => takesBack(point, IRP_MJ_PNP) },
  { ...POWER_TAKEN_BACK, majors: [IRP_MJ_POWER], check: (point) => takesBack(point, IRP_MJ_POWER) },
  {
    ...STANDARD,
    id: 'irp/next-location-blank',
    title: 'An IRP is sent on without a stack location for the next driver',
    why: 'The next driver finds another request there than the one that was sent, and does something else or refuses it.',
    remedy: 'call IoSkipCurrentIrpStackLocation or IoCopyCurrentIrpStackLocationToNext before IoCallDriver',
    document: 'passing-irps-down-the-driver-stack',
    bugCheck: null,
    check: (point) =>
      isBlank(point)
        ? `${requestName(point.frame.code)} came, its stack location was neither skipped nor copied, and IRP_MJ_CREATE goes down`
        : undefined,
  },
  {
    ...STRICT,
    id: 'C9/0x21C',
    title: 'A stack location was copied, and no completion routine was set',
    why: 'It works, but it costs a copy for nothing, and often it means that a completion routine was forgotten.',
    remedy: 'use IoSkipCurrentIrpStackLocation where no completion routine is needed',
    document: 'passing-irps-down-the-driver-stack',
    bugCheck: [IOMANAGER_VIOLATION, 0x21c],
    check: (point) => {
      // Who has called IoSetCompletionRoutineEx has wanted one, and is told that it has failed.
      if (point.isSkipped || isBlank(point) || point.frame.registered !== NONE) return undefined;
      if (routineOf(point) !== 0 || point.memory.u8[point.next + CONTROL] !== 0) return undefined;
      return `${point.request()} went to a stack location of its own without a completion routine`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x23A',
    title: 'An IRP is passed down at an IRQL that its function does not allow',
    why: 'Drivers below may wait or touch paged memory in their dispatch routines for this function.',
    remedy: 'pass it down at PASSIVE_LEVEL: release spin locks first, or use a work item',
    document: 'wdm-forwardedatbadirql',
    bugCheck: [IOMANAGER_VIOLATION, 0x23a],
    check: ({ irql, major, request, frame }) => {
      if (irql < DISPATCH_LEVEL || frame.irql >= DISPATCH_LEVEL || AT_DISPATCH_LEVEL.includes(major)) return undefined;
      return `${request()} was passed down at IRQL ${irql}`;
    },
  },
];
