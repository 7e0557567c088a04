/** What can be wrong with an IRP that a driver sets up again, with a wait for an object on the stack, with the way down. */
import { IRP_MJ_POWER } from '../../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED } from '../../../abi/ntstatus.ts';
import { hex } from '../../../base/hex.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const DETECTED_VIOLATION = 0xc4;
const LAST_POWER_MINOR = 3;

export const INITIALIZED_ALLOCATED: RuleText = {
  ...STANDARD,
  id: 'C9/0x20D',
  title: 'IoInitializeIrp is called for an IRP of IoAllocateIrp',
  why: 'What the I/O manager has noted in the IRP is lost: it may never be freed, or into the wrong list.',
  remedy: 'call IoReuseIrp for an IRP of IoAllocateIrp, and IoInitializeIrp only for memory of your own',
  document: 'nf-wdm-ioinitializeirp',
  bugCheck: [IOMANAGER_VIOLATION, 0x20d],
};

export const REUSED_IN_USE: RuleText = {
  ...STANDARD,
  id: 'C9/0x310',
  title: 'An IRP is set up again while a driver below still has it',
  why: 'That driver works with an IRP that has become an empty one.',
  remedy: 'call IoReuseIrp in the completion routine, or after it was called',
  document: 'nf-wdm-ioreuseirp',
  bugCheck: [IOMANAGER_VIOLATION, 0x310],
};

export const REUSED_FOREIGN: RuleText = {
  ...STANDARD,
  id: 'IoReuseIrp2',
  title: 'An IRP is set up again by a driver that has not made it',
  why: 'Its maker finds an empty IRP: status, stack locations and completion routines are lost.',
  remedy: 'call IoReuseIrp only for IRPs that this driver has got from IoAllocateIrp',
  document: 'wdm-ioreuseirp2',
  bugCheck: null,
};

export const REUSED_THREADED: RuleText = {
  ...STANDARD,
  id: 'C9/0x311',
  title:
    'An IRP is set up again that IoBuildDeviceIoControlRequest, IoBuildSynchronousFsdRequest or IoMakeAssociatedIrp has made',
  why: 'It is in the list of a thread, or belongs to a master IRP, and is freed by the I/O manager.',
  remedy: 'make a new one for each request, or use IoAllocateIrp, whose IRPs may be used again',
  document: 'nf-wdm-ioreuseirp',
  bugCheck: [IOMANAGER_VIOLATION, 0x311],
};

export const STACK_OBJECT: RuleText = {
  ...STANDARD,
  id: 'C4/0x123',
  title: 'A wait in user mode is for an object on the kernel stack',
  why: 'The kernel stack of a thread that waits in user mode may be paged out, with the object on it.',
  remedy: 'wait with KernelMode, or put the object into nonpaged pool',
  document: 'nf-wdm-kewaitforsingleobject',
  bugCheck: [DETECTED_VIOLATION, 0x123],
};

export const madeIrpRules: readonly RuleText[] = [
  INITIALIZED_ALLOCATED,
  REUSED_IN_USE,
  REUSED_FOREIGN,
  REUSED_THREADED,
  STACK_OBJECT,
];

/** When a driver sends an IRP on. */
export const passingRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x211',
    title: 'An IRP is sent past the next lower driver',
    why: 'The drivers in between do not see the request, although they may have to handle it first.',
    remedy: 'send the IRP to the device that IoAttachDeviceToDeviceStack has returned, and not to the PDO',
    document: 'nf-wdm-ioattachdevicetodevicestack',
    bugCheck: [IOMANAGER_VIOLATION, 0x211],
    check: (point) => {
      const { directory } = point.io.kernel.sim;
      const target = directory.devices[point.target];
      const lower = point.lowerOf(point.deviceAddress);
      if (target === undefined || lower === 0 || target.address === lower || target.address === point.deviceAddress)
        return undefined;
      if (target.device === '' || target.device !== directory.deviceId(point.device)) return undefined;
      return `${point.request()} was sent to the device object at ${hex(target.address)}, and the next one is at ${hex(lower)}`;
    },
  },
];

/** When a driver completes it. */
export const notPassedRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x230',
    title: 'A power IRP that the driver does not understand is completed instead of passed down',
    why: 'The driver below, for which it was meant, never sees it.',
    remedy: 'skip the stack location and pass the IRP down with IoCallDriver, with its status as it is',
    document: 'passing-power-irps',
    bugCheck: [IOMANAGER_VIOLATION, 0x230],
    majors: [IRP_MJ_POWER],
    check: ({ minor, status, frame, isBottom, request }) => {
      if (frame.kind !== 'dispatch' || frame.forwards > 0 || isBottom || minor <= LAST_POWER_MINOR) return undefined;
      // With success, or untouched, it is another rule.
      return NT_SUCCESS(status) || status === STATUS_NOT_SUPPORTED
        ? undefined
        : `${request()} ${hex(minor)} was completed with ${nameOfStatus(status)}`;
    },
  },
];
