/** A million events, and the way back over them, in sandbox processes, against the process that ran them first. */
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import { startTravellingHost } from '../../src/client/travel/travelling-host.ts';
import type { HostRequests } from '../../src/protocol/messages.ts';

const EVENTS = 1_000_000;
/** Requests that the driver sends for each that it gets. */
const AT_ONCE = 10_000;

export interface TravelResult {
  readonly events: number;
  /** Milliseconds: all of them for the first time, with the start of the process. */
  readonly first: number;
  /** Back over all of them. */
  readonly back: number;
  /** One step back from the last of them, which repeats all of them. */
  readonly stepBack: number;
}

const MACHINE = {
  name: 'busy',
  verifier: 'standard',
  drivers: { busy: { source: './busy.ts' } },
  devices: [{ id: 'dev0', function: 'null', upperFilters: ['busy'] }],
};

/** A filter that sends requests of its own to the driver below, one after the other. */
const DRIVER = `
import {
  cast, FALSE, IoAllocateIrp, IoAttachDeviceToDeviceStack, IoCallDriver, IoCreateDevice, IoFreeIrp,
  IoCompleteRequest, IO_NO_INCREMENT,
  IoGetNextIrpStackLocation, IoSetCompletionRoutine, IoSkipCurrentIrpStackLocation, IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_MAXIMUM_FUNCTION, IRP_MJ_CREATE, IRP_MJ_POWER, NULL, out, PDEVICE_OBJECT, STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_NO_SUCH_DEVICE, STATUS_NOT_SUPPORTED, STATUS_SUCCESS, struct, TRUE, DO_DEVICE_INITIALIZING,
} from 'wdm';

class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT }) {}

export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, Pass);
  driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, Busy);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}

function AddDevice(driverObject, pdo) {
  const device = out();
  const status = IoCreateDevice(driverObject, EXTENSION, NULL, pdo.DeviceType, 0, FALSE, device);
  if (status !== STATUS_SUCCESS) return status;
  const self = device.value;
  const lower = IoAttachDeviceToDeviceStack(self, pdo);
  self.Flags |= lower.Flags;
  cast(EXTENSION, self.DeviceExtension).Lower = lower;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

function Pass(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}

function Done() {
  return STATUS_MORE_PROCESSING_REQUIRED;
}

async function Busy(device, irp) {
  const lower = cast(EXTENSION, device.DeviceExtension).Lower;
  for (let sent = 0; sent < ${AT_ONCE}; sent += 1) {
    const own = IoAllocateIrp(lower.StackSize, FALSE);
    IoGetNextIrpStackLocation(own).MajorFunction = IRP_MJ_CREATE;
    IoSetCompletionRoutine(own, Done, NULL, TRUE, TRUE, TRUE);
    await IoCallDriver(lower, own);
    IoFreeIrp(own);
  }
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
`;

const FILES: Readonly<Record<string, string>> = {
  'busy.machine.json': JSON.stringify(MACHINE),
  './busy.ts': DRIVER,
  'busy.ts': DRIVER,
};

export async function benchTravel(): Promise<TravelResult> {
  const host = await startTravellingHost({
    entry: join(root, 'dist', 'host.cjs'),
    readFile: async (path) => FILES[path] ?? null,
  });
  const progress = (): Promise<HostRequests['machine/progress'][1]> => host.request('machine/progress', {});
  const began = performance.now();
  const started = await host.request('machine/start', { file: 'busy.machine.json' });
  if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join('\n'));
  const { events: booted } = await progress();
  let events = booted;
  while (events < booted + EVENTS) {
    const result = await host.request('machine/inject', {
      op: 'io',
      device: 'dev0',
      request: 'ioctl',
      code: 0x22_2000,
    });
    if (!result.ok) throw new Error((await host.request('machine/analyze', {})).text ?? result.message);
    ({ events } = await progress());
  }
  const first = performance.now() - began;
  const goes = performance.now();
  await host.goTo(events - EVENTS);
  const back = performance.now() - goes;
  await host.returnToPresent();
  const steps = performance.now();
  await host.stepBack();
  const stepBack = performance.now() - steps;
  await host.dispose();
  return { events, first, back, stepBack };
}
