/** A function driver that owns the power policy of its device, with statements at places where mistakes are made. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription } from '../../support/machine.ts';
import { MARK } from './support.ts';

/** Statements that stand at certain places of an otherwise conforming driver. */
export interface PowerParts {
  /** At the end of DriverEntry. */
  readonly entry?: string;
  /** When the device has started; `device`, `extension` are in reach. */
  readonly start?: string;
  /** At the start of the power routine; `device`, `irp`, `extension`, `minor`, `goes` are in reach. */
  readonly power?: string;
  /** In place of the request for a device state, when the drivers below have completed the system's; `isUp` is in reach. */
  readonly asks?: string;
  readonly read?: string;
  /** What more stands in the module. */
  readonly more?: string;
}

export interface PowerExample {
  readonly rule: string;
  readonly name?: string;
  readonly bad: PowerParts;
  readonly good: PowerParts;
  /** A routine's name, where the finding is at its declaration; left out: the marked line. */
  readonly routine?: string;
  /** What is done to the machine; sleep and wake unless told. */
  readonly steps?: readonly Injection[];
  /** How many such devices there are; 1 unless told. */
  readonly devices?: number;
}

export const POWER_FILE = 'flt.ts';
const ASKS =
  'const status = PoRequestPowerIrp(device, IRP_MN_SET_POWER, isUp ? PowerDeviceD0 : PowerDeviceD3, DeviceDone, isUp ? 0 : irp, NULL);';

export function powerText(parts: PowerParts): string {
  return withImports(`
class EXTENSION extends struct('EXTENSION', {
  Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT, Event: KEVENT, Semaphore: KSEMAPHORE, Timer: KTIMER, Dpc: KDPC, Saved: PVOID, Idle: PVOID, State: ULONG,
}) {}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchRead);
  driverObject.DriverExtension.AddDevice = AddDevice;
  ${parts.entry ?? ''}
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const created = out();
  IoCreateDevice(driverObject, EXTENSION, NULL, pdo.DeviceType, 0, FALSE, created);
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  extension.Lower = IoAttachDeviceToDeviceStack(self, pdo);
  extension.Pdo = pdo;
  extension.State = PowerDeviceD0;
  KeInitializeEvent(extension.Event, NotificationEvent, TRUE);
  self.Flags |= extension.Lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
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
async function DispatchPnp(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  const minor = IoGetCurrentIrpStackLocation(irp).MinorFunction;
  const lower = extension.Lower;
  if (minor === IRP_MN_START_DEVICE) {
    await IoForwardIrpSynchronously(lower, irp);
    Report(device, PowerDeviceD0);
    ${parts.start ?? ''}
    return Complete(irp, irp.IoStatus.Status);
  }
  if (minor !== IRP_MN_REMOVE_DEVICE) return PassDown(device, irp);
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(lower, irp);
  IoDetachDevice(lower);
  IoDeleteDevice(device);
  return status;
}
function Report(device, state) {
  cast(EXTENSION, device.DeviceExtension).State = state;
  PoSetPowerState(device, DevicePowerState, state);
}
/** What a power IRP is about: 'query', 'sleep', 'wake', 'down', 'up', or something else. */
function Goes(irp) {
  const { MinorFunction: minor, Parameters } = IoGetCurrentIrpStackLocation(irp);
  if (minor === IRP_MN_QUERY_POWER) return 'query';
  if (minor !== IRP_MN_SET_POWER) return 'other';
  const { Type: type, State: state } = Parameters.Power;
  if (type === SystemPowerState) return state.SystemState === PowerSystemWorking ? 'wake' : 'sleep';
  return state.DeviceState === PowerDeviceD0 ? 'up' : 'down';
}
function DispatchPower(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  const minor = IoGetCurrentIrpStackLocation(irp).MinorFunction;
  const goes = Goes(irp);
  ${parts.power ?? ''}
  if (goes === 'sleep' || goes === 'wake') return Pend(extension, irp, SystemDone);
  if (goes === 'up') return Pend(extension, irp, UpDone);
  if (goes === 'down') Report(device, IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.DeviceState);
  return PassDown(device, irp);
}
function Forward(extension, irp, routine) {
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, routine, extension, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp);
}
function Pend(extension, irp, routine) {
  IoMarkIrpPending(irp);
  Forward(extension, irp, routine);
  return STATUS_PENDING;
}
function HandOn(_device, irp) {
  if (irp.PendingReturned) IoMarkIrpPending(irp);
  return STATUS_CONTINUE_COMPLETION;
}
function UpDone(device, irp) {
  if (NT_SUCCESS(irp.IoStatus.Status)) Report(device, PowerDeviceD0);
  return STATUS_CONTINUE_COMPLETION;
}
function SystemDone(device, irp) {
  const isUp = IoGetCurrentIrpStackLocation(irp).Parameters.Power.State.SystemState === PowerSystemWorking;
  ${parts.asks ?? ASKS}
  return isUp || status !== STATUS_PENDING ? STATUS_CONTINUE_COMPLETION : STATUS_MORE_PROCESSING_REQUIRED;
}
function DeviceDone(_device, _minor, _state, context) {
  if (context !== 0) Complete(cast(IRP, context), STATUS_SUCCESS);
}
function FreeIt(_device, irp) {
  IoFreeIrp(irp);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function NewPowerIrp(device, minor) {
  const irp = IoAllocateIrp(device.StackSize, FALSE);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_POWER;
  next.MinorFunction = minor;
  irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
  IoSetCompletionRoutine(irp, FreeIt, NULL, TRUE, TRUE, TRUE);
  return irp;
}
function DispatchRead(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  ${parts.read ?? ''}
  return Complete(irp, STATUS_SUCCESS);
}
${parts.more ?? ''}
`);
}

export function bootPower(parts: PowerParts, devices = 1, verifier: unknown = 'all'): Promise<Machine> {
  return bootDescription(
    {
      name: 'power-example',
      memory: '4MiB',
      verifier,
      drivers: { flt: { source: `./${POWER_FILE}` } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: Array.from({ length: devices }, (_unused, index) => ({
            id: `dev${index}`,
            function: 'flt',
            power: { systemWake: 'S3', deviceWake: 'D3' },
          })),
        },
      ],
    },
    { [POWER_FILE]: powerText(parts) },
  );
}

export const SLEEP: Injection = { op: 'power', request: 'sleep' };
export const WAKE: Injection = { op: 'power', request: 'wake' };
export const READ: Injection = { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 };
export const SLEEP_AND_WAKE = [SLEEP, WAKE];

/** Where the finding has to be. */
export function powerLine({ bad, routine }: PowerExample): number {
  const lines = powerText(bad).split('\n');
  const isIt = (line: string): boolean =>
    routine === undefined ? line.includes(MARK) : new RegExp(`function ${routine}\\b`).test(line);
  return lines.findIndex(isIt) + 1;
}
