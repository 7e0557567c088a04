/** Routines of C drivers that the kernel calls in the middle of its own work: queues, StartIo, threads. */
import { expect, test } from 'vitest';
import { boot, bugcheckOf, printed } from './support.ts';

/** Sends reads of the driver's own to its own device. */
const READS = `
static NTSTATUS Ended(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
  DbgPrint("read %d ended with %#x\\n", (ULONG)context, irp->IoStatus.Status);
  IoFreeIrp(irp);
  return STATUS_MORE_PROCESSING_REQUIRED;
}

static PIRP Read(PDEVICE_OBJECT device, ULONG number)
{
  PIRP irp = IoAllocateIrp(device->StackSize, FALSE);

  IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
  IoSetCompletionRoutine(irp, Ended, (PVOID)number, TRUE, TRUE, TRUE);
  IoCallDriver(device, irp);
  return irp;
}
`;

test('a cancel-safe queue in C: the list and the lock are the driver’s, and its callbacks get and give what C does', async () => {
  const machine = await boot(`${READS}
static IO_CSQ Csq;
static LIST_ENTRY List;
static KSPIN_LOCK Lock;

static IO_CSQ_INSERT_IRP_EX Insert;
static IO_CSQ_REMOVE_IRP Remove;
static IO_CSQ_PEEK_NEXT_IRP Peek;
static IO_CSQ_ACQUIRE_LOCK Acquire;
static IO_CSQ_RELEASE_LOCK Release;
static IO_CSQ_COMPLETE_CANCELED_IRP CompleteCanceled;

static NTSTATUS Insert(PIO_CSQ csq, PIRP irp, PVOID context)
{
  if (context != NULL) return STATUS_DEVICE_BUSY;
  InsertTailList(&List, &irp->Tail.Overlay.ListEntry);
  return STATUS_SUCCESS;
}

static VOID Remove(PIO_CSQ csq, PIRP irp)
{
  RemoveEntryList(&irp->Tail.Overlay.ListEntry);
}

static PIRP Peek(PIO_CSQ csq, PIRP irp, PVOID context)
{
  PLIST_ENTRY next = irp == NULL ? List.Flink : irp->Tail.Overlay.ListEntry.Flink;

  return next == &List ? NULL : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
}

static VOID Acquire(PIO_CSQ csq, PKIRQL irql)
{
  KeAcquireSpinLock(&Lock, irql);
}

static VOID Release(PIO_CSQ csq, KIRQL irql)
{
  KeReleaseSpinLock(&Lock, irql);
}

static VOID CompleteCanceled(PIO_CSQ csq, PIRP irp)
{
  DbgPrint("canceled at IRQL %d\\n", KeGetCurrentIrql());
  Complete(irp, STATUS_CANCELLED);
}

static PVOID Refuse;

static NTSTATUS Queue(PDEVICE_OBJECT device, PIRP irp)
{
  NTSTATUS status = IoCsqInsertIrpEx(&Csq, irp, NULL, Refuse);

  return NT_SUCCESS(status) ? STATUS_PENDING : Complete(irp, status);
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PIRP second;
  PIRP irp;

  InitializeListHead(&List);
  KeInitializeSpinLock(&Lock);
  IoCsqInitializeEx(&Csq, Insert, Remove, Peek, Acquire, Release, CompleteCanceled);
  device->DriverObject->MajorFunction[IRP_MJ_READ] = Queue;
  Read(device, 1);
  second = Read(device, 2);
  Read(device, 3);
  Refuse = device;
  Read(device, 4);
  DbgPrint("cancel: %d\\n", IoCancelIrp(second));
  while ((irp = IoCsqRemoveNextIrp(&Csq, NULL)) != NULL) Complete(irp, STATUS_SUCCESS);
  return STATUS_SUCCESS;
}`);
  expect(bugcheckOf(machine)).toBeNull();
  expect(printed(machine)).toEqual([
    'read 4 ended with 0x80000011',
    'canceled at IRQL 0',
    'read 2 ended with 0xc0000120',
    'cancel: 1',
    'read 1 ended with 0x0',
    'read 3 ended with 0x0',
  ]);
});

test('StartIo in C gets one IRP after the other, the waiting ones by their key, from the DPC of the device', async () => {
  const machine = await boot(`${READS}
static ULONG Key = 3;

static NTSTATUS Queue(PDEVICE_OBJECT device, PIRP irp)
{
  IoMarkIrpPending(irp);
  Key -= 1;
  IoStartPacket(device, irp, &Key, NULL);
  return STATUS_PENDING;
}

static VOID StartIo(PDEVICE_OBJECT device, PIRP irp)
{
  DbgPrint("start key %d at IRQL %d\\n", irp->Tail.Overlay.DeviceQueueEntry.SortKey, KeGetCurrentIrql());
  IoRequestDpc(device, irp, (PVOID)5);
}

static VOID Done(PKDPC dpc, PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
  DbgPrint("done, context %d, current %d\\n", (ULONG)context, device->CurrentIrp == irp);
  Complete(irp, STATUS_SUCCESS);
  IoStartNextPacket(device, FALSE);
}

static VOID Tick(PDEVICE_OBJECT device, PVOID context)
{
  DbgPrint("tick %d, busy %d\\n", (ULONG)context, device->DeviceQueue.Busy);
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  KIRQL irql;
  LARGE_INTEGER interval;

  device->DriverObject->DriverStartIo = StartIo;
  device->DriverObject->MajorFunction[IRP_MJ_READ] = Queue;
  IoInitializeDpcRequest(device, Done);
  KeRaiseIrql(DISPATCH_LEVEL, &irql);
  Read(device, 1);
  Read(device, 2);
  Read(device, 3);
  KeLowerIrql(irql);
  IoInitializeTimer(device, Tick, (PVOID)9);
  IoStartTimer(device);
  interval.QuadPart = -15000000;
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  IoStopTimer(device);
  return STATUS_SUCCESS;
}`);
  expect(bugcheckOf(machine)).toBeNull();
  expect(printed(machine)).toEqual([
    'start key 2 at IRQL 2',
    'done, context 5, current 1',
    'read 1 ended with 0x0',
    'start key 0 at IRQL 2',
    'done, context 5, current 1',
    'read 3 ended with 0x0',
    'start key 1 at IRQL 2',
    'done, context 5, current 1',
    'read 2 ended with 0x0',
    'tick 9, busy 0',
  ]);
});

test('threads in C wait, share a fast mutex, and end themselves from deep inside', async () => {
  const machine = await boot(`
static FAST_MUTEX Mutex;
static NPAGED_LOOKASIDE_LIST Blocks;

static VOID Leave(ULONG depth)
{
  volatile ULONG room[8];

  room[0] = depth;
  if (depth > 0) Leave(depth - 1);
  else PsTerminateSystemThread(STATUS_SUCCESS);
  DbgPrint("too far %d\\n", room[0]);
}

static VOID Run(PVOID context)
{
  LARGE_INTEGER interval;
  PULONG block = ExAllocateFromNPagedLookasideList(&Blocks);

  *block = (ULONG)context;
  ExAcquireFastMutex(&Mutex);
  DbgPrint("thread %d in at IRQL %d\\n", *block, KeGetCurrentIrql());
  interval.QuadPart = -10000;
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  ExReleaseFastMutex(&Mutex);
  DbgPrint("thread %d out at IRQL %d\\n", *block, KeGetCurrentIrql());
  ExFreeToNPagedLookasideList(&Blocks, block);
  Leave(3);
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  HANDLE handle;
  PVOID threads[2];
  PIO_ERROR_LOG_PACKET packet;
  ULONG index;

  ExInitializeFastMutex(&Mutex);
  ExInitializeNPagedLookasideList(&Blocks, NULL, NULL, 0, sizeof(ULONG), 'kcoL', 0);
  for (index = 0; index < 2; index += 1) {
    PsCreateSystemThread(&handle, 0, NULL, NULL, NULL, Run, (PVOID)(index + 1));
    ObReferenceObjectByHandle(handle, 0, NULL, KernelMode, &threads[index], NULL);
    ZwClose(handle);
  }
  for (index = 0; index < 2; index += 1) {
    KeWaitForSingleObject(threads[index], Executive, KernelMode, FALSE, NULL);
    ObDereferenceObject(threads[index]);
  }
  DbgPrint("both ended\\n");
  packet = IoAllocateErrorLogEntry(device, sizeof(IO_ERROR_LOG_PACKET));
  packet->ErrorCode = STATUS_IO_DEVICE_ERROR;
  IoWriteErrorLogEntry(packet);
  return STATUS_SUCCESS;
}`);
  expect(bugcheckOf(machine)).toBeNull();
  expect(printed(machine)).toEqual([
    'thread 1 in at IRQL 1',
    'thread 1 out at IRQL 0',
    'thread 2 in at IRQL 1',
    'thread 2 out at IRQL 0',
    'both ended',
    'event log: error 0xC0000185, IRP_MJ_CREATE, final status STATUS_SUCCESS, unique value 0x00000000',
  ]);
});
