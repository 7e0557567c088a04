import {
  NT_SUCCESS,
  STATUS_CONFLICTING_ADDRESSES,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_NO_SUCH_DEVICE,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_PNP_REBOOT_REQUIRED,
} from '../../abi/ntstatus.ts';
import {
  CM_PROB_DRIVER_FAILED_LOAD,
  CM_PROB_FAILED_ADD,
  CM_PROB_FAILED_DRIVER_ENTRY,
  CM_PROB_FAILED_START,
  CM_PROB_NEED_RESTART,
  CM_PROB_NORMAL_CONFLICT,
} from '../../abi/problem-codes.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { addDevice, createDriverObject, discardDriver, initializeDriver } from '../io/driver-object.ts';
import type { LoadedDriver } from '../io/io-manager.ts';
import { assignResources, sendStart } from './assignment.ts';
import { queryDeviceState } from './device-state.ts';
import type { Devnode } from './devnode.ts';
import { announceInterfaces } from './interfaces.ts';
import type { PnpManager } from './pnp-manager.ts';
import { queryCapabilities } from './requests.ts';
import { slotOf } from './slot-capabilities.ts';
import { removeStack, surpriseRemove } from './surprise-removal.ts';

/** E10 to E16: the drivers are added and the device is started. */
export async function startDevice(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const { sim } = pnp.kernel;
  const added = await addDrivers(pnp, devnode);
  if (added !== null) {
    devnode.problem = added;
    devnode.apply(sim, 'ADD_DEVICE.failed');
    await removeStack(pnp, devnode);
    return;
  }
  devnode.apply(sim, 'ADD_DEVICE.succeeded');
  if (!(await assignResources(pnp, devnode)) && !(await pnp.makeRoom(devnode))) {
    devnode.problem = { code: CM_PROB_NORMAL_CONFLICT, status: STATUS_CONFLICTING_ADDRESSES };
    await removeStack(pnp, devnode);
    return;
  }
  devnode.apply(sim, 'RESOURCES_ASSIGNED');
  await pnp.onStarting?.(devnode);
  devnode.apply(sim, 'START_DEVICE.sent');
  const status = await sendStart(pnp, devnode);
  if (!NT_SUCCESS(status)) {
    devnode.problem = {
      code: status === STATUS_PNP_REBOOT_REQUIRED ? CM_PROB_NEED_RESTART : CM_PROB_FAILED_START,
      status,
    };
    devnode.apply(sim, 'START_DEVICE.failed');
    await removeStack(pnp, devnode);
    return;
  }
  devnode.apply(sim, 'START_DEVICE.succeeded');
  await queryCapabilities(pnp, devnode, (capabilities, answered) => {
    if (NT_SUCCESS(answered)) devnode.slot = slotOf(capabilities);
  });
  devnode.apply(sim, 'QUERY_CAPABILITIES.completed');
  await queryDeviceState(pnp, devnode);
  // What the drivers answered may have led to its removal already.
  if (devnode.state !== 'startPostWork') return;
  devnode.apply(sim, 'QUERY_PNP_DEVICE_STATE.completed');
  await announceInterfaces(pnp, devnode);
}

/** The start after a rebalance: no QUERY_PNP_DEVICE_STATE afterwards (PNP-33 for its failure). */
export async function restartDevice(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { sim } = pnp.kernel;
  const status = await sendStart(pnp, devnode);
  if (NT_SUCCESS(status)) {
    if (devnode.apply(sim, 'RESTART.succeeded')) devnode.apply(sim, 'RESTART.completed');
  } else {
    await surpriseRemove(pnp, devnode, { code: CM_PROB_FAILED_START, status }, 'RESTART.failed');
  }
  return status;
}

/** Lower filters, function driver, upper filters; each is loaded when it is needed first. */
async function addDrivers(pnp: PnpManager, devnode: Devnode): Promise<{ code: number; status: NTSTATUS } | null> {
  const { hardware } = devnode;
  const names = [
    ...hardware.lowerFilters,
    ...(hardware.functionDriver === null ? [] : [hardware.functionDriver]),
    ...hardware.upperFilters,
  ];
  for (const name of names) {
    const driver = await loadDriver(pnp, name);
    if (typeof driver === 'number') {
      return {
        code: driver === STATUS_OBJECT_NAME_NOT_FOUND ? CM_PROB_DRIVER_FAILED_LOAD : CM_PROB_FAILED_DRIVER_ENTRY,
        status: driver,
      };
    }
    const status = await (addDevice(pnp.io, driver, devnode.pdo) ?? STATUS_NO_SUCH_DEVICE);
    if (!NT_SUCCESS(status)) return { code: CM_PROB_FAILED_ADD, status };
  }
  return null;
}

/** The driver, or the NTSTATUS that says why there is none. */
export async function loadDriver(pnp: PnpManager, name: string): Promise<LoadedDriver | NTSTATUS> {
  const loaded = pnp.io.drivers.find((driver) => driver.entry.name === name);
  if (loaded !== undefined) return loaded;
  const failed = pnp.failedDrivers.get(name);
  if (failed !== undefined) return failed;
  const found = pnp.drivers.find(name);
  if (found === null) return STATUS_OBJECT_NAME_NOT_FOUND;
  const driver = createDriverObject(pnp.io, name, found.source);
  if (driver === null) return STATUS_INSUFFICIENT_RESOURCES;
  const status = await initializeDriver(pnp.io, driver, found.driverEntry);
  if (NT_SUCCESS(status)) return driver;
  discardDriver(pnp.io, driver);
  pnp.failedDrivers.set(name, status);
  return status;
}
