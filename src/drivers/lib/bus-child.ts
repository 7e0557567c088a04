/** PnP at the bottom of a child's stack: what the bus answers for a device that stands on it. */
import {
  BusQueryCompatibleIDs,
  BusQueryDeviceID,
  BusQueryHardwareIDs,
  BusQueryInstanceID,
  type DEVICE_CAPABILITIES,
  type DEVICE_OBJECT,
  DeviceTextDescription,
  IO_NO_INCREMENT,
  type IO_STACK_LOCATION,
  IoAcquireRemoveLock,
  IoCompleteRequest,
  IoGetCurrentIrpStackLocation,
  IoReleaseRemoveLockAndWait,
  type IRP,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_DEVICE_USAGE_NOTIFICATION,
  IRP_MN_EJECT,
  IRP_MN_QUERY_BUS_INFORMATION,
  IRP_MN_QUERY_CAPABILITIES,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_QUERY_DEVICE_TEXT,
  IRP_MN_QUERY_ID,
  IRP_MN_QUERY_PNP_DEVICE_STATE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_RESOURCE_REQUIREMENTS,
  IRP_MN_QUERY_RESOURCES,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_SET_LOCK,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  PowerDeviceD0,
  PowerDeviceD3,
  type PVOID,
  SandboxQueryChildText,
  STATUS_DEVICE_BUSY,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_NO_SUCH_DEVICE,
  STATUS_SUCCESS,
  TargetDeviceRelation,
  type ULONG,
} from 'wdm';
import { AppendRelations, type BUS_PDO_EXTENSION, type BusChildren, ChildExtension, DeleteChild } from './bus.ts';
import { FillCapabilities } from './capabilities.ts';
import {
  type COMMON_EXTENSION,
  CompleteIrp,
  Deleted,
  NotStarted,
  RemovePending,
  RestorePnpState,
  SetPnpState,
  Started,
  StopPending,
  Stopped,
  SurpriseRemoved,
} from './common.ts';
import { EndChildPower } from './power-child.ts';
import { ReportPowerState } from './power-policy.ts';
import { AllocateBootConfiguration, AllocateRequirements, HasBootConfiguration, NeedsResources } from './resources.ts';
import { Eject, FillRemovalCapabilities, SetLock } from './slot.ts';
import { AllocateText, AllocateTextList } from './text.ts';
import { HandlePdoUsageNotification, HasSpecialFile, ReportNotDisableable } from './usage.ts';
import { FailWake } from './wake.ts';

/** What differs from bus to bus. Anything that is left out is answered in the usual way. */
export interface BusChild extends BusChildren {
  readonly isSupportedUsage: (type: ULONG) => boolean;
  /** The stacks that have to hear of a special file on the child, in the order in which they are told. */
  readonly usageTargets: (pdo: DEVICE_OBJECT) => readonly DEVICE_OBJECT[];
  readonly start?: (pdo: DEVICE_OBJECT) => NTSTATUS | Promise<NTSTATUS>;
  /** Nothing may stay queued at a device that is gone, or about to go. */
  readonly failQueued?: (pdo: DEVICE_OBJECT) => void;
  readonly removed?: (pdo: DEVICE_OBJECT) => void | Promise<void>;
  /** Other drivers hold on to it: it cannot be removed now. */
  readonly isInUse?: (pdo: DEVICE_OBJECT) => boolean;
  /** The last moment of the device object. */
  readonly cleanUp?: (pdo: DEVICE_OBJECT) => void;
  readonly addCapabilities?: (pdo: DEVICE_OBJECT, capabilities: DEVICE_CAPABILITIES) => void;
  /** IRP_MN_QUERY_BUS_INFORMATION: a PNP_BUS_INFORMATION in paged pool, or 0. */
  readonly busInformation?: () => PVOID;
  /** Minor codes of this bus alone. Undefined: not its own either. */
  readonly handleOther?: (pdo: DEVICE_OBJECT, irp: IRP, stack: IO_STACK_LOCATION) => NTSTATUS | undefined;
}

/** The parent's stack: what every bus tells of a special file on a child. */
export function ParentStack(pdo: DEVICE_OBJECT): readonly DEVICE_OBJECT[] {
  const { ParentFdo: parent } = ChildExtension(pdo);
  return parent === NULL ? [] : [parent];
}

export async function DispatchChildPnp(bus: BusChild, pdo: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const extension = ChildExtension(pdo);
  const common = extension.Common;
  const stack = IoGetCurrentIrpStackLocation(irp);
  if (common.PnpState === Deleted || !NT_SUCCESS(IoAcquireRemoveLock(common.RemoveLock, irp))) {
    return CompleteForDeleted(irp, stack);
  }
  switch (stack.MinorFunction) {
    case IRP_MN_START_DEVICE:
      return StartChild(bus, common, pdo, irp);
    case IRP_MN_QUERY_STOP_DEVICE:
      return QueryRelease(common, irp, StopPending);
    case IRP_MN_QUERY_REMOVE_DEVICE:
      return bus.isInUse?.(pdo) === true
        ? CompleteIrp(common, irp, STATUS_DEVICE_BUSY)
        : QueryRelease(common, irp, RemovePending);
    case IRP_MN_CANCEL_STOP_DEVICE:
      RestorePnpState(common, StopPending);
      return CompleteIrp(common, irp, STATUS_SUCCESS);
    case IRP_MN_CANCEL_REMOVE_DEVICE:
      RestorePnpState(common, RemovePending);
      return CompleteIrp(common, irp, STATUS_SUCCESS);
    case IRP_MN_STOP_DEVICE:
      SetPnpState(common, Stopped);
      return CompleteIrp(common, irp, STATUS_SUCCESS);
    case IRP_MN_SURPRISE_REMOVAL:
      SetPnpState(common, SurpriseRemoved);
      FailPending(bus, pdo);
      return CompleteIrp(common, irp, STATUS_SUCCESS);
    case IRP_MN_REMOVE_DEVICE:
      return RemoveChild(bus, extension, pdo, irp);
    case IRP_MN_QUERY_PNP_DEVICE_STATE:
      ReportNotDisableable(common, irp);
      return CompleteIrp(common, irp, irp.IoStatus.Status);
    case IRP_MN_DEVICE_USAGE_NOTIFICATION:
      return HandlePdoUsageNotification(common, irp, bus.isSupportedUsage, bus.usageTargets(pdo));
    case IRP_MN_QUERY_CAPABILITIES:
      return QueryCapabilities(bus, extension, pdo, irp, stack);
    case IRP_MN_SET_LOCK:
      return CompleteIrp(common, irp, SetLock(pdo, irp, stack));
    case IRP_MN_EJECT:
      return CompleteIrp(common, irp, await Eject(pdo, irp));
    default:
      return CompleteIrp(common, irp, Answer(bus, extension, pdo, irp, stack));
  }
}

/** The request came in before the device object was deleted, and the PnP manager still holds a reference to it. */
function CompleteForDeleted(irp: IRP, stack: IO_STACK_LOCATION): NTSTATUS {
  const status = stack.MinorFunction === IRP_MN_REMOVE_DEVICE ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

/** Questions that are answered out of what the bus knows. @returns the status that was found where it knows nothing */
function Answer(
  bus: BusChild,
  extension: BUS_PDO_EXTENSION,
  pdo: DEVICE_OBJECT,
  irp: IRP,
  stack: IO_STACK_LOCATION,
): NTSTATUS {
  switch (stack.MinorFunction) {
    case IRP_MN_QUERY_ID:
      return AnswerId(extension.ChildId, irp, stack.Parameters.QueryId.IdType);
    case IRP_MN_QUERY_DEVICE_TEXT: {
      const isDescription = stack.Parameters.QueryDeviceText.DeviceTextType === DeviceTextDescription;
      return AnswerText(
        irp,
        SandboxQueryChildText(extension.ChildId, isDescription ? 'Description' : 'Location'),
        AllocateText,
      );
    }
    case IRP_MN_QUERY_BUS_INFORMATION:
      return bus.busInformation === undefined ? irp.IoStatus.Status : AnswerAddress(irp, bus.busInformation());
    case IRP_MN_QUERY_RESOURCES:
      return HasBootConfiguration(extension.ChildId)
        ? AnswerAddress(irp, AllocateBootConfiguration(extension.ChildId))
        : irp.IoStatus.Status;
    case IRP_MN_QUERY_RESOURCE_REQUIREMENTS:
      return NeedsResources(extension.ChildId)
        ? AnswerAddress(irp, AllocateRequirements(extension.ChildId))
        : irp.IoStatus.Status;
    case IRP_MN_QUERY_DEVICE_RELATIONS:
      return stack.Parameters.QueryDeviceRelations.Type === TargetDeviceRelation
        ? AppendRelations(irp, [pdo])
        : irp.IoStatus.Status;
    default:
      return bus.handleOther?.(pdo, irp, stack) ?? irp.IoStatus.Status;
  }
}

function AnswerId(childId: ULONG, irp: IRP, type: ULONG): NTSTATUS {
  switch (type) {
    case BusQueryDeviceID:
      return AnswerText(irp, SandboxQueryChildText(childId, 'DeviceID'), AllocateText);
    case BusQueryInstanceID:
      return AnswerText(irp, SandboxQueryChildText(childId, 'InstanceID'), AllocateText);
    case BusQueryHardwareIDs:
      return AnswerText(irp, SandboxQueryChildText(childId, 'HardwareIDs'), AllocateTextList);
    case BusQueryCompatibleIDs:
      return AnswerText(irp, SandboxQueryChildText(childId, 'CompatibleIDs'), AllocateTextList);
    default:
      return irp.IoStatus.Status;
  }
}

/** Without a text the request stays as it is: the PnP manager does not need every one of them. */
function AnswerText(irp: IRP, text: string, allocate: (text: string) => PVOID): NTSTATUS {
  return text === '' ? irp.IoStatus.Status : AnswerAddress(irp, allocate(text));
}

function AnswerAddress(irp: IRP, address: PVOID): NTSTATUS {
  if (address === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  irp.IoStatus.Information = address;
  return STATUS_SUCCESS;
}

async function StartChild(bus: BusChild, common: COMMON_EXTENSION, pdo: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const status = (await bus.start?.(pdo)) ?? STATUS_SUCCESS;
  if (NT_SUCCESS(status)) {
    SetPnpState(common, Started);
    ReportPowerState(common, PowerDeviceD0);
  }
  return CompleteIrp(common, irp, status);
}

function QueryRelease(common: COMMON_EXTENSION, irp: IRP, pending: ULONG): NTSTATUS {
  if (HasSpecialFile(common)) {
    return CompleteIrp(common, irp, STATUS_DEVICE_BUSY);
  }
  SetPnpState(common, pending);
  return CompleteIrp(common, irp, STATUS_SUCCESS);
}

async function QueryCapabilities(
  bus: BusChild,
  extension: BUS_PDO_EXTENSION,
  pdo: DEVICE_OBJECT,
  irp: IRP,
  stack: IO_STACK_LOCATION,
): Promise<NTSTATUS> {
  const capabilities = stack.Parameters.DeviceCapabilities.Capabilities;
  if (capabilities === NULL || capabilities.Version !== 1) {
    return CompleteIrp(extension.Common, irp, STATUS_INVALID_PARAMETER);
  }
  const status = await FillCapabilities(capabilities, extension.ParentFdo, extension.ChildId);
  if (NT_SUCCESS(status)) {
    FillRemovalCapabilities(extension.ChildId, capabilities);
    bus.addCapabilities?.(pdo, capabilities);
  }
  return CompleteIrp(extension.Common, irp, status);
}

/** Whatever waits at the device will not happen any more. */
function FailPending(bus: BusChild, pdo: DEVICE_OBJECT): void {
  bus.failQueued?.(pdo);
  FailWake(pdo);
  EndChildPower(pdo);
}

/** A child that is still plugged in keeps its device object, so that drivers can be put on it again. */
async function RemoveChild(
  bus: BusChild,
  extension: BUS_PDO_EXTENSION,
  pdo: DEVICE_OBJECT,
  irp: IRP,
): Promise<NTSTATUS> {
  const common = extension.Common;
  FailPending(bus, pdo);
  ReportPowerState(common, PowerDeviceD3);
  await bus.removed?.(pdo);
  if (extension.IsReported) {
    common.PnpState = NotStarted;
    common.PreviousPnpState = NotStarted;
    return CompleteIrp(common, irp, STATUS_SUCCESS);
  }
  SetPnpState(common, Deleted);
  await IoReleaseRemoveLockAndWait(common.RemoveLock, irp);
  DeleteChild(pdo, bus.cleanUp);
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
