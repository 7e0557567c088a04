/** What can be wrong with IRPs that a driver queues, and with StartIo. */
import { STATUS_PENDING } from '../../../abi/ntstatus.ts';
import type { IrpPoint } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD, STRICT } from '../rule.ts';

const CANCEL = 36;
const CANCEL_ROUTINE = 0x38;

const UNMARKED = {
  ...STANDARD,
  title: 'An IRP is queued before it is marked pending',
  why: 'Whoever takes it from the queue may complete it first: then IoMarkIrpPending writes into an IRP that is gone.',
  bugCheck: null,
} as const;

export const QUEUED_UNMARKED: RuleText = {
  ...UNMARKED,
  id: 'MarkingQueuedIrps',
  remedy: 'call IoMarkIrpPending before InsertTailList, or before the spin lock of the queue is released',
  document: 'wdm-markingqueuedirps',
};

export const INTERLOCKED_UNMARKED: RuleText = {
  ...UNMARKED,
  id: 'MarkingInterlockedQueuedIrps',
  remedy: 'call IoMarkIrpPending before ExInterlockedInsertTailList',
  document: 'wdm-markinginterlockedqueuedirps',
};

export const RECURSION: RuleText = {
  ...STANDARD,
  id: 'StartIoRecursion',
  title: 'StartIo calls IoStartNextPacket, and the device does not ask for deferred calls',
  why: 'StartIo calls itself once for each IRP that is queued: a long queue exhausts the kernel stack.',
  remedy: 'call IoSetStartIoAttributes with DeferredStartIo TRUE when the device is made',
  document: 'wdm-startiorecursion',
  bugCheck: null,
};

export const CANCEL_RACE: RuleText = {
  ...STRICT,
  id: 'StartIoCancel',
  title: 'A cancel routine is set for a device whose IRPs may be cancelled on their way to StartIo',
  why: 'The IRP may be cancelled between the queue and StartIo, which goes on with an IRP that has been completed.',
  remedy:
    'call IoSetStartIoAttributes with NonCancelable TRUE, or hold the cancel spin lock wherever the cancel routine of the IRP is looked at or set',
  document: 'wdm-startiocancel',
  bugCheck: null,
};

export const queueingRules: readonly RuleText[] = [QUEUED_UNMARKED, INTERLOCKED_UNMARKED, RECURSION, CANCEL_RACE];

/** When a dispatch routine returns. */
export const queuedRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'IrpCancelField',
    title: 'An IRP that was cancelled before it got its cancel routine is kept',
    why: 'IoCancelIrp has found no routine to call, and nobody calls it again: the IRP is never cancelled.',
    remedy:
      'look at Irp->Cancel after IoSetCancelRoutine; when it is TRUE and IoSetCancelRoutine(Irp, NULL) gives the routine back, complete the IRP with STATUS_CANCELLED',
    document: 'wdm-irpcancelfield',
    bugCheck: null,
    check: ({ frame, returned, memory, io, irp, request }) => {
      if (!frame.isCancelable || returned !== STATUS_PENDING || !io.irps.has(irp) || frame.forwards > 0)
        return undefined;
      const isKept = memory.u8[irp + CANCEL] !== 0 && memory.u32[(irp + CANCEL_ROUTINE) >>> 2] !== 0;
      return isKept ? `${request()} had been cancelled when its cancel routine was set` : undefined;
    },
  },
];
