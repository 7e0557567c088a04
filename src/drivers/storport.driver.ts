/**
 * The port driver of storage adapters: one device object for the adapter, one for each logical unit behind it. What goes
 * to the hardware goes through the adapter's miniport; Plug and Play, power and the queues of IRPs are done here.
 */
import {
  addressOf,
  BusRelations,
  type DEVICE_OBJECT,
  DO_DIRECT_IO,
  type DRIVER_OBJECT,
  FALSE,
  FILE_DEVICE_MASS_STORAGE,
  InterlockedExchange,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_READ,
  IRP_MJ_SCSI,
  IRP_MJ_WRITE,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  type PDEVICE_OBJECT,
  PowerActionNone,
  PowerDeviceD0,
  SandboxPortAddAdapter,
  SandboxPortAddUnit,
  SandboxPortAskUnitPoFx,
  SandboxPortEndServices,
  SandboxPortNeedsScan,
  SandboxPortPowerAdapter,
  SandboxPortQueryPoFx,
  SandboxPortRemoveAdapter,
  SandboxPortScan,
  SandboxPortStartAdapter,
  SandboxPortStartUnit,
  SandboxPortStopAdapter,
  SandboxPortStopUnit,
  SandboxQueryRegistry,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_SUCCESS,
  STOR_POFX_DEVICE_FLAG_NO_UNIT_REGISTRATION,
  TRUE,
  type ULONG,
  type UNICODE_STRING,
} from 'wdm';
import { DeleteChildren } from './lib/bus.ts';
import { type BusChild, ParentStack } from './lib/bus-child.ts';
import { AddBusDevice, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { CommonExtension, CompleteIrp, EnterDevice } from './lib/common.ts';
import { CheckUsable, FillFunctionDispatch } from './lib/dispatch.ts';
import { InitializeIrpQueue } from './lib/irp-queue.ts';
import { DispatchPortControl } from './lib/port-control.ts';
import { ADAPTER_EXTENSION, LUN_EXTENSION, LunExtension } from './lib/port-extensions.ts';
import {
  Enqueue,
  FailQueued,
  IsRunning,
  ResumeChildren,
  runtime,
  StartNext,
  scsi,
  unitPower,
  unitRuntime,
} from './lib/port-io.ts';
import { DispatchUnitScsi } from './lib/port-scsi.ts';
import { AnsweringUnits, DispatchUnitPnp, Drain, ReportFailed } from './lib/port-units.ts';
import type { DevicePower } from './lib/power.ts';
import { PowerUpChildren } from './lib/power-child.ts';
import { ReportPowerState } from './lib/power-policy.ts';
import { StartRuntimePower } from './lib/runtime-device.ts';
import {
  BeginUseNow,
  DispatchRuntimePnp,
  EndUse,
  InitializeRuntimePower,
  ReportPoweredOn,
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
  start: StartUnit,
  removed: (pdo) => SandboxPortStopUnit(pdo, FALSE),
};

const device = BusFunctionDevice(child, {
  isSupportedUsage: IsStorageUsage,
  start: StartAdapter,
  remove: RemoveAdapter,
  resume: ResumeChildren,
});

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
  driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, DispatchPortControl);
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
    const answer = (): Promise<NTSTATUS> => DispatchUnitPnp(deviceObject, irp, stack, dispatch);
    return DispatchRuntimePnp(unitRuntime, deviceObject, irp, answer);
  }
  if (minor === IRP_MN_STOP_DEVICE) {
    await Drain(deviceObject);
    SandboxPortStopAdapter(deviceObject);
  } else if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
    ReportFailed(deviceObject, irp);
  } else if (minor === IRP_MN_SURPRISE_REMOVAL) {
    SandboxPortRemoveAdapter(deviceObject, TRUE);
  } else if (minor === IRP_MN_REMOVE_DEVICE) {
    SandboxPortEndServices(deviceObject);
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
  InitializeIrpQueue(lun.Passing);
  InitializeRuntimePower(lun.Runtime);
  SandboxPortAddUnit(lun.Bus.ParentFdo, pdo, childId, () => StartNext(lun));
}

/** The unit is in D0 from here on. Its miniport may have it registered for run-time power, where its adapter is. */
function StartUnit(pdo: DEVICE_OBJECT): Promise<NTSTATUS> {
  const lun = LunExtension(pdo);
  const { ParentFdo: adapter } = lun.Bus;
  InterlockedExchange(addressOf(lun.Lock, 'IsLocked'), 0);
  SandboxPortStartUnit(pdo);
  if (lun.Runtime.Handle === 0 && adapter !== NULL) {
    SandboxPortAskUnitPoFx(pdo, MayRegisterUnits(adapter));
  }
  ReportPowerState(lun.Bus.Common, PowerDeviceD0);
  return StartRuntimePower(unitRuntime, pdo);
}

/** Units go to sleep by themselves where their adapter does, unless the registry or the miniport says that they do not. */
function MayRegisterUnits(adapter: DEVICE_OBJECT): boolean {
  const { DriverObject: driver } = adapter;
  const isEnabled = driver !== NULL && SandboxQueryRegistry(driver, 'EnableIdlePowerManagement', 1) !== 0;
  const flags = SandboxPortQueryPoFx(adapter, 'Flags');
  return isEnabled && runtime.of(adapter).Handle !== 0 && (flags & STOR_POFX_DEVICE_FLAG_NO_UNIT_REGISTRATION) === 0;
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
