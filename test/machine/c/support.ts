/** Drivers in C that a test brings along, on devices of their own. */
import type { Machine, MachineStart } from '../../../src/machine/machine.ts';
import type { BugcheckState } from '../../../src/protocol/state.ts';
import { type Files, startMachine } from '../../support/machine.ts';

/** Everything that a driver must have; a test adds `TestPnp`, `TestStart` or what else it is about. */
const FRAME = `
#include <wdm.h>

typedef struct _EXTENSION { PDEVICE_OBJECT Lower; ULONG Value; KEVENT Event; KTIMER Timer; KDPC Dpc; KSPIN_LOCK Lock; PIRP Irp; } EXTENSION, *PEXTENSION;

static NTSTATUS Pass(PDEVICE_OBJECT device, PIRP irp)
{
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(((PEXTENSION)device->DeviceExtension)->Lower, irp);
}

static NTSTATUS Signal(PDEVICE_OBJECT device, PIRP irp, PVOID event)
{
  KeSetEvent(event, IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS ForwardAndWait(PDEVICE_OBJECT device, PIRP irp)
{
  KEVENT event;

  KeInitializeEvent(&event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Signal, &event, TRUE, TRUE, TRUE);
  IoCallDriver(((PEXTENSION)device->DeviceExtension)->Lower, irp);
  KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
  return irp->IoStatus.Status;
}

static NTSTATUS Complete(PIRP irp, NTSTATUS status)
{
  irp->IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

static NTSTATUS Start(PDEVICE_OBJECT device);

static NTSTATUS Pnp(PDEVICE_OBJECT device, PIRP irp)
{
  PEXTENSION extension = device->DeviceExtension;
  NTSTATUS status;

  switch (IoGetCurrentIrpStackLocation(irp)->MinorFunction) {
  case IRP_MN_START_DEVICE:
    status = ForwardAndWait(device, irp);
    if (NT_SUCCESS(status)) status = Start(device);
    return Complete(irp, status);
  case IRP_MN_REMOVE_DEVICE:
    irp->IoStatus.Status = STATUS_SUCCESS;
    status = Pass(device, irp);
    IoDetachDevice(extension->Lower);
    IoDeleteDevice(device);
    return status;
  default:
    return Pass(device, irp);
  }
}

static NTSTATUS AddDevice(PDRIVER_OBJECT driver, PDEVICE_OBJECT pdo)
{
  PDEVICE_OBJECT device;
  NTSTATUS status = IoCreateDevice(driver, sizeof(EXTENSION), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);

  if (!NT_SUCCESS(status)) return status;
  ((PEXTENSION)device->DeviceExtension)->Lower = IoAttachDeviceToDeviceStack(device, pdo);
  device->Flags |= DO_POWER_PAGABLE;
  device->Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
  for (ULONG major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driver->MajorFunction[major] = Pass;
  driver->MajorFunction[IRP_MJ_PNP] = Pnp;
  driver->DriverExtension->AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
`;

/** Lines in front of what a test brings. */
export const FRAME_LINES = FRAME.split('\n').length - 1;

/** @param body - C: what goes behind the frame; it defines `Start` */
export function driverText(body: string): string {
  return `${FRAME}${body}`;
}

/** @param more - properties of the machine file */
export async function start(
  drivers: Files,
  devices: readonly object[],
  included: Files = {},
  more: object = {},
): Promise<MachineStart> {
  const description = {
    memory: '8MiB',
    drivers: Object.fromEntries(Object.keys(drivers).map((file) => [file.split('.')[0], { source: file }])),
    devices,
    ...more,
  };
  return await startMachine(
    { file: 'test.machine.json' },
    { 'test.machine.json': JSON.stringify(description), ...drivers, ...included },
  );
}

/** Boots a machine with one device whose function driver is in C, and collects what it prints in `Start` and later. */
export async function boot(body: string, more: object = {}): Promise<Machine> {
  const started = await start({ 'mine.c': driverText(body) }, [{ id: 'dev0', function: 'mine' }], {}, more);
  if (!started.ok) throw new Error(started.diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return started.machine;
}

/** What drivers have printed since the machine was made. */
export function printed(machine: Machine): string[] {
  const { sim } = machine.nt.kernel;
  const { events } = machine.readTrace(0, sim.recorder.count);
  return events.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => String(detail).trimEnd());
}

export function bugcheckOf(machine: Machine): BugcheckState | null {
  return machine.state().bugcheck ?? null;
}
