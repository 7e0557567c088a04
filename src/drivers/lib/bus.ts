/** A bus driver's two kinds of device object, and how it finds its children and reports them. */
import {
  BOOLEAN,
  BusRelations,
  CONTAINING_RECORD,
  cast,
  type DEVICE_OBJECT,
  DEVICE_RELATIONS,
  DO_DEVICE_INITIALIZING,
  DO_POWER_INRUSH,
  DO_POWER_PAGABLE,
  ExAllocatePool2,
  ExFreePool,
  FALSE,
  InitializeListHead,
  InsertTailList,
  IoAcquireRemoveLock,
  IoCreateDevice,
  IoDeleteDevice,
  IoReleaseRemoveLockAndWait,
  type IRP,
  LIST_ENTRY,
  LONG,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  ObReferenceObject,
  out,
  PDEVICE_OBJECT,
  PIRP,
  POOL_FLAG_PAGED,
  POWER_SEQUENCE,
  RemoveEntryList,
  SandboxBindChild,
  SandboxQueryChildCount,
  SandboxQueryChildId,
  SandboxQueryChildPower,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_SUCCESS,
  type StructClass,
  struct,
  ULONG,
} from 'wdm';
import { COMMON_EXTENSION, Deleted, InitializeCommonExtension, NotStarted } from './common.ts';
import { InitializeIrpQueue, IRP_QUEUE } from './irp-queue.ts';

const TAG = 'leRB';
const BYTES_PER_POINTER = 4;

/** The device object on top of the bus's own stack. */
export class BUS_FDO_EXTENSION extends struct('BUS_FDO_EXTENSION', {
  Common: COMMON_EXTENSION,
  /** Through BUS_PDO_EXTENSION.Link. The PnP manager asks a bus and removes its children one at a time: no lock. */
  Children: LIST_ENTRY,
  /** Children with a wait/wake request. */
  ArmedChildren: LONG,
  /** The bus's own one, while it is pending. */
  WakeIrp: PIRP,
  /** SYSTEM_POWER_STATE and DEVICE_POWER_STATE: the deepest ones from which the bus can wake; 0 until it was asked for. */
  SystemWake: ULONG,
  DeviceWake: ULONG,
}) {}

/** The device object that stands for one child at the bottom of the child's stack. */
export class BUS_PDO_EXTENSION extends struct('BUS_PDO_EXTENSION', {
  Common: COMMON_EXTENSION,
  /** NULL: the bus has been removed, and this device is only waiting for its own removal. */
  ParentFdo: PDEVICE_OBJECT,
  Link: LIST_ENTRY,
  ChildId: ULONG,
  /** IRP_MN_SET_LOCK: the slot holds the device. */
  IsLocked: BOOLEAN,
  /** In the last list that the PnP manager got. As long as it is, the device object must not be deleted. */
  IsReported: BOOLEAN,
  /** How often it has gone to D1 or deeper, D2 or deeper, D3. */
  Sequence: POWER_SEQUENCE,
  /** The device power request that waits for the bus, or for the child's hardware to be idle. */
  PowerIrp: PIRP,
  /** IRP_MN_WAIT_WAKE, while it is pending. */
  WakeQueue: IRP_QUEUE,
}) {}

/** What differs from bus to bus. */
export interface BusChildren {
  /** The extension of a child's device object; starts with a BUS_PDO_EXTENSION. */
  readonly extension: StructClass;
  readonly deviceType: ULONG;
  /** Sets up what the bus keeps for a child, before anybody hears of it. */
  readonly initialize?: (pdo: DEVICE_OBJECT, childId: ULONG) => void;
  /** Numbers of the devices on the bus now, where the bus finds out for itself. */
  readonly present?: (fdo: DEVICE_OBJECT) => readonly ULONG[];
}

export function InitializeBus(fdo: DEVICE_OBJECT): void {
  InitializeListHead(cast(BUS_FDO_EXTENSION, fdo.DeviceExtension).Children);
}

export function ChildExtension(pdo: DEVICE_OBJECT): BUS_PDO_EXTENSION {
  return cast(BUS_PDO_EXTENSION, pdo.DeviceExtension);
}

/** The children's device objects, in the order in which they were found. */
export function ChildrenOf(fdo: DEVICE_OBJECT): DEVICE_OBJECT[] {
  const head = cast(BUS_FDO_EXTENSION, fdo.DeviceExtension).Children;
  const children: DEVICE_OBJECT[] = [];
  for (let entry = head.Flink; entry !== NULL && entry.address !== head.address; entry = entry.Flink) {
    const { Self: pdo } = CONTAINING_RECORD(entry, BUS_PDO_EXTENSION, 'Link').Common;
    if (pdo !== NULL) {
      children.push(pdo);
    }
  }
  return children;
}

/** IRP_MN_QUERY_DEVICE_RELATIONS in the bus's FDO: looks at the hardware and adds what is there now to the list. */
export function AddBusRelations(bus: BusChildren, fdo: DEVICE_OBJECT, irp: IRP, type: ULONG): NTSTATUS {
  if (type !== BusRelations) {
    return STATUS_SUCCESS;
  }
  const present = FindChildren(bus, fdo);
  const status = AppendRelations(irp, present);
  if (NT_SUCCESS(status)) {
    const reported = new Set(present);
    for (const pdo of ChildrenOf(fdo)) {
      ChildExtension(pdo).IsReported = reported.has(pdo);
    }
  }
  return status;
}

/** A device object for each child on the bus: the one that it has, or a new one. Never an old one for a new child. */
function FindChildren(bus: BusChildren, fdo: DEVICE_OBJECT): DEVICE_OBJECT[] {
  const known = new Map(ChildrenOf(fdo).map((child) => [ChildExtension(child).ChildId, child]));
  const present: DEVICE_OBJECT[] = [];
  for (const childId of bus.present?.(fdo) ?? PluggedIn(fdo)) {
    const pdo = known.get(childId) ?? CreateChild(bus, fdo, childId);
    if (pdo !== NULL) {
      present.push(pdo);
    }
  }
  return present;
}

/** What the slots of the bus say. */
function PluggedIn(fdo: DEVICE_OBJECT): readonly ULONG[] {
  const busPdo = cast(COMMON_EXTENSION, fdo.DeviceExtension).Pdo;
  const count = SandboxQueryChildCount(busPdo);
  return Array.from({ length: count }, (_, index) => SandboxQueryChildId(busPdo, index));
}

function CreateChild(bus: BusChildren, fdo: DEVICE_OBJECT, childId: ULONG): PDEVICE_OBJECT {
  const created = out<PDEVICE_OBJECT>();
  const status = IoCreateDevice(fdo.DriverObject, bus.extension, NULL, bus.deviceType, 0, FALSE, created);
  const pdo = created.value;
  if (!NT_SUCCESS(status) || pdo === NULL) {
    return NULL;
  }
  SandboxBindChild(childId, pdo);
  // Until a special file needs it, a device may be powered by code that is paged in from disk.
  pdo.Flags |= DO_POWER_PAGABLE;
  InitializeCommonExtension(pdo, pdo, NULL);
  const extension = ChildExtension(pdo);
  extension.ParentFdo = fdo;
  extension.ChildId = childId;
  InitializeIrpQueue(extension.WakeQueue);
  if (SandboxQueryChildPower(childId, 'Inrush') !== 0) {
    pdo.Flags |= DO_POWER_INRUSH;
  }
  InsertTailList(cast(BUS_FDO_EXTENSION, fdo.DeviceExtension).Children, extension.Link);
  bus.initialize?.(pdo, childId);
  pdo.Flags &= ~DO_DEVICE_INITIALIZING;
  return pdo;
}

/**
 * Adds devices to the list in IoStatus.Information, which drivers above may have begun. Each gets a reference; whoever
 * asked gives it back and frees the list.
 */
export function AppendRelations(irp: IRP, devices: readonly DEVICE_OBJECT[]): NTSTATUS {
  const before = irp.IoStatus.Information === 0 ? NULL : cast(DEVICE_RELATIONS, irp.IoStatus.Information);
  const count = before === NULL ? 0 : before.Count;
  const address = ExAllocatePool2(POOL_FLAG_PAGED, (1 + count + devices.length) * BYTES_PER_POINTER, TAG);
  if (address === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  const list = cast(DEVICE_RELATIONS, address);
  list.Count = count + devices.length;
  if (before !== NULL) {
    for (let index = 0; index < count; index += 1) {
      list.Objects.set(index, before.Objects.get(index));
    }
    ExFreePool(before);
  }
  for (const [index, device] of devices.entries()) {
    ObReferenceObject(device);
    list.Objects.set(count + index, device);
  }
  irp.IoStatus.Information = address;
  irp.IoStatus.Status = STATUS_SUCCESS;
  return STATUS_SUCCESS;
}

/** The bus's FDO goes: its children's device objects go with it, except those that still wait for their own removal. */
export async function DeleteChildren(fdo: DEVICE_OBJECT, cleanUp?: (pdo: DEVICE_OBJECT) => void): Promise<void> {
  for (const pdo of ChildrenOf(fdo)) {
    const extension = ChildExtension(pdo);
    extension.ParentFdo = NULL;
    extension.IsReported = FALSE;
    if (extension.Common.PnpState === NotStarted) {
      await DrainChild(extension.Common);
      DeleteChild(pdo, cleanUp);
    } else {
      RemoveEntryList(extension.Link);
      InitializeListHead(extension.Link);
    }
  }
}

/** Its drivers were removed before, but a request that came in until then may still be on its way. */
async function DrainChild(common: COMMON_EXTENSION): Promise<void> {
  if (NT_SUCCESS(IoAcquireRemoveLock(common.RemoveLock, common))) {
    await IoReleaseRemoveLockAndWait(common.RemoveLock, common);
  }
}

export function DeleteChild(pdo: DEVICE_OBJECT, cleanUp?: (pdo: DEVICE_OBJECT) => void): void {
  const extension = ChildExtension(pdo);
  extension.Common.PnpState = Deleted;
  cleanUp?.(pdo);
  RemoveEntryList(extension.Link);
  InitializeListHead(extension.Link);
  IoDeleteDevice(pdo);
}
