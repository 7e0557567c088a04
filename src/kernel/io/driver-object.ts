import { PASSIVE_LEVEL } from '../../abi/enums.ts';
import { IRP_MJ_MAXIMUM_FUNCTION } from '../../abi/irp-codes.ts';
import {
  NT_SUCCESS,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_UNSUCCESSFUL,
} from '../../abi/ntstatus.ts';
import type { DRIVER_ADD_DEVICE, DRIVER_DISPATCH, DRIVER_INITIALIZE, DRIVER_UNLOAD } from '../../abi/roles.ts';
import { type DEVICE_OBJECT, DRIVER_EXTENSION, DRIVER_OBJECT } from '../../abi/structs/io.ts';
import { UNICODE_STRING } from '../../abi/structs/rtl.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { chain } from '../../base/maybe-promise.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import { setIrql } from '../ke/irql.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';
import { IoCompleteRequest } from './complete-request.ts';
import { deviceIndex } from './device-object.ts';
import type { IoManager, LoadedDriver } from './io-manager.ts';

const IO_TYPE_DRIVER = 4;
const TAG = poolTag('Driv');

const refusing = new WeakSet<DRIVER_DISPATCH>();

/** What stands in every entry of the dispatch table until the driver puts its own routine there. */
function invalidDeviceRequest(io: IoManager): DRIVER_DISPATCH {
  const refuse: DRIVER_DISPATCH = (_device, irp) => {
    irp.IoStatus.Status = STATUS_INVALID_DEVICE_REQUEST;
    return chain(IoCompleteRequest(io, irp, 0), () => STATUS_INVALID_DEVICE_REQUEST);
  };
  refusing.add(refuse);
  return refuse;
}

/** Whether no driver has put a routine of its own there. */
export function isRefusing(dispatch: DRIVER_DISPATCH | null): boolean {
  return dispatch === null || refusing.has(dispatch);
}

/** A driver object for a driver that is about to be loaded; null when pool is used up. */
export function createDriverObject(io: IoManager, name: string, source: string | null): LoadedDriver | null {
  const { memory, pool, sim } = io.kernel;
  const address = pool.allocate(DRIVER_OBJECT.size, TAG, 0, true);
  const extensionAddress = pool.allocate(DRIVER_EXTENSION.size, TAG, 0, true);
  if (address === 0 || extensionAddress === 0) return null;
  const object = memory.view(DRIVER_OBJECT, address);
  const extension = memory.view(DRIVER_EXTENSION, extensionAddress);
  object.Type = IO_TYPE_DRIVER;
  object.Size = DRIVER_OBJECT.size;
  object.DriverExtension = extension;
  extension.DriverObject = object;
  writeUnicodeString(io, object.DriverName, `\\Driver\\${name}`);
  writeUnicodeString(io, extension.ServiceKeyName, name);
  const invalid = invalidDeviceRequest(io);
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) object.MajorFunction.set(major, invalid);
  const driver: LoadedDriver = { entry: sim.directory.addDriver(name, source), object };
  io.addDriver(driver);
  return driver;
}

/** Fills a UNICODE_STRING with text in pool of its own. */
export function writeUnicodeString(io: IoManager, string: UNICODE_STRING, text: string): void {
  const { memory, pool } = io.kernel;
  const buffer = pool.allocate(text.length * 2 + 2, TAG, 0, true);
  if (buffer === 0) return;
  memory.writeWide(buffer, text);
  string.Buffer = buffer;
  string.Length = text.length * 2;
  string.MaximumLength = text.length * 2 + 2;
}

/** Calls DriverEntry with the driver object and the path of its registry key. */
export function initializeDriver(
  io: IoManager,
  driver: LoadedDriver,
  driverEntry: DRIVER_INITIALIZE,
): MaybePromise<NTSTATUS> {
  const { memory, pool } = io.kernel;
  const address = pool.allocate(UNICODE_STRING.size, TAG, 0, true);
  if (address === 0) return STATUS_INSUFFICIENT_RESOURCES;
  const path = memory.view(UNICODE_STRING, address);
  writeUnicodeString(io, path, `\\Registry\\Machine\\System\\CurrentControlSet\\Services\\${driver.entry.name}`);
  driver.object.DriverInit = driverEntry;
  const called = callDriverRoutine(io.kernel, driver.entry.index, 0, () => driverEntry(driver.object, path));
  return chain(called, (status) => {
    pool.free(path.Buffer);
    pool.free(address);
    checkIrql(io, driver, driverEntry.name);
    return checkedStatus(io, driver, driverEntry.name, status);
  });
}

/** Calls AddDevice. A driver without one gives undefined. */
export function addDevice(io: IoManager, driver: LoadedDriver, pdo: DEVICE_OBJECT): MaybePromise<NTSTATUS> | undefined {
  const routine = driver.object.DriverExtension?.AddDevice as DRIVER_ADD_DEVICE | null | undefined;
  if (routine === null || routine === undefined) return undefined;
  const called = callDriverRoutine(io.kernel, driver.entry.index, 0, () => routine(driver.object, pdo));
  return chain(called, (returned) => {
    checkIrql(io, driver, routine.name);
    const status = checkedStatus(io, driver, routine.name, returned);
    if (NT_SUCCESS(status)) io.kernel.sim.tell(EVENT.deviceAdded, 0, deviceIndex(io, pdo), driver.entry.index, 0, 0);
    return status;
  });
}

/** The PnP manager goes on in the same thread: it takes the IRQL back, so that one mistake is told once. */
function checkIrql({ kernel }: IoManager, driver: LoadedDriver, routine: string): void {
  const { sim } = kernel;
  const { irql } = sim.current;
  if (irql === PASSIVE_LEVEL || sim.frozen !== null) return;
  sim.report({
    rule: 'driver/return-irql',
    title: 'A routine of a driver returned at a raised IRQL',
    message: `${routine} of ${driver.entry.name} was called at PASSIVE_LEVEL and returned at IRQL ${irql}; the system lowers it`,
    remedy: 'lower the IRQL to what it was, and release spin locks, on every path',
    driver: driver.entry.index,
    device: 0,
    irp: 0,
    site: null,
    routine,
  });
  setIrql(kernel, PASSIVE_LEVEL);
}

/** What is no NTSTATUS is reported and counts as a failure. */
function checkedStatus(io: IoManager, driver: LoadedDriver, routine: string, returned: unknown): NTSTATUS {
  if (typeof returned === 'number') return returned >>> 0;
  io.kernel.sim.report({
    rule: 'driver/return-status',
    title: 'A routine of a driver did not return an NTSTATUS',
    message: `${routine} of ${driver.entry.name} returned ${returned === undefined ? 'nothing' : String(returned)}; STATUS_UNSUCCESSFUL is assumed`,
    remedy: 'return STATUS_SUCCESS, or the status of what failed, on every path',
    driver: driver.entry.index,
    device: 0,
    irp: 0,
    site: null,
    routine,
  });
  return STATUS_UNSUCCESSFUL;
}

/** Calls DriverUnload and takes the driver out. Pool that it still owns is left for the leak report. */
export function unloadDriver(io: IoManager, driver: LoadedDriver): MaybePromise<void> {
  const routine = driver.object.DriverUnload as DRIVER_UNLOAD | null;
  if (routine === null) return undefined;
  return chain(
    callDriverRoutine(io.kernel, driver.entry.index, 0, () => routine(driver.object)),
    () => {
      checkIrql(io, driver, routine.name);
      io.kernel.sim.tell(EVENT.driverUnloaded, 0, 0, 0, 0, driver.entry.index);
      io.kernel.code.forget(driver.entry.index);
      discardDriver(io, driver);
    },
  );
}

/** The system forgets a driver. Its object goes, unless devices that the driver has left behind still point to it. */
export function discardDriver(io: IoManager, driver: LoadedDriver): void {
  io.removeDriver(driver);
  const { object } = driver;
  const extension = object.DriverExtension;
  if (object.DeviceObject !== null || extension === null) return;
  const { pool } = io.kernel;
  for (const address of [object.DriverName.Buffer, extension.ServiceKeyName.Buffer, extension.address, object.address])
    pool.free(address);
}
