/**
 * A storage adapter: one device object for each logical unit behind it. Reads and writes wait in a queue and are done one
 * after the other, each by a DPC a short while later, as an interrupt would end them on real hardware.
 */
import {
  addressOf,
  cast,
  DEVICE_OBJECT,
  DO_DIRECT_IO,
  type DRIVER_OBJECT,
  FILE_DEVICE_MASS_STORAGE,
  InterlockedDecrement,
  InterlockedExchange,
  InterlockedIncrement,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseCancelSpinLock,
  type IRP,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_READ,
  IRP_MJ_WRITE,
  IRP_MN_SET_POWER,
  KDPC,
  KeCancelTimer,
  KeInitializeDpc,
  KeInitializeTimer,
  KeSetTimer,
  KTIMER,
  LONG,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  type POWER_STATE,
  PoRequestPowerIrp,
  PowerDeviceD0,
  PowerDeviceD3,
  PowerSystemWorking,
  type PVOID,
  SandboxReadMedium,
  SandboxWriteMedium,
  STATUS_CANCELLED,
  STATUS_DEVICE_REMOVED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_PENDING,
  STATUS_SUCCESS,
  struct,
  type UCHAR,
  type UNICODE_STRING,
} from 'wdm';
import { BUS_FDO_EXTENSION, BUS_PDO_EXTENSION, ChildrenOf } from './lib/bus.ts';
import { type BusChild, ParentStack } from './lib/bus-child.ts';
import { AddBusDevice, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { CommonExtension, CompleteIrp, EnterDevice, RemovePending, Started } from './lib/common.ts';
import { CheckUsable, FillFunctionDispatch } from './lib/dispatch.ts';
import { InitializeIrpQueue, InsertIrp, IRP_QUEUE, IsQueueEmpty, RemoveIrp, UnlinkIrp } from './lib/irp-queue.ts';
import type { DevicePower } from './lib/power.ts';
import { type ChildPower, FinishChildPower, PowerUpChildren } from './lib/power-child.ts';
import {
  BeginUse,
  DispatchRuntimePnp,
  EndUse,
  InitializeRuntimePower,
  ReportPoweredOn,
  RUNTIME_POWER,
  type RuntimePower,
  StartRuntimePower,
  SystemResumed,
} from './lib/runtime-power.ts';
import { TransferBuffer } from './lib/transfer.ts';
import { IsStorageUsage } from './lib/usage.ts';

/** How long the hardware takes for one request: 100 microseconds, relative to now. */
const SERVICE_TIME = -1_000n;

class LUN_EXTENSION extends struct('LUN_EXTENSION', {
  Bus: BUS_PDO_EXTENSION,
  Queue: IRP_QUEUE,
  Timer: KTIMER,
  Dpc: KDPC,
  /** 1 from the start of the timer until its DPC has run. */
  IsBusy: LONG,
  /** 1 while a request of the unit's own asks for D0. */
  IsPoweringUp: LONG,
}) {}

class ADAPTER_EXTENSION extends struct('ADAPTER_EXTENSION', {
  Bus: BUS_FDO_EXTENSION,
  Runtime: RUNTIME_POWER,
  /** Units that are on their way to D3, and one more until all have been asked; the adapter follows them. */
  GoingDown: LONG,
}) {}

const child: BusChild = {
  extension: LUN_EXTENSION,
  deviceType: FILE_DEVICE_MASS_STORAGE,
  initialize: InitializeLun,
  isSupportedUsage: IsStorageUsage,
  usageTargets: ParentStack,
  failQueued: FailQueued,
  cleanUp: (pdo) => {
    KeCancelTimer(LunExtension(pdo).Timer);
  },
};

const runtime: RuntimePower = {
  of: (adapter) => cast(ADAPTER_EXTENSION, adapter.DeviceExtension).Runtime,
  becameActive: ResumeChildren,
  powerDown: PowerDown,
};

const device = BusFunctionDevice(child, {
  isSupportedUsage: IsStorageUsage,
  start: (adapter) => StartRuntimePower(runtime, adapter),
  resume: ResumeChildren,
});

/** The adapter's units are powered here: a disk's own driver leaves that to the port. */
const unitPower: ChildPower = {
  isPolicyOwner: true,
  isBusy: (pdo) => LunExtension(pdo).IsBusy !== 0,
  poweredUp: (pdo) => StartNext(LunExtension(pdo)),
};

const power: DevicePower = {
  ...BusPower(unitPower),
  poweredUp: (adapter) => {
    PowerUpChildren(unitPower, adapter);
    ReportPoweredOn(runtime.of(adapter));
    ResumeChildren(adapter);
  },
  systemResumed: (adapter) => SystemResumed(runtime.of(adapter)),
};

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp, power);
  driverObject.MajorFunction.set(IRP_MJ_READ, DispatchIo);
  driverObject.MajorFunction.set(IRP_MJ_WRITE, DispatchIo);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, DispatchIo);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  return AddBusDevice(driverObject, physicalDeviceObject, ADAPTER_EXTENSION, (adapter) =>
    InitializeRuntimePower(runtime.of(adapter)),
  );
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const dispatch = (): Promise<NTSTATUS> => DispatchBusPnp(device, child, deviceObject, irp);
  return CommonExtension(deviceObject).Lower === NULL
    ? dispatch()
    : DispatchRuntimePnp(runtime, deviceObject, irp, dispatch);
}

function LunExtension(pdo: DEVICE_OBJECT): LUN_EXTENSION {
  return cast(LUN_EXTENSION, pdo.DeviceExtension);
}

function InitializeLun(pdo: DEVICE_OBJECT): void {
  const lun = LunExtension(pdo);
  pdo.Flags |= DO_DIRECT_IO;
  InitializeIrpQueue(lun.Queue);
  KeInitializeTimer(lun.Timer);
  KeInitializeDpc(lun.Dpc, ServiceQueue, pdo);
}

/** IRP_MJ_READ, IRP_MJ_WRITE and IRP_MJ_FLUSH_BUFFERS for a logical unit. The adapter itself has nothing to read. */
function DispatchIo(deviceObject: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  const common = CommonExtension(deviceObject);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const status = common.Lower === NULL ? CheckUsable(common) : STATUS_INVALID_DEVICE_REQUEST;
  if (!NT_SUCCESS(status)) {
    return CompleteIrp(common, irp, status);
  }
  // Pending before it is queued: a moment later it may be complete. The remove lock is held until then.
  IoMarkIrpPending(irp);
  const lun = LunExtension(deviceObject);
  BeginUseOf(lun);
  if (InsertIrp(lun.Queue, irp, CancelQueued)) {
    StartNext(lun);
  } else {
    CompleteIo(lun, irp, STATUS_CANCELLED);
  }
  return STATUS_PENDING;
}

/** Starts the hardware on the oldest request, unless it works already or the adapter is stopped. */
function StartNext(lun: LUN_EXTENSION): void {
  const { ParentFdo: adapter } = lun.Bus;
  if (adapter === NULL || !IsRunning(adapter) || IsQueueEmpty(lun.Queue)) {
    return;
  }
  if (runtime.of(adapter).IsActive === 0) {
    return; // The power framework has not said yet that the adapter may be used; it starts the queue when it does.
  }
  if (lun.Bus.Common.PowerState !== PowerDeviceD0) {
    PowerUpForRequest(lun);
    return;
  }
  if (CommonExtension(adapter).PowerState !== PowerDeviceD0 || lun.Bus.PowerIrp !== NULL) {
    return; // The adapter, or the unit's own power request, starts the queue when it is done.
  }
  if (InterlockedExchange(addressOf(lun, 'IsBusy'), 1) === 0) {
    KeSetTimer(lun.Timer, SERVICE_TIME, lun.Dpc);
  }
}

/** Requests wait while the unit sleeps, and wake it; while the system sleeps, its return to S0 does. */
function PowerUpForRequest(lun: LUN_EXTENSION): void {
  const isAwake = lun.Bus.Common.SystemState === PowerSystemWorking;
  if (isAwake && InterlockedExchange(addressOf(lun, 'IsPoweringUp'), 1) === 0) {
    PoRequestPowerIrp(lun.Bus.Common.Self, IRP_MN_SET_POWER, PowerDeviceD0, PowerUpEnded, lun, NULL);
  }
}

function PowerUpEnded(
  _deviceObject: DEVICE_OBJECT,
  _minorFunction: UCHAR,
  _powerState: POWER_STATE,
  context: PVOID,
): void {
  InterlockedExchange(addressOf(cast(LUN_EXTENSION, context), 'IsPoweringUp'), 0);
}

/** An adapter that may be removed soon works on as usual; one that may be stopped soon does not (PNP-11). */
function IsRunning(adapter: DEVICE_OBJECT): boolean {
  const { PnpState: state } = CommonExtension(adapter);
  return state === Started || state === RemovePending;
}

/** The hardware is done with one request. */
function ServiceQueue(_dpc: KDPC, deferredContext: PVOID): void {
  const lun = cast(LUN_EXTENSION, cast(DEVICE_OBJECT, deferredContext).DeviceExtension);
  const irp = RemoveIrp(lun.Queue);
  const status = irp === NULL ? STATUS_SUCCESS : Transfer(lun, irp);
  InterlockedExchange(addressOf(lun, 'IsBusy'), 0);
  const { PowerIrp: powerIrp } = lun.Bus;
  if (powerIrp === NULL) {
    StartNext(lun);
  }
  if (irp !== NULL) {
    CompleteIo(lun, irp, status);
  }
  if (powerIrp !== NULL) {
    // The unit has been told to sleep: what it had begun is over, and what is queued brings it back.
    FinishChildPower(unitPower, lun.Bus.Common.Self as DEVICE_OBJECT);
    StartNext(lun);
  }
}

/** As long as there are requests, the adapter stays in use. */
function BeginUseOf(lun: LUN_EXTENSION): void {
  if (lun.Bus.ParentFdo !== NULL) {
    BeginUse(runtime.of(lun.Bus.ParentFdo));
  }
}

function CompleteIo(lun: LUN_EXTENSION, irp: IRP, status: NTSTATUS): void {
  const { ParentFdo: adapter } = lun.Bus;
  CompleteIrp(lun.Bus.Common, irp, status);
  if (adapter !== NULL) {
    EndUse(runtime.of(adapter));
  }
}

/** Nobody uses the adapter: its units go to D3 first, because they are on its power, and then it does itself. */
function PowerDown(adapter: DEVICE_OBJECT): void {
  const extension = cast(ADAPTER_EXTENSION, adapter.DeviceExtension);
  extension.GoingDown = 1;
  for (const pdo of ChildrenOf(adapter)) {
    if (CommonExtension(pdo).PowerState === PowerDeviceD0) {
      InterlockedIncrement(addressOf(extension, 'GoingDown'));
      const isDown = (): void => FollowUnits(adapter);
      if (PoRequestPowerIrp(pdo, IRP_MN_SET_POWER, PowerDeviceD3, isDown, NULL, NULL) !== STATUS_PENDING) {
        InterlockedDecrement(addressOf(extension, 'GoingDown'));
      }
    }
  }
  FollowUnits(adapter);
}

/** One more of them is down. Meanwhile somebody may have come who needs the adapter; then it stays. */
function FollowUnits(adapter: DEVICE_OBJECT): void {
  const extension = cast(ADAPTER_EXTENSION, adapter.DeviceExtension);
  if (InterlockedDecrement(addressOf(extension, 'GoingDown')) === 0 && extension.Runtime.IsRequired === 0) {
    PoRequestPowerIrp(adapter, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);
  }
}

function Transfer(lun: LUN_EXTENSION, irp: IRP): NTSTATUS {
  const stack = IoGetCurrentIrpStackLocation(irp);
  if (stack.MajorFunction === IRP_MJ_FLUSH_BUFFERS) {
    return STATUS_SUCCESS; // Nothing is cached: what was written is on the medium.
  }
  const isRead = stack.MajorFunction === IRP_MJ_READ;
  const { ByteOffset: offset, Length: length } = isRead ? stack.Parameters.Read : stack.Parameters.Write;
  if (length === 0) {
    return STATUS_SUCCESS;
  }
  const buffer = TransferBuffer(irp);
  if (buffer === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  const { Self: pdo } = lun.Bus.Common;
  const status = isRead
    ? SandboxReadMedium(pdo, offset, buffer, length)
    : SandboxWriteMedium(pdo, offset, buffer, length);
  irp.IoStatus.Information = NT_SUCCESS(status) ? length : 0;
  return status;
}

/** The cancel lock is held on entry; the IRP says at which IRQL to give it back. */
function CancelQueued(deviceObject: DEVICE_OBJECT, irp: IRP): void {
  IoReleaseCancelSpinLock(irp.CancelIrql);
  UnlinkIrp(LunExtension(deviceObject).Queue, irp);
  irp.IoStatus.Information = 0;
  CompleteIo(LunExtension(deviceObject), irp, STATUS_CANCELLED);
}

function FailQueued(pdo: DEVICE_OBJECT): void {
  const lun = LunExtension(pdo);
  for (let irp = RemoveIrp(lun.Queue); irp !== NULL; irp = RemoveIrp(lun.Queue)) {
    CompleteIo(lun, irp, STATUS_DEVICE_REMOVED);
  }
}

/** The adapter runs again: what came in while it was stopped is done now. */
function ResumeChildren(adapter: DEVICE_OBJECT): void {
  for (const pdo of ChildrenOf(adapter)) {
    StartNext(LunExtension(pdo));
  }
}
