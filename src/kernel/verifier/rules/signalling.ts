/** What can be wrong with the event by which a driver learns that an IRP has come back. */
import { IRP_MJ_PNP, IRP_MN_START_DEVICE } from '../../../abi/irp-codes.ts';
import { NAMED, type RuleText, STANDARD, STRICT } from '../rule.ts';

export const START_DEVICE = (IRP_MJ_PNP << 8) | IRP_MN_START_DEVICE;

export const NOT_SIGNALLED: RuleText = {
  ...STANDARD,
  id: 'SignalEventInCompletion',
  title: 'A completion routine does not set the event that its driver waits for',
  why: 'The IRP had been pending, so the dispatch routine waits for the event: it waits for ever.',
  remedy: 'call KeSetEvent in the completion routine when Irp->PendingReturned is TRUE',
  document: 'wdm-signaleventincompletion',
  bugCheck: null,
};

export const MARKED_AND_SIGNALLED: RuleText = {
  ...STRICT,
  id: 'CompletionEventChecking',
  title: 'A completion routine both marks the IRP pending and sets an event',
  why: 'To mark it is for an IRP that goes on upwards, to set an event for one that a thread of the driver takes back: one of the two is wrong, or the thread touches an IRP that is gone.',
  remedy:
    'mark the IRP and let it go on, or set the event and return STATUS_MORE_PROCESSING_REQUIRED, but not both in one routine',
  document: 'wdm-completioneventchecking',
  bugCheck: null,
};

export const SYSTEMS_EVENT_SET: RuleText = {
  ...STANDARD,
  id: 'IoBuildDeviceIoControlSetEvent',
  title: 'A driver sets the event that the I/O manager sets when a request is done',
  why: 'Whoever waits for it goes on while the request is under way: status block and buffers are written to later.',
  remedy: 'leave the event that was given to IoBuildDeviceIoControlRequest or IoBuildSynchronousFsdRequest alone',
  document: 'wdm-iobuilddeviceiocontrolsetevent',
  bugCheck: null,
};

const NOT_AWAITED = {
  ...STANDARD,
  why: 'Event, status block and buffers are variables of a routine that has returned: the I/O manager writes into what stands there then.',
  remedy: 'call KeWaitForSingleObject with the event when IoCallDriver returns STATUS_PENDING',
  bugCheck: null,
} as const;

export const CONTROL_NOT_AWAITED: RuleText = {
  ...NOT_AWAITED,
  id: 'IoBuildDeviceControlWait',
  title: 'A request of IoBuildDeviceIoControlRequest is pending, and nobody waits for its end',
  document: 'wdm-iobuilddevicecontrolwait',
};

export const REQUEST_NOT_AWAITED: RuleText = {
  ...NOT_AWAITED,
  id: 'IoBuildSynchronousFsdRequestWait',
  title: 'A request of IoBuildSynchronousFsdRequest is pending, and nobody waits for its end',
  document: 'wdm-iobuildsynchronousfsdrequestwait',
};

export const ENDLESS_WAIT: RuleText = {
  ...NAMED,
  id: 'irp/endless-wait',
  title: 'A driver waits without a limit for the end of an IRP of its own',
  why: 'A driver below that never completes the IRP holds this thread for ever.',
  remedy: 'wait with a timeout; when it is over, cancel the IRP with IoCancelIrp and wait for its completion',
  document: 'wdm-iobuilddevicecontrolwaittimeout',
  bugCheck: null,
};

export const WAIT_IN_START: RuleText = {
  ...NAMED,
  id: 'StartDeviceWait',
  title: 'A dispatch routine waits while it handles IRP_MN_START_DEVICE',
  why: 'The thread of the PnP manager starts no other device meanwhile.',
  remedy:
    'mark the IRP pending, pass it down with a completion routine that queues a work item, and return STATUS_PENDING; to forward the IRP and wait is a documented pattern too',
  document: 'wdm-startdevicewait',
  bugCheck: null,
};

export const signallingRules: readonly RuleText[] = [
  NOT_SIGNALLED,
  MARKED_AND_SIGNALLED,
  SYSTEMS_EVENT_SET,
  CONTROL_NOT_AWAITED,
  REQUEST_NOT_AWAITED,
  ENDLESS_WAIT,
  WAIT_IN_START,
];
