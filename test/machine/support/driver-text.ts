/** Texts of small drivers, made from their parts, so that a test shows only what is special in its driver. */
import { makeNt } from '../../support/nt.ts';

const WDM = Object.keys(makeNt().wdm);

/** A driver's text with the import of every name of wdm that stands in it. The import takes the first line. */
export function withImports(body: string): string {
  const names = WDM.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `import { ${names.join(', ')} } from 'wdm';\n${body}`;
}

export interface DriverParts {
  /** Statements at the start of DriverEntry; `driverObject` is in reach. */
  readonly entry?: string;
  /** Statements at the start of AddDevice; `driverObject` and `pdo` are in reach. */
  readonly add?: string;
  /** Statements at the start of the PnP dispatch routine; `device`, `irp`, `extension` and `minor` are in reach. */
  readonly pnp?: string;
  /** The same for power requests. */
  readonly power?: string;
  /** The same for reads. */
  readonly read?: string;
  /** What more stands in the module. */
  readonly more?: string;
  /** Statements of DriverUnload; without it the driver has none. */
  readonly unload?: string;
}

/** A filter or function driver that lets everything pass but what its parts say. */
export function driverText({
  entry = '',
  add = '',
  pnp = '',
  power = '',
  read = '',
  more = '',
  unload,
}: DriverParts): string {
  return withImports(`${more}
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT, Count: LONG, Event: KEVENT, Saved: PVOID }) {}

export function DriverEntry(driverObject) {
  ${entry}
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchRead);${power === '' ? '' : '\n  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);'}
  driverObject.DriverExtension.AddDevice = AddDevice;
  ${unload === undefined ? '' : 'driverObject.DriverUnload = Unload;'}
  return STATUS_SUCCESS;
}
function Unload(driverObject) { ${unload ?? ''} }
function AddDevice(driverObject, pdo) {
  ${add}
  const created = out();
  const status = IoCreateDevice(driverObject, EXTENSION, NULL, pdo.DeviceType, 0, FALSE, created);
  if (!NT_SUCCESS(status)) return status;
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  extension.Lower = IoAttachDeviceToDeviceStack(self, pdo);
  extension.Pdo = pdo;
  KeInitializeEvent(extension.Event, SynchronizationEvent, FALSE);
  self.Flags |= extension.Lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function DispatchRead(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  ${read}
  return PassDown(device, irp);
}
${
  power === ''
    ? ''
    : `function DispatchPower(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  const location = IoGetCurrentIrpStackLocation(irp);
  const minor = location.MinorFunction;
  ${power}
  return PassDown(device, irp);
}
`
}async function DispatchPnp(device, irp) {
  const extension = cast(EXTENSION, device.DeviceExtension);
  const minor = IoGetCurrentIrpStackLocation(irp).MinorFunction;
  ${pnp}
  if (minor !== IRP_MN_REMOVE_DEVICE) return PassDown(device, irp);
  const lower = extension.Lower;
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(lower, irp);
  IoDetachDevice(lower);
  IoDeleteDevice(device);
  return status;
}
`);
}
