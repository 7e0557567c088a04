/** IRPs that a driver hands to another one: what it may still do to them, and what it has to say of them. */
import type { Example } from './support.ts';

const COPY = 'IoCopyCurrentIrpStackLocationToNext(irp);';
const SET = 'IoSetCompletionRoutine(irp, OnDone, extension, TRUE, TRUE, TRUE);';
const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
const CALL = 'return IoCallDriver(extension.Lower, irp);';
const PENDS = `IoMarkIrpPending(irp); ${COPY} ${SET}\nIoCallDriver(extension.Lower, irp); return STATUS_PENDING;`;
const WITH_ROUTINE = 'return PassWithRoutine(extension, irp);';

/** A request that the I/O manager finishes in the thread of its sender. */
const threaded = (irql: string): string => `const old = out(); KeRaiseIrql(${irql}, old);
  const block = cast(IO_STATUS_BLOCK, addressOf(extension, 'Block'));
  const own = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, extension.Lower, NULL, 0, NULL, extension.Event, block);
IoCallDriver(extension.Lower, own); //!
  KeLowerIrql(old.value);`;

/** A request of its own, held and cancelled; whether it can be cancelled is up to the routine that holds it. */
const heldAndCancelled = (cancelRoutine: string): Example['bad'] => ({
  entry: `driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, function HoldIt(_device, irp) {
    IoMarkIrpPending(irp); ${cancelRoutine}
    return STATUS_PENDING;
  });`,
  read: `const own = NewIrp(device, IRP_MJ_FLUSH_BUFFERS, 0, STATUS_SUCCESS);
  IoCallDriver(device, own); IoCancelIrp(own);`,
});
const CANCEL = `IoSetCancelRoutine(irp, (_one, cancelled) => {
    IoReleaseCancelSpinLock(cancelled.CancelIrql);
    Complete(cancelled, STATUS_CANCELLED);
  });`;

export const handoverExamples: readonly Example[] = [
  {
    rule: 'C4/0x135',
    routine: 'HoldIt',
    bad: heldAndCancelled(''),
    good: heldAndCancelled(CANCEL),
    steps: [
      { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 },
      { op: 'advance', by: '10min' },
    ],
  },
  {
    rule: 'C9/0x302',
    bad: { read: threaded('APC_LEVEL') },
    good: { read: threaded('PASSIVE_LEVEL') },
  },
  {
    rule: 'irp/pending-and-skipped',
    bad: { read: `${SKIP}\nIoMarkIrpPending(irp); //!\nIoCallDriver(extension.Lower, irp); return STATUS_PENDING;` },
    good: { read: PENDS },
  },
  {
    rule: 'irp/pending-and-skipped',
    onDisk: true,
    bad: { read: `IoMarkIrpPending(irp); ${SKIP}\nIoCallDriver(extension.Lower, irp); //!\nreturn STATUS_PENDING;` },
    good: { read: PENDS },
  },
  {
    rule: 'irp/skipped-parameters',
    bad: { read: `IoGetCurrentIrpStackLocation(irp).Parameters.Read.Length = 0; ${SKIP}\n${CALL} //!` },
    good: { read: `${COPY} IoGetNextIrpStackLocation(irp).Parameters.Read.Length = 0; ${SET}\n${CALL}` },
  },
  {
    rule: 'C4/0xFB',
    routine: 'OnDone',
    bad: { read: WITH_ROUTINE, done: 'KeEnterCriticalRegion();' },
    good: { read: WITH_ROUTINE, done: 'KeEnterCriticalRegion(); KeLeaveCriticalRegion();' },
  },
  {
    // IRP-44: dispatch returns what the driver below did, and its own routine has made something else of the IRP.
    rule: 'C9/0x224',
    routine: 'DispatchRead',
    bad: { read: WITH_ROUTINE, done: 'irp.IoStatus.Status = STATUS_UNSUCCESSFUL;' },
    good: { read: WITH_ROUTINE, done: 'irp.IoStatus.Information = 0;' },
  },
  {
    // IRP-44: what came back at once is made pending behind the back of the dispatch routine.
    rule: 'C9/0x23E',
    routine: 'DispatchRead',
    bad: { read: WITH_ROUTINE, done: 'IoMarkIrpPending(irp);' },
    good: { read: WITH_ROUTINE, done: 'if (irp.PendingReturned) IoMarkIrpPending(irp);' },
  },
];
