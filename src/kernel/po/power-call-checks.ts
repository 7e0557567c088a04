/** What stops a machine the moment a driver does it with a power IRP. */
import { DO_POWER_PAGABLE } from '../../abi/device-flags.ts';
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { IRP_MJ_POWER } from '../../abi/irp-codes.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import { IoGetCurrentIrpStackLocation } from '../io/stack-location.ts';
import type { PowerManager } from './power-manager.ts';

const DRIVER_POWER_STATE_FAILURE = 0x9f;
const DEVICE_FREED = 1;
const INTERNAL_POWER_ERROR = 0xa0;
const RAISED_INTO_PAGEABLE = 0x404;

/** @source bug-check-0x9f, bug-check-0xa0 */
export function watchPowerRequests(power: PowerManager): void {
  const { pnp } = power;
  const { io, kernel } = pnp;
  io.onPowerCall = (device, irp) => {
    // Below the root stands the PnP manager, which is no driver.
    if (device.address !== pnp.root?.pdo.address) power.legacy?.delivered(device, irp);
    checkSender(power, device, irp);
    if (kernel.sim.current.irql < DISPATCH_LEVEL || (device.Flags & DO_POWER_PAGABLE) === 0) return;
    const location = IoGetCurrentIrpStackLocation(io, irp).address;
    kernel.bugCheck(INTERNAL_POWER_ERROR, RAISED_INTO_PAGEABLE, 0, location, device.address);
  };
  io.onDeviceFreed = (device) => {
    if (isBusy(power, device)) kernel.bugCheck(DRIVER_POWER_STATE_FAILURE, DEVICE_FREED, device.address);
    power.forget(device.address);
  };
}

/** PWR-52: under the older rules IoCallDriver goes past the queue of the power manager. In-box drivers are newer. */
function checkSender({ legacy, pnp, onMistake }: PowerManager, device: DEVICE_OBJECT, irp: IRP): void {
  if (legacy === null || legacy.takeSent(irp)) return;
  const { directory, current } = pnp.kernel.sim;
  const sender = directory.drivers[current.driver];
  const devnode = pnp.devnodeAbove(device);
  if (sender === undefined || sender.source === null || devnode === undefined) return;
  const message = `${sender.name} has sent a power IRP to ${directory.driverName(legacy.driverOf(device))} with IoCallDriver`;
  onMistake({ kind: 'notThroughPo', devnode, runsFor: irp, message });
}

/** A power IRP stands in a stack location of the device. */
function isBusy(power: PowerManager, device: DEVICE_OBJECT): boolean {
  const { io } = power.pnp;
  for (const { irp } of io.irps.values()) if (isPowerIrpAt(power, irp, device)) return true;
  return false;
}

function isPowerIrpAt(power: PowerManager, irp: IRP, device: DEVICE_OBJECT): boolean {
  if (irp.CurrentLocation > irp.StackCount) return false;
  const location = IoGetCurrentIrpStackLocation(power.pnp.io, irp);
  return location.MajorFunction === IRP_MJ_POWER && location.DeviceObject?.address === device.address;
}
