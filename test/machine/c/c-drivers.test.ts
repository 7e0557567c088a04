/** What C drivers do with the kernel's routines, and the kernel with theirs. */
import { describe, expect, test } from 'vitest';
import { boot, bugcheckOf, driverText, FRAME_LINES, printed, start } from './support.ts';

describe('a driver in C', () => {
  test('prints in all forms', async () => {
    const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  UNICODE_STRING name;
  LARGE_INTEGER number;

  number.QuadPart = -5000000000;
  RtlInitUnicodeString(&name, L"\\\\Device\\\\Wide");
  DbgPrint("%s %d %u %#x %c|%5d|%-5d|%05x\\n", "text", -1, 4294967295u, 0xbeef, 'c', 42, 42, 42);
  DbgPrint("%wZ %ws %d %I64d %d %I64x\\n", &name, L"wide", 1, number.QuadPart, 2, 0x123456789abcdefULL);
  DbgPrintEx(0, 0, "100%%\\n");
  return STATUS_SUCCESS;
}`);
    expect(printed(machine)).toEqual([
      'text -1 4294967295 0xbeef c|   42|42   |0002a',
      '\\Device\\Wide wide 1 -5000000000 2 123456789abcdef',
      '100%',
    ]);
  });

  test('gets time, IRQL and states by value and through pointers', async () => {
    const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PEXTENSION extension = device->DeviceExtension;
  LARGE_INTEGER interval;
  LARGE_INTEGER now;
  POWER_STATE state;
  KIRQL irql;

  interval.QuadPart = -70000;
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  KeQuerySystemTime(&now);
  KeInitializeSpinLock(&extension->Lock);
  KeAcquireSpinLock(&extension->Lock, &irql);
  DbgPrint("%I64d %I64u, %d to %d\\n", now.QuadPart, KeQueryInterruptTime(), irql, KeGetCurrentIrql());
  KeReleaseSpinLock(&extension->Lock, irql);
  state.DeviceState = PowerDeviceD2;
  PoSetPowerState(device, DevicePowerState, state);
  state.DeviceState = PowerDeviceD0;
  state = PoSetPowerState(device, DevicePowerState, state);
  DbgPrint("%d, was %d\\n", KeGetCurrentIrql(), state.DeviceState);
  return STATUS_SUCCESS;
}`);
    expect(printed(machine)).toEqual(['70000 70000, 0 to 2', '0, was 3']);
  });

  test('runs DPCs, timers and work items, and waits for any of several objects', async () => {
    const machine = await boot(`
static VOID Dpc(PKDPC dpc, PVOID context, PVOID first, PVOID second)
{
  PEXTENSION extension = context;

  extension->Value += 1;
  DbgPrint("DPC at IRQL %d\\n", KeGetCurrentIrql());
  KeSetEvent(&extension->Event, IO_NO_INCREMENT, FALSE);
}

static VOID Work(PDEVICE_OBJECT device, PVOID context)
{
  DbgPrint("work with %d\\n", *(PULONG)context);
  *(PULONG)context = 8;
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PEXTENSION extension = device->DeviceExtension;
  PVOID objects[2] = {&extension->Timer, &extension->Event};
  PIO_WORKITEM item = IoAllocateWorkItem(device);
  ULONG number = 7;
  LARGE_INTEGER due;
  NTSTATUS status;

  KeInitializeEvent(&extension->Event, SynchronizationEvent, FALSE);
  KeInitializeDpc(&extension->Dpc, Dpc, extension);
  KeInitializeTimer(&extension->Timer);
  due.QuadPart = -100000;
  KeSetTimer(&extension->Timer, due, &extension->Dpc);
  IoQueueWorkItem(item, Work, DelayedWorkQueue, &number);
  status = KeWaitForMultipleObjects(2, objects, WaitAny, Executive, KernelMode, FALSE, NULL, NULL);
  IoFreeWorkItem(item);
  DbgPrint("%d, %d, %d\\n", status, extension->Value, number);
  return STATUS_SUCCESS;
}`);
    expect(printed(machine)).toEqual(['work with 7', 'DPC at IRQL 2', '0, 1, 8']);
  });

  test('keeps its variables while other threads run the same code', async () => {
    const machine = await boot(`
static LONG Damage(ULONG depth, UCHAR mark, LONG microseconds)
{
  volatile UCHAR guard[200];
  LARGE_INTEGER interval;
  LONG damage = 0;
  ULONG index;

  for (index = 0; index < sizeof(guard); index += 1) guard[index] = mark;
  interval.QuadPart = -10 * microseconds;
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  if (depth > 0) damage = Damage(depth - 1, mark, microseconds);
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  for (index = 0; index < sizeof(guard); index += 1) damage += guard[index] != mark;
  return damage;
}

static LONG Finished;

static VOID Work(PDEVICE_OBJECT device, PVOID context)
{
  PEXTENSION extension = device->DeviceExtension;
  ULONG number = (ULONG)context;

  DbgPrint("%d: %d bytes damaged\\n", number, Damage(10, (UCHAR)number, 3 + number * 7));
  if (InterlockedIncrement(&Finished) == 5) KeSetEvent(&extension->Event, IO_NO_INCREMENT, FALSE);
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PEXTENSION extension = device->DeviceExtension;
  ULONG number;

  KeInitializeEvent(&extension->Event, NotificationEvent, FALSE);
  for (number = 1; number <= 5; number += 1)
    IoQueueWorkItem(IoAllocateWorkItem(device), Work, DelayedWorkQueue, (PVOID)number);
  DbgPrint("start: %d bytes damaged\\n", Damage(12, 0xee, 11));
  KeWaitForSingleObject(&extension->Event, Executive, KernelMode, FALSE, NULL);
  return STATUS_SUCCESS;
}`);
    const lines = printed(machine);
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => !line.endsWith(': 0 bytes damaged'))).toEqual([]);
  });

  test('keeps its variables while the C driver below sleeps on the same stack', async () => {
    const above = driverText(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  DbgPrint("above starts\\n");
  return STATUS_SUCCESS;
}`)
      .replace('KEVENT event;', 'KEVENT event; volatile ULONG guard[40];')
      .replace(
        'KeInitializeEvent(&event',
        'for (ULONG i = 0; i < 40; i += 1) guard[i] = 0xabcd0000 + i;\n  KeInitializeEvent(&event',
      )
      .replace(
        'return irp->IoStatus.Status;',
        'for (ULONG i = 0; i < 40; i += 1) if (guard[i] != 0xabcd0000 + i) DbgPrint("damaged\\n");\n  return irp->IoStatus.Status;',
      );
    const below = driverText(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  volatile UCHAR fill[500];
  LARGE_INTEGER interval;

  for (ULONG index = 0; index < sizeof(fill); index += 1) fill[index] = 0x55;
  interval.QuadPart = -20000;
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  for (ULONG index = 0; index < sizeof(fill); index += 1) fill[index] = 0xaa;
  DbgPrint("below starts\\n");
  return STATUS_SUCCESS;
}`);
    const started = await start({ 'above.c': above, 'below.c': below }, [
      { id: 'dev0', function: 'below', upperFilters: ['above'] },
    ]);
    if (!started.ok) throw new Error('the machine must start');
    expect(printed(started.machine)).toEqual(['below starts', 'above starts']);
    expect(started.machine.state().devices.find(({ id }) => id === 'dev0')).toMatchObject({ problem: null });
  });
});

describe('what a C driver does wrong stops the machine', () => {
  test.each([
    [
      'a wait at DISPATCH_LEVEL',
      'KIRQL irql; KeRaiseIrql(DISPATCH_LEVEL, &irql); KeWaitForSingleObject(&((PEXTENSION)device->DeviceExtension)->Event, Executive, KernelMode, FALSE, NULL);',
      'IRQL_NOT_LESS_OR_EQUAL',
      null,
    ],
    ['endless recursion', 'Start(device); KeGetCurrentIrql();', 'UNEXPECTED_KERNEL_MODE_TRAP', '0x8'],
    [
      'recursion that calls the kernel',
      'volatile UCHAR room[512]; room[0] = 1; DbgPrint(""); Start(device); room[1] = 2;',
      'UNEXPECTED_KERNEL_MODE_TRAP',
      '0x8',
    ],
    [
      'a division by zero',
      'volatile LONG zero = 0; DbgPrint("%d", 1 / zero);',
      'SYSTEM_THREAD_EXCEPTION_NOT_HANDLED',
      '0xc0000094',
    ],
    [
      'an address outside of memory',
      'DbgPrint("%d", *(volatile PLONG)0xfffff000);',
      'PAGE_FAULT_IN_NONPAGED_AREA',
      '0xfffff000',
    ],
    [
      'a write through a null pointer',
      '((PIRP)NULL)->Cancel = TRUE;',
      'SYSTEM_THREAD_EXCEPTION_NOT_HANDLED',
      '0xc0000005',
    ],
    [
      'a read through a null pointer at DISPATCH_LEVEL',
      'KIRQL irql; KeRaiseIrql(DISPATCH_LEVEL, &irql); DbgPrint("%d", ((PIRP)NULL)->Flags);',
      'DRIVER_IRQL_NOT_LESS_OR_EQUAL',
      '0x8',
    ],
    [
      'a read of freed pool',
      'PULONG p = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, \'tseT\'); ExFreePool(p); DbgPrint("%d", p[3]);',
      'DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL',
      null,
    ],
    [
      'a write behind a block of pool',
      "PUCHAR p = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT'); for (ULONG i = 0; i <= 64; i += 1) p[i] = 1;",
      'DRIVER_PAGE_FAULT_BEYOND_END_OF_ALLOCATION',
      null,
    ],
    [
      'a copy that is too long',
      "PUCHAR p = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT'); memcpy(p, device, 100);",
      'DRIVER_PAGE_FAULT_BEYOND_END_OF_ALLOCATION',
      null,
    ],
    [
      'an access to an IRP that is gone',
      'PIRP irp = IoAllocateIrp(2, FALSE); IoFreeIrp(irp); irp->IoStatus.Status = STATUS_SUCCESS;',
      'DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL',
      null,
    ],
    [
      'a call through a null pointer',
      '((DRIVER_DISPATCH *)((PEXTENSION)device->DeviceExtension)->Irp)(device, NULL);',
      'SYSTEM_THREAD_EXCEPTION_NOT_HANDLED',
      '0xc0000005',
    ],
    ['a bug check of its own', 'KeBugCheckEx(0xe2, 1, 2, 3, 4);', 'MANUALLY_INITIATED_CRASH', '0x1'],
    [
      'pool that is freed twice',
      "PVOID p = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT'); ExFreePool(p); ExFreePool(p);",
      'BAD_POOL_CALLER',
      '0x7',
    ],
  ])('%s', async (what, body, name, parameter) => {
    const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  ${body}
  return STATUS_SUCCESS;
}`);
    const bugcheck = bugcheckOf(machine);
    expect(bugcheck).toMatchObject({ name, driver: 'mine', file: 'mine.c' });
    // A stack is used up where a routine begins.
    expect(bugcheck?.line).toBe(FRAME_LINES + (what === 'endless recursion' ? 3 : 4));
    if (parameter !== null) expect(bugcheck?.parameters[0]).toBe(parameter);
  });
});
