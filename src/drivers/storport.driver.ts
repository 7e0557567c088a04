/**
 * The port driver of storage adapters: one device object for the adapter, one for each logical unit behind it. What goes
 * to the hardware goes through the adapter's miniport; Plug and Play, power and the queues of IRPs are done here.
 */
import {
  addressOf,
  BusRelations,
  cast,
  type DEVICE_OBJECT,
  DO_DIRECT_IO,
  type DRIVER_OBJECT,
  FALSE,
  FILE_DEVICE_MASS_STORAGE,
  InterlockedDecrement,
  InterlockedExchange,
  InterlockedIncrement,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  IoReleaseCancelSpinLock,
  type IRP,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_READ,
  IRP_MJ_SCSI,
  IRP_MJ_WRITE,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_SET_POWER,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  type POWER_STATE,
  PoRequestPowerIrp,
  PowerActionNone,
  PowerDeviceD0,
  PowerSystemWorking,
  type PVOID,
  SandboxPortAddAdapter,
  SandboxPortAddUnit,
  SandboxPortCanSend,
  SandboxPortNeedsScan,
  SandboxPortPowerAdapter,
  SandboxPortPowerUnit,
  SandboxPortRemoveAdapter,
  SandboxPortScan,
  SandboxPortSend,
  SandboxPortStartAdapter,
  SandboxPortStartUnit,
  SandboxPortStopAdapter,
  SandboxPortStopUnit,
  STATUS_CANCELLED,
  STATUS_DEVICE_REMOVED,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_PENDING,
  STATUS_SUCCESS,
  TRUE,
  type UCHAR,
  type ULONG,
  type UNICODE_STRING,
} from 'wdm';
import { ChildrenOf, DeleteChildren } from './lib/bus.ts';
import { type BusChild, ParentStack } from './lib/bus-child.ts';
import { AddBusDevice, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { CommonExtension, CompleteIrp, EnterDevice, RemovePending, Started } from './lib/common.ts';
import { CheckUsable, FillFunctionDispatch } from './lib/dispatch.ts';
import { InitializeIrpQueue, InsertIrp, IsQueueEmpty, RemoveIrp, UnlinkIrp } from './lib/irp-queue.ts';
import { ADAPTER_EXTENSION, AdapterExtension, LUN_EXTENSION, LunExtension } from './lib/port-extensions.ts';
import { PowerDown } from './lib/port-power.ts';
import { DispatchUnitScsi, QuiesceEnded, type ScsiPort } from './lib/port-scsi.ts';
import { AnsweringUnits, DispatchUnitPnp, Drain } from './lib/port-units.ts';
import type { DevicePower } from './lib/power.ts';
import { type ChildPower, FinishChildPower, PowerUpChildren } from './lib/power-child.ts';
import {
  BeginUse,
  BeginUseNow,
  DispatchRuntimePnp,
  EndUse,
  InitializeRuntimePower,
  ReportPoweredOn,
  type RuntimePower,
  StartRuntimePower,
  SystemResumed,
} from './lib/runtime-power.ts';
import { IsStorageUsage } from './lib/usage.ts';

const child: BusChild = {
  extension: LUN_EXTENSION,
  deviceType: FILE_DEVICE_MASS_STORAGE,
  initialize: InitializeLun,
  isSupportedUsage: IsStorageUsage,
  usageTargets: ParentStack,
  failQueued: FailQueued,
  present: AnsweringUnits,
  start: (pdo) => {
    InterlockedExchange(addressOf(LunExtension(pdo).Lock, 'IsLocked'), 0);
    SandboxPortStartUnit(pdo);
    return STATUS_SUCCESS;
  },
  removed: (pdo) => SandboxPortStopUnit(pdo, FALSE),
};

const runtime: RuntimePower = {
  of: (adapter) => AdapterExtension(adapter).Runtime,
  becameActive: ResumeChildren,
  powerDown: PowerDown,
};

const device = BusFunctionDevice(child, {
  isSupportedUsage: IsStorageUsage,
  start: StartAdapter,
  remove: RemoveAdapter,
  resume: ResumeChildren,
});

/** The adapter's units are powered here: a disk's own driver leaves that to the port. */
const unitPower: ChildPower = {
  isPolicyOwner: true,
  isBusy: (pdo) => LunExtension(pdo).Outstanding !== 0,
  poweredUp: (pdo) => StartNext(LunExtension(pdo)),
  changing: SandboxPortPowerUnit,
};

/** The driver of the disk asks for this, among others, when the unit's power changes. */
const scsi: ScsiPort = {
  lock: (pdo) => LunExtension(pdo).Lock,
  isIdle: (pdo) => LunExtension(pdo).Outstanding === 0,
  isReady: (pdo) => IsReady(LunExtension(pdo)),
  queue: (pdo, irp) => Enqueue(pdo, irp),
  send: (pdo, irp) => {
    InterlockedIncrement(addressOf(LunExtension(pdo), 'Outstanding'));
    SandboxPortSend(pdo, irp, PassedRequestDone);
  },
  unlocked: (pdo) => StartNext(LunExtension(pdo)),
};

const power: DevicePower = {
  ...BusPower(unitPower),
  poweringDown: SandboxPortPowerAdapter,
  poweredUp: (adapter) => {
    SandboxPortPowerAdapter(adapter, PowerDeviceD0, PowerActionNone);
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
  driverObject.MajorFunction.set(IRP_MJ_SCSI, (device, irp) => DispatchUnitScsi(scsi, device, irp));
  return STATUS_SUCCESS;
}

async function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): Promise<NTSTATUS> {
  const made = out<PDEVICE_OBJECT>();
  const status = AddBusDevice(driverObject, physicalDeviceObject, ADAPTER_EXTENSION, (adapter) => {
    InitializeRuntimePower(runtime.of(adapter));
    made.value = adapter;
  });
  const adapter = made.value;
  if (!NT_SUCCESS(status) || adapter === NULL) {
    return status;
  }
  const loaded = await SandboxPortAddAdapter(adapter, physicalDeviceObject);
  if (!NT_SUCCESS(loaded)) {
    IoDetachDevice(CommonExtension(adapter).Lower as DEVICE_OBJECT);
    IoDeleteDevice(adapter);
  }
  return loaded;
}

async function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const dispatch = (): Promise<NTSTATUS> => DispatchBusPnp(device, child, deviceObject, irp);
  const stack = IoGetCurrentIrpStackLocation(irp);
  const { MinorFunction: minor } = stack;
  if (CommonExtension(deviceObject).Lower === NULL) {
    return DispatchUnitPnp(deviceObject, stack, dispatch);
  }
  if (minor === IRP_MN_STOP_DEVICE) {
    await Drain(deviceObject);
    SandboxPortStopAdapter(deviceObject);
  } else if (minor === IRP_MN_SURPRISE_REMOVAL) {
    SandboxPortRemoveAdapter(deviceObject, TRUE);
  } else if (minor === IRP_MN_QUERY_DEVICE_RELATIONS) {
    if (stack.Parameters.QueryDeviceRelations.Type === BusRelations) {
      await Rescan(deviceObject);
    }
  }
  return DispatchRuntimePnp(runtime, deviceObject, irp, dispatch);
}

/** Disks have come or gone: the adapter is asked, and has to be on for that. */
async function Rescan(adapter: DEVICE_OBJECT): Promise<void> {
  if (!IsRunning(adapter) || !SandboxPortNeedsScan(adapter)) {
    return;
  }
  await BeginUseNow(runtime.of(adapter));
  if (CommonExtension(adapter).PowerState === PowerDeviceD0) {
    await SandboxPortScan(adapter);
  }
  EndUse(runtime.of(adapter));
}

/** Also after a stop: then the miniport restarts the adapter. */
async function StartAdapter(adapter: DEVICE_OBJECT): Promise<NTSTATUS> {
  const status = SandboxPortStartAdapter(adapter);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  if (SandboxPortNeedsScan(adapter)) {
    await SandboxPortScan(adapter);
  }
  return StartRuntimePower(runtime, adapter);
}

async function RemoveAdapter(adapter: DEVICE_OBJECT): Promise<void> {
  await Drain(adapter);
  SandboxPortRemoveAdapter(adapter, FALSE);
  await DeleteChildren(adapter);
}

function InitializeLun(pdo: DEVICE_OBJECT, childId: ULONG): void {
  const lun = LunExtension(pdo);
  pdo.Flags |= DO_DIRECT_IO;
  InitializeIrpQueue(lun.Queue);
  SandboxPortAddUnit(lun.Bus.ParentFdo, pdo, childId, () => StartNext(lun));
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
  return Enqueue(deviceObject, irp);
}

function Enqueue(pdo: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  // Pending before it is queued: a moment later it may be complete. The remove lock is held until then.
  IoMarkIrpPending(irp);
  const lun = LunExtension(pdo);
  BeginUseOf(lun);
  if (InsertIrp(lun.Queue, irp, CancelQueued)) {
    StartNext(lun);
  } else {
    CompleteIo(lun, irp, STATUS_CANCELLED);
  }
  return STATUS_PENDING;
}

/** Hands requests to the miniport, oldest first, as long as it takes some. */
function StartNext(lun: LUN_EXTENSION): void {
  const pdo = lun.Bus.Common.Self as DEVICE_OBJECT;
  while (MayStart(lun) && SandboxPortCanSend(pdo)) {
    const irp = RemoveIrp(lun.Queue);
    if (irp === NULL) {
      return;
    }
    InterlockedIncrement(addressOf(lun, 'Outstanding'));
    SandboxPortSend(pdo, irp, RequestDone);
  }
}

/** Not while the adapter is stopped, nor before it and the unit have power: they are asked for it. */
function MayStart(lun: LUN_EXTENSION): boolean {
  const { ParentFdo: adapter } = lun.Bus;
  if (adapter === NULL || !IsRunning(adapter) || IsQueueEmpty(lun.Queue) || lun.Lock.IsLocked !== 0) {
    return false;
  }
  if (runtime.of(adapter).IsActive === 0) {
    return false; // The power framework has not said yet that the adapter may be used; it starts the queue when it does.
  }
  if (lun.Bus.Common.PowerState !== PowerDeviceD0) {
    PowerUpForRequest(lun);
    return false;
  }
  // The adapter, or the unit's own power request, starts the queue when it is done.
  return IsReady(lun) && lun.Bus.PowerIrp === NULL;
}

function IsReady(lun: LUN_EXTENSION): boolean {
  const { Common: common, ParentFdo: adapter } = lun.Bus;
  const isPowered = adapter !== NULL && CommonExtension(adapter).PowerState === PowerDeviceD0;
  return isPowered && common.PowerState === PowerDeviceD0 && IsRunning(adapter);
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

/** The miniport is done with one request. At DISPATCH_LEVEL. */
function RequestDone(pdo: DEVICE_OBJECT, irp: IRP, status: NTSTATUS): void {
  const lun = LunExtension(pdo);
  Ended(pdo, lun, () => CompleteIo(lun, irp, status));
}

/** The same for one that has passed the queue. The adapter was not in use for it: its unit is on the way to sleep. */
function PassedRequestDone(pdo: DEVICE_OBJECT, irp: IRP, status: NTSTATUS): void {
  const lun = LunExtension(pdo);
  Ended(pdo, lun, () => CompleteIrp(lun.Bus.Common, irp, status));
}

function Ended(pdo: DEVICE_OBJECT, lun: LUN_EXTENSION, complete: () => void): void {
  const left = InterlockedDecrement(addressOf(lun, 'Outstanding'));
  const { PowerIrp: powerIrp } = lun.Bus;
  if (powerIrp === NULL) {
    StartNext(lun);
  }
  complete();
  if (lun.Outstanding === 0) {
    QuiesceEnded(pdo, lun.Lock);
  }
  if (powerIrp !== NULL && left === 0) {
    // The unit has been told to sleep: what it had begun is over, and what is queued brings it back.
    FinishChildPower(unitPower, pdo);
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
