/** The published DDI-compliance rules: completion routines, events, queues, StartIo, queued spin locks, references. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example, Parts } from './support.ts';

const pnp = (...requests: readonly string[]): readonly Injection[] =>
  requests.map((request) => ({ op: 'pnp', device: 'dev0', request }) as Injection);

export const LOCK = "addressOf(extension, 'First')";
const READ: Injection = { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 };
const NO_SUCH_SECTOR: readonly Injection[] = [{ ...READ, offset: 2 ** 30 }];
const NO_MEMORY = { lowResources: { probability: 10_000, drivers: ['flt'], delay: '1s' } };
const LATE_READ: readonly Injection[] = [{ op: 'advance', by: '2s' }, READ];

/** Completes the IRP that is kept in `Saved` a little later, in a work item. */
const LATER = `
function Later(device, irp) {
  const item = IoAllocateWorkItem(device);
  cast(EXTENSION, device.DeviceExtension).Saved = irp.address;
  IoQueueWorkItem(item, CompleteSaved, DelayedWorkQueue, item);
}
function CompleteSaved(device, item) {
  IoFreeWorkItem(item);
  const irp = cast(IRP, cast(EXTENSION, device.DeviceExtension).Saved);
  if (IoSetCancelRoutine(irp, NULL) !== undefined) Complete(irp, STATUS_SUCCESS);
}`;

/** As its dispatch routine for reads. */
export function reads(body: string, more = ''): Parts {
  return {
    entry: 'driverObject.MajorFunction.set(IRP_MJ_READ, Handle);',
    more: `${more}\nasync function Handle(device, irp) {\nconst extension = cast(EXTENSION, device.DeviceExtension);\n${body}\n}`,
  };
}

const AND_WAIT = `const event = local(KEVENT); KeInitializeEvent(event, NotificationEvent, FALSE);
IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutine(irp, Back, event, TRUE, TRUE, TRUE);
if ((await IoCallDriver(extension.Lower, irp)) === STATUS_PENDING) await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
return Complete(irp, irp.IoStatus.Status);`;

/** A read of the driver's own, from the device below. */
const OWN_READ = `const event = local(KEVENT); const block = local(IO_STATUS_BLOCK); KeInitializeEvent(event, NotificationEvent, FALSE);
const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 512, 'tesT');
const own = IoBuildSynchronousFsdRequest(IRP_MJ_READ, extension.Lower, buffer, 512, 0n, event, block);`;
const CONTROL = `const event = local(KEVENT); const block = local(IO_STATUS_BLOCK); KeInitializeEvent(event, NotificationEvent, FALSE);
const own = IoBuildDeviceIoControlRequest(0x80002000, device, NULL, 0, NULL, 0, FALSE, event, block);`;
const WAIT = 'await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);';
/** Device control requests stay pending for a while. */
const PENDS_CONTROL = {
  entry:
    'driverObject.MajorFunction.set(IRP_MJ_READ, Handle); driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, Pend);',
  more: `${LATER}\nfunction Pend(device, irp) { IoMarkIrpPending(irp); Later(device, irp); return STATUS_PENDING; }`,
};

const registrationExamples: readonly Example[] = [
  {
    rule: 'IoSetCompletionRoutineExCheck',
    verifier: NO_MEMORY,
    steps: LATE_READ,
    bad: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE);\nreturn IoCallDriver(extension.Lower, irp); //!',
    },
    good: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); const status = IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE); return NT_SUCCESS(status) ? IoCallDriver(extension.Lower, irp) : Complete(irp, status);',
    },
  },
  {
    rule: 'IoSetCompletionExCompleteIrp',
    verifier: NO_MEMORY,
    steps: LATE_READ,
    bad: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); const status = IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE); if (!NT_SUCCESS(status)) IoSkipCurrentIrpStackLocation(irp);\nreturn IoCallDriver(extension.Lower, irp); //!',
    },
    good: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); const status = IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE); return NT_SUCCESS(status) ? IoCallDriver(extension.Lower, irp) : Complete(irp, status);',
    },
  },
  {
    rule: 'CompletionRoutineRegistered',
    routine: 'DispatchRead',
    bad: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE); return Complete(irp, STATUS_SUCCESS);',
    },
    good: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE); return IoCallDriver(extension.Lower, irp);',
    },
  },
  {
    rule: 'IoSetCompletionRoutineExCheckDeviceObject',
    bad: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp);\nIoSetCompletionRoutineEx(extension.Lower, irp, OnDone, extension, TRUE, TRUE, TRUE); //!\nreturn IoCallDriver(extension.Lower, irp);',
    },
    good: {
      read: 'IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutineEx(device, irp, OnDone, extension, TRUE, TRUE, TRUE); return IoCallDriver(extension.Lower, irp);',
    },
  },
  {
    rule: 'CompleteRequestStatusCheck',
    onDisk: true,
    steps: NO_SUCH_SECTOR,
    bad: reads(
      'await ForwardAndWait(extension, irp); irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_SUCCESS;',
    ),
    good: reads('const status = await ForwardAndWait(extension, irp); IoCompleteRequest(irp, 0); return status;'),
  },
  {
    rule: 'PendedCompletedRequest',
    routine: 'DispatchRead',
    bad: { read: 'IoMarkIrpPending(irp); Complete(irp, STATUS_SUCCESS); return STATUS_PENDING;' },
    good: { read: 'return Complete(irp, STATUS_SUCCESS);' },
  },
  {
    rule: 'IoReuseIrp2',
    bad: { read: 'IoReuseIrp(irp, STATUS_SUCCESS); //!' },
    good: {
      read: 'const own = IoAllocateIrp(device.StackSize, FALSE); IoReuseIrp(own, STATUS_SUCCESS); IoFreeIrp(own);',
    },
  },
];

const eventExamples: readonly Example[] = [
  {
    rule: 'SignalEventInCompletion',
    onDisk: true,
    routine: 'Back',
    bad: reads(AND_WAIT, 'function Back() { return STATUS_MORE_PROCESSING_REQUIRED; }'),
    good: reads(
      AND_WAIT,
      'function Back(_device, irp, event) { if (irp.PendingReturned) KeSetEvent(cast(KEVENT, event), 0, FALSE); return STATUS_MORE_PROCESSING_REQUIRED; }',
    ),
  },
  {
    rule: 'CompletionEventChecking',
    onDisk: true,
    bad: {
      read: 'return PassWithRoutine(extension, irp);',
      done: 'if (irp.PendingReturned) IoMarkIrpPending(irp);\nKeSetEvent(extension.Event, 0, FALSE); //!',
    },
    good: { read: 'return PassWithRoutine(extension, irp);' },
  },
  {
    rule: 'IoBuildDeviceIoControlSetEvent',
    onDisk: true,
    bad: reads(
      `${OWN_READ} await IoCallDriver(extension.Lower, own);\nKeSetEvent(event, 0, FALSE); //!\nKeClearEvent(event); ${WAIT} ExFreePool(buffer); return PassDown(device, irp);`,
    ),
    good: reads(
      `${OWN_READ} await IoCallDriver(extension.Lower, own); ${WAIT} ExFreePool(buffer); return PassDown(device, irp);`,
    ),
  },
  {
    rule: 'IoBuildSynchronousFsdRequestWait',
    onDisk: true,
    bad: reads(
      `${OWN_READ}\nawait IoCallDriver(extension.Lower, own); //!\nextension.Saved = buffer; return Complete(irp, STATUS_SUCCESS);`,
    ),
    good: reads(
      `${OWN_READ} if ((await IoCallDriver(extension.Lower, own)) === STATUS_PENDING) ${WAIT} ExFreePool(buffer); return Complete(irp, STATUS_SUCCESS);`,
    ),
  },
  {
    rule: 'IoBuildDeviceControlWait',
    bad: {
      ...PENDS_CONTROL,
      more: `${reads(`${CONTROL}\nawait IoCallDriver(device, own); //!\nreturn Complete(irp, STATUS_SUCCESS);`).more}${PENDS_CONTROL.more}`,
    },
    good: {
      ...PENDS_CONTROL,
      more: `${reads(`${CONTROL} if ((await IoCallDriver(device, own)) === STATUS_PENDING) ${WAIT} return Complete(irp, STATUS_SUCCESS);`).more}${PENDS_CONTROL.more}`,
    },
  },
  {
    rule: 'irp/endless-wait',
    onDisk: true,
    bad: reads(
      `${OWN_READ} await IoCallDriver(extension.Lower, own);\n${WAIT} //!\nExFreePool(buffer); return PassDown(device, irp);`,
    ),
    good: reads(
      `${OWN_READ} await IoCallDriver(extension.Lower, own); await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, -600000000n); ExFreePool(buffer); return PassDown(device, irp);`,
    ),
  },
  {
    rule: 'StartDeviceWait',
    steps: pnp('disable', 'enable'),
    bad: {
      pnp: 'if (minor === IRP_MN_START_DEVICE) {\nawait IoForwardIrpSynchronously(extension.Lower, irp); //!\nreturn Complete(irp, irp.IoStatus.Status); }',
    },
    good: { pnp: 'if (minor === IRP_MN_START_DEVICE) return PassWithRoutine(extension, irp);' },
  },
];

const KEEP = 'Later(device, irp); return STATUS_PENDING;';
const PUT = 'InsertTailList(extension.Queue, irp.Tail.Overlay.ListEntry);';
const TAKE = 'RemoveHeadList(extension.Queue);';
const HEAD = 'InitializeListHead(extension.Queue);';

const queueExamples: readonly Example[] = [
  {
    rule: 'MarkingQueuedIrps',
    bad: {
      add: HEAD,
      more: LATER,
      read: `const old = out(); KeAcquireSpinLock(${LOCK}, old);\n${PUT} //!\nKeReleaseSpinLock(${LOCK}, old.value); IoMarkIrpPending(irp); ${TAKE} ${KEEP}`,
    },
    good: {
      add: HEAD,
      more: LATER,
      read: `const old = out(); KeAcquireSpinLock(${LOCK}, old); ${PUT} IoMarkIrpPending(irp); KeReleaseSpinLock(${LOCK}, old.value); ${TAKE} ${KEEP}`,
    },
  },
  {
    rule: 'MarkingInterlockedQueuedIrps',
    bad: {
      add: HEAD,
      more: LATER,
      read: `\nExInterlockedInsertTailList(extension.Queue, irp.Tail.Overlay.ListEntry, ${LOCK}); //!\nIoMarkIrpPending(irp); ${TAKE} ${KEEP}`,
    },
    good: {
      add: HEAD,
      more: LATER,
      read: `IoMarkIrpPending(irp); ExInterlockedInsertTailList(extension.Queue, irp.Tail.Overlay.ListEntry, ${LOCK}); ${TAKE} ${KEEP}`,
    },
  },
  {
    rule: 'StartIoRecursion',
    bad: {
      entry: 'driverObject.DriverStartIo = StartIo;',
      more: 'function StartIo(device, irp) {\nIoStartNextPacket(device, FALSE); //!\nComplete(irp, STATUS_SUCCESS); }',
      read: 'IoMarkIrpPending(irp); IoStartPacket(device, irp, NULL, NULL); return STATUS_PENDING;',
    },
    good: {
      entry: 'driverObject.DriverStartIo = StartIo;',
      add: 'IoSetStartIoAttributes(self, TRUE, TRUE);',
      more: 'function StartIo(device, irp) { IoStartNextPacket(device, FALSE); Complete(irp, STATUS_SUCCESS); }',
      read: 'IoMarkIrpPending(irp); IoStartPacket(device, irp, NULL, NULL); return STATUS_PENDING;',
    },
  },
  {
    rule: 'StartIoCancel',
    bad: {
      add: 'IoSetStartIoAttributes(self, TRUE, FALSE);',
      more: LATER,
      read: `IoMarkIrpPending(irp);\nIoSetCancelRoutine(irp, NoCancel); //!\n${KEEP}`,
    },
    good: {
      add: 'IoSetStartIoAttributes(self, TRUE, FALSE);',
      more: LATER,
      read: `IoMarkIrpPending(irp); const old = out(); IoAcquireCancelSpinLock(old); IoSetCancelRoutine(irp, NoCancel); IoReleaseCancelSpinLock(old.value); ${KEEP}`,
    },
  },
  {
    rule: 'IrpCancelField',
    routine: 'DispatchRead',
    bad: { more: LATER, read: `IoCancelIrp(irp); IoMarkIrpPending(irp); IoSetCancelRoutine(irp, NoCancel); ${KEEP}` },
    good: {
      more: LATER,
      read: `IoCancelIrp(irp); IoMarkIrpPending(irp); IoSetCancelRoutine(irp, NoCancel); if (irp.Cancel && IoSetCancelRoutine(irp, NULL) !== NULL) Complete(irp, STATUS_CANCELLED); return STATUS_PENDING;`,
    },
  },
];

const HANDLE = 'const handle = local(KLOCK_QUEUE_HANDLE);';

const lockExamples: readonly Example[] = [
  {
    rule: 'QueuedSpinLock',
    bad: {
      read: `${HANDLE} const other = local(KLOCK_QUEUE_HANDLE); KeAcquireInStackQueuedSpinLock(${LOCK}, handle);\nKeAcquireInStackQueuedSpinLockAtDpcLevel(${LOCK}, other); //!`,
    },
    good: {
      read: `${HANDLE} KeAcquireInStackQueuedSpinLock(${LOCK}, handle); KeReleaseInStackQueuedSpinLock(handle); KeAcquireInStackQueuedSpinLock(${LOCK}, handle); KeReleaseInStackQueuedSpinLock(handle);`,
    },
  },
  {
    rule: 'QueuedSpinLockRelease',
    bad: {
      read: `${HANDLE} KeRaiseIrql(DISPATCH_LEVEL, out());\nKeReleaseInStackQueuedSpinLockFromDpcLevel(handle); //!`,
    },
    good: {
      read: `${HANDLE} const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old); KeAcquireInStackQueuedSpinLockAtDpcLevel(${LOCK}, handle); KeReleaseInStackQueuedSpinLockFromDpcLevel(handle); KeLowerIrql(old.value);`,
    },
  },
  {
    rule: 'GuardedRegions',
    bad: { read: 'KeEnterCriticalRegion();\nKeLeaveGuardedRegion(); //!' },
    good: { read: 'KeEnterGuardedRegion(); KeLeaveGuardedRegion();' },
  },
  {
    rule: 'CancelSpinLock',
    bad: { read: 'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);\nIoReleaseCancelSpinLock(old.value); //!' },
    good: { read: 'const old = out(); IoAcquireCancelSpinLock(old); IoReleaseCancelSpinLock(old.value);' },
  },
  {
    rule: 'CancelSpinLockRelease',
    routine: 'DispatchRead',
    bad: { read: 'const done = Complete(irp, STATUS_SUCCESS); IoAcquireCancelSpinLock(out()); return done;' },
    good: {
      read: 'const old = out(); IoAcquireCancelSpinLock(old); IoReleaseCancelSpinLock(old.value); return Complete(irp, STATUS_SUCCESS);',
    },
  },
  {
    rule: 'PagedCode',
    bad: { read: 'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old);\nPAGED_CODE(); //!\nKeLowerIrql(old.value);' },
    good: { read: 'PAGED_CODE();' },
  },
  {
    rule: 'UnSafeAllocatePool',
    bad: { read: "\nconst block = ExAllocatePoolWithTag(NonPagedPool, 16, 'tesT'); //!\nExFreePool(block);" },
    good: { read: "ExFreePool(ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'));" },
  },
];

const referenceExamples: readonly Example[] = [
  {
    rule: 'C9/0x240',
    steps: pnp('disable'),
    bad: { removed: 'IoDetachDevice(lower); IoDeleteDevice(device);\nIoDeleteDevice(device); //!\nreturn status;' },
    good: {},
  },
  {
    rule: 'DanglingDeviceObjectReference',
    isBelow: true,
    steps: [READ, ...pnp('disable')],
    bad: { unload: ';', read: '\nIoGetAttachedDeviceReference(extension.Pdo); //!\n' },
    good: { unload: ';', read: 'ObDereferenceObject(IoGetAttachedDeviceReference(extension.Pdo));' },
  },
  {
    rule: 'PnpSameDeviceObject',
    bad: {
      created:
        'created.value.Flags &= ~DO_DEVICE_INITIALIZING;\nIoAttachDeviceToDeviceStack(created.value, created.value); //!\n',
    },
    good: {},
  },
  {
    rule: 'AddDevice',
    bad: { created: '\nIoAttachDeviceToDeviceStack(pdo, created.value); //!\n' },
    good: {},
  },
  {
    rule: 'DeleteDevice',
    steps: pnp('disable'),
    bad: {
      pnp: 'if (minor === IRP_MN_REMOVE_DEVICE) { const lower = extension.Lower; IoSkipCurrentIrpStackLocation(irp); IoDetachDevice(lower); IoDeleteDevice(device);\nreturn IoCallDriver(lower, irp); //!\n}',
    },
    good: {},
  },
];

export const complianceExamples: readonly Example[] = [
  ...registrationExamples,
  ...eventExamples,
  ...queueExamples,
  ...lockExamples,
  ...referenceExamples,
];
