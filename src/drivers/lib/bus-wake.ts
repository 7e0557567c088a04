/**
 * A bus whose children can wake the system has to be able to wake it too: it keeps one wait/wake request of its own
 * pending while any child is armed.
 */
import {
  addressOf,
  cast,
  DEVICE_CAPABILITIES,
  type DEVICE_OBJECT,
  DelayedWorkQueue,
  InterlockedDecrement,
  InterlockedIncrement,
  IO_NO_INCREMENT,
  type IO_STATUS_BLOCK,
  IoAcquireRemoveLock,
  IoAllocateWorkItem,
  IoCancelIrp,
  IoCompleteRequest,
  IoFreeWorkItem,
  IoQueueWorkItem,
  IoReleaseRemoveLock,
  type IRP,
  IRP_MN_SET_POWER,
  IRP_MN_WAIT_WAKE,
  local,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PIRP,
  type POWER_STATE,
  PoRequestPowerIrp,
  PoSetSystemWake,
  PowerDeviceD0,
  PowerDeviceD3,
  PowerSystemUnspecified,
  type PVOID,
  SandboxQueryWakeSignal,
  STATUS_CANCELLED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  type UCHAR,
  type ULONG,
} from 'wdm';
import { BUS_FDO_EXTENSION, ChildExtension, ChildrenOf } from './bus.ts';
import { QueryOwnCapabilities } from './capabilities.ts';
import { CommonExtension } from './common.ts';
import { RemoveIrp } from './irp-queue.ts';

/** A child is armed. The first one arms the bus. */
export function ChildArmed(fdo: DEVICE_OBJECT): void {
  const bus = cast(BUS_FDO_EXTENSION, fdo.DeviceExtension);
  if (InterlockedIncrement(addressOf(bus, 'ArmedChildren')) === 1) {
    ArmLater(fdo);
  }
}

/** A child's request is complete, for whatever reason. The last one disarms the bus. */
function ChildDisarmed(fdo: DEVICE_OBJECT): void {
  const bus = cast(BUS_FDO_EXTENSION, fdo.DeviceExtension);
  if (InterlockedDecrement(addressOf(bus, 'ArmedChildren')) === 0 && bus.WakeIrp !== NULL) {
    IoCancelIrp(bus.WakeIrp);
  }
}

/** Whether the bus itself can wake anything is asked of its own stack, which may take a while. */
function ArmLater(fdo: DEVICE_OBJECT): void {
  const { RemoveLock: lock } = CommonExtension(fdo);
  if (!NT_SUCCESS(IoAcquireRemoveLock(lock, fdo))) {
    return;
  }
  const item = IoAllocateWorkItem(fdo);
  if (item === NULL) {
    IoReleaseRemoveLock(lock, fdo);
    return;
  }
  IoQueueWorkItem(item, ArmBus, DelayedWorkQueue, item);
}

async function ArmBus(fdo: DEVICE_OBJECT, item: PVOID): Promise<void> {
  IoFreeWorkItem(item);
  const bus = cast(BUS_FDO_EXTENSION, fdo.DeviceExtension);
  const capabilities = local(DEVICE_CAPABILITIES);
  await QueryOwnCapabilities(capabilities, fdo);
  bus.SystemWake = capabilities.SystemWake;
  bus.DeviceWake = capabilities.DeviceWake;
  if (bus.ArmedChildren > 0 && bus.WakeIrp === NULL && bus.SystemWake !== PowerSystemUnspecified) {
    const irp = out<PIRP>();
    const status = PoRequestPowerIrp(fdo, IRP_MN_WAIT_WAKE, bus.SystemWake, BusWakeEnded, NULL, irp);
    bus.WakeIrp = status === STATUS_PENDING ? irp.value : NULL;
  }
  IoReleaseRemoveLock(CommonExtension(fdo).RemoveLock, fdo);
}

/** The signal came through this bus: it goes on, and so do the children that have signalled. */
function BusWakeEnded(
  fdo: DEVICE_OBJECT,
  _minorFunction: UCHAR,
  _powerState: POWER_STATE,
  _context: PVOID,
  ioStatus: IO_STATUS_BLOCK,
): void {
  const bus = cast(BUS_FDO_EXTENSION, fdo.DeviceExtension);
  bus.WakeIrp = NULL;
  if (NT_SUCCESS(ioStatus.Status)) {
    PoRequestPowerIrp(fdo, IRP_MN_SET_POWER, PowerDeviceD0, NULL, NULL, NULL);
    for (const pdo of ChildrenOf(fdo)) {
      if (SandboxQueryWakeSignal(pdo)) {
        SignalChildWake(pdo);
      }
    }
  }
  const mayArmAgain = NT_SUCCESS(ioStatus.Status) || ioStatus.Status === STATUS_CANCELLED;
  if (mayArmAgain && bus.ArmedChildren > 0) {
    ArmLater(fdo);
  }
}

/** The child's hardware has asked to wake up: it is named as what has woken the system. */
export function SignalChildWake(pdo: DEVICE_OBJECT): void {
  const irp = RemoveIrp(ChildExtension(pdo).WakeQueue);
  if (irp !== NULL) {
    PoSetSystemWake(irp);
    EndChildWake(pdo, irp, STATUS_SUCCESS);
  }
}

/** @param irp - out of the queue already */
export function EndChildWake(pdo: DEVICE_OBJECT, irp: IRP, status: NTSTATUS): void {
  const { Common: common, ParentFdo: parent } = ChildExtension(pdo);
  if (parent !== NULL) {
    ChildDisarmed(parent);
  }
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  IoReleaseRemoveLock(common.RemoveLock, irp);
}

/** The device state in which an armed bus sleeps: the deepest one from which it can still wake up. */
export function BusSleepState(fdo: DEVICE_OBJECT, systemState: ULONG): ULONG {
  const bus = cast(BUS_FDO_EXTENSION, fdo.DeviceExtension);
  return bus.WakeIrp !== NULL && systemState <= bus.SystemWake ? bus.DeviceWake : PowerDeviceD3;
}
