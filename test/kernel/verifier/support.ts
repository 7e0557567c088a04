/** Small drivers that break one rule each, and the same drivers without the mistake. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription } from '../../support/machine.ts';

/** Statements that stand at certain places of an otherwise conforming filter. */
export interface Parts {
  readonly entry?: string;
  /** After IoCreateDevice, with what it has `created`. */
  readonly created?: string;
  /** At the end of AddDevice; `self`, `extension` and `lower` are in reach. */
  readonly add?: string;
  /** In place of `IoAttachDeviceToDeviceStack(self, pdo)`, on its line. */
  readonly attach?: string;
  /** At the start of the routine for reads; `device`, `irp`, `extension` are in reach. */
  readonly read?: string;
  /** At the start of the PnP routine; `minor` is in reach too. */
  readonly pnp?: string;
  /** What the completion routine `OnDone` does first. */
  readonly done?: string;
  /** After IRP_MN_REMOVE_DEVICE was passed down; left out: detach, delete, return. */
  readonly removed?: string;
  readonly unload?: string;
  /** Functions of the driver. */
  readonly more?: string;
}

/** The line at which a finding is expected ends with this. */
export const MARK = '//!';

export interface Example {
  readonly rule: string;
  readonly bad: Parts;
  readonly good: Parts;
  /** A routine's name, where the finding is at its declaration; left out: the marked line. */
  readonly routine?: string;
  /** What is done to the machine; a read unless told. */
  readonly steps?: readonly Injection[];
  /** On the disk, with its slow reads, and not on a device that answers at once. */
  readonly onDisk?: boolean;
  /** As the function driver of its device, and not as a filter. */
  readonly isFunction?: boolean;
  /** With an in-box filter above it. */
  readonly isBelow?: boolean;
  readonly code?: string;
  /** Options of the verifier, beside that all rules are on. */
  readonly verifier?: object;
}

export const FILE = 'flt.ts';
const DETACH = 'IoDetachDevice(lower); IoDeleteDevice(device); return status;';

export function filterText(parts: Parts): string {
  return withImports(`
class EXTENSION extends struct('EXTENSION', {
  Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT, RemoveLock: IO_REMOVE_LOCK, Event: KEVENT, First: KSPIN_LOCK, Second: KSPIN_LOCK, Saved: PVOID, Timer: KTIMER, List: NPAGED_LOOKASIDE_LIST, Block: IO_STATUS_BLOCK,
  OtherLock: IO_REMOVE_LOCK, Queue: LIST_ENTRY,
}) {}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchRead);
  driverObject.DriverExtension.AddDevice = AddDevice;
  ${parts.unload === undefined ? '' : 'driverObject.DriverUnload = Unload;'}
  ${parts.entry ?? ''}
  return STATUS_SUCCESS;
}
${parts.more ?? ''}
function Unload() { ${parts.unload ?? ''} }
function AddDevice(driverObject, pdo) {
  const created = out();
  IoCreateDevice(driverObject, EXTENSION, NULL, pdo.DeviceType, 0, FALSE, created); ${parts.created ?? ''}
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  const lower = IoAttachDeviceToDeviceStack(self, pdo); ${parts.attach ?? ''}
  extension.Lower = lower;
  extension.Pdo = pdo;
  IoInitializeRemoveLock(extension.RemoveLock, 0, 0, 0);
  KeInitializeEvent(extension.Event, NotificationEvent, TRUE);
  self.DeviceType = lower.DeviceType;
  self.Flags |= lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  ${parts.add ?? ''}
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function Complete(irp, status) {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}
async function ForwardAndWait(extension, irp) {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Signal, event, TRUE, TRUE, TRUE);
  if ((await IoCallDriver(extension.Lower, irp)) === STATUS_PENDING) await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  return irp.IoStatus.Status;
}
function Signal(_device, irp, event) {
  if (irp.PendingReturned) KeSetEvent(cast(KEVENT, event), IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function PassWithRoutine(extension, irp) {
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, OnDone, extension, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp);
}
function OnDone(_device, irp, context) {
  const extension = cast(EXTENSION, context);
  ${parts.done ?? 'if (irp.PendingReturned) IoMarkIrpPending(irp);'}
  return STATUS_CONTINUE_COMPLETION;
}
function FreeIt(_device, irp) {
  IoFreeIrp(irp);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function NewIrp(device, major, minor, status) {
  const irp = IoAllocateIrp(device.StackSize, FALSE);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = major;
  next.MinorFunction = minor;
  irp.IoStatus.Status = status;
  IoSetCompletionRoutine(irp, FreeIt, NULL, TRUE, TRUE, TRUE);
  return irp;
}
function NoCancel() {}
function DispatchRead(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  ${parts.read ?? ''}
  return PassDown(device, irp);
}
async function DispatchPnp(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  const minor = IoGetCurrentIrpStackLocation(irp).MinorFunction;
  ${parts.pnp ?? ''}
  if (minor !== IRP_MN_REMOVE_DEVICE) return PassDown(device, irp);
  const lower = extension.Lower;
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(lower, irp);
  ${parts.removed ?? DETACH}
}
`);
}

const READ: readonly Injection[] = [{ op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 }];

export function bootExample(example: Example, parts: Parts, verifier: unknown): Promise<Machine> {
  const filters = { upperFilters: ['flt', ...(example.isBelow === true ? ['filter'] : [])] };
  const disk = {
    id: 'hba0',
    function: 'storport',
    children: [{ id: 'dev0', function: 'disk', size: '1MiB', ...filters, volumes: [] }],
  };
  const alone = { id: 'dev0', function: 'flt' };
  const above = { id: 'dev0', function: 'null', power: { systemWake: 'S3', deviceWake: 'D3' }, ...filters };
  return bootDescription(
    {
      name: 'example',
      memory: '4MiB',
      verifier,
      drivers: { flt: { source: `./${FILE}` } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [example.onDisk === true ? disk : example.isFunction === true ? alone : above],
        },
      ],
    },
    { [FILE]: filterText(parts) },
  );
}

export async function play(machine: Machine, example: Example): Promise<void> {
  for (const step of example.steps ?? READ) await machine.inject(step);
}

/** `C9/0x224 flt.ts:93`: what was found, in order. */
export function found(machine: Machine): readonly string[] {
  return machine
    .state()
    .violations.map(({ rule, file, line, driver }) => `${rule} ${driver} ${file ?? '-'}:${line ?? '-'}`);
}

/** Where the finding has to be. */
export function expectedAt({ bad, routine }: Example): number {
  const lines = filterText(bad).split('\n');
  const isIt = (line: string): boolean =>
    routine === undefined ? line.includes(MARK) : new RegExp(`function ${routine}\\b`).test(line);
  const at = lines.findIndex(isIt);
  if (at < 0) throw new Error(`the example of ${routine ?? 'a rule'} has no marked line`);
  return at + 1;
}

/** A driver that keeps the rules does not stop the machine either. */
export function clean(machine: Machine): readonly string[] {
  const { bugcheck } = machine.state();
  return [...found(machine), ...(bugcheck === null ? [] : [bugcheck.name])];
}
